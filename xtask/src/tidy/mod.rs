//! The house rules that a machine can check and clippy does not.
//!
//! What lives here: one file for each rule, and printing what they find.
//! What never comes in: rules that clippy knows; they are in `Cargo.toml` and the `clippy.toml` files.

mod arrows;
mod dependencies;
mod habits;
pub(crate) use habits::{is_rust_test_file, is_typescript_test_file};
mod lengths;
mod licences;
mod links;
mod lint_files;
mod reached;

use std::fmt;

use crate::Verdict;
use crate::arguments::Arguments;
use crate::coverage;
use crate::workspace::{Depth, Workspace};

/// The rooms that hold no clock, file, environment, network, randomness or unordered iteration.
pub(crate) const PURE_ROOMS: [&str; 7] = ["vocab", "geo", "measure", "watch", "beacon", "engine", "wire"];

/// One place that breaks a house rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file, or the crate, and the line where there is one.
    place: String,
    /// What is wrong there and what would be right.
    complaint: String,
}

impl Finding {
    pub(crate) fn new(place: impl Into<String>, complaint: impl Into<String>) -> Self {
        Self { place: place.into(), complaint: complaint.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.complaint)
    }
}

/// `cargo xtask tidy [--write]`.
///
/// # Errors
/// When the checkout cannot be read.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<Verdict, String> {
    let rewrite = arguments.take_switch("--write");
    arguments.finish()?;
    if rewrite {
        lint_files::write(workspace)?;
    }
    let findings = find(workspace)?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} to mend", findings.len());
    Ok(if findings.is_empty() { Verdict::Fine } else { Verdict::Found })
}

fn find(workspace: &Workspace) -> Result<Vec<Finding>, String> {
    let ours = workspace.metadata(Depth::Ours)?;
    let all = workspace.metadata(Depth::All)?;
    let mut findings = arrows::check(&ours);
    findings.extend(lengths::check(workspace)?);
    findings.extend(lint_files::check(workspace));
    findings.extend(dependencies::check(workspace, &ours, &all)?);
    findings.extend(licences::check(workspace, &all)?);
    findings.extend(habits::check(workspace)?);
    findings.extend(links::check(workspace)?);
    findings.extend(reached::check(workspace)?);
    findings.extend(
        coverage::check_ids(workspace)?.into_iter().map(|(place, complaint)| Finding::new(place, complaint)),
    );
    Ok(findings)
}
