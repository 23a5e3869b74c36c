//! What is asked of the watch over a handset, and the ways in which a rule can say no.

use super::event::AlertKind;
use core::fmt;
use hoeder_vocab::handset::{DailyReport, Path, Trigger};
use hoeder_vocab::{AccountId, FixedAt, Percent, TestId, UtcMillis};

/// What a heartbeat says. `None` is 'not said'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Beat {
    /// Charge of the phone.
    pub battery: Option<Percent>,
    /// Charge of the button.
    pub button_battery: Option<Percent>,
    /// Is the button linked?
    pub button_linked: Option<bool>,
    /// Over which path it came.
    pub path: Option<Path>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchCommand {
    /// Watch from now on.
    Start,
    /// Watch no longer.
    Stop,
    /// A heartbeat came in. Call [`super::Watch::observe`] with the same beat as well, in any order.
    Beat(Beat),
    /// A daily report came in.
    Report(DailyReport),
    /// A self-test came in.
    Test {
        /// Which; the same one twice is one test.
        test: TestId,
        /// By the phone's clock.
        sent_at: FixedAt,
        /// Was the button part of it?
        trigger: Trigger,
    },
    /// Take care of an alert, also when a colleague did before.
    Own {
        /// Which.
        kind: AlertKind,
        /// Who.
        by: AccountId,
    },
    /// End an alert.
    Close {
        /// Which.
        kind: AlertKind,
        /// Who.
        by: AccountId,
        /// Why, 1 to 500 characters, without personal data.
        reason: String,
    },
    /// A test by appointment.
    PlanTest {
        /// Which appointment.
        test: TestId,
        /// From when, at most [`super::TEST_AHEAD`] from now.
        from: UtcMillis,
        /// Until when: later than `from` and than now, at most [`super::TEST_WINDOW`] after `from`.
        until: UtcMillis,
    },
    /// Time has passed.
    Tick,
}

/// Why a rule says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WatchRefusal {
    /// This handset is not being watched: not paired, revoked, or its case ended.
    NotRunning,
    /// There is no open alert of that kind.
    NoSuchAlert,
    /// A text is empty or too long.
    TextLength {
        /// Most characters allowed.
        max: usize,
    },
    /// An appointment in the past, too far ahead, too long or backwards.
    TestWindow,
}

impl WatchRefusal {
    /// A stable name for the API and the logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotRunning => "watch.not_running",
            Self::NoSuchAlert => "watch.no_such_alert",
            Self::TextLength { .. } => "text.length",
            Self::TestWindow => "watch.test_window",
        }
    }
}

impl fmt::Display for WatchRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRunning => "this handset is not being watched",
            Self::NoSuchAlert => "there is no open alert of that kind about this handset",
            Self::TextLength { max } => return write!(f, "the text must have 1 to {max} characters"),
            Self::TestWindow => "a planned test lasts at most a day and ends in the future, within 31 days",
        })
    }
}
