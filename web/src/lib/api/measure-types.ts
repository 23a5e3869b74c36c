// The measure in the API: short names for the shapes that are generated from the server's OpenAPI document (`npm run generate`).
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
/** What the server says has all its fields: what is not known is `null`, and nothing is left out. */
export type Told<T> = T extends readonly (infer One)[] ? Told<One>[] : T extends object ? { [Name in keyof T]-?: Told<Exclude<T[Name], undefined>> } : T;

export type Answer3 = Schemas['YesNoUnknown'];
export type MeasureStage = Schemas['MeasureStage'];
export type CommandKind = Schemas['CommandKind'];
export type ConditionName = Schemas['ConditionName'];
export type FilePart = Schemas['FilePart'];
export type Procedure = Schemas['Procedure'];
export type Seat = Schemas['SeatForm'];
export type PvForm = Schemas['PvForm'];
export type Origin = Schemas['OriginForm'];
export type Relation = Schemas['Relation'];
export type ChargeCode = Schemas['ChargeCode'];
export type EarlyGround = Schemas['EarlyGround'];
export type Ruling = Schemas['RulingForm'];
export type AlarmOutcome = Schemas['AlarmOutcome'];
export type BreachKind = Schemas['BreachKind'];
export type Question = keyof Schemas['EightForm'];

/** What is sent: a field that may stay away may stay away. */
export type RequestForm = Schemas['RequestForm'];
export type CommandForm = Schemas['CommandForm'];
export type EndStep = Schemas['EndStepForm'];
export type MoveAnswer = Schemas['MoveAnswerForm'];
export type SuspectMeasure = Told<Schemas['SuspectMeasureForm']>;
export type ShortageDecision = Schemas['DecideShortageForm'];
export type MakeDocument = Schemas['MakeDocument'];

/** What is told. */
export type HearForm = Told<Schemas['HearForm']>;
export type AssessForm = Told<Schemas['AssessForm']>;
export type AntecedentsForm = Told<Schemas['AntecedentsForm']>;
export type RuledView = Told<Schemas['RuledView']>;
export type Destination = Told<Schemas['DestinationForm']>;
export type Incident = Told<Schemas['IncidentForm']>;
export type Named = Schemas['OfficeName'];
export type MeasureTask = Told<Schemas['TaskView']>;
export type MeasureLine = Told<Schemas['MeasureLine']>;
export type MeasuresFound = Told<Schemas['MeasureList']>;
export type TermView = Told<Schemas['TermView']>;
export type MeasureState = Told<Schemas['StateView']>;
export type MeasureFile = Told<Schemas['FileView']>;
export type Due = Told<Schemas['DueView']>;
export type Condition = Told<Schemas['ConditionView']>;
export type MeasureHappened = Told<Schemas['MeasureHappened']>;
export type DocumentView = Told<Schemas['MeasureDocument']>;
export type FiledDocument = Told<Schemas['FiledDocument']>;
export type RegistrationView = Told<Schemas['RegistrationText']>;
export type NoticeView = Told<Schemas['InboxLine']>;
export type MeasurePerson = Told<Schemas['MeasurePerson']>;
export type MeasureView = Told<Schemas['MeasureWhole']>;
export type Questionnaire = Told<Schemas['QuestionnaireView']>;
export type OfficesView = Told<Schemas['OfficeList']>;
export type Magistrate = Told<Schemas['MagistrateName']>;
/** What the level of an account looks like. No names. */
export type Overview = Told<Schemas['Overview']>;
/** A missing device that waits for the reference magistrate. No name. */
export type ShortageLine = Told<Schemas['ShortageLine']>;
