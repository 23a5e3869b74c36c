// The words for what a measure calls by a name. Every name has its word in four languages (GN-01).
import type { AlarmOutcome, CommandKind, ConditionName, EarlyGround, FilePart, MeasureStage, MeasureTask, Ruling } from '../../../lib/api/measure-types';
import type { Role } from '../../../lib/api/types';
import { t } from '../../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../../lib/i18n/keys';
import { OUTCOME, ROLE } from '../../words';

export const MEASURE_STAGE: Record<MeasureStage, MessageKey> = {
  nothing: 'mstage-nothing', requested: 'mstage-requested', 'awaiting-decision': 'mstage-awaiting', refused: 'mstage-refused',
  granted: 'mstage-granted', running: 'mstage-running', ending: 'mstage-ending', ended: 'mstage-ended', 'transferred-out': 'mstage-transferred',
};
export const CONDITION: Record<ConditionName, MessageKey> = {
  'rolled-out': 'condition-rolled-out', 'within-scope': 'condition-within-scope', 'wants-it': 'condition-wants-it',
  'no-contact': 'condition-no-contact', complaints: 'condition-complaints', agreement: 'condition-agreement',
};
/** The six conditions in the order of 7.5; each is its own point. */
export const CONDITIONS: readonly ConditionName[] = ['rolled-out', 'within-scope', 'wants-it', 'no-contact', 'complaints', 'agreement'];
export const PART: Record<FilePart, MessageKey> = {
  hearing: 'part-hearing', risk: 'part-risk', checklist: 'part-checklist', firearms: 'part-firearms', subsidiarity: 'part-subsidiarity',
  antecedents: 'part-antecedents', 'minor-able': 'part-minor-able',
};
export const RULING: Record<Ruling['type'], MessageKey> = {
  grant: 'ruling-grant', refuse: 'ruling-refuse', extend: 'ruling-extend', end_as_planned: 'ruling-end-as-planned',
  end_early: 'ruling-end-early', resume: 'ruling-resume',
};
export const GROUND: Record<EarlyGround, MessageKey> = {
  'suspect-died': 'ground-suspect-died', 'suspect-abroad': 'ground-suspect-abroad', 'long-detention': 'ground-long-detention',
  'fewer-risks': 'ground-fewer-risks', 'more-protection': 'ground-more-protection', 'repeated-misuse': 'ground-repeated-misuse',
  'asked-by-person': 'ground-asked-by-person', 'settled-abroad': 'ground-settled-abroad', 'settled-not-in-force': 'ground-settled-not-in-force',
  'tracking-took-over': 'ground-tracking-took-over',
};
/** What falls due. A name that a newer server adds is shown as it is. */
export const DUE: Record<string, MessageKey> = {
  'hand-over': 'due-hand-over', activation: 'due-activation', revisit: 'due-revisit', 'trip-begins': 'due-trip-begins',
  'trip-ends': 'due-trip-ends', move: 'due-move', 'evaluation-opens': 'due-evaluation-opens', end: 'due-end', 'ban-ends': 'due-ban-ends',
  'supervision-ends': 'due-supervision-ends',
};
/** The lines of the timeline. */
export const HAPPENED: Record<string, MessageKey> = {
  requested: 'happened-requested', 'handed-over': 'happened-handed-over', 'receipt-confirmed': 'happened-receipt-confirmed',
  'management-passed': 'happened-management-passed', reopened: 'happened-reopened', heard: 'happened-heard', assessed: 'happened-assessed',
  'bomb-found': 'happened-bomb-found', 'antecedents-given': 'happened-antecedents-given', 'put-before': 'happened-put-before',
  'more-asked': 'happened-more-asked', 'ruling-entered': 'happened-ruling-entered', 'ruling-confirmed': 'happened-ruling-confirmed',
  'ruling-denied': 'happened-ruling-denied', 'decision-pending': 'happened-decision-pending', granted: 'happened-granted',
  refused: 'happened-refused', agreed: 'happened-agreed', activated: 'happened-activated', 'judge-involved': 'happened-judge-involved',
  'suspect-tracked': 'happened-suspect-tracked', 'chain-referred': 'happened-chain-referred', 'support-offered': 'happened-support-offered',
  'second-offer-asked': 'happened-second-offer-asked', 'shortage-found': 'happened-shortage-found', 'shortage-decided': 'happened-shortage-decided',
  'incident-recorded': 'happened-incident-recorded', extended: 'happened-extended', 'fact-announced': 'happened-fact-announced',
  revisited: 'happened-revisited', 'places-shared': 'happened-places-shared', 'trip-announced': 'happened-trip-announced',
  'move-announced': 'happened-move-announced', 'move-answered': 'happened-move-answered', 'breach-recorded': 'happened-breach-recorded',
  'end-asked': 'happened-end-asked', 'end-began': 'happened-end-began', resumed: 'happened-resumed', 'end-step-done': 'happened-end-step-done',
  ended: 'happened-ended', continued: 'happened-continued', 'transferred-out': 'happened-transferred-out', 'taken-over': 'happened-taken-over', released: 'happened-released',
  settled: 'happened-settled',
};
/** What somebody is told of. */
export const NOTICE: Record<string, MessageKey> = {
  request: 'notice-request', 'request-maybe-unknown': 'notice-request-maybe', 'request-with-attention': 'notice-request-attention',
  'contact-office': 'notice-contact-office', 'hand-over': 'notice-hand-over', 'receipt-confirmed': 'notice-receipt-confirmed',
  bomb: 'notice-bomb', 'decision-asked': 'notice-decision-asked', 'urgent-decision-asked': 'notice-urgent-decision',
  'more-asked': 'notice-more-asked', 'confirm-ruling': 'notice-confirm-ruling', 'ruling-denied': 'notice-ruling-denied',
  granted: 'notice-granted', refused: 'notice-refused', activated: 'notice-activated', shortage: 'notice-shortage',
  'shortage-decided': 'notice-shortage-decided', alarm: 'notice-alarm', 'new-fact': 'notice-new-fact', 'fact-announced': 'notice-fact-announced',
  extended: 'notice-extended', 'support-after-alarm': 'notice-support-after-alarm', trip: 'notice-trip', 'late-trip': 'notice-late-trip',
  'trip-abroad': 'notice-trip-abroad', move: 'notice-move', 'answer-move': 'notice-answer-move', 'stay-alert': 'notice-stay-alert',
  'end-asked': 'notice-end-asked', 'repeated-misuse': 'notice-repeated-misuse', 'second-offer': 'notice-second-offer',
  'ends-as-planned': 'notice-ends-planned', 'ends-early': 'notice-ends-early', 'end-began': 'notice-end-began', resumed: 'notice-resumed',
  ended: 'notice-ended', 'usual-places': 'notice-usual-places',
};
const ALARM_OUTCOME: Record<AlarmOutcome, keyof typeof OUTCOME> = {
  'real-danger': 'real_danger', 'suspect-present': 'suspect_present', 'false-alarm': 'false_alarm', misuse: 'misuse', test: 'test',
  technical: 'technical',
};
export const alarmOutcome = (outcome: AlarmOutcome): string => t(OUTCOME[ALARM_OUTCOME[outcome]]);

