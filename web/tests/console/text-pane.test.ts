import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveLine } from '../../src/console/desk/typing';
import { afterAll, EMPTY_ROOM, reopened } from '../../src/console/desk/room';
import { readFrame } from '../../src/console/desk/stream';
import type { DeskSays, Frame } from '../../src/lib/api/types';
import { anAlarm } from './alarms';

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
