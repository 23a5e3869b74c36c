//! The steps of the protocol of an incident's leading alert: which are done, by what, and which are late (FL-03).
//!
//! A step with an act is done by that act; the others are ticked off. Nothing is held back for a step that is not done.

use crate::cell::Cell;
use crate::cell::timers::Timer;
use crate::output::Problem;
use crate::tracking::protocol::{AlertAct, AlertAfter, AlertStep};
use crate::tracking::view::AlertStepView;
use hoeder_vocab::{IncidentId, UtcMillis};
use hoeder_watch::incident::{CallResult, Done, Incident};
use std::sync::Arc;

impl Cell {
    fn alert_protocol(&self, incident: &Incident) -> &[AlertStep] {
        let Some(kind) = incident.lead().map(|alert| alert.facts.kind) else { return &[] };
        let protocols = &self.config.tracking.protocols;
        protocols.iter().find(|protocol| protocol.kind == kind).map_or(&[], |one| one.steps.as_slice())
    }

    pub(super) fn alert_steps(&self, incident: &Incident, now: UtcMillis) -> Vec<AlertStepView> {
        let view = |step: &AlertStep| {
            let (done, due_at) = (done(incident, step), due_at(incident, step));
            AlertStepView {
                step: Arc::clone(&step.step),
                due_at,
                done_at: done.map(|done| done.at),
                done_by: done.and_then(|done| self.book.account_name(done.by)),
                late: incident.is_open() && done.is_none() && due_at.is_some_and(|at| at <= now),
            }
        };
        self.alert_protocol(incident).iter().map(view).collect()
    }

    fn next_late_alert_step(&self, id: IncidentId, now: UtcMillis) -> Option<UtcMillis> {
        let kept = self.tracking.incidents.get(&id).filter(|kept| kept.incident.is_open())?;
        self.alert_protocol(&kept.incident)
            .iter()
            .filter(|step| done(&kept.incident, step).is_none())
            .filter_map(|step| due_at(&kept.incident, step))
            .filter(|at| *at > now)
            .min()
    }

    pub(super) fn schedule_incident_steps(&mut self, id: IncidentId, now: UtcMillis) {
        let due = self.next_late_alert_step(id, now);
        self.timers.set(Timer::IncidentSteps(id), due);
    }

    /// A step has become late: the screens are told.
    pub(in crate::cell) fn tick_incident_steps(&mut self, id: IncidentId, now: UtcMillis) {
        self.news_of_incident(id, now);
        self.schedule_incident_steps(id, now);
    }

    /// Has the protocol such a step, and is it one to tick off? A call or an instruction may have been made in another way.
    pub(super) fn may_tick_off_alert(&self, id: IncidentId, step: &str) -> Result<(), Problem> {
        let kept = self.tracking.incidents.get(&id).ok_or(Problem::NotFound)?;
        let known = self.alert_protocol(&kept.incident).iter().find(|known| known.step.id == step);
        match known.ok_or(Problem::NotFound)?.act {
            None | Some(AlertAct::Call(_) | AlertAct::Instruct) => Ok(()),
            Some(AlertAct::Take | AlertAct::HandToPolice | AlertAct::Close) => {
                Err(Problem::Conflict("step.done_by_its_act"))
            }
        }
    }
}

/// When a step was done and by whom.
fn done(incident: &Incident, step: &AlertStep) -> Option<Done> {
    let ticked_off = || incident.steps().iter().find(|(id, _)| *id == step.step.id).map(|(_, done)| *done);
    match step.act {
        // An incident that rings again is to be taken again.
        Some(AlertAct::Take) if incident.ringing().is_some() => None,
        Some(AlertAct::Take) => {
            let owned = incident.ownership().map(|owned| Done { at: owned.since, by: owned.owner });
            owned.or_else(|| incident.first_taken())
        }
        Some(AlertAct::Call(whom)) => {
            let reached = |call: &&(Done, hoeder_watch::incident::Call)| {
                call.1.whom == whom && call.1.result == CallResult::Reached
            };
            incident.calls().iter().find(reached).map(|(done, _)| *done).or_else(ticked_off)
        }
        Some(AlertAct::HandToPolice) => incident.hand_offs().first().map(|(done, _)| *done),
        Some(AlertAct::Instruct) => {
            let first = incident.instructions().first();
            first.map(|told| Done { at: told.at, by: told.by }).or_else(ticked_off)
        }
        Some(AlertAct::Close) => incident.ending().map(|ending| Done { at: ending.at, by: ending.by }),
        None => ticked_off(),
    }
}

fn due_at(incident: &Incident, step: &AlertStep) -> Option<UtcMillis> {
    let (after, within) = step.due?;
    let from = match after {
        AlertAfter::Opened => incident.opened_at(),
        AlertAfter::Taken => incident.first_taken().map(|done| done.at),
        AlertAfter::HandedToPolice => incident.hand_offs().first().map(|(done, _)| done.at),
    };
    from.map(|at| at.plus(within))
}
