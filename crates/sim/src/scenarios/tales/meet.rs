//! Both move: they meet, one runs into the other, or both ride in one vehicle.
//!
//! Never here: silence and odd devices (`silent`, `devices`).

use super::super::course::{Around, real};
use super::super::ground::Spot;
use super::super::stage::{Scene, Skies, Stage};
use super::super::town::Town;
use super::super::walker::{Mode, Walker};
use super::{ALL, BIKE, FOOT, Kind, Tale, WIDE, tale};
use Around::{Inside, Street};

const K: Kind = Kind::Meet;

pub(super) const TALES: &[Tale] = &[
    tale("head-on-on-foot", K, FOOT, |s| head_on(s, Mode::Walk)),
    tale("head-on-by-bike", K, BIKE, |s| head_on(s, Mode::Bike)),
    tale("protected-comes-on-foot", K, FOOT, |s| reversed(s, Mode::Walk)),
    tale("protected-comes-by-bike", K, BIKE, |s| reversed(s, Mode::Bike)),
    tale("protected-comes-by-car", K, ALL, |s| reversed(s, Mode::Car)),
    tale("protected-comes-by-bus", K, ALL, |s| reversed(s, Mode::Bus)),
    tale("shared-workplace", K, ALL, |s| both_to(s, (Mode::Car, Mode::Bike), Inside)),
    tale("school-gate", K, ALL, |s| both_to(s, (Mode::Bike, Mode::Walk), Street)),
    tale("same-shop", K, ALL, |s| both_to(s, (Mode::Walk, Mode::Car), Inside)),
    tale("court-house", K, ALL, |s| both_to(s, (Mode::Bus, Mode::Bus), Inside)),
    tale("market-square", K, BIKE, |s| mill_about(s, Mode::Walk, 60.0)),
    tale("festival-ground", K, BIKE, festival),
    tale("crossing-paths", K, FOOT, crossing_paths),
    tale("followed-by-car", K, ALL, followed),
    tale("followed-by-bike", K, BIKE, followed_by_bike),
    tale("same-bus", K, ALL, same_bus),
    tale("same-train", K, WIDE, same_train),
    tale("lift-in-one-car", K, ALL, one_car),
];

fn head_on(s: &mut Stage<'_>, mode: Mode) -> Scene {
    let home = s.home();
    let start = s.start(home, mode);
    let (wait, linger) = (s.wait(), s.linger());
    let mut offender = s.person(start);
    offender.stay(wait, Inside).go(home, mode).stay(linger, Street);
    let mut protected = s.person(home);
    protected.stay(wait, Inside).go(start, mode).stay(linger, Inside);
    s.scene(offender, protected)
}

fn reversed(s: &mut Stage<'_>, mode: Mode) -> Scene {
    let home = s.home();
    let protected = s.comer(home, mode, Street);
    let offender = s.stayer(home, Inside, protected.now());
    s.scene(offender, protected)
}

/// Both go to one place from elsewhere; the protected person is there first.
fn both_to(s: &mut Stage<'_>, (offender_by, protected_by): (Mode, Mode), there: Around) -> Scene {
    let place = s.home();
    let from = s.at(place, 900.0);
    let wait = s.wait();
    let mut protected = s.person(from);
    protected.stay(wait, Inside).go(place, protected_by);
    let offender_by = if s.limit > 1_000.0 && offender_by == Mode::Walk { Mode::Bus } else { offender_by };
    let mut offender = s.comer(place, offender_by, there);
    offender.stay(300.0, there);
    protected.stay_until(offender.now(), there);
    s.scene(offender, protected)
}

fn mill_about(s: &mut Stage<'_>, mode: Mode, metres: f64) -> Scene {
    let place = s.town.any_door(900.0, &mut s.dice);
    let mut offender = s.comer(place, mode, Street);
    offender.stroll(place, metres, 900.0, Street);
    let mut protected = s.person(place);
    protected.stroll(place, metres, real(offender.now()), Street);
    s.scene(offender, protected)
}

/// A crowd: networks are full, messages wait.
fn festival(s: &mut Stage<'_>) -> Scene {
    mill_about(s, Mode::Bike, 90.0).both(|device| {
        device.stalling = 15.0;
        device.silent = 2.0;
    })
}

