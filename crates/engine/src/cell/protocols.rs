//! The steps of an alarm's protocol: which are done, by what, and which are late.
//!
//! A step with an act is done by that act; the others are ticked off. Nothing is held back for a step that is not done.

use super::Cell;
use super::alarms::Running;
use super::timers::Timer;
use crate::output::Problem;
use crate::protocol::{Act, After, Step};
use crate::view::StepView;
use hoeder_vocab::{AccountId, AlarmId, UtcMillis};
use hoeder_watch::alarm::{Alarm, AlarmKind, ReachedBy, Stamp};
use std::sync::Arc;

impl Cell {
    fn protocol(&self, kind: AlarmKind) -> &[Arc<Step>] {
        self.config.protocols.iter().find(|p| p.kind == kind).map_or(&[][..], |p| p.steps.as_slice())
    }

    /// The steps of an alarm as they are now.
    pub(super) fn steps(&self, running: &Running, now: UtcMillis) -> Vec<StepView> {
        let alarm = &running.alarm;
        let view = |step: &Arc<Step>| {
            let (done, due_at) = (done(running, step), due_at(alarm, step));
            StepView {
                step: Arc::clone(step),
                due_at,
                done_at: done.map(|(at, _)| at),
                done_by: done.and_then(|(_, by)| self.book.account_name(by)),
                late: alarm.is_open() && done.is_none() && due_at.is_some_and(|at| at <= now),
            }
        };
        self.protocol(alarm.kind()).iter().map(view).collect()
    }

    /// When the next step becomes late, if nothing is done.
    fn next_late_step(&self, id: AlarmId, now: UtcMillis) -> Option<UtcMillis> {
        let running = self.alarms.get(&id).filter(|running| running.is_open())?;
        let alarm = &running.alarm;
        self.protocol(alarm.kind())
            .iter()
            .filter(|step| done(running, step).is_none())
            .filter_map(|step| due_at(alarm, step))
            .filter(|at| *at > now)
            .min()
    }

    pub(super) fn schedule_steps(&mut self, id: AlarmId, now: UtcMillis) {
        let due = self.next_late_step(id, now);
        self.timers.set(Timer::Steps(id), due);
    }

    /// A step has become late: the screens are told.
    pub(super) fn tick_steps(&mut self, id: AlarmId, now: UtcMillis) {
        self.page_alarm(id, now);
        self.schedule_steps(id, now);
    }

    /// Has the protocol of this alarm such a step, and is it one to tick off?
    pub(super) fn may_tick_off(&self, id: AlarmId, step: &str) -> Result<(), Problem> {
        let kind = self.alarms.get(&id).ok_or(Problem::NotFound)?.alarm.kind();
        let step = self.protocol(kind).iter().find(|known| known.id == step).ok_or(Problem::NotFound)?;
        match step.act {
            None | Some(Act::Ask) => Ok(()),
            Some(Act::Take | Act::Dispatch | Act::OnScene | Act::Close) => {
                Err(Problem::Conflict("step.done_by_its_act"))
            }
        }
    }
}

/// When a step was done and by whom.
fn done(running: &Running, step: &Step) -> Option<(UtcMillis, AccountId)> {
    let alarm = &running.alarm;
    let reached = alarm.milestones();
    let ticked_off = || alarm.steps().iter().find(|done| done.step == step.id).map(|done| (done.at, done.by));
    match step.act {
        // An alarm that rings again is to be taken again.
        Some(Act::Take) if alarm.is_ringing() => None,
        Some(Act::Take) => {
            let owned = alarm.ownership().map(|ownership| (ownership.since, ownership.owner));
            owned.or_else(|| reached.taken.and_then(by_account))
        }
        Some(Act::Dispatch) => reached.dispatched.and_then(by_account),
        Some(Act::OnScene) => reached.on_scene.and_then(by_account),
        Some(Act::Close) => reached.closed.and_then(by_account),
        Some(Act::Ask) => {
            let asked = running.talk.messages().iter().find(|message| message.asks);
            asked.and_then(|message| message.by.map(|by| (message.at, by))).or_else(ticked_off)
        }
        None => ticked_off(),
    }
}

const fn by_account(stamp: Stamp) -> Option<(UtcMillis, AccountId)> {
    match stamp.by {
        ReachedBy::Account(account) => Some((stamp.at, account)),
        ReachedBy::Handset(_) | ReachedBy::Gateway | ReachedBy::Log(_) | ReachedBy::Desk(..) => None,
    }
}

fn due_at(alarm: &Alarm, step: &Step) -> Option<UtcMillis> {
    let due = step.due?;
    let reached = alarm.milestones();
    let from = match due.after {
        After::Raised => alarm.raised_at(),
        After::Taken => reached.taken.map(|stamp| stamp.at),
        After::Dispatched => reached.dispatched.map(|stamp| stamp.at),
        After::OnScene => reached.on_scene.map(|stamp| stamp.at),
    };
    from.map(|at| at.plus(due.within))
}
