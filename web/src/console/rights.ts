// What each role is offered. Only the server decides (its `engine::access`); this keeps doors off the screen that stay shut.
import type { Alarm, Me, Role } from '../lib/api/types';
import type { MessageKey } from '../lib/i18n/keys';
import { rungNumber } from './desk/queue';

export interface Door {
  path: string;
  text: MessageKey;
  roles: readonly Role[];
}

export const DOORS: readonly Door[] = [
  { path: '/desk', text: 'nav-desk', roles: ['operator', 'supervisor', 'zone_duty'] },
  { path: '/patrol', text: 'nav-patrol', roles: ['patrol'] },
  { path: '/cases', text: 'nav-cases', roles: ['case_officer', 'zone_duty', 'magistrate'] },
  { path: '/tasks', text: 'nav-tasks', roles: ['operator', 'supervisor', 'zone_duty', 'case_officer', 'magistrate'] },
  { path: '/wall', text: 'nav-wall', roles: ['wall', 'operator', 'supervisor', 'zone_duty', 'case_officer', 'administrator'] },
  { path: '/history', text: 'nav-history', roles: ['supervisor', 'zone_duty', 'case_officer', 'magistrate', 'auditor'] },
  { path: '/log', text: 'nav-log', roles: ['auditor'] },
  { path: '/administration', text: 'nav-administration', roles: ['administrator'] },
];

/** The pages that a role is offered, in the order of the menu. */
export function doorsOf(role: Role): readonly Door[] {
  return DOORS.filter((door) => door.roles.includes(role));
}

/** May a role open the page at this path? A case stands behind the door of the cases. */
export function mayOpen(role: Role, path: string): boolean {
  const first = `/${path.split('/')[1] ?? ''}`;
  return DOORS.some((door) => door.path === first && door.roles.includes(role));
}

/** Where a role begins. */
export function homeOf(role: Role): string {
  if (role === 'auditor') return '/log';
  if (role === 'magistrate' || role === 'case_officer') return '/cases';
  return doorsOf(role)[0]?.path ?? '/wall';
}

export type AlarmAct = 'take' | 'hand_over' | 'dispatch' | 'on_scene' | 'note' | 'close';

const ACTS: Record<Exclude<AlarmAct, 'take'>, readonly Role[]> = {
  hand_over: ['operator', 'supervisor', 'zone_duty'],
  dispatch: ['operator', 'supervisor', 'zone_duty'],
  on_scene: ['operator', 'supervisor', 'zone_duty', 'patrol'],
  note: ['operator', 'supervisor', 'zone_duty', 'patrol'],
  close: ['operator', 'supervisor', 'zone_duty'],
};
/** From which rung on a role may take: before that it is informed. */
const TAKES_FROM: Partial<Record<Role, number>> = { operator: 0, supervisor: 0, zone_duty: 2, patrol: 3, case_officer: 3 };

/** Is the act offered now, for this alarm? Nothing stands between a taken alarm and its dispatch (AL-09). */
export function mayAct(me: Me, act: AlarmAct, alarm: Alarm): boolean {
  if (alarm.stage === 'closed') return false;
  if (act === 'take') return alarm.ringing && rungNumber(alarm.rung) >= (TAKES_FROM[me.role] ?? 4);
  // Whoever took it when everyone was called may do all of it.
  if (!ACTS[act].includes(me.role) && alarm.owner !== me.account) return false;
  switch (act) {
    case 'note':
      return true;
    case 'dispatch':
      return !alarm.ringing;
    case 'on_scene':
      return alarm.stage === 'dispatched' || alarm.stage === 'on_scene';
    case 'hand_over':
    case 'close':
      return alarm.owner === me.account;
  }
}

/** Who may change cases. */
export function mayEditCases(role: Role): boolean {
  return role === 'case_officer';
}

/** Who may own and close alerts. */
export function mayWorkTasks(role: Role): boolean {
  return role === 'supervisor' || role === 'zone_duty' || role === 'case_officer';
}

/** Whose desk makes sound for alarms. */
export function hasEars(role: Role): boolean {
  return role === 'operator' || role === 'supervisor' || role === 'zone_duty' || role === 'patrol';
}
