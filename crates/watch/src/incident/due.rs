//! What passing time does to an incident: nobody takes it, its owner does nothing, a dead device grows.
//!
//! `overdue` has something to say exactly when `next_due` has come.

use super::event::IncidentEvent;
use super::state::Incident;
use super::times::IncidentTimes;
use crate::track::AlertKey;
use core::time::Duration;
use hoeder_vocab::UtcMillis;

/// Between two cries, where the pace of the queue is not slower.
const LONGEST_PAUSE: Duration = Duration::from_secs(3_600);

impl Incident {
    /// When `Tick` must be called at the latest; `None` when nothing can become late.
    #[must_use]
    pub fn next_due(&self, times: &IncidentTimes) -> Option<UtcMillis> {
        if !self.is_open() {
            return None;
        }
        let grows = self.growing(times).map(|(at, _, _)| at).min();
        [self.cries_at(times), self.ages_at(times), grows].into_iter().flatten().min()
    }

    pub(super) fn overdue(&self, now: UtcMillis, times: &IncidentTimes) -> Vec<IncidentEvent> {
        let mut events: Vec<IncidentEvent> = self
            .growing(times)
            .filter(|(at, _, _)| *at <= now)
            .map(|(_, key, level)| IncidentEvent::AlertGrew { key, level })
            .collect();
        if self.cries_at(times).is_some_and(|at| at <= now) {
            events.push(IncidentEvent::NotTaken);
        }
        events.extend(self.aged(now, times));
        events
    }

    fn cries_at(&self, times: &IncidentTimes) -> Option<UtcMillis> {
        let ringing = self.ringing()?;
        let span = times.of(self.queue()).not_taken;
        Some(match ringing.cried_at {
            None => ringing.since.plus(span),
            // Each pause is as long as it has rung so far: a log does not fill with what nobody hears.
            Some(at) => at.plus(at.since(ringing.since).min(LONGEST_PAUSE).max(span)),
        })
    }

    fn ages_at(&self, times: &IncidentTimes) -> Option<UtcMillis> {
        let (ownership, spans) = (self.ownership()?, times.of(self.queue()));
        let returns_at = ownership.acted_at.plus(spans.owner_returned);
        Some(match ownership.reminded_at {
            None => ownership.acted_at.plus(spans.owner_reminded).min(returns_at),
            Some(_) => returns_at,
        })
    }

    fn aged(&self, now: UtcMillis, times: &IncidentTimes) -> Option<IncidentEvent> {
        let (ownership, spans) = (self.ownership()?, times.of(self.queue()));
        let owner = ownership.owner;
        if ownership.acted_at.plus(spans.owner_returned) <= now {
            return Some(IncidentEvent::OwnershipReturned { owner });
        }
        (self.ages_at(times)? <= now).then_some(IncidentEvent::OwnerReminded { owner })
    }

    /// FL-10: when each alert about a dead device grows next, and to which level.
    fn growing(&self, times: &IncidentTimes) -> impl Iterator<Item = (UtcMillis, AlertKey, u8)> {
        self.facts.alerts.iter().filter(|(_, alert)| alert.grows()).filter_map(move |(key, alert)| {
            let at = alert.raised_at.plus(times.grows_after(alert.level)?);
            Some((at, *key, alert.level.saturating_add(1)))
        })
    }
}
