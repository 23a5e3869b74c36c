//! The figures that we promise, measured on a release build.
//!
//! What lives here: building, running what measures, and holding the figures against their limits.
//! What never comes in: measuring; that is done where the thing measured lives.

mod alarm;
mod desk;
mod measure;
mod tracking;
mod voice;

use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::Verdict;
use crate::arguments::Arguments;
use crate::temporary::TemporaryFolder;
use crate::workspace::Workspace;
use crate::{process, screenshots, web};

const BUILD_LIMIT: Duration = Duration::from_secs(5400);
const RUN_LIMIT: Duration = Duration::from_secs(1800);

/// What a figure is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

/// A figure's name and what it is held against.
type Promise = (&'static str, Limit);

/// What a bench found: numbers by name.
type Figures = Map<String, Value>;

/// One bench: the figures that it promises, and how they are taken once the release build is there.
struct Bench {
    promises: &'static [Promise],
    take: fn(&Workspace, &mut Arguments) -> Result<Figures, String>,
}

/// `cargo xtask bench [alarm|desk|measure|tracking|voice] [--json] ..`. Measures and prints; a figure over its limit is marked and does not fail
/// the task, because another machine is another figure.
///
/// # Errors
/// When a build or a bench cannot be run.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<Verdict, String> {
    let name = arguments.take_word().unwrap_or_else(|| "alarm".to_owned());
    let bench = match name.as_str() {
        "alarm" => alarm::BENCH,
        "desk" => desk::BENCH,
        "measure" => measure::BENCH,
        "tracking" => tracking::BENCH,
        "voice" => voice::BENCH,
        other => {
            return Err(format!("no such bench: {other} (there are: alarm, desk, measure, tracking, voice)"));
        }
    };
    let as_json = arguments.take_switch("--json");
    web::make_dist_folder(workspace)?;
    let figures = (bench.take)(workspace, &mut arguments)?;
    arguments.finish()?;
    if as_json {
        println!("{}", Value::Object(figures));
    } else {
        print_table(&figures, bench.promises);
    }
    Ok(Verdict::Fine)
}

fn build_release(workspace: &Workspace) -> Result<(), String> {
    let mut build = workspace.cargo(&["build", "--release", "--package", "hoeder"]);
    process::run(&mut build, BUILD_LIMIT)?.or_trouble("cargo build --release")
}

/// What one script of `e2e/bench` finds with the browsers of this machine.
fn browser_figures(workspace: &Workspace, name: &str) -> Result<Figures, String> {
    let folder = TemporaryFolder::new("bench")?;
    let out = folder.path().join("figures.json");
    let mut script = web::npm(workspace, "e2e", &["run", "--silent", "bench", "--", name]);
    script.env("HOEDER_BIN", workspace.target()?.join("release/hoeder"));
    script.env("CHROMIUM", screenshots::chromium());
    script.env("HOEDER_BENCH_OUT", &out);
    let (ending, said) = process::run_keeping(&mut script, RUN_LIMIT, process::Shown::KeptOnly)?;
    process::end_all_of_ours();
    ending.or_trouble("npm run bench in e2e/").map_err(|trouble| format!("{trouble}\n{said}"))?;
    let text = fs::read_to_string(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("what the bench wrote: {e}"))
}

/// Runs a program whose last line is one JSON object.
fn figures_of(command: &mut Command, name: &str) -> Result<Figures, String> {
    let (ending, output) = process::run_keeping(command, RUN_LIMIT, process::Shown::KeptOnly)?;
    ending.or_trouble(name)?;
    last_object(&output).ok_or_else(|| format!("{name} printed no JSON object"))
}

/// The JSON object that the output is, or that its last line is.
fn last_object(output: &str) -> Option<Figures> {
    let candidates = [Some(output), output.trim_end().lines().last()];
    candidates.into_iter().flatten().find_map(|text| match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Some(object),
        Ok(_) | Err(_) => None,
    })
}

fn holds(figure: f64, limit: Limit) -> bool {
    match limit {
        Limit::AtMost(most) => figure <= most,
        Limit::AtLeast(least) => figure >= least,
    }
}

fn print_table(figures: &Figures, promises: &[Promise]) {
    for (name, limit) in promises {
        let figure = figures.get(*name).and_then(Value::as_f64);
        let verdict = match figure {
            None => "not measured",
            Some(figure) if holds(figure, *limit) => "ok",
            Some(_) => "OVER ITS LIMIT",
        };
        let bound = match limit {
            Limit::AtMost(most) => format!("<= {most}"),
            Limit::AtLeast(least) => format!(">= {least}"),
        };
        println!(
            "{name:<28} {:>16}  {bound:<12} {verdict}",
            figure.map_or("-".to_owned(), |f| f.to_string())
        );
    }
    for (name, value) in
        figures.iter().filter(|(name, _)| promises.iter().all(|(promised, _)| promised != name))
    {
        println!("{name:<28} {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, holds, last_object};

    #[test]
    fn the_figures_are_the_whole_output_or_its_last_line() {
        assert!(last_object("{\n \"a\": 1\n}\n").is_some());
        assert!(last_object("warming up\n{\"a\": 1}\n").is_some());
        assert!(last_object("warming up\n").is_none());
    }

    #[test]
    fn a_limit_is_kept_at_the_limit_itself() {
        assert!(holds(2.0, Limit::AtMost(2.0)));
        assert!(!holds(2.1, Limit::AtMost(2.0)));
        assert!(holds(1e7, Limit::AtLeast(1e7)));
        assert!(!holds(0.9e7, Limit::AtLeast(1e7)));
    }
}
