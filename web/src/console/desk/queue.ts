// The order of the queue (AL-03, FL-01): what nobody has comes first, then by gravity, then the oldest first.
import type { Alarm, Gravity, Rung } from '../../lib/api/types';

export type Section = 'ringing' | 'mine' | 'others' | 'closed';
export const SECTIONS: readonly Section[] = ['ringing', 'mine', 'others', 'closed'];

const RUNGS: Record<Rung, number> = { own_room: 0, neighbour_room: 1, zone_duty: 2, everyone: 3 };

/** How far the ladder is, 0 to 3. */
export function rungNumber(rung: Rung): number {
  return RUNGS[rung];
}

const GRAVITIES: Record<Gravity, number> = { unidentified: 0, danger: 1, duress: 2 };

/** How grave an alarm is: as the engine says (duress, then danger, then an unidentified press), then weapons. Larger is graver. */
export function gravity(alarm: Alarm): number {
  const weapons = alarm.bearer?.card.weapons;
  return (
    GRAVITIES[alarm.gravity] * 100 +
    (weapons === 'yes' ? 20 : weapons === 'unknown' ? 5 : 0) +
    ((alarm.bearer?.record.real ?? 0) > 0 ? 4 : 0) +
    (alarm.presses > 1 ? 1 : 0)
  );
}

/** In which part of the queue an alarm stands for this account. */
export function sectionOf(alarm: Alarm, account: string): Section {
  if (alarm.stage === 'closed') return 'closed';
  if (alarm.ringing || !alarm.owner) return 'ringing';
  return alarm.owner === account ? 'mine' : 'others';
}

interface Weighed {
  alarm: Alarm;
  gravity: number;
  at: number;
}
const weigh = (alarm: Alarm): Weighed => ({ alarm, gravity: gravity(alarm), at: Date.parse(alarm.received_at) });
const byId = (a: Weighed, b: Weighed): number => (a.alarm.id < b.alarm.id ? -1 : 1);
const byGravityThenAge = (a: Weighed, b: Weighed): number => b.gravity - a.gravity || a.at - b.at || byId(a, b);
const newestFirst = (a: Weighed, b: Weighed): number => b.at - a.at || byId(a, b);

/** Each alarm is weighed once, not once for each comparison. */
function sorted(alarms: readonly Alarm[], order: (a: Weighed, b: Weighed) => number): Alarm[] {
  return alarms.map(weigh).sort(order).map((one) => one.alarm);
}

export type Queue = Record<Section, Alarm[]>;

/** The queue. Every open alarm is in it: no limit, no filter (AL-09). */
export function queueOf(alarms: Iterable<Alarm>, account: string): Queue {
  const queue: Queue = { ringing: [], mine: [], others: [], closed: [] };
  for (const alarm of alarms) queue[sectionOf(alarm, account)].push(alarm);
  return {
    ringing: sorted(queue.ringing, byGravityThenAge),
    mine: sorted(queue.mine, byGravityThenAge),
    others: sorted(queue.others, byGravityThenAge),
    closed: sorted(queue.closed, newestFirst),
  };
}

/** The queue in the order of the screen. */
export function inOrder(queue: Queue): Alarm[] {
  return SECTIONS.flatMap((section) => queue[section]);
}

/** The alarms that call everyone: rung 'everyone' and nobody has them (FL-06). */
export function callingEveryone(alarms: Iterable<Alarm>): Alarm[] {
  return sorted([...alarms].filter((alarm) => alarm.ringing && alarm.rung === 'everyone'), byGravityThenAge);
}
