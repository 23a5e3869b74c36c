// The words for what the API calls by a name. Every name has its word in four languages (GN-01).
import type {
  AlarmKind, AlertKind, Answer, ButtonKind, CaseState, FixSource, Milestone, Outcome, PersonKind, PlaceDoubt, PlaceKind, Role, Rung,
  HandsetMicrophone, SpokenLanguage, Stage, StoreHealth,
} from '../lib/api/types';
import type { MessageKey } from '../lib/i18n/keys';
import { VOICE_LINE } from './recording/lines';

export const ROLE: Record<Role, MessageKey> = {
  operator: 'role-operator', supervisor: 'role-supervisor', zone_duty: 'role-zone-duty', patrol: 'role-patrol',
  case_officer: 'role-case-officer', magistrate: 'role-magistrate', administrator: 'role-administrator', auditor: 'role-auditor',
  wall: 'role-wall', victim_reception: 'role-victim-reception', reference_magistrate: 'role-reference-magistrate', district_spoc: 'role-district-spoc',
  monitor: 'role-monitor',
};
export const KIND: Record<AlarmKind, MessageKey> = { danger: 'kind-danger', unidentified: 'kind-unidentified' };
export const STAGE: Record<Stage, MessageKey> = {
  ringing: 'stage-ringing', taken: 'stage-taken', dispatched: 'stage-dispatched', on_scene: 'stage-on-scene', closed: 'stage-closed',
};
export const RUNG: Record<Rung, MessageKey> = {
  own_room: 'rung-own-room', neighbour_room: 'rung-neighbour-room', zone_duty: 'rung-zone-duty', everyone: 'rung-everyone',
};
export const DOUBT: Record<PlaceDoubt, MessageKey> = {
  missing: 'doubt-missing', stale: 'doubt-stale', coarse: 'doubt-coarse', abroad: 'doubt-abroad', no_zone: 'doubt-no-zone',
};
export const MILESTONE: Record<Milestone, MessageKey> = {
  pressed: 'milestone-pressed', received: 'milestone-received', held: 'milestone-held', shown: 'milestone-shown',
  taken: 'milestone-taken', dispatched: 'milestone-dispatched', on_scene: 'milestone-on-scene', closed: 'milestone-closed',
};
export const OUTCOME: Record<Outcome, MessageKey> = {
  real_danger: 'outcome-real-danger', suspect_present: 'outcome-suspect-present', false_alarm: 'outcome-false-alarm',
  misuse: 'outcome-misuse', test: 'outcome-test', technical: 'outcome-technical',
};
export const ANSWER: Record<Answer, MessageKey> = { yes: 'answer-yes', no: 'answer-no', unknown: 'answer-unknown' };
export const PLACE: Record<PlaceKind, MessageKey> = {
  home: 'place-home', work: 'place-work', school: 'place-school', family: 'place-family', other: 'place-other',
};
export const PERSON: Record<PersonKind, MessageKey> = { protected: 'person-protected', household: 'person-household' };
export const SPOKEN: Record<SpokenLanguage, MessageKey> = {
  dutch: 'spoken-dutch', french: 'spoken-french', german: 'spoken-german', english: 'spoken-english',
};
export const SOURCE: Record<FixSource, MessageKey> = {
  gnss: 'source-gnss', wifi: 'source-wifi', cell: 'source-cell', fused: 'source-fused', unknown: 'source-unknown',
};
export const CASE_STATE: Record<CaseState, MessageKey> = { active: 'case-active', ended: 'case-ended' };
export const BUTTON: Record<ButtonKind, MessageKey> = { bthome: 'button-bthome', valrt: 'button-valrt', itag: 'button-itag' };
export const ALERT: Record<AlertKind, MessageKey> = {
  silent: 'alert-silent', report_missing: 'alert-report-missing', report_bad: 'alert-report-bad',
  button_unlinked: 'alert-button-unlinked', battery_low: 'alert-battery-low', path_lost: 'alert-path-lost', test_missed: 'alert-test-missed',
};
/** The microphone of a handset, as its daily report says. */
export const MICROPHONE: Record<HandsetMicrophone, MessageKey> = {
  granted: 'health-mic-granted', denied: 'health-mic-denied', prompt: 'health-mic-prompt', absent: 'health-mic-absent',
};
export const STORE: Record<StoreHealth, MessageKey> = { up: 'store-up', spooling: 'store-spooling', down: 'store-down' };

/** What raised an alarm when it was not the button. */
export const TRIGGER: Record<string, MessageKey> = { screen: 'trigger-screen', missed_check_in: 'trigger-missed' };

/** The lines of a timeline. A name that a newer server adds is shown as it is. */
export const TIMELINE: Record<string, MessageKey> = {
  raised: 'line-raised', held: 'line-held', shown: 'line-shown', pressed_again: 'line-pressed-again', linked: 'line-linked',
  climbed: 'line-climbed', taken: 'line-taken', handed_over: 'line-handed-over', owner_lost: 'line-owner-lost',
  dispatched: 'line-dispatched', on_scene: 'line-on-scene', noted: 'line-noted', said_mistake: 'line-mistake',
  duress: 'line-duress', overdue: 'line-overdue', closed: 'line-closed', pv_given: 'line-pv-given',
  taken_over: 'line-taken-over', owner_reminded: 'line-owner-reminded', ownership_returned: 'line-ownership-returned', still_on_it: 'line-still-on-it',
  step_done: 'line-step-done', on_the_way: 'line-on-the-way', finding: 'line-finding', vouched: 'line-vouched',
  message_sent: 'line-message-sent', message_received: 'line-message-received', message_unsent: 'line-message-unsent', ...VOICE_LINE,
};
