//! One of a pair: which of its fixes are believed, where it stands, how it moves, whether it rests.
//!
//! Never here: the other one (`pair`).

use super::dot::{Dot, Moment, NOWHERE, millis, seconds};
use super::pair::narrow;
use super::settings::Settings;
use hoeder_geo::{Way, way};
use hoeder_vocab::tracking::Motion;
use hoeder_vocab::{FixSource, Position};

/// What is known of one of the two.
#[derive(Debug, Clone)]
pub(super) struct SideState {
    /// The last usable fix that was believed; nothing until `known`.
    used: Dot,
    /// Where velocity is counted from.
    base: Base,
    velocity: Velocity,
    /// While it rests.
    rest: Option<Box<Rest>>,
    /// When it was last not still.
    stirred: Moment,
    /// Fixes in a row that were not believed.
    held: u8,
    known: bool,
}

/// A place that velocity is counted from. `spread` is its deviation in metres, below 0 where there is no such place.
#[derive(Debug, Clone, Copy)]
#[repr(Rust, packed(2))]
struct Base {
    at: Moment,
    position: Position,
    spread: f32,
}

/// Where a device lies still: the mean of its fixes since.
#[derive(Debug, Clone, Copy)]
struct Rest {
    from: Position,
    /// From `from` to the mean, metres.
    east: f32,
    north: f32,
    accuracy: f32,
    since: Moment,
    last: Moment,
    fixes: u8,
    /// Fixes in a row that say that it moves.
    moves: u8,
    /// Fixes in a row that lie elsewhere, from a network that may be wrong.
    strays: u8,
}

/// Metres a second, and their standard deviation per axis, below 0 where it is not known.
#[derive(Debug, Clone, Copy)]
#[repr(Rust, packed(2))]
pub(super) struct Velocity {
    pub(super) east: f32,
    pub(super) north: f32,
    pub(super) sigma: f32,
    /// Of which moment.
    pub(super) at: Moment,
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
    pub(super) const NEW: Self = Self {
        used: Dot::NOTHING,
        base: Base::NONE,
        velocity: Velocity::NONE,
        rest: None,
        stirred: Moment::NEVER,
        held: 0,
        known: false,
    };

    pub(super) fn velocity(&self) -> Option<Velocity> {
        (self.velocity.sigma >= 0.0).then_some(self.velocity)
    }

    fn rest(&self) -> Option<Rest> {
        self.rest.as_deref().copied()
    }

    /// Bytes that it takes besides its own.
    pub(super) fn more_bytes(&self) -> usize {
        self.rest.as_ref().map_or(0, |rest| size_of_val(&**rest))
    }

    pub(super) fn stir(&mut self, dot: &Dot) {
        if dot.motion() != Motion::Still {
            self.stirred = Moment::new(dot.at);
        }
    }

