//! The conformance tests of NIJ 1004.00 that need no hardware: accuracy, latency, uncertainty. T-NIJ-4, 5, 6 and 7 stand in
//! `track/perimeters.rs` and `track/supervision.rs`, T-NIJ-8 in `nij8.rs`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use core::time::Duration;
use hoeder_geo::{distance, offset};
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{
    CarrierId, Decimetres, FixSource, FixedAt, Metres, PerimeterId, Position, ReceivedAt, UtcMillis,
};
use hoeder_watch::track::{
    Alert, AlertKind, CarrierOrder, Change, Guard, Order, PerimeterKind, PerimeterOrder, Settings, Shape,
    Validity, Week, accuracy_report,
};

const START: i64 = 1_795_000_000_000;

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap()) / 4_294_967_296.0
    }
    /// From the normal distribution.
    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.share()).ln()).sqrt() * (core::f64::consts::TAU * self.share()).cos()
    }
    fn whole(&mut self, below: u32) -> i64 {
        (0..i64::from(below)).nth(usize::try_from(self.0 % u64::from(below)).unwrap()).map_or(0, |n| {
            self.share();
            n
        })
    }
}

fn at(ms: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(START + ms)
}

fn middle() -> Position {
    Position::from_degrees(51.0543, 3.7250).unwrap()
}

