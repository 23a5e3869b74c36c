// How far each team of an alarm is. Pure.
import type { Alarm } from '../../lib/api/types';

export interface Unit {
  name: string;
  state: 'sent' | 'on_the_way' | 'arrived';
}
const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** The teams in the order in which they were first named, each once however it was typed. */
export function unitsOf(alarm: Alarm): Unit[] {
  const among = (names: readonly string[], name: string) => names.some((one) => plain(one) === plain(name));
  const named: string[] = [];
  for (const name of [...alarm.units, ...alarm.on_the_way, ...alarm.arrived]) if (!among(named, name)) named.push(name);
  return named.map((name) => ({
    name,
    state: among(alarm.arrived, name) ? 'arrived' : among(alarm.on_the_way, name) ? 'on_the_way' : 'sent',
  }));
}
