import { describe, expect, test } from 'vitest';
import { hopsOf } from '../../src/console/card/hops';
import { age, clock, clocksDiffer, day, duration, moment } from '../../src/lib/time';
import { anAlarm, at } from './alarms';

const now = Date.parse(at(0));

describe('times for people', () => {
  test('FL-32 a time is shown for Europe/Brussels with 24 hours, in winter and in summer', () => {
    expect(clock('2026-11-22T13:05:09.123Z', 'nl')).toBe('14:05:09');
    expect(clock('2026-07-01T22:30:00.000Z', 'fr')).toBe('00:30:00');
    expect(clock('2026-11-22T23:00:00.000Z', 'en')).toBe('00:00:00');
  });

  test('a time of another day carries its day, by the calendar of Brussels', () => {
    expect(moment(at(-60), now, 'en')).toBe('13:59:00');
    expect(moment('2026-11-21T22:59:59.000Z', now, 'en')).toBe('21/11/2026 23:59:59');
    expect(day('2026-11-21T23:30:00.000Z', 'nl')).toBe('22/11/2026');
  });

  test('an age is in the largest unit that says enough', () => {
    const ages = [0, -12, -119, -120, -7199, -7200, -172_800].map((seconds) => age(at(seconds), now));
    expect(ages.map((one) => `${one.key} ${one.n}`)).toEqual([
      'age-now 0', 'age-seconds 12', 'age-seconds 119', 'age-minutes 2', 'age-minutes 119', 'age-hours 2', 'age-days 2',
    ]);
  });

  test('FL-32 a time ahead of our clock says so', () => {
    expect(age(at(30), now)).toEqual({ key: 'age-ahead', n: 30 });
  });

  test('a delay is readable from milliseconds to hours', () => {
    expect([4, 430, 12_000, 185_000, 7_800_000].map((ms) => duration(ms, 'nl'))).toEqual(['4 ms', '0,4 s', '12 s', '3 min 05 s', '2 h 10 min']);
    expect(duration(-7_200_000, 'en')).toBe('-2 h 00 min');
  });
});

describe('the hops of an alarm', () => {
  test('FL-32 every hop has its time, its clock and the delay before it', () => {
    expect(hopsOf(anAlarm(1)).map((hop) => [hop.milestone, hop.clock, hop.sinceMs])).toEqual([
      ['pressed', 'phone', null], ['received', 'ours', 600], ['held', 'ours', 4],
    ]);
  });

  test('FL-32 no delay is made up between two clocks that differ', () => {
    const alarm = anAlarm(1, { pressed_at: at(-7200) });
    expect(clocksDiffer(alarm.pressed_at, alarm.received_at)).toBe(true);
    expect(hopsOf(alarm).map((hop) => hop.sinceMs)).toEqual([null, null, 4]);
  });
});
