//! The phone's own health, shown to the person: what fails silently elsewhere is said here (FL-10, FL-11).
//!
//! Here: which faults there are and how grave. Nothing in it depends on whether an alarm runs (AL-02).

use hoeder_vocab::UtcMillis;
use hoeder_vocab::handset::UplinkRefusal;

/// How well the phone protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// As it should be.
    Good,
    /// Something is missing; an alarm still goes out.
    Degraded,
    /// A press may not arrive.
    Red,
}

/// What is wrong, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Taken out of use.
    Revoked,
    /// The cell does not accept this phone.
    NotAccepted(UplinkRefusal),
    /// No answer for more than [`crate::limits::RED_AFTER_HEARTBEATS`] heartbeats.
    NoAnswerForLong,
    /// The button is out of touch.
    ButtonLost,
    /// No answer for more than [`crate::limits::DEGRADED_AFTER_HEARTBEATS`] heartbeats.
    NoAnswer,
    /// Two paths are wanted and one has brought no answer for [`crate::limits::RED_AFTER_HEARTBEATS`] heartbeats.
    PathLost,
    /// The app may not read the position.
    LocationNotPermitted,
    /// The position cannot be found, or has not been for [`crate::limits::FIX_MISSING_AFTER`].
    LocationMissing,
    /// Below [`crate::limits::BATTERY_LOW_BELOW`].
    PhoneBatteryLow,
    /// Below [`crate::limits::BATTERY_LOW_BELOW`].
    ButtonBatteryLow,
    /// The clock differs by more than [`crate::limits::CLOCK_WRONG_BEYOND`] from the cell's.
    ClockWrong,
}

impl Fault {
    /// How grave.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Revoked | Self::NotAccepted(_) | Self::NoAnswerForLong | Self::ButtonLost => Level::Red,
            Self::NoAnswer
            | Self::PathLost
            | Self::LocationNotPermitted
            | Self::LocationMissing
            | Self::PhoneBatteryLow
            | Self::ButtonBatteryLow
            | Self::ClockWrong => Level::Degraded,
        }
    }
}

/// The phone's health as it is shown. The screen counts the age of the last answer up in whole minutes, so that the
/// busier traffic of an alarm does not show (AL-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// When the cell last answered, by the phone's clock; `None` when it has not since the start.
    pub last_answer_at: Option<UtcMillis>,
    /// Gravest first; at most one of each.
    pub faults: Vec<Fault>,
}

impl Health {
    /// That of the gravest fault.
    #[must_use]
    pub fn level(&self) -> Level {
        self.faults.iter().map(|f| f.level()).max().unwrap_or(Level::Good)
    }
}
