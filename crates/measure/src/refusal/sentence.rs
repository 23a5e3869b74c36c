//! Each refusal in one English sentence, with its point: for the command line, scenario files and logs.
//!
//! Screens have their own words in four languages. Never here: personal data.

use super::Refusal;
use core::fmt;

impl Refusal {
    /// What the rule says, without what it found.
    const fn sentence(&self) -> &'static str {
        match self {
            Self::NotNow { .. } => "this has no place in the present state",
            Self::WrongHand { .. } => "this is for another role or another place",
            Self::UnknownZone(_) => "the zone is not known",
            Self::UnknownOffice(_) => "the office is not known",
            Self::OfficeNotCompetent(_) => "that office is not competent for an offence elsewhere",
            Self::HandOverOpen { .. } => "confirm the receipt of the file first",
            Self::NothingToConfirm(_) => "nothing of that kind waits for confirmation",
            Self::ConditionNotMet(_) => "a general condition is not met",
            Self::MinorNotAble => "the minor is not able to use the alarm",
            Self::PartsMissing(_) => "parts are missing; the urgent procedure goes on without them",
            Self::ChecklistVersion => "the checklist is not of the version in use",
            Self::ChecklistItem(_) => "an item of the checklist is missing, answered twice or not known",
            Self::AntecedentsTooShort { .. } => "antecedents go back at least three years",
            Self::AlreadyGranted { .. } => "the alarm was granted already",
            Self::OralNeedsSource => "name the magistrate who ruled and the report in which it stands",
            Self::RulingNotOpen { .. } => "no ruling of that number waits for confirmation",
            Self::OnlyInWriting(_) => "only the magistrate enters this ruling, in writing",
            Self::ThirdPartyAnswer => "say whether the third party is told, and only when one asked",
            Self::AssentUnfit => "the agreement is signed from sixteen on; below, it is explained",
            Self::EndDateWrong { .. } => "the person was told another end date than the computed one",
            Self::NotAgreed => "the user agreement comes before the activation",
            Self::TestNotPassed(_) => "no end-to-end test of this handset passed since the grant",
            Self::CoverageNotTried => "try the coverage at the usual places first",
            Self::BanTooShort { .. } => "the contact ban ends before the measure",
            Self::JudgeKnown => "the judge was told already",
            Self::NoShortage => "no shortage is open",
            Self::InitialPvNeeded => "a new fact has a new initial report",
            Self::ZoneNeeded => "name the zone",
            Self::NoOpenMove { .. } => "no move of that number waits for an answer",
            Self::EvaluationTooEarly { .. } => "the evaluation is held in the month before the end",
            Self::ReassessFirst { .. } => "hear the person and assess the situation again first",
            Self::NotRepeated { .. } => "misuse or breaches must be repeated",
            Self::NotAsked => "the person did not ask for it",
            Self::NotMoved => "no such move is recorded, or it was not answered so",
            Self::NoContinuation => "the other protection is not known to run",
            Self::SwitchedOff => "a step of the end was done: a new request is needed",
            Self::EvaluateFirst => "the alarm stays on until a magistrate ruled on the end",
            Self::TaskNotOpen(_) => "this task is not open",
            Self::TaskHasForm { .. } => "this task is done with a form of its own",
            Self::ReferenceMissing(_) => "give the number of the report or the registration",
            Self::EndDoesNotFollow { .. } => "the last day does not follow from the grant and the extensions",
            Self::InFuture { .. } => "a day lies in the future",
            Self::TooEarly { .. } => "a day lies before another one that comes first",
            Self::TextLength { .. } => "a text is empty or too long",
            Self::TooMany { .. } => "there are more of these than one measure keeps",
        }
    }

    /// What was found, where that helps.
    fn found(&self) -> Option<String> {
        match self {
            Self::NotNow { command, stage } => Some(format!("{} while {}", command.word(), stage.word())),
            Self::WrongHand { command, needed, .. } => {
                Some(format!("{} needs {}", command.word(), needed.word()))
            }
            Self::ConditionNotMet(condition) => Some(condition.word().to_owned()),
            Self::PartsMissing(parts) => {
                Some(parts.iter().map(|part| part.word()).collect::<Vec<_>>().join(", "))
            }
            Self::ChecklistItem(item) => Some(item.clone()),
            Self::AntecedentsTooShort { since } | Self::ReassessFirst { since, .. } => {
                Some(format!("since {since}"))
            }
            Self::AlreadyGranted { on } => Some(format!("on {on}")),
            Self::EndDateWrong { right } => Some(format!("it is {right}")),
            Self::BanTooShort { ends_on } => Some(format!("it ends on {ends_on}")),
            Self::EvaluationTooEarly { from } => Some(format!("from {from}")),
            Self::NotRepeated { counted } => Some(format!("{counted} so far")),
            Self::OnlyInWriting(ruling) => Some(ruling.word().to_owned()),
            Self::TaskHasForm { form } => Some(form.word().to_owned()),
            Self::TaskNotOpen(task) | Self::ReferenceMissing(task) => Some(task.word().to_owned()),
            Self::InFuture { day } | Self::EndDoesNotFollow { computed: day } => Some(day.to_string()),
            Self::TooEarly { day, not_before } => Some(format!("{day} before {not_before}")),
            Self::TextLength { max } | Self::TooMany { max } => Some(format!("at most {max}")),
            Self::UnknownZone(_)
            | Self::UnknownOffice(_)
            | Self::OfficeNotCompetent(_)
            | Self::HandOverOpen { .. }
            | Self::NothingToConfirm(_)
            | Self::MinorNotAble
            | Self::ChecklistVersion
            | Self::OralNeedsSource
            | Self::RulingNotOpen { .. }
            | Self::ThirdPartyAnswer
            | Self::AssentUnfit
            | Self::NotAgreed
            | Self::TestNotPassed(_)
            | Self::CoverageNotTried
            | Self::JudgeKnown
            | Self::NoShortage
            | Self::InitialPvNeeded
            | Self::ZoneNeeded
            | Self::NoOpenMove { .. }
            | Self::NotAsked
            | Self::NotMoved
            | Self::NoContinuation
            | Self::SwitchedOff
            | Self::EvaluateFirst => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())?;
        if let Some(found) = self.found() {
            write!(f, ": {found}")?;
        }
        match self.point() {
            Some(point) => write!(f, " (point {point})"),
            None => Ok(()),
        }
    }
}
