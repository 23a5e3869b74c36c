//! The description of the HTTP interface, checked in so that a change of it is seen in review.
//!
//! What lives here: writing `docs/openapi.json` from the server's code, and the console's client types from it.
//! What never comes in: the description itself; the code of the routes is its only source.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::Verdict;
use crate::arguments::Arguments;
use crate::process::{self, Shown};
use crate::web;
use crate::workspace::Workspace;

const DESCRIPTION: &str = "docs/openapi.json";
const CLIENT_TYPES: &str = "web/src/api/schema.d.ts";
const CARGO_LIMIT: Duration = Duration::from_secs(3600);
const GENERATE_LIMIT: Duration = Duration::from_secs(120);

/// What to do with files that are out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stale {
    /// Write them again.
    Write,
    /// Leave them as they were and say so.
    Report,
}

/// `cargo xtask openapi [--check]`.
///
/// # Errors
/// When the server or npm cannot be run.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<Verdict, String> {
    let stale = if arguments.take_switch("--check") { Stale::Report } else { Stale::Write };
    arguments.finish()?;
    refresh(workspace, stale)
}

/// Compares both files with what the code gives now.
///
/// # Errors
/// When the server or npm cannot be run.
pub(crate) fn refresh(workspace: &Workspace, stale: Stale) -> Result<Verdict, String> {
    web::make_dist_folder(workspace)?;
    let mut command = workspace.cargo(&["run", "--quiet", "--package", "hoeder", "--", "openapi"]);
    let (ending, fresh) = process::run_keeping(&mut command, CARGO_LIMIT, Shown::KeptOnly)?;
    ending.or_trouble("hoeder openapi")?;
    serde_json::from_str::<Value>(&fresh).map_err(|e| format!("hoeder openapi prints no JSON: {e}"))?;

    let before =
        [DESCRIPTION, CLIENT_TYPES].map(|file| (file, fs::read_to_string(workspace.path(file)).ok()));
    put(workspace, DESCRIPTION, Some(&format!("{}\n", fresh.trim_end())))?;
    let generated = generate(workspace);
    let mut changed = Vec::new();
    for (file, old) in &before {
        if fs::read_to_string(workspace.path(file)).ok() != *old {
            changed.push(*file);
        }
        if stale == Stale::Report {
            put(workspace, file, old.as_deref())?;
        }
    }
    generated?;
    Ok(tell(&changed, stale))
}

fn tell(changed: &[&str], stale: Stale) -> Verdict {
    for file in changed {
        match stale {
            Stale::Write => println!("{file}: written"),
            Stale::Report => println!("{file}: out of date; run `cargo xtask openapi`"),
        }
    }
    if changed.is_empty() {
        println!("{DESCRIPTION} and {CLIENT_TYPES} are as the code says");
    }
    if changed.is_empty() || stale == Stale::Write { Verdict::Fine } else { Verdict::Found }
}

fn generate(workspace: &Workspace) -> Result<(), String> {
    if web::install_is_due(workspace, "web") {
        web::require_node()?;
        web::install(workspace, "web")?.or_trouble("npm ci in web/")?;
    }
    let mut command = web::npm(workspace, "web", &["run", "generate", "--silent"]);
    process::run(&mut command, GENERATE_LIMIT)?.or_trouble("npm run generate in web/")
}

/// Makes the file hold this text, or not be there; untouched when it is so already.
fn put(workspace: &Workspace, inside: &str, text: Option<&str>) -> Result<(), String> {
    let path = workspace.path(inside);
    let now = fs::read_to_string(&path).ok();
    let outcome = match (now.as_deref(), text) {
        (now, text) if now == text => Ok(()),
        (_, Some(text)) => fs::write(&path, text),
        (_, None) => fs::remove_file(&path),
    };
    outcome.map_err(|e| format!("cannot write {inside}: {e}"))
}
