//! What a tracked device says of itself and of its carrier: fixes, signs such as a cut strap, readings of alcohol.
//!
//! Shared by `wire` (which decodes them), `watch` (which judges them), `engine` and `store`. Never here: bytes, rules.

use crate::ids::HandsetId;
use crate::position::{FixSource, Position};
use crate::time::FixedAt;
use crate::units::{Decimetres, Percent};
use core::fmt;

/// Which way something is carried: by whom a decision of a court is directed against, or by whom it protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Wears the band.
    Offender,
    /// Is protected: carries a phone or a tracker.
    Protected,
}

/// What the device's own motion sensor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Motion {
    /// It does not move.
    Still,
    /// It moves.
    Moving,
    /// It has no such sensor, or does not say.
    #[default]
    Unknown,
}

/// One position of a carrier, as the device measured it. `Debug` prints no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrackFix {
    /// Where.
    pub position: Position,
    /// Radius of the circle that is said to hold the true place with 68 %; `None` is 'not known', never 'exact'.
    /// Codecs bring what a platform says to this (a 95 % radius is divided by 1.62).
    pub accuracy: Option<Decimetres>,
    /// When, by the device's clock.
    pub fixed_at: FixedAt,
    /// How.
    pub source: FixSource,
    /// Speed over ground in centimetres a second, if the device says.
    pub speed_cms: Option<u16>,
    /// Course over ground in whole degrees clockwise from north, 0 to 359, if the device says.
    pub heading_deg: Option<u16>,
    /// Whether the device moves.
    pub motion: Motion,
}

macro_rules! signs {
    ($($(#[$doc:meta])* $variant:ident = $bit:literal, $code:literal;)+) => {
        /// Something that a device notices about itself. It begins and ends.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Sign { $($(#[$doc])* $variant),+ }

        impl Sign {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// A stable name.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            /// The sign with that name.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|sign| sign.code() == code)
            }
            const fn bit(self) -> u32 { match self { $(Self::$variant => 1 << $bit),+ } }
        }
    };
}

signs! {
    /// The strap is cut or opened (NIJ 5.4.1).
    StrapCut = 0, "strap-cut";
    /// The strap is stretched (NIJ 5.4.2).
    StrapStretched = 1, "strap-stretched";
    /// The housing is opened.
    CaseOpened = 2, "case-opened";
    /// Metal keeps the device from its radio (NIJ 5.7).
    Shielded = 3, "shielded";
    /// Satellites are jammed.
    GnssJammed = 4, "gnss-jammed";
    /// The mobile network is jammed.
    CellJammed = 5, "cell-jammed";
    /// Satellite signals look forged.
    GnssSpoofed = 6, "gnss-spoofed";
    /// The two pieces of a two-piece device are apart (NIJ 6.13).
    Separated = 7, "separated";
    /// It is not worn, or not carried.
    NotCarried = 8, "not-carried";
    /// The battery is low.
    BatteryLow = 9, "battery-low";
    /// The battery is about to give up.
    BatteryCritical = 10, "battery-critical";
    /// It is on the charger.
    Charging = 11, "charging";
    /// It was switched off.
    PoweredOff = 12, "powered-off";
    /// It has no position, though it was asked for one.
    NoPosition = 13, "no-position";
    /// Its carrier fell or does not move any more.
    ManDown = 14, "man-down";
    /// The measurement of alcohol is disturbed.
    AlcoholTampered = 15, "alcohol-tampered";
}

/// A set of signs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Signs(u32);

impl Signs {
    /// None.
    pub const NONE: Self = Self(0);

    /// The set with one more.
    #[must_use]
    pub const fn with(self, sign: Sign) -> Self {
        Self(self.0 | sign.bit())
    }
    /// The set without one.
    #[must_use]
    pub const fn without(self, sign: Sign) -> Self {
        Self(self.0 & !sign.bit())
    }
    /// Is it in the set?
    #[must_use]
    pub const fn has(self, sign: Sign) -> bool {
        self.0 & sign.bit() != 0
    }
    /// Is there none?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Those in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Sign> {
        Sign::ALL.iter().copied().filter(move |sign| self.has(*sign))
    }
}

