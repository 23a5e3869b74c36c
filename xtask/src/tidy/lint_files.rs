//! The `clippy.toml` of the root and of each pure room, from one template.
//!
//! What lives here: the template, because the nearest `clippy.toml` replaces the root one whole.
//! What never comes in: differences between pure rooms.

use std::fs;

use super::{Finding, PURE_ROOMS};
use crate::workspace::Workspace;

const COMMON: &str = "\
# Written by `cargo xtask tidy --write` from its template; change the template, not this file.
allow-unwrap-in-tests = true
allow-expect-in-tests = true
allow-panic-in-tests = true
allow-indexing-slicing-in-tests = true
allow-dbg-in-tests = true
too-many-arguments-threshold = 6
max-fn-params-bools = 0
";

const PURE: &str = r#"
# A pure room: the same input gives the same output, on every machine and in every replay.
disallowed-types = [
  { path = "std::collections::HashMap", reason = "its order differs from run to run: BTreeMap or Vec" },
  { path = "std::collections::HashSet", reason = "its order differs from run to run: BTreeSet or Vec" },
  { path = "std::time::Instant", reason = "`now` is an argument" },
  { path = "std::time::SystemTime", reason = "`now` is an argument" },
  { path = "std::fs::File", reason = "no files in a pure room" },
  { path = "std::fs::OpenOptions", reason = "no files in a pure room" },
  { path = "std::net::TcpStream", reason = "no network in a pure room" },
  { path = "std::net::TcpListener", reason = "no network in a pure room" },
  { path = "std::net::UdpSocket", reason = "no network in a pure room" },
  { path = "std::process::Command", reason = "no processes in a pure room" },
]
disallowed-methods = [
  { path = "std::time::Instant::now", reason = "`now` is an argument" },
  { path = "std::time::SystemTime::now", reason = "`now` is an argument" },
  { path = "jiff::Timestamp::now", reason = "`now` is an argument", allow-invalid = true },
  { path = "jiff::Zoned::now", reason = "`now` is an argument", allow-invalid = true },
  { path = "uuid::Uuid::now_v7", reason = "pure rooms never make up an id", allow-invalid = true },
  { path = "uuid::Uuid::new_v4", reason = "pure rooms never make up an id", allow-invalid = true },
  { path = "std::env::var", reason = "no environment in a pure room" },
  { path = "std::env::var_os", reason = "no environment in a pure room" },
  { path = "std::env::vars", reason = "no environment in a pure room" },
  { path = "std::env::args", reason = "no environment in a pure room" },
  { path = "std::fs::read", reason = "no files in a pure room" },
  { path = "std::fs::read_to_string", reason = "no files in a pure room" },
  { path = "std::fs::write", reason = "no files in a pure room" },
  { path = "std::thread::spawn", reason = "no threads in a pure room" },
  { path = "std::thread::sleep", reason = "no waiting in a pure room" },
]
"#;

/// Rewrites every lint file.
///
/// # Errors
/// When one cannot be written.
pub(super) fn write(workspace: &Workspace) -> Result<(), String> {
    for (file, text) in wanted() {
        fs::write(workspace.path(&file), text).map_err(|e| format!("cannot write {file}: {e}"))?;
    }
    Ok(())
}

pub(super) fn check(workspace: &Workspace) -> Vec<Finding> {
    wanted()
        .into_iter()
        .filter(|(file, text)| {
            fs::read_to_string(workspace.path(file)).is_ok_and(|found| found != *text)
                || !workspace.path(file).exists()
        })
        .map(|(file, _)| Finding::new(file, "differs from its template; run `cargo xtask tidy --write`"))
        .collect()
}

fn wanted() -> Vec<(String, String)> {
    let mut files = vec![("clippy.toml".to_owned(), COMMON.to_owned())];
    files.extend(
        PURE_ROOMS.iter().map(|room| (format!("crates/{room}/clippy.toml"), format!("{COMMON}{PURE}"))),
    );
    files
}
