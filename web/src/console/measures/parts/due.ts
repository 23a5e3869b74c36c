// How far a legal date is, and in which order things come: late first, then the next. Pure.
import { daysBetween } from '../../parts/civil';

export type Pressure = 'late' | 'today' | 'soon' | 'later' | 'none';
/** Within so many days a date is soon. */
export const SOON_DAYS = 7;

export function pressureOf(due: string | null | undefined, today: string): Pressure {
  if (!due) return 'none';
  const days = daysBetween(today, due);
  if (days < 0) return 'late';
  if (days === 0) return 'today';
  return days <= SOON_DAYS ? 'soon' : 'later';
}

/** The earliest first; what has no date last. */
export function byDue<T extends { due: string | null }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'));
}

/** Tasks by when they are due; the receipt of a file comes before all that is done with it (7.3.2). */
export function inTaskOrder<T extends { due: string | null; kind: string }>(all: readonly T[]): T[] {
  const due = byDue(all);
  const receipts = due.filter((one) => one.kind === 'confirm-hand-over');
  return [...receipts, ...due.filter((one) => one.kind !== 'confirm-hand-over')];
}
