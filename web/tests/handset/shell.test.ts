// @vitest-environment node
// What the page promises with everything joined: machine, protocol, counter, transport. The cell is in-process and real in
// its signatures; time is moved by hand.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Health, OutboxImage } from '../../src/handset/beacon/types';
import { makeKeyPair } from '../../src/handset/protocol/envelope';
import type { Downlink, Fix, Settings, Uplink } from '../../src/handset/protocol/messages';
import { BLOCK, Counter } from '../../src/handset/shell/counter';
import { pair } from '../../src/handset/shell/pair';
import { Runner, type Told } from '../../src/handset/shell/runner';
import type { Identity, Kept, Store } from '../../src/handset/shell/store';
import type { Net } from '../../src/handset/shell/transport';
import { openUplink, publicBase64, publicKey, readPairRequest, readUplink, sealDownlink } from './cell';

const HANDSET = '018f2b6e-5c1a-7c3e-9b0a-2f6d1e4c8a77';
const ALARM = '019aab54-1234-7abc-8def-001122334455';
const SETTINGS: Settings = { hold_ms: 2000, double_press: false, haptics: true, class: 'm3', paths: 'one', discreet: false };
const GENT: Fix = { lat_e7: 510_540_000, lon_e7: 37_220_000, accuracy_dm: 81, fixed_at: '2026-11-22T14:00:00.000Z', source: 'unknown' };
const AMSTERDAM: Fix = { ...GENT, lat_e7: 523_730_000, lon_e7: 48_930_000 };

/** Storage that outlives a page; it can be told to fail. */
class Memory implements Store {
  kept: Kept = { identity: null, image: null, ended: false };
  counter = 1;
  events: string[] = [];
  failing = false;

  private guard(): void {
    if (this.failing) throw new Error('storage is gone');
  }
  async load(): Promise<Kept> {
    return this.kept;
  }
  async pair(identity: Identity, image: OutboxImage | null): Promise<void> {
    this.kept = { identity, image, ended: false };
    this.counter = 1;
  }
  async saveImage(image: OutboxImage): Promise<void> {
    this.guard();
    this.kept.image = structuredClone(image);
    if (image.alarm && !image.alarm.held) this.events.push('stored');
  }
  async reserve(count: number): Promise<number> {
    this.guard();
    const first = this.counter;
    this.counter += count;
    return first;
  }
  async wipe(): Promise<void> {
    this.kept = { identity: null, image: null, ended: true };
  }
}

/** A cell that answers as it is told. */
class Cell {
  readonly key: KeyObject = generateKeyPairSync('ed25519').privateKey;
  readonly got: { counter: number; by: 'post' | 'stream'; uplink: Uplink }[] = [];
  phone: KeyObject | null = null;
  /** What it says to a message; `null` is no answer at all. */
  says: (uplink: Uplink) => Downlink | null = (uplink) => Cell.usual(uplink);
  reachable = true;
  sockets: Socket[] = [];
  seal = (downlink: Downlink): string => sealDownlink(this.key, HANDSET, downlink);

  static usual(uplink: Uplink): Downlink {
    switch (uplink.type) {
      case 'press':
      case 'pressed_again':
        return { type: 'held', alarm: uplink.alarm };
      case 'mistake':
        return { type: 'word_received', alarm: uplink.alarm };
      case 'self_test':
        return { type: 'test_answered', test: uplink.test, answered_at: '2026-11-22T14:02:07.000Z' };
      case 'daily_report':
        return { type: 'report_received' };
      case 'hello':
        return { type: 'settings', ...SETTINGS };
      case 'timer_set':
        return { type: 'timer_held', alarm: uplink.alarm };
      case 'timer_ended':
        return { type: 'timer_over', alarm: uplink.alarm };
      case 'trip':
      case 'trip_ended':
        return { type: 'trip_received', trip: uplink.trip };
      case 'text':
      case 'answer':
      case 'message_seen':
        return { type: 'text_received', alarm: uplink.alarm, message: uplink.message };
      case 'moved':
      case 'typing':
      case 'heartbeat':
        return { type: 'heard', server_time: new Date().toISOString() };
    }
  }
  take(text: string, by: 'post' | 'stream', store: Memory): string | null {
    if (!this.phone) throw new Error('nobody is paired');
    const opened = openUplink(text, this.phone);
    expect(opened.counter, 'durable before use').toBeLessThan(store.counter);
    const { uplink } = readUplink(opened.body, new Date().toISOString());
    this.got.push({ counter: opened.counter, by, uplink });
    if (uplink.type === 'press') store.events.push('sent');
    const answer = this.says(uplink);
    return answer && this.seal(answer);
  }
  kinds(type: Uplink['type']): Uplink[] {
    return this.got.filter(({ uplink }) => uplink.type === type).map(({ uplink }) => uplink);
  }
}

class Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(
    private readonly cell: Cell,
    private readonly store: Memory,
  ) {
    cell.sockets.push(this);
    queueMicrotask(() => (cell.reachable ? this.onopen?.() : this.onclose?.()));
  }
  send(text: string): void {
    const answer = this.cell.take(text, 'stream', this.store);
    if (answer) this.onmessage?.({ data: answer });
  }
  close(): void {}
}

/** Everything that a person could notice. */
class Phone {
  said: string[] = [];
  health: Health | null = null;
  vibrations: (readonly number[])[] = [];
  told: Partial<Record<Told['do'], Told>> = {};
  everyS: number | null = null;
  ended = false;
  private wakeAt = Infinity;
  private runner: Runner | null = null;

  constructor(
    readonly cell: Cell,
    readonly store: Memory,
  ) {}

  net(): Net {
    const { cell, store } = this;
    return {
      fetch: (async (path: string, init: RequestInit) => {
        if (!cell.reachable) throw new TypeError('no network');
        if (path.endsWith('/pair')) {
          const request = readPairRequest(String(init.body));
          cell.phone = publicKey(request.public_key);
          const answer = { v: 1, handset: HANDSET, cell_key: publicBase64(cell.key), settings: SETTINGS, server_time: new Date().toISOString() };
          return request.code === 'BCEG-KSSZ' ? new Response(JSON.stringify(answer)) : new Response('{}', { status: 404 });
        }
        const answer = cell.take(String(init.body), 'post', store);
        return answer === null ? new Response('{}', { status: 503, headers: { 'retry-after': '30' } }) : new Response(answer);
      }) as typeof fetch,
      socket: () => new Socket(cell, store) as unknown as WebSocket,
    };
  }
  /** Starts, or starts again after a reload. */
  start(): void {
    const { identity, image } = this.store.kept;
    if (!identity || !image) throw new Error('pair first');
    this.runner = new Runner({
      identity, image, store: this.store, net: this.net(), seed: 7n,
      view: {
        image: () => {},
        screen: (screen, at) => this.said.push(at ? `${screen} ${at}` : screen),
        advice: (advice) => this.said.push(`advice ${advice ?? 'over'}`),
        health: (health) => (this.health = health),
        abroad: (abroad) => this.said.push(abroad ? 'abroad' : 'back'),
        told: (told) => (this.told[told.do] = told),
        tooManyTrips: () => this.said.push('too many trips'),
        heard: () => {},
        ended: () => (this.ended = true),
      },
      body: {
        vibrate: (pattern) => this.vibrations.push(pattern),
        fixes: (everyS) => (this.everyS = everyS),
        wakeIn: (ms) => (this.wakeAt = Date.now() + ms),
        stop: () => {},
      },
    });
    this.runner.path('up');
  }
  get run(): Runner {
    if (!this.runner) throw new Error('start first');
    return this.runner;
  }
  /** Time passes, with a tick at each deadline on the way. */
  async pass(ms: number): Promise<void> {
    const end = Date.now() + ms;
    while (this.wakeAt <= end) {
      vi.setSystemTime(Math.max(this.wakeAt, Date.now()));
      this.wakeAt = Infinity;
      this.run.give({ give: 'tick' });
      await this.quiet();
    }
    vi.setSystemTime(end);
  }
  /** Until nothing is under way: signatures are made on other threads. */
  async quiet(): Promise<void> {
    for (let same = 0, seen = -1; same < 40; ) {
      await this.runner?.settled();
      await crypto.subtle.digest('SHA-256', new Uint8Array(1));
      await new Promise((resolve) => setImmediate(resolve));
      same = this.cell.got.length === seen ? same + 1 : 0;
      seen = this.cell.got.length;
    }
  }
  async hold(id = ALARM): Promise<void> {
    this.run.give({ give: 'screen_down', fresh: id });
    await this.pass(2000);
    this.run.give({ give: 'screen_up' });
    await this.quiet();
  }
}

