// The file since the grant as one list, the newest on top.
import type { BreachKind, MeasureFile, SuspectMeasure } from '../../lib/api/measure-types';
import type { MessageKey } from '../../lib/i18n/keys';
import { alarmOutcome } from '../measures/parts/words';

export interface SinceLine {
  on: string;
  key: MessageKey;
  text: string;
}
const BREACHES: Record<BreachKind, MessageKey> = {
  'voluntary-contact': 'since-voluntary-contact', 'no-complaint': 'since-no-complaint', 'device-not-carried': 'since-not-carried',
  'not-reachable': 'since-not-reachable', misuse: 'since-misuse',
};
const SUSPECT: Record<SuspectMeasure['type'], MessageKey> = {
  heard: 'since-suspect-heard', arrested: 'suspect-arrested', signalled: 'suspect-signalled', contact_ban: 'suspect-contact-ban', home_ban: 'suspect-home-ban',
};

function suspectLine(one: SuspectMeasure): SinceLine {
  const key = SUSPECT[one.type];
  if (one.type === 'contact_ban') return { on: one.from, key, text: `→ ${one.until} · ${one.ang}` };
  if (one.type === 'home_ban') return { on: one.from, key, text: `→ ${one.until}` };
  return { on: one.on, key, text: one.type === 'heard' ? one.pv.number : '' };
}

const OFFERS: Record<'accepted' | 'declined' | 'no-answer', MessageKey> = {
  accepted: 'offer-accepted', declined: 'offer-declined', 'no-answer': 'offer-no-answer',
};

export function inTime(file: MeasureFile): SinceLine[] {
  const lines: SinceLine[] = [
    ...file.incidents.map((one): SinceLine => one.type === 'alarm'
      ? { on: one.on, key: 'since-alarm', text: [alarmOutcome(one.outcome), one.pv].filter(Boolean).join(' · ') }
      : { on: one.on, key: 'since-new-fact', text: `${one.pv.number}. ${one.what}` }),
    ...file.announced_facts.map((one): SinceLine => ({ on: one.on, key: 'since-told-fact', text: one.what })),
    ...file.breaches.map((one): SinceLine => ({ on: one.on, key: BREACHES[one.kind], text: one.note })),
    ...file.revisits.map((one): SinceLine => ({ on: one.on, key: 'since-visit', text: `${one.pv.number}. ${one.found}` })),
    ...file.asked_to_end.map((one): SinceLine => ({ on: one.on, key: 'since-asked-to-end', text: one.text })),
    ...file.moves.map((one): SinceLine => ({ on: one.announced_on, key: 'since-move', text: one.what.on })),
    ...file.suspect.map(suspectLine),
    ...file.chain.map((one): SinceLine => ({ on: one.on, key: one.direction === 'to-chain' ? 'chain-to' : 'chain-from', text: one.note })),
    ...file.offers.map((one): SinceLine => ({ on: one.on, key: OFFERS[one.outcome], text: '' })),
  ];
  return lines.sort((a, b) => b.on.localeCompare(a.on));
}
