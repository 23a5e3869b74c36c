//! What is asked of a measure: one command for each form that an officer, a magistrate or a service fills in.
//!
//! Never here: rules.

use crate::coded::coded;
use crate::conditions::Hearing;
use crate::confidentiality::SuspectMeasure;
use crate::decision::{
    Activation, Agreement, ChainReferral, Confirmation, Decision, JudgeInvolved, Procedure, SupportOffer,
};
use crate::ending::{Breach, Continuation, EndStep};
use crate::followup::{AnnouncedFact, Incident, Move, MoveAnswer, Revisit, SharedPlaces, Trip};
use crate::point::Point;
use crate::request::Request;
use crate::risk::{Antecedents, Assessment};
use crate::shortage::ShortageDecision;
use crate::takeover::TakenOver;
use crate::task::{Receipt, TaskKind};
use hoeder_vocab::{DocumentId, OfficeId, Sensitive};

/// What is asked.
#[expect(
    clippy::large_enum_variant,
    reason = "a command lives for one call; boxes would be in every caller's way"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 7.3: record a request; made elsewhere than at the competent zone or office, it is handed over at once.
    Request(Request),
    /// 7.7: open a refused request again.
    Reopen {
        /// Which, 1 to 10,000 characters.
        new_elements: Sensitive<String>,
    },
    /// 7.2.1: both offices agree that the one competent for the offence takes the measure; it confirms receipt.
    AgreeOffice {
        /// That office.
        office: OfficeId,
        /// Why, 1 to 10,000 characters.
        reason: Sensitive<String>,
    },
    /// Confirm the receipt of a file or a notice.
    ConfirmReceipt {
        /// Of what.
        of: Receipt,
    },
    /// 7.4.1: the person was heard.
    Hear(Hearing),
    /// 7.6: the situation was assessed.
    Assess(Assessment),
    /// 7.4.2: the magistrate's office searched for antecedents.
    GiveAntecedents(Antecedents),
    /// 7.4.1: put it before the magistrate.
    PutBefore {
        /// With everything, or with what is available.
        procedure: Procedure,
    },
    /// The magistrate asks for more instead of ruling.
    AskMore {
        /// What, 1 to 10,000 characters.
        question: Sensitive<String>,
    },
    /// 7.4, 7.7, 7.8, 7.12: enter a ruling.
    Rule(Decision),
    /// 7.8.1: the magistrate meets a ruling that an officer entered.
    ConfirmRuling {
        /// Which.
        n: u16,
        /// So, or not so.
        how: Confirmation,
    },
    /// 7.8.1: the user agreement was explained and signed.
    Agree(Agreement),
    /// 7.8.1: the alarm was switched on.
    Activate(Activation),
    /// 7.8.2: an investigating judge has the facts in hand; entered again when the judge was told.
    InvolveJudge(JudgeInvolved),
    /// 7.8.4: a measure towards the suspect.
    TrackSuspect(SuspectMeasure),
    /// 7.8.6: a referral to or from the chain approach.
    ReferChain(ChainReferral),
    /// 7.8.3: the victim reception service made an offer.
    OfferSupport(SupportOffer),
    /// 7.12.2: the magistrate asks for a second offer near the end.
    AskSecondOffer,
    /// 7.8.7: no device is there.
    ReportShortage,
    /// 7.8.7: the reference magistrate decides about it.
    DecideShortage(ShortageDecision),
    /// 7.10.2: an alarm was closed, or a new fact was recorded.
    ReportIncident(Incident),
    /// 7.11.3: the person told of a new fact through the page.
    AnnounceFact(AnnouncedFact),
    /// 7.11.3: the person was visited.
    RecordRevisit(Revisit),
    /// 7.11.1: usual places were shared with the zones and control rooms concerned.
    SharePlaces(SharedPlaces),
    /// 7.11.1: a stay elsewhere. The same trip again replaces it.
    AnnounceTrip(Trip),
    /// 7.2.3: a lasting change of residence.
    AnnounceMove(Move),
    /// 7.2.3: the office of the new residence, where the alarm is not in force, keeps it or not.
    AnswerMove {
        /// Which move.
        n: u16,
        /// The answer.
        answer: MoveAnswer,
    },
    /// 7.12.3: the agreement was not kept.
    RecordBreach(Breach),
    /// 7.12.3: the person asks to end.
    AskToEnd {
        /// In the person's words; may be empty.
        note: Sensitive<String>,
    },
    /// 7.12.2: a step of the end was done.
    DoEndStep(EndStep),
    /// EM-11: judicial tracking runs for this person.
    Continue(Continuation),
    /// 7.8.4: a magistrate lets a document that speaks of the alarm into the criminal file.
    Release {
        /// Which document.
        document: DocumentId,
        /// Why, 1 to 10,000 characters.
        reason: Sensitive<String>,
    },
    /// A task without a form of its own was done: somebody was told, a registration or a report was made.
    Settle {
        /// Which.
        task: TaskKind,
        /// Number of the report or the registration, 1 to 40 characters, where the task asks for one.
        reference: Option<String>,
    },
    /// 7.8.1: a measure that ran before it was kept here, from the file of the zone.
    TakeOver(Box<TakenOver>),
    /// A day has passed: the term may be over.
    Tick,
}

