//! Safety timer, announced trips, test by appointment.
//!
//! Here: what the person sets and ends, and what becomes of it. Never here: a position (GN-03), the end of an alarm.

use super::Beacon;
use crate::clock::Tick;
use crate::limits::TIMER_SOON;
use crate::outbox::{Body, Kind, Repeat};
use crate::output::{Haptic, MessageNo, Notice, Output};
use crate::persons::{AnnouncedTrip, Delivery, PlannedTest, SafetyTimer};
use hoeder_vocab::handset::{
    LONGEST_TIMER, MAX_TEXT_CHARS, MAX_TRIPS, TIMER_GRACE, TimerSet, Trigger, Trip, Uplink,
};
use hoeder_vocab::{AlarmId, CivilDate, FixedAt, Sensitive, TripId, UtcMillis};

/// At most the longest text, in characters.
pub(super) fn cut(text: Sensitive<String>) -> Sensitive<String> {
    text.map(|text| text.chars().take(MAX_TEXT_CHARS).collect())
}

/// The safety timer with its deadline in ticks, which no step of the phone's clock puts off.
#[derive(Debug, Clone)]
pub(super) struct Guarding {
    pub(super) timer: SafetyTimer,
    until: Tick,
}

impl Guarding {
    fn soon_at(&self) -> Option<Tick> {
        (!self.timer.warned).then(|| self.until.minus(TIMER_SOON))
    }
    fn alarm_at(&self) -> Tick {
        self.until.plus(TIMER_GRACE)
    }
    /// What comes next of it.
    pub(super) fn deadline(&self) -> Tick {
        self.soon_at().unwrap_or(self.alarm_at())
    }
}

impl Beacon {
    /// The timer that runs is moved and keeps its id, so that there is never more than one alarm in it.
    pub(super) fn set_timer(&mut self, fresh: AlarmId, until: UtcMillis, note: Option<Sensitive<String>>) {
        if self.revoked {
            return;
        }
        let (now, tick) = (self.clock.wall(), self.clock.tick());
        let until = until.clamp(now, now.plus(LONGEST_TIMER));
        let timer = SafetyTimer {
            alarm: self.guarding.as_ref().map_or(fresh, |running| running.timer.alarm),
            set_at: FixedAt(now),
            until,
            note: note.map(cut),
            state: Delivery::Waiting,
            warned: until.since(now) <= TIMER_SOON,
        };
        self.guarding = Some(Guarding { timer, until: self.clock.tick_at(until) });
        self.outbox.put(Body::Timer, tick);
        self.dirty = true;
    }

    pub(super) fn check_in(&mut self) {
        if let Some(ended) = self.guarding.take() {
            self.outbox.remove_kinds(&[Kind::Timer]);
            self.outbox.put(Body::TimerEnd(ended.timer.alarm), self.clock.tick());
            self.dirty = true;
        }
    }

    pub(super) fn timer_held(&mut self, alarm: AlarmId, answers: Option<MessageNo>) {
        // The answer to an earlier setting says nothing about the one that runs.
        let answered = self
            .outbox
            .of(Kind::Timer)
            .any(|item| answers.map_or_else(|| item.was_sent(), |no| item.no == no));
        if let Some(running) = self.guarding.as_mut().filter(|g| g.timer.alarm == alarm && answered) {
            running.timer.state = Delivery::Received;
            self.outbox.remove_kinds(&[Kind::Timer]);
            self.dirty = true;
        }
    }

    /// The cell has no such timer: either it knows of the check-in, or nothing of the timer.
    pub(super) fn timer_over(&mut self, alarm: AlarmId) {
        self.forget_timer(alarm);
    }

    /// Takes a timer away, running or ended. Was there one of that id?
    fn forget_timer(&mut self, alarm: AlarmId) -> bool {
        let ended = self.outbox.find(&Body::TimerEnd(alarm)).map(|item| item.no);
        if let Some(no) = ended {
            self.outbox.remove(no);
        }
        let running = self.guarding.take_if(|running| running.timer.alarm == alarm).is_some();
        if running {
            self.outbox.remove_kinds(&[Kind::Timer]);
        }
        self.dirty |= running || ended.is_some();
        running || ended.is_some()
    }

    /// The cell speaks of an alarm that a timer of this phone became there: the phone takes part in it, unless one runs.
    pub(super) fn join_alarm_of_timer(&mut self, id: AlarmId) {
        if self.alarm.as_ref().is_some_and(|alarm| alarm.press.alarm == id) || !self.forget_timer(id) {
            return;
        }
        if self.alarm.is_none() && !self.revoked {
            self.raise_for_timer(id);
            if let Some(fix) = self.status.fix {
                self.send_position(fix);
            }
        }
    }

    fn raise_for_timer(&mut self, id: AlarmId) {
        let pressed_at = FixedAt(self.clock.wall());
        self.raise(Repeat { fresh: id, pressed_at, trigger: Trigger::MissedCheckIn }, 0);
    }

