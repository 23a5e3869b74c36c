//! How far a place is from a zone, and whether a circle (a fix with its accuracy) touches it.
//!
//! The nearest point of an edge is found in a plane around the place (equirectangular), moved closer by two steps of
//! Newton's method and measured on the great circle. The answer is the distance to a real point of the border: never too
//! short, and too long by less than 1e-6 of itself (plus rounding, 1 mm) up to 100 km and 80 degrees of latitude; a test
//! says so.
//! Never here: exact containment (`plane`), which decides for places inside.

use crate::metric::{EARTH_RADIUS, RADIANS_PER_UNIT, arc, units};
use crate::plane::{Bounds, Edge};
use crate::shape::{MultiPolygon, Polygon};
use hoeder_vocab::{Metres, Position};

/// All the way around, in units of longitude.
const TURN_UNITS: f64 = 3.6e9;
/// Longitude runs from minus this to this, in units.
const HALF_TURN_UNITS: i64 = 1_800_000_000;
/// Latitude runs from minus this to this, in units.
const POLE_UNITS: i64 = 900_000_000;
/// Added to every side of a circle's box, so that rounding never leaves out what touches.
const PAD_UNITS: i64 = 4;

/// A circle on the earth.
#[derive(Clone, Copy)]
pub(crate) struct Circle {
    centre: Position,
    radius: f64,
    bounds: Bounds,
    /// The box runs over the 180th meridian or a pole: borders may be nearer the other way round.
    wraps: bool,
}

impl Circle {
    /// A radius that is negative or not a number is taken as 0, one beyond the antipodes as reaching them.
    pub(crate) fn new(centre: Position, radius: Metres) -> Self {
        let reach = EARTH_RADIUS.0 * core::f64::consts::PI;
        let radius = if radius.0 >= 0.0 { radius.0.min(reach) } else { 0.0 };
        let angle = radius / EARTH_RADIUS.0;
        let up = whole(angle / RADIANS_PER_UNIT) + PAD_UNITS;
        let (x, y) = (i64::from(centre.lon_e7()), i64::from(centre.lat_e7()));
        let (south, north) = (y - up, y + up);
        let over_pole = south <= -POLE_UNITS || north >= POLE_UNITS;
        let sine = if over_pole { 1.0 } else { (angle.sin() / units(centre.lat_e7()).cos()).min(1.0) };
        let aside = whole(sine.asin() / RADIANS_PER_UNIT) + PAD_UNITS;
        let (west, east) = (x - aside, x + aside);
        let wraps = over_pole || west <= -HALF_TURN_UNITS || east >= HALF_TURN_UNITS;
        let bounds = if wraps {
            Bounds { west: -HALF_TURN_UNITS, east: HALF_TURN_UNITS, south, north }
        } else {
            Bounds { west, east, south, north }
        };
        Self { centre, radius, bounds, wraps }
    }

    pub(crate) const fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    fn touches_edge(&self, edge: &Edge) -> bool {
        if !self.bounds.meets(&edge.bounds()) {
            return false;
        }
        let away = if self.wraps {
            distance_around(self.centre, edge)
        } else {
            distance_shifted(self.centre, edge, 0.0)
        };
        away <= self.radius
    }
}

impl Polygon {
    /// Whether a circle touches the polygon: its centre is inside, or a border is at most `radius` away.
    /// A radius that is negative or not a number counts as 0.
    #[must_use]
    pub fn touches(&self, centre: Position, radius: Metres) -> bool {
        self.touches_circle(&Circle::new(centre, radius))
    }

    pub(crate) fn touches_circle(&self, circle: &Circle) -> bool {
        circle.bounds().meets(&self.bounds())
            && (self.contains(circle.centre) || self.edges().any(|edge| circle.touches_edge(&edge)))
    }

    /// Metres from the place to the nearest point of the polygon; 0 inside and on the border.
    #[must_use]
    pub fn distance_from(&self, position: Position) -> Metres {
        if self.contains(position) {
            return Metres(0.0);
        }
        let far = EARTH_RADIUS.0 * core::f64::consts::PI;
        Metres(self.edges().fold(far, |near, edge| near.min(distance_around(position, &edge))))
    }
}

