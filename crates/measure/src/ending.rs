//! 7.12: the evaluation, the end on its date, the early end, the steps of every end, and the passage to judicial tracking.
//!
//! Never here: the tracking itself (EM-01..EM-10).

use crate::coded::coded;
use crate::decision::RulingKind;
use crate::followup::Incident;
use crate::state::Measure;
use hoeder_vocab::{CivilDate, Sensitive};

/// Most breaches that one measure keeps.
pub const MAX_BREACHES: usize = 200;
/// Misuse and breaches are 'repeated' from so many on (7.12.3).
pub const REPEATED: usize = 2;

coded! {
    /// Why a measure ends before its date (7.12.3, MS-37).
    EarlyGround {
        /// Not serious enough any more: the suspect died.
        SuspectDied = "suspect-died",
        /// Not serious enough any more: the suspect lives abroad.
        SuspectAbroad = "suspect-abroad",
        /// Not serious enough any more: the suspect is detained for long.
        LongDetention = "long-detention",
        /// Not serious enough any more: the most worrying risks are gone.
        FewerRisks = "fewer-risks",
        /// Not serious enough any more: protecting factors grew much.
        MoreProtection = "more-protection",
        /// Repeated misuse, or repeated breach of the agreement.
        RepeatedMisuse = "repeated-misuse",
        /// The person asks for it.
        AskedByPerson = "asked-by-person",
        /// The person settled abroad: word goes to the foreign police.
        SettledAbroad = "settled-abroad",
        /// The person settled where the alarm is not in force, and it is not kept.
        SettledNotInForce = "settled-not-in-force",
        /// The judicial tracking of the suspect took over (EM-11).
        TrackingTookOver = "tracking-took-over",
    }

    /// What the person did against the agreement.
    BreachKind {
        /// Voluntary contact with the suspect.
        VoluntaryContact = "voluntary-contact",
        /// No complaint for a new fact.
        NoComplaint = "no-complaint",
        /// The device is not carried, charged or kept on.
        DeviceNotCarried = "device-not-carried",
        /// Not reachable for revisits.
        NotReachable = "not-reachable",
        /// Misuse of the alarm.
        Misuse = "misuse",
    }

    /// What became of a device.
    DeviceBack {
        /// Given back, with a signed receipt.
        Returned = "returned",
        /// Lost or broken.
        Lost = "lost",
    }

    /// Why it ends.
    EndKind {
        /// On its date.
        Planned = "planned",
        /// Before.
        Early = "early",
    }
}

impl EarlyGround {
    /// Does it ask for a new hearing and assessment first? The person's own wish and a settled move do not.
    #[must_use]
    pub const fn needs_reassessment(self) -> bool {
        match self {
            Self::SuspectDied
            | Self::SuspectAbroad
            | Self::LongDetention
            | Self::FewerRisks
            | Self::MoreProtection
            | Self::RepeatedMisuse => true,
            Self::AskedByPerson | Self::SettledAbroad | Self::SettledNotInForce | Self::TrackingTookOver => {
                false
            }
        }
    }
}

/// A breach of the user agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// On which day.
    pub on: CivilDate,
    /// What.
    pub kind: BreachKind,
    /// In words, 1 to 10,000 characters.
    pub note: Sensitive<String>,
}

/// One of the three steps of every end (7.12.2, MS-38).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndStep {
    /// The alarm was switched off.
    SwitchedOff {
        /// Day.
        on: CivilDate,
    },
    /// The device came back, or will not.
    DeviceBack {
        /// Day.
        on: CivilDate,
        /// How.
        how: DeviceBack,
    },
    /// The report was written.
    Pv {
        /// Its number, 1 to 40 characters.
        number: String,
    },
}

/// Which steps were done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndSteps {
    /// Switched off on.
    pub switched_off: Option<CivilDate>,
    /// Device back, how.
    pub device_back: Option<(CivilDate, DeviceBack)>,
    /// Number of the report.
    pub pv: Option<String>,
}

impl EndSteps {
    /// All three.
    #[must_use]
    pub const fn complete(&self) -> bool {
        self.switched_off.is_some() && self.device_back.is_some() && self.pv.is_some()
    }
}

/// Why and since when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndCause {
    /// On its date or before.
    pub kind: EndKind,
    /// The ground of an early end.
    pub ground: Option<EarlyGround>,
    /// The first day on which the measure no longer runs.
    pub since: CivilDate,
}

/// The seam between this alarm and the judicial tracking of part 3 (EM-11): the alarm stays on until the other protection is
/// known to run, so that no minute is lost. Back again is a request with origin `Tracking`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// Number of the judicial mandate, 1 to 40 characters.
    pub mandate: String,
    /// The day from which tracking is known to run.
    pub runs_from: CivilDate,
}

impl Measure {
    /// Was the person heard and the situation assessed again, both on that day or later?
    pub(crate) fn reassessed_since(&self, since: CivilDate) -> bool {
        self.file.hearings.iter().any(|hearing| hearing.on >= since)
            && self.file.assessments.iter().any(|assessment| assessment.on >= since)
    }

    /// Did a magistrate rule, in the present month of evaluation, that it ends on its date?
    pub(crate) fn ruled_on_end(&self) -> bool {
        self.term().is_some_and(|term| {
            self.file.rulings.iter().any(|ruled| {
                ruled.denied_on.is_none()
                    && ruled.decision.ruling.kind() == RulingKind::EndAsPlanned
                    && ruled.decision.on >= term.evaluation_from()
            })
        })
    }

    /// AL-13: misuse of the alarm and breaches of the agreement so far. Counted and shown; it ends nothing by itself.
    #[must_use]
    pub fn misuse_count(&self) -> usize {
        let misuse = self.file.incidents.iter().filter(|incident| Incident::is_misuse(incident)).count();
        misuse.saturating_add(self.file.breaches.len())
    }
}
