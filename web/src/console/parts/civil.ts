// Civil dates and local times of Belgium: `2026-11-22`, and what a person types in a date field. Pure.
import { LOCALES, type Language } from '../../lib/i18n/i18n.svelte';

const ZONE = 'Europe/Brussels';
const DAY_MS = 86_400_000;

/** `22 november 2026`: a day that has no hour, in the words of the language. */
export function civilDay(day: string, language: Language): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** The day in Belgium at a moment. */
export function dayInBelgium(ms: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);
}

/** A day so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when the other is before it. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** How far Belgium is ahead of UTC at a moment, milliseconds. */
function aheadMs(ms: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(ms / 1000) * 1000;
}

/** What a `datetime-local` field holds, read as Belgian time whatever the clock of the machine; `null` when it is no time. */
export function belgianMoment(local: string): string | null {
  const wall = Date.parse(`${local}Z`);
  if (local === '' || Number.isNaN(wall)) return null;
  // Reckoned twice: the first guess can stand on the other side of a change of the clocks.
  const guess = wall - aheadMs(wall);
  return new Date(wall - aheadMs(guess)).toISOString();
}

/** The other way round: what the field shows for a moment. */
export function fieldOf(ms: number): string {
  return new Date(ms + aheadMs(ms)).toISOString().slice(0, 16);
}

/** `2026-11` of a moment, in Belgium. */
export function monthOf(ms: number): string {
  return dayInBelgium(ms).slice(0, 7);
}

/** A month so many months later; earlier when negative. */
export function plusMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** `november 2026` */
export function monthWords(month: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(Date.parse(`${month}-01T00:00:00Z`));
}

/** The ISO week of a day: `2026-W47`. */
export function weekOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(at.getTime() + (3 - ((at.getUTCDay() + 6) % 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = Math.floor((thursday.getTime() - first) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;
}

/** The ISO weeks that touch a month, the first one first. */
export function weeksOf(month: string): string[] {
  const last = plusDays(`${plusMonths(month, 1)}-01`, -1);
  const weeks: string[] = [];
  for (let day = `${month}-01`; daysBetween(day, last) >= 0; day = plusDays(day, 1)) {
    const week = weekOf(day);
    if (!weeks.includes(week)) weeks.push(week);
  }
  return weeks;
}
