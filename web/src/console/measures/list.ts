// The list of measures: what is late, then what comes next, then what has no date. Pure.
import type { MeasureLine, MeasureStage } from '../../lib/api/measure-types';
import { pressureOf } from './parts/due';

export type ListGroup = 'late' | 'week' | 'later' | 'none';
export const LIST_GROUPS: readonly ListGroup[] = ['late', 'week', 'later', 'none'];

export function groupOf(line: Pick<MeasureLine, 'due_on'>, today: string): ListGroup {
  switch (pressureOf(line.due_on, today)) {
    case 'late':
      return 'late';
    case 'today':
    case 'soon':
      return 'week';
    case 'later':
      return 'later';
    case 'none':
      return 'none';
  }
}

/** The earliest first, and of the same day the one with most overdue; what has no date last. */
export function inDueOrder(lines: readonly MeasureLine[]): MeasureLine[] {
  return lines.toSorted((a, b) => (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999') || b.overdue - a.overdue || a.case_number.localeCompare(b.case_number));
}

/** Stages that are over: listed only when asked for. */
const OVER: readonly MeasureStage[] = ['ended', 'transferred-out', 'refused'];
export const isOver = (line: Pick<MeasureLine, 'stage'>): boolean => OVER.includes(line.stage);
