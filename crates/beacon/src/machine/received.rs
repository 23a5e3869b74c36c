//! What the cell says.
//!
//! Here: what each downlink changes. Never here: whether it is genuine (the shell's TLS says so).

use super::{Beacon, within_limits};
use crate::limits::{REPORT_EVERY, RESULT_FOR};
use crate::outbox::Kind;
use crate::output::{Haptic, MessageNo, Output, Screen};
use crate::persons::PlannedTest;
use hoeder_vocab::handset::{Downlink, HandsetSettings, Path, Paths, UplinkRefusal};
use hoeder_vocab::{AlarmId, TestId, UtcMillis};

impl Beacon {
    pub(super) fn received(&mut self, path: Path, answers: Option<MessageNo>, downlink: Downlink) {
        if let Downlink::Refused { code } = downlink {
            self.refused(answers, code);
            return;
        }
        self.outbox.heard_on(path);
        self.status.answered = self.clock.tick();
        self.status.answered_on.insert(path, self.clock.tick());
        self.status.last_answer_at = Some(self.clock.wall());
        self.status.refused = None;
        match downlink {
            Downlink::Held { alarm } => self.held(alarm, answers),
            Downlink::SomeoneThere { alarm } => self.someone_there(alarm),
            Downlink::Closed { alarm } => {
                if self.runs(alarm) {
                    self.close_alarm();
                }
            }
            Downlink::WordReceived { alarm } => self.word_received(alarm, answers),
            Downlink::TestAnswered { test, answered_at } => self.test_answered(test, answered_at),
            Downlink::Heard { server_time } => {
                self.status.clock_ahead_ms =
                    Some(self.clock.wall().unix_ms().saturating_sub(server_time.unix_ms()));
                // A position is answered so too: only what names the heartbeat, or nothing, is its answer.
                let other = answers.is_some_and(|no| self.outbox.of(Kind::Heartbeat).all(|h| h.no != no));
                match self.settings.paths {
                    Paths::One if !other => {
                        self.forget_sent(Kind::Heartbeat);
                    }
                    Paths::Two if !other => self.outbox.heartbeat_heard(path),
                    Paths::One | Paths::Two => {}
                }
            }
            Downlink::ReportReceived => {
                if self.forget_sent(Kind::Report) {
                    self.plan_report();
                }
            }
            Downlink::Settings(settings) => self.set(settings),
            Downlink::Revoked => self.revoke(),
            Downlink::TimerHeld { alarm } => self.timer_held(alarm, answers),
            Downlink::TimerOver { alarm } => self.timer_over(alarm),
            Downlink::TripReceived { trip } => self.trip_received(trip, answers),
            Downlink::Message { alarm, message, said, asks } => {
                self.join_alarm_of_timer(alarm);
                self.told(alarm, (message, said, asks));
            }
            Downlink::Typing(typed) => self.theirs(typed),
            Downlink::TextReceived { alarm, message } => self.text_received(alarm, message, answers),
            Downlink::TestPlanned { test, from, until } => {
                self.test_planned(PlannedTest { test, from, until });
            }
            Downlink::TestPlanOver => self.test_plan_over(),
            Downlink::Refused { .. } => {}
        }
    }

    fn runs(&self, alarm: AlarmId) -> bool {
        self.alarm.as_ref().is_some_and(|running| running.press.alarm == alarm)
    }

    /// The alarm is durable (GN-05). A repeat is acknowledged only by the answer to it.
    fn held(&mut self, id: AlarmId, answers: Option<MessageNo>) {
        self.join_alarm_of_timer(id);
        let Some(alarm) = self.alarm.as_mut().filter(|alarm| alarm.press.alarm == id) else { return };
        let answered_repeat =
            answers.and_then(|no| self.outbox.get(no)).filter(|item| item.body.kind() == Kind::Repeat);
        if let Some(no) = answered_repeat.map(|item| item.no) {
            self.outbox.remove(no);
            self.dirty = true;
        }
        if alarm.held {
            return;
        }
        alarm.held = true;
        alarm.held_after = self.outbox.last_no();
        self.dirty = true;
        // 'Someone is there' says more: 'sent' after it would only puzzle.
        if self.settings.haptics && !alarm.someone_there {
            self.said.push(Output::Vibrate(Haptic::Sent));
        }
        self.outbox.remove_kinds(&[Kind::Press]);
        self.outbox.renumber(&[Kind::Repeat, Kind::Word, Kind::Answer, Kind::Text, Kind::Seen]);
        if self.revoked {
            self.alarm = None;
        }
    }

