// The page comes up without a network, whole or not at all, and a new version never comes in the way of an alarm.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { filesOf } from '../../scripts/kept-files.ts';
import { Install } from '../../src/handset/shell/install';
import { abilities } from '../../src/handset/shell/platform';
import { ASLEEP_BEYOND_MS, Sleep } from '../../src/handset/shell/sleep';
import { Awake } from '../../src/handset/shell/wake';
import { answer, clear, fill, keptAs, shelfOf, type Boxes, type Build } from '../../src/handset/worker/shelf';

const ORIGIN = 'https://h.example';
const BUILD: Build = { version: 'a1', files: ['/handset/', '/assets/handset-1.js', '/handset/icon.svg'] };

class Shelves implements Boxes {
  readonly kept = new Map<string, Map<string, Response>>();
  async open(name: string) {
    const shelf = this.kept.get(name) ?? new Map<string, Response>();
    this.kept.set(name, shelf);
    return {
      put: async (key: string, response: Response) => void shelf.set(key, response),
      match: async (key: string) => shelf.get(key)?.clone(),
    };
  }
  async keys() {
    return [...this.kept.keys()];
  }
  async delete(name: string) {
    return this.kept.delete(name);
  }
}
const asked = (path: string, more: { method?: string; mode?: string } = {}) => ({ method: 'GET', mode: 'cors', url: `${ORIGIN}${path}`, ...more });

describe('what is kept', () => {
  // Proves FL-11
  test('is every file of one build, fetched anew; with one missing nothing is, and the former build stays (FL-11)', async () => {
    const shelves = new Shelves();
    const got: unknown[] = [];
    const net = (async (path: string, init: RequestInit) => {
      got.push([path, init.cache]);
      return new Response(path);
    }) as typeof fetch;
    await fill(BUILD, shelves, net);
    expect(got).toEqual(BUILD.files.map((path) => [path, 'reload']));
    expect([...(shelves.kept.get(shelfOf(BUILD))?.keys() ?? [])]).toEqual(BUILD.files);
    const next = { version: 'b2', files: [...BUILD.files, '/assets/gone.js'] };
    const broken = (async (path: string) => new Response(path, { status: path.includes('gone') ? 404 : 200 })) as typeof fetch;
    await expect(fill(next, shelves, broken)).rejects.toThrow('gone');
    expect(shelves.kept.has(shelfOf(next))).toBe(false);
    await fill({ ...next, files: BUILD.files }, shelves, net);
    await clear(next, shelves);
    expect(await shelves.keys()).toEqual([shelfOf(next)]);
  });
  // Proves FL-11
  test('answers the page and its files, and never the protocol, another page or another site (FL-11)', () => {
    expect(keptAs(BUILD, asked('/handset/', { mode: 'navigate' }), ORIGIN)).toBe('/handset/');
    expect(keptAs(BUILD, asked('/handset', { mode: 'navigate' }), ORIGIN)).toBe('/handset/');
    expect(keptAs(BUILD, asked('/assets/handset-1.js'), ORIGIN)).toBe('/assets/handset-1.js');
    for (const path of ['/handset/v1/messages', '/handset/v1/stream', '/healthz', '/api/v1/me', '/assets/console-2.js', '/handset/sw.js']) {
      expect(keptAs(BUILD, asked(path), ORIGIN), path).toBeNull();
      expect(keptAs(BUILD, asked(path, { mode: 'navigate' }), ORIGIN), path).toBeNull();
    }
    expect(keptAs(BUILD, asked('/handset/', { method: 'POST' }), ORIGIN)).toBeNull();
    expect(keptAs(BUILD, asked('/handset/'), 'https://elsewhere.example')).toBeNull();
  });
  test('comes from the shelf without a network, and from the network when the browser threw it away', async () => {
    const shelves = new Shelves();
    await fill(BUILD, shelves, (async (path: string) => new Response(`kept ${path}`)) as typeof fetch);
    const request = new Request(`${ORIGIN}/handset/`);
    const down = (async () => Promise.reject(new TypeError('no network'))) as typeof fetch;
    expect(await (await answer(BUILD, '/handset/', request, shelves, down)).text()).toBe('kept /handset/');
    shelves.kept.clear();
    const up = (async () => new Response('fresh')) as typeof fetch;
    expect(await (await answer(BUILD, '/handset/', request, shelves, up)).text()).toBe('fresh');
  });
  test('is found by following the page: its scripts, styles, workers and texts, and nothing of the console', () => {
    const chunk = (code: string, moduleIds = ['/src/x.ts']) => ({ type: 'chunk', code, moduleIds });
    const bundle = {
      'handset/index.html': { type: 'asset', source: '<script src="/assets/handset-1.js"></script>' },
      'index.html': { type: 'asset', source: '<script src="/assets/console-2.js"></script>' },
      'assets/handset-1.js': chunk('import"./shared-3.js";new Worker("/assets/ticker-4.js");import("./handset-nl.js");import("./desk-nl.js")'),
      'assets/shared-3.js': chunk('"shared-5.css"'),
      'assets/shared-5.css': { type: 'asset', source: 'a{}' },
      'assets/ticker-4.js': { type: 'asset', source: 'onmessage' },
      'assets/handset-nl.js': chunk('texts', ['/messages/nl/handset.ftl?raw']),
      'assets/desk-nl.js': chunk('texts', ['/messages/nl/desk.ftl?raw']),
      'assets/console-2.js': chunk('console'),
      'handset/sw.js': chunk('worker'),
    };
    expect(filesOf(bundle as unknown as Parameters<typeof filesOf>[0])).toEqual([
      'assets/handset-1.js', 'assets/handset-nl.js', 'assets/shared-3.js', 'assets/shared-5.css', 'assets/ticker-4.js', 'handset/index.html',
    ]);
  });
});

