//! 7.4, 7.7, 7.8, 7.12: what a magistrate rules, entered by the magistrate or by the officer who heard it, and confirmed.
//!
//! Never here: the steps that follow from a ruling.

use super::hands::is_magistrate_of;
use super::{Decision, Given, next_number, not_before, not_in_future, numbered, room};
use crate::conditions::{Answer, Condition};
use crate::decision::{
    Confirmation, Decision as Entered, MAX_RULINGS, Part, Procedure, Ruled, Ruling, RulingKind,
    TellThirdParty,
};
use crate::duration::{Extension, ExtensionCause, TERM_MONTHS, Term, first_end};
use crate::ending::{EarlyGround, EndCause, EndKind, REPEATED};
use crate::event::Change;
use crate::followup::{MoveAnswer, MoveCase};
use crate::refusal::Refusal;
use crate::request::Origin;
use crate::state::{Measure, Stage, State};
use crate::text::{number, said};
use hoeder_vocab::CivilDate;

impl Measure {
    /// MS-15: only a magistrate rules. By word of mouth first: then the officer enters who said it and in which report it
    /// stands, it holds at once, and the magistrate confirms.
    pub(super) fn decide_ruling(&self, entered: &Entered, given: Given<'_>) -> Decision {
        room(&self.file.rulings, MAX_RULINGS)?;
        not_in_future(entered.on, given)?;
        said(&entered.reason)?;
        if let Some(pv) = &entered.pv {
            number(&pv.number)?;
        }
        let in_writing = self.file.office.is_some_and(|office| is_magistrate_of(given.by, office));
        if !in_writing {
            oral(entered)?;
        }
        if let Some(request) = &self.file.request {
            not_before(entered.on, request.made_on)?;
        }
        let n = next_number(&self.file.rulings);
        let follows = match &entered.ruling {
            Ruling::Grant => self.decide_grant(entered, given)?,
            Ruling::Refuse { third_party } => self.decide_refusal(n, entered, *third_party)?,
            Ruling::Extend => self.decide_extension(n, entered, given)?,
            Ruling::EndAsPlanned => self.decide_planned_end(entered)?,
            Ruling::EndEarly { ground, marginal_note } => {
                number(marginal_note)?;
                self.decide_early_end(*ground, given)?
            }
            Ruling::Resume => self.decide_resumption()?,
        };
        let ruled = Ruled {
            n,
            decision: entered.clone(),
            by: given.by,
            confirmed_on: in_writing.then_some(given.now.day),
            denied_on: None,
        };
        Ok([vec![Change::RulingEntered(ruled)], follows].concat())
    }

    /// 7.5, 7.8: every condition that is known not to be met stands in the way; in the ordinary procedure none is unknown
    /// and no part is missing. No answer to a risk question is looked at (MS-10).
    fn decide_grant(&self, entered: &Entered, given: Given<'_>) -> Decision {
        let day = given.now.day;
        self.check_conditions(Condition::ALL, entered.procedure, given)?;
        if self.is_minor(day) && self.minor_able() == Answer::No {
            return Err(Refusal::MinorNotAble);
        }
        let missing = self.missing_parts(day);
        if entered.procedure == Procedure::Ordinary && !missing.is_empty() {
            return Err(Refusal::PartsMissing(missing));
        }
        let mut changes = vec![Change::Granted { on: entered.on, ends_on: first_end(entered.on) }];
        let district = self.file.zone.and_then(|zone| given.world.zones.get(&zone)).map(|zone| zone.district);
        changes.extend(
            district
                .filter(|district| given.world.free_devices.get(district) == Some(&0))
                .map(|district| Change::ShortageFound { district }),
        );
        Ok(changes)
    }

    fn check_conditions(
        &self,
        which: &[Condition],
        procedure: Procedure,
        given: Given<'_>,
    ) -> Result<(), Refusal> {
        let open = |answer: Answer| match answer {
            Answer::Yes => false,
            Answer::No => true,
            Answer::Unknown => procedure == Procedure::Ordinary,
        };
        let checks = self.conditions(given.now.day, given.world);
        // What is known not to be met comes before what is not known.
        let not_met = checks.iter().filter(|check| which.contains(&check.condition) && open(check.met));
        match not_met.min_by_key(|check| (check.met == Answer::Unknown, check.condition)) {
            // Without a hearing or an assessment the part is what is missing.
            Some(check) if check.met == Answer::Unknown => match self.part_of(check.condition) {
                Some(part) => Err(Refusal::PartsMissing(vec![part])),
                None => Err(Refusal::ConditionNotMet(check.condition)),
            },
            Some(check) => Err(Refusal::ConditionNotMet(check.condition)),
            None => Ok(()),
        }
    }

