//! T-NIJ-8: duplicated, late and reordered reports give the same set of alerts as the ordered stream, within the lateness
//! bound of eight fixes a carrier. Live judgement is not delayed: what was said too early is revised, never taken back.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

use core::time::Duration;
use hoeder_geo::offset;
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{
    CarrierId, Decimetres, FixSource, FixedAt, Metres, PairId, PerimeterId, Position, ReceivedAt, UtcMillis,
};
use hoeder_watch::track::{
    AlertKey, CarrierOrder, Change, Guard, Order, PairOrder, PerimeterKind, PerimeterOrder, Settings, Shape,
    Taken, Validity, Week,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const START: i64 = 1_795_000_000_000;

fn at(seconds: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(START + seconds * 1_000)
}

fn place(east: f64) -> Position {
    offset(Position::from_degrees(51.0543, 3.7250).unwrap(), 90.0, Metres(east))
}

fn carrier(number: u128) -> CarrierId {
    CarrierId::from_u128(number)
}

fn guard() -> Guard {
    let valid = Validity { from: at(-1_000), until: None };
    let mut guard = Guard::new(Settings::default());
    for (number, side) in [(1, Side::Offender), (2, Side::Protected)] {
        let order = CarrierOrder {
            carrier: carrier(number),
            side,
            valid,
            interval: Duration::from_secs(30),
            silent_after: Duration::from_secs(86_400),
            lost_after: Duration::from_secs(86_400),
            fastest_mps: 60.0,
            alcohol: None,
        };
        guard.order(Order::Carrier(order), at(0)).unwrap();
    }
    let pair = PairOrder {
        pair: PairId::from_u128(3),
        offender: carrier(1),
        protected: carrier(2),
        valid,
        alarm: Metres(500.0),
        warning: Metres(800.0),
        police: Duration::from_secs(600),
    };
    guard.order(Order::Pair(pair), at(0)).unwrap();
    for (number, kind, east) in [(4, PerimeterKind::Exclusion, 300.0), (5, PerimeterKind::Inclusion, 900.0)] {
        let order = PerimeterOrder {
            perimeter: PerimeterId::from_u128(number),
            carrier: carrier(1),
            kind,
            shape: Shape::Circle { centre: place(east), radius: Metres(400.0) },
            week: Week::default(),
            valid,
        };
        guard.order(Order::Perimeter(Box::new(order)), at(0)).unwrap();
    }
    guard
}

/// One fix: whose, when, where (metres east), with which accuracy, and how many seconds later it arrives.
type Told = (bool, i64, f64, u32, i64);

fn report(told: &Told) -> TrackReport {
    let fix = TrackFix {
        position: place(told.2),
        accuracy: Some(Decimetres(told.3)),
        fixed_at: FixedAt(at(told.1)),
        source: FixSource::Gnss,
        speed_cms: None,
        heading_deg: None,
        motion: Motion::Unknown,
    };
    let (began, ended) = (Signs::NONE, Signs::NONE);
    let at = fix.fixed_at;
    TrackReport {
        at,
        fix: Some(fix),
        began,
        ended,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// What stands in the end: each alert with its begin.
fn stands(order: &[Told]) -> BTreeSet<(AlertKey, FixedAt)> {
    let mut guard = guard();
    let mut standing = BTreeSet::new();
    for told in order {
        let received = ReceivedAt(at(told.1 + told.4));
        guard.take(carrier(if told.0 { 1 } else { 2 }), &report(told), received);
        while let Some(change) = guard.poll() {
            match change {
                Change::Raised(alert) => {
                    standing.insert((alert.key(), alert.since));
                }
                Change::Revised { key, was, now, .. } => {
                    assert!(standing.remove(&(key, was)), "revised what was never said: {key:?} {was}");
                    standing.extend(now.map(|now| (key, now)));
                }
                Change::Worse(_) | Change::Cleared { .. } => {}
            }
        }
    }
    standing
}

fn walk() -> impl Strategy<Value = Vec<Told>> {
    let step = (prop::bool::ANY, 5..40_i64, -160.0..160.0_f64, 30..900_u32, 1..70_i64, 0..12_u32);
    (prop::collection::vec(step, 8..60), 0.0..1_500.0_f64, -500.0..500.0_f64).prop_map(|(steps, a, b)| {
        let (mut seconds, mut east) = (0, [a, b]);
        steps
            .into_iter()
            .map(|(offender, wait, step, accuracy, delay, jump)| {
                seconds += wait;
                let far = if jump == 0 { 6.0 } else { 1.0 };
                let mine = &mut east[usize::from(!offender)];
                *mine += step * far;
                (offender, seconds, *mine, accuracy, delay)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Proves T-NIJ-8.
    #[test]
    fn late_reordered_and_doubled_reports_give_the_same_alerts(walk in walk(), doubled in prop::collection::vec(prop::bool::ANY, 60)) {
        let on_time: Vec<Told> = walk.iter().map(|told| (told.0, told.1, told.2, told.3, 1)).collect();
        let mut arrived: Vec<Told> = walk.clone();
        for (told, twice) in walk.iter().zip(&doubled) {
            if *twice {
                arrived.push((told.0, told.1, told.2, told.3, told.4 + 3));
            }
        }
        arrived.sort_by_key(|told| told.1 + told.4);
        prop_assert_eq!(stands(&arrived), stands(&on_time));
    }
}

#[test]
fn a_report_that_comes_again_is_a_duplicate_and_an_older_one_is_late() {
    let mut guard = guard();
    let mut takes = |told: Told| guard.take(carrier(1), &report(&told), ReceivedAt(at(told.1 + told.4)));
    assert_eq!(takes((true, 100, 5_000.0, 50, 1)), Taken::Fresh);
    assert_eq!(takes((true, 60, 5_100.0, 50, 45)), Taken::Late);
    assert_eq!(takes((true, 60, 5_100.0, 50, 47)), Taken::Duplicate);
    assert_eq!(takes((true, 100, 5_000.0, 50, 9)), Taken::Duplicate);
}

#[test]
fn what_a_late_fix_shows_is_raised_as_late_and_what_it_disproves_is_revised() {
    let mut guard = guard();
    let mut takes = |told: Told| {
        guard.take(carrier(if told.0 { 1 } else { 2 }), &report(&told), ReceivedAt(at(told.1 + told.4)));
        core::iter::from_fn(|| guard.poll()).collect::<Vec<_>>()
    };
    takes((false, 0, 0.0, 50, 1));
    takes((true, 10, 2_000.0, 50, 1));
    // He was beside her and is away again before we hear of it.
    takes((true, 400, 2_000.0, 50, 1));
    takes((true, 640, 2_000.0, 50, 1));
    let changes = takes((true, 200, 100.0, 50, 450));
    let late = changes
        .iter()
        .any(|c| matches!(c, Change::Raised(a) if a.late && a.pair.is_some() && a.since < FixedAt(at(200))));
    assert!(late, "{changes:?}");
}
