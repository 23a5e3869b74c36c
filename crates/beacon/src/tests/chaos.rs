//! Random lives of a phone beside a naive cell: anything may be lost, late, doubled or out of order.
//!
//! The naive cell is the reference: it knows only which alarms it was told of and which are open.

use super::*;
use hoeder_vocab::handset::{Said, Template, Trip, UplinkRefusal};
use hoeder_vocab::{CivilDate, MessageId, TripId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
pub(super) enum Op {
    Down,
    Up,
    Button(ButtonPress),
    SelfTest,
    Word(u8),
    Fix(f64, f64),
    LocationLost,
    PathUp(Path),
    PathDown(Path),
    Wait(u32),
    ClockSet(i32),
    Battery(u8),
    ButtonLink(bool),
    /// The cell receives the n-th message under way and answers.
    Deliver(usize),
    Lose(usize),
    Fail(usize),
    /// The n-th answer under way arrives.
    Answer(usize),
    LoseAnswer(usize),
    Take,
    Close,
    Restart,
    Revoke,
    /// A safety timer of so many milliseconds.
    Timer(u32),
    CheckIn,
    /// The cell finds its timers overdue, whatever the phone thinks.
    CellMisses,
    Say(u8),
    /// The line that is typed stands so.
    Type(u8),
    Ask(bool),
    /// The newest message of the cell is answered.
    Reply(bool),
    Trip,
    EndTrip,
}

fn path() -> impl Strategy<Value = Path> {
    prop_oneof![Just(Path::Wifi), Just(Path::Cellular)]
}

pub(super) fn life() -> impl Strategy<Value = Vec<Op>> {
    let n = 0..8usize;
    let op = prop_oneof![
        4 => prop_oneof![Just(Op::Down), Just(Op::Up)],
        4 => prop_oneof![
            Just(ButtonPress::Short), Just(ButtonPress::Double), Just(ButtonPress::Long), Just(ButtonPress::Hold)
        ].prop_map(Op::Button),
        1 => Just(Op::SelfTest),
        1 => any::<u8>().prop_map(Op::Word),
        3 => (49.0..54.0, 2.0..7.0).prop_map(|(lat, lon)| Op::Fix(lat, lon)),
        1 => Just(Op::LocationLost),
        3 => path().prop_map(Op::PathUp),
        2 => path().prop_map(Op::PathDown),
        4 => (0..30_000u32).prop_map(Op::Wait),
        1 => (0..400_000u32).prop_map(Op::Wait),
        1 => (-7_200_000..7_200_000i32).prop_map(Op::ClockSet),
        1 => (0..=100u8).prop_map(Op::Battery),
        1 => any::<bool>().prop_map(Op::ButtonLink),
        6 => n.clone().prop_map(Op::Deliver),
        2 => n.clone().prop_map(Op::Lose),
        1 => n.clone().prop_map(Op::Fail),
        5 => n.clone().prop_map(Op::Answer),
        2 => n.prop_map(Op::LoseAnswer),
        1 => Just(Op::Take),
        1 => Just(Op::Close),
        1 => Just(Op::Restart),
        2 => (0..400_000u32).prop_map(Op::Timer),
        1 => Just(Op::CheckIn),
        1 => Just(Op::CellMisses),
        2 => any::<u8>().prop_map(Op::Say),
        2 => any::<u8>().prop_map(Op::Type),
        2 => any::<bool>().prop_map(Op::Ask),
        1 => any::<bool>().prop_map(Op::Reply),
        1 => prop_oneof![Just(Op::Trip), Just(Op::EndTrip)],
    ];
    proptest::collection::vec(op, 1..80)
}

/// One call of the machine.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) input: Input,
    pub(super) outputs: Vec<Output>,
    pub(super) alarm_runs: bool,
    /// What flash holds after it.
    pub(super) flash: Option<OutboxImage>,
}

