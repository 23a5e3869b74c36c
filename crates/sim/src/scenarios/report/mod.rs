//! The page about detection and its pictures, from what was played.
//!
//! Never here: playing, adding up, files.

mod curves;
mod svg;
mod tables;

use super::figures::{Approaches, Figures, approaches, chance_meetings};
use super::run::Run;
use super::summary::{Summary, Target, summaries, targets};
use std::collections::BTreeMap;

pub use curves::{curve_entries, curve_plan};

/// The text with marks where figures go.
const PAGE: &str = include_str!("page.template");

/// The page and its pictures.
pub struct Page {
    /// Markdown.
    pub text: String,
    /// Names of files in the folder `detection` beside the page, with their bytes.
    pub pictures: Vec<(&'static str, String)>,
}

/// Everything that the page is made from.
pub(super) struct Material<'a> {
    pub(super) run: &'a Run,
    pub(super) curves: &'a Run,
    pub(super) all: Vec<(String, Figures, Summary)>,
    pub(super) guard: usize,
}

impl Material<'_> {
    fn of(&self, name: &str) -> Option<&(String, Figures, Summary)> {
        self.all.iter().find(|(other, _, _)| other == name)
    }
    fn figures(&self, name: &str) -> Figures {
        self.of(name).map(|(_, figures, _)| figures.clone()).unwrap_or_default()
    }
    fn summary(&self, name: &str) -> Summary {
        self.of(name).map(|(_, _, summary)| summary.clone()).unwrap_or_default()
    }
    fn targets(&self) -> Vec<Target> {
        targets(&self.summary(GUARD), &self.summary("D2b"))
    }
}

/// The guard's name among the detectors.
pub const GUARD: &str = "Hoeder";

/// Writes the page from a whole run and one of curves.
#[must_use]
pub fn page(run: &Run, curves: &Run) -> Page {
    let guard = run.detectors.iter().position(|name| name == GUARD).unwrap_or_default();
    let material = Material { run, curves, all: summaries(run), guard };
    let mut marks = words(&material);
    tables::fill(&material, &mut marks);
    marks.insert("table.curves", curves::table_text(&material));
    let mut text = PAGE.to_owned();
    for (mark, value) in &marks {
        text = text.replace(&format!("{{{{{mark}}}}}"), value.trim_end());
    }
    Page { text, pictures: curves::pictures(&material) }
}

/// The numbers inside sentences.
fn words(material: &Material<'_>) -> BTreeMap<&'static str, String> {
    let (guard, d1) = (material.figures(GUARD), material.figures("D1"));
    let summary = material.summary(GUARD);
    let warning = |limit: u32| {
        let of: Approaches = approaches(material.run, material.guard, &|scenario| {
            scenario.is_main() && scenario.kind().is_approach() && scenario.limit == limit
        });
        of.warning(0.5).map_or_else(none, |seconds| format!("{seconds:.0}"))
    };
    let interval = guard.wide.usable_first.interval();
    let false_days = guard.days.wrong.per_day().filter(|rate| *rate > 0.0);
    let missed: Vec<String> = material
        .targets()
        .into_iter()
        .filter(Target::is_missed)
        .map(|target| format!("*{}*", target.words))
        .collect();
    let missed = if missed.is_empty() {
        "All promised figures are reached.".to_owned()
    } else {
        format!(
            "Not reached: {}. 'What is traded for what' shows why this point is shipped all the same.",
            missed.join("; ")
        )
    };
    let chance = chance_meetings(material.run, material.guard);
    let mut seeds: Vec<u64> = material.run.records.iter().map(|record| record.job.seed()).collect();
    seeds.sort_unstable();
    seeds.dedup();
    BTreeMap::from([
        ("scenarios", thousands(super::catalogue::scenarios().len())),
        ("guard.usable_first", pct(guard.wide.usable_first.pct())),
        (
            "guard.usable_first_interval",
            interval.map_or_else(none, |(low, high)| format!("{low:.2} to {high:.2}")),
        ),
        ("d1.usable_first", pct(d1.wide.usable_first.pct())),
        ("usable_share", pct(summary.usable_share_pct)),
        ("guard.all_first", pct(guard.all.all_first.pct())),
        ("guard.never", pct(guard.all.never.pct())),
        ("guard.silence", pct(guard.all.silence.pct())),
        ("guard.unknown", rate(guard.days.unknown.per_day())),
        ("guard.false", rate(guard.days.wrong.per_day())),
        ("guard.false_upper", rate(guard.days.wrong.upper())),
        (
            "guard.false_days",
            false_days.map_or_else(|| "many".to_owned(), |rate| format!("{:.0}", 1.0 / rate)),
        ),
        ("guard.wide_false", rate(guard.wide_days.wrong.per_day())),
        ("guard.wide_false_upper", rate(guard.wide_days.wrong.upper())),
        ("guard.warning_200", warning(200)),
        ("guard.warning_1000", warning(1_000)),
        ("missed", missed),
        ("days", thousands(super::course::second(guard.days.wrong.days()))),
        ("pairs", thousands(guard.days.wrong.pairs.len())),
        (
            "met",
            format!(
                "{} ({} approaches, {} by the first position)",
                rate(guard.days.met.per_day()),
                chance.all_first.of,
                pct(chance.all_first.pct())
            ),
        ),
        ("seeds", seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
    ])
}

fn none() -> String {
    "-".to_owned()
}

/// A share with the digits that it deserves.
pub(super) fn pct(value: Option<f64>) -> String {
    value.map_or_else(none, |value| {
        if value >= 99.0 || value <= 1.0 { format!("{value:.2}") } else { format!("{value:.1}") }
    })
}

pub(super) fn rate(value: Option<f64>) -> String {
    value.map_or_else(none, |value| format!("{value:.3}"))
}

pub(super) fn seconds(value: Option<f64>) -> String {
    value.map_or_else(none, |value| format!("{value:.0} s"))
}

pub(super) fn thousands(count: usize) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}

/// A Markdown table.
pub(super) fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", heading.join(" | "), "---|".repeat(heading.len()));
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}
