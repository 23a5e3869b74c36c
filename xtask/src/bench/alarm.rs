//! The alarm path and the zone look-up, by the binary's own bench: with a store in a folder and with PostgreSQL.
//!
//! What never comes in: the desk's glass (`desk`).

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Bench, Figures, Limit, build_release, figures_of};
use crate::arguments::Arguments;
use crate::postgres::TemporaryPostgres;
use crate::workspace::Workspace;

pub(super) const BENCH: Bench = Bench {
    promises: &[
        ("press_to_last_desk_ms_p50", Limit::AtMost(2.0)),
        ("press_to_last_desk_ms_p99", Limit::AtMost(15.0)),
        ("floor_ratio_p50", Limit::AtMost(3.0)),
        ("burst_700_lost", Limit::AtMost(0.0)),
        ("server_rss_mb", Limit::AtMost(300.0)),
        ("zone_lookup_per_s", Limit::AtLeast(10_000_000.0)),
        ("hotspot_look_up_ms_p99", Limit::AtMost(100.0)),
    ],
    take,
};

/// Understands `--zones FILE` and `--no-postgres`.
fn take(workspace: &Workspace, arguments: &mut Arguments) -> Result<Figures, String> {
    let without_postgres = arguments.take_switch("--no-postgres");
    let zones = arguments.take_value("--zones")?.map(from_where_we_are).transpose()?;
    build_release(workspace)?;
    let postgres = if without_postgres { None } else { Some(TemporaryPostgres::start()?) };
    let mut figures = alarm(workspace, postgres.as_ref(), zones.as_deref())?;
    figures.extend(zone_lookup(workspace, zones)?);
    figures.extend(hotspot_look_up(workspace)?);
    Ok(figures)
}

/// A path as the person at the terminal means it.
fn from_where_we_are(path: String) -> Result<PathBuf, String> {
    std::path::absolute(&path).map_err(|e| format!("{path}: {e}"))
}

fn alarm(
    workspace: &Workspace,
    postgres: Option<&TemporaryPostgres>,
    zones: Option<&Path>,
) -> Result<Figures, String> {
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

fn zone_lookup(workspace: &Workspace, zones: Option<PathBuf>) -> Result<Figures, String> {
    let run = ["run", "--release", "--package", "hoeder-geo", "--example", "zone_lookup", "--", "--json"];
    let mut command = workspace.cargo(&run);
    command.args(zones);
    figures_of(&mut command, "the example zone_lookup")
}

fn hotspot_look_up(workspace: &Workspace) -> Result<Figures, String> {
    let run =
        ["run", "--release", "--package", "hoeder-engine", "--example", "hotspot_look_up", "--", "--json"];
    figures_of(&mut workspace.cargo(&run), "the example hotspot_look_up")
}
