//! The tasks of this repository, run as `cargo xtask TASK`.
//!
//! What lives here: starting the demo, running every check, the benches, the house rules as a check,
//! and the table of requirements against code and tests.
//! What never comes in: anything that the product itself needs at run time, and heavy dependencies
//! (this is the first crate that a fresh machine compiles).
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the person who started it, on the terminal"
)]

mod arguments;
mod bench;
mod coverage;
mod demo;
mod openapi;
mod postgres;
mod process;
mod rust_source;
mod screenshots;
mod temporary;
mod test;
mod tidy;
mod web;
mod workspace;

use std::process::ExitCode;

use arguments::Arguments;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask TASK [options]

  demo        build everything and start a populated system on this machine
                --headless  --port PORT  --seed N  and what `hoeder demo --help` lists
  test        run every check that CI runs; the last line is `N passed, N failed`
                --only STEP[,STEP]  run these steps only     --list  name the steps
  bench       measure on a release build
                alarm  --json  --zones FILE (GeoJSON)  --no-postgres
                desk   --json  (in a real browser)
                measure --json  (100,000 of them: about 5 GB of disk for some minutes)
  tidy        the house rules: arrows, lengths, lint files, dependencies, test habits
                --write  rewrite the lint files from their template
  coverage    every requirement with the code that cites it and the tests that prove it
                --json
  openapi     write docs/openapi.json and the console's client types
                --check  only say whether they are fresh
  screenshots take the pictures in docs/guide/images again
";

fn main() -> ExitCode {
    let mut arguments = Arguments::from_process();
    let Some(task) = arguments.take_word() else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&task, arguments) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Found) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("xtask {task}: {trouble}");
            ExitCode::FAILURE
        }
    }
}

/// How a task that ran to its end ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing to complain of.
    Fine,
    /// The task printed what is wrong.
    Found,
}

/// Runs one task. The error is a sentence for the person at the terminal.
fn run(task: &str, arguments: Arguments) -> Result<Verdict, String> {
    if matches!(task, "help" | "--help" | "-h") {
        print!("{USAGE}");
        return Ok(Verdict::Fine);
    }
    let workspace = Workspace::find()?;
    match task {
        "demo" => demo::run(&workspace, arguments),
        "test" => test::run(&workspace, arguments),
        "bench" => bench::run(&workspace, arguments),
        "tidy" => tidy::run(&workspace, arguments),
        "coverage" => coverage::run(&workspace, arguments),
        "openapi" => openapi::run(&workspace, arguments),
        "screenshots" => screenshots::run(&workspace, arguments),
        unknown => Err(format!("no such task: {unknown}\n\n{USAGE}")),
    }
}
