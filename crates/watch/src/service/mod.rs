//! How quickly alarms were answered, against named targets, and what made the most noise (ARC-03..ARC-05, T-ARC-1, T-ARC-2).
//!
//! Shares, percentiles and counts from rows that somebody else read. Never here: calendars (a month is two moments to this
//! room), where rows come from, how a report looks.

mod answer;
mod report;
mod target;

pub use answer::{AnswerTimes, Answered, Finish, Share, Start, WITHIN_S};
pub use report::{AlarmFact, CaseCounts, Cause, Count, TESTS, noisiest, per_case, verified};
pub use target::{NotATarget, PRESETS, Target, Verdict};
