//! 7.10: nine months, added one term at a time, and the terms that the circular leaves open.
//!
//! Never here: the calendar itself (`CivilDate::plus_months` states the end-of-month rule).

use crate::coded::coded;
use hoeder_vocab::CivilDate;

/// The length of a term, in calendar months (7.10.1, MS-30).
pub const TERM_MONTHS: i32 = 9;
/// The evaluation is held in the month before the end (7.12.1, MS-32).
pub const EVALUATION_MONTHS: i32 = 1;
/// Revisits, after the first one (7.11.3, MS-33).
pub const REVISIT_MONTHS: i32 = 3;
/// Most extensions of one measure.
pub const MAX_EXTENSIONS: usize = 200;

coded! {
    /// From where the nine months of an automatic extension run: 7.10.2 does not say (ADR 0007).
    ExtensionReading {
        /// From the present end date: the person loses no day.
        FromCurrentEnd = "from-current-end",
        /// From the day of the incident, and never to an earlier end than the present one.
        FromIncident = "from-incident",
    }
}

/// Terms that the circular leaves to practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The reading of 7.10.2.
    pub extension: ExtensionReading,
    /// Days from the activation to the first revisit (COL 20/2020 sets it).
    pub first_revisit_days: i32,
    /// A revisit counts for a due date that lies at most so many days ahead.
    pub revisit_early_days: i32,
    /// Days in which the receiver of a file or a notice confirms.
    pub confirm_days: i32,
    /// Days from the grant after which an alarm that is not active is an alert (FL-23).
    pub activate_days: i32,
    /// A hearing and an assessment support an early end for so many months.
    pub reassessment_months: i32,
    /// Months of supervision after the end (FL-35).
    pub supervised_months: i32,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            extension: ExtensionReading::FromCurrentEnd,
            first_revisit_days: 30,
            revisit_early_days: 14,
            confirm_days: 1,
            activate_days: 1,
            reassessment_months: 1,
            supervised_months: 3,
        }
    }
}

/// Why a term was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExtensionCause {
    /// 7.10.2: an incident, by its number within the measure.
    Incident(u16),
    /// 7.12.1: the ruling with that number.
    Evaluation(u16),
}

/// One term more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// Its number within the measure, from 1.
    pub n: u16,
    /// Decided on, or the day on which the incident was recorded.
    pub on: CivilDate,
    /// Why.
    pub cause: ExtensionCause,
    /// The end date before.
    pub from: CivilDate,
    /// The end date after.
    pub to: CivilDate,
}

/// How long the measure runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The day of the grant.
    pub granted_on: CivilDate,
    /// The last day.
    pub ends_on: CivilDate,
    /// What was added, in order.
    pub extensions: Vec<Extension>,
}

/// The last day of a measure that is granted on this day.
#[must_use]
pub fn first_end(granted_on: CivilDate) -> CivilDate {
    granted_on.plus_months(TERM_MONTHS)
}

/// The last day after an automatic extension.
#[must_use]
pub fn extended_end(end: CivilDate, incident_on: CivilDate, reading: ExtensionReading) -> CivilDate {
    match reading {
        ExtensionReading::FromCurrentEnd => end.plus_months(TERM_MONTHS),
        ExtensionReading::FromIncident => end.max(incident_on.plus_months(TERM_MONTHS)),
    }
}

impl Term {
    /// A term that begins with a grant.
    #[must_use]
    pub fn granted(on: CivilDate) -> Self {
        Self { granted_on: on, ends_on: first_end(on), extensions: Vec::new() }
    }

    /// The first day of the month in which the evaluation is held (7.12.1).
    #[must_use]
    pub fn evaluation_from(&self) -> CivilDate {
        self.ends_on.plus_months(-EVALUATION_MONTHS)
    }
}
