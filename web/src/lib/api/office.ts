// What the pages beside the alarm desk ask of the server: patrols, hotspots, reports, planned tests, erasure.
// Shapes that the generated schema does not hold yet are written here as the contract says them.
import { once, resultOf, type Result } from './http';
import type { Handset, HandsetSettings, Outcome, Point, Task, ZoneName } from './types';

type Done = Promise<Result<unknown>>;

export type SupervisionClass = 's20' | 's90' | 'm3' | 'm30' | 'h25';
export type SettingsMore = HandsetSettings & { class?: SupervisionClass; paths?: 'one' | 'two'; discreet?: boolean };
export interface Window {
  from: string;
  until: string;
}
export type HandsetMore = Omit<Handset, 'settings'> & {
  settings: SettingsMore;
  timer?: { until: string } | null;
  planned_test?: Window | null;
};
export interface Trip {
  id: string;
  person: string;
  /** First and last day, `2026-11-22`. */
  from: string;
  until: string;
  place: string;
  seen_by?: string | null;
}
export interface TripTask {
  type: 'trip_announced';
  trip: string;
  case: string;
  case_number: string;
  from: string;
  until: string;
  place: string;
  zone?: ZoneName | null;
}
export type TaskMore = Task | TripTask;

export interface Hotspot {
  id: string;
  kind: 'address' | 'number';
  address: string | null;
  number: string | null;
  position: Point | null;
  radius_m: number;
  instructions: string;
  /** Last day on which it is found, `2026-11-22`. */
  until: string;
  zone: string;
  state: 'active' | 'ended';
  created_by_name?: string | null;
}
export interface HotspotDraft {
  kind: 'address' | 'number';
  address: string | null;
  number: string | null;
  position: Point | null;
  radius_m: number;
  instructions: string;
  until: string;
  zone: string;
}
export interface LookUp {
  number?: string;
  text?: string;
  position?: Point;
}
export interface Found {
  hotspots: Hotspot[];
  /** Are there more than these? */
  more: boolean;
  took_ms: number;
}

export interface Share {
  within_s: number;
  /** 0 to 1. */
  share: number;
  count: number;
}
export interface Times {
  shares: Share[];
  p50_ms?: number | null;
  p90_ms?: number | null;
  p98_5_ms?: number | null;
  p99_ms?: number | null;
  max_ms?: number | null;
}
export interface Target {
  name: string;
  source: string;
  /** Where the wait begins and ends. */
  from: 'pressed' | 'delivered' | 'taken';
  to: 'taken' | 'dispatched';
  within_s: number;
  share_wanted: number;
  share: number;
  /** How many alarms it was judged on. */
  count: number;
  /** Absent without alarms. */
  met?: boolean | null;
}
export interface AnswerWindow {
  from: string;
  to: string;
  alarms: number;
  never_taken: number;
  from_pressed: Times;
  from_delivered: Times;
  targets: Target[];
}
export interface AnswerTimes {
  month: AnswerWindow;
  year: AnswerWindow;
}

async function ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<Result<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') Object.assign(headers, key ? { 'Idempotency-Key': key } : once());
  if (body !== undefined) headers['content-type'] = 'application/json';
  return resultOf<T>(
    fetch(path, { method, headers, credentials: 'same-origin', cache: 'no-store', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }).then(
      async (response) => {
        const said: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
        return response.ok ? { response, data: said as T } : { response, error: said };
      },
    ),
  );
}

const alarmPath = (id: string): string => `/api/v1/alarms/${id}`;
/** The key makes a report that is sent again count once. */
export const unitOnTheWay = (id: string, unit: string, key: string): Done => ask('POST', `${alarmPath(id)}/on-the-way`, { unit }, key);
export const unitArrived = (id: string, unit: string, key: string): Done => ask('POST', `${alarmPath(id)}/on-scene`, { unit }, key);
export const unitFound = (id: string, found: { unit: string; outcome: Outcome; note: string }, key: string): Done =>
  ask('POST', `${alarmPath(id)}/finding`, found, key);

export const tripSeen = (trip: string): Done => ask('POST', `/api/v1/trips/${trip}/seen`, {});
export const planTest = (handset: string, when: Window): Done => ask('POST', `/api/v1/handsets/${handset}/planned-test`, when);
export const setHandsetMore = (handset: string, settings: SettingsMore): Done => ask('PUT', `/api/v1/handsets/${handset}/settings`, settings);
export const eraseCase = (id: string): Done => ask('DELETE', `/api/v1/cases/${id}`);
export const erasePerson = (of: string, person: string): Done => ask('DELETE', `/api/v1/cases/${of}/persons/${person}`);

export const listHotspots = (): Promise<Result<Hotspot[]>> => ask('GET', '/api/v1/hotspots');
export const putHotspot = (id: string, draft: HotspotDraft): Done => ask('PUT', `/api/v1/hotspots/${id}`, draft);
export const endHotspot = (id: string, reason: string): Done => ask('POST', `/api/v1/hotspots/${id}/end`, { reason });
/** What is looked for stands in the body: never in an address. */
export const lookUpHotspots = (what: LookUp): Promise<Result<Found>> => ask('POST', '/api/v1/hotspots/look-up', what);

export const readAnswerTimes = (until: string): Promise<Result<AnswerTimes>> => ask('GET', `/api/v1/reports/answer-times?until=${until}`);

/** One row of the response times: a day of a room, from the first page to a screen. No room: nobody took them, or somebody of a zone. */
export interface ResponseRow extends Times {
  day: string;
  room?: string | null;
  alarms: number;
  never_taken: number;
}
export interface PersonRow {
  /** Absent for presses that nobody vouches for. */
  case_number?: string | null;
  alarms: number;
  tests: number;
  false_alarms: number;
  real: number;
  misuse: number;
}
export interface VerifiedRow {
  outcome: Outcome;
  count: number;
  share: number;
}
export interface NoisyRow {
  cause: string;
  case_number?: string | null;
  count: number;
  share: number;
}
export interface Monthly {
  response: ResponseRow[];
  persons: PersonRow[];
  verified: VerifiedRow[];
  noisiest: NoisyRow[];
}
export const readMonthly = (month: string): Promise<Result<Monthly>> => ask('GET', `/api/v1/reports/monthly?month=${month}`);
export const readNoisiest = (week: string): Promise<Result<NoisyRow[]>> => ask('GET', `/api/v1/reports/noisiest?week=${week}`);
