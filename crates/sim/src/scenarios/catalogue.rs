//! The named scenarios, and which of them a run plays with which seeds.
//!
//! Seeds are of three kinds, and a figure says which it used: for tuning, for the test that is published, and sealed ones.
//! Never here: playing (`play`), scoring.

use super::sets::NoiseSet;
use super::tales::{Kind, Tale, all};
use core::ops::RangeInclusive;

/// What the seeds of a run are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Rules and numbers may be changed after looking at these.
    Tuning,
    /// Published; nothing is chosen by them.
    Test,
    /// Looked at once, before a release.
    Sealed,
}

impl Use {
    /// Its seeds.
    #[must_use]
    pub const fn seeds(self) -> RangeInclusive<u64> {
        match self {
            Self::Tuning => 11..=18,
            Self::Test => 21..=30,
            Self::Sealed => 91..=100,
        }
    }
}

/// Reports come so often by default, in seconds.
pub const USUAL_S: u32 = 30;
/// Limits of the robustness sets.
const SET_LIMITS: [u32; 3] = [500, 1_000, 2_000];
/// How far apart homes lie in the layouts of ordinary days, in limits.
pub const LAYOUTS: [f64; 6] = [1.6, 1.8, 2.2, 2.6, 3.5, 5.0];
/// Limits of ordinary days.
pub const DAY_LIMITS: [u32; 5] = [200, 500, 1_000, 2_000, 5_000];
/// Days of each pair.
pub const PAIR_DAYS: usize = 4;

/// One named scenario.
#[derive(Clone, Copy)]
pub struct Scenario {
    pub(crate) tale: &'static Tale,
    /// The limit of the pair, in metres.
    pub limit: u32,
    /// Reports come so often, in seconds.
    pub interval: u32,
    /// The noise.
    pub set: NoiseSet,
}

impl Scenario {
    /// `tale@limit/interval/noise`; what is usual is left out.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = format!("{}@{}", self.tale.name, self.limit);
        if self.interval != USUAL_S || self.set != NoiseSet::Lived {
            name.push_str(&format!("/{}s/{}", self.interval, self.set.code()));
        }
        name
    }
    /// The tale alone.
    #[must_use]
    pub const fn tale(&self) -> &'static str {
        self.tale.name
    }
    /// What it is about.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.tale.kind
    }
    /// Does it count in the main figures: the usual interval, noise as lived?
    #[must_use]
    pub fn is_main(&self) -> bool {
        self.interval == USUAL_S && self.set == NoiseSet::Lived
    }
}

/// Every named scenario: all tales with all their limits, then the robustness sets.
#[must_use]
pub fn scenarios() -> Vec<Scenario> {
    let mut named = Vec::new();
    for tale in all() {
        for limit in tale.limits {
            named.push(Scenario { tale, limit: *limit, interval: USUAL_S, set: NoiseSet::Lived });
        }
    }
    let moving: Vec<&Tale> =
        all().into_iter().filter(|tale| matches!(tale.kind, Kind::Arrive | Kind::Meet)).collect();
    let variants = [10, 60]
        .map(|interval| (interval, NoiseSet::Lived))
        .into_iter()
        .chain(NoiseSet::ALL.into_iter().skip(1).map(|set| (USUAL_S, set)));
    for (interval, set) in variants {
        for tale in &moving {
            for limit in SET_LIMITS.into_iter().filter(|limit| tale.limits.contains(limit)) {
                named.push(Scenario { tale, limit, interval, set });
            }
        }
    }
    named
}

/// A layout of ordinary days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// The limit of the pair, in metres.
    pub limit: u32,
    /// How far the homes are apart, in limits.
    pub apart: f64,
    /// Which pair of this layout.
    pub pair: usize,
}

/// One thing to play.
#[derive(Clone, Copy)]
pub enum Job {
    /// A scenario with a seed.
    Tale(Scenario, u64),
    /// [`PAIR_DAYS`] days of a pair.
    Days(Layout, u64),
}

impl Job {
    /// Its seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        match self {
            Self::Tale(_, seed) | Self::Days(_, seed) => *seed,
        }
    }
    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Tale(scenario, _) => scenario.name(),
            Self::Days(layout, _) => {
                format!("days-at-{}@{}#{}", layout.apart, layout.limit, layout.pair)
            }
        }
    }
}

/// What a run plays.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Only names that contain this.
    pub filter: Option<String>,
    /// The robustness sets too.
    pub sets: bool,
    /// Ordinary days too: so many pairs of each layout and limit for each seed.
    pub pairs: usize,
}

impl Plan {
    /// All of it, with the seeds of a use.
    #[must_use]
    pub fn whole(of: Use) -> Self {
        Self { seeds: of.seeds().collect(), filter: None, sets: true, pairs: 4 }
    }

    /// Everything that it plays, in order. Robustness sets take every third seed.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job> {
        let mut jobs = Vec::new();
        let scenarios = scenarios();
        for (place, seed) in self.seeds.iter().enumerate() {
            for scenario in &scenarios {
                if scenario.is_main() || (self.sets && place % 3 == 0) {
                    jobs.push(Job::Tale(*scenario, *seed));
                }
            }
            for limit in DAY_LIMITS {
                for apart in LAYOUTS {
                    jobs.extend((0..self.pairs).map(|pair| Job::Days(Layout { limit, apart, pair }, *seed)));
                }
            }
        }
        if let Some(filter) = &self.filter {
            jobs.retain(|job| job.name().contains(filter.as_str()));
        }
        jobs
    }
}
