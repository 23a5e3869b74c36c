// Writes public/map/outline.json: Belgium and its neighbours, so that the map has a country without any request outside.
// Source: world-atlas (Natural Earth 1:10m, public domain), cut to the window below and rounded to 4 decimals (about 10 m).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8'));
const kept = new Map([['056', 'BE'], ['528', 'NL'], ['276', 'DE'], ['250', 'FR'], ['442', 'LU'], ['826', 'GB']]);
const near = { west: -1.5, south: 47.5, east: 10, north: 54.5 };

const round = (value) => Math.round(value * 1e4) / 1e4;
const touches = (ring) => ring.some(([x, y]) => x > near.west && x < near.east && y > near.south && y < near.north);

/** Points outside the window are moved onto its edge, which closes each polygon there. */
function cut(ring) {
  const points = [];
  for (const [x, y] of ring) {
    const point = [round(Math.min(near.east, Math.max(near.west, x))), round(Math.min(near.north, Math.max(near.south, y)))];
    const last = points.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) points.push(point);
  }
  return points;
}

const features = feature(atlas, atlas.objects.countries)
  .features.filter((country) => kept.has(country.id))
  .map((country) => {
    const polygons = country.geometry.type === 'Polygon' ? [country.geometry.coordinates] : country.geometry.coordinates;
    const coordinates = polygons.filter((polygon) => touches(polygon[0])).map((polygon) => polygon.filter(touches).map(cut));
    return { type: 'Feature', properties: { code: kept.get(country.id) }, geometry: { type: 'MultiPolygon', coordinates } };
  });

const file = fileURLToPath(new URL('../public/map/outline.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ type: 'FeatureCollection', features })}\n`);
console.log(`${features.length} countries`);
