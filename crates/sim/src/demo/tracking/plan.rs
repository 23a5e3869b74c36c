//! Where a device is and what it notices, as a function of the time since its day began.
//!
//! Legs one after the other along streets, and what happens on the way; a plan may come round again. Never here: who carries it.

use crate::chance::Chance;
use crate::demo::town::Spot;
use crate::demo::walk::along;
use hoeder_vocab::tracking::{AlcoholReading, Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, UtcMillis};

/// What a device notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// Its strap is cut.
    StrapCut,
    /// It has a new strap.
    StrapFitted,
    /// It measured alcohol: milligrams a litre of blood.
    Reading(u16),
}

/// What kind of position a device gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Senses {
    /// A band: satellites, with speed, course and motion.
    Band,
    /// An application: what the phone's platform makes of everything.
    Phone,
}

#[derive(Debug, Clone)]
struct Leg {
    from_s: u64,
    until_s: u64,
    /// Along these, or staying at the only one.
    spots: Vec<Spot>,
    mps: f64,
}

/// A device's day.
#[derive(Debug, Clone)]
pub struct Plan {
    legs: Vec<Leg>,
    happenings: Vec<(u64, Happening)>,
    silences: Vec<(u64, u64)>,
    here: Spot,
    end_s: u64,
    round_s: Option<u64>,
}

/// Nothing of a report is further off than this, metres.
const JITTER_M: u64 = 6;

impl Plan {
    /// Begins there. Where the plan ends, the device stays.
    #[must_use]
    pub const fn at(here: Spot) -> Self {
        Self { legs: Vec::new(), happenings: Vec::new(), silences: Vec::new(), here, end_s: 0, round_s: None }
    }
    /// Stays for so long.
    #[must_use]
    pub fn stay(mut self, seconds: u64) -> Self {
        let (from_s, until_s) = (self.end_s, self.end_s.saturating_add(seconds));
        self.legs.push(Leg { from_s, until_s, spots: vec![self.here], mps: 0.0 });
        self.end_s = until_s;
        self
    }
    /// Stays until that moment of the plan.
    #[must_use]
    pub fn stay_until(self, second: u64) -> Self {
        let seconds = second.saturating_sub(self.end_s);
        self.stay(seconds)
    }
    /// Goes there by these spots, so many metres a second.
    #[must_use]
    pub fn go(mut self, by: &[Spot], mps: f64) -> Self {
        let spots: Vec<Spot> = core::iter::once(self.here).chain(by.iter().copied()).collect();
        let metres: f64 = spots.iter().zip(spots.iter().skip(1)).map(|(a, b)| a.metres_to(*b)).sum();
        let (from_s, until_s) = (self.end_s, self.end_s.saturating_add(whole(metres / mps).into()));
        self.here = spots.last().copied().unwrap_or(self.here);
        self.legs.push(Leg { from_s, until_s, spots, mps });
        self.end_s = until_s;
        self
    }
    /// From here on nothing is heard of it for so long, whatever it does.
    #[must_use]
    pub fn falls_silent(mut self, seconds: u64) -> Self {
        self.silences.push((self.end_s.saturating_add(1), self.end_s.saturating_add(seconds)));
        self
    }
    /// It notices something at that moment of the plan.
    #[must_use]
    pub fn notices(mut self, second: u64, what: Happening) -> Self {
        self.happenings.push((second, what));
        self
    }
    /// Begins anew after so many seconds.
    #[must_use]
    pub const fn round(mut self, seconds: u64) -> Self {
        self.round_s = Some(seconds);
        self
    }

