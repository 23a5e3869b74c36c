//! Tasks without a form of their own: done by their owner, once, with a number where one is needed.
//!
//! Never here: which tasks there are.

use super::hands::{is_magistrate, is_officer};
use super::{Decision, Given};
use crate::by::By;
use crate::event::Change;
use crate::refusal::{Hand, Refusal};
use crate::state::Measure;
use crate::task::{Owner, TaskKind};
use crate::text::number;
use hoeder_vocab::{Actor, Role};

impl Measure {
    pub(super) fn decide_settle(
        &self,
        task: TaskKind,
        reference: Option<&str>,
        given: Given<'_>,
    ) -> Decision {
        if self.is_settled(task) {
            return Ok(Vec::new());
        }
        if let Some(form) = task.form() {
            return Err(Refusal::TaskHasForm { form });
        }
        let open = self.tasks(given.now.day, given.world).into_iter().find(|open| open.kind == task);
        let Some(open) = open else { return Err(Refusal::TaskNotOpen(task)) };
        if !owns(given.by, open.owner) && !follows_from_alarm(given.by, task) {
            let command = crate::CommandKind::Settle;
            return Err(Refusal::WrongHand { command, needed: Hand::TaskOwner, seat: Some(open.owner.seat) });
        }
        match reference {
            Some(text) => number(text)?,
            None if task.needs_reference() => return Err(Refusal::ReferenceMissing(task)),
            None => {}
        }
        Ok(vec![Change::Settled { task, reference: reference.map(str::to_owned) }])
    }
}

/// AL-10: the number of a report that was given on the alarm itself reaches the measure without anybody's typing it again.
fn follows_from_alarm(by: By, task: TaskKind) -> bool {
    by.actor == Actor::System && matches!(task, TaskKind::AlarmPv(_))
}

/// An officer stands for an officer, a magistrate for a magistrate, of the same place.
fn owns(by: By, owner: Owner) -> bool {
    let same = match (by.role(), owner.role) {
        (Some(role), Role::CaseOfficer) => is_officer(role),
        (Some(role), Role::Magistrate) => is_magistrate(role),
        (Some(role), wanted) => role == wanted,
        (None, _) => false,
    };
    same && by.seat == owner.seat
}
