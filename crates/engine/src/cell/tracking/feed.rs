//! Who is told of which incident, and how much of a flood is told one by one (FL-01).
//!
//! Danger goes out at once, always. The other two queues have a reserved number of news a second each: what is beyond waits its
//! turn, is counted on the screens, and stands in the list meanwhile. So no queue delays another, and none is lost.

use crate::access::{self, Action};
use crate::cell::Cell;
use crate::cell::timers::Timer;
use crate::entry::{Access, Event};
use crate::output::{Output, Page};
use crate::tracking::view::{QueueCount, QueueCounts};
use core::time::Duration;
use hoeder_vocab::{AccountId, Actor, DeskId, IncidentId, LogKind, Role, UtcMillis};
use hoeder_watch::track::Queue;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A second, in which each queue has its reserved number of news.
const TURN: Duration = Duration::from_secs(1);
/// Most incidents of a queue besides danger that a screen is told when it comes; the rest is in the list.
const MOST_AT_FIRST: usize = 200;

/// One of the two queues that can be flooded.
#[derive(Debug, Default)]
struct Lane {
    /// Whose news waits, the oldest incident first.
    waiting: BTreeSet<(UtcMillis, IncidentId)>,
    /// When the running second began, and how much was told in it.
    turn: (UtcMillis, u16),
}

impl Lane {
    fn may_tell(&mut self, most: u16, now: UtcMillis) -> bool {
        if now.since(self.turn.0) >= TURN || now < self.turn.0 {
            self.turn = (now, 0);
        }
        let free = self.turn.1 < most.max(1);
        self.turn.1 += u16::from(free);
        free
    }
}

/// What waits to be told.
#[derive(Debug, Default)]
pub(in crate::cell) struct Feed {
    tracking: Lane,
    technical: Lane,
    /// The counts may have changed since they were last told.
    stale: bool,
    told: (UtcMillis, QueueCounts),
}

impl Feed {
    const fn lane(&mut self, queue: Queue) -> Option<&mut Lane> {
        match queue {
            Queue::Danger => None,
            Queue::Tracking => Some(&mut self.tracking),
            Queue::Technical => Some(&mut self.technical),
        }
    }
    fn forget(&mut self, key: (UtcMillis, IncidentId)) {
        self.tracking.waiting.remove(&key);
        self.technical.waiting.remove(&key);
    }
}

impl Cell {
    /// An incident is new or changed.
    pub(super) fn news_of_incident(&mut self, id: IncidentId, now: UtcMillis) {
        self.tracking.feed.stale = true;
        let Some(kept) = self.tracking.incidents.get(&id) else { return };
        let (open, queue) = (kept.incident.is_open(), kept.incident.queue());
        let key = (kept.incident.opened_at().unwrap_or(now), id);
        self.tracking.feed.forget(key);
        if !open {
            self.page_end_of_incident(id, now);
            return;
        }
        let most = self.most_per_second(queue);
        if let Some(lane) = self.tracking.feed.lane(queue)
            && !(lane.waiting.is_empty() && lane.may_tell(most, now))
        {
            lane.waiting.insert(key);
            return;
        }
        self.page_incident(id, now);
    }

    const fn most_per_second(&self, queue: Queue) -> u16 {
        match queue {
            Queue::Danger => u16::MAX,
            Queue::Tracking => self.config.tracking.tracking_per_s,
            Queue::Technical => self.config.tracking.technical_per_s,
        }
    }

    /// Tells what has its turn, and how full the queues are, at most once a second.
    pub(in crate::cell) fn feed_desks(&mut self, now: UtcMillis) {
        for queue in [Queue::Tracking, Queue::Technical] {
            let most = self.most_per_second(queue);
            while let Some(id) = self.next_in_turn(queue, most, now) {
                self.page_incident(id, now);
            }
        }
        if self.tracking.feed.stale && now.since(self.tracking.feed.told.0) >= TURN {
            self.tracking.feed.stale = false;
            let counts = self.queue_counts();
            if self.tracking.feed.told.1 != counts {
                let desks = self.desks_of_centre();
                self.page_tracking(desks, Page::Queues(counts));
            }
            self.tracking.feed.told = (now, counts);
        }
        let feed = &self.tracking.feed;
        let waits = !feed.tracking.waiting.is_empty() || !feed.technical.waiting.is_empty();
        let next = (waits || feed.stale).then(|| now.plus(TURN));
        match (next, self.timers.due(Timer::Feed)) {
            (Some(_), Some(_)) => {}
            (next, _) => self.timers.set(Timer::Feed, next),
        }
    }

    fn next_in_turn(&mut self, queue: Queue, most: u16, now: UtcMillis) -> Option<IncidentId> {
        let lane = self.tracking.feed.lane(queue)?;
        let key = *lane.waiting.first()?;
        if !lane.may_tell(most, now) {
            return None;
        }
        lane.waiting.remove(&key);
        Some(key.1)
    }

    pub(super) fn queue_counts(&self) -> QueueCounts {
        let mut counts = QueueCounts::default();
        for kept in self.tracking.open.values().filter_map(|id| self.tracking.incidents.get(id)) {
            let incident = &kept.incident;
            let count = match incident.queue() {
                Queue::Danger => &mut counts.danger,
                Queue::Tracking => &mut counts.tracking,
                Queue::Technical => &mut counts.technical,
            };
            count.open += 1;
            if let Some(ringing) = incident.ringing() {
                count.waiting += 1;
                let oldest = count.oldest_waiting.map_or(ringing.since, |at| at.min(ringing.since));
                count.oldest_waiting = Some(oldest);
            }
        }
        let held = |count: &mut QueueCount, lane: &Lane| {
            count.held_back = u32::try_from(lane.waiting.len()).unwrap_or(u32::MAX);
        };
        held(&mut counts.tracking, &self.tracking.feed.tracking);
        held(&mut counts.technical, &self.tracking.feed.technical);
        counts
    }

