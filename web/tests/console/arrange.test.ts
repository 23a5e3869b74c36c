import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { arranged, GROUP_FROM, groupedIn } from '../../src/console/desk/arrange';
import Desk from '../../src/console/desk/Desk.svelte';
import { hiddenIn } from '../../src/console/desk/hidden';
import { paceOf } from '../../src/console/desk/pace';
import { queueOf } from '../../src/console/desk/queue';
import { HOLD_MS, QueueView } from '../../src/console/desk/view.svelte';
import type { Alarm } from '../../src/lib/api/types';
import { anAlarm, aWall, at, id, me, taken } from './alarms';
import { aDesk } from './screens';

const mine = me().account;
const ids = (alarms: readonly Alarm[]) => alarms.map((alarm) => Number(alarm.id.slice(-3)) - 500);
const known = (...alarms: Alarm[]) => new Map(alarms.map((alarm) => [alarm.id, alarm]));
const queue = (...alarms: Alarm[]) => queueOf(alarms, mine);
const away = (selected: string | null) => ({ pointer: 'away' as const, selected });
const over = { pointer: 'over' as const, selected: null };
const grave = (n: number) => anAlarm(n, { gravity: 'duress', duress: true, received_at: at(n) });
const press = (n: number, more: Partial<Alarm> = {}) => anAlarm(n, { kind: 'unidentified', gravity: 'unidentified', bearer: null, ...more });

describe('nothing moves under the hand', () => {
  test('AL-03 while the pointer is over the list every row keeps its place, and a new one stands at the end of its section', () => {
    const [first, second, third] = [anAlarm(1), anAlarm(2), grave(3)];
    const shown = queue(first, second);
    expect(ids(arranged(shown, queue(first, second, third), known(first, second, third), over).ringing)).toEqual([1, 2, 3]);
    expect(ids(arranged(shown, queue(first, second, third), known(first, second, third), away(null)).ringing)).toEqual([3, 1, 2]);
  });

  test('a row that a colleague took meanwhile stays where it is, in its newest state', () => {
    const first = anAlarm(1);
    const now = taken(1, id(108));
    const [row] = arranged(queue(first, anAlarm(2)), queue(now, anAlarm(2)), known(now, anAlarm(2)), over).ringing;
    expect(row).toBe(now);
  });

  test('an alarm that left the screen keeps its row until the hand is gone', () => {
    const [first, second] = [anAlarm(1), anAlarm(2)];
    const shown = queue(first, second);
    expect(ids(arranged(shown, queue(second), known(second), over).ringing)).toEqual([1, 2]);
    expect(ids(arranged(shown, queue(second), known(second), away(null)).ringing)).toEqual([2]);
  });

  test('a pointer that lies still holds nothing any more, and a finger never did', async () => {
    vi.useFakeTimers();
    const { container } = render(Desk, { live: aDesk([anAlarm(1)]).live });
    const list = container.querySelector('[role="presentation"]') ?? document.body;
    const move = async (pointerType: string) => {
      list.dispatchEvent(Object.assign(new Event('pointermove', { bubbles: true }), { pointerType }));
      await vi.advanceTimersByTimeAsync(0);
    };
    await move('touch');
    expect(screen.queryByText('order held')).toBeNull();
    await move('mouse');
    expect(screen.getByText('order held')).toBeTruthy();
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    expect(screen.queryByText('order held')).toBeNull();
    vi.useRealTimers();
  });
});

describe('the selected one is not pushed', () => {
  test('AL-03 a graver alarm that comes in stands right after the one on the card', () => {
    const [first, second, third] = [anAlarm(1), anAlarm(2), grave(3)];
    const shown = queue(first, second);
    expect(ids(arranged(shown, queue(first, second, third), known(), away(first.id)).ringing)).toEqual([1, 3, 2]);
  });

  test('what stood before it may stay before it, and its order is the order of gravity once another is chosen', () => {
    const [first, second, third] = [anAlarm(1), anAlarm(2), grave(3)];
    const pushed = arranged(queue(first, second), queue(first, second, third), known(), away(second.id));
    expect(ids(pushed.ringing)).toEqual([1, 2, 3]);
    expect(ids(arranged(pushed, queue(first, second, third), known(), away(null)).ringing)).toEqual([3, 1, 2]);
  });

  test('AL-09 whatever is held or selected, no alarm is left out', () => {
    const alarms = Array.from({ length: 40 }, (_, n) => (n % 5 === 0 ? taken(n, n % 2 ? mine : id(108)) : n % 3 === 0 ? press(n) : anAlarm(n)));
    for (const still of [over, away(alarms[7]?.id ?? null), away(null)]) {
      const rows = arranged(queue(...alarms.slice(0, 25)), queue(...alarms), known(...alarms), still);
      expect(new Set(ids(Object.values(rows).flat())).size).toBe(40);
    }
  });
});

describe('a flood', () => {
  const flood = [anAlarm(1), press(2), press(3), press(4), press(5, { rung: 'everyone' })];

  test('FL-01 AL-09 it folds unidentified presses and never a danger, nor what calls everyone', () => {
    const { single, grouped } = groupedIn(flood, 'yes');
    expect([ids(single), ids(grouped)]).toEqual([[1, 5], [2, 3, 4]]);
  });

  test('without a flood, or when there are few of them, each has its own row', () => {
    expect(groupedIn(flood, 'no').grouped).toEqual([]);
    expect(groupedIn([anAlarm(1), ...Array.from({ length: GROUP_FROM - 1 }, (_, n) => press(n + 2))], 'yes').grouped).toEqual([]);
  });

  test('FL-01 the desk says how many are folded, and one press shows them', async () => {
    const { live } = aDesk(flood, { wall: aWall({ flood: { since: at(0) } }) });
    const { container } = render(Desk, { live });
    expect(container.querySelectorAll('[data-row]')).toHaveLength(2);
    const group = screen.getByRole('button', { name: /3 unidentified presses/ });
    expect(group.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(group);
    expect(container.querySelectorAll('[data-row]')).toHaveLength(5);
  });

  test('the one on the card is always shown by itself', () => {
    const view = new QueueView(aDesk(flood, { wall: aWall({ flood: { since: at(0) } }) }).live);
    view.chosen = id(503);
    expect(view.unfolded).toBe(true);
    expect(ids(view.order)).toContain(3);
  });
});

describe('what cannot be seen is counted', () => {
  const rows = (n: number) => (index: number) => ({ top: 30 + index * 70, bottom: 30 + (index + 1) * 70, n });

  test('FL-01 the rows above and below the window are told', () => {
    expect(hiddenIn(20, rows(20), 0, 310)).toEqual({ above: 0, below: 16 });
    expect(hiddenIn(20, rows(20), 170, 310)).toEqual({ above: 2, below: 14 });
    expect(hiddenIn(4, rows(4), 0, 400)).toEqual({ above: 0, below: 0 });
  });

  test('FL-01 with 700 alarms only a few rows are looked at', () => {
    let looks = 0;
    hiddenIn(700, (index) => {
      looks += 1;
      return rows(700)(index);
    }, 20_000, 400);
    expect(looks).toBeLessThan(30);
  });
});

test('FL-01 the pace is told per staffed desk, against six an hour on average and fifteen at a peak', () => {
  const pace = (shown_60m: number, operators_on_duty: number) => paceOf(aWall({ shown_60m, operators_on_duty }));
  expect(pace(12, 2)).toEqual({ perHour: 6, tone: 'calm' });
  expect(pace(14, 2).tone).toBe('busy');
  expect(pace(32, 2).tone).toBe('over');
  expect(pace(3, 0).perHour).toBe(3);
});
