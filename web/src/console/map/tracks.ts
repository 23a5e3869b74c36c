// How perimeters and the track of the other person look on the map: by line and word, not by colour alone.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Ink } from './style';

/** What is old is still seen: it never fades to nothing. */
export const FADE: ExpressionSpecification = ['-', 0.85, ['*', 0.6, ['coalesce', ['get', 'fade'], 0]]];

/** An exclusion is hatched by its thick line, an inclusion by a thin one, a buffer by dots; each with its name. */
export function perimeterLayers(ink: Ink, size: number): LayerSpecification[] {
  const source = 'perimeters';
  return [
    { id: 'perimeter', type: 'fill', source, filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': ink.place, 'fill-opacity': 0.08 } },
    { id: 'perimeter-exclusion', type: 'line', source, filter: ['==', ['get', 'kind'], 'exclusion'], paint: { 'line-color': ink.place, 'line-width': 3.5 } },
    { id: 'perimeter-inclusion', type: 'line', source, filter: ['==', ['get', 'kind'], 'inclusion'],
      paint: { 'line-color': ink.place, 'line-width': 2, 'line-dasharray': [5, 2] } },
    { id: 'perimeter-buffer', type: 'line', source, filter: ['==', ['get', 'kind'], 'buffer'],
      paint: { 'line-color': ink.place, 'line-width': 2, 'line-dasharray': [1, 2] } },
    { id: 'perimeter-corner', type: 'circle', source, filter: ['==', ['get', 'kind'], 'corner'],
      paint: { 'circle-radius': 5 * size, 'circle-color': ink.halo, 'circle-stroke-color': ink.place, 'circle-stroke-width': 2 } },
    { id: 'perimeter-fault', type: 'circle', source, filter: ['==', ['get', 'kind'], 'fault'],
      paint: { 'circle-radius': 12 * size, 'circle-opacity': 0, 'circle-stroke-color': ink.person, 'circle-stroke-width': 4 } },
    { id: 'perimeter-name', type: 'symbol', source, filter: ['has', 'name'],
      layout: { 'text-field': ['get', 'name'], 'text-size': 13 * size, 'text-anchor': 'top', 'text-offset': [0, 0.6] },
      paint: { 'text-color': ink.place, 'text-halo-color': ink.halo, 'text-halo-width': 2 } },
  ];
}

/** The track of the other of the two: broken lines and the colour of who helps, with a name at its newest place. */
export function otherTrackLayers(ink: Ink, size: number): LayerSpecification[] {
  const source = 'other';
  const named = (from: 'trail' | 'other', colour: string): LayerSpecification => ({
    id: `${from}-now-name`, type: 'symbol', source: from, filter: ['all', ['==', ['get', 'part'], 'now'], ['has', 'name']],
    layout: { 'text-field': ['get', 'name'], 'text-size': 13 * size, 'text-anchor': 'bottom', 'text-offset': [0, -1], 'text-allow-overlap': true },
    paint: { 'text-color': colour, 'text-halo-color': ink.halo, 'text-halo-width': 2 },
  });
  return [
    { id: 'other-accuracy', type: 'fill', source, filter: ['==', ['get', 'part'], 'accuracy'], paint: { 'fill-color': ink.team, 'fill-opacity': 0.14 } },
    { id: 'other-accuracy-line', type: 'line', source, filter: ['==', ['get', 'part'], 'accuracy'],
      paint: { 'line-color': ink.team, 'line-width': 1.5, 'line-dasharray': [3, 2] } },
    { id: 'other-way', type: 'line', source, filter: ['==', ['get', 'part'], 'way'],
      paint: { 'line-color': ink.team, 'line-width': 3, 'line-opacity': FADE, 'line-dasharray': [2, 1] } },
    { id: 'other-was', type: 'circle', source, filter: ['==', ['get', 'part'], 'was'],
      paint: { 'circle-radius': 2.5, 'circle-color': ink.halo, 'circle-stroke-color': ink.team, 'circle-stroke-width': 1.5, 'circle-opacity': FADE, 'circle-stroke-opacity': FADE } },
    { id: 'other-now', type: 'circle', source, filter: ['==', ['get', 'part'], 'now'],
      paint: { 'circle-radius': 9 * size, 'circle-color': ink.halo, 'circle-stroke-color': ink.team, 'circle-stroke-width': 5 } },
    named('trail', ink.person),
    named('other', ink.team),
  ];
}
