//! How the guard judges its pairs: live, again when a fix was late, on a timer; and how it says so.
//!
//! Never here: the rules (`pair`, `unknown`).

use super::alert::{Alert, AlertKey, AlertKind, Change, Judged, Severity};
use super::answer::PairNow;
use super::carrier::{NEVER, NONE};
use super::dot::{Dot, seconds};
use super::guard::{Guard, Pair, decided};
use super::merge::{Merged, PairKey, pair_key};
use super::pair::{Effect, PairRules, Rule, Sight, View, chance};
use super::said::{self, Episode, Say};
use super::unknown::{Finding, Hearing, Lately, Near};
use hoeder_geo::way;
use hoeder_vocab::tracking::Motion;
use hoeder_vocab::{CarrierId, FixedAt, Metres, UtcMillis};

/// A newest fix of at most this age, in milliseconds, makes what it shows a live alert.
const LIVE: i64 = 15 * 60_000;
/// A late fix is held against one of the other that is at most this far off, in milliseconds.
const BESIDE: i64 = 5 * 60_000;

/// Silent for less than this, milliseconds: the next look still comes before it counts.
const LOOK_AGAIN: i64 = 50_000;

/// Whether an alert is about now, or about what is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Live,
    Late,
}

impl Found {
    const fn at(fix: i64, now: i64) -> Self {
        if now.saturating_sub(fix) > LIVE { Self::Late } else { Self::Live }
    }
}

impl Guard {
    /// Judges the newest fix of a pair.
    pub(super) fn judge_live(&mut self, number: u32, side: usize, dot: &Dot, now: i64) {
        let Some(pair) = self.pairs.get_mut(number as usize) else { return };
        let term = self.terms.get(pair.term).is_some_and(|term| term.covers(dot.at));
        let Some(rules) = self.pair_rules.get(pair.rules).filter(|_| term) else { return };
        let mut effects = core::mem::take(&mut self.effects);
        pair.state.step(rules, &self.settings, (side, dot), &mut effects);
        let key = pair_key(side, dot.key());
        for effect in effects.drain(..) {
            self.say_live(number, key, effect, now);
        }
        self.effects = effects;
    }

    fn say_live(&mut self, number: u32, key: PairKey, effect: Effect, now: i64) {
        match effect {
            Effect::Raise { rule, since, at, sight } => {
                let episode = Episode { rule, since, key, over: false, sight };
                said::remember(self.said.entry(number).or_default(), episode);
                self.raise(number, &episode, Found::at(at, now), now);
            }
            Effect::Worse { rule, since, sight } => {
                if let Some(alert) = self.alert(number, (rule, since, &sight), now) {
                    self.out.push_back(Change::Worse(Box::new(alert)));
                }
            }
            Effect::Clear { rule, .. } => {
                if let Some(said) = self.said.get_mut(&number) {
                    said::end(said, rule);
                }
                self.clear(number, rule, now);
            }
        }
    }

    fn raise(&mut self, number: u32, episode: &Episode<Rule, Sight>, found: Found, now: i64) {
        if let Some(alert) = self.alert(number, (episode.rule, episode.since, &episode.sight), now) {
            self.out.push_back(Change::Raised(Box::new(Alert { late: found == Found::Late, ..alert })));
        }
    }

    fn clear(&mut self, number: u32, rule: Rule, now: i64) {
        if let Some(key) = self.pair_alert_key(number, kind(rule)) {
            self.out.push_back(Change::Cleared { key, at: decided(now) });
        }
    }

    pub(super) fn pair_alert_key(&self, number: u32, kind: AlertKind) -> Option<AlertKey> {
        let pair = self.pairs.get(number as usize)?;
        let carrier = self.carrier_id(*pair.carriers.first()?)?;
        Some(AlertKey { kind, pair: Some(pair.id), carrier, perimeter: None })
    }

    fn carrier_id(&self, number: u32) -> Option<CarrierId> {
        self.carriers.get(number as usize).map(|carrier| carrier.id)
    }