describe('a new version', () => {
  class Worker extends EventTarget {
    said: unknown[] = [];
    constructor(public state: string) {
      super();
    }
    postMessage(what: unknown): void {
      this.said.push(what);
    }
    become(state: string): void {
      this.state = state;
      this.dispatchEvent(new Event('statechange'));
    }
  }
  class Container extends EventTarget {
    controller: object | null = {};
    registration = Object.assign(new EventTarget(), { active: {} as object | null, waiting: null as Worker | null, installing: null as Worker | null, update: async () => {} });
    asked: unknown[] = [];
    async register(...args: unknown[]) {
      this.asked = args;
      return this.registration;
    }
  }
  afterEach(() => vi.useRealTimers());

  // Proves AL-02
  test('waits until it is told to take over, and only then the page begins anew (AL-02)', async () => {
    vi.useFakeTimers();
    const container = new Container();
    const heard: string[] = [];
    let reloads = 0;
    const install = new Install(
      { offline: (state) => heard.push(state), newer: () => heard.push('newer') },
      container as unknown as ServiceWorkerContainer,
      () => (reloads += 1),
    );
    await install.start();
    expect(container.asked).toEqual(['/handset/sw.js', { scope: '/handset/', updateViaCache: 'none' }]);
    expect(heard).toEqual(['ready']);
    const worker = new Worker('installing');
    container.registration.installing = worker;
    container.registration.dispatchEvent(new Event('updatefound'));
    worker.become('installed');
    expect([heard.at(-1), worker.said, reloads]).toEqual(['newer', [], 0]);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reloads, 'another change of the browser').toBe(0);
    install.takeOver();
    expect([worker.said, reloads]).toEqual([['take-over'], 0]);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reloads).toBe(1);
  });
  test('the first version takes the page without beginning it anew, and says when it is ready', async () => {
    vi.useFakeTimers();
    const container = new Container();
    container.controller = null;
    container.registration.active = null;
    const worker = new Worker('installing');
    container.registration.installing = worker;
    const heard: string[] = [];
    await new Install({ offline: (state) => heard.push(state), newer: () => heard.push('newer') }, container as unknown as ServiceWorkerContainer, () => {}).start();
    worker.become('installed');
    worker.become('activated');
    expect(heard).toEqual(['preparing', 'ready']);
  });
  test('a browser that refuses it says that the page does not open without a network', async () => {
    const container = { register: async () => Promise.reject(new Error('no')) } as unknown as ServiceWorkerContainer;
    const heard: string[] = [];
    await new Install({ offline: (state) => heard.push(state), newer: () => {} }, container, () => {}).start();
    expect(heard).toEqual(['none']);
  });
});

