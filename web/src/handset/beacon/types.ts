// What the machine is told, what it asks for, and what survives a restart. The names are those of the traces.
// Never here: how the phone found out, or how a screen draws it.
import type {
  Downlink, Fix, HandsetTemplate, Microphone, Path, Press, Refusal, Said, Settings, Template, Trigger, Trip, Uplink,
} from '../protocol/messages';

export type { Path } from '../protocol/messages';
export const PATHS: readonly Path[] = ['wifi', 'cellular', 'internet'];

/** Kinds of messages in the order of sending. */
export const KINDS = [
  'press', 'repeat', 'word', 'timer', 'timer_end', 'answer', 'text', 'position', 'typing', 'seen', 'test', 'hello', 'trip', 'trip_end', 'heartbeat',
  'report',
] as const;
export type Kind = (typeof KINDS)[number];

export type ButtonPress = 'short' | 'double' | 'long' | 'hold';
export type Permission = 'granted' | 'denied';

/** What comes in. Ids are made by the shell, a new one for each input; most are never used. */
export type Input =
  | { give: 'tick' }
  | { give: 'screen_down'; fresh: string }
  | { give: 'screen_up' }
  | { give: 'button'; press: ButtonPress; fresh: string }
  | { give: 'self_test'; fresh: string; trigger: Trigger }
  | { give: 'word_typed'; word: string }
  | { give: 'fixed'; fix: Fix }
  | { give: 'location_lost' }
  | { give: 'path_up'; path: Path }
  | { give: 'path_down'; path: Path }
  | { give: 'send_failed'; path: Path; message: number }
  | { give: 'received'; path: Path; answers?: number | undefined; downlink: Downlink }
  | { give: 'phone_battery'; percent: number }
  | { give: 'button_battery'; percent: number }
  | { give: 'button_link'; link: 'up' | 'lost' }
  | { give: 'location'; permission: Permission }
  | { give: 'microphone'; state: Microphone }
  | { give: 'do_not_disturb'; state: 'on' | 'off' }
  /** Sets the safety timer, or moves the one that runs, which keeps its id. `until` by the phone's clock, RFC 3339. */
  | { give: 'set_timer'; fresh: string; until: string; note?: string | undefined }
  /** 'I am safe': ends the timer. It ends no alarm (FL-07). */
  | { give: 'check_in' }
  /** `trip.trip` is a fresh id; with eight trips announced a further one is told as a notice. */
  | { give: 'announce_trip'; trip: Trip }
  | { give: 'end_trip'; trip: string }
  /** Says something during an alarm; `fresh` names the message. Without an alarm it is ignored. */
  | { give: 'say_text'; fresh: string; said: Said<HandsetTemplate> }
  /** What stands in the field where the person writes, at every change; a text that is said then takes the id of that line. */
  | { give: 'typing'; fresh: string; text: string }
  /** Answers a question of the control room; the first answer counts. */
  | { give: 'answer'; message: string; yes: boolean }
  /** The person has looked at a message of the control room. */
  | { give: 'message_seen'; message: string };

/** A press while an alarm runs, with the id that it gets if it has to become an alarm itself. */
export interface Repeat {
  fresh: string;
  pressed_at: string;
  trigger: Trigger;
}

/** A message of the conversation during an alarm, oldest first. */
export interface Message {
  message: string;
  from: 'desk' | 'handset';
  template?: Template | undefined;
  text?: string | undefined;
  /** Does it want a yes or a no? */
  asks: boolean;
  answer?: 'yes' | 'no' | undefined;
  /** When it came or was written, by the phone's clock. */
  at: string;
  /** A message of the control room that the person has looked at. */
  seen: boolean;
  /** Of what the person said or answered: is it at the cell? `refused`: it will not arrive, and the page must say so. */
  state: 'waiting' | 'received' | 'refused';
}

/** The safety timer that runs. */
export interface SafetyTimer {
  /** By the phone's clock. */
  until: string;
  note?: string | undefined;
  /** `held`: the cell raises the alarm by itself if the phone is lost. `waiting`: only this phone knows of it as yet. */
  state: 'waiting' | 'held';
}
export interface TimerImage extends SafetyTimer {
  alarm: string;
  set_at: string;
  /** Was 'two minutes left' felt? */
  warned: boolean;
}
/** A trip and whether the cell has it. */
export interface AnnouncedTrip extends Trip {
  state: 'waiting' | 'received';
}
/** A test by appointment: a self-test within the window answers it. */
export interface PlannedTest {
  test: string;
  from: string;
  until: string;
}

