//! No approach: ordinary life at a distance at which a guard must keep quiet. Truth, not the name, decides what an alarm was.
//!
//! Never here: nights (`nights`), whole days (`days`).

use super::super::course::{Around, real};
use super::super::device::{Dozes, Forgery, Trouble};
use super::super::ground::Spot;
use super::super::noise::{Env, Mixture};
use super::super::stage::{Scene, Stage};
use super::super::town::{Town, Wheels};
use super::super::walker::Mode;
use super::{ALL, BIKE, FAST, FOOT, Kind, Tale, WIDE, tale};
use Around::{Field, Inside, Street};
use hoeder_vocab::tracking::Side;

const K: Kind = Kind::Quiet;

pub(super) const TALES: &[Tale] = &[
    tale("pass-on-foot-at-1.3", K, FOOT, |s| pass(s, Mode::Walk, 1.3)),
    tale("pass-on-foot-at-1.6", K, FOOT, |s| pass(s, Mode::Walk, 1.6)),
    tale("pass-on-foot-at-2.5", K, FOOT, |s| pass(s, Mode::Walk, 2.5)),
    tale("pass-by-bike-at-1.3", K, BIKE, |s| pass(s, Mode::Bike, 1.3)),
    tale("pass-by-bike-at-1.6", K, BIKE, |s| pass(s, Mode::Bike, 1.6)),
    tale("pass-by-car-at-1.3", K, ALL, |s| pass(s, Mode::Car, 1.3)),
    tale("pass-by-car-at-1.6", K, ALL, |s| pass(s, Mode::Car, 1.6)),
    tale("pass-by-bus-at-1.6", K, ALL, |s| pass(s, Mode::Bus, 1.6)),
    tale("turns-away-on-foot-at-1.35", K, FOOT, |s| turns_away(s, Mode::Walk, 1.35)),
    tale("turns-away-by-bike-at-1.35", K, BIKE, |s| turns_away(s, Mode::Bike, 1.35)),
    tale("turns-away-by-car-at-1.6", K, ALL, |s| turns_away(s, Mode::Car, 1.6)),
    tale("motorway-pass-at-1.4", K, &[1_000, 2_000], motorway),
    tale("train-pass-at-1.5", K, FAST, train),
    tale("courier-rounds-outside", K, ALL, courier),
    tale("work-across-the-street-of-the-limit", K, WIDE, |s| beside(s, 1.4, (Inside, Inside))),
    tale("school-at-1.5", K, WIDE, |s| beside(s, 1.5, (Inside, Street))),
    tale("hospital-at-1.6", K, WIDE, hospital),
    tale("festival-at-1.7", K, WIDE, festival),
    tale("tower-blocks-at-1.6", K, BIKE, towers),
    tale("jogging-round-at-1.5", K, BIKE, jogging),
    tale("same-way-to-work-behind", K, BIKE, same_way),
    tale("parks-at-1.45", K, ALL, |s| parks(s, 1.45)),
    tale("parking-next-door-of-2.5", K, ALL, |s| parks(s, 2.5)),
    tale("dead-zone-at-3", K, WIDE, |s| dead_zone(s, 3.0)),
    tale("silent-at-home-at-2.5", K, WIDE, silent_home),
    tale("leaves-and-falls-silent", K, BIKE, leaves),
    tale("upload-stall-at-1.6", K, ALL, stall),
    tale("clock-3-min-ahead-passing-at-1.6", K, ALL, |s| {
        pass(s, Mode::Car, 1.6).device(Side::Offender, |device| device.ahead_s += 180.0)
    }),
    tale("dozing-phones-at-1.6", K, WIDE, |s| {
        beside(s, 1.6, (Inside, Inside)).both(|device| device.dozes = Dozes::Lightly)
    }),
    tale("spoofed-jump-far-away", K, WIDE, far_jump),
];

