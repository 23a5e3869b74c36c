// Times for people: Europe/Brussels, 24 hours, and always with an age in words.
import { LOCALES, type Language } from './i18n/i18n.svelte';
import type { MessageKey } from './i18n/keys';

const ZONE = 'Europe/Brussels';

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const DAY: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };
type Maker = (language: Language) => Intl.DateTimeFormat;

/** A formatter is dear to make and cheap to use: one for each language. */
function kept(options: Intl.DateTimeFormatOptions): Maker {
  const made = new Map<Language, Intl.DateTimeFormat>();
  return (language) => {
    const known = made.get(language) ?? new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, hourCycle: 'h23', ...options });
    made.set(language, known);
    return known;
  };
}
const clocks = kept(CLOCK);
const days = kept(DAY);

/** `14:05:09` */
export function clock(iso: string, language: Language): string {
  return clocks(language).format(new Date(iso));
}

/** `22/11/2026` in the order of the language. */
export function day(iso: string, language: Language): string {
  return days(language).format(new Date(iso));
}

/** The time when it is of today, else the day and the time. */
export function moment(iso: string, nowMs: number, language: Language): string {
  const today = day(new Date(nowMs).toISOString(), language);
  const that = day(iso, language);
  return that === today ? clock(iso, language) : `${that} ${clock(iso, language)}`;
}

/** A text key with its number. */
export interface Age {
  key: MessageKey;
  n: number;
}

/** How long ago, in the largest unit that says enough. A time ahead of our clock says so: the phone's clock is wrong. */
export function age(iso: string, nowMs: number): Age {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000);
  if (seconds < -2) return { key: 'age-ahead', n: -seconds };
  if (seconds < 2) return { key: 'age-now', n: 0 };
  if (seconds < 120) return { key: 'age-seconds', n: seconds };
  if (seconds < 7200) return { key: 'age-minutes', n: Math.floor(seconds / 60) };
  if (seconds < 172_800) return { key: 'age-hours', n: Math.floor(seconds / 3600) };
  return { key: 'age-days', n: Math.floor(seconds / 86_400) };
}

/** A duration between two hops: `4 ms`, `0,4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(ms: number, language: Language): string {
  const sign = ms < 0 ? '-' : '';
  if (Math.abs(ms) < 100) return `${Math.round(ms)} ms`;
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 10) return `${sign}${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${sign}${whole} s`;
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${sign}${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${sign}${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}

/** Two clocks that differ by more than this are both shown (FL-32). Milliseconds. */
export const CLOCK_DIFFERENCE_MS = 5000;

/** Do the phone's clock and ours differ enough to say so? */
export function clocksDiffer(phone: string, ours: string): boolean {
  return Math.abs(Date.parse(phone) - Date.parse(ours)) > CLOCK_DIFFERENCE_MS;
}
