//! How burdened a protected person is by alerts, and what looks like torment by them (FL-04).
//!
//! Counted from the incidents that are kept; never from positions. A pattern is shown as a possible new fact, and decides nothing.

use super::incidents::{DAY, ended, raised};
use super::state::{KeptIncident, Tracking};
use crate::cell::Cell;
use crate::tracking::view::{BurdenView, Pattern, PatternKind};
use core::time::Duration;
use hoeder_vocab::{PairId, PersonId, UtcMillis};
use hoeder_watch::incident::{About, Callee, IncidentEvent, Outcome};
use hoeder_watch::track::{AlertKind, Queue};

/// How far back torment is looked for.
const LOOK_BACK: Duration = Duration::from_secs(14 * 86_400);
/// So many incidents of one sort make a pattern.
const MANY: usize = 4;
/// So many that were closed as torment.
const CONFIRMED: usize = 2;
/// Most incidents of one pair that are looked at, the newest.
const MOST: usize = 500;
/// The night: from this hour on, in Europe/Brussels.
const NIGHT_FROM: u8 = 22;
/// Up to this hour.
const NIGHT_TO: u8 = 7;

/// Does this moment lie in a night in Belgium?
fn at_night(at: UtcMillis) -> bool {
    let hour = hoeder_vocab::hour_in_belgium(at);
    !(NIGHT_TO..NIGHT_FROM).contains(&hour)
}

impl Tracking {
    /// Incidents about this, the newest first.
    fn latest(&self, about: About) -> impl Iterator<Item = &KeptIncident> {
        let ids = self.about.get(&about).into_iter().flatten().rev().take(MOST);
        ids.filter_map(|id| self.incidents.get(id))
    }

    /// Everything that an incident of this protected person can be about.
    fn abouts_of_person(&self, person: PersonId) -> Vec<About> {
        self.carriers_of_person(person).flat_map(|carrier| self.abouts_of(carrier)).collect()
    }

    /// What looks like torment between these two.
    pub(super) fn patterns_of(&self, pair: PairId, now: UtcMillis) -> Vec<Pattern> {
        let recent: Vec<&KeptIncident> = self
            .latest(About::Pair(pair))
            .take_while(|kept| kept.incident.opened_at().is_some_and(|at| now.since(at) < LOOK_BACK))
            .filter(|kept| kept.incident.queue() == Queue::Danger)
            .filter(|kept| !matches!(ended(&kept.incident), Some(Outcome::FalseAlert | Outcome::Test)))
            .collect();
        let near = |kept: &&&KeptIncident| {
            kept.incident
                .alerts()
                .any(|alert| matches!(alert.facts.kind, AlertKind::Near | AlertKind::Entered))
        };
        let by_night = |kept: &&&KeptIncident| kept.incident.opened_at().is_some_and(at_night);
        let tormenting = |kept: &&&KeptIncident| ended(&kept.incident) == Some(Outcome::Harassment);
        let sorts = [
            (PatternKind::AtTheBorder, MANY, recent.iter().filter(|kept| !near(kept)).collect::<Vec<_>>()),
            (PatternKind::AtNight, MANY, recent.iter().filter(by_night).collect()),
            (PatternKind::Confirmed, CONFIRMED, recent.iter().filter(tormenting).collect()),
        ];
        let many = sorts.into_iter().filter(|(_, least, found)| found.len() >= *least);
        many.filter_map(|(kind, _, found)| {
            let at = |kept: Option<&&&KeptIncident>| kept.and_then(|kept| kept.incident.opened_at());
            Some(Pattern {
                pair,
                kind,
                from: at(found.last())?,
                until: at(found.first())?,
                incidents: found.iter().rev().map(|kept| kept.incident.id()).collect(),
            })
        })
        .collect()
    }
}

impl Cell {
    pub(super) fn burden(&self, person: PersonId, now: UtcMillis) -> BurdenView {
        let rules = &self.config.tracking;
        let mut burden = BurdenView {
            person,
            alerts_day: 0,
            alerts_night: 0,
            disturbed_day: 0,
            disturbed_night: 0,
            ceiling: (rules.burden_day, rules.burden_night),
            over: false,
        };
        for about in self.tracking.abouts_of_person(person) {
            let open_lately = |kept: &&KeptIncident| {
                kept.incident.is_open()
                    || kept.history.last().is_some_and(|happened| now.since(happened.at) < DAY)
            };
            for kept in self.tracking.latest(about).filter(open_lately) {
                let recent = kept.history.iter().rev().take_while(|happened| now.since(happened.at) < DAY);
                for happened in recent {
                    let (alert, disturbs) = weight(&happened.event);
                    let night = u32::from(at_night(happened.at));
                    burden.alerts_day += alert;
                    burden.alerts_night += alert * night;
                    burden.disturbed_day += disturbs;
                    burden.disturbed_night += disturbs * night;
                }
            }
        }
        burden.over = burden.alerts_day.max(burden.disturbed_day) > rules.burden_day
            || burden.alerts_night.max(burden.disturbed_night) > rules.burden_night;
        burden
    }
}

/// What an event weighs: as an alert of danger, and as something that disturbs the person.
fn weight(event: &IncidentEvent) -> (u32, u32) {
    let danger = raised(event).is_some_and(|alert| alert.kind.queue() == Queue::Danger);
    let disturbs = match event {
        IncidentEvent::Called { call, .. } => call.whom == Callee::Protected,
        IncidentEvent::Instructed { .. } => true,
        IncidentEvent::Opened { .. }
        | IncidentEvent::AlertRaised(_)
        | IncidentEvent::AlertWorse(_)
        | IncidentEvent::AlertCleared { .. }
        | IncidentEvent::AlertRevised { .. }
        | IncidentEvent::AlertGrew { .. }
        | IncidentEvent::AlertSetAside { .. }
        | IncidentEvent::Rose { .. }
        | IncidentEvent::Taken { .. }
        | IncidentEvent::HandedOver { .. }
        | IncidentEvent::OwnerLost { .. }
        | IncidentEvent::OwnerReminded { .. }
        | IncidentEvent::OwnershipReturned { .. }
        | IncidentEvent::StillOnIt { .. }
        | IncidentEvent::NotTaken
        | IncidentEvent::StepDone { .. }
        | IncidentEvent::Noted { .. }
        | IncidentEvent::HandedToPolice { .. }
        | IncidentEvent::InstructionDelivery { .. }
        | IncidentEvent::Closed { .. } => false,
    };
    (u32::from(danger), u32::from(disturbs))
}
