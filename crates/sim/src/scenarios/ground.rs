//! The flat ground of a scenario: metres east and north of one place, and the way to positions on earth.
//!
//! Never here: streets, people.

use hoeder_geo::offset;
use hoeder_vocab::{Metres, Position};

/// A place on the ground, in metres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Spot {
    /// East of the middle of the town.
    pub(crate) x: f64,
    /// North of it.
    pub(crate) y: f64,
}

impl Spot {
    pub(crate) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
    /// Metres to another.
    pub(crate) fn distance(self, to: Self) -> f64 {
        (self.x - to.x).hypot(self.y - to.y)
    }
    /// The spot so many metres away in a direction (radians from east).
    pub(crate) fn away(self, direction: f64, metres: f64) -> Self {
        Self { x: self.x + metres * direction.cos(), y: self.y + metres * direction.sin() }
    }
    /// The spot moved by metres east and north.
    pub(crate) fn shifted(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y }
    }
    /// The spot at this share of the way to another.
    pub(crate) fn between(self, to: Self, share: f64) -> Self {
        Self { x: self.x + (to.x - self.x) * share, y: self.y + (to.y - self.y) * share }
    }
    /// Direction to another, radians from east.
    pub(crate) fn direction(self, to: Self) -> f64 {
        (to.y - self.y).atan2(to.x - self.x)
    }
    /// Where that is on earth. Equal distances from the middle, so that lengths of some tens of kilometres keep to 1e-5.
    pub(crate) fn position(self) -> Position {
        let metres = self.x.hypot(self.y);
        if metres < 1e-6 {
            return MIDDLE;
        }
        offset(MIDDLE, self.x.atan2(self.y).to_degrees(), Metres(metres))
    }
}

/// The middle of the invented town.
const MIDDLE: Position = match Position::from_e7(510_000_000, 41_000_000) {
    Ok(position) => position,
    Err(_) => panic!("51 north, 4.1 east is on earth"),
};
