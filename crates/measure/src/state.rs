//! How far a measure is, and all that its file holds. Rules are in `decide`, changes in `apply`.
//!
//! Never here: rules.

use crate::by::Now;
use crate::coded::coded;
use crate::conditions::Hearing;
use crate::confidentiality::SuspectMeasure;
use crate::decision::{Activation, Agreement, ChainReferral, JudgeInvolved, Procedure, Ruled, SupportOffer};
use crate::duration::Term;
use crate::ending::{Breach, Continuation, EndCause, EndSteps};
use crate::followup::{AnnouncedFact, Incident, Moved, Notice, Revisit, SharedPlaces, Trip};
use crate::request::{HandOver, Request};
use crate::risk::{Antecedents, Assessment};
use crate::shortage::Shortage;
use crate::takeover::TakenOver;
use crate::task::{Receipt, Settled};
use crate::territory::Competence;
use hoeder_vocab::{CivilDate, DocumentId, MeasureId, OfficeId, Sensitive, UtcMillis, ZoneId};

coded! {
    /// [`State`] without its data.
    Stage {
        /// Nothing has happened yet.
        Nothing = "nothing",
        /// Requested; the zone prepares the file.
        Requested = "requested",
        /// Before the magistrate.
        AwaitingDecision = "awaiting-decision",
        /// Refused for now.
        Refused = "refused",
        /// Granted, not active yet.
        Granted = "granted",
        /// Active.
        Running = "running",
        /// No longer runs; the alarm may still be on and the device out.
        Ending = "ending",
        /// Ended; supervised for a while.
        Ended = "ended",
        /// Judicial tracking took over.
        TransferredOut = "transferred-out",
    }
}

/// How far a measure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing has happened yet.
    Nothing,
    /// Requested; the zone of residence hears, assesses and puts it before the magistrate.
    Requested {
        /// Since when.
        since: CivilDate,
    },
    /// Before the magistrate, who grants, refuses or asks for more.
    AwaitingDecision {
        /// Since when.
        since: CivilDate,
        /// With everything, or with what is available.
        procedure: Procedure,
    },
    /// Refused for now; new elements reopen it (7.7).
    Refused {
        /// Since when.
        since: CivilDate,
        /// The ruling, by its number.
        ruling: u16,
    },
    /// Granted, not active yet: every hour counts (FL-23).
    Granted {
        /// When it was granted.
        since: Now,
        /// How long it runs.
        term: Term,
    },
    /// Active.
    Running {
        /// When it became active.
        since: Now,
        /// How long it runs.
        term: Term,
    },
    /// No longer runs; switch-off, return and report follow (7.12.2).
    Ending {
        /// Why and since when.
        cause: EndCause,
        /// How long it ran.
        term: Term,
        /// What was done.
        steps: EndSteps,
    },
    /// Ended; a supervised period follows (FL-35).
    Ended {
        /// Why.
        cause: EndCause,
        /// How long it ran.
        term: Term,
        /// When the last step was done.
        on: CivilDate,
        /// Last day of the supervised period.
        supervised_until: CivilDate,
    },
    /// Judicial tracking took over (EM-11).
    TransferredOut {
        /// To what.
        continuation: Continuation,
        /// How long it ran.
        term: Term,
        /// When the last step was done.
        on: CivilDate,
    },
}

/// A request by the person to end the measure, or to no longer keep to the agreement (7.12.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedToEnd {
    /// On which day.
    pub on: CivilDate,
    /// In the person's words; may be empty.
    pub note: Sensitive<String>,
}

/// A refused request that was opened again (7.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// On which day.
    pub on: CivilDate,
    /// The new elements.
    pub new_elements: Sensitive<String>,
}

/// A document that a magistrate lets into the criminal file although it speaks of the alarm (MS-23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// On which day.
    pub on: CivilDate,
    /// Which document.
    pub document: DocumentId,
    /// Why.
    pub reason: Sensitive<String>,
}

/// A planned trip in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTrip {
    /// Announced on.
    pub announced_on: CivilDate,
    /// In time?
    pub notice: Notice,
    /// What.
    pub trip: Trip,
}

