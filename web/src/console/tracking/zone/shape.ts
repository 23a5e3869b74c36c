// The area of a perimeter as the screens handle it, and how it is typed: text is the one truth, the map only writes into it. Pure.
import type { Point } from '../../../lib/api/types';

export type ShapeType = 'circle' | 'area' | 'corridor';
export type Shape =
  /** All within a distance of a place. */
  | { type: 'circle'; centre: Point; radius_m: number }
  /** Rings of corners: the outer one first, holes after it. None repeats its first corner. */
  | { type: 'area'; rings: Point[][] }
  /** All within a distance of a line. */
  | { type: 'corridor'; line: Point[]; half_width_m: number };

/** What is typed for each kind; kept apart, so that a change of kind loses nothing. */
export interface Typed {
  type: ShapeType;
  centre: string;
  radius: string;
  /** One corner a line; an empty line begins a hole. */
  corners: string;
  /** One place a line. */
  line: string;
  width: string;
}

/** Most corners that the server takes. */
export const MOST_CORNERS = 10_000;
export const RADIUS_M = { least: 20, most: 50_000 } as const;
export const WIDTH_M = { least: 10, most: 5_000 } as const;

export type ShapeFault =
  | { why: 'empty' }
  | { why: 'not-a-place'; line: number }
  | { why: 'too-few'; line: number }
  | { why: 'too-many' }
  | { why: 'size' }
  /** Two sides cross at this place; the sides are counted from 1 in the list. */
  | { why: 'crossing'; at: Point; first: number; second: number }
  | { why: 'hole-outside'; at: Point };

const SEPARATED = /^(-?\d{1,3}(?:[.,]\d+)?)\s*(?:[;/]|,\s|\s)\s*(-?\d{1,3}(?:[.,]\d+)?)$/;
const PLAIN = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/;

/** A place as people type it, with a decimal point or comma: `50.8467, 4.3525` or `50,8467 4,3525`. `null` when it is none. */
export function placeOf(text: string): Point | null {
  const found = PLAIN.exec(text.trim()) ?? SEPARATED.exec(text.trim());
  if (!found) return null;
  const lat = Number((found[1] ?? '').replace(',', '.'));
  const lon = Number((found[2] ?? '').replace(',', '.'));
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** `50.84670, 4.35250` */
export const placeText = (point: Point): string => `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`;

export const BLANK: Typed = { type: 'circle', centre: '', radius: '500', corners: '', line: '', width: '50' };

/** What stands in the fields for a shape. */
export function typedOf(shape: Shape): Typed {
  const lines = (points: readonly Point[]) => points.map(placeText).join('\n');
  if (shape.type === 'circle') return { ...BLANK, type: 'circle', centre: placeText(shape.centre), radius: String(shape.radius_m) };
  if (shape.type === 'corridor') return { ...BLANK, type: 'corridor', line: lines(shape.line), width: String(shape.half_width_m) };
  return { ...BLANK, type: 'area', corners: shape.rings.map(lines).join('\n\n') };
}

interface Line {
  /** Counted from 1 in the text. */
  number: number;
  text: string;
}

/** The text in groups of lines, apart by empty lines. */
function groups(text: string): Line[][] {
  const found: Line[][] = [[]];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') found.push([]);
    else found.at(-1)?.push({ number: index + 1, text: line });
  });
  return found.filter((group) => group.length > 0);
}

function placesOf(lines: readonly Line[]): { places: Point[] } | { fault: ShapeFault } {
  const places: Point[] = [];
  for (const { number, text } of lines) {
    const place = placeOf(text);
    if (!place) return { fault: { why: 'not-a-place', line: number } };
    places.push(place);
  }
  return { places };
}

function metres(text: string, { least, most }: { least: number; most: number }): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most ? Math.round(value) : null;
}

const same = (a: Point | undefined, b: Point | undefined): boolean => a !== undefined && b !== undefined && a.lat === b.lat && a.lon === b.lon;

/** Reads what is typed. Whether rings cross is asked of `faultOfRings`, which costs more. */
export function shapeOf(typed: Typed): { shape: Shape } | { fault: ShapeFault } {
  if (typed.type === 'circle') {
    if (typed.centre.trim() === '') return { fault: { why: 'empty' } };
    const centre = placeOf(typed.centre);
    if (!centre) return { fault: { why: 'not-a-place', line: 1 } };
    const radius_m = metres(typed.radius, RADIUS_M);
    return radius_m === null ? { fault: { why: 'size' } } : { shape: { type: 'circle', centre, radius_m } };
  }
  const parts = groups(typed.type === 'area' ? typed.corners : typed.line);
  if (parts.length === 0) return { fault: { why: 'empty' } };
  if (parts.flat().length > MOST_CORNERS) return { fault: { why: 'too-many' } };
  if (typed.type === 'corridor') return corridorOf(parts.flat(), typed.width);
  const rings: Point[][] = [];
  for (const part of parts) {
    const read = placesOf(part);
    if ('fault' in read) return read;
    // A ring that is closed in the list, as GeoJSON has it, is closed once.
    const ring = read.places.length > 1 && same(read.places[0], read.places.at(-1)) ? read.places.slice(0, -1) : read.places;
    if (ring.length < 3) return { fault: { why: 'too-few', line: part[0]?.number ?? 1 } };
    rings.push(ring);
  }
  return { shape: { type: 'area', rings } };
}

function corridorOf(lines: readonly Line[], width: string): { shape: Shape } | { fault: ShapeFault } {
  const read = placesOf(lines);
  if ('fault' in read) return read;
  if (read.places.length < 2) return { fault: { why: 'too-few', line: lines[0]?.number ?? 1 } };
  const half_width_m = metres(width, WIDTH_M);
  return half_width_m === null ? { fault: { why: 'size' } } : { shape: { type: 'corridor', line: read.places, half_width_m } };
}

/** Text with one line more at its end. */
function withLine(text: string, line: string): string {
  const before = text.replace(/\s+$/, '');
  return before === '' ? line : `${before}\n${line}`;
}

/** A click on the map: the middle of a circle, one more corner, or the corner of that line (counted from 1) anew. */
export function clicked(typed: Typed, at: Point, line: number | null): Typed {
  const said = placeText(at);
  if (typed.type === 'circle') return { ...typed, centre: said };
  const field = typed.type === 'area' ? 'corners' : 'line';
  const lines = typed[field].split('\n');
  if (line === null || line < 1 || line > lines.length) return { ...typed, [field]: withLine(typed[field], said) };
  return { ...typed, [field]: lines.with(line - 1, said).join('\n') };
}

/** Takes the last corner away again. */
export function undone(typed: Typed): Typed {
  if (typed.type === 'circle') return { ...typed, centre: '' };
  const field = typed.type === 'area' ? 'corners' : 'line';
  return { ...typed, [field]: typed[field].replace(/\s+$/, '').split('\n').slice(0, -1).join('\n') };
}
