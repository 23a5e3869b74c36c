//! Adds up what was played to the figures of the report.
//!
//! Never here: playing, words and pictures (`report`).

use super::catalogue::{Job, LAYOUTS, Layout, Scenario};
use super::course::real;
use super::play::{Outcome, Record, Reliability};
use super::run::Run;
use super::score::{Met, Verdict};
use super::sets::NoiseSet;
use super::stats::{Outcome as So, Rate, Share, quantile};
use super::tales::Kind;

/// What one detector did on a choice of approaches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Approaches {
    /// Usable positions: an alarm by the first fix after the crossing.
    pub usable_first: Share,
    /// Usable positions: by 30 s after that.
    pub usable_30: Share,
    /// Usable positions: by 60 s after that.
    pub usable_60: Share,
    /// All: by the first fix.
    pub all_first: Share,
    /// All: by 60 s after.
    pub all_60: Share,
    /// All: never.
    pub never: Share,
    /// Those in a silence: an alarm or 'could be near' within 60 s of the crossing.
    pub silence: Share,
    /// Seconds of warning, for each approach that was alarmed, with its place among all.
    pub warnings: Vec<(usize, f64)>,
}

impl Approaches {
    fn add(&mut self, place: usize, met: &Met) {
        let by = |share: &mut Share, so: bool| share.add(So::from(so));
        if met.usable {
            by(&mut self.usable_first, met.first);
            by(&mut self.usable_30, met.after_30);
            by(&mut self.usable_60, met.after_60);
        }
        by(&mut self.all_first, met.first);
        by(&mut self.all_60, met.after_60);
        by(&mut self.never, !met.ever);
        if met.silence {
            by(&mut self.silence, met.covered);
        }
        self.warnings.extend(met.warning_s.map(|seconds| (place, seconds)));
    }
    /// Share of approaches with usable positions, in per cent.
    #[must_use]
    pub fn usable_pct(&self) -> Option<f64> {
        Share { hits: self.usable_first.of, of: self.all_first.of }.pct()
    }
    /// A quantile of the warning times, in seconds.
    #[must_use]
    pub fn warning(&self, share: f64) -> Option<f64> {
        let seconds: Vec<f64> = self.warnings.iter().map(|(_, seconds)| *seconds).collect();
        quantile(&seconds, share)
    }
    /// Share of alarmed approaches with at least ten minutes of warning.
    #[must_use]
    pub fn ten_minutes(&self) -> Share {
        let hits = self.warnings.iter().filter(|(_, seconds)| *seconds >= 600.0).count();
        Share { hits, of: self.warnings.len() }
    }
    /// Median warning against another detector's, over the approaches that both alarmed.
    #[must_use]
    pub fn warning_ratio(&self, other: &Self) -> Option<f64> {
        let mut theirs = other.warnings.iter().peekable();
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for (place, mine) in &self.warnings {
            while theirs.next_if(|(at, _)| at < place).is_some() {}
            if let Some((_, other)) = theirs.peek().filter(|(at, _)| at == place) {
                a.push(*mine);
                b.push(*other);
            }
        }
        let (mine, other) = (quantile(&a, 0.5)?, quantile(&b, 0.5)?);
        (other > 0.0).then(|| mine / other)
    }
}

/// Adds up the approaches of a detector (by its place in the run) that a choice takes.
#[must_use]
pub fn approaches(run: &Run, detector: usize, choice: &dyn Fn(&Scenario) -> bool) -> Approaches {
    let mut sum = Approaches::default();
    let mut place = 0;
    for record in &run.records {
        let Job::Tale(scenario, _) = &record.job else { continue };
        let Some(outcome) = record.outcomes.get(detector).filter(|_| choice(scenario)) else { continue };
        for met in &outcome.met {
            sum.add(place, met);
            place += 1;
        }
    }
    sum
}

/// Rates of alarms on what was no approach.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quiet {
    /// Neither nearer than the limit nor than 1.25 limits.
    pub wrong: Rate,
    /// Nearer than 1.25 limits.
    pub near: Rate,
    /// Nearer than the limit: met by chance.
    pub met: Rate,
    /// 'Unknown, could be near', whatever the truth was.
    pub unknown: Rate,
}

