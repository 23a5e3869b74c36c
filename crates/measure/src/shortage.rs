//! 7.8.7: too few devices in a district, or trouble in spreading them over its zones (MS-26).
//!
//! Never here: the inventory itself.

use crate::coded::coded;
use hoeder_vocab::{CivilDate, DistrictId, Sensitive};

coded! {
    /// What the reference magistrate decides.
    ShortageAnswer {
        /// A device comes from elsewhere in the district, or from another one.
        DeviceFound = "device-found",
        /// This situation goes first; another one waits.
        GoesFirst = "goes-first",
        /// Waits, with other protection meanwhile.
        Waits = "waits",
    }

    /// Was the prosecutor-general consulted before?
    Consulted {
        /// Yes.
        Yes = "yes",
        /// It was not needed.
        NotNeeded = "not-needed",
    }
}

/// A device is missing for this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// Since when.
    pub since: CivilDate,
    /// Where.
    pub district: DistrictId,
    /// What was decided.
    pub decided: Option<ShortageDecision>,
}

/// What was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortageDecision {
    /// On which day.
    pub on: CivilDate,
    /// What.
    pub answer: ShortageAnswer,
    /// Prosecutor-general.
    pub consulted: Consulted,
    /// Why, 1 to 10,000 characters.
    pub reason: Sensitive<String>,
}
