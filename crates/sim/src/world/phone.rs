//! A phone with its button: the real beacon, its flash, its clock, its key and its radio.
//!
//! Never here: the network (`phones`).

use super::happening::Tail;
use crate::demo::{Carrier, Town, Walker};
use hoeder_beacon::{Beacon, ButtonPress, Input, OutboxImage, Path, Setup};
use hoeder_geo::Countries;
use hoeder_vocab::handset::HandsetSettings;
use hoeder_vocab::{AlarmId, HandsetId, Percent, Purpose, TestId, UtcMillis};
use hoeder_wire::button::bthome::{BindKey, BthomeButton, seal};
use hoeder_wire::button::{ButtonEvent, Gesture, Mac};
use hoeder_wire::{PublicKey, SigningKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// A portable button as the phone hears it.
pub(crate) struct Radio {
    pub(crate) mac: Mac,
    pub(crate) key: BindKey,
    /// Counter of the button itself.
    pub(crate) counter: u32,
    pub(crate) packet: u8,
    /// What the phone remembers of it.
    pub(crate) heard: BthomeButton,
}

/// A phone.
pub(crate) struct Phone {
    pub(crate) carrier: Carrier,
    pub(crate) key: SigningKey,
    /// `None` while it is dead.
    pub(crate) beacon: Option<Beacon>,
    /// Grows at every restart.
    pub(crate) life: u64,
    /// Kept in flash in blocks: never used twice.
    pub(crate) counter: u64,
    /// How far its clock is ahead, milliseconds.
    pub(crate) clock_ms: i64,
    pub(crate) battery: u8,
    pub(crate) synced: Option<OutboxImage>,
    pub(crate) unsynced: Option<OutboxImage>,
    pub(crate) paths: BTreeMap<Path, bool>,
    pub(crate) radio: Option<Radio>,
    pub(crate) walker: Walker,
    pub(crate) fix_every: Option<Duration>,
    pub(crate) fix_plan: u64,
    pub(crate) wake_at: Option<UtcMillis>,
    pub(crate) revoked: bool,
    /// Alarms that this phone has in flash and that must therefore be raised.
    pub(crate) owed: BTreeSet<AlarmId>,
    /// Alarms of which it was told that they are durable.
    pub(crate) held: BTreeSet<AlarmId>,
    /// Tests that it made.
    pub(crate) tests: BTreeSet<TestId>,
    /// Timers that it was told are held and that it never ended.
    pub(crate) guarded: BTreeSet<AlarmId>,
}

impl Phone {
    pub(crate) fn new(carrier: Carrier, seed: u64, battery: u8) -> Self {
        let key = SigningKey::from_seed(&carrier.signing_seed);
        let radio = carrier.button.as_ref().and_then(|button| {
            let bytes = *button.key.as_ref()?.reveal(Purpose::Transport);
            let key = BindKey::new(bytes);
            let mac = Mac::new(*button.address.reveal(Purpose::Transport));
            Some(Radio { mac, heard: BthomeButton::sealed(key.clone()), key, counter: 0, packet: 0 })
        });
        let walker = Walker::new(seed, Town::new(), carrier.places.clone());
        Self {
            carrier,
            key,
            beacon: None,
            life: 0,
            counter: 0,
            clock_ms: 0,
            battery,
            synced: None,
            unsynced: None,
            paths: BTreeMap::from([(Path::Wifi, true), (Path::Cellular, true)]),
            radio,
            walker,
            fix_every: None,
            fix_plan: 0,
            wake_at: None,
            revoked: false,
            owed: BTreeSet::new(),
            held: BTreeSet::new(),
            tests: BTreeSet::new(),
            guarded: BTreeSet::new(),
        }
    }

    pub(crate) fn handset(&self) -> HandsetId {
        self.carrier.handset
    }

    /// What its clock shows.
    pub(crate) fn clock(&self, now: UtcMillis) -> UtcMillis {
        super::happening::shifted(now, self.clock_ms)
    }

    /// The battery is charged: memory is gone, flash is not.
    pub(crate) fn wakes(&mut self, countries: &Arc<Countries>, seed: u64, now: UtcMillis) {
        self.life += 1;
        let clock = self.clock(now);
        let setup = Setup {
            seed: seed.wrapping_add(self.life),
            app_version: "1.0.0".to_owned(),
            settings: HandsetSettings::default(),
            countries: Arc::clone(countries),
            restored: self.synced.clone(),
        };
        self.beacon = Some(Beacon::new(setup, clock));
        if let Some(radio) = &mut self.radio {
            radio.heard = match radio.heard.counter() {
                Some(counter) => BthomeButton::resume(radio.key.clone(), counter),
                None => BthomeButton::sealed(radio.key.clone()),
            };
        }
    }

    /// What a phone is told when it begins: its paths, its battery, its button.
    pub(crate) fn first_inputs(&self) -> Vec<Input> {
        let mut inputs: Vec<Input> =
            self.paths.iter().filter(|(_, up)| **up).map(|(path, _)| Input::PathUp(*path)).collect();
        inputs.extend(Percent::new(self.battery).map(Input::PhoneBattery));
        inputs.push(Input::Location(hoeder_beacon::Permission::Granted));
        if self.radio.is_some() {
            inputs.push(Input::ButtonLink(hoeder_beacon::ButtonLink::Up));
        }
        inputs
    }

    /// It is off. What was not synced may be lost, and then its press was never promised to anybody.
    pub(crate) fn dies(&mut self, tail: Tail) {
        self.beacon = None;
        self.life += 1;
        self.wake_at = None;
        self.fix_every = None;
        let unsynced = self.unsynced.take();
        if tail == Tail::Kept {
            self.synced = unsynced.or_else(|| self.synced.take());
            return;
        }
        let alarm_of = |image: &Option<OutboxImage>| {
            image.as_ref().and_then(|i| i.alarm.as_ref()).map(|a| a.press.alarm)
        };
        let lost = alarm_of(&unsynced).filter(|id| alarm_of(&self.synced) != Some(*id));
        if let Some(lost) = lost {
            self.owed.remove(&lost);
        }
    }

    /// The button is pressed: what the phone makes of the frames that it hears, repeats included.
    pub(crate) fn button_frames(&mut self, gesture: u8, times: u64, now: UtcMillis) -> Vec<ButtonEvent> {
        let clock = self.clock(now);
        let Some(radio) = &mut self.radio else { return Vec::new() };
        radio.packet = radio.packet.wrapping_add(1);
        let mut events = Vec::new();
        for _ in 0..times {
            radio.counter += 1;
            let payload = [0x00, radio.packet, 0x01, 0x5a, 0x3a, gesture];
            let Ok(frame) = seal(&payload, radio.counter, radio.mac, &radio.key) else { continue };
            events.extend(radio.heard.handle(&frame, clock, radio.mac).unwrap_or_default());
            // A stranger plays the same frame again: nothing may come of it.
            events.extend(radio.heard.handle(&frame, clock, radio.mac).unwrap_or_default());
        }
        events
    }
}

/// What a gesture of a button is to the beacon; a release or a battery is none.
pub(crate) const fn press_of(event: ButtonEvent) -> Option<ButtonPress> {
    match event {
        ButtonEvent::Pressed { gesture, .. } => Some(match gesture {
            Gesture::Press | Gesture::Other(_) => ButtonPress::Short,
            Gesture::DoublePress | Gesture::TriplePress => ButtonPress::Double,
            Gesture::LongPress | Gesture::LongDoublePress | Gesture::LongTriplePress => ButtonPress::Long,
            Gesture::Hold => ButtonPress::Hold,
        }),
        ButtonEvent::Released | ButtonEvent::Fallen | ButtonEvent::Battery(_) => None,
    }
}

/// The key of the cell, with which downlinks are signed.
pub(crate) fn cell_key() -> (SigningKey, PublicKey) {
    let key = SigningKey::from_seed(&[0xce; 32]);
    let public = key.public_key();
    (key, public)
}
