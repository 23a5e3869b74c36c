//! The languages of ankle bands and trackers (standards 5): bytes to [`TrackReport`]s and back, and commands to devices.
//!
//! One file a family, one table of meanings each. Every reader takes what has arrived so far and says how much of it it used,
//! so that split, merged and single bytes are the same to it, and it refuses what is too long as soon as that is known (FL-20).
//! Never here: sockets, a clock, who a device belongs to, what a report leads to.

pub mod osmand;
pub mod owntracks;
pub mod queclink;
pub mod teltonika;

mod cursor;
mod number;

use core::fmt;
use hoeder_vocab::Decimetres;
use hoeder_vocab::tracking::{Sign, Signs, TrackReport};

/// The 68 % radius for each tenth of HDOP, in hundredths of a decimetre.
///
/// A radius that holds 68 % of a circular normal error is 1.07 x HDOP x range error, and the range error of a civil receiver is
/// taken as 5 m, on the careful side: 5.35 m for HDOP 1.
const RADIUS_PER_TENTH: u32 = 535;
/// From here on a receiver says that it has no figure (99.9).
const NO_DILUTION_TENTHS: u32 = 500;

/// The radius that holds the true place with 68 %, from a dilution of precision in tenths. PDOP is never smaller than HDOP, so it
/// may stand in for it: the radius is then rather too large. `None` for 0 and for 50 and more, which say 'not known'.
#[must_use]
pub fn radius_of_dilution(tenths: u32) -> Option<Decimetres> {
    (1..NO_DILUTION_TENTHS).contains(&tenths).then(|| Decimetres((tenths * RADIUS_PER_TENTH).div_ceil(100)))
}

/// The dilution in tenths whose radius is nearest from below: what an encoder writes.
fn dilution_of_radius(radius: Decimetres) -> u32 {
    (radius.0.saturating_mul(100) / RADIUS_PER_TENTH).clamp(1, NO_DILUTION_TENTHS - 1)
}

/// What a device is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// Report every so many seconds.
    Interval {
        /// 1 to [`MAX_INTERVAL_S`].
        seconds: u32,
    },
    /// Find the position now and report it.
    LocateNow,
}

/// The longest interval that is asked for, seconds: a day.
pub const MAX_INTERVAL_S: u32 = 86_400;

impl Command {
    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Interval { .. } => "interval",
            Self::LocateNow => "locate-now",
        }
    }
}

/// Why bytes of a device give nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// They do not begin as this protocol does: what follows cannot be told apart either.
    NotOurs,
    /// Longer than the protocol's largest message here.
    TooLong,
    /// It ends in the middle, or has something after its end.
    Malformed,
    /// The checksum does not fit.
    WrongChecksum,
    /// The number of records at the end is not that at the beginning, or not what is there.
    CountMismatch,
    /// A codec that is not read here.
    UnknownCodec,
    /// It names no device, or not as a plain number or name.
    NoDevice,
    /// A field that must be there is not, or cannot be read.
    Field(&'static str),
    /// No text in UTF-8, or no JSON.
    NotText,
    /// Sealed by the app with a key that is not known here.
    Sealed,
}

impl Fault {
    /// A stable code for programs, figures and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOurs => "not_ours",
            Self::TooLong => "too_long",
            Self::Malformed => "malformed",
            Self::WrongChecksum => "wrong_checksum",
            Self::CountMismatch => "count_mismatch",
            Self::UnknownCodec => "unknown_codec",
            Self::NoDevice => "no_device",
            Self::Field(_) => "bad_field",
            Self::NotText => "not_text",
            Self::Sealed => "sealed",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOurs => "the bytes do not begin as this protocol does",
            Self::TooLong => "the message is longer than it may be",
            Self::Malformed => "the message ends in the middle or has something after its end",
            Self::WrongChecksum => "the checksum does not fit",
            Self::CountMismatch => "the numbers of records do not agree",
            Self::UnknownCodec => "the codec is not one that is read here",
            Self::NoDevice => "no device is named",
            Self::Field(name) => return write!(f, "the field {name} is missing or cannot be read"),
            Self::NotText => "it is no text in UTF-8, or no JSON",
            Self::Sealed => "it is sealed by the app: switch its own encryption off",
        })
    }
}

impl core::error::Error for Fault {}

/// A report of a moment with nothing in it.
const fn empty(at: hoeder_vocab::FixedAt) -> TrackReport {
    TrackReport {
        at,
        fix: None,
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// Writes down that a sign begins or ends.
fn mark(report: &mut TrackReport, sign: Sign, is: Is) {
    match is {
        Is::There => report.began = report.began.with(sign),
        Is::Gone => report.ended = report.ended.with(sign),
    }
}

/// Whether a sign is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    There,
    Gone,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dilution_becomes_a_radius_by_the_stated_rule() {
        assert_eq!(radius_of_dilution(10), Some(Decimetres(54)), "HDOP 1.0 is 5.35 m, rounded up");
        assert_eq!(radius_of_dilution(8), Some(Decimetres(43)));
        assert_eq!([0, 500, 999].map(radius_of_dilution), [None; 3]);
        for tenths in 1..NO_DILUTION_TENTHS {
            assert_eq!(radius_of_dilution(tenths).map(dilution_of_radius), Some(tenths));
        }
    }

    #[test]
    fn every_fault_has_a_code_and_words_of_its_own() {
        let faults = [
            Fault::NotOurs,
            Fault::TooLong,
            Fault::Malformed,
            Fault::WrongChecksum,
            Fault::CountMismatch,
            Fault::UnknownCodec,
            Fault::NoDevice,
            Fault::Field("lat"),
            Fault::NotText,
            Fault::Sealed,
        ];
        let mut codes: Vec<&str> = faults.iter().map(|f| f.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), faults.len());
        assert!(faults.iter().all(|f| f.to_string().len() > 10));
    }
}
