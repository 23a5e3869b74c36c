//! Desks that can be heard and desks that cannot: what they say, what they fail to say, and what follows for the ladder.
//!
//! A desk that falls silent is an alert to its room; a ringing alarm does not wait where nobody hears (FL-06, FL-10).

use super::Cell;
use super::timers::Timer;
use crate::access::{self, Action, Resource};
use crate::duty::{DeskState, Readiness};
use crate::entry::Event;
use crate::output::Problem;
use crate::roster::Account;
use core::time::Duration;
use hoeder_vocab::{AccountId, Actor, AlarmId, DeskId, Purpose, Role, RoomId, UtcMillis};

/// News of a desk is on every wall within this time; changes of the same moment share one picture.
const WALL_SOON: Duration = Duration::from_millis(500);

/// Does the ladder count on somebody who hears at this person's desk?
pub(super) const fn is_staff(account: &Account) -> bool {
    match account.role {
        Role::Operator | Role::Supervisor => account.room.is_some(),
        Role::ZoneDuty => account.zone.is_some(),
        Role::Patrol
        | Role::CaseOfficer
        | Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => false,
    }
}

/// Does this account sit in a control room?
pub(super) const fn in_control_room(account: &Account) -> bool {
    matches!(account.role, Role::Operator | Role::Supervisor)
}

impl Cell {
    /// The room that cares when this person's desk is lost; for a zone's duty desk that is the cell's own room.
    pub(super) fn room_of(&self, account: &Account) -> RoomId {
        account.room.filter(|_| in_control_room(account)).unwrap_or(self.config.own_room)
    }

    /// People who can be called by sound now.
    pub(super) fn people_on_duty(&self) -> impl Iterator<Item = &Account> {
        self.roll.on_duty().filter_map(|account| self.book.accounts.get(&account))
    }

    pub(super) fn on_ready(&mut self, desk: DeskId, readiness: Readiness, now: UtcMillis) {
        let Some(account) = self.desks.get(&desk).and_then(|a| self.book.accounts.get(a)) else { return };
        if !is_staff(account) {
            return;
        }
        let (id, actor) = (account.id, Actor::Account(account.id, account.role));
        let on_duty = self.roll.get(desk).is_some_and(|s| s.state == DeskState::OnDuty);
        match (readiness.has_ears(), on_duty) {
            (true, was) => {
                self.timers.set(Timer::Desk(desk), Some(now.plus(self.config.ready_timeout)));
                if !was {
                    self.change_desk((desk, id), DeskState::OnDuty, actor, now);
                    self.leave_former_desks(id, now);
                    self.ears_changed(desk, now);
                }
            }
            (false, true) => {
                self.timers.set(Timer::Desk(desk), None);
                self.change_desk((desk, id), DeskState::Deaf, actor, now);
                self.ears_changed(desk, now);
            }
            (false, false) => {}
        }
    }

    /// Somebody leaves in order: this desk, and whatever that person had lost before.
    pub(super) fn on_off_duty(&mut self, desk: DeskId, now: UtcMillis) {
        let Some(&account) = self.desks.get(&desk) else { return };
        let lost: Vec<DeskId> = self
            .roll
            .iter()
            .filter(|(of, s)| *of == desk || s.account == account && s.state == DeskState::Gone)
            .map(|(of, _)| of)
            .collect();
        let actor = self.actor_of(account);
        for of in &lost {
            self.timers.set(Timer::Desk(*of), None);
            self.change_desk((*of, account), DeskState::OffDuty, actor, now);
        }
        if !lost.is_empty() {
            self.off_since.insert(desk, now);
            self.ears_changed(desk, now);
        }
    }

    /// A sign-out is a word of leave: the screens that close with it are not lost.
    pub(super) fn on_leave(&mut self, account: AccountId, now: UtcMillis) {
        let grace = self.config.ready_timeout;
        self.leaving.retain(|_, at| now.since(*at) <= grace);
        self.leaving.insert(account, now);
        let gone: Vec<DeskId> = self
            .roll
            .iter()
            .filter(|(_, s)| s.account == account && s.state == DeskState::Gone)
            .map(|(desk, _)| desk)
            .collect();
        let actor = self.actor_of(account);
        for desk in gone {
            self.change_desk((desk, account), DeskState::OffDuty, actor, now);
        }
    }

    /// The connection of a desk ended.
    pub(super) fn lose_desk(&mut self, desk: DeskId, account: AccountId, now: UtcMillis) {
        self.timers.set(Timer::Desk(desk), None);
        let Some(station) = self.roll.get(desk) else { return };
        let took_leave =
            self.leaving.get(&account).is_some_and(|at| now.since(*at) <= self.config.ready_timeout);
        // A colleague who took notice of the deaf desk is not called again because it is now switched off.
        let to = if took_leave || station.is_acknowledged() { DeskState::OffDuty } else { DeskState::Gone };
        self.change_desk((desk, account), to, Actor::System, now);
        self.ears_changed(desk, now);
    }

