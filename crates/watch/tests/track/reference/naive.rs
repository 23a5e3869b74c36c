//! The naive guard: all fixes on a plane, and everything reckoned anew from the first one.

use hoeder_watch::track::{AlertKind, PerimeterKind, Settings, Week};
use std::collections::BTreeMap;

/// Metres within which two ways to reckon a distance may differ.
pub(super) const CLEAR: f64 = 2.0;
pub(super) const MINUTE: i64 = 60_000;
pub(super) const DAY: i64 = 1_440 * MINUTE;
/// Fixes of each that the real guard keeps.
const KEPT: usize = 8;
/// The two changes of the clock in Belgium in 2026, and the begin of the summer time of 2027.
pub(super) const TO_SUMMER: i64 = 1_774_746_000_000;
pub(super) const TO_WINTER: i64 = 1_792_890_000_000;
pub(super) const TO_NEXT_SUMMER: i64 = 1_806_195_600_000;

/// A fix on the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// 0 is the offender, 1 the protected person.
    pub(super) side: usize,
    /// When it was made, milliseconds.
    pub(super) at: i64,
    /// When we had it.
    pub(super) received: i64,
    pub(super) east: f64,
    pub(super) north: f64,
    pub(super) accuracy_dm: u32,
}

impl Spot {
    pub(super) fn accuracy(&self) -> f64 {
        f64::from(self.accuracy_dm) / 10.0
    }
    pub(super) fn away(&self, other: &Self) -> f64 {
        (self.east - other.east).hypot(self.north - other.north)
    }
}

/// A round perimeter of the offender.
#[derive(Debug, Clone)]
pub(super) struct Round {
    pub(super) kind: PerimeterKind,
    pub(super) east: f64,
    pub(super) north: f64,
    pub(super) radius: f64,
    pub(super) week: Week,
}

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) alarm: f64,
    pub(super) warning: f64,
    pub(super) rounds: Vec<Round>,
    pub(super) silent_after: i64,
    pub(super) begins: i64,
}

/// When the windows of each perimeter run, reckoned once: minute by minute on the wall.
pub(super) type Runs = Vec<Vec<(i64, i64)>>;

impl World {
    pub(super) fn runs(&self) -> Runs {
        self.rounds.iter().map(|round| runs(&round.week, self.begins)).collect()
    }
}

/// What stands: alerts of a kind, of a perimeter by its number, of a carrier by its side.
pub(super) type Stands = BTreeMap<(AlertKind, usize), i64>;

/// The answer of the reference, or `None` when a figure is too near its limit to say.
pub(super) struct Reference<'a> {
    pub(super) world: &'a World,
    pub(super) runs: &'a Runs,
    pub(super) heard: &'a [Spot],
    pub(super) now: i64,
}

pub(super) fn beside(value: f64, limit: f64) -> bool {
    (value - limit).abs() < CLEAR
}

