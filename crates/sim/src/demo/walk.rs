//! How people go about: between usual places along the streets at 1.4 m/s, with fixes that are as good as a phone's.
//!
//! A walk is a function of its seed and of the time since it began, so that any moment can be asked for in any order.
//! Never here: an alarm.

use super::town::{Spot, Town};
use crate::chance::Chance;
use hoeder_vocab::{Decimetres, Fix, FixSource, FixedAt, Sensitive, UtcMillis};

/// Metres per second.
const PACE: f64 = 1.4;
/// Fixes come from a new look at the sky this often, milliseconds.
const LOOK_MS: u64 = 2_000;

#[derive(Debug, Clone)]
struct Leg {
    /// From then on, milliseconds since the walk began.
    from_ms: u64,
    /// Until then.
    until_ms: u64,
    /// Along these, or staying at the only one.
    spots: Vec<Spot>,
}

/// Somebody on the way.
#[derive(Debug, Clone)]
pub struct Walker {
    seed: u64,
    chance: Chance,
    town: Town,
    places: Vec<usize>,
    here: usize,
    legs: Vec<Leg>,
}

impl Walker {
    /// Walks between these crossings, beginning at the first.
    #[must_use]
    pub fn new(seed: u64, town: Town, places: Vec<usize>) -> Self {
        let here = places.first().copied().unwrap_or(0);
        Self { seed, chance: Chance::new(seed), town, places, here, legs: Vec::new() }
    }

    fn extend(&mut self) {
        let from_ms = self.legs.last().map_or(0, |leg| leg.until_ms);
        let stay = self.chance.between(20_000, 240_000);
        let until_ms = from_ms.saturating_add(stay);
        self.legs.push(Leg { from_ms, until_ms, spots: vec![self.town.spot(self.here)] });
        let next = self.chance.pick(&self.places).copied().unwrap_or(self.here);
        let route = self.town.route(self.here, next);
        let spots: Vec<Spot> = route.iter().map(|n| self.town.spot(*n)).collect();
        let metres: f64 = spots.iter().zip(spots.iter().skip(1)).map(|(a, b)| a.metres_to(*b)).sum();
        let end = until_ms.saturating_add(whole(metres / PACE * 1_000.0).max(1));
        self.legs.push(Leg { from_ms: until_ms, until_ms: end, spots });
        self.here = next;
    }

    /// Where the person really is, so long after the walk began.
    pub fn spot_at(&mut self, since_ms: u64) -> Spot {
        while self.legs.last().is_none_or(|leg| leg.until_ms <= since_ms) {
            self.extend();
        }
        let leg = self.legs.iter().rev().find(|leg| leg.from_ms <= since_ms);
        leg.map_or(Spot::new(0.0, 0.0), |leg| {
            let ms = u32::try_from(since_ms.saturating_sub(leg.from_ms)).unwrap_or(u32::MAX);
            along(&leg.spots, f64::from(ms) / 1_000.0 * PACE)
        })
    }

    /// What the phone makes of it; `None` when it finds nothing. `clock` is the time on the phone.
    pub fn fix_at(&mut self, since_ms: u64, clock: UtcMillis) -> Option<Sensitive<Fix>> {
        let spot = self.spot_at(since_ms);
        let mut look = Chance::new(self.seed ^ (since_ms / LOOK_MS).wrapping_mul(0x9E37_79B9));
        let (accuracy_m, source) = match look.below(24) {
            0 => return None,
            1 => (look.between(400, 1_800), FixSource::Cell),
            2..=5 => (look.between(30, 120), FixSource::Wifi),
            _ => (look.between(4, 20), FixSource::Gnss),
        };
        let mut off = || {
            let most = accuracy_m;
            f64::from(u32::try_from(look.below(most + 1)).unwrap_or(0))
                - f64::from(u32::try_from(most / 2).unwrap_or(0))
        };
        let seen = Spot::new(spot.east_m + off(), spot.north_m + off());
        let accuracy = u32::try_from(accuracy_m).ok().map(Decimetres::from_metres);
        Some(Sensitive::new(Fix {
            position: seen.position(),
            accuracy: if look.one_in(20) { None } else { accuracy },
            fixed_at: FixedAt(clock),
            source,
        }))
    }
}

/// Whole milliseconds; walks in the town take minutes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a u32 holds first"
)]
fn whole(ms: f64) -> u64 {
    u64::from(ms.clamp(0.0, 4e9) as u32)
}

pub(crate) fn along(spots: &[Spot], mut metres: f64) -> Spot {
    for (from, to) in spots.iter().zip(spots.iter().skip(1)) {
        let length = from.metres_to(*to);
        if metres < length {
            return from.towards(*to, metres / length);
        }
        metres -= length;
    }
    spots.last().copied().unwrap_or(Spot::new(0.0, 0.0))
}
