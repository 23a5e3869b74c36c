// GeoJSON for the map: the trail, the accuracy circle, the places. Pure.
import type { Place, Point, TeamAt, TrailPoint } from '../../lib/api/types';

const EARTH_RADIUS_M = 6_371_008.8;
const CORNERS = 64;

/** A circle on the ground as a ring of `[lon, lat]`. */
export function circle(centre: Point, radiusM: number): [number, number][] {
  const lat = (centre.lat * Math.PI) / 180;
  const lon = (centre.lon * Math.PI) / 180;
  const reach = radiusM / EARTH_RADIUS_M;
  const ring: [number, number][] = [];
  for (let corner = 0; corner <= CORNERS; corner += 1) {
    const bearing = (2 * Math.PI * (corner % CORNERS)) / CORNERS;
    const there = Math.asin(Math.sin(lat) * Math.cos(reach) + Math.cos(lat) * Math.sin(reach) * Math.cos(bearing));
    const east = lon + Math.atan2(
      Math.sin(bearing) * Math.sin(reach) * Math.cos(lat),
      Math.cos(reach) - Math.sin(lat) * Math.sin(there),
    );
    ring.push([(east * 180) / Math.PI, (there * 180) / Math.PI]);
  }
  return ring;
}

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features });
const at = (point: Point): [number, number] => [point.lon, point.lat];

/** What is so much older than the newest place has faded as far as it fades, milliseconds. */
export const FADED_MS = 600_000;
/** Steps of fading: few, so that a long trail stays a few lines. */
const SHADES = 5;

/** How far a point has faded against the newest one: 0 is now, 1 is ten minutes older or more. */
export function fadeOf(point: TrailPoint, last: TrailPoint): number {
  const older = Date.parse(last.fixed_at) - Date.parse(point.fixed_at);
  if (!Number.isFinite(older)) return 1;
  return Math.round(Math.min(1, Math.max(0, older / FADED_MS)) * SHADES) / SHADES;
}

/** The way as lines, one for each shade; neighbours share a point, so that no gap shows. */
function way(trail: readonly TrailPoint[], last: TrailPoint): GeoJSON.Feature[] {
  const lines: { fade: number; points: [number, number][] }[] = [];
  trail.slice(1).forEach((point, index) => {
    const fade = fadeOf(point, last);
    const from = trail[index];
    const line = lines.at(-1);
    if (line?.fade === fade) line.points.push(at(point));
    else if (from) lines.push({ fade, points: [at(from), at(point)] });
  });
  return lines.map(({ fade, points }) => ({ type: 'Feature', properties: { part: 'way', fade }, geometry: { type: 'LineString', coordinates: points } }));
}

/** The way so far, fading with its age, its points, and the newest place with its accuracy circle. */
export function trailShapes(trail: readonly TrailPoint[]): GeoJSON.FeatureCollection {
  const last = trail.at(-1);
  if (!last) return collection([]);
  const features: GeoJSON.Feature[] = [];
  if (last.accuracy_m != null && last.accuracy_m > 0) {
    features.push({
      type: 'Feature', properties: { part: 'accuracy' }, geometry: { type: 'Polygon', coordinates: [circle(last, last.accuracy_m)] },
    });
  }
  features.push(...way(trail, last));
  for (const point of trail.slice(0, -1)) {
    features.push({ type: 'Feature', properties: { part: 'was', fade: fadeOf(point, last) }, geometry: { type: 'Point', coordinates: at(point) } });
  }
  features.push({ type: 'Feature', properties: { part: 'now' }, geometry: { type: 'Point', coordinates: at(last) } });
  return collection(features);
}

/** The teams, each with its call sign. */
export function teamShapes(teams: readonly TeamAt[]): GeoJSON.FeatureCollection {
  return collection(teams.map(({ unit, point }) => ({ type: 'Feature', properties: { name: unit }, geometry: { type: 'Point', coordinates: at(point) } })));
}

/** How far two places are from one another as the crow flies, metres. */
export function distanceM(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const across = Math.sin(radians(b.lon - a.lon) / 2) ** 2 * Math.cos(radians(a.lat)) * Math.cos(radians(b.lat));
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(Math.sin(radians(b.lat - a.lat) / 2) ** 2 + across)));
}

/** The usual places that have a position. */
export function placeShapes(places: readonly Place[], name: (place: Place) => string): GeoJSON.FeatureCollection {
  return collection(
    places.flatMap((place) =>
      place.position
        ? [{ type: 'Feature' as const, properties: { name: name(place) }, geometry: { type: 'Point' as const, coordinates: at(place.position) } }]
        : [],
    ),
  );
}
