// The hops of an alarm with the delay between one and the next (FL-32).
import type { Alarm, Milestone } from '../../lib/api/types';
import { clocksDiffer } from '../../lib/time';

export interface Hop {
  milestone: Milestone;
  at: string;
  /** By whose clock. */
  clock: 'phone' | 'ours';
  /** Milliseconds since the hop before; `null` for the first, and where two clocks that differ cannot be compared. */
  sinceMs: number | null;
}

/** All hops in the order in which they were reached. */
export function hopsOf(alarm: Alarm): Hop[] {
  const differ = clocksDiffer(alarm.pressed_at, alarm.received_at);
  return alarm.reached.map(({ milestone, at, lag }) => ({
    milestone,
    at,
    clock: milestone === 'pressed' ? 'phone' : 'ours',
    sinceMs: lag.type === 'first' || (lag.type === 'across_clocks' && differ) ? null : lag.ms,
  }));
}
