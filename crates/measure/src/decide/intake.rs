//! 7.2.1, 7.3, 7.4.1, 7.6: the request and its hand-over, the hearing, the assessment, antecedents, and asking for a decision.
//!
//! Never here: the ruling.

use super::{Decision, Given, next_number, not_before, not_in_future, numbered, room};
use crate::by::Seat;
use crate::conditions::{Answer, Hearing, MAX_HEARINGS};
use crate::decision::{Part, Procedure};
use crate::event::Change;
use crate::followup::Incident;
use crate::refusal::Refusal;
use crate::request::{HandOver, HandOverWhy, MAX_HAND_OVERS, Origin, Request};
use crate::risk::{Antecedents, Assessment, Checklist, MAX_ANTECEDENTS, MAX_ASSESSMENTS};
use crate::state::Measure;
use crate::task::Receipt;
use crate::territory::{CompetenceCase, Offence, competence};
use crate::text::{fits, fits_line, number, said, said_number};
use hoeder_vocab::{CivilDate, OfficeId, Purpose, Sensitive};
use std::collections::BTreeSet;

/// Antecedents go back so many months (7.4.2, MS-13).
const ANTECEDENT_MONTHS: i32 = 36;
/// Most districts competent for one offence: there are twelve.
const MAX_DISTRICTS: usize = 12;

impl Measure {
    /// 7.3 (MS-01, MS-02): the request, and its way to the zone and the office of residence.
    pub(super) fn decide_request(&self, request: &Request, given: Given<'_>) -> Decision {
        not_in_future(request.made_on, given)?;
        not_in_future(*request.born.reveal(Purpose::CaseWork), given)?;
        number(&request.pv.number)?;
        said(&request.summary)?;
        match &request.origin {
            Origin::ThirdParty { who, .. } => fits_line(who)?,
            Origin::Tracking { mandate } => number(mandate)?,
            Origin::Person | Origin::Police(_) | Origin::Office(_) | Origin::InvestigatingJudge => {}
        }
        if let Offence::Alleged { districts, known_to } = &request.offence {
            room(districts, MAX_DISTRICTS + 1)?;
            if !given.world.offices.contains_key(known_to) {
                return Err(Refusal::UnknownOffice(*known_to));
            }
        }
        let competence = competence(request.residence, &request.offence, given.world)
            .ok_or(Refusal::UnknownZone(request.residence))?;
        let mut changes = vec![Change::Requested { request: Box::new(request.clone()), competence }];
        let to = match given.by.seat {
            Seat::Zone(zone) => (zone != competence.zone).then_some(Seat::Zone(competence.zone)),
            Seat::Office(office) => (office != competence.office).then_some(Seat::Office(competence.office)),
            Seat::District(_) | Seat::Nowhere => None,
        };
        changes.extend(to.map(|to| sent(given, to, HandOverWhy::Request)));
        Ok(changes)
    }

    /// 7.7 (MS-17): new elements open a refused request again.
    pub(super) fn decide_reopen(&self, new_elements: &Sensitive<String>) -> Decision {
        said(new_elements)?;
        Ok(vec![Change::Reopened { new_elements: new_elements.clone() }])
    }

    /// 7.2.1 (MS-04), the exception of the third case: an office competent for the offence takes the measure.
    pub(super) fn decide_office(
        &self,
        office: OfficeId,
        reason: &Sensitive<String>,
        given: Given<'_>,
    ) -> Decision {
        said(reason)?;
        room(&self.file.hand_overs, MAX_HAND_OVERS)?;
        let facts = given.world.offices.get(&office).ok_or(Refusal::UnknownOffice(office))?;
        let elsewhere = self.file.competence.is_some_and(|one| one.case == CompetenceCase::OffenceElsewhere);
        let for_offence = self.file.request.as_ref().is_some_and(|request| match &request.offence {
            Offence::None => false,
            Offence::Alleged { districts, .. } => districts.contains(&facts.district),
        });
        if !elsewhere || !for_offence || self.file.office == Some(office) {
            return Err(Refusal::OfficeNotCompetent(office));
        }
        Ok(vec![sent(given, Seat::Office(office), HandOverWhy::OfficeAgreement)])
    }

    /// 7.3.2, 7.3.3, 7.2.3 (MS-02, MS-06, MS-11, MS-34, MS-36): receipt is confirmed, once.
    pub(super) fn decide_receipt(&self, of: Receipt) -> Decision {
        let file = &self.file;
        if file.receipts.iter().any(|(known, _)| *known == of) {
            return Ok(Vec::new());
        }
        let waits = match of {
            Receipt::HandOver(n) => self.open_hand_overs().iter().any(|(open, _)| *open == n),
            Receipt::Request => true,
            Receipt::Bomb(n) => file.bombs.contains(&n),
            Receipt::Incident(n) => numbered(&file.incidents, n).is_some_and(Incident::concerns_magistrate),
            Receipt::AskedToEnd(n) => numbered(&file.asked_to_end, n).is_some(),
        };
        if !waits {
            return Err(Refusal::NothingToConfirm(of));
        }
        let mut changes = vec![Change::ReceiptConfirmed { of }];
        if let Receipt::HandOver(n) = of {
            changes.extend(numbered(&file.hand_overs, n).and_then(|one| self.passes(one)));
        }
        Ok(changes)
    }

