// What each role is offered. Only the server decides (its `engine::access`); this keeps doors off the screen that stay shut.
import type { Alarm, Me, Role } from '../lib/api/types';
import type { MessageKey } from '../lib/i18n/keys';
import { nowMs } from '../lib/clock.svelte';
import { rungNumber } from './desk/queue';

export interface Door {
  path: string;
  text: MessageKey;
  roles: readonly Role[];
}

export const DOORS: readonly Door[] = [
  { path: '/tracking', text: 'nav-tracking', roles: ['monitor'] },
  { path: '/mandates', text: 'nav-mandates', roles: ['monitor'] },
  { path: '/trackers', text: 'nav-trackers', roles: ['monitor'] },
  { path: '/contingency', text: 'nav-contingency', roles: ['monitor'] },
  { path: '/zone', text: 'nav-zone', roles: ['zone_duty'] },
  { path: '/desk', text: 'nav-desk', roles: ['operator', 'supervisor', 'zone_duty'] },
  { path: '/patrol', text: 'nav-patrol', roles: ['patrol'] },
  { path: '/decisions', text: 'nav-decisions', roles: ['magistrate'] },
  { path: '/reception', text: 'nav-reception', roles: ['victim_reception'] },
  { path: '/overview', text: 'nav-overview', roles: ['reference_magistrate', 'district_spoc'] },
  { path: '/measures', text: 'nav-measures', roles: ['case_officer', 'magistrate'] },
  {
    path: '/inbox', text: 'nav-inbox',
    roles: ['operator', 'supervisor', 'zone_duty', 'case_officer', 'magistrate', 'victim_reception', 'reference_magistrate', 'district_spoc'],
  },
  { path: '/cases', text: 'nav-cases', roles: ['case_officer', 'zone_duty', 'magistrate'] },
  { path: '/tasks', text: 'nav-tasks', roles: ['operator', 'supervisor', 'zone_duty', 'case_officer', 'magistrate'] },
  { path: '/hotspots', text: 'nav-hotspots', roles: ['operator', 'supervisor', 'zone_duty', 'patrol', 'case_officer'] },
  { path: '/wall', text: 'nav-wall', roles: ['wall', 'operator', 'supervisor', 'zone_duty', 'case_officer', 'administrator'] },
  { path: '/history', text: 'nav-history', roles: ['supervisor', 'zone_duty', 'case_officer', 'magistrate', 'auditor'] },
  { path: '/mandates', text: 'nav-mandates', roles: ['case_officer', 'magistrate'] },
  { path: '/contingency', text: 'nav-contingency', roles: ['supervisor'] },
  { path: '/reports', text: 'nav-reports', roles: ['supervisor', 'zone_duty', 'case_officer', 'auditor'] },
  { path: '/log', text: 'nav-log', roles: ['auditor'] },
  { path: '/administration', text: 'nav-administration', roles: ['administrator'] },
];

/** The pages that a role is offered, in the order of the menu. */
export function doorsOf(role: Role): readonly Door[] {
  return DOORS.filter((door) => door.roles.includes(role));
}

const HEARS: readonly Role[] = ['operator', 'supervisor', 'zone_duty', 'case_officer', 'magistrate'];
/** May a role hear the recording of an alarm of its own? */
export const mayHearRecording = (role: Role): boolean => HEARS.includes(role);
/** May it take one out for a court? */
export const mayExportRecording = (role: Role): boolean => ['supervisor', 'case_officer', 'magistrate'].includes(role);
/** May it keep one beyond its term? */
export const mayHoldRecording = (role: Role): boolean => ['case_officer', 'magistrate'].includes(role);
/** May it read an alarm whole? */
export const mayReadAlarm = (role: Role): boolean => ['operator', 'supervisor', 'zone_duty', 'patrol', 'case_officer'].includes(role);

/** Is a role told how the chain is? Others are told whether the store is well, no more. */
export function seesChain(role: Role): boolean {
  return mayOpen(role, '/wall');
}

/** Pages that are reached from what is on the screen, and stand in no menu: an incident of which the police were told. */
const BESIDE: readonly Omit<Door, 'text'>[] = [{ path: '/incidents', roles: ['operator', 'supervisor', 'zone_duty'] }];

/** May a role open the page at this path? A case stands behind the door of the cases. */
export function mayOpen(role: Role, path: string): boolean {
  const first = `/${path.split('/')[1] ?? ''}`;
  return [...DOORS, ...BESIDE].some((door) => door.path === first && door.roles.includes(role));
}

/** Where a role begins. */
export function homeOf(role: Role): string {
  if (role === 'auditor') return '/log';
  if (role === 'case_officer') return '/measures';
  if (role === 'magistrate') return '/decisions';
  return doorsOf(role)[0]?.path ?? '/wall';
}

export type AlarmAct = 'take' | 'take_over' | 'hand_over' | 'dispatch' | 'on_scene' | 'note' | 'message' | 'step' | 'still_on_it' | 'close';

const DESKS: readonly Role[] = ['operator', 'supervisor', 'zone_duty'];
const ACTS: Record<Exclude<AlarmAct, 'take' | 'take_over'>, readonly Role[]> = {
  hand_over: DESKS,
  dispatch: DESKS,
  on_scene: ['operator', 'supervisor', 'zone_duty', 'patrol'],
  note: ['operator', 'supervisor', 'zone_duty', 'patrol'],
  message: DESKS,
  step: DESKS,
  still_on_it: DESKS,
  close: DESKS,
};
/** From which rung on a role may take: before that it is informed. */
const TAKES_FROM: Partial<Record<Role, number>> = { operator: 0, supervisor: 0, zone_duty: 2, patrol: 3, case_officer: 3 };

