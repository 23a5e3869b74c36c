//! The ways in which a rule says no, each with its point of the circular. Shown to the user.
//!
//! Never here: failures of the world.

mod sentence;

use crate::by::Seat;
use crate::coded::coded;
use crate::command::CommandKind;
use crate::conditions::Condition;
use crate::decision::{Part, RulingKind};
use crate::point::Point;
use crate::state::Stage;
use crate::task::{Receipt, TaskKind};
use hoeder_vocab::{CivilDate, OfficeId, TestId, ZoneId};

coded! {
    /// Whose hand a command needs.
    Hand {
        /// A case officer of any zone, or a magistrate of any office.
        Requester = "requester",
        /// A case officer of the managing zone.
        ManagingOfficer = "managing-officer",
        /// A magistrate of the managing office.
        Magistrate = "magistrate",
        /// The officer or the magistrate who manage.
        OfficerOrMagistrate = "officer-or-magistrate",
        /// The victim reception service of the managing office.
        Reception = "reception",
        /// The reference magistrate of the managing office.
        ReferenceMagistrate = "reference-magistrate",
        /// The receiver of what is confirmed.
        Receiver = "receiver",
        /// A magistrate of the office of the new residence.
        NewOffice = "new-office",
        /// The protected person, or the managing zone for that person.
        PersonOrOfficer = "person-or-officer",
        /// The system, or the managing zone.
        SystemOrOfficer = "system-or-officer",
        /// The system: the owner of the machine, by the import.
        System = "system",
        /// The owner of the task.
        TaskOwner = "task-owner",
        /// Anyone who is known; passing time is the system's.
        Anyone = "anyone",
    }
}

