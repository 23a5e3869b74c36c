//! The tables of the page.
//!
//! Never here: prose, pictures.

use super::super::catalogue::{DAY_LIMITS, Job, LAYOUTS, Scenario};
use super::super::course::real;
use super::super::figures::{Approaches, approaches, days, quiet};
use super::super::score::Verdict;
use super::super::stats::Share;
use super::super::summary::Reach;
use super::super::tales::{Kind, all};
use super::{GUARD, Material, pct, rate, seconds, table};
use std::collections::BTreeMap;

/// All of them.
pub(super) fn fill(m: &Material<'_>, marks: &mut BTreeMap<&'static str, String>) {
    marks.insert("table.targets", targets(m));
    marks.insert("rows.detectors", detectors(m));
    marks.insert("table.limits", limits(m));
    marks.insert("table.sets", sets(m));
    marks.insert("table.days", day_layouts(m));
    marks.insert("table.nights", nights(m));
    marks.insert("table.kinds", kinds(m));
    marks.insert("table.tales", tales(m));
    marks.insert("table.quiet", quiet_tales(m));
    marks.insert("table.misses", misses(m));
    marks.insert("table.reliability", reliability(m));
}

fn main_approach(scenario: &Scenario) -> bool {
    scenario.is_main() && scenario.kind().is_approach()
}

fn targets(m: &Material<'_>) -> String {
    let rows: Vec<Vec<String>> = m
        .targets()
        .into_iter()
        .map(|target| {
            let reach = match target.reach {
                Reach::Least(least) => format!("at least {least}"),
                Reach::Most(most) => format!("at most {most}"),
            };
            let met = if target.is_missed() { "**no**" } else { "yes" };
            vec![target.words.to_owned(), reach, got(target.got), met.to_owned()]
        })
        .collect();
    table(&["figure", "promised", "measured", "reached"], &rows)
}

fn got(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{:.3}", value))
}

/// One row a figure, one column a detector.
fn detectors(m: &Material<'_>) -> String {
    let names = [GUARD, "D1", "D2a", "D2b"];
    let all = names.map(|name| m.figures(name));
    let summaries = names.map(|name| m.summary(name));
    let mut text = String::new();
    let mut row =
        |words: &str, cells: [String; 4]| text.push_str(&format!("| {words} | {} |\n", cells.join(" | ")));
    let with = |share: Share| {
        let interval =
            share.interval().map_or_else(String::new, |(low, high)| format!(" [{low:.1}-{high:.1}]"));
        format!("{}{interval} of {}", pct(share.pct()), share.of)
    };
    let each = |cell: &dyn Fn(usize) -> String| [0, 1, 2, 3].map(cell);
    let of = |n: usize| all.get(n).cloned().unwrap_or_default();
    let sum = |n: usize| summaries.get(n).cloned().unwrap_or_default();
    row("usable, 500 m and more: first position, %", each(&|n| with(of(n).wide.usable_first)));
    row("the same, 30 s later", each(&|n| pct(of(n).wide.usable_30.pct())));
    row("the same, 60 s later", each(&|n| pct(of(n).wide.usable_60.pct())));
    row("usable, 200 m: first position, %", each(&|n| with(of(n).narrow.usable_first)));
    row("all: first position, %", each(&|n| with(of(n).all.all_first)));
    row("all: 60 s later, %", each(&|n| pct(of(n).all.all_60.pct())));
    row("all: never, %", each(&|n| pct(of(n).all.never.pct())));
    row("in a silence: covered, %", each(&|n| with(of(n).all.silence)));
    row(
        "warning: median / lower quarter",
        each(&|n| format!("{} / {}", seconds(of(n).all.warning(0.5)), seconds(of(n).all.warning(0.25)))),
    );
    row(
        "warning against D1",
        each(&|n| sum(n).warning_ratio_d1.map_or_else(String::new, |ratio| format!("{ratio:.2}"))),
    );
    row("alarms with ten minutes and more, %", each(&|n| pct(of(n).all.ten_minutes().pct())));
    let rates = |r: &super::super::stats::Rate| {
        format!("{} [{}-{}]", rate(r.per_day()), rate(r.lower()), rate(r.upper()))
    };
    row("false a pair-day", each(&|n| rates(&of(n).days.wrong)));
    row("false a pair-day, 500 m and more", each(&|n| rates(&of(n).wide_days.wrong)));
    row("near (1 to 1.25 limits) a pair-day", each(&|n| rate(of(n).days.near.per_day())));
    row("'could be near' a pair-day", each(&|n| rate(of(n).days.unknown.per_day())));
    text
}

