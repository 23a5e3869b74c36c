//! Names, truth and repeatability.

use crate::scenarios::catalogue::{Job, Plan, scenarios};
use crate::scenarios::course::Around;
use crate::scenarios::days::{DAY_S, Pair};
use crate::scenarios::detector::baselines;
use crate::scenarios::dice::Dice;
use crate::scenarios::figures::figures;
use crate::scenarios::ground::Spot;
use crate::scenarios::play::stage;
use crate::scenarios::run::run;
use crate::scenarios::score::Truth;
use crate::scenarios::town::Town;
use crate::scenarios::walker::{Mode, Walker};
use hoeder_geo::distance;
use std::collections::BTreeSet;

#[test]
fn there_are_more_than_two_hundred_named_scenarios_and_no_name_twice() {
    let main: BTreeSet<String> = scenarios().iter().filter(|s| s.is_main()).map(|s| s.name()).collect();
    let all: BTreeSet<String> = scenarios().iter().map(|s| s.name()).collect();
    assert!(main.len() >= 300, "{}", main.len());
    assert_eq!(all.len(), scenarios().len());
    for part in [
        "street-grid",
        "motorway",
        "train",
        "tower-block",
        "tunnel",
        "shared-workplace",
        "school-gate",
        "same-bus",
        "dead-zone",
        "stale-protected",
        "spoofed-jump",
        "clock-goes-back",
        "slow-creep",
        "parking-next-door",
        "drift-indoors",
        "hospital",
        "festival",
        "courier",
        "neighbours-at-1.6",
    ] {
        assert!(main.iter().any(|name| name.contains(part)), "{part}");
    }
}

#[test]
fn every_told_approach_is_one_and_no_quiet_night_is() {
    let town = Town::new(11);
    let plan = Plan { seeds: vec![11], filter: Some("@500".to_owned()), sets: false, pairs: 0 };
    let (mut approaches, mut found) = (0, 0);
    for job in plan.jobs().iter().filter(|job| !job.name().contains('/')) {
        let Job::Tale(scenario, _) = job else { continue };
        let staged = stage(job, &town);
        let truth = Truth::new(staged.base, 500.0, &staged.offender, &staged.protected);
        if scenario.kind().is_approach() {
            approaches += 1;
            found += usize::from(!truth.mandatory().is_empty());
        } else if job.name().contains("neighbours") {
            assert!(truth.mandatory().is_empty(), "{}", job.name());
        }
    }
    assert!(found * 100 >= approaches * 95, "{found} of {approaches}");
}

#[test]
fn people_move_smoothly_and_no_faster_than_their_means() {
    let town = Town::new(3);
    let mut dice = Dice::of(3, "trips");
    let from = town.any_door(2_000.0, &mut dice);
    let to = town.door_at(from, 2_400.0, &mut dice);
    // Metres a second, and how much faster within a second; slowing may end in the middle of one.
    for (mode, fastest, gain) in [
        (Mode::Walk, 2.1, 0.9),
        (Mode::Bike, 7.0, 0.9),
        (Mode::Car, 22.0, 1.7),
        (Mode::Bus, 18.0, 1.2),
        (Mode::Train, 42.0, 1.0),
    ] {
        let mut walker = Walker::new(&town, from, &mut dice);
        walker.go(to, mode);
        let course = &walker.course;
        assert!(course.at(course.seconds()).distance(to) < 1.0, "{mode:?} arrives");
        let steps: Vec<f64> =
            (0..course.seconds()).map(|t| course.at(t).distance(course.at(t + 1))).collect();
        assert!(steps.iter().all(|metres| *metres <= fastest), "{mode:?}");
        // Two seconds, as a corner cuts one in two.
        let sprints = steps.windows(3).filter(|w| w[2] > w[0].max(w[1]) + 2.0 * gain + 0.3).count();
        assert_eq!(sprints, 0, "{mode:?} gains no more than its engine gives");
        if mode != Mode::Train {
            let metres: f64 = steps.iter().sum();
            assert!(
                metres >= from.distance(to) && metres < 2.2 * from.distance(to) + 500.0,
                "{mode:?}: {metres}"
            );
        }
    }
}

#[test]
fn an_ordinary_day_begins_and_ends_at_home() {
    let town = Town::new(4);
    let mut dice = Dice::of(4, "days");
    let mut trips = 0;
    for _ in 0..12 {
        let pair = Pair::new(&town, 900.0, &mut dice);
        for person in &pair.people {
            let course = person.day(&town, &mut dice).course;
            assert!(course.seconds() >= DAY_S);
            assert_eq!(course.at(0), course.at(DAY_S - 1));
            assert_eq!(course.around(10), Around::Inside);
            trips += usize::from(course.walked(DAY_S, DAY_S) > 500.0);
        }
    }
    // 23.5 % make no trip.
    assert!((13..=23).contains(&trips), "{trips} of 24");
}

#[test]
fn the_ground_keeps_its_lengths_on_earth() {
    for (x, y) in [(200.0, 0.0), (-3_000.0, 4_000.0), (12_000.0, -9_000.0)] {
        let (a, b) = (Spot::new(x, y), Spot::new(x + 300.0, y - 400.0));
        let metres = distance(a.position(), b.position()).0;
        assert!((metres / 500.0 - 1.0).abs() < 1e-3, "{metres}");
    }
}

#[test]
fn the_same_seed_and_name_give_the_same_bytes_on_any_number_of_threads() {
    let plan = Plan { seeds: vec![12], filter: Some("bike-to-home".to_owned()), sets: true, pairs: 0 };
    let towns = [Town::new(12), Town::new(12)];
    for job in plan.jobs() {
        let [one, other] = [stage(&job, &towns[0]), stage(&job, &towns[1])];
        assert!(!one.sent.is_empty() && one.sent == other.sent, "{}", job.name());
    }
    let [alone, together] = [1, 3].map(|threads| run(&plan, &baselines(), threads, &mut |_| {}));
    assert_eq!(figures(&alone, 0), figures(&together, 0));
    let other = Plan { seeds: vec![13], ..plan };
    assert_ne!(figures(&alone, 0), figures(&run(&other, &baselines(), 1, &mut |_| {}), 0));
}

#[test]
fn noise_changes_what_is_sent_and_not_what_happens() {
    let town = Town::new(11);
    let of = |name: &str| {
        let job = Plan { seeds: vec![11], filter: Some(name.to_owned()), sets: true, pairs: 0 };
        stage(&job.jobs()[0], &town)
    };
    let (lived, skewed) = (of("car-to-home@1000"), of("car-to-home@1000/30s/skew"));
    assert!((0..1_500).all(|t| lived.offender.at(t) == skewed.offender.at(t)));
    let ahead = |staged: &crate::scenarios::play::Staged| {
        staged.sent.iter().map(|one| one.report.at.0.unix_ms() - one.received.0.unix_ms()).max().unwrap()
    };
    let off = staged_skew(&skewed);
    assert!(ahead(&lived) < 10_000 && off > 150_000, "{} {off}", ahead(&lived));
}

/// Largest difference between the device's clock and ours, either way.
fn staged_skew(staged: &crate::scenarios::play::Staged) -> i64 {
    let prompt = staged.sent.iter().filter(|one| !one.report.buffered);
    prompt.map(|one| (one.report.at.0.unix_ms() - one.received.0.unix_ms()).abs()).min().unwrap_or(0)
}
