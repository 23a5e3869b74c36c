//! The rules of a pair as a fold over the fixes of both in their order: direct, warning, predicted (T-NIJ-11).
//!
//! The same fixes in the same order give the same effects, whenever they came: `guard` plays them again when one is late.
//! Never here: silence (`unknown`), what was said to whom (`said`).

use super::chance::chance_within;
use super::dot::{Dot, Moment, millis, seconds};
use super::settings::Settings;
use super::shared::Alike;
use super::side::{Belief, SideState, Stand};
use hoeder_geo::{Way, way};
use hoeder_vocab::FixSource;

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
    pub(super) fastest: [f32; 2],
}

impl Alike for PairRules {
    type Key = [u64; 5];

    fn key(&self) -> Self::Key {
        let [first, second] = self.fastest.map(|fastest| u64::from(fastest.to_bits()));
        let [alarm, warning, police, gate] =
            [self.alarm, self.warning, self.police, self.gate].map(f64::to_bits);
        [alarm, warning, police, gate, first << 32 | second]
    }
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

/// Where the fold stands.
#[derive(Debug, Clone)]
pub(super) struct PairState {
    sides: [SideState; 2],
    /// While one of them holds.
    rules: Option<Box<[RuleState; 3]>>,
    /// Distance at the last step, and when; below 0 before the first.
    last: Mark,
    /// Earlier distances, the newest first.
    trail: [Mark; 4],
    hits: u8,
}

/// A distance in metres, and when it was: without room between.
#[derive(Debug, Clone, Copy)]
#[repr(Rust, packed(2))]
struct Mark(f32, Moment);

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
        let never = Moment::NEVER;
        let sides = [SideState::NEW, SideState::NEW];
        Self { sides, rules: None, last: Mark(-1.0, never), trail: [Mark(0.0, never); 4], hits: 0 }
    }

    /// Bytes that it takes besides its own.
    pub(super) fn more_bytes(&self) -> usize {
        let sides = self.sides.iter().map(SideState::more_bytes).sum::<usize>();
        sides + self.rules.as_ref().map_or(0, |rules| size_of_val(&**rules))
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
            self.step_coarse(rules, settings, (index, dot), sink);
            return;
        };
        let fastest = rules.fastest.get(index).copied().map_or(f64::MAX, f64::from);
        let Some(side) = self.sides.get_mut(index) else { return };
        let belief = side.believe(dot, accuracy, fastest, settings);
        match belief {
            Belief::Held => return,
            Belief::Doubt => {}
            Belief::Yes => side.adopt(dot, accuracy, settings),
        }
        let mut stands = self.sides.each_ref().map(|side| side.stands(settings));
        if let (Belief::Doubt, Some(mine)) = (belief, stands.get_mut(index)) {
            *mine = Some(Stand { dot: *dot, from: dot.position, off: Way::default() });
        }
        let [Some(a), Some(b)] = stands else { return };
        let pose = Pose::of([a, b], settings);
        let doubtful = belief == Belief::Doubt;
        self.direct(rules, settings, (&pose, dot.at, doubtful), sink);
        if !doubtful {
            self.predict(rules, settings, (&pose, dot.at), sink);
            self.last = Mark(narrow(pose.distance), Moment::new(dot.at));
            self.mark(pose.distance, dot.at);
        }
    }

    /// A fix too coarse to be usable raises when its whole circle is inside, and says when they have parted. It changes
    /// nothing else, and says nothing of a device that lies still at a place that is known.
    fn step_coarse(
        &mut self,
        rules: &PairRules,
        settings: &Settings,
        (index, dot): (usize, &Dot),
        sink: &mut Vec<Effect>,
    ) {
        let Some(accuracy) = dot.accuracy_m() else { return };
        let active = self.is_active(Rule::Near);
        if accuracy * settings.direct.coarse_circle >= rules.alarm && !active {
            return;
        }
        if self.sides.get(index).is_none_or(|side| side.rests(dot.at, settings)) {
            return;
        }
        let mut stands = self.sides.each_ref().map(|side| side.stands(settings));
        if let Some(mine) = stands.get_mut(index) {
            *mine = Some(Stand { dot: *dot, from: dot.position, off: Way::default() });
        }
        let [Some(a), Some(b)] = stands else { return };
        let pose = Pose::of([a, b], settings);
        let inside = pose.distance + settings.direct.coarse_circle * accuracy < rules.alarm;
        if inside || active {
            self.direct(rules, settings, (&pose, dot.at, !active), sink);
        }
    }

    /// Keeps a distance of now and then.
    fn mark(&mut self, distance: f64, at: i64) {
        const APART: i64 = 25_000;
        let [newest, ..] = self.trail;
        if at.saturating_sub(newest.1.ms()) >= APART {
            self.trail.rotate_right(1);
            if let Some(first) = self.trail.first_mut() {
                *first = Mark(narrow(distance), Moment::new(at));
            }
        }
    }

    /// By how many metres the distance has shrunk of late.
    fn shrunk(&self, distance: f64, at: i64, within: i64) -> f64 {
        let late = self.trail.iter().filter(|mark| at.saturating_sub(mark.1.ms()) <= within);
        late.fold(distance, |most, mark| most.max(f64::from(mark.0))) - distance
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
            let inside = pose.distance < limit + margin;
            let mut state = self.rule(rule);
            if !inside && !state.active {
                continue;
            }
            let sight = Sight { doubtful, ..Self::sight(pose, limit, margin) };
            let since = self.crossed(limit + margin, pose.distance, at);
            let near = self.is_active(Rule::Near);
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
            self.keep(rule, state);
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
        let (hit, closing, contact) = self.on_course(rules, settings, pose, at);
        self.hits = if hit { self.hits.saturating_add(1) } else { 0 };
        let (enough, near) = (self.hits >= predicted.hits, self.is_active(Rule::Near));
        let mut state = self.rule(rule);
        if enough && !near && !state.active {
            let sight = Sight { closing, contact, ..Self::sight(pose, rules.alarm, 0.0) };
            state.begin(at, &sight);
            sink.push(Effect::Raise { rule, since: at, at, sight });
        } else if hit || near {
            state.leaving = 0;
        } else if state.active && state.left(at, millis(predicted.leave_for)) {
            sink.push(Effect::Clear { rule, at });
        }
        self.keep(rule, state);
    }

    /// Whether they are on course to come inside, the closing speed and the seconds to contact.
    fn on_course(&self, rules: &PairRules, settings: &Settings, pose: &Pose, at: i64) -> (bool, f64, f64) {
        let predicted = &settings.predicted;
        let (velocity, sigma) = self.relative(at, millis(predicted.fresh));
        let closing = if pose.distance > 0.0 { -pose.way.dot(velocity) / pose.distance } else { 0.0 };
        let contact = if closing > 0.0 { pose.distance / closing } else { f64::INFINITY };
        let sure = closing > predicted.closing_mps && closing > predicted.closing_sigma * sigma;
        let near_enough = pose.distance < predicted.from_share * rules.alarm
            || (pose.distance < predicted.aimed_from_share * rules.alarm
                && aside(pose.way, velocity) < predicted.aimed_inside_share * rules.alarm);
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
        let [a, b] = self.sides.each_ref().map(|side| match side.velocity() {
            Some(v) if at.saturating_sub(v.at.ms()) <= fresh => {
                (Way { east: v.east.into(), north: v.north.into() }, f64::from(v.sigma))
            }
            Some(_) | None => (Way::default(), 0.0),
        });
        (b.0.minus(a.0), both(a.1, b.1))
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
        let (before, then) = (f64::from(self.last.0), self.last.1.ms());
        if before < 0.0 || before <= line || before <= distance || at.saturating_sub(then) > 600_000 {
            return at;
        }
        let share = ((before - line) / (before - distance)).clamp(0.0, 1.0);
        then + whole(share * seconds(then, at) * 1_000.0)
    }

    #[inline]
    fn rule(&self, rule: Rule) -> RuleState {
        let all = self.rules.as_deref();
        all.and_then(|rules| rules.get(rule as usize)).copied().unwrap_or_default()
    }

    /// Only what holds is kept: of what does not, nothing counts.
    #[inline]
    fn keep(&mut self, rule: Rule, state: RuleState) {
        if self.rules.is_none() && !state.active {
            return;
        }
        let rules = self.rules.get_or_insert_default();
        if let Some(slot) = rules.get_mut(rule as usize) {
            *slot = state;
        }
        if rules.iter().all(|rule| !rule.active) {
            self.rules = None;
        }
    }

    /// How they move against each other at a moment, from what is believed: distance, closing speed, speeds.
    pub(super) fn view(&self, settings: &Settings, at: i64) -> Option<View> {
        let [a, b] = self.sides.each_ref().map(|side| side.stands(settings));
        let pose = Pose::of([a?, b?], settings);
        let (velocity, _) = self.relative(at, i64::MAX);
        let speeds =
            self.sides.each_ref().map(|side| side.velocity().map_or(0.0, |v| v.east.hypot(v.north).into()));
        let closing = if pose.distance > 0.0 { -pose.way.dot(velocity) / pose.distance } else { 0.0 };
        Some(View { distance: pose.distance, closing, speeds, dots: pose.dots })
    }
}

