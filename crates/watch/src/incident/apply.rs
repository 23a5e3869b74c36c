//! What an event changes. Holds no rules and cannot fail: the log is the truth, also when it was written by older rules.

use super::alert::{AlertFacts, Revision, SetAside, Standing};
use super::decide::MAX_ALERTS;
use super::event::{Delivery, IncidentEvent, Instructed, Note};
use super::state::{Done, Ending, Incident, Keeper, Ownership, Ringing, State};
use crate::track::Queue;
use hoeder_vocab::{AccountId, DecidedAt, UtcMillis};

impl Incident {
    /// Changes the incident as the event says. `at` is when it was decided.
    pub fn apply(&mut self, event: &IncidentEvent, at: DecidedAt) {
        let at = at.0;
        match event {
            IncidentEvent::Opened { about } => {
                self.facts.about = Some(*about);
                self.facts.opened_at = Some(at);
                self.state = State::Open(Ringing { since: at, cried_at: None });
            }
            IncidentEvent::AlertRaised(alert) => self.raised(alert, at),
            IncidentEvent::AlertWorse(_)
            | IncidentEvent::AlertCleared { .. }
            | IncidentEvent::AlertRevised { .. }
            | IncidentEvent::AlertGrew { .. }
            | IncidentEvent::AlertSetAside { .. } => self.apply_to_alert(event, at),
            IncidentEvent::Rose { to } => self.rose(*to, at),
            IncidentEvent::Taken { .. }
            | IncidentEvent::HandedOver { .. }
            | IncidentEvent::OwnerLost { .. }
            | IncidentEvent::OwnershipReturned { .. }
            | IncidentEvent::OwnerReminded { .. }
            | IncidentEvent::NotTaken => self.apply_keeping(event, at),
            IncidentEvent::StillOnIt { .. }
            | IncidentEvent::StepDone { .. }
            | IncidentEvent::Called { .. }
            | IncidentEvent::Noted { .. }
            | IncidentEvent::HandedToPolice { .. }
            | IncidentEvent::Instructed { .. }
            | IncidentEvent::InstructionDelivery { .. } => self.apply_work(event, at),
            IncidentEvent::Closed { by, outcome, reason: _ } => {
                self.state = State::Closed(Ending { at, by: *by, outcome: *outcome });
            }
        }
        if let Some(by) = act_of(event) {
            self.acted(by, at);
        }
    }

    fn raised(&mut self, alert: &AlertFacts, at: UtcMillis) {
        let key = alert.key();
        if let Some(standing) = self.facts.alerts.get_mut(&key) {
            standing.times = standing.times.saturating_add(1);
            standing.facts = alert.clone();
            standing.cleared_at = None;
            standing.revised = None;
            standing.set_aside = None;
            standing.raised_at = at;
            standing.level = 0;
            return;
        }
        if self.facts.alerts.len() >= MAX_ALERTS && alert.kind.queue() != Queue::Danger {
            self.facts.more = self.facts.more.saturating_add(1);
            return;
        }
        let standing = Standing {
            facts: alert.clone(),
            first_at: at,
            raised_at: at,
            times: 1,
            cleared_at: None,
            revised: None,
            set_aside: None,
            level: 0,
        };
        let queue = standing.queue();
        self.facts.alerts.insert(key, standing);
        self.facts.rose_to.get_or_insert(queue);
    }

    fn apply_to_alert(&mut self, event: &IncidentEvent, at: UtcMillis) {
        if let IncidentEvent::AlertWorse(alert) = event
            && let Some(standing) = self.facts.alerts.get_mut(&alert.key())
        {
            standing.facts = AlertFacts::clone(alert);
            standing.cleared_at = None;
            standing.set_aside = None;
        }
        if let IncidentEvent::AlertCleared { key } = event
            && let Some(standing) = self.facts.alerts.get_mut(key)
        {
            standing.cleared_at = Some(at);
        }
        if let IncidentEvent::AlertRevised { key, was, now } = event
            && let Some(standing) = self.facts.alerts.get_mut(key).filter(|standing| standing.began(*was))
        {
            standing.revised = Some(Revision { at, was: *was, begun: *now });
        }
        if let IncidentEvent::AlertGrew { key, level } = event
            && let Some(standing) = self.facts.alerts.get_mut(key)
        {
            standing.level = *level;
        }
        if let IncidentEvent::AlertSetAside { key, by, reason: _ } = event
            && let Some(standing) = self.facts.alerts.get_mut(key)
        {
            standing.set_aside = Some(SetAside { at, by: *by });
        }
    }

    fn rose(&mut self, to: Queue, at: UtcMillis) {
        self.facts.rose_to = Some(to);
        self.ring(at);
    }

    const fn ring(&mut self, at: UtcMillis) {
        let ringing = Ringing { since: at, cried_at: None };
        match &mut self.state {
            State::Open(_) | State::Owned(_) => self.state = State::Open(ringing),
            State::WithPolice { keeper, .. } => *keeper = Keeper::Ringing(ringing),
            State::NotOpened | State::Closed(_) => {}
        }
    }

