//! What a rule is told about the world besides the measure: territory, stock, tests passed, questionnaires, terms.
//!
//! Never here: anything about a person; facts that the measure itself holds.

use crate::duration::Terms;
use crate::risk::Questionnaire;
use hoeder_vocab::{AccountId, CivilDate, DistrictId, HandsetId, OfficeId, TestId, ZoneId};
use std::collections::BTreeMap;

/// A police zone, as far as the circular is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoneFacts {
    /// The prosecutor's office of its territory.
    pub office: OfficeId,
    /// The judicial district.
    pub district: DistrictId,
    /// Since when the alarm is rolled out there (5.2); `None`: not yet.
    pub in_force_since: Option<CivilDate>,
}

/// A prosecutor's office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeFacts {
    /// Its judicial district.
    pub district: DistrictId,
    /// Its reference magistrate (8.2.1), when named.
    pub reference_magistrate: Option<AccountId>,
}

/// An end-to-end test that the whole chain passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassedTest {
    /// Which handset.
    pub handset: HandsetId,
    /// On which day.
    pub on: CivilDate,
}

/// The facts for one decision. The shell fills in what it knows; what is absent counts as unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    /// The zones.
    pub zones: BTreeMap<ZoneId, ZoneFacts>,
    /// The offices.
    pub offices: BTreeMap<OfficeId, OfficeFacts>,
    /// Free alarm devices for each district (7.8.7); no entry: not known.
    pub free_devices: BTreeMap<DistrictId, u32>,
    /// Tests passed by handsets of this person.
    pub passed_tests: BTreeMap<TestId, PassedTest>,
    /// Known versions of the checklist, the one in use last.
    pub questionnaires: Vec<Questionnaire>,
    /// Terms that the circular leaves open.
    pub terms: Terms,
}

impl World {
    /// The checklist of that version.
    #[must_use]
    pub fn questionnaire(&self, version: &str) -> Option<&Questionnaire> {
        self.questionnaires.iter().find(|one| one.version == version)
    }

    /// Is the alarm in force in that zone on that day (5.2)? `None` when the zone is not known.
    #[must_use]
    pub fn in_force(&self, zone: ZoneId, on: CivilDate) -> Option<bool> {
        self.zones.get(&zone).map(|facts| facts.in_force_since.is_some_and(|since| since <= on))
    }
}
