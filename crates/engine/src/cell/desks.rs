//! Screens: who is there, who is told what, and the trace of it (GN-02).

use super::Cell;
use super::ears::in_control_room;
use super::timers::Timer;
use crate::access::{self, AlarmFacts, Sight};
use crate::entry::{Access, Event};
use crate::output::{Output, Page};
use hoeder_vocab::{AccountId, Actor, AlarmId, DeskId, LogKind, Purpose, Role, UtcMillis};
use hoeder_watch::alarm::{AlarmCommand, Rung};
use std::sync::Arc;

/// Pages are joined and overtake each other on the way to a screen by at most so many; an end told twice does no harm.
const RESUME_SLACK: u64 = 1_024;
/// Most ends that are told once more.
const MAX_RESUMED: usize = 200;

impl Cell {
    pub(super) fn on_desk_up(
        &mut self,
        (desk, account): (DeskId, AccountId),
        after: Option<u64>,
        now: UtcMillis,
    ) {
        if !self.book.accounts.contains_key(&account) {
            self.rest.push_back(Output::Disconnect(vec![desk]));
            return;
        }
        self.desks.insert(desk, account);
        self.off_since.insert(desk, now);
        if !self.timers.is_set(Timer::Wall) {
            self.timers.set(Timer::Wall, Some(now.plus(super::wall::WALL_EVERY)));
        }
        let mut open: Vec<(_, AlarmId)> =
            self.open_alarms().map(|(id, running)| (running.alarm.queue_key(), id)).collect();
        open.sort();
        for (_, alarm) in open {
            self.schedule_alarm(alarm, now);
            self.page_alarm_to(alarm, &[desk], now);
        }
        if let Some(after) = after {
            self.page_ends_after(after, (desk, account), now);
        }
        self.page_incidents_to(desk, account, now);
        self.page(vec![desk], Page::Complete);
        self.page_wall(&[desk], now);
    }

    pub(super) fn on_desk_down(&mut self, desk: DeskId, now: UtcMillis) {
        let Some(account) = self.desks.remove(&desk) else { return };
        self.off_since.remove(&desk);
        self.forget_teams_of(desk);
        for running in self.alarms.values_mut() {
            running.desks.remove(&desk);
        }
        let open: Vec<AlarmId> = self.open_alarms().map(|(id, _)| id).collect();
        for alarm in open {
            self.schedule_alarm(alarm, now);
        }
        self.incident_desk_down(desk, account, now);
        self.lines_of_desk_down(account, now);
        self.lose_desk(desk, account, now);
    }

    /// A screen that was away for a moment is told once more which alarms ended meanwhile: no more than it would have been.
    fn page_ends_after(&mut self, after: u64, (desk, account): (DeskId, AccountId), now: UtcMillis) {
        let mut ended: Vec<(u64, AlarmId)> = self
            .alarms
            .iter()
            .filter_map(|(id, running)| Some((running.end_page?, *id)))
            .filter(|(page, _)| page.saturating_add(RESUME_SLACK) > after)
            .collect();
        ended.sort_unstable();
        let most_recent = ended.len().saturating_sub(MAX_RESUMED);
        for (_, alarm) in ended.into_iter().skip(most_recent) {
            let told = self.alarms.get(&alarm).is_some_and(|running| running.told.contains(&account));
            let Some(view) = self.alarm_view(alarm, now) else { continue };
            match self.sight_before_the_end(alarm, account) {
                Sight::Full if told => self.page(vec![desk], Page::Alarm(Arc::new(view))),
                Sight::Bare => self.page(vec![desk], Page::Alarm(Arc::new(view.bare()))),
                Sight::Full | Sight::None => {}
            }
        }
    }

