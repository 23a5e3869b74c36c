// Geometry of perimeters on the ground: what crosses, how much they cover, what lies inside. Pure.
import type { Point } from '../../../lib/api/types';
import { circle, distanceM } from '../../map/shapes';
import type { Shape, ShapeFault } from './shape';

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres east and north of a place: flat, which is right to a thousandth over some tens of kilometres. */
export interface Flat {
  x: number;
  y: number;
}

export function flatFrom(origin: Point): (point: Point) => Flat {
  const wide = Math.cos(origin.lat * RADIANS) * EARTH_RADIUS_M * RADIANS;
  return (point) => ({ x: (point.lon - origin.lon) * wide, y: (point.lat - origin.lat) * EARTH_RADIUS_M * RADIANS });
}

interface Side {
  from: Point;
  to: Point;
  ring: number;
  /** Counted from 1 over all corners of the list. */
  number: number;
  west: number;
  east: number;
}

function sidesOf(rings: readonly Point[][]): Side[] {
  let before = 0;
  return rings.flatMap((corners, ring) => {
    const first = before;
    before += corners.length;
    return corners.map((from, index) => {
      const to = corners[(index + 1) % corners.length] ?? from;
      return { from, to, ring, number: first + index + 1, west: Math.min(from.lon, to.lon), east: Math.max(from.lon, to.lon) };
    });
  });
}

