// What is late, then what is next: the order of the tasks. Pure.
import type { Task } from '../../lib/api/types';

export type TaskGroup = 'trips' | 'tests' | 'alerts' | 'reports' | 'receipts';
export const TASK_GROUPS: readonly TaskGroup[] = ['trips', 'tests', 'alerts', 'reports', 'receipts'];

/** Since when, or for when, a task waits. */
export function waitsSince(task: Task): string {
  switch (task.type) {
    case 'alert':
      return task.opened_at;
    case 'receipt_to_confirm':
      return task.told_at;
    case 'pv_to_follow':
      return task.closed_at;
    case 'trip_announced':
    case 'test_planned':
      return task.from;
  }
}

export function groupOf(task: Task): TaskGroup {
  switch (task.type) {
    case 'alert':
      return 'alerts';
    case 'receipt_to_confirm':
      return 'receipts';
    case 'pv_to_follow':
      return 'reports';
    case 'trip_announced':
      return 'trips';
    case 'test_planned':
      return 'tests';
  }
}

/** Stands for the same task when the list is read again. */
export function taskKey(task: Task): string {
  switch (task.type) {
    case 'alert':
      return `${task.handset}/${task.kind}`;
    case 'trip_announced':
      return task.trip;
    case 'test_planned':
      return `${task.handset}/test`;
    case 'receipt_to_confirm':
    case 'pv_to_follow':
      return `${task.type}/${task.alarm}`;
  }
}

/** The oldest first, and of alerts those that climbed highest: they have waited longest for a person. */
export function inTaskOrder(tasks: readonly Task[]): Task[] {
  const level = (task: Task) => (task.type === 'alert' ? task.level : 0);
  return tasks.toSorted((a, b) => level(b) - level(a) || Date.parse(waitsSince(a)) - Date.parse(waitsSince(b)));
}

/** How many there are of each kind. */
export function countTasks(tasks: readonly Task[]): Record<TaskGroup, number> {
  const counts: Record<TaskGroup, number> = { trips: 0, tests: 0, alerts: 0, reports: 0, receipts: 0 };
  for (const task of tasks) counts[groupOf(task)] += 1;
  return counts;
}
