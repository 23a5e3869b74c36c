// What the machine is told, what it asks for, and what survives a restart. The names are those of the traces.
// Never here: how the phone found out, or how a screen draws it.
import type { Downlink, Fix, Press, Refusal, Settings, Trigger, Uplink } from '../protocol/messages';

/** A way to the cell. A web page knows only `internet`. */
export type Path = 'wifi' | 'cellular' | 'internet';
export const PATHS: readonly Path[] = ['wifi', 'cellular', 'internet'];

/** Kinds of messages in the order of sending. */
export type Kind = 'press' | 'repeat' | 'word' | 'position' | 'test' | 'hello' | 'heartbeat' | 'report';
export const KINDS: readonly Kind[] = ['press', 'repeat', 'word', 'position', 'test', 'hello', 'heartbeat', 'report'];

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
  | { give: 'microphone'; permission: Permission }
  | { give: 'do_not_disturb'; state: 'on' | 'off' };

/** A press while an alarm runs, with the id that it gets if it has to become an alarm itself. */
export interface Repeat {
  fresh: string;
  pressed_at: string;
  trigger: Trigger;
}

/** An alarm in the outbox. */
export interface AlarmImage {
  press: Press;
  held: boolean;
  someone_there: boolean;
  repeats: Repeat[];
  words: string[];
}

/** All that a restart needs, as it is written to storage. */
export interface OutboxImage {
  version: 1;
  settings: Settings;
  revoked: boolean;
  alarm?: AlarmImage | undefined;
  report_due_at: string;
  last_test?: string | undefined;
}

export type Fault =
  | 'revoked' | `not_accepted:${Refusal}` | 'no_answer_for_long' | 'button_lost' | 'no_answer' | 'location_not_permitted'
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
export type Haptic = 'sent' | 'someone_there';
/** Milliseconds of shaking and resting in turns (FL-08). */
export const PATTERNS: Record<Haptic, readonly number[]> = { sent: [150], someone_there: [80, 120, 80, 120, 80] };
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
  | { do: 'notice'; notice: 'outside_belgium' | 'back_in_belgium' };

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
