// Is a place in Belgium (AL-14)? Answered on the phone, without a network, by the same outline as the server's.
// Outline: (c) OpenStreetMap contributors, ODbL 1.0; simplified, so a field path may be on its wrong side.
// Never here: what follows from it. An alarm is always sent.
import type { Fix } from '../protocol/messages';
import outline from './belgium.json';

const LOCAL = 0xffff;

/** Winding number of a ring of `x, y` pairs around a point; 0 is outside. */
function winding(ring: readonly number[], x: number, y: number): number {
  let turns = 0;
  let ax = ring[ring.length - 2] ?? 0;
  let ay = ring[ring.length - 1] ?? 0;
  for (let at = 0; at + 1 < ring.length; at += 2) {
    const bx = ring[at] ?? 0;
    const by = ring[at + 1] ?? 0;
    const left = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
    if (ay <= y) {
      if (by > y && left > 0) turns += 1;
    } else if (by <= y && left < 0) {
      turns -= 1;
    }
    ax = bx;
    ay = by;
  }
  return turns;
}

/** Degrees, WGS 84. */
export function inBelgium(lat: number, lon: number): boolean {
  const { width, height } = outline;
  const column = Math.min(width - 1, Math.floor((width * (180 + lon)) / 360));
  const row = Math.max(0, Math.ceil((height * (90 - lat)) / 180) - 1);
  const cell = outline.cells.find(({ x, y }) => x === column && y === row);
  if (!cell) return false;
  if (cell.whole) return true;
  const x = Math.trunc(((lon - (-180 + (360 * column) / width)) * width * LOCAL) / 360);
  const y = Math.trunc(((lat - (90 - (180 * (row + 1)) / height)) * height * LOCAL) / 180);
  const covers = (rings: readonly number[][]) => rings.filter((ring) => winding(ring, x, y) !== 0).length;
  return covers(cell.outer) > covers(cell.inner);
}

export function fixInBelgium(fix: Fix): boolean {
  return inBelgium(fix.lat_e7 / 1e7, fix.lon_e7 / 1e7);
}
