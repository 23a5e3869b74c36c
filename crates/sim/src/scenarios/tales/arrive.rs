//! The offender comes to where the protected person is.
//!
//! Never here: silence and odd devices (`silent`, `devices`).

use super::super::course::{Around, real};
use super::super::ground::Spot;
use super::super::noise::{Env, Mixture};
use super::super::stage::{BEFORE_AUTUMN, BEFORE_SPRING, Scene, Stage};
use super::super::town::{Town, Wheels};
use super::super::walker::Mode;
use super::{ALL, BIKE, FAST, FOOT, Kind, Tale, WIDE, tale};
use Around::{Field, Inside, Street};
use hoeder_vocab::tracking::Side;

const K: Kind = Kind::Arrive;

pub(super) const TALES: &[Tale] = &[
    tale("walk-to-home", K, FOOT, |s| s.come(Mode::Walk, Inside)),
    tale("bike-to-home", K, BIKE, |s| s.come(Mode::Bike, Inside)),
    tale("car-to-home", K, ALL, |s| s.come(Mode::Car, Inside)),
    tale("bus-to-home", K, ALL, |s| s.come(Mode::Bus, Inside)),
    tale("walk-to-garden", K, FOOT, |s| s.come(Mode::Walk, Street)),
    tale("bike-to-playground", K, BIKE, |s| s.come(Mode::Bike, Street)),
    tale("car-to-bus-stop", K, ALL, |s| s.come(Mode::Car, Street)),
    tale("train-to-station", K, ALL, |s| by_train(s, 60.0)),
    tale("train-and-walk-to-home", K, WIDE, |s| by_train(s, 400.0)),
    tale("motorway-to-home", K, ALL, motorway_home),
    tale("motorway-services", K, ALL, services),
    tale("ring-road-to-home", K, ALL, ring_home),
    tale("village-street", K, ALL, village),
    tale("street-grid-zigzag", K, FOOT, zigzag),
    tale("slow-creep", K, &[200, 500], creep),
    tale("stop-and-go", K, ALL, stop_and_go),
    tale("parking-next-door", K, ALL, parking),
    tale("loiter-at-the-edge", K, BIKE, loiter),
    tale("circling-by-car", K, WIDE, circling),
    tale("taxi-and-last-metres-on-foot", K, ALL, taxi),
    tale("tower-block", K, FOOT, tower),
    tale("hospital-visit", K, ALL, hospital),
    tale("courier-delivers-near", K, WIDE, courier),
    tale("jogger-passes-home", K, BIKE, jogger),
    tale("car-drives-past", K, WIDE, |s| past(s, Mode::Car)),
    tale("bus-rides-past", K, WIDE, |s| past(s, Mode::Bus)),
    tale("bike-rides-past", K, BIKE, |s| past(s, Mode::Bike)),
    tale("train-runs-past", K, FAST, train_past),
    tale("motorway-runs-past", K, &[2_000, 5_000], motorway_past),
    tale("night-walk", K, FOOT, |s| s.come(Mode::Walk, Inside).on(BEFORE_AUTUMN)),
    tale("clock-goes-back-night-by-car", K, ALL, |s| s.come(Mode::Car, Inside).on(BEFORE_AUTUMN)),
    tale("clock-goes-forward-night-by-bike", K, BIKE, |s| s.come(Mode::Bike, Inside).on(BEFORE_SPRING)),
];

fn by_train(s: &mut Stage<'_>, from_station: f64) -> Scene {
    let platform = Town::rail(0.0);
    let home = s.at(platform, from_station);
    let east = if s.dice.happens(0.5) { 1.0 } else { -1.0 };
    let far = east * (1.3 * s.limit + s.dice.within(3_000.0, 7_000.0)).min(16_500.0);
    let (wait, linger) = (s.wait(), s.linger());
    let mut offender = s.person(Town::rail(far));
    offender.stay(wait, Street).ride(far, 0.0).stay(60.0, Street).go(home, Mode::Walk).stay(linger, Street);
    let protected = s.stayer(home, Street, offender.now());
    s.scene(offender, protected)
}

