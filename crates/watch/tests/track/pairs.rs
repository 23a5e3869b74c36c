//! Two who must not meet: direct, predicted, unknown (EM-02).

use crate::given::{OFFENDER, PAIR, PROTECTED, at, fix, guard_of, pair, place, said, takes};
use hoeder_vocab::Decimetres;
use hoeder_vocab::tracking::{Motion, TrackFix};
use hoeder_watch::track::{AlertKind, Change, Severity};

fn raised(changes: &[Change]) -> Vec<AlertKind> {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Raised(alert) => Some(alert.kind),
            Change::Worse(_) | Change::Cleared { .. } | Change::Revised { .. } => None,
        })
        .collect()
}

fn cleared(changes: &[Change]) -> Vec<AlertKind> {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Cleared { key, .. } => Some(key.kind),
            Change::Worse(_) | Change::Raised(_) | Change::Revised { .. } => None,
        })
        .collect()
}

#[test]
fn one_usable_fix_inside_the_limit_raises_at_once_and_leaving_takes_three_minutes() {
    let mut guard = guard_of(pair(500.0, 500.0));
    takes(&mut guard, PROTECTED, fix(0, place(0.0, 0.0)));
    assert_eq!(raised(&takes(&mut guard, OFFENDER, fix(1, place(3_000.0, 0.0)))), []);
    let changes = takes(&mut guard, OFFENDER, fix(600, place(400.0, 0.0)));
    assert_eq!(raised(&changes), [AlertKind::Near]);
    let Some(Change::Raised(alert)) = changes.first() else { panic!("nothing was raised") };
    assert_eq!(alert.severity, Severity::Certain);
    assert!(alert.judged.distance.is_some_and(|d| (d.0 - 400.0).abs() < 1.0));
    for second in (630..=780).step_by(30) {
        assert_eq!(cleared(&takes(&mut guard, OFFENDER, fix(second, place(2_000.0, 0.0)))), [], "{second}");
    }
    assert_eq!(cleared(&takes(&mut guard, OFFENDER, fix(810, place(2_000.0, 0.0)))), [AlertKind::Near]);
}

#[test]
fn a_straight_approach_is_predicted_before_the_limit_is_reached() {
    let mut guard = guard_of(pair(500.0, 500.0));
    takes(&mut guard, PROTECTED, fix(0, place(0.0, 0.0)));
    let mut first = Vec::new();
    for step in 0..60 {
        let east = 1_500.0 - 4.0 * 30.0 * f64::from(step);
        let kinds = raised(&takes(&mut guard, OFFENDER, fix(i64::from(step) * 30, place(east, 0.0))));
        first.extend(kinds.into_iter().map(|kind| (kind, east)));
        takes(&mut guard, PROTECTED, fix(i64::from(step) * 30 + 5, place(0.0, 0.0)));
        if east < 300.0 {
            break;
        }
    }
    let Some((AlertKind::Approaching, seen)) = first.first() else { panic!("{first:?}") };
    assert!((500.0..=700.0).contains(seen), "{seen}");
    assert_eq!(first.get(1).map(|found| found.0), Some(AlertKind::Near));
}

#[test]
fn who_falls_silent_while_closing_could_be_near_after_90_seconds() {
    let mut guard = guard_of(pair(500.0, 500.0));
    for step in 0..4 {
        takes(&mut guard, PROTECTED, fix(step * 30, place(0.0, 0.0)));
        let east = 1_300.0 - 5.0 * 30.0 * f64::from(i32::try_from(step).unwrap());
        takes(&mut guard, OFFENDER, fix(step * 30 + 1, place(east, 0.0)));
    }
    let mut found = None;
    for second in 92..400 {
        guard.tick(at(second));
        if let Some(change) = said(&mut guard).into_iter().next() {
            found = Some((second, change));
            break;
        }
    }
    let Some((second, Change::Raised(alert))) = found else { panic!("nothing was raised") };
    assert_eq!(alert.kind, AlertKind::CouldBeNear);
    assert!((180..=190).contains(&second), "{second}");
    assert_eq!(cleared(&takes(&mut guard, OFFENDER, fix(500, place(1_200.0, 0.0)))), []);
    let changes = takes(&mut guard, PROTECTED, fix(501, place(0.0, 0.0)));
    assert_eq!(cleared(&changes), [AlertKind::CouldBeNear]);
}

