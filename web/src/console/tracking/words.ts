// The words for what tracking calls by a name. Every name has its word in four languages (GN-01).
import type {
  AlertSeverity, CallResult, Callee, Capability, CommandResult, DoorSign, IncidentOutcome, IncidentStage, InstructionChannel, InstructionDelivery, MandateKind, MandateState,
  PatternKind, PerimeterKind, ScopePart, Side, TargetGroup, TrackCoverage, TrackAlertKind, TrackClass, TrackerState, TrackQueue,
} from '../../lib/api/tracking-types';
import type { MessageKey } from '../../lib/i18n/keys';
import type { IconName } from '../../lib/ui/icons';

export const QUEUES: readonly TrackQueue[] = ['danger', 'tracking', 'technical'];
export const QUEUE: Record<TrackQueue, MessageKey> = { danger: 'track-queue-danger', tracking: 'track-queue-tracking', technical: 'track-queue-technical' };
/** A diamond is danger, a triangle a broken rule, a square a device: the shape says what the colour says. */
export const QUEUE_ICON: Record<TrackQueue, IconName> = { danger: 'danger', tracking: 'unidentified', technical: 'stop' };
export const SIDE: Record<Side, MessageKey> = { offender: 'track-offender', protected: 'track-protected' };
export const TRACK_ALERT: Record<TrackAlertKind, MessageKey> = {
  near: 'track-alert-near', warning: 'track-alert-warning', approaching: 'track-alert-approaching', could_be_near: 'track-alert-could-be-near',
  entered: 'track-alert-entered', left: 'track-alert-left', in_buffer: 'track-alert-in-buffer', silent: 'track-alert-silent',
  no_position: 'track-alert-no-position', tampered: 'track-alert-tampered', not_carried: 'track-alert-not-carried', disturbed: 'track-alert-disturbed',
  implausible: 'track-alert-implausible', battery: 'track-alert-battery', alcohol: 'track-alert-alcohol', alcohol_missing: 'track-alert-alcohol-missing',
  man_down: 'track-alert-man-down',
};
export const SEVERITY: Record<AlertSeverity, MessageKey> = { possible: 'track-possible', certain: 'track-certain' };
export const STAGE_OF: Record<IncidentStage, MessageKey> = {
  open: 'track-stage-open', owned: 'track-stage-owned', with_police: 'track-stage-police', closed: 'track-stage-closed',
};
export const CALLEE: Record<Callee, MessageKey> = {
  protected: 'track-protected', offender: 'track-offender', police: 'track-callee-police', justice: 'track-callee-justice', technician: 'track-callee-technician',
  other: 'track-callee-other',
};
export const CALL_RESULT: Record<CallResult, MessageKey> = { reached: 'track-reached', no_answer: 'track-no-answer', failed: 'track-call-failed' };
export const CHANNEL: Record<InstructionChannel, MessageKey> = { call: 'track-by-phone', device: 'track-by-device' };
export const DELIVERY: Record<InstructionDelivery, MessageKey> = {
  sent: 'track-sent', delivered: 'track-delivered', seen: 'track-seen', failed: 'track-not-brought',
};
export const COMMAND: Record<CommandResult, MessageKey> = {
  asked: 'command-asked', sent: 'command-sent', taken: 'command-taken', failed: 'command-failed', expired: 'command-expired',
};
export const DOOR_SIGN: Record<DoorSign, MessageKey> = {
  unknown: 'door-unknown', wrong_secret: 'door-wrong-secret', other_network: 'door-other-network', flooding: 'door-flooding', lost: 'door-lost',
};
export const TRACK_OUTCOME: Record<IncidentOutcome, MessageKey> = {
  violation: 'track-outcome-violation', harassment: 'track-outcome-harassment', unintended: 'track-outcome-unintended',
  false_alert: 'track-outcome-false', device: 'track-outcome-device', test: 'track-outcome-test',
};
export const MANDATE_KIND: Record<MandateKind, MessageKey> = {
  home_ban: 'mandate-home-ban', contact_ban: 'mandate-contact-ban', place_ban: 'mandate-place-ban', court_decision: 'mandate-court-decision',
  victim_application: 'mandate-victim-application',
};
export const MANDATE_STATE: Record<MandateState, MessageKey> = { draft: 'mandate-draft', granted: 'mandate-granted', withdrawn: 'mandate-withdrawn' };
export const GROUP: Record<TargetGroup, MessageKey> = {
  partner_violence: 'group-partner-violence', stalking: 'group-stalking', child_abuse: 'group-child-abuse', sexual_violence: 'group-sexual-violence',
  threatened_witness: 'group-threatened-witness',
};
export const SCOPE: Record<ScopePart, MessageKey> = { distance: 'scope-distance', places: 'scope-places', alcohol: 'scope-alcohol' };
export const PERIMETER: Record<PerimeterKind, MessageKey> = {
  exclusion: 'perimeter-exclusion', inclusion: 'perimeter-inclusion', buffer: 'perimeter-buffer',
};
export const CLASS: Record<TrackClass, MessageKey> = { close: 'class-close', ordinary: 'class-ordinary', sparse: 'class-sparse' };
export const CAPABILITY: Record<Capability, MessageKey> = {
  strap: 'can-strap', button: 'can-button', alcohol: 'can-alcohol', notice: 'can-notice', vibrate: 'can-vibrate', commands: 'can-commands',
};
export const COVERAGE: Record<TrackCoverage, MessageKey> = { good: 'coverage-good', weak: 'coverage-weak', none: 'coverage-none' };
export const TRACKER_STATE: Record<TrackerState, MessageKey> = {
  in_stock: 'tracker-in-stock', issued: 'tracker-issued', returned: 'tracker-returned', retired: 'tracker-retired',
};
export const PATTERN: Record<PatternKind, MessageKey> = { at_the_border: 'pattern-border', at_night: 'pattern-night', confirmed: 'pattern-confirmed' };
/** Signs of a device by their stable names; one that a newer server adds is shown as it is. */
export const SIGN: Record<string, MessageKey> = {
  'strap-cut': 'sign-strap-cut', 'strap-stretched': 'sign-strap-stretched', 'case-opened': 'sign-case-opened', shielded: 'sign-shielded',
  'gnss-jammed': 'sign-gnss-jammed', 'cell-jammed': 'sign-cell-jammed', 'gnss-spoofed': 'sign-gnss-spoofed', separated: 'sign-separated',
  'not-carried': 'sign-not-carried', 'battery-low': 'sign-battery-low', 'battery-critical': 'sign-battery-critical', charging: 'sign-charging',
  'powered-off': 'sign-powered-off', 'no-position': 'sign-no-position', 'man-down': 'sign-man-down', 'alcohol-tampered': 'sign-alcohol-tampered',
};
