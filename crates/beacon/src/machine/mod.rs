//! The machine: what each input does.
//!
//! Here: state, inputs, restart. `press`: from a gesture to an alarm and its end. `received`: what the cell says.
//! `safety`: timer, trips, planned test. `talk`: the conversation. `typing`: what is being written. `timers`: what time brings. `flush`: outputs. Never here: rules of retry (`outbox`) or of touch (`gesture`).

mod flush;
mod press;
mod received;
mod safety;
mod talk;
mod timers;
mod typing;

use crate::clock::{Clock, Tick};
use crate::gesture::Gestures;
use crate::health::Health;
use crate::image::OutboxImage;
use crate::input::{ButtonLink, DoNotDisturb, Input, Permission};
use crate::jitter::SplitMix64;
use crate::limits::{FIRST_HEARTBEAT_WITHIN, FIRST_REPORT_WITHIN, HOLD_MS, REPORT_EVERY};
use crate::outbox::{Body, Kind, Outbox};
use crate::output::{Advice, Output, Screen};
use crate::persons::{AnnouncedTrip, Message, PlannedTest, SafetyTimer};
use core::time::Duration;
use hoeder_geo::Countries;
use hoeder_vocab::handset::{HandsetSettings, Microphone, Path, UplinkRefusal};
use hoeder_vocab::{Fix, FixedAt, Percent, Purpose, Sensitive, TestId, UtcMillis};
use press::Alarming;
use safety::Guarding;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use talk::Click;

/// What a machine is made from.
#[derive(Debug, Clone)]
pub struct Setup {
    /// For jitter only; ids come with the inputs.
    pub seed: u64,
    /// Version of the app, for the daily report; at most 32 characters.
    pub app_version: String,
    /// As given at pairing; those of `restored` come first.
    pub settings: HandsetSettings,
    /// Outlines of countries, shared by all machines of a process.
    pub countries: Arc<Countries>,
    /// The last image written before a restart.
    pub restored: Option<OutboxImage>,
}

/// On which side of the border the last fix was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Belgium,
    Abroad,
}

#[derive(Debug, Clone, Copy)]
struct Test {
    id: TestId,
    failed_at: Tick,
}

/// What the phone knows of itself; `None` is 'not told'.
#[derive(Debug, Clone, Default)]
struct Status {
    phone_battery: Option<Percent>,
    button_battery: Option<Percent>,
    button: Option<ButtonLink>,
    location: Option<Permission>,
    microphone: Option<Microphone>,
    do_not_disturb: Option<DoNotDisturb>,
    fix: Option<Sensitive<Fix>>,
    side: Option<Side>,
    location_lost: bool,
    /// When the last fix came; the start when none has.
    fix_seen: Tick,
    last_test: Option<UtcMillis>,
    last_answer_at: Option<UtcMillis>,
    /// When the cell last answered; the start when it has not.
    answered: Tick,
    /// When the cell last answered on each path.
    answered_on: BTreeMap<Path, Tick>,
    refused: Option<UplinkRefusal>,
    /// The phone's clock minus the cell's.
    clock_ahead_ms: Option<i64>,
}

/// What was last put out, so that only changes are.
#[derive(Debug, Clone)]
struct Shown {
    screen: Option<Screen>,
    advice: Option<Advice>,
    /// The inner `None` is 'none wanted'.
    fixes: Option<Option<Duration>>,
    health: Option<Health>,
    side: Side,
    discreet: bool,
    timer: Option<SafetyTimer>,
    planned: Option<PlannedTest>,
    trips: Vec<AnnouncedTrip>,
    messages: Vec<Message>,
    typed: Option<Sensitive<String>>,
}

impl Shown {
    /// What a screen shows before it is told anything.
    const fn nothing() -> Self {
        Self {
            screen: None,
            advice: None,
            fixes: None,
            health: None,
            side: Side::Belgium,
            discreet: false,
            timer: None,
            planned: None,
            trips: Vec::new(),
            messages: Vec::new(),
            typed: None,
        }
    }
}

