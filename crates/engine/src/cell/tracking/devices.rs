//! The registry of devices: issue after the usual places were checked, field test after each swap, commands with their audit.
//!
//! Never here: what a device reports.

use super::valid::check_places;
use crate::access::Action;
use crate::cell::Cell;
use crate::cell::valid::{invalid, text};
use crate::entry::Event;
use crate::output::{Output, Problem};
use crate::tracking::mandate::{Carrier, Who};
use crate::tracking::tracker::{
    Capability, CommandResult, CoverageChecked, DeviceCommand, FieldTest, MAX_CARRIERS, PlaceChecked,
    Tracker, TrackerState,
};
use crate::tracking::{Gone, TrackingEvent};
use hoeder_vocab::{AccountId, Actor, CarrierId, MandateId, Purpose, Sensitive, TrackerId, UtcMillis};
use std::collections::BTreeSet;

type Done = Result<(), Problem>;

impl Cell {
    /// A known one stays where it is and with whom it is.
    pub(super) fn put_tracker(&mut self, by: AccountId, mut tracker: Tracker, now: UtcMillis) -> Done {
        let actor = self.allowed(by, Action::PutTracker, now)?;
        self.check_tracker(&tracker)?;
        let id = tracker.id;
        if let Some(known) = self.tracking.trackers.get(&id) {
            tracker.state = known.state;
            tracker.carriers.clone_from(&known.carriers);
        } else {
            tracker.state = TrackerState::InStock;
            tracker.carriers.clear();
        }
        self.record_tracking((actor, Action::PutTracker), now, TrackingEvent::TrackerPut(tracker));
        self.settle_tracker(id, &BTreeSet::new(), now);
        Ok(())
    }

    /// Who changes a name must not have to enter a new secret in a device that somebody carries.
    pub(super) fn change_tracker(&mut self, by: AccountId, mut tracker: Tracker, now: UtcMillis) -> Done {
        self.allowed(by, Action::PutTracker, now)?;
        let known = self.tracking.trackers.get(&tracker.id).ok_or(Problem::NotFound)?;
        tracker.secret_digest = known.secret_digest;
        self.put_tracker(by, tracker, now)
    }

    /// Orders and the door follow a device: its mandates now, and those that it had.
    fn settle_tracker(&mut self, id: TrackerId, before: &BTreeSet<MandateId>, now: UtcMillis) {
        let mut mandates = before.clone();
        mandates.extend(self.mandates_of_tracker(id));
        for mandate in mandates {
            self.settle_mandate(mandate, now);
        }
        self.tell_door(id);
        self.page_tracking_tasks();
    }

    fn mandates_of_tracker(&self, id: TrackerId) -> BTreeSet<MandateId> {
        let carriers = self.tracking.trackers.get(&id).map(|tracker| tracker.carriers.as_slice());
        let carriers = carriers.unwrap_or_default().iter();
        carriers.filter_map(|carrier| self.tracking.carriers.get(carrier)).map(|c| c.mandate).collect()
    }

    /// FL-14: not before the usual places were checked, unless it is urgent, with a reason that stays in the file.
    pub(super) fn issue_tracker(
        &mut self,
        by: AccountId,
        (id, carriers): (TrackerId, Vec<CarrierId>),
        urgent: Option<Sensitive<String>>,
        now: UtcMillis,
    ) -> Done {
        let first =
            *carriers.first().ok_or(Problem::Invalid { field: "carriers", expected: "one to four" })?;
        let mut actor = Actor::System;
        for carrier in &carriers {
            actor = self.allowed_carrier(by, Action::IssueTracker, *carrier, now)?;
        }
        self.check_issue(id, &carriers)?;
        let unchecked: Vec<CarrierId> = carriers
            .iter()
            .copied()
            .filter(|carrier| !self.tracking.coverage.contains_key(carrier))
            .collect();
        match (&urgent, unchecked.first()) {
            (None, Some(_)) => return Err(Problem::Conflict("coverage.not_checked")),
            (Some(reason), Some(_)) => super::valid::reason(reason)?,
            (_, None) => {}
        }
        let mut before = BTreeSet::new();
        let others: BTreeSet<TrackerId> =
            carriers.iter().filter_map(|carrier| self.tracking.tracker_of.get(carrier)).copied().collect();
        for other in others.into_iter().filter(|other| *other != id) {
            before.extend(self.mandates_of_tracker(other));
            let event = TrackingEvent::TrackerReturned { tracker: other, to: TrackerState::Returned };
            self.record_tracking((actor, Action::IssueTracker), now, event);
            self.tell_door(other);
        }
        let event = TrackingEvent::TrackerIssued { tracker: id, carriers };
        self.record_tracking((actor, Action::IssueTracker), now, event);
        if let (Some(reason), true) = (urgent, unchecked.contains(&first)) {
            let event = TrackingEvent::IssuedUrgently { tracker: id, carrier: first, reason };
            self.record_tracking((actor, Action::IssueTracker), now, event);
        }
        self.settle_tracker(id, &before, now);
        Ok(())
    }

