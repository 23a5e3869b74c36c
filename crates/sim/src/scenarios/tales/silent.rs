//! Somebody is silent, or not seen, about when they come near.
//!
//! The silence ends before they part: what nobody ever hears of cannot be scored. Never here: silences by chance (`device`).

use super::super::course::Around;
use super::super::device::{Dozes, Trouble};
use super::super::stage::{Scene, Stage};
use super::super::walker::Mode;
use super::{ALL, BIKE, FOOT, Kind, Tale, WIDE, tale};
use Around::{Deaf, Inside, Street};
use Side::{Offender, Protected};
use hoeder_vocab::tracking::Side;

const K: Kind = Kind::Silent;

/// They stay near so much longer than the silence can last, in seconds.
const AFTERWARDS: usize = 600;

pub(super) const TALES: &[Tale] = &[
    tale("falls-silent-on-foot", K, FOOT, |s| falls_silent(s, Mode::Walk, Trouble::Gone)),
    tale("falls-silent-on-bike", K, BIKE, |s| falls_silent(s, Mode::Bike, Trouble::Gone)),
    tale("falls-silent-in-car", K, WIDE, |s| falls_silent(s, Mode::Car, Trouble::Gone)),
    tale("falls-silent-in-bus", K, WIDE, |s| falls_silent(s, Mode::Bus, Trouble::Gone)),
    tale("loses-position-on-foot", K, FOOT, |s| falls_silent(s, Mode::Walk, Trouble::NoPosition)),
    tale("loses-position-in-car", K, WIDE, |s| falls_silent(s, Mode::Car, Trouble::NoPosition)),
    tale("upload-stalls-on-foot", K, FOOT, |s| falls_silent(s, Mode::Walk, Trouble::Kept)),
    tale("upload-stalls-in-car", K, WIDE, |s| falls_silent(s, Mode::Car, Trouble::Kept)),
    tale("tunnel-before-the-limit", K, WIDE, |s| tunnel(s, (90.0, 12.0))),
    tale("tunnel-through-the-limit", K, WIDE, |s| tunnel(s, (60.0, -45.0))),
    tale("dead-zone", K, BIKE, dead_zone),
    tale("underground-comes-up", K, WIDE, underground),
    tale("car-park-below-ground", K, ALL, car_park),
    tale("stale-protected-at-home", K, ALL, |s| stale(s, Mode::Car)),
    tale("stale-protected-on-foot-approach", K, FOOT, |s| stale(s, Mode::Walk)),
    tale("protected-silent-on-the-way", K, BIKE, on_the_way),
    tale("cinema", K, BIKE, cinema),
    tale("protected-phone-dozes", K, ALL, |s| dozing(s, Mode::Car)),
    tale("protected-phone-dozes-night-walk", K, FOOT, |s| dozing(s, Mode::Walk)),
    tale("offender-phone-dozes-deeply", K, WIDE, offender_dozes),
];

/// While closing: some time before the crossing and after setting out, until some time after.
fn falls_silent(s: &mut Stage<'_>, mode: Mode, how: Trouble) -> Scene {
    let scene = s.come(mode, Inside).longer(AFTERWARDS);
    let (before, after) = (s.dice.within(30.0, 200.0), s.dice.within(150.0, 600.0));
    let span = scene.on_the_way(s.limit, before, after);
    scene.trouble(Offender, how, span)
}

fn tunnel(s: &mut Stage<'_>, (enters, leaves): (f64, f64)) -> Scene {
    let scene = s.come(Mode::Car, Street).longer(AFTERWARDS);
    let span = scene.on_the_way(s.limit, enters * s.dice.within(0.8, 1.3), -leaves);
    scene.deaf(span)
}

fn dead_zone(s: &mut Stage<'_>) -> Scene {
    let scene = s.come(Mode::Bike, Inside).longer(AFTERWARDS);
    let (before, after) = (s.dice.within(60.0, 240.0), s.dice.within(120.0, 400.0));
    let span = scene.on_the_way(s.limit, before, after);
    scene.deaf(span)
}

/// Silent from far outside, and there again well inside.
fn underground(s: &mut Stage<'_>) -> Scene {
    let scene = s.come(Mode::Bus, Street).longer(AFTERWARDS);
    let before = s.dice.within(240.0, 420.0);
    let inside = scene.crossing(0.6 * s.limit).unwrap_or(0.0) - scene.crossing(s.limit).unwrap_or(0.0);
    let span = scene.on_the_way(s.limit, before, inside.max(20.0));
    scene.deaf(span)
}

/// The car is heard until it drives down, near the goal.
fn car_park(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let mut offender = s.comer(home, Mode::Car, Deaf);
    offender.stay(300.0, Street);
    let protected = s.stayer(home, Inside, offender.now());
    s.scene(offender, protected)
}

/// The protected person's phone is silent for twenty minutes; she is where she was.
fn stale(s: &mut Stage<'_>, mode: Mode) -> Scene {
    let scene = s.come(mode, Inside).longer(AFTERWARDS);
    let span = scene.around_crossing(s.limit, s.dice.within(300.0, 1_200.0), 900.0);
    scene.trouble(Protected, Trouble::Gone, span)
}

fn on_the_way(s: &mut Stage<'_>) -> Scene {
    let home = s.home();
    let protected = s.comer(home, Mode::Bike, Inside);
    let offender = s.stayer(home, Street, protected.now());
    let scene = s.scene(offender, protected).longer(AFTERWARDS);
    let span = scene.around_crossing(s.limit, s.dice.within(30.0, 150.0), s.dice.within(150.0, 400.0));
    scene.trouble(Protected, Trouble::Gone, span)
}

/// She is in a hall without reception when he arrives.
fn cinema(s: &mut Stage<'_>) -> Scene {
    let hall = s.home();
    let outside = s.at(hall, 250.0);
    let offender = s.comer(hall, Mode::Bike, Street);
    let mut protected = s.person(outside);
    protected.stay(120.0, Street).go(hall, Mode::Walk).stay_until(offender.now(), Deaf);
    s.scene(offender, protected)
}

fn dozing(s: &mut Stage<'_>, mode: Mode) -> Scene {
    s.come(mode, Inside).device(Protected, |device| device.dozes = Dozes::Lightly)
}

fn offender_dozes(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Car, Inside).device(Offender, |device| device.dozes = Dozes::Deeply)
}
