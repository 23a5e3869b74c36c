//! The figures that are promised, under the names by which programs read them, and whether each is reached.
//!
//! Never here: adding up (`figures`), pages (`report`).

use super::course::real;
use super::figures::{Figures, figures};
use super::play::Reliability;
use super::run::Run;
use super::stats::Share;

/// The figures of one detector; `None` where nothing was played that has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Usable positions, limit 500 m and more: alarm by the first fix after the crossing, in per cent.
    pub usable_first_fix_pct: Option<f64>,
    /// The same with a limit of 200 m.
    pub usable_first_fix_200_pct: Option<f64>,
    /// Usable positions, limit 500 m and more: within 60 s of that, in per cent.
    pub usable_60s_pct: Option<f64>,
    /// All approaches: by the first fix, in per cent.
    pub all_first_fix_pct: Option<f64>,
    /// All approaches: never, in per cent.
    pub never_pct: Option<f64>,
    /// Approaches in a silence: alarm or 'could be near' within 60 s of the crossing, in per cent.
    pub silence_covered_pct: Option<f64>,
    /// 'Unknown, could be near' for each pair and day.
    pub unknown_per_pair_day: Option<f64>,
    /// False alarms for each pair and day, homes at least 1.6 limits apart.
    pub false_per_pair_day: Option<f64>,
    /// Upper end of its 95 % interval.
    pub false_per_pair_day_upper: Option<f64>,
    /// The same with limits of 500 m and more.
    pub false_wide_per_pair_day_upper: Option<f64>,
    /// Alarms for each pair and day at 1 to 1.25 limits.
    pub near_per_pair_day: Option<f64>,
    /// Median warning against that of D1.
    pub warning_ratio_d1: Option<f64>,
    /// Share of approaches with usable positions, in per cent.
    pub usable_share_pct: Option<f64>,
    /// Worst robustness set that was promised, in points below the first figure.
    pub worst_set_points: Option<f64>,
    /// Largest distance of the reliability curve from the truth, in points.
    pub reliability_points: Option<f64>,
}

/// The robustness sets that are promised to stay within a point.
const PROMISED_SETS: [&str; 6] = ["every 10 s", "every 60 s", "white", "skew", "stall", "spoof"];
/// Tenths of the reliability curve with fewer statements say nothing.
const LEAST_STATEMENTS: usize = 200;

impl Summary {
    /// Of one detector's figures, beside those of D1.
    #[must_use]
    pub fn new(figures: &Figures, d1: &Figures) -> Self {
        let first = figures.wide.usable_first.pct();
        let worst = figures
            .sets
            .iter()
            .filter(|(name, _)| PROMISED_SETS.contains(&name.as_str()))
            .filter_map(|(_, set)| Some(first? - set.usable_first.pct()?))
            .max_by(f64::total_cmp);
        Self {
            usable_first_fix_pct: first,
            usable_first_fix_200_pct: figures.narrow.usable_first.pct(),
            usable_60s_pct: figures.wide.usable_60.pct(),
            all_first_fix_pct: figures.all.all_first.pct(),
            never_pct: figures.all.never.pct(),
            silence_covered_pct: figures.all.silence.pct(),
            unknown_per_pair_day: figures.days.unknown.per_day(),
            false_per_pair_day: figures.days.wrong.per_day(),
            false_per_pair_day_upper: figures.days.wrong.upper(),
            false_wide_per_pair_day_upper: figures.wide_days.wrong.upper(),
            near_per_pair_day: figures.days.near.per_day(),
            warning_ratio_d1: figures.all.warning_ratio(&d1.all),
            usable_share_pct: figures.all.usable_pct(),
            worst_set_points: worst,
            reliability_points: reliability_points(&figures.reliability),
        }
    }

    /// Each figure with its name in JSON.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, Option<f64>); 15] {
        [
            ("usable_first_fix_pct", self.usable_first_fix_pct),
            ("usable_first_fix_200_pct", self.usable_first_fix_200_pct),
            ("usable_60s_pct", self.usable_60s_pct),
            ("all_first_fix_pct", self.all_first_fix_pct),
            ("never_pct", self.never_pct),
            ("silence_covered_pct", self.silence_covered_pct),
            ("unknown_per_pair_day", self.unknown_per_pair_day),
            ("false_per_pair_day", self.false_per_pair_day),
            ("false_per_pair_day_upper", self.false_per_pair_day_upper),
            ("false_wide_per_pair_day_upper", self.false_wide_per_pair_day_upper),
            ("near_per_pair_day", self.near_per_pair_day),
            ("warning_ratio_d1", self.warning_ratio_d1),
            ("usable_share_pct", self.usable_share_pct),
            ("worst_set_points", self.worst_set_points),
            ("reliability_points", self.reliability_points),
        ]
    }
}

