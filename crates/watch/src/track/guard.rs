//! The guard: orders and reports in, changes out, with timers in between. It reads no clock.
//!
//! One guard is one shard: a pair, both its carriers and their perimeters live in one. Never here: the rules themselves.

use super::alert::Change;
use super::answer::{CarrierNow, OrderFault, PairNow, Taken};
use super::carrier::{Carrier, NEVER, NONE, Rhythm, absurd};
use super::dot::{Dot, NOWHERE};
use super::merge::{PairKey, pair_key};
use super::order::{CarrierOrder, Order, PairOrder};
use super::pair::{Effect, PairRules, PairState, Rule, Sight};
use super::perimeter::{Found, Outcome};
use super::perimeters::{Perimeter, Schedule};
use super::recent::Placed;
use super::said::Episode;
use super::settings::{FixSettings, Settings};
use super::shared::{Shared, Term};
use super::supervise::Supervision;
use super::table::Table;
use super::unknown::UnknownState;
use core::cmp::Reverse;
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, DecidedAt, PairId, PerimeterId, ReceivedAt, UtcMillis};
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

/// Most pairs of one carrier.
pub const MAX_PAIRS: usize = 16;
/// Each carrier is looked at by the timer at least this often, in milliseconds.
const LOOK_EVERY: i64 = 30_000;

/// One pair, while it is watched.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) id: PairId,
    /// Number of its rules.
    pub(super) rules: u32,
    /// Number of its term.
    pub(super) term: u32,
    /// The offender, the protected person.
    pub(super) carriers: [u32; 2],
    /// The next pair of each of them.
    pub(super) next: [u32; 2],
    /// The fold up to and including the last fix that was let go: fixes after it can still be played again.
    pub(super) base: PairState,
    /// The fold over all fixes.
    pub(super) state: PairState,
    pub(super) unknown: UnknownState,
    /// The base has taken in a fix that this one let go; all of it after that one are kept.
    pub(super) settled: [bool; 2],
}

impl Pair {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.base.more_bytes() + self.state.more_bytes()
    }
}

/// Before all fixes.
pub(super) const FIRST_KEY: PairKey = (i64::MIN, 0, NOWHERE, 0);

/// Watches carriers, pairs and perimeters.
#[derive(Debug, Clone)]
pub struct Guard {
    pub(super) settings: Settings,
    pub(super) carriers: Vec<Carrier>,
    pub(super) pairs: Vec<Pair>,
    pub(super) perimeters: Vec<Perimeter>,
    pub(super) terms: Shared<Term>,
    pub(super) rhythms: Shared<Rhythm>,
    pub(super) pair_rules: Shared<PairRules>,
    pub(super) schedules: Shared<Schedule>,
    free_carriers: Vec<u32>,
    free_pairs: Vec<u32>,
    pub(super) free_perimeters: Vec<u32>,
    carrier_index: Table,
    pair_index: Table,
    pub(super) perimeter_index: Table,
    /// When the timer looks at which carrier.
    checks: BinaryHeap<Reverse<(i64, u32)>>,
    pub(super) out: VecDeque<Change>,
    /// Of pairs that were spoken of.
    pub(super) said: BTreeMap<u32, Vec<Episode<Rule, Sight>>>,
    pub(super) supervision: Supervision,
    pub(super) said_of_perimeters: BTreeMap<u32, Vec<Episode<(), Found>>>,
    /// Kept to save allocations.
    pub(super) effects: Vec<Effect>,
    pub(super) outcomes: Vec<Outcome>,
}

impl Guard {
    /// Watches nobody yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            carriers: Vec::new(),
            pairs: Vec::new(),
            perimeters: Vec::new(),
            terms: Shared::new(),
            rhythms: Shared::new(),
            pair_rules: Shared::new(),
            schedules: Shared::new(),
            free_carriers: Vec::new(),
            free_pairs: Vec::new(),
            free_perimeters: Vec::new(),
            carrier_index: Table::default(),
            pair_index: Table::default(),
            perimeter_index: Table::default(),
            checks: BinaryHeap::new(),
            out: VecDeque::new(),
            said: BTreeMap::new(),
            supervision: Supervision::default(),
            said_of_perimeters: BTreeMap::new(),
            effects: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    /// Takes a change of what is watched.
    ///
    /// # Errors
    /// [`OrderFault`]; nothing changed.
    pub fn order(&mut self, order: Order, now: UtcMillis) -> Result<(), OrderFault> {
        match order {
            Order::Carrier(order) => self.put_carrier(&order, now),
            Order::CarrierGone(carrier) => {
                self.drop_carrier(carrier);
                Ok(())
            }
            Order::Pair(order) => self.put_pair(&order, now),
            Order::PairGone(pair) => {
                self.drop_pair(pair);
                Ok(())
            }
            Order::Perimeter(order) => self.put_perimeter(&order, now),
            Order::PerimeterGone(perimeter) => {
                self.drop_perimeter(perimeter);
                Ok(())
            }
        }
    }

