// What the page shows, and what a person does on it. Joins the runner to the browser; the views only read and call.
// Never here: rules of alarm, retry or health (the machine).
import { MAX_TRIPS } from './beacon/limits';
import type {
  Advice, AnnouncedTrip, Fault, Health, Input, Level, Message, OutboxImage, PlannedTest, SafetyTimer, Screen,
} from './beacon/types';
import { Button, type ButtonStore } from './button/button.svelte';
import type { Downlink, HandsetTemplate, Microphone, Said } from './protocol/messages';
import { beAlone } from './shell/alone';
import { watchBattery } from './shell/battery';
import { freshId } from './shell/ids';
import { askMine, type MineAnswer, type MineAsk } from './shell/mine';
import { MicrophoneWatch } from './shell/microphone';
import { pair, type PairOutcome } from './shell/pair';
import { Phone } from './shell/phone.svelte';
import { Places, type Allowed } from './shell/places';
import { watchReach } from './shell/reach';
import { Runner, type Body, type Told, type View } from './shell/runner';
import { openStore, type Identity, type Store } from './shell/store';
import { makeTicker } from './shell/ticker';
import { browserNet } from './shell/transport';
import { askVoice } from './voice/ask';
import { watchNetwork } from './voice/network';
import { Playout } from './voice/playout';
import { Voice } from './voice/voice';

export type Stage = 'loading' | 'unsupported' | 'elsewhere' | 'unpaired' | 'paired' | 'revoked';
/** The small sign that only the person knows: where an alarm stands. */
export type Sign = 'rest' | 'sending' | 'held' | 'there';

export function signOf(image: OutboxImage | null): Sign {
  const alarm = image?.alarm;
  if (!alarm) return 'rest';
  if (alarm.someone_there) return 'there';
  return alarm.held ? 'held' : 'sending';
}

/** How long the first message waits for what the phone knows of itself. */
const LOOK_WITHIN_MS = 500;
const LINK_FAULTS: readonly Fault[] = ['no_answer', 'no_answer_for_long'];

export class Page {
  stage = $state<Stage>('loading');
  image = $state.raw<OutboxImage | null>(null);
  screen = $state<Screen>('neutral');
  /** When the last self-test was answered, by the cell's clock. */
  answeredAt = $state<string | null>(null);
  advice = $state<Advice | null>(null);
  health = $state.raw<Health>({ level: 'good', faults: [] });
  abroad = $state(false);
  position = $state<Allowed>('unknown');
  /** How an alarm would find it; `unknown`: the browser does not say. */
  microphone = $state<Microphone | 'unknown'>('unknown');
  /** In an alarm: the sound of this phone arrives at the police. */
  overheard = $state(false);
  battery = $state<number | null>(null);
  linkUp = $state(true);
  /** Is the page to look like something else until a gesture, as the cell has it? */
  discreetAsked = $state(false);
  timer = $state.raw<SafetyTimer | null>(null);
  planned = $state.raw<PlannedTest | null>(null);
  trips = $state.raw<readonly AnnouncedTrip[]>([]);
  tooManyTrips = $state(false);
  /** Drawn only where the person asked for it (AL-02). */
  messages = $state.raw<readonly Message[]>([]);

  /** What the control room is typing; likewise. */
  typed = $state('');

  readonly sign: Sign = $derived(signOf(this.image));
  readonly level: Level = $derived(this.health.level);
  /** Is 112 to stand out? Looks the same whether the connection is gone or a press waits (AL-02, AL-15). */
  readonly marked: boolean = $derived(
    this.advice !== null || !this.linkUp || this.level === 'red' || this.health.faults.some((fault) => LINK_FAULTS.includes(fault)),
  );
  readonly button = new Button();
  readonly phone = new Phone({ canRestart: () => this.canRestart() });
  readonly discreet: boolean = $derived(this.discreetAsked || this.phone.coverWanted);

  private store: (Store & ButtonStore) | null = null;
  private runner: Runner | null = null;
  private places: Places | null = null;
  private listening: MicrophoneWatch | null = null;
  private identity: Identity | null = null;
  private holding = false;
  private readonly voice = new Voice({
    ask: async (alarm, sdp) => {
      const { identity, runner } = this;
      return identity && runner ? askVoice({ identity, net: browserNet, counter: runner.number }, alarm, sdp) : null;
    },
    makePeer: () => new RTCPeerConnection({ bundlePolicy: 'max-bundle' }),
    playout: new Playout(),
    heard: (heard) => (this.overheard = heard),
  });

