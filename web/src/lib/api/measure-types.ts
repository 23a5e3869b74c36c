// The measure in the API, as the server's forms say it. One place for its names.
import type { Role } from './types';

export type Answer3 = 'yes' | 'no' | 'unknown';
export type MeasureStage =
  | 'nothing' | 'requested' | 'awaiting-decision' | 'refused' | 'granted' | 'running' | 'ending' | 'ended' | 'transferred-out';
export type CommandKind =
  | 'request' | 'reopen' | 'agree-office' | 'confirm-receipt' | 'hear' | 'assess' | 'give-antecedents' | 'put-before' | 'ask-more' | 'rule'
  | 'confirm-ruling' | 'agree' | 'activate' | 'involve-judge' | 'track-suspect' | 'refer-chain' | 'offer-support' | 'ask-second-offer'
  | 'report-shortage' | 'decide-shortage' | 'report-incident' | 'announce-fact' | 'record-revisit' | 'share-places' | 'announce-trip'
  | 'announce-move' | 'answer-move' | 'record-breach' | 'ask-to-end' | 'do-end-step' | 'continue' | 'release' | 'settle' | 'tick';
export type ConditionName = 'rolled-out' | 'within-scope' | 'wants-it' | 'no-contact' | 'complaints' | 'agreement';
export type FilePart = 'hearing' | 'risk' | 'checklist' | 'firearms' | 'subsidiarity' | 'antecedents' | 'minor-able';
export type Procedure = 'ordinary' | 'urgent';

export type Seat =
  | { type: 'zone'; zone: string } | { type: 'office'; office: string } | { type: 'district'; district: string } | { type: 'nowhere' };
export interface PvForm {
  kind: 'initial' | 'subsequent';
  number: string;
}
export type Origin =
  | { type: 'person' } | { type: 'police'; zone: string } | { type: 'office'; office: string }
  | { type: 'third_party'; trust: 'trusted' | 'not-trusted'; who: string } | { type: 'investigating_judge' } | { type: 'tracking'; mandate: string };
export type Offence = { type: 'none' } | { type: 'alleged'; districts: string[]; known_to: string };
export type Relation = 'ex-partners' | 'partners' | 'ascendant' | 'descendant' | 'siblings' | 'other-family';
export interface RequestForm {
  case: string;
  person: string;
  born: string;
  origin: Origin;
  made_on: string;
  pv: PvForm;
  residence: string;
  relation: Relation;
  honour: 'related' | 'not-related' | 'unknown';
  offence: Offence;
  summary: string;
}
export interface HearForm {
  on: string;
  pv: PvForm;
  facts: string;
  relation: string;
  wants_it: Answer3;
  no_contact: Answer3;
  complaints: Answer3;
  agreement: Answer3;
  told_no_right: 'told' | 'not-told';
  able: Answer3;
  secrecy: { address: 'kept' | 'open'; contact: 'kept' | 'open' };
}
export interface Answered {
  answer: Answer3;
  note: string;
}
export type Question =
  | 'fears_for_life' | 'break_up_not_accepted' | 'death_threats' | 'earlier_violence' | 'affinity_with_weapons' | 'much_effort' | 'great_anger'
  | 'destroyed_belongings';
export interface AssessForm {
  on: string;
  eight: Record<Question, Answered>;
  checklist: { version: string; answers: { item: string; answer: Answer3; note: string }[] } | null;
  attention: { opposed_intentions: Answer3; secret_shelter: Answer3 };
  firearms: { answer: Answer3; checked_by: Seat | null; note: string } | null;
  scope: { within: Answer3; why: string };
  subsidiarity: string;
}
export type ChargeCode = 'within-family' | '60' | '36' | '37' | '32' | 'other';
export interface AntecedentsForm {
  on: string;
  since: string;
  files: { number: string; opened_on: string; code: ChargeCode; note: string }[];
}
export type EarlyGround =
  | 'suspect-died' | 'suspect-abroad' | 'long-detention' | 'fewer-risks' | 'more-protection' | 'repeated-misuse' | 'asked-by-person'
  | 'settled-abroad' | 'settled-not-in-force' | 'tracking-took-over';
export type Ruling =
  | { type: 'grant' } | { type: 'refuse'; third_party: 'no-third-party' | 'by-police' | 'by-letter' | 'not-told' } | { type: 'extend' } | { type: 'end_as_planned' }
  | { type: 'end_early'; ground: EarlyGround; marginal_note: string } | { type: 'resume' };
