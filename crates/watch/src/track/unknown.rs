//! Unknown, could be near: silent while closing, silent so long that it can have come, or fixes too coarse to use.
//!
//! It rests on what was heard when, so it is not played again when a fix is late. Never here: the fold (`pair`).

use super::dot::{Dot, millis, seconds};
use super::pair::{PairRules, View, coarse_chance};
use super::settings::Settings;
use core::time::Duration;
use hoeder_geo::way;
use hoeder_vocab::Position;
use hoeder_vocab::tracking::Motion;

/// Where the rule stands for one pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct UnknownState {
    pub(super) active: bool,
    /// Coarse fixes in a row that may be inside.
    hits: u8,
}

/// When each of a pair was heard, and how often it reports: milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hearing {
    pub(super) heard: [i64; 2],
    pub(super) interval: [i64; 2],
    /// How each came near over the way before its last word, where it may have stopped just then.
    pub(super) lately: [Lately; 2],
}

/// Metres a second, nearer and in all; 0 of who had not moved.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lately {
    pub(super) closing: f64,
    pub(super) speed: f64,
}

impl Lately {
    /// From the last fixes of one, oldest first, and where the other is: a stop at a crossing is no arrival.
    pub(super) fn of(dots: impl Iterator<Item = Dot>, other: Position, settings: &Settings) -> Self {
        let unknown = &settings.unknown;
        let usable = |dot: &Dot| dot.accuracy_m().is_some_and(|accuracy| accuracy <= MOST_M);
        let dots: Vec<Dot> = dots.filter(usable).collect();
        let Some(last) = dots.last() else { return Self::default() };
        let before =
            |long: Duration| dots.iter().filter(move |dot| last.at.saturating_sub(dot.at) <= millis(long));
        if !before(unknown.closing_stop).any(|dot| dot.motion() == Motion::Moving) {
            return Self::default();
        }
        let distance = way(last.position, other).length();
        let legs = before(unknown.closing_within).filter(|dot| last.at.saturating_sub(dot.at) >= LEAST_MS);
        legs.fold(Self::default(), |most, dot| {
            let long = seconds(dot.at, last.at);
            let closing = (way(dot.position, other).length() - distance) / long;
            let speed = way(dot.position, last.position).length() / long;
            Self { closing: most.closing.max(closing), speed: most.speed.max(speed) }
        })
    }
}

/// Coarser fixes say nothing of speed, metres.
const MOST_M: f64 = 75.0;
/// Shorter ways are mostly error, milliseconds.
const LEAST_MS: i64 = 45_000;

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Finding {
    /// Nothing, until then at the earliest.
    Quiet(i64),
    /// A side can be near since then; so far can it have come.
    Raise { side: usize, since: i64, reach: f64 },
    /// Both are heard and known again.
    Clear,
}

impl UnknownState {
    /// Looks at a pair at a moment: on a timer, and after each fix.
    pub(super) fn look(
        &self,
        (rules, settings): (&PairRules, &Settings),
        view: &View,
        hearing: &Hearing,
        (near, now): (Near, i64),
    ) -> Finding {
        let mut next = i64::MAX;
        let mut quiet = true;
        for side in 0..2 {
            let (Some(&heard), Some(&interval)) = (hearing.heard.get(side), hearing.interval.get(side))
            else {
                continue;
            };
            let shortest = millis(settings.unknown.silent_closing).max(interval + interval / 2);
            quiet &= now - heard < shortest;
            if near == Near::Yes {
                continue;
            }
            let lately = hearing.lately.get(side).copied().unwrap_or_default();
            let (from, speed) = Self::patience(settings, view, (side, lately), shortest);
            let reach = speed.min(rules.fastest.get(side).copied().map_or(f64::MAX, f64::from));
            let Some(due) = due(rules, settings, view, (heard, from, reach)) else { continue };
            if due <= now {
                if !self.active {
                    let age = seconds(heard, now).max(0.0);
                    return Finding::Raise { side, since: due, reach: reach * age };
                }
                quiet = false;
            } else {
                next = next.min(due);
            }
        }
        if self.active && quiet && self.hits == 0 { Finding::Clear } else { Finding::Quiet(next) }
    }

    /// How long a side may be silent, in milliseconds, and how fast it can come meanwhile.
    fn patience(
        settings: &Settings,
        view: &View,
        (side, lately): (usize, Lately),
        shortest: i64,
    ) -> (i64, f64) {
        let unknown = &settings.unknown;
        let now = view.speeds.get(side).copied().unwrap_or(0.0);
        let stopped = now < unknown.stopped_mps && lately.closing > view.closing;
        let (speed, closing) =
            if stopped { (now.max(lately.speed), lately.closing) } else { (now, view.closing) };
        let reach = (speed * unknown.reach_factor).max(unknown.reach_least_mps);
        let at_least = |long: Duration| millis(long).max(shortest);
        let still = view.dots.get(side).is_some_and(|dot| dot.motion() == Motion::Still);
        let least = unknown.closing_mps.max(unknown.closing_share * speed);
        let long = if closing > least && speed > unknown.closing_mps {
            shortest
        } else if still || speed < unknown.closing_mps {
            at_least(unknown.reach_still)
        } else {
            at_least(unknown.reach_moving)
        };
        (long, reach)
    }

    /// Takes a fix that is too coarse to use, against the other's last one.
    pub(super) fn coarse(
        &mut self,
        (rules, settings): (&PairRules, &Settings),
        dots: &[Dot; 2],
        distance: f64,
    ) -> bool {
        let unknown = &settings.unknown;
        let chance = coarse_chance(dots, distance, rules.alarm, settings);
        let may_be = chance >= unknown.coarse_chance && distance < unknown.from_share * rules.alarm;
        self.hits = if may_be { self.hits.saturating_add(1) } else { 0 };
        // Who never says how sure it is must not go unseen: one such fix inside is enough.
        let unsaid = dots.iter().any(|dot| dot.accuracy_m().is_none()) && distance < rules.alarm;
        !self.active && (self.hits >= unknown.coarse_hits || unsaid)
    }

    /// A usable fix of one was taken: coarse ones no longer count.
    pub(super) fn usable(&mut self) {
        self.hits = 0;
    }
}

/// Whether a direct alarm is open already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    Yes,
    No,
}

/// When a silent side can have come inside, if that is to be said: after `from` of silence, at `reach` metres a second.
fn due(
    rules: &PairRules,
    settings: &Settings,
    view: &View,
    (heard, from, reach): (i64, i64, f64),
) -> Option<i64> {
    const SOON: f64 = 120.0;
    let far = settings.unknown.from_share * rules.alarm.max(500.0);
    if view.distance > far.max(rules.alarm + reach * SOON) {
        return None;
    }
    let gap = (view.distance - rules.alarm).max(0.0);
    let needed = super::pair::whole((gap / reach.max(0.1) * 1_000.0).min(1e12));
    Some(heard.saturating_add(from.max(needed)))
}
