//! What happened to a measure, in the past tense. The stored form belongs to the store.
//!
//! Never here: rules, formats.

use crate::by::{By, Now};
use crate::coded::coded;
use crate::conditions::Hearing;
use crate::confidentiality::SuspectMeasure;
use crate::decision::{
    Activation, Agreement, ChainReferral, JudgeInvolved, Part, Procedure, Ruled, SupportOffer,
};
use crate::duration::Extension;
use crate::ending::{Breach, Continuation, EndCause, EndStep};
use crate::followup::{AnnouncedFact, Incident, MoveAnswer, Moved, Notice, Revisit, SharedPlaces, Trip};
use crate::request::{HandOver, Request};
use crate::risk::{Antecedents, Assessment};
use crate::shortage::ShortageDecision;
use crate::takeover::TakenOver;
use crate::task::{Receipt, TaskKind};
use crate::territory::Competence;
use hoeder_vocab::{CivilDate, DistrictId, DocumentId, OfficeId, Sensitive, ZoneId};

/// One event: when, by whom, what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureEvent {
    /// When it was decided.
    pub now: Now,
    /// By whom.
    pub by: By,
    /// What.
    pub change: Change,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A request was recorded; competence was computed.
    Requested {
        /// The form.
        request: Box<Request>,
        /// Who is competent.
        competence: Competence,
    },
    /// A file was sent on; receipt is not confirmed yet.
    HandedOver(HandOver),
    /// Receipt was confirmed.
    ReceiptConfirmed {
        /// Of what.
        of: Receipt,
    },
    /// From now on these manage the measure.
    ManagementPassed {
        /// The zone.
        zone: ZoneId,
        /// The office.
        office: OfficeId,
    },
    /// A refused request was opened again.
    Reopened {
        /// New elements.
        new_elements: Sensitive<String>,
    },
    /// The person was heard.
    Heard(Hearing),
    /// The situation was assessed.
    Assessed(Box<Assessment>),
    /// A factor marked as a bomb was found: the magistrate is told at once.
    BombFound {
        /// Number of the assessment.
        assessment: u16,
        /// Ids of the items.
        items: Vec<String>,
    },
    /// Antecedents were searched.
    AntecedentsGiven(Antecedents),
    /// Put before the magistrate.
    PutBefore {
        /// Which procedure.
        procedure: Procedure,
        /// What is missing in an urgent one.
        missing: Vec<Part>,
    },
    /// The magistrate asks for more.
    MoreAsked {
        /// What.
        question: Sensitive<String>,
    },
    /// A ruling was entered.
    RulingEntered(Ruled),
    /// The magistrate confirmed it.
    RulingConfirmed {
        /// Which.
        n: u16,
    },
    /// The magistrate said that it was not decided so.
    RulingDenied {
        /// Which.
        n: u16,
    },
    /// Back before the magistrate: a ruling was denied.
    DecisionPending {
        /// Which procedure.
        procedure: Procedure,
    },
    /// The alarm is granted.
    Granted {
        /// The first day of the term.
        on: CivilDate,
        /// The last day.
        ends_on: CivilDate,
    },
    /// Refused for now.
    Refused {
        /// The ruling.
        ruling: u16,
    },
    /// The agreement was explained and signed.
    Agreed(Agreement),
    /// The alarm is on.
    Activated(Activation),
    /// An investigating judge.
    JudgeInvolved(JudgeInvolved),
    /// A measure towards the suspect.
    SuspectTracked(SuspectMeasure),
    /// Chain approach.
    ChainReferred(ChainReferral),
    /// Offer of support.
    SupportOffered(SupportOffer),
    /// A second offer is asked for.
    SecondOfferAsked,
    /// A device is missing.
    ShortageFound {
        /// Where.
        district: DistrictId,
    },
    /// The reference magistrate decided about it.
    ShortageDecided(ShortageDecision),
    /// An alarm was closed or a new fact recorded.
    IncidentRecorded {
        /// Its number.
        n: u16,
        /// What.
        incident: Incident,
    },
    /// A term was added.
    Extended(Extension),
    /// The person told of a new fact.
    FactAnnounced(AnnouncedFact),
    /// The person was visited.
    Revisited(Revisit),
    /// Usual places were shared.
    PlacesShared(SharedPlaces),
    /// A trip.
    TripAnnounced {
        /// What.
        trip: Trip,
        /// In time?
        notice: Notice,
    },
    /// A move of residence.
    MoveAnnounced(Moved),
    /// The office of the new residence answered.
    MoveAnswered {
        /// Which move.
        n: u16,
        /// What.
        answer: MoveAnswer,
    },
    /// The agreement was not kept.
    BreachRecorded(Breach),
    /// The person asked to end.
    EndAsked {
        /// In the person's words.
        note: Sensitive<String>,
    },
    /// The measure no longer runs.
    EndBegan(EndCause),
    /// It goes on after all.
    Resumed,
    /// A step of the end was done.
    EndStepDone(EndStep),
    /// All steps were done.
    Ended {
        /// Last day of the supervised period.
        supervised_until: CivilDate,
    },
    /// Judicial tracking runs.
    Continued(Continuation),
    /// Judicial tracking took over and the alarm was taken back.
    TransferredOut,
    /// A document was released for the criminal file.
    Released {
        /// Which.
        document: DocumentId,
        /// Why.
        reason: Sensitive<String>,
    },
    /// A measure that ran before was taken over, whole.
    TakenOver {
        /// What the file of the zone says.
        taken: Box<TakenOver>,
        /// Who is competent.
        competence: Competence,
    },
    /// A task was done.
    Settled {
        /// Which.
        task: TaskKind,
        /// Number of the report or the registration.
        reference: Option<String>,
    },
}

