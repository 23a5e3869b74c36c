//! T-ARC-3 and T-ARC-5: a fault is reported within its class, and none is reported while enough heartbeats arrive.

use crate::story::at;
use hoeder_vocab::handset::{Path, Paths, SupervisionClass};
use hoeder_vocab::{DecidedAt, HandsetId, ReceivedAt, UtcMillis};
use hoeder_watch::supervision::{AlertKind, Beat, SupervisionEvent, Watch, WatchCommand, WatchTimes};
use std::collections::BTreeSet;
use std::time::Duration;

const DEVICES: u32 = 10_000;
const LOSS_PERCENT: u64 = 5;

/// SplitMix64, so that each run is the same.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % (most + 1)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Dies,
    LosesButton,
}

struct Device {
    watch: Watch,
    times: WatchTimes,
    fault: Fault,
    fault_at: UtcMillis,
    /// Heartbeats lost one after the other, now and at most.
    missed: u32,
    worst: u32,
    opened: Vec<(AlertKind, UtcMillis)>,
}

impl Device {
    fn new(n: u32, class: SupervisionClass, dice: &mut Dice) -> Self {
        let watch = Watch::new(HandsetId::from_u128(u128::from(n) + 1));
        let fault = match n % 100 {
            0 => Fault::Dies,
            1 => Fault::LosesButton,
            _ => Fault::None,
        };
        let span = u64::try_from(class.within().as_millis()).unwrap();
        let fault_at = at(0).plus(Duration::from_millis(span * 2 + dice.up_to(span)));
        let daily_report = Duration::from_secs(7 * 24 * 3_600);
        let times = WatchTimes { daily_report, ..WatchTimes::default() }.of_class(class);
        let mut device = Self { watch, times, fault, fault_at, missed: 0, worst: 0, opened: Vec::new() };
        device.ask(&WatchCommand::Start, at(0));
        device
    }
    fn ask(&mut self, command: &WatchCommand, now: UtcMillis) {
        for event in self.watch.decide(command, DecidedAt(now), &self.times).unwrap() {
            if let SupervisionEvent::AlertOpened { kind } = event {
                self.opened.push((kind, now));
            }
            self.watch.apply(&event, DecidedAt(now));
        }
    }
    fn ticks_until(&mut self, now: UtcMillis) {
        while let Some(due) = self.watch.next_due(&self.times).filter(|due| *due <= now) {
            self.ask(&WatchCommand::Tick, due);
        }
    }
    fn beats(&mut self, now: UtcMillis) {
        let button_linked = Some(self.fault != Fault::LosesButton || now < self.fault_at);
        let beat = Beat { button_linked, ..Beat::default() };
        self.ask(&WatchCommand::Beat(beat), now);
        self.watch.observe(beat, ReceivedAt(now));
        self.missed = 0;
    }
    /// Three times its class and one more, with heartbeats as a handset sends them and a path that loses some.
    fn lives(&mut self, class: SupervisionClass, dice: &mut Dice) {
        let every = u64::try_from(class.heartbeat_every().as_millis()).unwrap();
        let end = at(0).plus(class.within() * 5);
        let mut now = at(0);
        loop {
            now = now.plus(Duration::from_millis(every - dice.up_to(every / 10)));
            if now > end {
                break;
            }
            self.ticks_until(now);
            if self.fault == Fault::Dies && now >= self.fault_at {
                continue;
            }
            if dice.up_to(99) < LOSS_PERCENT {
                self.missed += 1;
                self.worst = self.worst.max(self.missed);
            } else {
                self.beats(now);
            }
        }
        self.ticks_until(end);
    }
    /// The faults that it has, each once and in time; nothing else while fewer than so many heartbeats were lost in a row.
    fn check(&self, class: SupervisionClass) {
        let expected = match self.fault {
            Fault::None => None,
            Fault::Dies => Some(AlertKind::Silent),
            Fault::LosesButton => Some(AlertKind::ButtonUnlinked),
        };
        let enough_arrive = self.worst < SupervisionClass::POLLS - 1;
        let false_ones = self.opened.iter().filter(|(kind, _)| Some(*kind) != expected).count();
        assert!(
            !enough_arrive || false_ones == 0,
            "{class:?}: {:?}, {} lost in a row",
            self.opened,
            self.worst
        );
        if let (Some(kind), true) = (expected, enough_arrive) {
            let told: Vec<UtcMillis> =
                self.opened.iter().filter(|(k, _)| *k == kind).map(|(_, at)| *at).collect();
            assert!(
                matches!(told[..], [when] if when <= self.fault_at.plus(class.within())),
                "{class:?} {kind:?}: fault at {}, told {told:?}",
                self.fault_at
            );
        }
    }
}

