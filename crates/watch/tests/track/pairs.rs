//! Two who must not meet: direct, predicted, unknown (EM-02).

use crate::given::{OFFENDER, PROTECTED, at, fix, guard_of, pair, place, said, takes};
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
