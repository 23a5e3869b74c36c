// What an alarm is to this zone, and which teams are out. Pure.
import type { Alarm } from '../../lib/api/types';
import { teamsOf, type Team } from '../patrol/progress';

/** Here: the person is in the zone. Ours: the zone keeps the case and the person is elsewhere. */
export type Tie = 'here' | 'ours' | 'called';

/** Why this zone sees an alarm. */
export function tieOf(alarm: Alarm, zone: string | null | undefined): Tie {
  if (zone != null && alarm.zones.some((one) => one.id === zone)) return 'here';
  if (zone != null && alarm.bearer?.managing_zone?.id === zone) return 'ours';
  return 'called';
}

export interface TeamOut extends Team {
  alarm: Alarm;
}

const STEPS: Record<Team['progress'], number> = { sent: 0, on_the_way: 1, arrived: 2, found: 3 };

/** The teams of the open alarms: those of whom least is known come first. */
export function teamsOut(alarms: readonly Alarm[]): TeamOut[] {
  return alarms
    .filter((alarm) => alarm.stage !== 'closed')
    .flatMap((alarm) => teamsOf(alarm).map((team) => ({ ...team, alarm })))
    .sort((a, b) => STEPS[a.progress] - STEPS[b.progress] || a.unit.localeCompare(b.unit));
}
