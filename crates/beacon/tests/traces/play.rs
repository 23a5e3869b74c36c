//! One scenario being played: a machine, a clock that jumps to each deadline, and the steps so far.

use crate::json;
use hoeder_beacon::{Beacon, Input, MessageNo, OutboxImage, Output, Path, Setup};
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, HandsetSettings, Trigger, Uplink};
use hoeder_vocab::{
    AlarmId, Decimetres, Fix, FixSource, FixedAt, Percent, Position, Sensitive, TestId, UtcMillis,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// 2026-11-18T11:06:40Z.
pub(crate) const START_MS: i64 = 1_795_000_000_000;
const APP_VERSION: &str = "1.0.0";

pub(crate) struct Play {
    name: &'static str,
    path: Path,
    seed: u64,
    settings: HandsetSettings,
    countries: Arc<Countries>,
    beacon: Beacon,
    now_ms: i64,
    ids: u128,
    flash: Option<OutboxImage>,
    last: Vec<Output>,
    steps: Vec<Value>,
}

impl Play {
    /// A phone that has just been started; `path` is the one that answers arrive on.
    pub(crate) fn new(
        name: &'static str,
        path: Path,
        settings: HandsetSettings,
        countries: &Arc<Countries>,
    ) -> Self {
        let seed = 7;
        let setup = Setup {
            seed,
            app_version: APP_VERSION.to_owned(),
            settings,
            countries: Arc::clone(countries),
            restored: None,
        };
        let beacon = Beacon::new(setup, UtcMillis::from_unix_ms(START_MS));
        let countries = Arc::clone(countries);
        let mut play = Self {
            name,
            path,
            seed,
            settings,
            countries,
            beacon,
            now_ms: START_MS,
            ids: 0,
            flash: None,
            last: Vec::new(),
            steps: Vec::new(),
        };
        play.note(&json!({ "give": "start" }));
        play
    }

    pub(crate) fn finish(self) -> Value {
        json!({
            "name": self.name,
            "seed": self.seed.to_string(),
            "app_version": APP_VERSION,
            "settings": json::settings(&self.settings),
            "steps": self.steps,
        })
    }

    fn note(&mut self, input: &Value) {
        self.last = core::iter::from_fn(|| self.beacon.poll_output()).collect();
        for output in &self.last {
            if let Output::Persist(image) = output {
                self.flash = Some((**image).clone());
            }
        }
        self.steps.push(json!({
            "at_ms": self.now_ms,
            "input": input,
            "outputs": self.last.iter().map(json::output).collect::<Vec<_>>(),
            "timeout_ms": self.beacon.poll_timeout().map(UtcMillis::unix_ms),
        }));
    }

    pub(crate) fn give(&mut self, input: Input) {
        let inside = |fix: &Fix| self.countries.in_belgium(fix.position);
        let written = json::input(&input, inside);
        self.beacon.handle(input, UtcMillis::from_unix_ms(self.now_ms));
        self.note(&written);
    }

    /// Lets time pass, with a tick at each deadline on the way.
    pub(crate) fn wait(&mut self, ms: i64) {
        let end = self.now_ms + ms;
        while let Some(wake) = self.beacon.poll_timeout().map(UtcMillis::unix_ms).filter(|t| *t <= end) {
            self.now_ms = wake.max(self.now_ms);
            self.give(Input::Tick);
        }
        self.now_ms = end;
    }

    /// Somebody sets the phone's clock.
    pub(crate) fn set_clock(&mut self, by_ms: i64) {
        self.now_ms += by_ms;
    }

    /// The process ends, and starts again from the last image written, with another seed.
    pub(crate) fn restart(&mut self) {
        let seed = self.seed + 1;
        let setup = Setup {
            seed,
            app_version: APP_VERSION.to_owned(),
            settings: self.settings,
            countries: Arc::clone(&self.countries),
            restored: self.flash.clone(),
        };
        self.beacon = Beacon::new(setup, UtcMillis::from_unix_ms(self.now_ms));
        self.note(&json!({ "give": "restart", "seed": seed.to_string() }));
    }

    pub(crate) fn fresh(&mut self) -> AlarmId {
        self.ids += 1;
        AlarmId::from_u128(0x019a_96d4_0000_7000_8000_0000_0000_0000 + self.ids)
    }

    /// A finger on the screen for that long.
    pub(crate) fn hold(&mut self, ms: i64) -> AlarmId {
        let fresh = self.fresh();
        self.give(Input::ScreenDown { fresh });
        self.wait(ms);
        self.give(Input::ScreenUp);
        fresh
    }

    pub(crate) fn self_test(&mut self) -> TestId {
        let fresh = TestId::from_u128(self.fresh().as_u128());
        self.give(Input::SelfTest { fresh, trigger: Trigger::Screen });
        fresh
    }

    pub(crate) fn type_word(&mut self, word: &str) {
        self.give(Input::WordTyped(Sensitive::new(word.to_owned())));
    }

    /// Places are given in 1e-7 degree and must lie on earth.
    pub(crate) fn is_at(&mut self, (lat_e7, lon_e7): (i32, i32)) {
        let Ok(position) = Position::from_e7(lat_e7, lon_e7) else { return };
        self.give(Input::Fixed(Sensitive::new(Fix {
            position,
            accuracy: Some(Decimetres(81)),
            fixed_at: FixedAt(UtcMillis::from_unix_ms(self.now_ms)),
            source: FixSource::Fused,
        })));
    }

    /// At most 100.
    pub(crate) fn charge(&mut self, percent: u8) {
        Percent::new(percent).into_iter().for_each(|p| self.give(Input::PhoneBattery(p)));
    }

    /// The number of the last message of the last step that fits.
    pub(crate) fn sent(&self, fits: impl Fn(&Uplink) -> bool) -> Option<MessageNo> {
        self.last.iter().rev().find_map(|output| {
            let Output::Send { message, uplink, .. } = output else { return None };
            fits(uplink).then_some(*message)
        })
    }

    pub(crate) fn hears(&mut self, downlink: Downlink) {
        self.give(Input::Received { path: self.path, answers: None, downlink });
    }

    pub(crate) fn answered(&mut self, answers: Option<MessageNo>, downlink: Downlink) {
        self.give(Input::Received { path: self.path, answers, downlink });
    }

    pub(crate) fn now(&self) -> UtcMillis {
        UtcMillis::from_unix_ms(self.now_ms)
    }

    /// Online, first heartbeat sent and heard.
    pub(crate) fn online(&mut self) {
        self.give(Input::PathUp(self.path));
        self.wait(5_000);
        let server_time = self.now();
        self.hears(Downlink::Heard { server_time });
    }
}
