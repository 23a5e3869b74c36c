//! What an event changes. Holds no rules and cannot fail: the log is the truth, also when it was written by older rules.
//!
//! An event that has no place in the present state changes nothing.

use super::command::Raise;
use super::event::{AlarmEvent, AlarmKind, Bearer, Milestone, MistakeWord, Pv, Rung};
use super::milestones::{ReachedBy, Stamp};
use super::state::{Alarm, Ending, Keeper, Ownership, Ringing, State, Waiting};
use super::work::{Finding, StepDone};
use hoeder_vocab::{AccountId, DecidedAt, UtcMillis};

const fn ringing_from(at: UtcMillis) -> Ringing {
    Ringing { since: at, climbed_at: at, shown: false, cried_at: None }
}

impl Alarm {
    /// Changes the alarm as the event says. `at` is when it was decided.
    pub fn apply(&mut self, event: &AlarmEvent, at: DecidedAt) {
        let at = at.0;
        self.apply_fact(event, at);
        if let Some(by) = event.act_of() {
            self.acted(by, at);
        }
    }

    fn apply_fact(&mut self, event: &AlarmEvent, at: UtcMillis) {
        match event {
            AlarmEvent::Raised { .. } => self.raise(event, at),
            AlarmEvent::Held { home } => self.reach(Milestone::Held, at, ReachedBy::Log(*home)),
            AlarmEvent::Shown { desk, by } => {
                self.reach(Milestone::Shown, at, ReachedBy::Desk(*desk, *by));
                if let Some(ringing) = self.ringing_mut() {
                    ringing.shown = true;
                }
            }
            AlarmEvent::PressedAgain { pressed_at, received_at: _ } => {
                self.facts.presses = self.facts.presses.saturating_add(1);
                self.facts.last_pressed_at = Some(*pressed_at);
            }
            AlarmEvent::Linked { other } => self.facts.linked.push(*other),
            AlarmEvent::Climbed { to, why: _ } => {
                self.facts.rung = *to;
                if let Some(ringing) = self.ringing_mut() {
                    ringing.climbed_at = at;
                }
            }
            AlarmEvent::Taken { .. }
            | AlarmEvent::HandedOver { .. }
            | AlarmEvent::TakenOver { .. }
            | AlarmEvent::OwnerLost { .. }
            | AlarmEvent::OwnershipReturned { .. }
            | AlarmEvent::OwnerReminded { .. } => self.apply_ownership(event, at),
            AlarmEvent::Dispatched { by, unit } => {
                self.reach(Milestone::Dispatched, at, ReachedBy::Account(*by));
                self.facts.units.push(unit.clone());
                self.send_team(at);
            }
            AlarmEvent::OnScene { by, unit } => {
                self.reach(Milestone::OnScene, at, ReachedBy::Account(*by));
                self.facts.arrived.push(unit.clone());
                self.arrive(at);
            }
            AlarmEvent::OnTheWay { by: _, unit } => self.facts.on_the_way.push(unit.clone()),
            AlarmEvent::Found { by, unit, outcome, note } => {
                let (by, outcome) = (*by, *outcome);
                self.facts.findings.push(Finding { at, by, unit: unit.clone(), outcome, note: note.clone() });
            }
            AlarmEvent::StepDone { by, step } => {
                self.facts.steps.push(StepDone { at, by: *by, step: step.clone() });
            }
            AlarmEvent::Vouched { bearer } => self.vouched(*bearer),
            AlarmEvent::Noted { .. } | AlarmEvent::StillOnIt { .. } => {}
            AlarmEvent::WordSaid { what, word: _ } => match what {
                MistakeWord::Mistake => self.facts.said_mistake = true,
                MistakeWord::Duress => self.facts.duress = true,
            },
            AlarmEvent::Overdue { milestone } => self.cried(*milestone, at),
            AlarmEvent::Closed { by, outcome, pv, note: _ } => {
                self.reach(Milestone::Closed, at, ReachedBy::Account(*by));
                self.state = State::Closed(Ending { at, by: *by, outcome: *outcome, pv: pv.clone() });
            }
            AlarmEvent::PvGiven { by: _, number } => {
                if let State::Closed(ending) = &mut self.state {
                    ending.pv = Pv::Number(number.clone());
                }
            }
        }
    }

    /// Who has it from now on, or that nobody has.
    fn apply_ownership(&mut self, event: &AlarmEvent, at: UtcMillis) {
        if let AlarmEvent::Taken { by } = event {
            self.reach(Milestone::Taken, at, ReachedBy::Account(*by));
            self.give_to(*by, at);
        }
        if let AlarmEvent::HandedOver { from: _, to } = event {
            self.give_to(*to, at);
        }
        if let AlarmEvent::TakenOver { from: _, by } = event {
            self.take_over(*by, at);
        }
        if let AlarmEvent::OwnerLost { owner: _ } = event {
            self.facts.rung = Rung::OwnRoom;
            self.ring_again(at);
        }
        if let AlarmEvent::OwnershipReturned { owner: _ } = event {
            self.ring_again(at);
        }
        if let (AlarmEvent::OwnerReminded { owner: _ }, Some(ownership)) = (event, self.ownership_mut()) {
            ownership.reminded_at = Some(at);
        }
    }

    const fn vouched(&mut self, bearer: Bearer) {
        if let Some(press) = &mut self.facts.press {
            press.kind = AlarmKind::Danger;
            press.bearer = Some(bearer);
            // The name of the sender may have been damaged on its way as well.
            press.claimed = bearer.handset;
        }
    }

