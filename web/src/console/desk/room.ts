// What this desk knows of the alarms, made from the frames of the stream. Pure: each step gives a new value.
import type { Alarm, Frame, TrailPoint, Wall } from '../../lib/api/types';

/** As many positions as the server keeps. */
const LONGEST_TRAIL = 500;

export interface RoomState {
  alarms: ReadonlyMap<string, Alarm>;
  /** Numbers of the alarms that this connection has sent; the others are from before. */
  confirmed: ReadonlySet<string>;
  /** Has this connection sent everything that is open? */
  complete: boolean;
  wall: Wall | null;
  lastTest: { handset: string; at: string } | null;
}

export const EMPTY_ROOM: RoomState = { alarms: new Map(), confirmed: new Set(), complete: false, wall: null, lastTest: null };

/** A new connection: what we had stays on the screen until the server has said what is open. */
export function reopened(state: RoomState): RoomState {
  return { ...state, confirmed: new Set(), complete: false };
}

function withAlarm(state: RoomState, alarm: Alarm): RoomState {
  const alarms = new Map(state.alarms);
  alarms.set(alarm.id, alarm);
  return { ...state, alarms, confirmed: new Set(state.confirmed).add(alarm.id) };
}

function without(state: RoomState, id: string): RoomState {
  const alarms = new Map(state.alarms);
  alarms.delete(id);
  return { ...state, alarms };
}

/** A state of an alarm overtakes the news of a place that it already holds. */
function samePoint(a: TrailPoint, b: TrailPoint): boolean {
  return a.received_at === b.received_at && a.fixed_at === b.fixed_at && a.lat === b.lat && a.lon === b.lon;
}

function moved(state: RoomState, frame: Extract<Frame, { type: 'moved' }>): RoomState {
  const alarm = state.alarms.get(frame.alarm);
  if (!alarm || alarm.trail.some((point) => samePoint(point, frame.point))) return state;
  const alarms = new Map(state.alarms);
  alarms.set(alarm.id, { ...alarm, trail: [...alarm.trail, frame.point].slice(-LONGEST_TRAIL) });
  return { ...state, alarms };
}

/** Everything is sent: what this connection did not send is no longer open here. */
function completed(state: RoomState): RoomState {
  const alarms = new Map([...state.alarms].filter(([id]) => state.confirmed.has(id)));
  return { ...state, alarms, complete: true };
}

/** The state after a frame. */
export function after(state: RoomState, frame: Frame): RoomState {
  switch (frame.type) {
    case 'alarm':
      return withAlarm(state, frame.alarm);
    case 'moved':
      return moved(state, frame);
    case 'gone':
      return without(state, frame.alarm);
    case 'complete':
      return completed(state);
    case 'wall':
      return { ...state, wall: frame.wall };
    case 'tested':
      return { ...state, lastTest: { handset: frame.handset, at: frame.at } };
    case 'hello':
    case 'ping':
    case 'tasks':
      return state;
  }
}
