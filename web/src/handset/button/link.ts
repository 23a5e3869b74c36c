// One paired button for as long as the page lives: connected (a lost link is known at once, and sought again with growing
// pauses) or listened to (BT-07). Brings presses with the time at which they came. Never here: what a press leads to.
import type { ButtonPress } from '../beacon/types';
import type { Ticker } from '../shell/ticker';
import { BthomeButton, SERVICE as BTHOME } from './bthome';
import { CONNECT_WITHIN_MS, within, type ButtonKind } from './choose';
import { BATTERY_LEVEL, BATTERY_SERVICE, FrameError, longUuid, type ButtonEvent, type FrameCode, type Gesture } from './frames';
import * as itag from './itag';
import { bytesOf, write, type Advertisement, type Characteristic, type Device, type Gatt } from './radio';
import * as valrt from './valrt';

export type LinkState = 'connecting' | 'up' | 'lost';
export interface LinkHeard {
  link: (state: LinkState) => void;
  /** `at`: when it came, milliseconds since 1970. */
  pressed: (press: ButtonPress, at: number) => void;
  battery: (percent: number) => void;
  /** A frame that was refused. */
  refused: (code: FrameCode) => void;
  /** The newest counter of a sealed button, to be kept. */
  counter: (counter: number) => void;
}
export interface LinkParts {
  device: Device;
  kind: ButtonKind;
  /** For buttons that speak BTHome. */
  bthome: BthomeButton | null;
  heard: LinkHeard;
  ticker: (wake: () => void) => Ticker;
}
export interface Link {
  start: () => void;
  stop: () => void;
  /** Try now: the person asked, or the radio came back. */
  retry: () => void;
  /** The alarm is held: the wearer feels it. `false` where the button cannot (BT-03). */
  acknowledge: () => Promise<boolean>;
}

/** Between two attempts to find a button again. */
export const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
const LONGEST_PAUSE_MS = 30_000;
/** Well before the button drops the link for want of its key. */
const SET_UP_WITHIN_MS = valrt.APP_KEY_DEADLINE_MS / 2;
/** The same report twice so soon is one press: no finger is that fast. */
export const SAME_REPORT_WITHIN_MS = 120;

/** What a gesture is to the machine. One that we do not know is meant seriously. */
export function pressOf(gesture: Gesture): ButtonPress {
  switch (gesture) {
    case 'press':
      return 'short';
    case 'double_press':
    case 'triple_press':
      return 'double';
    case 'long_press':
    case 'long_double_press':
    case 'long_triple_press':
    case 'other':
      return 'long';
    case 'hold':
      return 'hold';
  }
}

/** Frames in the order in which they came, each with its time, to events. */
class Reader {
  private queue: Promise<void> = Promise.resolve();
  private last: { gesture: Gesture; at: number } | null = null;

  /** `genuine` is called for each frame that is this button's, before what it says. */
  constructor(
    private readonly parts: LinkParts,
    private readonly genuine: () => void = () => {},
  ) {}

  take(bytes: Uint8Array): void {
    const at = Date.now();
    this.queue = this.queue.then(() => this.read(bytes, at));
  }
  private async read(bytes: Uint8Array, at: number): Promise<void> {
    const { kind, bthome, heard } = this.parts;
    try {
      if (kind === 'bthome') {
        const events = (await bthome?.handle(bytes, at)) ?? [];
        this.genuine();
        const counter = bthome?.counter ?? null;
        if (events.length > 0 && counter !== null) heard.counter(counter);
        events.forEach((event) => this.tell(event, at));
      } else {
        const event = kind === 'valrt' ? valrt.decode(bytes) : itag.decode(bytes);
        if (!this.isRepeat(event, at)) this.tell(event, at);
      }
    } catch (error) {
      heard.refused(error instanceof FrameError ? error.code : 'frame_malformed');
    }
  }
  private isRepeat(event: ButtonEvent, at: number): boolean {
    if (event.is !== 'pressed') return false;
    const again = this.last?.gesture === event.gesture && at - this.last.at < SAME_REPORT_WITHIN_MS;
    this.last = { gesture: event.gesture, at };
    return again;
  }
  private tell(event: ButtonEvent, at: number): void {
    if (event.is === 'pressed') this.parts.heard.pressed(pressOf(event.gesture), at);
    if (event.is === 'battery') this.parts.heard.battery(event.percent);
  }
}