/// Proves FL-10, FL-11, T-ARC-3: 10,000 devices of all classes, 5 % loss, a virtual clock. While fewer than four
/// heartbeats in a row are lost there is no false fault, and each real one is reported within its class.
#[test]
fn ten_thousand_devices_report_each_fault_within_their_class_and_no_false_one() {
    let mut dice = Dice(2026);
    let (mut faults, mut told) = (0, 0);
    for n in 0..DEVICES {
        let class = SupervisionClass::ALL[usize::try_from(n % 5).unwrap()];
        let mut device = Device::new(n / 5, class, &mut dice);
        device.lives(class, &mut dice);
        device.check(class);
        faults += u32::from(device.fault != Fault::None);
        told += u32::from(!device.opened.is_empty());
    }
    assert_eq!(faults, DEVICES / 50);
    assert!(told >= faults, "every real fault is told");
}

/// One handset that is watched over two paths, by the seconds at which each was heard.
fn over_two_paths(wifi: &[u64], cellular: &[u64], until: u64) -> BTreeSet<(AlertKind, u64)> {
    let times = WatchTimes::default().of_class(SupervisionClass::S90);
    let mut watch = Watch::new(HandsetId::from_u128(1));
    watch.expect_paths(Paths::Two, at(0));
    let mut opened = BTreeSet::new();
    let mut ask = |watch: &mut Watch, command: WatchCommand, now: u64| {
        for event in watch.decide(&command, DecidedAt(at(now)), &times).unwrap() {
            if let SupervisionEvent::AlertOpened { kind } = event {
                opened.insert((kind, now));
            }
            watch.apply(&event, DecidedAt(at(now)));
        }
    };
    ask(&mut watch, WatchCommand::Start, 0);
    for now in 0..=until {
        for (path, heard) in [(Path::Wifi, wifi), (Path::Cellular, cellular)] {
            if heard.contains(&now) {
                let beat = Beat { path: Some(path), ..Beat::default() };
                ask(&mut watch, WatchCommand::Beat(beat), now);
                watch.observe(beat, ReceivedAt(at(now)));
            }
        }
        ask(&mut watch, WatchCommand::Tick, now);
    }
    opened
}

fn every(seconds: usize, until: u64) -> Vec<u64> {
    (0..=until).step_by(seconds).collect()
}

/// Proves FL-10, T-ARC-5: a path that is cut is a fault within the class; both are a handset that is silent.
#[test]
fn a_path_that_is_cut_is_reported_and_both_cut_are_silence() {
    assert_eq!(over_two_paths(&every(18, 600), &every(18, 600), 600), BTreeSet::new());
    let cut = over_two_paths(&every(18, 100), &every(18, 600), 600);
    assert_eq!(cut, BTreeSet::from([(AlertKind::PathLost, 90 + 90)]));
    let both = over_two_paths(&every(18, 100), &every(18, 300), 600);
    assert_eq!(both, BTreeSet::from([(AlertKind::PathLost, 180), (AlertKind::Silent, 288 + 90)]));
    let never = over_two_paths(&[], &every(18, 600), 600);
    assert_eq!(never, BTreeSet::from([(AlertKind::PathLost, 90)]));
}
