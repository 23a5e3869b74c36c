//! Who hears: what the desks said against what the engine wrote down, and what it does where nobody hears (FL-06, FL-10).

use super::{Checks, LATE};
use crate::demo::{NEIGHBOUR_ROOM, OWN_ROOM};
use crate::world::{Flow, broken};
use hoeder_engine::access::Action;
use hoeder_engine::duty::{DeskState, READY_TIMEOUT};
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::load::Flood;
use hoeder_engine::view::WallView;
use hoeder_vocab::{AccountId, DeskId, Role, RoomId, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, Rung};
use hoeder_watch::supervision::SupervisionEvent;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Who hears, twice: by the pages themselves, and by the log.
#[derive(Default)]
pub(crate) struct Ears {
    /// When a page last said that it can be heard.
    pages: BTreeMap<DeskId, UtcMillis>,
    /// What the log says of each desk that is not off duty.
    written: BTreeMap<DeskId, (AccountId, DeskState)>,
    /// Lost desks of which a colleague took notice.
    noticed: BTreeSet<DeskId>,
    /// Who was lost before the outputs at hand.
    lost_before: BTreeSet<AccountId>,
}

impl Ears {
    pub(super) fn forget_pages(&mut self) {
        self.pages.clear();
    }

    pub(super) fn remember(&mut self) {
        self.lost_before = self.lost();
    }

    pub(super) fn is_deaf(&mut self, desk: DeskId) {
        self.pages.remove(&desk);
    }

    fn hears(&self, account: AccountId) -> bool {
        self.written.values().any(|(of, state)| *of == account && *state == DeskState::OnDuty)
    }

    /// People whose desk was lost, who hear nowhere, and of whom nobody took notice.
    fn lost(&self) -> BTreeSet<AccountId> {
        self.written
            .iter()
            .filter(|(desk, (account, state))| {
                *state != DeskState::OnDuty && !self.noticed.contains(desk) && !self.hears(*account)
            })
            .map(|(_, (account, _))| *account)
            .collect()
    }
}

impl Checks {
    pub(crate) fn desk_hears(&mut self, desk: DeskId, now: UtcMillis) {
        self.ears.pages.insert(desk, now);
    }

    pub(crate) fn desk_is_deaf(&mut self, desk: DeskId) {
        self.ears.is_deaf(desk);
    }

    pub(super) fn ears_take(&mut self, entry: &Entry) -> Flow {
        if let Event::DeskChanged { desk, account, to } = &entry.event {
            let ears = &mut self.ears;
            ears.written.remove(desk);
            ears.noticed.remove(desk);
            let leaves_others = !matches!(to, DeskState::OnDuty | DeskState::Gone);
            ears.written.retain(|_, (of, state)| leaves_others || of != account || *state != DeskState::Gone);
            let closes_a_second = *to == DeskState::Gone && ears.hears(*account);
            if *to != DeskState::OffDuty && !closes_a_second {
                ears.written.insert(*desk, (*account, *to));
            }
        }
        if let Event::DeskAcknowledged { account, .. } = &entry.event {
            let lost = |(of, state): &(AccountId, DeskState)| of == account && *state != DeskState::OnDuty;
            let noticed: Vec<DeskId> =
                self.ears.written.iter().filter(|(_, s)| lost(s)).map(|(desk, _)| *desk).collect();
            self.ears.noticed.extend(noticed);
        }
        if let Event::FloodChanged { room: OWN_ROOM, to: Flood::Begun } = entry.event {
            return self.flood_is_one(entry.decided_at.0);
        }
        Ok(())
    }

    fn people_on_duty(&self, room: RoomId) -> usize {
        let people: BTreeSet<AccountId> = self
            .ears
            .written
            .values()
            .filter(|(_, state)| *state == DeskState::OnDuty)
            .map(|(account, _)| *account)
            .filter(|account| self.accounts.get(account).is_some_and(|a| a.room == Some(room)))
            .collect();
        people.len()
    }

    /// FL-01, ISA-18.2: a flood is more than ten in ten minutes per staffed desk.
    fn flood_is_one(&self, now: UtcMillis) -> Flow {
        let counts = |event: &Event| {
            matches!(
                event,
                Event::Alarm(_, AlarmEvent::Raised { .. })
                    | Event::Watch(
                        _,
                        SupervisionEvent::AlertOpened { .. } | SupervisionEvent::AlertReturned { .. }
                    )
            )
        };
        let recent = |entry: &&Entry| now.since(entry.decided_at.0) < Duration::from_secs(600);
        let shown = self.log.iter().filter(recent).filter(|entry| counts(&entry.event)).count();
        let desks = self.people_on_duty(OWN_ROOM).max(1);
        if shown > 10 * desks {
            return Ok(());
        }
        broken("a flood is more than a room can take in (FL-01)", format!("{shown} on {desks} desks"))
    }

