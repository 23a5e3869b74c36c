// What this desk knows of the alarms, made from the frames of the stream. Pure: each step gives a new value.
import type { Alarm, Frame, TeamAt, TrailPoint, TypedLine, Wall } from '../../lib/api/types';

/** As many positions as the server keeps. */
const LONGEST_TRAIL = 500;
/** As many ended alarms as stay on the screen: a long shift does not fill the page. The history has them all. */
export const MOST_CLOSED = 50;

export interface RoomState {
  alarms: ReadonlyMap<string, Alarm>;
  /** Where the teams of each alarm say to be; only what this connection told. */
  teams: ReadonlyMap<string, readonly TeamAt[]>;
  /** What is being typed in each alarm; likewise. */
  lines: ReadonlyMap<string, readonly TypedLine[]>;
  /** Numbers of the alarms that this connection has sent; the others are from before. */
  confirmed: ReadonlySet<string>;
  /** Has this connection sent everything that is open? */
  complete: boolean;
  /** Does this connection go on where the last one broke off? Then what was closed before is still true. */
  resumed: boolean;
  wall: Wall | null;
  lastTest: { handset: string; at: string } | null;
}

export const EMPTY_ROOM: RoomState = { alarms: new Map(), teams: new Map(), lines: new Map(), confirmed: new Set(), complete: false, resumed: false, wall: null, lastTest: null };

/** A new connection: what we had stays on the screen until the server has said what is open. */
export function reopened(state: RoomState): RoomState {
  return { ...state, teams: new Map(), lines: new Map(), confirmed: new Set(), complete: false, resumed: false };
}

/** A state under change: its own copies, so that many frames cost one copy. */
interface Draft extends RoomState {
  alarms: Map<string, Alarm>;
  teams: Map<string, readonly TeamAt[]>;
  lines: Map<string, readonly TypedLine[]>;
  confirmed: Set<string>;
  changed: boolean;
}

/** A state of an alarm overtakes the news of a place that it already holds. */
function samePoint(a: TrailPoint, b: TrailPoint): boolean {
  return a.received_at === b.received_at && a.fixed_at === b.fixed_at && a.lat === b.lat && a.lon === b.lon;
}

function moved(draft: Draft, frame: Extract<Frame, { type: 'moved' }>): void {
  const alarm = draft.alarms.get(frame.alarm);
  if (!alarm || alarm.trail.some((point) => samePoint(point, frame.point))) return;
  draft.alarms.set(alarm.id, { ...alarm, trail: [...alarm.trail, frame.point].slice(-LONGEST_TRAIL) });
  draft.changed = true;
}

/** A team that nobody says any more is nowhere: its last place would be taken for its place. */
function placed(draft: Draft, frame: Extract<Frame, { type: 'teams' }>): void {
  const open = draft.alarms.get(frame.alarm);
  if (open && open.stage !== 'closed' && frame.teams.length > 0) draft.teams.set(frame.alarm, frame.teams);
  else draft.teams.delete(frame.alarm);
}

/** A line in which nothing stands is no line. */
function typed(draft: Draft, frame: Extract<Frame, { type: 'lines' }>): void {
  const open = draft.alarms.get(frame.alarm);
  if (open && open.stage !== 'closed' && frame.lines.length > 0) draft.lines.set(frame.alarm, frame.lines);
  else draft.lines.delete(frame.alarm);
}

/** Everything is sent: what this connection did not send is no longer open here. */
function completed(draft: Draft): void {
  for (const [id, alarm] of draft.alarms) {
    const stillTrue = draft.confirmed.has(id) || (draft.resumed && alarm.stage === 'closed');
    if (!stillTrue) draft.alarms.delete(id);
  }
  draft.complete = true;
}

/** The oldest of the ended ones go. An open alarm never does. */
function pruned(draft: Draft): void {
  const closed = [...draft.alarms.values()].filter((alarm) => alarm.stage === 'closed');
  if (closed.length <= MOST_CLOSED) return;
  closed.sort((a, b) => Date.parse(b.received_at) - Date.parse(a.received_at));
  for (const alarm of closed.slice(MOST_CLOSED)) {
    draft.alarms.delete(alarm.id);
    draft.confirmed.delete(alarm.id);
  }
}

function apply(draft: Draft, frame: Frame): void {
  if (frame.type === 'moved') return moved(draft, frame);
  // Incidents of tracked people are kept beside it (`tracking/tracked.ts`).
  if (frame.type === 'incident' || frame.type === 'incident_gone' || frame.type === 'queues') return undefined;
  if (frame.type === 'ping' || frame.type === 'tasks') return undefined;
  draft.changed = true;
  switch (frame.type) {
    case 'alarm':
      draft.alarms.set(frame.alarm.id, frame.alarm);
      draft.confirmed.add(frame.alarm.id);
      if (frame.alarm.stage === 'closed') {
        draft.teams.delete(frame.alarm.id);
        draft.lines.delete(frame.alarm.id);
        pruned(draft);
      }
      return undefined;
    case 'gone':
      draft.alarms.delete(frame.alarm);
      draft.teams.delete(frame.alarm);
      draft.lines.delete(frame.alarm);
      return undefined;
    case 'teams':
      return placed(draft, frame);
    case 'lines':
      return typed(draft, frame);
    case 'complete':
      return completed(draft);
    case 'wall':
      draft.wall = frame.wall;
      return undefined;
    case 'tested':
      draft.lastTest = { handset: frame.handset, at: frame.at };
      return undefined;
    case 'hello':
      draft.resumed = frame.resumed ?? false;
      return undefined;
  }
}

/** The state after many frames, at the price of one. The same state when nothing changed. */
export function afterAll(state: RoomState, frames: readonly Frame[]): RoomState {
  const draft: Draft = { ...state, alarms: new Map(state.alarms), teams: new Map(state.teams), lines: new Map(state.lines), confirmed: new Set(state.confirmed), changed: false };
  for (const frame of frames) apply(draft, frame);
  const { changed, ...next } = draft;
  return changed ? next : state;
}

/** The state after a frame. */
export function after(state: RoomState, frame: Frame): RoomState {
  return afterAll(state, [frame]);
}