/// The phone's side of the alarm.
#[derive(Debug, Clone)]
pub struct Beacon {
    clock: Clock,
    chance: SplitMix64,
    countries: Arc<Countries>,
    app_version: String,
    settings: HandsetSettings,
    revoked: bool,
    gestures: Gestures,
    last_button: Option<Tick>,
    alarm: Option<Alarming>,
    outbox: Outbox,
    test: Option<Test>,
    guarding: Option<Guarding>,
    trips: Vec<AnnouncedTrip>,
    planned: Option<PlannedTest>,
    clicked: Option<Click>,
    heartbeat_at: Tick,
    /// When the report that waits, or else the next one, is due.
    report_at: Tick,
    status: Status,
    screen: Screen,
    screen_until: Option<Tick>,
    /// Does flash hold something older than memory?
    dirty: bool,
    /// Outputs of this call that are not derived from state.
    said: Vec<Output>,
    shown: Shown,
    outputs: VecDeque<Output>,
}

/// Draws settings into their limits.
fn within_limits(settings: HandsetSettings) -> HandsetSettings {
    HandsetSettings { hold_ms: settings.hold_ms.clamp(HOLD_MS.0, HOLD_MS.1), ..settings }
}

impl Beacon {
    /// Starts, after a restart with what flash held: an alarm that the cell did not acknowledge is sent again under the
    /// same id as soon as a path is up. All paths are down at first. Outputs wait at once.
    #[must_use]
    pub fn new(setup: Setup, now: UtcMillis) -> Self {
        let clock = Clock::starting_at(now);
        let mut chance = SplitMix64::new(setup.seed);
        let heartbeat_at = clock.tick().plus_ms(chance.up_to(crate::clock::millis(FIRST_HEARTBEAT_WITHIN)));
        let report_at = match &setup.restored {
            Some(image) => clock.tick_at(image.report_due_at).min(clock.tick().plus(REPORT_EVERY)),
            None => clock.tick().plus_ms(chance.up_to(crate::clock::millis(FIRST_REPORT_WITHIN))),
        };
        let settings = setup.restored.as_ref().map_or(setup.settings, |image| image.settings);
        let mut beacon = Self {
            clock,
            chance,
            countries: setup.countries,
            app_version: setup.app_version.chars().take(32).collect(),
            settings: within_limits(settings),
            revoked: false,
            gestures: Gestures::new(),
            last_button: None,
            alarm: None,
            outbox: Outbox::default(),
            test: None,
            guarding: None,
            trips: Vec::new(),
            planned: None,
            clicked: None,
            heartbeat_at,
            report_at,
            status: Status::default(),
            screen: Screen::Neutral,
            screen_until: None,
            dirty: setup.restored.is_none(),
            said: Vec::new(),
            shown: Shown::nothing(),
            outputs: VecDeque::new(),
        };
        beacon.outbox.watch_paths(beacon.settings.paths);
        if let Some(image) = setup.restored {
            beacon.restore(image);
        }
        beacon.flush();
        beacon
    }

    fn restore(&mut self, image: OutboxImage) {
        self.status.last_test = image.last_test;
        self.revoked = image.revoked;
        if image.revoked {
            self.screen = Screen::Revoked;
        }
        self.resume_safety(&image);
        if let Some(alarm) = image.alarm {
            self.resume(alarm);
        }
    }

    /// Takes one input. `now` is the phone's clock; it may jump, and a step back only makes things a little late.
    pub fn handle(&mut self, input: Input, now: UtcMillis) {
        self.clock.advance(now);
        self.take(input);
        self.pass_time();
        self.flush();
    }

