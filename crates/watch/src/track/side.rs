//! One of a pair: which of its fixes are believed, where it stands, how it moves, whether it rests.
//!
//! Never here: the other one (`pair`).

use super::dot::{Dot, millis, seconds};
use super::pair::narrow;
use super::settings::Settings;
use hoeder_geo::{Way, way};
use hoeder_vocab::tracking::Motion;
use hoeder_vocab::{FixSource, Position};

/// What is known of one of the two.
#[derive(Debug, Clone, Copy)]
pub(super) struct SideState {
    /// The last usable fix that was believed.
    pub(super) used: Option<Dot>,
    /// Where velocity is counted from.
    base: Option<(i64, Position, f32)>,
    pub(super) velocity: Option<Velocity>,
    /// When it was last not still.
    stirred: i64,
    /// Fixes in a row that were not believed.
    held: u8,
    rest: Option<Rest>,
}

/// Where a device lies still: the mean of its fixes since.
#[derive(Debug, Clone, Copy)]
struct Rest {
    from: Position,
    /// From `from` to the mean, metres.
    east: f32,
    north: f32,
    accuracy: f32,
    since: i64,
    last: i64,
    fixes: u8,
    /// Fixes in a row that say that it moves.
    moves: u8,
    /// Fixes in a row that lie elsewhere, from a network that may be wrong.
    strays: u8,
}

/// Metres a second, and their standard deviation per axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Velocity {
    pub(super) east: f32,
    pub(super) north: f32,
    pub(super) sigma: f32,
    /// Of which moment, milliseconds.
    pub(super) at: i64,
}

/// Whether a fix is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belief {
    Yes,
    /// It raises, and changes nothing else.
    Doubt,
    /// A jump of a device that is still.
    Held,
}

/// Where one of them is believed to stand: `off` metres from a place, by a fix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stand {
    pub(super) dot: Dot,
    pub(super) from: Position,
    pub(super) off: Way,
}

impl SideState {
    pub(super) const NEW: Self =
        Self { used: None, base: None, velocity: None, stirred: i64::MIN, held: 0, rest: None };

    pub(super) fn stir(&mut self, dot: &Dot) {
        if dot.motion() != Motion::Still {
            self.stirred = dot.at;
        }
    }

    pub(super) fn believe(&mut self, dot: &Dot, accuracy: f64, fastest: f64, settings: &Settings) -> Belief {
        let fixes = &settings.fixes;
        self.stir(dot);
        let Some(used) = &self.used else { return Belief::Yes };
        let jump = way(used.position, dot.position).length();
        let circles = accuracy + used.accuracy_m().unwrap_or(fixes.unknown_accuracy_m);
        let gap = dot.at.saturating_sub(used.at);
        if jump <= fixes.hold_jump * circles || self.held >= fixes.hold_fixes {
            return Belief::Yes;
        }
        let network = matches!(dot.source(), FixSource::Wifi | FixSource::Cell | FixSource::Fused);
        let still = dot.at.saturating_sub(self.stirred) >= millis(fixes.hold_still);
        if network && still && gap < millis(fixes.hold_gap) {
            self.held += 1;
            return Belief::Held;
        }
        let can = 1.5 * fastest * seconds(used.at, dot.at).max(1.0);
        if self.held < fixes.doubt_fixes && jump - fixes.hold_jump * circles > can {
            self.held += 1;
            return Belief::Doubt;
        }
        Belief::Yes
    }

    /// Where it stands: at the mean of its fixes while it rests, else at the last one.
    pub(super) fn stands(&self, settings: &Settings) -> Option<Stand> {
        let dot = self.used?;
        Some(match &self.rest {
            Some(rest) if rest.is_settled(dot.at, settings) => {
                Stand { dot, from: rest.from, off: rest.off() }
            }
            Some(_) | None => Stand { dot, from: dot.position, off: Way::default() },
        })
    }