/** Tasks by their word. */
const TASK: Record<string, MessageKey> = {
  'contact-office': 'mtask-contact-office', 'check-firearms': 'mtask-check-firearms', 'put-before': 'mtask-put-before', decide: 'mtask-decide',
  agree: 'mtask-agree', activate: 'mtask-activate', 'activation-pv': 'mtask-activation-pv', 'register-ang': 'mtask-register-ang',
  'register-police': 'mtask-register-police', 'register-office': 'mtask-register-office', 'register-office-end': 'mtask-register-office-end',
  'seize-reception': 'mtask-seize-reception', 'offer-support': 'mtask-offer-support', 'offer-support-again': 'mtask-offer-support-again',
  'tell-judge': 'mtask-tell-judge', 'hear-suspect': 'mtask-hear-suspect', 'ban-contact': 'mtask-ban-contact', 'extend-ban': 'mtask-extend-ban',
  'decide-shortage': 'mtask-decide-shortage', 'inform-of-shortage': 'mtask-inform-shortage', 'share-places': 'mtask-share-places',
  'switch-off': 'mtask-switch-off', 'take-back': 'mtask-take-back', 'end-pv': 'mtask-end-pv', 'stay-alert': 'mtask-stay-alert',
  'confirm-ruling': 'mtask-confirm-ruling', 'explain-refusal': 'mtask-explain-refusal', 'tell-third-party': 'mtask-tell-third-party',
  'alarm-pv': 'mtask-alarm-pv', 'support-after': 'mtask-support-after', 'consult-after': 'mtask-consult-after', revisit: 'mtask-revisit',
  'copy-revisit': 'mtask-copy-revisit', 'find-zone': 'mtask-find-zone', 'answer-move': 'mtask-answer-move', 'end-after-move': 'mtask-end-after-move',
  'inform-foreign-police': 'mtask-inform-foreign', evaluate: 'mtask-evaluate', 'rule-on-end': 'mtask-rule-on-end',
  'confirm-hand-over': 'mtask-confirm-hand-over', 'confirm-request': 'mtask-confirm-request', 'confirm-bomb': 'mtask-confirm-bomb',
  'confirm-incident': 'mtask-confirm-incident', 'confirm-asked-to-end': 'mtask-confirm-asked-to-end',
  'tell-person-extension': 'mtask-tell-person-extension', 'tell-person-planned-end': 'mtask-tell-person-end',
  'tell-person-early-end': 'mtask-tell-person-end', 'tell-reception-extension': 'mtask-tell-reception',
  'tell-reception-planned-end': 'mtask-tell-reception', 'tell-reception-early-end': 'mtask-tell-reception',
  'record-fact': 'mtask-record-fact', 'inform-trip': 'mtask-inform-trip',
};

/** The part of the file that a task completes: `complete-hearing`. */
function partOf(kind: string): FilePart | null {
  const word = kind.replace(/^complete-/, '');
  return word !== kind && Object.hasOwn(PART, word) ? (word as FilePart) : null;
}

/** The task in words, with its number where there can be several: `Herbezoek (2)`. */
export function taskText(task: Pick<MeasureTask, 'key' | 'kind'>): string {
  const part = partOf(task.kind);
  if (part) return t('mtask-complete', { part: t(PART[part]) });
  const key = TASK[task.kind];
  const text = key ? t(key) : t('mtask-unknown', { kind: task.kind });
  const n = Number(task.key.slice(task.kind.length + 1));
  return Number.isInteger(n) && n > 1 ? t('mtask-nth', { task: text, n }) : text;
}

/** What is confirmed by a task such as `confirm-hand-over:1`: `hand-over:1`. */
export const receiptOf = (key: string): string => key.replace(/^confirm-/, '');

export const roleText = (role: Role): string => t(ROLE[role]);

/** A kind of command as the `type` of its form. */
export const formType = (kind: CommandKind): string => kind.replaceAll('-', '_');