/** Pauses that grow until something works. */
class Pauses {
  private step = 0;
  private waiting = false;
  private readonly ticker: Ticker;

  constructor(make: LinkParts['ticker'], due: () => void) {
    this.ticker = make(() => {
      if (!this.waiting) return;
      this.waiting = false;
      due();
    });
  }
  wait(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.ticker.wakeIn(PAUSES_MS[this.step] ?? LONGEST_PAUSE_MS);
    this.step = Math.min(this.step + 1, PAUSES_MS.length - 1);
  }
  over(): void {
    this.waiting = false;
    this.step = 0;
  }
  stop(): void {
    this.waiting = false;
    this.ticker.stop();
  }
}

class ConnectedLink implements Link {
  private readonly reader: Reader;
  private readonly pauses: Pauses;
  private state: LinkState | null = null;
  /** Ends what belongs to one connection. */
  private life = new AbortController();
  private felt: Characteristic | null = null;
  private stopped = false;
  private readonly gone = () => this.lost();

  constructor(private readonly parts: LinkParts) {
    this.reader = new Reader(parts);
    this.pauses = new Pauses(parts.ticker, () => void this.attempt());
  }
  start(): void {
    this.parts.device.addEventListener('gattserverdisconnected', this.gone);
    this.say('connecting');
    void this.attempt();
  }
  stop(): void {
    this.stopped = true;
    this.life.abort();
    this.pauses.stop();
    this.parts.device.removeEventListener('gattserverdisconnected', this.gone);
    this.parts.device.gatt?.disconnect();
  }
  retry(): void {
    if (this.stopped || this.state === 'up') return;
    this.pauses.over();
    void this.attempt();
  }
  async acknowledge(): Promise<boolean> {
    const { felt } = this;
    if (!felt || this.state !== 'up') return false;
    return write(felt, valrt.RECEIVED).then(() => true, () => false);
  }

  private say(state: LinkState): void {
    if (this.state === state || this.stopped) return;
    this.state = state;
    this.parts.heard.link(state);
  }
  private lost(): void {
    if (this.stopped) return;
    this.life.abort();
    this.felt = null;
    this.say('lost');
    this.pauses.wait();
  }
  private async attempt(): Promise<void> {
    this.life.abort();
    const life = new AbortController();
    this.life = life;
    const { gatt } = this.parts.device;
    try {
      if (!gatt) throw new Error('no connection is possible');
      await within(CONNECT_WITHIN_MS, gatt.connect());
      if (life.signal.aborted) return;
      await within(SET_UP_WITHIN_MS, this.setUp(gatt, life.signal));
      if (life.signal.aborted || !gatt.connected) throw new Error('the link went');
      this.pauses.over();
      this.say('up');
      await this.watchBattery(gatt, life.signal);
    } catch {
      if (this.life !== life || this.stopped) return;
      this.lost();
      gatt?.disconnect();
    }
  }
  private async setUp(gatt: Gatt, life: AbortSignal): Promise<void> {
    switch (this.parts.kind) {
      case 'valrt':
        return this.setUpValrt(gatt, life);
      case 'itag': {
        const service = await gatt.getPrimaryService(itag.SERVICE);
        return this.listen(await service.getCharacteristic(itag.NOTIFICATION), life);
      }
      case 'bthome': {
        const service = await gatt.getPrimaryService(BTHOME);
        const notifying = (await service.getCharacteristics()).filter(({ properties }) => properties.notify);
        if (notifying.length === 0) throw new Error('it has nothing to say');
        for (const characteristic of notifying) await this.listen(characteristic, life);
      }
    }
  }
  /** The key first: without it the button drops the link (BT-03). One step at a time, as radios want it. */
  private async setUpValrt(gatt: Gatt, life: AbortSignal): Promise<void> {
    const service = await gatt.getPrimaryService(valrt.SERVICE);
    await write(await service.getCharacteristic(valrt.APP_KEY_CHARACTERISTIC), valrt.APP_KEY);
    await this.listen(await service.getCharacteristic(valrt.NOTIFICATION), life);
    await write(await service.getCharacteristic(valrt.DETECTION), valrt.ENABLE_KEYS);
    this.felt = await service.getCharacteristic(valrt.ACKNOWLEDGE).catch(() => null);
    const mode = await service.getCharacteristic(valrt.MODE).catch(() => null);
    if (mode) await write(mode, valrt.SILENT).catch(() => {});
  }
  private async listen(characteristic: Characteristic, life: AbortSignal): Promise<void> {
    const heard = () => characteristic.value && this.reader.take(bytesOf(characteristic.value));
    characteristic.addEventListener('characteristicvaluechanged', heard, { signal: life });
    await characteristic.startNotifications();
  }
  /** Where the button tells its charge. One that does not is no fault. */
  private async watchBattery(gatt: Gatt, life: AbortSignal): Promise<void> {
    try {
      const service = await gatt.getPrimaryService(BATTERY_SERVICE);
      const level = await service.getCharacteristic(BATTERY_LEVEL);
      const tell = (value: DataView | undefined) => {
        const percent = value && value.byteLength > 0 ? value.getUint8(0) : null;
        if (percent !== null && percent <= 100) this.parts.heard.battery(percent);
      };
      level.addEventListener('characteristicvaluechanged', () => tell(level.value), { signal: life });
      tell(await level.readValue());
      if (level.properties.notify) await level.startNotifications();
    } catch {
      // Presses matter, the charge does not.
    }
  }
}

