//! From state to outputs, in their fixed order: flash first, then the network, then the person.
//!
//! What is shown is derived from state and put out when it changes, so that no input can forget to hide something (AL-02).

use super::press::fix_every;
use super::typing::Line;
use super::{Beacon, Side};
use crate::image::{AlarmImage, OutboxImage};
use crate::input::{ButtonLink, DoNotDisturb, Permission};
use crate::limits::FIX_EVERY_IDLE;
use crate::outbox::{Attempt, Body, Kind};
use crate::output::{Advice, Notice, Output, Screen};
use core::time::Duration;
use hoeder_vocab::handset::{DailyReport, Path, Uplink};
use hoeder_vocab::{FixedAt, Purpose};

impl Beacon {
    pub(super) fn flush(&mut self) {
        if self.dirty {
            self.dirty = false;
            self.outputs.push_back(Output::Persist(Box::new(self.image())));
        }
        let tick = self.clock.tick();
        let due = self.outbox.take_due(tick, &mut self.chance);
        for Attempt { path, no, body, attempt } in due {
            if let (Kind::Position, Some(alarm)) = (body.kind(), &mut self.alarm) {
                alarm.last_position = Some(tick);
            }
            if let (Kind::Typing, Some(alarm)) = (body.kind(), &mut self.alarm) {
                alarm.last_typed = Some(tick);
            }
            if let Some(uplink) = self.uplink(body, path) {
                self.outputs.push_back(Output::Send { path, message: no, uplink, attempt });
            }
        }
        self.outputs.extend(core::mem::take(&mut self.said));
        self.flush_shown();
    }

    fn flush_shown(&mut self) {
        let screen = if self.alarm.is_some() { Screen::Neutral } else { self.screen };
        if self.shown.screen.replace(screen) != Some(screen) {
            self.outputs.push_back(Output::Show(screen));
        }
        let advice = self.advice();
        if self.shown.advice != advice {
            self.shown.advice = advice;
            self.outputs.push_back(advice.map_or(Output::AdviceOver, Output::Advise112));
        }
        let fixes = self.wanted_fixes();
        if self.shown.fixes.replace(fixes) != Some(fixes) {
            self.outputs.push_back(fixes.map_or(Output::StopFixes, |every| Output::RequestFix { every }));
        }
        self.flush_persons();
        let health = self.health();
        if self.shown.health.as_ref() != Some(&health) {
            self.shown.health = Some(health.clone());
            self.outputs.push_back(Output::Health(health));
        }
        self.flush_notice();
    }

    /// What the person arranged and what is said. The look and a test by appointment wait for the end of an alarm.
    fn flush_persons(&mut self) {
        // After a restart the screen is made anew in any case.
        let free = self.alarm.is_none() || self.shown.health.is_none();
        if free && self.shown.discreet != self.settings.discreet {
            self.shown.discreet = self.settings.discreet;
            self.outputs.push_back(Output::Look { discreet: self.settings.discreet });
        }
        let timer = self.guarding.as_ref().map(|guarding| &guarding.timer);
        if self.shown.timer.as_ref() != timer {
            self.shown.timer = timer.cloned();
            self.outputs.push_back(Output::Timer(self.shown.timer.clone()));
        }
        if free && self.shown.planned != self.planned {
            self.shown.planned = self.planned;
            self.outputs.push_back(Output::TestPlanned(self.planned));
        }
        if self.shown.trips != self.trips {
            self.shown.trips.clone_from(&self.trips);
            self.outputs.push_back(Output::Trips(self.trips.clone()));
        }
        let messages = self.alarm.as_ref().map_or(&[][..], |alarm| &alarm.messages);
        if self.shown.messages != messages {
            self.shown.messages = messages.to_vec();
            self.outputs.push_back(Output::Conversation(self.shown.messages.clone()));
        }
        let typed = self.alarm.as_ref().and_then(|alarm| alarm.theirs.as_ref()).and_then(Line::shown);
        if self.shown.typed.as_ref() != typed {
            self.shown.typed = typed.cloned();
            self.outputs.push_back(Output::Typing(self.shown.typed.clone()));
        }
    }

    /// Said beforehand, and kept back while an alarm runs (AL-14, AL-02).
    fn flush_notice(&mut self) {
        let Some(side) = self.status.side else { return };
        if self.alarm.is_some() || self.revoked || self.shown.side == side {
            return;
        }
        self.shown.side = side;
        self.outputs.push_back(Output::Notice(match side {
            Side::Belgium => Notice::BackInBelgium,
            Side::Abroad => Notice::OutsideBelgium,
        }));
    }

