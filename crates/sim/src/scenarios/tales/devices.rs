//! Odd devices: wrong clocks, repeats, lies about accuracy, two access points in turn, forged positions.
//!
//! Never here: silence (`silent`).

use super::super::course::Around;
use super::super::device::{Forgery, Trouble};
use super::super::noise::{Env, Mixture};
use super::super::stage::{Scene, Stage};
use super::super::walker::Mode;
use super::{ALL, BIKE, FOOT, Kind, Tale, WIDE, tale};
use Around::{Inside, Street};
use Side::{Offender, Protected};
use hoeder_vocab::tracking::Side;

const K: Kind = Kind::Device;
/// Limits that positions of cell masts, some 700 m wide, cannot decide.
const COARSE: &[u32] = &[500, 1_000, 2_000];

pub(super) const TALES: &[Tale] = &[
    tale("offender-clock-3-min-ahead", K, ALL, |s| clock(s, Offender, 180.0)),
    tale("offender-clock-3-min-behind", K, ALL, |s| clock(s, Offender, -180.0)),
    tale("protected-clock-3-min-ahead", K, ALL, |s| clock(s, Protected, 180.0)),
    tale("protected-clock-3-min-behind", K, ALL, |s| clock(s, Protected, -180.0)),
    tale("repeats-old-positions", K, ALL, repeats),
    tale("accuracy-stated-four-times-too-good", K, ALL, liar),
    tale("bad-device-with-many-spikes", K, ALL, flighty),
    tale("few-satellites-in-canyon", K, BIKE, few_satellites),
    tale("home-between-two-access-points", K, ALL, ping_pong),
    tale("protected-on-cell-positions", K, &[5_000], |s| only(s, Protected, Env::Cell)),
    tale("offender-on-cell-positions", K, &[5_000], |s| only(s, Offender, Env::Cell)),
    tale("protected-on-cell-positions-half-the-time", K, WIDE, half_cell),
    tale("protected-on-wifi-positions", K, ALL, |s| only(s, Protected, Env::Wifi)),
    tale("protected-indoors-on-satellites", K, BIKE, |s| only(s, Protected, Env::IndoorGnss)),
    tale("spoofed-jump-before-the-limit", K, ALL, spoofed_jump),
    tale("spoofed-frozen-before-the-limit", K, ALL, spoofed_frozen),
    tale("messages-wait-in-a-full-network", K, ALL, full_network),
    tale("jammed-then-free", K, BIKE, jammed),
    tale("protected-on-too-coarse-cell-positions", Kind::Blind, COARSE, |s| only(s, Protected, Env::Cell)),
    tale("offender-on-too-coarse-cell-positions", Kind::Blind, COARSE, |s| only(s, Offender, Env::Cell)),
    tale("forged-elsewhere-throughout", Kind::Blind, WIDE, |s| {
        throughout(s, Forgery::Moved(9_000.0, 4_000.0))
    }),
    tale("forged-frozen-throughout", Kind::Blind, WIDE, |s| throughout(s, Forgery::Frozen)),
    tale("protected-home-at-old-address", Kind::Blind, FOOT, |s| old_address(s, 2_000.0)),
    tale("protected-home-400-km-away", Kind::Blind, FOOT, |s| old_address(s, 400_000.0)),
];

fn clock(s: &mut Stage<'_>, side: Side, ahead_s: f64) -> Scene {
    s.come(Mode::Car, Street).device(side, |device| device.ahead_s += ahead_s)
}

fn repeats(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Bus, Inside).both(|device| device.repeating = 10.0)
}

fn liar(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Car, Inside).both(|device| device.temper.honesty = 0.25)
}

fn flighty(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Bus, Inside).both(|device| device.temper.flighty = 10.0)
}

fn few_satellites(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Bike, Street).both(|device| {
        device.temper.tails = 0.6;
        device.temper.mixture = Mixture::Only(Env::Canyon);
    })
}

fn ping_pong(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Car, Inside).device(Protected, |device| {
        device.temper.ping_pong = 1.0;
        device.temper.mixture = Mixture::Only(Env::Wifi);
    })
}

fn only(s: &mut Stage<'_>, side: Side, env: Env) -> Scene {
    s.come(Mode::Car, Inside).device(side, |device| device.temper.mixture = Mixture::Only(env))
}

fn half_cell(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Car, Inside).device(Protected, |device| device.temper.mixture = Mixture::Half(Env::Cell))
}

/// Elsewhere for a minute or two; the true positions are back before the limit.
fn spoofed_jump(s: &mut Stage<'_>) -> Scene {
    let scene = s.come(Mode::Car, Street);
    let (metres, direction) = (s.dice.within(5_000.0, 50_000.0), s.dice.direction());
    let ends = -s.dice.within(20.0, 60.0);
    let span = scene.around_crossing(s.limit, s.dice.within(100.0, 240.0), ends);
    let how = Forgery::Moved(metres * direction.cos(), metres * direction.sin());
    scene.forged(Offender, how, span)
}

fn spoofed_frozen(s: &mut Stage<'_>) -> Scene {
    let scene = s.come(Mode::Car, Street);
    let ends = -s.dice.within(5.0, 40.0);
    let span = scene.around_crossing(s.limit, s.dice.within(100.0, 300.0), ends);
    scene.forged(Offender, Forgery::Frozen, span)
}

fn full_network(s: &mut Stage<'_>) -> Scene {
    s.come(Mode::Bus, Street).both(|device| device.stalling = 30.0)
}

/// A jammer in the car: heard without positions, until shortly before the limit.
fn jammed(s: &mut Stage<'_>) -> Scene {
    let scene = s.come(Mode::Bike, Inside);
    let span = scene.around_crossing(s.limit, s.dice.within(150.0, 300.0), -20.0);
    scene.trouble(Offender, Trouble::NoPosition, span)
}

fn throughout(s: &mut Stage<'_>, how: Forgery) -> Scene {
    let scene = s.come(Mode::Car, Street);
    let span = scene.around_crossing(s.limit, 300.0, 100_000.0);
    scene.forged(Offender, how, span)
}

/// The database knows her access point at another address: good accuracy, wrong place, every time.
fn old_address(s: &mut Stage<'_>, metres: f64) -> Scene {
    let home = s.home();
    let scene = s.come_to(home, Mode::Walk, Inside);
    let direction = s.dice.direction();
    let wrong = home.away(direction, metres);
    scene.device(Protected, |device| {
        device.temper.mixture = Mixture::Only(Env::Wifi);
        device.misplaced = Some((home, wrong));
    })
}
