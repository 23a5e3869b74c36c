//! 7.2: which office and which police zone are competent, computed from facts and explained.
//!
//! Never here: the hand-over of a request (7.3) or of a file after a move (7.2.3, in `followup`).

use crate::coded::coded;
use crate::point::Point;
use crate::world::World;
use hoeder_vocab::{DistrictId, OfficeId, ZoneId};

/// Does the measure rest on an offence? Plays no part in the decision itself (7.1, MS-16): only in which office acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offence {
    /// Facts or circumstances that are no offence, or not known to be one.
    None,
    /// An offence by the suspect.
    Alleged {
        /// Districts competent for it: where it was committed, where the suspect lives or is found.
        districts: Vec<DistrictId>,
        /// The office that learned of it.
        known_to: OfficeId,
    },
}

coded! {
    /// The three cases of 7.2.1 (MS-04), in its order.
    CompetenceCase {
        /// No offence: the office of residence takes the measure.
        NoOffence = "no-offence",
        /// An offence, and the residence lies in a district that is competent for it: that office takes the measure and prosecutes.
        OffenceHere = "offence-here",
        /// An offence elsewhere: the office that learned of it contacts that of residence at once. Both may exceptionally
        /// agree that it takes the measure itself.
        OffenceElsewhere = "offence-elsewhere",
    }
}

impl CompetenceCase {
    /// Where it stands.
    pub const POINT: Point = Point::new("7.2.1");
}

/// Who is competent and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Competence {
    /// The zone of residence: executes and follows up (7.2.2, MS-05).
    #[doc(alias = "politiezone die het dossier beheert")]
    pub zone: ZoneId,
    /// The office of residence.
    pub office: OfficeId,
    /// Which of the three cases.
    pub case: CompetenceCase,
    /// In the third case: the office that must contact that of residence at once.
    pub contact_from: Option<OfficeId>,
}

/// Computes competence from the zone of residence; `None` when that zone is not known.
#[must_use]
pub fn competence(residence: ZoneId, offence: &Offence, world: &World) -> Option<Competence> {
    let zone = world.zones.get(&residence)?;
    let (case, contact_from) = match offence {
        Offence::None => (CompetenceCase::NoOffence, None),
        Offence::Alleged { districts, .. } if districts.contains(&zone.district) => {
            (CompetenceCase::OffenceHere, None)
        }
        Offence::Alleged { known_to, .. } => {
            (CompetenceCase::OffenceElsewhere, (*known_to != zone.office).then_some(*known_to))
        }
    };
    Some(Competence { zone: residence, office: zone.office, case, contact_from })
}
