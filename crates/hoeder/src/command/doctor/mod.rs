//! `doctor`: is everything there that a press needs? Each check says ok, warn or fail, and what to do.
//!
//! Never here: repairing anything.

mod certificate;
mod disk;
mod world;

use crate::cli::{DoctorArgs, Switches};
use crate::config::{Need, Settings};
use crate::exit::{Code, Outcome};
use crate::home;
use crate::out::{self, Talk, Tone};
use serde_json::json;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// As it should be.
    Good,
    /// It works; look at it.
    Warning,
    /// It does not work, or will not when it matters.
    Bad,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Warning => "warn",
            Self::Bad => "fail",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Good => Tone::Good,
            Self::Warning => Tone::Warning,
            Self::Bad => Tone::Bad,
        }
    }
}

/// One check.
#[derive(Debug)]
pub(crate) struct Check {
    name: &'static str,
    state: State,
    found: String,
    todo: Option<&'static str>,
}

impl Check {
    pub(crate) fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, state: State::Good, found: found.into(), todo: None }
    }
    pub(crate) fn warning(name: &'static str, found: impl Into<String>, todo: &'static str) -> Self {
        Self { name, state: State::Warning, found: found.into(), todo: Some(todo) }
    }
    pub(crate) fn bad(name: &'static str, found: impl Into<String>, todo: &'static str) -> Self {
        Self { name, state: State::Bad, found: found.into(), todo: Some(todo) }
    }
}

pub(super) fn run(arguments: &DoctorArgs, switches: &Switches, talk: Talk) -> Outcome {
    let mut flags = Vec::new();
    if let Some(listen) = arguments.listen {
        flags.push(("server.listen", listen.to_string()));
    }
    let mut checks = Vec::new();
    let settings = match super::settings(switches, &arguments.place, &flags, Need::Server) {
        Ok(settings) => {
            checks.push(Check::good("settings", "all fit"));
            Some(settings)
        }
        Err(failure) => {
            let text = failure.to_string();
            let found = text.trim_start_matches("hoeder: ").to_owned();
            checks.push(Check::bad("settings", found, "correct the setting that is named"));
            super::settings(switches, &arguments.place, &[], Need::Log).ok()
        }
    };
    if let Some(settings) = &settings {
        look(settings, &mut checks);
    }
    show(&checks, arguments, talk)?;
    Ok(if checks.iter().any(|check| check.state == State::Bad) { Code::Found } else { Code::Ok })
}

fn look(settings: &Settings, checks: &mut Vec<Check>) {
    let data = &settings.server.data;
    disk::folder(data, checks);
    // Whoever has the lock is the server: what it holds open is not touched, its port is not free.
    let lock = if data.is_dir() { home::lock(data).ok() } else { None };
    let running = data.is_dir() && lock.is_none();
    world::log(settings, checks);
    if data.is_dir() {
        disk::fsync(data, checks);
        if running {
            checks.push(Check::good("spool", "in the hands of the running server: look at the wall"));
        } else {
            disk::spool(data, checks);
        }
    }
    world::clock(checks);
    certificate::check(&settings.server.tls, checks);
    if running {
        checks.push(Check::good("listen", format!("{}: a server runs", settings.server.listen)));
    } else {
        world::listen(settings.server.listen, checks);
    }
}

fn show(checks: &[Check], arguments: &DoctorArgs, talk: Talk) -> Outcome<()> {
    let count = |state: State| checks.iter().filter(|check| check.state == state).count();
    if arguments.form.json {
        let rows: Vec<_> = checks
            .iter()
            .map(|c| json!({"check": c.name, "state": c.state.word(), "found": c.found, "todo": c.todo}))
            .collect();
        return out::json(
            &json!({"checks": rows, "warnings": count(State::Warning), "failures": count(State::Bad)}),
        );
    }
    for check in checks {
        let word = talk.tone(check.state.tone(), &format!("{:<5}", check.state.word()));
        out::line(format!("{word} {:<13} {}", check.name, check.found))?;
        if let Some(todo) = check.todo {
            out::line(format!("{:20}-> {todo}", ""))?;
        }
    }
    out::line(format!(
        "{} ok, {} warn, {} fail",
        count(State::Good),
        count(State::Warning),
        count(State::Bad)
    ))
}
