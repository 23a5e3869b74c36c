// The hours of a perimeter in the week: how they are typed, and how long they last in a night in which the clock changes. Pure.
import { LOCALES, type Language } from '../../../lib/i18n/i18n.svelte';
import { belgianMoment, dayInBelgium, plusDays } from '../../parts/civil';

/** A stretch of each week in Belgian time; one whose end is not after its start runs into the next day. */
export interface Window {
  /** Day of its start: 0 is Monday. */
  weekday: number;
  /** Minutes after midnight, 0 to 1439. */
  from_minute: number;
  /** Minutes after midnight, 1 to 1440. */
  to_minute: number;
}
export interface Week {
  /** None at all is 'always'. */
  windows: Window[];
  /** Days on which it does not hold. */
  except: string[];
}
export const MOST_WINDOWS = 64;
export const ALL_DAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6];
const DAY_MINUTES = 1440;
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** The name of a day of the week. */
export function dayName(weekday: number, language: Language, form: 'long' | 'two'): string {
  const name = new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', weekday: 'long' }).format(MONDAY + weekday * DAY_MS);
  return form === 'long' ? name : name.slice(0, 2).toLowerCase();
}

/** The day of which this is the beginning, of two letters or more; `null` when it is none. */
export function dayOf(text: string, language: Language): number | null {
  const said = text.trim().toLowerCase().replace(/\.$/, '');
  if (said.length < 2) return null;
  return ALL_DAYS.find((day) => dayName(day, language, 'long').toLowerCase().startsWith(said)) ?? null;
}

function minuteOf(text: string): number | null {
  const found = /^(\d{1,2})(?:[:.hu](\d{2})?)?$/.exec(text.trim().toLowerCase());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  return minute < 60 && (hour < 24 || (hour === 24 && minute === 0)) ? hour * 60 + minute : null;
}

export const hourText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function daysOf(text: string, language: Language): number[] | null {
  const days: number[] = [];
  for (const part of text.split(/[,+]/)) {
    const [first, last, ...more] = part.split('-').map((name) => dayOf(name, language));
    if (first == null || last === null || more.length > 0) return null;
    const until = last ?? first;
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === until) break;
    }
  }
  return days;
}

/** One line: `mo-fr 22:00-06:00`. `null` when it says nothing that we know. */
export function windowsOf(line: string, language: Language): Window[] | null {
  const found = /^(.*?[^\d\s])\s+([\d:.hu]+)\s*[-–]\s*([\d:.hu]+)$/i.exec(line.trim());
  if (!found) return null;
  const days = daysOf(found[1] ?? '', language);
  const [from, to] = [minuteOf(found[2] ?? ''), minuteOf(found[3] ?? '')];
  if (!days || from === null || to === null || from === DAY_MINUTES) return null;
  const to_minute = to === 0 ? DAY_MINUTES : to;
  // From an hour to the same hour is the whole day and night that begin there.
  return days.map((weekday) => ({ weekday, from_minute: from, to_minute }));
}

export type WeekFault = { why: 'line'; line: number } | { why: 'too-many' };

/** Reads what is typed, a line for each stretch. Nothing at all is 'always'. */
export function weekOfText(text: string, language: Language): { windows: Window[] } | { fault: WeekFault } {
  const windows: Window[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = windowsOf(line, language);
    if (!read) return { fault: { why: 'line', line: index + 1 } };
    windows.push(...read);
  }
  const sorted = windows.toSorted((a, b) => a.weekday - b.weekday || a.from_minute - b.from_minute || a.to_minute - b.to_minute);
  const once = sorted.filter((one, index) => JSON.stringify(one) !== JSON.stringify(sorted[index - 1]));
  return once.length > MOST_WINDOWS ? { fault: { why: 'too-many' } } : { windows: once };
}

/** Days as `mo-fr` or `mo, we`. */
function daysText(days: readonly number[], language: Language): string {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const two = (day: number | undefined) => dayName(day ?? 0, language, 'two');
  return runs.map((run) => (run.length > 2 ? `${two(run[0])}-${two(run.at(-1))}` : run.map(two).join(','))).join(',');
}

/** The same week as text, days of the same hours in one line. */
export function textOfWeek(windows: readonly Window[], language: Language): string {
  const lines = new Map<string, number[]>();
  for (const { weekday, from_minute, to_minute } of windows) {
    const hours = `${hourText(from_minute)}-${hourText(to_minute)}`;
    lines.set(hours, [...(lines.get(hours) ?? []), weekday]);
  }
  return [...lines].map(([hours, days]) => `${daysText(days, language)} ${hours}`).join('\n');
}

/** A piece of a window on one day, for the picture of the week. */
export interface Bar {
  day: number;
  from: number;
  to: number;
}

/** Windows cut at midnight. */
export function barsOf(windows: readonly Window[]): Bar[] {
  return windows.flatMap(({ weekday, from_minute: from, to_minute: to }) =>
    to > from ? [{ day: weekday, from, to }] : [{ day: weekday, from, to: DAY_MINUTES }, { day: (weekday + 1) % 7, from: 0, to }],
  );
}

/** Hours of a week that are covered, overlaps once. */
export function hoursCovered(windows: readonly Window[]): number {
  if (windows.length === 0) return 168;
  const minutes = new Set(barsOf(windows).flatMap(({ day, from, to }) => Array.from({ length: to - from }, (_, at) => day * DAY_MINUTES + from + at)));
  return minutes.size / 60;
}

/** A night in which the clock changes, and a window that runs through it. */
export interface Changed {
  /** The day on which the clock changes. */
  day: string;
  /** Hours that the day has: 23 or 25. */
  dayHours: number;
  window: Window;
  /** What the window lasts on the wall, and what it really lasts, hours. */
  saidHours: number;
  realHours: number;
}

const startOf = (day: string): number => Date.parse(belgianMoment(`${day}T00:00`) ?? '');

/** The days of the next year on which the clock changes. */
export function clockChanges(nowMs: number): { day: string; hours: number }[] {
  const today = dayInBelgium(nowMs);
  return Array.from({ length: 366 }, (_, ahead) => plusDays(today, ahead)).flatMap((day) => {
    const hours = (startOf(plusDays(day, 1)) - startOf(day)) / 3_600_000;
    return hours === 24 ? [] : [{ day, hours }];
  });
}

function momentOf(day: string, minute: number): number {
  const at = minute === DAY_MINUTES ? `${plusDays(day, 1)}T00:00` : `${day}T${hourText(minute)}`;
  return Date.parse(belgianMoment(at) ?? '');
}

/** Windows that are longer or shorter because the clock changes within them, in the coming year. */
export function changedWindows(windows: readonly Window[], nowMs: number): Changed[] {
  return clockChanges(nowMs).flatMap(({ day, hours: dayHours }) =>
    [plusDays(day, -1), day].flatMap((start) => {
      const weekday = (new Date(`${start}T00:00:00Z`).getUTCDay() + 6) % 7;
      return windows.filter((window) => window.weekday === weekday).flatMap((window) => {
        const over = window.to_minute <= window.from_minute;
        const saidHours = (window.to_minute - window.from_minute + (over ? DAY_MINUTES : 0)) / 60;
        const realHours = (momentOf(over ? plusDays(start, 1) : start, window.to_minute) - momentOf(start, window.from_minute)) / 3_600_000;
        return realHours === saidHours ? [] : [{ day, dayHours, window, saidHours, realHours }];
      });
    }),
  );
}
