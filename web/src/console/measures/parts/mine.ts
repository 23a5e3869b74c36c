// Whose a task is. Only the server decides who may; this sorts what is for this desk before the rest. Pure.
import type { MeasureTask } from '../../../lib/api/measure-types';
import type { Me } from '../../../lib/api/types';

/** A task for this role, and for this zone where the task names one. Offices are the server's to tell apart. */
export function isMine(task: Pick<MeasureTask, 'role' | 'seat'>, me: Me): boolean {
  if (me.role !== task.role) return false;
  return task.seat.type !== 'zone' || me.zone == null || task.seat.zone === me.zone;
}