/** Seconds for which this alarm of a colleague can still be taken over without asking; 0 when it cannot. */
export function takeOverFor(me: Me, alarm: Alarm, nowMs: number): number {
  if (alarm.stage === 'closed' || alarm.ringing || alarm.owner === me.account || !alarm.take_over_until) return 0;
  if (!DESKS.includes(me.role)) return 0;
  return Math.max(0, Math.ceil((Date.parse(alarm.take_over_until) - nowMs) / 1000));
}

/** Is the act offered now, for this alarm? Nothing stands between a taken alarm and its dispatch (AL-09). */
export function mayAct(me: Me, act: AlarmAct, alarm: Alarm): boolean {
  if (alarm.stage === 'closed') return false;
  if (act === 'take') return alarm.ringing && rungNumber(alarm.rung) >= (TAKES_FROM[me.role] ?? 4);
  if (act === 'take_over') return takeOverFor(me, alarm, nowMs()) > 0;
  // Whoever took it when everyone was called may do all of it.
  if (!ACTS[act].includes(me.role) && alarm.owner !== me.account) return false;
  switch (act) {
    case 'note':
      return true;
    case 'message':
      // Nobody vouches for the device of an unidentified press: there is nobody to tell.
      return alarm.kind === 'danger' && !alarm.ringing && alarm.owner != null;
    case 'step':
      return !alarm.ringing && alarm.owner != null;
    case 'dispatch':
      return !alarm.ringing;
    case 'on_scene':
      return alarm.stage === 'dispatched' || alarm.stage === 'on_scene';
    case 'hand_over':
    case 'still_on_it':
    case 'close':
      return alarm.owner === me.account;
  }
}

export type VoiceAct = 'listen' | 'forbid' | 'speak';

/** Is the act in the voice room of this alarm offered? Whoever hears danger may forbid speech; the rest is for those who run the alarm. */
export function mayVoice(me: Me, act: VoiceAct, alarm: Alarm): boolean {
  if (alarm.stage === 'closed') return false;
  if (DESKS.includes(me.role) || alarm.owner === me.account) return true;
  return act !== 'speak' && me.role === 'patrol';
}

/** Who opens a request and works on a measure for the zone. */
export function mayWorkMeasures(role: Role): boolean {
  return role === 'case_officer';
}

/** Whose desk has due dates for a calendar. */
export function mayReadCalendar(role: Role): boolean {
  return ['case_officer', 'zone_duty', 'magistrate', 'victim_reception', 'reference_magistrate', 'district_spoc'].includes(role);
}

/** Under which page a role reads one measure; `null`: it reads none. */
export function measurePath(role: Role): '/decisions' | '/reception' | '/measures' | null {
  if (role === 'magistrate') return '/decisions';
  if (role === 'victim_reception') return '/reception';
  return role === 'case_officer' ? '/measures' : null;
}

/** Who may change cases. */
export function mayEditCases(role: Role): boolean {
  return role === 'case_officer';
}

/** Who reads the answer times: the wall as well, for they hold no person. */
export function mayReadAnswerTimes(role: Role): boolean {
  return role === 'wall' || DOORS.some((door) => door.path === '/reports' && door.roles.includes(role));
}

/** Who may look up a hotspot while a call comes in. */
export function mayLookUpHotspots(role: Role): boolean {
  return role === 'operator' || role === 'supervisor' || role === 'zone_duty' || role === 'patrol';
}

/** Who may register, change and end one. */
export function mayPutHotspots(role: Role): boolean {
  return role === 'operator' || role === 'supervisor' || role === 'zone_duty' || role === 'case_officer';
}

/** Who may erase what an ended one says. */
export function mayEraseHotspots(role: Role): boolean {
  return role === 'supervisor' || role === 'zone_duty' || role === 'case_officer';
}

/** Who may make an appointment for a test. */
export function mayPlanTests(role: Role): boolean {
  return role === 'case_officer' || role === 'zone_duty' || role === 'operator';
}

/** Who may own and close alerts. */
export function mayWorkTasks(role: Role): boolean {
  return role === 'supervisor' || role === 'zone_duty' || role === 'case_officer';
}

/** Whose screen can be on duty: somebody is there who hears it. */
export function standsDuty(role: Role): boolean {
  return DESKS.includes(role);
}

/** Who may say 'seen' to a desk of the room that turned deaf. */
export function mayAcknowledgeDesks(role: Role): boolean {
  return role === 'operator' || role === 'supervisor';
}

/** Whose desk makes sound for alarms. */
export function hasEars(role: Role): boolean {
  return role === 'operator' || role === 'supervisor' || role === 'zone_duty' || role === 'patrol' || role === 'monitor';
}

/** Who puts a mandate to track. */
export function mayPutMandate(role: Role): boolean {
  return role === 'case_officer' || role === 'magistrate' || role === 'monitor';
}

/** Who puts carriers, pairs and perimeters, and looks at past tracks. */
export function mayArrangeTracking(role: Role): boolean {
  return role === 'case_officer' || role === 'monitor';
}

/** Who reads the one timeline of alarm and tracking of a case (EM-11). */
export function mayReadProtection(role: Role): boolean {
  return role === 'case_officer' || role === 'zone_duty' || role === 'magistrate';
}