/** A button that is only listened to: the browser does so while the page is in sight, and nothing says that it is near.
 * Some browsers listen and never hear anything, so it counts only once it was heard. */
class AdvertisedLink implements Link {
  private readonly reader: Reader;
  private readonly pauses: Pauses;
  private state: LinkState | null = null;
  private life = new AbortController();
  private stopped = false;
  private wasHeard = false;
  private readonly heard = (event: Event) => {
    const data = (event as Advertisement).serviceData.get(longUuid(BTHOME));
    if (data) this.reader.take(bytesOf(data).slice());
  };
  private readonly seen = () => {
    if (document.visibilityState === 'hidden') this.deaf();
    else this.retry();
  };

  constructor(private readonly parts: LinkParts) {
    this.reader = new Reader(parts, () => {
      this.wasHeard = true;
      this.say('up');
    });
    this.pauses = new Pauses(parts.ticker, () => void this.watch());
  }
  start(): void {
    this.parts.device.addEventListener('advertisementreceived', this.heard);
    document.addEventListener('visibilitychange', this.seen);
    this.say('connecting');
    void this.watch();
  }
  stop(): void {
    this.stopped = true;
    this.life.abort();
    this.pauses.stop();
    this.parts.device.removeEventListener('advertisementreceived', this.heard);
    document.removeEventListener('visibilitychange', this.seen);
  }
  retry(): void {
    if (this.stopped || this.state === 'up') return;
    this.pauses.over();
    void this.watch();
  }
  async acknowledge(): Promise<boolean> {
    return false;
  }

  private say(state: LinkState): void {
    if (this.state === state || this.stopped) return;
    this.state = state;
    this.parts.heard.link(state);
  }
  private deaf(): void {
    this.life.abort();
    this.say('lost');
  }
  private async watch(): Promise<void> {
    this.life.abort();
    const life = new AbortController();
    this.life = life;
    try {
      await this.parts.device.watchAdvertisements?.({ signal: life.signal });
      if (life.signal.aborted || this.stopped) return;
      this.pauses.over();
      this.say(this.wasHeard ? 'up' : 'connecting');
    } catch {
      if (this.life !== life || this.stopped) return;
      this.say('lost');
      this.pauses.wait();
    }
  }
}

/** A BTHome button is listened to where the browser can, else connected to where the button lets us; the others connect. */
export function makeLink(parts: LinkParts): Link {
  const listens = parts.kind === 'bthome' && parts.device.watchAdvertisements !== undefined;
  return listens ? new AdvertisedLink(parts) : new ConnectedLink(parts);
}
