//! Earlier files of the suspect, entered by the magistrate's office and shown at the decision (7.4.2, 7.6, MS-13).
//!
//! Never here: what they mean for the decision.

use crate::coded::coded;
use hoeder_vocab::{CivilDate, Sensitive};

/// Most files that one search gives.
pub const MAX_ANTECEDENTS: usize = 200;

coded! {
    /// What an earlier file was about.
    ChargeCode {
        /// Violence within the family, whatever the charge or the victim.
        WithinFamily = "within-family",
        /// 60: drugs.
        Drugs60 = "60",
        /// 36: weapons.
        Weapons36 = "36",
        /// 37: sexual offences.
        Sexual37 = "37",
        /// 32: suicide or an attempt.
        Suicide32 = "32",
        /// Another charge that says something about the risk.
        Other = "other",
    }
}

/// One earlier file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFile {
    /// Its number, 1 to 40 characters.
    pub number: Sensitive<String>,
    /// Opened on.
    pub opened_on: CivilDate,
    /// About.
    pub code: ChargeCode,
    /// How it went on, also when it was closed without action, and what it says; may be empty.
    pub note: Sensitive<String>,
}

/// One search in the criminal record and in MaCH.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antecedents {
    /// Searched on.
    pub on: CivilDate,
    /// Searched back to: at least three years before.
    pub since: CivilDate,
    /// What was found; empty: nothing.
    pub files: Vec<PastFile>,
}