/// The largest distance between what was stated and what was so, weighted tenths only, in points.
fn reliability_points(reliability: &Reliability) -> Option<f64> {
    reliability
        .0
        .iter()
        .filter(|bin| bin.count >= LEAST_STATEMENTS)
        .filter_map(|bin| {
            let so = Share { hits: bin.so, of: bin.count }.pct()?;
            Some((so - 100.0 * bin.stated / real(bin.count)).abs())
        })
        .max_by(f64::total_cmp)
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// At least.
    Least(f64),
    /// At most.
    Most(f64),
}

/// One promised figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Its name in JSON.
    pub name: &'static str,
    /// In words.
    pub words: &'static str,
    /// What is promised.
    pub reach: Reach,
    /// What was measured; `None` when nothing was played that has it.
    pub got: Option<f64>,
}

impl Target {
    /// Whether it is missed. What was not played is not missed.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        match (self.reach, self.got) {
            (_, None) => false,
            (Reach::Least(least), Some(got)) => got < least,
            (Reach::Most(most), Some(got)) => got > most,
        }
    }
}

/// The promised figures of the guard, beside D2b's false alarms: warning counts only where it is not bought with those.
#[must_use]
pub fn targets(guard: &Summary, d2b: &Summary) -> Vec<Target> {
    use Reach::{Least, Most};
    let target = |name, words, reach, got| Target { name, words, reach, got };
    let more_false = guard.false_per_pair_day.zip(d2b.false_per_pair_day).map(|(mine, other)| mine - other);
    vec![
        target(
            "usable_first_fix_pct",
            "usable positions, limit 500 m and more: alarm by the first fix",
            Least(99.5),
            guard.usable_first_fix_pct,
        ),
        target(
            "usable_first_fix_200_pct",
            "usable positions, limit 200 m: alarm by the first fix",
            Least(99.0),
            guard.usable_first_fix_200_pct,
        ),
        target(
            "usable_60s_pct",
            "usable positions, limit 500 m and more: within 60 s of that",
            Least(99.9),
            guard.usable_60s_pct,
        ),
        target("all_first_fix_pct", "all approaches: by the first fix", Least(98.0), guard.all_first_fix_pct),
        target("never_pct", "all approaches: never", Most(0.2), guard.never_pct),
        target(
            "silence_covered_pct",
            "in a silence: alarm or 'could be near' within 60 s",
            Least(90.0),
            guard.silence_covered_pct,
        ),
        target(
            "unknown_per_pair_day",
            "'could be near' for each pair and day",
            Most(0.05),
            guard.unknown_per_pair_day,
        ),
        target(
            "false_per_pair_day_upper",
            "false alarms for each pair and day, upper end",
            Most(0.05),
            guard.false_per_pair_day_upper,
        ),
        target(
            "false_wide_per_pair_day_upper",
            "the same, limits of 500 m and more",
            Most(0.02),
            guard.false_wide_per_pair_day_upper,
        ),
        target("warning_ratio_d1", "median warning against D1", Least(1.5), guard.warning_ratio_d1),
        target("false_beside_d2b", "false alarms a day more than D2b's", Most(0.02), more_false),
        target(
            "worst_set_points",
            "worst robustness set, points below the first figure",
            Most(1.0),
            guard.worst_set_points,
        ),
        target(
            "reliability_points",
            "stated chance against truth, points",
            Most(5.0),
            guard.reliability_points,
        ),
    ]
}

/// The summaries of every detector of a run, with its figures. D1 stands first in the run.
#[must_use]
pub fn summaries(run: &Run) -> Vec<(String, Figures, Summary)> {
    let all: Vec<Figures> = (0..run.detectors.len()).map(|n| figures(run, n)).collect();
    let Some(d1) = all.first().cloned() else { return Vec::new() };
    run.detectors
        .iter()
        .zip(all)
        .map(|(name, figures)| {
            let summary = Summary::new(&figures, &d1);
            (name.clone(), figures, summary)
        })
        .collect()
}