let phone: Phone;
let cell: Cell;
let store: Memory;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T14:00:00.000Z') });
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Linux; Android 14; Fairphone 5) Chrome', onLine: true });
  cell = new Cell();
  store = new Memory();
  phone = new Phone(cell, store);
  const outcome = await pair('bceg kssz', store, phone.net(), null);
  expect(outcome.done).toBe(true);
  phone.start();
  await phone.quiet();
});
afterEach(() => {
  phone.run.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a press', () => {
  // Proves GN-05
  test('is on storage before it is sent, goes over request and stream, and stops when it is held (GN-05, AL-18)', async () => {
    await phone.pass(6000);
    await phone.hold();
    expect(store.events.slice(0, 3)).toEqual(['stored', 'sent', 'sent']);
    expect(new Set(cell.got.filter(({ uplink }) => uplink.type === 'press').map(({ by }) => by))).toEqual(new Set(['post', 'stream']));
    await phone.pass(60_000);
    expect(cell.kinds('press')).toHaveLength(2);
  });
  // Proves GN-05
  test('that nobody acknowledges is sent again and again, over a reload, under the same id (GN-05, AL-15)', async () => {
    cell.says = (uplink) => (uplink.type === 'press' ? null : Cell.usual(uplink));
    await phone.hold();
    await phone.pass(20_000);
    const before = cell.kinds('press').length;
    expect(before).toBeGreaterThan(4);
    expect(phone.said).toContain('advice not_acknowledged');
    phone.run.stop();
    phone.start();
    cell.says = Cell.usual;
    await phone.quiet();
    await phone.pass(1000);
    const ids = new Set(cell.kinds('press').map((uplink) => uplink.type === 'press' && uplink.alarm));
    expect(ids).toEqual(new Set([ALARM]));
    expect(cell.kinds('press').length).toBeGreaterThan(before);
    expect(store.kept.image?.alarm?.held).toBe(true);
    expect(new Set(cell.got.map(({ counter }) => counter)).size, 'no number twice').toBe(cell.got.length);
  });
  // Proves AL-02
  test('changes nothing that a bystander could see or hear (AL-02)', async () => {
    await phone.pass(6000);
    phone.said = [];
    await phone.hold();
    cell.sockets.at(-1)?.onmessage?.({ data: cell.seal({ type: 'someone_there', alarm: ALARM }) });
    await phone.quiet();
    phone.run.give({ give: 'fixed', fix: AMSTERDAM });
    await phone.pass(30_000);
    expect(phone.said).toEqual([]);
  });
  test('let go too early does nothing but says so', async () => {
    phone.run.give({ give: 'screen_down', fresh: ALARM });
    await phone.pass(1500);
    phone.run.give({ give: 'screen_up' });
    await phone.pass(60_000);
    expect(phone.said).toContain('held_too_short');
    expect(cell.kinds('press')).toHaveLength(0);
  });
  // Proves GN-05
  test('goes out when storage is gone (GN-05, AL-15)', async () => {
    store.failing = true;
    await phone.hold();
    expect(cell.kinds('press').length).toBeGreaterThan(0);
  });
  // Proves AL-15
  test('without a network points to 112 at once, and leaves when the network is back (AL-15)', async () => {
    cell.reachable = false;
    phone.run.path('down');
    await phone.hold();
    expect(phone.said).toContain('advice not_acknowledged');
    cell.reachable = true;
    phone.run.path('up');
    await phone.quiet();
    await phone.pass(1000);
    expect(cell.kinds('press').length).toBeGreaterThan(0);
    expect(phone.said).toContain('advice over');
  });
  // Proves FL-08
  test('is felt twice, differently; not at all when that was agreed (FL-08)', async () => {
    await phone.hold();
    const there = () => cell.sockets.at(-1)?.onmessage?.({ data: cell.seal({ type: 'someone_there', alarm: ALARM }) });
    there();
    await phone.quiet();
    expect(phone.vibrations).toEqual([[150], [80, 120, 80, 120, 80]]);
    cell.sockets.at(-1)?.onmessage?.({ data: cell.seal({ type: 'closed', alarm: ALARM }) });
    cell.sockets.at(-1)?.onmessage?.({ data: cell.seal({ type: 'settings', ...SETTINGS, haptics: false }) });
    await phone.quiet();
    await phone.hold('019aab54-0000-7abc-8def-001122334455');
    await phone.quiet();
    expect(cell.kinds('press').length).toBeGreaterThan(1);
    expect(phone.vibrations).toHaveLength(2);
  });
});