fn report(ms: i64, position: Position) -> TrackReport {
    let fix = TrackFix {
        position,
        accuracy: Some(Decimetres(50)),
        fixed_at: FixedAt(at(ms)),
        source: FixSource::Gnss,
        speed_cms: None,
        heading_deg: None,
        motion: Motion::Unknown,
    };
    let (began, ended) = (Signs::NONE, Signs::NONE);
    TrackReport {
        at: fix.fixed_at,
        fix: Some(fix),
        began,
        ended,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// So many carriers, each with a circle of 300 m that it may not enter.
fn guard(carriers: u32) -> Guard {
    let valid = Validity { from: at(-10), until: None };
    let mut guard = Guard::new(Settings::default());
    for number in 0..carriers {
        let order = CarrierOrder {
            carrier: CarrierId::from_u128(number.into()),
            side: Side::Offender,
            valid,
            interval: Duration::from_secs(60),
            silent_after: Duration::from_secs(10 * 86_400),
            lost_after: Duration::from_secs(10 * 86_400),
            fastest_mps: 60.0,
            alcohol: None,
        };
        guard.order(Order::Carrier(order), at(0)).unwrap();
        let order = PerimeterOrder {
            perimeter: PerimeterId::from_u128(number.into()),
            carrier: CarrierId::from_u128(number.into()),
            kind: PerimeterKind::Exclusion,
            shape: Shape::Circle { centre: middle(), radius: Metres(300.0) },
            week: Week::default(),
            valid,
        };
        guard.order(Order::Perimeter(Box::new(order)), at(0)).unwrap();
    }
    guard
}

fn raised(guard: &mut Guard) -> Vec<Alert> {
    let mut alerts = Vec::new();
    while let Some(change) = guard.poll() {
        if let Change::Raised(alert) = change {
            alerts.push(*alert);
        }
    }
    alerts
}

/// Proves T-NIJ-1: exact figures, and the pass rule, on 1,000 positions with a known error.
#[test]
fn the_accuracy_report_gives_exact_figures_of_a_thousand_positions() {
    let mut random = Random(1);
    let errors: Vec<f64> = (0..1_000)
        .map(|_| {
            let place = offset(
                offset(middle(), 90.0, Metres(4.0 * random.normal())),
                0.0,
                Metres(4.0 * random.normal()),
            );
            distance(middle(), place).0
        })
        .collect();
    let report = accuracy_report(&errors).unwrap();
    let mut sorted = errors.clone();
    sorted.sort_by(f64::total_cmp);
    let within = |most: f64| {
        f64::from(u32::try_from(errors.iter().filter(|e| **e <= most).count()).unwrap()) / 1_000.0
    };
    let ranked = |nth: usize| sorted.get(nth - 1).copied().unwrap();
    assert_eq!((report.n, report.median, report.p90), (1_000, ranked(500), ranked(900)));
    assert_eq!((report.p95, report.max), (ranked(950), ranked(1_000)));
    assert_eq!((report.share_10_m, report.share_30_m), (within(10.0), within(30.0)));
    assert!((report.mean - errors.iter().sum::<f64>() / 1_000.0).abs() < 1e-9);
    assert!(report.passes_outdoors() && !accuracy_report(&[9.0, 11.0]).unwrap().passes_outdoors());
    assert_eq!((accuracy_report(&[]), accuracy_report(&[f64::NAN])), (None, None));
}

/// Proves T-NIJ-2: 10,000 crossings by devices that send each minute, under one, two and three times the load: 240 s for all.
#[test]
fn every_crossing_is_alerted_within_four_minutes_under_three_times_the_load() {
    for load in 1..=3_u32 {
        let mut guard = guard(1_000 * load);
        let mut random = Random(2);
        let mut delays: Vec<i64> = Vec::new();
        for round in 0..u32::div_ceil(10, load) {
            let begin = i64::from(round) * 3_600_000;
            let mut coming: Vec<(i64, CarrierId, TrackReport)> = Vec::new();
            let mut truth = std::collections::BTreeMap::new();
            for number in 0..1_000 * load {
                let (speed, course) = (1.0 + random.share() * 25.0, random.share() * 360.0);
                let from = 400.0 + random.share() * 2_000.0;
                let phase = random.whole(60_000);
                let crossing = begin
                    + (1_000.0 * (from - 300.0) / speed)
                        .round()
                        .clamp(0.0, 4e6)
                        .to_string()
                        .parse::<i64>()
                        .unwrap();
                truth.insert(CarrierId::from_u128(number.into()), crossing);
                for minute in 0..55_i64 {
                    let ms = minute * 60_000 + phase;
                    let gone = speed * f64::from(i32::try_from(ms).unwrap()) / 1_000.0;
                    // There, and after ten minutes inside back again.
                    let place = offset(middle(), course, Metres((from - gone).max(0.0)));
                    let place = if ms > crossing - begin + 900_000 {
                        offset(middle(), course, Metres(9_000.0))
                    } else {
                        place
                    };
                    let made = report(begin + ms, place);
                    coming.push((
                        begin + ms + 500 + random.whole(20_000),
                        CarrierId::from_u128(number.into()),
                        made,
                    ));
                }
            }
            coming.sort_by_key(|(received, _, _)| *received);
            for (received, carrier, report) in &coming {
                guard.take(*carrier, report, ReceivedAt(at(*received)));
                for alert in raised(&mut guard) {
                    let Some(crossing) = truth.remove(&alert.carrier) else { continue };
                    delays.push(alert.decided_at.0.unix_ms() - START - crossing);
                }
            }
            assert!(truth.is_empty(), "{} crossings without an alert", truth.len());
        }
        delays.sort_unstable();
        let at_share =
            |percent: usize| delays.get((delays.len() * percent / 100).min(delays.len() - 1)).copied();
        assert!(delays.len() >= 10_000);
        let figures = (at_share(50), at_share(99), at_share(100));
        assert!(
            figures.2.is_some_and(|most| most <= 240_000),
            "load {load}: p50, p99, max in ms {figures:?}"
        );
    }
}

/// Proves T-NIJ-3: a day of positions in one upload: each violation with its own old time, at once, whichever end comes first.
#[test]
fn a_day_uploaded_at_once_gives_every_violation_with_its_own_time() {
    let day: Vec<TrackReport> = (0..1_440_i64)
        .map(|minute| {
            let inside = minute % 240 >= 200;
            let place = offset(middle(), 90.0, Metres(if inside { 50.0 } else { 5_000.0 }));
            TrackReport { buffered: true, ..report(minute * 60_000, place) }
        })
        .collect();
    let uploaded = at(1_440 * 60_000 + 5_000);
    for newest_first in [false, true] {
        let mut guard = guard(1);
        let mut order: Vec<&TrackReport> = day.iter().collect();
        if newest_first {
            order.rotate_right(1);
        }
        for report in order {
            guard.take(CarrierId::from_u128(0), report, ReceivedAt(uploaded));
        }
        let mut begins: Vec<(i64, UtcMillis)> = Vec::new();
        let mut alerts = Vec::new();
        while let Some(change) = guard.poll() {
            match change {
                Change::Raised(alert) => {
                    begins.push((alert.since.0.unix_ms(), alert.decided_at.0));
                    alerts.push(*alert);
                }
                Change::Revised { now: Some(since), at, .. } => begins.push((since.0.unix_ms(), at.0)),
                Change::Revised { now: None, .. } | Change::Worse(_) | Change::Cleared { .. } => {}
            }
        }
        for turn in 0..6_i64 {
            let entered = at((turn * 240 + 200) * 60_000).unix_ms();
            let said = begins.iter().find(|(since, _)| (since - entered).abs() <= 60_000).map(|(_, at)| *at);
            assert_eq!(said, Some(uploaded), "newest first {newest_first}: turn {turn}");
        }
        for alert in &alerts {
            let received = alert.evidence.first().copied().flatten().map(|evidence| evidence.received_at.0);
            assert_eq!((alert.kind, received), (AlertKind::Entered, Some(uploaded)));
        }
        assert!(alerts.len() <= 12, "{}", alerts.len());
    }
}
