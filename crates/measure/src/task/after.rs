//! Tasks of the evaluation, of the end and after it.
//!
//! Never here: what is ruled.

use super::{Finding, TaskKind};
use crate::duration::Term;
use crate::ending::{EndCause, EndKind};
use crate::state::State;

impl Finding<'_> {
    /// 7.12.1 (MS-32): from a month before the end, and until it is ruled on, also when the date has passed.
    pub(super) fn evaluation(&mut self) {
        let term = match &self.measure.state {
            State::Running { term, .. }
            | State::Ending { cause: EndCause { kind: EndKind::Planned, .. }, term, .. } => term,
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Ending { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => return,
        };
        let from = term.evaluation_from();
        if self.day < from || self.measure.ruled_on_end() || self.measure.file.activation.is_none() {
            return;
        }
        let days = (from, term.ends_on);
        let n = terms_so_far(term);
        if self.measure.reassessed_since(from) {
            self.until(TaskKind::RuleOnEnd(n), self.magistrate(), days, "7.12.1");
        } else {
            self.until(TaskKind::Evaluate(n), self.officer(), days, "7.12.1");
        }
    }

    /// 7.12.2, 7.13.2 (MS-38, MS-39), and the supervised period (FL-35).
    pub(super) fn end(&mut self) {
        match &self.measure.state {
            State::Ending { cause, steps, .. } => {
                let since = cause.since;
                let out = self.measure.file.activation.is_some();
                // What is refused until a magistrate ruled on the end (7.12.1) is nobody's task yet: the evaluation is.
                let forgotten = cause.kind == EndKind::Planned
                    && self.measure.alarm_is_on()
                    && !self.measure.ruled_on_end();
                if forgotten {
                    return;
                }
                if out && steps.switched_off.is_none() {
                    self.at_once(TaskKind::SwitchOff, self.officer(), since, "7.12.2");
                }
                if out && steps.device_back.is_none() {
                    self.at_once(TaskKind::TakeBack, self.officer(), since, "7.12.2");
                }
                if steps.pv.is_none() {
                    self.at_once(TaskKind::EndPv, self.officer(), since, "7.12.2");
                }
                self.at_once(TaskKind::RegisterOfficeEnd, self.magistrate(), since, "7.13.2");
            }
            State::Ended { cause, on, supervised_until, .. } => {
                self.at_once(TaskKind::RegisterOfficeEnd, self.magistrate(), cause.since, "7.13.2");
                if self.day <= *supervised_until {
                    self.until(TaskKind::StayAlert, self.officer(), (*on, *supervised_until), "7.12.2");
                }
            }
            State::TransferredOut { on, .. } => {
                self.at_once(TaskKind::RegisterOfficeEnd, self.magistrate(), *on, "7.13.2");
            }
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Running { .. } => {}
        }
    }
}

/// How many terms were added so far: it numbers the evaluations.
fn terms_so_far(term: &Term) -> u16 {
    u16::try_from(term.extensions.len()).unwrap_or(u16::MAX)
}