/// Two ways with one crossing, at about the same time.
fn crossing_paths(s: &mut Stage<'_>) -> Scene {
    let middle = s.home();
    let (a, b) = (s.start(middle, Mode::Walk), s.start(middle, Mode::Walk));
    let (c, d) = (s.start(middle, Mode::Walk), s.start(middle, Mode::Walk));
    let (wait, looks) = (s.wait(), s.dice.within(60.0, 180.0));
    let mut offender = s.person(a);
    offender.stay(wait, Inside).go(middle, Mode::Walk);
    let meets = offender.now();
    offender.go(b, Mode::Walk).stay(300.0, Inside);
    let mut scout = s.person(c);
    scout.go(middle, Mode::Walk);
    let mut protected = s.person(c);
    protected.stay(real(meets.saturating_sub(scout.now())), Inside).go(middle, Mode::Walk);
    protected.stay(looks, Street).go(d, Mode::Walk);
    s.scene(offender, protected)
}

fn followed(s: &mut Stage<'_>) -> Scene {
    let goal = s.home();
    let from = s.at(goal, 1_500.0);
    chase(s, (from, goal), Mode::Car, Mode::Car)
}

fn followed_by_bike(s: &mut Stage<'_>) -> Scene {
    let goal = s.home();
    let from = s.at(goal, 800.0);
    chase(s, (from, goal), Mode::Walk, Mode::Bike)
}

/// The protected person goes from one place to another, the offender comes from behind.
fn chase(s: &mut Stage<'_>, (from, goal): (Spot, Spot), flees_by: Mode, comes_by: Mode) -> Scene {
    let behind = Spot::between(goal, from, 1.0 + (1.3 * s.limit + 700.0) / goal.distance(from).max(1.0));
    let (wait, linger) = (s.wait(), s.linger());
    let mut protected = s.person(from);
    protected.stay(wait + 60.0, Inside).go(goal, flees_by);
    let mut offender = s.person(behind);
    offender.stay(wait, Inside).go(from, comes_by).go(goal, comes_by).stay(linger, Street);
    protected.stay_until(offender.now(), Inside);
    s.scene(offender, protected)
}

/// One waits at a stop; the other is in the bus that comes. They ride on together.
fn same_bus(s: &mut Stage<'_>) -> Scene {
    let stop = s.home();
    let start = s.start(stop, Mode::Bus);
    let goal = s.at(stop, 2_000.0);
    let wait = s.wait();
    let mut protected = s.person(start);
    protected.stay(wait, Inside).go(stop, Mode::Bus);
    let meets = protected.now();
    protected.stay(20.0, Street).go(goal, Mode::Bus).stay(240.0, Street);
    let offender = s.stayer(stop, Street, meets);
    together(s, offender, protected, meets)
}

fn same_train(s: &mut Stage<'_>) -> Scene {
    let far = -(1.3 * s.limit + s.dice.within(4_000.0, 7_000.0)).min(16_500.0);
    let wait = s.wait();
    let mut protected = s.person(Town::rail(far));
    protected.stay(wait, Street).ride(far, 0.0);
    let meets = protected.now();
    protected.stay(40.0, Street).ride(0.0, 9_000.0).stay(120.0, Street);
    let offender = s.stayer(Town::rail(0.0), Street, meets);
    together(s, offender, protected, meets)
}

fn one_car(s: &mut Stage<'_>) -> Scene {
    let corner = s.home();
    let goal = s.at(corner, 2_000.0);
    let mut offender = s.comer(corner, Mode::Car, Street);
    let meets = offender.now();
    offender.go(goal, Mode::Car).stay(300.0, Street);
    let mut protected = s.stayer(corner, Street, meets);
    protected.course.ride_with(&offender.course, meets, offender.now());
    let mut scene = s.scene(offender, protected);
    scene.skies = Skies::Shared;
    scene
}

/// From a second on the offender rides with the protected person, under the same sky.
fn together(s: &mut Stage<'_>, mut offender: Walker<'_>, protected: Walker<'_>, meets: usize) -> Scene {
    offender.course.ride_with(&protected.course, meets, protected.now());
    let mut scene = s.scene(offender, protected);
    scene.skies = Skies::Shared;
    scene
}
