import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import Messages from '../../src/console/card/Messages.svelte';
import { countdown, nextStep, timingOf } from '../../src/console/card/protocol';
import Steps from '../../src/console/card/Steps.svelte';
import { unitsOf } from '../../src/console/card/units';
import CloseDialog from '../../src/console/desk/CloseDialog.svelte';
import Desk from '../../src/console/desk/Desk.svelte';
import HelpOverlay from '../../src/console/desk/HelpOverlay.svelte';
import { setShortcuts, shortcuts } from '../../src/console/desk/keyboard.svelte';
import { OUR_SHORTCUTS } from '../../src/console/desk/keys';
import { nextAct } from '../../src/console/desk/next';
import { DESK_TEMPLATES, HANDSET_TEMPLATES, templateText } from '../../src/lib/templates';
import { aMessage, anAlarm, aStep, at, id, me, taken } from './alarms';
import { aDesk, aServer } from './screens';

const mine = me().account;
const now = Date.parse(at(0));
const orders = (asked: { method: string; path: string; body: unknown }[]) => asked.filter((one) => one.method !== 'GET');

describe('the steps of the protocol', () => {
  test('FL-03 a step is done, due, late by so much, or open', () => {
    expect(timingOf(aStep(1, { done_at: at(-3) }), now)).toEqual({ state: 'done' });
    expect(timingOf(aStep(1, { due_at: at(43) }), now)).toEqual({ state: 'due', ms: 43_000 });
    expect(timingOf(aStep(1, { due_at: at(-12) }), now)).toEqual({ state: 'late', ms: 12_000 });
    expect(timingOf(aStep(1), now)).toEqual({ state: 'open' });
  });

  test('a countdown reads like a stopwatch', () => {
    expect([43_900, 725_000, 3_729_000].map(countdown)).toEqual(['0:43', '12:05', '1:02:09']);
  });

  test('the next step is the first that is not done', () => {
    expect(nextStep([aStep(1, { done_at: at(0) }), aStep(2), aStep(3)])?.id).toBe('step-2');
    expect(nextStep([aStep(1, { done_at: at(0) })])).toBeNull();
  });

  test('WC-01 what is late says so in a word and a shape beside its colour', () => {
    const alarm = taken(1, mine, { steps: [aStep(1, { due_at: at(-999), late: true })] });
    const { container } = render(Steps, { alarm, fresh: 'live', offered: 'yes', ondo: () => undefined, ontick: () => undefined });
    expect(container.querySelector('.late-word')?.textContent).toMatch(/late/);
    expect(container.querySelector('.late-word svg')).toBeTruthy();
  });

  test('FL-03 a digit does its step: an act asks what it needs, another step is ticked off', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const steps = [aStep(1, { act: 'take', done_at: at(0) }), aStep(2, { act: 'dispatch' }), aStep(3)];
    render(Desk, { live: aDesk([taken(1, mine, { steps })]).live });
    await fireEvent.keyDown(window, { key: '3' });
    await waitFor(() => expect(orders(asked).map((one) => one.path)).toEqual([`/api/v1/alarms/${id(501)}/steps/step-3`]));
    await fireEvent.keyDown(window, { key: '1' });
    await fireEvent.keyDown(window, { key: '7' });
    await fireEvent.keyDown(window, { key: '2' });
    expect(await screen.findByLabelText('Call sign')).toBeTruthy();
    expect(orders(asked)).toHaveLength(1);
  });

  test('AL-09 from taking to closing the next act is always one, and nothing stands between taking and sending', () => {
    const acts = (['taken', 'dispatched', 'on_scene', 'closed'] as const).map((stage) => nextAct(taken(1, mine, { stage })));
    expect([nextAct(anAlarm(1)), ...acts]).toEqual(['take', 'dispatch', 'on_scene', 'close', null]);
  });
});