    fn check_issue(&self, id: TrackerId, carriers: &[CarrierId]) -> Done {
        let tracker = self.tracking.trackers.get(&id).ok_or(Problem::NotFound)?;
        match tracker.state {
            TrackerState::InStock => {}
            TrackerState::Issued if tracker.carriers != carriers => {
                return Err(Problem::Conflict("tracker.issued"));
            }
            TrackerState::Issued => return Err(Problem::Conflict("tracker.issued_to_them")),
            TrackerState::Returned => return Err(Problem::Conflict("tracker.to_be_checked")),
            TrackerState::Retired => return Err(Problem::Conflict("tracker.retired")),
        }
        if carriers.len() > MAX_CARRIERS {
            return invalid("carriers", "one to four");
        }
        let known: Vec<&Carrier> =
            carriers.iter().filter_map(|carrier| self.tracking.carriers.get(carrier)).collect();
        let same = |carrier: &&Carrier| known.first().is_some_and(|first| same_person(first, carrier));
        if known.len() != carriers.len() || !known.iter().all(same) {
            return invalid("carriers", "the same person under one or more mandates");
        }
        self.check_carried_by_its_person(tracker, &known)
    }

    pub(super) fn return_tracker(
        &mut self,
        by: AccountId,
        (id, gone): (TrackerId, Gone),
        now: UtcMillis,
    ) -> Done {
        let actor = self.allowed(by, Action::ReturnTracker, now)?;
        if !self.tracking.trackers.contains_key(&id) {
            return Err(Problem::NotFound);
        }
        let before = self.mandates_of_tracker(id);
        for mandate in &before {
            self.allowed_mandate(by, Action::IssueTracker, *mandate, now)?;
        }
        let to = match gone {
            Gone::Back => TrackerState::Returned,
            Gone::ToStock => TrackerState::InStock,
            Gone::ForGood => TrackerState::Retired,
        };
        let event = TrackingEvent::TrackerReturned { tracker: id, to };
        self.record_tracking((actor, Action::ReturnTracker), now, event);
        self.settle_tracker(id, &before, now);
        Ok(())
    }

    /// FL-14: kept in the file, before activation and again whenever it is done.
    pub(super) fn check_coverage(
        &mut self,
        by: AccountId,
        (carrier, places): (CarrierId, Vec<PlaceChecked>),
        now: UtcMillis,
    ) -> Done {
        let actor = self.allowed_carrier(by, Action::CheckCoverage, carrier, now)?;
        check_places(&places)?;
        let checked = CoverageChecked { carrier, places, at: now, by };
        self.record_tracking((actor, Action::CheckCoverage), now, TrackingEvent::CoverageChecked(checked));
        self.page_tracking_tasks();
        Ok(())
    }