    fn advice(&self) -> Option<Advice> {
        if self.revoked {
            return Some(Advice::Revoked);
        }
        self.alarm.as_ref().filter(|alarm| alarm.advised).map(|_| Advice::NotAcknowledged)
    }

    fn wanted_fixes(&self) -> Option<Duration> {
        if self.revoked {
            return None;
        }
        Some(self.alarm.as_ref().map_or(FIX_EVERY_IDLE, |_| fix_every(self.status.phone_battery)))
    }

    fn image(&self) -> OutboxImage {
        let alarm = self.alarm.as_ref().map(|alarm| AlarmImage {
            press: alarm.press.clone(),
            held: alarm.held,
            someone_there: alarm.someone_there,
            repeats: self.unacknowledged_repeats().collect(),
            words: self.outbox.of(Kind::Word).filter_map(|item| item.body.word().cloned()).collect(),
            messages: alarm.messages.clone(),
        });
        OutboxImage {
            version: OutboxImage::VERSION,
            settings: self.settings,
            revoked: self.revoked,
            alarm,
            report_due_at: self.clock.wall_at(self.report_at),
            last_test: self.status.last_test,
            timer: self.guarding.as_ref().map(|guarding| guarding.timer.clone()),
            timers_ended: self.outbox.all().filter_map(|item| item.body.ended_timer()).collect(),
            trips: self.trips.clone(),
            trips_ended: self.outbox.all().filter_map(|item| item.body.ended_trip()).collect(),
            planned_test: self.planned,
        }
    }

    /// `None` for a message of an alarm that no longer runs; such messages leave the outbox with it.
    fn uplink(&self, body: Body, path: Path) -> Option<Uplink> {
        let alarm = self.alarm.as_ref().map(|alarm| alarm.press.alarm);
        let status = &self.status;
        Some(match body {
            Body::Press(press) => Uplink::Press(press),
            Body::Repeat(repeat) => Uplink::PressedAgain { alarm: alarm?, pressed_at: repeat.pressed_at },
            Body::Word(word) => Uplink::Mistake { alarm: alarm?, word },
            Body::Position(fix) => Uplink::Moved { alarm: alarm?, fix, battery: status.phone_battery },
            Body::Test { test, sent_at, trigger } => Uplink::SelfTest { test, sent_at, trigger },
            Body::Hello => Uplink::Hello,
            Body::Timer => self.timer_uplink()?,
            Body::TimerEnd(alarm) => Uplink::TimerEnded { alarm },
            Body::Answer { message, yes } => Uplink::Answer { alarm: alarm?, message, yes },
            Body::Text(message) => self.text_uplink(message)?,
            Body::Typing => self.typing_uplink()?,
            Body::Seen(message) => Uplink::MessageSeen { alarm: alarm?, message },
            Body::Trip(trip) => self.trip_uplink(trip)?,
            Body::TripEnd(trip) => Uplink::TripEnded { trip },
            Body::Heartbeat => Uplink::Heartbeat {
                sent_at: FixedAt(self.clock.wall()),
                path: Some(path),
                battery: status.phone_battery,
                button_battery: status.button_battery,
                button_linked: status.button.map(|link| link == ButtonLink::Up),
            },
            Body::Report => Uplink::DailyReport(self.report()),
        })
    }

    /// The daily report (AL-16): the quality of the position, never the position (GN-03).
    fn report(&self) -> DailyReport {
        let status = &self.status;
        let granted = |permission: Permission| permission == Permission::Granted;
        let accuracy = status.fix.and_then(|fix| fix.reveal(Purpose::Transport).accuracy);
        DailyReport {
            button_battery: status.button_battery,
            phone_battery: status.phone_battery,
            bluetooth_linked: status.button.map(|link| link == ButtonLink::Up),
            location_permitted: status.location.map(granted),
            location_accuracy_m: accuracy.map(|decimetres| decimetres.0.div_ceil(10)),
            microphone: status.microphone,
            app_version: self.app_version.clone(),
            last_test: status.last_test,
            network: self.network().to_owned(),
            do_not_disturb: status.do_not_disturb.map(|state| state == DoNotDisturb::On),
        }
    }

    fn network(&self) -> &'static str {
        match self.outbox.paths_up().next() {
            Some(Path::Wifi) => "wifi",
            Some(Path::Cellular) => "cellular",
            Some(Path::Internet) => "internet",
            None => "none",
        }
    }
}
