//! The rules of a pair as a fold over the fixes of both in their order: direct, warning, predicted.
//!
//! The same fixes in the same order give the same effects, whenever they came: `guard` plays them again when one is late.
//! Never here: silence (`unknown`), what was said to whom (`said`).

use super::chance::chance_within;
use super::dot::{Dot, millis, seconds};
use super::settings::Settings;
use hoeder_geo::{Way, way};
use hoeder_vocab::tracking::Motion;
use hoeder_vocab::{FixSource, Position};

/// What a pair asks, with what can be computed once.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairRules {
    /// Metres.
    pub(super) alarm: f64,
    /// Metres, at least `alarm`.
    pub(super) warning: f64,
    /// Seconds.
    pub(super) police: f64,
    /// A fix of at most this accuracy in metres is usable.
    pub(super) gate: f64,
    /// The fastest that each can be, metres a second.
    pub(super) fastest: [f64; 2],
}

/// What the fold of one pair can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    Near,
    Warning,
    Approaching,
}

impl Rule {
    pub(super) const ALL: [Self; 3] = [Self::Near, Self::Warning, Self::Approaching];
}

/// What was computed when an effect came about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sight {
    pub(super) distance: f64,
    pub(super) limit: f64,
    pub(super) margin: f64,
    pub(super) sigma: f64,
    pub(super) closing: f64,
    pub(super) contact: f64,
    /// The fixes of both that it rests on.
    pub(super) dots: [Dot; 2],
    /// The newest of them cannot well be true.
    pub(super) doubtful: bool,
}

/// What a step of the fold brings about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Effect {
    Raise { rule: Rule, since: i64, at: i64, sight: Sight },
    Worse { rule: Rule, since: i64, sight: Sight },
    Clear { rule: Rule, at: i64 },
}

/// One rule of one pair.
#[derive(Debug, Clone, Copy, Default)]
struct RuleState {
    /// Since when it holds, while it does.
    since: i64,
    /// Since when it no longer would hold; 0 while it would.
    leaving: i64,
    /// The nearest distance that was said, metres.
    said: f32,
    active: bool,
    /// How sure it was said to be: chance above one half.
    sure: bool,
}

/// What is known of one of the two.
#[derive(Debug, Clone, Copy)]
struct SideState {
    /// The last usable fix that was believed.
    used: Option<Dot>,
    /// Where velocity is counted from.
    base: Option<(i64, Position, f32)>,
    velocity: Option<Velocity>,
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
}

/// Metres a second, and their standard deviation per axis.
#[derive(Debug, Clone, Copy)]
struct Velocity {
    east: f32,
    north: f32,
    sigma: f32,
    /// Of which moment, milliseconds.
    at: i64,
}

/// Where the fold stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairState {
    sides: [SideState; 2],
    rules: [RuleState; 3],
    /// Distance at the last step, and when.
    last: Option<(f32, i64)>,
    hits: u8,
    /// Earlier distances, the newest first.
    trail: [(f32, i64); 4],
}

/// Whether a fix is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Belief {
    Yes,
    /// It raises, and changes nothing else.
    Doubt,
    /// A jump of a device that is still.
    Held,
}

/// Both as they are now believed to be.
#[derive(Debug, Clone, Copy)]
struct Pose {
    way: Way,
    distance: f64,
    sigma: f64,
    dots: [Dot; 2],
}

impl PairState {
    pub(super) const fn new() -> Self {
        let side =
            SideState { used: None, base: None, velocity: None, stirred: i64::MIN, held: 0, rest: None };
        let rule = RuleState { since: 0, leaving: 0, said: 0.0, active: false, sure: false };
        Self { sides: [side, side], rules: [rule; 3], last: None, hits: 0, trail: [(0.0, i64::MIN); 4] }
    }

    pub(super) fn is_active(&self, rule: Rule) -> bool {
        self.rule(rule).active
    }

