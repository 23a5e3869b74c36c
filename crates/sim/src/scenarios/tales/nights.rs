//! Both at home from ten in the evening to six, so many limits apart; also in the night in which the clock changes.
//!
//! Never here: days.

use super::super::course::Around;
use super::super::device::Dozes;
use super::super::noise::{Env, Mixture};
use super::super::stage::{BEFORE_AUTUMN, BEFORE_SPRING, Scene, Stage};
use super::{ALL, Kind, Tale, WIDE, tale};

const K: Kind = Kind::Night;

pub(super) const TALES: &[Tale] = &[
    tale("neighbours-at-1.15", K, ALL, |s| night(s, 1.15)),
    tale("neighbours-at-1.3", K, ALL, |s| night(s, 1.3)),
    tale("neighbours-at-1.6", K, ALL, |s| night(s, 1.6)),
    tale("neighbours-at-2", K, ALL, |s| night(s, 2.0)),
    tale("neighbours-at-2.5", K, ALL, |s| night(s, 2.5)),
    tale("clock-goes-back-at-1.6", K, ALL, |s| night(s, 1.6).on(BEFORE_AUTUMN)),
    tale("clock-goes-forward-at-1.6", K, ALL, |s| night(s, 1.6).on(BEFORE_SPRING)),
    tale("drift-indoors-at-1.6", K, WIDE, |s| only(s, Env::IndoorGnss)),
    tale("two-access-points-at-1.6", K, WIDE, |s| {
        only(s, Env::Wifi).both(|device| device.temper.ping_pong = 1.0)
    }),
    tale("cell-positions-at-2", K, WIDE, |s| {
        night(s, 2.0).both(|device| device.temper.mixture = Mixture::Only(Env::Cell))
    }),
    tale("dozing-phone-at-1.6", K, WIDE, |s| night(s, 1.6).both(|device| device.dozes = Dozes::Lightly)),
];

fn night(s: &mut Stage<'_>, limits: f64) -> Scene {
    let home = s.home();
    let other = s.limits_away(home, limits);
    let seconds = 8 * 3_600;
    let offender = s.stayer(other, Around::Inside, seconds);
    let protected = s.stayer(home, Around::Inside, seconds);
    s.scene(offender, protected)
}

fn only(s: &mut Stage<'_>, env: Env) -> Scene {
    night(s, 1.6).both(|device| device.temper.mixture = Mixture::Only(env))
}