    /// A screen has really painted it: only then it counts as shown, and only where somebody may take it now (FL-06).
    /// A patrol that is informed must not keep the ladder from climbing past a dark control room.
    pub(super) fn on_painted(&mut self, desk: DeskId, alarm: AlarmId, now: UtcMillis) {
        let Some(account) = self.desks.get(&desk).and_then(|a| self.book.accounts.get(a)) else { return };
        let has_it = self.alarms.get(&alarm).is_some_and(|running| running.desks.contains(&desk));
        let may_take = self.facts(alarm, account.id).is_some_and(|facts| {
            let verdict = access::decide(account, access::Action::TakeAlarm, access::Resource::Alarm(facts));
            matches!(verdict, access::Verdict::Allowed(_))
        });
        if !has_it || !may_take {
            return;
        }
        let (by, actor) = (account.id, Actor::Account(account.id, account.role));
        // A closed alarm may still be painted by a slow screen: nothing to write down.
        let _closed = self.command(alarm, &AlarmCommand::Show { desk, by }, actor, now);
    }

    pub(super) fn has_desk(&self, account: AccountId) -> bool {
        self.desks.values().any(|a| *a == account)
    }

    /// What `access` must know about an alarm for this account.
    pub(super) fn facts(&self, alarm: AlarmId, account: AccountId) -> Option<AlarmFacts<'_>> {
        let running = self.alarms.get(&alarm)?;
        let case = running.alarm.bearer().and_then(|bearer| self.book.cases.get(&bearer.case));
        Some(AlarmFacts {
            open: running.is_open(),
            rung: running.alarm.rung(),
            zones: &running.zones,
            managing_zone: case.map(|c| c.managing_zone),
            own_room: self.config.own_room,
            neighbours: self.book.neighbours(self.config.own_room),
            owned: running.alarm.owner() == Some(account),
        })
    }

    fn sight(&self, alarm: AlarmId, account: AccountId) -> Sight {
        match (self.book.accounts.get(&account), self.facts(alarm, account)) {
            (Some(account), Some(facts)) => access::sight(account, facts),
            (None, _) | (_, None) => Sight::None,
        }
    }

    /// Does somebody on this rung hear it? A room whose desks are all deaf, or never went on duty, is an empty room.
    pub(super) fn somebody_on(&self, alarm: AlarmId, rung: Rung) -> bool {
        let own = self.config.own_room;
        let neighbours = self.book.neighbours(own);
        let zones = self.alarms.get(&alarm).map_or(&[][..], |running| running.zones.as_slice());
        let mut on_duty = self.people_on_duty();
        on_duty.any(|account| {
            let control_room = in_control_room(account);
            match rung {
                Rung::OwnRoom => control_room && account.room == Some(own),
                Rung::NeighbourRoom => {
                    control_room && account.room.is_some_and(|room| neighbours.contains(&room))
                }
                Rung::ZoneDuty => {
                    account.role == Role::ZoneDuty && account.zone.is_some_and(|zone| zones.contains(&zone))
                }
                Rung::Everyone => true,
            }
        })
    }

    pub(super) fn desks_with_full_sight(&self, alarm: AlarmId) -> Vec<DeskId> {
        let seen = |account: &AccountId| self.sight(alarm, *account) == Sight::Full;
        self.desks.iter().filter(|(_, account)| seen(account)).map(|(desk, _)| *desk).collect()
    }

    pub(super) fn page(&mut self, desks: Vec<DeskId>, page: Page) {
        if desks.is_empty() {
            return;
        }
        self.page_number += 1;
        self.pages.push_back(Output::Page { number: self.page_number, desks, page });
    }

    /// Screens of those who have tasks ask for them anew.
    pub(super) fn page_tasks_changed(&mut self) {
        let has_tasks = |account: &AccountId| {
            self.book
                .accounts
                .get(account)
                .is_some_and(|a| access::Action::ListTasks.rule().roles.contains(&a.role))
        };
        let desks =
            self.desks.iter().filter(|(_, account)| has_tasks(account)).map(|(desk, _)| *desk).collect();
        self.page(desks, Page::TasksChanged);
    }

    /// Tells every screen that may know of the alarm how it is now. At the close, those that had it are told a last time.
    pub(super) fn page_alarm(&mut self, alarm: AlarmId, now: UtcMillis) {
        let Some(running) = self.alarms.get(&alarm) else { return };
        if running.is_open() {
            self.put_out_strangers(alarm, now);
            let all: Vec<DeskId> = self.desks.keys().copied().collect();
            self.page_alarm_to(alarm, &all, now);
            return;
        }
        let (full, bare): (Vec<DeskId>, Vec<DeskId>) =
            running.desks.iter().copied().partition(|desk| self.saw_it_whole(alarm, *desk));
        if let Some(view) = self.alarm_view(alarm, now) {
            // A wall is told that it ended, not whose it was (GN-03).
            self.page(bare, Page::Alarm(Arc::new(view.bare())));
            self.page(full, Page::Alarm(Arc::new(view)));
        }
        let page = self.page_number;
        if let Some(running) = self.alarms.get_mut(&alarm) {
            running.desks.clear();
            running.end_page = Some(page);
        }
    }

    /// Of an alarm that has just been closed: was it more than bare on this screen?
    fn saw_it_whole(&self, alarm: AlarmId, desk: DeskId) -> bool {
        let account = self.desks.get(&desk).copied();
        account.is_some_and(|account| self.sight_before_the_end(alarm, account) == Sight::Full)
    }

    fn sight_before_the_end(&self, alarm: AlarmId, account: AccountId) -> Sight {
        match (self.book.accounts.get(&account), self.facts(alarm, account)) {
            (Some(account), Some(facts)) => access::sight(account, AlarmFacts { open: true, ..facts }),
            (None, _) | (_, None) => Sight::None,
        }
    }

    fn page_alarm_to(&mut self, alarm: AlarmId, desks: &[DeskId], now: UtcMillis) {
        let mut full = Vec::new();
        let mut bare = Vec::new();
        let mut gone = Vec::new();
        let had = self.alarms.get(&alarm).map(|running| running.desks.clone()).unwrap_or_default();
        for desk in desks {
            let Some(account) = self.desks.get(desk) else { continue };
            match self.sight(alarm, *account) {
                Sight::Full => full.push(*desk),
                Sight::Bare => bare.push(*desk),
                Sight::None if had.contains(desk) => gone.push(*desk),
                Sight::None => {}
            }
        }
        if let Some(running) = self.alarms.get_mut(&alarm) {
            running.desks.extend(full.iter().chain(&bare));
            for desk in &gone {
                running.desks.remove(desk);
            }
        }
        for desk in &gone {
            self.forget_team(*desk, alarm);
        }
        if full.is_empty() && bare.is_empty() && gone.is_empty() {
            return;
        }
        if let Some(view) = self.alarm_view(alarm, now) {
            if !bare.is_empty() {
                self.page(bare, Page::Alarm(Arc::new(view.bare())));
            }
            self.log_disclosure(alarm, &full, now);
            let new: Vec<DeskId> = full.iter().filter(|desk| !had.contains(desk)).copied().collect();
            self.page(full, Page::Alarm(Arc::new(view)));
            if self.alarms.get(&alarm).is_some_and(|running| !running.teams.is_empty()) {
                self.page_teams(alarm, new.clone());
            }
            if self.alarms.get(&alarm).is_some_and(|running| running.drafts.lines().next().is_some()) {
                self.page_lines_to(alarm, new);
            }
        }
        self.page(gone, Page::Gone(alarm));
    }

    /// One line in the access log for those who see it for the first time, not one per change.
    fn log_disclosure(&mut self, alarm: AlarmId, desks: &[DeskId], now: UtcMillis) {
        let accounts: Vec<AccountId> =
            desks.iter().filter_map(|desk| self.desks.get(desk).copied()).collect();
        let Some(running) = self.alarms.get_mut(&alarm) else { return };
        let recipients: Vec<AccountId> =
            accounts.into_iter().filter(|account| running.told.insert(*account)).collect();
        if recipients.is_empty() {
            return;
        }
        let case = running.alarm.bearer().map(|bearer| bearer.case);
        let access = Access {
            kind: LogKind::Disclosure,
            action: "alarm.page",
            case,
            alarm: Some(alarm),
            denied: None,
            recipients,
        };
        self.record(Actor::System, Purpose::AlarmHandling, now, Event::Accessed(access));
    }
}