fn limits(m: &Material<'_>) -> String {
    let rows: Vec<Vec<String>> = DAY_LIMITS
        .iter()
        .map(|limit| {
            let of =
                |detector: usize| approaches(m.run, detector, &|s| main_approach(s) && s.limit == *limit);
            let (guard, d1) = (of(m.guard), of(0));
            let day = days(m.run, m.guard, &|layout| layout.limit == *limit);
            vec![
                format!("{limit} m"),
                guard.all_first.of.to_string(),
                pct(guard.usable_pct()),
                pct(guard.usable_first.pct()),
                pct(guard.all_first.pct()),
                pct(d1.usable_first.pct()),
                format!("{} / {}", seconds(guard.warning(0.5)), seconds(guard.warning(0.25))),
                seconds(d1.warning(0.5)),
                pct(guard.ten_minutes().pct()),
                rate(day.wrong.per_day()),
                rate(day.near.per_day()),
                rate(day.unknown.per_day()),
            ]
        })
        .collect();
    table(
        &[
            "limit",
            "approaches",
            "usable %",
            "usable: first %",
            "all: first %",
            "D1 usable %",
            "warning median / p25",
            "D1 warning",
            "10 min %",
            "false a day",
            "near a day",
            "could be near a day",
        ],
        &rows,
    )
}

fn sets(m: &Material<'_>) -> String {
    let guard = m.figures(GUARD);
    let others = ["D1", "D2a", "D2b"].map(|name| m.figures(name).sets);
    let both = |a: &Approaches| format!("{} / {}", pct(a.usable_first.pct()), pct(a.all_first.pct()));
    let rows: Vec<Vec<String>> = guard
        .sets
        .iter()
        .map(|(name, set)| {
            let mut row = vec![name.clone(), set.all_first.of.to_string(), pct(set.usable_pct()), both(set)];
            row.extend(others.iter().map(|sets| {
                sets.iter().find(|(other, _)| other == name).map_or_else(String::new, |(_, set)| both(set))
            }));
            row
        })
        .collect();
    table(&["set", "approaches", "usable %", "Hoeder", "D1", "D2a", "D2b"], &rows)
}

fn day_layouts(m: &Material<'_>) -> String {
    let mut rows = Vec::new();
    for apart in LAYOUTS {
        let mut row = vec![format!("{apart}")];
        for limit in DAY_LIMITS {
            let one = days(m.run, m.guard, &|layout| {
                layout.limit == limit && layout.apart.total_cmp(&apart).is_eq()
            });
            row.push(format!("{} / {}", rate(one.wrong.per_day()), rate(one.near.per_day())));
        }
        rows.push(row);
    }
    table(
        &["homes apart, in limits (false / near a day)", "200 m", "500 m", "1,000 m", "2,000 m", "5,000 m"],
        &rows,
    )
}

fn nights(m: &Material<'_>) -> String {
    let mut rows = Vec::new();
    for tale in all().into_iter().filter(|tale| tale.kind == Kind::Night) {
        let mut row = vec![tale.name.to_owned()];
        for limit in DAY_LIMITS {
            let one = quiet(m.run, m.guard, &|s| s.is_main() && s.tale() == tale.name && s.limit == limit);
            let both = one.wrong.per_day().zip(one.near.per_day()).map(|(a, b)| a + b);
            row.push(both.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.2}")));
        }
        rows.push(row);
    }
    table(
        &["night (the number: homes apart, in limits)", "200 m", "500 m", "1,000 m", "2,000 m", "5,000 m"],
        &rows,
    )
}

fn kinds(m: &Material<'_>) -> String {
    let rows: Vec<Vec<String>> = Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_approach() || *kind == Kind::Blind)
        .map(|kind| {
            let of = |detector| approaches(m.run, detector, &|s| s.is_main() && s.kind() == kind);
            let mut row = row_of(kind.words(), &of(m.guard));
            row.push(pct(of(0).all_first.pct()));
            row
        })
        .collect();
    table(
        &[
            "kind",
            "approaches",
            "usable %",
            "F1 usable %",
            "F1 all %",
            "never %",
            "silence",
            "warning",
            "D1: F1 all %",
        ],
        &rows,
    )
}