    fn put_carrier(&mut self, order: &CarrierOrder, now: UtcMillis) -> Result<(), OrderFault> {
        let times = [order.interval, order.silent_after, order.lost_after];
        if times.iter().any(core::time::Duration::is_zero)
            || !(order.fastest_mps > 0.0 && order.fastest_mps.is_finite())
        {
            return Err(OrderFault::Distances);
        }
        if order.valid.until.is_some_and(|until| until <= order.valid.from) {
            return Err(OrderFault::Validity);
        }
        let (term, rhythm) = (self.terms.take(Term::of(order.valid)), self.rhythms.take(Rhythm::of(order)));
        if let Some(known) = self.carrier_at(order.carrier) {
            if let Some(carrier) = self.carriers.get_mut(known as usize) {
                self.terms.leave(core::mem::replace(&mut carrier.term, term));
                self.rhythms.leave(core::mem::replace(&mut carrier.rhythm, rhythm));
            }
            self.order_alcohol(known, order, now.unix_ms());
            return Ok(());
        }
        let carrier = Carrier::new(order, (term, rhythm), now, &self.settings);
        let number = place(&mut self.carriers, &mut self.free_carriers, carrier);
        self.carrier_index.put(order.carrier.as_u128(), number, key_of(&self.carriers, |c| c.id.as_u128()));
        self.order_alcohol(number, order, now.unix_ms());
        self.check_at(number, now.unix_ms());
        Ok(())
    }

    fn put_pair(&mut self, order: &PairOrder, now: UtcMillis) -> Result<(), OrderFault> {
        let carriers = match (self.carrier_at(order.offender), self.carrier_at(order.protected)) {
            (Some(a), Some(b)) if a == b => return Err(OrderFault::SameCarrier),
            (Some(a), Some(b)) => [a, b],
            (None, _) | (Some(_), None) => return Err(OrderFault::UnknownCarrier),
        };
        let (alarm, warning) = (order.alarm.0, order.warning.0);
        if !(alarm > 0.0 && alarm.is_finite() && warning.is_finite() && warning >= alarm) {
            return Err(OrderFault::Distances);
        }
        if order.valid.until.is_some_and(|until| until <= order.valid.from) {
            return Err(OrderFault::Validity);
        }
        let fixes = &self.settings.fixes;
        let rules = PairRules {
            alarm,
            warning,
            police: order.police.as_secs_f64(),
            gate: gate(alarm, fixes),
            fastest: carriers.map(|n| self.rhythm_of(n).map_or(0.0, |rhythm| rhythm.fastest)),
        };
        let term = Term::of(order.valid);
        let known = self.pair_at(order.pair);
        if let Some(pair) = known.and_then(|n| self.pairs.get_mut(n as usize)) {
            if pair.carriers == carriers {
                let rules = self.pair_rules.take(rules);
                self.pair_rules.leave(core::mem::replace(&mut pair.rules, rules));
                let term = self.terms.take(term);
                self.terms.leave(core::mem::replace(&mut pair.term, term));
                return Ok(());
            }
            self.drop_pair(order.pair);
        }
        if carriers.iter().any(|carrier| self.pairs_of(*carrier).count() >= MAX_PAIRS) {
            return Err(OrderFault::TooManyPairs);
        }
        let next = carriers.map(|n| self.carriers.get(n as usize).map_or(NONE, |c| c.first_pair));
        let pair = Pair {
            id: order.pair,
            rules: self.pair_rules.take(rules),
            term: self.terms.take(term),
            carriers,
            next,
            base: PairState::new(),
            state: PairState::new(),
            unknown: UnknownState::default(),
            settled: [false; 2],
        };
        let number = place(&mut self.pairs, &mut self.free_pairs, pair);
        self.pair_index.put(order.pair.as_u128(), number, key_of(&self.pairs, |p| p.id.as_u128()));
        for n in carriers {
            if let Some(carrier) = self.carriers.get_mut(n as usize) {
                carrier.first_pair = number;
            }
        }
        self.play_again(number, now.unix_ms());
        Ok(())
    }