    fn raise(&mut self, event: &AlarmEvent, at: UtcMillis) {
        let AlarmEvent::Raised { kind, bearer, claimed, trigger, pressed_at, received_at, fix, battery } =
            *event
        else {
            return;
        };
        let press = Raise { kind, bearer, claimed, trigger, pressed_at, received_at, fix, battery };
        let stamp = Stamp { at: press.pressed_at.0, by: ReachedBy::Handset(press.claimed) };
        self.facts.milestones.reach(Milestone::Pressed, stamp);
        self.reach(Milestone::Received, press.received_at.0, ReachedBy::Gateway);
        self.facts.presses = 1;
        self.facts.last_pressed_at = Some(press.pressed_at);
        self.facts.press = Some(press);
        self.facts.raised_at = Some(at);
        self.facts.rung = Rung::OwnRoom;
        self.state = State::Ringing(ringing_from(at));
    }

    fn reach(&mut self, milestone: Milestone, at: UtcMillis, by: ReachedBy) {
        self.facts.milestones.reach(milestone, Stamp { at, by });
    }

    const fn ringing_mut(&mut self) -> Option<&mut Ringing> {
        match &mut self.state {
            State::Ringing(ringing)
            | State::Dispatched { keeper: Keeper::Ringing(ringing), .. }
            | State::OnScene { keeper: Keeper::Ringing(ringing), .. } => Some(ringing),
            State::NotRaised
            | State::Taken { .. }
            | State::Dispatched { keeper: Keeper::Owner(_), .. }
            | State::OnScene { keeper: Keeper::Owner(_), .. }
            | State::Closed(_) => None,
        }
    }

    const fn ownership_mut(&mut self) -> Option<&mut Ownership> {
        match &mut self.state {
            State::Taken { ownership, .. }
            | State::Dispatched { keeper: Keeper::Owner(ownership), .. }
            | State::OnScene { keeper: Keeper::Owner(ownership), .. } => Some(ownership),
            State::NotRaised
            | State::Ringing(_)
            | State::Dispatched { keeper: Keeper::Ringing(_), .. }
            | State::OnScene { keeper: Keeper::Ringing(_), .. }
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

    /// The window in which it may be taken over does not begin anew.
    const fn take_over(&mut self, by: AccountId, at: UtcMillis) {
        if let Some(ownership) = self.ownership_mut() {
            *ownership = Ownership { since: ownership.since, ..Ownership::from(by, at) };
        }
    }

    fn give_to(&mut self, owner: AccountId, at: UtcMillis) {
        let new = Ownership::from(owner, at);
        match &mut self.state {
            State::Ringing(_) => {
                self.state = State::Taken { ownership: new, team: Waiting { since: at, cried_at: None } };
            }
            State::Taken { ownership, .. } => *ownership = new,
            State::Dispatched { keeper, .. } | State::OnScene { keeper, .. } => {
                *keeper = Keeper::Owner(new);
            }
            State::NotRaised | State::Closed(_) => {}
        }
    }

    fn ring_again(&mut self, at: UtcMillis) {
        match &mut self.state {
            State::Ringing(_) | State::Taken { .. } => self.state = State::Ringing(ringing_from(at)),
            State::Dispatched { keeper, .. } | State::OnScene { keeper, .. } => {
                *keeper = Keeper::Ringing(ringing_from(at));
            }
            State::NotRaised | State::Closed(_) => {}
        }
    }

    fn keeper(&self) -> Option<Keeper> {
        match &self.state {
            State::Ringing(ringing) => Some(Keeper::Ringing(*ringing)),
            State::Taken { ownership, .. } => Some(Keeper::Owner(*ownership)),
            State::Dispatched { keeper, .. } | State::OnScene { keeper, .. } => Some(*keeper),
            State::NotRaised | State::Closed(_) => None,
        }
    }

    fn send_team(&mut self, at: UtcMillis) {
        match self.state {
            State::Ringing(_) | State::Taken { .. } => {
                if let Some(keeper) = self.keeper() {
                    self.state = State::Dispatched { keeper, team: Waiting { since: at, cried_at: None } };
                }
            }
            State::NotRaised | State::Dispatched { .. } | State::OnScene { .. } | State::Closed(_) => {}
        }
    }

    fn arrive(&mut self, at: UtcMillis) {
        match self.state {
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } => {
                if let Some(keeper) = self.keeper() {
                    self.state = State::OnScene { keeper, scene: Waiting { since: at, cried_at: None } };
                }
            }
            State::NotRaised | State::OnScene { .. } | State::Closed(_) => {}
        }
    }

    fn cried(&mut self, milestone: Milestone, at: UtcMillis) {
        match milestone {
            Milestone::Held => self.facts.held_cried = true,
            Milestone::Taken => {
                if let Some(ringing) = self.ringing_mut() {
                    ringing.cried_at = Some(at);
                }
            }
            Milestone::Dispatched => {
                if let State::Taken { team, .. } = &mut self.state {
                    team.cried_at = Some(at);
                }
            }
            Milestone::OnScene => {
                if let State::Dispatched { team, .. } = &mut self.state {
                    team.cried_at = Some(at);
                }
            }
            Milestone::Closed => {
                if let State::OnScene { scene, .. } = &mut self.state {
                    scene.cried_at = Some(at);
                }
            }
            Milestone::Pressed | Milestone::Received | Milestone::Shown => {}
        }
    }
}
