//! The one stated metric: great-circle distance on a sphere with the mean radius of the earth.
//!
//! Why a sphere: one short formula that everybody can recompute, the same for the phone, the server and a court.
//! Against the WGS 84 ellipsoid it is off by at most 0.6 % - less than the accuracy of the fixes it is used on.
//! Never here: zones.

use hoeder_vocab::{Metres, Position};

/// The mean radius of the earth (IUGG R1), 6,371,008.8 m.
pub const EARTH_RADIUS: Metres = Metres(6_371_008.8);

/// Radians in one unit of 1e-7 degree.
pub(crate) const RADIANS_PER_UNIT: f64 = core::f64::consts::PI / 1.8e9;

/// Great-circle distance (haversine) on [`EARTH_RADIUS`].
///
/// Differences are taken in whole units first, so short distances keep their precision;
/// agrees with `geo::Haversine` within 1e-6 relative (a test says so). Never negative, never `NaN`.
#[must_use]
pub fn distance(a: Position, b: Position) -> Metres {
    let lon_units = i64::from(b.lon_e7()) - i64::from(a.lon_e7());
    let lat_units = b.lat_e7() - a.lat_e7();
    Metres(arc(units(a.lat_e7()), f64::from(lat_units) * RADIANS_PER_UNIT, long_units(lon_units)))
}

/// Length in metres of the arc from latitude `lat` to a point `dlat`, `dlon` away; all in radians.
pub(crate) fn arc(lat: f64, dlat: f64, dlon: f64) -> f64 {
    let half_lat = (dlat / 2.0).sin();
    let half_lon = (dlon / 2.0).sin();
    let h = half_lat * half_lat + lat.cos() * (lat + dlat).cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS.0 * h.clamp(0.0, 1.0).sqrt().asin()
}

/// First bearing of the great circle from `a` to `b`: degrees clockwise from north, 0 up to but not including 360.
/// 0 when both are the same place.
#[must_use]
pub fn bearing(a: Position, b: Position) -> f64 {
    let (lat_a, lat_b) = (units(a.lat_e7()), units(b.lat_e7()));
    let dlon = long_units(i64::from(b.lon_e7()) - i64::from(a.lon_e7()));
    let y = dlon.sin() * lat_b.cos();
    let x = lat_a.cos() * lat_b.sin() - lat_a.sin() * lat_b.cos() * dlon.cos();
    let degrees = y.atan2(x).to_degrees().rem_euclid(360.0);
    if degrees < 360.0 { degrees } else { 0.0 }
}

/// The place that lies `length` away from `from`, leaving at `bearing_deg` (degrees clockwise from north).
///
/// Rounded to the nearest unit of 1e-7 degree; longitudes wrap at 180 degrees. Where an argument is not finite the
/// answer is `from` itself.
#[must_use]
pub fn offset(from: Position, bearing_deg: f64, length: Metres) -> Position {
    let angle = length.0 / EARTH_RADIUS.0;
    let course = bearing_deg.to_radians();
    let lat = units(from.lat_e7());
    let sin_lat = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * course.cos()).clamp(-1.0, 1.0);
    let y = course.sin() * angle.sin() * lat.cos();
    let x = angle.cos() - lat.sin() * sin_lat;
    let lon = (from.lon() + y.atan2(x).to_degrees() + 180.0).rem_euclid(360.0) - 180.0;
    Position::from_degrees(sin_lat.asin().to_degrees(), lon).unwrap_or(from)
}

/// Units of 1e-7 degree as radians.
pub(crate) fn units(value: i32) -> f64 {
    f64::from(value) * RADIANS_PER_UNIT
}

/// A difference of longitudes, at most 3.6e9 units, as radians.
#[expect(clippy::cast_precision_loss, reason = "at most 3.6e9, far below 2^53")]
fn long_units(value: i64) -> f64 {
    value as f64 * RADIANS_PER_UNIT
}