coded! {
    /// [`Change`] without its data; the words of stored forms and timelines.
    ChangeKind {
        /// A request was recorded; competence was computed.
        Requested = "requested",
        /// A file was sent on; receipt is not confirmed yet.
        HandedOver = "handed-over",
        /// Receipt was confirmed.
        ReceiptConfirmed = "receipt-confirmed",
        /// From now on these manage the measure.
        ManagementPassed = "management-passed",
        /// A refused request was opened again.
        Reopened = "reopened",
        /// The person was heard.
        Heard = "heard",
        /// The situation was assessed.
        Assessed = "assessed",
        /// A factor marked as a bomb was found: the magistrate is told at once.
        BombFound = "bomb-found",
        /// Antecedents were searched.
        AntecedentsGiven = "antecedents-given",
        /// Put before the magistrate.
        PutBefore = "put-before",
        /// The magistrate asks for more.
        MoreAsked = "more-asked",
        /// A ruling was entered.
        RulingEntered = "ruling-entered",
        /// The magistrate confirmed it.
        RulingConfirmed = "ruling-confirmed",
        /// The magistrate said that it was not decided so.
        RulingDenied = "ruling-denied",
        /// Back before the magistrate: a ruling was denied.
        DecisionPending = "decision-pending",
        /// The alarm is granted.
        Granted = "granted",
        /// Refused for now.
        Refused = "refused",
        /// The agreement was explained and signed.
        Agreed = "agreed",
        /// The alarm is on.
        Activated = "activated",
        /// An investigating judge.
        JudgeInvolved = "judge-involved",
        /// A measure towards the suspect.
        SuspectTracked = "suspect-tracked",
        /// Chain approach.
        ChainReferred = "chain-referred",
        /// Offer of support.
        SupportOffered = "support-offered",
        /// A second offer is asked for.
        SecondOfferAsked = "second-offer-asked",
        /// A device is missing.
        ShortageFound = "shortage-found",
        /// The reference magistrate decided about it.
        ShortageDecided = "shortage-decided",
        /// An alarm was closed or a new fact recorded.
        IncidentRecorded = "incident-recorded",
        /// A term was added.
        Extended = "extended",
        /// The person told of a new fact.
        FactAnnounced = "fact-announced",
        /// The person was visited.
        Revisited = "revisited",
        /// Usual places were shared.
        PlacesShared = "places-shared",
        /// A trip.
        TripAnnounced = "trip-announced",
        /// A move of residence.
        MoveAnnounced = "move-announced",
        /// The office of the new residence answered.
        MoveAnswered = "move-answered",
        /// The agreement was not kept.
        BreachRecorded = "breach-recorded",
        /// The person asked to end.
        EndAsked = "end-asked",
        /// The measure no longer runs.
        EndBegan = "end-began",
        /// It goes on after all.
        Resumed = "resumed",
        /// A step of the end was done.
        EndStepDone = "end-step-done",
        /// All steps were done.
        Ended = "ended",
        /// Judicial tracking runs.
        Continued = "continued",
        /// Judicial tracking took over and the alarm was taken back.
        TransferredOut = "transferred-out",
        /// A document was released for the criminal file.
        Released = "released",
        /// A task was done.
        Settled = "settled",
        /// A measure that ran before was taken over.
        TakenOver = "taken-over",
    }
}