export interface RuleForm {
  ruling: Ruling;
  procedure: Procedure;
  on: string;
  said_by: string | null;
  pv: PvForm | null;
  reason: string;
}
export interface RuledView {
  n: number;
  decision: RuleForm;
  by: string | null;
  confirmed_on: string | null;
  denied_on: string | null;
}
export interface AgreeForm {
  on: string;
  assent: { type: 'signed'; document: string } | { type: 'explained' };
  version: string;
  told_end: string;
}
export interface ActivateForm {
  on: string;
  test: string;
  handset: string;
  button: string | null;
  device_safety: 'checked' | 'loan-phone' | 'doubtful';
  coverage: 'good' | 'gaps' | 'not-tried';
  pv: PvForm | null;
}
export type SuspectMeasure =
  | { type: 'heard'; on: string; pv: PvForm } | { type: 'arrested'; on: string } | { type: 'signalled'; on: string }
  | { type: 'contact_ban'; from: string; until: string; ang: string } | { type: 'home_ban'; from: string; until: string };
export type Destination = { type: 'zone'; zone: string } | { type: 'belgium' } | { type: 'abroad' };
export interface TripForm {
  trip: string;
  from: string;
  until: string;
  to: Destination;
  place: string;
}
export interface MoveForm {
  on: string;
  to: Destination;
  place: string;
}
export type AlarmOutcome = 'real-danger' | 'suspect-present' | 'false-alarm' | 'misuse' | 'test' | 'technical';
export type Incident =
  | { type: 'alarm'; alarm: string; on: string; outcome: AlarmOutcome; pv: string | null }
  | { type: 'fact'; fact: string; on: string; pv: PvForm; what: string };
export type BreachKind = 'voluntary-contact' | 'no-complaint' | 'device-not-carried' | 'not-reachable' | 'misuse';
export type EndStep =
  | { type: 'switched_off'; on: string } | { type: 'device_back'; on: string; how: 'returned' | 'lost' } | { type: 'pv'; number: string };
export type MoveAnswer = { type: 'keep'; parts: string } | { type: 'do_not_keep'; reason: string };
export interface ShortageDecision {
  on: string;
  answer: 'device-found' | 'goes-first' | 'waits';
  consulted: 'yes' | 'not-needed';
  reason: string;
}

/** One form for each command of the law. */
export type CommandForm =
  | ({ type: 'request' } & RequestForm) | { type: 'reopen'; new_elements: string } | { type: 'agree_office'; office: string; reason: string }
  | { type: 'confirm_receipt'; of: string } | ({ type: 'hear' } & HearForm) | ({ type: 'assess' } & AssessForm)
  | ({ type: 'give_antecedents' } & AntecedentsForm) | { type: 'put_before'; procedure: Procedure } | { type: 'ask_more'; question: string }
  | ({ type: 'rule' } & RuleForm) | { type: 'confirm_ruling'; n: number; how: 'as-recorded' | 'not-as-recorded' } | ({ type: 'agree' } & AgreeForm)
  | ({ type: 'activate' } & ActivateForm)
  | { type: 'involve_judge'; since: string; told: { by: 'requisition' | 'letter'; on: string } | null }
  | { type: 'track_suspect'; measure: SuspectMeasure } | { type: 'refer_chain'; on: string; direction: 'to-chain' | 'from-chain'; note: string }
  | { type: 'offer_support'; on: string; outcome: 'accepted' | 'declined' | 'no-answer' } | { type: 'ask_second_offer' }
  | { type: 'report_shortage' } | ({ type: 'decide_shortage' } & ShortageDecision) | { type: 'report_incident'; incident: Incident }
  | { type: 'announce_fact'; fact: string; on: string; what: string } | { type: 'record_revisit'; on: string; pv: PvForm; found: string }
  | { type: 'share_places'; on: string; zones: string[] } | ({ type: 'announce_trip' } & TripForm) | ({ type: 'announce_move' } & MoveForm)
  | { type: 'answer_move'; n: number; answer: MoveAnswer } | { type: 'record_breach'; on: string; kind: BreachKind; note: string }
  | { type: 'ask_to_end'; note: string } | { type: 'do_end_step'; step: EndStep } | { type: 'continue'; mandate: string; runs_from: string }
  | { type: 'release'; document: string; reason: string } | { type: 'settle'; task: string; reference: string | null };

