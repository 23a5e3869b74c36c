//! The protocol of an alarm as data, one for each kind (FL-03): the steps that a control room takes, in order, and when
//! each is due.
//!
//! Never here: reading a file, or which steps there should be (the server ships a default, an organisation has its own).

use core::fmt;
use core::time::Duration;
use hoeder_watch::alarm::{AlarmKind, MAX_STEP_CHARS};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most steps of a protocol: each has a digit on the desk.
pub const MAX_PROTOCOL_STEPS: usize = 9;
/// Most characters of a title.
pub const MAX_TITLE_CHARS: usize = 80;
/// Most characters of a hint.
pub const MAX_HINT_CHARS: usize = 300;
/// The longest time in which a step may be due.
const LONGEST_DUE: Duration = Duration::from_secs(86_400);

/// One text in the four languages of the desks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Words {
    fn all(&self) -> [&str; 4] {
        [&self.nl, &self.fr, &self.de, &self.en]
    }
}

/// An act on the alarm that does a step; such a step is never ticked off by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Somebody owns the alarm.
    Take,
    /// A team is sent.
    Dispatch,
    /// A team is on the spot.
    OnScene,
    /// The alarm is closed.
    Close,
    /// The person is asked something in text; may also be ticked off by hand, when it was asked in another way.
    Ask,
}

/// From when the time of a step counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum After {
    /// Since the alarm was raised.
    Raised,
    /// Since somebody first took it.
    Taken,
    /// Since the first team was sent.
    Dispatched,
    /// Since the first team was there.
    OnScene,
}

/// When a step is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// From when it counts.
    pub after: After,
    /// Within how long.
    pub within: Duration,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// 1 to 40 of a-z, 0-9 and hyphen; the log keeps it, so that it never gets another meaning.
    pub id: String,
    /// What to do, as an order.
    pub title: Words,
    /// How, or what to mind.
    pub hint: Option<Words>,
    /// The act that does it; `None` is ticked off by hand.
    pub act: Option<Act>,
    /// When it is due; `None` has no time.
    pub due: Option<Due>,
}

/// The steps for one kind of alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// For which kind.
    pub kind: AlarmKind,
    /// In order.
    pub steps: Vec<Arc<Step>>,
}

/// What is wrong with a set of protocols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProtocolError {
    /// A kind of alarm has no protocol.
    Missing(AlarmKind),
    /// A kind of alarm has more than one.
    Twice(AlarmKind),
    /// None, or more than [`MAX_PROTOCOL_STEPS`].
    StepCount(AlarmKind),
    /// Of the step with this number, counted from 1: which field, and what is expected.
    Step(AlarmKind, usize, &'static str, &'static str),
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |kind: &AlarmKind| match kind {
            AlarmKind::Danger => "danger",
            AlarmKind::Unidentified => "unidentified",
        };
        match self {
            Self::Missing(kind) => write!(f, "there is no protocol for the kind {}", name(kind)),
            Self::Twice(kind) => write!(f, "there is more than one protocol for the kind {}", name(kind)),
            Self::StepCount(kind) => {
                write!(f, "the protocol {} needs 1 to {MAX_PROTOCOL_STEPS} steps", name(kind))
            }
            Self::Step(kind, number, field, expected) => {
                write!(f, "the protocol {}, step {number}: {field} must be {expected}", name(kind))
            }
        }
    }
}

impl core::error::Error for ProtocolError {}

/// Are these usable: one for each kind of alarm, every text in four languages?
///
/// # Errors
/// The first thing that is wrong.
pub fn check(protocols: &[Protocol]) -> Result<(), ProtocolError> {
    for kind in [AlarmKind::Danger, AlarmKind::Unidentified] {
        let mut of_kind = protocols.iter().filter(|protocol| protocol.kind == kind);
        let protocol = of_kind.next().ok_or(ProtocolError::Missing(kind))?;
        if of_kind.next().is_some() {
            return Err(ProtocolError::Twice(kind));
        }
        check_steps(protocol)?;
    }
    Ok(())
}

