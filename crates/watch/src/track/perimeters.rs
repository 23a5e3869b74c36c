//! How the guard judges perimeters: live, again when a fix was late, when a schedule turns; and how it says so.
//!
//! Never here: the rule (`perimeter`), wall time (`week`).

use super::MAX_PERIMETERS;
use super::alert::{Alert, AlertKey, Change, Judged};
use super::answer::OrderFault;
use super::carrier::NONE;
use super::dot::Dot;
use super::guard::{FIRST_KEY, Guard, decided, key_of, place};
use super::merge::{PairKey, pair_key};
use super::order::{PerimeterOrder, Shape, Week};
use super::perimeter::{Found, Outcome, PerimeterRules, PerimeterState, alert_kind};
use super::said::{self, Episode, Say};
use super::week::{Span, is_sound, span};
use hoeder_geo::Fence;
use hoeder_vocab::{FixedAt, Metres, PerimeterId, UtcMillis};

/// A newest fix of at most this age, in milliseconds, makes what it shows a live alert.
const LIVE: i64 = 15 * 60_000;

/// One perimeter, while it is watched.
#[derive(Debug, Clone)]
pub(super) struct Perimeter {
    pub(super) id: PerimeterId,
    pub(super) carrier: u32,
    /// The next perimeter of the carrier.
    pub(super) next: u32,
    pub(super) rules: PerimeterRules,
    /// `None` is 'always'.
    week: Option<Box<Week>>,
    /// The span in which the last fix fell.
    span: Span,
    base: PerimeterState,
    base_key: PairKey,
    pub(super) state: PerimeterState,
}

impl Perimeter {
    pub(super) fn bytes(&self) -> usize {
        let week = self.week.as_ref().map_or(0, |week| {
            size_of::<Week>() + size_of_val(week.windows.as_slice()) + size_of_val(week.except.as_slice())
        });
        size_of::<Self>() - size_of::<Fence>() + self.rules.fence.bytes() + week
    }

    /// The span around a moment; the last one is kept.
    fn span_at(&mut self, at: i64) -> Span {
        if !self.span.covers(at) {
            self.span = self.week.as_ref().map_or(Span::ALWAYS, |week| span(week, at));
        }
        self.span
    }
}