    fn give_to(&mut self, owner: AccountId, at: UtcMillis) {
        let new = Ownership { owner, since: at, acted_at: at, reminded_at: None };
        match &mut self.state {
            State::Open(_) | State::Owned(_) => self.state = State::Owned(new),
            State::WithPolice { keeper, .. } => *keeper = Keeper::Owner(new),
            State::NotOpened | State::Closed(_) => {}
        }
    }

    fn apply_keeping(&mut self, event: &IncidentEvent, at: UtcMillis) {
        if let IncidentEvent::Taken { by } = event {
            self.facts.taken.get_or_insert(Done { at, by: *by });
            self.give_to(*by, at);
        }
        if let IncidentEvent::HandedOver { to, .. } = event {
            self.give_to(*to, at);
        }
        if let IncidentEvent::OwnerLost { .. } | IncidentEvent::OwnershipReturned { .. } = event {
            self.ring(at);
        }
        if let (IncidentEvent::OwnerReminded { .. }, Some(ownership)) = (event, self.ownership_mut()) {
            ownership.reminded_at = Some(at);
        }
        if let (IncidentEvent::NotTaken, Some(ringing)) = (event, self.ringing_mut()) {
            ringing.cried_at = Some(at);
        }
    }

    fn apply_work(&mut self, event: &IncidentEvent, at: UtcMillis) {
        if let IncidentEvent::StepDone { by, step } = event {
            self.facts.steps.push((step.clone(), Done { at, by: *by }));
        }
        if let IncidentEvent::Called { by, call } = event {
            self.facts.calls.push((Done { at, by: *by }, call.clone()));
        }
        if let IncidentEvent::Noted { by, text } = event {
            self.facts.notes.push(Note { at, by: *by, text: text.clone() });
        }
        if let IncidentEvent::HandedToPolice { by, hand_off } = event {
            self.facts.hand_offs.push((Done { at, by: *by }, (**hand_off).clone()));
            self.with_police(at);
        }
        if let IncidentEvent::Instructed { by, told } = event {
            let delivery = (Delivery::Sent, at);
            self.facts.instructions.push(Instructed { at, by: *by, told: told.clone(), delivery });
        }
        if let IncidentEvent::InstructionDelivery { message, delivery } = event
            && let Some(one) = self.facts.instructions.iter_mut().find(|one| one.told.message == *message)
        {
            one.delivery = (*delivery, at);
        }
    }

    const fn with_police(&mut self, at: UtcMillis) {
        let keeper = match self.state {
            State::Open(ringing) => Keeper::Ringing(ringing),
            State::Owned(ownership) => Keeper::Owner(ownership),
            State::NotOpened | State::WithPolice { .. } | State::Closed(_) => return,
        };
        self.state = State::WithPolice { keeper, since: at };
    }

    const fn ownership_mut(&mut self) -> Option<&mut Ownership> {
        match &mut self.state {
            State::Owned(ownership) | State::WithPolice { keeper: Keeper::Owner(ownership), .. } => {
                Some(ownership)
            }
            State::NotOpened
            | State::Open(_)
            | State::WithPolice { keeper: Keeper::Ringing(_), .. }
            | State::Closed(_) => None,
        }
    }

    const fn ringing_mut(&mut self) -> Option<&mut Ringing> {
        match &mut self.state {
            State::Open(ringing) | State::WithPolice { keeper: Keeper::Ringing(ringing), .. } => {
                Some(ringing)
            }
            State::NotOpened
            | State::Owned(_)
            | State::WithPolice { keeper: Keeper::Owner(_), .. }
            | State::Closed(_) => None,
        }
    }

    /// An act of the owner makes the ownership young again.
    fn acted(&mut self, by: AccountId, at: UtcMillis) {
        if let Some(ownership) = self.ownership_mut().filter(|ownership| ownership.owner == by) {
            ownership.acted_at = at;
            ownership.reminded_at = None;
        }
    }
}

/// Whose act an event is.
const fn act_of(event: &IncidentEvent) -> Option<AccountId> {
    match event {
        IncidentEvent::AlertSetAside { by, .. }
        | IncidentEvent::StillOnIt { by }
        | IncidentEvent::StepDone { by, .. }
        | IncidentEvent::Called { by, .. }
        | IncidentEvent::Noted { by, .. }
        | IncidentEvent::HandedToPolice { by, .. }
        | IncidentEvent::Instructed { by, .. } => Some(*by),
        IncidentEvent::Opened { .. }
        | IncidentEvent::AlertRaised(_)
        | IncidentEvent::AlertWorse(_)
        | IncidentEvent::AlertCleared { .. }
        | IncidentEvent::AlertRevised { .. }
        | IncidentEvent::AlertGrew { .. }
        | IncidentEvent::Rose { .. }
        | IncidentEvent::Taken { .. }
        | IncidentEvent::HandedOver { .. }
        | IncidentEvent::OwnerLost { .. }
        | IncidentEvent::OwnerReminded { .. }
        | IncidentEvent::OwnershipReturned { .. }
        | IncidentEvent::NotTaken
        | IncidentEvent::InstructionDelivery { .. }
        | IncidentEvent::Closed { .. } => None,
    }
}
