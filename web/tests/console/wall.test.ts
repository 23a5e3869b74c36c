import { cleanup, render, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { across, diamond, line, LIMITS_S, up } from '../../src/console/reports/plot';
import { number, share } from '../../src/console/reports/figures';
import { perHourPerDesk, percent, pressureOf } from '../../src/console/wall/load';
import { middles, oldestProof, rowsOf, westToEast } from '../../src/console/wall/zones';
import Strip from '../../src/console/strip/Strip.svelte';
import Troubles from '../../src/console/wall/Troubles.svelte';
import TrackingPanel from '../../src/console/wall/TrackingPanel.svelte';
import WallPage from '../../src/console/wall/WallPage.svelte';
import type { Wall, ZoneHealth, ZoneShapes } from '../../src/lib/api/types';
import { at, id, me } from './alarms';
import { aDesk, aServer } from './screens';

function zone(n: number, over: Partial<ZoneHealth> = {}): ZoneHealth {
  return { zone: { id: id(n), code: String(5400 + n), name: `Zone ${n}` }, handsets: 4, proven: 4, oldest_proof: at(-n), alerts: 0, alerts_unowned: 0, ringing: 0, ...over };
}
function shape(n: number, lon: number): ZoneShapes['features'][number] {
  const ring = [[lon, 50], [lon + 0.2, 50], [lon + 0.2, 50.2], [lon, 50]];
  return { type: 'Feature', properties: { id: id(n), code: String(5400 + n), name: `Zone ${n}` }, geometry: { type: 'Polygon', coordinates: [ring] } } as unknown as ZoneShapes['features'][number];
}
export function aWall(over: Partial<Wall> = {}): Wall {
  return {
    as_of: at(0), store: 'up', ringing: 1, owned: 2, desks_own_room: 2, desks: 5, handsets: 8, handsets_proven: 7, handsets_revoked: 1, oldest_proof: at(-200),
    alerts: 2, alerts_unowned: 1, pv_to_follow: 3, recordings_stopped: 0, sound_off: false, desks_lost: 0, operators_on_duty: 2, staffing_low: false, desk_alerts: [], my_desk: null, shown_10m: 3, shown_60m: 14,
    rate_10m_per_desk: 1.5, flood: null, norm: { average_per_hour: 6, peak_per_hour: 15 }, zones: [zone(1), zone(2)], unowned: { alarms: 1, alerts: 1, reports: 2 }, ...over,
  };
}
const collection = (...features: ZoneShapes['features']): ZoneShapes => ({ type: 'FeatureCollection', features }) as ZoneShapes;

describe('the zones', () => {
  test('FL-10 they stand from west to east as they lie, those without an outline after them by code', () => {
    const middle = middles(collection(shape(1, 4.6), shape(2, 3.1)));
    expect(middle.get(id(2))).toBeCloseTo(3.2);
    expect(westToEast([zone(4), zone(1), zone(3), zone(2)], middle).map((one) => one.zone.name)).toEqual(['Zone 2', 'Zone 1', 'Zone 3', 'Zone 4']);
    expect(middles(null).size).toBe(0);
  });

  test('FL-10 a zone that is not well always has a row, however many zones there are', () => {
    const zones = Array.from({ length: 30 }, (_, n) => zone(n, n === 29 ? { proven: 3 } : {}));
    const rows = rowsOf(zones, new Map(), 5);
    expect(rows.shown).toHaveLength(5);
    expect(rows.shown.map((one) => one.zone.name)).toContain('Zone 29');
    expect(rows.rest).toBe(25);
    const ill = zones.map((one) => ({ ...one, ringing: 1 }));
    expect(rowsOf(ill, new Map(), 5)).toMatchObject({ rest: 0 });
    expect(rowsOf(ill, new Map(), 5).shown).toHaveLength(30);
  });

  test('FL-10 the oldest proof of life of all is found', () => {
    expect(oldestProof([zone(1), zone(9), zone(3, { oldest_proof: null })])?.zone.name).toBe('Zone 9');
    expect(oldestProof([zone(3, { oldest_proof: null })])).toBeNull();
  });
});

describe('the load', () => {
  test('FL-01 it is reckoned for each staffed desk, and a room where nobody sits has one', () => {
    expect(perHourPerDesk({ shown_60m: 14, operators_on_duty: 2 })).toBe(7);
    expect(perHourPerDesk({ shown_60m: 14, operators_on_duty: 0 })).toBe(14);
    const norm = { average_per_hour: 6, peak_per_hour: 15 };
    expect([6, 7, 15, 16].map((rate) => pressureOf(rate, norm))).toEqual(['calm', 'busy', 'busy', 'over']);
    expect([percent(1, 0), percent(1, 4), percent(9, 4), percent(-1, 4)]).toEqual([0, 25, 100, 0]);
  });

  test('ARC-02 T-ARC-4 one operator on duty is too few, and the wall says what to do', () => {
    render(Troubles, { wall: aWall({ staffing_low: true, operators_on_duty: 1 }), role: 'operator' });
    expect(screen.getByText('Too few operators: 1 on duty')).toBeTruthy();
    expect(screen.getByText('At least 2, day and night. Call somebody in.')).toBeTruthy();
  });

  test('FL-31 a recording that stopped is a fact of the wall, with what goes on and what to do', () => {
    render(Troubles, { wall: aWall({ recordings_stopped: 2 }), role: 'wall' });
    expect(screen.getByText('Recordings stopped: 2')).toBeTruthy();
    expect(screen.getByText('Listening goes on. Look at the disk of the recordings.')).toBeTruthy();
  });

  test('FL-06 GN-05 sound that is off is a fact of the wall and of the strip, with what to do', () => {
    expect(render(Troubles, { wall: aWall(), role: 'wall' }).container.querySelector('ul')?.hidden).toBe(true);
    cleanup();
    render(Troubles, { wall: aWall({ sound_off: true }), role: 'wall' });
    expect(screen.getByText('Sound of alarms: off')).toBeTruthy();
    expect(screen.getByText(/^Nobody can listen in, and nothing is recorded\. Write, and call back when it is safe\./)).toBeTruthy();
    const shows = (over: Partial<Wall>) => {
      cleanup();
      render(Strip, { live: aDesk([], { wall: aWall(over) }).live });
      return screen.queryByText('off: write, call back') !== null;
    };
    expect([shows({ sound_off: true }), shows({})]).toEqual([true, false]);
  });

  test('the wall says how tracking is: counts and a time, and in words when positions are not kept or it is off', async () => {
    const now = { as_of: at(0), on: true, keeping: true, waiting: 0, carriers: 3, oldest_heard: at(-60) };
    let answer: unknown = now;
    const asked = aServer(() => ({ status: 200, body: answer }));
    const well = render(TrackingPanel);
    expect(await screen.findByText('3 tracked')).toBeTruthy();
    expect(screen.getByText('Not heard for longest:')).toBeTruthy();
    expect(well.container.querySelector('.danger')).toBeNull();
    expect(asked[0]?.path).toBe('/api/v1/wall/tracking');
    well.unmount();
    answer = { ...now, keeping: false, waiting: 12, oldest_heard: null };
    const ill = render(TrackingPanel);
    expect(await screen.findByText(/judged and not kept/)).toBeTruthy();
    expect(screen.getByText('12 waiting')).toBeTruthy();
    expect(screen.getByText('nobody heard yet')).toBeTruthy();
    ill.unmount();
    answer = { ...now, on: false, keeping: false, carriers: 0 };
    render(TrackingPanel);
    expect(await screen.findByText(/the folder of positions cannot be opened/)).toBeTruthy();
  });

  test('GN-03 a desk that hears nothing is told to colleagues by name, and to a wall by its room alone', () => {
    const wall = aWall({ desk_alerts: [{ desk: id(7), account_name: 'Els Operator', room_name: 'Oost', state: 'deaf', since: at(-60) }] });
    const { container, unmount } = render(Troubles, { wall, role: 'operator' });
    expect(container.textContent).toContain('Els Operator');
    unmount();
    const onWall = render(Troubles, { wall, role: 'wall' });
    expect(onWall.container.textContent).toContain('Oost');
    expect(onWall.container.textContent).not.toContain('Els');
  });
});

describe('answer times', () => {
  test('T-ARC-1 the line goes through each counted share, and up is more', () => {
    const shares = [{ within_s: 180, share: 1, count: 4 }, { within_s: 10, share: 0.5, count: 2 }];
    const points = line(shares).split(' ').map((pair) => pair.split(',').map(Number));
    expect(points).toHaveLength(3);
    const [x0, x1, x2] = points.map(([x]) => x ?? 0);
    expect([x0, x1, x2]).toEqual([x0, x1, x2].toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect(up(1)).toBeLessThan(up(0.5));
    expect(across(500)).toBe(across(180));
    expect(LIMITS_S).toEqual([10, 15, 20, 30, 40, 60, 90, 180]);
  });

  test('T-ARC-2 a target stands at its seconds and its share', () => {
    const target = { name: 'nena', source: 'NENA', from: 'delivered' as const, to: 'taken' as const, within_s: 15, share_wanted: 0.9, share: 0.8, count: 8, met: false };
    expect(diamond(target, 0).split(' ')[0]).toBe(`${across(15)},${up(0.9)}`);
  });

  test('T-ARC-2 a share that misses one alarm is never written as all of them', () => {
    expect(share(0.99999, 'en')).toBe('99.9%');
    expect(share(1, 'en')).toBe('100%');
    expect(share(0.29, 'en')).toBe('29%');
    expect(number(1.26, 'nl')).toBe('1,3');
  });

  test('T-ARC-1 T-ARC-2 the wall shows each target with the number of alarms and in words whether it was met', async () => {
    const times = { shares: [{ within_s: 10, share: 0.75, count: 3 }], p50_ms: 6000, p90_ms: 9000, p98_5_ms: 20000, p99_ms: 20000, max_ms: 20000 };
    const window = {
      from: '2026-11-01', to: '2026-11-30', alarms: 4, never_taken: 1, from_pressed: times, from_delivered: times,
      targets: [
        { name: 'bs8484', source: 'BS 8484:2016 (ARC-04)', from: 'delivered', to: 'taken', within_s: 10, share_wanted: 0.8, share: 0.75, count: 4, met: false },
        { name: 'nfpa1225', source: 'NFPA 1225:2022 (ARC-10)', from: 'taken', to: 'dispatched', within_s: 60, share_wanted: 0.9, share: 1, count: 4, met: true },
      ],
    };
    aServer((_, path) => (path.includes('answer-times') ? { status: 200, body: { month: window, year: window } } : { status: 404, body: {} }));
    const { container } = render(WallPage, { live: aDesk([], { me: me('wall'), wall: aWall() }).live });
    expect(await screen.findAllByText('missed')).toHaveLength(2);
    expect(screen.getAllByText('of 4 alarms').length).toBeGreaterThanOrEqual(4);
    expect(screen.getAllByText(/^BS 8484/)).toHaveLength(2);
    // A target that ends with the dispatch stands in the list, not on the line of taking.
    expect(container.querySelectorAll('polygon')).toHaveLength(2);
    expect(screen.getAllByText(/1 never taken/)).toHaveLength(2);
    expect(container.querySelectorAll('svg[role="img"]')).toHaveLength(4);
  });

  test('T-ARC-2 a role that may not read answer times is not shown an empty place for them', () => {
    const asked = aServer(() => ({ status: 404, body: {} }));
    render(WallPage, { live: aDesk([], { me: me('administrator'), wall: aWall() }).live });
    expect(screen.queryByText('Answer times')).toBeNull();
    expect(asked.some((one) => one.path.includes('reports'))).toBe(false);
  });
});
