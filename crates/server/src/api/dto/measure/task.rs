//! Tasks of a measure: each has one key of text, such as `revisit:1`, by which it is shown, asked for and settled.

use super::field::{Bad, CalendarDay, Shape, one_of};
use super::request::SeatForm;
use super::word::{CommandKind, FilePart};
use crate::api::dto::kinds::Role;
use hoeder_measure::decision::Part;
use hoeder_measure::task::{Receipt, Task, TaskKind, Told};
use hoeder_vocab::{FactId, TripId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Tasks that are there once.
const ALONE: &[TaskKind] = &[
    TaskKind::Confirm(Receipt::Request),
    TaskKind::ContactOffice,
    TaskKind::Complete(Part::Hearing),
    TaskKind::Complete(Part::Risk),
    TaskKind::Complete(Part::Checklist),
    TaskKind::Complete(Part::Firearms),
    TaskKind::Complete(Part::Subsidiarity),
    TaskKind::Complete(Part::Antecedents),
    TaskKind::Complete(Part::MinorAble),
    TaskKind::CheckFirearms,
    TaskKind::PutBefore,
    TaskKind::Decide,
    TaskKind::Agree,
    TaskKind::Activate,
    TaskKind::ActivationPv,
    TaskKind::RegisterAng,
    TaskKind::RegisterPolice,
    TaskKind::RegisterOfficeEnd,
    TaskKind::SeizeReception,
    TaskKind::OfferSupport,
    TaskKind::OfferSupportAgain,
    TaskKind::TellJudge,
    TaskKind::HearSuspect,
    TaskKind::BanContact,
    TaskKind::ExtendBan,
    TaskKind::DecideShortage,
    TaskKind::InformOfShortage,
    TaskKind::SharePlaces,
    TaskKind::SwitchOff,
    TaskKind::TakeBack,
    TaskKind::EndPv,
    TaskKind::StayAlert,
];

/// Tasks with a number.
const NUMBERED: &[fn(u16) -> TaskKind] = &[
    |n| TaskKind::Confirm(Receipt::HandOver(n)),
    |n| TaskKind::Confirm(Receipt::Bomb(n)),
    |n| TaskKind::Confirm(Receipt::Incident(n)),
    |n| TaskKind::Confirm(Receipt::AskedToEnd(n)),
    |n| TaskKind::TellPerson(Told::Extension(n)),
    |n| TaskKind::TellPerson(Told::PlannedEnd(n)),
    |n| TaskKind::TellPerson(Told::EarlyEnd(n)),
    |n| TaskKind::TellReception(Told::Extension(n)),
    |n| TaskKind::TellReception(Told::PlannedEnd(n)),
    |n| TaskKind::TellReception(Told::EarlyEnd(n)),
    TaskKind::ConfirmRuling,
    TaskKind::ExplainRefusal,
    TaskKind::TellThirdParty,
    TaskKind::RegisterOffice,
    TaskKind::AlarmPv,
    TaskKind::SupportAfter,
    TaskKind::ConsultAfter,
    TaskKind::Revisit,
    TaskKind::CopyRevisit,
    TaskKind::FindZone,
    TaskKind::AnswerMove,
    TaskKind::EndAfterMove,
    TaskKind::InformForeignPolice,
    TaskKind::Evaluate,
    TaskKind::RuleOnEnd,
];

/// What follows the word: a number or an id.
fn detail(kind: TaskKind) -> Option<String> {
    match kind {
        TaskKind::Confirm(receipt) => match receipt {
            Receipt::Request => None,
            Receipt::HandOver(n) | Receipt::Bomb(n) | Receipt::Incident(n) | Receipt::AskedToEnd(n) => {
                Some(n.to_string())
            }
        },
        TaskKind::TellPerson(told) | TaskKind::TellReception(told) => match told {
            Told::Extension(n) | Told::PlannedEnd(n) | Told::EarlyEnd(n) => Some(n.to_string()),
        },
        TaskKind::ConfirmRuling(n)
        | TaskKind::ExplainRefusal(n)
        | TaskKind::TellThirdParty(n)
        | TaskKind::RegisterOffice(n)
        | TaskKind::AlarmPv(n)
        | TaskKind::SupportAfter(n)
        | TaskKind::ConsultAfter(n)
        | TaskKind::Revisit(n)
        | TaskKind::CopyRevisit(n)
        | TaskKind::FindZone(n)
        | TaskKind::AnswerMove(n)
        | TaskKind::EndAfterMove(n)
        | TaskKind::InformForeignPolice(n)
        | TaskKind::Evaluate(n)
        | TaskKind::RuleOnEnd(n) => Some(n.to_string()),
        TaskKind::RecordFact(fact) => Some(fact.to_string()),
        TaskKind::InformTrip(trip) => Some(trip.to_string()),
        TaskKind::ContactOffice
        | TaskKind::Complete(_)
        | TaskKind::CheckFirearms
        | TaskKind::PutBefore
        | TaskKind::Decide
        | TaskKind::Agree
        | TaskKind::Activate
        | TaskKind::ActivationPv
        | TaskKind::RegisterAng
        | TaskKind::RegisterPolice
        | TaskKind::RegisterOfficeEnd
        | TaskKind::SeizeReception
        | TaskKind::OfferSupport
        | TaskKind::OfferSupportAgain
        | TaskKind::TellJudge
        | TaskKind::HearSuspect
        | TaskKind::BanContact
        | TaskKind::ExtendBan
        | TaskKind::DecideShortage
        | TaskKind::InformOfShortage
        | TaskKind::SharePlaces
        | TaskKind::SwitchOff
        | TaskKind::TakeBack
        | TaskKind::EndPv
        | TaskKind::StayAlert => None,
    }
}

fn receipt_key(receipt: Receipt) -> String {
    match receipt {
        Receipt::HandOver(n) => format!("hand-over:{n}"),
        Receipt::Request => "request".to_owned(),
        Receipt::Bomb(n) => format!("bomb:{n}"),
        Receipt::Incident(n) => format!("incident:{n}"),
        Receipt::AskedToEnd(n) => format!("asked-to-end:{n}"),
    }
}

fn receipt_of(key: &str) -> Option<Receipt> {
    match key.split_once(':') {
        None => (key == "request").then_some(Receipt::Request),
        Some((word, n)) => {
            let n = n.parse().ok()?;
            match word {
                "hand-over" => Some(Receipt::HandOver(n)),
                "bomb" => Some(Receipt::Bomb(n)),
                "incident" => Some(Receipt::Incident(n)),
                "asked-to-end" => Some(Receipt::AskedToEnd(n)),
                _ => None,
            }
        }
    }
}

/// The key of what somebody is told of.
/// The key of what somebody is told of, such as `extension:1`.
#[must_use]
pub fn told_key(told: Told) -> String {
    match told {
        Told::Extension(n) => format!("extension:{n}"),
        Told::PlannedEnd(n) => format!("planned-end:{n}"),
        Told::EarlyEnd(n) => format!("early-end:{n}"),
    }
}

fn task_of(key: &str) -> Option<TaskKind> {
    let Some((word, rest)) = key.split_once(':') else {
        return ALONE.iter().copied().find(|kind| kind.word() == key);
    };
    if word == TaskKind::RecordFact(FactId::from_u128(0)).word() {
        return rest.parse::<FactId>().ok().map(TaskKind::RecordFact);
    }
    if word == TaskKind::InformTrip(TripId::from_u128(0)).word() {
        return rest.parse::<TripId>().ok().map(TaskKind::InformTrip);
    }
    let n = rest.parse().ok()?;
    NUMBERED.iter().map(|make| make(n)).find(|kind| kind.word() == word)
}

/// What is confirmed: `request`, `hand-over:1`, `bomb:1`, `incident:1` or `asked-to-end:1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ReceiptKey(pub String);

impl Shape for ReceiptKey {
    type Of = Receipt;
    fn read(self) -> Result<Receipt, Bad> {
        receipt_of(&self.0).ok_or_else(|| {
            one_of(["request", "hand-over:1", "bomb:1", "incident:1", "asked-to-end:1"].into_iter())
        })
    }
    fn show(of: &Receipt) -> Self {
        Self(receipt_key(*of))
    }
}

/// A task of a measure: its word, with a number or an id after a colon where there may be several: `decide`,
/// `complete-hearing`, `revisit:2`, `confirm-hand-over:1`, `tell-person-extension:1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct TaskKey(pub String);

impl Shape for TaskKey {
    type Of = TaskKind;
    fn read(self) -> Result<TaskKind, Bad> {
        task_of(&self.0).ok_or_else(|| Bad::new("the key of an open task of this measure, such as revisit:1"))
    }
    fn show(of: &TaskKind) -> Self {
        let word = of.word();
        Self(detail(*of).map_or_else(|| word.to_owned(), |rest| format!("{word}:{rest}")))
    }
}

impl TaskKey {
    /// Every word that a key may begin with.
    pub fn words() -> impl Iterator<Item = &'static str> {
        let named = [TaskKind::RecordFact(FactId::from_u128(0)), TaskKind::InformTrip(TripId::from_u128(0))];
        let numbered = NUMBERED.iter().map(|make| make(1));
        ALONE.iter().copied().chain(numbered).chain(named).map(TaskKind::word)
    }
}

