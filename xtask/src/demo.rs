//! From a clone to a running, populated system.
//!
//! What lives here: building the console and the server side by side, then becoming the server.
//! What never comes in: the demo's town and people; they are `hoeder demo`.

use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::workspace::Workspace;
use crate::{Verdict, process, web};

const CARGO_LIMIT: Duration = Duration::from_secs(3600);

/// Builds what is out of date and runs `hoeder demo` with every argument passed on.
///
/// # Errors
/// When Node.js is missing, a build fails or the binary cannot be started.
pub(crate) fn run(workspace: &Workspace, arguments: Arguments) -> Result<Verdict, String> {
    let since = Instant::now();
    let passed_on = arguments.rest();
    if !passed_on.iter().any(|word| matches!(word.as_str(), "--help" | "-h")) {
        build(workspace)?;
        println!("demo: built in {} s", since.elapsed().as_secs());
    }
    let target = workspace.target()?;
    // Becoming the server means that Ctrl-C and service managers reach it directly.
    let trouble = Command::new(target.join("debug/hoeder"))
        .current_dir(workspace.root())
        .arg("demo")
        .args(passed_on)
        .exec();
    Err(format!("cannot start target/debug/hoeder: {trouble}"))
}

/// The console by npm and the server by cargo, at the same time.
fn build(workspace: &Workspace) -> Result<(), String> {
    web::require_node()?;
    web::make_dist_folder(workspace)?;
    thread::scope(|scope| {
        let console = scope.spawn(|| build_console(workspace));
        println!("demo: cargo builds the server (minutes the first time, seconds afterwards)");
        let server = process::run(&mut workspace.cargo(&["build", "--package", "hoeder"]), CARGO_LIMIT)
            .and_then(|ending| ending.or_trouble("cargo build"));
        let console = console.join().unwrap_or_else(|_| Err("the build of the console broke off".to_owned()));
        server.and(console)
    })
}

fn build_console(workspace: &Workspace) -> Result<(), String> {
    let since = Instant::now();
    let mut done = "already up to date";
    if web::install_is_due(workspace, "web") {
        println!("demo: npm fetches the console's packages");
        web::install(workspace, "web")?.or_trouble("npm ci in web/")?;
        done = "built";
    }
    if web::build_is_due(workspace) {
        println!("demo: npm builds the console");
        web::build(workspace)?.or_trouble("npm run build in web/")?;
        done = "built";
    }
    println!("demo: console {done} after {} s", since.elapsed().as_secs());
    Ok(())
}