describe('position', () => {
  // Proves GN-03, AL-04
  test('leaves the phone only while an alarm runs, in the rhythm that the battery allows (GN-03, AL-04)', async () => {
    phone.run.give({ give: 'fixed', fix: GENT });
    await phone.pass(120_000);
    expect(JSON.stringify(cell.got)).not.toContain('lat_e7');
    await phone.hold();
    const press = cell.kinds('press')[0];
    expect(press?.type === 'press' && press.fix?.lat_e7).toBe(GENT.lat_e7);
    expect(phone.everyS).toBe(2);
    phone.run.give({ give: 'phone_battery', percent: 10 });
    await phone.quiet();
    expect(phone.everyS).toBe(10);
    phone.run.give({ give: 'fixed', fix: { ...GENT, lat_e7: GENT.lat_e7 + 1000 } });
    await phone.quiet();
    expect(cell.kinds('moved')).toHaveLength(1);
    cell.sockets.at(-1)?.onmessage?.({ data: cell.seal({ type: 'closed', alarm: ALARM }) });
    await phone.quiet();
    phone.run.give({ give: 'fixed', fix: GENT });
    await phone.pass(60_000);
    expect(cell.kinds('moved')).toHaveLength(1);
  });
  // Proves AL-14
  test('abroad is said beforehand, without a network, and a press all the same goes out (AL-14)', async () => {
    cell.reachable = false;
    phone.run.give({ give: 'fixed', fix: AMSTERDAM });
    await phone.quiet();
    expect(phone.said).toContain('abroad');
    cell.reachable = true;
    await phone.hold();
    expect(cell.kinds('press').length).toBeGreaterThan(0);
    await phone.quiet();
  });
});

