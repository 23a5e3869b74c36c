//! What reaches a screen: at once, to those who may see it, and no more than they may (AL-09, GN-02, GN-03).

use super::Checks;
use crate::demo::{NEIGHBOUR_ROOM, OWN_ROOM};
use crate::world::{Flow, broken};
use hoeder_engine::access::{AlarmFacts, Sight, sight};
use hoeder_engine::entry::Event;
use hoeder_engine::output::{Output, Page};
use hoeder_engine::roster::Account;
use hoeder_engine::view::AlarmView;
use hoeder_vocab::{AlarmId, DeskId, Role, ZoneId};
use hoeder_watch::alarm::{AlarmEvent, AlarmKind, Stage};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Checks {
    pub(super) fn at(&self, desk: DeskId) -> Option<&Account> {
        self.accounts.get(self.desks.get(&desk)?)
    }

    /// AL-09: the own room is paged before the record is written, whatever the store does.
    pub(super) fn paged_first(&self, outputs: &[Output]) -> Flow {
        let mut paged: Vec<(AlarmId, &Vec<DeskId>)> = Vec::new();
        for output in outputs {
            match output {
                Output::Page { desks, page: Page::Alarm(view), .. } => paged.push((view.id, desks)),
                Output::Append(entry) => {
                    let Event::Alarm(id, AlarmEvent::Raised { .. }) = &entry.event else { continue };
                    let missed = self.desks.keys().find(|desk| {
                        let own_room = self.at(**desk).is_some_and(|account| {
                            matches!(account.role, Role::Operator | Role::Supervisor)
                                && account.room == Some(OWN_ROOM)
                        });
                        own_room && !paged.iter().any(|(of, desks)| of == id && desks.contains(desk))
                    });
                    if let Some(desk) = missed {
                        return broken(
                            "a press is on every screen of the own room before it is written (AL-09)",
                            format!("{id} is not on {desk}"),
                        );
                    }
                }
                Output::Page { .. }
                | Output::Fix(_)
                | Output::Proof(_)
                | Output::Notify { .. }
                | Output::Reply { .. }
                | Output::Directory(_)
                | Output::DestroyKey(_)
                | Output::Disconnect(_)
                | Output::Dispatch(_)
                | Output::Watch(_)
                | Output::Command { .. }
                | Output::Instruct(_)
                | Output::Voice(_)
                | Output::EraseRecording(_) => {}
            }
        }
        Ok(())
    }

    /// Every page, and what the screens show after all of them.
    pub(super) fn pages(&mut self, outputs: &[Output]) -> Flow {
        let mut last: BTreeMap<AlarmId, Arc<AlarmView>> = BTreeMap::new();
        for output in outputs {
            let Output::Page { desks, page, .. } = output else { continue };
            for desk in desks {
                if self.desks.contains_key(desk) {
                    self.page(*desk, page)?;
                }
            }
            if let Page::Alarm(view) = page {
                last.insert(view.id, Arc::clone(view));
                if desks.iter().any(|desk| self.at(*desk).is_some_and(sees_whole)) {
                    self.latest.insert(view.id, Arc::clone(view));
                }
            }
        }
        // An early acknowledgement makes outputs within outputs; the model then lags behind by design.
        if !self.lags {
            for view in last.values() {
                self.model.agrees(view)?;
                self.shows_household(view)?;
            }
        }
        self.nobody_misses_an_open_alarm()
    }

    fn page(&mut self, desk: DeskId, page: &Page) -> Flow {
        match page {
            Page::Alarm(view) => self.alarm_page(desk, view),
            Page::Moved { alarm, .. } | Page::Teams { alarm, .. } | Page::Lines { alarm, .. } => {
                self.moved_page(desk, *alarm)
            }
            Page::Gone(alarm) => {
                self.shown.remove(&(desk, *alarm));
                Ok(())
            }
            Page::Tested { .. } => {
                let keeps = self.at(desk).map(|account| account.role);
                if matches!(keeps, Some(Role::CaseOfficer | Role::ZoneDuty)) {
                    Ok(())
                } else {
                    broken("a test is shown to those who keep the case (AL-17)", format!("{keeps:?}"))
                }
            }
            Page::Wall { wall, .. } => self.wall_page(desk, wall),
            Page::Incident(_) => {
                let role = self.at(desk).map(|account| account.role);
                let called = [Role::Monitor, Role::Operator, Role::Supervisor, Role::ZoneDuty];
                if role.is_none_or(|role| called.contains(&role)) {
                    Ok(())
                } else {
                    broken(
                        "an incident is shown to the centre and to the police (GN-03)",
                        format!("{role:?}"),
                    )
                }
            }
            Page::IncidentGone(_) | Page::Queues(_) | Page::Complete | Page::TasksChanged => Ok(()),
        }
    }

    fn sight_of(&self, account: &Account, view: &AlarmView, zones: &[ZoneId]) -> Sight {
        let managing_zone = view.bearer.as_ref().and_then(|b| b.managing_zone.as_ref()).map(|z| z.id);
        let facts = AlarmFacts {
            open: view.stage != Stage::Closed,
            rung: view.rung,
            zones,
            managing_zone,
            own_room: OWN_ROOM,
            neighbours: &[NEIGHBOUR_ROOM],
            owned: view.owner == Some(account.id),
        };
        sight(account, facts)
    }

    fn alarm_page(&mut self, desk: DeskId, view: &Arc<AlarmView>) -> Flow {
        let Some(account) = self.at(desk) else { return Ok(()) };
        let role = account.role;
        let personal = view.bearer.is_some() || !view.trail.is_empty() || view.owner_name.is_some();
        if view.stage == Stage::Closed {
            let had = self.shown.get(&(desk, view.id));
            if !view.trail.is_empty() {
                return broken("no position outside an open alarm (GN-03)", format!("{role:?}"));
            }
            if personal && had.is_none_or(|before| before.bearer.is_none() && view.bearer.is_some()) {
                return broken(
                    "the end of an alarm tells nobody more than they saw (GN-03)",
                    format!("{role:?} is told who it was"),
                );
            }
            self.shown.remove(&(desk, view.id));
            return Ok(());
        }
        let zones: Vec<ZoneId> = view.zones.iter().map(|zone| zone.id).collect();
        let may = self.sight_of(account, view, &zones);
        let allowed = match may {
            Sight::None => false,
            Sight::Bare => !personal,
            Sight::Full => true,
        };
        if !allowed {
            return broken(
                "nothing reaches a role without a rule (GN-03)",
                format!("{role:?} may see {may:?} of {}", view.id),
            );
        }
        if may == Sight::Full && !self.model.told.contains(&(view.id, account.id)) {
            return broken("who is shown an alarm stands in the access log (GN-02)", format!("{role:?}"));
        }
        self.shown.insert((desk, view.id), Arc::clone(view));
        Ok(())
    }

    /// GN-03: a position goes only to those who see an open alarm whole.
    fn moved_page(&self, desk: DeskId, alarm: AlarmId) -> Flow {
        let Some(account) = self.at(desk) else { return Ok(()) };
        let seen = self.latest.get(&alarm).is_some_and(|view| {
            let zones: Vec<ZoneId> = view.zones.iter().map(|zone| zone.id).collect();
            self.sight_of(account, view, &zones) == Sight::Full
        });
        if seen && self.model.is_open(alarm) {
            return Ok(());
        }
        broken("a position goes only to those who see the open alarm (GN-03)", format!("{:?}", account.role))
    }

    /// AL-20: an alarm of one shows the others of the household.
    fn shows_household(&self, view: &AlarmView) -> Flow {
        let Some(bearer) = &view.bearer else { return Ok(()) };
        for member in &bearer.household {
            let open = |(_, case): &(AlarmId, &super::model::Case)| case.person == Some(member.person);
            let expected = self.model.open().find(open).map(|(id, _)| id);
            let linked = expected.is_none_or(|id| {
                let danger = self.model.alarms.get(&id).is_some_and(|c| c.kind == AlarmKind::Danger);
                !danger || view.stage == Stage::Closed || view.linked.contains(&id)
            });
            if member.alarm.is_some() != expected.is_some() || !linked {
                return broken(
                    "an alarm of one shows the alarms of the household (AL-20)",
                    format!("{} shows {:?}, open is {expected:?}", view.id, member.alarm),
                );
            }
        }
        Ok(())
    }

    /// AL-09, FL-06: every screen of the own room has every open alarm; at the top of the ladder every screen has it.
    fn nobody_misses_an_open_alarm(&self) -> Flow {
        for (id, case) in self.model.open() {
            for desk in self.desks.keys() {
                let Some(account) = self.at(*desk) else { continue };
                let must = match account.role {
                    Role::Operator | Role::Supervisor => {
                        account.room == Some(OWN_ROOM) || case.rung == hoeder_watch::alarm::Rung::Everyone
                    }
                    Role::ZoneDuty | Role::Patrol | Role::CaseOfficer | Role::Magistrate | Role::Auditor => {
                        case.rung == hoeder_watch::alarm::Rung::Everyone
                    }
                    Role::Administrator => case.rung == hoeder_watch::alarm::Rung::Everyone,
                    Role::Wall => true,
                    Role::VictimReception
                    | Role::ReferenceMagistrate
                    | Role::DistrictSpoc
                    | Role::Monitor => false,
                };
                if must && !self.shown.contains_key(&(*desk, id)) {
                    return broken(
                        "no screen misses an alarm that it must have (AL-09, FL-06)",
                        format!("{id} is missing at {:?}", account.role),
                    );
                }
            }
        }
        Ok(())
    }
}

/// Roles that are shown an alarm whole or not at all.
const fn sees_whole(account: &Account) -> bool {
    match account.role {
        Role::Operator | Role::Supervisor | Role::ZoneDuty | Role::Patrol | Role::CaseOfficer => true,
        Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => false,
    }
}