fn motorway_home(s: &mut Stage<'_>) -> Scene {
    let home = s.town.door(Town::motorway_at(s.dice.within(-1_500.0, 1_500.0)));
    let far = Town::motorway_at((1.3 * s.limit + s.dice.within(3_000.0, 6_000.0)).min(16_500.0));
    let (wait, linger) = (s.wait(), s.linger());
    let mut offender = s.person(far);
    offender.stay(wait, Field).go(home, Mode::Car).stay(linger, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn services(s: &mut Stage<'_>) -> Scene {
    let far = (1.3 * s.limit + s.dice.within(4_000.0, 7_000.0)).min(16_500.0);
    let place = Town::motorway_at(0.0).shifted(0.0, -50.0);
    let (wait, linger) = (s.wait(), s.linger());
    let mut offender = s.person(Town::motorway_at(far));
    offender.stay(wait, Field).motorway(far, 0.0).stay(linger, Field);
    let protected = s.stayer(place, Field, offender.now());
    s.scene(offender, protected)
}

fn ring_home(s: &mut Stage<'_>) -> Scene {
    let direction = s.dice.direction();
    let home = s.town.door(Spot::default().away(direction, 3_300.0));
    s.come_to(home, Mode::Car, Inside)
}

fn village(s: &mut Stage<'_>) -> Scene {
    let home = s.town.door(Spot::new(300.0 + s.dice.within(-300.0, 300.0), 10_500.0));
    s.come_to(home, Mode::Car, Inside)
}

fn zigzag(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.start(home, Mode::Walk);
    let (wait, linger) = (s.wait(), s.linger());
    let mut offender = s.person(start);
    offender.stay(wait, Inside);
    for n in 1..5 {
        let aside = if n % 2 == 0 { 1.0 } else { -1.0 };
        let middle = start.between(home, f64::from(n) / 5.0);
        let direction = start.direction(home) + aside * core::f64::consts::FRAC_PI_2;
        offender.go(s.town.door(middle.away(direction, 0.25 * s.limit)), Mode::Walk);
    }
    offender.go(home, Mode::Walk).stay(linger, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// A few steps, some minutes of waiting, a few steps.
fn creep(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.limits_away(home, 1.6);
    let wait = s.wait();
    let mut offender = s.person(start);
    offender.stay(wait, Street);
    let steps = 16;
    for n in 1..=steps {
        let next = start.between(home, 0.85 * f64::from(n) / f64::from(steps));
        let pause = s.dice.within(60.0, 240.0);
        offender.straight(next, 0.5).stay(pause, Street);
    }
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn stop_and_go(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.start(home, Mode::Car);
    let (wait, linger) = (s.wait(), s.linger());
    let mut offender = s.person(start);
    offender.stay(wait, Inside);
    for share in [0.3, 0.5, 0.7, 0.85] {
        let halt = s.town.door(start.between(home, share));
        let pause = s.dice.within(60.0, 300.0);
        offender.go(halt, Mode::Car).stay(pause, Street);
    }
    offender.go(home, Mode::Car).stay(linger, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn parking(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let near = s.dice.within(0.15, 0.5) * s.limit.min(1_000.0);
    let goal = s.at(home, near);
    let mut offender = s.comer(goal, Mode::Car, Street);
    offender.stay(1_200.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn loiter(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let goal = s.limits_away(home, 0.78);
    let start = Spot::between(home, goal, 1.9);
    let (wait, paces) = (s.wait(), s.dice.within(600.0, 1_200.0));
    let mut offender = s.person(s.town.door(start));
    offender.stay(wait, Inside).go(goal, Mode::Walk).stroll(goal, 0.06 * s.limit, paces, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn circling(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.start(home, Mode::Car);
    let (wait, first) = (s.wait(), s.dice.direction());
    let mut offender = s.person(start);
    offender.stay(wait, Inside);
    for n in 0..4 {
        let direction = first + core::f64::consts::FRAC_PI_2 * f64::from(n);
        offender.go(s.town.door(home.away(direction, (0.6 * s.limit).min(2_500.0))), Mode::Car);
    }
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn taxi(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let halt = s.at(home, 0.4 * s.limit.min(800.0));
    let linger = s.linger();
    let mut offender = s.comer(halt, Mode::Car, Street);
    offender.go(home, Mode::Walk).stay(linger, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn tower(s: &mut Stage<'_>) -> Scene {
    let home = s.town.any_door(800.0, &mut s.dice);
    s.come_to(home, Mode::Walk, Inside)
        .device(Side::Offender, |device| device.temper.mixture = Mixture::Only(Env::Canyon))
        .device(Side::Protected, |device| device.temper.mixture = Mixture::Only(Env::IndoorGnss))
}

fn hospital(s: &mut Stage<'_>) -> Scene {
    let ward = s.home();
    let door = ward.shifted(60.0, 40.0);
    let start = s.start(ward, Mode::Bus);
    let wait = s.wait();
    let mut offender = s.person(start);
    offender.stay(wait, Inside).go(door, Mode::Bus).stay(30.0, Inside);
    offender.stroll(ward, 70.0, 900.0, Inside);
    let mut protected = s.person(ward);
    protected.stroll(ward, 30.0, real(offender.now()), Inside);
    s.scene(offender, protected)
}

fn courier(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.start(home, Mode::Car);
    let wait = s.wait();
    let mut offender = s.person(start);
    offender.stay(wait, Street);
    for limits in [2.2, 1.8, 2.5, 0.35, 1.9] {
        let stop = s.limits_away(home, limits);
        let door = s.dice.within(50.0, 150.0);
        offender.go(stop, Mode::Car).stay(door, Street);
    }
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn jogger(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.start(home, Mode::Walk);
    let wait = s.wait();
    let back = s.start(home, Mode::Walk);
    let mut offender = s.person(start);
    offender.stay(wait, Inside);
    for goal in [home, back] {
        let corners = s.town.route(offender.here, goal, Wheels::Slow);
        offender.along(&corners, Mode::Walk, 2.1);
    }
    offender.stay(120.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// Through the limit without stopping for anybody.
fn past(s: &mut Stage<'_>, mode: Mode) -> Scene {
    let home = s.home();
    let near = s.at(home, 0.3 * s.limit.min(2_000.0));
    let (start, goal, wait) = (s.start(home, mode), s.start(home, mode), s.wait());
    let mut offender = s.person(start);
    offender.stay(wait, Inside).go(near, mode).go(goal, mode).stay(300.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn train_past(s: &mut Stage<'_>) -> Scene {
    let home = s.at(Town::rail(0.0), 0.4 * s.limit.min(1_500.0));
    let far = (1.3 * s.limit + s.dice.within(4_000.0, 7_000.0)).min(16_500.0);
    let wait = s.wait();
    let mut offender = s.person(Town::rail(-far));
    offender.stay(wait, Street).ride(-far, far).stay(300.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn motorway_past(s: &mut Stage<'_>) -> Scene {
    let home = s.town.door(Town::motorway_at(s.dice.within(-1_000.0, 1_000.0)).shifted(0.0, -1_200.0));
    let far = (1.3 * s.limit + s.dice.within(4_000.0, 7_000.0)).min(16_500.0);
    let wait = s.wait();
    let mut offender = s.person(Town::motorway_at(-far));
    offender.stay(wait, Field).motorway(-far, far).stay(300.0, Field);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}
