// Incidents of tracked people that were handed to the police: which, in which order, with which keys. Pure.
import type { Incident, PoliceTold } from '../../../lib/api/tracking-types';
import type { Role } from '../../../lib/api/types';
import type { MessageKey } from '../../../lib/i18n/keys';
import type { Press, Shortcuts } from '../../desk/keys';

/** What the police were told last; `null` when nobody of the monitoring centre took the incident in time (FL-03). */
export const toldOf = (incident: Incident): PoliceTold | null => incident.police.at(-1) ?? null;

/** Since when the police have it. */
export const sinceOf = (incident: Incident): string => toldOf(incident)?.at ?? incident.rings_since ?? incident.opened_at;

/** The open incidents that this desk of the police was let in on, the one told last first; none for the monitoring centre, whose they are. */
export function handedOf(incidents: Iterable<Incident>, role: Role): Incident[] {
  if (role === 'monitor') return [];
  return [...incidents].filter((one) => one.stage !== 'closed').sort((a, b) => Date.parse(sinceOf(b)) - Date.parse(sinceOf(a)));
}

export type HandedAct = 'way' | 'scene' | 'back';
export type HandedMove = HandedAct | 'map' | 'plot' | 'timeline';

export const HANDED_ACT: Record<HandedAct, MessageKey> = { way: 'handed-way', scene: 'handed-scene', back: 'handed-back' };
/** What stands on the timeline of the monitoring centre. */
export const HANDED_SAID: Record<HandedAct, MessageKey> = { way: 'handed-said-way', scene: 'handed-said-scene', back: 'handed-said-back' };

const KEYS: Record<string, HandedMove> = { d: 'way', s: 'scene', n: 'back', m: 'map', g: 'plot', t: 'timeline' };

/** What a key means on this page; single keys go with the switch of the alarm desk (WC-01). */
export function handedMoveOf(press: Press, { single }: Shortcuts): HandedMove | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.typing || press.inDialog || press.repeat || single === 'off') return null;
  return KEYS[press.key.toLowerCase()] ?? null;
}
