//! Every number of the room, with its reason. All are part of the behaviour that a port must copy.
//!
//! Never here: settings of one person (those come from the cell as `HandsetSettings`).

use core::time::Duration;

/// Shortest and longest time to hold for an alarm; a setting outside is drawn to the nearer end.
pub const HOLD_MS: (u16, u16) = (1_000, 4_000);
/// Two short presses that start at most this far apart are a double press.
pub const DOUBLE_PRESS_WITHIN: Duration = Duration::from_millis(600);
/// While an alarm runs, reports of the button less than this apart are one press: buttons repeat themselves while held.
pub const BUTTON_REPEAT_WITHIN: Duration = Duration::from_secs(2);

/// A press that nobody acknowledged for this long brings the advice to dial 112 (AL-15). With no path up it comes at once.
pub const ADVISE_112_AFTER: Duration = Duration::from_secs(10);
/// A self-test without an answer for this long has failed.
pub const TEST_ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long 'hold longer' stays on the screen.
pub const HINT_FOR: Duration = Duration::from_secs(3);
/// How long the result of a self-test stays on the screen.
pub const RESULT_FOR: Duration = Duration::from_secs(60);

/// At most this share of the interval is taken off a heartbeat's pause, so that a fleet does not beat as one: a tenth.
pub const HEARTBEAT_JITTER_DIVISOR: u64 = 10;
/// The first heartbeat comes within this time after the start.
pub const FIRST_HEARTBEAT_WITHIN: Duration = Duration::from_secs(5);
/// Time between two daily reports (AL-16).
pub const REPORT_EVERY: Duration = Duration::from_secs(24 * 3_600);
/// The first daily report of a new handset comes within this time.
pub const FIRST_REPORT_WITHIN: Duration = Duration::from_secs(3_600);

/// While an alarm runs: a fix this often with more than [`BATTERY_GOOD_ABOVE`] left, or when the charge is not known.
pub const FIX_EVERY_GOOD: Duration = Duration::from_secs(2);
/// While an alarm runs: a fix this often from [`BATTERY_LOW_BELOW`] to [`BATTERY_GOOD_ABOVE`].
pub const FIX_EVERY_MIDDLE: Duration = Duration::from_secs(5);
/// While an alarm runs: a fix this often with less than [`BATTERY_LOW_BELOW`] left.
pub const FIX_EVERY_LOW: Duration = Duration::from_secs(10);
/// Without an alarm: how often the phone looks where it is, for itself only (AL-14: known beforehand; GN-03: never sent).
pub const FIX_EVERY_IDLE: Duration = Duration::from_secs(15 * 60);
/// Without a fix for this long the phone says that its position is missing.
pub const FIX_MISSING_AFTER: Duration = Duration::from_secs(45 * 60);
/// Percent.
pub const BATTERY_GOOD_ABOVE: u8 = 30;
/// Percent. Below it the phone also says that its battery is low.
pub const BATTERY_LOW_BELOW: u8 = 15;

/// Without an answer for this many heartbeats the phone says so (FL-11).
pub const DEGRADED_AFTER_HEARTBEATS: u64 = 2;
/// Without an answer for this many heartbeats the phone says that it does not protect.
pub const RED_AFTER_HEARTBEATS: u64 = 5;
/// A phone's clock that differs this much from the cell's is named as a fault.
pub const CLOCK_WRONG_BEYOND: Duration = Duration::from_secs(5 * 60);

/// Unacknowledged repeats kept; the oldest goes first. The alarm itself is never dropped.
pub const MAX_REPEATS: usize = 8;
/// Unacknowledged words kept; the oldest goes first.
pub const MAX_WORDS: usize = 8;
/// Longest word, in characters; the rest is cut off.
pub const MAX_WORD_CHARS: usize = 64;

/// Texts and answers that wait for the cell; a further text is refused at once and shown so.
pub const MAX_UNSENT_TEXTS: usize = 16;
/// While a line is typed it leaves at most this often, the whole of it.
pub const TYPED_EVERY: Duration = Duration::from_millis(400);
/// 'Seen' that wait for the cell; the oldest goes first.
pub const MAX_UNSENT_SEEN: usize = 16;
/// Ends of timers that wait for the cell; the oldest goes first: a newer timer has taken its place there.
pub const MAX_TIMERS_ENDED: usize = 8;
/// Before its end a safety timer is felt.
pub const TIMER_SOON: Duration = Duration::from_secs(120);

/// How a kind of message is sent again until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Nominal pause after the first attempt, ms. Each further one is twice as long; each is varied by a quarter either way.
    pub first_ms: u64,
    /// Longest nominal pause, ms.
    pub most_ms: u64,
    /// A path that comes up is used at once, but no sooner than this after the last attempt on it, ms.
    pub gap_ms: u64,
}

/// Alarm, repeats and word: about 1 s, then at most 12 s nominal, so that no pause is longer than 15 s.
pub const RETRY_ALARM: Retry = Retry { first_ms: 1_000, most_ms: 12_000, gap_ms: 250 };
/// A position after a path refused it. One that left is not sent again: the next is newer.
pub const RETRY_POSITION: Retry = Retry { first_ms: 2_000, most_ms: 8_000, gap_ms: 1_000 };
/// A line that is typed, after a path refused it. One that left is not sent again: it comes whole with the next letter.
pub const RETRY_TYPING: Retry = Retry { first_ms: 1_000, most_ms: 4_000, gap_ms: 400 };
/// Self-test.
pub const RETRY_TEST: Retry = Retry { first_ms: 2_000, most_ms: 8_000, gap_ms: 1_000 };
/// The safety timer, its end, and 'seen'.
pub const RETRY_TIMER: Retry = Retry { first_ms: 2_000, most_ms: 15_000, gap_ms: 1_000 };
/// A trip and its end.
pub const RETRY_TRIP: Retry = Retry { first_ms: 10_000, most_ms: 900_000, gap_ms: 10_000 };
/// The stream for downlinks, after it failed or ended.
pub const RETRY_HELLO: Retry = Retry { first_ms: 2_000, most_ms: 30_000, gap_ms: 1_000 };
/// Heartbeat.
pub const RETRY_HEARTBEAT: Retry = Retry { first_ms: 5_000, most_ms: 60_000, gap_ms: 5_000 };
/// Daily report.
pub const RETRY_REPORT: Retry = Retry { first_ms: 30_000, most_ms: 900_000, gap_ms: 30_000 };