export interface Named {
  id: string;
  code: string;
  name: string;
}
export interface MeasureTask {
  /** The text with which it is settled, such as `revisit:1`. */
  key: string;
  kind: string;
  role: Role;
  seat: Seat;
  opened_on: string;
  due: string | null;
  point: string;
  form: CommandKind | null;
  with_care: boolean;
}
export interface MeasureLine {
  id: string;
  case: string;
  case_number: string;
  person: string;
  name: string | null;
  stage: MeasureStage;
  zone: Named | null;
  office: Named | null;
  ends_on: string | null;
  alarm_is_on: boolean;
  due_on: string | null;
  next_task: MeasureTask | null;
  tasks: number;
  overdue: number;
}
export interface MeasuresFound {
  lines: MeasureLine[];
  more: boolean;
}
export interface TermView {
  granted_on: string;
  ends_on: string;
  evaluation_from: string;
  extensions: { n: number; on: string; incident: number | null; ruling: number | null; from: string; to: string }[];
}
export interface MeasureState {
  stage: MeasureStage;
  since: string | null;
  procedure: Procedure | null;
  end: { kind: 'planned' | 'early'; ground: EarlyGround | null; since: string } | null;
  steps: { switched_off: string | null; device_back: string | null; how: 'returned' | 'lost' | null; pv: string | null } | null;
  supervised_until: string | null;
}
export interface SaidOn {
  on: string;
  text: string;
}
export interface MeasureFile {
  request: RequestForm | null;
  competence: { zone: string; office: string; case: 'no-offence' | 'offence-here' | 'offence-elsewhere'; contact_from: string | null } | null;
  zone: string | null;
  office: string | null;
  hand_overs: { from: Seat; to: Seat; why: 'request' | 'office-agreement' | 'move'; on: string; confirmed_on: string | null }[];
  reopenings: SaidOn[];
  questions: string[];
  hearings: HearForm[];
  assessments: AssessForm[];
  bombs: number[];
  antecedents: AntecedentsForm | null;
  rulings: RuledView[];
  agreement: AgreeForm | null;
  activation: ActivateForm | null;
  judge: { since: string; told: { by: 'requisition' | 'letter'; on: string } | null } | null;
  suspect: SuspectMeasure[];
  chain: { on: string; direction: 'to-chain' | 'from-chain'; note: string }[];
  offers: { on: string; outcome: 'accepted' | 'declined' | 'no-answer' }[];
  second_offer_asked: string | null;
  shortage: { since: string; district: string; decided: ShortageDecision | null } | null;
  incidents: Incident[];
  announced_facts: { fact: string; on: string; what: string }[];
  revisits: { on: string; pv: PvForm; found: string }[];
  places: { on: string; zones: string[] } | null;
  trips: { announced_on: string; notice: 'not-needed' | 'in-time' | 'late'; trip: TripForm }[];
  moves: {
    n: number; announced_on: string; what: MoveForm; case: 'in-force' | 'not-in-force' | 'abroad' | 'zone-not-known'; new_office: string | null;
    answer: { answer: MoveAnswer; on: string } | null;
  }[];
  breaches: { on: string; kind: BreachKind; note: string }[];
  asked_to_end: SaidOn[];
  continuation: { mandate: string; runs_from: string } | null;
  releases: { on: string; document: string; reason: string }[];
  receipts: { of: string; on: string }[];
  settled: { task: string; on: string; reference: string | null }[];
}
export interface Due {
  on: string;
  kind: string;
  n: number | null;
  point: string;
}
export interface Condition {
  condition: ConditionName;
  met: Answer3;
}
export interface MeasureHappened {
  /** Its number, from 1: what `expected` counts. */
  n: number;
  at: string;
  day: string;
  actor: DoneBy;
  /** The name of who did it, for colleagues. */
  by: string | null;
  what: string;
}
export type DoneBy = { type: 'account'; account: string; role: Role } | { type: 'person' } | { type: 'system' };
export interface DocumentView {
  id: string;
  kind: string;
  origin: string;
  name: string;
  bytes: number;
  sha256: string;
  media_type: string;
  filing: 'not-for-the-file' | 'for-the-file';
  released: boolean;
  filed_at: string;
}
export interface WantedDocument {
  kind: string;
  reader: 'person' | 'authority';
  filing: 'not-for-the-file' | 'for-the-file';
  since: string;
}
export interface RegistrationView {
  register: 'ang' | 'police' | 'office';
  text: { nl: string; fr: string };
}
export interface NoticeView {
  id: string;
  measure: string;
  case_number: string;
  kind: string;
  to: { kind: string; zone: string | null; office: string | null };
  sent_at: string;
  read: { by: string | null; at: string } | null;
  deliveries: { channel: string; state: 'waiting' | 'delivered' | 'failed' | 'given-up'; tries: number; why: string | null }[];
}
export interface MeasurePerson {
  id: string;
  name: string;
  phone: string | null;
  language: 'dutch' | 'french' | 'german' | 'english';
  born_on: string | null;
  national_number: string | null;
  address: string | null;
  address_secrecy: 'kept' | 'open';
  email: string | null;
  trusted: { name: string; phone: string } | null;
}
export interface MeasureView {
  line: MeasureLine;
  sight: 'none' | 'counts' | 'reception' | 'whole';
  /** How many events it has: goes back as `expected`. */
  events: number;
  state: MeasureState | null;
  file: MeasureFile;
  term: TermView | null;
  person: MeasurePerson | null;
  tasks: MeasureTask[];
  due: Due[];
  conditions: Condition[];
  missing: FilePart[];
  misuse: number;
  tests: { test: string; handset: string; on: string }[];
  timeline: MeasureHappened[];
  documents: DocumentView[];
  wanted: WantedDocument[];
  registrations: RegistrationView[];
  notices: NoticeView[];
}
export interface Questionnaire {
  version: string;
  items: { id: string; bomb: boolean; nl: string; fr: string; de: string; en: string }[];
}
export interface OfficesView {
  offices: (Named & { district: string; reference_magistrate: string | null })[];
  districts: Named[];
}
