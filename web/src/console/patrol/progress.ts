// How far a team is with an alarm, and what it can say next. Pure.
import type { Alarm, Finding } from '../../lib/api/types';

export type Progress = 'none' | 'sent' | 'on_the_way' | 'arrived' | 'found';
export type PatrolAct = 'on_the_way' | 'arrived' | 'found';

/** Two call signs are the same however they were typed: `ploeg 12` and `Ploeg  12`. */
export function sameUnit(a: string, b: string): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(a) === plain(b);
}

const among = (units: readonly string[], unit: string): boolean => units.some((one) => sameUnit(one, unit));

/** How far this team is. */
export function progressOf(alarm: Alarm, unit: string): Progress {
  if (unit.trim() === '') return 'none';
  if (alarm.findings.some((finding) => sameUnit(finding.unit, unit))) return 'found';
  if (among(alarm.arrived, unit)) return 'arrived';
  if (among(alarm.on_the_way, unit)) return 'on_the_way';
  return among(alarm.units, unit) ? 'sent' : 'none';
}

/** What the team can say now, the next one first. A team may go before the room noted it; it is on the spot once one was sent. */
export function nextActs(alarm: Alarm, unit: string): readonly PatrolAct[] {
  if (alarm.stage === 'closed') return [];
  const sent = alarm.stage === 'dispatched' || alarm.stage === 'on_scene';
  switch (progressOf(alarm, unit)) {
    case 'none':
    case 'sent':
      return sent ? ['on_the_way', 'arrived'] : ['on_the_way'];
    case 'on_the_way':
      return sent ? ['arrived'] : [];
    case 'arrived':
    case 'found':
      return ['found'];
  }
}

/** The call sign as the alarm already has it, so that one team is not there twice. */
export function knownAs(alarm: Alarm, unit: string): string {
  const named = [...alarm.units, ...alarm.on_the_way, ...alarm.arrived];
  return named.find((one) => sameUnit(one, unit)) ?? unit.trim();
}

/** One team of one alarm. */
export interface Team {
  unit: string;
  progress: Exclude<Progress, 'none'>;
  finding: Finding | null;
}

/** All teams of an alarm, in the order in which they were first named. */
export function teamsOf(alarm: Alarm): Team[] {
  const named = [...alarm.units, ...alarm.on_the_way, ...alarm.arrived, ...alarm.findings.map((one) => one.unit)];
  const units: string[] = [];
  for (const unit of named) if (!units.some((known) => sameUnit(known, unit))) units.push(unit);
  return units.map((unit) => {
    const progress = progressOf(alarm, unit);
    return {
      unit,
      progress: progress === 'none' ? 'sent' : progress,
      finding: alarm.findings.findLast((one) => sameUnit(one.unit, unit)) ?? null,
    };
  });
}

/** A link that opens the phone's own navigation: the place, and a pin on it (RFC 5870; `q` is what Android reads). */
export function geoLink(point: { lat: number; lon: number }): string {
  return `geo:${point.lat},${point.lon}?q=${point.lat},${point.lon}`;
}
