// Which months and weeks the reports offer, and where their files are fetched. Pure.
import { monthOf, plusMonths } from '../parts/civil';

/** Months back that are offered: two years. */
export const MONTHS = 24;

/** The months that can be chosen, this one first. */
export function months(nowMs: number): string[] {
  const now = monthOf(nowMs);
  return Array.from({ length: MONTHS }, (_, back) => plusMonths(now, -back));
}

export interface CsvWish {
  /** Excel in Dutch, French and German reads semicolons. */
  separator: 'comma' | 'semicolon';
  /** With the mark by which Excel knows UTF-8. */
  bom: 'yes' | 'no';
}

/** Where the file of a month is fetched. It holds case numbers, no name and no address. */
export function csvPath(report: 'monthly' | 'answer-times', month: string, wish: CsvWish): string {
  const query = new URLSearchParams({ [report === 'monthly' ? 'month' : 'until']: month, separator: wish.separator, bom: String(wish.bom === 'yes') });
  return `/api/v1/reports/${report}.csv?${query.toString()}`;
}