    /// The part that would answer a condition, when it is missing.
    fn part_of(&self, condition: Condition) -> Option<Part> {
        match condition {
            Condition::RolledOut => None,
            Condition::WithinScope => self.file.assessments.is_empty().then_some(Part::Risk),
            Condition::WantsIt | Condition::NoContact | Condition::Complaints | Condition::Agreement => {
                self.file.hearings.is_empty().then_some(Part::Hearing)
            }
        }
    }

    /// 7.4.1, 7.7: the person is heard before any ruling, save in urgency; a third party is told or not, as the magistrate says.
    fn decide_refusal(&self, n: u16, entered: &Entered, third_party: TellThirdParty) -> Decision {
        if entered.procedure == Procedure::Ordinary && self.file.hearings.is_empty() {
            return Err(Refusal::PartsMissing(vec![Part::Hearing]));
        }
        let asked = self
            .file
            .request
            .as_ref()
            .is_some_and(|request| matches!(request.origin, Origin::ThirdParty { .. }));
        if asked == (third_party == TellThirdParty::NoThirdParty) {
            return Err(Refusal::ThirdPartyAnswer);
        }
        Ok(vec![Change::Refused { ruling: n }])
    }

    /// 7.12.1 (MS-32): in the month before the end, the same criteria and the same procedure. In urgency the term is added
    /// with what is known, so that protection does not lapse for want of a hearing.
    fn decide_extension(&self, n: u16, entered: &Entered, given: Given<'_>) -> Decision {
        let term = self.in_evaluation(entered)?;
        if entered.procedure == Procedure::Ordinary {
            self.check_reassessed(term.evaluation_from(), entered.ruling.kind())?;
        }
        let person =
            [Condition::WithinScope, Condition::WantsIt, Condition::NoContact, Condition::Complaints];
        self.check_conditions(&person, Procedure::Urgent, given)?;
        let extension = Extension {
            n: next_number(&term.extensions),
            on: entered.on,
            cause: ExtensionCause::Evaluation(n),
            from: term.ends_on,
            to: term.ends_on.plus_months(TERM_MONTHS),
        };
        let mut changes = vec![Change::Extended(extension)];
        if self.stage() == Stage::Ending {
            changes.push(Change::Resumed);
        }
        Ok(changes)
    }

    /// 7.12.1: not serious enough any more: it ends on its date.
    fn decide_planned_end(&self, entered: &Entered) -> Decision {
        let term = self.in_evaluation(entered)?;
        self.check_reassessed(term.evaluation_from(), entered.ruling.kind())?;
        Ok(Vec::new())
    }

