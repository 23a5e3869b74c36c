// Every number of the machine, as in the reference (crates/beacon). Milliseconds unless the name says otherwise.
import type { SupervisionClass } from '../protocol/messages';
import type { Kind } from './types';

export const HOLD_MS = { least: 1_000, most: 4_000 } as const;
/** The longest pause between two heartbeats: five go into the time of a class. */
export const HEARTBEAT_EVERY: Record<SupervisionClass, number> = { s20: 4_000, s90: 18_000, m3: 36_000, m30: 360_000, h25: 18_000_000 };
/** Two short presses that start at most this far apart are a double press. */
export const DOUBLE_PRESS_WITHIN = 600;
/** While an alarm runs, reports of the button less than this apart are one press. */
export const BUTTON_REPEAT_WITHIN = 2_000;
/** A press that nobody acknowledged for this long brings the advice to dial 112 (AL-15). */
export const ADVISE_112_AFTER = 10_000;
export const TEST_ANSWER_WITHIN = 30_000;
/** How long 'hold longer' stays. */
export const HINT_FOR = 3_000;
/** How long the result of a self-test stays. */
export const RESULT_FOR = 60_000;
export const HEARTBEAT_JITTER_DIVISOR = 10;
export const FIRST_HEARTBEAT_WITHIN = 5_000;
export const REPORT_EVERY = 24 * 3_600_000;
export const FIRST_REPORT_WITHIN = 3_600_000;

/** During an alarm, seconds between two fixes: with more than 30 % left or an unknown charge, from 15 to 30 %, below (AL-04). */
export const FIX_EVERY_GOOD_S = 2;
export const FIX_EVERY_MIDDLE_S = 5;
export const FIX_EVERY_LOW_S = 10;
/** Without an alarm the phone looks where it is for itself only (AL-14); it is never sent (GN-03). Seconds. */
export const FIX_EVERY_IDLE_S = 15 * 60;
export const FIX_MISSING_AFTER = 45 * 60_000;
export const BATTERY_GOOD_ABOVE = 30;
export const BATTERY_LOW_BELOW = 15;

/** Heartbeats without an answer until the phone says so (FL-11), and until it says that it does not protect. */
export const DEGRADED_AFTER_HEARTBEATS = 2;
export const RED_AFTER_HEARTBEATS = 5;
export const CLOCK_WRONG_BEYOND = 5 * 60_000;

/** The oldest of these goes first; the alarm itself is never dropped. */
export const MAX_REPEATS = 8;
export const MAX_WORDS = 8;
/** Texts and answers that wait for the cell; a further text is refused at once and shown so. */
export const MAX_UNSENT_TEXTS = 16;
/** While a line is typed it leaves at most this often, the whole of it. */
export const TYPED_EVERY = 400;
export const MAX_UNSENT_SEEN = 16;
export const MAX_TIMERS_ENDED = 8;
export const MAX_TRIPS = 8;
/** Messages kept of one alarm. */
export const MAX_MESSAGES = 200;
export const LONGEST_TIMER = 24 * 3_600_000;
/** A timer that nobody ended is an alarm this long after its end. */
export const TIMER_GRACE = 60_000;
/** This long before its end a timer is felt. */
export const TIMER_SOON = 120_000;
/** Characters (Unicode scalar values): of a text, a note, a place. */
export const MAX_TEXT_CHARS = 300;
/** Characters (Unicode scalar values). */
export const MAX_WORD_CHARS = 64;
export const MAX_APP_VERSION_CHARS = 32;

/** Pause after the first attempt, longest pause, and least pause when a path comes up. Each is varied by a quarter. */
export interface Retry {
  first: number;
  most: number;
  gap: number;
}
const ALARM: Retry = { first: 1_000, most: 12_000, gap: 250 };
const TIMER: Retry = { first: 2_000, most: 15_000, gap: 1_000 };
const TRIP: Retry = { first: 10_000, most: 900_000, gap: 10_000 };
export const RETRY: Record<Kind, Retry> = {
  press: ALARM,
  repeat: ALARM,
  word: ALARM,
  timer: TIMER,
  timer_end: TIMER,
  answer: ALARM,
  text: ALARM,
  seen: TIMER,
  trip: TRIP,
  trip_end: TRIP,
  position: { first: 2_000, most: 8_000, gap: 1_000 },
  typing: { first: 1_000, most: 4_000, gap: 400 },
  test: { first: 2_000, most: 8_000, gap: 1_000 },
  hello: { first: 2_000, most: 30_000, gap: 1_000 },
  heartbeat: { first: 5_000, most: 60_000, gap: 5_000 },
  report: { first: 30_000, most: 900_000, gap: 30_000 },
};
