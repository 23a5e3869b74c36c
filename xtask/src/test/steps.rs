//! The steps of `cargo xtask test`, the quick ones first.
//!
//! What lives here: what each step runs, its time limit and what it needs.
//! What never comes in: the sum.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::counts::{self, Count};
use crate::arguments::Arguments;
use crate::openapi::{self, Stale};
use crate::postgres::TemporaryPostgres;
use crate::process::{self, Shown};
use crate::temporary::TemporaryFolder;
use crate::workspace::Workspace;
use crate::{Verdict, coverage, screenshots, tidy, web};

const QUICK: Duration = Duration::from_secs(300);
const BUILD: Duration = Duration::from_secs(3600);
const SUITE: Duration = Duration::from_secs(5400);
/// The other half of the thousand seeds follows this one.
const SIMULATION_HALF: u32 = 500;
/// The pretended radio belongs to the checks and not to the product: it is a feature, the same in each step, so that
/// nothing is built twice.
const WITH_RADIO: [&str; 2] = ["--features", "hoeder-sim/fakeblue"];

/// What a step needs beyond cargo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Node.js and the packages of `web/`.
    Web,
    /// A browser and the packages of `e2e/`.
    Chromium,
    /// The programs of PostgreSQL.
    Postgres,
    /// A D-Bus daemon, for the pretended Bluetooth radio.
    Bus,
    /// Another reader of PDF, for the documents.
    Poppler,
    /// libfaketime: the browser test in which the months of a measure pass.
    Faketime,
    /// A voice for the browser tests of sound: espeak-ng speaks, sox brings it to what a microphone gives.
    Speech,
}

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) needs: &'static [Need],
    pub(super) run: fn(&mut Place<'_>) -> Result<Count, String>,
}

/// Every step in its order.
pub(super) const STEPS: [Step; 15] = [
    Step { name: "fmt", about: "formatting", needs: &[], run: fmt },
    Step { name: "tidy", about: "the house rules", needs: &[], run: tidy_step },
    Step { name: "web-build", about: "the console, built", needs: &[Need::Web], run: web_build },
    Step { name: "clippy", about: "lints of every crate, warnings refused", needs: &[], run: clippy },
    Step {
        name: "web-check",
        about: "types and accessibility of the console",
        needs: &[Need::Web],
        run: web_check,
    },
    Step {
        name: "web-texts",
        about: "the same texts in four languages",
        needs: &[Need::Web],
        run: web_texts,
    },
    Step { name: "web-test", about: "unit tests of the console", needs: &[Need::Web], run: web_test },
    Step {
        name: "rust",
        about: "tests of every crate, PostgreSQL present",
        needs: &[Need::Postgres, Need::Bus, Need::Poppler],
        run: rust,
    },
    Step { name: "build", about: "the binaries for the browser tests", needs: &[], run: build },
    Step {
        name: "law",
        about: "every scenario of the circular, played by the program",
        needs: &[],
        run: law,
    },
    Step {
        name: "openapi",
        about: "description and client types fresh",
        needs: &[Need::Web],
        run: openapi_step,
    },
    Step { name: "sim", about: "a thousand seeds of the simulation", needs: &[], run: sim },
    Step { name: "e2e-check", about: "types of the browser tests", needs: &[Need::Chromium], run: e2e_check },
    Step {
        name: "e2e",
        about: "browser tests against the binary",
        needs: &[
            Need::Web,
            Need::Chromium,
            Need::Postgres,
            Need::Bus,
            Need::Poppler,
            Need::Faketime,
            Need::Speech,
        ],
        run: e2e,
    },
    Step { name: "coverage", about: "every requirement with code and test", needs: &[], run: coverage_step },
];

/// What the steps share.
pub(super) struct Place<'a> {
    workspace: &'a Workspace,
    reports: TemporaryFolder,
    postgres: Option<TemporaryPostgres>,
    target: PathBuf,
}

impl<'a> Place<'a> {
    /// Makes the folder for reports and, when a step wants it, starts PostgreSQL.
    ///
    /// # Errors
    /// When either fails.
    pub(super) fn prepare(workspace: &'a Workspace, chosen: &[&Step]) -> Result<Self, String> {
        let wants_postgres = chosen.iter().any(|step| step.needs.contains(&Need::Postgres));
        let postgres = wants_postgres.then(TemporaryPostgres::start).transpose()?;
        Ok(Self {
            workspace,
            reports: TemporaryFolder::new("reports")?,
            postgres,
            target: workspace.target()?,
        })
    }

    fn cargo(&self, arguments: &[&str], limit: Duration) -> Result<Count, String> {
        one(&process::run(&mut self.workspace.cargo(arguments), limit)?)
    }

    /// Tells a command where PostgreSQL is and where its programs are.
    fn with_postgres(&self, command: &mut Command) {
        if let Some(postgres) = &self.postgres {
            command.env("HOEDER_TEST_POSTGRES", postgres.url());
            command.env("HOEDER_TEST_POSTGRES_PROGRAMS", postgres.programs());
        }
    }

