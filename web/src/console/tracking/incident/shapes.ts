// Tracks and perimeters as GeoJSON for the map. Pure.
import type { Perimeter, TrackPlace } from '../../../lib/api/tracking-types';
import { trailShapes } from '../../map/shapes';
import { geoOf } from '../zone/ground';

/** One track with its name at its newest place. */
export function trackShapes(points: readonly TrackPlace[], name: string): GeoJSON.FeatureCollection {
  const shapes = trailShapes(points);
  return {
    ...shapes,
    features: shapes.features.map((one) => (one.properties?.['part'] === 'now' ? { ...one, properties: { ...one.properties, name } } : one)),
  };
}

/** Perimeters that are watched, each with its kind and its label. */
export function perimeterShapes(perimeters: readonly Perimeter[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: perimeters
      .filter((one) => one.deleted_at === null)
      .map((one) => ({ type: 'Feature', properties: { kind: one.kind, name: one.label }, geometry: geoOf(one.outline) })),
  };
}