impl MultiPolygon {
    /// Whether a circle touches one of the polygons; see [`Polygon::touches`].
    #[must_use]
    pub fn touches(&self, centre: Position, radius: Metres) -> bool {
        let circle = Circle::new(centre, radius);
        self.polygons().iter().any(|polygon| polygon.touches_circle(&circle))
    }

    /// Metres from the place to the nearest point of the nearest polygon; 0 inside and on the border.
    #[must_use]
    pub fn distance_from(&self, position: Position) -> Metres {
        let far = EARTH_RADIUS.0 * core::f64::consts::PI;
        Metres(self.polygons().iter().fold(far, |near, polygon| near.min(polygon.distance_from(position).0)))
    }
}

/// Metres to the nearest point of an edge, also the other way round the earth.
fn distance_around(from: Position, edge: &Edge) -> f64 {
    let shift = if from.lon_e7() < 0 { -TURN_UNITS } else { TURN_UNITS };
    distance_shifted(from, edge, 0.0).min(distance_shifted(from, edge, shift))
}

/// Metres to the nearest point of an edge that is moved `shift` units to the east.
fn distance_shifted(from: Position, edge: &Edge, shift: f64) -> f64 {
    let lat = units(from.lat_e7());
    let (x, y) = (f64::from(from.lon_e7()), f64::from(from.lat_e7()));
    let sight = Sight {
        lat,
        ax: (f64::from(edge.ax) + shift - x) * RADIANS_PER_UNIT,
        ay: (f64::from(edge.ay) - y) * RADIANS_PER_UNIT,
        run: (f64::from(edge.bx) - f64::from(edge.ax)) * RADIANS_PER_UNIT,
        rise: (f64::from(edge.by) - f64::from(edge.ay)) * RADIANS_PER_UNIT,
    };
    let near = sight.flat_share();
    let better = sight.closer(sight.closer(near));
    sight.metres(near).min(sight.metres(better))
}

/// An edge as seen from a place, in radians: its lower end and what leads from there to its upper end.
struct Sight {
    lat: f64,
    ax: f64,
    ay: f64,
    run: f64,
    rise: f64,
}

impl Sight {
    /// How far along the edge the nearest point is, 0 to 1, in a plane around the place.
    fn flat_share(&self) -> f64 {
        let scale = self.lat.cos();
        let (px, ux) = (self.ax * scale, self.run * scale);
        let length = ux * ux + self.rise * self.rise;
        if length > 0.0 { (-(px * ux + self.ay * self.rise) / length).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// One step of Newton's method towards the least haversine.
    fn closer(&self, share: f64) -> f64 {
        let (dlat, dlon) = (self.ay + share * self.rise, self.ax + share * self.run);
        let (sin_lat, cos_lat) = (self.lat + dlat).sin_cos();
        let (sin_half, (sin_lon, cos_lon)) = ((dlon / 2.0).sin(), dlon.sin_cos());
        let (run, rise, bulge) = (self.run, self.rise, sin_half * sin_half);
        let slope = dlat.sin() / 2.0 * rise
            + self.lat.cos() * (cos_lat * sin_lon / 2.0 * run - sin_lat * bulge * rise);
        let bend = dlat.cos() / 2.0 * rise * rise
            + self.lat.cos()
                * (cos_lat * cos_lon / 2.0 * run * run
                    - sin_lat * sin_lon * rise * run
                    - cos_lat * bulge * rise * rise);
        if bend > 0.0 { (share - slope / bend).clamp(0.0, 1.0) } else { share }
    }

    fn metres(&self, share: f64) -> f64 {
        arc(self.lat, self.ay + share * self.rise, self.ax + share * self.run)
    }
}

/// Rounded up.
#[expect(clippy::cast_possible_truncation, reason = "at most half a turn in units, 1.8e9")]
fn whole(units: f64) -> i64 {
    units.ceil() as i64
}
