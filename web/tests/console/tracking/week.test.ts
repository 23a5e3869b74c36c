import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { barsOf, changedWindows, clockChanges, dayOf, hoursCovered, textOfWeek, weekOfText, windowsOf, type Week } from '../../../src/console/tracking/week/week';
import WeekEditor from '../../../src/console/tracking/week/WeekEditor.svelte';
import type { Language } from '../../../src/lib/i18n/i18n.svelte';

const LANGUAGES: readonly Language[] = ['nl', 'fr', 'de', 'en'];
const at = Date.parse('2026-09-01T12:00:00Z');

describe('typing the hours of a perimeter (EM-03)', () => {
  test('days are read in the language of the reader, by their first letters', () => {
    expect(LANGUAGES.map((language) => ['nl:di', 'fr:di', 'de:di', 'en:tu'].map((said) => (said.startsWith(language) ? dayOf(said.slice(3), language) : null)).find((day) => day !== null)))
      .toEqual([1, 6, 1, 1]);
    expect(dayOf('dinsdag', 'nl')).toBe(1);
    expect([dayOf('d', 'nl'), dayOf('xx', 'nl')]).toEqual([null, null]);
  });

  test('a stretch over midnight, a whole day and a run of days over Sunday are read', () => {
    expect(windowsOf('mo-we 22:00-06:00', 'en')).toEqual([0, 1, 2].map((weekday) => ({ weekday, from_minute: 1320, to_minute: 360 })));
    expect(windowsOf('sa-mo 8-12', 'en')?.map((one) => one.weekday)).toEqual([5, 6, 0]);
    expect(windowsOf('su 00:00-24:00', 'en')).toEqual([{ weekday: 6, from_minute: 0, to_minute: 1440 }]);
    expect(windowsOf('lu,me 7h30-8h', 'fr')?.map((one) => one.from_minute)).toEqual([450, 450]);
    expect(['', 'mo', 'mo 8-25', 'mo 8', '8-9', 'mo-xx 8-9', 'mo 24:00-06:00'].map((line) => windowsOf(line, 'en'))).toEqual(Array(7).fill(null));
  });

  test('what is typed twice counts once, a bad line is named, and the text comes back in every language', () => {
    expect(weekOfText('mo 8-9\nmo 8-9', 'en')).toEqual({ windows: [{ weekday: 0, from_minute: 480, to_minute: 540 }] });
    expect(weekOfText('mo 8-9\n\nwhenever', 'en')).toEqual({ fault: { why: 'line', line: 3 } });
    expect(weekOfText(Array.from({ length: 65 }, (_, n) => `mo 0:${String(n % 60).padStart(2, '0')}-${n < 60 ? 12 : 13}`).join('\n'), 'en')).toEqual({ fault: { why: 'too-many' } });
    const windows = [0, 1, 2, 5].map((weekday) => ({ weekday, from_minute: 1320, to_minute: 360 }));
    for (const language of LANGUAGES) expect(weekOfText(textOfWeek(windows, language), language)).toEqual({ windows });
    expect(textOfWeek(windows, 'en')).toBe('mo-we,sa 22:00-06:00');
  });

  test('bars are cut at midnight and hours that overlap count once', () => {
    expect(barsOf([{ weekday: 6, from_minute: 1320, to_minute: 360 }])).toEqual([{ day: 6, from: 1320, to: 1440 }, { day: 0, from: 0, to: 360 }]);
    expect(hoursCovered([{ weekday: 0, from_minute: 0, to_minute: 120 }, { weekday: 0, from_minute: 60, to_minute: 180 }])).toBe(3);
    expect(hoursCovered([])).toBe(168);
  });
});

describe('both changes of the clock', () => {
  test('the days of 25 and 23 hours are found', () => {
    expect(clockChanges(at)).toEqual([{ day: '2026-10-25', hours: 25 }, { day: '2027-03-28', hours: 23 }]);
  });

  test('a night window is an hour longer in autumn and an hour shorter in spring; one of the afternoon is not touched', () => {
    const night = { weekday: 5, from_minute: 1320, to_minute: 360 };
    const early = { weekday: 6, from_minute: 0, to_minute: 480 };
    const noon = { weekday: 6, from_minute: 720, to_minute: 780 };
    const changed = changedWindows([night, early, noon], at);
    expect(changed.map(({ day, window, saidHours, realHours }) => [day, window.weekday, saidHours, realHours])).toEqual([
      ['2026-10-25', 5, 8, 9], ['2026-10-25', 6, 8, 9], ['2027-03-28', 5, 8, 7], ['2027-03-28', 6, 8, 7],
    ]);
  });
});

test('the editor takes text and the form below it, and shows the change of the clock', async () => {
  let now: Week | null = null;
  render(WeekEditor, { onchange: (week: Week | null) => (now = week) });
  expect(screen.getByText('Always, day and night.')).toBeTruthy();
  await fireEvent.click(screen.getByLabelText('Saturday'));
  await fireEvent.click(screen.getAllByRole('button', { name: 'Add' })[0] as HTMLElement);
  expect(now).toEqual({ windows: [{ weekday: 5, from_minute: 1320, to_minute: 360 }], except: [] });
  expect(screen.getByText('8 of the 168 hours of a week.')).toBeTruthy();
  expect(screen.getAllByText(/sa 22:00-06:00 lasts 9 hours instead of 8\./).length).toBe(1);
  await fireEvent.input(screen.getByLabelText('Hours in the week'), { target: { value: 'always' } });
  expect(screen.getByText('Line 1 is no stretch of the week.', { exact: false })).toBeTruthy();
  expect(now).toBeNull();
});
