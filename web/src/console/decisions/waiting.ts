// What waits for this desk, in groups. Pure. The order within a group is the server's: what is due first.
// Never here: anything that weighs the answers of an assessment.
import type { MeasureLine, NoticeView } from '../../lib/api/measure-types';

export const WAITING_GROUPS = ['rulings', 'oral', 'bombs', 'requests', 'receipts', 'ends', 'moves', 'file', 'support', 'none'] as const;
export type WaitingGroup = (typeof WAITING_GROUPS)[number];

const GROUPS: Record<string, WaitingGroup> = {
  decide: 'rulings', 'confirm-ruling': 'oral', 'confirm-bomb': 'bombs', 'confirm-request': 'requests', 'confirm-incident': 'receipts',
  'confirm-asked-to-end': 'receipts', 'confirm-hand-over': 'receipts', evaluate: 'ends', 'rule-on-end': 'ends', 'answer-move': 'moves',
  'end-after-move': 'moves', 'offer-support': 'support', 'offer-support-again': 'support', 'support-after': 'support',
};

/** The group of a measure: that of its first task for this desk. A task of another kind belongs to the file. */
export function groupOf(line: MeasureLine): WaitingGroup {
  if (!line.next_task) return 'none';
  return GROUPS[line.next_task.kind] ?? 'file';
}

/** How many measures each group holds. */
export function countGroups(lines: readonly MeasureLine[]): Record<WaitingGroup, number> {
  const counts = Object.fromEntries(WAITING_GROUPS.map((group) => [group, 0])) as Record<WaitingGroup, number>;
  for (const line of lines) counts[groupOf(line)] += 1;
  return counts;
}

/** What an unread notice says beside a measure in the list, so that it is not missed. */
export type Mark = 'urgent' | 'bomb';

export function marksOf(line: MeasureLine, notices: readonly NoticeView[]): Mark[] {
  const mine = notices.filter((one) => one.measure === line.id);
  const marks: Mark[] = [];
  const asked = mine.filter((one) => one.kind === 'decision-asked' || one.kind === 'urgent-decision-asked').sort((a, b) => b.sent_at.localeCompare(a.sent_at));
  if (line.stage === 'awaiting-decision' && asked[0]?.kind === 'urgent-decision-asked') marks.push('urgent');
  if (line.next_task?.kind === 'confirm-bomb' || mine.some((one) => one.kind === 'bomb' && !one.read)) marks.push('bomb');
  return marks;
}

/** What waits first: urgent decisions, then bombs, then as the server orders them. What asks nothing of this desk comes last. */
export function inOrder(lines: readonly MeasureLine[], notices: readonly NoticeView[]): MeasureLine[] {
  const rank = (line: MeasureLine) => {
    const marks = marksOf(line, notices);
    if (marks.includes('urgent')) return 0;
    const asked = line.tasks > 0 ? 1 : 3;
    return marks.includes('bomb') ? asked : asked + 1;
  };
  return [...lines].sort((a, b) => rank(a) - rank(b));
}

/** Unread first, and of those the newest first. */
export function noticesInOrder(notices: readonly NoticeView[]): NoticeView[] {
  return [...notices].sort((a, b) => Number(a.read !== null) - Number(b.read !== null) || b.sent_at.localeCompare(a.sent_at));
}
