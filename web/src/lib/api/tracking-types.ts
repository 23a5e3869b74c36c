// Tracking in the API: short names for the shapes that are generated from the server's OpenAPI document (`npm run generate`).
export type Side = 'offender' | 'protected';
export type TrackAlertKind =
  | 'near' | 'warning' | 'approaching' | 'could_be_near' | 'entered' | 'left' | 'in_buffer' | 'silent' | 'no_position' | 'tampered' | 'not_carried'
  | 'disturbed' | 'implausible' | 'battery' | 'alcohol' | 'alcohol_missing' | 'man_down';
export type TrackQueue = 'danger' | 'tracking' | 'technical';
export type AlertSeverity = 'possible' | 'certain';
export type IncidentStage = 'open' | 'owned' | 'with_police' | 'closed';
export type Callee = 'protected' | 'offender' | 'police' | 'justice' | 'technician' | 'other';
export type CallResult = 'reached' | 'no_answer' | 'failed';
export type InstructionChannel = 'call' | 'device';
export type InstructionDelivery = 'sent' | 'delivered' | 'seen' | 'failed';
export type IncidentOutcome = 'violation' | 'harassment' | 'unintended' | 'false_alert' | 'device' | 'test';
export type Instruction = { type: 'stay' } | { type: 'leave_towards'; way: string } | { type: 'all_clear' };
export type PerimeterKind = 'exclusion' | 'inclusion' | 'buffer';
export type MandateKind = 'home_ban' | 'contact_ban' | 'place_ban' | 'court_decision' | 'victim_application';
export type TargetGroup = 'partner_violence' | 'stalking' | 'child_abuse' | 'sexual_violence' | 'threatened_witness';
export type ScopePart = 'distance' | 'places' | 'alcohol';
export type MandateState = 'draft' | 'granted' | 'withdrawn';
export type CarrierAge = 'adult' | 'minor';
export type NoticePolicy = 'allowed' | 'never';
export type TrackClass = 'close' | 'ordinary' | 'sparse';
export type Capability = 'strap' | 'button' | 'alcohol' | 'notice' | 'vibrate' | 'commands';
export type TrackerState = 'in_stock' | 'issued' | 'returned' | 'retired';
export type TrackerGone = 'back' | 'to_stock' | 'for_good';
export type PatternKind = 'at_the_border' | 'at_night' | 'confirmed';
type FourTexts = { nl: string; fr: string; de: string; en: string };
type ZoneName = { id: string; code: string; name: string };
export type AlertKey = { kind: TrackAlertKind; pair: string | null; carrier: string; perimeter: string | null };
export type AlertFigures = {
  distance_m: number | null; limit_m: number | null; margin_m: number | null; closing_mps: number | null; contact_s: number | null; chance: number | null; reach_m: number | null;
};
export type TrackPlace = {
  lat: number; lon: number; accuracy_m: number | null; fixed_at: string; received_at: string; source: 'gnss' | 'wifi' | 'cell' | 'fused' | 'unknown';
};
export type IncidentAlert = {
  key: AlertKey; severity: AlertSeverity; queue: TrackQueue; since: string; guard_at: string; first_at: string; raised_at: string; times: number;
  cleared_at: string | null; set_aside_at: string | null; level: number; late: boolean; evidence: { carrier: string; place: TrackPlace }[]; figures: AlertFigures;
};
export type IncidentStep = {
  id: string; title: FourTexts; hint: FourTexts | null; due_at: string | null; done_at: string | null; done_by: string | null; late: boolean;
};
export type CarrierName = {
  carrier: string; side: Side; name: string | null; phone: string | null; language: 'dutch' | 'french' | 'german' | 'english' | null; age: CarrierAge;
  notice: NoticePolicy; tracker: string | null;
};
export type Pair = { id: string; mandate: string; offender: string; protected: string; alarm_m: number; warning_m: number; police_min: number; state: 'active' | 'ended' };
export type PoliceTold = {
  at: string; zone: string | null; place: string; position: { lat: number; lon: number } | null; direction_deg: number | null; minutes: number | null; reference: string;
};
export type Instructed = { message: string; at: string; instruction: Instruction; channel: InstructionChannel; delivery: InstructionDelivery; delivery_at: string };
export type IncidentEntry =
  | { type: 'raised' | 'worse' | 'cleared'; kind: TrackAlertKind } | { type: 'grew'; kind: TrackAlertKind; level: number }
  | { type: 'set_aside'; kind: TrackAlertKind; reason: string } | { type: 'rose'; queue: TrackQueue } | { type: 'taken' | 'rings_again' | 'reminded' | 'not_taken' }
  | { type: 'handed_over'; to: string | null } | { type: 'step'; step: string } | { type: 'called'; whom: Callee; result: CallResult; note: string }
  | { type: 'noted'; text: string } | { type: 'handed_to_police'; told: PoliceTold }
  | { type: 'instructed'; message: string; instruction: Instruction; channel: InstructionChannel } | { type: 'delivery'; message: string; delivery: InstructionDelivery }
  | { type: 'closed'; outcome: IncidentOutcome; reason: string };
