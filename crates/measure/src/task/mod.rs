//! What is to be done, by whom and until when: computed from the file, never stored.
//!
//! Never here: how somebody is told of it.

mod after;
mod intake;
mod running;

use crate::by::Seat;
use crate::command::CommandKind;
use crate::decision::Part;
use crate::point::Point;
use crate::state::{Measure, State};
use crate::world::World;
use hoeder_vocab::{CivilDate, FactId, OfficeId, Role, TripId, ZoneId};

/// What a person or a service is told of, by the office (7.8.1, 7.8.3, 7.10.2, 7.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// The extension with that number.
    Extension(u16),
    /// That it ends on its date: the ruling with that number.
    PlannedEnd(u16),
    /// That it ends early: the ruling with that number.
    EarlyEnd(u16),
}

/// Something whose receipt is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receipt {
    /// A hand-over, by its number (7.3.2, 7.3.3, 7.2.3).
    HandOver(u16),
    /// Word of the request, by the magistrate (7.3.1).
    Request,
    /// Word of a bomb, by the magistrate: number of the assessment (7.6).
    Bomb(u16),
    /// Word of an incident, by the magistrate (7.11.2, 7.11.3).
    Incident(u16),
    /// Word that the person asks to end, by the magistrate (7.12.3).
    AskedToEnd(u16),
}

/// Kinds of task. Each is unique within a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    /// Confirm the receipt of a file or a notice.
    Confirm(Receipt),
    /// Contact the office of residence at once: the offence lies elsewhere (7.2.1).
    ContactOffice,
    /// Supply a part of the file.
    Complete(Part),
    /// Check the registers for firearms: the answer is not known (7.6).
    CheckFirearms,
    /// Put the file before the magistrate.
    PutBefore,
    /// Rule.
    Decide,
    /// Confirm a ruling that an officer entered.
    ConfirmRuling(u16),
    /// Explain the refusal, that it is provisional, prevention, and how to reach the police (7.7).
    ExplainRefusal(u16),
    /// Tell the third party of the refusal, as the magistrate chose.
    TellThirdParty(u16),
    /// Explain the user agreement and have it signed.
    Agree,
    /// Switch the alarm on, with a test.
    Activate,
    /// Give the number of the report of the activation.
    ActivationPv,
    /// Register in the ANG.
    RegisterAng,
    /// Register in the police's own list.
    RegisterPolice,
    /// Write the line in the prosecutor's system: 0 granted, `n` the extension with that number.
    RegisterOffice(u16),
    /// Replace that line by the one that says that it ended.
    RegisterOfficeEnd,
    /// Seize the victim reception service, with the first report and the contact data.
    SeizeReception,
    /// Tell the person.
    TellPerson(Told),
    /// Tell the victim reception service.
    TellReception(Told),
    /// Make the first offer of support.
    OfferSupport,
    /// Make a second offer of support.
    OfferSupportAgain,
    /// Tell the investigating judge.
    TellJudge,
    /// Hear the suspect, who is not told of the alarm.
    HearSuspect,
    /// Impose a contact ban at least as long as the measure: the facts are an offence.
    BanContact,
    /// Make the contact ban as long as the measure, again.
    ExtendBan,
    /// Decide about the missing device.
    DecideShortage,
    /// Inform the prosecutor-general and the national platform.
    InformOfShortage,
    /// Give the number of the report of an alarm.
    AlarmPv(u16),
    /// Victim support contacts the person after an alarm (AL-19).
    SupportAfter(u16),
    /// Review the dossier in multidisciplinary consultation after an alarm (AL-19).
    ConsultAfter(u16),
    /// Write the new initial report of a fact that the person told.
    RecordFact(FactId),
    /// Visit the person: the first visit is 1.
    Revisit(u16),
    /// Send the report of that visit to the office that handles the facts.
    CopyRevisit(u16),
    /// Share usual places.
    SharePlaces,
    /// Inform the zone concerned and the control room of a trip.
    InformTrip(TripId),
    /// Find the zone of the new residence that the person told, and enter the move.
    FindZone(u16),
    /// Keep the measure after a move, or not.
    AnswerMove(u16),
    /// End the measure: it is not kept after that move, or the person settled abroad.
    EndAfterMove(u16),
    /// Inform the foreign police through INI/INO - SIENA.
    InformForeignPolice(u16),
    /// Hear the person again and assess, in the month before the end: by number of extensions so far.
    Evaluate(u16),
    /// Rule on the end: extend or end on the date.
    RuleOnEnd(u16),
    /// Switch the alarm off.
    SwitchOff,
    /// Take the device back.
    TakeBack,
    /// Write the report of the end.
    EndPv,
    /// Stay alert after the end (FL-35), until its last day.
    StayAlert,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    /// In which role.
    pub role: Role,
    /// Where.
    pub seat: Seat,
}

/// A task that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// Who.
    pub owner: Owner,
    /// Open since.
    pub opened_on: CivilDate,
    /// Until when.
    pub due: Option<CivilDate>,
    /// Why.
    pub point: Point,
}

