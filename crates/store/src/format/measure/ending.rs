//! 7.12: the stored form of breaches, the end and its steps, and the passage to judicial tracking, format 1.
//!
//! Never here: when a measure may end (room `measure`).

use super::words::TextSealed;
use crate::format::codes::{Day, Word};
use hoeder_measure::ending::{
    Breach, BreachKind, Continuation, DeviceBack, EarlyGround, EndCause, EndKind, EndStep,
};
use serde::{Deserialize, Serialize};

/// The note stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct BreachOpen {
    on: Day,
    breach: Word<BreachKind>,
}

impl BreachOpen {
    pub(super) fn of(breach: &Breach) -> Self {
        Self { on: Day(breach.on), breach: Word(breach.kind) }
    }
    pub(super) fn breach(self, note: TextSealed) -> Breach {
        Breach { on: self.on.0, kind: self.breach.0, note: note.text() }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct EndBeganOpen {
    end: Word<EndKind>,
    ground: Option<Word<EarlyGround>>,
    since: Day,
}

impl EndBeganOpen {
    pub(super) fn of(cause: &EndCause) -> Self {
        Self { end: Word(cause.kind), ground: cause.ground.map(Word), since: Day(cause.since) }
    }
    pub(super) fn cause(self) -> EndCause {
        EndCause { kind: self.end.0, ground: self.ground.map(|ground| ground.0), since: self.since.0 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum EndStepOpen {
    SwitchedOff { on: Day },
    DeviceBack { on: Day, how: Word<DeviceBack> },
    Pv { number: String },
}

impl EndStepOpen {
    pub(super) fn of(step: &EndStep) -> Self {
        match step {
            EndStep::SwitchedOff { on } => Self::SwitchedOff { on: Day(*on) },
            EndStep::DeviceBack { on, how } => Self::DeviceBack { on: Day(*on), how: Word(*how) },
            EndStep::Pv { number } => Self::Pv { number: number.clone() },
        }
    }
    pub(super) fn step(self) -> EndStep {
        match self {
            Self::SwitchedOff { on } => EndStep::SwitchedOff { on: on.0 },
            Self::DeviceBack { on, how } => EndStep::DeviceBack { on: on.0, how: how.0 },
            Self::Pv { number } => EndStep::Pv { number },
        }
    }
}

/// The last day of the supervised period.
#[derive(Serialize, Deserialize)]
pub(super) struct EndedOpen {
    pub(super) supervised_until: Day,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ContinuedOpen {
    mandate: String,
    runs_from: Day,
}

impl ContinuedOpen {
    pub(super) fn of(continuation: &Continuation) -> Self {
        Self { mandate: continuation.mandate.clone(), runs_from: Day(continuation.runs_from) }
    }
    pub(super) fn continuation(self) -> Continuation {
        Continuation { mandate: self.mandate, runs_from: self.runs_from.0 }
    }
}
