//! Rules of the work on an alarm: steps of the protocol, what the teams say, the sign of life of its owner, and a press
//! that is vouched for later.
//!
//! Never here: what a protocol is made of (room `engine`).

use super::command::Refusal;
use super::decide::{Decision, MAX_NOTE_CHARS, MAX_UNIT_CHARS};
use super::event::{AlarmEvent, AlarmKind, Bearer, Outcome};
use super::state::{Alarm, MAX_UNITS, State};
use crate::text::{is_blank, within};
use hoeder_vocab::{AccountId, Purpose, Sensitive, UtcMillis};

/// Most findings of one alarm; more are refused.
pub const MAX_FINDINGS: usize = 64;
/// Most steps noted in one alarm; more are refused.
pub const MAX_STEPS: usize = 32;
/// Most characters of the id of a step.
pub const MAX_STEP_CHARS: usize = 40;

/// What a team found: how it would close the alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// When it said so.
    pub at: UtcMillis,
    /// Who said so.
    pub by: AccountId,
    /// Call sign.
    pub unit: String,
    /// How it would close.
    pub outcome: Outcome,
    /// In words; may be empty.
    pub note: Sensitive<String>,
}

/// A step of the protocol that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepDone {
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
    /// Its id in the protocol.
    pub step: String,
}

impl Alarm {
    /// FL-06: who owns an alarm and means to keep it says so, or does something with it.
    pub(super) fn decide_stay_on(&self, by: AccountId) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                self.owned_by(by)?;
                Ok(vec![AlarmEvent::StillOnIt { by }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// AL-09: what was shown as the press of a stranger is from now on the alarm of this person.
    pub(super) fn decide_vouch(&self, bearer: Bearer) -> Decision {
        self.while_open(|| match self.kind() {
            AlarmKind::Unidentified => vec![AlarmEvent::Vouched { bearer }],
            AlarmKind::Danger => Vec::new(),
        })
    }

    /// A fact that is reported: also by a team that nobody sent, and while nobody owns the alarm.
    pub(super) fn decide_on_the_way(&self, by: AccountId, unit: &str) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                within(unit, MAX_UNIT_CHARS).map_err(|max| Refusal::TextLength { max })?;
                let known = [&self.facts.on_the_way, &self.facts.arrived];
                if known.iter().any(|units| units.iter().any(|u| u == unit)) {
                    return Ok(Vec::new());
                }
                if self.facts.on_the_way.len() >= MAX_UNITS {
                    return Err(Refusal::TooManyUnits { max: MAX_UNITS });
                }
                Ok(vec![AlarmEvent::OnTheWay { by, unit: unit.to_owned() }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// FL-07: only a proposal; the close stays an act of the owner. An arrival may never have been reported.
    pub(super) fn decide_finding(
        &self,
        by: AccountId,
        unit: &str,
        outcome: Outcome,
        note: &Sensitive<String>,
    ) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } => Err(Refusal::NotDispatched),
            State::Dispatched { .. } | State::OnScene { .. } => {
                within(unit, MAX_UNIT_CHARS).map_err(|max| Refusal::TextLength { max })?;
                let words = note.reveal(Purpose::AlarmHandling);
                let note = if is_blank(words) {
                    Sensitive::default()
                } else {
                    within(words, MAX_NOTE_CHARS).map_err(|max| Refusal::TextLength { max })?;
                    note.clone()
                };
                let same = |f: &Finding| f.unit == unit && f.outcome == outcome && f.note == note;
                if self.facts.findings.iter().any(same) {
                    return Ok(Vec::new());
                }
                if self.facts.findings.len() >= MAX_FINDINGS {
                    return Err(Refusal::TooManyFindings { max: MAX_FINDINGS });
                }
                Ok(vec![AlarmEvent::Found { by, unit: unit.to_owned(), outcome, note }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// Several people work on one alarm: any of them may have done the step, once somebody owns it.
    pub(super) fn decide_step(&self, by: AccountId, step: &str) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                self.owned()?;
                within(step, MAX_STEP_CHARS).map_err(|max| Refusal::TextLength { max })?;
                if self.facts.steps.iter().any(|done| done.step == step) {
                    return Ok(Vec::new());
                }
                if self.facts.steps.len() >= MAX_STEPS {
                    return Err(Refusal::TooManySteps { max: MAX_STEPS });
                }
                Ok(vec![AlarmEvent::StepDone { by, step: step.to_owned() }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }
}
