//! 7.4.1 and 7.5: the hearing, the three commitments, and the six general conditions, each on its own.
//!
//! Never here: the assessment of the risk (7.6).

use crate::coded::coded;
use crate::confidentiality::ContactSecrecy;
use crate::point::Point;
use crate::request::PvRef;
use hoeder_vocab::{CivilDate, Sensitive};

/// Most hearings that one measure keeps.
pub const MAX_HEARINGS: usize = 64;

coded! {
    /// Yes, no, or not known.
    Answer {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Not known.
        Unknown = "unknown",
    }

    /// The six general conditions of 7.5.
    Condition {
        /// 1: lives in a zone where the alarm is rolled out.
        RolledOut = "rolled-out",
        /// 2: falls within the scope (6).
        WithinScope = "within-scope",
        /// 3: wants to use it.
        WantsIt = "wants-it",
        /// 4: no voluntary contact with the suspect, save about common children.
        NoContact = "no-contact",
        /// 5: a complaint for these facts and for each new one.
        Complaints = "complaints",
        /// 6: signs the user agreement and keeps it; under sixteen it is explained.
        Agreement = "agreement",
    }

    /// Was the person told that the statement gives no automatic right to an alarm?
    ToldNoRight {
        /// Yes.
        Told = "told",
        /// Not yet.
        NotTold = "not-told",
    }
}

impl Condition {
    /// Where it stands.
    #[must_use]
    pub const fn point(self) -> Point {
        match self {
            Self::RolledOut => Point::new("7.5.1"),
            Self::WithinScope => Point::new("7.5.2"),
            Self::WantsIt => Point::new("7.5.3"),
            Self::NoContact => Point::new("7.5.4"),
            Self::Complaints => Point::new("7.5.5"),
            Self::Agreement => Point::new("7.5.6"),
        }
    }
}

/// The hearing of the person (MS-07): before any decision, and again before an extension or an early end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    /// On which day.
    pub on: CivilDate,
    /// The report in which it stands.
    pub pv: PvRef,
    /// The facts, 1 to 10,000 characters.
    pub facts: Sensitive<String>,
    /// The context of the relation, 1 to 10,000 characters.
    pub relation: Sensitive<String>,
    /// Condition 3: wants to use the system.
    pub wants_it: Answer,
    /// Condition 4: no voluntary contact, save about common children.
    pub no_contact: Answer,
    /// Condition 5: a complaint for each new fact.
    pub complaints: Answer,
    /// Condition 6: signs and keeps the user agreement.
    pub agreement: Answer,
    /// Told that this gives no automatic right.
    pub told_no_right: ToldNoRight,
    /// For a minor (MS-09): able to use it properly? `Unknown` counts as not yet known; not asked of adults.
    pub able: Answer,
    /// Which contact data stay out of the reports (7.8.5).
    pub secrecy: ContactSecrecy,
}

/// One condition and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionCheck {
    /// Which.
    pub condition: Condition,
    /// Met, not met, or not known yet.
    pub met: Answer,
}
