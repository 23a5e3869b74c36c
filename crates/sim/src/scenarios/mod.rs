//! The public scenario suite: invented people on invented roads, seen through realistic devices, watched by Hoeder's guard
//! and by three simple ones (FL-13). `docs/detection.md` is its report.
//!
//! One seed and one name are the same bytes every time. Never here: the guard itself (`hoeder_watch::track`), a clock, files.

mod catalogue;
mod course;
mod days;
mod detector;
mod device;
mod dice;
mod figures;
mod ground;
mod guarded;
mod noise;
mod play;
mod report;
mod run;
mod score;
mod sets;
mod stage;
mod stats;
mod summary;
mod tales;
#[cfg(test)]
mod tests;
mod town;
mod walker;

pub use catalogue::{DAY_LIMITS, Job, LAYOUTS, Layout, PAIR_DAYS, Plan, Scenario, USUAL_S, Use, scenarios};
pub use detector::{Class, Detector, Rule, Said, Simple, Span, baselines, gate, simple};
pub use figures::{Approaches, Figures, Quiet, approaches, chance_meetings, days, figures, quiet};
pub use guarded::{Guarded, guarded};
pub use play::{Bin, Entry, MOST_STATEMENTS, Make, Outcome, Record, Reliability, Setup};
pub use report::{GUARD, Page, curve_entries, curve_plan, page};
pub use run::{Progress, Run, run};
pub use score::{Episode, Met, Verdict};
pub use sets::NoiseSet;
pub use stats::{Rate, Share, poisson_interval, quantile, upper_by_pair};
pub use summary::{Reach, Summary, Target, summaries, targets};
pub use tales::Kind;
