//! A phone for the tests: the machine, a clock that jumps from deadline to deadline, and ids that count.

mod chaos;
mod persons;
mod promises;
mod properties;
mod signals;

use crate::*;
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, HandsetSettings, Trigger, Uplink};
use hoeder_vocab::{
    AlarmId, Decimetres, Fix, FixSource, FixedAt, Percent, Position, Sensitive, TestId, UtcMillis,
};
use std::sync::{Arc, LazyLock};

pub(super) static COUNTRIES: LazyLock<Arc<Countries>> = LazyLock::new(|| Arc::new(Countries::new().unwrap()));

pub(super) const START: i64 = 1_795_000_000_000;
pub(super) const GENT: (f64, f64) = (51.054, 3.722);
pub(super) const AMSTERDAM: (f64, f64) = (52.373, 4.893);

pub(super) struct Phone {
    pub(super) beacon: Beacon,
    /// By the phone's clock.
    pub(super) now: i64,
    ids: u128,
    seed: u64,
    /// The last image written.
    pub(super) flash: Option<OutboxImage>,
}

pub(super) fn setup(seed: u64, settings: HandsetSettings, restored: Option<OutboxImage>) -> Setup {
    Setup { seed, app_version: "1.0.0".to_owned(), settings, countries: Arc::clone(&COUNTRIES), restored }
}

pub(super) fn at(ms: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(ms)
}

pub(super) fn alarm_id(n: u128) -> AlarmId {
    AlarmId::from_u128(n)
}

pub(super) fn percent(value: u8) -> Percent {
    Percent::new(value).unwrap()
}

impl Phone {
    pub(super) fn new() -> Self {
        Self::with(HandsetSettings::default())
    }
    pub(super) fn with(settings: HandsetSettings) -> Self {
        Self::seeded(1, settings)
    }
    pub(super) fn seeded(seed: u64, settings: HandsetSettings) -> Self {
        let beacon = Beacon::new(setup(seed, settings, None), at(START));
        let mut phone = Self { beacon, now: START, ids: 0, seed, flash: None };
        phone.drain();
        phone
    }
    /// A phone on Wi-Fi whose first heartbeat was heard.
    pub(super) fn online() -> Self {
        let mut phone = Self::new();
        phone.does(Input::PathUp(Path::Wifi));
        phone.wait(6_000);
        phone.hears(Downlink::Heard { server_time: at(phone.now) });
        phone
    }
    fn drain(&mut self) -> Vec<Output> {
        let outputs: Vec<Output> = core::iter::from_fn(|| self.beacon.poll_output()).collect();
        for output in &outputs {
            if let Output::Persist(image) = output {
                self.flash = Some((**image).clone());
            }
        }
        outputs
    }
    pub(super) fn does(&mut self, input: Input) -> Vec<Output> {
        self.beacon.handle(input, at(self.now));
        self.drain()
    }
    /// Lets time pass, waking the machine exactly when it asks.
    pub(super) fn wait(&mut self, ms: i64) -> Vec<Output> {
        let end = self.now + ms;
        let mut outputs = Vec::new();
        let mut still = 0;
        while let Some(wake) = self.beacon.poll_timeout().filter(|t| t.unix_ms() <= end) {
            still = if wake.unix_ms() > self.now { 0 } else { still + 1 };
            assert!(still < 3, "a timer fires without end");
            self.now = self.now.max(wake.unix_ms());
            outputs.extend(self.does(Input::Tick));
        }
        self.now = end;
        outputs.extend(self.does(Input::Tick));
        outputs
    }
    /// Something on the stream, answering nothing in particular.
    pub(super) fn hears(&mut self, downlink: Downlink) -> Vec<Output> {
        self.does(Input::Received { path: Path::Wifi, answers: None, downlink })
    }
    pub(super) fn answer(&mut self, message: MessageNo, downlink: Downlink) -> Vec<Output> {
        self.does(Input::Received { path: Path::Wifi, answers: Some(message), downlink })
    }
    pub(super) fn fresh(&mut self) -> AlarmId {
        self.ids += 1;
        alarm_id(self.ids)
    }
    pub(super) fn presses(&mut self) -> (AlarmId, Vec<Output>) {
        let fresh = self.fresh();
        let outputs = self.does(Input::Button { press: ButtonPress::Long, fresh });
        (fresh, outputs)
    }
    /// Pressed and acknowledged.
    pub(super) fn in_alarm(&mut self) -> AlarmId {
        let (alarm, _) = self.presses();
        self.hears(Downlink::Held { alarm });
        alarm
    }
    pub(super) fn self_test(&mut self) -> (TestId, Vec<Output>) {
        self.ids += 1;
        let fresh = TestId::from_u128(self.ids);
        (fresh, self.does(Input::SelfTest { fresh, trigger: Trigger::Screen }))
    }
    pub(super) fn is_at(&mut self, place: (f64, f64)) -> Vec<Output> {
        self.does(Input::Fixed(self.fix(place)))
    }
    pub(super) fn fix(&self, (lat, lon): (f64, f64)) -> Sensitive<Fix> {
        Sensitive::new(Fix {
            position: Position::from_degrees(lat, lon).unwrap(),
            accuracy: Some(Decimetres(81)),
            fixed_at: FixedAt(at(self.now)),
            source: FixSource::Gnss,
        })
    }
    /// The battery ran out and was charged: memory is gone, flash is not.
    pub(super) fn restarts(&mut self) -> Vec<Output> {
        self.seed += 1;
        let settings = HandsetSettings::default();
        self.beacon = Beacon::new(setup(self.seed, settings, self.flash.clone()), at(self.now));
        self.drain()
    }
}

pub(super) fn sends(outputs: &[Output]) -> Vec<(Path, MessageNo, &Uplink, u16)> {
    outputs
        .iter()
        .filter_map(|output| {
            let Output::Send { path, message, uplink, attempt } = output else { return None };
            Some((*path, *message, uplink, *attempt))
        })
        .collect()
}

pub(super) fn presses_sent(outputs: &[Output]) -> Vec<AlarmId> {
    sends(outputs)
        .iter()
        .filter_map(|(_, _, uplink, _)| if let Uplink::Press(p) = uplink { Some(p.alarm) } else { None })
        .collect()
}

pub(super) fn shows(outputs: &[Output]) -> Vec<Screen> {
    outputs.iter().filter_map(|o| if let Output::Show(s) = o { Some(*s) } else { None }).collect()
}

pub(super) fn vibrations(outputs: &[Output]) -> Vec<Haptic> {
    outputs.iter().filter_map(|o| if let Output::Vibrate(h) = o { Some(*h) } else { None }).collect()
}

/// The alarm for which a message carries a position.
pub(super) fn position_of(uplink: &Uplink) -> Option<AlarmId> {
    match uplink {
        Uplink::Press(press) => press.fix.map(|_| press.alarm),
        Uplink::Moved { alarm, .. } => Some(*alarm),
        Uplink::PressedAgain { .. }
        | Uplink::Mistake { .. }
        | Uplink::Heartbeat { .. }
        | Uplink::DailyReport(_)
        | Uplink::SelfTest { .. }
        | Uplink::Hello
        | Uplink::TimerSet(_)
        | Uplink::TimerEnded { .. }
        | Uplink::Trip(_)
        | Uplink::TripEnded { .. }
        | Uplink::Text { .. }
        | Uplink::Answer { .. }
        | Uplink::MessageSeen { .. }
        | Uplink::Typing(_) => None,
    }
}