    /// FL-12.
    pub(super) fn test_tracker(
        &mut self,
        by: AccountId,
        id: TrackerId,
        (result, note): (FieldTest, Sensitive<String>),
        now: UtcMillis,
    ) -> Done {
        let tracker = self.tracking.trackers.get(&id).ok_or(Problem::NotFound)?;
        let carrier = *tracker.carriers.first().ok_or(Problem::Conflict("tracker.not_issued"))?;
        let actor = self.allowed_carrier(by, Action::TestTracker, carrier, now)?;
        text("note", note.reveal(Purpose::Transport), 0, 2_000, "at most 2,000 characters")?;
        let event = TrackingEvent::FieldTested { tracker: id, carrier, result, by, note };
        self.record_tracking((actor, Action::TestTracker), now, event);
        self.page_tracking_tasks();
        Ok(())
    }

    /// FL-31: each command is in the log with who asked, and so is what came of it.
    pub(super) fn command_device(
        &mut self,
        by: AccountId,
        (id, command): (TrackerId, DeviceCommand),
        now: UtcMillis,
    ) -> Done {
        let tracker = self.tracking.trackers.get(&id).ok_or(Problem::NotFound)?;
        let (number, able) = (tracker.number.clone(), tracker.can(Capability::Commands));
        let silent = self.tracking.must_stay_silent(tracker);
        let carrier = *tracker.carriers.first().ok_or(Problem::Conflict("tracker.not_issued"))?;
        let actor = self.allowed_carrier(by, Action::CommandDevice, carrier, now)?;
        if !able {
            return Err(Problem::Conflict("tracker.takes_no_commands"));
        }
        if silent {
            return Err(Problem::Conflict("tracker.must_stay_silent"));
        }
        match command {
            DeviceCommand::Interval(seconds) if !(1..=86_400).contains(&seconds) => {
                return invalid("interval_s", "a second to a day");
            }
            // EM-01: a position is asked for under a mandate that runs, and never otherwise.
            DeviceCommand::LocateNow if !self.tracking.is_watched(carrier) => {
                return Err(Problem::Conflict("mandate.not_running"));
            }
            DeviceCommand::Interval(_) | DeviceCommand::LocateNow => {}
        }
        let event = TrackingEvent::Commanded { tracker: id, command, result: CommandResult::Asked };
        self.record_tracking((actor, Action::CommandDevice), now, event);
        self.rest.push_back(Output::Command { tracker: id, number, command });
        Ok(())
    }

    /// What waited for its device when the server stopped waits no longer: it is asked again by a person, or not.
    pub(super) fn drop_waiting_commands(&mut self, now: UtcMillis) {
        let waited =
            self.tracking.commands.iter().filter(|(_, (_, _, state))| *state == CommandResult::Asked);
        let waited: Vec<(TrackerId, DeviceCommand)> =
            waited.map(|(id, (_, command, _))| (*id, *command)).collect();
        for (id, command) in waited {
            self.on_command_done(id, (command, CommandResult::Expired), now);
        }
    }

    /// What became of a command; told for a device or a command that is not known, it changes nothing.
    pub(in crate::cell) fn on_command_done(
        &mut self,
        id: TrackerId,
        (command, result): (DeviceCommand, CommandResult),
        now: UtcMillis,
    ) {
        let last = self.tracking.commands.get(&id);
        let awaited = last.is_some_and(|(_, last, state)| *last == command && state.may_become(result));
        if !awaited {
            return;
        }
        let event = TrackingEvent::Commanded { tracker: id, command, result };
        self.record(Actor::System, Purpose::Supervision, now, Event::Tracking(Box::new(event)));
        let known = self.tracking.trackers.get(&id).cloned();
        if let (DeviceCommand::Interval(interval_s), CommandResult::Taken, Some(known)) =
            (command, result, known)
        {
            let event = TrackingEvent::TrackerPut(Tracker { interval_s, ..known });
            self.record(Actor::System, Purpose::Supervision, now, Event::Tracking(Box::new(event)));
            self.settle_tracker(id, &BTreeSet::new(), now);
        }
    }
}

/// The same person of the case, or a wearer of the same name.
fn same_person(one: &Carrier, other: &Carrier) -> bool {
    match (&one.who, &other.who) {
        (Who::Person(one), Who::Person(other)) => one == other,
        (Who::Named(one), Who::Named(other)) => one == other,
        (Who::Person(_), Who::Named(_)) | (Who::Named(_), Who::Person(_)) => false,
    }
}