    /// Takes the next fix of a side: 0 is the offender, 1 the protected person.
    pub(super) fn step(
        &mut self,
        rules: &PairRules,
        settings: &Settings,
        (index, dot): (usize, &Dot),
        sink: &mut Vec<Effect>,
    ) {
        let Some(accuracy) = dot.accuracy_m().filter(|accuracy| *accuracy < rules.gate) else {
            if let Some(side) = self.sides.get_mut(index) {
                side.stir(dot);
            }
            return;
        };
        let fastest = rules.fastest.get(index).copied().unwrap_or(f64::MAX);
        let Some(side) = self.sides.get_mut(index) else { return };
        let belief = side.believe(dot, accuracy, fastest, settings);
        match belief {
            Belief::Held => return,
            Belief::Doubt => {}
            Belief::Yes => side.adopt(dot, accuracy, settings),
        }
        let mut stands = self.sides.map(|side| side.stands(settings));
        if let (Belief::Doubt, Some(mine)) = (belief, stands.get_mut(index)) {
            *mine = Some(Stand { dot: *dot, from: dot.position, off: Way::default() });
        }
        let [Some(a), Some(b)] = stands else { return };
        let pose = Pose::of([a, b], settings);
        let doubtful = belief == Belief::Doubt;
        self.direct(rules, settings, (&pose, dot.at, doubtful), sink);
        if !doubtful {
            self.predict(rules, settings, (&pose, dot.at), sink);
            self.last = Some((narrow(pose.distance), dot.at));
            self.mark(pose.distance, dot.at);
        }
    }

    /// Keeps a distance of now and then.
    fn mark(&mut self, distance: f64, at: i64) {
        const APART: i64 = 25_000;
        let [newest, ..] = self.trail;
        if at.saturating_sub(newest.1) >= APART {
            self.trail.rotate_right(1);
            if let Some(first) = self.trail.first_mut() {
                *first = (narrow(distance), at);
            }
        }
    }

    /// By how many metres the distance has shrunk of late.
    fn shrunk(&self, distance: f64, at: i64, within: i64) -> f64 {
        let late = self.trail.iter().filter(|(_, then)| at.saturating_sub(*then) <= within);
        late.fold(distance, |most, (before, _)| most.max(f64::from(*before))) - distance
    }

    fn direct(
        &mut self,
        rules: &PairRules,
        settings: &Settings,
        (pose, at, doubtful): (&Pose, i64, bool),
        sink: &mut Vec<Effect>,
    ) {
        let direct = &settings.direct;
        let margin =
            (direct.margin_sigma * pose.sigma + direct.margin_m).max(direct.margin_share * rules.alarm);
        let ring = direct.warning_sigma * pose.sigma + direct.margin_m;
        let limits = [(Rule::Near, rules.alarm, margin), (Rule::Warning, rules.warning, ring)];
        for (rule, limit, margin) in limits {
            if rule == Rule::Warning && rules.warning <= rules.alarm {
                continue;
            }
            let sight = Sight { doubtful, ..Self::sight(pose, limit, margin) };
            let inside = pose.distance < limit + margin;
            let since = self.crossed(limit + margin, pose.distance, at);
            let near = self.is_active(Rule::Near);
            let Some(state) = self.rule_mut(rule) else { continue };
            if inside && !state.active && !(rule == Rule::Warning && near) {
                state.begin(since, &sight);
                sink.push(Effect::Raise { rule, since, at, sight });
            } else if inside && state.active && !doubtful {
                state.leaving = 0;
                state.worse(rule, &sight, sink);
            } else if state.active && !doubtful {
                let away = pose.distance - direct.leave_sigma * pose.sigma > direct.leave_share * limit;
                if !away {
                    state.leaving = 0;
                } else if state.left(at, millis(direct.leave_for)) {
                    sink.push(Effect::Clear { rule, at });
                }
            }
        }
    }

    fn predict(
        &mut self,
        rules: &PairRules,
        settings: &Settings,
        (pose, at): (&Pose, i64),
        sink: &mut Vec<Effect>,
    ) {
        let (predicted, rule) = (&settings.predicted, Rule::Approaching);
        let mut sight = Self::sight(pose, rules.alarm, 0.0);
        let (hit, closing, contact) = self.on_course(rules, settings, pose, at);
        (sight.closing, sight.contact) = (closing, contact);
        self.hits = if hit { self.hits.saturating_add(1) } else { 0 };
        let (enough, near) = (self.hits >= predicted.hits, self.is_active(Rule::Near));
        let Some(state) = self.rule_mut(rule) else { return };
        if enough && !near && !state.active {
            state.begin(at, &sight);
            sink.push(Effect::Raise { rule, since: at, at, sight });
        } else if hit || near {
            state.leaving = 0;
        } else if state.active && state.left(at, millis(predicted.leave_for)) {
            sink.push(Effect::Clear { rule, at });
        }
    }