/// A task that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskView {
    /// Which: the text with which it is settled.
    pub key: TaskKey,
    /// Its word, without numbers.
    pub kind: &'static str,
    /// The part of the file that it asks for.
    pub part: Option<FilePart>,
    /// In which role.
    pub role: Role,
    /// Where.
    pub seat: SeatForm,
    /// Open since.
    pub opened_on: CalendarDay,
    /// Until when.
    pub due: Option<CalendarDay>,
    /// The point of the circular.
    pub point: String,
    /// The form that does it; absent: it is settled.
    pub form: Option<CommandKind>,
    /// Does settling it ask for the number of a report or a registration?
    pub needs_reference: bool,
    /// To be done with care for the person.
    pub with_care: bool,
}

impl From<&Task> for TaskView {
    fn from(task: &Task) -> Self {
        let part = if let TaskKind::Complete(part) = task.kind { Some(Shape::show(&part)) } else { None };
        Self {
            key: Shape::show(&task.kind),
            kind: task.kind.word(),
            part,
            role: task.owner.role.into(),
            seat: Shape::show(&task.owner.seat),
            opened_on: Shape::show(&task.opened_on),
            due: Shape::show(&task.due),
            point: task.point.to_string(),
            form: task.kind.form().as_ref().map(Shape::show),
            needs_reference: task.kind.needs_reference(),
            with_care: task.kind.is_sensitive(),
        }
    }
}
