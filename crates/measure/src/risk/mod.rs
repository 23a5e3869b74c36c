//! 7.6: the eight questions, the checklist of COL 15/2020, special attention, weapons and antecedents.
//!
//! Answers are kept and shown. Never here: a sum, a score, a threshold or a decision made of them (MS-10).

mod answers;
mod antecedents;
mod questionnaire;

pub use answers::{Answers, ChecklistAnswer};
pub use antecedents::{Antecedents, ChargeCode, MAX_ANTECEDENTS, PastFile};
pub use questionnaire::{Checklist, Item, MAX_ITEMS, Questionnaire, QuestionnaireError, Weight};

use crate::by::Seat;
use crate::coded::coded;
use crate::conditions::Answer;
use hoeder_vocab::{CivilDate, Sensitive};

/// Most assessments that one measure keeps.
pub const MAX_ASSESSMENTS: usize = 64;

coded! {
    /// The eight questions, in the order of 7.6. More positive answers mean more risk; what follows is for people to say.
    RiskQuestion {
        /// 1: fears for the own life or that of the children.
        FearsForLife = "fears-for-life",
        /// 2: a broken relation that the ex-partner does not accept, with a worrying attitude.
        BreakUpNotAccepted = "break-up-not-accepted",
        /// 3: said to be at the end, sees no way out but death, or threatened with murder or suicide.
        DeathThreats = "death-threats",
        /// 4: was violent before.
        EarlierViolence = "earlier-violence",
        /// 5: affinity with weapons.
        AffinityWithWeapons = "affinity-with-weapons",
        /// 6: spends much time, energy, money or means on the intimidation.
        MuchEffort = "much-effort",
        /// 7: great anger, hard to control, in words or behaviour.
        GreatAnger = "great-anger",
        /// 8: destroyed belongings of the victim.
        DestroyedBelongings = "destroyed-belongings",
    }
}

/// An answer with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Yes, no or not known.
    pub answer: Answer,
    /// In words; may be empty.
    pub note: Sensitive<String>,
}

/// Firearms of the suspect: always answered, with who checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firearms {
    /// Yes, no or not known.
    pub answer: Answer,
    /// Who checks the registers, when it is not known or must be confirmed.
    pub checked_by: Option<Seat>,
    /// In words; may be empty.
    pub note: Sensitive<String>,
}

/// What 7.6 asks particular attention for (MS-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attention {
    /// A break-up in which the two intend the opposite of each other.
    pub opposed_intentions: Answer,
    /// The victim had to move to a shelter whose address is secret.
    pub secret_shelter: Answer,
}

/// Whether condition 2 of 7.5 holds, as officer and magistrate see it together. Not computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Victim of stalking within a family with an increased risk of serious harm, or child or relative of one.
    pub within: Answer,
    /// Why, 1 to 10,000 characters.
    pub why: Sensitive<String>,
}

/// One assessment of the situation: the form of 7.6. Filled in again before an extension or an early end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// On which day.
    pub on: CivilDate,
    /// The eight answers, in the order of [`RiskQuestion::ALL`].
    pub eight: [Answered; 8],
    /// The checklist of COL 15/2020: for former partners; may be used for others.
    pub checklist: Option<Checklist>,
    /// Particular attention.
    pub attention: Attention,
    /// Firearms.
    pub firearms: Option<Firearms>,
    /// Condition 2.
    pub scope: Scope,
    /// Why other means do not suffice (6, MS-19); empty: still to be said.
    pub subsidiarity: Sensitive<String>,
}
