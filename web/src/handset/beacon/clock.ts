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