describe('ownership', () => {
  test('AL-03 one key says that one is still on it', async () => {
    const asked = aServer(() => ({ status: 204 }));
    render(Desk, { live: aDesk([taken(1, mine, { reminded: true, idle_until: at(280) })]).live });
    expect(screen.getByText('Still on this alarm?')).toBeTruthy();
    await fireEvent.keyDown(window, { key: 'w' });
    await waitFor(() => expect(orders(asked).map((one) => one.path)).toEqual([`/api/v1/alarms/${id(501)}/still-on-it`]));
  });

  test('AL-03 one key takes over from a colleague while that is free', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const until = new Date(Date.now() + 15_000).toISOString();
    render(Desk, { live: Object.assign(aDesk([taken(1, id(108), { take_over_until: until })]).live, {}) });
    const row = document.querySelector<HTMLElement>('[data-row]');
    if (row) await fireEvent.click(row);
    expect(screen.getByRole('button', { name: /^Take over \(\d+ s left\)/ })).toBeTruthy();
    await fireEvent.keyDown(window, { key: 'o' });
    await waitFor(() => expect(orders(asked).map((one) => one.path)).toEqual([`/api/v1/alarms/${id(501)}/take`]));
  });

  test('AL-13 what the patrol found is filled in at the close, and the police decide', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const findings = [{ unit: 'Kouter 12', outcome: 'suspect_present' as const, note: 'In the car.', at: at(5) }];
    render(CloseDialog, { alarm: taken(1, mine, { units: ['Kouter 12'], findings }), onclose: () => undefined });
    expect((screen.getByLabelText('Suspect present or arrested') as HTMLInputElement).checked).toBe(true);
    await fireEvent.click(screen.getByLabelText('False alarm (by accident)'));
    await fireEvent.click(screen.getByLabelText('Report to follow'));
    await fireEvent.submit(screen.getByLabelText('In words'));
    await waitFor(() => expect(orders(asked).at(-1)?.body).toEqual({ outcome: 'false_alarm', pv: { type: 'to_follow' }, note: 'In the car.' }));
  });
});

test('AL-08 each team is told once, with how far it is', () => {
  const alarm = taken(1, mine, { units: ['Kouter 12', 'Kouter 14'], on_the_way: ['kouter  12'], arrived: ['KOUTER 12'] });
  expect(unitsOf(alarm)).toEqual([{ name: 'Kouter 12', state: 'arrived' }, { name: 'Kouter 14', state: 'sent' }]);
});

describe('messages', () => {
  test('GN-01 each ready sentence has its text, and one that only a newer phone knows is shown by its name', () => {
    for (const template of [...DESK_TEMPLATES, ...HANDSET_TEMPLATES]) expect(templateText(template.id)).toBe(template.text);
    expect(DESK_TEMPLATES).toHaveLength(8);
    const alarm = taken(1, mine, { messages: [aMessage(1, { from: 'handset', template: 'new_sentence', text: null })] });
    const { container } = render(Messages, { live: aDesk([alarm]).live, alarm, onwrite: () => undefined });
    expect(container.textContent).toContain('new_sentence');
  });

  test('the answer of the person and whether it was seen stand beside what was asked', () => {
    const alarm = taken(1, mine, {
      messages: [aMessage(1, { template: 'are_you_alone', text: null, asks: true, answer: 'no', seen_at: at(2) }), aMessage(2, { asks: true })],
    });
    const { container } = render(Messages, { live: aDesk([alarm]).live, alarm, onwrite: () => undefined });
    const words = container.textContent?.replace(/\s+/g, ' ') ?? '';
    expect(words).toMatch(/Are you alone\?.*No.*seen 14:00:02/);
    expect(words).toMatch(/Text 2.*not seen yet · no answer yet/);
  });

  test('two keys send a ready question: the key of the messages and its digit', async () => {
    const asked = aServer(() => ({ status: 204 }));
    render(Desk, { live: aDesk([taken(1, mine)]).live });
    await fireEvent.keyDown(window, { key: 'b' });
    await screen.findByText('Is that person there?');
    await fireEvent.keyDown(window, { key: '2' });
    await waitFor(() => expect(orders(asked)).toEqual([{ method: 'POST', path: `/api/v1/alarms/${id(501)}/messages`, body: { template: 'is_suspect_there', asks: true } }]));
  });
});

test('WC-01 WCAG 2.1.4: a key can be changed on the help page, and one in use is refused in words', async () => {
  render(HelpOverlay, { onclose: () => undefined });
  const change = () => fireEvent.click(screen.getByRole('button', { name: 'Change the key: To the place', hidden: true }));
  await change();
  const waiting = () => screen.getByRole('button', { name: 'Press a key', hidden: true });
  await fireEvent.keyDown(waiting(), { key: 'd' });
  expect(screen.getByText('This key already does: Send a team.')).toBeTruthy();
  await fireEvent.keyDown(waiting(), { key: 'x' });
  expect(shortcuts().own).toEqual({ map: 'x' });
  setShortcuts(OUR_SHORTCUTS);
  vi.restoreAllMocks();
});
