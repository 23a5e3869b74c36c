//! What an event changes. Holds no rules and cannot fail: the log is the truth, also when it was written by older rules.
//!
//! An event that has no place in the present state changes nothing.

use super::command::Raise;
use super::event::{AlarmEvent, Milestone, MistakeWord, Pv, Rung};
use super::milestones::{ReachedBy, Stamp};
use super::state::{Alarm, Ending, Keeper, Ownership, Ringing, State, Waiting};
use hoeder_vocab::{AccountId, DecidedAt, UtcMillis};

const fn ringing_from(at: UtcMillis) -> Ringing {
    Ringing { since: at, climbed_at: at, shown: false, cried_at: None }
}

impl Alarm {
    /// Changes the alarm as the event says. `at` is when it was decided.
    pub fn apply(&mut self, event: &AlarmEvent, at: DecidedAt) {
        let at = at.0;
        match event {
            AlarmEvent::Raised { kind, bearer, claimed, trigger, pressed_at, received_at, fix, battery } => {
                let press = Raise {
                    kind: *kind,
                    bearer: *bearer,
                    claimed: *claimed,
                    trigger: *trigger,
                    pressed_at: *pressed_at,
                    received_at: *received_at,
                    fix: *fix,
                    battery: *battery,
                };
                self.raise(press, at);
            }
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
            AlarmEvent::Taken { by } => {
                self.reach(Milestone::Taken, at, ReachedBy::Account(*by));
                self.give_to(*by, at);
            }
            AlarmEvent::HandedOver { from: _, to } => self.give_to(*to, at),
            AlarmEvent::OwnerLost { owner: _ } => self.ring_again(at),
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
            AlarmEvent::Noted { by: _, text: _ } => {}
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

    fn raise(&mut self, press: Raise, at: UtcMillis) {
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
            | State::Taken(_)
            | State::Dispatched { keeper: Keeper::Owner(_), .. }
            | State::OnScene { keeper: Keeper::Owner(_), .. }
            | State::Closed(_) => None,
        }
    }

    fn give_to(&mut self, owner: AccountId, at: UtcMillis) {
        match &mut self.state {
            State::Ringing(_) => self.state = State::Taken(Ownership { owner, since: at, cried_at: None }),
            State::Taken(ownership) => ownership.owner = owner,
            State::Dispatched { keeper, .. } | State::OnScene { keeper, .. } => {
                *keeper = Keeper::Owner(owner);
            }
            State::NotRaised | State::Closed(_) => {}
        }
    }

    fn ring_again(&mut self, at: UtcMillis) {
        self.facts.rung = Rung::OwnRoom;
        match &mut self.state {
            State::Ringing(_) | State::Taken(_) => self.state = State::Ringing(ringing_from(at)),
            State::Dispatched { keeper, .. } | State::OnScene { keeper, .. } => {
                *keeper = Keeper::Ringing(ringing_from(at));
            }
            State::NotRaised | State::Closed(_) => {}
        }
    }

    fn keeper(&self) -> Option<Keeper> {
        match &self.state {
            State::Ringing(ringing) => Some(Keeper::Ringing(*ringing)),
            State::Taken(ownership) => Some(Keeper::Owner(ownership.owner)),
            State::Dispatched { keeper, .. } | State::OnScene { keeper, .. } => Some(*keeper),
            State::NotRaised | State::Closed(_) => None,
        }
    }

    fn send_team(&mut self, at: UtcMillis) {
        match self.state {
            State::Ringing(_) | State::Taken(_) => {
                if let Some(keeper) = self.keeper() {
                    self.state = State::Dispatched { keeper, team: Waiting { since: at, cried_at: None } };
                }
            }
            State::NotRaised | State::Dispatched { .. } | State::OnScene { .. } | State::Closed(_) => {}
        }
    }

    fn arrive(&mut self, at: UtcMillis) {
        match self.state {
            State::Ringing(_) | State::Taken(_) | State::Dispatched { .. } => {
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
                if let State::Taken(ownership) = &mut self.state {
                    ownership.cried_at = Some(at);
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