    /// Whether they are on course to come inside, the closing speed and the seconds to contact.
    fn on_course(&self, rules: &PairRules, settings: &Settings, pose: &Pose, at: i64) -> (bool, f64, f64) {
        let predicted = &settings.predicted;
        let (velocity, sigma) = self.relative(at, millis(predicted.fresh));
        let closing = if pose.distance > 0.0 { -pose.way.dot(velocity) / pose.distance } else { 0.0 };
        let contact = if closing > 0.0 { pose.distance / closing } else { f64::INFINITY };
        let sure = closing > predicted.closing_mps && closing > predicted.closing_sigma * sigma;
        let near_enough = pose.distance < predicted.from_share * rules.alarm;
        let shrunk = self.shrunk(pose.distance, at, millis(predicted.shrunk_within));
        let really = shrunk >= predicted.shrunk_m.max(predicted.shrunk_sigma * pose.sigma);
        if !sure || !near_enough || !really {
            return (false, closing, contact);
        }
        let ahead = if contact < rules.police { predicted.ahead_of_police } else { predicted.ahead };
        let nearest = (-pose.way.dot(velocity) / velocity.dot(velocity)).clamp(0.0, ahead.as_secs_f64());
        let least = pose.way.plus(velocity.times(nearest)).length();
        (least < predicted.inside_share * rules.alarm, closing, contact)
    }

    /// The velocity of the protected person as the offender sees it, and its standard deviation per axis.
    fn relative(&self, at: i64, fresh: i64) -> (Way, f64) {
        let [a, b] = self.sides.map(|side| match side.velocity {
            Some(v) if at.saturating_sub(v.at) <= fresh => {
                (Way { east: v.east.into(), north: v.north.into() }, f64::from(v.sigma))
            }
            Some(_) | None => (Way::default(), 0.0),
        });
        (b.0.minus(a.0), a.1.hypot(b.1))
    }

    fn sight(pose: &Pose, limit: f64, margin: f64) -> Sight {
        Sight {
            distance: pose.distance,
            limit,
            margin,
            sigma: pose.sigma,
            closing: 0.0,
            contact: f64::INFINITY,
            dots: pose.dots,
            doubtful: false,
        }
    }

    /// When the line was crossed, taken as straight between two steps.
    fn crossed(&self, line: f64, distance: f64, at: i64) -> i64 {
        let Some((before, then)) = self.last else { return at };
        let before = f64::from(before);
        if before <= line || before <= distance || at.saturating_sub(then) > 600_000 {
            return at;
        }
        let share = ((before - line) / (before - distance)).clamp(0.0, 1.0);
        then + whole(share * seconds(then, at) * 1_000.0)
    }

    fn rule(&self, rule: Rule) -> RuleState {
        self.rules.get(rule as usize).copied().unwrap_or_default()
    }

    fn rule_mut(&mut self, rule: Rule) -> Option<&mut RuleState> {
        self.rules.get_mut(rule as usize)
    }

    /// How they move against each other at a moment, from what is believed: distance, deviation, closing speed, speeds.
    pub(super) fn view(&self, settings: &Settings, at: i64) -> Option<View> {
        let [a, b] = self.sides.map(|side| side.stands(settings));
        let pose = Pose::of([a?, b?], settings);
        let (velocity, _) = self.relative(at, i64::MAX);
        let speeds = self.sides.map(|side| side.velocity.map_or(0.0, |v| v.east.hypot(v.north).into()));
        let closing = if pose.distance > 0.0 { -pose.way.dot(velocity) / pose.distance } else { 0.0 };
        Some(View { distance: pose.distance, sigma: pose.sigma, closing, speeds, dots: pose.dots })
    }
}

/// A pair as it is believed to be at a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    pub(super) distance: f64,
    pub(super) sigma: f64,
    pub(super) closing: f64,
    pub(super) speeds: [f64; 2],
    pub(super) dots: [Dot; 2],
}

/// Where one of them is believed to stand: `off` metres from a place, by a fix.
#[derive(Debug, Clone, Copy)]
struct Stand {
    dot: Dot,
    from: Position,
    off: Way,
}

impl Pose {
    fn of(stands: [Stand; 2], settings: &Settings) -> Self {
        let [a, b] = &stands;
        let way = way(a.from, b.from).plus(b.off).minus(a.off);
        let sigma = sigma(&a.dot, settings).hypot(sigma(&b.dot, settings));
        Self { way, distance: way.length(), sigma, dots: stands.map(|stand| stand.dot) }
    }
}