    pub(super) fn adopt(&mut self, dot: &Dot, accuracy: f64, settings: &Settings) {
        self.used = Some(*dot);
        self.held = 0;
        self.rest = Rest::after(self.rest, dot, accuracy, settings);
        if self.rest.is_some_and(|rest| rest.is_settled(dot.at, settings)) {
            self.velocity = Some(Velocity { east: 0.0, north: 0.0, sigma: 0.0, at: dot.at });
            self.base = None;
            return;
        }
        let predicted = &settings.predicted;
        let spread = narrow(settings.fixes.gnss_factor * accuracy / 1.515);
        if let (Some(speed), Some(course), FixSource::Gnss) =
            (dot.speed_mps(), dot.course_deg(), dot.source())
        {
            let (sine, cosine) = course.to_radians().sin_cos();
            let (east, north) = (narrow(speed * sine), narrow(speed * cosine));
            self.velocity = Some(Velocity { east, north, sigma: 1.0, at: dot.at });
            self.base = Some((dot.at, dot.position, spread));
            return;
        }
        let Some((then, from, before)) = self.base else {
            self.base = Some((dot.at, dot.position, spread));
            return;
        };
        let gap = dot.at.saturating_sub(then);
        if gap < millis(predicted.base_least) {
            return;
        }
        self.base = Some((dot.at, dot.position, spread));
        if gap > millis(predicted.base_most) {
            self.velocity = None;
            return;
        }
        let long = seconds(then, dot.at);
        let step = way(from, dot.position).times(1.0 / long);
        let weight = if self.velocity.is_some() { predicted.newest_weight } else { 1.0 };
        let old =
            self.velocity.map_or(Way::default(), |v| Way { east: v.east.into(), north: v.north.into() });
        let smooth = step.times(weight).plus(old.times(1.0 - weight));
        let sigma = narrow(f64::from(spread.hypot(before)) / long);
        self.velocity =
            Some(Velocity { east: narrow(smooth.east), north: narrow(smooth.north), sigma, at: dot.at });
    }
}

impl Rest {
    /// What a fix makes of the rest before it. A single flag of motion may be wrong; two in a row, or a way, are not.
    fn after(before: Option<Self>, dot: &Dot, accuracy: f64, settings: &Settings) -> Option<Self> {
        let fixes = &settings.fixes;
        let still = dot.motion() == Motion::Still;
        let fresh = still.then(|| Self {
            from: dot.position,
            east: 0.0,
            north: 0.0,
            accuracy: narrow(accuracy),
            since: dot.at,
            last: dot.at,
            fixes: 1,
            moves: 0,
            strays: 0,
        });
        let Some(mut rest) = before else { return fresh };
        if dot.motion() == Motion::Unknown {
            return None;
        }
        let to = way(rest.from, dot.position).minus(rest.off());
        let circles = accuracy + f64::from(rest.accuracy);
        let away = to.length();
        let elsewhere = away > circles + fixes.rest_away_m;
        let network = matches!(dot.source(), FixSource::Wifi | FixSource::Cell | FixSource::Fused);
        rest.strays = if elsewhere && still && network { rest.strays.saturating_add(1) } else { 0 };
        let stray = (1..fixes.rest_strays).contains(&rest.strays);
        let gone = (elsewhere && !stray)
            || (!still && away > circles)
            || (dot.at.saturating_sub(rest.last) > millis(fixes.rest_gap) && !(still && away <= circles));
        rest.moves = if still { 0 } else { rest.moves.saturating_add(1) };
        if gone || rest.moves >= fixes.rest_moves {
            return fresh;
        }
        rest.last = dot.at;
        if still && !stray {
            rest.fixes = rest.fixes.saturating_add(1).min(60);
            let share = 1.0 / f32::from(rest.fixes);
            rest.east += narrow(to.east) * share;
            rest.north += narrow(to.north) * share;
            rest.accuracy += (narrow(accuracy) - rest.accuracy) * share;
        }
        Some(rest)
    }

    fn is_settled(&self, at: i64, settings: &Settings) -> bool {
        at.saturating_sub(self.since) >= millis(settings.fixes.rest_after)
    }

    fn off(&self) -> Way {
        Way { east: self.east.into(), north: self.north.into() }
    }
}
