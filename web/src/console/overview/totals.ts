// The counts of a level and their sums. Pure, and without a name.
import type { MeasureStage } from '../../lib/api/measure-types';

export interface OverviewRow {
  zone: { id: string; code: string; name: string } | null;
  stages: { stage: MeasureStage; count: number }[];
  tasks: number;
  overdue: number;
  not_active_in_time: number;
  ending_soon: number;
}
/** The stages that are counted, in the order of a measure's life. */
export const COUNTED: readonly MeasureStage[] = ['requested', 'awaiting-decision', 'refused', 'granted', 'running', 'ending', 'ended'];

export function countOf(row: OverviewRow, stage: MeasureStage): number {
  return row.stages.find((one) => one.stage === stage)?.count ?? 0;
}

export function totalsOf(rows: readonly OverviewRow[]): OverviewRow {
  const sum = (of: (row: OverviewRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    zone: null, stages: COUNTED.map((stage) => ({ stage, count: sum((row) => countOf(row, stage)) })), tasks: sum((row) => row.tasks),
    overdue: sum((row) => row.overdue), not_active_in_time: sum((row) => row.not_active_in_time), ending_soon: sum((row) => row.ending_soon),
  };
}
