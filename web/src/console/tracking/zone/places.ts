// Places that a perimeter must be held against (T-CMR): those of the file, and what is typed beside them, such as a court. Pure.
import type { Point } from '../../../lib/api/types';
import { holds } from './ground';
import { placeOf, type Shape } from './shape';

export interface KnownPlace {
  name: string;
  point: Point;
}

/** One place a line, its name before its coordinates: `Court of Gent 51.0543, 3.7174`. */
export function typedPlaces(text: string): { places: KnownPlace[] } | { line: number } {
  const places: KnownPlace[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = /^(.*?\D)\s*[:,]?\s+(-?\d{1,3}[.,]\d+\s*[,;/ ]\s*-?\d{1,3}[.,]\d+)$/.exec(line.trim());
    const point = found ? placeOf(found[2] ?? '') : null;
    const name = (found?.[1] ?? '').trim().replace(/[:,]$/, '');
    if (!point || name === '') return { line: index + 1 };
    places.push({ name, point });
  }
  return { places };
}

/** Which of them lie inside. */
export const placesInside = (shape: Shape, places: readonly KnownPlace[]): KnownPlace[] => places.filter((place) => holds(shape, place.point));
