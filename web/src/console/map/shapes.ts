// GeoJSON for the map: the trail, the accuracy circle, the places. Pure.
import type { Place, Point, TrailPoint } from '../../lib/api/types';

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

/** The way so far, its points, and the newest place with its accuracy circle. */
export function trailShapes(trail: readonly TrailPoint[]): GeoJSON.FeatureCollection {
  const last = trail.at(-1);
  if (!last) return collection([]);
  const features: GeoJSON.Feature[] = [];
  if (last.accuracy_m != null && last.accuracy_m > 0) {
    features.push({
      type: 'Feature', properties: { part: 'accuracy' }, geometry: { type: 'Polygon', coordinates: [circle(last, last.accuracy_m)] },
    });
  }
  if (trail.length > 1) {
    features.push({ type: 'Feature', properties: { part: 'way' }, geometry: { type: 'LineString', coordinates: trail.map(at) } });
  }
  for (const point of trail.slice(0, -1)) {
    features.push({ type: 'Feature', properties: { part: 'was' }, geometry: { type: 'Point', coordinates: at(point) } });
  }
  features.push({ type: 'Feature', properties: { part: 'now' }, geometry: { type: 'Point', coordinates: at(last) } });
  return collection(features);
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