#[derive(Default)]
pub(super) struct Cell {
    /// Open or not.
    pub(super) alarms: BTreeMap<AlarmId, bool>,
    pub(super) repeats: BTreeSet<FixedAt>,
    timers: BTreeSet<AlarmId>,
    ended: BTreeSet<AlarmId>,
}

impl Cell {
    fn about(&self, alarm: AlarmId, answer: Downlink) -> Downlink {
        if self.alarms.get(&alarm) == Some(&true) {
            answer
        } else {
            Downlink::Refused { code: UplinkRefusal::NoSuchAlarm }
        }
    }
    fn hear(&mut self, uplink: &Uplink) -> Option<Downlink> {
        Some(match uplink {
            Uplink::Press(press) => {
                self.alarms.entry(press.alarm).or_insert(true);
                Downlink::Held { alarm: press.alarm }
            }
            Uplink::PressedAgain { alarm, pressed_at } => {
                if self.alarms.get(alarm) == Some(&true) {
                    self.repeats.insert(*pressed_at);
                }
                self.about(*alarm, Downlink::Held { alarm: *alarm })
            }
            Uplink::Moved { alarm, .. } => self.about(*alarm, Downlink::Heard { server_time: at(START) }),
            Uplink::Mistake { alarm, .. } => self.about(*alarm, Downlink::WordReceived { alarm: *alarm }),
            Uplink::Heartbeat { .. } => Downlink::Heard { server_time: at(START) },
            Uplink::DailyReport(_) => Downlink::ReportReceived,
            Uplink::SelfTest { test, .. } => Downlink::TestAnswered { test: *test, answered_at: at(START) },
            Uplink::Hello => return None,
            Uplink::TimerSet(timer) => {
                if self.ended.contains(&timer.alarm) || self.alarms.contains_key(&timer.alarm) {
                    Downlink::TimerOver { alarm: timer.alarm }
                } else {
                    self.timers.insert(timer.alarm);
                    Downlink::TimerHeld { alarm: timer.alarm }
                }
            }
            Uplink::TimerEnded { alarm } => {
                self.timers.remove(alarm);
                self.ended.insert(*alarm);
                if self.alarms.get(alarm) == Some(&true) {
                    Downlink::Held { alarm: *alarm }
                } else {
                    Downlink::TimerOver { alarm: *alarm }
                }
            }
            Uplink::Trip(trip) => Downlink::TripReceived { trip: trip.trip },
            Uplink::TripEnded { trip } => Downlink::TripReceived { trip: *trip },
            Uplink::Typing(typed) => self.about(typed.alarm, Downlink::Heard { server_time: at(START) }),
            Uplink::Text { alarm, message, .. }
            | Uplink::Answer { alarm, message, .. }
            | Uplink::MessageSeen { alarm, message } => {
                self.about(*alarm, Downlink::TextReceived { alarm: *alarm, message: *message })
            }
        })
    }
}

type Underway<T> = Vec<(Path, Option<MessageNo>, T)>;

pub(super) struct World {
    pub(super) phone: Phone,
    pub(super) cell: Cell,
    pub(super) steps: Vec<Step>,
    /// Every id that a gesture was given, by kind of gesture.
    pub(super) given: BTreeSet<AlarmId>,
    up: Underway<Uplink>,
    down: Underway<Downlink>,
    words: fn(u8) -> String,
    asked: Option<MessageId>,
}

fn pick<T>(of: &mut Vec<T>, n: usize) -> Option<T> {
    (!of.is_empty()).then(|| of.remove(n % of.len()))
}