    fn moment(&self, since_s: u64) -> u64 {
        self.round_s.and_then(|round| since_s.checked_rem(round)).unwrap_or(since_s)
    }
    fn leg(&self, at_s: u64) -> Option<&Leg> {
        self.legs.iter().find(|leg| (leg.from_s..leg.until_s).contains(&at_s))
    }
    /// Where the device really is, so many seconds after its day began.
    #[must_use]
    pub fn spot_at(&self, since_s: u64) -> Spot {
        let at_s = self.moment(since_s);
        self.leg(at_s).map_or(self.here, |leg| leg.spot(at_s))
    }
    /// What it reports then; `every_s` seconds ago it reported before. `None` while nothing is heard of it.
    pub(crate) fn report(
        &self,
        (since_s, every_s): (u64, u64),
        at: UtcMillis,
        (senses, seed): (Senses, u64),
    ) -> Option<TrackReport> {
        let at_s = self.moment(since_s);
        if self.silences.iter().any(|(from, until)| (*from..=*until).contains(&at_s)) {
            return None;
        }
        let mut report = TrackReport {
            at: FixedAt(at),
            fix: Some(self.fix(since_s, FixedAt(at), (senses, seed))),
            began: Signs::NONE,
            ended: Signs::NONE,
            battery: Percent::new(82),
            sos: false,
            alcohol: None,
            buffered: false,
        };
        let lately = |second: &u64| *second <= at_s && at_s - *second < every_s;
        for (_, what) in self.happenings.iter().filter(|(second, _)| lately(second)) {
            match what {
                Happening::StrapCut => report.began = report.began.with(Sign::StrapCut),
                Happening::StrapFitted => report.ended = report.ended.with(Sign::StrapCut),
                Happening::Reading(milligrams_per_litre) => {
                    let milligrams_per_litre = *milligrams_per_litre;
                    report.alcohol = Some(AlcoholReading { at: FixedAt(at), milligrams_per_litre });
                }
            }
        }
        Some(report)
    }

    fn fix(&self, since_s: u64, at: FixedAt, (senses, seed): (Senses, u64)) -> TrackFix {
        let at_s = self.moment(since_s);
        let spot = self.spot_at(since_s);
        let mut look = Chance::new(seed ^ since_s.wrapping_mul(0x9E37_79B9));
        let mut off = || f64::from(u32::try_from(look.below(2 * JITTER_M + 1)).unwrap_or(0)) - JITTER_METRES;
        let seen = Spot::new(spot.east_m + off(), spot.north_m + off());
        let accuracy_m = u32::try_from(look.between(6, 14)).unwrap_or(10);
        let fix = TrackFix {
            position: seen.position(),
            accuracy: Some(Decimetres::from_metres(accuracy_m)),
            fixed_at: at,
            source: FixSource::Fused,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Unknown,
        };
        let moving = self.leg(at_s).filter(|leg| leg.mps > 0.0);
        match (senses, moving) {
            (Senses::Phone, _) => fix,
            (Senses::Band, None) => TrackFix {
                source: FixSource::Gnss,
                speed_cms: Some(0),
                heading_deg: Some(0),
                motion: Motion::Still,
                ..fix
            },
            (Senses::Band, Some(leg)) => TrackFix {
                source: FixSource::Gnss,
                speed_cms: u16::try_from(whole(leg.mps * 100.0)).ok(),
                heading_deg: Some(leg.course(at_s)),
                motion: Motion::Moving,
                ..fix
            },
        }
    }
}

const JITTER_METRES: f64 = 6.0;

impl Leg {
    fn metres(&self, at_s: u64) -> f64 {
        let seconds = u32::try_from(at_s.saturating_sub(self.from_s)).unwrap_or(u32::MAX);
        f64::from(seconds) * self.mps
    }
    fn spot(&self, at_s: u64) -> Spot {
        along(&self.spots, self.metres(at_s))
    }
    /// Degrees clockwise from north.
    fn course(&self, at_s: u64) -> u16 {
        let metres = self.metres(at_s);
        let (here, ahead) = (along(&self.spots, metres), along(&self.spots, metres + 1.0));
        let (east, north) = (ahead.east_m - here.east_m, ahead.north_m - here.north_m);
        u16::try_from(whole(east.atan2(north).to_degrees().rem_euclid(360.0)) % 360).unwrap_or(0)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a u32 holds first"
)]
fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_goes_stays_falls_silent_and_comes_round_again() {
        let (a, b) = (Spot::new(0.0, 0.0), Spot::new(100.0, 0.0));
        let plan = Plan::at(a)
            .stay(10)
            .go(&[b], 5.0)
            .falls_silent(20)
            .stay(60)
            .notices(5, Happening::StrapCut)
            .round(200);
        assert_eq!(plan.spot_at(9), a);
        assert!((plan.spot_at(20).east_m - 50.0).abs() < 1e-9);
        assert_eq!((plan.spot_at(150), plan.spot_at(209)), (b, a));
        let says = |since_s| plan.report((since_s, 10), UtcMillis::from_unix_ms(0), (Senses::Band, 1));
        assert!(says(30).is_some() && says(31).is_none() && says(50).is_none() && says(51).is_some());
        let cut = |since_s| says(since_s).is_some_and(|report| report.began.has(Sign::StrapCut));
        assert_eq!([0, 10, 20, 210].map(cut), [false, true, false, true], "said once a round");
        assert_eq!(says(20).and_then(|report| report.fix).and_then(|fix| fix.heading_deg), Some(90));
    }
}
