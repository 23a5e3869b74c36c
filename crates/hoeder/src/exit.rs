//! How a command ends: its exit code, and what a person reads when it did not do what was asked.
//!
//! Never here: personal data. A failure names fields, files and rules, not people.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

/// The exit codes of every command, documented in `docs/cli.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// Done.
    Ok,
    /// Something failed.
    Failed,
    /// The command line or the configuration cannot be understood.
    Usage,
    /// A rule says no.
    Refused,
    /// There is no such thing.
    NotFound,
    /// It is there already, or something else is going on.
    Conflict,
    /// This may not be done here.
    NotAllowed,
    /// Nobody answers.
    Unreachable,
    /// A check found problems.
    Found,
}

impl Code {
    /// All of them, in order of their numbers: for the page about the command line.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 9] = [
        Self::Ok,
        Self::Failed,
        Self::Usage,
        Self::Refused,
        Self::NotFound,
        Self::Conflict,
        Self::NotAllowed,
        Self::Unreachable,
        Self::Found,
    ];

    /// The number that the shell sees.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NotFound => 4,
            Self::Conflict => 5,
            Self::NotAllowed => 6,
            Self::Unreachable => 7,
            Self::Found => 8,
        }
    }

    /// What it means, for the page about the command line.
    #[cfg(test)]
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Ok => "done",
            Self::Failed => "failed: the message says why",
            Self::Usage => "the command line or the configuration cannot be understood; nothing was done",
            Self::Refused => "a rule refuses it; the message names the rule",
            Self::NotFound => "there is no such thing",
            Self::Conflict => "it is there already, or another process is at work on it",
            Self::NotAllowed => "this may not be done here",
            Self::Unreachable => "nobody answers, or not in time",
            Self::Found => "a check found problems (`doctor`, `verify`)",
        }
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code.number())
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    what: String,
    hint: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// With its code and what happened.
    pub(crate) fn new(code: Code, what: impl Into<String>) -> Self {
        Self { code, what: what.into(), hint: None, source: None }
    }
    /// The command line or the configuration cannot be understood.
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::new(Code::Usage, what)
    }
    /// Something failed, and why.
    pub(crate) fn failed(what: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Code::Failed, what).because(source)
    }
    /// Adds what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Adds the cause.
    pub(crate) fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
    /// Its exit code.
    pub(crate) const fn code(&self) -> Code {
        self.code
    }
}

impl fmt::Display for Failure {
    /// What happened, each cause, and what to do: a line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hoeder: {}", self.what)?;
        let mut cause = self.source.as_ref().map(|source| &**source as &dyn Error);
        while let Some(error) = cause {
            write!(f, "\n  because: {error}")?;
            cause = error.source();
        }
        match &self.hint {
            Some(hint) => write!(f, "\n  {hint}"),
            None => Ok(()),
        }
    }
}

impl Error for Failure {}

/// What every command returns.
pub(crate) type Outcome<T = Code> = Result<T, Failure>;
