// The machine's own sense of time: ticks are milliseconds that it has lived through and never run back, whatever the
// phone's clock does. Never here: reading a clock.

export class Clock {
  tick = 0;
  constructor(public wall: number) {}

  /** A step forward is lived through; a step back takes no time. */
  advance(now: number): void {
    this.tick += Math.max(0, now - this.wall);
    this.wall = now;
  }
  /** When a tick will be by the wall; the present for one that has passed. */
  wallAt(tick: number): number {
    return this.wall + Math.max(0, tick - this.tick);
  }
  /** When a wall time will be in ticks; the present for one that has passed. */
  tickAt(wall: number): number {
    return this.tick + Math.max(0, wall - this.wall);
  }
  /** The wall time as text. */
  text(): string {
    return isoOf(this.wall);
  }
}

/** RFC 3339 in UTC with three decimals. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

const HOUR = 3_600_000;
/** 01:00 UTC on the last Sunday of a month, when Belgian time changes (Directive 2000/84/EC). `month` counts from 0. */
function turn(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return last.getTime() - last.getUTCDay() * 24 * HOUR + HOUR;
}
/** The day that it is in Belgium at a moment, `2026-11-22`. */
export function dayInBelgium(ms: number): string {
  const year = new Date(ms + HOUR).getUTCFullYear();
  const summer = ms >= turn(year, 2) && ms < turn(year, 9);
  return isoOf(ms + (summer ? 2 : 1) * HOUR).slice(0, 10);
}