const turn = (a: Point, b: Point, c: Point): number => (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
const within = (a: Point, b: Point, c: Point): boolean =>
  Math.min(a.lon, b.lon) <= c.lon && c.lon <= Math.max(a.lon, b.lon) && Math.min(a.lat, b.lat) <= c.lat && c.lat <= Math.max(a.lat, b.lat);
const samePlace = (a: Point, b: Point): boolean => a.lat === b.lat && a.lon === b.lon;

/** Where two sides meet; `null` when they do not. */
export function meeting(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [c1, d1, a1, b1] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (((c1 > 0 && d1 < 0) || (c1 < 0 && d1 > 0)) && ((a1 > 0 && b1 < 0) || (a1 < 0 && b1 > 0))) {
    const part = c1 / (c1 - d1);
    return { lat: c.lat + part * (d.lat - c.lat), lon: c.lon + part * (d.lon - c.lon) };
  }
  if (c1 === 0 && within(a, b, c)) return c;
  if (d1 === 0 && within(a, b, d)) return d;
  if (a1 === 0 && within(c, d, a)) return a;
  if (b1 === 0 && within(c, d, b)) return b;
  return null;
}

/** Neighbours share a corner, and only that: when one runs back over the other they do cross. */
function faultOf(one: Side, other: Side): Point | null {
  const at = meeting(one.from, one.to, other.from, other.to);
  if (!at || one.ring !== other.ring) return at;
  const shared = samePlace(one.to, other.from) ? one.to : samePlace(other.to, one.from) ? other.to : null;
  if (!shared) return at;
  const [a, b] = samePlace(one.to, other.from) ? [one.from, other.to] : [other.from, one.to];
  const back = turn(a, shared, b) === 0 && (a.lon - shared.lon) * (b.lon - shared.lon) + (a.lat - shared.lat) * (b.lat - shared.lat) > 0;
  return back ? shared : null;
}

/** The first place at which rings cross themselves or each other, or a hole that lies outside; `null` when nothing is wrong. */
export function faultOfRings(rings: readonly Point[][]): ShapeFault | null {
  const sides = sidesOf(rings).toSorted((a, b) => a.west - b.west);
  let open: Side[] = [];
  for (const side of sides) {
    open = open.filter((one) => one.east >= side.west);
    for (const one of open) {
      const at = faultOf(one.number < side.number ? one : side, one.number < side.number ? side : one);
      if (at) return { why: 'crossing', at, first: Math.min(one.number, side.number), second: Math.max(one.number, side.number) };
    }
    open.push(side);
  }
  const [outer = [], ...holes] = rings;
  for (const hole of holes) {
    const corner = hole[0];
    if (corner && !inRing(corner, outer)) return { why: 'hole-outside', at: corner };
  }
  return null;
}

export function inRing(point: Point, ring: readonly Point[]): boolean {
  let inside = false;
  ring.forEach((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    if (a.lat > point.lat !== b.lat > point.lat && point.lon < ((b.lon - a.lon) * (point.lat - a.lat)) / (b.lat - a.lat) + a.lon) inside = !inside;
  });
  return inside;
}

/** Metres from a place to a stretch of a line. */
function toStretchM(point: Point, from: Point, to: Point): number {
  const flat = flatFrom(point);
  const [a, b] = [flat(from), flat(to)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const long = dx * dx + dy * dy;
  const part = long === 0 ? 0 : Math.min(1, Math.max(0, -(a.x * dx + a.y * dy) / long));
  return Math.hypot(a.x + part * dx, a.y + part * dy);
}

/** Does a place lie in a shape? */
export function holds(shape: Shape, point: Point): boolean {
  if (shape.type === 'circle') return distanceM(shape.centre, point) <= shape.radius_m;
  if (shape.type === 'corridor') {
    return shape.line.slice(1).some((to, index) => toStretchM(point, shape.line[index] ?? to, to) <= shape.half_width_m);
  }
  const [outer = [], ...holes] = shape.rings;
  return inRing(point, outer) && !holes.some((hole) => inRing(point, hole));
}

/** South-west and north-east of a shape. */
export function boxOf(shape: Shape): [Point, Point] {
  const corners = shape.type === 'area' ? shape.rings.flat() : shape.type === 'corridor' ? shape.line : [shape.centre];
  const out = shape.type === 'circle' ? shape.radius_m : shape.type === 'corridor' ? shape.half_width_m : 0;
  const lats = corners.map((corner) => corner.lat);
  const lons = corners.map((corner) => corner.lon);
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const high = out / (EARTH_RADIUS_M * RADIANS);
  const wide = high / Math.max(0.01, Math.cos(((least(lats) + most(lats)) / 2) * RADIANS));
  return [{ lat: least(lats) - high, lon: least(lons) - wide }, { lat: most(lats) + high, lon: most(lons) + wide }];
}

function ringAreaM2(ring: readonly Point[], flat: (point: Point) => Flat): number {
  const sum = ring.reduce((total, corner, index) => {
    const [a, b] = [flat(corner), flat(ring[(index + 1) % ring.length] ?? corner)];
    return total + a.x * b.y - b.x * a.y;
  }, 0);
  return Math.abs(sum) / 2;
}

/** Lines of the grid each way; a shape of very many corners gets a coarser one, so that the screen keeps up. */
const gridOf = (shape: Shape): number => (boxCorners(shape) > 500 ? 48 : 120);
const boxCorners = (shape: Shape): number => (shape.type === 'area' ? shape.rings.flat().length : shape.type === 'corridor' ? shape.line.length : 1);

/** Points of an even grid over the box of a shape that lie in it, and the ground for which each stands, m2. */
function sample(shape: Shape): { points: Point[]; eachM2: number } {
  const [low, high] = boxOf(shape);
  const flat = flatFrom({ lat: (low.lat + high.lat) / 2, lon: low.lon });
  const [from, to] = [flat(low), flat(high)];
  const points: Point[] = [];
  const grid = gridOf(shape);
  for (let row = 0; row < grid; row += 1) {
    for (let column = 0; column < grid; column += 1) {
      const point = { lat: low.lat + ((row + 0.5) / grid) * (high.lat - low.lat), lon: low.lon + ((column + 0.5) / grid) * (high.lon - low.lon) };
      if (holds(shape, point)) points.push(point);
    }
  }
  return { points, eachM2: ((to.x - from.x) / grid) * ((to.y - from.y) / grid) };
}

/** Ground that a shape covers, km2. Circles and rings exactly; a corridor by a grid, for its bends overlap. */
export function coveredKm2(shape: Shape): number {
  if (shape.type === 'circle') return (Math.PI * shape.radius_m ** 2) / 1e6;
  if (shape.type === 'corridor') {
    const { points, eachM2 } = sample(shape);
    return (points.length * eachM2) / 1e6;
  }
  const [low, high] = boxOf(shape);
  const flat = flatFrom({ lat: (low.lat + high.lat) / 2, lon: low.lon });
  const [outer = 0, ...holes] = shape.rings.map((ring) => ringAreaM2(ring, flat));
  return Math.max(0, outer - holes.reduce((a, b) => a + b, 0)) / 1e6;
}

export interface ZoneShare {
  name: string;
  /** Share of the zone that the shape covers, 0 to 1. */
  share: number;
}

const ringsOf = (polygon: GeoJSON.Position[][]): Point[][] =>
  polygon.map((ring) => ring.slice(0, -1).map(([lon = 0, lat = 0]) => ({ lat, lon })));

function polygonsOf(feature: GeoJSON.Feature): Point[][][] {
  if (feature.geometry?.type === 'Polygon') return [ringsOf(feature.geometry.coordinates)];
  return feature.geometry?.type === 'MultiPolygon' ? feature.geometry.coordinates.map(ringsOf) : [];
}

/** Of which zones a shape covers how much, the largest share first. Zones that it does not touch are left out. */
export function sharesOf(shape: Shape, zones: GeoJSON.FeatureCollection): ZoneShare[] {
  const { points, eachM2 } = sample(shape);
  if (points.length === 0) return [];
  const covered = (coveredKm2(shape) * 1e6) / (points.length * eachM2);
  return zones.features
    .flatMap((zone) => {
      const parts = polygonsOf(zone).map((rings): Shape => ({ type: 'area', rings }));
      const inside = points.filter((point) => parts.some((part) => holds(part, point))).length;
      const whole = parts.reduce((sum, part) => sum + coveredKm2(part) * 1e6, 0);
      return inside > 0 && whole > 0 ? [{ name: String(zone.properties?.['name'] ?? ''), share: Math.min(1, (inside * eachM2 * covered) / whole) }] : [];
    })
    .toSorted((a, b) => b.share - a.share);
}

/** A shape as GeoJSON for the map; the corridor as the line with rounded stretches around it. */
export function geoOf(shape: Shape): GeoJSON.Geometry {
  const at = (point: Point): [number, number] => [point.lon, point.lat];
  if (shape.type === 'circle') return { type: 'Polygon', coordinates: [circle(shape.centre, shape.radius_m)] };
  if (shape.type === 'area') {
    return { type: 'Polygon', coordinates: shape.rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(at)) };
  }
  return {
    type: 'MultiPolygon',
    coordinates: [
      ...shape.line.slice(1).map((to, index) => [stretch(shape.line[index] ?? to, to, shape.half_width_m).map(at)]),
      ...shape.line.map((place) => [circle(place, shape.half_width_m)]),
    ],
  };
}

/** A rectangle around a stretch of a line, closed. */
function stretch(from: Point, to: Point, half: number): Point[] {
  const end = flatFrom(from)(to);
  const long = Math.hypot(end.x, end.y) || 1;
  const degree = EARTH_RADIUS_M * RADIANS;
  const east = ((-end.y / long) * half) / (degree * Math.cos(from.lat * RADIANS));
  const north = ((end.x / long) * half) / degree;
  const beside = (point: Point, way: 1 | -1): Point => ({ lat: point.lat + way * north, lon: point.lon + way * east });
  return [beside(from, 1), beside(to, 1), beside(to, -1), beside(from, -1), beside(from, 1)];
}
