// From two tracks to distance and time to contact, moment by moment. Pure.
import type { Track, TrackPlace } from '../../../lib/api/tracking-types';
import { distanceM } from '../../map/shapes';
import type { Moment } from '../plot/series';

/** Positions of the two further apart in time than this make no distance, milliseconds. */
export const TOGETHER_MS = 120_000;
/** How far back the closing speed looks, milliseconds. */
const LOOK_BACK_MS = 90_000;
/** Slower than this is standing still. */
const SLOWEST_MPS = 0.3;
/** A place without an accuracy is taken to be so good, metres. */
const UNKNOWN_M = 100;
/** While nothing is heard somebody walks on, metres a second. */
const WALK_MPS = 1.4;

const at = (place: TrackPlace): number => Date.parse(place.fixed_at);

/** How far off the distance can be: the accuracy of both, and how far each can have walked since. */
export function doubtM(a: TrackPlace, b: TrackPlace, nowMs: number): number {
  const accuracy = Math.hypot(a.accuracy_m ?? UNKNOWN_M, b.accuracy_m ?? UNKNOWN_M) * 1.3;
  const walked = (place: TrackPlace) => (Math.max(0, nowMs - at(place)) / 1000) * WALK_MPS;
  return accuracy + Math.max(walked(a), walked(b));
}

/** Where somebody was at moments that only go on: straight from one position to the next, and at the last one after it; `null` before all. */
function whereabouts(points: readonly TrackPlace[]): (ms: number) => TrackPlace | null {
  const known = points.toSorted((a, b) => at(a) - at(b));
  let past = 0;
  return (ms) => {
    for (let next = known[past]; next && at(next) <= ms; next = known[past]) past += 1;
    const [before, after] = [known[past - 1], known[past]];
    if (!before) return null;
    if (!after || at(before) === ms || at(after) - at(before) > TOGETHER_MS) return before;
    const share = (ms - at(before)) / (at(after) - at(before));
    const between = (from: number, to: number) => from + (to - from) * share;
    return { ...before, fixed_at: new Date(ms).toISOString(), lat: between(before.lat, after.lat), lon: between(before.lon, after.lon) };
  };
}

/** One moment for each position of either, once there is one of both that is not old. */
export function momentsOf(tracks: readonly Track[]): Moment[] {
  const [one, other] = tracks;
  if (!one || !other) return [];
  const [first, second] = [whereabouts(one.points), whereabouts(other.points)];
  const moments: Moment[] = [];
  for (const { fixed_at } of [...one.points, ...other.points].toSorted((a, b) => at(a) - at(b))) {
    const now = Date.parse(fixed_at);
    const [a, b] = [first(now), second(now)];
    if (!a || !b || moments.at(-1)?.at === fixed_at || now - Math.min(at(a), at(b)) > TOGETHER_MS) continue;
    const distance_m = distanceM(a, b);
    const closing_mps = closing(moments, now, distance_m);
    const moving = closing_mps !== null && closing_mps > SLOWEST_MPS;
    moments.push({ at: fixed_at, distance_m, doubt_m: doubtM(a, b, now), closing_mps, contact_s: moving ? distance_m / closing_mps : null });
  }
  return moments;
}

/** Metres a second nearer, over the last minute and a half; `null` without an earlier moment. */
function closing(before: readonly Moment[], nowMs: number, distance: number): number | null {
  const from = before.find((moment) => nowMs - Date.parse(moment.at) <= LOOK_BACK_MS && nowMs > Date.parse(moment.at));
  return from ? (from.distance_m - distance) / ((nowMs - Date.parse(from.at)) / 1000) : null;
}

/** Which way somebody goes, whole degrees from north; `null` when it does not move enough to say. */
export function headingOf(points: readonly TrackPlace[]): number | null {
  const last = points.at(-1);
  const before = last && points.findLast((point) => distanceM(point, last) > Math.max(40, last.accuracy_m ?? UNKNOWN_M));
  if (!last || !before || at(last) - at(before) > 10 * 60_000) return null;
  const [lat1, lat2] = [(before.lat * Math.PI) / 180, (last.lat * Math.PI) / 180];
  const east = ((last.lon - before.lon) * Math.PI) / 180;
  const angle = Math.atan2(Math.sin(east) * Math.cos(lat2), Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(east));
  return (Math.round((angle * 180) / Math.PI) + 360) % 360;
}

/** New points behind those that we have, each once, the oldest let go. */
export function joined(before: readonly TrackPlace[], more: readonly TrackPlace[], most = 2_000): TrackPlace[] {
  const known = new Set(before.map((place) => place.fixed_at));
  return [...before, ...more.filter((place) => !known.has(place.fixed_at))].toSorted((a, b) => at(a) - at(b)).slice(-most);
}
