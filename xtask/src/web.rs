//! The npm side: is it installed, is it built, and doing so.
//!
//! What lives here: `npm` commands for `web/` and `e2e/`, and telling when they have nothing to do.
//! What never comes in: what the pages are.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::{self, Ending};
use crate::workspace::{Workspace, changed, newest_change};

const INSTALL_LIMIT: Duration = Duration::from_secs(900);
const BUILD_LIMIT: Duration = Duration::from_secs(600);
const OLDEST_NODE: u32 = 20;

/// An `npm` command in one of our folders, with its colours left to the terminal.
pub(crate) fn npm(workspace: &Workspace, folder: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(workspace.path(folder)).args(arguments);
    command.env("npm_config_update_notifier", "false").env("npm_config_fund", "false");
    command
}

/// Says what is missing of Node.js and npm.
///
/// # Errors
/// A sentence that names what to install.
pub(crate) fn require_node() -> Result<(), String> {
    let wanted =
        format!("install Node.js {OLDEST_NODE} or newer with npm (https://nodejs.org or your distribution)");
    let version = first_line("node").ok_or_else(|| format!("`node` is not installed: {wanted}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("Node.js {version} is too old: {wanted}"));
    }
    first_line("npm").map(drop).ok_or_else(|| format!("`npm` is not installed: {wanted}"))
}

fn first_line(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).lines().next()?.trim().to_owned();
    output.status.success().then_some(text)
}

/// Whether `npm ci` has something to do: nothing installed, or installed from an older lock file.
pub(crate) fn install_is_due(workspace: &Workspace, folder: &str) -> bool {
    let lock = changed(&workspace.path(folder).join("package-lock.json"));
    let installed = changed(&workspace.path(folder).join("node_modules/.package-lock.json"));
    match (lock, installed) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(lock), Some(installed)) => lock > installed,
    }
}

/// `npm ci`, exactly as the lock file says.
///
/// # Errors
/// When npm cannot be started.
pub(crate) fn install(workspace: &Workspace, folder: &str) -> Result<Ending, String> {
    let mut command = npm(workspace, folder, &["ci", "--no-audit", "--loglevel=error"]);
    // Browsers come from the distribution; no install step downloads one.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    // Standard output is for what was asked, such as the figures of a benchmark.
    command.stdout(std::io::stderr());
    process::run(&mut command, INSTALL_LIMIT)
}

/// Whether the console's sources are newer than what is built of them.
pub(crate) fn build_is_due(workspace: &Workspace) -> bool {
    let folder = workspace.path("web");
    let Some(built) = changed(&folder.join("dist/index.html")) else { return true };
    let Ok(entries) = std::fs::read_dir(&folder) else { return true };
    let sources: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !matches!(name_of(path), "dist" | "node_modules" | ".svelte-kit"))
        .collect();
    newest_change(&sources).is_none_or(|newest| newest > built)
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// `npm run build` of the console into `web/dist`.
///
/// # Errors
/// When npm cannot be started.
pub(crate) fn build(workspace: &Workspace) -> Result<Ending, String> {
    process::run(npm(workspace, "web", &["run", "build", "--silent"]).stdout(std::io::stderr()), BUILD_LIMIT)
}

/// Makes `web/dist` so that the server, which embeds it, compiles before the console is built.
///
/// # Errors
/// When the folder cannot be made.
pub(crate) fn make_dist_folder(workspace: &Workspace) -> Result<(), String> {
    std::fs::create_dir_all(workspace.path("web/dist")).map_err(|e| format!("cannot make web/dist: {e}"))
}
