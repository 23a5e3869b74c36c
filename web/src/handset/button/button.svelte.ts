// The person's button as the page shows it: choosing, keeping, losing, finding again; where its presses go.
// Never here: bytes (the decoders), the radio's ways (the link), what is an alarm (the machine).
import type { ButtonPress } from '../beacon/types';
import type { Ticker } from '../shell/ticker';
import { BthomeButton } from './bthome';
import { chooseDevice, recognise, type ButtonKind, type Outcome } from './choose';
import { fitForAMeasure, hexBytes, type Authentication, type FrameCode } from './frames';
import * as itag from './itag';
import { makeLink, type Link, type LinkState } from './link';
import { browserRadio, type Device, type Radio } from './radio';
import { importBindKey, type BindKey } from './seal';
import * as valrt from './valrt';

/** A button that stays this page's after a reload. The key is an object that nothing can read out. */
export interface KeptButton {
  device: string;
  name: string;
  kind: ButtonKind;
  /** `practice`: it proves nothing, and its presses only test (BT-02). */
  use: 'alarm' | 'practice';
  key: BindKey | null;
  mac: Uint8Array | null;
  counter: number | null;
}
export interface ButtonStore {
  loadButton(): Promise<KeptButton | null>;
  saveButton(button: KeptButton | null): Promise<void>;
}
/** Where it leads. */
export interface ButtonHost {
  press: (press: ButtonPress, at: number) => void;
  selfTest: () => void;
  link: (link: 'up' | 'lost') => void;
  battery: (percent: number) => void;
  /** While one runs no press is a test: it may be an answer, or another call for help. */
  alarmRuns: () => boolean;
  /** There is no button for alarms any more: its absence is no fault. */
  gone: () => void;
  ticker: (wake: () => void) => Ticker;
}

/** `none`: this browser has no Web Bluetooth. `off`: Bluetooth is switched off or absent. */
export type Ability = 'none' | 'off' | 'ready';
/** `away`: kept, but after a reload this browser wants a tap before it may connect again. */
export type Linked = LinkState | 'none' | 'away';
export type Trouble = Exclude<Outcome<never>, { done: true }>['why'] | 'bad_key' | 'cannot_listen' | FrameCode;
/** Of a press that was an alarm nothing is shown (AL-02). */
export interface LastPress {
  at: number;
  led: 'test' | 'tap';
}
interface Found {
  device: Device;
  kind: ButtonKind;
}

/** For this long after 'test the button' a short press is a test. A long one is an alarm all the same (AL-17). */
export const TEST_WITHIN_MS = 60_000;

const proofOf = (kind: ButtonKind, key: BindKey | null): Authentication =>
  kind === 'bthome' ? new BthomeButton(key, null).authentication : kind === 'valrt' ? valrt.AUTHENTICATION : itag.AUTHENTICATION;

export class Button {
  ability = $state<Ability>('ready');
  kept = $state.raw<KeptButton | null>(null);
  link = $state<Linked>('none');
  battery = $state<number | null>(null);
  lastPress = $state.raw<LastPress | null>(null);
  /** Chosen, and not yet decided what for. */
  found = $state.raw<Found | null>(null);
  trouble = $state<Trouble | null>(null);
  busy = $state(false);
  /** Until when a short press is a test, milliseconds since 1970. */
  testUntil = $state<number | null>(null);
  readonly isPractice: boolean = $derived(this.kept?.use === 'practice');

  private store: ButtonStore | null = null;
  private host: ButtonHost | null = null;
  private live: Link | null = null;
  private device: Device | null = null;
  private watching = false;
  private speaks: BthomeButton | null = null;
  private waitsToFeel = false;

  constructor(private readonly radio: () => Radio | null = browserRadio) {}

  /** Nothing in here holds up the page: a press on the screen works before and without it. */
  async start(store: ButtonStore, host: ButtonHost): Promise<void> {
    this.stop();
    this.store = store;
    this.host = host;
    const radio = this.radio();
    this.watchRadio(radio);
    this.kept = await store.loadButton().catch(() => null);
    if (!this.kept) return;
    // It is lost until it is found: the person and the zone know at once.
    this.tell('lost');
    this.link = 'away';
    const device = this.device ?? (await this.remembered(radio, this.kept.device));
    if (device) this.run(device, this.kept);
  }
  stop(): void {
    this.live?.stop();
    this.live = null;
    this.host = null;
    this.link = 'none';
  }

