//! How an incident looks on a screen: who, which alerts, which steps, what was done. Where anybody was is in it only while it
//! is open (GN-03), and of a measure there is nothing in it (MS-23).
//!
//! Never here: who may see it (`access`).

use super::state::{Happened, KeptIncident};
use crate::cell::Cell;
use crate::tracking::mandate::{Carrier, Who};
use crate::tracking::view::{
    AlertView, CarrierName, IncidentEntry, IncidentLine, IncidentRow, IncidentView, InstructedView, NameOf,
};
use hoeder_vocab::{Actor, CarrierId, IncidentId, UtcMillis};
use hoeder_watch::incident::{About, Incident, IncidentEvent, Standing};

impl Cell {
    pub(super) fn carrier_name(&self, carrier: &Carrier) -> CarrierName {
        let person = match carrier.who {
            Who::Person(person) => self.book.persons.get(&person),
            Who::Named(_) => None,
        };
        let name = match &carrier.who {
            Who::Person(_) => person.map(|person| person.name.clone()),
            Who::Named(name) => Some(name.clone()),
        };
        CarrierName {
            carrier: carrier.id,
            side: carrier.side,
            name,
            phone: person.and_then(|person| person.phone.clone()),
            language: person.map(|person| person.language),
            age: carrier.age,
            notice: carrier.notice,
            tracker: self.tracking.tracker_of.get(&carrier.id).copied(),
        }
    }

    fn carriers_about(&self, about: About) -> Vec<CarrierId> {
        match about {
            About::Carrier(carrier) => vec![carrier],
            About::Pair(pair) => {
                let pair = self.tracking.pairs.get(&pair);
                pair.map(|pair| vec![pair.offender, pair.protected]).unwrap_or_default()
            }
        }
    }

    fn name_of(&self, actor: Actor) -> NameOf {
        match actor {
            Actor::Account(account, _) => self.book.account_name(account),
            Actor::Handset(_) | Actor::Stranger | Actor::System => None,
        }
    }

    pub(super) fn incident_row(&self, incident: &Incident) -> Option<IncidentRow> {
        let about = incident.about()?;
        let stands = incident.alerts().filter(|alert| alert.stands()).count();
        Some(IncidentRow {
            incident: incident.id(),
            about,
            reference: self.tracking.mandate_about(about).map(|mandate| mandate.reference.clone()),
            queue: incident.queue(),
            stage: incident.stage(),
            lead: incident.lead().map(|alert| alert.facts.kind),
            opened_at: incident.opened_at()?,
            owner: incident.owner(),
            stands: u32::try_from(stands).unwrap_or(u32::MAX),
        })
    }

    pub(super) fn incident_view(&self, id: IncidentId, now: UtcMillis) -> Option<IncidentView> {
        let kept = self.tracking.incidents.get(&id)?;
        let incident = &kept.incident;
        let about = incident.about()?;
        let mandate = self.tracking.mandate_about(about);
        let carriers = self.carriers_about(about);
        let known = carriers.iter().filter_map(|carrier| self.tracking.carriers.get(carrier));
        let pair = if let About::Pair(pair) = about { self.tracking.pairs.get(&pair).cloned() } else { None };
        let person = self.tracking.protected_by(about);
        Some(IncidentView {
            incident: id,
            about,
            mandate: mandate.map(|mandate| mandate.id),
            reference: mandate.map(|mandate| mandate.reference.clone()),
            queue: incident.queue(),
            stage: incident.stage(),
            opened_at: incident.opened_at()?,
            owner: incident.owner(),
            owner_name: incident.owner().and_then(|owner| self.book.account_name(owner)),
            rings_since: incident.ringing().map(|ringing| ringing.since),
            cried_at: incident.ringing().and_then(|ringing| ringing.cried_at),
            lead: incident.lead().map(|alert| alert.facts.kind),
            carriers: known.map(|carrier| self.carrier_name(carrier)).collect(),
            pair,
            zone: mandate.and_then(|mandate| self.zones.name(mandate.zone)),
            alerts: alert_views(incident),
            more_alerts: incident.more_alerts(),
            steps: self.alert_steps(incident, now),
            hand_offs: incident.hand_offs().iter().map(|(done, told)| (done.at, told.clone())).collect(),
            instructions: instructions(incident),
            timeline: self.incident_timeline(kept),
            burden: person.map(|person| self.burden(person, now)),
            outcome: incident.ending().map(|ending| ending.outcome),
            closed_at: incident.ending().map(|ending| ending.at),
        })
    }