/// The standard deviation per axis of a fix, in metres, as the margin counts it.
pub(super) fn sigma(dot: &Dot, settings: &Settings) -> f64 {
    /// From a radius of 68 % to a deviation per axis.
    const RADII: f64 = 1.515;
    settings.fixes.gnss_factor * dot.accuracy_m().unwrap_or(settings.fixes.unknown_accuracy_m) / RADII
}

/// The same as the chance counts it: networks' accuracies lie more.
fn true_sigma(dot: &Dot, settings: &Settings) -> f64 {
    let factor = match dot.source() {
        FixSource::Gnss => 1.0,
        FixSource::Wifi | FixSource::Cell | FixSource::Fused | FixSource::Unknown => {
            settings.fixes.network_factor / settings.fixes.gnss_factor
        }
    };
    sigma(dot, settings) * factor
}

/// The chance that two fixes are nearer than a limit; `None` when they are too coarse to say.
pub(super) fn chance(dots: &[Dot; 2], distance: f64, limit: f64, settings: &Settings) -> Option<f64> {
    let [a, b] = dots;
    let spread = true_sigma(a, settings).hypot(true_sigma(b, settings));
    (spread < 0.3 * limit).then(|| chance_within(limit, distance, spread))
}

/// The same for fixes of any accuracy.
pub(super) fn coarse_chance(dots: &[Dot; 2], distance: f64, limit: f64, settings: &Settings) -> f64 {
    let [a, b] = dots;
    chance_within(limit, distance, true_sigma(a, settings).hypot(true_sigma(b, settings)))
}

impl RuleState {
    fn begin(&mut self, since: i64, sight: &Sight) {
        let sure = !sight.doubtful && sight.distance + sight.sigma < sight.limit;
        *self = Self { since, leaving: 0, said: narrow(sight.distance), active: true, sure };
    }

    /// Says when it is nearer by a quarter, or surer.
    fn worse(&mut self, rule: Rule, sight: &Sight, sink: &mut Vec<Effect>) {
        let sure = sight.distance + sight.sigma < sight.limit;
        let nearer = sight.distance < f64::from(self.said) * 0.75;
        if nearer || (sure && !self.sure) {
            (self.said, self.sure) = (narrow(sight.distance).min(self.said), self.sure || sure);
            sink.push(Effect::Worse { rule, since: self.since, sight: *sight });
        }
    }

    /// Away at a moment: whether that is for long enough to be over.
    fn left(&mut self, at: i64, long: i64) -> bool {
        if self.leaving == 0 {
            self.leaving = at;
        } else if at.saturating_sub(self.leaving) >= long {
            self.active = false;
            return true;
        }
        false
    }
}

impl SideState {
    fn stir(&mut self, dot: &Dot) {
        if dot.motion() != Motion::Still {
            self.stirred = dot.at;
        }
    }

    fn believe(&mut self, dot: &Dot, accuracy: f64, fastest: f64, settings: &Settings) -> Belief {
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
    fn stands(&self, settings: &Settings) -> Option<Stand> {
        let dot = self.used?;
        Some(match &self.rest {
            Some(rest) if rest.is_settled(dot.at, settings) => {
                Stand { dot, from: rest.from, off: rest.off() }
            }
            Some(_) | None => Stand { dot, from: dot.position, off: Way::default() },
        })
    }

    fn adopt(&mut self, dot: &Dot, accuracy: f64, settings: &Settings) {
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
        });
        let Some(mut rest) = before else { return fresh };
        if dot.motion() == Motion::Unknown {
            return None;
        }
        let to = way(rest.from, dot.position).minus(rest.off());
        let circles = accuracy + f64::from(rest.accuracy);
        let away = to.length();
        let gone = away > circles + fixes.rest_away_m
            || (!still && away > circles)
            || (dot.at.saturating_sub(rest.last) > millis(fixes.rest_gap) && !(still && away <= circles));
        rest.moves = if still { 0 } else { rest.moves.saturating_add(1) };
        if gone || rest.moves >= fixes.rest_moves {
            return fresh;
        }
        rest.last = dot.at;
        if still {
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

/// Half as many digits: what is kept of distances and speeds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "metres and metres a second, far inside the range of f32"
)]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}

/// To the nearest whole number.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of at most ten minutes")]
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}