    fn drop_carrier(&mut self, id: CarrierId) {
        let Some(number) = self.carrier_at(id) else { return };
        let pairs: Vec<PairId> =
            self.pairs_of(number).filter_map(|(n, _)| self.pairs.get(n as usize).map(|p| p.id)).collect();
        for pair in pairs {
            self.drop_pair(pair);
        }
        let perimeters: Vec<PerimeterId> = self
            .perimeters_of(number)
            .filter_map(|n| self.perimeters.get(n as usize).map(|p| p.id))
            .collect();
        for perimeter in perimeters {
            self.drop_perimeter(perimeter);
        }
        self.forget_supervision(number);
        self.carrier_index.remove(id.as_u128(), key_of(&self.carriers, |c| c.id.as_u128()));
        if let Some(carrier) = self.carriers.get_mut(number as usize) {
            carrier.check_at = NEVER;
            self.terms.leave(carrier.term);
            self.rhythms.leave(carrier.rhythm);
        }
        self.free_carriers.push(number);
    }

    fn drop_pair(&mut self, id: PairId) {
        let Some(number) = self.pair_at(id) else { return };
        let Some(pair) = self.pairs.get(number as usize) else { return };
        let (carriers, next) = (pair.carriers, pair.next);
        self.pair_rules.leave(pair.rules);
        self.terms.leave(pair.term);
        for (carrier, next) in carriers.into_iter().zip(next) {
            self.unlink(carrier, number, next);
        }
        self.pair_index.remove(id.as_u128(), key_of(&self.pairs, |p| p.id.as_u128()));
        self.said.remove(&number);
        self.free_pairs.push(number);
    }

    /// Takes a pair out of a carrier's list.
    fn unlink(&mut self, carrier: u32, number: u32, next: u32) {
        let before = self.pairs_of(carrier).find(|(n, side)| {
            self.pairs.get(*n as usize).and_then(|p| p.next.get(*side).copied()) == Some(number)
        });
        let link = match before {
            Some((n, side)) => self.pairs.get_mut(n as usize).and_then(|p| p.next.get_mut(side)),
            None => self.carriers.get_mut(carrier as usize).map(|c| &mut c.first_pair),
        };
        if let Some(link) = link {
            *link = next;
        }
    }

    /// The pairs of a carrier, and on which side of each it is.
    pub(super) fn pairs_of(&self, carrier: u32) -> impl Iterator<Item = (u32, usize)> {
        let mut at = self.carriers.get(carrier as usize).map_or(NONE, |c| c.first_pair);
        core::iter::from_fn(move || {
            let pair = self.pairs.get(at as usize)?;
            let number = at;
            let side = usize::from(pair.carriers.first() != Some(&carrier));
            at = pair.next.get(side).copied().unwrap_or(NONE);
            Some((number, side))
        })
    }

    /// Takes a report of a carrier. `received_at` never goes back.
    pub fn take(&mut self, carrier: CarrierId, report: &TrackReport, received_at: ReceivedAt) -> Taken {
        let now = received_at.0.unix_ms();
        let Some(number) = self.carrier_at(carrier) else { return Taken::Unwatched };
        let limit = self.settings.supervision.reports_a_minute;
        let of = self.believable(report.at, now);
        let Some(one) = self.carriers.get_mut(number as usize) else { return Taken::Unwatched };
        let term = self.terms.get(one.term).copied().unwrap_or(Term::NONE);
        if !term.covers(now) || !term.covers(of) {
            return Taken::Unwatched;
        }
        if !one.admit(now, limit) {
            return Taken::Flooded;
        }
        one.heard_at = now;
        one.battery = report.battery.or(one.battery);
        let new = self.take_signs(number, report, now);
        let quiet = report.began.is_empty() && report.ended.is_empty() && report.alcohol.is_none();
        let bare = if new || quiet { Taken::Fresh } else { Taken::Duplicate };
        let Some(fix) = &report.fix else { return bare };
        if let Some(absurd) = absurd(fix, received_at, &self.settings.fixes) {
            return Taken::Refused(absurd);
        }
        let dot = Dot::new(fix, received_at, &self.settings.fixes);
        let Some(one) = self.carriers.get_mut(number as usize) else { return Taken::Unwatched };
        if !term.covers(dot.at) {
            return Taken::Unwatched;
        }
        one.placed_at = now;
        match (self.take_dot(number, dot, now), new) {
            (Taken::Duplicate, true) => Taken::Fresh,
            (taken, _) => taken,
        }
    }