    /// The term, when its evaluation may be held: from a month before its end until the alarm is switched off.
    fn in_evaluation(&self, entered: &Entered) -> Result<&Term, Refusal> {
        let not_now = Refusal::NotNow { command: crate::CommandKind::Rule, stage: self.stage() };
        let term = match &self.state {
            State::Running { term, .. } => term,
            State::Ending { cause: EndCause { kind: EndKind::Planned, .. }, term, steps } => {
                if steps.switched_off.is_some() {
                    return Err(Refusal::SwitchedOff);
                }
                term
            }
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Ending { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => return Err(not_now),
        };
        let from = term.evaluation_from();
        if entered.on < from { Err(Refusal::EvaluationTooEarly { from }) } else { Ok(term) }
    }

    fn check_reassessed(&self, since: CivilDate, ruling: RulingKind) -> Result<(), Refusal> {
        if self.reassessed_since(since) { Ok(()) } else { Err(Refusal::ReassessFirst { since, ruling }) }
    }

    /// 7.12.3 (MS-37): each ground with what must be there first. Only in writing: a marginal note.
    fn decide_early_end(&self, ground: EarlyGround, given: Given<'_>) -> Decision {
        let file = &self.file;
        if ground.needs_reassessment() {
            self.check_reassessed(self.reassessment_from(given), RulingKind::EndEarly)?;
        }
        match ground {
            EarlyGround::SuspectDied
            | EarlyGround::SuspectAbroad
            | EarlyGround::LongDetention
            | EarlyGround::FewerRisks
            | EarlyGround::MoreProtection => {}
            EarlyGround::RepeatedMisuse => {
                let counted = self.misuse_count();
                if counted < REPEATED {
                    return Err(Refusal::NotRepeated { counted });
                }
            }
            EarlyGround::AskedByPerson => {
                if file.asked_to_end.is_empty() {
                    return Err(Refusal::NotAsked);
                }
            }
            EarlyGround::SettledAbroad => {
                let abroad = self.settled_move().is_some_and(|moved| moved.case == MoveCase::Abroad);
                if !abroad {
                    return Err(Refusal::NotMoved);
                }
            }
            EarlyGround::SettledNotInForce => {
                let left = self.settled_move().is_some_and(|moved| {
                    moved.case == MoveCase::NotInForce
                        && matches!(moved.answer, Some((MoveAnswer::DoNotKeep { .. }, _)))
                });
                if !left {
                    return Err(Refusal::NotMoved);
                }
            }
            EarlyGround::TrackingTookOver => {
                let runs = file.continuation.as_ref().is_some_and(|one| one.runs_from <= given.now.day);
                if !runs {
                    return Err(Refusal::NoContinuation);
                }
            }
        }
        let cause = EndCause { kind: EndKind::Early, ground: Some(ground), since: given.now.day };
        Ok(vec![Change::EndBegan(cause)])
    }

    /// A hearing and an assessment support an early end when they are recent and younger than the grant.
    fn reassessment_from(&self, given: Given<'_>) -> CivilDate {
        let recent = given.now.day.plus_months(-given.world.terms.reassessment_months);
        self.term().map_or(recent, |term| recent.max(term.granted_on.plus_days(1)))
    }

    /// Not in the circular: an early end that turns out wrong is taken back while the alarm is still on.
    fn decide_resumption(&self) -> Decision {
        match &self.state {
            State::Ending { cause: EndCause { kind: EndKind::Early, .. }, steps, .. } => {
                if steps.switched_off.is_some() || steps.device_back.is_some() || steps.pv.is_some() {
                    Err(Refusal::SwitchedOff)
                } else {
                    Ok(vec![Change::Resumed])
                }
            }
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Granted { .. }
            | State::Running { .. }
            | State::Ending { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => {
                Err(Refusal::NotNow { command: crate::CommandKind::Rule, stage: self.stage() })
            }
        }
    }

    /// MS-15: the magistrate meets what an officer entered. 'Not so' brings a request back before the magistrate; it never
    /// takes away an alarm that is on, nor a term that was added: that is for a ruling of its own.
    pub(super) fn decide_confirmation(&self, n: u16, how: Confirmation) -> Decision {
        let open = numbered(&self.file.rulings, n)
            .filter(|ruled| ruled.confirmed_on.is_none() && ruled.denied_on.is_none())
            .ok_or(Refusal::RulingNotOpen { n })?;
        if how == Confirmation::AsRecorded {
            return Ok(vec![Change::RulingConfirmed { n }]);
        }
        let mut changes = vec![Change::RulingDenied { n }];
        let undone = match open.decision.ruling.kind() {
            RulingKind::Grant => self.stage() == Stage::Granted,
            RulingKind::Refuse => matches!(self.state, State::Refused { ruling, .. } if ruling == n),
            RulingKind::Extend | RulingKind::EndAsPlanned | RulingKind::EndEarly | RulingKind::Resume => {
                false
            }
        };
        if undone {
            changes.push(Change::DecisionPending { procedure: open.decision.procedure });
        }
        Ok(changes)
    }
}

/// What an officer enters must say who ruled and where it stands; an early end is written by the magistrate.
fn oral(entered: &Entered) -> Result<(), Refusal> {
    let kind = entered.ruling.kind();
    if kind == RulingKind::EndEarly {
        return Err(Refusal::OnlyInWriting(kind));
    }
    if entered.said_by.is_none() || entered.pv.is_none() {
        return Err(Refusal::OralNeedsSource);
    }
    Ok(())
}
