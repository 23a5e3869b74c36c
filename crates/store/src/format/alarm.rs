//! The stored form of what happens to an alarm, format 1.
//!
//! Never here: rules about alarms (room `watch`).

use super::codes::{Id, Ms, Word};
use super::{ERASED, Erasable, FixForm, Form, Halves, both, open_only, work};
use crate::error::FormatError;
use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{
    AccountId, AlarmId, CaseId, DeskId, FixedAt, HandsetId, Percent, PersonId, Purpose, ReceivedAt, Sensitive,
};
use hoeder_watch::alarm::{
    AlarmEvent, AlarmKind, Bearer, ClimbReason, Home, Milestone, MistakeWord, Outcome, Pv, Rung,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct BearerForm {
    case: Id<CaseId>,
    person: Id<PersonId>,
    handset: Id<HandsetId>,
}

impl BearerForm {
    pub(super) const fn of(bearer: Bearer) -> Self {
        Self { case: Id(bearer.case), person: Id(bearer.person), handset: Id(bearer.handset) }
    }
    pub(super) const fn bearer(&self) -> Bearer {
        Bearer { case: self.case.0, person: self.person.0, handset: self.handset.0 }
    }
}

#[derive(Serialize, Deserialize)]
struct RaisedOpen {
    track: Word<AlarmKind>,
    bearer: Option<BearerForm>,
    claimed: Id<HandsetId>,
    trigger: Word<Trigger>,
    pressed_at: Ms,
    received_at: Ms,
    battery: Option<u8>,
}

#[derive(Serialize, Deserialize)]
struct RaisedSealed {
    fix: Option<FixForm>,
}

impl Erasable for RaisedSealed {
    fn erased() -> Self {
        Self { fix: None }
    }
}

#[derive(Serialize, Deserialize)]
struct HeldOpen {
    home: Word<Home>,
}

#[derive(Serialize, Deserialize)]
struct ShownOpen {
    desk: Id<DeskId>,
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct PressedAgainOpen {
    pressed_at: Ms,
    received_at: Ms,
}

#[derive(Serialize, Deserialize)]
struct LinkedOpen {
    other: Id<AlarmId>,
}

#[derive(Serialize, Deserialize)]
struct ClimbedOpen {
    to: Word<Rung>,
    why: Word<ClimbReason>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ByOpen {
    pub(super) by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct HandedOverOpen {
    pub(super) from: Id<AccountId>,
    pub(super) to: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct OwnerLostOpen {
    pub(super) owner: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct UnitOpen {
    pub(super) by: Id<AccountId>,
    pub(super) unit: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct TextSealed {
    pub(super) text: String,
}

impl Erasable for TextSealed {
    fn erased() -> Self {
        Self { text: String::from(ERASED) }
    }
}

#[derive(Serialize, Deserialize)]
struct WordSaidOpen {
    what: Word<MistakeWord>,
}

#[derive(Serialize, Deserialize)]
struct OverdueOpen {
    milestone: Word<Milestone>,
}

/// `pv` is the number; `null` is 'to follow'.
#[derive(Serialize, Deserialize)]
struct ClosedOpen {
    by: Id<AccountId>,
    outcome: Word<Outcome>,
    pv: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PvGivenOpen {
    by: Id<AccountId>,
    number: String,
}

pub(super) fn text(text: &Sensitive<String>) -> TextSealed {
    TextSealed { text: text.reveal(Purpose::Transport).clone() }
}

pub(super) fn halves(event: &AlarmEvent) -> Result<Halves, FormatError> {
    match event {
        AlarmEvent::TakenOver { from, by } => work::taken_over(*from, *by),
        AlarmEvent::OwnerReminded { owner } => work::aged("alarm.owner-reminded", *owner),
        AlarmEvent::OwnershipReturned { owner } => work::aged("alarm.ownership-returned", *owner),
        AlarmEvent::StillOnIt { by } => work::still_on_it(*by),
        AlarmEvent::OnTheWay { by, unit } => work::on_the_way(*by, unit),
        AlarmEvent::Found { by, unit, outcome, note } => work::found(*by, unit, *outcome, note),
        AlarmEvent::StepDone { by, step } => work::step_done(*by, step),
        AlarmEvent::Vouched { bearer } => work::vouched(*bearer),
        AlarmEvent::Raised { .. } => raised_halves(event),
        AlarmEvent::Held { home } => open_only("alarm.held", &HeldOpen { home: Word(*home) }),
        AlarmEvent::Shown { desk, by } => {
            open_only("alarm.shown", &ShownOpen { desk: Id(*desk), by: Id(*by) })
        }
        AlarmEvent::PressedAgain { pressed_at, received_at } => open_only(
            "alarm.pressed-again",
            &PressedAgainOpen { pressed_at: Ms::of(pressed_at.0), received_at: Ms::of(received_at.0) },
        ),
        AlarmEvent::Linked { other } => open_only("alarm.linked", &LinkedOpen { other: Id(*other) }),
        AlarmEvent::Climbed { to, why } => {
            open_only("alarm.climbed", &ClimbedOpen { to: Word(*to), why: Word(*why) })
        }
        AlarmEvent::Taken { by } => open_only("alarm.taken", &ByOpen { by: Id(*by) }),
        AlarmEvent::HandedOver { from, to } => {
            open_only("alarm.handed-over", &HandedOverOpen { from: Id(*from), to: Id(*to) })
        }
        AlarmEvent::OwnerLost { owner } => {
            open_only("alarm.owner-lost", &OwnerLostOpen { owner: Id(*owner) })
        }
        AlarmEvent::Dispatched { by, unit } => {
            open_only("alarm.dispatched", &UnitOpen { by: Id(*by), unit: unit.clone() })
        }
        AlarmEvent::OnScene { by, unit } => {
            open_only("alarm.on-scene", &UnitOpen { by: Id(*by), unit: unit.clone() })
        }
        AlarmEvent::Noted { by, text: note } => both("alarm.noted", &ByOpen { by: Id(*by) }, &text(note)),
        AlarmEvent::WordSaid { what, word } => {
            both("alarm.word-said", &WordSaidOpen { what: Word(*what) }, &text(word))
        }
        AlarmEvent::Overdue { milestone } => {
            open_only("alarm.overdue", &OverdueOpen { milestone: Word(*milestone) })
        }
        AlarmEvent::Closed { by, outcome, pv, note } => both(
            "alarm.closed",
            &ClosedOpen {
                by: Id(*by),
                outcome: Word(*outcome),
                pv: match pv {
                    Pv::Number(number) => Some(number.clone()),
                    Pv::ToFollow => None,
                },
            },
            &text(note),
        ),
        AlarmEvent::PvGiven { by, number } => {
            open_only("alarm.pv-given", &PvGivenOpen { by: Id(*by), number: number.clone() })
        }
    }
}

fn raised_halves(event: &AlarmEvent) -> Result<Halves, FormatError> {
    let AlarmEvent::Raised { kind, bearer, claimed, trigger, pressed_at, received_at, fix, battery } = event
    else {
        return Err(FormatError::UnknownKind { kind: String::from("alarm.raised") });
    };
    both(
        "alarm.raised",
        &RaisedOpen {
            track: Word(*kind),
            bearer: bearer.map(BearerForm::of),
            claimed: Id(*claimed),
            trigger: Word(*trigger),
            pressed_at: Ms::of(pressed_at.0),
            received_at: Ms::of(received_at.0),
            battery: battery.map(Percent::get),
        },
        &RaisedSealed { fix: fix.as_ref().map(|fix| FixForm::of(fix.reveal(Purpose::Transport))) },
    )
}

pub(super) fn event(form: &Form<'_>) -> Result<AlarmEvent, FormatError> {
    Ok(match form.kind {
        "alarm.raised" => raised(form)?,
        "alarm.held" => AlarmEvent::Held { home: form.open::<HeldOpen>()?.home.0 },
        "alarm.shown" => {
            let open: ShownOpen = form.open()?;
            AlarmEvent::Shown { desk: open.desk.0, by: open.by.0 }
        }
        "alarm.pressed-again" => {
            let open: PressedAgainOpen = form.open()?;
            AlarmEvent::PressedAgain {
                pressed_at: FixedAt(open.pressed_at.time()),
                received_at: ReceivedAt(open.received_at.time()),
            }
        }
        "alarm.linked" => AlarmEvent::Linked { other: form.open::<LinkedOpen>()?.other.0 },
        "alarm.climbed" => {
            let open: ClimbedOpen = form.open()?;
            AlarmEvent::Climbed { to: open.to.0, why: open.why.0 }
        }
        "alarm.taken" => AlarmEvent::Taken { by: form.open::<ByOpen>()?.by.0 },
        "alarm.handed-over" => {
            let open: HandedOverOpen = form.open()?;
            AlarmEvent::HandedOver { from: open.from.0, to: open.to.0 }
        }
        "alarm.owner-lost" => AlarmEvent::OwnerLost { owner: form.open::<OwnerLostOpen>()?.owner.0 },
        "alarm.dispatched" => {
            let open: UnitOpen = form.open()?;
            AlarmEvent::Dispatched { by: open.by.0, unit: open.unit }
        }
        "alarm.on-scene" => {
            let open: UnitOpen = form.open()?;
            AlarmEvent::OnScene { by: open.by.0, unit: open.unit }
        }
        "alarm.noted" => AlarmEvent::Noted {
            by: form.open::<ByOpen>()?.by.0,
            text: Sensitive::new(form.sealed::<TextSealed>()?.text),
        },
        "alarm.word-said" => AlarmEvent::WordSaid {
            what: form.open::<WordSaidOpen>()?.what.0,
            word: Sensitive::new(form.sealed::<TextSealed>()?.text),
        },
        "alarm.overdue" => AlarmEvent::Overdue { milestone: form.open::<OverdueOpen>()?.milestone.0 },
        "alarm.closed" => {
            let open: ClosedOpen = form.open()?;
            AlarmEvent::Closed {
                by: open.by.0,
                outcome: open.outcome.0,
                pv: open.pv.map_or(Pv::ToFollow, Pv::Number),
                note: Sensitive::new(form.sealed::<TextSealed>()?.text),
            }
        }
        "alarm.pv-given" => {
            let open: PvGivenOpen = form.open()?;
            AlarmEvent::PvGiven { by: open.by.0, number: open.number }
        }
        _ => return work::event(form),
    })
}

fn raised(form: &Form<'_>) -> Result<AlarmEvent, FormatError> {
    let open: RaisedOpen = form.open()?;
    let sealed: RaisedSealed = form.sealed()?;
    let fix = match sealed.fix {
        None => None,
        Some(fix) => Some(Sensitive::new(fix.fix().ok_or_else(|| form.malformed("sealed", 0))?)),
    };
    Ok(AlarmEvent::Raised {
        kind: open.track.0,
        bearer: open.bearer.as_ref().map(BearerForm::bearer),
        claimed: open.claimed.0,
        trigger: open.trigger.0,
        pressed_at: FixedAt(open.pressed_at.time()),
        received_at: ReceivedAt(open.received_at.time()),
        fix,
        battery: open.battery.and_then(Percent::new),
    })
}