    pub(super) fn believe(&mut self, dot: &Dot, accuracy: f64, fastest: f64, settings: &Settings) -> Belief {
        let fixes = &settings.fixes;
        self.stir(dot);
        if !self.known {
            return Belief::Yes;
        }
        let used = &self.used;
        let jump = way(used.position, dot.position).length();
        let circles = accuracy + used.accuracy_m().unwrap_or(fixes.unknown_accuracy_m);
        let gap = dot.at.saturating_sub(used.at);
        if jump <= fixes.hold_jump * circles || self.held >= fixes.hold_fixes {
            return Belief::Yes;
        }
        let network = matches!(dot.source(), FixSource::Wifi | FixSource::Cell | FixSource::Fused);
        let still = dot.at.saturating_sub(self.stirred.ms()) >= millis(fixes.hold_still);
        // A satellite fix that says itself that it stands, from a device that has rested since, with no report missed.
        let slow = dot.source() == FixSource::Gnss
            && gap < millis(fixes.hold_slow_gap)
            && dot.speed_mps().is_some_and(|speed| speed < fixes.hold_slow_mps)
            && self.rest().is_some_and(|rest| rest.is_settled(dot.at, settings));
        if (network || slow) && still && gap < millis(fixes.hold_gap) {
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

    /// Whether it is known to lie still.
    pub(super) fn rests(&self, at: i64, settings: &Settings) -> bool {
        self.known && self.rest().is_some_and(|rest| rest.is_settled(at, settings))
    }

    /// Where it stands: at the mean of its fixes while it rests, else at the last one.
    pub(super) fn stands(&self, settings: &Settings) -> Option<Stand> {
        let dot = self.known.then_some(self.used)?;
        Some(match self.rest() {
            Some(rest) if rest.is_settled(dot.at, settings) => {
                Stand { dot, from: rest.from, off: rest.off() }
            }
            Some(_) | None => Stand { dot, from: dot.position, off: Way::default() },
        })
    }

    pub(super) fn adopt(&mut self, dot: &Dot, accuracy: f64, settings: &Settings) {
        (self.used, self.known) = (*dot, true);
        self.held = 0;
        let next = Rest::after(self.rest(), dot, accuracy, settings);
        match (&mut self.rest, next) {
            (Some(rest), Some(next)) => **rest = next,
            (rest, next) => *rest = next.map(Box::new),
        }
        let at = Moment::new(dot.at);
        if self.rest().is_some_and(|rest| rest.is_settled(dot.at, settings)) {
            self.velocity = Velocity { east: 0.0, north: 0.0, sigma: 0.0, at };
            self.base = Base::NONE;
            return;
        }
        let predicted = &settings.predicted;
        let spread = narrow(settings.fixes.gnss_factor * accuracy / 1.515);
        let base = core::mem::replace(&mut self.base, Base { at, position: dot.position, spread });
        if let (Some(speed), Some(course), FixSource::Gnss) =
            (dot.speed_mps(), dot.course_deg(), dot.source())
        {
            let (sine, cosine) = course.to_radians().sin_cos();
            let (east, north) = (narrow(speed * sine), narrow(speed * cosine));
            self.velocity = Velocity { east, north, sigma: 1.0, at };
            return;
        }
        if base.spread < 0.0 {
            return;
        }
        let gap = dot.at.saturating_sub(base.at.ms());
        if gap < millis(predicted.base_least) {
            self.base = base;
            return;
        }
        if gap > millis(predicted.base_most) {
            self.velocity = Velocity::NONE;
            return;
        }
        let long = seconds(base.at.ms(), dot.at);
        let step = way(base.position, dot.position).times(1.0 / long);
        let old = self.velocity();
        let weight = if old.is_some() { predicted.newest_weight } else { 1.0 };
        let old = old.map_or(Way::default(), |v| Way { east: v.east.into(), north: v.north.into() });
        let smooth = step.times(weight).plus(old.times(1.0 - weight));
        let sigma = narrow(f64::from(spread.hypot(base.spread)) / long);
        self.velocity = Velocity { east: narrow(smooth.east), north: narrow(smooth.north), sigma, at };
    }
}

impl Base {
    const NONE: Self = Self { at: Moment::NEVER, position: NOWHERE, spread: -1.0 };
}

impl Velocity {
    const NONE: Self = Self { east: 0.0, north: 0.0, sigma: -1.0, at: Moment::NEVER };
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
            since: Moment::new(dot.at),
            last: Moment::new(dot.at),
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
            || (dot.at.saturating_sub(rest.last.ms()) > millis(fixes.rest_gap)
                && !(still && away <= circles));
        rest.moves = if still { 0 } else { rest.moves.saturating_add(1) };
        if gone || rest.moves >= fixes.rest_moves {
            return fresh;
        }
        rest.last = Moment::new(dot.at);
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
        at.saturating_sub(self.since.ms()) >= millis(settings.fixes.rest_after)
    }

    fn off(&self) -> Way {
        Way { east: self.east.into(), north: self.north.into() }
    }
}
