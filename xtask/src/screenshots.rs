//! Taking the pictures of the documents from the running product.
//!
//! What lives here: building what the browser script needs and running it.
//! What never comes in: which pictures there are; that is the script's.

use std::time::Duration;

use crate::arguments::Arguments;
use crate::workspace::Workspace;
use crate::{Verdict, process, web};

const CARGO_LIMIT: Duration = Duration::from_secs(3600);
const SCRIPT_LIMIT: Duration = Duration::from_secs(900);

/// Runs the `screenshots` script of `e2e/` against the debug binary; it writes `docs/guide/images`.
///
/// # Errors
/// When something is missing or fails, with its name.
pub(crate) fn run(workspace: &Workspace, arguments: Arguments) -> Result<Verdict, String> {
    arguments.finish()?;
    prepare(workspace)?;
    process::run(&mut workspace.cargo(&["build", "--package", "hoeder"]), CARGO_LIMIT)?
        .or_trouble("cargo build")?;
    let mut script = web::npm(workspace, "e2e", &["run", "screenshots"]);
    script.env("HOEDER_BIN", workspace.target()?.join("debug/hoeder"));
    script.env("CHROMIUM", chromium());
    let ending = process::run(&mut script, SCRIPT_LIMIT)?;
    process::end_all_of_ours();
    ending.or_trouble("npm run screenshots in e2e/")?;
    Ok(Verdict::Fine)
}

/// What every browser script wants: the npm packages and a built console.
///
/// # Errors
/// When something is missing or fails, with its name.
pub(crate) fn prepare(workspace: &Workspace) -> Result<(), String> {
    web::require_node()?;
    for folder in ["web", "e2e"] {
        if web::install_is_due(workspace, folder) {
            web::install(workspace, folder)?.or_trouble(&format!("npm ci in {folder}/"))?;
        }
    }
    if web::build_is_due(workspace) {
        web::build(workspace)?.or_trouble("npm run build in web/")?;
    }
    Ok(())
}

/// The browser that the browser tests drive.
pub(crate) fn chromium() -> String {
    std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned())
}