/// A pair as it is believed to be at a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    pub(super) distance: f64,
    pub(super) closing: f64,
    pub(super) speeds: [f64; 2],
    pub(super) dots: [Dot; 2],
}

impl Pose {
    fn of(stands: [Stand; 2], settings: &Settings) -> Self {
        let [a, b] = &stands;
        let way = way(a.from, b.from).plus(b.off).minus(a.off);
        let sigma = both(sigma(&a.dot, settings), sigma(&b.dot, settings));
        Self { way, distance: way.length(), sigma, dots: stands.map(|stand| stand.dot) }
    }
}

/// How far from the other a straight course passes, metres.
fn aside(way: Way, velocity: Way) -> f64 {
    (way.east * velocity.north - way.north * velocity.east).abs() / velocity.length()
}

/// The deviation of a difference, from those of both. Metres: their squares never overflow.
fn both(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
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

/// The chance that two fixes are nearer than a limit; `None` when they are too coarse to say. Most errors are as large as
/// the accuracies say, a few are several times larger: the sum of both, each exact for its spread.
pub(super) fn chance(dots: &[Dot; 2], distance: f64, limit: f64, settings: &Settings) -> Option<f64> {
    let [a, b] = dots;
    let fixes = &settings.fixes;
    if both(true_sigma(a, settings), true_sigma(b, settings)) >= 0.3 * limit {
        return None;
    }
    let stated = both(both(stated_sigma(a, settings), stated_sigma(b, settings)), fixes.chance_floor_m);
    let shifted = limit + fixes.chance_shift * stated;
    let usual = chance_within(shifted, distance, stated);
    let wrong = chance_within(shifted, distance, fixes.chance_tail_times * stated);
    Some(usual + fixes.chance_tail * (wrong - usual))
}

/// The deviation per axis of a fix as a stated chance counts it, metres.
fn stated_sigma(dot: &Dot, settings: &Settings) -> f64 {
    let fixes = &settings.fixes;
    let each = match dot.source() {
        FixSource::Gnss => fixes.chance_gnss,
        FixSource::Cell => fixes.chance_cell,
        FixSource::Wifi | FixSource::Fused | FixSource::Unknown => fixes.chance_network,
    };
    each * dot.accuracy_m().unwrap_or(fixes.unknown_accuracy_m)
}

/// The same for fixes of any accuracy.
pub(super) fn coarse_chance(dots: &[Dot; 2], distance: f64, limit: f64, settings: &Settings) -> f64 {
    let [a, b] = dots;
    chance_within(limit, distance, both(true_sigma(a, settings), true_sigma(b, settings)))
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

#[cfg(test)]
mod tests {
    use super::super::settings::FixSettings;
    use super::*;
    use hoeder_vocab::tracking::{Motion, TrackFix};
    use hoeder_vocab::{Decimetres, FixedAt, Metres, Position, ReceivedAt, UtcMillis};

    fn dot(position: Position, accuracy: u32, settings: &FixSettings) -> Dot {
        let at = UtcMillis::from_unix_ms(1_795_000_000_000);
        let fix = TrackFix {
            position,
            accuracy: Some(Decimetres(accuracy)),
            fixed_at: FixedAt(at),
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Unknown,
        };
        Dot::new(&fix, ReceivedAt(at), settings)
    }

    /// Proves T-NIJ-11: two bodies, a million random pairs against an oracle that knows only the great circle and the formula.
    #[test]
    fn an_alarm_is_raised_just_when_the_distance_less_its_margin_is_below_the_limit() {
        let settings = Settings::default();
        let rules =
            PairRules { alarm: 500.0, warning: 500.0, police: 600.0, gate: 150.0, fastest: [50.0_f32, 50.0] };
        let home = Position::from_degrees(51.0543, 3.7250).unwrap_or(super::super::dot::NOWHERE);
        let mut effects = Vec::new();
        let (mut seed, mut raised) = (1_u64, 0);
        let mut share = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(seed >> 32).unwrap_or(0)) / 4_294_967_296.0
        };
        for _ in 0..1_000_000 {
            let place = hoeder_geo::offset(home, share() * 360.0, Metres(300.0 + share() * 500.0));
            let accuracies =
                [share() * 1_800.0, share() * 1_800.0].map(|a| u32::try_from(whole(a)).unwrap_or(0));
            let [a, b] = accuracies;
            let mut state = PairState::new();
            state.step(&rules, &settings, (1, &dot(home, a, &settings.fixes)), &mut effects);
            state.step(&rules, &settings, (0, &dot(place, b, &settings.fixes)), &mut effects);
            let metres = accuracies.map(|a| f64::from(a) / 10.0);
            let [a, b] = metres;
            let sigma = 1.3 * a.hypot(b) / 1.515;
            let direct = &settings.direct;
            let margin = (direct.margin_sigma * sigma + direct.margin_m).max(direct.margin_share * 500.0);
            let away = hoeder_geo::distance(home, place).0;
            let usable = metres.iter().all(|a| *a < 150.0) && away < 500.0 + margin;
            // A fix that is too coarse counts against a usable one when its whole circle is inside.
            let [protected, offender] = metres;
            let whole = protected < 150.0 && offender >= 150.0 && away + offender < 500.0;
            let expected = usable || whole;
            let found =
                effects.drain(..).any(|effect| matches!(effect, Effect::Raise { rule: Rule::Near, .. }));
            let edge = if whole { away + offender - 500.0 } else { away - 500.0 - margin };
            assert!(
                found == expected || edge.abs() < 0.02 || (away + offender - 500.0).abs() < 0.02,
                "{away} {metres:?}"
            );
            raised += u32::from(found);
        }
        assert!((300_000..700_000).contains(&raised), "{raised}");
    }
}
