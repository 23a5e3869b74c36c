//! The protocol of an alert as data, one for each kind (FL-03): steps in order, who is called first, when the protected
//! person and the police are told, and when each step is late.
//!
//! Never here: reading a file, or which steps there should be (the server ships a default, an organisation has its own).

use crate::protocol::{MAX_PROTOCOL_STEPS, Words, step_fault};
use core::fmt;
use core::time::Duration;
use hoeder_watch::incident::Callee;
use hoeder_watch::track::AlertKind;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An act on the incident that does a step; such a step is never ticked off by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertAct {
    /// Somebody owns it.
    Take,
    /// Somebody was called and reached.
    Call(Callee),
    /// The police were told.
    HandToPolice,
    /// The protected person was told what to do.
    Instruct,
    /// It is closed.
    Close,
}

/// From when the time of a step counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertAfter {
    /// Since the incident was opened.
    Opened,
    /// Since somebody first took it.
    Taken,
    /// Since the police were first told.
    HandedToPolice,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertStep {
    /// Its id, words and hint.
    pub step: Arc<crate::protocol::Step>,
    /// The act that does it; `None` is ticked off by hand.
    pub act: Option<AlertAct>,
    /// From when its time counts and how long it is; `None` has no time.
    pub due: Option<(AlertAfter, Duration)>,
}

/// The steps for one kind of alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertProtocol {
    /// For which kind.
    pub kind: AlertKind,
    /// In order.
    pub steps: Vec<AlertStep>,
    /// What the protected person is told when it is an instruction to stay.
    pub told: Option<Words>,
}

/// What is wrong with a set of protocols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertProtocolError {
    /// A kind of alert has no protocol.
    Missing(AlertKind),
    /// A kind of alert has more than one.
    Twice(AlertKind),
    /// None, or more than [`MAX_PROTOCOL_STEPS`].
    StepCount(AlertKind),
    /// Of the step with this number, counted from 1: which field, and what is expected.
    Step(AlertKind, usize, &'static str, &'static str),
}

impl fmt::Display for AlertProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(kind) => write!(f, "there is no protocol for the alert {}", kind_code(*kind)),
            Self::Twice(kind) => {
                write!(f, "there is more than one protocol for the alert {}", kind_code(*kind))
            }
            Self::StepCount(kind) => {
                write!(f, "the protocol {} needs 1 to {MAX_PROTOCOL_STEPS} steps", kind_code(*kind))
            }
            Self::Step(kind, number, field, expected) => {
                write!(f, "the protocol {}, step {number}: {field} must be {expected}", kind_code(*kind))
            }
        }
    }
}

impl core::error::Error for AlertProtocolError {}

/// All kinds of alert, the gravest queue first.
pub const ALERT_KINDS: [AlertKind; 17] = [
    AlertKind::Near,
    AlertKind::Warning,
    AlertKind::Approaching,
    AlertKind::CouldBeNear,
    AlertKind::Entered,
    AlertKind::ManDown,
    AlertKind::Left,
    AlertKind::InBuffer,
    AlertKind::Silent,
    AlertKind::NoPosition,
    AlertKind::Tampered,
    AlertKind::NotCarried,
    AlertKind::Disturbed,
    AlertKind::Implausible,
    AlertKind::Alcohol,
    AlertKind::AlcoholMissing,
    AlertKind::Battery,
];

/// Stable name of a kind of alert, for files, the API and the log.
#[must_use]
pub const fn kind_code(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Near => "near",
        AlertKind::Warning => "warning",
        AlertKind::Approaching => "approaching",
        AlertKind::CouldBeNear => "could-be-near",
        AlertKind::Entered => "entered",
        AlertKind::Left => "left",
        AlertKind::InBuffer => "in-buffer",
        AlertKind::Silent => "silent",
        AlertKind::NoPosition => "no-position",
        AlertKind::Tampered => "tampered",
        AlertKind::NotCarried => "not-carried",
        AlertKind::Disturbed => "disturbed",
        AlertKind::Implausible => "implausible",
        AlertKind::Battery => "battery",
        AlertKind::Alcohol => "alcohol",
        AlertKind::AlcoholMissing => "alcohol-missing",
        AlertKind::ManDown => "man-down",
    }
}

/// The kind with that name.
#[must_use]
pub fn kind_of(code: &str) -> Option<AlertKind> {
    ALERT_KINDS.into_iter().find(|kind| kind_code(*kind) == code)
}

/// Are these usable: one for each kind of alert, every text in four languages, and a way to end?
///
/// # Errors
/// The first thing that is wrong.
pub fn check(protocols: &[AlertProtocol]) -> Result<(), AlertProtocolError> {
    for kind in ALERT_KINDS {
        let mut of_kind = protocols.iter().filter(|protocol| protocol.kind == kind);
        let protocol = of_kind.next().ok_or(AlertProtocolError::Missing(kind))?;
        if of_kind.next().is_some() {
            return Err(AlertProtocolError::Twice(kind));
        }
        check_steps(protocol)?;
    }
    Ok(())
}

fn check_steps(protocol: &AlertProtocol) -> Result<(), AlertProtocolError> {
    if protocol.steps.is_empty() || protocol.steps.len() > MAX_PROTOCOL_STEPS {
        return Err(AlertProtocolError::StepCount(protocol.kind));
    }
    let mut seen = BTreeSet::new();
    for (number, step) in (1..).zip(&protocol.steps) {
        let wrong = |(field, expected)| AlertProtocolError::Step(protocol.kind, number, field, expected);
        step_fault(&step.step).map_err(wrong)?;
        if step.due.is_some_and(|(_, within)| within.is_zero() || within > LONGEST_DUE) {
            return Err(wrong(("the time", "from one second to one week")));
        }
        if !seen.insert(step.step.id.as_str()) {
            return Err(wrong(("id", "one that no other step of the protocol has")));
        }
    }
    Ok(())
}

/// The longest time in which a step may be due: care for a device may take days.
const LONGEST_DUE: Duration = Duration::from_secs(7 * 86_400);
