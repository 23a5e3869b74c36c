// What a team may expect of showing its place: only when it wants it, only for its alarm, and over with the page.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import Place from '../../src/console/card/Place.svelte';
import { setCallSign } from '../../src/console/patrol/callsign.svelte';
import Patrol from '../../src/console/patrol/Patrol.svelte';
import { forgetWish, SAY_EVERY_MS, Share, teamFix } from '../../src/console/patrol/share.svelte';
import type { TeamFix } from '../../src/lib/api/types';
import { anAlarm, id, me, taken } from './alarms';
import { aDesk } from './screens';

const AT = Date.parse('2026-11-22T13:00:00.000Z');
const position = (latitude: number, accuracy = 7.2): GeolocationPosition =>
  ({ coords: { latitude, longitude: 3.83, accuracy }, timestamp: AT }) as GeolocationPosition;

/** A phone whose position the test gives. */
class Phone {
  found: PositionCallback | null = null;
  failed: PositionErrorCallback | null = null;
  cleared = 0;
  watchPosition = (found: PositionCallback, failed?: PositionErrorCallback | null) => {
    this.found = found;
    this.failed = failed ?? null;
    return 7;
  };
  clearWatch = () => (this.cleared += 1);
}
let phone: Phone;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'], now: AT });
  phone = new Phone();
  Object.defineProperty(navigator, 'geolocation', { value: phone, configurable: true });
  forgetWish();
  setCallSign('Ploeg 12');
});
afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(navigator, 'geolocation');
  setCallSign('');
});

const sent = (over = {}) => taken(1, id(108), { stage: 'dispatched', units: ['Ploeg 12'], ...over });

describe('showing the own place', () => {
  // Proves AL-08
  test('AL-08 a place goes as the phone gave it, and what is no place on earth does not go', () => {
    expect(teamFix(position(51.0612345678))).toEqual({ lat_e7: 510612346, lon_e7: 38300000, accuracy_m: 8, fixed_at: '2026-11-22T13:00:00.000Z' });
    expect(teamFix(position(51, 0))?.accuracy_m).toBeNull();
    expect([teamFix(position(91)), teamFix(position(Number.NaN))]).toEqual([null, null]);
  });

  // Proves AL-08
  test('AL-08 it is said at most every few seconds, again while the car stands still, and taken back at the end', () => {
    const said: (TeamFix | null)[] = [];
    const share = new Share((place) => said.push(place), phone as unknown as Geolocation);
    share.start();
    expect([share.state, said.length]).toEqual(['waiting', 0]);
    phone.found?.(position(51.06));
    for (let n = 1; n < 5; n += 1) phone.found?.(position(51.06 + n / 1e5));
    expect([share.state, said.length], 'one, however often the phone moves').toEqual(['on', 1]);
    vi.advanceTimersByTime(3 * SAY_EVERY_MS);
    expect(said).toHaveLength(4);
    expect(said.at(-1)?.lat_e7, 'the newest').toBe(510600400);
    share.stop();
    share.stop();
    expect([said.at(-1), said.length, phone.cleared, share.state]).toEqual([null, 5, 1, 'off']);
    vi.advanceTimersByTime(3 * SAY_EVERY_MS);
    expect(said).toHaveLength(5);
  });

  // Proves AL-08
  test('AL-08 a phone that refuses is told in words, one that finds nothing for a moment goes on', () => {
    const share = new Share(() => undefined, phone as unknown as Geolocation);
    share.start();
    phone.failed?.({ code: 2 } as GeolocationPositionError);
    expect(share.state).toBe('waiting');
    phone.failed?.({ code: 1 } as GeolocationPositionError);
    expect([share.state, phone.cleared]).toEqual(['denied', 1]);
  });
});

describe('on the screens', () => {
  // Proves AL-08
  test('AL-08 only a team of the alarm is asked, and nothing is said before it wants it', async () => {
    const { live, told } = aDesk([sent()], { me: me('patrol') });
    const { unmount } = render(Patrol, { live });
    expect(phone.found).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Show our place with this alarm' }));
    expect(screen.getByText(/Waiting for a position/)).toBeTruthy();
    phone.found?.(position(51.06));
    expect(await screen.findByText('Our place is shown with this alarm.')).toBeTruthy();
    expect(told.places).toEqual([[id(501), 'Ploeg 12', teamFix(position(51.06))]]);
    unmount();
    expect(told.places.at(-1), 'over with the page').toEqual([id(501), 'Ploeg 12', null]);
    setCallSign('Ploeg 9');
    render(Patrol, { live });
    expect(screen.queryByRole('button', { name: /our place/ })).toBeNull();
  });

  // Proves AL-08
  test('AL-08 whoever showed it once shows it for the next alarm, until the team says no', async () => {
    const first = aDesk([sent()], { me: me('patrol') });
    const shown = render(Patrol, { live: first.live });
    await fireEvent.click(screen.getByRole('button', { name: 'Show our place with this alarm' }));
    shown.unmount();
    phone.found = null;
    const next = render(Patrol, { live: aDesk([sent({ id: id(502) })], { me: me('patrol') }).live });
    expect(phone.found).not.toBeNull();
    await fireEvent.click(await screen.findByRole('button', { name: 'Stop showing our place' }));
    next.unmount();
    phone.found = null;
    render(Patrol, { live: aDesk([sent()], { me: me('patrol') }).live });
    expect(phone.found).toBeNull();
  });

  // Proves AL-08, WC-01
  test('AL-08 the desk reads in words where the teams are and how far from the person', () => {
    const alarm = anAlarm(1);
    const person = alarm.trail.at(-1);
    if (!person) throw new Error('the alarm has a place');
    const teams = [{ unit: 'Ploeg 12', point: { ...person, lat: person.lat + 0.0022, accuracy_m: 8 } }];
    render(Place, { alarm, fresh: 'live', at: null, teams });
    const section = screen.getByRole('region', { name: 'Teams on the map' });
    expect(section.textContent).toMatch(/Ploeg 12.*240 m from the person.*accurate to 8 m/);
  });
});
