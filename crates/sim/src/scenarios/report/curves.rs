//! Trade-off curves: each method with one of its numbers moved, all on the same messages; and the pictures.
//!
//! Never here: which point is shipped (`hoeder_watch::track::Settings`).

use super::super::catalogue::Plan;
use super::super::course::real;
use super::super::detector::{Rule, baselines, simple};
use super::super::figures::{Figures, figures};
use super::super::guarded::guarded;
use super::super::play::Entry;
use super::super::stats::Share;
use super::svg::{Drawn, Plot, Scale, Series};
use super::{GUARD, Material, pct, rate, seconds, table};
use core::time::Duration;
use hoeder_watch::track::Settings;

/// Where a family's name ends and the value that was moved begins.
const MARK: &str = " = ";
/// False alarms a day that are drawn as such; none at all is drawn at the left edge.
const LEAST_RATE: f64 = 0.001;

/// What curves are drawn from: the first seeds, without robustness sets.
#[must_use]
pub fn curve_plan(plan: &Plan) -> Plan {
    let seeds = plan.seeds.iter().copied().take(4).collect();
    Plan { seeds, sets: false, pairs: plan.pairs.min(1), ..plan.clone() }
}

/// The detectors of the curves: the baselines, the guard, and each with one number moved.
#[must_use]
pub fn curve_entries() -> Vec<Entry> {
    let mut entries = baselines();
    entries.push(guarded(GUARD, Settings::default()));
    for margin in [0.0, 0.05, 0.10, 0.20, 0.30] {
        entries.push(simple(&format!("D2b margin{MARK}{margin}"), move |limit| Rule::margin(limit, margin)));
    }
    let mut moved = |family: &str, value: String, change: &dyn Fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        entries.push(guarded(&format!("{family}{MARK}{value}"), settings));
    };
    for margin in [0.0, 0.05, 0.10, 0.20, 0.30] {
        moved("margin", margin.to_string(), &|s| s.direct.margin_share = margin);
    }
    for ahead in [0_u64, 60, 300, 600] {
        moved("look-ahead", format!("{ahead} s"), &|s| {
            s.predicted.ahead = Duration::from_secs(ahead);
            s.predicted.ahead_of_police = Duration::from_secs(ahead);
        });
    }
    for share in [1.2, 1.5, 1.6] {
        moved("predicted from", format!("{share} limits"), &|s| s.predicted.from_share = share);
    }
    for share in [1.5, 1.6] {
        moved("straight on from", format!("{share} limits"), &|s| s.predicted.aimed_from_share = share);
    }
    for share in [0.15, 0.25, 0.5] {
        moved("gate", share.to_string(), &|s| {
            s.fixes.gate_share = share;
            s.fixes.gate_least_m = 0.0;
            s.fixes.gate_most_m = f64::INFINITY;
        });
    }
    entries
}

struct Point {
    name: String,
    figures: Figures,
}

impl Point {
    fn family(&self) -> &str {
        self.name.split_once(MARK).map_or(self.name.as_str(), |(family, _)| family)
    }
    fn missed(&self) -> f64 {
        let all = self.figures.wide.usable_first.with(self.figures.narrow.usable_first);
        all.pct().map_or(100.0, |first| 100.0 - first)
    }
    fn wrong(&self) -> f64 {
        self.figures.days.wrong.per_day().unwrap_or(0.0)
    }
}

fn points(m: &Material<'_>) -> Vec<Point> {
    m.curves
        .detectors
        .iter()
        .enumerate()
        .map(|(n, name)| Point { name: name.clone(), figures: figures(m.curves, n) })
        .collect()
}

/// The curves as a table.
pub(super) fn table_text(m: &Material<'_>) -> String {
    let points = points(m);
    let d1 = points.first().map(|point| point.figures.all.clone());
    let rows: Vec<Vec<String>> = points
        .into_iter()
        .map(|Point { name, figures: f }| {
            vec![
                name,
                pct(f.wide.usable_first.pct()),
                pct(f.narrow.usable_first.pct()),
                pct(f.all.all_first.pct()),
                rate(f.days.wrong.per_day()),
                rate(f.wide_days.wrong.per_day()),
                rate(f.days.near.per_day()),
                seconds(f.all.warning(0.5)),
                d1.as_ref()
                    .and_then(|d1| f.all.warning_ratio(d1))
                    .map_or_else(String::new, |ratio| format!("{ratio:.2}")),
            ]
        })
        .collect();
    let heading = [
        "point",
        "usable, 500 m and more: first %",
        "usable, 200 m: first %",
        "all: first %",
        "false a day",
        "false a day, 500 m and more",
        "near a day",
        "warning median",
        "against D1",
    ];
    table(&heading, &rows)
}

