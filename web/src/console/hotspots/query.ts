// What was typed into the look-up, and the dates of a hotspot (AL-21). Pure.
import type { Hotspot, LookUp } from '../../lib/api/office';
import { phoneOf, positionOf } from '../cases/blank';
import { daysBetween, plusDays } from '../parts/civil';

/** Fewer letters than this find everything. */
const FEWEST_LETTERS = 3;
/** The server takes an end date of at most two years ahead. */
export const MOST_DAYS = 730;
/** What ends within so many days is marked. */
export const SOON_DAYS = 14;

/** What to ask for what was typed: a phone number, a place, or words of an address. `null` when it is too little. */
export function queryOf(typed: string): LookUp | null {
  const text = typed.trim();
  if (text === '') return null;
  const position = positionOf(text);
  if (position && /[.]/.test(text)) return { position };
  if (/^[+\d][\d\s./()-]*$/.test(text)) {
    const number = phoneOf(text);
    if (number) return { number };
    return text.replace(/\D/g, '').length >= FEWEST_LETTERS ? { text } : null;
  }
  return text.length >= FEWEST_LETTERS ? { text } : null;
}

/** Those that end first come first; what has ended comes last. */
export function inEndOrder(hotspots: readonly Hotspot[]): Hotspot[] {
  const over = (one: Hotspot) => Number(one.state === 'ended');
  return hotspots.toSorted((a, b) => over(a) - over(b) || a.until.localeCompare(b.until) || a.id.localeCompare(b.id));
}

export type Term = 'running' | 'soon' | 'over';
/** How long a hotspot still runs: its last day counts. */
export function termOf(hotspot: Pick<Hotspot, 'until' | 'state'>, today: string): Term {
  const left = daysBetween(today, hotspot.until);
  if (hotspot.state === 'ended' || left < 0) return 'over';
  return left <= SOON_DAYS ? 'soon' : 'running';
}

/** Is it a day that the server takes? From today on, at most two years ahead. */
export function untilAllowed(until: string, today: string): boolean {
  const ahead = daysBetween(today, until);
  return /^\d{4}-\d{2}-\d{2}$/.test(until) && ahead >= 0 && ahead <= MOST_DAYS;
}

/** What a new one is proposed to run: three months. */
export function proposedUntil(today: string): string {
  return plusDays(today, 92);
}
