import { describe, expect, test } from 'vitest';
import { DEAD_AFTER_MS, DeskStream, pauseBefore, readFrame, type Connection, type Resume, type Socket } from '../../src/console/desk/stream';
import type { Frame } from '../../src/lib/api/types';
import { anAlarm, at, id } from './alarms';

class FakeSocket implements Socket {
  said: unknown[] = [];
  open = true;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close() {
    this.open = false;
  }
  hears(frame: object) {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
}

/** A world with its own time: nothing sleeps. */
class World {
  now = 0;
  sockets: FakeSocket[] = [];
  resumes: (Resume | null)[] = [];
  timers: { due: number; then: () => void }[] = [];
  frames: Frame[] = [];
  states: Connection[] = [];
  opened = 0;
  lost = 0;
  stream = new DeskStream(
    {
      open: (resume) => {
        this.resumes.push(resume);
        const socket = new FakeSocket();
        this.sockets.push(socket);
        return socket;
      },
      now: () => this.now,
      after: (ms, then) => {
        const timer = { due: this.now + ms, then };
        this.timers.push(timer);
        return () => (this.timers = this.timers.filter((one) => one !== timer));
      },
      random: () => 1,
    },
    {
      frame: (frame) => this.frames.push(frame),
      opened: () => (this.opened += 1),
      changed: (state) => this.states.push(state),
      lost: () => (this.lost += 1),
    },
  );
  socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }
  connect() {
    this.stream.start();
    this.socket().onopen?.(new Event('open'));
  }
  pass(ms: number) {
    const until = this.now + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = next.due;
      next.then();
    }
    this.now = until;
  }
}
const ping = { type: 'ping', server_time: at(0) };

describe('the stream of a desk', () => {
  test('a ping is answered, so that the server knows this desk lives', () => {
    const world = new World();
    world.connect();
    world.socket().hears(ping);
    expect(world.socket().said).toEqual([{ type: 'pong' }]);
  });

  test('FL-10 a connection that says nothing counts as dead and is made anew', () => {
    const world = new World();
    world.connect();
    world.socket().hears(ping);
    world.pass(DEAD_AFTER_MS);
    expect(world.states.at(-1)).toBe('waiting');
    world.pass(1000);
    expect(world.sockets).toHaveLength(2);
    expect(world.sockets[0]?.open).toBe(false);
  });

  test('FL-10 the age of what one sees grows until the server speaks again', () => {
    const world = new World();
    world.connect();
    world.pass(7000);
    expect(world.stream.age()).toBe(7000);
    world.socket().hears(ping);
    expect(world.stream.age()).toBe(0);
  });

  test('FL-20 attempts come with growing pauses up to a limit, and never stop', () => {
    const world = new World();
    world.connect();
    world.socket().hears(ping);
    const gaps: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const before = world.sockets.length;
      const from = world.now;
      world.socket().onclose?.(new CloseEvent('close'));
      while (world.sockets.length === before) world.pass(100);
      gaps.push(world.now - from);
    }
    expect(gaps).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
    expect(world.lost).toBe(8);
  });

  test('FL-20 half of a pause is random, so that desks do not return together', () => {
    expect(pauseBefore(3, 0)).toBe(2000);
    expect(pauseBefore(3, 1)).toBe(4000);
  });

  test('a word from the server makes the next pause short again', () => {
    const world = new World();
    world.connect();
    for (let n = 0; n < 4; n += 1) {
      const before = world.sockets.length;
      world.socket().onclose?.(new CloseEvent('close'));
      while (world.sockets.length === before) world.pass(100);
    }
    world.socket().hears(ping);
    const before = world.sockets.length;
    world.socket().onclose?.(new CloseEvent('close'));
    world.pass(500);
    expect(world.sockets.length).toBe(before + 1);
  });

  test('FL-06 an alarm is reported as painted once on each connection, and again on the next', () => {
    const world = new World();
    world.connect();
    world.stream.painted(id(501));
    world.stream.painted(id(501));
    expect(world.socket().said).toEqual([{ type: 'painted', alarm: id(501) }]);
    world.socket().onclose?.(new CloseEvent('close'));
    world.pass(1000);
    world.socket().onopen?.(new Event('open'));
    world.stream.painted(id(501));
    expect(world.socket().said).toEqual([{ type: 'painted', alarm: id(501) }]);
    expect(world.opened).toBe(2);
  });

  test('after an end nothing is opened any more', () => {
    const world = new World();
    world.connect();
    world.stream.stop();
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
    expect(world.states.at(-1)).toBe('ended');
  });

  test('GN-05 a frame that we do not know or cannot read is passed over and breaks nothing', () => {
    const world = new World();
    world.connect();
    world.socket().hears({ type: 'from_a_newer_server' });
    world.socket().onmessage?.(new MessageEvent('message', { data: '{broken' }));
    world.socket().hears({ type: 'alarm', number: 1, alarm: anAlarm(1) });
    expect(world.frames.map((frame) => frame.type)).toEqual(['alarm']);
    expect(readFrame(new ArrayBuffer(4))).toBeNull();
  });

  test('the news of tasks is a frame like the others', () => {
    expect(readFrame(JSON.stringify({ type: 'tasks', number: 4 }))).toEqual({ type: 'tasks', number: 4 });
  });
});

describe('after a break', () => {
  const hello = (stream: string) => ({ type: 'hello', desk: id(70), ping_ms: 2000, silent_ms: 6000, server_time: at(0), stream });
  const alarm = (number: number) => ({ type: 'alarm', number, alarm: anAlarm(number) });
  const again = (world: World) => {
    world.socket().onclose?.(new CloseEvent('close'));
    world.pass(2000);
    world.socket().onopen?.(new Event('open'));
  };
  const filled = () => {
    const world = new World();
    world.connect();
    for (const frame of [hello(id(71)), alarm(7), { type: 'complete', number: 8 }, alarm(9)]) world.socket().hears(frame);
    return world;
  };

  test('GN-05 a new connection names the life of the server and the last page that it had', () => {
    const world = filled();
    again(world);
    expect(world.resumes).toEqual([null, { stream: id(71), after: 9 }]);
  });

  test('GN-05 a connection that broke off before it was complete is not counted on', () => {
    const world = filled();
    again(world);
    world.socket().hears(hello(id(71)));
    world.socket().hears(alarm(40));
    again(world);
    expect(world.resumes.at(-1)).toEqual({ stream: id(71), after: 9 });
  });

  test('GN-05 another life of the server is counted from its start', () => {
    const world = filled();
    again(world);
    world.socket().hears(hello(id(72)));
    again(world);
    expect(world.resumes.at(-1)).toEqual({ stream: id(72), after: 0 });
  });

  test('FL-10 the first attempt comes within two seconds', () => {
    expect(pauseBefore(0, 1)).toBeLessThanOrEqual(2000);
  });

  test('what this desk says of itself is said only over an open connection', () => {
    const world = new World();
    world.stream.start();
    expect(world.stream.say({ type: 'off_duty' })).toBe('no');
    world.socket().onopen?.(new Event('open'));
    expect(world.stream.say({ type: 'off_duty' })).toBe('yes');
    expect(world.socket().said).toEqual([{ type: 'off_duty' }]);
  });
});