    /// A desk did not say in time that it can be heard; after a restart, one of the last life did not come back.
    pub(super) fn tick_desk(&mut self, desk: DeskId, now: UtcMillis) {
        let Some(station) = self.roll.get(desk) else { return };
        let account = station.account;
        let to = match (self.desks.contains_key(&desk), station.state) {
            (true, DeskState::OnDuty) => DeskState::Deaf,
            (false, DeskState::OnDuty | DeskState::Deaf) => DeskState::Gone,
            (true, DeskState::Deaf | DeskState::Gone | DeskState::OffDuty)
            | (false, DeskState::Gone | DeskState::OffDuty) => return,
        };
        self.change_desk((desk, account), to, Actor::System, now);
        self.ears_changed(desk, now);
    }

    /// Desks of the last life have as long to come back as a desk may be silent; until then they count.
    pub(super) fn await_desks(&mut self, now: UtcMillis) {
        let due = now.plus(self.config.ready_timeout);
        let former: Vec<DeskId> = self.roll.iter().map(|(desk, _)| desk).collect();
        for desk in former {
            self.timers.set(Timer::Desk(desk), Some(due));
        }
    }

    /// A person who is on duty again has left the desks of an earlier connection.
    fn leave_former_desks(&mut self, account: AccountId, now: UtcMillis) {
        let former: Vec<DeskId> = self
            .roll
            .iter()
            .filter(|(desk, s)| s.account == account && !self.desks.contains_key(desk))
            .map(|(desk, _)| desk)
            .collect();
        for desk in former {
            self.timers.set(Timer::Desk(desk), None);
            self.change_desk((desk, account), DeskState::Gone, Actor::System, now);
        }
    }

    fn change_desk(
        &mut self,
        (desk, account): (DeskId, AccountId),
        to: DeskState,
        actor: Actor,
        now: UtcMillis,
    ) {
        self.record(actor, Purpose::Supervision, now, Event::DeskChanged { desk, account, to });
    }

    fn actor_of(&self, account: AccountId) -> Actor {
        self.book.accounts.get(&account).map_or(Actor::System, |a| Actor::Account(account, a.role))
    }

    /// What rings where nobody hears climbs at once; the screen is told what it is now, the others soon.
    fn ears_changed(&mut self, desk: DeskId, now: UtcMillis) {
        let ringing: Vec<(AlarmId, _)> = self
            .open_alarms()
            .filter(|(_, running)| running.alarm.is_ringing())
            .map(|(id, running)| (id, running.alarm.rung()))
            .collect();
        for (id, before) in ringing {
            self.climb_past_empty_rungs(id, now);
            if self.alarms.get(&id).is_some_and(|running| running.alarm.rung() != before) {
                self.schedule_alarm(id, now);
                self.page_alarm(id, now);
            }
        }
        self.load.changed();
        self.page_wall(&[desk], now);
        self.wall_soon(now);
    }

    /// The next picture of the wall comes now, not in five seconds.
    pub(super) fn wall_soon(&mut self, now: UtcMillis) {
        let soon = now.plus(WALL_SOON);
        if self.timers.due(Timer::Wall).is_some_and(|due| due > soon) {
            self.timers.set(Timer::Wall, Some(soon));
        }
    }

    /// A colleague takes notice that a desk is deaf or gone.
    pub(super) fn acknowledge_desk(
        &mut self,
        by: AccountId,
        desk: DeskId,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let account = self.account(by)?;
        let whose = self.roll.get(desk).ok_or(Problem::NotFound)?.account;
        let room = self.book.accounts.get(&whose).map(|a| self.room_of(a)).ok_or(Problem::NotFound)?;
        let verdict = access::decide(account, Action::AcknowledgeDesk, Resource::Desk { room });
        let actor = Actor::Account(by, account.role);
        let actor = self.hold_to(verdict, (actor, Action::AcknowledgeDesk), (None, None), now)?;
        if by == whose {
            // One's own silence is ended by being heard again, or by going off duty.
            return Err(Problem::Conflict("desk.own_desk"));
        }
        if !self.roll.alerts().iter().any(|(of, _)| *of == desk) {
            return Err(Problem::Conflict("desk.no_alert"));
        }
        let purpose = Self::purpose(Action::AcknowledgeDesk);
        self.record(actor, purpose, now, Event::DeskAcknowledged { desk, account: whose, by });
        self.wall_soon(now);
        Ok(())
    }
}