/// A task that was done and has no form of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub task: TaskKind,
    /// Done on.
    pub on: CivilDate,
    /// Number of the report or the registration.
    pub reference: Option<String>,
}

/// Collects the open tasks of one measure.
struct Finding<'a> {
    measure: &'a Measure,
    day: CivilDate,
    world: &'a World,
    zone: ZoneId,
    office: OfficeId,
    tasks: Vec<Task>,
}

impl Finding<'_> {
    const fn officer(&self) -> Owner {
        Owner { role: Role::CaseOfficer, seat: Seat::Zone(self.zone) }
    }
    const fn magistrate(&self) -> Owner {
        Owner { role: Role::Magistrate, seat: Seat::Office(self.office) }
    }
    const fn reception(&self) -> Owner {
        Owner { role: Role::VictimReception, seat: Seat::Office(self.office) }
    }
    const fn reference(&self) -> Owner {
        Owner { role: Role::ReferenceMagistrate, seat: Seat::Office(self.office) }
    }

    /// A task that is to be done at once.
    fn at_once(&mut self, kind: TaskKind, owner: Owner, opened_on: CivilDate, point: &'static str) {
        self.until(kind, owner, (opened_on, opened_on), point);
    }

    /// A task from one day, due on another; nothing when it was settled.
    fn until(&mut self, kind: TaskKind, owner: Owner, days: (CivilDate, CivilDate), point: &'static str) {
        if !self.measure.is_settled(kind) {
            let (opened_on, due) = days;
            self.tasks.push(Task { kind, owner, opened_on, due: Some(due), point: Point::new(point) });
        }
    }

    fn is_confirmed(&self, of: Receipt) -> bool {
        self.measure.file.receipts.iter().any(|(known, _)| *known == of)
    }
}

impl Measure {
    /// Was this task done? The line in the prosecutor's system is one that is replaced (7.13.2): only the last one written
    /// counts, and 'ended' only for the present end.
    pub(crate) fn is_settled(&self, kind: TaskKind) -> bool {
        let settled = &self.file.settled;
        if !kind.is_office_line() {
            return settled.iter().any(|one| one.task == kind);
        }
        let since = match &self.state {
            State::Ending { cause, .. } | State::Ended { cause, .. } => Some(cause.since),
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Running { .. }
            | State::TransferredOut { .. } => None,
        };
        let last = settled.iter().rev().find(|one| one.task.is_office_line());
        last.is_some_and(|one| one.task == kind && since.is_none_or(|since| one.on >= since))
    }

    /// All that is open on that day, what is due first first.
    #[must_use]
    pub fn tasks(&self, day: CivilDate, world: &World) -> Vec<Task> {
        let Some((zone, office)) = self.managed_by() else { return Vec::new() };
        let mut finding = Finding { measure: self, day, world, zone, office, tasks: Vec::new() };
        finding.hand_overs();
        // What was asked before the grant of one that ran before is asked again at the evaluation (7.12.1).
        if self.file.taken_over.is_none() {
            finding.intake();
            finding.suspect();
        }
        finding.rulings();
        finding.grant();
        finding.incidents();
        finding.follow_up();
        finding.moves();
        finding.evaluation();
        finding.end();
        let mut tasks = finding.tasks;
        tasks.sort_by_key(|task| (task.due, task.kind));
        tasks
    }
}

impl TaskKind {
    /// The command that does it; `None`: it is settled.
    #[must_use]
    pub const fn form(self) -> Option<CommandKind> {
        match self {
            Self::Confirm(_) => Some(CommandKind::ConfirmReceipt),
            Self::Complete(Part::Hearing | Part::MinorAble) => Some(CommandKind::Hear),
            Self::Complete(Part::Risk | Part::Checklist | Part::Firearms | Part::Subsidiarity)
            | Self::CheckFirearms => Some(CommandKind::Assess),
            Self::Complete(Part::Antecedents) => Some(CommandKind::GiveAntecedents),
            Self::PutBefore => Some(CommandKind::PutBefore),
            Self::Decide | Self::EndAfterMove(_) | Self::RuleOnEnd(_) => Some(CommandKind::Rule),
            Self::ConfirmRuling(_) => Some(CommandKind::ConfirmRuling),
            Self::Agree => Some(CommandKind::Agree),
            Self::Activate => Some(CommandKind::Activate),
            Self::OfferSupport | Self::OfferSupportAgain => Some(CommandKind::OfferSupport),
            Self::TellJudge => Some(CommandKind::InvolveJudge),
            Self::HearSuspect | Self::BanContact | Self::ExtendBan => Some(CommandKind::TrackSuspect),
            Self::DecideShortage => Some(CommandKind::DecideShortage),
            Self::RecordFact(_) => Some(CommandKind::ReportIncident),
            Self::Revisit(_) => Some(CommandKind::RecordRevisit),
            Self::SharePlaces => Some(CommandKind::SharePlaces),
            Self::FindZone(_) => Some(CommandKind::AnnounceMove),
            Self::AnswerMove(_) => Some(CommandKind::AnswerMove),
            Self::Evaluate(_) => Some(CommandKind::Hear),
            Self::SwitchOff | Self::TakeBack | Self::EndPv => Some(CommandKind::DoEndStep),
            Self::ContactOffice
            | Self::ExplainRefusal(_)
            | Self::TellThirdParty(_)
            | Self::ActivationPv
            | Self::RegisterAng
            | Self::RegisterPolice
            | Self::RegisterOffice(_)
            | Self::RegisterOfficeEnd
            | Self::SeizeReception
            | Self::TellPerson(_)
            | Self::TellReception(_)
            | Self::InformOfShortage
            | Self::AlarmPv(_)
            | Self::SupportAfter(_)
            | Self::ConsultAfter(_)
            | Self::CopyRevisit(_)
            | Self::InformTrip(_)
            | Self::InformForeignPolice(_)
            | Self::StayAlert => None,
        }
    }

