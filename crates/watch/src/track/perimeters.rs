//! How the guard judges perimeters: live, again when a fix was late, when a schedule turns; and how it says so
//! (T-NIJ-2, T-NIJ-3).
//!
//! Never here: the rule (`perimeter`), wall time (`week`).

use super::MAX_PERIMETERS;
use super::alert::{Alert, AlertKey, Change, Judged, Severity};
use super::answer::OrderFault;
use super::carrier::NONE;
use super::dot::{Dot, Key};
use super::guard::{FIRST_KEY, Guard, decided, key_of, place};
use super::merge::{PairKey, pair_key};
use super::order::{PerimeterKind, PerimeterOrder, Shape, Week, Window};
use super::perimeter::{Found, Outcome, PerimeterRules, PerimeterState, alert_kind};
use super::said::{self, Episode, Say};
use super::shared::{Alike, Shared, Term};
use super::week::{Span, is_sound, span};
use hoeder_geo::Fence;
use hoeder_vocab::{CivilDate, FixedAt, Metres, PerimeterId, UtcMillis};

/// A newest fix of at most this age, in milliseconds, makes what it shows a live alert.
const LIVE: i64 = 15 * 60_000;

/// One perimeter, while it is watched.
#[derive(Debug, Clone)]
pub(super) struct Perimeter {
    pub(super) id: PerimeterId,
    pub(super) carrier: u32,
    /// The next perimeter of the carrier.
    pub(super) next: u32,
    fence: Fence,
    /// Number of its term.
    term: u32,
    /// Number of its schedule; [`NONE`] is 'always'.
    schedule: u32,
    kind: PerimeterKind,
    /// The folds up to `BASE` and to `NOW`, while one of them is broken ..
    broken: Option<Box<[PerimeterState; 2]>>,
    /// .. and what the last fix of each was while none is.
    last: [Option<Severity>; 2],
    /// The base has taken in a fix that its carrier let go; all after that one are kept.
    settled: bool,
    /// So many of the newest fixes were neither in it nor led through it, as far as is counted.
    calm: u8,
}

/// The fold over the fixes that were let go: those after it can still be played again.
const BASE: usize = 0;
/// The fold over all fixes.
const NOW: usize = 1;

/// When perimeters hold, with the last two spans in which fixes fell: those of now, and of who is late.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    week: Week,
    spans: [Span; 2],
}

impl Alike for Schedule {
    type Key = (Vec<Window>, Vec<CivilDate>);

    fn key(&self) -> Self::Key {
        (self.week.windows.clone(), self.week.except.clone())
    }
}

impl Shared<Schedule> {
    /// The span around a moment.
    #[inline]
    fn span_at(&mut self, number: u32, at: i64) -> Span {
        let Some(schedule) = self.get_mut(number) else { return Span::ALWAYS };
        let [now, before] = schedule.spans;
        if now.covers(at) {
            return now;
        }
        let here = if before.covers(at) { before } else { span(&schedule.week, at) };
        schedule.spans = [here, now];
        here
    }
}

impl Perimeter {
    pub(super) fn bytes(&self) -> usize {
        let broken = self.broken.as_ref().map_or(0, |states| size_of_val(&**states));
        size_of::<Self>() - size_of::<Fence>() + self.fence.bytes() + broken
    }

