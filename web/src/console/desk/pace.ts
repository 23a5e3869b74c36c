// How busy a staffed desk is, against the norm for alarms per operator (ISA-18.2, EEMUA 191): six an hour on average, fifteen at a peak.
import type { Wall } from '../../lib/api/types';

export interface Pace {
  /** Shown to each staffed desk in the last hour. */
  perHour: number;
  tone: 'calm' | 'busy' | 'over';
}

/** The pace of this room. With nobody on duty all of it is for one. */
export function paceOf(wall: Wall): Pace {
  const perHour = wall.shown_60m / Math.max(1, wall.operators_on_duty);
  const { average_per_hour: average, peak_per_hour: peak } = wall.norm;
  return { perHour, tone: perHour > peak ? 'over' : perHour > average ? 'busy' : 'calm' };
}