  /** From a tap of the person: the browser shows its list. With a kept button, the same one is sought again. */
  async choose(): Promise<void> {
    const radio = this.radio();
    if (!radio || this.busy) return;
    this.busy = true;
    this.trouble = null;
    this.found = null;
    try {
      const chosen = await chooseDevice(radio);
      if (!chosen.done) return this.failed(chosen.why);
      const device = chosen.value;
      this.letGo();
      const kind = await recognise(device);
      if (!kind.done) return this.failed(kind.why);
      const { kept } = this;
      if (kept && kept.kind === kind.value && kept.name === (device.name ?? '')) await this.keep(device, { ...kept, device: device.id });
      else this.decide({ device, kind: kind.value });
    } finally {
      this.busy = false;
    }
  }
  /** As the maker's app shows them. */
  async useSealed(mac: string, key: string): Promise<void> {
    const { found } = this;
    const address = hexBytes(mac, 6);
    const bytes = hexBytes(key, 16);
    if (!found || !address || !bytes) return this.failed('bad_key');
    const bind = await importBindKey(bytes).catch(() => null);
    if (!bind) return this.failed('bad_key');
    await this.keep(found.device, this.make(found, bind, address));
  }
  /** A button that proves nothing: its presses test and raise no alarm. */
  async practise(): Promise<void> {
    if (this.found) await this.keep(this.found.device, this.make(this.found, null, null));
  }
  leaveIt(): void {
    if (this.found?.device.gatt?.connected) this.found.device.gatt.disconnect();
    this.found = null;
    this.trouble = null;
    this.back();
  }
  async forget(): Promise<void> {
    this.letGo();
    const { kept } = this;
    this.kept = null;
    this.device = null;
    this.battery = null;
    this.lastPress = null;
    this.testUntil = null;
    this.link = 'none';
    await this.store?.saveButton(null).catch(() => {});
    if (kept?.use === 'alarm') this.host?.gone();
  }
  /** The person put in a new battery: it may count anew. */
  newBattery(): void {
    this.speaks?.forgetCounter();
    this.trouble = null;
    if (this.kept) void this.save({ ...this.kept, counter: null });
  }
  retry(): void {
    this.live?.retry();
  }
  /** The next short press tests. */
  armTest(): void {
    this.testUntil = Date.now() + TEST_WITHIN_MS;
  }
  /** The cell holds what the button said: the wearer feels it once (BT-03). */
  answered(): void {
    if (!this.waitsToFeel) return;
    this.waitsToFeel = false;
    void this.live?.acknowledge();
  }

  private async remembered(radio: Radio | null, id: string): Promise<Device | null> {
    const known = await radio?.getDevices?.().catch(() => []);
    return known?.find((device) => device.id === id) ?? null;
  }
  private failed(why: Trouble): void {
    this.back();
    this.trouble = why;
  }
  /** The present link ends; whoever relies on it knows. */
  private letGo(): void {
    if (!this.live) return;
    this.live.stop();
    this.live = null;
    if (!this.kept) return;
    this.link = 'away';
    this.tell('lost');
  }
  /** Nothing came of another button: the former one goes on. */
  private back(): void {
    if (this.kept && this.device && !this.live) this.run(this.device, this.kept);
  }
  private decide(found: Found): void {
    this.found = found;
    // Only a button that proves itself is taken at once.
    if (fitForAMeasure(proofOf(found.kind, null))) void this.keep(found.device, this.make(found, null, null));
  }
  private make({ device, kind }: Found, key: BindKey | null, mac: Uint8Array | null): KeptButton {
    const use = fitForAMeasure(proofOf(kind, key)) ? 'alarm' : 'practice';
    return { device: device.id, name: device.name ?? '', kind, use, key, mac, counter: null };
  }
  private async keep(device: Device, button: KeptButton): Promise<void> {
    if (button.kind === 'bthome' && !device.watchAdvertisements && !device.gatt) return this.failed('cannot_listen');
    const before = this.kept;
    this.found = null;
    this.trouble = null;
    this.run(device, button);
    await this.save(button);
    if (before?.use === 'alarm' && button.use === 'practice') this.host?.gone();
  }
  private async save(button: KeptButton): Promise<void> {
    this.kept = button;
    await this.store?.saveButton(button).catch(() => {});
  }
  private run(device: Device, button: KeptButton): void {
    const { host } = this;
    if (!host) return;
    this.live?.stop();
    this.kept = button;
    this.device = device;
    this.speaks = button.kind === 'bthome' ? new BthomeButton(button.key, button.mac, button.counter) : null;
    const heard = {
      link: (state: LinkState) => this.linked(state),
      pressed: (press: ButtonPress, at: number) => this.pressed(press, at),
      battery: (percent: number) => {
        this.battery = percent;
        this.host?.battery(percent);
      },
      refused: (code: FrameCode) => (this.trouble = code),
      counter: (counter: number) => this.kept && void this.save({ ...this.kept, counter }),
    };
    this.live = makeLink({ device, kind: button.kind, bthome: this.speaks, heard, ticker: host.ticker });
    this.live.start();
  }
  private linked(state: LinkState): void {
    this.link = state;
    // A connection comes or fails within seconds; a button that was never heard may stay so.
    if (state !== 'connecting') this.tell(state);
    else if (this.kept?.kind === 'bthome') this.tell('lost');
  }
  /** A button for practice is no part of the protection: that it is gone is no fault. */
  private tell(link: 'up' | 'lost'): void {
    if (this.kept?.use === 'alarm') this.host?.link(link);
  }
  private pressed(press: ButtonPress, at: number): void {
    const { host } = this;
    if (!host) return;
    this.trouble = null;
    const armed = this.testUntil !== null && at <= this.testUntil && !host.alarmRuns();
    this.waitsToFeel = true;
    if (this.isPractice || (armed && press === 'short')) {
      this.testUntil = null;
      this.lastPress = { at, led: 'test' };
      host.selfTest();
      return;
    }
    this.lastPress = press === 'short' ? { at, led: 'tap' } : null;
    host.press(press, at);
  }
  private watchRadio(radio: Radio | null): void {
    if (this.watching) return;
    this.watching = true;
    if (!radio) {
      this.ability = 'none';
      return;
    }
    const look = async () => {
      const there = await radio.getAvailability?.().catch(() => true);
      this.ability = there === false ? 'off' : 'ready';
      if (there !== false) this.retry();
    };
    radio.addEventListener('availabilitychanged', () => void look());
    void look();
  }
}
