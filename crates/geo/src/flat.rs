//! Short ways in a plane around a place: what a fix costs is a cosine, not a great circle.
//!
//! Up to 20 km and 70 degrees of latitude the length agrees with [`crate::distance`] within 1e-5 of itself (a test says
//! so). Never here: long ways, areas.

use crate::metric::{EARTH_RADIUS, RADIANS_PER_UNIT, units};
use hoeder_vocab::Position;

/// A way in metres, to the east and to the north.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Way {
    /// Metres to the east.
    pub east: f64,
    /// Metres to the north.
    pub north: f64,
}

impl Way {
    /// Its length in metres.
    #[inline]
    #[must_use]
    pub fn length(self) -> f64 {
        // Metres never overflow when squared, and the careful `hypot` costs ten times as much.
        self.dot(self).sqrt()
    }
    /// Both parts times a factor.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { east: self.east * factor, north: self.north * factor }
    }
    /// One after the other.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { east: self.east + other.east, north: self.north + other.north }
    }
    /// This one without the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { east: self.east - other.east, north: self.north - other.north }
    }
    /// The inner product: its sign says whether both lead the same way.
    #[must_use]
    pub fn dot(self, other: Self) -> f64 {
        self.east * other.east + self.north * other.north
    }
}

/// Metres in one unit of 1e-7 degree of latitude.
const METRES_PER_UNIT: f64 = RADIANS_PER_UNIT * EARTH_RADIUS.0;
/// All the way around, and half of it, in units.
const TURN: i64 = 3_600_000_000;
const HALF_TURN: i64 = 1_800_000_000;

/// The way from one place to another, the shorter way round, in a plane through their middle latitude.
#[inline]
#[must_use]
pub fn way(from: Position, to: Position) -> Way {
    let mut lon = i64::from(to.lon_e7()) - i64::from(from.lon_e7());
    if lon > HALF_TURN {
        lon -= TURN;
    } else if lon < -HALF_TURN {
        lon += TURN;
    }
    let lat = to.lat_e7() - from.lat_e7();
    let middle = units(from.lat_e7()) + f64::from(lat) * (RADIANS_PER_UNIT / 2.0);
    // At most 1.8e9 after the turn.
    let lon = f64::from(i32::try_from(lon).unwrap_or(0));
    Way { east: lon * METRES_PER_UNIT * cosine(middle), north: f64::from(lat) * METRES_PER_UNIT }
}

/// The cosine of a latitude in radians, -1.58 to 1.58: the Taylor series to the 16th power, off by less than 1e-12.
#[must_use]
pub(crate) fn cosine(lat: f64) -> f64 {
    let s = lat * lat;
    const TERMS: [f64; 8] = [
        1.0 / 20_922_789_888_000.0,
        -1.0 / 87_178_291_200.0,
        1.0 / 479_001_600.0,
        -1.0 / 3_628_800.0,
        1.0 / 40_320.0,
        -1.0 / 720.0,
        1.0 / 24.0,
        -0.5,
    ];
    TERMS.iter().fold(0.0, |sum, term| sum * s + term) * s + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{distance, offset};
    use hoeder_vocab::Metres;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_short_way_is_as_long_as_the_great_circle(lat in -70.0..70.0_f64, lon in -180.0..180.0_f64, course in 0.0..360.0_f64, length in 0.0..20_000.0_f64) {
            let from = Position::from_degrees(lat, lon).unwrap();
            let to = offset(from, course, Metres(length));
            let (flat, round) = (way(from, to).length(), distance(from, to).0);
            prop_assert!((flat - round).abs() <= round * 1e-5 + 0.02, "{flat} {round}");
        }

        #[test]
        fn the_cosine_of_a_latitude_is_the_usual_one(lat in -1.57..1.57_f64) {
            prop_assert!((cosine(lat) - lat.cos()).abs() < 1e-10);
        }
    }
}
