// What the machine knows. Only `machine`, `press`, `received`, `timers` and `flush` change it.
import type { Fix, Microphone, Press, Refusal, Settings } from '../protocol/messages';
import { Chance } from './chance';
import { Clock } from './clock';
import { Gestures } from './gesture';
import { HEARTBEAT_EVERY, HOLD_MS, MAX_APP_VERSION_CHARS } from './limits';
import { Outbox } from './outbox';
import type { Guarding } from './safety';
import type { Click } from './talk';
import type { Line } from './typing';
import type { Advice, AnnouncedTrip, Message, Output, Path, Permission, PlannedTest, Screen, Setup } from './types';

/** The alarm that runs. There is at most one: a press while it runs is a repeat of it. */
export interface Alarming {
  press: Press;
  held: boolean;
  someoneThere: boolean;
  /** Messages with a higher number were first sent when the cell knew the alarm for certain. */
  heldAfter: number;
  /** When the advice to dial 112 is due, if nothing is acknowledged until then. */
  adviseAt: number;
  advised: boolean;
  lastPosition: number | null;
  /** Oldest first, at most `MAX_MESSAGES`. */
  messages: Message[];
  /** What the person is typing. */
  line: Line | null;
  /** When a line last left. */
  lastTyped: number | null;
  /** What the control room is typing. */
  theirs: Line | null;
}
export type Side = 'belgium' | 'abroad';

/** What the phone knows of itself; `null` is 'not told'. */
export interface Status {
  phoneBattery: number | null;
  buttonBattery: number | null;
  button: 'up' | 'lost' | null;
  location: Permission | null;
  microphone: Microphone | null;
  doNotDisturb: 'on' | 'off' | null;
  fix: Fix | null;
  side: Side | null;
  locationLost: boolean;
  /** When the last fix came; the start when none has. */
  fixSeen: number;
  lastTest: string | null;
  lastAnswerAt: string | null;
  /** When the cell last answered; the start when it has not. */
  answered: number;
  /** When the cell last answered on each path. */
  answeredOn: Map<Path, number>;
  refused: Refusal | null;
  /** The phone's clock minus the cell's, milliseconds. */
  clockAhead: number | null;
}

/** What was last put out, so that only changes are; `undefined` is 'nothing yet'. */
interface Shown {
  screen: Screen | undefined;
  answeredAt: string | null;
  advice: Advice | null;
  fixes: number | null | undefined;
  health: string | undefined;
  side: Side;
  discreet: boolean;
  /** As text. */
  timer: string;
  planned: PlannedTest | null;
  trips: readonly AnnouncedTrip[];
  messages: readonly Message[];
  typed: string;
}

const clamp = (value: number, { least, most }: { least: number; most: number }) => Math.min(most, Math.max(least, value));

/** Draws settings into their limits. */
export function withinLimits(settings: Settings): Settings {
  return {
    hold_ms: clamp(settings.hold_ms, HOLD_MS),
    double_press: settings.double_press,
    haptics: settings.haptics,
    class: settings.class,
    paths: settings.paths,
    discreet: settings.discreet,
  };
}

export class State {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly gestures = new Gestures();
  readonly outbox = new Outbox();
  readonly inBelgium: (fix: Fix) => boolean;
  readonly appVersion: string;
  settings: Settings;
  revoked = false;
  lastButton: number | null = null;
  alarm: Alarming | null = null;
  test: { id: string; failedAt: number } | null = null;
  guarding: Guarding | null = null;
  trips: AnnouncedTrip[] = [];
  planned: PlannedTest | null = null;
  clicked: Click | null = null;
  heartbeatAt = 0;
  /** When the report that waits, or else the next one, is due. */
  reportAt = 0;
  status: Status = {
    phoneBattery: null, buttonBattery: null, button: null, location: null, microphone: null, doNotDisturb: null, fix: null, side: null,
    locationLost: false, fixSeen: 0, lastTest: null, lastAnswerAt: null, answered: 0, answeredOn: new Map(), refused: null, clockAhead: null,
  };
  screen: Screen = 'neutral';
  answeredAt: string | null = null;
  screenUntil: number | null = null;
  /** Does storage hold something older than memory? */
  dirty: boolean;
  /** Outputs of this call that are not derived from state. */
  said: Output[] = [];
  shown: Shown = {
    screen: undefined, answeredAt: null, advice: null, fixes: undefined, health: undefined, side: 'belgium', discreet: false, timer: '',
    planned: null, trips: [], messages: [], typed: '',
  };
  outputs: Output[] = [];

  constructor(setup: Setup, now: number) {
    this.clock = new Clock(now);
    this.chance = new Chance(setup.seed);
    this.inBelgium = setup.inBelgium;
    this.appVersion = [...setup.app_version].slice(0, MAX_APP_VERSION_CHARS).join('');
    this.settings = withinLimits(setup.restored?.settings ?? setup.settings);
    this.outbox.paths = this.settings.paths;
    this.dirty = setup.restored === null;
  }

  /** The longest pause between two heartbeats. */
  get heartbeatEvery(): number {
    return HEARTBEAT_EVERY[this.settings.class];
  }
  get tick(): number {
    return this.clock.tick;
  }
  show(screen: Screen, forMs: number | null, answeredAt: string | null = null): void {
    this.screen = screen;
    this.answeredAt = answeredAt;
    this.screenUntil = forMs === null ? null : this.tick + forMs;
  }
  /** Is there a press, first or repeated, that the cell has not acknowledged? */
  isUnacknowledged(): boolean {
    return (this.alarm !== null && !this.alarm.held) || this.outbox.has('repeat');
  }
}
