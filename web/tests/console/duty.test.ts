import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { dutyAfter, freshDuty, playsCheck, readyOf, type Duty, type DutyEvent } from '../../src/console/live/duty';
import { keepDuty, keptDuty } from '../../src/console/live/kept';
import { standsDuty, takeOverFor } from '../../src/console/rights';
import DeskAlerts from '../../src/console/strip/DeskAlerts.svelte';
import DutyBanner from '../../src/console/strip/DutyBanner.svelte';
import Ears from '../../src/console/strip/Ears.svelte';
import { anAlarm, at, aWall, id, me, taken } from './alarms';
import { aDesk, aServer } from './screens';

const running: DutyEvent = { type: 'audio', state: 'running' };
const suspended: DutyEvent = { type: 'audio', state: 'suspended' };
const play = (events: DutyEvent[], from: Duty = freshDuty('off')) => events.reduce(dutyAfter, from);
const onDuty = play([running, { type: 'start' }, { type: 'heard' }]);

describe('going on duty', () => {
  test('FL-10 a desk is on duty only after its tone was played and somebody said to have heard it', () => {
    expect(play([running]).phase).toBe('off');
    expect(play([running, { type: 'heard' }]).phase).toBe('off');
    expect(play([running, { type: 'start' }]).phase).toBe('asking');
    expect(onDuty.phase).toBe('on');
  });

  test('FL-10 where the browser blocks the sound it waits, gives up in words, and asks as soon as the sound is there', () => {
    const waiting = play([suspended, { type: 'start' }]);
    expect(waiting.phase).toBe('waiting');
    const blocked = dutyAfter(waiting, { type: 'gave_up' });
    expect(blocked.phase).toBe('blocked');
    expect(dutyAfter(blocked, running).phase).toBe('asking');
    expect(dutyAfter(waiting, running).phase).toBe('asking');
  });

  test('a browser without sound never goes on duty', () => {
    expect(play([{ type: 'start' }, { type: 'heard' }]).phase).toBe('off');
  });

  test('FL-10 a desk that loses its sound is deaf, and sound that comes back by itself was heard by nobody', () => {
    const deaf = dutyAfter(onDuty, suspended);
    expect(deaf.phase).toBe('deaf');
    expect(dutyAfter(deaf, running).phase).toBe('deaf');
    expect(play([running, { type: 'start' }, { type: 'heard' }], deaf).phase).toBe('on');
  });

  test('the tone is played when it asks, and again when it is wanted again, and not otherwise', () => {
    const ready = play([running]);
    const asking = dutyAfter(ready, { type: 'start' });
    expect(playsCheck(ready, asking, { type: 'start' })).toBe(true);
    expect(playsCheck(asking, dutyAfter(asking, { type: 'start' }), { type: 'start' })).toBe(true);
    expect(playsCheck(asking, dutyAfter(asking, running), running)).toBe(false);
    expect(playsCheck(asking, onDuty, { type: 'heard' })).toBe(false);
  });

  test('FL-10 what is told to the server is what is so: heard only on duty, and whether anybody sees the page', () => {
    expect(readyOf(onDuty, 'visible', '1')).toEqual({ type: 'ready', audio: 'running', heard: true, visible: true, version: '1' });
    expect(readyOf(dutyAfter(onDuty, suspended), 'hidden', '1')).toEqual({ type: 'ready', audio: 'suspended', heard: false, visible: false, version: '1' });
  });

  test('after a reload the page knows that this account was on duty, and has to be heard again', () => {
    keepDuty(id(100), onDuty.before);
    expect([keptDuty(id(100)), keptDuty(id(101))]).toEqual(['on', 'off']);
    expect(freshDuty(keptDuty(id(100))).phase).toBe('off');
    keepDuty(id(100), dutyAfter(onDuty, { type: 'off' }).before);
    expect(keptDuty(id(100))).toBe('off');
  });

  test('operators, supervisors and the duty desk of a zone stand duty, nobody else', () => {
    expect((['operator', 'supervisor', 'zone_duty', 'patrol', 'wall', 'case_officer'] as const).map(standsDuty)).toEqual([true, true, true, false, false, false]);
  });
});

describe('what one sees of it', () => {
  const withDuty = (duty: Duty, more: object = {}) => Object.assign(aDesk([]).live, { duty, ...more });

  test('the banner has one thing to do: go on duty, then say that it was heard', async () => {
    const startDuty = vi.fn();
    const confirmHeard = vi.fn();
    const { rerender } = render(DutyBanner, { live: withDuty(play([running]), { startDuty, confirmHeard }) });
    await fireEvent.click(screen.getByRole('button', { name: 'Go on duty' }));
    expect(startDuty).toHaveBeenCalledOnce();
    await rerender({ live: withDuty(play([running, { type: 'start' }]), { startDuty, confirmHeard }) });
    const heard = screen.getByRole('button', { name: 'I heard it' });
    expect(document.activeElement).toBe(heard);
    await fireEvent.click(heard);
    expect(confirmHeard).toHaveBeenCalledOnce();
  });

  test('after a reload it says why', () => {
    render(DutyBanner, { live: withDuty(play([suspended], freshDuty('on'))) });
    expect(screen.getByText('The page was loaded again: its sound must be heard again.')).toBeTruthy();
  });

  test('FL-10 the strip says deaf when the server says so, whatever this page believes', () => {
    const wall = aWall({ my_desk: { state: 'deaf', since: at(0) } });
    const { container } = render(Ears, { live: withDuty(onDuty, { wall, level: 0.4, audioOnLoad: 'suspended' }) });
    expect(container.textContent).toContain('deaf');
    expect({ ...container.querySelector<HTMLElement>('[data-audio]')?.dataset }).toEqual({ audio: 'running', audioOnLoad: 'suspended', level: '0.4', duty: 'on' });
  });

  test('FL-10 a desk of a colleague that turned deaf is told, and can be acknowledged', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const alert = { desk: id(60), account_name: 'B. Colleague', room_name: 'Room', state: 'deaf' as const, since: at(0) };
    render(DeskAlerts, { live: aDesk([]).live, alerts: [alert] });
    expect(screen.getByRole('alert').textContent).toBe('The screen of B. Colleague is deaf.');
    await fireEvent.click(screen.getByRole('button', { name: 'Seen' }));
    await vi.waitFor(() => expect(asked.map((one) => one.path)).toEqual([`/api/v1/desks/${id(60)}/acknowledge`]));
  });
});

describe('taking is not a trap', () => {
  const owned = (over: object = {}) => taken(1, id(108), { take_over_until: at(20), ...over });
  const now = Date.parse(at(8));

  test('AL-03 for the time that the server gives a colleague can take over without asking, and sees how long', () => {
    expect(takeOverFor(me(), owned(), now)).toBe(12);
    expect(takeOverFor(me(), owned(), Date.parse(at(20)))).toBe(0);
  });

  test('not one\'s own, not one that rings, not one that is closed, and not by a patrol', () => {
    expect(takeOverFor(me(), owned({ owner: me().account }), now)).toBe(0);
    expect(takeOverFor(me(), anAlarm(1, { take_over_until: at(20) }), now)).toBe(0);
    expect(takeOverFor(me(), owned({ stage: 'closed' }), now)).toBe(0);
    expect(takeOverFor(me('patrol'), owned(), now)).toBe(0);
  });
});
