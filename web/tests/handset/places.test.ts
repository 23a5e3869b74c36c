// The position as browsers really give it: with empty errors, while standing still, and only when it was allowed.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fixOf, Places } from '../../src/handset/shell/places';

type Success = (position: GeolocationPosition) => void;
type Failure = (error: GeolocationPositionError) => void;
const at = (latitude: number, accuracy = 8.04): GeolocationPosition =>
  ({ coords: { latitude, longitude: 3.722, accuracy }, timestamp: Date.parse('2026-11-22T14:00:00.000Z') }) as GeolocationPosition;
const error = (code: number) => ({ code, message: '' }) as GeolocationPositionError;

class Radio {
  asked: [Success, Failure][] = [];
  watched: [Success, Failure] | null = null;
  getCurrentPosition = (ok: Success, no: Failure) => void this.asked.push([ok, no]);
  watchPosition = (ok: Success, no: Failure) => {
    this.watched = [ok, no];
    return 1;
  };
  clearWatch = () => (this.watched = null);
}

let radio: Radio;
let said: string[];
let permission: { state: string; onchange: (() => void) | null };
async function start(state: string): Promise<Places> {
  permission = { state, onchange: null };
  vi.stubGlobal('navigator', { permissions: { query: async () => permission } });
  const heard = { fixed: (fix: { lat_e7: number }) => said.push(`${fix.lat_e7}`), lost: () => said.push('lost'), allowed: (now: string) => said.push(now) };
  const places = new Places(heard, radio as unknown as Geolocation);
  await places.start();
  return places;
}
beforeEach(() => {
  vi.useFakeTimers();
  radio = new Radio();
  said = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the position', () => {
  // Proves AL-02
  test('is never asked of the browser before the person allowed it, so no question appears during an alarm (AL-02)', async () => {
    const places = await start('prompt');
    places.every(2);
    vi.advanceTimersByTime(10_000);
    expect([radio.asked.length, radio.watched]).toEqual([0, null]);
    places.ask();
    expect(radio.asked).toHaveLength(1);
  });
  // Proves AL-04
  test('is followed during an alarm, and every change goes on (AL-04)', async () => {
    const places = await start('granted');
    places.every(2);
    radio.watched?.[0](at(51.05));
    radio.watched?.[0](at(51.06));
    expect(said).toEqual(['granted', '510500000', '510600000']);
    vi.advanceTimersByTime(6000);
    expect(radio.asked, 'one question at a time').toHaveLength(1);
  });
  test('an empty error before a fix is nothing; one after which nothing comes means that the position is lost', async () => {
    const places = await start('granted');
    places.every(2);
    radio.watched?.[1](error(2));
    radio.watched?.[0](at(51.05));
    vi.advanceTimersByTime(10_000);
    expect(said).not.toContain('lost');
    radio.watched?.[1](undefined as unknown as GeolocationPositionError);
    vi.advanceTimersByTime(10_000);
    expect(said).toContain('lost');
  });
  // Proves GN-03
  test('is looked up now and then without an alarm, and not followed (GN-03)', async () => {
    const places = await start('granted');
    places.every(900);
    expect([radio.asked.length, radio.watched]).toEqual([1, null]);
    vi.advanceTimersByTime(900_000);
    expect(radio.asked).toHaveLength(2);
    places.every(null);
    vi.advanceTimersByTime(9_000_000);
    expect(radio.asked).toHaveLength(2);
  });
  test('taken away in the settings, it is said', async () => {
    const places = await start('granted');
    places.every(900);
    permission.state = 'denied';
    permission.onchange?.();
    expect(said).toContain('denied');
  });
});

describe('a fix', () => {
  test('is whole numbers of 1e-7 degree and decimetres; nothing is exact', () => {
    expect(fixOf(at(51.0540001))).toEqual({ lat_e7: 510_540_001, lon_e7: 37_220_000, accuracy_dm: 81, fixed_at: '2026-11-22T14:00:00.000Z', source: 'unknown' });
    expect(fixOf(at(51, 0))?.accuracy_dm).toBeUndefined();
    expect(fixOf(at(91))).toBeNull();
  });
});
