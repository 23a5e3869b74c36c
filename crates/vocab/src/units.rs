//! Units as types, so that a metre is never added to a second.

use core::fmt;

/// Metres, for computing. Stored and compared values use [`Decimetres`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Metres(pub f64);

/// Tenths of a metre, whole: exact to store, compare and hash. Up to 429,496 km.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimetres(pub u32);

impl Decimetres {
    /// The same length in metres.
    #[must_use]
    pub fn metres(self) -> Metres {
        Metres(f64::from(self.0) / 10.0)
    }
    /// From whole metres; stays at the largest length instead of wrapping.
    #[must_use]
    pub const fn from_metres(metres: u32) -> Self {
        Self(metres.saturating_mul(10))
    }
}

/// A share of 0 to 100, such as the charge of a battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

impl Percent {
    /// `None` above 100.
    #[must_use]
    pub const fn new(value: u8) -> Option<Self> {
        if value <= 100 { Some(Self(value)) } else { None }
    }
    /// 0 to 100.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}
