// Months pass in a minute: the server runs under libfaketime, so many days ahead of the machine; the pages are told the same.
// The product has no such clock of its own.
import { execFileSync } from 'node:child_process';

const DAY_MS = 86_400_000;
/** A day as forms and the interface write it. */
export type Day = string;

/** Where the dynamic linker finds libfaketime, as its own program says. */
function library(): string {
  try {
    return execFileSync('faketime', ['-m', '-f', '+0d', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim();
  } catch (problem) {
    throw new Error('this test lets months pass with libfaketime, which is not here. On Debian: sudo apt-get install faketime', { cause: problem });
  }
}

export class Calendar {
  private readonly preload = library();
  #ahead = 0;

  /** Days ahead of the machine. */
  get ahead(): number {
    return this.#ahead;
  }

  /** Milliseconds since 1970, in the story. */
  now(): number {
    return Date.now() + this.#ahead * DAY_MS;
  }

  /** Today in Belgium, in the story, or so many days from it. */
  day(from = 0): Day {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(this.now() + from * DAY_MS);
  }

  /** Later, on a day that is still to come. Days are counted at noon: none is lost where summer time begins. */
  pass(to: Day): void {
    const days = Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${this.day()}T12:00:00Z`)) / DAY_MS);
    if (days <= 0) throw new Error(`${to} is not after ${this.day()}`);
    this.#ahead += days;
  }

  /** What lets a program live in the story. Its waiting is not touched: only what day it is. */
  get environment(): Record<string, string> {
    return { LD_PRELOAD: this.preload, FAKETIME: `+${this.#ahead}d`, FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1' };
  }
}

/** So many days after a day. */
export function daysAfter(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** So many calendar months after a day; a day that the month does not have becomes its last one. */
export function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last), 12)).toISOString().slice(0, 10);
}

/** A day as the documents and the screens write it: `22 november 2026`. */
export function written(day: Day, language: 'nl' | 'fr'): string {
  return new Intl.DateTimeFormat(language === 'nl' ? 'nl-BE' : 'fr-BE', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${day}T12:00:00Z`));
}