describe('the screen', () => {
  // Proves FL-11
  test('stays on while an alarm runs, again after the page was out of sight, and goes off afterwards (FL-11)', async () => {
    let visible = true;
    const sentinels: EventTarget[] = [];
    let released = 0;
    const lock = {
      request: async () => {
        const sentinel = Object.assign(new EventTarget(), { release: async () => void (released += 1) });
        sentinels.push(sentinel);
        return sentinel;
      },
    };
    const awake = new Awake(lock, () => visible);
    await awake.want(true);
    await awake.want(true);
    expect(sentinels).toHaveLength(1);
    visible = false;
    sentinels[0]?.dispatchEvent(new Event('release'));
    awake.again();
    expect(sentinels).toHaveLength(1);
    visible = true;
    awake.again();
    await vi.waitFor(() => expect(sentinels).toHaveLength(2));
    await awake.want(false);
    expect(released).toBe(1);
    await new Awake(undefined, () => true).want(true);
  });
});

describe('what the browser can do', () => {
  test('is asked of it; an iPhone never has Bluetooth', () => {
    const chrome = { userAgent: 'Android', maxTouchPoints: 5, bluetooth: {}, vibrate: () => true, wakeLock: {}, serviceWorker: {} } as unknown as Navigator;
    expect(abilities(chrome, {})).toMatchObject({ bluetooth: true, remembersButtons: false, hearsAdvertising: false, vibrates: true, apple: false });
    const full = { ...chrome, bluetooth: { getDevices: () => {} } } as unknown as Navigator;
    const scope = { BluetoothDevice: { prototype: { watchAdvertisements: () => {} } }, Notification: {} };
    expect(abilities(full, scope)).toMatchObject({ remembersButtons: true, hearsAdvertising: true, notices: true });
    const iphone = { userAgent: 'Mozilla/5.0 (iPhone; CPU)', maxTouchPoints: 5 } as unknown as Navigator;
    expect(abilities(iphone, {})).toMatchObject({ bluetooth: false, apple: true, vibrates: false, offline: false });
    const ipad = { userAgent: 'Mozilla/5.0 (Macintosh; Intel)', maxTouchPoints: 5 } as unknown as Navigator;
    expect(abilities(ipad, {}).apple).toBe(true);
  });
});

describe('sleep', () => {
  // Proves FL-10, FL-11
  test('a page that slept or was shut says so afterwards, with the times; the slow beats of a background are no sleep (FL-10, FL-11)', () => {
    let now = Date.parse('2026-11-22T14:00:00.000Z');
    let text: string | null = null;
    const memory = { read: () => text, write: (given: string) => void (text = given) };
    const sleep = new Sleep(memory, () => now);
    expect(sleep.beat(), 'the first time').toBeNull();
    now += 65_000;
    expect(sleep.beat()).toBeNull();
    const from = now;
    now += ASLEEP_BEYOND_MS + 1;
    expect(sleep.beat()).toEqual({ from, until: now });
    expect(sleep.beat()).toBeNull();
    const shut = now;
    now += 3_600_000;
    expect(new Sleep(memory, () => now).beat(), 'over a restart').toEqual({ from: shut, until: now });
  });
});