export type IncidentLine = { at: string; by: string | null; what: IncidentEntry };
export type Burden = {
  person: string; alerts_day: number; alerts_night: number; disturbed_day: number; disturbed_night: number; ceiling_day: number; ceiling_night: number; over: boolean;
};
export type IncidentAbout = { type: 'pair'; pair: string } | { type: 'carrier'; carrier: string };
export type Incident = {
  id: string; about: IncidentAbout; mandate: string | null; reference: string | null; queue: TrackQueue; stage: IncidentStage; opened_at: string; owner: string | null;
  owner_name: string | null; rings_since: string | null; cried_at: string | null; lead: TrackAlertKind | null; carriers: CarrierName[]; pair: Pair | null;
  zone: ZoneName | null; alerts: IncidentAlert[]; more_alerts: number; steps: IncidentStep[]; police: PoliceTold[]; instructions: Instructed[];
  timeline: IncidentLine[]; burden: Burden | null; outcome: IncidentOutcome | null; closed_at: string | null;
};
export type IncidentRow = {
  id: string; about: IncidentAbout; reference: string | null; queue: TrackQueue; stage: IncidentStage; lead: TrackAlertKind | null; opened_at: string;
  owner: string | null; stands: number;
};
export type QueueCount = { open: number; waiting: number; held_back: number; oldest_waiting: string | null };
export type QueueCounts = Record<TrackQueue, QueueCount>;
export type TrackingTask =
  | { type: 'field_test'; tracker: string; carriers: string[]; issued_at: string; due_at: string } | { type: 'coverage_check'; carrier: string }
  | { type: 'no_device'; carrier: string; mandate: string } | { type: 'burden'; person: string };
export type AlertPattern = { pair: string; kind: PatternKind; incidents: string[]; from: string; until: string };
export type TrackingDesk = { counts: QueueCounts; incidents: IncidentRow[]; tasks: TrackingTask[]; patterns: AlertPattern[] };
export type AlcoholCondition = { milligrams_per_litre: number; every_s: number; then_every_s: number };
export type MandateForm = {
  kind: MandateKind; state: MandateState; court: string; reference: string; case: string; measure: string | null; zone: string; office: string | null;
  group: TargetGroup; scope: ScopePart[]; from: string; until: string | null; conditions: string; alcohol: AlcoholCondition | null; pilot: string | null;
};
export type MandateRow = { id: string; mandate: MandateForm; runs: boolean; zone: ZoneName | null; carriers: number; pairs: number };
export type MandateCarrier = { who: CarrierName; person: string | null; fastest_kmh: number };
export type Outline =
  | { type: 'area'; rings: { lat: number; lon: number }[][] } | { type: 'circle'; centre: { lat: number; lon: number }; radius_m: number }
  | { type: 'corridor'; line: { lat: number; lon: number }[]; half_width_m: number };
export type WeekHours = { windows: { weekday: number; from_minute: number; to_minute: number }[]; except: string[] };
export type Perimeter = {
  id: string; carrier: string; label: string; kind: PerimeterKind; outline: Outline; week: WeekHours; from: string | null; until: string | null;
  deleted_at: string | null; deleted_by: string | null; deleted_why: string | null;
};
export type CoverageCheck = { carrier: string; places: { place: string; coverage: 'good' | 'weak' | 'none' }[]; at: string };
export type MandateView = {
  row: MandateRow; carriers: MandateCarrier[]; pairs: Pair[]; perimeters: Perimeter[]; coverage: CoverageCheck[]; incidents: IncidentRow[]; tasks: TrackingTask[];
};
export type PutCarrier = { mandate: string; side: Side; person: string | null; name: string | null; age: CarrierAge; notice: NoticePolicy; fastest_kmh: number };
export type PutPair = Omit<Pair, 'id'> & { reason: string };
export type PutPerimeter = Omit<Perimeter, 'id' | 'deleted_at' | 'deleted_by' | 'deleted_why'> & { reason: string };
export type PilotForm = { name: string; groups: TargetGroup[]; zones: string[]; from: string; until: string; most: number };
export type PilotView = {
  id: string; pilot: PilotForm; holding: number; mandates: number; danger: number; tracking: number; technical: number; violations: number; false_alerts: number;
};
export type DeviceCommand = { type: 'interval'; seconds: number } | { type: 'locate_now' };
export type Tracker = {
  id: string; number: string; has_secret: boolean; model: string; capabilities: Capability[]; interval_s: number; class: TrackClass; silent_after_s: number;
  state: TrackerState; carriers: string[]; issued_at: string | null; test: { at: string; result: 'passed' | 'failed' } | null;
  command: { at: string; command: DeviceCommand; result: 'asked' | 'taken' | 'failed' } | null;
};
export type PutTracker = { number: string; model: string; capabilities: Capability[]; interval_s: number; class: TrackClass; secret: 'new' | 'none' };
export type Track = { carrier: string; side: Side; points: TrackPlace[]; battery_pct: number | null; more: boolean; damaged: number };
export type AlcoholReading = { carrier: string; at: string; received_at: string; milligrams_per_litre: number };
export type DeviceSign = { carrier: string; at: string; sign: string; began: boolean };
export type Tracks = { from: string; until: string; tracks: Track[]; alcohol: AlcoholReading[]; signs: DeviceSign[] };
export type RecordedDistances = { pair: string; steps: { ms: number; metres: number }[] };
export type ContingencyLine = {
  rank: number; because: string[]; pair: string; case: string; zone: string; protected: CarrierName; offender: CarrierName; incident: string | null;
};
export type Contingency = { made_at: string; lines: ContingencyLine[] };
