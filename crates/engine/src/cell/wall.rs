//! The wall: health of the whole chain in counts, with the oldest proof of life (FL-10), per zone and in all.
//!
//! No personal data, except that colleagues of a room are told by name whose desk is deaf.

use super::Cell;
use super::ears::{in_control_room, is_staff};
use super::timers::Timer;
use crate::access::Action;
use crate::duty::DeskState;
use crate::output::Page;
use crate::roster::{Account, DeviceState};
use crate::view::{DeskAlert, MyDesk, ProofAges, WallView, ZoneHealth};
use core::time::Duration;
use hoeder_vocab::{DeskId, HandsetId, ReceivedAt, Role, RoomId, UtcMillis, ZoneId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often screens are told how the chain is.
pub(super) const WALL_EVERY: Duration = Duration::from_secs(5);
/// The counts over all handsets serve the pictures of single screens for so long, so that a hundred screens that
/// connect at once do not count ten thousand handsets a hundred times.
const CHAIN_SERVES: Duration = Duration::from_secs(1);

/// Counts over all handsets at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    at: UtcMillis,
    all: Counts,
    revoked: u32,
    ages: ProofAges,
    zones: BTreeMap<ZoneId, Counts>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    handsets: u32,
    proven: u32,
    oldest: Option<UtcMillis>,
    alerts: u32,
    unowned: u32,
}

impl Counts {
    fn add(&mut self, one: Self) {
        self.handsets += one.handsets;
        self.proven += one.proven;
        self.oldest = match (self.oldest, one.oldest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.alerts += one.alerts;
        self.unowned += one.unowned;
    }
}

/// For whom a picture of the wall is: screens of the same room and the same right share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Audience {
    room: RoomId,
    sees: Sees,
}

/// How much of the chain a screen is told. Who may not read the wall learns whether what is typed is kept, no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sees {
    Names,
    Counts,
    Store,
}

impl Cell {
    pub(super) fn tick_wall(&mut self, now: UtcMillis) {
        let all: Vec<DeskId> = self.desks.keys().copied().collect();
        if all.is_empty() {
            return;
        }
        self.chain = None;
        self.page_wall(&all, now);
        self.timers.set(Timer::Wall, Some(now.plus(WALL_EVERY)));
    }

    /// Tells screens how the chain is: one picture per room, and to each how it is itself.
    pub(super) fn page_wall(&mut self, desks: &[DeskId], now: UtcMillis) {
        let mut groups: BTreeMap<(Audience, Option<MyDesk>), Vec<DeskId>> = BTreeMap::new();
        for desk in desks {
            let Some(account) = self.desks.get(desk).and_then(|a| self.book.accounts.get(a)) else {
                continue;
            };
            let group = (self.audience(account), self.my_desk(*desk, account, now));
            groups.entry(group).or_default().push(*desk);
        }
        let mut pictures: BTreeMap<Audience, Arc<WallView>> = BTreeMap::new();
        for ((audience, my_desk), desks) in groups {
            let wall = match pictures.get(&audience) {
                Some(wall) => Arc::clone(wall),
                None => Arc::new(self.picture(audience, now)),
            };
            pictures.insert(audience, Arc::clone(&wall));
            self.page(desks, Page::Wall { wall, my_desk });
        }
    }

    /// The wall as this account sees it.
    pub(super) fn wall(&mut self, account: Option<&Account>, now: UtcMillis) -> WallView {
        let own = Audience { room: self.config.own_room, sees: Sees::Counts };
        let audience = account.map_or(own, |account| self.audience(account));
        self.picture(audience, now)
    }

    fn audience(&self, account: &Account) -> Audience {
        let named = matches!(account.role, Role::Operator | Role::Supervisor | Role::Wall);
        let sees = match Action::ReadWall.rule().roles.contains(&account.role) {
            true if named => Sees::Names,
            true => Sees::Counts,
            false => Sees::Store,
        };
        let room = if account.role == Role::Wall { account.room } else { None };
        Audience { room: room.unwrap_or_else(|| self.room_of(account)), sees }
    }

    fn my_desk(&self, desk: DeskId, account: &Account, now: UtcMillis) -> Option<MyDesk> {
        if !is_staff(account) {
            return None;
        }
        let off =
            || MyDesk { state: DeskState::OffDuty, since: self.off_since.get(&desk).copied().unwrap_or(now) };
        let station = self.roll.get(desk);
        Some(station.map_or_else(off, |s| MyDesk { state: s.state, since: s.since }))
    }

