//! The stored form of a position. Always sealed.
//!
//! Never here: where it is kept.

use super::codes::{Ms, Word};
use hoeder_vocab::{Decimetres, Fix, FixSource, FixedAt, Position};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(crate) struct FixForm {
    lat_e7: i32,
    lon_e7: i32,
    accuracy_dm: Option<u32>,
    fixed_at: Ms,
    source: Word<FixSource>,
}

impl FixForm {
    pub(crate) fn of(fix: &Fix) -> Self {
        Self {
            lat_e7: fix.position.lat_e7(),
            lon_e7: fix.position.lon_e7(),
            accuracy_dm: fix.accuracy.map(|accuracy| accuracy.0),
            fixed_at: Ms::of(fix.fixed_at.0),
            source: Word(fix.source),
        }
    }

    /// `None` when the position lies outside the earth.
    pub(crate) fn fix(&self) -> Option<Fix> {
        Some(Fix {
            position: Position::from_e7(self.lat_e7, self.lon_e7).ok()?,
            accuracy: self.accuracy_dm.map(Decimetres),
            fixed_at: FixedAt(self.fixed_at.time()),
            source: self.source.0,
        })
    }
}