    pub(super) fn pass_timer(&mut self, tick: Tick) {
        let Some(running) = &mut self.guarding else { return };
        if running.soon_at().is_some_and(|at| at <= tick) {
            running.timer.warned = true;
            self.dirty = true;
            // A phone that was off until after the end has nothing to announce.
            if self.settings.haptics && running.until > tick {
                self.said.push(Output::Vibrate(Haptic::TimerSoon));
            }
        }
        if running.alarm_at() <= tick {
            let id = running.timer.alarm;
            self.forget_timer(id);
            // With an alarm running help is called already; the cell counts the timer as one more press of it.
            if self.alarm.is_none() && !self.revoked {
                self.raise_for_timer(id);
            }
        }
    }

    pub(super) fn announce_trip(&mut self, trip: Trip) {
        if self.revoked || trip.until < trip.from || self.trips.iter().any(|t| t.trip.trip == trip.trip) {
            return;
        }
        if self.trips.len() >= MAX_TRIPS {
            if self.alarm.is_none() {
                self.said.push(Output::Notice(Notice::TooManyTrips));
            }
            return;
        }
        self.outbox.put(Body::Trip(trip.trip), self.clock.tick());
        let trip = Trip { place: cut(trip.place), ..trip };
        self.trips.push(AnnouncedTrip { trip, state: Delivery::Waiting });
        self.dirty = true;
    }

    pub(super) fn end_trip(&mut self, id: TripId) {
        let before = self.trips.len();
        self.trips.retain(|announced| announced.trip.trip != id);
        if self.trips.len() < before {
            self.forget_message(&Body::Trip(id));
            self.outbox.put(Body::TripEnd(id), self.clock.tick());
            self.dirty = true;
        }
    }

    pub(super) fn trip_received(&mut self, id: TripId, answers: Option<MessageNo>) {
        let item = [Body::Trip(id), Body::TripEnd(id)].iter().find_map(|body| {
            self.outbox
                .find(body)
                .filter(|item| answers.map_or_else(|| item.was_sent(), |no| item.no == no))
                .map(|item| item.no)
        });
        let Some(no) = item else { return };
        self.outbox.remove(no);
        for announced in self.trips.iter_mut().filter(|announced| announced.trip.trip == id) {
            announced.state = Delivery::Received;
        }
        self.dirty = true;
    }

    /// Trips of the past are forgotten, a day after their last at the latest.
    pub(super) fn pass_trips(&mut self) {
        if self.trips.is_empty() {
            return;
        }
        let today = CivilDate::in_belgium(self.clock.wall());
        let past: Vec<TripId> =
            self.trips.iter().filter(|t| t.trip.until < today).map(|t| t.trip.trip).collect();
        for id in past {
            self.forget_message(&Body::Trip(id));
            self.trips.retain(|announced| announced.trip.trip != id);
            self.dirty = true;
        }
    }

    fn forget_message(&mut self, body: &Body) {
        if let Some(no) = self.outbox.find(body).map(|item| item.no) {
            self.outbox.remove(no);
        }
    }

    pub(super) fn test_planned(&mut self, planned: PlannedTest) {
        if !self.revoked && self.planned != Some(planned) {
            self.planned = Some(planned);
            self.dirty = true;
        }
    }

    pub(super) fn test_plan_over(&mut self) {
        self.dirty |= self.planned.take().is_some();
    }

    pub(super) fn pass_planned_test(&mut self) {
        if self.planned.is_some_and(|planned| planned.until <= self.clock.wall()) {
            self.test_plan_over();
        }
    }

    /// After a restart.
    pub(super) fn resume_safety(&mut self, image: &crate::image::OutboxImage) {
        let tick = self.clock.tick();
        if let Some(timer) = image.timer.clone() {
            if timer.state == Delivery::Waiting {
                self.outbox.put(Body::Timer, tick);
            }
            let until = self.clock.tick_at(timer.until);
            self.guarding = Some(Guarding { timer, until });
        }
        for ended in &image.timers_ended {
            self.outbox.put(Body::TimerEnd(*ended), tick);
        }
        for announced in &image.trips {
            if announced.state == Delivery::Waiting {
                self.outbox.put(Body::Trip(announced.trip.trip), tick);
            }
        }
        for ended in &image.trips_ended {
            self.outbox.put(Body::TripEnd(*ended), tick);
        }
        self.trips.clone_from(&image.trips);
        self.planned = image.planned_test;
    }

    /// The setting as it goes out: its end by the cell's clock, as far as the phone knows it.
    pub(super) fn timer_uplink(&self) -> Option<Uplink> {
        let timer = &self.guarding.as_ref()?.timer;
        let ahead = self.status.clock_ahead_ms.unwrap_or(0);
        let until = UtcMillis::from_unix_ms(timer.until.unix_ms().saturating_sub(ahead));
        Some(Uplink::TimerSet(TimerSet {
            alarm: timer.alarm,
            set_at: timer.set_at,
            until,
            note: timer.note.clone(),
        }))
    }

    pub(super) fn trip_uplink(&self, id: TripId) -> Option<Uplink> {
        self.trips.iter().find(|t| t.trip.trip == id).map(|t| Uplink::Trip(t.trip.clone()))
    }
}