    fn take_dot(&mut self, number: u32, dot: Dot, now: i64) -> Taken {
        let Some(one) = self.carriers.get(number as usize) else { return Taken::Unwatched };
        let placed = one.recent.place(&dot);
        match placed {
            Placed::Twice => return Taken::Duplicate,
            Placed::Before => {
                self.judge_alone(number, &dot, now);
                self.judge_perimeters_alone(number, &dot, now);
                return Taken::Late;
            }
            Placed::Newest | Placed::Between => {}
        }
        let full = one.recent.is_full();
        let before = one.recent.last();
        if placed == Placed::Newest {
            self.look_at_fix(number, before.as_ref(), &dot, now);
        }
        if full {
            self.let_go(number);
        }
        if let Some(one) = self.carriers.get_mut(number as usize) {
            one.recent.put(dot);
        }
        let mut at = self.carriers.get(number as usize).map_or(NONE, |c| c.first_pair);
        while let Some(pair) = self.pairs.get(at as usize) {
            let side = usize::from(pair.carriers.first() != Some(&number));
            let next = pair.next.get(side).copied().unwrap_or(NONE);
            self.judge_pair(at, side, &dot, now);
            at = next;
        }
        let mut at = self.carriers.get(number as usize).map_or(NONE, |c| c.first_perimeter);
        while at != NONE {
            if placed == Placed::Newest {
                at = self.judge_perimeter(at, (before.as_ref(), &dot), now);
            } else {
                self.play_perimeter_again(at, now);
                at = self.perimeters.get(at as usize).map_or(NONE, |p| p.next);
            }
        }
        if placed == Placed::Newest { Taken::Fresh } else { Taken::Late }
    }

    pub(super) fn term(&self, number: u32) -> Term {
        self.terms.get(number).copied().unwrap_or(Term::NONE)
    }

    pub(super) fn rhythm_of(&self, carrier: u32) -> Option<&Rhythm> {
        self.rhythms.get(self.carriers.get(carrier as usize)?.rhythm)
    }

    /// The key of the last fix in the base of a pair.
    pub(super) fn base_key(&self, pair: &Pair) -> PairKey {
        let mut last = FIRST_KEY;
        for (side, (carrier, settled)) in pair.carriers.iter().zip(pair.settled).enumerate() {
            let gone = self.carriers.get(*carrier as usize).and_then(|c| c.recent.gone());
            if let Some(gone) = gone.filter(|_| settled) {
                last = last.max(pair_key(side, gone));
            }
        }
        last
    }

    /// Judges a fix that was just put among those of its carrier.
    fn judge_pair(&mut self, number: u32, side: usize, dot: &Dot, now: i64) {
        let Some(pair) = self.pairs.get(number as usize) else { return };
        let key = pair_key(side, dot.key());
        let lists = [side, 1 - side].map(|s| pair.carriers.get(s).copied().unwrap_or(NONE));
        let newest = lists.iter().zip([side, 1 - side]).all(|(carrier, side)| {
            let last = self.carriers.get(*carrier as usize).and_then(|c| c.recent.last());
            last.is_none_or(|last| pair_key(side, last.key()) <= key)
        });
        if key <= self.base_key(pair) {
            self.judge_alone_in(number, side, dot, now);
        } else if newest {
            self.judge_live(number, side, dot, now);
        } else {
            self.play_again(number, now);
        }
        self.after_fix(number, side, dot, now);
    }

    /// Looks at what is due. `now` never goes back.
    pub fn tick(&mut self, now: UtcMillis) {
        let now = now.unix_ms();
        while let Some(&Reverse((due, number))) = self.checks.peek() {
            if due > now {
                break;
            }
            self.checks.pop();
            if self.carriers.get(number as usize).is_none_or(|carrier| carrier.check_at != due) {
                continue;
            }
            let next = self.check(number, now).clamp(now + 1, now.saturating_add(LOOK_EVERY));
            self.check_at(number, next);
        }
    }

