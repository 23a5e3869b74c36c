import { describe, expect, test } from 'vitest';
import { after, afterAll, EMPTY_ROOM, MOST_CLOSED, reopened } from '../../src/console/desk/room';
import { Batch, BATCH_MS } from '../../src/console/live/batch';
import type { Frame } from '../../src/lib/api/types';
import { anAlarm, at, id, taken } from './alarms';

const hello = (resumed: boolean): Frame => ({
  type: 'hello', desk: id(70), ping_ms: 2000, silent_ms: 6000, ready_ms: 15000, server_time: at(0), stream: id(71), protocols: [], resumed,
});
const alarm = (n: number, over = {}): Frame => ({ type: 'alarm', number: n, alarm: anAlarm(n, over) });
const closed = (n: number): Frame => ({ type: 'alarm', number: n, alarm: taken(n, id(108), { stage: 'closed', received_at: at(n) }) });
const complete: Frame = { type: 'complete', number: 99 };

describe('resuming', () => {
  test('GN-05 what was closed before the break is still shown after it, and what was open is only shown when it is sent again', () => {
    const before = afterAll(EMPTY_ROOM, [hello(false), alarm(1), closed(2), complete]);
    const back = afterAll(reopened(before), [hello(true), complete]);
    expect([...back.alarms.keys()]).toEqual([id(502)]);
  });

  test('GN-05 another life of the server makes the desk forget what was shown before', () => {
    const before = afterAll(EMPTY_ROOM, [hello(false), alarm(1), closed(2), complete]);
    expect(afterAll(reopened(before), [hello(false), alarm(3), complete]).alarms.has(id(502))).toBe(false);
  });

  test('GN-05 an alarm that was closed while we were away comes closed', () => {
    const before = afterAll(EMPTY_ROOM, [hello(false), alarm(1), complete]);
    expect(afterAll(reopened(before), [hello(true), closed(1), complete]).alarms.get(id(501))?.stage).toBe('closed');
  });
});

describe('a long shift', () => {
  test('the oldest ended alarms leave the screen, and an open one never does', () => {
    const frames = [alarm(0, { received_at: at(-999_999) }), ...Array.from({ length: 200 }, (_, n) => closed(n + 1))];
    const room = afterAll(EMPTY_ROOM, frames);
    expect(room.alarms.size).toBe(MOST_CLOSED + 1);
    expect(room.alarms.has(id(500))).toBe(true);
    expect(room.alarms.has(id(700))).toBe(true);
    expect(room.alarms.has(id(501))).toBe(false);
  });

  test('many frames at once end in the same state as one by one', () => {
    const frames = [hello(false), alarm(1), alarm(2), closed(1), complete, alarm(3), { type: 'gone', number: 5, alarm: id(502) } satisfies Frame];
    expect(afterAll(EMPTY_ROOM, frames)).toEqual(frames.reduce(after, EMPTY_ROOM));
  });

  test('a ping changes nothing, so that nothing is painted for it', () => {
    const room = afterAll(EMPTY_ROOM, [hello(false), alarm(1)]);
    expect(after(room, { type: 'ping', server_time: at(9) })).toBe(room);
  });
});

describe('many alarms at once', () => {
  class World {
    ms = 0;
    waiting: { due: number; then: () => void }[] = [];
    now = () => this.ms;
    after = (ms: number, then: () => void) => {
      const timer = { due: this.ms + ms, then };
      this.waiting.push(timer);
      return () => (this.waiting = this.waiting.filter((one) => one !== timer));
    };
    pass(ms: number) {
      this.ms += ms;
      for (const timer of this.waiting.splice(0).filter((one) => one.due <= this.ms)) timer.then();
    }
  }

  test('FL-01 the first is delivered at once, and the 699 behind it together', () => {
    const world = new World();
    const seen: number[] = [];
    const batch = new Batch<number>(world, (things) => seen.push(things.length));
    world.ms = 1000;
    for (let n = 0; n < 700; n += 1) batch.add(n);
    expect(seen).toEqual([1]);
    world.pass(BATCH_MS);
    expect(seen).toEqual([1, 699]);
  });

  test('FL-01 one that comes alone waits for nothing, and none is lost', () => {
    const world = new World();
    const seen: number[] = [];
    const batch = new Batch<number>(world, (things) => seen.push(...things));
    batch.add(1);
    world.pass(BATCH_MS);
    batch.add(2);
    expect(seen).toEqual([1, 2]);
  });
});