    fn desks_of_centre(&self) -> Vec<DeskId> {
        let sits = |account: &AccountId| {
            self.book.accounts.get(account).is_some_and(|account| account.role == Role::Monitor)
        };
        self.desks.iter().filter(|(_, account)| sits(account)).map(|(desk, _)| *desk).collect()
    }

    pub(super) fn page_tracking_tasks(&mut self) {
        let desks = self.desks_of_centre();
        self.page_tracking(desks, Page::TasksChanged);
    }

    fn page_tracking(&mut self, desks: Vec<DeskId>, page: Page) {
        if desks.is_empty() {
            return;
        }
        self.page_number += 1;
        self.incident_pages.push_back(Output::Page { number: self.page_number, desks, page });
    }

    fn sees_incident(&self, id: IncidentId, account: AccountId) -> bool {
        let (Some(kept), Some(account)) =
            (self.tracking.incidents.get(&id), self.book.accounts.get(&account))
        else {
            return false;
        };
        let zones = self.called_zones(&kept.incident);
        access::incident_sight(account, self.incident_facts(&kept.incident, &zones))
    }

    /// Tells every screen that may know of it how it is now.
    fn page_incident(&mut self, id: IncidentId, now: UtcMillis) {
        let Some(kept) = self.tracking.incidents.get(&id) else { return };
        let had = kept.desks.clone();
        let seen = self.desks.iter().filter(|(_, account)| self.sees_incident(id, **account));
        let sees: Vec<DeskId> = seen.map(|(desk, _)| *desk).collect();
        let gone: Vec<DeskId> = had.into_iter().filter(|desk| !sees.contains(desk)).collect();
        if let Some(kept) = self.tracking.incidents.get_mut(&id) {
            kept.desks = sees.iter().copied().collect();
        }
        self.page_tracking(gone, Page::IncidentGone(id));
        self.tell_incident(id, sees, now);
    }

    fn tell_incident(&mut self, id: IncidentId, desks: Vec<DeskId>, now: UtcMillis) {
        if desks.is_empty() {
            return;
        }
        if let Some(view) = self.incident_view(id, now) {
            self.log_incident_disclosure(id, &desks, now);
            self.page_tracking(desks, Page::Incident(Arc::new(view)));
        }
    }

    /// Those that had it are told a last time, without where anybody was (GN-03).
    fn page_end_of_incident(&mut self, id: IncidentId, now: UtcMillis) {
        let view = self.incident_view(id, now);
        let Some(kept) = self.tracking.incidents.get_mut(&id) else { return };
        let desks: Vec<DeskId> = core::mem::take(&mut kept.desks).into_iter().collect();
        if let Some(view) = view {
            self.page_tracking(desks.clone(), Page::Incident(Arc::new(view)));
        }
        self.page_tracking(desks, Page::IncidentGone(id));
    }

    /// A screen connected: all danger that it may know of, and the first of the other queues.
    pub(in crate::cell) fn page_incidents_to(&mut self, desk: DeskId, account: AccountId, now: UtcMillis) {
        let mut open: Vec<(Queue, UtcMillis, IncidentId)> = self
            .tracking
            .open
            .values()
            .filter_map(|id| self.tracking.incidents.get(id).map(|kept| (*id, kept)))
            .map(|(id, kept)| (kept.incident.queue(), kept.incident.opened_at().unwrap_or(now), id))
            .collect();
        open.sort_unstable();
        let mut told = [0_usize; 2];
        for (queue, _, id) in open {
            let room = match queue {
                Queue::Danger => true,
                Queue::Tracking => take_one(&mut told[0]),
                Queue::Technical => take_one(&mut told[1]),
            };
            if room && self.sees_incident(id, account) {
                if let Some(kept) = self.tracking.incidents.get_mut(&id) {
                    kept.desks.insert(desk);
                }
                self.tell_incident(id, vec![desk], now);
            }
        }
        if self.book.accounts.get(&account).is_some_and(|one| one.role == Role::Monitor) {
            let counts = self.queue_counts();
            self.page_tracking(vec![desk], Page::Queues(counts));
        }
        self.mind_incident_owners(account, now);
    }

    pub(in crate::cell) fn incident_desk_down(&mut self, desk: DeskId, account: AccountId, now: UtcMillis) {
        let open: Vec<IncidentId> = self.tracking.open.values().copied().collect();
        for id in open {
            if let Some(kept) = self.tracking.incidents.get_mut(&id) {
                kept.desks.remove(&desk);
            }
        }
        self.mind_incident_owners(account, now);
    }

    /// One line in the access log for those who see it for the first time, not one per change.
    fn log_incident_disclosure(&mut self, id: IncidentId, desks: &[DeskId], now: UtcMillis) {
        let accounts: Vec<AccountId> =
            desks.iter().filter_map(|desk| self.desks.get(desk).copied()).collect();
        let Some(kept) = self.tracking.incidents.get_mut(&id) else { return };
        let about = kept.incident.about();
        let recipients: Vec<AccountId> =
            accounts.into_iter().filter(|account| kept.told.insert(*account)).collect();
        if recipients.is_empty() {
            return;
        }
        let case = about.and_then(|about| self.tracking.mandate_about(about)).map(|mandate| mandate.case);
        let (kind, action) = (LogKind::Disclosure, "incident.page");
        let access = Access { kind, action, case, alarm: None, denied: None, recipients };
        self.record(Actor::System, Self::purpose(Action::ReadIncident), now, Event::Accessed(access));
    }
}

const fn take_one(told: &mut usize) -> bool {
    *told += 1;
    *told <= MOST_AT_FIRST
}