impl Reference<'_> {
    pub(super) fn of(&self, side: usize) -> Vec<Spot> {
        let mut all: Vec<Spot> = self.heard.iter().copied().filter(|spot| spot.side == side).collect();
        all.sort_by_key(|spot| spot.at);
        all
    }

    /// Is the fix that was heard last older than what is kept of the other? The real guard then judges it alone, and the rest without it.
    pub(super) fn is_beyond(&self) -> bool {
        let later = |spot: &Spot| {
            self.heard.iter().filter(|other| other.side != spot.side && other.at >= spot.at).count()
        };
        self.heard.last().is_some_and(|spot| later(spot) > KEPT)
    }

    pub(super) fn all(&self) -> Option<Stands> {
        let mut stands = Stands::new();
        self.pair(&mut stands)?;
        for number in 0..self.world.rounds.len() {
            self.round(number, &mut stands)?;
        }
        for side in [0, 1] {
            let heard = self.heard.iter().filter(|spot| spot.side == side).map(|spot| spot.received).max();
            if self.now - heard.unwrap_or(self.world.begins) >= self.world.silent_after {
                stands.insert((AlertKind::Silent, side), 0);
            }
        }
        Some(stands)
    }

    /// Each fix against the last usable one of the other: inside, away, or in between; then what that makes of the rule.
    pub(super) fn pair(&self, stands: &mut Stands) -> Option<()> {
        let settings = Settings::default();
        let direct = &settings.direct;
        let gate = (self.world.alarm / 3.0).clamp(75.0, 150.0);
        let mut heard = self.heard.to_vec();
        heard.sort_by_key(|spot| (spot.at, spot.side));
        let mut steps = Vec::new();
        for (number, spot) in heard.iter().enumerate() {
            let usable = |spot: &Spot| spot.accuracy() < gate;
            let before = heard.iter().take(number);
            let Some(other) = before.rev().find(|other| other.side != spot.side && usable(other)) else {
                continue;
            };
            let deviation = settings.fixes.gnss_factor * spot.accuracy().hypot(other.accuracy()) / 1.515;
            let coarse = (!usable(spot)).then(|| direct.coarse_circle * spot.accuracy());
            steps.push(Step { at: spot.at, distance: spot.away(other), deviation, coarse });
        }
        let mut near = Vec::new();
        let share = direct.margin_share * self.world.alarm;
        let margin = |deviation: f64| (direct.margin_sigma * deviation + direct.margin_m).max(share);
        let since = rule(&steps, self.world.alarm, margin, None, &mut near)?;
        if let Some(since) = since {
            stands.insert((AlertKind::Near, 0), since);
        }
        if self.world.warning > self.world.alarm {
            let ring = |deviation: f64| direct.warning_sigma * deviation + direct.margin_m;
            let since = rule(&steps, self.world.warning, ring, Some(&near), &mut Vec::new())?;
            if let Some(since) = since {
                stands.insert((AlertKind::Warning, 0), since);
            }
        }
        Some(())
    }

    pub(super) fn round(&self, number: usize, stands: &mut Stands) -> Option<()> {
        let round = self.world.rounds.get(number)?;
        let runs = self.runs.get(number)?;
        let spots = self.of(0);
        let mut moments: Vec<(i64, Option<usize>)> =
            spots.iter().enumerate().map(|(n, spot)| (spot.at, Some(n))).collect();
        moments.extend(turns(runs, self.world.begins, self.now).into_iter().map(|at| (at, None)));
        moments.sort_unstable();
        let (mut stands_now, mut leaving, mut last) = (false, None, false);
        for (at, spot) in moments {
            let holds = runs.is_empty() && round.week.windows.is_empty() || within(runs, at);
            let Some(number) = spot else {
                stands_now = holds && (stands_now || last);
                leaving = leaving.filter(|_| stands_now);
                continue;
            };
            let spot = spots.get(number)?;
            let broken = round.is_broken(spot)?;
            let before = number.checked_sub(1).and_then(|n| spots.get(n));
            let before = before.filter(|before| spot.at - before.at <= 600_000);
            let through = match before {
                Some(before) if !broken && !last => round.is_crossed(before, spot)?,
                Some(_) | None => false,
            };
            if !holds {
                (stands_now, leaving) = (false, None);
            } else if broken {
                (stands_now, leaving) = (true, None);
            } else if stands_now {
                let left = *leaving.get_or_insert(spot.at);
                if left != spot.at && spot.at - left >= 60_000 {
                    (stands_now, leaving) = (false, None);
                }
            } else if through {
                (stands_now, leaving) = (true, Some(spot.at));
            }
            last = broken;
        }
        if stands_now {
            stands.insert((kind_of(round.kind), number), 0);
        }
        Some(())
    }
}

/// A fix against the other's last usable one.
pub(super) struct Step {
    at: i64,
    distance: f64,
    deviation: f64,
    /// Metres that its whole circle takes, when it is too coarse to be usable.
    coarse: Option<f64>,
}

/// Since when a direct rule stands after all steps, if it does; `marks` becomes whether it stood after each. The outer rule
/// never begins while the inner one stands, and hears of a coarse fix only then.
pub(super) fn rule(
    steps: &[Step],
    limit: f64,
    margin: impl Fn(f64) -> f64,
    inner: Option<&[bool]>,
    marks: &mut Vec<bool>,
) -> Option<Option<i64>> {
    let stood = |number: usize| inner.and_then(|inner| inner.get(number)).copied().unwrap_or(false);
    let (mut since, mut leaving, mut before) = (None, None, None);
    for (number, step) in steps.iter().enumerate() {
        let line = limit + margin(step.deviation);
        let (over, away) = (limit * 1.25, step.distance - 0.8 * step.deviation);
        let inner_before = number.checked_sub(1).is_some_and(stood);
        let (inside, heard) = match (step.coarse, inner) {
            (Some(circle), None) if since.is_none() => {
                if beside(step.distance + circle, limit) {
                    return None;
                }
                (step.distance + circle < limit, true)
            }
            (Some(_), Some(_)) => (step.distance < line, inner_before),
            (Some(_) | None, _) => (step.distance < line, true),
        };
        if heard && (beside(step.distance, line) || beside(away, over)) {
            return None;
        }
        match since {
            _ if !heard => {}
            None if inside && !stood(number) => {
                (since, leaving) = (Some(crossed(before, line, (step.at, step.distance))?), None);
            }
            None => {}
            Some(_) if inside || away <= over => leaving = None,
            Some(_) => {
                let left = *leaving.get_or_insert(step.at);
                if left != step.at && step.at - left >= 180_000 {
                    since = None;
                }
            }
        }
        if step.coarse.is_none() {
            before = Some((step.at, step.distance));
        }
        marks.push(since.is_some());
    }
    Some(since)
}

/// What two ways to reckon the moment of a crossing may differ by, milliseconds.
pub(super) const MOMENT: i64 = 5_000;