impl Change {
    /// Which kind.
    #[must_use]
    pub const fn kind(&self) -> ChangeKind {
        match self {
            Self::Requested { .. } => ChangeKind::Requested,
            Self::HandedOver(_) => ChangeKind::HandedOver,
            Self::ReceiptConfirmed { .. } => ChangeKind::ReceiptConfirmed,
            Self::ManagementPassed { .. } => ChangeKind::ManagementPassed,
            Self::Reopened { .. } => ChangeKind::Reopened,
            Self::Heard(_) => ChangeKind::Heard,
            Self::Assessed(_) => ChangeKind::Assessed,
            Self::BombFound { .. } => ChangeKind::BombFound,
            Self::AntecedentsGiven(_) => ChangeKind::AntecedentsGiven,
            Self::PutBefore { .. } => ChangeKind::PutBefore,
            Self::MoreAsked { .. } => ChangeKind::MoreAsked,
            Self::RulingEntered(_) => ChangeKind::RulingEntered,
            Self::RulingConfirmed { .. } => ChangeKind::RulingConfirmed,
            Self::RulingDenied { .. } => ChangeKind::RulingDenied,
            Self::DecisionPending { .. } => ChangeKind::DecisionPending,
            Self::Granted { .. } => ChangeKind::Granted,
            Self::Refused { .. } => ChangeKind::Refused,
            Self::Agreed(_) => ChangeKind::Agreed,
            Self::Activated(_) => ChangeKind::Activated,
            Self::JudgeInvolved(_) => ChangeKind::JudgeInvolved,
            Self::SuspectTracked(_) => ChangeKind::SuspectTracked,
            Self::ChainReferred(_) => ChangeKind::ChainReferred,
            Self::SupportOffered(_) => ChangeKind::SupportOffered,
            Self::SecondOfferAsked => ChangeKind::SecondOfferAsked,
            Self::ShortageFound { .. } => ChangeKind::ShortageFound,
            Self::ShortageDecided(_) => ChangeKind::ShortageDecided,
            Self::IncidentRecorded { .. } => ChangeKind::IncidentRecorded,
            Self::Extended(_) => ChangeKind::Extended,
            Self::FactAnnounced(_) => ChangeKind::FactAnnounced,
            Self::Revisited(_) => ChangeKind::Revisited,
            Self::PlacesShared(_) => ChangeKind::PlacesShared,
            Self::TripAnnounced { .. } => ChangeKind::TripAnnounced,
            Self::MoveAnnounced(_) => ChangeKind::MoveAnnounced,
            Self::MoveAnswered { .. } => ChangeKind::MoveAnswered,
            Self::BreachRecorded(_) => ChangeKind::BreachRecorded,
            Self::EndAsked { .. } => ChangeKind::EndAsked,
            Self::EndBegan(_) => ChangeKind::EndBegan,
            Self::Resumed => ChangeKind::Resumed,
            Self::EndStepDone(_) => ChangeKind::EndStepDone,
            Self::Ended { .. } => ChangeKind::Ended,
            Self::Continued(_) => ChangeKind::Continued,
            Self::TransferredOut => ChangeKind::TransferredOut,
            Self::Released { .. } => ChangeKind::Released,
            Self::Settled { .. } => ChangeKind::Settled,
            Self::TakenOver { .. } => ChangeKind::TakenOver,
        }
    }
}