    /// The next thing to do, until `None`.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to give [`Input::Tick`], by the clock of the last call; not later than needed, and in the present when
    /// something is overdue.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<UtcMillis> {
        self.deadline().map(|tick| self.clock.wall_at(tick))
    }

    /// Does an alarm run? For the shell's own bookkeeping; nothing may be shown of it (AL-02).
    #[must_use]
    pub fn alarm_runs(&self) -> bool {
        self.alarm.is_some()
    }

    fn take(&mut self, input: Input) {
        let tick = self.clock.tick();
        match input {
            Input::Tick => {}
            Input::ScreenDown { fresh } => {
                let verdict = self.gestures.screen_down(fresh, tick, &self.settings);
                self.judge(verdict);
            }
            Input::ScreenUp => {
                let verdict = self.gestures.screen_up(tick, &self.settings);
                self.judge(verdict);
            }
            Input::Button { press, fresh } => {
                if !self.click(press) {
                    let verdict = self.gestures.button(press, fresh, tick, &self.settings);
                    self.judge(verdict);
                }
            }
            Input::SelfTest { fresh, trigger } => self.start_test(fresh, trigger),
            Input::WordTyped(word) => self.word_typed(word),
            Input::Fixed(fix) => self.fixed(fix),
            Input::LocationLost => self.status.location_lost = true,
            Input::PathUp(path) => {
                self.outbox.path_up(path, tick);
                if !self.revoked && !self.outbox.has(Kind::Hello) {
                    self.outbox.put(Body::Hello, tick);
                }
            }
            Input::PathDown(path) => self.outbox.path_down(path),
            Input::SendFailed { path, message } => self.outbox.failed(path, message, tick, &mut self.chance),
            Input::Received { path, answers, downlink } => self.received(path, answers, downlink),
            Input::PhoneBattery(charge) => self.status.phone_battery = Some(charge),
            Input::ButtonBattery(charge) => self.status.button_battery = Some(charge),
            Input::ButtonLink(link) => self.status.button = Some(link),
            Input::Location(permission) => self.status.location = Some(permission),
            Input::Microphone(state) => self.status.microphone = Some(state),
            Input::DoNotDisturb(state) => self.status.do_not_disturb = Some(state),
            Input::SetTimer { fresh, until, note } => self.set_timer(fresh, until, note),
            Input::CheckIn => self.check_in(),
            Input::AnnounceTrip(trip) => self.announce_trip(trip),
            Input::EndTrip { trip } => self.end_trip(trip),
            Input::SayText { fresh, said } => self.say(fresh, said),
            Input::Typing { fresh, text } => self.type_line(fresh, text),
            Input::Answer { message, yes } => self.answer((message, yes)),
            Input::MessageSeen { message } => self.message_seen(message),
        }
    }

    /// A fix is kept for the next press and for the border (AL-14); only an alarm sends it on (AL-04, GN-03).
    fn fixed(&mut self, fix: Sensitive<Fix>) {
        let inside = self.countries.in_belgium(fix.reveal(Purpose::Transport).position);
        self.status.side = Some(if inside { Side::Belgium } else { Side::Abroad });
        self.status.fix = Some(fix);
        self.status.fix_seen = self.clock.tick();
        self.status.location_lost = false;
        self.send_position(fix);
    }

    /// The self-test takes the way of an alarm and is none (AL-17, FL-05). It gives way to an alarm: then it is ignored.
    fn start_test(&mut self, fresh: TestId, trigger: hoeder_vocab::handset::Trigger) {
        if self.revoked || self.alarm.is_some() || self.test.is_some() {
            return;
        }
        let tick = self.clock.tick();
        let sent_at = FixedAt(self.clock.wall());
        self.test = Some(Test { id: fresh, failed_at: tick.plus(crate::limits::TEST_ANSWER_WITHIN) });
        self.outbox.put(Body::Test { test: fresh, sent_at, trigger }, tick);
        self.show(Screen::Testing, None);
    }

    fn show(&mut self, screen: Screen, until: Option<Duration>) {
        self.screen = screen;
        self.screen_until = until.map(|d| self.clock.tick().plus(d));
    }
}