describe('test, word, report, health', () => {
  // Proves AL-17, FL-05
  test('a self-test is answered with a time and is never a press (AL-17, FL-05)', async () => {
    phone.run.give({ give: 'self_test', fresh: '019aab54-aaaa-7bbb-8ccc-001122334455', trigger: 'screen' });
    await phone.quiet();
    await phone.pass(5000);
    expect(phone.said).toContain('test_answered 2026-11-22T14:02:07.000Z');
    expect(cell.kinds('self_test')).toHaveLength(1);
    expect(cell.kinds('press')).toHaveLength(0);
  });
  // Proves AL-17
  test('a self-test that nobody answers says so (AL-17)', async () => {
    cell.says = () => null;
    phone.run.give({ give: 'self_test', fresh: '019aab54-aaaa-7bbb-8ccc-001122334455', trigger: 'screen' });
    await phone.pass(31_000);
    expect(phone.said).toContain('test_unanswered');
  });
  // Proves FL-07
  test('whatever the word is, the phone behaves the same and the alarm goes on (FL-07)', async () => {
    await phone.hold();
    const traces: unknown[] = [];
    for (const word of ['vergissing', 'rood']) {
      phone.said = [];
      phone.run.give({ give: 'word_typed', word });
      await phone.quiet();
      await phone.pass(1000);
      traces.push([...phone.said, phone.vibrations.length]);
      expect(store.kept.image?.alarm?.press.alarm).toBe(ALARM);
    }
    expect(traces[0]).toEqual(traces[1]);
    expect(cell.kinds('mistake').map((uplink) => uplink.type === 'mistake' && uplink.word)).toEqual(['vergissing', 'rood']);
  });
  // Proves AL-16
  test('reports once a day, with the quality of the position and never the position (AL-16, GN-03)', async () => {
    phone.run.give({ give: 'location', permission: 'granted' });
    phone.run.give({ give: 'fixed', fix: GENT });
    await phone.pass(70_000);
    const report = cell.kinds('daily_report');
    expect(report).toHaveLength(1);
    expect(report[0]).toMatchObject({ location_permitted: true, location_accuracy_m: 9, app_version: 'web 0.1.0', network: 'internet' });
    expect(JSON.stringify(report)).not.toContain('_e7');
  });
  // Proves FL-10
  test('proves that it lives, signed, over the stream, each number once (FL-10)', async () => {
    await phone.pass(300_000);
    const beats = cell.got.filter(({ uplink }) => uplink.type === 'heartbeat');
    expect(beats.length).toBeGreaterThanOrEqual(5);
    expect(beats.every(({ by }) => by === 'stream')).toBe(true);
    expect(phone.health?.level).toBe('good');
  });
  // Proves FL-11, FL-10
  test('an answer that is not signed by the cell is none: silence turns the phone red (FL-11, FL-10)', async () => {
    const forger = new Cell();
    cell.seal = forger.seal;
    await phone.pass(400_000);
    expect(phone.health?.level).toBe('red');
    expect(phone.health?.faults).toContain('no_answer_for_long');
  });
});

describe('what a person arranges', () => {
  const UNTIL = '2026-11-22T14:30:00.000Z';
  // Proves FL-10
  test('a safety timer set without a network is kept over a reload, goes out when it can, and is said to be held only then (FL-10)', async () => {
    cell.reachable = false;
    phone.run.path('down');
    phone.run.give({ give: 'set_timer', fresh: ALARM, until: UNTIL, note: 'way home' });
    await phone.quiet();
    expect(phone.told.timer).toMatchObject({ timer: { until: UNTIL, note: 'way home', state: 'waiting' } });
    phone.run.stop();
    cell.reachable = true;
    phone.start();
    await phone.quiet();
    expect(cell.kinds('timer_set')[0]).toMatchObject({ alarm: ALARM, until: UNTIL, note: 'way home' });
    expect(phone.told.timer).toMatchObject({ timer: { state: 'held' } });
    phone.run.give({ give: 'check_in' });
    await phone.quiet();
    expect(cell.kinds('timer_ended')).toHaveLength(1);
    expect(phone.told.timer).toEqual({ do: 'timer', timer: undefined });
  });
  test('a trip is announced once and said to be received', async () => {
    phone.run.give({ give: 'announce_trip', trip: { trip: ALARM, from: '2026-12-05', until: '2026-12-08', place: 'Ostend' } });
    await phone.quiet();
    expect(cell.kinds('trip')).toHaveLength(1);
    expect(phone.told.trips).toMatchObject({ trips: [{ place: 'Ostend', state: 'received' }] });
  });
  // Proves AL-02
  test('a question of the control room is felt and never shows itself; the button answers it (AL-02)', async () => {
    await phone.hold();
    const shown = phone.said.length;
    const question = '019aab54-bbbb-7bbb-8ccc-001122334455';
    cell.sockets.at(-1)?.onmessage?.({ data: cell.seal({ type: 'message', alarm: ALARM, message: question, template: 'are_you_alone', asks: true }) });
    await phone.quiet();
    expect(phone.vibrations.at(-1)).toEqual([300, 150, 80]);
    expect(phone.said.slice(shown)).toEqual([]);
    phone.run.give({ give: 'button', press: 'short', fresh: question });
    await phone.pass(2000);
    await phone.quiet();
    expect(cell.kinds('answer')[0]).toMatchObject({ message: question, yes: true });
    expect(phone.told.conversation).toMatchObject({ messages: [{ message: question, answer: 'yes', state: 'received' }] });
  });
  // Proves AL-01
  test('a press that had to wait keeps the time at which it was made (AL-01, BT-06)', async () => {
    phone.run.give({ give: 'button', press: 'long', fresh: ALARM }, Date.now() - 4000);
    await phone.quiet();
    expect(cell.kinds('press')[0]).toMatchObject({ pressed_at: '2026-11-22T13:59:56.000Z', trigger: 'button' });
  });
});