impl World {
    pub(super) fn new(words: fn(u8) -> String) -> Self {
        let settings = HandsetSettings { double_press: true, ..HandsetSettings::default() };
        Self {
            phone: Phone::with(settings),
            cell: Cell::default(),
            steps: Vec::new(),
            given: BTreeSet::new(),
            up: Vec::new(),
            down: Vec::new(),
            words,
            asked: None,
        }
    }
    fn message(&mut self) -> MessageId {
        MessageId::from_u128(self.phone.fresh().as_u128())
    }
    pub(super) fn live(ops: &[Op]) -> Self {
        let mut world = Self::new(|n| n.to_string());
        ops.iter().for_each(|op| world.apply(op));
        world
    }
    fn note(&mut self, input: Input, outputs: Vec<Output>) {
        for (path, message, uplink, _) in sends(&outputs) {
            self.up.push((path, Some(message), uplink.clone()));
        }
        let (alarm_runs, flash) = (self.phone.beacon.alarm_runs(), self.phone.flash.clone());
        self.steps.push(Step { input, outputs, alarm_runs, flash });
    }
    pub(super) fn give(&mut self, input: Input) {
        let outputs = self.phone.does(input.clone());
        self.note(input, outputs);
    }
    pub(super) fn wait(&mut self, ms: i64) {
        let end = self.phone.now + ms;
        let mut still = 0;
        while let Some(wake) = self.phone.beacon.poll_timeout().filter(|t| t.unix_ms() <= end) {
            still = if wake.unix_ms() > self.phone.now { 0 } else { still + 1 };
            assert!(still < 3, "a timer fires without end");
            self.phone.now = self.phone.now.max(wake.unix_ms());
            self.give(Input::Tick);
        }
        self.phone.now = end;
    }
    fn fresh(&mut self) -> AlarmId {
        let fresh = self.phone.fresh();
        self.given.insert(fresh);
        fresh
    }
    fn deliver(&mut self, (path, message, uplink): (Path, Option<MessageNo>, Uplink)) {
        if let Some(answer) = self.cell.hear(&uplink) {
            self.down.push((path, message, answer));
        }
    }
    fn arrive(&mut self, (path, answers, downlink): (Path, Option<MessageNo>, Downlink)) {
        self.give(Input::Received { path, answers, downlink });
    }
    fn tell(&mut self, downlink: impl Fn(AlarmId) -> Downlink) {
        let open: Vec<AlarmId> = self.cell.alarms.iter().filter(|(_, o)| **o).map(|(a, _)| *a).collect();
        self.down.extend(open.into_iter().map(|alarm| (Path::Wifi, None, downlink(alarm))));
    }
    fn restart(&mut self) {
        // Connections die with the process: answers to its numbers never arrive.
        self.down.retain(|(_, answers, _)| answers.is_none());
        self.up.clear();
        let outputs = self.phone.restarts();
        self.note(Input::Tick, outputs);
    }
    fn miss(&mut self) {
        for alarm in core::mem::take(&mut self.cell.timers) {
            self.cell.alarms.entry(alarm).or_insert(true);
            self.down.push((Path::Wifi, None, Downlink::Held { alarm }));
        }
    }
    fn ask(&mut self, question: impl Fn(AlarmId, MessageId) -> Downlink) {
        let message = self.message();
        self.asked = Some(message);
        self.tell(|alarm| question(alarm, message));
    }
    fn reply(&mut self, answer: impl Fn(MessageId) -> Input) {
        if let Some(message) = self.asked {
            self.give(Input::MessageSeen { message });
            self.give(answer(message));
        }
    }
    fn announce(&mut self) {
        let trip = TripId::from_u128(self.fresh().as_u128());
        let today = CivilDate::in_belgium(at(self.phone.now));
        self.give(Input::AnnounceTrip(Trip { trip, from: today, until: today, place: Sensitive::default() }));
    }
    fn end_trip(&mut self) {
        let first = self.phone.flash.as_ref().and_then(|image| image.trips.first()).map(|t| t.trip.trip);
        if let Some(trip) = first {
            self.give(Input::EndTrip { trip });
        }
    }
    pub(super) fn apply(&mut self, op: &Op) {
        match *op {
            Op::Down => {
                let fresh = self.fresh();
                self.give(Input::ScreenDown { fresh });
            }
            Op::Up => self.give(Input::ScreenUp),
            Op::Button(press) => {
                let fresh = self.fresh();
                self.give(Input::Button { press, fresh });
            }
            Op::SelfTest => {
                let fresh = TestId::from_u128(self.fresh().as_u128());
                self.give(Input::SelfTest { fresh, trigger: Trigger::Button });
            }
            Op::Word(n) => self.give(Input::WordTyped(Sensitive::new((self.words)(n)))),
            Op::Fix(lat, lon) => {
                let fix = self.phone.fix((lat, lon));
                self.give(Input::Fixed(fix));
            }
            Op::LocationLost => self.give(Input::LocationLost),
            Op::PathUp(path) => self.give(Input::PathUp(path)),
            Op::PathDown(path) => self.give(Input::PathDown(path)),
            Op::Wait(ms) => self.wait(i64::from(ms)),
            Op::ClockSet(by) => {
                self.phone.now += i64::from(by);
                self.give(Input::Tick);
            }
            Op::Battery(charge) => self.give(Input::PhoneBattery(percent(charge))),
            Op::ButtonLink(up) => {
                self.give(Input::ButtonLink(if up { ButtonLink::Up } else { ButtonLink::Lost }));
            }
            Op::Deliver(n) => pick(&mut self.up, n).into_iter().for_each(|m| self.deliver(m)),
            Op::Lose(n) => drop(pick(&mut self.up, n)),
            Op::Fail(n) => {
                if let Some((path, Some(message), _)) = pick(&mut self.up, n) {
                    self.give(Input::SendFailed { path, message });
                }
            }
            Op::Answer(n) => pick(&mut self.down, n).into_iter().for_each(|m| self.arrive(m)),
            Op::LoseAnswer(n) => drop(pick(&mut self.down, n)),
            Op::Take => self.tell(|alarm| Downlink::SomeoneThere { alarm }),
            Op::Close => {
                self.tell(|alarm| Downlink::Closed { alarm });
                self.cell.alarms.values_mut().for_each(|open| *open = false);
            }
            Op::Restart => self.restart(),
            Op::Timer(ms) => {
                let fresh = self.fresh();
                let until = at(self.phone.now + i64::from(ms));
                self.give(Input::SetTimer { fresh, until, note: None });
            }
            Op::CheckIn => self.give(Input::CheckIn),
            Op::CellMisses => self.miss(),
            Op::Say(n) => self.says(n),
            Op::Type(n) => self.types(n),
            Op::Ask(asks) => self.ask(|alarm, message| {
                let said = Said::Template(Template::AreYouAlone);
                Downlink::Message { alarm, message, said, asks }
            }),
            Op::Reply(yes) => self.reply(|message| Input::Answer { message, yes }),
            Op::Trip => self.announce(),
            Op::EndTrip => self.end_trip(),
            Op::Revoke => {
                self.give(Input::Received { path: Path::Wifi, answers: None, downlink: Downlink::Revoked })
            }
        }
    }
    fn says(&mut self, n: u8) {
        let fresh = self.message();
        self.give(Input::SayText { fresh, said: Said::Text(Sensitive::new((self.words)(n))) });
    }
    fn types(&mut self, n: u8) {
        let fresh = self.message();
        self.give(Input::Typing { fresh, text: Sensitive::new("x".repeat(n.into())) });
    }
    /// Everything works for a minute: what is sent arrives, what is answered arrives.
    pub(super) fn heal(&mut self) {
        self.up.clear();
        self.down.clear();
        self.give(Input::ScreenUp);
        self.give(Input::CheckIn);
        self.give(Input::PathUp(Path::Cellular));
        for _ in 0..600 {
            self.wait(100);
            for message in core::mem::take(&mut self.up) {
                self.deliver(message);
            }
            for answer in core::mem::take(&mut self.down) {
                self.arrive(answer);
            }
        }
    }
    /// Alarms in the order in which they first stood in flash.
    pub(super) fn raised(&self) -> Vec<AlarmId> {
        let mut raised: Vec<AlarmId> = Vec::new();
        for step in &self.steps {
            let id = step.flash.as_ref().and_then(|f| f.alarm.as_ref()).map(|a| a.press.alarm);
            raised.extend(id.filter(|id| !raised.contains(id)));
        }
        raised
    }
}