    fn incident_timeline(&self, kept: &KeptIncident) -> Vec<IncidentLine> {
        let line = |happened: &Happened| {
            let what = self.entry_of(&happened.event)?;
            Some(IncidentLine { at: happened.at, by: self.name_of(happened.actor), what })
        };
        kept.history.iter().filter_map(line).collect()
    }

    /// What an event is on the timeline; none for what says nothing to a person.
    fn entry_of(&self, event: &IncidentEvent) -> Option<IncidentEntry> {
        Some(match event {
            IncidentEvent::Opened { .. } | IncidentEvent::StillOnIt { .. } => return None,
            IncidentEvent::AlertRaised(alert) => IncidentEntry::Raised(alert.kind),
            IncidentEvent::AlertWorse(alert) => IncidentEntry::Worse(alert.kind),
            IncidentEvent::AlertCleared { key } => IncidentEntry::Cleared(key.kind),
            IncidentEvent::AlertRevised { key, was, now } => IncidentEntry::Revised(key.kind, *was, *now),
            IncidentEvent::AlertGrew { key, level } => IncidentEntry::Grew(key.kind, *level),
            IncidentEvent::AlertSetAside { key, reason, .. } => {
                IncidentEntry::SetAside(key.kind, reason.clone())
            }
            IncidentEvent::Rose { to } => IncidentEntry::Rose(*to),
            IncidentEvent::Taken { .. } => IncidentEntry::Taken,
            IncidentEvent::HandedOver { to, .. } => IncidentEntry::HandedOver(self.book.account_name(*to)),
            IncidentEvent::OwnerLost { .. } | IncidentEvent::OwnershipReturned { .. } => {
                IncidentEntry::RingsAgain
            }
            IncidentEvent::OwnerReminded { .. } => IncidentEntry::Reminded,
            IncidentEvent::NotTaken => IncidentEntry::NotTaken,
            IncidentEvent::StepDone { step, .. } => IncidentEntry::Step(step.clone()),
            IncidentEvent::Called { call, .. } => {
                IncidentEntry::Called(call.whom, call.result, call.note.clone())
            }
            IncidentEvent::Noted { text, .. } => IncidentEntry::Noted(text.clone()),
            IncidentEvent::HandedToPolice { hand_off, .. } => IncidentEntry::HandedToPolice(hand_off.clone()),
            IncidentEvent::Instructed { told, .. } => {
                IncidentEntry::Instructed(told.instruction.clone(), told.channel, told.message)
            }
            IncidentEvent::InstructionDelivery { message, delivery } => {
                IncidentEntry::Delivery(*message, *delivery)
            }
            IncidentEvent::Closed { outcome, reason, .. } => IncidentEntry::Closed(*outcome, reason.clone()),
        })
    }
}

fn alert_views(incident: &Incident) -> Vec<AlertView> {
    let facts = |alert: &Standing| {
        if incident.is_open() { alert.facts.clone() } else { alert.facts.clone().without_evidence() }
    };
    let mut alerts: Vec<AlertView> = incident
        .alerts()
        .map(|alert| AlertView {
            facts: facts(alert),
            queue: alert.queue(),
            first_at: alert.first_at,
            raised_at: alert.raised_at,
            times: alert.times,
            cleared_at: alert.cleared_at,
            revised: alert.revised,
            set_aside: alert.set_aside,
            level: alert.level,
        })
        .collect();
    alerts.sort_by_key(|alert| (alert.queue, alert.cleared_at.is_some(), alert.first_at));
    alerts
}

fn instructions(incident: &Incident) -> Vec<InstructedView> {
    let view = |one: &hoeder_watch::incident::Instructed| InstructedView {
        message: one.told.message,
        at: one.at,
        instruction: one.told.instruction.clone(),
        channel: one.told.channel,
        delivery: one.delivery,
    };
    incident.instructions().iter().map(view).collect()
}