coded! {
    /// [`Command`] without its data; the words of scenario files.
    CommandKind {
        /// Record a request.
        Request = "request",
        /// Open a refused request again.
        Reopen = "reopen",
        /// Agree on another office.
        AgreeOffice = "agree-office",
        /// Confirm a receipt.
        ConfirmReceipt = "confirm-receipt",
        /// Hear.
        Hear = "hear",
        /// Assess.
        Assess = "assess",
        /// Give antecedents.
        GiveAntecedents = "give-antecedents",
        /// Put before the magistrate.
        PutBefore = "put-before",
        /// Ask for more.
        AskMore = "ask-more",
        /// Rule.
        Rule = "rule",
        /// Confirm a ruling.
        ConfirmRuling = "confirm-ruling",
        /// Explain and sign the agreement.
        Agree = "agree",
        /// Switch on.
        Activate = "activate",
        /// Investigating judge.
        InvolveJudge = "involve-judge",
        /// Measure towards the suspect.
        TrackSuspect = "track-suspect",
        /// Chain approach.
        ReferChain = "refer-chain",
        /// Offer of support.
        OfferSupport = "offer-support",
        /// Ask for a second offer.
        AskSecondOffer = "ask-second-offer",
        /// No device.
        ReportShortage = "report-shortage",
        /// Decide about it.
        DecideShortage = "decide-shortage",
        /// Alarm closed or new fact.
        ReportIncident = "report-incident",
        /// New fact told by the person.
        AnnounceFact = "announce-fact",
        /// Revisit.
        RecordRevisit = "record-revisit",
        /// Usual places.
        SharePlaces = "share-places",
        /// Trip.
        AnnounceTrip = "announce-trip",
        /// Move.
        AnnounceMove = "announce-move",
        /// Answer to a move.
        AnswerMove = "answer-move",
        /// Breach.
        RecordBreach = "record-breach",
        /// Ask to end.
        AskToEnd = "ask-to-end",
        /// Step of the end.
        DoEndStep = "do-end-step",
        /// Judicial tracking.
        Continue = "continue",
        /// Release a document.
        Release = "release",
        /// Settle a task.
        Settle = "settle",
        /// Take over a measure that ran before.
        TakeOver = "take-over",
        /// A day has passed.
        Tick = "tick",
    }
}

impl Command {
    /// Which kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Request(_) => CommandKind::Request,
            Self::Reopen { .. } => CommandKind::Reopen,
            Self::AgreeOffice { .. } => CommandKind::AgreeOffice,
            Self::ConfirmReceipt { .. } => CommandKind::ConfirmReceipt,
            Self::Hear(_) => CommandKind::Hear,
            Self::Assess(_) => CommandKind::Assess,
            Self::GiveAntecedents(_) => CommandKind::GiveAntecedents,
            Self::PutBefore { .. } => CommandKind::PutBefore,
            Self::AskMore { .. } => CommandKind::AskMore,
            Self::Rule(_) => CommandKind::Rule,
            Self::ConfirmRuling { .. } => CommandKind::ConfirmRuling,
            Self::Agree(_) => CommandKind::Agree,
            Self::Activate(_) => CommandKind::Activate,
            Self::InvolveJudge(_) => CommandKind::InvolveJudge,
            Self::TrackSuspect(_) => CommandKind::TrackSuspect,
            Self::ReferChain(_) => CommandKind::ReferChain,
            Self::OfferSupport(_) => CommandKind::OfferSupport,
            Self::AskSecondOffer => CommandKind::AskSecondOffer,
            Self::ReportShortage => CommandKind::ReportShortage,
            Self::DecideShortage(_) => CommandKind::DecideShortage,
            Self::ReportIncident(_) => CommandKind::ReportIncident,
            Self::AnnounceFact(_) => CommandKind::AnnounceFact,
            Self::RecordRevisit(_) => CommandKind::RecordRevisit,
            Self::SharePlaces(_) => CommandKind::SharePlaces,
            Self::AnnounceTrip(_) => CommandKind::AnnounceTrip,
            Self::AnnounceMove(_) => CommandKind::AnnounceMove,
            Self::AnswerMove { .. } => CommandKind::AnswerMove,
            Self::RecordBreach(_) => CommandKind::RecordBreach,
            Self::AskToEnd { .. } => CommandKind::AskToEnd,
            Self::DoEndStep(_) => CommandKind::DoEndStep,
            Self::Continue(_) => CommandKind::Continue,
            Self::Release { .. } => CommandKind::Release,
            Self::Settle { .. } => CommandKind::Settle,
            Self::TakeOver(_) => CommandKind::TakeOver,
            Self::Tick => CommandKind::Tick,
        }
    }
}

impl CommandKind {
    /// The point on which the command stands.
    #[must_use]
    pub const fn point(self) -> Point {
        Point::new(match self {
            Self::Request => "7.3",
            Self::Reopen => "7.7",
            Self::AgreeOffice => "7.2.1",
            Self::ConfirmReceipt => "7.3.2",
            Self::Hear | Self::PutBefore => "7.4.1",
            Self::Assess => "7.6",
            Self::GiveAntecedents | Self::AskMore => "7.4.2",
            Self::Rule => "7.4",
            Self::ConfirmRuling | Self::Agree | Self::Activate | Self::Settle | Self::TakeOver => "7.8.1",
            Self::InvolveJudge => "7.8.2",
            Self::OfferSupport => "7.8.3",
            Self::TrackSuspect | Self::Release => "7.8.4",
            Self::ReferChain => "7.8.6",
            Self::ReportShortage | Self::DecideShortage => "7.8.7",
            Self::Tick => "7.10.1",
            Self::ReportIncident => "7.10.2",
            Self::SharePlaces | Self::AnnounceTrip => "7.11.1",
            Self::AnnounceFact | Self::RecordRevisit => "7.11.3",
            Self::AnnounceMove | Self::AnswerMove => "7.2.3",
            Self::RecordBreach | Self::AskToEnd | Self::Continue => "7.12.3",
            Self::AskSecondOffer | Self::DoEndStep => "7.12.2",
        })
    }
}