/// Everything that the measure holds besides its state. Lists are in the order in which things were recorded; a number
/// (`n`) is a position in its list, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// The request.
    pub request: Option<Request>,
    /// Which office and zone are competent, as computed at the request.
    pub competence: Option<Competence>,
    /// The zone that manages the dossier now.
    pub zone: Option<ZoneId>,
    /// The office that manages the measure now.
    pub office: Option<OfficeId>,
    /// Hand-overs.
    pub hand_overs: Vec<HandOver>,
    /// Reopenings after a refusal.
    pub reopenings: Vec<Reopening>,
    /// What the magistrate asked for, instead of ruling.
    pub questions: Vec<Sensitive<String>>,
    /// Hearings.
    pub hearings: Vec<Hearing>,
    /// Assessments.
    pub assessments: Vec<Assessment>,
    /// Numbers of the assessments in which a bomb was found.
    pub bombs: Vec<u16>,
    /// The last search for antecedents.
    pub antecedents: Option<Antecedents>,
    /// Rulings.
    pub rulings: Vec<Ruled>,
    /// When it was granted: with `active_at` the clock from decision to protection (FL-23).
    pub granted_at: Option<UtcMillis>,
    /// When the alarm was first active.
    pub active_at: Option<UtcMillis>,
    /// The user agreement.
    pub agreement: Option<Agreement>,
    /// The activation.
    pub activation: Option<Activation>,
    /// The investigating judge.
    pub judge: Option<JudgeInvolved>,
    /// Measures towards the suspect.
    pub suspect: Vec<SuspectMeasure>,
    /// Referrals to and from the chain approach.
    pub chain: Vec<ChainReferral>,
    /// Offers of the victim reception service.
    pub offers: Vec<SupportOffer>,
    /// The magistrate asked for a second offer near the end, on.
    pub second_offer_asked: Option<CivilDate>,
    /// A missing device.
    pub shortage: Option<Shortage>,
    /// Alarms and new facts.
    pub incidents: Vec<Incident>,
    /// New facts told by the person.
    pub announced_facts: Vec<AnnouncedFact>,
    /// Revisits.
    pub revisits: Vec<Revisit>,
    /// Usual places shared.
    pub places: Option<SharedPlaces>,
    /// Trips.
    pub trips: Vec<PlannedTrip>,
    /// Moves of residence.
    pub moves: Vec<Moved>,
    /// Breaches of the agreement.
    pub breaches: Vec<Breach>,
    /// The person asked to end.
    pub asked_to_end: Vec<AskedToEnd>,
    /// The passage to judicial tracking.
    pub continuation: Option<Continuation>,
    /// Documents released for the criminal file.
    pub releases: Vec<Release>,
    /// Notices and hand-overs whose receipt was confirmed.
    pub receipts: Vec<(Receipt, CivilDate)>,
    /// What the file of the zone said, when it ran before it was kept here.
    pub taken_over: Option<Box<TakenOver>>,
    /// Tasks that were done and have no form of their own.
    pub settled: Vec<Settled>,
}

/// One measure of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub(crate) id: MeasureId,
    pub(crate) state: State,
    pub(crate) file: File,
}

impl Measure {
    /// A measure of which nothing has happened yet.
    #[must_use]
    pub fn new(id: MeasureId) -> Self {
        Self { id, state: State::Nothing, file: File::default() }
    }
    /// Which measure.
    #[must_use]
    pub const fn id(&self) -> MeasureId {
        self.id
    }
    /// How far it is, with the data of that state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }
    /// Everything else.
    #[must_use]
    pub const fn file(&self) -> &File {
        &self.file
    }
    /// How far it is.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self.state {
            State::Nothing => Stage::Nothing,
            State::Requested { .. } => Stage::Requested,
            State::AwaitingDecision { .. } => Stage::AwaitingDecision,
            State::Refused { .. } => Stage::Refused,
            State::Granted { .. } => Stage::Granted,
            State::Running { .. } => Stage::Running,
            State::Ending { .. } => Stage::Ending,
            State::Ended { .. } => Stage::Ended,
            State::TransferredOut { .. } => Stage::TransferredOut,
        }
    }
    /// How long it runs; `None` before the grant.
    #[must_use]
    pub const fn term(&self) -> Option<&Term> {
        match &self.state {
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. } => None,
            State::Granted { term, .. }
            | State::Running { term, .. }
            | State::Ending { term, .. }
            | State::Ended { term, .. }
            | State::TransferredOut { term, .. } => Some(term),
        }
    }
    /// Is the alarm on? From the activation until it is switched off, also while the measure ends.
    #[must_use]
    pub const fn alarm_is_on(&self) -> bool {
        match &self.state {
            State::Running { .. } => true,
            State::Ending { steps, .. } => self.file.activation.is_some() && steps.switched_off.is_none(),
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => false,
        }
    }
}