/// The files.
pub(super) fn pictures(m: &Material<'_>) -> Vec<(&'static str, String)> {
    vec![
        ("trade-off.svg", trade_off(m).svg()),
        ("warning.svg", warning(m).svg()),
        ("reliability.svg", reliability(m).svg()),
    ]
}

fn trade_off(m: &Material<'_>) -> Plot {
    let points = points(m);
    let dot = |point: &Point| (point.wrong().max(LEAST_RATE), point.missed());
    let mut series: Vec<Series> = Vec::new();
    let families = [
        ("D2b margin", "D2b, margin moved"),
        ("margin", "Hoeder, margin"),
        ("look-ahead", "Hoeder, look-ahead"),
        ("predicted from", "Hoeder, predicted from"),
        ("straight on from", "Hoeder, straight on from"),
        ("gate", "Hoeder, accuracy asked"),
    ];
    for (family, name) in families {
        let mut dots: Vec<(f64, f64)> =
            points.iter().filter(|p| p.name.contains(MARK) && p.family() == family).map(dot).collect();
        let shipped = if family == "D2b margin" { "D2b" } else { GUARD };
        dots.extend(points.iter().filter(|p| p.name == shipped).map(dot));
        dots.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
        series.push(Series { name: name.to_owned(), points: dots, drawn: Drawn::LineAndDots });
    }
    for name in ["D1", GUARD] {
        let shown = if name == GUARD { "Hoeder as shipped" } else { name };
        let dots = points.iter().filter(|p| p.name == name).map(dot).collect();
        series.push(Series { name: shown.to_owned(), points: dots, drawn: Drawn::Dots });
    }
    Plot {
        title: "Missed by the first position (usable) against false alarms".to_owned(),
        x: ("false alarms for each pair and day (0.001: none)".to_owned(), Scale::Log(LEAST_RATE, 1.0)),
        y: ("missed by the first position, %".to_owned(), Scale::Log(0.01, 100.0)),
        series,
    }
}

fn warning(m: &Material<'_>) -> Plot {
    let steps: Vec<f64> = (0..=60).map(|n| f64::from(n) * 20.0).collect();
    let series = [GUARD, "D2b", "D1"]
        .into_iter()
        .map(|name| {
            let all = m.figures(name).all;
            let of = all.warnings.len();
            let points = steps
                .iter()
                .map(|least| {
                    let hits = all.warnings.iter().filter(|(_, seconds)| seconds >= least).count();
                    (*least / 60.0, Share { hits, of }.pct().unwrap_or(0.0))
                })
                .collect();
            Series { name: name.to_owned(), points, drawn: Drawn::Line }
        })
        .collect();
    Plot {
        title: "How long before contact the alarm came".to_owned(),
        x: ("minutes of warning".to_owned(), Scale::Linear(0.0, 20.0)),
        y: ("alarms with at least so much, %".to_owned(), Scale::Linear(0.0, 100.0)),
        series,
    }
}

fn reliability(m: &Material<'_>) -> Plot {
    let points = m
        .figures(GUARD)
        .reliability
        .0
        .iter()
        .filter(|bin| bin.count > 0)
        .filter_map(|bin| {
            Some((100.0 * bin.stated / real(bin.count), Share { hits: bin.so, of: bin.count }.pct()?))
        })
        .collect();
    Plot {
        title: "Stated chance of being nearer than the limit, and how often it was so".to_owned(),
        x: ("stated, %".to_owned(), Scale::Linear(0.0, 100.0)),
        y: ("so, %".to_owned(), Scale::Linear(0.0, 100.0)),
        series: vec![
            Series { name: GUARD.to_owned(), points, drawn: Drawn::LineAndDots },
            Series {
                name: "perfect".to_owned(),
                points: vec![(0.0, 0.0), (100.0, 100.0)],
                drawn: Drawn::Line,
            },
        ],
    }
}
