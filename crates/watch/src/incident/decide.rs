//! Every rule of an incident: each command in each state, written out. `due` has the rules of passing time.
//!
//! What the guard says too late is ignored (there is nobody to tell); commands of people are refused with a reason.

use super::alert::{About, AlertFacts, Revision, is_dead};
use super::command::{IncidentCommand, Refusal};
use super::event::{Call, Delivery, HandOff, IncidentEvent, Instruction, Outcome, Told};
use super::state::{Incident, Keeper, State};
use super::times::IncidentTimes;
use crate::text::{is_blank, within};
use crate::track::AlertKey;
use hoeder_vocab::{AccountId, DecidedAt, FixedAt, MessageId, Purpose, Sensitive};

/// Most alerts that one incident keeps; beyond it those of danger are kept all the same, others are counted.
pub const MAX_ALERTS: usize = 64;
/// Most characters of a note or a reason.
pub const MAX_NOTE_CHARS: usize = 2_000;
/// Most characters of a place or a way.
pub const MAX_PLACE_CHARS: usize = 200;
/// Most characters of the id of a step.
pub const MAX_STEP_CHARS: usize = 40;
/// Most steps that one incident keeps.
pub const MAX_STEPS: usize = 64;
/// Most calls in its log.
pub const MAX_CALLS: usize = 200;
/// Most notes.
pub const MAX_NOTES: usize = 500;
/// Most instructions, and most hand-offs.
pub const MAX_INSTRUCTIONS: usize = 50;

const WHY: Purpose = Purpose::AlarmHandling;

type Decision = Result<Vec<IncidentEvent>, Refusal>;

impl Incident {
    /// What follows from a command now; nothing changes until the events are applied. No events: it was so already.
    ///
    /// # Errors
    /// The rule that says no.
    pub fn decide(&self, command: &IncidentCommand, now: DecidedAt, times: &IncidentTimes) -> Decision {
        match command {
            IncidentCommand::Raise { about, alert } => Ok(self.decide_raise(*about, alert)),
            IncidentCommand::Worsen(alert) => Ok(self.decide_worsen(alert)),
            IncidentCommand::Clear(key) => Ok(self.decide_clear(*key)),
            IncidentCommand::Revise { key, was, now } => Ok(self.decide_revise(*key, *was, *now)),
            IncidentCommand::Take { by } => self.decide_take(*by),
            IncidentCommand::HandOver { by, to } => self.decide_hand_over(*by, *to),
            IncidentCommand::LoseOwner => Ok(self.decide_lose_owner()),
            IncidentCommand::StayOn { by } => self.decide_stay_on(*by),
            IncidentCommand::DoStep { by, step } => self.decide_step(*by, step),
            IncidentCommand::Call { by, call } => self.decide_call(*by, call),
            IncidentCommand::Note { by, text } => self.decide_note(*by, text),
            IncidentCommand::HandToPolice { by, hand_off } => self.decide_police(*by, hand_off),
            IncidentCommand::Instruct { by, told } => self.decide_instruct(*by, told),
            IncidentCommand::Deliver { message, delivery } => self.decide_deliver(*message, *delivery),
            IncidentCommand::SetAside { by, key, reason } => self.decide_set_aside(*by, *key, reason),
            IncidentCommand::Close { by, outcome, reason } => self.decide_close(*by, *outcome, reason),
            IncidentCommand::Tick => match &self.state {
                State::NotOpened | State::Closed(_) => Ok(Vec::new()),
                State::Open(_) | State::Owned(_) | State::WithPolice { .. } => {
                    Ok(self.with_queue(self.overdue(now.0, times), now))
                }
            },
        }
    }

    /// Adds that it rises, when these events bring it into a graver queue.
    fn with_queue(&self, mut events: Vec<IncidentEvent>, now: DecidedAt) -> Vec<IncidentEvent> {
        let Some(was) = self.facts.rose_to else { return events };
        let mut after = self.clone();
        events.iter().for_each(|event| after.apply(event, now));
        events.extend(after.asked_queue().filter(|asked| *asked < was).map(|to| IncidentEvent::Rose { to }));
        events
    }