    /// An operator has taken it (FL-08). That alone does not make it durable: a press that is not held is still sent.
    fn someone_there(&mut self, id: AlarmId) {
        self.join_alarm_of_timer(id);
        let Some(alarm) = self.alarm.as_mut().filter(|alarm| alarm.press.alarm == id) else { return };
        if !alarm.someone_there {
            alarm.someone_there = true;
            self.dirty = true;
            if self.settings.haptics {
                self.said.push(Output::Vibrate(Haptic::SomeoneThere));
            }
        }
    }

    fn word_received(&mut self, alarm: AlarmId, answers: Option<MessageNo>) {
        if !self.runs(alarm) {
            return;
        }
        let answered = match answers {
            Some(no) => self.outbox.get(no).filter(|item| item.body.kind() == Kind::Word),
            None => self.outbox.of(Kind::Word).find(|word| word.was_sent()),
        };
        if let Some(no) = answered.map(|item| item.no) {
            self.outbox.remove(no);
            self.dirty = true;
        }
    }

    fn test_answered(&mut self, id: TestId, answered_at: UtcMillis) {
        if self.test.is_none_or(|test| test.id != id) {
            return;
        }
        self.test = None;
        self.outbox.remove_kinds(&[Kind::Test]);
        self.status.last_test = Some(answered_at);
        self.dirty = true;
        if self.alarm.is_none() {
            self.show(Screen::TestAnswered { answered_at }, Some(RESULT_FOR));
        }
    }

    /// Takes a message of which there is one out of the outbox, if it has left. Was it there?
    fn forget_sent(&mut self, kind: Kind) -> bool {
        let sent = self.outbox.of(kind).any(|item| item.was_sent());
        if sent {
            self.outbox.remove_kinds(&[kind]);
        }
        sent
    }

    /// The next report is a day after the one before was due; days that were missed are skipped.
    fn plan_report(&mut self) {
        let now = self.clock.tick();
        let day = crate::clock::millis(REPORT_EVERY);
        let days = now.since_ms(self.report_at) / day + 1;
        self.report_at = self.report_at.plus_ms(days.saturating_mul(day));
        self.dirty = true;
    }

    fn set(&mut self, settings: HandsetSettings) {
        if self.revoked {
            return;
        }
        let settings = within_limits(settings);
        if self.settings == settings {
            return;
        }
        self.settings = settings;
        self.outbox.watch_paths(settings.paths);
        let soonest = self.clock.tick().plus(self.settings.class.heartbeat_every());
        self.heartbeat_at = self.heartbeat_at.min(soonest);
        self.dirty = true;
    }

    /// A refusal of the phone itself is shown and, with a press waiting, brings the advice at once; the press was shown
    /// to the room all the same, and goes on being sent until it is held.
    fn refused(&mut self, answers: Option<MessageNo>, code: UplinkRefusal) {
        match code {
            UplinkRefusal::UnknownDevice | UplinkRefusal::RevokedDevice | UplinkRefusal::WrongSignature => {
                self.status.refused = Some(code);
                let waiting = self.is_unacknowledged();
                if let Some(alarm) = &mut self.alarm {
                    alarm.advised |= waiting;
                }
            }
            UplinkRefusal::NoSuchAlarm => {
                // A refusal of something sent before the cell knew the alarm for certain says nothing about it.
                let closed = |no| self.alarm.as_ref().is_some_and(|a| a.held && no > a.held_after);
                if answers.is_some_and(closed) && !self.revoked {
                    self.close_alarm();
                }
            }
            // The shell's counter or the cell's limit: the next attempt carries a new one.
            UplinkRefusal::Replayed | UplinkRefusal::Stale => {}
            UplinkRefusal::TooMany => self.text_refused(answers),
        }
    }
}