    const fn is_office_line(self) -> bool {
        matches!(self, Self::RegisterOffice(_) | Self::RegisterOfficeEnd)
    }

    /// Does settling it ask for the number of a report or a registration?
    #[must_use]
    pub const fn needs_reference(self) -> bool {
        matches!(self, Self::ExplainRefusal(_) | Self::ActivationPv | Self::RegisterAng | Self::AlarmPv(_))
    }

    /// A moment that may be hard on the person: said so in the task (7.12.2, MS-38).
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::SwitchOff
                | Self::TakeBack
                | Self::ExplainRefusal(_)
                | Self::TellPerson(Told::PlannedEnd(_) | Told::EarlyEnd(_))
        )
    }

    /// A stable word for texts and scenario files, without numbers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirm(Receipt::HandOver(_)) => "confirm-hand-over",
            Self::Confirm(Receipt::Request) => "confirm-request",
            Self::Confirm(Receipt::Bomb(_)) => "confirm-bomb",
            Self::Confirm(Receipt::Incident(_)) => "confirm-incident",
            Self::Confirm(Receipt::AskedToEnd(_)) => "confirm-asked-to-end",
            Self::ContactOffice => "contact-office",
            Self::Complete(Part::Hearing) => "complete-hearing",
            Self::Complete(Part::Risk) => "complete-risk",
            Self::Complete(Part::Checklist) => "complete-checklist",
            Self::Complete(Part::Firearms) => "complete-firearms",
            Self::Complete(Part::Subsidiarity) => "complete-subsidiarity",
            Self::Complete(Part::Antecedents) => "complete-antecedents",
            Self::Complete(Part::MinorAble) => "complete-minor-able",
            Self::CheckFirearms => "check-firearms",
            Self::PutBefore => "put-before",
            Self::Decide => "decide",
            Self::ConfirmRuling(_) => "confirm-ruling",
            Self::ExplainRefusal(_) => "explain-refusal",
            Self::TellThirdParty(_) => "tell-third-party",
            Self::Agree => "agree",
            Self::Activate => "activate",
            Self::ActivationPv => "activation-pv",
            Self::RegisterAng => "register-ang",
            Self::RegisterPolice => "register-police",
            Self::RegisterOffice(_) => "register-office",
            Self::RegisterOfficeEnd => "register-office-end",
            Self::SeizeReception => "seize-reception",
            Self::TellPerson(told) => told.word_for_person(),
            Self::TellReception(told) => told.word_for_reception(),
            Self::OfferSupport => "offer-support",
            Self::OfferSupportAgain => "offer-support-again",
            Self::TellJudge => "tell-judge",
            Self::HearSuspect => "hear-suspect",
            Self::BanContact => "ban-contact",
            Self::ExtendBan => "extend-ban",
            Self::DecideShortage => "decide-shortage",
            Self::InformOfShortage => "inform-of-shortage",
            Self::AlarmPv(_) => "alarm-pv",
            Self::SupportAfter(_) => "support-after",
            Self::ConsultAfter(_) => "consult-after",
            Self::RecordFact(_) => "record-fact",
            Self::Revisit(_) => "revisit",
            Self::CopyRevisit(_) => "copy-revisit",
            Self::SharePlaces => "share-places",
            Self::InformTrip(_) => "inform-trip",
            Self::FindZone(_) => "find-zone",
            Self::AnswerMove(_) => "answer-move",
            Self::EndAfterMove(_) => "end-after-move",
            Self::InformForeignPolice(_) => "inform-foreign-police",
            Self::Evaluate(_) => "evaluate",
            Self::RuleOnEnd(_) => "rule-on-end",
            Self::SwitchOff => "switch-off",
            Self::TakeBack => "take-back",
            Self::EndPv => "end-pv",
            Self::StayAlert => "stay-alert",
        }
    }
}

impl Told {
    const fn word_for_person(self) -> &'static str {
        match self {
            Self::Extension(_) => "tell-person-extension",
            Self::PlannedEnd(_) => "tell-person-planned-end",
            Self::EarlyEnd(_) => "tell-person-early-end",
        }
    }

    const fn word_for_reception(self) -> &'static str {
        match self {
            Self::Extension(_) => "tell-reception-extension",
            Self::PlannedEnd(_) => "tell-reception-planned-end",
            Self::EarlyEnd(_) => "tell-reception-early-end",
        }
    }
}
