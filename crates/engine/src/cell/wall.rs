//! The wall: health of the whole chain in counts, with the oldest proof of life (FL-10). No personal data.

use super::Cell;
use super::timers::Timer;
use crate::output::Page;
use crate::roster::DeviceState;
use crate::view::WallView;
use core::time::Duration;
use hoeder_vocab::{DeskId, ReceivedAt, Role, UtcMillis};
use std::sync::Arc;

/// How often screens are told how the chain is.
pub(super) const WALL_EVERY: Duration = Duration::from_secs(5);

impl Cell {
    pub(super) fn tick_wall(&mut self, now: UtcMillis) {
        let all: Vec<DeskId> = self.desks.keys().copied().collect();
        if all.is_empty() {
            return;
        }
        let wall = Arc::new(self.wall(now));
        self.page(all, Page::Wall(wall));
        self.timers.set(Timer::Wall, Some(now.plus(WALL_EVERY)));
    }

    pub(super) fn wall(&self, now: UtcMillis) -> WallView {
        let mut wall = WallView {
            as_of: now,
            store: self.store,
            ringing: 0,
            owned: 0,
            desks_own_room: 0,
            desks: count(self.desks.len()),
            handsets: 0,
            handsets_proven: 0,
            oldest_proof: None,
            alerts: 0,
            alerts_unowned: 0,
            pv_to_follow: 0,
            handsets_revoked: 0,
        };
        for running in self.alarms.values() {
            wall.ringing += u32::from(running.alarm.is_ringing());
            wall.owned += u32::from(running.alarm.owner().is_some());
            wall.pv_to_follow += u32::from(running.alarm.open_pv_task());
        }
        for account in self.desks.values().filter_map(|a| self.book.accounts.get(a)) {
            let alarm_desk = matches!(account.role, Role::Operator | Role::Supervisor);
            wall.desks_own_room += u32::from(alarm_desk && account.room == Some(self.config.own_room));
        }
        for handset in self.book.handsets.values() {
            match handset.state {
                DeviceState::Revoked => wall.handsets_revoked += 1,
                DeviceState::Active => self.prove(handset.id, &mut wall, now),
            }
        }
        wall
    }

    fn prove(&self, handset: hoeder_vocab::HandsetId, wall: &mut WallView, now: UtcMillis) {
        wall.handsets += 1;
        let Some(watch) = self.watches.get(&handset) else { return };
        if let Some(heard) = watch.last_heard() {
            wall.handsets_proven += u32::from(now.since(heard) <= self.watch_times(handset).dead_man);
            let oldest = wall.oldest_proof.map_or(heard, |o: ReceivedAt| o.0.min(heard));
            wall.oldest_proof = Some(ReceivedAt(oldest));
        }
        wall.alerts += count(watch.alerts().count());
        wall.alerts_unowned += count(watch.alerts().filter(|alert| alert.owner.is_none()).count());
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