fn row_of(name: &str, a: &Approaches) -> Vec<String> {
    let silence =
        if a.silence.of == 0 { "-".to_owned() } else { format!("{} of {}", a.silence.hits, a.silence.of) };
    vec![
        name.to_owned(),
        a.all_first.of.to_string(),
        pct(a.usable_pct()),
        pct(a.usable_first.pct()),
        pct(a.all_first.pct()),
        pct(a.never.pct()),
        silence,
        seconds(a.warning(0.5)),
    ]
}

fn tales(m: &Material<'_>) -> String {
    let rows: Vec<Vec<String>> = all()
        .into_iter()
        .filter(|tale| tale.kind.is_approach() || tale.kind == Kind::Blind)
        .map(|tale| {
            let of = |detector| approaches(m.run, detector, &|s| s.is_main() && s.tale() == tale.name);
            let mut row = row_of(tale.name, &of(m.guard));
            row.push(pct(of(0).all_first.pct()));
            row
        })
        .collect();
    table(
        &[
            "scenario",
            "approaches",
            "usable %",
            "F1 usable %",
            "F1 all %",
            "never %",
            "silence",
            "warning",
            "D1: F1 all %",
        ],
        &rows,
    )
}

fn quiet_tales(m: &Material<'_>) -> String {
    let rows: Vec<Vec<String>> = all()
        .into_iter()
        .filter(|tale| tale.kind == Kind::Quiet)
        .map(|tale| {
            let of = |detector| quiet(m.run, detector, &|s| s.is_main() && s.tale() == tale.name);
            let (guard, d2b) = (of(m.guard), of(3));
            let played = guard.wrong.pairs.len();
            vec![
                tale.name.to_owned(),
                played.to_string(),
                guard.wrong.events().to_string(),
                guard.near.events().to_string(),
                guard.met.events().to_string(),
                guard.unknown.events().to_string(),
                d2b.wrong.events().to_string(),
            ]
        })
        .collect();
    table(&["scenario", "played", "false", "near", "true", "could be near", "D2b false"], &rows)
}

/// The usable approaches that were late or missed, and those that were never alarmed, by name.
fn misses(m: &Material<'_>) -> String {
    let mut rows = Vec::new();
    for record in &m.run.records {
        let Job::Tale(scenario, seed) = &record.job else { continue };
        let Some(outcome) = record.outcomes.get(m.guard).filter(|_| main_approach(scenario)) else {
            continue;
        };
        for met in &outcome.met {
            let what = match (met.usable, met.first, met.ever) {
                (true, false, true) => "usable, alarmed late",
                (true, false, false) => "usable, never alarmed",
                (false, _, false) => "not usable, never alarmed",
                (true, true, _) | (false, _, true) => continue,
            };
            let covered = if met.covered { "yes" } else { "no" };
            rows.push(vec![
                scenario.name(),
                seed.to_string(),
                format!("{} s", met.crossing_s),
                what.to_owned(),
                covered.to_owned(),
            ]);
        }
    }
    let more = rows.len().saturating_sub(60);
    rows.truncate(60);
    let wrong: usize = m
        .run
        .records
        .iter()
        .filter(|r| matches!(r.job, Job::Days(..)))
        .filter_map(|r| r.outcomes.get(m.guard))
        .map(|o| o.alarms.iter().filter(|e| e.verdict == Verdict::False).count())
        .sum();
    let mut text =
        table(&["scenario", "seed", "crossing at", "what", "alarm or 'could be near' within 60 s"], &rows);
    if more > 0 {
        text.push_str(&format!("\nand {more} more.\n"));
    }
    text.push_str(&format!("\nFalse alarms on ordinary days: {wrong}.\n"));
    text
}

fn reliability(m: &Material<'_>) -> String {
    let figures = m.figures(GUARD);
    let rows: Vec<Vec<String>> = figures
        .reliability
        .0
        .iter()
        .filter(|bin| bin.count > 0)
        .map(|bin| {
            let stated = 100.0 * bin.stated / real(bin.count);
            vec![
                format!("{stated:.1} %"),
                pct(Share { hits: bin.so, of: bin.count }.pct()) + " %",
                bin.count.to_string(),
            ]
        })
        .collect();
    table(&["stated", "so", "statements"], &rows)
}