/// A fix of so many metres from a device that says whether it moves, and how fast.
fn felt(fix: TrackFix, metres: u32, motion: Motion, speed_cms: u16) -> TrackFix {
    let heading_deg = (speed_cms > 100).then_some(270);
    let accuracy = Some(Decimetres(metres * 10));
    TrackFix { accuracy, motion, speed_cms: Some(speed_cms), heading_deg, ..fix }
}

#[test]
fn who_stops_at_a_crossing_and_falls_silent_could_be_near_after_90_seconds_and_who_rests_at_home_not() {
    for (stands, expected) in [(2, Some(AlertKind::CouldBeNear)), (8, None)] {
        let mut guard = guard_of(pair(500.0, 500.0));
        let mut east = 2_000.0;
        for step in 0..6 + stands {
            let (motion, speed) = if step < 6 { (Motion::Moving, 800) } else { (Motion::Still, 20) };
            east -= if step < 6 { 200.0 } else { 0.0 };
            takes(&mut guard, PROTECTED, fix(step * 30, place(0.0, 0.0)));
            takes(&mut guard, OFFENDER, felt(fix(step * 30 + 1, place(east, 0.0)), 5, motion, speed));
        }
        let last = (5 + stands) * 30 + 3;
        let mut found = None;
        for second in last..last + 120 {
            guard.tick(at(second));
            if let Some(kind) = raised(&said(&mut guard)).first() {
                found = Some((second - last, *kind));
                break;
            }
        }
        assert_eq!(found.map(|(_, kind)| kind), expected);
        assert!(found.is_none_or(|(second, _)| (89..=91).contains(&second)), "{found:?}");
    }
}

#[test]
fn a_satellite_position_that_jumps_while_the_device_rests_does_not_count_and_one_that_moves_does() {
    for (motion, speed, expected) in
        [(Motion::Still, 40, vec![]), (Motion::Moving, 900, vec![AlertKind::Near])]
    {
        let mut guard = guard_of(pair(500.0, 500.0));
        for step in 0..10 {
            takes(&mut guard, PROTECTED, fix(step * 30, place(0.0, 0.0)));
            let home = felt(fix(step * 30 + 1, place(900.0, 0.0)), 20, Motion::Still, 30);
            takes(&mut guard, OFFENDER, home);
        }
        let jump = felt(fix(301, place(350.0, 0.0)), 20, motion, speed);
        assert_eq!(raised(&takes(&mut guard, OFFENDER, jump)), expected);
    }
}

#[test]
fn a_coarse_position_raises_only_when_its_whole_circle_is_inside() {
    for (metres, expected) in [(300, vec![AlertKind::Near]), (450, vec![])] {
        let mut guard = guard_of(pair(500.0, 500.0));
        takes(&mut guard, PROTECTED, fix(0, place(0.0, 0.0)));
        let coarse = felt(fix(1, place(100.0, 0.0)), metres, Motion::Moving, 500);
        assert_eq!(raised(&takes(&mut guard, OFFENDER, coarse)), expected, "{metres}");
    }
}

#[test]
fn the_stated_chance_falls_with_distance_and_is_about_one_half_at_the_limit() {
    let chance = |east: f64| {
        let mut guard = guard_of(pair(500.0, 500.0));
        takes(&mut guard, PROTECTED, fix(0, place(0.0, 0.0)));
        takes(&mut guard, OFFENDER, fix(1, place(east, 0.0)));
        guard.pair_now(PAIR, at(5)).and_then(|now| now.chance).unwrap()
    };
    let chances: Vec<f64> = (0..80).map(|step| chance(100.0 + 10.0 * f64::from(step))).collect();
    assert!(chances.is_sorted_by(|near, far| near >= far), "{chances:?}");
    assert!((0.5..0.6).contains(&chance(500.0)), "{}", chance(500.0));
    assert!(chance(300.0) > 0.99 && chance(700.0) < 0.01);
    // A few positions are wrong by much: not certain at once.
    assert!(chance(530.0) > 0.003);
}