    /// Whoever receives manages from then on; until then whoever sent does. A request is managed by the zone of residence
    /// from the start.
    fn passes(&self, hand_over: &HandOver) -> Option<Change> {
        let (zone, office) = self.managed_by()?;
        match (hand_over.why, hand_over.to) {
            (HandOverWhy::OfficeAgreement | HandOverWhy::Move, Seat::Office(new)) => {
                Some(Change::ManagementPassed { zone, office: new })
            }
            (HandOverWhy::OfficeAgreement | HandOverWhy::Move, Seat::Zone(new)) => {
                Some(Change::ManagementPassed { zone: new, office })
            }
            (HandOverWhy::OfficeAgreement | HandOverWhy::Move, Seat::District(_) | Seat::Nowhere)
            | (HandOverWhy::Request, Seat::Zone(_) | Seat::Office(_) | Seat::District(_) | Seat::Nowhere) => {
                None
            }
        }
    }

    /// 7.4.1 (MS-07): what the person says is kept as it was said; it decides nothing.
    pub(super) fn decide_hearing(&self, hearing: &Hearing, given: Given<'_>) -> Decision {
        room(&self.file.hearings, MAX_HEARINGS)?;
        not_in_future(hearing.on, given)?;
        number(&hearing.pv.number)?;
        said(&hearing.facts)?;
        said(&hearing.relation)?;
        Ok(vec![Change::Heard(hearing.clone())])
    }

    /// 7.6 (MS-10, MS-11): answers are kept; a bomb is told to the magistrate at once and decides nothing either.
    pub(super) fn decide_assessment(&self, assessment: &Assessment, given: Given<'_>) -> Decision {
        room(&self.file.assessments, MAX_ASSESSMENTS)?;
        not_in_future(assessment.on, given)?;
        for answered in &assessment.eight {
            fits(&answered.note)?;
        }
        if let Some(firearms) = &assessment.firearms {
            fits(&firearms.note)?;
        }
        said(&assessment.scope.why)?;
        fits(&assessment.subsidiarity)?;
        let mut changes = vec![Change::Assessed(Box::new(assessment.clone()))];
        if let Some(checklist) = &assessment.checklist {
            let mut items = bombs(checklist, given)?;
            let told = self.bombs_told(checklist, assessment.on, given);
            items.retain(|item| !told.contains(item));
            if !items.is_empty() {
                changes.push(Change::BombFound { assessment: next_number(&self.file.assessments), items });
            }
        }
        Ok(changes)
    }

    /// The bombs that a fresh assessment with the same list found already. Whoever completes it - the firearms, why nothing
    /// lighter is enough - does not call the magistrate once more for what was told.
    fn bombs_told(&self, checklist: &Checklist, on: CivilDate, given: Given<'_>) -> Vec<String> {
        let since = on.plus_months(-given.world.terms.reassessment_months);
        let last = self.file.assessments.last().filter(|last| last.on >= since);
        let list =
            last.and_then(|last| last.checklist.as_ref()).filter(|list| list.version == checklist.version);
        let answers = list.into_iter().flat_map(|list| list.answers.iter());
        answers.filter(|one| one.answer == Answer::Yes).map(|one| one.item).collect()
    }

    /// 7.4.2 (MS-13).
    pub(super) fn decide_antecedents(&self, antecedents: &Antecedents, given: Given<'_>) -> Decision {
        not_in_future(antecedents.on, given)?;
        let since = antecedents.on.plus_months(-ANTECEDENT_MONTHS);
        if antecedents.since > since {
            return Err(Refusal::AntecedentsTooShort { since });
        }
        room(&antecedents.files, MAX_ANTECEDENTS + 1)?;
        for file in &antecedents.files {
            said_number(&file.number)?;
            fits(&file.note)?;
            not_before(antecedents.on, file.opened_on)?;
        }
        Ok(vec![Change::AntecedentsGiven(antecedents.clone())])
    }

    /// 7.4.1, 7.4.2 (MS-14): in the urgent procedure what is missing stays open as tasks. Antecedents are the office's to add.
    pub(super) fn decide_put_before(&self, procedure: Procedure, given: Given<'_>) -> Decision {
        let missing = self.missing_parts(given.now.day);
        let of_zone: Vec<Part> = missing.iter().copied().filter(|part| *part != Part::Antecedents).collect();
        match procedure {
            Procedure::Ordinary if !of_zone.is_empty() => Err(Refusal::PartsMissing(of_zone)),
            Procedure::Ordinary | Procedure::Urgent => Ok(vec![Change::PutBefore { procedure, missing }]),
        }
    }

    pub(super) fn decide_ask_more(&self, question: &Sensitive<String>) -> Decision {
        said(question)?;
        Ok(vec![Change::MoreAsked { question: question.clone() }])
    }
}

/// A file on its way.
pub(super) const fn sent(given: Given<'_>, to: Seat, why: HandOverWhy) -> Change {
    let from = given.by.seat;
    Change::HandedOver(HandOver { from, to, why, on: given.now.day, confirmed_on: None })
}

/// The bombs of a checklist, once it is whole: each item of the version in use answered once.
fn bombs(checklist: &Checklist, given: Given<'_>) -> Result<Vec<String>, Refusal> {
    let Some(list) = given.world.questionnaires.last().filter(|list| list.version == checklist.version)
    else {
        return Err(Refusal::ChecklistVersion);
    };
    let mut answered = BTreeSet::new();
    for answer in checklist.answers.iter() {
        fits(&answer.note)?;
        match list.items.iter().find(|item| item.id == answer.item) {
            Some(item) if answered.insert(item.id.as_str()) => {}
            Some(_) | None => return Err(Refusal::ChecklistItem(answer.item)),
        }
    }
    match list.items.iter().find(|item| !answered.contains(item.id.as_str())) {
        Some(item) => Err(Refusal::ChecklistItem(item.id.clone())),
        None => Ok(list.bombs(checklist)),
    }
}
