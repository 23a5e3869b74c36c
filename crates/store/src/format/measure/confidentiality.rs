//! 7.8.4 and 7.8.7: the stored form of measures towards the suspect, of shortages and of released documents, format 1.
//!
//! Never here: contact data.

use super::words::{PvForm, TextSealed};
use crate::format::codes::{Day, Id, Word};
use hoeder_measure::confidentiality::SuspectMeasure;
use hoeder_measure::shortage::{Consulted, ShortageAnswer, ShortageDecision};
use hoeder_vocab::{DistrictId, DocumentId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SuspectOpen {
    Heard { on: Day, pv: PvForm },
    Arrested { on: Day },
    Signalled { on: Day },
    ContactBan { from: Day, until: Day, ang: String },
    HomeBan { from: Day, until: Day },
}

impl SuspectOpen {
    pub(super) fn of(measure: &SuspectMeasure) -> Self {
        match measure {
            SuspectMeasure::Heard { on, pv } => Self::Heard { on: Day(*on), pv: PvForm::of(pv) },
            SuspectMeasure::Arrested { on } => Self::Arrested { on: Day(*on) },
            SuspectMeasure::Signalled { on } => Self::Signalled { on: Day(*on) },
            SuspectMeasure::ContactBan { from, until, ang } => {
                Self::ContactBan { from: Day(*from), until: Day(*until), ang: ang.clone() }
            }
            SuspectMeasure::HomeBan { from, until } => Self::HomeBan { from: Day(*from), until: Day(*until) },
        }
    }
    pub(super) fn measure(self) -> SuspectMeasure {
        match self {
            Self::Heard { on, pv } => SuspectMeasure::Heard { on: on.0, pv: pv.pv() },
            Self::Arrested { on } => SuspectMeasure::Arrested { on: on.0 },
            Self::Signalled { on } => SuspectMeasure::Signalled { on: on.0 },
            Self::ContactBan { from, until, ang } => {
                SuspectMeasure::ContactBan { from: from.0, until: until.0, ang }
            }
            Self::HomeBan { from, until } => SuspectMeasure::HomeBan { from: from.0, until: until.0 },
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ShortageOpen {
    pub(super) district: Id<DistrictId>,
}

/// The reason stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct ShortageDecidedOpen {
    on: Day,
    answer: Word<ShortageAnswer>,
    consulted: Word<Consulted>,
}

impl ShortageDecidedOpen {
    pub(super) fn of(decision: &ShortageDecision) -> Self {
        Self { on: Day(decision.on), answer: Word(decision.answer), consulted: Word(decision.consulted) }
    }
    pub(super) fn decision(self, reason: TextSealed) -> ShortageDecision {
        ShortageDecision {
            on: self.on.0,
            answer: self.answer.0,
            consulted: self.consulted.0,
            reason: reason.text(),
        }
    }
}

/// The reason stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct ReleasedOpen {
    pub(super) document: Id<DocumentId>,
}
