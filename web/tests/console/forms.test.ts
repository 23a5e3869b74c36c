import { describe, expect, test } from 'vitest';
import { addressOf, phoneOf, positionOf } from '../../src/console/cases/blank';
import { firstThatFits, fit, MOST_BYTES, STEPS } from '../../src/console/cases/photo';
import { farText } from '../../src/console/desk/texts';
import { circle, distanceM, fadeOf, teamShapes, trailShapes } from '../../src/console/map/shapes';
import { pageOf } from '../../src/console/router.svelte';
import { problemOf } from '../../src/lib/api/http';
import { anAlarm, id } from './alarms';

describe('what is typed', () => {
  test('a phone number is brought to E.164', () => {
    expect(['0470 12 34 56', '+32 470/12.34.56', '0032470123456'].map(phoneOf)).toEqual(Array(3).fill('+32470123456'));
    expect(['12', 'no number', '+0123456789'].map(phoneOf)).toEqual([null, null, null]);
  });

  test('coordinates are two numbers on earth', () => {
    expect(positionOf('50.8467, 4.3525')).toEqual({ lat: 50.8467, lon: 4.3525 });
    expect(positionOf('50.8467 4.3525')).toEqual({ lat: 50.8467, lon: 4.3525 });
    expect(['91, 4', '50.8', 'Gent', '50,8; x'].map(positionOf)).toEqual([null, null, null, null]);
  });

  test('a Bluetooth address may be typed with or without signs between', () => {
    expect(['a4c138001122', 'A4-C1-38-00-11-22', 'A4:C1:38:00:11:22'].map(addressOf)).toEqual(Array(3).fill('A4:C1:38:00:11:22'));
    expect(addressOf('A4:C1:38:00:11')).toBeNull();
  });
});

describe('the photo', () => {
  test('AL-06 a photo keeps its proportion and is never made larger', () => {
    expect(fit(3000, 4000, 640)).toEqual({ width: 480, height: 640 });
    expect(fit(100, 50, 640)).toEqual({ width: 100, height: 50 });
  });

  test('AL-06 it is made smaller until the server takes it', async () => {
    const tried: number[] = [];
    const made = await firstThatFits(async (side) => {
      tried.push(side);
      return new Blob([new Uint8Array(tried.length < 3 ? MOST_BYTES + 1 : 1000)]);
    });
    expect(tried).toHaveLength(3);
    expect(made?.size).toBe(1000);
    expect(await firstThatFits(async () => new Blob([new Uint8Array(MOST_BYTES + 1)]))).toBeNull();
    expect(STEPS.length).toBeGreaterThan(3);
  });
});

describe('the map', () => {
  test('AL-08 each team is on the map by its call sign, and how far it is from the person is told', () => {
    const point = { lat: 51.06, lon: 3.83, fixed_at: '2026-11-22T13:00:00.000Z', received_at: '2026-11-22T13:00:00.000Z', source: 'unknown' as const };
    const [only] = teamShapes([{ unit: 'Ploeg 12', point }]).features;
    expect([only?.properties?.['name'], only?.geometry]).toEqual(['Ploeg 12', { type: 'Point', coordinates: [3.83, 51.06] }]);
    expect(distanceM(point, { lat: 51.07, lon: 3.83 })).toBeCloseTo(1111.95, 1);
    expect([farText(point, { lat: 51.0622, lon: 3.83 }), farText(point, { lat: 51.09, lon: 3.83 })]).toEqual(['240 m', '3.3 km']);
  });
  test('AL-04 the accuracy circle has the radius that the device says, on the ground', () => {
    const ring = circle({ lat: 50.8, lon: 4.3 }, 111.2);
    const north = ring.map(([, lat]) => lat).reduce((a, b) => Math.max(a, b));
    expect(north - 50.8).toBeCloseTo(0.001, 5);
    expect(ring[0]).toEqual(ring.at(-1));
  });

  test('AL-04 the newest place is marked apart from those before it', () => {
    const [point] = anAlarm(1).trail;
    if (!point) throw new Error('the alarm has a place');
    const parts = trailShapes([point, point, point]).features.map((feature) => feature.properties?.['part']);
    expect(parts).toEqual(['accuracy', 'way', 'was', 'was', 'now']);
    expect(trailShapes([]).features).toEqual([]);
  });
});

test('an address of the console holds ids and nothing personal, and what is not a page says so', () => {
  expect(pageOf('/')).toEqual({ name: 'home' });
  expect(pageOf(`/cases/${id(200)}`)).toEqual({ name: 'case', id: id(200) });
  expect(['/cases/Peeters', '/x', '/desk/1', '/constructor'].map((path) => pageOf(path).name)).toEqual(Array(4).fill('unknown'));
});

test('a problem is read from RFC 9457 and from anything else', () => {
  expect(problemOf(409, { code: 'alarm.closed', detail: 'd', paragraph: '7.1', trace_id: 't' })).toMatchObject({ code: 'alarm.closed', paragraph: '7.1', trace: 't' });
  expect(problemOf(502, null)).toMatchObject({ code: 'http.502', title: 'HTTP 502' });
});

test('AL-04 the way fades with its age: what is ten minutes older than the newest place is faint, and still there', () => {
  const [point] = anAlarm(1).trail;
  if (!point) throw new Error('the alarm has a place');
  const then = (minutes: number, lon: number) => ({ ...point, lon, fixed_at: new Date(Date.parse(point.fixed_at) - minutes * 60_000).toISOString() });
  const shapes = trailShapes([then(20, 4.1), then(15, 4.2), then(4, 4.3), then(0, 4.4)]).features;
  const ways = shapes.filter((feature) => feature.properties?.['part'] === 'way').map((feature) => feature.properties?.['fade']);
  expect(ways).toEqual([1, 0.4, 0]);
  expect(fadeOf(then(4, 4), then(0, 4))).toBe(0.4);
});
