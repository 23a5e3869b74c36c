//! Is a place in Belgium? (AL-14)
//!
//! The outline comes with crate `country-boundaries`: (c) OpenStreetMap contributors, ODbL 1.0. It is simplified: every
//! settlement and main road is on its right side of the border, a field path may not be; borders at sea are not drawn.
//! It therefore only marks and warns. Never here: deciding what happens to an alarm, which is always sent.

use core::fmt;
use country_boundaries::{BOUNDARIES_ODBL_60X30, CountryBoundaries, LatLon, ReadError};
use hoeder_vocab::Position;

/// The outlines of countries, read once by whoever starts the process. About 1 MB.
#[derive(Clone)]
pub struct Countries {
    boundaries: CountryBoundaries,
}

/// The built-in outline could not be read: the program was built wrongly.
#[derive(Debug)]
pub struct CountriesError(ReadError);

impl fmt::Display for CountriesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the built-in outlines of countries could not be read")
    }
}

impl core::error::Error for CountriesError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl fmt::Debug for Countries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Countries")
    }
}

impl Countries {
    /// Reads the built-in outlines.
    ///
    /// # Errors
    /// [`CountriesError`] when the built-in data is damaged.
    pub fn new() -> Result<Self, CountriesError> {
        CountryBoundaries::from_reader(BOUNDARIES_ODBL_60X30)
            .map(|boundaries| Self { boundaries })
            .map_err(CountriesError)
    }

    /// Whether the place is in Belgium (AL-14), as far as the simplified outline can tell.
    /// On open sea the answer follows no legal border.
    #[must_use]
    pub fn in_belgium(&self, position: Position) -> bool {
        LatLon::new(position.lat(), position.lon()).is_ok_and(|place| self.boundaries.is_in(place, "BE"))
    }
}
