//! The hook for a virus scanner: a command of the organisation that gets the file on its standard input.
//!
//! It says 0 for clean and 1 for infected; anything else, or nothing in time, keeps the file out. Never here: a scanner.

use crate::problem::Problem;
use axum::http::StatusCode;
use bytes::Bytes;
use core::time::Duration;
use std::process::Stdio;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

/// Scans at once; a further one waits.
const AT_ONCE: usize = 2;

/// The command.
#[derive(Debug, Clone)]
pub struct ScanSettings {
    /// The program and its arguments; empty scans nothing.
    pub command: Vec<String>,
    /// How long it may take.
    pub timeout: Duration,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self { command: Vec::new(), timeout: Duration::from_secs(30) }
    }
}

/// Runs it.
pub(crate) struct Scanner {
    settings: ScanSettings,
    at_once: Semaphore,
}

impl Scanner {
    pub(crate) fn new(settings: ScanSettings) -> Self {
        Self { settings, at_once: Semaphore::new(AT_ONCE) }
    }

    /// Is this file clean?
    pub(crate) async fn check(&self, file: Bytes) -> Result<(), Problem> {
        let Some((program, arguments)) = self.settings.command.split_first() else { return Ok(()) };
        let _place = self.at_once.acquire().await.map_err(|_| Problem::internal())?;
        let said = tokio::time::timeout(self.settings.timeout, run(program, arguments, &file)).await;
        match said {
            Ok(Ok(Some(0))) => Ok(()),
            Ok(Ok(Some(1))) => Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "document.infected",
                "the virus scanner refuses this file",
            )),
            Ok(Ok(code)) => Err(not_scanned(&format!("it ended with {code:?}"))),
            Ok(Err(error)) => Err(not_scanned(&error.to_string())),
            Err(_) => Err(not_scanned("it took too long")),
        }
    }
}

fn not_scanned(why: &str) -> Problem {
    tracing::error!(why, "documents.scan_command did not say whether a file is clean");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "document.not_scanned",
        "the virus scanner does not answer: the file was not kept, try again later",
    )
    .retry_after(30)
}

/// The exit code. A scanner may stop reading once it knows: that is no fault.
async fn run(program: &str, arguments: &[String], file: &[u8]) -> std::io::Result<Option<i32>> {
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut stdin = child.stdin.take();
    let feed = async {
        if let Some(pipe) = stdin.as_mut() {
            let written = pipe.write_all(file).await;
            drop(stdin.take());
            match written {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error),
                Err(_) | Ok(()) => {}
            }
        }
        Ok(())
    };
    let (fed, status) = tokio::join!(feed, child.wait());
    fed?;
    Ok(status?.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanner(folder: &std::path::Path, script: &str, timeout: Duration) -> Scanner {
        let file = folder.join("scan.sh");
        std::fs::write(&file, script).unwrap();
        let command = vec!["sh".to_owned(), file.display().to_string()];
        Scanner::new(ScanSettings { command, timeout })
    }

    /// A scanner as an organisation has one: it reads all of it and knows one bad word.
    const SCRIPT: &str = "if grep -q EICAR; then exit 1; fi\nexit 0\n";
    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn what_the_scanner_refuses_does_not_come_in() {
        let folder = tempfile::tempdir().unwrap();
        let scanner = scanner(folder.path(), SCRIPT, LONG);
        assert_eq!(scanner.check(Bytes::from(vec![b'a'; 3_000_000])).await, Ok(()));
        let bad = scanner.check(Bytes::from_static(b"an EICAR file")).await;
        assert_eq!(bad.map_err(|problem| problem.code), Err("document.infected"));
    }

    #[tokio::test]
    async fn a_scanner_that_fails_or_does_not_answer_lets_nothing_in() {
        let folder = tempfile::tempdir().unwrap();
        for (script, timeout) in [
            ("exit 2\n", LONG),
            ("kill -9 $$\n", LONG),
            ("cat > /dev/null; exec sleep 600\n", Duration::from_millis(50)),
        ] {
            let scanner = scanner(folder.path(), script, timeout);
            let answer = scanner.check(Bytes::from_static(b"a file")).await;
            assert_eq!(answer.map_err(|problem| problem.code), Err("document.not_scanned"), "{script}");
        }
        let gone = Scanner::new(ScanSettings { command: vec!["/nowhere/scan".to_owned()], timeout: LONG });
        assert_eq!(
            gone.check(Bytes::from_static(b"x")).await.map_err(|p| p.code),
            Err("document.not_scanned")
        );
    }

    #[tokio::test]
    async fn a_scanner_that_knows_before_the_end_may_stop_reading() {
        let folder = tempfile::tempdir().unwrap();
        let scanner = scanner(folder.path(), "head -c 10 > /dev/null; exit 1\n", LONG);
        let answer = scanner.check(Bytes::from(vec![0; 5_000_000])).await;
        assert_eq!(answer.map_err(|problem| problem.code), Err("document.infected"));
    }
}