    fn alert(&self, number: u32, (rule, since, sight): (Rule, i64, &Sight), now: i64) -> Option<Alert> {
        let pair = self.pairs.get(number as usize)?;
        let [offender, protected] = pair.carriers.map(|n| self.carrier_id(n));
        let chance = chance(&sight.dots, sight.distance, sight.limit, &self.settings);
        let sure = rule != Rule::Approaching && !sight.doubtful && chance.is_some_and(|chance| chance >= 0.5);
        let [first, second] = &sight.dots;
        Some(Alert {
            kind: kind(rule),
            severity: if sure { Severity::Certain } else { Severity::Possible },
            pair: Some(pair.id),
            carrier: offender?,
            perimeter: None,
            since: FixedAt(UtcMillis::from_unix_ms(since)),
            decided_at: decided(now),
            late: false,
            evidence: [Some(first.evidence(offender?)), Some(second.evidence(protected?))],
            judged: Judged {
                distance: Some(Metres(sight.distance)),
                limit: Some(Metres(sight.limit)),
                margin: Some(Metres(sight.margin)),
                closing_mps: (rule == Rule::Approaching).then_some(sight.closing),
                contact_s: Some(sight.contact).filter(|contact| contact.is_finite()),
                chance,
                reach: None,
            },
        })
    }

    /// Plays the fixes after the base again, and says what comes out otherwise than was said.
    pub(super) fn play_again(&mut self, number: u32, now: i64) {
        let Some(pair) = self.pairs.get(number as usize) else { return };
        let (base, base_key) = (&pair.base, self.base_key(pair));
        let was_open = Rule::ALL.map(|rule| base.is_active(rule));
        let (term, Some(rules)) = (self.term(pair.term), self.pair_rules.get(pair.rules)) else { return };
        let lists = pair.carriers.map(|n| self.carriers.get(n as usize).map(|c| &c.recent));
        let (mut state, mut found, mut effects) =
            (base.clone(), Vec::new(), core::mem::take(&mut self.effects));
        for (side, dot) in Merged::after(lists, base_key).filter(|(_, d)| term.covers(d.at)) {
            state.step(rules, &self.settings, (side, &dot), &mut effects);
            found.extend(effects.drain(..).map(|effect| (pair_key(side, dot.key()), effect)));
        }
        self.effects = effects;
        if let Some(pair) = self.pairs.get_mut(number as usize) {
            pair.state = state;
        }
        if found.is_empty() && !self.said.contains_key(&number) {
            return;
        }
        for (rule, was_open) in Rule::ALL.into_iter().zip(was_open) {
            self.reconcile(number, (rule, was_open, base_key), &found, now);
        }
    }

    fn reconcile(
        &mut self,
        number: u32,
        (rule, was_open, base_key): (Rule, bool, PairKey),
        found: &[(PairKey, Effect)],
        now: i64,
    ) {
        let said = self.said.entry(number).or_default();
        let open = if was_open {
            said.iter().rposition(|episode| episode.rule == rule && episode.key <= base_key)
        } else {
            None
        };
        let mut told: Vec<Episode<Rule, Sight>> = Vec::new();
        told.extend(open.and_then(|at| said.get(at)).map(|episode| Episode { over: false, ..*episode }));
        for (key, effect) in found {
            match *effect {
                Effect::Raise { rule: of, since, sight, .. } if of == rule => {
                    told.push(Episode { rule, since, key: *key, over: false, sight });
                }
                Effect::Clear { rule: of, .. } if of == rule => {
                    if let Some(last) = told.last_mut() {
                        last.over = true;
                    }
                }
                Effect::Raise { .. } | Effect::Worse { .. } | Effect::Clear { .. } => {}
            }
        }
        for word in said::reconcile(said, (rule, base_key, open), told) {
            match word {
                Say::Raised(episode) => {
                    let found = if episode.over { Found::Late } else { Found::at(episode.key.0, now) };
                    self.raise(number, &episode, found, now);
                }
                Say::Cleared(rule) => self.clear(number, rule, now),
                Say::Revised(rule, was, begun) => {
                    if let Some(key) = self.pair_alert_key(number, kind(rule)) {
                        let time = |ms| FixedAt(UtcMillis::from_unix_ms(ms));
                        let (was, now_begun) = (time(was), begun.map(time));
                        self.out.push_back(Change::Revised { key, was, now: now_begun, at: decided(now) });
                    }
                }
            }
        }
    }

