//! Running other programs: bounded in time, ended with everything that they started.
//!
//! What lives here: the time limit, output that is shown and kept at once, and finding our own
//! descendants by a mark in their environment, so that nothing else is ever ended.
//! What never comes in: what the programs are for.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The environment variable that every program we start, and all that it starts, carries.
const MARK: &str = "HOEDER_XTASK";
const POLL: Duration = Duration::from_millis(50);
const GRACE: Duration = Duration::from_secs(5);
static STARTED: AtomicU32 = AtomicU32::new(0);

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Exit code 0.
    Well,
    /// Any other code, or a signal; the text says which.
    Badly(String),
    /// It was ended by us after this long.
    TooLong(Duration),
}

impl Ending {
    fn of(status: ExitStatus) -> Self {
        if status.success() { Self::Well } else { Self::Badly(status.to_string()) }
    }

    pub(crate) fn is_well(&self) -> bool {
        matches!(self, Self::Well)
    }

    /// The ending as a result whose error names the program.
    pub(crate) fn or_trouble(self, program: &str) -> Result<(), String> {
        match self {
            Self::Well => Ok(()),
            Self::Badly(how) => Err(format!("{program} failed ({how})")),
            Self::TooLong(limit) => Err(format!("{program} was ended after {} s", limit.as_secs())),
        }
    }
}

/// Where a program's standard output goes. Its standard error always goes to the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// To the terminal as it comes, and kept.
    AndKept,
    /// Kept only.
    KeptOnly,
}

/// Runs the program with the terminal as its output.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<Ending, String> {
    let mark = next_mark();
    let mut child = start(command, &mark)?;
    wait(&mut child, &mark, limit)
}

/// Runs the program and gives its standard output as well.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn run_keeping(
    command: &mut Command,
    limit: Duration,
    shown: Shown,
) -> Result<(Ending, String), String> {
    let mark = next_mark();
    let mut child = start(command.stdout(Stdio::piped()), &mark)?;
    let kept = Arc::new(Mutex::new(String::new()));
    let reader = child.stdout.take().map(|stdout| {
        let kept = Arc::clone(&kept);
        thread::spawn(move || keep_lines(stdout, &kept, shown))
    });
    let ending = wait(&mut child, &mark, limit)?;
    // A grandchild may hold the pipe open; what it still says is not worth waiting for.
    let since = Instant::now();
    while reader.as_ref().is_some_and(|reader| !reader.is_finished()) && since.elapsed() < GRACE {
        thread::sleep(POLL);
    }
    let output = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((ending, output))
}

fn keep_lines(source: impl Read, kept: &Mutex<String>, shown: Shown) {
    let mut lines = BufReader::new(source);
    let mut line = Vec::new();
    while matches!(lines.read_until(b'\n', &mut line), Ok(length) if length > 0) {
        let text = String::from_utf8_lossy(&line);
        if shown == Shown::AndKept {
            print!("{text}");
        }
        kept.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
        line.clear();
    }
}

/// Whether a program of this name can be started.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Starts a program that carries our mark, in this process's group so that Ctrl-C reaches it.
///
/// # Errors
/// When it cannot be started, with the program's name.
pub(crate) fn start_in_background(command: &mut Command) -> Result<Child, String> {
    start(command, &next_mark())
}

fn next_mark() -> String {
    format!("{}.{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed))
}

fn start(command: &mut Command, mark: &str) -> Result<Child, String> {
    command.env(MARK, mark).stdin(Stdio::null());
    let name = command.get_program().to_string_lossy().into_owned();
    command.spawn().map_err(|e| format!("cannot start {name}: {e}"))
}

fn wait(child: &mut Child, mark: &str, limit: Duration) -> Result<Ending, String> {
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|e| format!("cannot wait: {e}"))? {
            return Ok(Ending::of(status));
        }
        if since.elapsed() >= limit {
            end_marked(|found| found == mark);
            drop(child.kill());
            drop(child.wait());
            return Ok(Ending::TooLong(limit));
        }
        thread::sleep(POLL);
    }
}

/// Ends whatever this task started and that still runs.
pub(crate) fn end_all_of_ours() {
    let ours = format!("{}.", std::process::id());
    end_marked(|found| found.starts_with(&ours));
}

/// Asks a process to stop: `INT`, `TERM` or `KILL`.
pub(crate) fn signal(process: u32, name: &str) {
    // The shell's own `kill` is there even where the program of that name is not.
    drop(
        Command::new("sh")
            .args(["-c", &format!("kill -{name} {process}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status(),
    );
}

/// Asks each to stop, also those that appear meanwhile; whoever is left after the grace is ended.
fn end_marked(ours: impl Fn(&str) -> bool) {
    let mut asked = Vec::new();
    let since = Instant::now();
    while since.elapsed() < GRACE {
        let running = marked(&ours);
        if running.is_empty() {
            return;
        }
        for process in running.into_iter().filter(|process| !asked.contains(process)).collect::<Vec<_>>() {
            signal(process, "TERM");
            asked.push(process);
        }
        thread::sleep(POLL);
    }
    for process in marked(&ours) {
        signal(process, "KILL");
    }
}

/// The running processes whose mark is accepted. Empty where there is no `/proc`.
fn marked(ours: impl Fn(&str) -> bool) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(environment) = fs::read(entry.path().join("environ")) else { continue };
        if process != std::process::id() && mark_in(&environment).is_some_and(&ours) {
            found.push(process);
        }
    }
    found
}

/// The mark in a process's environment block (entries separated by NUL).
fn mark_in(environment: &[u8]) -> Option<&str> {
    environment
        .split(|byte| *byte == 0)
        .find_map(|entry| std::str::from_utf8(entry).ok()?.strip_prefix(MARK)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::{Ending, Shown, mark_in, marked, run, run_keeping};
    use std::process::Command;
    use std::time::Duration;

    const LONG: Duration = Duration::from_secs(60);

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn what_a_program_prints_is_kept_and_its_code_told() {
        let (ending, output) =
            run_keeping(&mut shell("echo one; echo two; exit 3"), LONG, Shown::KeptOnly).expect("a shell");
        assert!(matches!(ending, Ending::Badly(_)));
        assert_eq!(output, "one\ntwo\n");
    }

    #[test]
    fn a_program_over_its_time_is_ended_with_its_children() {
        let ending =
            run(&mut shell("tail -f /dev/null & tail -f /dev/null"), Duration::ZERO).expect("a shell");
        assert_eq!(ending, Ending::TooLong(Duration::ZERO));
    }

    #[test]
    fn only_processes_with_our_mark_are_found() {
        assert_eq!(mark_in(b"HOME=/\0HOEDER_XTASK=12.3\0LANG=C\0"), Some("12.3"));
        assert_eq!(mark_in(b"HOME=/\0HOEDER_XTASKS=12.3\0"), None);
        assert!(marked(|mark| mark == "of nobody").is_empty());
    }
}
