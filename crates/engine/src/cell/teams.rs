//! Where the teams are that go to an alarm (AL-08): said by their own open page, shown to the screens of that alarm only.
//!
//! In memory only, for as long as the page is open, the team is on the alarm and the alarm is open: no record and no fix holds it.

use super::Cell;
use crate::access::Action;
use crate::input::TeamPlace;
use crate::output::Page;
use hoeder_vocab::{AlarmId, DeskId, UtcMillis};
use std::collections::BTreeMap;

/// Pages that may say a place for one alarm. More say it in vain.
pub const MAX_TEAM_PLACES: usize = 40;

impl Cell {
    /// The page of a team says where it is, or with `None` that it says so no longer.
    pub(super) fn on_team_at(
        &mut self,
        desk: DeskId,
        alarm: AlarmId,
        place: Option<TeamPlace>,
        now: UtcMillis,
    ) {
        let Some(by) = self.desks.get(&desk).copied() else { return };
        let Some(place) = place else { return self.forget_team(desk, alarm) };
        let Ok(actor) = self.allowed_alarm(by, Action::ShareTeamPlace, alarm, now) else { return };
        let Some(running) = self.alarms.get_mut(&alarm).filter(|running| running.is_open()) else { return };
        let going = [running.alarm.units(), running.alarm.on_the_way(), running.alarm.arrived()];
        let on_it = going.into_iter().flatten().any(|unit| *unit == place.unit);
        let has_room = running.teams.len() < MAX_TEAM_PLACES || running.teams.contains_key(&desk);
        if !on_it || !has_room {
            return;
        }
        running.teams.insert(desk, place);
        let case = running.alarm.bearer().map(|bearer| bearer.case);
        // One line in the access log for each account, not one for every step of a car.
        if running.shared.insert(by) {
            self.log_access((actor, Action::ShareTeamPlace), (case, Some(alarm)), None, now);
        }
        let desks = self.desks_with_full_sight(alarm);
        self.page_teams(alarm, desks);
    }

    pub(super) fn forget_team(&mut self, desk: DeskId, alarm: AlarmId) {
        let said = self.alarms.get_mut(&alarm).and_then(|running| running.teams.remove(&desk));
        if said.is_some() {
            let desks = self.desks_with_full_sight(alarm);
            self.page_teams(alarm, desks);
        }
    }

    /// The page of a team is gone, and with it where the team is.
    pub(super) fn forget_teams_of(&mut self, desk: DeskId) {
        let said = |(id, running): (&AlarmId, &super::alarms::Running)| {
            running.teams.contains_key(&desk).then_some(*id)
        };
        let alarms: Vec<AlarmId> = self.alarms.iter().filter_map(said).collect();
        for alarm in alarms {
            self.forget_team(desk, alarm);
        }
    }

    /// Where each team is that says so: of two pages of one team the newer.
    pub(super) fn page_teams(&mut self, alarm: AlarmId, desks: Vec<DeskId>) {
        let Some(running) = self.alarms.get(&alarm) else { return };
        let mut newest: BTreeMap<&str, &TeamPlace> = BTreeMap::new();
        for place in running.teams.values() {
            let known = newest.entry(&place.unit).or_insert(place);
            if known.received_at < place.received_at {
                *known = place;
            }
        }
        let teams = newest.into_values().cloned().collect();
        self.page(desks, Page::Teams { alarm, teams });
    }
}
