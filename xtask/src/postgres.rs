//! A PostgreSQL of our own, for as long as a task runs.
//!
//! What lives here: finding the programs, making a database in a temporary folder as an ordinary
//! user, starting it on a free port of the loopback, stopping it.
//! What never comes in: the system's own database server; it is never touched.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{self, Ending, Shown};
use crate::temporary::TemporaryFolder;

const OLDEST: u32 = 15;
const INIT_LIMIT: Duration = Duration::from_secs(120);
const READY_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(100);
const ATTEMPTS: usize = 3;

/// What to install when there is no PostgreSQL.
pub(crate) const WANTED: &str = "PostgreSQL 15 or newer (Debian: apt-get install postgresql)";

/// A running server with one superuser `postgres` who needs no password, reachable on the loopback only.
#[derive(Debug)]
pub(crate) struct TemporaryPostgres {
    server: Child,
    port: u16,
    programs: PathBuf,
    _folder: TemporaryFolder,
}

impl TemporaryPostgres {
    /// Makes and starts a server, and waits until it answers.
    ///
    /// # Errors
    /// When the programs are missing, or one of them fails; the server's last words are included.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = find_programs().ok_or_else(|| format!("not installed: {WANTED}"))?;
        let folder = TemporaryFolder::new("postgres")?;
        let owner = Owner::for_this_user();
        owner.give(folder.path())?;
        make_database(&programs, folder.path(), owner)?;
        let mut trouble = String::new();
        for _ in 0..ATTEMPTS {
            let port = free_port()?;
            let mut server = launch(&programs, folder.path(), owner, port)?;
            match wait_until_ready(&programs, &mut server, port) {
                Ok(()) => return Ok(Self { server, port, programs, _folder: folder }),
                Err(why) => trouble = why,
            }
            stop(&mut server);
        }
        let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        let tail: Vec<&str> = log.lines().rev().take(5).collect();
        Err(format!("PostgreSQL does not start: {trouble}; {}", tail.join(" | ")))
    }

    /// Where clients find it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The folder with `initdb`, `postgres` and their like.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
    }
}

impl Drop for TemporaryPostgres {
    fn drop(&mut self) {
        stop(&mut self.server);
    }
}

/// The folder of the newest PostgreSQL that is new enough.
pub(crate) fn find_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(version, programs)| *version >= OLDEST && programs.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    })
}

/// Whose processes and files the database are: PostgreSQL refuses to run as root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The user who runs this task.
    Ourselves,
    /// The `postgres` user of the package, because we are root.
    PostgresUser,
}

impl Owner {
    fn for_this_user() -> Self {
        let output = Command::new("id").arg("-u").output();
        let is_root = output.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
        if is_root { Self::PostgresUser } else { Self::Ourselves }
    }

    fn give(self, folder: &Path) -> Result<(), String> {
        match self {
            Self::Ourselves => Ok(()),
            Self::PostgresUser => {
                let mut command = Command::new("chown");
                process::run(command.arg("postgres:").arg(folder), INIT_LIMIT)?
                    .or_trouble("chown to user postgres")
            }
        }
    }

    /// A command that runs as this owner and, where the system can do so, ends when we do.
    fn command(self, program: &Path, folder: &Path) -> Command {
        let setpriv = Path::new("/usr/bin/setpriv");
        let mut command = if setpriv.exists() {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "INT"]);
            if self == Self::PostgresUser {
                command.args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"]);
            }
            command.arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(folder).env("LC_ALL", "C");
        command
    }
}

fn make_database(programs: &Path, folder: &Path, owner: Owner) -> Result<(), String> {
    let mut command = owner.command(&programs.join("initdb"), folder);
    command.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]);
    command.arg("--pgdata").arg(folder.join("database"));
    let (ending, output) = process::run_keeping(&mut command, INIT_LIMIT, Shown::KeptOnly)?;
    match ending {
        Ending::Well => Ok(()),
        Ending::Badly(_) | Ending::TooLong(_) => Err(format!("initdb failed: {output}")),
    }
}

fn launch(programs: &Path, folder: &Path, owner: Owner, port: u16) -> Result<Child, String> {
    let log = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .map_err(|e| format!("cannot open the log of PostgreSQL: {e}"))?;
    let copy = log.try_clone().map_err(|e| format!("cannot open the log of PostgreSQL: {e}"))?;
    let mut command = owner.command(&programs.join("postgres"), folder);
    command.arg("-D").arg(folder.join("database")).args(["-p", &port.to_string()]);
    command.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
    command.arg("-c").arg(format!("unix_socket_directories={}", folder.display()));
    process::start_in_background(command.stdout(copy).stderr(log))
}

fn wait_until_ready(programs: &Path, server: &mut Child, port: u16) -> Result<(), String> {
    let since = Instant::now();
    while since.elapsed() < READY_LIMIT {
        if let Ok(Some(status)) = server.try_wait() {
            return Err(format!("it ended with {status}"));
        }
        let answers = Command::new(programs.join("pg_isready"))
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if answers.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        thread::sleep(POLL);
    }
    Err(format!("no answer within {} s", READY_LIMIT.as_secs()))
}

/// A fast shutdown (connections are cut), then force.
fn stop(server: &mut Child) {
    process::signal(server.id(), "INT");
    let since = Instant::now();
    while since.elapsed() < STOP_LIMIT {
        if matches!(server.try_wait(), Ok(Some(_)) | Err(_)) {
            return;
        }
        thread::sleep(POLL);
    }
    drop(server.kill());
    drop(server.wait());
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|e| format!("no free port: {e}"))
}

#[cfg(test)]
mod tests {
    use super::{TemporaryPostgres, find_programs};
    use std::process::Command;

    #[test]
    fn a_temporary_database_answers_while_its_value_lives_and_leaves_nothing() {
        // `cargo xtask test` installs PostgreSQL before this runs; a bare `cargo test` may be without.
        let Some(programs) = find_programs() else { return };
        let postgres = TemporaryPostgres::start().expect("a server");
        let ask = |url: &str| {
            let answer = Command::new(programs.join("psql")).args([url, "-Atc", "select 6 * 7"]).output();
            answer.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned()).unwrap_or_default()
        };
        let (url, folder) = (postgres.url(), postgres._folder.path().to_owned());
        assert_eq!(ask(&url), "42");
        assert!(folder.exists());
        drop(postgres);
        assert_eq!(ask(&url), "");
        assert!(!folder.exists());
    }
}
