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

function byGravityThenAge(a: Alarm, b: Alarm): number {
  return gravity(b) - gravity(a) || Date.parse(a.received_at) - Date.parse(b.received_at) || (a.id < b.id ? -1 : 1);
}

function newestFirst(a: Alarm, b: Alarm): number {
  return Date.parse(b.received_at) - Date.parse(a.received_at) || (a.id < b.id ? -1 : 1);
}

export type Queue = Record<Section, Alarm[]>;

/** The queue. Every open alarm is in it: no limit, no filter (AL-09). */
export function queueOf(alarms: Iterable<Alarm>, account: string): Queue {
  const queue: Queue = { ringing: [], mine: [], others: [], closed: [] };
  for (const alarm of alarms) queue[sectionOf(alarm, account)].push(alarm);
  queue.ringing.sort(byGravityThenAge);
  queue.mine.sort(byGravityThenAge);
  queue.others.sort(byGravityThenAge);
  queue.closed.sort(newestFirst);
  return queue;
}

/** The queue in the order of the screen. */
export function inOrder(queue: Queue): Alarm[] {
  return SECTIONS.flatMap((section) => queue[section]);
}

/** The alarms that call everyone: rung 'everyone' and nobody has them (FL-06). */
export function callingEveryone(alarms: Iterable<Alarm>): Alarm[] {
  return [...alarms].filter((alarm) => alarm.ringing && alarm.rung === 'everyone').sort(byGravityThenAge);
}