    /// When [`Guard::tick`] wants to be called at the latest.
    #[must_use]
    pub fn next_due(&self) -> Option<UtcMillis> {
        self.checks.peek().map(|Reverse((due, _))| UtcMillis::from_unix_ms(*due))
    }

    /// What there is to say, in the order in which it was found; until `None` after each call that changes something.
    pub fn poll(&mut self) -> Option<Change> {
        self.out.pop_front()
    }

    /// How a pair stands at a moment; `None` when it is not watched.
    #[must_use]
    pub fn pair_now(&self, pair: PairId, now: UtcMillis) -> Option<PairNow> {
        let pair = self.pairs.get(self.pair_at(pair)? as usize)?;
        let fixes = pair.carriers.map(|n| self.carriers.get(n as usize).and_then(|c| c.now().fix));
        Some(self.standing(pair, fixes, now.unix_ms()))
    }

    /// How a carrier stands; `None` when it is not watched.
    #[must_use]
    pub fn carrier_now(&self, carrier: CarrierId) -> Option<CarrierNow> {
        self.carriers.get(self.carrier_at(carrier)? as usize).map(Carrier::now)
    }

    /// Bytes that all that is watched takes, without what was said.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tables = [&self.carrier_index, &self.pair_index, &self.perimeter_index];
        self.carriers.iter().map(Carrier::bytes).sum::<usize>()
            + self.pairs.iter().map(Pair::bytes).sum::<usize>()
            + self.perimeters.iter().map(Perimeter::bytes).sum::<usize>()
            + tables.iter().map(|table| table.bytes()).sum::<usize>()
            + self.terms.bytes()
            + self.rhythms.bytes()
            + self.pair_rules.bytes()
            + self.schedules.bytes()
            + self.checks.len() * size_of::<Reverse<(i64, u32)>>()
    }

    pub(super) fn carrier_at(&self, id: CarrierId) -> Option<u32> {
        self.carrier_index.get(id.as_u128(), key_of(&self.carriers, |c| c.id.as_u128()))
    }

    fn pair_at(&self, id: PairId) -> Option<u32> {
        self.pair_index.get(id.as_u128(), key_of(&self.pairs, |p| p.id.as_u128()))
    }

    pub(super) fn check_at(&mut self, number: u32, due: i64) {
        if let Some(carrier) = self.carriers.get_mut(number as usize) {
            carrier.check_at = due;
            self.checks.push(Reverse((due, number)));
        }
    }
}

/// A fix of a coarser accuracy, in metres, raises no direct alarm of a pair with this alarm distance.
fn gate(alarm: f64, fixes: &FixSettings) -> f64 {
    let far = if alarm >= fixes.gate_far_from_m { alarm * fixes.gate_far_share } else { 0.0 };
    (alarm * fixes.gate_share).clamp(fixes.gate_least_m, fixes.gate_most_m).max(far)
}

/// Puts something in a free place, or after the last; gives its number.
pub(super) fn place<T>(all: &mut Vec<T>, free: &mut Vec<u32>, one: T) -> u32 {
    if let Some(number) = free.pop() {
        if let Some(slot) = all.get_mut(number as usize) {
            *slot = one;
        }
        return number;
    }
    all.push(one);
    u32::try_from(all.len() - 1).unwrap_or(NONE)
}

/// The key of each place of a list, as a table asks it.
pub(super) fn key_of<T>(all: &[T], key: impl Fn(&T) -> u128) -> impl Fn(u32) -> u128 {
    move |number| all.get(number as usize).map_or(u128::MAX, &key)
}

/// When the guard says something.
pub(super) const fn decided(now: i64) -> DecidedAt {
    DecidedAt(UtcMillis::from_unix_ms(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two carriers, a pair and three perimeters with their corners: what a pair costs in `docs/detection.md` is counted from these.
    #[test]
    fn what_is_kept_of_a_pair_has_no_room_to_spare() {
        let sizes = [size_of::<Pair>(), size_of::<Carrier>(), size_of::<Perimeter>()];
        assert_eq!(sizes, [528, 288, 88]);
    }
}
