//! What a run is asked to do, and what it says.

use crate::world::Stats;
use core::fmt;
use hoeder_vocab::UtcMillis;

/// Which seeds are played a second time, to show that the same seed is the same world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Twice {
    /// None.
    Never,
    /// Every tenth.
    #[default]
    OneInTen,
    /// Each.
    Always,
}

impl Twice {
    pub(crate) const fn concerns(self, n: u64) -> bool {
        match self {
            Self::Never => false,
            Self::OneInTen => n.is_multiple_of(10),
            Self::Always => true,
        }
    }
}

/// What to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The first seed.
    pub first_seed: u64,
    /// How many seeds, one after the other.
    pub seeds: u64,
    /// Which of them twice.
    pub twice: Twice,
}

impl Default for Options {
    fn default() -> Self {
        Self { first_seed: 1, seeds: 100, twice: Twice::default() }
    }
}

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// In the world of which seed.
    pub seed: u64,
    /// When, by the virtual clock; worlds begin at 2026-11-18T11:06:40Z.
    pub at: Option<UtcMillis>,
    /// Which promise.
    pub promise: &'static str,
    /// What was found instead. Ids and codes; nothing personal, and all of it invented.
    pub detail: String,
    /// The last happenings, oldest first.
    pub trace: Vec<String>,
}

impl Failure {
    pub(crate) fn of_program(seed: u64, detail: String) -> Self {
        Self { seed, at: None, promise: "the program is built rightly", detail, trace: Vec::new() }
    }
    pub(crate) fn of_two_runs(seed: u64, (first, second): (u64, u64)) -> Self {
        Self {
            seed,
            at: None,
            promise: "the same seed is the same world",
            detail: format!("{first:016x} and {second:016x}"),
            trace: Vec::new(),
        }
    }
    /// The command that plays this seed alone.
    #[must_use]
    pub fn rerun(&self) -> String {
        format!("hoeder sim --first-seed {} --seeds 1", self.seed)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.trace {
            writeln!(f, "    {line}")?;
        }
        writeln!(f, "seed {} broke a promise: {}", self.seed, self.promise)?;
        writeln!(f, "    found: {}", self.detail)?;
        if let Some(at) = self.at {
            writeln!(f, "    at: {at}")?;
        }
        write!(f, "    rerun: {}", self.rerun())
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Seeds played.
    pub seeds: u64,
    /// Promises broken, at most one per seed.
    pub failures: Vec<Failure>,
    /// Happenings, after each of which everything was checked.
    pub events: u64,
    /// Alarms that a phone had in flash.
    pub presses: u64,
    /// Alarms raised, strangers' included.
    pub alarms: u64,
    /// Signed messages that phones sent.
    pub messages: u64,
    /// Orders of people at desks.
    pub orders: u64,
    /// Self-tests.
    pub tests: u64,
    /// Crashes of engine and writer together.
    pub crashes: u64,
    /// Orderly restarts.
    pub restarts: u64,
    /// Snapshots taken.
    pub snapshots: u64,
    /// Alarms that a colleague took over just after they were taken.
    pub taken_over: u64,
    /// Alarms that rang again because their owner did nothing.
    pub returned: u64,
    /// Presses that came first as those of a stranger.
    pub vouched: u64,
    /// Check-ins that were missed.
    pub missed: u64,
    /// Messages, answers and looks in conversations.
    pub said: u64,
    /// Orders about measures that were acknowledged.
    pub measures: u64,
    /// Messages of strangers.
    pub strangers: u64,
    /// Records in all logs.
    pub records: u64,
    /// Virtual time, milliseconds.
    pub simulated_ms: u64,
}

impl Summary {
    pub(crate) const fn add(&mut self, stats: &Stats) {
        self.seeds += 1;
        self.events += stats.events;
        self.presses += stats.presses;
        self.alarms += stats.alarms;
        self.messages += stats.messages;
        self.orders += stats.orders;
        self.tests += stats.tests;
        self.crashes += stats.crashes;
        self.restarts += stats.restarts;
        self.snapshots += stats.snapshots;
        self.taken_over += stats.taken_over;
        self.returned += stats.returned;
        self.vouched += stats.vouched;
        self.missed += stats.missed;
        self.said += stats.said;
        self.measures += stats.measures;
        self.strangers += stats.strangers;
        self.records += stats.records;
        self.simulated_ms += stats.simulated_ms;
    }
    /// Was every promise kept?
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty()
    }
}

impl fmt::Display for Summary {
    /// The failures, then one line in numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "{failure}\n")?;
        }
        write!(
            f,
            "{} seeds, {} failed, {} events, {} presses, {} alarms, {} messages, {} crashes, {} restarts, {:.1} h simulated",
            self.seeds,
            self.failures.len(),
            self.events,
            self.presses,
            self.alarms,
            self.messages,
            self.crashes,
            self.restarts,
            hours(self.simulated_ms),
        )
    }
}

fn hours(ms: u64) -> f64 {
    f64::from(u32::try_from(ms / 1_000).unwrap_or(u32::MAX)) / 3_600.0
}
