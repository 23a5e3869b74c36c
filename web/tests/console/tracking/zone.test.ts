import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { boxOf, coveredKm2, faultOfRings, geoOf, holds, sharesOf } from '../../../src/console/tracking/zone/ground';
import { placesInside, typedPlaces } from '../../../src/console/tracking/zone/places';
import { BLANK, clicked, MOST_CORNERS, placeOf, shapeOf, typedOf, undone, type Shape, type Typed } from '../../../src/console/tracking/zone/shape';
import ZoneEditor from '../../../src/console/tracking/zone/ZoneEditor.svelte';
import { distanceM } from '../../../src/console/map/shapes';
import { aServer } from '../screens';

const GENT = { lat: 51.05, lon: 3.72 };
const round = (degrees: number) => Number(degrees.toFixed(5));
const square = (lat: number, lon: number, side: number) => {
  const [north, east] = [round(lat + side), round(lon + side)];
  return [{ lat, lon }, { lat, lon: east }, { lat: north, lon: east }, { lat: north, lon }];
};
const area = (corners: string): Typed => ({ ...BLANK, type: 'area', corners });

describe('typing a perimeter (EM-03, WCAG 2.5.7)', () => {
  test('a place is read with a point or a comma, and what is none is refused', () => {
    expect(['50.8467, 4.3525', '50.8467,4.3525', '50,8467 4,3525', '50,8467; 4,3525'].map(placeOf)).toEqual(Array(4).fill({ lat: 50.8467, lon: 4.3525 }));
    expect(['', '50.8', 'Gent', '95, 4', '50, 181', '50.8 4.3 2'].map(placeOf)).toEqual(Array(6).fill(null));
  });

  test('a circle, an area with a hole and a corridor are read, and stand in the fields again as they were', () => {
    const shapes: Shape[] = [
      { type: 'circle', centre: GENT, radius_m: 500 },
      { type: 'area', rings: [square(51, 3.7, 0.1), square(51.02, 3.72, 0.02)] },
      { type: 'corridor', line: [GENT, { lat: 51.06, lon: 3.73 }], half_width_m: 80 },
    ];
    for (const shape of shapes) expect(shapeOf(typedOf(shape))).toEqual({ shape });
  });

  test('what is wrong is said with its line', () => {
    const fault = (typed: Typed) => (('fault' in shapeOf(typed)) ? (shapeOf(typed) as { fault: unknown }).fault : null);
    expect(fault(area('51,3.7\nhere\n51.1,3.8'))).toEqual({ why: 'not-a-place', line: 2 });
    expect(fault(area('51,3.7\n51,3.8\n51.1,3.8\n\n51.02,3.72\n51.03,3.72'))).toEqual({ why: 'too-few', line: 5 });
    expect(fault(area('51,3.7\n51,3.8\n51,3.7'))).toEqual({ why: 'too-few', line: 1 });
    expect(fault(area(''))).toEqual({ why: 'empty' });
    expect(fault({ ...BLANK, centre: '51, 3.7', radius: '5' })).toEqual({ why: 'size' });
    expect(fault({ ...BLANK, type: 'corridor', line: '51,3.7' })).toEqual({ why: 'too-few', line: 1 });
    expect(fault(area(Array.from({ length: MOST_CORNERS + 1 }, () => '51,3.7').join('\n')))).toEqual({ why: 'too-many' });
  });

  test('a click adds a corner, moves the one of a line, or sets the middle; undo takes the last one away', () => {
    const one = clicked(area(''), GENT, null);
    const two = clicked(one, { lat: 51.1, lon: 3.8 }, null);
    expect(two.corners).toBe('51.05000, 3.72000\n51.10000, 3.80000');
    expect(clicked(two, { lat: 50, lon: 4 }, 1).corners).toBe('50.00000, 4.00000\n51.10000, 3.80000');
    expect(clicked(two, { lat: 50, lon: 4 }, 9).corners.split('\n')).toHaveLength(3);
    expect(undone(two).corners).toBe('51.05000, 3.72000');
    expect(clicked(BLANK, GENT, null).centre).toBe('51.05000, 3.72000');
  });
});