describe('the end', () => {
  test('taken out of use: key and settings are wiped and the screen says so', async () => {
    cell.says = (uplink) => (uplink.type === 'heartbeat' ? { type: 'revoked' } : Cell.usual(uplink));
    await phone.pass(70_000);
    await phone.quiet();
    expect(store.kept).toEqual({ identity: null, image: null, ended: true });
    expect(phone.ended).toBe(true);
  });
  // Proves GN-05
  test('taken out of use while a press waits: it is still sent, and only then all is wiped (GN-05)', async () => {
    cell.says = (uplink) => (uplink.type === 'press' ? { type: 'revoked' } : Cell.usual(uplink));
    await phone.hold();
    await phone.pass(5000);
    expect(store.kept.identity).not.toBeNull();
    const sent = cell.kinds('press').length;
    expect(sent).toBeGreaterThan(1);
    cell.says = Cell.usual;
    await phone.pass(15_000);
    await phone.quiet();
    expect(store.kept.ended).toBe(true);
  });
});

describe('pairing', () => {
  test('a wrong code and no network are told apart, and neither replaces the key', async () => {
    const before = store.kept.identity;
    expect(await pair('BCEG-KSSY', store, phone.net(), null)).toEqual({ done: false, why: 'unknown_code' });
    expect(await pair('hello', store, phone.net(), null)).toEqual({ done: false, why: 'no_code' });
    cell.reachable = false;
    expect(await pair('BCEG-KSSZ', store, phone.net(), null)).toEqual({ done: false, why: 'no_answer' });
    expect(store.kept.identity).toBe(before);
  });
  // Proves GN-05
  test('a press that was not held goes along to the new pairing (GN-05)', async () => {
    cell.says = (uplink) => (uplink.type === 'press' ? { type: 'refused', code: 'unknown_device' } : Cell.usual(uplink));
    await phone.hold();
    const outcome = await pair('BCEG-KSSZ', store, phone.net(), store.kept.image);
    expect(outcome.done && outcome.image.alarm?.press.alarm).toBe(ALARM);
  });
});

describe('the counter', () => {
  // Proves FL-10
  test('never gives a number twice, over restarts, and has each on storage before it is used (FL-10)', async () => {
    const given: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const counter = new Counter((count) => store.reserve(count));
      for (let n = 0; n < BLOCK + 3; n += 1) {
        const number = await counter.next();
        expect(number).toBeLessThan(store.counter);
        given.push(number);
      }
    }
    expect(new Set(given).size).toBe(given.length);
  });
  test('begins a new block when the cell has seen later numbers', async () => {
    const counter = new Counter((count) => store.reserve(count));
    const first = await counter.next();
    await counter.renew();
    expect(await counter.next()).toBeGreaterThanOrEqual(first + BLOCK);
  });
  test('a new key is not one that was there before', async () => {
    expect((await makeKeyPair()).publicKey).not.toBe((await makeKeyPair()).publicKey);
  });
});