  async start(): Promise<void> {
    this.phone.start();
    this.store = await openStore().catch(() => null);
    if (!this.store || !crypto.subtle) {
      this.stage = 'unsupported';
      return;
    }
    await this.begin('ask');
  }
  /** This window instead of the other one. */
  async begin(how: 'ask' | 'take'): Promise<void> {
    const { store } = this;
    if (!store) return;
    if (!(await beAlone(how, () => this.leave()))) {
      this.stage = 'elsewhere';
      return;
    }
    const kept = await store.load().catch(() => null);
    if (!kept) this.stage = 'unsupported';
    else if (kept.identity && kept.image) {
      // A code that nobody needs any more does not stay in the address.
      if (location.hash) history.replaceState(null, '', location.pathname);
      this.run(store, kept.identity, kept.image);
    }
    else this.stage = kept.ended ? 'revoked' : 'unpaired';
  }
  async pair(code: string): Promise<PairOutcome> {
    const { store } = this;
    if (!store) return { done: false, why: 'no_storage' };
    const outcome = await pair(code, store, browserNet, this.image);
    if (outcome.done) {
      this.runner?.stop();
      this.run(store, outcome.identity, outcome.image);
    }
    return outcome;
  }
  /** Asks for a new code; the present key goes on working until then. */
  newCode(): void {
    this.stage = 'unpaired';
  }
  keepCode(): void {
    if (this.runner) this.stage = 'paired';
  }
  get canGoBack(): boolean {
    return this.runner !== null;
  }

  down(): void {
    this.holding = true;
    this.runner?.give({ give: 'screen_down', fresh: freshId() });
  }
  up(): void {
    this.holding = false;
    this.runner?.give({ give: 'screen_up' });
  }
  selfTest(trigger: 'button' | 'screen' = 'screen'): void {
    this.runner?.give({ give: 'self_test', fresh: freshId(), trigger });
  }
  word(word: string): void {
    this.runner?.give({ give: 'word_typed', word });
  }
  askMicrophone(): void {
    void this.listening?.ask();
  }
  askPosition(): void {
    this.places?.ask();
  }
  /** Sets the safety timer, or moves the one that runs. `until`: milliseconds since 1970, by the phone's clock. */
  setTimer(until: number, note: string | null): void {
    const kept = note?.trim() || undefined;
    this.ask({ give: 'set_timer', fresh: freshId(), until: new Date(until).toISOString(), note: kept });
  }
  checkIn(): void {
    this.ask({ give: 'check_in' });
  }
  /** Days as `2026-11-22`. */
  announceTrip(from: string, until: string, place: string): void {
    this.tooManyTrips = this.trips.length >= MAX_TRIPS;
    if (this.tooManyTrips) return;
    this.ask({ give: 'announce_trip', trip: { trip: freshId(), from, until, place: place.trim() } });
  }
  endTrip(trip: string): void {
    this.ask({ give: 'end_trip', trip });
  }
  /** Asks the cell about the person's own arrangement, or tells something of it. */
  async mine(ask: MineAsk): Promise<MineAnswer> {
    const { identity, runner } = this;
    return identity && runner ? askMine({ identity, net: browserNet, counter: runner.number }, ask) : { type: 'no_answer' };
  }
  say(said: Said<HandsetTemplate>): void {
    this.ask({ give: 'say_text', fresh: freshId(), said });
  }
  /** What stands in the field now. */
  typing(text: string): void {
    this.ask({ give: 'typing', fresh: freshId(), text });
  }
  answer(message: string, yes: boolean): void {
    this.ask({ give: 'answer', message, yes });
  }
  seen(message: string): void {
    this.ask({ give: 'message_seen', message });
  }

