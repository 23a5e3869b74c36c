// The look of the map: our own outline, zones and layers, on whatever base the organisation has configured. No request outside of ours.
import { layers as protomapsLayers, namedFlavor } from '@protomaps/basemaps';
import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { MapBase } from '../../lib/api/types';
import { FADE, otherTrackLayers, perimeterLayers } from './tracks';

export type Light = 'light' | 'dark';
/** What a page draws itself. */
export type OwnSource = 'trail' | 'places' | 'teams' | 'perimeters' | 'other';
export interface Ink {
  sea: string; land: string; border: string; street: string; water: string; green: string; building: string; zone: string; label: string; halo: string;
  person: string; personFill: string; place: string; team: string;
}
/** The look of a map: its colours, and how large its words are against the usual 16 px. */
export interface Look {
  light: Light;
  size: number;
}
const INKS: Record<Light, Ink> = {
  light: { sea: '#dfe5ea', land: '#f7f7f5', border: '#8b95a1', street: '#c3c9cf', water: '#c4d4e0', green: '#e3eadf', building: '#e2e0dc',
    zone: '#48515b', label: '#14181d', halo: '#ffffff', person: '#b00020', personFill: '#b00020', place: '#14181d', team: '#0f4c9c' },
  dark: { sea: '#0a0d10', land: '#171b20', border: '#5b6570', street: '#3b444d', water: '#16242f', green: '#1a231c', building: '#22272d',
    zone: '#aeb7c1', label: '#eef1f4', halo: '#0d1013', person: '#ff5a63', personFill: '#ff5a63', place: '#eef1f4', team: '#8ab8ff' },
};
/** What we lay over any base, in this order. */
export interface OwnData {
  zones: GeoJSON.FeatureCollection;
  layers: readonly { name: string; data: GeoJSON.FeatureCollection }[];
}
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

const NO_ZONE: FilterSpecification = ['==', ['get', 'id'], ''];

function outlineLayers(ink: Ink): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': ink.sea } },
    { id: 'land', type: 'fill', source: 'outline', paint: { 'fill-color': ink.land } },
    { id: 'border', type: 'line', source: 'outline', paint: { 'line-color': ink.border, 'line-width': 1 } },
  ];
}

function townLayers(name: string, ink: Ink, size: number): LayerSpecification[] {
  const source = `layer-${name}`;
  return [
    { id: `${source}-area`, type: 'fill', source, filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': ['match', ['to-string', ['get', 'kind']], 'water', ink.water, ['park', 'green', 'forest'], ink.green, ink.building] } },
    { id: `${source}-line`, type: 'line', source, filter: ['==', ['geometry-type'], 'LineString'], layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ['match', ['to-string', ['get', 'kind']], ['water', 'river', 'canal'], ink.water, ink.street],
        'line-width': ['interpolate', ['linear'], ['zoom'], 11, 0.8, 16, 6] } },
    { id: `${source}-line-name`, type: 'symbol', source, minzoom: 14, filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'symbol-placement': 'line', 'text-field': ['to-string', ['get', 'name']], 'text-size': 12 * size },
      paint: { 'text-color': ink.label, 'text-halo-color': ink.halo, 'text-halo-width': 1.5 } },
    { id: `${source}-point-name`, type: 'symbol', source, minzoom: 12, filter: ['==', ['geometry-type'], 'Point'],
      layout: { 'text-field': ['to-string', ['get', 'name']], 'text-size': 12 * size },
      paint: { 'text-color': ink.label, 'text-halo-color': ink.halo, 'text-halo-width': 1.5 } },
  ];
}