fn check_steps(protocol: &Protocol) -> Result<(), ProtocolError> {
    if protocol.steps.is_empty() || protocol.steps.len() > MAX_PROTOCOL_STEPS {
        return Err(ProtocolError::StepCount(protocol.kind));
    }
    let mut seen = BTreeSet::new();
    for (number, step) in (1..).zip(&protocol.steps) {
        let wrong = |(field, expected)| ProtocolError::Step(protocol.kind, number, field, expected);
        step_fault(step).map_err(wrong)?;
        if !seen.insert(step.id.as_str()) {
            return Err(wrong(("id", "one that no other step of the protocol has")));
        }
    }
    Ok(())
}

/// What is wrong with the id, the words or the time of one step.
pub(crate) fn step_fault(step: &Step) -> Result<(), (&'static str, &'static str)> {
    let id_ok = (1..=MAX_STEP_CHARS).contains(&step.id.len())
        && step.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !id_ok {
        return Err(("id", "1 to 40 of a-z, 0-9 and hyphen"));
    }
    let fits = |words: &Words, max: usize| {
        words.all().iter().all(|text| !text.trim().is_empty() && text.chars().count() <= max)
    };
    if !fits(&step.title, MAX_TITLE_CHARS) {
        return Err(("the title", "1 to 80 characters in each of nl, fr, de and en"));
    }
    if step.hint.as_ref().is_some_and(|hint| !fits(hint, MAX_HINT_CHARS)) {
        return Err(("the hint", "1 to 300 characters in each of nl, fr, de and en"));
    }
    let bad_due = |due: Due| due.within < Duration::from_secs(1) || due.within > LONGEST_DUE;
    if step.due.is_some_and(bad_due) {
        return Err(("the time", "from one second to one day"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words { nl: text.into(), fr: text.into(), de: text.into(), en: text.into() }
    }

    fn step(id: &str) -> Step {
        Step { id: id.into(), title: words("Do it"), hint: None, act: None, due: None }
    }

    fn both(steps: &[Step]) -> Vec<Protocol> {
        [AlarmKind::Danger, AlarmKind::Unidentified]
            .map(|kind| Protocol { kind, steps: steps.iter().cloned().map(Arc::new).collect() })
            .to_vec()
    }

    fn fault(steps: &[Step]) -> String {
        check(&both(steps)).map_err(|error| error.to_string()).err().unwrap_or_default()
    }

    #[test]
    fn each_kind_of_alarm_has_exactly_one_protocol() {
        let mut protocols = both(&[step("one")]);
        assert_eq!(check(&protocols), Ok(()));
        protocols.extend(protocols.clone());
        assert_eq!(check(&protocols), Err(ProtocolError::Twice(AlarmKind::Danger)));
        assert_eq!(check(&[]), Err(ProtocolError::Missing(AlarmKind::Danger)));
    }

    #[test]
    fn what_is_wrong_with_a_step_is_said_with_its_number_and_its_field() {
        let no_german = Step { title: Words { de: " ".into(), ..words("Do it") }, ..step("two") };
        let too_soon = Due { after: After::Raised, within: Duration::ZERO };
        for (second, expected) in [
            (step("Two"), "step 2: id must be"),
            (step("one"), "step 2: id must be one that no other step"),
            (no_german, "step 2: the title must be"),
            (Step { hint: Some(words("")), ..step("two") }, "step 2: the hint must be"),
            (Step { due: Some(too_soon), ..step("two") }, "step 2: the time must be"),
        ] {
            let told = fault(&[step("one"), second]);
            assert!(told.contains(expected), "{told}");
        }
    }

    #[test]
    fn a_protocol_has_as_many_steps_as_there_are_digits() {
        let many: Vec<Step> = (1..=10).map(|n| step(&format!("s{n}"))).collect();
        assert!(fault(&many).contains("1 to 9 steps"));
        assert_eq!(fault(&many[..9]), "");
    }
}
