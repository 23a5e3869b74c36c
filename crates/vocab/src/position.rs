//! Places on earth (WGS 84) as whole numbers of 1e-7 degree, so that equality, hashing and replay are exact.
//!
//! One unit is at most 11 mm. Never here: geometry (room `geo`).

use crate::time::FixedAt;
use crate::units::Decimetres;
use core::fmt;

/// A latitude and a longitude in 1e-7 degree. `Debug` does not print them: a position is personal data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    lat_e7: i32,
    lon_e7: i32,
}

/// Why a pair of numbers is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionError {
    /// Latitude outside -90..=90 degrees, or not a number.
    Latitude,
    /// Longitude outside -180..=180 degrees, or not a number.
    Longitude,
}

impl fmt::Display for PositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Latitude => "latitude must be a number from -90 to 90 degrees",
            Self::Longitude => "longitude must be a number from -180 to 180 degrees",
        })
    }
}

impl core::error::Error for PositionError {}

const E7: f64 = 1e7;

impl Position {
    /// From whole units of 1e-7 degree.
    ///
    /// # Errors
    /// When a value lies outside the earth.
    pub const fn from_e7(lat_e7: i32, lon_e7: i32) -> Result<Self, PositionError> {
        if lat_e7 < -900_000_000 || lat_e7 > 900_000_000 {
            return Err(PositionError::Latitude);
        }
        if lon_e7 < -1_800_000_000 || lon_e7 > 1_800_000_000 {
            return Err(PositionError::Longitude);
        }
        Ok(Self { lat_e7, lon_e7 })
    }
    /// From degrees, rounded to the nearest unit.
    ///
    /// # Errors
    /// When a value is no number or lies outside the earth.
    pub fn from_degrees(lat: f64, lon: f64) -> Result<Self, PositionError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PositionError::Latitude);
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PositionError::Longitude);
        }
        Ok(Self { lat_e7: round_e7(lat), lon_e7: round_e7(lon) })
    }
    /// Latitude in 1e-7 degree, north positive.
    #[must_use]
    pub const fn lat_e7(self) -> i32 {
        self.lat_e7
    }
    /// Longitude in 1e-7 degree, east positive.
    #[must_use]
    pub const fn lon_e7(self) -> i32 {
        self.lon_e7
    }
    /// Latitude in degrees.
    #[must_use]
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / E7
    }
    /// Longitude in degrees.
    #[must_use]
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e7) / E7
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller checked that degrees * 1e7 fits: at most 1.8e9"
)]
fn round_e7(degrees: f64) -> i32 {
    (degrees * E7).round() as i32
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Position[sensitive]")
    }
}

/// How a fix was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FixSource {
    /// Satellites.
    Gnss,
    /// Wi-Fi access points.
    Wifi,
    /// Cell masts.
    Cell,
    /// The platform mixed sources and does not say which.
    Fused,
    /// Not said.
    Unknown,
}

/// One position with its time and accuracy.
#[doc(alias = "positiebepaling")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fix {
    /// Where.
    pub position: Position,
    /// Radius of the circle that holds the true place with 95 %, if the device says; `None` is 'not known', never 'exact'.
    pub accuracy: Option<Decimetres>,
    /// When, by the device's clock.
    pub fixed_at: FixedAt,
    /// How.
    pub source: FixSource,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_round_to_the_nearest_unit() {
        let p = Position::from_degrees(50.846_700_04, -4.352_500_06).unwrap();
        assert_eq!((p.lat_e7(), p.lon_e7()), (508_467_000, -43_525_001));
    }

    #[test]
    fn absurd_positions_are_refused() {
        assert_eq!(Position::from_degrees(90.1, 0.0), Err(PositionError::Latitude));
        assert_eq!(Position::from_degrees(f64::NAN, 0.0), Err(PositionError::Latitude));
        assert_eq!(Position::from_degrees(0.0, f64::INFINITY), Err(PositionError::Longitude));
        assert_eq!(Position::from_e7(0, i32::MIN), Err(PositionError::Longitude));
    }

    #[test]
    fn debug_never_prints_a_place() {
        let p = Position::from_degrees(50.0, 4.0).unwrap();
        assert_eq!(format!("{p:?}"), "Position[sensitive]");
    }
}