/** An alarm in the outbox. */
export interface AlarmImage {
  press: Press;
  held: boolean;
  someone_there: boolean;
  repeats: Repeat[];
  words: string[];
  messages: Message[];
}

/** All that a restart needs, as it is written to storage. */
export interface OutboxImage {
  version: 2;
  settings: Settings;
  revoked: boolean;
  alarm?: AlarmImage | undefined;
  report_due_at: string;
  last_test?: string | undefined;
  timer?: TimerImage | undefined;
  /** Timers that ended here and of which the cell does not know it yet, oldest first. */
  timers_ended: string[];
  trips: AnnouncedTrip[];
  /** Trips that were taken back and of which the cell does not know it yet. */
  trips_ended: string[];
  planned_test?: PlannedTest | undefined;
}

export type Fault =
  | 'revoked' | `not_accepted:${Refusal}` | 'no_answer_for_long' | 'button_lost' | 'no_answer' | 'path_lost' | 'location_not_permitted'
  | 'location_missing' | 'phone_battery_low' | 'button_battery_low' | 'clock_wrong';
export type Level = 'good' | 'degraded' | 'red';

/** The phone's own health (FL-10, FL-11). Nothing in it depends on whether an alarm runs (AL-02). */
export interface Health {
  level: Level;
  /** By the phone's clock; absent when the cell has not answered since the start. */
  last_answer_at?: string | undefined;
  /** Gravest first. */
  faults: Fault[];
}

export type Screen = 'neutral' | 'held_too_short' | 'testing' | 'test_answered' | 'test_unanswered' | 'revoked';
/** `question`: a message of the control room came. `timer_soon`: the safety timer runs out in two minutes. */
export type Haptic = 'sent' | 'someone_there' | 'question' | 'timer_soon';
/** Milliseconds of shaking and resting in turns (FL-08). */
export const PATTERNS: Record<Haptic, readonly number[]> = {
  sent: [150], someone_there: [80, 120, 80, 120, 80], question: [300, 150, 80], timer_soon: [80, 400, 80, 400, 80],
};
export type Advice = 'not_acknowledged' | 'revoked';

/** What to do, in this order. A step that fails or is slow never holds up the next one, least of all a `send`. */
export type Output =
  | { do: 'persist'; image: OutboxImage }
  | { do: 'send'; path: Path; message: number; attempt: number; uplink: Uplink }
  | { do: 'vibrate'; haptic: Haptic; pattern_ms: readonly number[] }
  | { do: 'show'; screen: Screen; answered_at?: string | undefined }
  | { do: 'advise_112'; because: Advice }
  | { do: 'advice_over' }
  | { do: 'request_fix'; every_s: number }
  | { do: 'stop_fixes' }
  | ({ do: 'health' } & Health)
  | { do: 'notice'; notice: 'outside_belgium' | 'back_in_belgium' | 'too_many_trips' }
  /** The discreet look is wanted, or not; a change during an alarm waits for its end (AL-02). */
  | { do: 'look'; discreet: boolean }
  /** The safety timer that runs; without one, none does. */
  | { do: 'timer'; timer?: SafetyTimer | undefined }
  /** The test by appointment that is to come; without one, none is. A change during an alarm waits for its end. */
  | { do: 'test_planned'; planned?: PlannedTest | undefined }
  /** All trips, in the order in which they were announced. */
  | { do: 'trips'; trips: AnnouncedTrip[] }
  /**
   * The whole conversation; empty when no alarm runs. To be kept and drawn only where the person asked for it: nothing
   * of it appears by itself (AL-02).
   */
  | { do: 'conversation'; messages: Message[] }
  /** What the control room is typing now; without one, nothing. To be drawn like the conversation. */
  | { do: 'typing'; text?: string | undefined };

/** What a machine is made from. */
export interface Setup {
  /** For jitter only: a number of 64 bits. */
  seed: bigint;
  app_version: string;
  /** As given at pairing; those of `restored` come first. */
  settings: Settings;
  /** AL-14: must answer without a network. */
  inBelgium: (fix: Fix) => boolean;
  restored: OutboxImage | null;
}