impl Quiet {
    fn add(&mut self, record: &Record, outcome: &Outcome, unit_s: f64) {
        let units = real(record.seconds) / unit_s;
        let count = |verdict| outcome.alarms.iter().filter(|episode| episode.verdict == verdict).count();
        self.wrong.pairs.push((count(Verdict::False), units));
        self.near.pairs.push((count(Verdict::Near), units));
        self.met.pairs.push((count(Verdict::True), units));
        self.unknown.pairs.push((outcome.unknowns.len(), units));
    }
}

/// Ordinary days of the layouts that a choice takes, by day.
#[must_use]
pub fn days(run: &Run, detector: usize, choice: &dyn Fn(&Layout) -> bool) -> Quiet {
    let mut sum = Quiet::default();
    for record in &run.records {
        let Job::Days(layout, _) = &record.job else { continue };
        if let Some(outcome) = record.outcomes.get(detector).filter(|_| choice(layout)) {
            sum.add(record, outcome, 86_400.0);
        }
    }
    sum
}

/// Approaches that came about by chance on ordinary days.
#[must_use]
pub fn chance_meetings(run: &Run, detector: usize) -> Approaches {
    let mut sum = Approaches::default();
    let days = run.records.iter().filter(|record| matches!(record.job, Job::Days(..)));
    let outcomes = days.filter_map(|record| record.outcomes.get(detector));
    for (place, met) in outcomes.flat_map(|outcome| &outcome.met).enumerate() {
        sum.add(place, met);
    }
    sum
}

/// Scenarios without an approach that a choice takes, by scenario.
#[must_use]
pub fn quiet(run: &Run, detector: usize, choice: &dyn Fn(&Scenario) -> bool) -> Quiet {
    let mut sum = Quiet::default();
    for record in &run.records {
        let Job::Tale(scenario, _) = &record.job else { continue };
        if let Some(outcome) = record.outcomes.get(detector).filter(|_| choice(scenario)) {
            sum.add(record, outcome, real(record.seconds));
        }
    }
    sum
}

/// The figures of one detector.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Main approaches, all limits.
    pub all: Approaches,
    /// Limits of 500 m and more.
    pub wide: Approaches,
    /// A limit of 200 m.
    pub narrow: Approaches,
    /// Ordinary days, homes at least 1.6 limits apart.
    pub days: Quiet,
    /// The same, limits of 500 m and more.
    pub wide_days: Quiet,
    /// Each robustness set with usable positions, limits of 500 m and more: its name and share by the first fix.
    pub sets: Vec<(String, Approaches)>,
    /// Stated chances against truth.
    pub reliability: Reliability,
}

/// Adds up a run for one detector.
#[must_use]
pub fn figures(run: &Run, detector: usize) -> Figures {
    let main = |scenario: &Scenario| scenario.is_main() && scenario.kind().is_approach();
    let mut reliability = Reliability::default();
    for record in &run.records {
        let counted = match &record.job {
            Job::Tale(scenario, _) => {
                scenario.is_main() && !matches!(scenario.kind(), Kind::Blind | Kind::Night)
            }
            Job::Days(..) => true,
        };
        if let Some(outcome) = record.outcomes.get(detector).filter(|_| counted) {
            reliability.join(&outcome.reliability);
        }
    }
    let apart = |layout: &Layout| LAYOUTS.first().is_some_and(|least| layout.apart >= *least);
    Figures {
        all: approaches(run, detector, &main),
        wide: approaches(run, detector, &|scenario| main(scenario) && scenario.limit >= 500),
        narrow: approaches(run, detector, &|scenario| main(scenario) && scenario.limit < 500),
        days: days(run, detector, &apart),
        wide_days: days(run, detector, &|layout| apart(layout) && layout.limit >= 500),
        sets: variants()
            .into_iter()
            .map(|(name, interval, set)| {
                let one = |scenario: &Scenario| {
                    scenario.interval == interval && scenario.set == set && scenario.kind().is_approach()
                };
                (name, approaches(run, detector, &one))
            })
            .filter(|(_, approaches)| approaches.all_first.of > 0)
            .collect(),
        reliability,
    }
}

/// The robustness sets: name, interval, noise.
fn variants() -> Vec<(String, u32, NoiseSet)> {
    let intervals = [10, 60].map(|interval| (format!("every {interval} s"), interval, NoiseSet::Lived));
    let noises = NoiseSet::ALL.into_iter().skip(1).map(|set| (set.code().to_owned(), super::USUAL_S, set));
    intervals.into_iter().chain(noises).collect()
}
