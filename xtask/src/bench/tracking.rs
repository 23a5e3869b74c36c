//! Tracking, by the binary's own bench, and beside it on the same town Redis GEO, PostGIS and Shapely/GEOS.
//!
//! As root it installs those peers, from Debian and from PyPI into a folder of its own; otherwise it says what to install.
//! What never comes in: measuring; that is done by the binary and by `peers.py`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{Bench, Figures, Limit, build_release, figures_of};
use crate::arguments::Arguments;
use crate::postgres::find_programs;
use crate::process;
use crate::temporary::TemporaryFolder;
use crate::workspace::Workspace;

const PEERS: &str = include_str!("peers.py");
const INSTALL_LIMIT: Duration = Duration::from_secs(900);
const PACKAGES: [&str; 4] = ["redis-server", "postgresql", "postgresql-15-postgis-3", "python3-venv"];

pub(super) const BENCH: Bench = Bench {
    promises: &[
        ("zones_of_point_per_s", Limit::AtLeast(10_000_000.0)),
        ("zones_of_point_wrong", Limit::AtMost(0.0)),
        ("pair_and_zones_per_s", Limit::AtLeast(5_000_000.0)),
        ("pair_and_zones_wrong", Limit::AtMost(0.0)),
        ("full_rules_per_s", Limit::AtLeast(1_500_000.0)),
        ("growth_ratio_1k_1m", Limit::AtMost(1.5)),
        ("bytes_per_pair", Limit::AtMost(1_000.0)),
        ("codec8_durable_per_s", Limit::AtLeast(150_000.0)),
        ("fix_to_desk_ms_p99", Limit::AtMost(10.0)),
        ("restart_s", Limit::AtMost(5.0)),
    ],
    take,
};

/// Understands `--no-peers` and `--only PART`.
fn take(workspace: &Workspace, arguments: &mut Arguments) -> Result<Figures, String> {
    let without_peers = arguments.take_switch("--no-peers");
    let only = arguments.take_value("--only")?;
    build_release(workspace)?;
    let folder = TemporaryFolder::new("tracking")?;
    let data = folder.path().join("town");
    let mut command = Command::new(workspace.target()?.join("release/hoeder"));
    command.current_dir(workspace.root()).args(["bench", "tracking", "--json"]);
    command.args(only.iter().flat_map(|part| ["--only", part.as_str()]));
    if !without_peers {
        command.arg("--data").arg(&data);
    }
    let mut figures = figures_of(&mut command, "hoeder bench tracking")?;
    if !without_peers {
        let mut peers = peers(folder.path(), &data)?;
        add_ratios(&figures, &mut peers);
        figures.insert("peers".to_owned(), Value::Object(peers));
    }
    Ok(figures)
}

fn peers(folder: &Path, data: &Path) -> Result<Map<String, Value>, String> {
    let script = folder.join("peers.py");
    fs::write(&script, PEERS).map_err(|e| format!("{}: {e}", script.display()))?;
    install()?;
    let python = python(folder)?;
    let programs = find_programs().map_or_else(|| "-".into(), PathBuf::into_os_string);
    let mut command = Command::new(python);
    command.arg(&script).arg(data).arg(programs);
    figures_of(&mut command, "the peers")
}

/// Is this the owner of the machine?
fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().any(|line| line.starts_with("Uid:\t0\t"))
}

/// What is not there and cannot be installed is named by the script, peer by peer.
fn install() -> Result<(), String> {
    let postgis = Path::new("/usr/share/postgresql/15/extension/postgis.control");
    if (process::is_on_path("redis-server") && postgis.exists()) || !is_root() {
        return Ok(());
    }
    let mut command = Command::new("apt-get");
    command.args(["install", "-y", "--no-install-recommends"]).args(PACKAGES);
    // No service of the system is started: the bench starts its own.
    command.env("RUNLEVEL", "1").env("DEBIAN_FRONTEND", "noninteractive");
    let (ending, said) = process::run_keeping(&mut command, INSTALL_LIMIT, process::Shown::KeptOnly)?;
    if !ending.is_well() {
        eprintln!("the peers cannot be installed: apt-get install {}\n{said}", PACKAGES.join(" "));
    }
    Ok(())
}

/// A Python with Shapely where it can be had; the system's own otherwise.
fn python(folder: &Path) -> Result<PathBuf, String> {
    let own = folder.join("python");
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&own);
    let (made, _) = process::run_keeping(&mut make, INSTALL_LIMIT, process::Shown::KeptOnly)?;
    if !made.is_well() {
        return Ok(PathBuf::from("python3"));
    }
    let mut fill = Command::new(own.join("bin/pip"));
    fill.args(["install", "--quiet", "shapely", "numpy"]);
    let (filled, said) = process::run_keeping(&mut fill, INSTALL_LIMIT, process::Shown::KeptOnly)?;
    if !filled.is_well() {
        eprintln!("Shapely cannot be installed: pip install shapely numpy\n{said}");
    }
    Ok(own.join("bin/python3"))
}

/// How many times as fast as each peer we are, where both have the figure.
fn add_ratios(figures: &Figures, peers: &mut Map<String, Value>) {
    for peer in peers.values_mut().filter_map(Value::as_object_mut) {
        for name in ["zones_of_point_per_s", "pair_and_zones_per_s"] {
            let ours = figures.get(name).and_then(Value::as_f64);
            let theirs = peer.get(name).and_then(Value::as_f64).filter(|rate| *rate > 0.0);
            if let Some((ours, theirs)) = ours.zip(theirs) {
                peer.insert(format!("{name}_ratio"), json!((ours / theirs * 10.0).round() / 10.0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_says_how_many_times_as_fast_we_are_and_stands_only_where_both_were_measured() {
        let figures = json!({ "zones_of_point_per_s": 10.0 }).as_object().cloned().unwrap_or_default();
        let peers = json!({ "a": { "zones_of_point_per_s": 4.0, "pair_and_zones_per_s": 1.0 }, "b": { "missing": "x" }, "updates": 3 });
        let mut peers = peers.as_object().cloned().unwrap_or_default();
        add_ratios(&figures, &mut peers);
        assert_eq!(peers["a"]["zones_of_point_per_s_ratio"], json!(2.5));
        assert!(
            peers["a"].get("pair_and_zones_per_s_ratio").is_none()
                && peers["b"].as_object().is_some_and(|b| b.len() == 1)
        );
    }
}