/// When the line was crossed, straight between two steps that are at most ten minutes apart; `None` where they come so slowly
/// that a difference of [`CLEAR`] moves the moment by more than [`MOMENT`], and where the step before may have been on either side.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of ten minutes")]
pub(super) fn crossed(before: Option<(i64, f64)>, line: f64, (at, distance): (i64, f64)) -> Option<i64> {
    match before {
        Some((then, was)) if at - then <= 600_000 && beside(was, line) => None,
        Some((then, was)) if was > line && at - then <= 600_000 => {
            let ms_per_metre = (at - then) as f64 / (was - distance);
            let clear = CLEAR * ms_per_metre <= MOMENT as f64;
            clear.then(|| then + ((was - line) * ms_per_metre) as i64)
        }
        Some(_) | None => Some(at),
    }
}

pub(super) const fn kind_of(kind: PerimeterKind) -> AlertKind {
    match kind {
        PerimeterKind::Exclusion => AlertKind::Entered,
        PerimeterKind::Inclusion => AlertKind::Left,
        PerimeterKind::Buffer => AlertKind::InBuffer,
    }
}

impl Round {
    pub(super) fn middle(&self, spot: &Spot) -> f64 {
        (spot.east - self.east).hypot(spot.north - self.north)
    }
    /// `None` where it is too near to say.
    pub(super) fn is_broken(&self, spot: &Spot) -> Option<bool> {
        let limit = match self.kind {
            PerimeterKind::Inclusion => self.radius,
            PerimeterKind::Exclusion | PerimeterKind::Buffer => self.radius + spot.accuracy(),
        };
        let away = self.middle(spot);
        if beside(away, limit) || beside(away, self.radius) {
            return None;
        }
        Some((away < limit) != (self.kind == PerimeterKind::Inclusion))
    }
    /// Does the straight way between two fixes lead through an area that may not be entered?
    pub(super) fn is_crossed(&self, from: &Spot, to: &Spot) -> Option<bool> {
        if self.kind == PerimeterKind::Inclusion {
            return Some(false);
        }
        let (east, north) = (to.east - from.east, to.north - from.north);
        let along = (self.east - from.east) * east + (self.north - from.north) * north;
        // Two fixes of one place are no way.
        let share = (along / east.hypot(north).powi(2).max(1e-6)).clamp(0.0, 1.0);
        let nearest = (from.east + share * east, from.north + share * north);
        let least = (nearest.0 - self.east).hypot(nearest.1 - self.north);
        (!beside(least, self.radius)).then_some(least < self.radius)
    }
}

/// The wall clock in Belgium: minutes since 1970, as if it were UTC.
pub(super) const fn wall(at: i64) -> i64 {
    let summer = (TO_SUMMER <= at && at < TO_WINTER) || at >= TO_NEXT_SUMMER;
    (at + if summer { 120 } else { 60 } * MINUTE).div_euclid(MINUTE)
}

/// The first minute in UTC at which the wall shows this or later, and the last at which it shows it: in the night of the winter
/// clock it shows 2:00 twice. What it never shows ends when it has passed.
pub(super) fn shown(wanted: i64) -> (i64, i64) {
    let mut around = (wanted - 180)..(wanted + 180);
    let last = around.clone().rev().find(|minute| wall(minute * MINUTE) == wanted);
    let first = around.find(|minute| wall(minute * MINUTE) >= wanted).unwrap_or(wanted);
    (first, last.unwrap_or(first))
}

/// When each window runs that begins in the days around a moment, milliseconds: minute by minute on the wall.
pub(super) fn runs(week: &Week, at: i64) -> Vec<(i64, i64)> {
    let today = wall(at).div_euclid(1_440);
    let mut runs = Vec::new();
    for day in today - 9..=today + 9 {
        // 1 January 1970 was a Thursday.
        let weekday = u8::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
        for window in week.windows.iter().filter(|window| window.weekday == weekday) {
            let (from, to) = (i64::from(window.from_minute), i64::from(window.to_minute));
            let end = if to <= from { day * 1_440 + 1_440 + to } else { day * 1_440 + to };
            runs.push((shown(day * 1_440 + from).0 * MINUTE, shown(end).1 * MINUTE));
        }
    }
    runs
}

pub(super) fn within(runs: &[(i64, i64)], at: i64) -> bool {
    runs.iter().any(|(from, to)| *from <= at && at < *to)
}

pub(super) fn turns(runs: &[(i64, i64)], from: i64, until: i64) -> Vec<i64> {
    let mut turns: Vec<i64> = runs.iter().flat_map(|(from, to)| [*from, *to]).collect();
    turns.retain(|at| from < *at && *at <= until);
    // Where one window ends as another begins nothing turns.
    turns.retain(|at| within(runs, at - 1) != within(runs, *at));
    turns.sort_unstable();
    turns.dedup();
    turns
}
