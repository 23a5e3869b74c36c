//! What devices say of themselves, and what their silence means (EM-07, FL-02, FL-10, FL-12).

use crate::given::{OFFENDER, at, carrier, fix, place, report, said, takes};
use core::time::Duration;
use hoeder_vocab::tracking::{AlcoholReading, Motion, Side, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{FixedAt, Percent, Position, ReceivedAt, UtcMillis};
use hoeder_watch::track::{
    Absurd, AlcoholLimit, AlertKind, CarrierOrder, Change, Guard, Order, Queue, Settings, Taken, Validity,
};

fn guard() -> Guard {
    let mut guard = Guard::new(Settings::default());
    let alcohol = AlcoholLimit {
        milligrams_per_litre: 200,
        every: Duration::from_secs(3_600),
        then_every: Duration::from_secs(1_800),
    };
    let order = CarrierOrder {
        silent_after: Duration::from_secs(600),
        lost_after: Duration::from_secs(900),
        alcohol: Some(alcohol),
        ..carrier(OFFENDER, Side::Offender)
    };
    guard.order(Order::Carrier(order), at(0)).unwrap();
    guard
}

fn bare(seconds: i64) -> TrackReport {
    TrackReport { fix: None, at: FixedAt(at(seconds)), ..report(fix(seconds, place(0.0, 0.0))) }
}

/// Takes a report at a moment; what is raised and cleared.
fn hears(guard: &mut Guard, report: &TrackReport, seconds: i64) -> (Taken, Vec<(AlertKind, bool)>) {
    guard.tick(at(seconds));
    let before = words(guard);
    let taken = guard.take(OFFENDER, report, ReceivedAt(at(seconds)));
    (taken, before.into_iter().chain(words(guard)).collect())
}

fn words(guard: &mut Guard) -> Vec<(AlertKind, bool)> {
    said(guard)
        .iter()
        .filter_map(|change| match change {
            Change::Raised(alert) => Some((alert.kind, true)),
            Change::Cleared { key, .. } => Some((key.kind, false)),
            Change::Worse(_) | Change::Revised { .. } => None,
        })
        .collect()
}

/// Proves T-NIJ-6: at once, stamped with the cut, beside an alert of a zone or pair; it ends only when the sign does.
#[test]
fn a_cut_strap_is_said_at_once_with_its_own_time_and_once() {
    let mut guard = guard();
    let cut = TrackReport { began: Signs::NONE.with(Sign::StrapCut), ..bare(100) };
    guard.tick(at(104));
    guard.take(OFFENDER, &cut, ReceivedAt(at(104)));
    let changes = said(&mut guard);
    let [Change::Raised(alert)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(
        (alert.kind, alert.since.0, alert.kind.queue()),
        (AlertKind::Tampered, at(100), Queue::Tracking)
    );
    assert_eq!(hears(&mut guard, &cut, 110), (Taken::Duplicate, vec![]));
    let mended = TrackReport { ended: Signs::NONE.with(Sign::StrapCut), ..bare(200) };
    assert_eq!(hears(&mut guard, &mended, 200).1, [(AlertKind::Tampered, false)]);
}

#[test]
fn a_cut_with_a_time_of_1970_counts_as_of_its_arrival_and_one_whose_end_came_first_is_said_all_the_same() {
    let mut guard = guard();
    let cut = TrackReport {
        began: Signs::NONE.with(Sign::CaseOpened),
        at: FixedAt(UtcMillis::from_unix_ms(0)),
        ..bare(0)
    };
    // The carrier is not watched in 1970, but the sign is of now.
    guard.take(OFFENDER, &cut, ReceivedAt(at(50)));
    let changes = said(&mut guard);
    assert!(matches!(changes.as_slice(), [Change::Raised(alert)] if alert.since.0 == at(50)), "{changes:?}");
    let ended = TrackReport { ended: Signs::NONE.with(Sign::NotCarried), ..bare(300) };
    let began = TrackReport { began: Signs::NONE.with(Sign::NotCarried), ..bare(200) };
    assert_eq!(hears(&mut guard, &ended, 301).1, []);
    assert_eq!(
        hears(&mut guard, &began, 302).1,
        [(AlertKind::NotCarried, true), (AlertKind::NotCarried, false)]
    );
}

/// Proves T-NIJ-7: a device that is heard in the very millisecond in which it is missed is heard.
#[test]
fn what_is_heard_just_when_it_is_missed_ends_the_alert() {
    let mut guard = guard();
    hears(&mut guard, &report(fix(0, place(0.0, 0.0))), 2);
    assert_eq!(hears(&mut guard, &bare(602), 602).1, [(AlertKind::Silent, true), (AlertKind::Silent, false)]);
    assert_eq!(
        hears(&mut guard, &report(fix(902, place(0.0, 0.0))), 902).1,
        [(AlertKind::NoPosition, true), (AlertKind::NoPosition, false)]
    );
}

/// Proves T-NIJ-7: silence and loss of location are two kinds; both end by themselves.
#[test]
fn nothing_heard_is_silence_and_heard_without_a_position_is_a_loss_of_location() {
    let mut guard = guard();
    hears(&mut guard, &report(fix(0, place(0.0, 0.0))), 2);
    guard.tick(at(601));
    assert_eq!(words(&mut guard), []);
    guard.tick(at(602));
    assert_eq!(words(&mut guard), [(AlertKind::Silent, true)]);
    guard.tick(at(2_000));
    assert_eq!(words(&mut guard), [], "who is not heard is silent, not lost");
    assert_eq!(hears(&mut guard, &bare(2_010), 2_010).1, [(AlertKind::Silent, false)]);
    guard.tick(at(2_041));
    assert_eq!(words(&mut guard), [(AlertKind::NoPosition, true)]);
    let back = report(fix(2_100, place(0.0, 0.0)));
    assert_eq!(hears(&mut guard, &back, 2_101).1, [(AlertKind::NoPosition, false)]);
}

/// NIJ-13: an ordinary loss of signal, a low battery and a silence never raise the jamming alert; its signs do.
#[test]
fn jamming_is_raised_by_its_signs_only() {
    let mut guard = guard();
    let mut all = hears(&mut guard, &report(fix(0, place(0.0, 0.0))), 0).1;
    for second in (600..7_200).step_by(600) {
        guard.tick(at(second));
        all.extend(words(&mut guard));
        let low = TrackReport { battery: Percent::new(9), ..bare(second + 500) };
        all.extend(hears(&mut guard, &low, second + 500).1);
    }
    assert!(
        all.contains(&(AlertKind::Battery, true)) && all.contains(&(AlertKind::NoPosition, true)),
        "{all:?}"
    );
    assert!(!all.iter().any(|(kind, _)| *kind == AlertKind::Disturbed), "{all:?}");
    let jammed = TrackReport { began: Signs::NONE.with(Sign::GnssJammed), ..bare(8_000) };
    assert!(hears(&mut guard, &jammed, 8_000).1.contains(&(AlertKind::Disturbed, true)));
}

#[test]
fn more_alcohol_than_allowed_is_an_alert_and_then_a_reading_is_due_each_half_hour() {
    let mut guard = guard();
    let reading = |seconds, milligrams_per_litre| TrackReport {
        alcohol: Some(AlcoholReading { at: FixedAt(at(seconds)), milligrams_per_litre }),
        ..report(fix(seconds, place(0.0, 0.0)))
    };
    let of_alcohol = |words: Vec<(AlertKind, bool)>| {
        let wanted = |kind: &AlertKind| matches!(kind, AlertKind::Alcohol | AlertKind::AlcoholMissing);
        words.into_iter().filter(|(kind, _)| wanted(kind)).collect::<Vec<_>>()
    };
    assert_eq!(of_alcohol(hears(&mut guard, &reading(600, 50), 600).1), []);
    assert_eq!(of_alcohol(hears(&mut guard, &reading(1_200, 350), 1_200).1), [(AlertKind::Alcohol, true)]);
    guard.tick(at(1_200 + 1_800 + 299));
    assert_eq!(of_alcohol(words(&mut guard)), []);
    guard.tick(at(1_200 + 1_800 + 300));
    assert_eq!(of_alcohol(words(&mut guard)), [(AlertKind::AlcoholMissing, true)]);
    let sober = hears(&mut guard, &reading(4_000, 0), 4_000).1;
    assert_eq!(of_alcohol(sober), [(AlertKind::AlcoholMissing, false), (AlertKind::Alcohol, false)]);
    guard.tick(at(4_000 + 3_600 + 299));
    assert_eq!(of_alcohol(words(&mut guard)), []);
    guard.tick(at(4_000 + 3_600 + 300));
    assert_eq!(of_alcohol(words(&mut guard)), [(AlertKind::AlcoholMissing, true)]);
}

#[test]
fn absurd_times_and_places_are_refused_and_impossible_ones_are_flagged() {
    let mut guard = guard();
    let off = |ms: i64| TrackReport {
        fix: Some(TrackFix { fixed_at: FixedAt(UtcMillis::from_unix_ms(ms)), ..fix(0, place(0.0, 0.0)) }),
        ..bare(100)
    };
    assert_eq!(hears(&mut guard, &off(0), 100).0, Taken::Refused(Absurd::Ancient));
    assert_eq!(hears(&mut guard, &off(at(200_000).unix_ms()), 100).0, Taken::Refused(Absurd::Future));
    let nowhere = Position::from_e7(0, 0).unwrap();
    assert_eq!(hears(&mut guard, &report(fix(100, nowhere)), 100).0, Taken::Refused(Absurd::NullIsland));
    takes(&mut guard, OFFENDER, fix(110, place(0.0, 0.0)));
    assert_eq!(
        hears(&mut guard, &report(fix(140, place(90_000.0, 0.0))), 141).1,
        [(AlertKind::Implausible, true)]
    );
    assert_eq!(
        hears(&mut guard, &report(fix(170, place(90_010.0, 0.0))), 171).1,
        [(AlertKind::Implausible, false)]
    );
    let mut all = Vec::new();
    for step in 0..12 {
        let seconds = 200 + step * 30;
        let frozen = TrackFix { motion: Motion::Moving, ..fix(seconds, place(90_020.0, 0.0)) };
        all.extend(hears(&mut guard, &report(frozen), seconds + 1).1);
    }
    assert_eq!(all, [(AlertKind::Implausible, true)], "frozen while it moves");
}

#[test]
fn a_flood_of_one_carrier_is_limited_and_others_are_not_touched() {
    let mut guard = guard();
    let other = hoeder_vocab::CarrierId::from_u128(50);
    guard.order(Order::Carrier(carrier(other, Side::Protected)), at(0)).unwrap();
    let mut flooded = 0;
    for n in 0..50_000_i64 {
        let ms = at(0).unix_ms() + n;
        let one = TrackReport { at: FixedAt(UtcMillis::from_unix_ms(ms)), ..report(fix(0, place(0.0, 0.0))) };
        let received = ReceivedAt(UtcMillis::from_unix_ms(ms));
        flooded += usize::from(guard.take(OFFENDER, &one, received) == Taken::Flooded);
        said(&mut guard);
    }
    assert!((30_000..40_000).contains(&flooded), "{flooded}");
    assert_eq!(guard.take(other, &report(fix(50, place(0.0, 0.0))), ReceivedAt(at(50))), Taken::Fresh);
}

/// EM-01: nothing is watched outside a mandate, and nothing of an unknown carrier.
#[test]
fn outside_its_time_a_carrier_is_not_watched() {
    let mut guard = Guard::new(Settings::default());
    let valid = Validity { from: at(100), until: Some(at(200)) };
    guard.order(Order::Carrier(CarrierOrder { valid, ..carrier(OFFENDER, Side::Offender) }), at(0)).unwrap();
    let mut takes =
        |seconds| guard.take(OFFENDER, &report(fix(seconds, place(0.0, 0.0))), ReceivedAt(at(seconds)));
    assert_eq!(
        [takes(99), takes(100), takes(199), takes(200)],
        [Taken::Unwatched, Taken::Fresh, Taken::Fresh, Taken::Unwatched]
    );
    assert_eq!(guard.carrier_now(OFFENDER).and_then(|now| now.heard_at), Some(ReceivedAt(at(199))));
    let stranger = hoeder_vocab::CarrierId::from_u128(77);
    assert_eq!(guard.take(stranger, &bare(300), ReceivedAt(at(300))), Taken::Unwatched);
}