    fn picture(&mut self, audience: Audience, now: UtcMillis) -> WallView {
        if audience.sees == Sees::Store {
            return self.only_the_store(audience.room, now);
        }
        let chain = self.chain_at(now);
        let figures = self.room_figures(audience.room, now);
        let lost = self.desk_alerts(audience.room);
        let mut wall = WallView {
            as_of: now,
            room: audience.room,
            store: self.store,
            ringing: 0,
            owned: 0,
            desks_own_room: 0,
            desks: count(self.desks.len()),
            handsets: chain.all.handsets,
            handsets_proven: chain.all.proven,
            oldest_proof: chain.all.oldest.map(ReceivedAt),
            alerts: chain.all.alerts,
            alerts_unowned: chain.all.unowned,
            recordings_stopped: 0,
            sound_off: self.sound_off,
            pv_to_follow: 0,
            handsets_revoked: chain.revoked,
            operators_on_duty: figures.operators,
            staffing_low: figures.staffing_low,
            desks_lost: count(lost.len()),
            desk_alerts: if audience.sees == Sees::Names { lost } else { Vec::new() },
            shown_10m: figures.shown_10m,
            shown_60m: figures.shown_60m,
            flood: figures.flood,
            zones: self.zone_health(&chain),
            ages: chain.ages,
        };
        for running in self.alarms.values() {
            wall.ringing += u32::from(running.alarm.is_ringing());
            wall.owned += u32::from(running.alarm.owner().is_some());
            wall.recordings_stopped += u32::from(running.lacks_recording());
            wall.pv_to_follow += u32::from(running.alarm.open_pv_task());
        }
        for account in self.desks.values().filter_map(|a| self.book.accounts.get(a)) {
            let alarm_desk = in_control_room(account);
            wall.desks_own_room += u32::from(alarm_desk && account.room == Some(self.config.own_room));
        }
        wall
    }

    fn only_the_store(&self, room: RoomId, now: UtcMillis) -> WallView {
        WallView {
            as_of: now,
            room,
            store: self.store,
            ringing: 0,
            owned: 0,
            desks_own_room: 0,
            desks: 0,
            handsets: 0,
            handsets_proven: 0,
            oldest_proof: None,
            alerts: 0,
            alerts_unowned: 0,
            recordings_stopped: 0,
            sound_off: false,
            pv_to_follow: 0,
            handsets_revoked: 0,
            operators_on_duty: 0,
            staffing_low: false,
            desks_lost: 0,
            desk_alerts: Vec::new(),
            shown_10m: 0,
            shown_60m: 0,
            flood: None,
            zones: Vec::new(),
            ages: ProofAges::default(),
        }
    }

    fn chain_at(&mut self, now: UtcMillis) -> Chain {
        match &self.chain {
            Some(chain) if now.since(chain.at) < CHAIN_SERVES && chain.at <= now => chain.clone(),
            Some(_) | None => {
                let chain = self.count_chain(now);
                self.chain = Some(chain.clone());
                chain
            }
        }
    }

    fn count_chain(&self, now: UtcMillis) -> Chain {
        let mut chain = Chain { at: now, ..Chain::default() };
        for handset in self.book.handsets.values() {
            match handset.state {
                DeviceState::Revoked => chain.revoked += 1,
                DeviceState::Active => {
                    let one = self.prove(handset.id, now);
                    chain.all.add(one);
                    chain.ages.add(one.oldest.map(|heard| now.since(heard)));
                    if let Some(case) = self.book.case_of_handset(handset.id) {
                        chain.zones.entry(case.managing_zone).or_default().add(one);
                    }
                }
            }
        }
        chain
    }

    fn prove(&self, handset: HandsetId, now: UtcMillis) -> Counts {
        let mut one = Counts { handsets: 1, ..Counts::default() };
        let Some(watch) = self.watches.get(&handset) else { return one };
        one.oldest = watch.last_heard();
        let proven = one.oldest.is_some_and(|heard| now.since(heard) <= self.watch_times(handset).dead_man);
        one.proven = u32::from(proven);
        one.alerts = count(watch.alerts().count());
        one.unowned = count(watch.alerts().filter(|alert| alert.owner.is_none()).count());
        one
    }

    fn zone_health(&self, chain: &Chain) -> Vec<ZoneHealth> {
        let mut ringing: BTreeMap<ZoneId, u32> = BTreeMap::new();
        for (_, running) in self.open_alarms().filter(|(_, running)| running.alarm.is_ringing()) {
            for zone in &running.zones {
                *ringing.entry(*zone).or_default() += 1;
            }
        }
        let mut zones = chain.zones.clone();
        // Also a zone without a handset: where it rings, and where somebody sits at its duty desk.
        let at_desks = self.desks.values().filter_map(|account| self.book.accounts.get(account));
        let duty =
            at_desks.filter(|account| account.role == Role::ZoneDuty).filter_map(|account| account.zone);
        for zone in ringing.keys().copied().chain(duty) {
            zones.entry(zone).or_default();
        }
        zones
            .iter()
            .filter_map(|(zone, counts)| {
                Some(ZoneHealth {
                    zone: self.zones.name(*zone)?,
                    handsets: counts.handsets,
                    proven: counts.proven,
                    oldest_proof: counts.oldest.map(ReceivedAt),
                    alerts: counts.alerts,
                    alerts_unowned: counts.unowned,
                    ringing: ringing.get(zone).copied().unwrap_or(0),
                })
            })
            .collect()
    }

    fn desk_alerts(&self, room: RoomId) -> Vec<DeskAlert> {
        let lost = self.roll.alerts().into_iter().filter_map(|(desk, station)| {
            let account = self.book.accounts.get(&station.account)?;
            let of_zone = || account.zone.and_then(|zone| self.zones.name(zone)).map(|zone| zone.name);
            let of_room = || self.book.rooms.get(&self.room_of(account)).map(|room| room.name.clone());
            let place = if in_control_room(account) { of_room() } else { of_zone() };
            (self.room_of(account) == room).then(|| DeskAlert {
                desk,
                account: account.id,
                account_name: account.name.clone(),
                room_name: place.unwrap_or_default(),
                state: station.state,
                since: station.since,
            })
        });
        lost.collect()
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