  private ask(input: Input): void {
    this.runner?.give(input);
  }
  private leave(): void {
    this.runner?.stop();
    this.runner = null;
    this.button.stop();
    this.voice.stop();
    this.stage = 'elsewhere';
  }
  /** A new version, or a machine that forgets its button, does no harm now. */
  private canRestart(): boolean {
    const keepsButton = this.button.kept === null || this.phone.can.remembersButtons;
    return this.stage === 'paired' && !this.image?.alarm && this.screen === 'neutral' && !this.holding && keepsButton && !this.button.busy;
  }
  private run(store: Store, identity: Identity, image: OutboxImage): void {
    this.identity = identity;
    this.discreetAsked = image.settings.discreet;
    // Before the runner tells of an alarm that was open.
    const listening = this.voice.start();
    const runner = new Runner({ identity, image, store, net: browserNet, view: this.view(), body: this.body() });
    this.runner = runner;
    this.stage = 'paired';
    this.phone.watchSleep();
    const looked = Promise.all([this.lookAtItself(runner), listening]);
    // A report says more when the phone has looked at itself first; a press that waits does not wait for that.
    if (image.alarm) this.reach(runner);
    else void Promise.race([looked, new Promise((resolve) => setTimeout(resolve, LOOK_WITHIN_MS))]).then(() => this.reach(runner));
  }
  private async lookAtItself(runner: Runner): Promise<void> {
    const battery = watchBattery((percent) => {
      this.battery = percent;
      runner.give({ give: 'phone_battery', percent });
    });
    await Promise.all([battery, this.places?.start(), this.listening?.start(), this.startButton()]);
  }
  private async startButton(): Promise<void> {
    const { store } = this;
    if (!store) return;
    await this.button.start(store, {
      press: (press, at) => this.runner?.give({ give: 'button', press, fresh: freshId(at) }, at),
      selfTest: () => this.selfTest('button'),
      link: (link) => {
        this.runner?.give({ give: 'button_link', link });
        if (link === 'lost') this.phone.worry();
      },
      battery: (percent) => this.runner?.give({ give: 'button_battery', percent }),
      alarmRuns: () => this.image?.alarm !== undefined,
      gone: () => this.startAgain(),
      ticker: makeTicker,
    });
  }
  /** The machine begins anew with what is stored: it no longer counts on a button. An alarm goes on under its id. */
  private startAgain(): void {
    const { store, identity, image } = this;
    if (!store || !identity || !image) return;
    this.runner?.stop();
    this.run(store, identity, image);
  }
  private reach(runner: Runner): void {
    if (this.runner !== runner) return;
    const stopReach = watchReach({
      up: () => {
        this.linkUp = true;
        runner.path('up');
      },
      down: () => {
        this.linkUp = false;
        runner.path('down');
      },
    });
    this.stopBody.push(stopReach);
  }
  private stopBody: (() => void)[] = [];

  private heard(downlink: Downlink): void {
    const felt = downlink.type === 'held' || downlink.type === 'test_answered';
    if (felt && this.image?.settings.haptics !== false) this.button.answered();
    if (downlink.type === 'closed') this.voice.closed(downlink.alarm);
    // What it says first on a stream that is new.
    if (downlink.type === 'settings') this.voice.cellReturned();
  }
  private told(told: Told): void {
    switch (told.do) {
      case 'look':
        this.discreetAsked = told.discreet;
        return;
      case 'timer':
        this.timer = told.timer ?? null;
        return;
      case 'test_planned':
        this.planned = told.planned ?? null;
        return;
      case 'trips':
        this.trips = told.trips;
        return;
      case 'conversation':
        this.messages = told.messages;
        return;
      case 'typing':
        this.typed = told.text ?? '';
    }
  }
  private view(): View {
    return {
      image: (image) => {
        this.image = image;
        this.phone.alarm(image.alarm !== undefined);
        this.voice.alarm(image.alarm ? { alarm: image.alarm.press.alarm, held: image.alarm.held } : null);
      },
      screen: (screen, answeredAt) => {
        this.screen = screen;
        if (answeredAt) this.answeredAt = answeredAt;
      },
      advice: (advice) => (this.advice = advice),
      health: (health) => {
        if (health.level === 'red' && this.health.level !== 'red') this.phone.worry();
        this.health = health;
      },
      abroad: (abroad) => (this.abroad = abroad),
      told: (told) => this.told(told),
      tooManyTrips: () => (this.tooManyTrips = true),
      heard: (downlink) => this.heard(downlink),
      ended: () => {
        this.runner = null;
        this.image = null;
        this.button.stop();
        this.voice.stop();
        this.stage = 'revoked';
      },
    };
  }
  private body(): Body {
    const ticker = makeTicker(() => this.runner?.give({ give: 'tick' }));
    const places = new Places({
      fixed: (fix) => this.runner?.give({ give: 'fixed', fix }),
      lost: () => this.runner?.give({ give: 'location_lost' }),
      allowed: (state) => {
        this.position = state;
        // Not asked yet is not allowed: an alarm would leave without a place.
        if (state !== 'unknown') this.runner?.give({ give: 'location', permission: state === 'granted' ? 'granted' : 'denied' });
      },
    });
    this.places = places;
    const listening = new MicrophoneWatch((state) => {
      this.microphone = state;
      this.runner?.give({ give: 'microphone', state });
    });
    this.listening = listening;
    const network = watchNetwork(() => this.voice.networkChanged());
    this.stopBody = [() => ticker.stop(), () => places.stop(), () => listening.stop(), network];
    return {
      vibrate: (pattern, haptic) => {
        navigator.vibrate?.([...pattern]);
        // A page that is out of sight may not shake the phone.
        if (haptic === 'timer_soon') this.phone.worry();
      },
      fixes: (everyS) => places.every(everyS),
      wakeIn: (ms) => ticker.wakeIn(ms),
      stop: () => this.stopBody.splice(0).forEach((stop) => stop()),
    };
  }
}

export const page = new Page();