    /// FL-10: what the log says of a connected desk is what its page says, or stopped saying.
    pub(super) fn ears_are_known(&self, now: UtcMillis) -> Flow {
        for (desk, account) in &self.desks {
            let staff = self
                .accounts
                .get(account)
                .is_some_and(|a| matches!(a.role, Role::Operator | Role::Supervisor | Role::ZoneDuty));
            if !staff {
                continue;
            }
            let written = self.ears.written.get(desk).is_some_and(|(_, state)| *state == DeskState::OnDuty);
            let said = self.ears.pages.get(desk);
            let hears = said.is_some_and(|at| now < at.plus(READY_TIMEOUT));
            let just = said.is_some_and(|at| now <= at.plus(READY_TIMEOUT + LATE));
            if written && !just || hears && !written {
                return broken(
                    "the engine knows which desks can be heard (FL-10)",
                    format!("{desk} said so {said:?}, the log says {written}"),
                );
            }
        }
        Ok(())
    }

    /// FL-06: an alarm in a room with no ears has climbed at once.
    pub(super) fn nothing_rings_unheard(&self, now: UtcMillis) -> Flow {
        // Desks of the last life have as long to come back as a desk may be silent.
        if now <= self.began.plus(READY_TIMEOUT + LATE) {
            return Ok(());
        }
        for (id, case) in self.model.open().filter(|(_, case)| case.ringing_since.is_some()) {
            let room = match case.rung {
                Rung::OwnRoom => OWN_ROOM,
                Rung::NeighbourRoom => NEIGHBOUR_ROOM,
                Rung::ZoneDuty | Rung::Everyone => continue,
            };
            let heard = self.desks.iter().any(|(desk, account)| {
                let of_room = self.accounts.get(account).is_some_and(|a| a.room == Some(room));
                let said = self.ears.pages.get(desk);
                of_room && said.is_some_and(|at| now <= at.plus(READY_TIMEOUT + LATE))
            });
            if !heard {
                return broken(
                    "an alarm in a room with no ears has climbed at once (FL-06)",
                    format!("{id} rings on {:?}", case.rung),
                );
            }
        }
        Ok(())
    }

    /// FL-10: a lost desk is on the wall of its room until it is back or a colleague took notice; others read no names.
    pub(super) fn wall_page(&self, desk: DeskId, wall: &WallView) -> Flow {
        let Some(account) = self.at(desk) else { return Ok(()) };
        let named: BTreeSet<AccountId> = wall.desk_alerts.iter().map(|alert| alert.account).collect();
        let told = matches!(account.role, Role::Operator | Role::Supervisor | Role::Wall);
        if !told && !named.is_empty() {
            return broken(
                "colleagues are named to their own room only (GN-03)",
                format!("{:?}", account.role),
            );
        }
        if !Action::ReadWall.rule().roles.contains(&account.role) {
            let silent = wall.zones.is_empty() && (wall.handsets, wall.alerts, wall.desks_lost) == (0, 0, 0);
            let seen =
                || broken("who may not read the wall is told of the store alone (GN-03)", String::new());
            return if silent { Ok(()) } else { seen() };
        }
        let room = if told { account.room.unwrap_or(OWN_ROOM) } else { OWN_ROOM };
        let of_room =
            |id: &AccountId| self.accounts.get(id).is_some_and(|a| a.room.unwrap_or(OWN_ROOM) == room);
        // A page may be of the middle of the moment that is looked at.
        let after: BTreeSet<AccountId> = self.ears.lost().into_iter().filter(of_room).collect();
        let before: BTreeSet<AccountId> = self.ears.lost_before.iter().copied().filter(of_room).collect();
        let (least, most): (BTreeSet<_>, BTreeSet<_>) = (&before & &after, &before | &after);
        let fits = !told || named.is_superset(&least) && named.is_subset(&most);
        let count = usize::try_from(wall.desks_lost).unwrap_or(usize::MAX);
        if fits && (least.len()..=most.len()).contains(&count) {
            return Ok(());
        }
        broken(
            "a desk that went deaf is on the wall until it is back or acknowledged (FL-10)",
            format!("{} named, {} to {} lost, counted {count}", named.len(), least.len(), most.len()),
        )
    }
}