function overLayers(ink: Ink, size: number): LayerSpecification[] {
  return [
    ...perimeterLayers(ink, size),
    { id: 'zone-line', type: 'line', source: 'zones', paint: { 'line-color': ink.zone, 'line-width': 1.5, 'line-dasharray': [4, 2] } },
    // Which of them is set by `Picture.mark`.
    { id: 'zone-manages', type: 'line', source: 'zones', filter: NO_ZONE, paint: { 'line-color': ink.zone, 'line-width': 3, 'line-dasharray': [3, 2] } },
    { id: 'zone-here', type: 'line', source: 'zones', filter: NO_ZONE, paint: { 'line-color': ink.zone, 'line-width': 4 } },
    { id: 'zone-name', type: 'symbol', source: 'zones', minzoom: 8,
      layout: { 'text-field': ['concat', ['get', 'code'], ' ', ['get', 'name']], 'text-size': 13 * size },
      paint: { 'text-color': ink.zone, 'text-halo-color': ink.halo, 'text-halo-width': 2 } },
    { id: 'accuracy', type: 'fill', source: 'trail', filter: ['==', ['get', 'part'], 'accuracy'], paint: { 'fill-color': ink.personFill, 'fill-opacity': 0.16 } },
    { id: 'accuracy-line', type: 'line', source: 'trail', filter: ['==', ['get', 'part'], 'accuracy'], paint: { 'line-color': ink.person, 'line-width': 1.5 } },
    { id: 'way', type: 'line', source: 'trail', filter: ['==', ['get', 'part'], 'way'], paint: { 'line-color': ink.person, 'line-width': 3, 'line-opacity': FADE } },
    { id: 'was', type: 'circle', source: 'trail', filter: ['==', ['get', 'part'], 'was'],
      paint: { 'circle-radius': 2.5, 'circle-color': ink.halo, 'circle-stroke-color': ink.person, 'circle-stroke-width': 1.5,
        'circle-opacity': FADE, 'circle-stroke-opacity': FADE } },
    { id: 'place', type: 'circle', source: 'places',
      paint: { 'circle-radius': 6 * size, 'circle-color': ink.halo, 'circle-stroke-color': ink.place, 'circle-stroke-width': 2.5 } },
    { id: 'place-name', type: 'symbol', source: 'places',
      layout: { 'text-field': ['get', 'name'], 'text-size': 13 * size, 'text-anchor': 'left', 'text-offset': [0.8, 0] },
      paint: { 'text-color': ink.place, 'text-halo-color': ink.halo, 'text-halo-width': 2 } },
    { id: 'team', type: 'circle', source: 'teams',
      paint: { 'circle-radius': 7 * size, 'circle-color': ink.team, 'circle-stroke-color': ink.halo, 'circle-stroke-width': 2.5 } },
    // Also where other words stand: a team that is near must not lose its name.
    { id: 'team-name', type: 'symbol', source: 'teams',
      layout: { 'text-field': ['get', 'name'], 'text-size': 13 * size, 'text-anchor': 'right', 'text-offset': [-0.8, 0], 'text-allow-overlap': true },
      paint: { 'text-color': ink.team, 'text-halo-color': ink.halo, 'text-halo-width': 2 } },
    { id: 'now', type: 'circle', source: 'trail', filter: ['==', ['get', 'part'], 'now'],
      paint: { 'circle-radius': 9 * size, 'circle-color': ink.person, 'circle-stroke-color': ink.halo, 'circle-stroke-width': 3 } },
    ...otherTrackLayers(ink, size),
  ];
}

function baseSources(base: MapBase): StyleSpecification['sources'] {
  if (base.type === 'pmtiles') return { pm: { type: 'vector', url: `pmtiles://${new URL(base.url, location.href).href}` } };
  if (base.type === 'raster') return { raster: { type: 'raster', tiles: [base.url], tileSize: 256, attribution: base.attribution } };
  return {};
}

function baseLayers(base: MapBase, light: Light, language: string): LayerSpecification[] {
  if (base.type === 'pmtiles') return protomapsLayers('pm', namedFlavor(light), { lang: language });
  if (base.type === 'raster') return [{ id: 'raster', type: 'raster', source: 'raster' }];
  return [];
}

/** The whole style. A style of the organisation is fetched by the map itself; ours is then laid over it. */
export function styleOf(base: MapBase, own: OwnData, look: Look, language: string): StyleSpecification {
  const ink = INKS[look.light];
  return {
    version: 8,
    sources: {
      outline: { type: 'geojson', data: '/map/outline.json' },
      ...baseSources(base),
      ...ownSources(own),
    },
    layers: [...outlineLayers(ink), ...baseLayers(base, look.light, language), ...ownLayers(own, look)],
  };
}

/** Our sources, for any base. */
export function ownSources(own: OwnData): StyleSpecification['sources'] {
  const sources: StyleSpecification['sources'] = {
    zones: { type: 'geojson', data: own.zones }, trail: { type: 'geojson', data: NOTHING }, places: { type: 'geojson', data: NOTHING }, teams: { type: 'geojson', data: NOTHING },
    perimeters: { type: 'geojson', data: NOTHING }, other: { type: 'geojson', data: NOTHING },
  };
  for (const layer of own.layers) sources[`layer-${layer.name}`] = { type: 'geojson', data: layer.data };
  return sources;
}

/** Our layers, for any base. */
export function ownLayers(own: OwnData, { light, size }: Look): LayerSpecification[] {
  const ink = INKS[light];
  return [...own.layers.flatMap((layer) => townLayers(layer.name, ink, size)), ...overLayers(ink, size)];
}