describe('the ground of a perimeter', () => {
  test('rings that cross are refused with the place, also a hole that crosses its ring and one outside', () => {
    expect(faultOfRings([square(51, 3.7, 0.1)])).toBeNull();
    const bow = [{ lat: 51, lon: 3.7 }, { lat: 51.1, lon: 3.8 }, { lat: 51, lon: 3.8 }, { lat: 51.1, lon: 3.7 }];
    const fault = faultOfRings([bow]);
    expect(fault).toMatchObject({ why: 'crossing', first: 1, second: 3 });
    expect(fault?.why === 'crossing' && distanceM(fault.at, { lat: 51.05, lon: 3.75 })).toBeLessThan(10);
    expect(faultOfRings([square(51, 3.7, 0.1), square(51.05, 3.75, 0.1)])).toMatchObject({ why: 'crossing' });
    expect(faultOfRings([square(51, 3.7, 0.1), square(52, 3.7, 0.1)])).toMatchObject({ why: 'hole-outside' });
    // A side that runs back over the one before it.
    expect(faultOfRings([[{ lat: 51, lon: 3.7 }, { lat: 51, lon: 3.8 }, { lat: 51, lon: 3.75 }, { lat: 51.1, lon: 3.75 }]])).toMatchObject({ why: 'crossing' });
  });

  test('ten thousand corners are checked while one waits', () => {
    const ring = Array.from({ length: 10_000 }, (_, n) => ({ lat: 51 + 0.1 * Math.sin((n / 10_000) * 2 * Math.PI), lon: 3.7 + 0.1 * Math.cos((n / 10_000) * 2 * Math.PI) }));
    expect(faultOfRings([ring])).toBeNull();
    expect(faultOfRings([ring.with(5_000, ring[0] ?? GENT)])).toMatchObject({ why: 'crossing' });
  });

  test('the covered ground is that of the earth, a hole goes off, and bends of a corridor count once', () => {
    expect(coveredKm2({ type: 'circle', centre: GENT, radius_m: 1_000 })).toBeCloseTo(Math.PI, 6);
    const whole = coveredKm2({ type: 'area', rings: [square(51, 3.7, 0.1)] });
    const wide = distanceM({ lat: 51.05, lon: 3.7 }, { lat: 51.05, lon: 3.8 }) / 1000;
    const high = distanceM({ lat: 51, lon: 3.7 }, { lat: 51.1, lon: 3.7 }) / 1000;
    expect(whole / (wide * high)).toBeCloseTo(1, 3);
    expect(coveredKm2({ type: 'area', rings: [square(51, 3.7, 0.1), square(51.02, 3.72, 0.05)] }) / whole).toBeCloseTo(0.75, 2);
    const there = { lat: 51.06, lon: 3.72 };
    const once = coveredKm2({ type: 'corridor', line: [GENT, there], half_width_m: 100 });
    const back = coveredKm2({ type: 'corridor', line: [GENT, there, GENT], half_width_m: 100 });
    expect(once).toBeCloseTo((distanceM(GENT, there) * 200 + Math.PI * 100 ** 2) / 1e6, 1);
    expect(back).toBeCloseTo(once, 5);
  });

  test('T-CMR the share of each zone is told, the largest first', () => {
    const feature = (name: string, lon: number): GeoJSON.Feature => ({
      type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates: [[...square(51, lon, 0.1), { lat: 51, lon }].map((p) => [p.lon, p.lat])] },
    });
    const zones: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [feature('West', 3.7), feature('East', 3.8), feature('Far', 5)] };
    const shares = sharesOf({ type: 'area', rings: [square(51, 3.725, 0.1)] }, zones);
    expect(shares.map((one) => one.name)).toEqual(['West', 'East']);
    expect(shares[0]?.share).toBeCloseTo(0.75, 1);
    expect(shares[1]?.share).toBeCloseTo(0.25, 1);
  });

  test('T-CMR known places inside are named, whichever the shape', () => {
    const read = typedPlaces('Court of Gent 51.0505, 3.7201\nSchool: 51.2 3.9');
    if (!('places' in read)) throw new Error('not read');
    expect(read.places.map((place) => place.name)).toEqual(['Court of Gent', 'School']);
    expect(typedPlaces('Court\n')).toEqual({ line: 1 });
    for (const shape of [
      { type: 'circle', centre: GENT, radius_m: 200 }, { type: 'area', rings: [square(51, 3.7, 0.1)] },
      { type: 'corridor', line: [{ lat: 51, lon: 3.72 }, { lat: 51.1, lon: 3.72 }], half_width_m: 50 },
    ] satisfies Shape[]) expect(placesInside(shape, read.places).map((place) => place.name)).toEqual(['Court of Gent']);
  });

  test('on the map a corridor is as wide as it was asked, and the box holds all of it', () => {
    const shape: Shape = { type: 'corridor', line: [GENT, { lat: 51.06, lon: 3.74 }], half_width_m: 100 };
    const geometry = geoOf(shape);
    if (geometry.type !== 'MultiPolygon') throw new Error('another geometry');
    const [low, high] = boxOf(shape);
    for (const [lon = 0, lat = 0] of geometry.coordinates.flat(2)) {
      expect(lat >= low.lat - 1e-6 && lat <= high.lat + 1e-6 && lon >= low.lon - 1e-6 && lon <= high.lon + 1e-6).toBe(true);
      expect(holds({ ...shape, half_width_m: 101 }, { lat, lon })).toBe(true);
    }
  });
});

describe('the editor of a perimeter', () => {
  const zones = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: 'Gent' }, geometry: { type: 'Polygon', coordinates: [[...square(51, 3.7, 0.1), { lat: 51, lon: 3.7 }].map((p) => [p.lon, p.lat])] } }] };

  test('all of it is typed with the keyboard, and what it covers is said (T-CMR)', async () => {
    aServer(() => ({ status: 200, body: zones }));
    let now: Shape | null = null;
    render(ZoneEditor, { places: [{ name: 'Home of the protected person', point: GENT }], onchange: (shape: Shape | null) => (now = shape) });
    await fireEvent.input(screen.getByLabelText('Middle'), { target: { value: '51.05, 3.72' } });
    await fireEvent.input(screen.getByLabelText('Radius in metres'), { target: { value: '1000' } });
    expect(now).toEqual({ type: 'circle', centre: GENT, radius_m: 1_000 });
    await waitFor(() => expect(screen.getByText(/% of Gent/)).toBeTruthy());
    expect(screen.getByText('Covers 3.14 km²')).toBeTruthy();
    expect(screen.getByText(/Home of the protected person/, { selector: 'li' })).toBeTruthy();
  });

  test('crossing sides are told with their place, and nothing is handed on', async () => {
    aServer(() => ({ status: 200, body: zones }));
    let now: Shape | null = { type: 'circle', centre: GENT, radius_m: 1 };
    render(ZoneEditor, { onchange: (shape: Shape | null) => (now = shape) });
    await fireEvent.click(screen.getByLabelText('Area with corners'));
    await fireEvent.input(screen.getByLabelText('Corners, one a line'), { target: { value: '51,3.7\n51.1,3.8\n51,3.8\n51.1,3.7' } });
    expect(screen.getByText(/The side from point 1 crosses the one from point 3, at 51.05000, 3.75000/)).toBeTruthy();
    expect(now).toBeNull();
  });
});