    fn rules(&self, term: Term) -> PerimeterRules<'_> {
        PerimeterRules { kind: self.kind, fence: &self.fence, from: term.from, until: term.until }
    }

    /// Where a fold stands.
    #[inline]
    fn fold(&self, which: usize) -> PerimeterState {
        match &self.broken {
            Some(states) => states.get(which).copied().unwrap_or(PerimeterState::quiet(None)),
            None => PerimeterState::quiet(self.last.get(which).copied().flatten()),
        }
    }

    #[inline]
    fn keep(&mut self, which: usize, state: PerimeterState) {
        if !state.active && self.broken.is_none() {
            if let Some(last) = self.last.get_mut(which) {
                *last = state.last;
            }
            return;
        }
        let mut states = [self.fold(BASE), self.fold(NOW)];
        if let Some(fold) = states.get_mut(which) {
            *fold = state;
        }
        self.last = states.map(|state| state.last);
        let broken = states.iter().any(|state| state.active);
        match &mut self.broken {
            Some(kept) if broken => **kept = states,
            kept => *kept = broken.then(|| Box::new(states)),
        }
    }

    /// The key of the last fix in the base, of those that the carrier let go.
    fn base_key(&self, gone: Option<Key>) -> PairKey {
        gone.filter(|_| self.settled).map_or(FIRST_KEY, fix_key)
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
            fence,
            term: self.terms.take(Term::of(order.valid)),
            schedule: if always {
                NONE
            } else {
                self.schedules.take(Schedule { week: order.week.clone(), spans: [Span::UNKNOWN; 2] })
            },
            kind: order.kind,
            broken: None,
            last: [None; 2],
            settled: false,
            calm: 0,
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
        let Some(perimeter) = self.perimeters.get(number as usize) else { return };
        let (carrier, next) = (perimeter.carrier, perimeter.next);
        self.terms.leave(perimeter.term);
        self.schedules.leave(perimeter.schedule);
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

    /// Judges the newest fix of a carrier, and the one before it, in one of its perimeters; gives the next one.
    pub(super) fn judge_perimeter(
        &mut self,
        number: u32,
        (before, dot): (Option<&Dot>, &Dot),
        now: i64,
    ) -> u32 {
        let Some(perimeter) = self.perimeters.get_mut(number as usize) else { return NONE };
        let next = perimeter.next;
        let term = self.terms.get(perimeter.term).copied().unwrap_or(Term::NONE);
        let (here, mut state) = (self.schedules.span_at(perimeter.schedule, dot.at), perimeter.fold(NOW));
        // It turned between this fix and now, as the timer may have said: the fix comes before that. Or it turned before
        // this fix, and what the one before broke may tell of that moment.
        let after = !here.covers(now) || term.covers(dot.at) != term.covers(now);
        let turned = |before: &Dot| turned(here, term, before.at, dot.at).is_some();
        if after || (state.minds_turns() && before.is_some_and(turned)) {
            self.play_perimeter_again(number, now);
            return next;
        }
        let mut outcomes = core::mem::take(&mut self.outcomes);
        let before = before.map(|dot| (dot.at, dot.position));
        state.step(&perimeter.rules(term), &self.settings, (before, dot), here, &mut outcomes);
        let calm = outcomes.is_empty() && !state.active && !state.would_break();
        perimeter.calm = if calm { perimeter.calm.saturating_add(1) } else { 0 };
        perimeter.keep(NOW, state);
        let key = fix_key(dot.key());
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
        let late = episode.over || now.saturating_sub(episode.sight.dot.at) > LIVE;
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
            kind: alert_kind(perimeter.kind),
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
        let Some(carrier) = self.carriers.get(perimeter.carrier as usize) else { return };
        let term = self.terms.get(perimeter.term).copied().unwrap_or(Term::NONE);
        let gone = carrier.recent.gone().filter(|_| perimeter.settled);
        let (mut state, base_key) = (perimeter.fold(BASE), perimeter.base_key(gone));
        let was_open = state.active;
        let mut before = gone;
        let mut found: Vec<(PairKey, Outcome)> = Vec::new();
        let mut outcomes = core::mem::take(&mut self.outcomes);
        let mut last = carrier.recent.get(0);
        for dot in carrier.recent.dots() {
            if let (Some(after), Some(last)) = (before, &last) {
                let turns = Turns { after, until: dot.at, last };
                turns.play((perimeter, term), &mut self.schedules, &mut state, |key, outcome| {
                    found.push((key, outcome));
                });
            }
            let here = self.schedules.span_at(perimeter.schedule, dot.at);
            let straight = before.map(|(at, position, _)| (at, position));
            state.step(&perimeter.rules(term), &self.settings, (straight, &dot), here, &mut outcomes);
            found.extend(outcomes.drain(..).map(|outcome| (fix_key(dot.key()), outcome)));
            (before, last) = (Some(dot.key()), Some(dot));
        }
        if let Some(last) = &last {
            let turns = Turns { after: last.key(), until: now, last };
            turns.play((perimeter, term), &mut self.schedules, &mut state, |key, outcome| {
                found.push((key, outcome));
            });
        }
        self.outcomes = outcomes;
        let was = perimeter.fold(NOW);
        perimeter.keep(NOW, state);
        perimeter.calm = 0;
        if found.is_empty() && !self.said_of_perimeters.contains_key(&number) {
            return;
        }
        self.reconcile_perimeter(number, (was_open, base_key), &found, now);
        let surest = found.iter().rev().find_map(|(_, outcome)| outcome.certain());
        if let Some((since, sight)) = surest.filter(|_| state.is_surer(&was)) {
            self.say_perimeter(number, base_key, Outcome::Worse { since, found: sight }, now);
        }
    }

    /// Says what the fixes after the base tell otherwise than was said.
    fn reconcile_perimeter(
        &mut self,
        number: u32,
        (was_open, base_key): (bool, PairKey),
        found: &[(PairKey, Outcome)],
        now: i64,
    ) {
        let said = self.said_of_perimeters.entry(number).or_default();
        let open = if was_open { said.iter().rposition(|e| e.key <= base_key) } else { None };
        let mut told: Vec<Episode<(), Found>> = Vec::new();
        told.extend(open.and_then(|at| said.get(at)).map(|e| Episode { over: false, ..*e }));
        for (key, outcome) in found {
            match *outcome {
                Outcome::Raise { since, found } => {
                    // A turn after a fix that was let go rests on that one, as was seen then.
                    let seen = said.iter().find(|e| e.key == *key && e.since == since);
                    let sight = seen.map_or(found, |seen| seen.sight);
                    told.push(Episode { rule: (), since, key: *key, over: false, sight });
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
        let Some(one) = self.carriers.get(carrier as usize) else { return };
        let (mut at, kept) = (one.first_perimeter, one.recent.len());
        let gone = one.recent.gone();
        let mut outcomes = core::mem::take(&mut self.outcomes);
        while let Some(perimeter) = self.perimeters.get_mut(at as usize) {
            at = perimeter.next;
            // What was calm when it was the newest is so again: the base stays as it is.
            let same = perimeter.settled
                && usize::from(perimeter.calm) >= kept
                && perimeter.broken.is_none()
                && perimeter.last == [None; 2];
            if !same {
                let term = self.terms.get(perimeter.term).copied().unwrap_or(Term::NONE);
                let (mut state, before) = (perimeter.fold(BASE), gone.filter(|_| perimeter.settled));
                if let Some(after) = before {
                    let turns = Turns { after, until: oldest.at, last: oldest };
                    turns.play((perimeter, term), &mut self.schedules, &mut state, |_, _| ());
                }
                let here = self.schedules.span_at(perimeter.schedule, oldest.at);
                let before = before.map(|(at, position, _)| (at, position));
                state.step(&perimeter.rules(term), &self.settings, (before, oldest), here, &mut outcomes);
                perimeter.keep(BASE, state);
                perimeter.settled = true;
                outcomes.clear();
            }
        }
        self.outcomes = outcomes;
    }

    /// A fix that is older than all that is kept of its carrier: what it breaks by itself is said, as late.
    pub(super) fn judge_perimeters_alone(&mut self, carrier: u32, dot: &Dot, now: i64) {
        let numbers: Vec<u32> = self.perimeters_of(carrier).collect();
        for number in numbers {
            let Some(perimeter) = self.perimeters.get(number as usize) else { continue };
            let here = self.schedules.span_at(perimeter.schedule, dot.at);
            let term = self.terms.get(perimeter.term).copied().unwrap_or(Term::NONE);
            let (mut alone, mut outcomes) = (PerimeterState::quiet(None), Vec::new());
            alone.step(&perimeter.rules(term), &self.settings, (None, dot), here, &mut outcomes);
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
            let key = fix_key(dot.key());
            let episode = Episode { rule: (), since, key, over: true, sight: found };
            said::remember(said, episode);
            let stands = self.said_of_perimeters.get(&number).and_then(|said| said::standing(said, ()));
            self.raise_perimeter(number, &episode, now);
            self.clear_perimeter(number, now);
            // It has the name of the one that stands: the last word is about that one.
            if let Some(stands) = stands {
                self.raise_perimeter(number, &stands, now);
            }
        }
    }

    /// The timer's look at a perimeter, at the turn of its schedule; gives when it turns next.
    pub(super) fn look_at_perimeter(&mut self, number: u32, now: i64) -> i64 {
        let Some(perimeter) = self.perimeters.get_mut(number as usize) else { return i64::MAX };
        let term = self.terms.get(perimeter.term).copied().unwrap_or(Term::NONE);
        let (from, until) = (term.from, term.until);
        if perimeter.schedule == NONE && from == i64::MIN && until == i64::MAX {
            return i64::MAX;
        }
        let here = self.schedules.span_at(perimeter.schedule, now);
        let last = self.carriers.get(perimeter.carrier as usize).and_then(|c| c.recent.last());
        let turned = last.and_then(|last| Some((turned(here, term, last.at, now)?, last)));
        let mut state = perimeter.fold(NOW);
        if let Some((turned, last)) = turned.filter(|_| state.minds_turns()) {
            let outcome = state.turn(&perimeter.rules(term), turned, &last);
            perimeter.keep(NOW, state);
            if let Some(outcome) = outcome {
                self.say_perimeter(number, turn_key(turned, last.key()), outcome, now);
            }
        }
        [here.until, from, until].into_iter().filter(|turn| *turn > now).min().unwrap_or(i64::MAX)
    }
}

/// The span since the last turn of a schedule or of an order's term, if that came after a moment; `here` is that of the schedule now.
fn turned(here: Span, term: Term, after: i64, now: i64) -> Option<Span> {
    let turns = [here.from, term.from, term.until];
    let from = turns.into_iter().filter(|turn| after < *turn && *turn <= now).max()?;
    Some(Span { from, holds: here.holds && term.covers(now), ..here })
}

/// What is found at a fix comes after a turn of the same moment ..
const fn fix_key(key: Key) -> PairKey {
    pair_key(1, key)
}

/// .. and what is found at a turn after the last fix before it.
const fn turn_key(turned: Span, (_, position, accuracy): Key) -> PairKey {
    pair_key(0, (turned.from, position, accuracy))
}

/// Most turns between two fixes that are played one by one; of more, only the last counts.
const MOST_TURNS: usize = 64;

/// What turned after a fix and up to the next one, or now.
struct Turns<'a> {
    after: Key,
    until: i64,
    last: &'a Dot,
}

impl Turns<'_> {
    fn play(
        &self,
        (perimeter, term): (&Perimeter, Term),
        schedules: &mut Shared<Schedule>,
        state: &mut PerimeterState,
        mut found: impl FnMut(PairKey, Outcome),
    ) {
        let mut at = self.after.0;
        for number in 0..=MOST_TURNS {
            if !state.minds_turns() || at >= self.until {
                return;
            }
            let here = schedules.span_at(perimeter.schedule, at);
            let next = [here.until, term.from, term.until].into_iter().filter(|turn| *turn > at).min();
            let Some(next) = next.filter(|next| *next <= self.until) else { return };
            at = if number < MOST_TURNS { next } else { self.until };
            let here = schedules.span_at(perimeter.schedule, at);
            let Some(turned) = turned(here, term, self.after.0, at) else { return };
            if let Some(outcome) = state.turn(&perimeter.rules(term), turned, self.last) {
                found(turn_key(turned, self.after), outcome);
            }
        }
    }
}
