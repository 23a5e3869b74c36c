//! 7.4.1 and 7.5: the hearing, the three commitments, and the six general conditions, each on its own.
//!
//! Never here: the assessment of the risk (7.6).

use crate::coded::coded;
use crate::confidentiality::ContactSecrecy;
use crate::decision::Part;
use crate::point::Point;
use crate::request::{PvRef, Relation};
use crate::state::Measure;
use crate::text::is_blank;
use crate::world::World;
use hoeder_vocab::{CivilDate, Purpose, Sensitive};

/// From this age on the agreement is signed (7.5.6).
const SIGNS_FROM: u16 = 16;
/// From this age on nobody asks whether the person is able to use the alarm (7.9).
const OF_AGE: u16 = 18;

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

impl Measure {
    /// MS-08: the six conditions, one by one, as the file and the world have them on that day.
    #[must_use]
    pub fn conditions(&self, day: CivilDate, world: &World) -> [ConditionCheck; 6] {
        let heard = self.file.hearings.last();
        let said = |answer: fn(&Hearing) -> Answer| heard.map_or(Answer::Unknown, answer);
        let met = |condition: Condition| match condition {
            Condition::RolledOut => match self.file.zone.and_then(|zone| world.in_force(zone, day)) {
                Some(true) => Answer::Yes,
                Some(false) => Answer::No,
                None => Answer::Unknown,
            },
            Condition::WithinScope => {
                self.file.assessments.last().map_or(Answer::Unknown, |last| last.scope.within)
            }
            Condition::WantsIt => said(|hearing| hearing.wants_it),
            Condition::NoContact => said(|hearing| hearing.no_contact),
            Condition::Complaints => said(|hearing| hearing.complaints),
            Condition::Agreement => said(|hearing| hearing.agreement),
        };
        [
            Condition::RolledOut,
            Condition::WithinScope,
            Condition::WantsIt,
            Condition::NoContact,
            Condition::Complaints,
            Condition::Agreement,
        ]
        .map(|condition| ConditionCheck { condition, met: met(condition) })
    }

    /// MS-14: the parts that the decision rests on and that are not there yet, in the order of [`Part::ALL`].
    #[must_use]
    pub fn missing_parts(&self, day: CivilDate) -> Vec<Part> {
        let file = &self.file;
        let assessed = file.assessments.last();
        let ex_partners =
            file.request.as_ref().is_some_and(|request| request.relation == Relation::ExPartners);
        let missing = |part: &Part| match part {
            Part::Hearing => {
                file.hearings.last().is_none_or(|hearing| hearing.told_no_right == ToldNoRight::NotTold)
            }
            Part::Risk => assessed.is_none(),
            Part::Checklist => ex_partners && assessed.is_none_or(|one| one.checklist.is_none()),
            Part::Firearms => assessed.is_none_or(|one| one.firearms.is_none()),
            Part::Subsidiarity => assessed.is_none_or(|one| is_blank(&one.subsidiarity)),
            Part::Antecedents => file.antecedents.is_none(),
            Part::MinorAble => self.is_minor(day) && self.minor_able() == Answer::Unknown,
        };
        Part::ALL.iter().copied().filter(missing).collect()
    }

    /// Is a minor able to use the alarm properly (7.9, MS-09), as heard last?
    pub(crate) fn minor_able(&self) -> Answer {
        self.file.hearings.last().map_or(Answer::Unknown, |hearing| hearing.able)
    }

    pub(crate) fn is_minor(&self, day: CivilDate) -> bool {
        self.age(day).is_some_and(|age| age < OF_AGE)
    }

    pub(crate) fn is_under_sixteen(&self, day: CivilDate) -> bool {
        self.age(day).is_some_and(|age| age < SIGNS_FROM)
    }

    fn age(&self, day: CivilDate) -> Option<u16> {
        self.file.request.as_ref().map(|request| request.born.reveal(Purpose::CaseWork).age_on(day))
    }
}
