//! The phone's side of the alarm as a pure machine: press, outbox, retry until held, heartbeat, daily report, self-test.
//!
//! `handle(input, now)`, then `poll_output()` until `None`, then sleep until `poll_timeout()`. No clock, no chance, no
//! input or output of its own. Used by the simulation and the command line; the reference for the handset page and the
//! Android app, which prove themselves against `docs/vectors/beacon-traces.json`.
//! Never here: bytes, signatures, counters (the shell signs each attempt anew), radio, screens.
//!
//! # What it promises
//! - A press makes an alarm that is written to flash first and then sent over every path that is up, again and again,
//!   until the cell says that it is durable ([`Downlink::Held`](hoeder_vocab::handset::Downlink::Held)); no limit, no
//!   other message and no restart drops it (AL-01, GN-05).
//! - While an alarm runs nothing on the phone shows it: [`Output::is_discreet`] holds for every output (AL-02).
//! - A position leaves the phone only inside an alarm (AL-04, GN-03).
//! - A word never ends an alarm, and the phone behaves alike whatever the word is (FL-07).
//! - A safety timer becomes an alarm when nobody checks in, here and at the cell, under one id; nothing ends an alarm that
//!   it has become (FL-07). It says by itself nothing about a place (GN-03).
//! - It never lies about being alive: [`Health`] says when the cell last answered and what is wrong (FL-10, FL-11).
//!
//! # What the shell does
//! - Makes ids (UUIDv7) and the seed, reads the clock, gives [`Input::Tick`] at `poll_timeout()`.
//! - Does the outputs in their order, and never lets one that fails or is slow hold up the next.
//! - Signs each [`Output::Send`] anew with the next counter, and gives back every answer of the cell with the
//!   [`MessageNo`] that it answers: a repeat counts as acknowledged only then. What comes on the stream answers nothing.
//! - Writes [`OutboxImage`] so that it survives a dead battery, sealed if the platform can, and hands the last one back.
//! - Keeps 112 one tap away on every screen, whatever this machine says (AL-15).
//!
//! # Porting
//! Chance comes from SplitMix64 with the given seed, and numbers are drawn in this order: at the start, one for the
//! first heartbeat (0 to 5,000 ms) and, without an image to restore, one for the first report (0 to 3,600,000 ms); then
//! one each time a heartbeat falls due, for the pause to the next (the interval minus 0 to a tenth of it); one for each
//! attempt of a kind that is answered (all but position and `Hello`), in the order of the `Send`
//! outputs, for the pause to the next attempt; one for each `SendFailed` of a position or a `Hello` that brings a new
//! attempt. The n-th pause of a message on a path is `min(first * 2^(n-1), most)` of [`limits::Retry`], varied by a
//! quarter: `p - p/4 + draw mod (p/2 + 1)`.
//! Outputs come in this order: `Persist`, every `Send` (press, repeat, word, timer, end of timer,
//! answer, text, position, seen, test, hello, trip, end of trip, heartbeat, report; then by number, then by path: Wi-Fi, cellular, internet), what was said (`Vibrate`, `Notice` of
//! trips), `Show`, `Advise112` or `AdviceOver`, `RequestFix` or `StopFixes`, `Look`, `Timer`, `TestPlanned`, `Trips`,
//! `Conversation`, `Health`, `Notice`.

mod clock;
mod gesture;
mod health;
mod image;
mod input;
mod jitter;
pub mod limits;
mod machine;
mod outbox;
mod output;
mod persons;

pub use health::{Fault, Health, Level};
pub use hoeder_vocab::handset::Path;
pub use image::{AlarmImage, OutboxImage};
pub use input::{ButtonLink, ButtonPress, DoNotDisturb, Input, Permission};
pub use machine::{Beacon, Setup};
pub use outbox::Repeat;
pub use output::{Advice, Haptic, MessageNo, Notice, Output, Screen};
pub use persons::{AnnouncedTrip, Delivery, Message, PlannedTest, SafetyTimer};

#[cfg(test)]
mod tests;
