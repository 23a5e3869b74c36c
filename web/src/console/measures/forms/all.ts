// Every command that a zone gives, and at which stage it is offered. Only the server decides; this keeps the list short.
import type { CommandKind, MeasureStage, MeasureView } from '../../../lib/api/measure-types';
import { confirmReceipt, endStep, settle } from './ending';
import { announceFact, askToEnd, breach, move, newFact, revisit, sharePlaces, trip } from './follow';
import { activate, agree, oralRuling, referChain, reportShortage, saidAt, trackSuspect } from './granted';
import { assess, hear, putBefore, reopen } from './intake';
import type { FormSpec } from './spec';

export const FORMS: Partial<Record<CommandKind, FormSpec>> = {
  hear, assess, 'put-before': putBefore, reopen, rule: oralRuling, agree, activate, 'track-suspect': trackSuspect, 'refer-chain': referChain,
  'report-shortage': reportShortage, 'report-incident': newFact, 'announce-fact': announceFact, 'record-revisit': revisit,
  'share-places': sharePlaces, 'announce-trip': trip, 'announce-move': move, 'record-breach': breach, 'ask-to-end': askToEnd,
  'do-end-step': endStep, 'confirm-receipt': confirmReceipt, settle,
};

const ON: readonly CommandKind[] = [
  'report-incident', 'announce-fact', 'record-revisit', 'share-places', 'announce-trip', 'announce-move', 'record-breach', 'ask-to-end', 'hear', 'assess',
  'rule', 'track-suspect', 'refer-chain',
];
/** The steps of the intake are offered by the intake itself. */
const OFFERED: Record<MeasureStage, readonly CommandKind[]> = {
  nothing: [], requested: ['refer-chain', 'track-suspect'], 'awaiting-decision': ['rule', 'hear', 'assess', 'track-suspect', 'refer-chain'], refused: ['reopen'],
  granted: ['agree', 'activate', 'report-shortage', 'share-places', 'announce-move', 'report-incident', 'ask-to-end', 'track-suspect', 'refer-chain'],
  running: ON, ending: ['do-end-step', 'rule', 'report-incident', 'track-suspect'], ended: [], 'transferred-out': [],
};

/** What a zone can do now, besides its tasks. */
export function offered(view: MeasureView): CommandKind[] {
  const { stage } = view.line;
  return OFFERED[stage].filter((kind) => kind !== 'rule' || saidAt(stage).length > 0);
}
