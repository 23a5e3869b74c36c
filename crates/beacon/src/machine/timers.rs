//! What time brings: holds that are long enough, heartbeats, the daily report, tests that nobody answered.
//!
//! Everything here happens at or after its deadline and takes the deadline away, so that no timer fires twice.

use super::Beacon;
use crate::clock::Tick;
use crate::health::{Fault, Health};
use crate::input::{ButtonLink, Permission};
use crate::limits::{
    BATTERY_LOW_BELOW, CLOCK_WRONG_BEYOND, DEGRADED_AFTER_HEARTBEATS, FIX_MISSING_AFTER,
    HEARTBEAT_JITTER_DIVISOR, RED_AFTER_HEARTBEATS,
};
use crate::outbox::{Body, Kind};
use crate::output::Screen;
use hoeder_vocab::handset::Paths;

impl Beacon {
    pub(super) fn pass_time(&mut self) {
        let tick = self.clock.tick();
        let verdict = self.gestures.passed(tick, &self.settings);
        self.judge(verdict);
        self.pass_click(tick);
        self.pass_timer(tick);
        self.pass_trips();
        self.pass_planned_test();
        self.pass_advice(tick);
        if !self.revoked {
            self.pass_heartbeat(tick);
            self.pass_report(tick);
        }
        if self.test.is_some_and(|test| test.failed_at <= tick) {
            self.test = None;
            self.outbox.remove_kinds(&[Kind::Test]);
            if self.alarm.is_none() {
                self.show(Screen::TestUnanswered, Some(crate::limits::RESULT_FOR));
            }
        }
        if self.screen_until.is_some_and(|until| until <= tick) {
            self.show(Screen::Neutral, None);
        }
    }

    /// Nobody acknowledged in time, or no path is up to say it on: 112 (AL-15). Stays until a press is acknowledged.
    fn pass_advice(&mut self, tick: Tick) {
        let waiting = self.is_unacknowledged();
        let hopeless = !self.outbox.any_path_up();
        if let Some(alarm) = &mut self.alarm {
            alarm.advised = waiting && (alarm.advised || hopeless || alarm.advise_at <= tick);
        }
    }

    /// Proof of life over the real path (FL-10). One that waits is replaced: what counts is the newest.
    fn pass_heartbeat(&mut self, tick: Tick) {
        if self.heartbeat_at > tick {
            return;
        }
        self.outbox.put(Body::Heartbeat, tick);
        let interval = crate::clock::millis(self.settings.class.heartbeat_every());
        let early = self.chance.up_to(interval / HEARTBEAT_JITTER_DIVISOR);
        self.heartbeat_at = tick.plus_ms(interval.saturating_sub(early));
    }

    /// Once a day (AL-16); a report that waits is filled in when it leaves.
    fn pass_report(&mut self, tick: Tick) {
        if self.report_at <= tick && !self.outbox.has(Kind::Report) {
            self.outbox.put(Body::Report, tick);
        }
    }

    pub(super) fn deadline(&self) -> Option<Tick> {
        let tick = self.clock.tick();
        let advice = self
            .alarm
            .as_ref()
            .filter(|alarm| !alarm.advised && self.is_unacknowledged())
            .map(|alarm| alarm.advise_at);
        let in_use = !self.revoked;
        [
            self.gestures.deadline(&self.settings),
            self.outbox.deadline(),
            advice,
            in_use.then_some(self.heartbeat_at),
            (in_use && !self.outbox.has(Kind::Report)).then_some(self.report_at),
            self.test.map(|test| test.failed_at),
            self.click_deadline(),
            self.guarding.as_ref().map(super::safety::Guarding::deadline),
            self.planned.map(|planned| self.clock.tick_at(planned.until)),
            self.path_lost_at().filter(|at| in_use && *at > tick),
            self.screen_until,
            self.silent_since(DEGRADED_AFTER_HEARTBEATS).filter(|at| in_use && *at > tick),
            self.silent_since(RED_AFTER_HEARTBEATS).filter(|at| in_use && *at > tick),
            self.fix_missing_at().filter(|at| in_use && *at > tick),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// When that many heartbeats will have gone without an answer.
    fn silent_since(&self, heartbeats: u64) -> Option<Tick> {
        let every = crate::clock::millis(self.settings.class.heartbeat_every());
        Some(self.status.answered.plus_ms(every.saturating_mul(heartbeats)))
    }

    /// When the second path will have been silent for too long (T-ARC-5); `None` where one is enough.
    fn path_lost_at(&self) -> Option<Tick> {
        let mut answered: Vec<Tick> = self.status.answered_on.values().copied().collect();
        answered.sort_unstable();
        let second = answered.iter().rev().nth(1).copied().unwrap_or_default();
        let every = crate::clock::millis(self.settings.class.heartbeat_every());
        (self.settings.paths == Paths::Two)
            .then(|| second.plus_ms(every.saturating_mul(RED_AFTER_HEARTBEATS)))
    }

    fn fix_missing_at(&self) -> Option<Tick> {
        Some(self.status.fix_seen.plus(FIX_MISSING_AFTER))
    }

    /// The phone's own health (FL-10, FL-11). It looks at nothing that an alarm changes (AL-02).
    pub(super) fn health(&self) -> Health {
        let tick = self.clock.tick();
        let status = &self.status;
        let past = |at: Option<Tick>| at.is_some_and(|at| at <= tick);
        let low = |charge: Option<hoeder_vocab::Percent>| charge.is_some_and(|c| c.get() < BATTERY_LOW_BELOW);
        let red = past(self.silent_since(RED_AFTER_HEARTBEATS));
        let degraded = past(self.silent_since(DEGRADED_AFTER_HEARTBEATS));
        let ahead = status.clock_ahead_ms.unwrap_or(0).unsigned_abs();
        let faults = if self.revoked {
            vec![Fault::Revoked]
        } else {
            [
                status.refused.map(Fault::NotAccepted),
                red.then_some(Fault::NoAnswerForLong),
                (status.button == Some(ButtonLink::Lost)).then_some(Fault::ButtonLost),
                (degraded && !red).then_some(Fault::NoAnswer),
                past(self.path_lost_at()).then_some(Fault::PathLost),
                (status.location == Some(Permission::Denied)).then_some(Fault::LocationNotPermitted),
                (status.location_lost || past(self.fix_missing_at())).then_some(Fault::LocationMissing),
                low(status.phone_battery).then_some(Fault::PhoneBatteryLow),
                low(status.button_battery).then_some(Fault::ButtonBatteryLow),
                (ahead > crate::clock::millis(CLOCK_WRONG_BEYOND)).then_some(Fault::ClockWrong),
            ]
            .into_iter()
            .flatten()
            .collect()
        };
        Health { last_answer_at: status.last_answer_at, faults }
    }
}
