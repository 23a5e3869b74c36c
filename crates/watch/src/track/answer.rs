//! What the guard answers to those who call it: what became of a report, what is wrong with an order, how things stand.
//!
//! Never here: how it is found out.

use super::alert::Evidence;
use core::fmt;
use hoeder_vocab::tracking::Signs;
use hoeder_vocab::{Metres, Percent, ReceivedAt};

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is the newest of its carrier, and was judged at once.
    Fresh,
    /// It came after a newer one: what it shows is said as found late.
    Late,
    /// It was there already; nothing followed.
    Duplicate,
    /// The carrier is not watched at that time (EM-01).
    Unwatched,
    /// Its time or place cannot be; its signs and readings were taken all the same.
    Refused(Absurd),
    /// More reports than one carrier may send in a minute; this one was not looked at.
    Flooded,
}

/// What about a fix cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absurd {
    /// It claims to be made in the future.
    Future,
    /// It is too old to mean anything, such as of 1970.
    Ancient,
    /// Latitude and longitude are both zero: what devices send when they know nothing.
    NullIsland,
}

/// Why an order cannot be taken. Nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFault {
    /// A carrier that was not ordered before.
    UnknownCarrier,
    /// A pair of somebody with himself.
    SameCarrier,
    /// A distance, speed or time that is zero, negative or no number, or a warning nearer than the alarm.
    Distances,
    /// It ends before it begins.
    Validity,
    /// More pairs of one carrier than [`super::MAX_PAIRS`].
    TooManyPairs,
    /// More perimeters of one carrier than [`super::MAX_PERIMETERS`].
    TooManyPerimeters,
    /// More than [`super::MAX_WINDOWS`] windows in a week, or a window with a day or minute that is none.
    Week,
    /// A corridor of fewer than two or more than 10,000 places, or over the 180th meridian.
    Line,
}

impl fmt::Display for Absurd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Future => "the fix claims to be made in the future",
            Self::Ancient => "the fix is too old",
            Self::NullIsland => "the fix lies at latitude 0, longitude 0",
        })
    }
}

impl fmt::Display for OrderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownCarrier => "a carrier of the order is not known: order the carrier first",
            Self::SameCarrier => "a pair needs two different carriers",
            Self::Distances => {
                "distances, speeds and times must be above zero, and the warning no nearer than the alarm"
            }
            Self::Validity => "the order ends before it begins",
            Self::TooManyPairs => "too many pairs of one carrier",
            Self::TooManyPerimeters => "too many perimeters of one carrier",
            Self::Week => {
                "at most 64 windows in a week, each with a weekday 0 to 6, a start 0 to 1439 and an end 1 to 1440"
            }
            Self::Line => "a corridor needs 2 to 10,000 places, and may not run over the 180th meridian",
        })
    }
}

impl core::error::Error for OrderFault {}

/// How a pair stands. For a desk that may see it (GN-03, FL-34).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairNow {
    /// The newest fix of each: the offender's, the protected person's.
    pub fixes: [Option<Evidence>; 2],
    /// Metres between the last usable fixes of both.
    pub distance: Option<Metres>,
    /// Metres a second; negative while they part.
    pub closing_mps: Option<f64>,
    /// Seconds until they could be in contact, while they close.
    pub contact_s: Option<f64>,
    /// Chance that they are nearer than the alarm distance, where the fixes are good enough to say.
    pub chance: Option<f64>,
}

/// How a carrier stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CarrierNow {
    /// The newest fix.
    pub fix: Option<Evidence>,
    /// When something was heard last.
    pub heard_at: Option<ReceivedAt>,
    /// The signs that hold.
    pub signs: Signs,
    /// The charge, when it was last said.
    pub battery: Option<Percent>,
}
