// Where each alarm stands on the screen: the order of the queue, kept still where a hand or an eye is. Pure.
import type { Alarm } from '../../lib/api/types';
import { SECTIONS, type Queue, type Section } from './queue';

export interface Still {
  /** Does the pointer stand over the list? Then nothing moves. */
  pointer: 'over' | 'away';
  /** The alarm on the card: nothing new comes before it. */
  selected: string | null;
}

/** What is new comes after the selected one, however grave it is: it stands in the next row, and the selected one is not pushed. */
function aroundSelected(order: readonly Alarm[], shown: readonly Alarm[], selected: string | null): Alarm[] {
  const was = shown.findIndex((alarm) => alarm.id === selected);
  const is = order.findIndex((alarm) => alarm.id === selected);
  const before = new Set(shown.slice(0, Math.max(0, was)).map((alarm) => alarm.id));
  const front = order.slice(0, Math.max(0, is));
  const pushing = front.filter((alarm) => !before.has(alarm.id));
  if (was < 0 || is < 0 || pushing.length === 0) return [...order];
  return [...front.filter((alarm) => before.has(alarm.id)), ...order.slice(is, is + 1), ...pushing, ...order.slice(is + 1)];
}

/** Every row keeps its place, in its newest state; what nobody has seen yet stands at the end of its section. */
function frozen(shown: Queue, queue: Queue, alarms: ReadonlyMap<string, Alarm>): Queue {
  const known = new Set(SECTIONS.flatMap((section) => shown[section].map((alarm) => alarm.id)));
  const rows = (section: Section) => [
    // An alarm that left meanwhile keeps its row until the hand is gone.
    ...shown[section].map((alarm) => alarms.get(alarm.id) ?? alarm),
    ...queue[section].filter((alarm) => !known.has(alarm.id)),
  ];
  return { ringing: rows('ringing'), mine: rows('mine'), others: rows('others'), closed: rows('closed') };
}

/** The queue as it stands on the screen, given how it stood. Never leaves out an alarm (AL-09). */
export function arranged(shown: Queue | null, queue: Queue, alarms: ReadonlyMap<string, Alarm>, still: Still): Queue {
  if (shown === null) return queue;
  if (still.pointer === 'over') return frozen(shown, queue, alarms);
  const rows = (section: Section) => aroundSelected(queue[section], shown[section], still.selected);
  return { ringing: rows('ringing'), mine: rows('mine'), others: rows('others'), closed: rows('closed') };
}

/** So many of a low class make a group. */
export const GROUP_FROM = 3;

export interface Ringing {
  /** Rows of their own: every danger, and all while there is no flood. */
  single: Alarm[];
  /** Unidentified presses, told as one row while the room is flooded. */
  grouped: Alarm[];
}

/** In a flood the unidentified presses stand together. A danger never does, nor what calls everyone (FL-01, AL-09). */
export function groupedIn(ringing: readonly Alarm[], flood: 'yes' | 'no'): Ringing {
  const low = (alarm: Alarm) => alarm.kind === 'unidentified' && alarm.gravity === 'unidentified' && alarm.rung !== 'everyone';
  const grouped = flood === 'yes' ? ringing.filter(low) : [];
  if (grouped.length < GROUP_FROM) return { single: [...ringing], grouped: [] };
  return { single: ringing.filter((alarm) => !low(alarm)), grouped };
}