    /// Runs a test runner that writes a JSON report, and counts by it.
    fn runner(
        &self,
        command: &mut Command,
        report: &str,
        count: fn(&Value) -> Count,
    ) -> Result<Count, String> {
        let ending = process::run(command, SUITE)?;
        let text = fs::read_to_string(self.reports.path().join(report)).unwrap_or_default();
        let counted = serde_json::from_str(&text).map(|report| count(&report)).unwrap_or_default();
        Ok(counted.made_true(&ending))
    }

    fn npx(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("npx");
        command.current_dir(self.workspace.path(folder)).arg("--no-install").args(arguments);
        command
    }
}

fn one(ending: &process::Ending) -> Result<Count, String> {
    Ok(if ending.is_well() { Count::one_passed() } else { Count::one_failed() })
}

fn judged(verdict: Verdict) -> Count {
    match verdict {
        Verdict::Fine => Count::one_passed(),
        Verdict::Found => Count::one_failed(),
    }
}

fn fmt(place: &mut Place<'_>) -> Result<Count, String> {
    place.cargo(&["fmt", "--all", "--check"], QUICK)
}

fn clippy(place: &mut Place<'_>) -> Result<Count, String> {
    let arguments = [&["clippy", "--workspace", "--all-targets"], &WITH_RADIO[..], &["--", "-D", "warnings"]];
    place.cargo(&arguments.concat(), BUILD)
}

fn tidy_step(place: &mut Place<'_>) -> Result<Count, String> {
    tidy::run(place.workspace, Arguments::new([])).map(judged)
}

fn npm_script(place: &Place<'_>, folder: &str, script: &str) -> Result<Count, String> {
    one(&process::run(&mut web::npm(place.workspace, folder, &["run", "--silent", script]), QUICK)?)
}

fn web_build(place: &mut Place<'_>) -> Result<Count, String> {
    npm_script(place, "web", "build")
}

fn web_check(place: &mut Place<'_>) -> Result<Count, String> {
    npm_script(place, "web", "check")
}

fn web_texts(place: &mut Place<'_>) -> Result<Count, String> {
    npm_script(place, "web", "lint:texts")
}

fn web_test(place: &mut Place<'_>) -> Result<Count, String> {
    let output = format!("--outputFile.json={}", place.reports.path().join("vitest.json").display());
    let mut command = place.npx("web", &["vitest", "run", "--reporter=default", "--reporter=json", &output]);
    place.runner(&mut command, "vitest.json", counts::of_vitest)
}

fn rust(place: &mut Place<'_>) -> Result<Count, String> {
    let arguments = [&["test", "--workspace", "--no-fail-fast"], &WITH_RADIO[..]].concat();
    let mut command = place.workspace.cargo(&arguments);
    place.with_postgres(&mut command);
    let (ending, output) = process::run_keeping(&mut command, SUITE, Shown::AndKept)?;
    Ok(counts::of_cargo(&output).made_true(&ending))
}

fn build(place: &mut Place<'_>) -> Result<Count, String> {
    place.cargo(
        &[&["build", "--package", "hoeder", "--package", "hoeder-sim"], &WITH_RADIO[..]].concat(),
        BUILD,
    )
}

fn openapi_step(place: &mut Place<'_>) -> Result<Count, String> {
    openapi::refresh(place.workspace, Stale::Report).map(judged)
}

/// A half on each of two cores, with the debug binary: it is there already and checks its arithmetic, and building the
/// binary once more, optimised, takes longer than it saves.
fn sim(place: &mut Place<'_>) -> Result<Count, String> {
    let binary = place.target.join("debug/hoeder");
    let half = |first: u32| {
        let (first, seeds) = (first.to_string(), SIMULATION_HALF.to_string());
        let arguments = ["sim", "--first-seed", &first, "--seeds", &seeds];
        process::run(Command::new(&binary).args(arguments), SUITE)
    };
    let (first, second) = std::thread::scope(|scope| {
        let first = scope.spawn(|| half(1));
        let second = half(1 + SIMULATION_HALF);
        (first.join().unwrap_or_else(|_| Err(String::from("the first half of the seeds panicked"))), second)
    });
    Ok(one(&first?)?.and(one(&second?)?))
}

fn e2e_check(place: &mut Place<'_>) -> Result<Count, String> {
    npm_script(place, "e2e", "check")
}

fn e2e(place: &mut Place<'_>) -> Result<Count, String> {
    let mut command = place.npx("e2e", &["playwright", "test", "--reporter=list,json"]);
    command.env("PLAYWRIGHT_JSON_OUTPUT_NAME", place.reports.path().join("playwright.json"));
    command.env("HOEDER_BIN", place.target.join("debug/hoeder"));
    command.env("HOEDER_FAKEBLUE_BIN", place.target.join("debug/hoeder-fakeblue"));
    command.env("CHROMIUM", screenshots::chromium());
    place.with_postgres(&mut command);
    place.runner(&mut command, "playwright.json", counts::of_playwright)
}

fn coverage_step(place: &mut Place<'_>) -> Result<Count, String> {
    coverage::run(place.workspace, Arguments::new([])).map(judged)
}

/// As a lawyer does: the program that was just built, with the files that are shipped.
fn law(place: &mut Place<'_>) -> Result<Count, String> {
    let mut command = Command::new(place.target.join("debug/hoeder"));
    let law = place.workspace.root().join("law");
    one(&process::run(command.args(["law", "check", "--quiet"]).arg(law), QUICK)?)
}
