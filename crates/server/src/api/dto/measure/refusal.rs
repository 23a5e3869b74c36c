//! A refusal of the circular as a problem: what a screen needs besides code and point, to say it in its language.

use super::field::Shape as _;
use super::request::SeatForm;
use super::task::{ReceiptKey, TaskKey};
use hoeder_measure::Refusal;
use serde_json::{Map, Value, json};

/// What a screen needs besides the code and the point: days, words, numbers. No personal data.
#[must_use]
pub fn facts(refusal: &Refusal) -> Map<String, Value> {
    let facts = match refusal {
        Refusal::NotNow { command, stage } => json!({ "command": command.word(), "stage": stage.word() }),
        Refusal::WrongHand { command, needed, seat } => {
            json!({ "command": command.word(), "needed": needed.word(), "seat": seat.as_ref().map(SeatForm::show) })
        }
        Refusal::UnknownZone(zone) => json!({ "zone": zone.to_string() }),
        Refusal::UnknownOffice(office) | Refusal::OfficeNotCompetent(office) => {
            json!({ "office": office.to_string() })
        }
        Refusal::HandOverOpen { n } | Refusal::RulingNotOpen { n } | Refusal::NoOpenMove { n } => {
            json!({ "n": n })
        }
        Refusal::NothingToConfirm(receipt) => json!({ "of": ReceiptKey::show(receipt) }),
        Refusal::ConditionNotMet(condition) => json!({ "condition": condition.word() }),
        Refusal::PartsMissing(parts) => {
            json!({ "parts": parts.iter().map(|part| part.word()).collect::<Vec<_>>() })
        }
        Refusal::ChecklistItem(item) => json!({ "item": item }),
        Refusal::AntecedentsTooShort { since } | Refusal::ReassessFirst { since, .. } => {
            json!({ "since": since.to_string() })
        }
        Refusal::AlreadyGranted { on } => json!({ "on": on.to_string() }),
        Refusal::OnlyInWriting(kind) => json!({ "ruling": kind.word() }),
        Refusal::EndDateWrong { right } => json!({ "right": right.to_string() }),
        Refusal::TestNotPassed(test) => json!({ "test": test.to_string() }),
        Refusal::BanTooShort { ends_on } => json!({ "ends_on": ends_on.to_string() }),
        Refusal::EvaluationTooEarly { from } => json!({ "from": from.to_string() }),
        Refusal::NotRepeated { counted } => json!({ "counted": counted }),
        Refusal::TaskNotOpen(task) | Refusal::ReferenceMissing(task) => {
            json!({ "task": TaskKey::show(task) })
        }
        Refusal::TaskHasForm { form } => json!({ "form": form.word() }),
        Refusal::EndDoesNotFollow { computed } => json!({ "computed": computed.to_string() }),
        Refusal::InFuture { day } => json!({ "day": day.to_string() }),
        Refusal::TooEarly { day, not_before } => {
            json!({ "day": day.to_string(), "not_before": not_before.to_string() })
        }
        Refusal::TextLength { max } | Refusal::TooMany { max } => json!({ "max": max }),
        Refusal::MinorNotAble
        | Refusal::ChecklistVersion
        | Refusal::OralNeedsSource
        | Refusal::ThirdPartyAnswer
        | Refusal::AssentUnfit
        | Refusal::NotAgreed
        | Refusal::CoverageNotTried
        | Refusal::JudgeKnown
        | Refusal::NoShortage
        | Refusal::InitialPvNeeded
        | Refusal::ZoneNeeded
        | Refusal::NotAsked
        | Refusal::NotMoved
        | Refusal::NoContinuation
        | Refusal::SwitchedOff
        | Refusal::EvaluateFirst => return Map::new(),
    };
    match facts {
        Value::Object(facts) => facts,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}
