//! 7.12.2: the steps of every end; the day after the last one; the passage to judicial tracking (EM-11).
//!
//! Never here: the ruling that ends it early.

use super::{Decision, Given, not_in_future};
use crate::ending::{Continuation, DeviceBack, EarlyGround, EndCause, EndKind, EndStep, EndSteps};
use crate::event::Change;
use crate::refusal::Refusal;
use crate::state::{Measure, State};
use crate::text::number;

impl Measure {
    /// MS-38: switch-off, return, report, in any order and each once. After the planned date the alarm is not switched off
    /// and the device not taken back before a magistrate ruled on the end (7.12.1): a forgotten evaluation leaves nobody unprotected.
    pub(super) fn decide_end_step(&self, step: &EndStep, given: Given<'_>) -> Decision {
        let State::Ending { cause, steps, .. } = &self.state else { return Ok(Vec::new()) };
        let lost = matches!(step, EndStep::DeviceBack { how: DeviceBack::Lost, .. });
        if cause.kind == EndKind::Planned && self.alarm_is_on() && !self.ruled_on_end() && !lost {
            return Err(Refusal::EvaluateFirst);
        }
        let (known, after) = match step {
            EndStep::SwitchedOff { on } => {
                not_in_future(*on, given)?;
                (steps.switched_off.is_some(), EndSteps { switched_off: Some(*on), ..steps.clone() })
            }
            EndStep::DeviceBack { on, how } => {
                not_in_future(*on, given)?;
                (steps.device_back.is_some(), EndSteps { device_back: Some((*on, *how)), ..steps.clone() })
            }
            EndStep::Pv { number: pv } => {
                number(pv)?;
                (steps.pv.is_some(), EndSteps { pv: Some(pv.clone()), ..steps.clone() })
            }
        };
        if known {
            return Ok(Vec::new());
        }
        let mut changes = vec![Change::EndStepDone(step.clone())];
        if self.end_is_complete(&after) {
            let took_over = cause.ground == Some(EarlyGround::TrackingTookOver);
            changes.push(if took_over && self.file.continuation.is_some() {
                Change::TransferredOut
            } else {
                let months = given.world.terms.supervised_months;
                Change::Ended { supervised_until: given.now.day.plus_months(months) }
            });
        }
        Ok(changes)
    }

    /// What was never switched on has nothing to switch off or to give back.
    fn end_is_complete(&self, steps: &EndSteps) -> bool {
        steps.complete() || (self.file.activation.is_none() && steps.pv.is_some())
    }

    /// EM-11: recorded as soon as it is known, also for a day to come. It ends nothing: that is a ruling of its own.
    pub(super) fn decide_continuation(&self, continuation: &Continuation, _given: Given<'_>) -> Decision {
        number(&continuation.mandate)?;
        if self.file.continuation.as_ref() == Some(continuation) {
            return Ok(Vec::new());
        }
        Ok(vec![Change::Continued(continuation.clone())])
    }

    /// 7.10.1, 7.12.1: the term is over the day after its last one.
    pub(super) fn decide_tick(&self, given: Given<'_>) -> Vec<Change> {
        match &self.state {
            State::Granted { term, .. } | State::Running { term, .. } if given.now.day > term.ends_on => {
                let since = term.ends_on.plus_days(1);
                vec![Change::EndBegan(EndCause { kind: EndKind::Planned, ground: None, since })]
            }
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Running { .. }
            | State::Ending { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => Vec::new(),
        }
    }
}
