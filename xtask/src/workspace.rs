//! The checkout: where it is, which files it holds, what cargo says of it.
//!
//! What lives here: paths, a walk over our own files, `cargo metadata`.
//! What never comes in: judgements about what is found.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::process::{self, Shown};

const METADATA_LIMIT: Duration = Duration::from_secs(600);
/// Folders that hold what others made or what a build wrote.
const NOT_OURS: [&str; 8] =
    [".git", "target", "node_modules", "dist", "test-results", "playwright-report", ".svelte-kit", ".vite"];
/// Where a server started here keeps its store, in the root folder only.
const SERVER_DATA: &str = "data/";

/// The root folder of this checkout.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout that this task was started in.
    ///
    /// # Errors
    /// When no folder above holds a cargo workspace.
    pub(crate) fn find() -> Result<Self, String> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => std::env::current_dir().map_err(|e| format!("no current folder: {e}"))?,
        };
        start
            .ancestors()
            .find(|folder| {
                fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("[workspace]"))
            })
            .map(|root| Self { root: root.to_owned() })
            .ok_or_else(|| "not inside the workspace".to_owned())
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When it cannot be read, with its path inside the checkout.
    pub(crate) fn read(&self, inside: &str) -> Result<String, String> {
        fs::read_to_string(self.path(inside)).map_err(|e| format!("cannot read {inside}: {e}"))
    }

    /// Our own files under a folder with one of these endings, as paths inside the checkout, sorted.
    pub(crate) fn files(&self, under: &str, endings: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        walk(&self.path(under), &mut |path| {
            let inside = path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            if !inside.starts_with(SERVER_DATA) && endings.iter().any(|ending| inside.ends_with(ending)) {
                found.push(inside);
            }
        });
        found.sort();
        found
    }

    /// A cargo command in the root of this checkout.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        command.current_dir(&self.root).args(arguments);
        // What `cargo run` told us about ourselves would make build scripts that look at it run again.
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(is_about_this_crate) {
                command.env_remove(name);
            }
        }
        command
    }

    /// What cargo knows of the crates here; with `Depth::All` also of everything they lean on.
    ///
    /// # Errors
    /// When cargo fails or prints something else than JSON.
    pub(crate) fn metadata(&self, depth: Depth) -> Result<Value, String> {
        let host = self.host()?;
        let arguments: Vec<&str> = match depth {
            Depth::Ours => vec!["metadata", "--format-version", "1", "--no-deps"],
            Depth::All => vec!["metadata", "--format-version", "1", "--locked", "--filter-platform", &host],
        };
        let (ending, output) =
            process::run_keeping(&mut self.cargo(&arguments), METADATA_LIMIT, Shown::KeptOnly)?;
        ending.or_trouble("cargo metadata")?;
        serde_json::from_str(&output).map_err(|e| format!("cargo metadata: {e}"))
    }

    /// Where cargo puts what it builds.
    ///
    /// # Errors
    /// When cargo does not say.
    pub(crate) fn target(&self) -> Result<PathBuf, String> {
        let metadata = self.metadata(Depth::Ours)?;
        metadata
            .get("target_directory")
            .and_then(Value::as_str)
            .map(PathBuf::from)
            .ok_or_else(|| "cargo metadata names no target folder".to_owned())
    }

    fn host(&self) -> Result<String, String> {
        let output = Command::new("rustc")
            .arg("-vV")
            .current_dir(&self.root)
            .output()
            .map_err(|e| format!("cannot start rustc: {e}"))?;
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
            .ok_or_else(|| "rustc -vV names no host".to_owned())
    }
}

/// Whether cargo sets this variable to describe the crate that it runs.
fn is_about_this_crate(variable: &str) -> bool {
    let families = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    families.iter().any(|family| variable.starts_with(family)) || variable == "CARGO_PRIMARY_PACKAGE"
}

/// How far `cargo metadata` looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The crates of this workspace.
    Ours,
    /// Their dependencies as well, for this machine's platform.
    All,
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !NOT_OURS.contains(&name.as_ref()) => walk(&path, visit),
            Ok(kind) if kind.is_file() => visit(&path),
            Ok(_) | Err(_) => {}
        }
    }
}

/// The newest time of change of our own files under these paths; `None` when there are none.
pub(crate) fn newest_change(paths: &[PathBuf]) -> Option<SystemTime> {
    let mut newest = None;
    let mut note = |path: &Path| newest = newest.max(changed(path));
    for path in paths {
        if path.is_dir() { walk(path, &mut note) } else { note(path) }
    }
    newest
}

/// When a file was last changed; `None` when it is not there.
pub(crate) fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::is_about_this_crate;

    #[test]
    fn settings_of_the_person_reach_cargo_and_facts_about_this_crate_do_not() {
        assert!(is_about_this_crate("CARGO_PKG_VERSION_MAJOR"));
        assert!(is_about_this_crate("CARGO_MANIFEST_DIR"));
        assert!(!is_about_this_crate("CARGO_HOME"));
        assert!(!is_about_this_crate("CARGO_TARGET_DIR"));
        assert!(!is_about_this_crate("RUSTFLAGS"));
    }
}
