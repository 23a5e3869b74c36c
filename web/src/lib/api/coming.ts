// Shapes that the server says and the generated schema does not hold yet; this file goes when `npm run generate` brings them.
import type { components } from '../../api/schema';
import { once, resultOf, type Result } from './http';

type Schemas = components['schemas'];
type Done = Promise<Result<unknown>>;
export interface DeskAlert {
  desk: string;
  account_name: string;
  room_name: string;
  state: 'deaf' | 'gone';
  since: string;
}
export interface ZoneHealth {
  zone: Schemas['ZoneName'];
  handsets: number;
  proven: number;
  oldest_proof?: string | null;
  alerts: number;
  alerts_unowned: number;
  ringing: number;
}
export interface WallComing {
  operators_on_duty: number;
  staffing_low: boolean;
  desk_alerts: DeskAlert[];
  my_desk?: { state: 'on_duty' | 'deaf' | 'off_duty'; since: string } | null;
  shown_10m: number;
  shown_60m: number;
  rate_10m_per_desk: number;
  flood?: { since: string } | null;
  norm: { average_per_hour: number; peak_per_hour: number };
  zones: ZoneHealth[];
  unowned: { alarms: number; alerts: number; reports: number };
}
export type Wall = Schemas['Wall'] & WallComing;

type Said = Schemas['DeskMessage'];
export type Frame =
  | Exclude<Said, { type: 'hello' } | { type: 'wall' }>
  | (Extract<Said, { type: 'hello' }> & { resumed?: boolean })
  | (Omit<Extract<Said, { type: 'wall' }>, 'wall'> & { type: 'wall'; wall: Wall });
export type DeskSays =
  | Schemas['DeskSays']
  | { type: 'ready'; audio: 'running' | 'suspended' | 'absent'; heard: boolean; visible: boolean; version: string }
  | { type: 'off_duty' };

const WALL: WallComing = {
  operators_on_duty: 0, staffing_low: false, desk_alerts: [], my_desk: null, shown_10m: 0, shown_60m: 0, rate_10m_per_desk: 0, flood: null,
  norm: { average_per_hour: 6, peak_per_hour: 15 }, zones: [], unowned: { alarms: 0, alerts: 0, reports: 0 },
};

/** A frame of a server that does not say all of it yet. */
export function filled(frame: Frame): Frame {
  if (frame.type === 'wall') return { ...frame, wall: { ...WALL, ...frame.wall } };
  return frame;
}

function post(path: string, body: unknown): Done {
  return resultOf(
    fetch(path, {
      method: 'POST', credentials: 'same-origin', cache: 'no-store', body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...once() },
    }).then(async (response) => ({ response, error: response.ok ? undefined : await response.json().catch(() => null) })),
  );
}

export const acknowledgeDesk = (desk: string): Done => post(`/api/v1/desks/${encodeURIComponent(desk)}/acknowledge`, {});