/// Why a rule says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The command has no place in this state.
    NotNow {
        /// Which.
        command: CommandKind,
        /// How far the measure is.
        stage: Stage,
    },
    /// Not by this role or from this place.
    WrongHand {
        /// What was asked.
        command: CommandKind,
        /// Whose hand it needs.
        needed: Hand,
        /// Where, when known.
        seat: Option<Seat>,
    },
    /// 7.2: the zone is not known.
    UnknownZone(ZoneId),
    /// 7.2: the office is not known.
    UnknownOffice(OfficeId),
    /// 7.2.1: another office takes the measure only when the offence lies elsewhere and that office learned of it.
    OfficeNotCompetent(OfficeId),
    /// 7.3.2, 7.3.3: the receiver has not confirmed the receipt of the file yet.
    HandOverOpen {
        /// Which.
        n: u16,
    },
    /// Nothing of that number waits for confirmation.
    NothingToConfirm(Receipt),
    /// 7.5: a condition is not met.
    ConditionNotMet(Condition),
    /// 7.9: the minor is not able to use the alarm.
    MinorNotAble,
    /// 7.4: parts are missing; the urgent procedure goes on without them.
    PartsMissing(Vec<Part>),
    /// 7.6: the checklist has another version than the one in use, or none is known.
    ChecklistVersion,
    /// 7.6: an item of the checklist is not answered, answered twice, or not of this version.
    ChecklistItem(String),
    /// 7.4.2: antecedents go back at least three years.
    AntecedentsTooShort {
        /// To at least this day.
        since: CivilDate,
    },
    /// 7.8.1: the alarm was granted already; shown with its day.
    AlreadyGranted {
        /// On which day.
        on: CivilDate,
    },
    /// 7.8.1: an officer enters a ruling with the magistrate who said it and the report in which it stands.
    OralNeedsSource,
    /// 7.8.1: this ruling was confirmed or denied already, or there is none of that number.
    RulingNotOpen {
        /// Which.
        n: u16,
    },
    /// 7.12.3: only the magistrate enters this ruling, in writing.
    OnlyInWriting(RulingKind),
    /// 7.7: whether and how the third party is told must fit: a third party asked, or none did.
    ThirdPartyAnswer,
    /// 7.5.6: the agreement is signed from sixteen on; below, it is explained.
    AssentUnfit,
    /// 7.8.1: the person was told another end date than the computed one.
    EndDateWrong {
        /// The right one.
        right: CivilDate,
    },
    /// 7.8.1: the agreement comes before the activation.
    NotAgreed,
    /// 7.8.1: no end-to-end test of this handset passed since the grant.
    TestNotPassed(TestId),
    /// 7.8.1, FL-14: coverage at the usual places is tried before the alarm is switched on, save in urgency.
    CoverageNotTried,
    /// 7.8.4: the contact ban ends before the measure.
    BanTooShort {
        /// The measure ends on.
        ends_on: CivilDate,
    },
    /// 7.8.2: the judge's part was recorded so already.
    JudgeKnown,
    /// 7.8.7: no shortage is open.
    NoShortage,
    /// 7.11.3: a new fact has a new initial report.
    InitialPvNeeded,
    /// 7.2.3: a move within Belgium needs its zone.
    ZoneNeeded,
    /// 7.2.3: no such move waits for an answer.
    NoOpenMove {
        /// Which.
        n: u16,
    },
    /// 7.12.1: the evaluation is held in the month before the end.
    EvaluationTooEarly {
        /// From this day.
        from: CivilDate,
    },
    /// 7.12.1, 7.12.3: a hearing and an assessment not older than this day come first.
    ReassessFirst {
        /// Since.
        since: CivilDate,
        /// Before which ruling.
        ruling: RulingKind,
    },
    /// 7.12.3: misuse or breaches must be repeated.
    NotRepeated {
        /// So many are recorded.
        counted: usize,
    },
    /// 7.12.3: the person did not ask for it.
    NotAsked,
    /// 7.12.3: no such move is recorded.
    NotMoved,
    /// 7.12.3, EM-11: the other protection is not known to run.
    NoContinuation,
    /// 7.12.2: it was switched off, and that is not taken back; a new request is needed.
    SwitchedOff,
    /// 7.12.1: the term is over and nobody evaluated: the alarm stays on until a magistrate ruled.
    EvaluateFirst,
    /// The task is not open.
    TaskNotOpen(TaskKind),
    /// The task is done with a form of its own.
    TaskHasForm {
        /// Which.
        form: CommandKind,
    },
    /// The task needs the number of its report or registration.
    ReferenceMissing(TaskKind),
    /// A day lies in the future.
    InFuture {
        /// Which day.
        day: CivilDate,
    },
    /// A day lies before another one that must come first.
    TooEarly {
        /// Which day.
        day: CivilDate,
        /// Not before.
        not_before: CivilDate,
    },
    /// 7.10: the last day does not follow from the grant and the extensions, in either reading.
    EndDoesNotFollow {
        /// The day that follows.
        computed: CivilDate,
    },
    /// A text is empty or too long.
    TextLength {
        /// Most characters allowed.
        max: usize,
    },
    /// More of these than one measure keeps.
    TooMany {
        /// Most.
        max: usize,
    },
}

impl Refusal {
    /// The point of the circular; `None` only where a form was filled in badly.
    #[must_use]
    pub const fn point(&self) -> Option<Point> {
        Some(Point::new(match self {
            Self::NotNow { command, .. }
            | Self::WrongHand { command, .. }
            | Self::TaskHasForm { form: command } => return Some(command.point()),
            Self::ConditionNotMet(condition) => return Some(condition.point()),
            Self::UnknownZone(_) | Self::UnknownOffice(_) => "7.2",
            Self::OfficeNotCompetent(_) => "7.2.1",
            Self::ZoneNeeded | Self::NoOpenMove { .. } => "7.2.3",
            Self::HandOverOpen { .. } | Self::NothingToConfirm(_) => "7.3.2",
            Self::PartsMissing(_) => "7.4",
            Self::AntecedentsTooShort { .. } => "7.4.2",
            Self::AssentUnfit => "7.5.6",
            Self::ChecklistVersion | Self::ChecklistItem(_) => "7.6",
            Self::ThirdPartyAnswer => "7.7",
            Self::AlreadyGranted { .. }
            | Self::OralNeedsSource
            | Self::RulingNotOpen { .. }
            | Self::EndDateWrong { .. }
            | Self::NotAgreed
            | Self::TestNotPassed(_)
            | Self::CoverageNotTried
            | Self::TaskNotOpen(_)
            | Self::ReferenceMissing(_) => "7.8.1",
            Self::JudgeKnown => "7.8.2",
            Self::BanTooShort { .. } => "7.8.4",
            Self::NoShortage => "7.8.7",
            Self::MinorNotAble => "7.9",
            Self::EndDoesNotFollow { .. } => "7.10",
            Self::InitialPvNeeded => "7.11.3",
            Self::EvaluationTooEarly { .. }
            | Self::EvaluateFirst
            | Self::ReassessFirst { ruling: RulingKind::Extend | RulingKind::EndAsPlanned, .. } => "7.12.1",
            Self::SwitchedOff => "7.12.2",
            Self::OnlyInWriting(_)
            | Self::ReassessFirst { .. }
            | Self::NotRepeated { .. }
            | Self::NotAsked
            | Self::NotMoved
            | Self::NoContinuation => "7.12.3",
            Self::InFuture { .. }
            | Self::TooEarly { .. }
            | Self::TextLength { .. }
            | Self::TooMany { .. } => return None,
        }))
    }