    /// Lets go of the oldest fix of a carrier: the folds that start after it take it in for good.
    pub(super) fn let_go(&mut self, carrier: u32) {
        let Some(oldest) = self.carriers.get(carrier as usize).and_then(|c| c.recent.get(0)) else {
            return;
        };
        let mut at = self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_pair);
        let mut effects = core::mem::take(&mut self.effects);
        while let Some(pair) = self.pairs.get(at as usize) {
            let side = usize::from(pair.carriers.first() != Some(&carrier));
            let up_to = pair_key(side, oldest.key());
            let (base_key, term) = (self.base_key(pair), self.term(pair.term));
            let (Some(rules), Some(pair)) =
                (self.pair_rules.get(pair.rules), self.pairs.get_mut(at as usize))
            else {
                break;
            };
            let lists = pair.carriers.map(|n| self.carriers.get(n as usize).map(|c| &c.recent));
            for (side, dot) in Merged::after(lists, base_key) {
                let key = pair_key(side, dot.key());
                if key > up_to {
                    break;
                }
                if term.covers(dot.at) {
                    pair.base.step(rules, &self.settings, (side, &dot), &mut effects);
                    effects.clear();
                }
            }
            if let Some(settled) = pair.settled.get_mut(side) {
                *settled = true;
            }
            at = pair.next.get(side).copied().unwrap_or(NONE);
        }
        self.effects = effects;
        self.settle_perimeters(carrier, &oldest);
        if let Some(carrier) = self.carriers.get_mut(carrier as usize) {
            carrier.recent.drop_oldest();
        }
    }

    /// Judges a fix that is older than all that is kept of its carrier, in each of its pairs.
    pub(super) fn judge_alone(&mut self, carrier: u32, dot: &Dot, now: i64) {
        let pairs: Vec<(u32, usize)> = self.pairs_of(carrier).collect();
        for (number, side) in pairs {
            self.judge_alone_in(number, side, dot, now);
        }
    }

    /// Holds a fix that came too late to be played in its place against the other's nearest in time.
    pub(super) fn judge_alone_in(&mut self, number: u32, side: usize, dot: &Dot, now: i64) {
        let Some(pair) = self.pairs.get(number as usize) else { return };
        let other = pair.carriers.get(1 - side).and_then(|n| self.carriers.get(*n as usize));
        let beside = other.and_then(|c| c.recent.dots().min_by_key(|d| d.at.abs_diff(dot.at)));
        let Some(beside) = beside.filter(|d| d.at.abs_diff(dot.at) <= BESIDE.unsigned_abs()) else { return };
        let Some(rules) = self.pair_rules.get(pair.rules) else { return };
        if !self.term(pair.term).covers(dot.at) {
            return;
        }
        let mut lone = super::pair::PairState::new();
        let mut effects = Vec::new();
        let mut both = [(side, dot), (1 - side, &beside)];
        both.sort_by_key(|(side, dot)| pair_key(*side, dot.key()));
        for (side, dot) in both {
            lone.step(rules, &self.settings, (side, dot), &mut effects);
        }
        for effect in effects {
            let Effect::Raise { rule, since, sight, .. } = effect else { continue };
            let said = self.said.entry(number).or_default();
            // One that is known to have begun about then, or is open, says the same.
            let known = said.iter().any(|e| {
                e.rule == rule && (e.since.abs_diff(since) < 600_000 || (!e.over && e.since <= since))
            });
            if !known {
                let key = pair_key(side, dot.key());
                let episode = Episode { rule, since, key, over: true, sight };
                said::remember(said, episode);
                let stands = self.said.get(&number).and_then(|said| said::standing(said, rule));
                self.raise(number, &episode, Found::Late, now);
                self.clear(number, rule, now);
                // It has the name of the one that stands: the last word is about that one.
                if let Some(stands) = stands {
                    self.raise(number, &stands, Found::at(stands.key.0, now), now);
                }
            }
        }
    }

    /// What follows a fix for the rule of the unknown.
    pub(super) fn after_fix(&mut self, number: u32, side: usize, dot: &Dot, now: i64) {
        let Some(pair) = self.pairs.get(number as usize) else { return };
        let Some(rules) = self.pair_rules.get(pair.rules).copied() else { return };
        let usable = dot.accuracy_m().is_some_and(|accuracy| accuracy < rules.gate);
        if usable {
            if let Some(pair) = self.pairs.get_mut(number as usize) {
                pair.unknown.usable();
                if pair.unknown.active {
                    self.look(number, now);
                }
            }
            return;
        }
        let newest = |side: usize| {
            let carrier = pair.carriers.get(side).and_then(|n| self.carriers.get(*n as usize));
            carrier.and_then(|c| c.recent.last())
        };
        let (Some(mine), Some(other)) = (newest(side), newest(1 - side)) else { return };
        let other_one = pair.carriers.get(1 - side).and_then(|n| self.carriers.get(*n as usize));
        if other_one.is_none_or(|c| c.heard_at == NEVER)
            || mine.key() != dot.key()
            || pair.state.is_active(Rule::Near)
        {
            return;
        }
        // A coarse fix of a device that lies still says no more than its last good one.
        let known = pair.state.view(&self.settings, now).is_some();
        if known && mine.motion() == Motion::Still && mine.accuracy_m().is_some() {
            return;
        }
        let dots = if side == 0 { [mine, other] } else { [other, mine] };
        let distance = way(mine.position, other.position).length();
        let Some(pair) = self.pairs.get_mut(number as usize) else { return };
        if pair.unknown.coarse((&rules, &self.settings), &dots, distance) {
            pair.unknown.active = true;
            let view = View { distance, closing: 0.0, speeds: [0.0; 2], dots };
            self.raise_unknown(number, (side, dot.at, None), &view, now);
        }
    }

    /// The timer's look at a pair; gives when it wants to look again.
    pub(super) fn look(&mut self, number: u32, now: i64) -> i64 {
        let Some(pair) = self.pairs.get(number as usize) else { return i64::MAX };
        let term = self.term(pair.term);
        if !term.covers(now) {
            return if now < term.from { term.from } else { i64::MAX };
        }
        let Some(rules) = self.pair_rules.get(pair.rules) else { return i64::MAX };
        let Some(view) = pair.state.view(&self.settings, now) else { return i64::MAX };
        let both = pair.carriers.map(|n| self.carriers.get(n as usize));
        let hearing = Hearing {
            heard: both.map(|c| c.map_or(NEVER, |c| c.placed_at)),
            interval: pair.carriers.map(|n| self.rhythm_of(n).map_or(0, |rhythm| i64::from(rhythm.interval))),
            lately: self.lately(pair, rules, &view, now),
        };
        let near = if pair.state.is_active(Rule::Near) { Near::Yes } else { Near::No };
        match pair.unknown.look((rules, &self.settings), &view, &hearing, (near, now)) {
            Finding::Quiet(next) => next,
            Finding::Raise { side, since, reach } => {
                if let Some(pair) = self.pairs.get_mut(number as usize) {
                    pair.unknown.active = true;
                }
                self.raise_unknown(number, (side, since, Some(reach)), &view, now);
                i64::MAX
            }
            Finding::Clear => {
                if let Some(pair) = self.pairs.get_mut(number as usize) {
                    pair.unknown.active = false;
                }
                if let Some(key) = self.pair_alert_key(number, AlertKind::CouldBeNear) {
                    self.out.push_back(Change::Cleared { key, at: decided(now) });
                }
                i64::MAX
            }
        }
    }

    /// How each of a pair came near before its last word; nothing while they are too far apart for that to count.
    fn lately(&self, pair: &Pair, rules: &PairRules, view: &View, now: i64) -> [Lately; 2] {
        let far = self.settings.unknown.from_share * rules.alarm.max(500.0);
        let mut lately = [Lately::default(); 2];
        for (side, slot) in lately.iter_mut().enumerate() {
            let fastest = rules.fastest.get(side).copied().map_or(0.0, f64::from);
            let (Some(carrier), Some(other)) = (pair.carriers.get(side), view.dots.get(1 - side)) else {
                continue;
            };
            let Some(carrier) = self.carriers.get(*carrier as usize) else { continue };
            // Who is heard is looked at again before it has been silent for long.
            let silent = now.saturating_sub(carrier.placed_at) >= LOOK_AGAIN;
            if silent && view.distance <= far.max(rules.alarm + fastest * 120.0) {
                *slot = Lately::of(carrier.recent.dots(), other.position, &self.settings);
            }
        }
        lately
    }

    fn raise_unknown(
        &mut self,
        number: u32,
        (side, since, reach): (usize, i64, Option<f64>),
        view: &View,
        now: i64,
    ) {
        let Some(pair) = self.pairs.get(number as usize) else { return };
        let alarm = self.pair_rules.get(pair.rules).map_or(0.0, |rules| rules.alarm);
        let [offender, protected] = pair.carriers.map(|n| self.carrier_id(n));
        let (Some(offender), Some(protected)) = (offender, protected) else { return };
        let silent = if side == 0 { offender } else { protected };
        let [first, second] = &view.dots;
        let closing = (view.closing > 0.0).then_some(view.closing);
        let alert = Alert {
            kind: AlertKind::CouldBeNear,
            severity: Severity::Possible,
            pair: Some(pair.id),
            carrier: offender,
            perimeter: None,
            since: FixedAt(UtcMillis::from_unix_ms(since)),
            decided_at: decided(now),
            late: false,
            evidence: [Some(first.evidence(offender)), Some(second.evidence(protected))],
            judged: Judged {
                distance: Some(Metres(view.distance)),
                limit: Some(Metres(alarm)),
                margin: None,
                closing_mps: closing,
                contact_s: closing.map(|speed| view.distance / speed),
                chance: chance(&view.dots, view.distance, alarm, &self.settings),
                reach: reach.map(Metres),
            },
        };
        debug_assert!(silent == offender || silent == protected);
        self.out.push_back(Change::Raised(Box::new(alert)));
    }

    /// The timer's look at a carrier: what is missing, its pairs as their offender, its perimeters. Gives when it wants to look again.
    pub(super) fn check(&mut self, carrier: u32, now: i64) -> i64 {
        let mut next = self.look_for_silence(carrier, now);
        let mut at = self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_pair);
        while let Some(pair) = self.pairs.get(at as usize) {
            let side = usize::from(pair.carriers.first() != Some(&carrier));
            let after = pair.next.get(side).copied().unwrap_or(NONE);
            if side == 0 {
                next = next.min(self.look(at, now));
            }
            at = after;
        }
        let mut at = self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_perimeter);
        while let Some(after) = self.perimeters.get(at as usize).map(|p| p.next) {
            next = next.min(self.look_at_perimeter(at, now));
            at = after;
        }
        next
    }

    pub(super) fn standing(
        &self,
        pair: &Pair,
        fixes: [Option<super::alert::Evidence>; 2],
        now: i64,
    ) -> PairNow {
        let view = pair.state.view(&self.settings, now);
        let alarm = self.pair_rules.get(pair.rules).map_or(0.0, |rules| rules.alarm);
        let contact = view.filter(|v| v.closing > 0.0).map(|v| v.distance / v.closing);
        PairNow {
            fixes,
            distance: view.map(|v| Metres(v.distance)),
            closing_mps: view.map(|v| v.closing),
            contact_s: contact.filter(|s| *s < seconds(0, 86_400_000)),
            chance: view.and_then(|v| chance(&v.dots, v.distance, alarm, &self.settings)),
        }
    }
}

const fn kind(rule: Rule) -> AlertKind {
    match rule {
        Rule::Near => AlertKind::Near,
        Rule::Warning => AlertKind::Warning,
        Rule::Approaching => AlertKind::Approaching,
    }
}
