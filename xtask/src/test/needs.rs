//! What the checks need on this machine, fetched or named.
//!
//! What lives here: Debian packages (installed when we may), Node.js, the npm packages.
//! What never comes in: downloads from anywhere else than the distribution and the npm registry.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::steps::{Need, Step};
use crate::workspace::Workspace;
use crate::{postgres, process, screenshots, web};

/// What a clean checkout holds after the last step, and what the steps have in temporary folders meanwhile.
const WANTED_GIB: u32 = 8;
const APT_LIMIT: Duration = Duration::from_secs(1200);

/// Fetches everything that these steps need.
///
/// # Errors
/// When something is missing and cannot be fetched; it is named with how to get it.
pub(super) fn fetch(workspace: &Workspace, chosen: &[&Step]) -> Result<(), String> {
    let needs = |need: Need| chosen.iter().any(|step| step.needs.contains(&need));
    let mut packages = Vec::new();
    if needs(Need::Postgres) && postgres::find_programs().is_none() {
        packages.push("postgresql");
    }
    if needs(Need::Chromium) && !Path::new(&screenshots::chromium()).exists() {
        packages.push("chromium");
    }
    if needs(Need::Bus) && !process::is_on_path("dbus-daemon") {
        packages.push("dbus-daemon");
    }
    if needs(Need::Poppler) && !process::is_on_path("pdftotext") {
        packages.push("poppler-utils");
    }
    if needs(Need::Faketime) && !process::is_on_path("faketime") {
        packages.push("faketime");
    }
    for program in ["espeak-ng", "sox"] {
        if needs(Need::Speech) && !process::is_on_path(program) {
            packages.push(program);
        }
    }
    install_packages(&packages)?;
    say_when_the_disk_is_small(workspace);
    web::make_dist_folder(workspace)?;
    for (need, folder) in [(Need::Web, "web"), (Need::Chromium, "e2e")] {
        if needs(need) {
            web::require_node()?;
            if web::install_is_due(workspace, folder) {
                println!("==> npm ci in {folder}/");
                web::install(workspace, folder)?.or_trouble(&format!("npm ci in {folder}/"))?;
            }
        }
    }
    Ok(())
}

/// A linker that finds no room says so in a line that nobody finds: it is told beforehand, and not refused, for what was
/// built before needs no room again.
fn say_when_the_disk_is_small(workspace: &Workspace) {
    let mut df = Command::new("df");
    df.args(["--output=avail", "--block-size=1G"]).arg(workspace.path(""));
    let Ok(output) = df.output() else { return };
    let text = String::from_utf8_lossy(&output.stdout);
    if let Some(free) = text.lines().last().and_then(|line| line.trim().parse::<u32>().ok())
        && free < WANTED_GIB
    {
        println!(
            "==> {free} GiB free on this disk; building and testing everything from nothing takes {WANTED_GIB}"
        );
    }
}

/// Installs Debian packages when we are root on a system that has `apt-get`.
fn install_packages(packages: &[&str]) -> Result<(), String> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root || !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!(
            "not installed: {list}. On Debian: sudo apt-get install {list}. Elsewhere: {}, and Chromium with its \
             path in the variable CHROMIUM",
            postgres::WANTED
        ));
    }
    println!("==> apt-get install {list}");
    for arguments in [vec!["update", "-q"], [&["install", "-y", "-q"], packages].concat()] {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        process::run(&mut command, APT_LIMIT)?.or_trouble(&format!("apt-get for {list}"))?;
    }
    Ok(())
}
