//! The stored form of who has an alarm and of the work on it, format 1.
//!
//! Never here: rules about alarms (room `watch`).

use super::alarm::{BearerForm, ByOpen, HandedOverOpen, OwnerLostOpen, TextSealed, UnitOpen, text};
use super::codes::{Id, Word};
use super::{Form, Halves, both, open_only};
use crate::error::FormatError;
use hoeder_vocab::{AccountId, Sensitive};
use hoeder_watch::alarm::{AlarmEvent, Bearer, Outcome};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct FoundOpen {
    by: Id<AccountId>,
    unit: String,
    outcome: Word<Outcome>,
}

#[derive(Serialize, Deserialize)]
struct StepDoneOpen {
    by: Id<AccountId>,
    step: String,
}

#[derive(Serialize, Deserialize)]
struct VouchedOpen {
    bearer: BearerForm,
}

type Made = Result<Halves, FormatError>;

pub(super) fn taken_over(from: AccountId, by: AccountId) -> Made {
    open_only("alarm.taken-over", &HandedOverOpen { from: Id(from), to: Id(by) })
}

/// What happens to an ownership by itself.
pub(super) fn aged(kind: &'static str, owner: AccountId) -> Made {
    open_only(kind, &OwnerLostOpen { owner: Id(owner) })
}

pub(super) fn still_on_it(by: AccountId) -> Made {
    open_only("alarm.still-on-it", &ByOpen { by: Id(by) })
}

pub(super) fn on_the_way(by: AccountId, unit: &str) -> Made {
    open_only("alarm.on-the-way", &UnitOpen { by: Id(by), unit: unit.to_owned() })
}

pub(super) fn found(by: AccountId, unit: &str, outcome: Outcome, note: &Sensitive<String>) -> Made {
    let open = FoundOpen { by: Id(by), unit: unit.to_owned(), outcome: Word(outcome) };
    both("alarm.found", &open, &text(note))
}

pub(super) fn step_done(by: AccountId, step: &str) -> Made {
    open_only("alarm.step-done", &StepDoneOpen { by: Id(by), step: step.to_owned() })
}

pub(super) fn vouched(bearer: Bearer) -> Made {
    open_only("alarm.vouched", &VouchedOpen { bearer: BearerForm::of(bearer) })
}

pub(super) fn event(form: &Form<'_>) -> Result<AlarmEvent, FormatError> {
    Ok(match form.kind {
        "alarm.taken-over" => {
            let open: HandedOverOpen = form.open()?;
            AlarmEvent::TakenOver { from: open.from.0, by: open.to.0 }
        }
        "alarm.owner-reminded" => AlarmEvent::OwnerReminded { owner: form.open::<OwnerLostOpen>()?.owner.0 },
        "alarm.ownership-returned" => {
            AlarmEvent::OwnershipReturned { owner: form.open::<OwnerLostOpen>()?.owner.0 }
        }
        "alarm.still-on-it" => AlarmEvent::StillOnIt { by: form.open::<ByOpen>()?.by.0 },
        "alarm.on-the-way" => {
            let open: UnitOpen = form.open()?;
            AlarmEvent::OnTheWay { by: open.by.0, unit: open.unit }
        }
        "alarm.found" => {
            let open: FoundOpen = form.open()?;
            let note = Sensitive::new(form.sealed::<TextSealed>()?.text);
            AlarmEvent::Found { by: open.by.0, unit: open.unit, outcome: open.outcome.0, note }
        }
        "alarm.step-done" => {
            let open: StepDoneOpen = form.open()?;
            AlarmEvent::StepDone { by: open.by.0, step: open.step }
        }
        "alarm.vouched" => AlarmEvent::Vouched { bearer: form.open::<VouchedOpen>()?.bearer.bearer() },
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}