    /// A stable name for the API, the scenario files and the logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotNow { .. } => "measure.not_now",
            Self::WrongHand { .. } => "measure.wrong_hand",
            Self::UnknownZone(_) => "measure.unknown_zone",
            Self::UnknownOffice(_) => "measure.unknown_office",
            Self::OfficeNotCompetent(_) => "measure.office_not_competent",
            Self::HandOverOpen { .. } => "measure.hand_over_open",
            Self::NothingToConfirm(_) => "measure.nothing_to_confirm",
            Self::ConditionNotMet(_) => "measure.condition_not_met",
            Self::MinorNotAble => "measure.minor_not_able",
            Self::PartsMissing(_) => "measure.parts_missing",
            Self::ChecklistVersion => "measure.checklist_version",
            Self::ChecklistItem(_) => "measure.checklist_item",
            Self::AntecedentsTooShort { .. } => "measure.antecedents_too_short",
            Self::AlreadyGranted { .. } => "measure.already_granted",
            Self::OralNeedsSource => "measure.oral_needs_source",
            Self::RulingNotOpen { .. } => "measure.ruling_not_open",
            Self::OnlyInWriting(_) => "measure.only_in_writing",
            Self::ThirdPartyAnswer => "measure.third_party_answer",
            Self::AssentUnfit => "measure.assent_unfit",
            Self::EndDateWrong { .. } => "measure.end_date_wrong",
            Self::NotAgreed => "measure.not_agreed",
            Self::TestNotPassed(_) => "measure.test_not_passed",
            Self::CoverageNotTried => "measure.coverage_not_tried",
            Self::BanTooShort { .. } => "measure.ban_too_short",
            Self::JudgeKnown => "measure.judge_known",
            Self::NoShortage => "measure.no_shortage",
            Self::InitialPvNeeded => "measure.initial_pv_needed",
            Self::ZoneNeeded => "measure.zone_needed",
            Self::NoOpenMove { .. } => "measure.no_open_move",
            Self::EvaluationTooEarly { .. } => "measure.evaluation_too_early",
            Self::ReassessFirst { .. } => "measure.reassess_first",
            Self::NotRepeated { .. } => "measure.not_repeated",
            Self::NotAsked => "measure.not_asked",
            Self::NotMoved => "measure.not_moved",
            Self::NoContinuation => "measure.no_continuation",
            Self::SwitchedOff => "measure.switched_off",
            Self::EvaluateFirst => "measure.evaluate_first",
            Self::TaskNotOpen(_) => "measure.task_not_open",
            Self::TaskHasForm { .. } => "measure.task_has_form",
            Self::ReferenceMissing(_) => "measure.reference_missing",
            Self::EndDoesNotFollow { .. } => "measure.end_does_not_follow",
            Self::InFuture { .. } => "measure.in_future",
            Self::TooEarly { .. } => "measure.too_early",
            Self::TextLength { .. } => "text.length",
            Self::TooMany { .. } => "measure.too_many",
        }
    }
}