    fn decide_raise(&self, about: About, alert: &AlertFacts) -> Vec<IncidentEvent> {
        let raised = IncidentEvent::AlertRaised(Box::new(alert.clone()));
        match &self.state {
            State::NotOpened => vec![IncidentEvent::Opened { about }, raised],
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } => {
                match self.facts.alerts.get(&alert.key()) {
                    // The guard starts anew after a restart and says what it sees: that is no second alert.
                    Some(known) if known.stands() && known.facts == *alert => Vec::new(),
                    Some(_) | None => self.with_queue(vec![raised], alert.guard_at),
                }
            }
            State::Closed(_) => Vec::new(),
        }
    }

    fn decide_worsen(&self, alert: &AlertFacts) -> Vec<IncidentEvent> {
        match &self.state {
            State::NotOpened | State::Closed(_) => Vec::new(),
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } => {
                let known = self.facts.alerts.contains_key(&alert.key());
                let alert_event = if known {
                    IncidentEvent::AlertWorse(Box::new(alert.clone()))
                } else {
                    IncidentEvent::AlertRaised(Box::new(alert.clone()))
                };
                self.with_queue(vec![alert_event], alert.guard_at)
            }
        }
    }

    /// FL-02: it says that the alert is over, and nothing else changes.
    fn decide_clear(&self, key: AlertKey) -> Vec<IncidentEvent> {
        match &self.state {
            State::NotOpened | State::Closed(_) => Vec::new(),
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } => {
                let stood = self.facts.alerts.get(&key).is_some_and(|alert| alert.cleared_at.is_none());
                if stood { vec![IncidentEvent::AlertCleared { key }] } else { Vec::new() }
            }
        }
    }

    /// Also after the close: what was told was not so, and whoever reads the file must know. It opens and ends nothing.
    fn decide_revise(&self, key: AlertKey, was: FixedAt, now: Option<FixedAt>) -> Vec<IncidentEvent> {
        match &self.state {
            State::NotOpened => Vec::new(),
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } | State::Closed(_) => {
                let known = |last: Revision| (last.was, last.begun) == (was, now);
                let new = self.facts.alerts.get(&key).is_some_and(|alert| !alert.revised.is_some_and(known));
                if new { vec![IncidentEvent::AlertRevised { key, was, now }] } else { Vec::new() }
            }
        }
    }

    fn while_open(&self, events: impl FnOnce() -> Decision) -> Decision {
        match &self.state {
            State::NotOpened => Err(Refusal::NotOpened),
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } => events(),
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    fn decide_take(&self, by: AccountId) -> Decision {
        match &self.state {
            State::NotOpened => Err(Refusal::NotOpened),
            State::Open(_) | State::WithPolice { keeper: Keeper::Ringing(_), .. } => {
                Ok(vec![IncidentEvent::Taken { by }])
            }
            State::Owned(ownership) | State::WithPolice { keeper: Keeper::Owner(ownership), .. } => {
                if ownership.owner == by {
                    Ok(Vec::new())
                } else {
                    Err(Refusal::OwnedByAnother(ownership.owner))
                }
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    fn owned_by(&self, by: AccountId) -> Result<(), Refusal> {
        match self.owner() {
            None => Err(Refusal::NotTaken),
            Some(owner) if owner == by => Ok(()),
            Some(owner) => Err(Refusal::OwnedByAnother(owner)),
        }
    }

    fn decide_hand_over(&self, by: AccountId, to: AccountId) -> Decision {
        self.while_open(|| {
            self.owned_by(by)?;
            if by == to {
                return Err(Refusal::ToOneself);
            }
            Ok(vec![IncidentEvent::HandedOver { from: by, to }])
        })
    }

    fn decide_lose_owner(&self) -> Vec<IncidentEvent> {
        match (&self.state, self.owner()) {
            (State::Owned(_) | State::WithPolice { .. }, Some(owner)) => {
                vec![IncidentEvent::OwnerLost { owner }]
            }
            (
                State::NotOpened
                | State::Open(_)
                | State::Closed(_)
                | State::Owned(_)
                | State::WithPolice { .. },
                _,
            ) => Vec::new(),
        }
    }

    fn decide_stay_on(&self, by: AccountId) -> Decision {
        self.while_open(|| {
            self.owned_by(by)?;
            Ok(vec![IncidentEvent::StillOnIt { by }])
        })
    }

    fn decide_step(&self, by: AccountId, step: &str) -> Decision {
        self.while_open(|| {
            within(step, MAX_STEP_CHARS).map_err(|max| Refusal::TextLength { max })?;
            if self.facts.steps.iter().any(|(done, _)| done == step) {
                return Ok(Vec::new());
            }
            room_for_one(self.facts.steps.len(), MAX_STEPS)?;
            Ok(vec![IncidentEvent::StepDone { by, step: step.to_owned() }])
        })
    }

    fn decide_call(&self, by: AccountId, call: &Call) -> Decision {
        self.while_open(|| {
            let note = call.note.reveal(WHY);
            if !is_blank(note) {
                within(note, MAX_NOTE_CHARS).map_err(|max| Refusal::TextLength { max })?;
            }
            room_for_one(self.facts.calls.len(), MAX_CALLS)?;
            Ok(vec![IncidentEvent::Called { by, call: call.clone() }])
        })
    }

    fn decide_note(&self, by: AccountId, text: &Sensitive<String>) -> Decision {
        self.while_open(|| {
            within(text.reveal(WHY), MAX_NOTE_CHARS).map_err(|max| Refusal::TextLength { max })?;
            room_for_one(self.facts.notes.len(), MAX_NOTES)?;
            Ok(vec![IncidentEvent::Noted { by, text: text.clone() }])
        })
    }

    /// EM-04: with a place, a direction where it is known, and the minutes that are left. Again when it changes.
    fn decide_police(&self, by: AccountId, hand_off: &HandOff) -> Decision {
        self.while_open(|| {
            self.owned_by(by)?;
            let length = |max| Refusal::TextLength { max };
            within(hand_off.place.reveal(WHY), MAX_PLACE_CHARS).map_err(length)?;
            within(&hand_off.reference, MAX_STEP_CHARS).map_err(length)?;
            let turned = hand_off.direction_deg.is_some_and(|degrees| degrees > 359);
            if turned || hand_off.minutes.is_some_and(|minutes| minutes > 1_440) {
                return Err(Refusal::OutOfRange);
            }
            room_for_one(self.facts.hand_offs.len(), MAX_INSTRUCTIONS)?;
            Ok(vec![IncidentEvent::HandedToPolice { by, hand_off: Box::new(hand_off.clone()) }])
        })
    }

    /// FL-34: an instruction; there is no field for where the other is.
    fn decide_instruct(&self, by: AccountId, told: &Told) -> Decision {
        self.while_open(|| {
            self.owned_by(by)?;
            if self.facts.instructions.iter().any(|one| one.told.message == told.message) {
                return Ok(Vec::new());
            }
            match &told.instruction {
                Instruction::LeaveTowards(way) => {
                    within(way.reveal(WHY), MAX_PLACE_CHARS).map_err(|max| Refusal::TextLength { max })?;
                }
                Instruction::Stay | Instruction::AllClear => {}
            }
            room_for_one(self.facts.instructions.len(), MAX_INSTRUCTIONS)?;
            Ok(vec![IncidentEvent::Instructed { by, told: told.clone() }])
        })
    }

    /// Also after the close: that it was seen is a fact.
    fn decide_deliver(&self, message: MessageId, delivery: Delivery) -> Decision {
        match &self.state {
            State::NotOpened => Err(Refusal::NotOpened),
            State::Open(_) | State::Owned(_) | State::WithPolice { .. } | State::Closed(_) => {
                let known = self.facts.instructions.iter().find(|one| one.told.message == message);
                match known.ok_or(Refusal::NoSuchInstruction)?.delivery.0 {
                    was if was == delivery || was == Delivery::Seen => Ok(Vec::new()),
                    _ => Ok(vec![IncidentEvent::InstructionDelivery { message, delivery }]),
                }
            }
        }
    }

    /// An override: with who and why; never of a device from which nothing comes (FL-10).
    fn decide_set_aside(&self, by: AccountId, key: AlertKey, reason: &Sensitive<String>) -> Decision {
        self.while_open(|| {
            self.owned_by(by)?;
            let alert = self.facts.alerts.get(&key).filter(|alert| alert.cleared_at.is_none());
            let alert = alert.ok_or(Refusal::NoSuchAlert)?;
            if is_dead(key.kind) {
                return Err(Refusal::DeviceDead);
            }
            reasoned(reason)?;
            if alert.set_aside.is_some() {
                return Ok(Vec::new());
            }
            Ok(vec![IncidentEvent::AlertSetAside { key, by, reason: reason.clone() }])
        })
    }

    /// FL-02: a person closes it, with a reason, and not while an alert stands.
    fn decide_close(&self, by: AccountId, outcome: Outcome, reason: &Sensitive<String>) -> Decision {
        self.while_open(|| {
            self.owned_by(by)?;
            reasoned(reason)?;
            if self.facts.alerts.values().any(super::Standing::stands) {
                return Err(Refusal::AlertStands);
            }
            Ok(vec![IncidentEvent::Closed { by, outcome, reason: reason.clone() }])
        })
    }
}

fn reasoned(reason: &Sensitive<String>) -> Result<(), Refusal> {
    let text = reason.reveal(WHY);
    if is_blank(text) {
        return Err(Refusal::ReasonMissing);
    }
    within(text, MAX_NOTE_CHARS).map_err(|max| Refusal::TextLength { max })
}

const fn room_for_one(have: usize, max: usize) -> Result<(), Refusal> {
    if have < max { Ok(()) } else { Err(Refusal::TooMany { max }) }
}
