//! The figures that we promise, measured on a release build.
//!
//! What lives here: building, running the binary's own bench with a store in a folder and with
//! PostgreSQL, adding the zone look-up, and holding the figures against their limits.
//! What never comes in: measuring; that is done where the thing measured lives.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::Verdict;
use crate::arguments::Arguments;
use crate::postgres::TemporaryPostgres;
use crate::process::{self, Shown};
use crate::web;
use crate::workspace::Workspace;

const BUILD_LIMIT: Duration = Duration::from_secs(5400);
const RUN_LIMIT: Duration = Duration::from_secs(1800);

/// What a figure is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

/// The figures of the alarm path and their limits.
const PROMISES: [(&str, Limit); 7] = [
    ("press_to_last_desk_ms_p50", Limit::AtMost(2.0)),
    ("press_to_last_desk_ms_p99", Limit::AtMost(15.0)),
    ("floor_ratio_p50", Limit::AtMost(3.0)),
    ("burst_700_lost", Limit::AtMost(0.0)),
    ("server_rss_mb", Limit::AtMost(300.0)),
    ("zone_lookup_per_s", Limit::AtLeast(10_000_000.0)),
    ("hotspot_look_up_ms_p99", Limit::AtMost(100.0)),
];

/// `cargo xtask bench [alarm] [--json] [--zones FILE] [--no-postgres]`. Measures and prints; a figure
/// over its limit is marked and does not fail the task, because another machine is another figure.
///
/// # Errors
/// When a build or a bench cannot be run.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<Verdict, String> {
    let bench = arguments.take_word().unwrap_or_else(|| "alarm".to_owned());
    if bench != "alarm" {
        return Err(format!("no such bench: {bench} (there is: alarm)"));
    }
    let as_json = arguments.take_switch("--json");
    let without_postgres = arguments.take_switch("--no-postgres");
    let zones = arguments.take_value("--zones")?.map(from_where_we_are).transpose()?;
    arguments.finish()?;

    web::make_dist_folder(workspace)?;
    let mut build = workspace.cargo(&["build", "--release", "--package", "hoeder"]);
    process::run(&mut build, BUILD_LIMIT)?.or_trouble("cargo build --release")?;
    let mut figures = Map::new();
    let postgres = if without_postgres { None } else { Some(TemporaryPostgres::start()?) };
    figures.extend(alarm(workspace, postgres.as_ref(), zones.as_deref())?);
    figures.extend(zone_lookup(workspace, zones)?);
    figures.extend(hotspot_look_up(workspace)?);
    if as_json {
        println!("{}", Value::Object(figures));
    } else {
        print_table(&figures);
    }
    Ok(Verdict::Fine)
}

/// A path as the person at the terminal means it.
fn from_where_we_are(path: String) -> Result<PathBuf, String> {
    std::path::absolute(&path).map_err(|e| format!("{path}: {e}"))
}

fn alarm(
    workspace: &Workspace,
    postgres: Option<&TemporaryPostgres>,
    zones: Option<&Path>,
) -> Result<Map<String, Value>, String> {
    let mut command = Command::new(workspace.target()?.join("release/hoeder"));
    command.current_dir(workspace.root()).args(["bench", "alarm", "--json"]);
    if let Some(postgres) = postgres {
        command.args(["--postgres", &postgres.url()]);
    }
    if let Some(zones) = zones {
        command.arg("--zones").arg(zones);
    }
    figures_of(&mut command, "hoeder bench alarm")
}

fn zone_lookup(workspace: &Workspace, zones: Option<PathBuf>) -> Result<Map<String, Value>, String> {
    let run = ["run", "--release", "--package", "hoeder-geo", "--example", "zone_lookup", "--", "--json"];
    let mut command = workspace.cargo(&run);
    command.args(zones);
    figures_of(&mut command, "the example zone_lookup")
}

fn hotspot_look_up(workspace: &Workspace) -> Result<Map<String, Value>, String> {
    let run =
        ["run", "--release", "--package", "hoeder-engine", "--example", "hotspot_look_up", "--", "--json"];
    figures_of(&mut workspace.cargo(&run), "the example hotspot_look_up")
}

/// Runs a program whose last line is one JSON object.
fn figures_of(command: &mut Command, name: &str) -> Result<Map<String, Value>, String> {
    let (ending, output) = process::run_keeping(command, RUN_LIMIT, Shown::KeptOnly)?;
    ending.or_trouble(name)?;
    last_object(&output).ok_or_else(|| format!("{name} printed no JSON object"))
}

/// The JSON object that the output is, or that its last line is.
fn last_object(output: &str) -> Option<Map<String, Value>> {
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

fn print_table(figures: &Map<String, Value>) {
    for (name, limit) in PROMISES {
        let figure = figures.get(name).and_then(Value::as_f64);
        let verdict = match figure {
            None => "not measured",
            Some(figure) if holds(figure, limit) => "ok",
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
        figures.iter().filter(|(name, _)| PROMISES.iter().all(|(promised, _)| promised != name))
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