/// By at about so many limits, from one side to the other.
fn pass(s: &mut Stage<'_>, mode: Mode, limits: f64) -> Scene {
    let home = s.home();
    let middle = s.limits_away(home, limits);
    let out = home.direction(middle);
    let aside = |turn: f64| home.away(out + turn, (limits + 1.2) * s.limit);
    let (from, to) = (s.town.door(aside(0.9)), s.town.door(aside(-0.9)));
    let wait = s.wait();
    let mut offender = s.person(from);
    offender.stay(wait, Inside).go(middle, mode).go(to, mode).stay(300.0, Inside);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// Straight towards her, and back before the limit.
fn turns_away(s: &mut Stage<'_>, mode: Mode, limits: f64) -> Scene {
    let home = s.home();
    let turn = s.limits_away(home, limits);
    let far = Spot::between(home, turn, 1.8);
    let wait = s.wait();
    let mut offender = s.person(far);
    offender.stay(wait, Inside).go(turn, mode).stay(20.0, Street).go(far, mode).stay(300.0, Inside);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn motorway(s: &mut Stage<'_>) -> Scene {
    let home = s.town.door(Town::motorway_at(s.dice.within(-800.0, 800.0)).shifted(0.0, -1.4 * s.limit));
    let wait = s.wait();
    let mut offender = s.person(Town::motorway_at(-9_000.0));
    offender.stay(wait, Field).motorway(-9_000.0, 9_000.0).stay(300.0, Field);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn train(s: &mut Stage<'_>) -> Scene {
    let home = s.at(Town::rail(0.0).shifted(0.0, 1.5 * s.limit), 0.0);
    let wait = s.wait();
    let mut offender = s.person(Town::rail(-16_000.0));
    offender.stay(wait, Street).ride(-16_000.0, 16_000.0).stay(300.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn courier(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.limits_away(home, 2.5);
    let wait = s.wait();
    let mut offender = s.person(start);
    offender.stay(wait, Street);
    for _ in 0..6 {
        let limits = s.dice.within(1.5, 3.0);
        let stop = s.limits_away(home, limits);
        let door = s.dice.within(50.0, 200.0);
        offender.go(stop, Mode::Car).stay(door, Street);
    }
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// Four hours at a distance.
fn beside(s: &mut Stage<'_>, limits: f64, (offender_in, protected_in): (Around, Around)) -> Scene {
    let home = s.home();
    let work = s.limits_away(home, limits);
    let offender = s.stayer(work, offender_in, 4 * 3_600);
    let protected = s.stayer(home, protected_in, 4 * 3_600);
    s.scene(offender, protected)
}

fn hospital(s: &mut Stage<'_>) -> Scene {
    let ward = s.home();
    let work = s.limits_away(ward, 1.6);
    let mut offender = s.person(work);
    offender.stroll(work, 60.0, 7_200.0, Inside);
    let mut protected = s.person(ward);
    protected.stroll(ward, 40.0, 7_200.0, Inside);
    s.scene(offender, protected)
}

fn festival(s: &mut Stage<'_>) -> Scene {
    let ground = s.home();
    let other = s.limits_away(ground, 1.7);
    let mut offender = s.person(other);
    offender.stroll(other, 0.1 * s.limit, 7_200.0, Street);
    let mut protected = s.person(ground);
    protected.stroll(ground, 0.1 * s.limit, 7_200.0, Street);
    s.scene(offender, protected).both(|device| {
        device.stalling = 15.0;
        device.silent = 2.0;
    })
}

fn towers(s: &mut Stage<'_>) -> Scene {
    beside(s, 1.6, (Inside, Inside)).both(|device| {
        device.temper.mixture = Mixture::Only(Env::IndoorGnss);
        device.temper.tails = 0.2;
    })
}

fn jogging(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let start = s.limits_away(home, 1.6);
    let wait = s.wait();
    let mut offender = s.person(start);
    offender.stay(wait, Inside);
    let first = home.direction(start);
    for n in 1..=6 {
        let corner = s.town.door(home.away(first + 0.35 * f64::from(n), 1.6 * s.limit));
        let corners = s.town.route(offender.here, corner, Wheels::Slow);
        offender.along(&corners, Mode::Walk, 2.1);
    }
    offender.stay(300.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// The same way at the same time, two limits behind.
fn same_way(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let behind = s.limits_away(home, 2.2);
    let away = Spot::between(behind, home, 1.0 + 3.0 * s.limit / behind.distance(home).max(1.0));
    let (goal, wait) = (s.town.door(away), s.wait());
    let mut protected = s.person(home);
    protected.stay(wait, Inside).go(goal, Mode::Bike);
    let mut offender = s.person(behind);
    offender.stay(wait + 30.0, Inside).go(home, Mode::Walk);
    let protected_until = offender.now();
    protected.stay_until(protected_until, Inside);
    s.scene(offender, protected)
}

fn parks(s: &mut Stage<'_>, limits: f64) -> Scene {
    let home = s.home();
    let goal = s.limits_away(home, limits);
    let far = Spot::between(home, goal, 2.2);
    let wait = s.wait();
    let mut offender = s.person(far);
    offender.stay(wait, Inside).go(goal, Mode::Car).stay(3_600.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn dead_zone(s: &mut Stage<'_>, limits: f64) -> Scene {
    let home = s.home();
    let place = s.limits_away(home, limits);
    let far = Spot::between(home, place, 1.5);
    let mut offender = s.person(far);
    offender.stay(600.0, Inside).go(place, Mode::Car).stay(900.0, Around::Deaf);
    offender.go(far, Mode::Car).stay(300.0, Inside);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

fn silent_home(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let other = s.limits_away(home, 2.5);
    let mut offender = s.person(other);
    offender.stay(3_600.0, Inside).stay(3_600.0, Around::Deaf).stay(1_800.0, Inside);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// From 1.6 limits outwards, and silent on the way.
fn leaves(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let near = s.limits_away(home, 1.6);
    let far = s.town.door(Spot::between(home, near, 2.5));
    let mut offender = s.person(near);
    offender.stay(900.0, Inside);
    let silent = offender.now();
    offender.go(far, Mode::Bike).stay(900.0, Inside);
    let protected = s.stayer(home, Inside, offender.now());
    let span = super::super::device::While { from: real(silent) + 60.0, until: real(silent) + 500.0 };
    s.scene(offender, protected).trouble(Side::Offender, Trouble::Gone, Some(span))
}

fn stall(s: &mut Stage<'_>) -> Scene {
    pass(s, Mode::Car, 1.6).both(|device| device.stalling = 20.0)
}

/// Forged to somewhere far off, and back.
fn far_jump(s: &mut Stage<'_>) -> Scene {
    let span = super::super::device::While { from: 1_200.0, until: 1_800.0 };
    beside(s, 2.0, (Inside, Inside)).forged(Side::Offender, Forgery::Moved(25_000.0, 10_000.0), Some(span))
}