impl Guard {
    pub(super) fn put_perimeter(&mut self, order: &PerimeterOrder, now: UtcMillis) -> Result<(), OrderFault> {
        let carrier = self.carrier_at(order.carrier).ok_or(OrderFault::UnknownCarrier)?;
        if !is_sound(&order.week) {
            return Err(OrderFault::Week);
        }
        if order.valid.until.is_some_and(|until| until <= order.valid.from) {
            return Err(OrderFault::Validity);
        }
        let above_zero = |metres: Metres| metres.0 > 0.0 && metres.0.is_finite();
        let fence = match &order.shape {
            Shape::Area(area) => Fence::area(area),
            Shape::Circle { centre, radius } if above_zero(*radius) => Fence::circle(*centre, *radius),
            Shape::Corridor { line, half_width } if above_zero(*half_width) => {
                Fence::corridor(line, *half_width).map_err(|_| OrderFault::Line)?
            }
            Shape::Circle { .. } | Shape::Corridor { .. } => return Err(OrderFault::Distances),
        };
        self.drop_perimeter(order.perimeter);
        if self.perimeters_of(carrier).count() >= MAX_PERIMETERS {
            return Err(OrderFault::TooManyPerimeters);
        }
        let always = order.week.windows.is_empty() && order.week.except.is_empty();
        let perimeter = Perimeter {
            id: order.perimeter,
            carrier,
            next: self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_perimeter),
            rules: PerimeterRules {
                kind: order.kind,
                fence,
                from: order.valid.from.unix_ms(),
                until: order.valid.until.map_or(i64::MAX, UtcMillis::unix_ms),
            },
            week: (!always).then(|| Box::new(order.week.clone())),
            span: Span::UNKNOWN,
            base: PerimeterState::new(),
            base_key: FIRST_KEY,
            state: PerimeterState::new(),
        };
        let number = place(&mut self.perimeters, &mut self.free_perimeters, perimeter);
        self.perimeter_index.put(
            order.perimeter.as_u128(),
            number,
            key_of(&self.perimeters, |p| p.id.as_u128()),
        );
        if let Some(carrier) = self.carriers.get_mut(carrier as usize) {
            carrier.first_perimeter = number;
        }
        self.play_perimeter_again(number, now.unix_ms());
        self.check_at(carrier, now.unix_ms());
        Ok(())
    }

    pub(super) fn drop_perimeter(&mut self, id: PerimeterId) {
        let by_id = key_of(&self.perimeters, |p| p.id.as_u128());
        let Some(number) = self.perimeter_index.get(id.as_u128(), by_id) else { return };
        let Some((carrier, next)) = self.perimeters.get(number as usize).map(|p| (p.carrier, p.next)) else {
            return;
        };
        let before = self
            .perimeters_of(carrier)
            .find(|n| self.perimeters.get(*n as usize).map(|p| p.next) == Some(number));
        let link = match before {
            Some(n) => self.perimeters.get_mut(n as usize).map(|p| &mut p.next),
            None => self.carriers.get_mut(carrier as usize).map(|c| &mut c.first_perimeter),
        };
        if let Some(link) = link {
            *link = next;
        }
        self.perimeter_index.remove(id.as_u128(), key_of(&self.perimeters, |p| p.id.as_u128()));
        self.said_of_perimeters.remove(&number);
        self.free_perimeters.push(number);
    }

    pub(super) fn perimeters_of(&self, carrier: u32) -> impl Iterator<Item = u32> {
        let mut at = self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_perimeter);
        core::iter::from_fn(move || {
            let number = at;
            at = self.perimeters.get(number as usize)?.next;
            Some(number)
        })
    }

    /// Judges the newest fix of a carrier in one of its perimeters; gives the next one.
    pub(super) fn judge_perimeter(&mut self, number: u32, dot: &Dot, now: i64) -> u32 {
        let Some(perimeter) = self.perimeters.get_mut(number as usize) else { return NONE };
        let next = perimeter.next;
        let mut outcomes = core::mem::take(&mut self.outcomes);
        let here = perimeter.span_at(dot.at);
        perimeter.state.step(&perimeter.rules, &self.settings, dot, |_| here, &mut outcomes);
        let key = pair_key(0, dot.key());
        for outcome in outcomes.drain(..) {
            self.say_perimeter(number, key, outcome, now);
        }
        self.outcomes = outcomes;
        next
    }

    fn say_perimeter(&mut self, number: u32, key: PairKey, outcome: Outcome, now: i64) {
        match outcome {
            Outcome::Raise { since, found } => {
                let episode = Episode { rule: (), since, key, over: false, sight: found };
                said::remember(self.said_of_perimeters.entry(number).or_default(), episode);
                self.raise_perimeter(number, &episode, now);
            }
            Outcome::Worse { since, found } => {
                if let Some(alert) = self.perimeter_alert(number, since, &found, now) {
                    self.out.push_back(Change::Worse(Box::new(alert)));
                }
            }
            Outcome::Clear => {
                if let Some(said) = self.said_of_perimeters.get_mut(&number) {
                    said::end(said, ());
                }
                self.clear_perimeter(number, now);
            }
        }
    }

    fn raise_perimeter(&mut self, number: u32, episode: &Episode<(), Found>, now: i64) {
        let late = episode.over || now.saturating_sub(episode.key.0) > LIVE;
        if let Some(alert) = self.perimeter_alert(number, episode.since, &episode.sight, now) {
            self.out.push_back(Change::Raised(Box::new(Alert { late, ..alert })));
        }
    }

    fn clear_perimeter(&mut self, number: u32, now: i64) {
        if let Some(key) = self.perimeter_key(number) {
            self.out.push_back(Change::Cleared { key, at: decided(now) });
        }
    }

    fn perimeter_key(&self, number: u32) -> Option<AlertKey> {
        let perimeter = self.perimeters.get(number as usize)?;
        let carrier = self.carriers.get(perimeter.carrier as usize)?.id;
        Some(AlertKey {
            kind: alert_kind(perimeter.rules.kind),
            pair: None,
            carrier,
            perimeter: Some(perimeter.id),
        })
    }

    fn perimeter_alert(&self, number: u32, since: i64, found: &Found, now: i64) -> Option<Alert> {
        let key = self.perimeter_key(number)?;
        Some(Alert {
            kind: key.kind,
            severity: found.severity,
            pair: None,
            carrier: key.carrier,
            perimeter: key.perimeter,
            since: FixedAt(UtcMillis::from_unix_ms(since)),
            decided_at: decided(now),
            late: false,
            evidence: [Some(found.dot.evidence(key.carrier)), None],
            judged: Judged { distance: found.border.map(Metres), ..Judged::default() },
        })
    }

    /// Plays the fixes after the base again, and says what comes out otherwise than was said.
    pub(super) fn play_perimeter_again(&mut self, number: u32, now: i64) {
        let Some(perimeter) = self.perimeters.get_mut(number as usize) else { return };
        let (mut state, base_key) = (perimeter.base, perimeter.base_key);
        let was_open = state.active;
        let dots = self.carriers.get(perimeter.carrier as usize).map_or(&[][..], |c| c.recent.dots());
        let mut found: Vec<(PairKey, Outcome)> = Vec::new();
        let mut outcomes = core::mem::take(&mut self.outcomes);
        for dot in dots {
            let key = pair_key(0, dot.key());
            if key > base_key {
                let here = perimeter.span_at(dot.at);
                state.step(&perimeter.rules, &self.settings, dot, |_| here, &mut outcomes);
                found.extend(outcomes.drain(..).map(|outcome| (key, outcome)));
            }
        }
        if let Some(last) = dots.last() {
            let here = perimeter.span_at(now);
            if here.from > last.at {
                state.turn(&perimeter.rules, here, last, &mut outcomes);
                found.extend(outcomes.drain(..).map(|outcome| (pair_key(0, last.key()), outcome)));
            }
        }
        self.outcomes = outcomes;
        perimeter.state = state;
        if found.is_empty() && !self.said_of_perimeters.contains_key(&number) {
            return;
        }
        let said = self.said_of_perimeters.entry(number).or_default();
        let open = if was_open { said.iter().rposition(|e| e.key <= base_key) } else { None };
        let mut told: Vec<Episode<(), Found>> = Vec::new();
        told.extend(open.and_then(|at| said.get(at)).map(|e| Episode { over: false, ..*e }));
        for (key, outcome) in found {
            match outcome {
                Outcome::Raise { since, found } => {
                    told.push(Episode { rule: (), since, key, over: false, sight: found });
                }
                Outcome::Clear => {
                    if let Some(last) = told.last_mut() {
                        last.over = true;
                    }
                }
                Outcome::Worse { .. } => {}
            }
        }
        for word in said::reconcile(said, ((), base_key, open), told) {
            match word {
                Say::Raised(episode) => self.raise_perimeter(number, &episode, now),
                Say::Cleared(()) => self.clear_perimeter(number, now),
                Say::Revised((), was, begun) => {
                    if let Some(key) = self.perimeter_key(number) {
                        let time = |ms| FixedAt(UtcMillis::from_unix_ms(ms));
                        let (was, begun) = (time(was), begun.map(time));
                        self.out.push_back(Change::Revised { key, was, now: begun, at: decided(now) });
                    }
                }
            }
        }
    }

    /// The oldest fix of a carrier is let go: the folds of its perimeters take it in for good.
    pub(super) fn settle_perimeters(&mut self, carrier: u32, oldest: &Dot) {
        let mut at = self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_perimeter);
        let key = pair_key(0, oldest.key());
        let mut outcomes = core::mem::take(&mut self.outcomes);
        while let Some(perimeter) = self.perimeters.get_mut(at as usize) {
            if key > perimeter.base_key {
                let here = perimeter.span_at(oldest.at);
                perimeter.base.step(&perimeter.rules, &self.settings, oldest, |_| here, &mut outcomes);
                perimeter.base_key = key;
                outcomes.clear();
            }
            at = perimeter.next;
        }
        self.outcomes = outcomes;
    }

    /// A fix that is older than all that is kept of its carrier: what it breaks by itself is said, as late.
    pub(super) fn judge_perimeters_alone(&mut self, carrier: u32, dot: &Dot, now: i64) {
        let numbers: Vec<u32> = self.perimeters_of(carrier).collect();
        for number in numbers {
            let Some(perimeter) = self.perimeters.get_mut(number as usize) else { continue };
            let here = perimeter.week.as_ref().map_or(Span::ALWAYS, |week| span(week, dot.at));
            let (mut alone, mut outcomes) = (PerimeterState::new(), Vec::new());
            alone.step(&perimeter.rules, &self.settings, dot, |_| here, &mut outcomes);
            let Some(Outcome::Raise { since, found }) = outcomes.first().copied() else { continue };
            let said = self.said_of_perimeters.entry(number).or_default();
            // Fixes of one stretch that come one by one are one alert.
            let known = said.iter_mut().find(|e| {
                e.key.0.abs_diff(dot.at) <= 600_000
                    || e.since.abs_diff(since) <= 600_000
                    || (!e.over && e.since <= since)
            });
            if let Some(known) = known {
                if known.over && known.key.0 < dot.at {
                    known.key.0 = dot.at;
                }
                continue;
            }
            let key = pair_key(0, dot.key());
            let episode = Episode { rule: (), since, key, over: true, sight: found };
            said::remember(said, episode);
            self.raise_perimeter(number, &episode, now);
            self.clear_perimeter(number, now);
        }
    }

    /// The timer's look at a perimeter, at the turn of its schedule; gives when it turns next.
    pub(super) fn look_at_perimeter(&mut self, number: u32, now: i64) -> i64 {
        let Some(perimeter) = self.perimeters.get_mut(number as usize) else { return i64::MAX };
        let (from, until) = (perimeter.rules.from, perimeter.rules.until);
        if perimeter.week.is_none() && from == i64::MIN && until == i64::MAX {
            return i64::MAX;
        }
        let here = perimeter.span_at(now);
        let last = self.carriers.get(perimeter.carrier as usize).and_then(|c| c.recent.last()).copied();
        if let Some(last) = last {
            let turned = here.from > last.at || (from > last.at && from <= now) || until <= now;
            if turned && (perimeter.state.would_break() || perimeter.state.active) {
                let span = Span {
                    from: here.from.max(from),
                    holds: here.holds && from <= now && now < until,
                    ..here
                };
                let mut outcomes = core::mem::take(&mut self.outcomes);
                perimeter.state.turn(&perimeter.rules, span, &last, &mut outcomes);
                for outcome in outcomes.drain(..) {
                    self.say_perimeter(number, pair_key(0, last.key()), outcome, now);
                }
                self.outcomes = outcomes;
            }
        }
        [here.until, from, until].into_iter().filter(|turn| *turn > now).min().unwrap_or(i64::MAX)
    }
}
