// The load of the desks against the norm (ISA-18.2, EEMUA 191), and the staffing (ARC-02). Pure.
import type { Wall } from '../../lib/api/types';

/** Flood begins above this many in ten minutes for each staffed desk. */
export const FLOOD_AT = 10;
/** Fewer operators on duty than this is too few (ARC-02, T-ARC-4). */
export const FEWEST_OPERATORS = 2;

/** What each staffed desk was shown in the last hour. A room without a staffed desk has one that nobody sits at. */
export function perHourPerDesk(wall: Pick<Wall, 'shown_60m' | 'operators_on_duty'>): number {
  return wall.shown_60m / Math.max(1, wall.operators_on_duty);
}

export type Pressure = 'calm' | 'busy' | 'over';
/** Below the average of the norm, up to its peak, above it. */
export function pressureOf(perHour: number, norm: Wall['norm']): Pressure {
  if (perHour > norm.peak_per_hour) return 'over';
  return perHour > norm.average_per_hour ? 'busy' : 'calm';
}

/** A part of a bar, 0 to 100. */
export function percent(value: number, whole: number): number {
  return whole <= 0 ? 0 : Math.max(0, Math.min(100, (100 * value) / whole));
}