impl FromIterator<Sign> for Signs {
    fn from_iter<T: IntoIterator<Item = Sign>>(signs: T) -> Self {
        signs.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Signs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// One measurement of alcohol (EM-07). Each is kept with its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlcoholReading {
    /// When, by the device's clock.
    pub at: FixedAt,
    /// Milligrams of alcohol a litre of blood, or what the device holds equal to it.
    pub milligrams_per_litre: u16,
}

/// One record of one device: what it measured or noticed at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrackReport {
    /// When, by the device's clock.
    pub at: FixedAt,
    /// A new position; `None` when the record has none, or only repeats an old one.
    pub fix: Option<TrackFix>,
    /// What begins with it.
    pub began: Signs,
    /// What ends with it.
    pub ended: Signs,
    /// Charge of the battery.
    pub battery: Option<Percent>,
    /// Its alarm button was pressed: a press in the alarm path, whatever else the record is (AL-18).
    pub sos: bool,
    /// A measurement of alcohol.
    pub alcohol: Option<AlcoholReading>,
    /// It comes from the device's memory, not from now.
    pub buffered: bool,
}

/// The number under which a device reports: an IMEI, or the name of an account. It prints itself in part only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceNumber(String);

/// How numbers of our own handsets begin.
const OF_HANDSETS: &str = "handset/";

/// Most characters of a [`DeviceNumber`].
pub const MAX_DEVICE_NUMBER_CHARS: usize = 64;

impl DeviceNumber {
    /// 1 to [`MAX_DEVICE_NUMBER_CHARS`] of letters, digits, `-`, `_`, `.` and `/`; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=MAX_DEVICE_NUMBER_CHARS).contains(&text.len());
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'));
        (fits && plain).then(|| Self(text.to_owned()))
    }
    /// That of a handset of our own, which reports over its own channel and nowhere else.
    #[must_use]
    pub fn of_handset(handset: HandsetId) -> Self {
        Self(format!("{OF_HANDSETS}{handset}"))
    }
    /// Is it in the row of our own handsets? No listener for trackers lets such a number in.
    #[must_use]
    pub fn is_of_handset(&self) -> bool {
        self.0.starts_with(OF_HANDSETS)
    }
    /// The handset whose number it is; `None` for any other device.
    #[must_use]
    pub fn handset(&self) -> Option<HandsetId> {
        let handset = self.0.strip_prefix(OF_HANDSETS)?.parse().ok()?;
        (Self::of_handset(handset) == *self).then_some(handset)
    }
    /// The whole number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DeviceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceNumber(..{})", self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_signs_keeps_what_is_put_in_and_names_are_their_own() {
        let signs: Signs = [Sign::StrapCut, Sign::Charging].into_iter().collect();
        assert!(signs.has(Sign::StrapCut) && signs.without(Sign::Charging).iter().count() == 1);
        for sign in Sign::ALL {
            assert_eq!(Sign::from_code(sign.code()), Some(*sign));
            assert_eq!(Signs::NONE.with(*sign).iter().collect::<Vec<_>>(), vec![*sign]);
        }
    }

    #[test]
    fn a_number_of_a_handset_names_it_in_one_way_only() {
        let handset = HandsetId::from_u128(0x018f_2b6e);
        let number = DeviceNumber::of_handset(handset);
        assert_eq!(DeviceNumber::new(number.as_str()), Some(number.clone()), "it can be typed");
        assert_eq!((number.handset(), number.is_of_handset()), (Some(handset), true));
        let upper = DeviceNumber::new(&number.as_str().replace("018f2b6e", "018F2B6E")).unwrap();
        assert_eq!((upper.handset(), upper.is_of_handset()), (None, true));
        assert_eq!(DeviceNumber::new("356307042441013").unwrap().handset(), None);
    }

    #[test]
    fn a_number_of_a_device_is_plain_and_shows_its_end_only() {
        assert_eq!(format!("{:?}", DeviceNumber::new("356307042441013").unwrap()), "DeviceNumber(..1013)");
        for bad in ["", "two words", "a\u{301}", &"9".repeat(65)] {
            assert_eq!(DeviceNumber::new(bad), None, "{bad}");
        }
    }
}
