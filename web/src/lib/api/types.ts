// Short names for the shapes of the API, all generated from the server's OpenAPI document (`npm run generate`).
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type AccessRow = Schemas['AccessRow'];
export type Account = Schemas['Account'];
export type Administration = Schemas['Administration'];
export type DeskAlert = Schemas['DeskAlert'];
/** What a desk says over its stream. */
export type DeskSays = Schemas['DeskSays'];
/** What comes over it. */
export type Frame = Schemas['DeskMessage'];
export type Wall = Schemas['Wall'];
export type WallTracking = Schemas['WallTracking'];
export type ZoneHealth = Schemas['ZoneHealth'];
export type Alarm = Schemas['Alarm'];
export type Finding = Schemas['Finding'];
export type HotspotNear = Schemas['HotspotNear'];
export type Message = Schemas['Message'];
export type Protocol = Schemas['Protocol'];
export type Step = Schemas['Step'];
/** A step in words. */
export type StepWords = Schemas['StepWords'];
export type StepAct = Schemas['StepAct'];
export type AlarmKind = Schemas['AlarmKind'];
export type AlarmLine = Schemas['AlarmLine'];
export type AlertKind = Schemas['AlertKind'];
export type HandsetMicrophone = Schemas['HandsetMicrophone'];
export type Answer = Schemas['Answer'];
export type Bearer = Schemas['Bearer'];
export type Button = Schemas['Button'];
export type ButtonKind = Schemas['ButtonKind'];
export type Card = Schemas['Card'];
export type Case = Schemas['Case'];
export type CaseLine = Schemas['CaseLine'];
export type CaseState = Schemas['CaseState'];
export type Colleague = Schemas['Colleague'];
export type FixSource = Schemas['FixSource'];
export type Gravity = Schemas['Gravity'];
export type Handset = Schemas['Handset'];
export type HandsetSettings = Schemas['HandsetSettings'];
export type HistoryRow = Schemas['HistoryRow'];
export type MapBase = Schemas['MapBase'];
export type MapConfig = Schemas['MapConfig'];
export type Me = Schemas['Me'];
export type Milestone = Schemas['Milestone'];
export type Outcome = Schemas['Outcome'];
export type PairingCode = Schemas['PairingCode'];
export type Person = Schemas['Person'];
export type PersonKind = Schemas['PersonKind'];
export type Place = Schemas['Place'];
export type PlaceDoubt = Schemas['PlaceDoubt'];
export type PlaceKind = Schemas['PlaceKind'];
export type Point = Schemas['LatLon'];
export type Pv = Schemas['Pv'];
export type Role = Schemas['Role'];
export type Room = Schemas['Room'];
export type Rung = Schemas['Rung'];
export type SpokenLanguage = Schemas['Language'];
export type Stage = Schemas['Stage'];
export type StoreHealth = Schemas['StoreHealth'];
export type Task = Schemas['Task'];
/** Where a team says to be. */
export type TeamAt = Schemas['TeamAt'];
/** A line that is being typed. */
export type TypedLine = Schemas['TypedLine'];
/** What its phone says. */
export type TeamFix = Schemas['TeamFix'];
export type TimelineLine = Schemas['TimelineLine'];
export type TrailPoint = Schemas['TrailPoint'];
export type ZoneName = Schemas['ZoneName'];
export type ZoneShapes = Schemas['ZoneShapes'];
export type CaseDraft = Schemas['PutCase'];
export type PersonDraft = Schemas['PutPerson'];
export type ButtonDraft = Schemas['PutButton'];
export type AccountDraft = Schemas['PutAccount'];
export type RoomDraft = Schemas['PutRoom'];
export type MessageDraft = Schemas['SendMessage'];
export type CloseDraft = Schemas['Close'];
