// Runs the machine in a browser: gives it what happens, does what it asks for, in its order.
// A step that fails or is slow never holds up the next one for long, least of all the sending of a press.
// Never here: rules of alarm, retry or health (the machine), bytes (the protocol), pixels (the views).
import { Beacon } from '../beacon/machine';
import type { Advice, Haptic, Health, Input, OutboxImage, Output, Screen } from '../beacon/types';
import { fixInBelgium } from '../border/border';
import { importPublicKey } from '../protocol/envelope';
import type { Downlink, Fix } from '../protocol/messages';
import { Counter } from './counter';
import { freshSeed } from './ids';
import { APP_VERSION } from './pair';
import type { Identity, Store } from './store';
import { Transport, type Net } from './transport';

/** The longest that storage may hold up what follows. */
const STORAGE_WITHIN_MS = 300;
const PATH = 'internet';

/** What the person arranged and what is said: timer, trips, texts, planned tests, look. */
export type Told = Extract<Output, { do: 'look' | 'timer' | 'test_planned' | 'trips' | 'conversation' | 'typing' }>;
/** What the page shows. */
export interface View {
  image: (image: OutboxImage) => void;
  screen: (screen: Screen, answeredAt: string | null) => void;
  advice: (advice: Advice | null) => void;
  health: (health: Health) => void;
  abroad: (abroad: boolean) => void;
  told: (told: Told) => void;
  tooManyTrips: () => void;
  /** A word of the cell, before the machine takes it. */
  heard: (downlink: Downlink) => void;
  /** Taken out of use, and wiped. */
  ended: () => void;
}
/** What the phone does. */
export interface Body {
  vibrate: (pattern: readonly number[], haptic: Haptic) => void;
  fixes: (everyS: number | null) => void;
  wakeIn: (ms: number) => void;
  stop: () => void;
}
export interface Parts {
  identity: Identity;
  image: OutboxImage;
  store: Store;
  net: Net;
  view: View;
  body: Body;
  inBelgium?: (fix: Fix) => boolean;
  seed?: bigint;
}

export class Runner {
  private readonly beacon: Beacon;
  private readonly counter: Counter;
  private transport: Transport | null = null;
  private work: Promise<void>;
  private stopped = false;
  private pathIsUp = false;

  constructor(private readonly parts: Parts) {
    const { image, identity, net, store } = parts;
    this.counter = new Counter((count) => store.reserve(count));
    this.work = importPublicKey(identity.cell_key).then((cell) => {
      if (!cell || this.stopped) return;
      const keys = { handset: identity.handset, secret: identity.secret, cell };
      this.transport = new Transport(keys, this.counter, net, {
        received: (answers, downlink) => {
          this.path('up');
          parts.view.heard(downlink);
          this.give({ give: 'received', path: PATH, answers: answers ?? undefined, downlink });
        },
        failed: (message) => this.give({ give: 'send_failed', path: PATH, message }),
      });
    });
    this.beacon = new Beacon(
      {
        seed: parts.seed ?? freshSeed(), app_version: APP_VERSION, settings: image.settings, restored: image,
        inBelgium: parts.inBelgium ?? fixInBelgium,
      },
      Date.now(),
    );
    parts.view.image(image);
    this.drain();
  }

  /** `at`: when it happened, if that was before now: a press that had to wait keeps its own time (BT-06). */
  give(input: Input, at = Date.now()): void {
    if (this.stopped) return;
    this.beacon.handle(input, at);
    this.drain();
  }
  /** A number for an envelope that is sent beside the messages: from the same row, so that none is used twice. */
  number = (): Promise<number> => this.counter.next();
  path(state: 'up' | 'down'): void {
    const up = state === 'up';
    if (this.pathIsUp === up) return;
    this.pathIsUp = up;
    this.give(up ? { give: 'path_up', path: PATH } : { give: 'path_down', path: PATH });
  }
  stop(): void {
    this.stopped = true;
    this.transport?.close();
    this.parts.body.stop();
  }
  /** For tests: everything asked so far has been done. */
  async settled(): Promise<void> {
    await this.work;
  }

  private drain(): void {
    const outputs: Output[] = [];
    for (let output = this.beacon.pollOutput(); output; output = this.beacon.pollOutput()) outputs.push(output);
    if (outputs.length > 0) this.work = this.work.then(() => this.perform(outputs), () => this.perform(outputs));
    const at = this.beacon.pollTimeout();
    if (at !== null && !this.stopped) this.parts.body.wakeIn(at - Date.now());
  }
  private async perform(outputs: readonly Output[]): Promise<void> {
    for (const output of outputs) {
      try {
        await this.execute(output);
      } catch {
        // The next step must not wait for this one.
      }
    }
  }
  private async execute(output: Output): Promise<void> {
    const { view, body } = this.parts;
    switch (output.do) {
      case 'persist':
        view.image(output.image);
        return this.persist(output.image);
      case 'send':
        return this.transport?.send(output.message, output.attempt, output.uplink);
      case 'vibrate':
        return body.vibrate(output.pattern_ms, output.haptic);
      case 'show':
        return view.screen(output.screen, output.answered_at ?? null);
      case 'advise_112':
        return view.advice(output.because);
      case 'advice_over':
        return view.advice(null);
      case 'request_fix':
        return body.fixes(output.every_s);
      case 'stop_fixes':
        return body.fixes(null);
      case 'health':
        return view.health({ level: output.level, last_answer_at: output.last_answer_at, faults: output.faults });
      case 'notice':
        if (output.notice === 'too_many_trips') return view.tooManyTrips();
        return view.abroad(output.notice === 'outside_belgium');
      case 'look':
      case 'timer':
      case 'test_planned':
      case 'trips':
      case 'conversation':
      case 'typing':
        return view.told(output);
    }
  }
  private async persist(image: OutboxImage): Promise<void> {
    if (image.revoked && !image.alarm) {
      this.stop();
      await this.parts.store.wipe().catch(() => {});
      this.parts.view.ended();
      return;
    }
    const slow = new Promise<void>((resolve) => setTimeout(resolve, STORAGE_WITHIN_MS));
    await Promise.race([this.parts.store.saveImage(image).catch(() => {}), slow]);
  }
}
