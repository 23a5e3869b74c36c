// Whose a task is. Only the server decides who may; this sorts what is for this desk before the rest. Pure.
import type { MeasureFile, MeasureTask, MeasureView } from '../../../lib/api/measure-types';
import type { Me } from '../../../lib/api/types';

/** A task for this role, and for this zone or office where the task names one. */
export function isMine(task: Pick<MeasureTask, 'role' | 'seat'>, me: Me): boolean {
  if (me.role !== task.role) return false;
  if (task.seat.type === 'office') return me.office == null || task.seat.office === me.office;
  return task.seat.type !== 'zone' || me.zone == null || task.seat.zone === me.zone;
}

/** Does this zone manage the measure? Only then its officers work on it. */
export const isManaged = (view: Pick<MeasureView, 'line'>, me: Me): boolean => view.line.zone?.id === me.zone;

/** A file that was sent to this zone and whose receipt it has not confirmed; before that nothing of it is done here (7.3.2). */
export function unconfirmed(file: Pick<MeasureFile, 'hand_overs'>, me: Me): MeasureFile['hand_overs'][number] | null {
  return file.hand_overs.find((one) => one.confirmed_on === null && one.to.type === 'zone' && one.to.zone === me.zone) ?? null;
}
