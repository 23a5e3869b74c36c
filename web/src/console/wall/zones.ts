// The zones on the wall: from west to east as they lie, what is not well never left out. Pure.
import type { ZoneHealth, ZoneShapes } from '../../lib/api/types';

/** As many rows as fit on a wall without scrolling. */
export const MOST_ROWS = 9;

function lonsOf(coordinates: unknown, found: number[]): void {
  if (!Array.isArray(coordinates)) return;
  const [first] = coordinates as unknown[];
  if (typeof first === 'number') found.push(first);
  else for (const part of coordinates as unknown[]) lonsOf(part, found);
}

/** The longitude of the middle of each zone whose outline is known. */
export function middles(shapes: ZoneShapes | null): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  for (const feature of shapes?.features ?? []) {
    const geometry: unknown = feature.geometry;
    const lons: number[] = [];
    if (typeof geometry === 'object' && geometry !== null && 'coordinates' in geometry) lonsOf(geometry.coordinates, lons);
    if (lons.length === 0) continue;
    const west = lons.reduce((a, b) => Math.min(a, b));
    const east = lons.reduce((a, b) => Math.max(a, b));
    map.set(feature.properties.id, (west + east) / 2);
  }
  return map;
}

/** From west to east; zones without an outline after them, by their code. */
export function westToEast(zones: readonly ZoneHealth[], middle: ReadonlyMap<string, number>): ZoneHealth[] {
  return zones.toSorted((a, b) => {
    const one = middle.get(a.zone.id);
    const other = middle.get(b.zone.id);
    if (one !== undefined && other !== undefined && one !== other) return one - other;
    if ((one === undefined) !== (other === undefined)) return one === undefined ? 1 : -1;
    return a.zone.code.localeCompare(b.zone.code) || a.zone.name.localeCompare(b.zone.name);
  });
}

/** Is anything about this zone not well? */
export function unwell(zone: ZoneHealth): boolean {
  return zone.proven < zone.handsets || zone.alerts_unowned > 0 || zone.alerts > 0 || zone.ringing > 0;
}

export interface Rows {
  shown: ZoneHealth[];
  /** Zones that are all well and have no row of their own. */
  rest: number;
}

/** The rows of the wall. When there are too many, zones that are well are counted together; one that is not well always has a row. */
export function rowsOf(zones: readonly ZoneHealth[], middle: ReadonlyMap<string, number>, most: number = MOST_ROWS): Rows {
  const all = westToEast(zones, middle);
  if (all.length <= most) return { shown: all, rest: 0 };
  const ill = all.filter(unwell);
  const room = Math.max(0, most - ill.length);
  const well = new Set(all.filter((zone) => !unwell(zone)).slice(0, room));
  const shown = all.filter((zone) => unwell(zone) || well.has(zone));
  return { shown, rest: all.length - shown.length };
}

/** The oldest proof of life over all zones, or `null`. */
export function oldestProof(zones: readonly ZoneHealth[]): ZoneHealth | null {
  return zones.filter((zone) => zone.oldest_proof).toSorted((a, b) => Date.parse(a.oldest_proof ?? '') - Date.parse(b.oldest_proof ?? ''))[0] ?? null;
}
