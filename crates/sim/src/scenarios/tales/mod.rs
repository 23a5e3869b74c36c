//! The tales: each a way in which two people come near each other, or do not.
//!
//! Never here: limits, intervals and noise of a run (`catalogue`), ordinary days (`days`).

mod arrive;
mod devices;
mod meet;
mod nights;
mod quiet;
mod silent;

use super::stage::{Scene, Stage};

/// What a tale is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The offender comes to the protected person.
    Arrive,
    /// Both move.
    Meet,
    /// Somebody is silent about when it happens.
    Silent,
    /// A device or its clock is odd.
    Device,
    /// An approach that the positions do not show: forged throughout, or wrong throughout. Reported apart.
    Blind,
    /// No approach.
    Quiet,
    /// A night at home.
    Night,
}

impl Kind {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 7] =
        [Self::Arrive, Self::Meet, Self::Silent, Self::Device, Self::Blind, Self::Quiet, Self::Night];
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Arrive => "one comes to the other",
            Self::Meet => "both move",
            Self::Silent => "silence about the crossing",
            Self::Device => "odd devices and clocks",
            Self::Blind => "positions do not show it",
            Self::Quiet => "no approach",
            Self::Night => "nights at home",
        }
    }
    /// Is it an approach that counts in the main figures?
    #[must_use]
    pub const fn is_approach(self) -> bool {
        match self {
            Self::Arrive | Self::Meet | Self::Silent | Self::Device => true,
            Self::Blind | Self::Quiet | Self::Night => false,
        }
    }
}

/// One tale.
pub(crate) struct Tale {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The limits with which it makes sense, in metres.
    pub(crate) limits: &'static [u32],
    pub(crate) tell: fn(&mut Stage<'_>) -> Scene,
}

/// On foot: nobody walks through five kilometres to come near.
const FOOT: &[u32] = &[200, 500, 1_000];
const BIKE: &[u32] = &[200, 500, 1_000, 2_000];
const ALL: &[u32] = &[200, 500, 1_000, 2_000, 5_000];
/// Where less than a minute would be spent inside a smaller limit.
const FAST: &[u32] = &[1_000, 2_000, 5_000];
const WIDE: &[u32] = &[500, 1_000, 2_000, 5_000];

/// All tales, in the order of the tables.
pub(crate) fn all() -> Vec<&'static Tale> {
    [arrive::TALES, meet::TALES, silent::TALES, devices::TALES, quiet::TALES, nights::TALES]
        .into_iter()
        .flatten()
        .collect()
}

const fn tale(
    name: &'static str,
    kind: Kind,
    limits: &'static [u32],
    tell: fn(&mut Stage<'_>) -> Scene,
) -> Tale {
    Tale { name, kind, limits, tell }
}
