//! The counts of a monthly report (ARC-05): per case, per outcome, and the causes that made the most noise.
//! False alarms are counted and told, and lead to nothing else (ARC-08).

use super::answer::Answered;
use crate::alarm::{AlarmKind, Outcome};
use hoeder_vocab::CaseId;
use std::collections::BTreeMap;

/// What [`Count::what`] says of an answered self-test.
pub const TESTS: &str = "test";

/// One alarm, as far as reports are concerned. No name, no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmFact {
    /// Of which case; `None` for an unidentified press of an unknown handset.
    pub case: Option<CaseId>,
    /// Its number.
    pub case_number: Option<String>,
    /// Which track.
    pub kind: AlarmKind,
    /// How it ended; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// Name of the control room that took it first; `None` when nobody did, or somebody of a zone.
    pub room: Option<String>,
    /// Its moments.
    pub answered: Answered,
}

impl AlarmFact {
    /// Was it a test? Tests are in no answer time, and never make one look better (AL-17).
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.outcome == Some(Outcome::Test)
    }
}

/// How often something happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// A stable code: [`TESTS`], or `alert.` and the code of the alert.
    pub what: String,
    /// Of which case.
    pub case: Option<CaseId>,
    /// Its number.
    pub case_number: Option<String>,
    /// How often.
    pub count: u32,
}

/// The month of one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseCounts {
    /// Its number; `None` for unidentified presses.
    pub case_number: Option<String>,
    /// Alarms, without tests.
    pub alarms: u32,
    /// Self-tests, and alarms that were closed as a test.
    pub tests: u32,
    /// Closed as false.
    pub false_alarms: u32,
    /// Closed as real danger, or with the suspect there.
    pub real: u32,
    /// Closed as misuse.
    pub misuse: u32,
}

/// A cause of noise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// A stable code: `alarm.false-alarm`, `alarm.misuse`, `alarm.technical`, `alarm.unidentified`, `alert.` and the alert, or
    /// `desk.deaf` and `desk.gone`.
    pub what: String,
    /// Number of the case, where it is one.
    pub case_number: Option<String>,
    /// How often.
    pub count: u32,
}

/// One line per case, in the order of their numbers; those without a case come first.
#[must_use]
pub fn per_case(facts: &[AlarmFact], counts: &[Count]) -> Vec<CaseCounts> {
    let mut lines: BTreeMap<Option<&str>, CaseCounts> = BTreeMap::new();
    for fact in facts {
        let line = lines.entry(fact.case_number.as_deref()).or_default();
        let slot = match fact.outcome {
            Some(Outcome::RealDanger | Outcome::SuspectPresent) => Some(&mut line.real),
            Some(Outcome::FalseAlarm) => Some(&mut line.false_alarms),
            Some(Outcome::Misuse) => Some(&mut line.misuse),
            Some(Outcome::Test) => Some(&mut line.tests),
            Some(Outcome::Technical) | None => None,
        };
        if let Some(slot) = slot {
            *slot = slot.saturating_add(1);
        }
        if !fact.is_test() {
            line.alarms = line.alarms.saturating_add(1);
        }
    }
    for count in counts.iter().filter(|count| count.what == TESTS) {
        let line = lines.entry(count.case_number.as_deref()).or_default();
        line.tests = line.tests.saturating_add(count.count);
    }
    lines
        .into_iter()
        .map(|(number, line)| CaseCounts { case_number: number.map(str::to_owned), ..line })
        .collect()
}

/// How the alarms that are closed ended, tests among them.
#[must_use]
pub fn verified(facts: &[AlarmFact]) -> Vec<(Outcome, u32)> {
    let mut outcomes: BTreeMap<Outcome, u32> = BTreeMap::new();
    for outcome in facts.iter().filter_map(|fact| fact.outcome) {
        let count = outcomes.entry(outcome).or_default();
        *count = count.saturating_add(1);
    }
    outcomes.into_iter().collect()
}

/// The causes that made the most noise, worst first, and how much noise there was in all.
///
/// Noise is what rang or blinked and needed no team: alerts about devices and desks, unidentified presses, and alarms that turned out
/// false, misuse or technical. What was real, or is not known yet, is none.
#[must_use]
pub fn noisiest(facts: &[AlarmFact], counts: &[Count], most: usize) -> (Vec<Cause>, u32) {
    let mut causes: BTreeMap<(&str, Option<&str>), u32> = BTreeMap::new();
    let mut add = |what, number, times: u32| {
        let count = causes.entry((what, number)).or_default();
        *count = count.saturating_add(times);
    };
    for fact in facts {
        if let Some(what) = noise_of(fact) {
            add(what, fact.case_number.as_deref(), 1);
        }
    }
    for count in counts.iter().filter(|count| count.what != TESTS) {
        add(&count.what, count.case_number.as_deref(), count.count);
    }
    let all = causes.values().fold(0_u32, |sum, count| sum.saturating_add(*count));
    let mut worst: Vec<Cause> = causes
        .into_iter()
        .map(|((what, number), count)| Cause {
            what: what.to_owned(),
            case_number: number.map(str::to_owned),
            count,
        })
        .collect();
    // Stable: of two that are as noisy, the first by name stays first.
    worst.sort_by_key(|cause| core::cmp::Reverse(cause.count));
    worst.truncate(most);
    (worst, all)
}

const fn noise_of(fact: &AlarmFact) -> Option<&'static str> {
    match (fact.outcome, fact.kind) {
        (Some(Outcome::FalseAlarm | Outcome::Misuse | Outcome::Technical), AlarmKind::Unidentified) => {
            Some("alarm.unidentified")
        }
        (Some(Outcome::FalseAlarm), AlarmKind::Danger) => Some("alarm.false-alarm"),
        (Some(Outcome::Misuse), AlarmKind::Danger) => Some("alarm.misuse"),
        (Some(Outcome::Technical), AlarmKind::Danger) => Some("alarm.technical"),
        (Some(Outcome::RealDanger | Outcome::SuspectPresent | Outcome::Test) | None, _) => None,
    }
}
