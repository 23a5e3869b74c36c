import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import CallBackDialog from '../../src/console/desk/CallBackDialog.svelte';
import TextPane from '../../src/console/desk/TextPane.svelte';
import { LiveLine } from '../../src/console/desk/typing';
import { afterAll, EMPTY_ROOM, reopened } from '../../src/console/desk/room';
import { readFrame } from '../../src/console/desk/stream';
import type { Alarm, DeskSays, Frame, TypedLine } from '../../src/lib/api/types';
import { aBearer, anAlarm, at, id, me, taken } from './alarms';
import { aDesk, aServer } from './screens';

describe('a line that is seen as it is typed (AL-05)', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function line(connected: () => 'yes' | 'no' = () => 'yes') {
    const said: Extract<DeskSays, { type: 'typing' }>[] = [];
    let n = 0;
    const own = new LiveLine(
      'alarm',
      (message) => {
        if (connected() === 'yes' && message.type === 'typing') said.push(message);
        return connected();
      },
      () => `line-${(n += 1)}`,
    );
    return { own, said, texts: () => said.map(({ text }) => text) };
  }

  test('leaves at once, then at most every 300 ms, always as it stands then', () => {
    const { own, said, texts } = line();
    for (const text of ['W', 'We', 'We z', 'We']) own.change(text);
    expect(texts()).toEqual(['W']);
    vi.advanceTimersByTime(300);
    expect(texts()).toEqual(['W', 'We']);
    vi.advanceTimersByTime(3_000);
    expect(said.map(({ line: id, edit }) => [id, edit])).toEqual([['line-1', 1], ['line-1', 2]]);
  });
  test('is no longer than a message', () => {
    const { own, texts } = line();
    own.change('🌷'.repeat(301));
    expect([...(texts()[0] ?? '')]).toHaveLength(300);
  });
  test('is done when it is sent: the next letter begins another', () => {
    const { own, said } = line();
    own.change('We zijn er');
    own.change('We zijn er nu');
    expect(own.line).toBe('line-1');
    own.sent();
    vi.advanceTimersByTime(3_000);
    expect(said).toHaveLength(1);
    own.change('E');
    expect(said.at(-1)).toMatchObject({ line: 'line-2', edit: 1, text: 'E' });
  });
  test('does not leave the person waiting when somebody goes away', () => {
    const { own, texts } = line();
    own.change('We');
    own.change('We zijn');
    own.leave();
    vi.advanceTimersByTime(3_000);
    expect(texts()).toEqual(['We', '']);
  });
  test('is said whole once there is a connection again', () => {
    let connection: 'yes' | 'no' = 'no';
    const { own, texts } = line(() => connection);
    own.change('We');
    expect(texts()).toEqual([]);
    connection = 'yes';
    vi.advanceTimersByTime(300);
    expect(texts()).toEqual(['We']);
  });
});

describe('what the person types', () => {
  const alarm = anAlarm(1);
  const typed = (text: string): Frame => ({
    type: 'lines', number: 2, alarm: alarm.id, lines: text === '' ? [] : [{ line: 'a', by: null, by_name: null, text }],
  });
  const open: Frame = { type: 'alarm', number: 1, alarm };

  test('is a frame that the desk knows', () => {
    expect(readFrame(JSON.stringify(typed('Hij')))).toMatchObject({ type: 'lines' });
  });
  test('stands beside its alarm until it is empty, the alarm ends or the connection is another', () => {
    const state = afterAll(EMPTY_ROOM, [open, typed('Hij'), typed('Hij is')]);
    expect(state.lines.get(alarm.id)?.map(({ text }) => text)).toEqual(['Hij is']);
    expect(afterAll(state, [typed('')]).lines.size).toBe(0);
    expect(afterAll(state, [{ type: 'alarm', number: 3, alarm: { ...alarm, stage: 'closed' } }]).lines.size).toBe(0);
    expect(afterAll(state, [{ type: 'gone', number: 3, alarm: alarm.id }]).lines.size).toBe(0);
    expect(reopened(state).lines.size).toBe(0);
    expect(afterAll(EMPTY_ROOM, [typed('Hij')]).lines.size).toBe(0);
  });
});

describe('the pane beside the alarm', () => {
  const mine = () => taken(1, me().account);
  const lines: TypedLine[] = [
    { line: 'a', by: null, by_name: null, text: 'Hij staat' },
    { line: 'b', by: id(9), by_name: 'An Maes', text: 'We zijn' },
  ];

  // Proves AL-05
  test('shows the line of the person and that of a colleague, and reads only what was said (AL-05)', async () => {
    const { live } = aDesk([mine()], { lines });
    const { container, rerender } = render(TextPane, { live, alarm: mine() });
    expect(container.textContent).toContain('Hij staat');
    expect(container.textContent).toContain('An Maes');
    const status = screen.getByRole('status');
    expect(status.textContent).toBe('');
    expect(container.querySelector('[aria-live]')).toBeNull();
    const said = { id: id(7), from: 'handset', by_name: null, template: null, text: 'Hij staat buiten', asks: false, answer: null, at: at(3), seen_at: null };
    await rerender({ live, alarm: { ...mine(), messages: [said] } as Alarm });
    expect(status.textContent).toContain('Hij staat buiten');
  });
  // Proves AL-05
  test('says each letter, and Enter sends the line under its id (AL-05)', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const { live, told } = aDesk([mine()]);
    render(TextPane, { live, alarm: mine() });
    const field = screen.getByRole('textbox');
    await fireEvent.input(field, { target: { value: 'We zijn er' } });
    const first = told.said[0];
    expect(first).toMatchObject({ type: 'typing', alarm: id(501), edit: 1, text: 'We zijn er' });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await vi.waitFor(() => expect((field as HTMLInputElement).value).toBe(''));
    expect(asked[0]).toMatchObject({ method: 'POST', path: `/api/v1/alarms/${id(501)}/messages` });
    expect(asked[0]?.body).toEqual({ text: 'We zijn er', asks: false, line: first && 'line' in first ? first.line : null });
  });
  test('a line that the server refuses stays in the field, with the reason', async () => {
    aServer(() => ({ status: 409, body: { type: 'about:blank', title: 'Conflict', status: 409, code: 'alarm.closed', detail: 'x' } }));
    render(TextPane, { live: aDesk([mine()]).live, alarm: mine() });
    const field = screen.getByRole('textbox');
    await fireEvent.input(field, { target: { value: 'We' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect((field as HTMLInputElement).value).toBe('We');
  });
});

describe('calling back', () => {
  // Proves AL-05
  test('shows the number, and what came of it is a line of the timeline and does the step (AL-05)', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const done = vi.fn();
    render(CallBackDialog, { alarm: anAlarm(1, { bearer: aBearer({ phone: '+32 470 00 00 01' }) }), onclose: done });
    expect(screen.getByRole('link').getAttribute('href')).toBe('tel:+32470000001');
    await fireEvent.click(screen.getByRole('button', { name: 'Not safe to call' }));
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    expect(asked.map(({ path }) => path)).toEqual([`/api/v1/alarms/${id(501)}/notes`, `/api/v1/alarms/${id(501)}/steps/call-back`]);
    expect(asked[0]?.body).toEqual({ text: 'Call back: Not safe to call' });
  });
  test('without a number only "not safe" can be said', () => {
    render(CallBackDialog, { alarm: anAlarm(1, { bearer: aBearer({ phone: null }) }), onclose: () => undefined });
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByRole('button', { name: 'It was answered' })).toHaveProperty('disabled', true);
    expect(screen.getByRole('button', { name: 'Not safe to call' })).toHaveProperty('disabled', false);
  });
});
