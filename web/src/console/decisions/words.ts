// The words for what a magistrate, the reception and the overview read and choose. The words of the measure itself are in `measures/parts`.
import type { ChargeCode, EarlyGround, Procedure, Question, Relation, ShortageDecision } from '../../lib/api/measure-types';
import type { MessageKey } from '../../lib/i18n/keys';
import type { Act } from './acts';
import type { WaitingGroup } from './waiting';

export const ACT: Record<Act, MessageKey> = {
  grant: 'act-grant', refuse: 'act-refuse', ask: 'act-ask-more', extend: 'act-extend', 'end-as-planned': 'act-end-as-planned',
  'end-early': 'act-end-early', resume: 'act-resume', move: 'act-answer-move', reopen: 'act-reopen', antecedents: 'act-antecedents',
  ban: 'act-ban', judge: 'act-judge', office: 'act-office', 'second-offer': 'act-second-offer', chain: 'act-chain', continue: 'act-continue',
};
export const GROUP: Record<WaitingGroup, MessageKey> = {
  rulings: 'waits-rulings', oral: 'waits-oral', bombs: 'waits-bombs', requests: 'waits-requests', receipts: 'waits-receipts', ends: 'waits-evaluations',
  moves: 'waits-moves', file: 'waits-file', support: 'waits-support', none: 'waits-none',
};
export const PROCEDURES: readonly { value: Procedure; text: MessageKey }[] = [
  { value: 'ordinary', text: 'procedure-ordinary' }, { value: 'urgent', text: 'procedure-urgent' },
];
/** Grounds for which the circular wants a new hearing and assessment first (7.12.3). */
export const REASSESSED: ReadonlySet<EarlyGround> = new Set<EarlyGround>([
  'suspect-died', 'suspect-abroad', 'long-detention', 'fewer-risks', 'more-protection', 'repeated-misuse',
]);
export const CHARGE: Record<ChargeCode, MessageKey> = {
  'within-family': 'charge-within-family', '60': 'charge-60', '36': 'charge-36', '37': 'charge-37', '32': 'charge-32', other: 'charge-other',
};
export const CHARGES: readonly ChargeCode[] = ['within-family', '60', '36', '37', '32', 'other'];
export const TOLD_BY: Record<'requisition' | 'letter', MessageKey> = { requisition: 'judge-by-requisition', letter: 'judge-by-letter' };
export const SHORTAGE: Record<ShortageDecision['answer'], MessageKey> = {
  'device-found': 'shortage-device-found', 'goes-first': 'shortage-goes-first', waits: 'shortage-waits',
};
export const OFFER: Record<'accepted' | 'declined' | 'no-answer', MessageKey> = {
  accepted: 'offer-accepted', declined: 'offer-declined', 'no-answer': 'offer-no-answer',
};
/** The eight questions in the order of 7.6. */
export const QUESTIONS: readonly Question[] = [
  'fears_for_life', 'break_up_not_accepted', 'death_threats', 'earlier_violence', 'affinity_with_weapons', 'much_effort', 'great_anger',
  'destroyed_belongings',
];
export const QUESTION: Record<Question, MessageKey> = {
  fears_for_life: 'eight-1', break_up_not_accepted: 'eight-2', death_threats: 'eight-3',
  earlier_violence: 'eight-4', affinity_with_weapons: 'eight-5', much_effort: 'eight-6',
  great_anger: 'eight-7', destroyed_belongings: 'eight-8',
};
export const RELATION: Record<Relation, MessageKey> = {
  'ex-partners': 'relation-ex-partners', partners: 'relation-partners', ascendant: 'relation-ascendant', descendant: 'relation-descendant',
  siblings: 'relation-siblings', 'other-family': 'relation-other-family',
};
