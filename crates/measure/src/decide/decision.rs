//! 7.8: what follows a grant - agreement, activation, judge, victim reception, measures towards the suspect, shortage.
//!
//! Never here: the ruling itself.

use super::{Decision, Given, not_before, not_in_future, room};
use crate::conditions::Answer;
use crate::confidentiality::{MAX_SUSPECT_MEASURES, SuspectMeasure};
use crate::decision::{
    Activation, Agreement, Assent, ChainReferral, Coverage, JudgeInvolved, MAX_LISTED, Part, Procedure,
    Ruled, RulingKind, SupportOffer,
};
use crate::event::Change;
use crate::refusal::Refusal;
use crate::request::Origin;
use crate::shortage::ShortageDecision;
use crate::state::Measure;
use crate::text::{fits, number, said};
use hoeder_vocab::{DocumentId, Sensitive};

impl Measure {
    /// 7.5.6, 7.8.1, 7.9 (MS-09, MS-18): signed from sixteen on, explained below; the person is told the computed end date.
    pub(super) fn decide_agreement(&self, agreement: &Agreement, given: Given<'_>) -> Decision {
        not_in_future(agreement.on, given)?;
        number(&agreement.version)?;
        let Some(term) = self.term() else { return Ok(Vec::new()) };
        not_before(agreement.on, term.granted_on)?;
        let fits = match agreement.assent {
            Assent::Signed { .. } => !self.is_under_sixteen(agreement.on),
            Assent::Explained => self.is_under_sixteen(agreement.on),
        };
        if !fits {
            return Err(Refusal::AssentUnfit);
        }
        if agreement.told_end != term.ends_on {
            return Err(Refusal::EndDateWrong { right: term.ends_on });
        }
        Ok(vec![Change::Agreed(agreement.clone())])
    }

    /// 7.8.1 (MS-18, AL-17, FL-14): after the agreement, and only with an end-to-end test of this handset that passed since the grant.
    pub(super) fn decide_activation(&self, activation: &Activation, given: Given<'_>) -> Decision {
        not_in_future(activation.on, given)?;
        if let Some(pv) = &activation.pv {
            number(&pv.number)?;
        }
        let Some(term) = self.term() else { return Ok(Vec::new()) };
        not_before(activation.on, term.granted_on)?;
        if self.file.agreement.is_none() {
            return Err(Refusal::NotAgreed);
        }
        if self.is_minor(activation.on) {
            match self.minor_able() {
                Answer::Yes => {}
                Answer::No => return Err(Refusal::MinorNotAble),
                Answer::Unknown => return Err(Refusal::PartsMissing(vec![Part::MinorAble])),
            }
        }
        let passed = given.world.passed_tests.get(&activation.test).is_some_and(|test| {
            test.handset == activation.handset && (term.granted_on..=activation.on).contains(&test.on)
        });
        if !passed {
            return Err(Refusal::TestNotPassed(activation.test));
        }
        // FL-14: in urgency the alarm does not wait for it.
        let urgent = self.granted_urgently();
        if activation.coverage == Coverage::NotTried && !urgent {
            return Err(Refusal::CoverageNotTried);
        }
        Ok(vec![Change::Activated(activation.clone())])
    }

    fn granted_urgently(&self) -> bool {
        let granted = |ruled: &&Ruled| ruled.decision.ruling.kind() == RulingKind::Grant;
        let last = self.file.rulings.iter().rev().find(granted);
        last.is_some_and(|ruled| ruled.decision.procedure == Procedure::Urgent)
    }

    /// 7.8.2 (MS-20).
    pub(super) fn decide_judge(&self, judge: &JudgeInvolved, given: Given<'_>) -> Decision {
        not_in_future(judge.since, given)?;
        if let Some((_, on)) = judge.told {
            not_in_future(on, given)?;
        }
        match &self.file.judge {
            Some(known) if known == judge => Ok(Vec::new()),
            Some(known) if known.told.is_some() && judge.told.is_none() => Err(Refusal::JudgeKnown),
            Some(_) | None => Ok(vec![Change::JudgeInvolved(*judge)]),
        }
    }

    /// 7.8.4 (MS-22): a contact ban lasts at least as long as the measure with its extensions.
    pub(super) fn decide_suspect(&self, measure: &SuspectMeasure, given: Given<'_>) -> Decision {
        room(&self.file.suspect, MAX_SUSPECT_MEASURES)?;
        match measure {
            SuspectMeasure::Heard { on, pv } => {
                not_in_future(*on, given)?;
                number(&pv.number)?;
            }
            SuspectMeasure::Arrested { on } | SuspectMeasure::Signalled { on } => not_in_future(*on, given)?,
            SuspectMeasure::ContactBan { from, until, ang } => {
                not_before(*until, *from)?;
                number(ang)?;
                if let Some(term) = self.term().filter(|term| *until < term.ends_on) {
                    return Err(Refusal::BanTooShort { ends_on: term.ends_on });
                }
            }
            SuspectMeasure::HomeBan { from, until } => not_before(*until, *from)?,
        }
        Ok(vec![Change::SuspectTracked(measure.clone())])
    }

    /// 7.8.6 (MS-25): recorded; nothing waits for it.
    pub(super) fn decide_chain(&self, referral: &ChainReferral, given: Given<'_>) -> Decision {
        room(&self.file.chain, MAX_LISTED)?;
        not_in_future(referral.on, given)?;
        fits(&referral.note)?;
        Ok(vec![Change::ChainReferred(referral.clone())])
    }

    /// 7.8.3 (MS-21).
    pub(super) fn decide_offer(&self, offer: &SupportOffer, given: Given<'_>) -> Decision {
        room(&self.file.offers, MAX_LISTED)?;
        not_in_future(offer.on, given)?;
        Ok(vec![Change::SupportOffered(*offer)])
    }

    /// 7.12.2 (MS-21): once; the service then makes a new offer.
    pub(super) fn decide_second_offer(&self) -> Decision {
        match self.file.second_offer_asked {
            Some(_) => Ok(Vec::new()),
            None => Ok(vec![Change::SecondOfferAsked]),
        }
    }

    /// 7.8.7 (MS-26).
    pub(super) fn decide_report_shortage(&self, given: Given<'_>) -> Decision {
        if self.open_shortage() {
            return Ok(Vec::new());
        }
        let Some((zone, _)) = self.managed_by() else { return Ok(Vec::new()) };
        let facts = given.world.zones.get(&zone).ok_or(Refusal::UnknownZone(zone))?;
        Ok(vec![Change::ShortageFound { district: facts.district }])
    }

    /// 7.8.7: decided by the reference magistrate, who may correct what was decided while the device is missing.
    pub(super) fn decide_shortage(&self, decision: &ShortageDecision, given: Given<'_>) -> Decision {
        not_in_future(decision.on, given)?;
        said(&decision.reason)?;
        if self.file.shortage.is_none() {
            return Err(Refusal::NoShortage);
        }
        Ok(vec![Change::ShortageDecided(decision.clone())])
    }

    /// 7.8.4 (MS-23): a magistrate lets one document into the criminal file.
    pub(super) fn decide_release(&self, document: DocumentId, reason: &Sensitive<String>) -> Decision {
        said(reason)?;
        if self.file.releases.iter().any(|release| release.document == document) {
            return Ok(Vec::new());
        }
        room(&self.file.releases, MAX_LISTED)?;
        Ok(vec![Change::Released { document, reason: reason.clone() }])
    }

    /// 7.8.2: an investigating judge has the facts in hand, or asked for the alarm, and was not told of the measure yet.
    pub(crate) fn judge_waits(&self) -> bool {
        match self.file.judge {
            Some(judge) => judge.told.is_none(),
            None => {
                self.file.request.as_ref().is_some_and(|request| request.origin == Origin::InvestigatingJudge)
            }
        }
    }

    pub(crate) fn open_shortage(&self) -> bool {
        self.file.shortage.as_ref().is_some_and(|shortage| shortage.decided.is_none())
    }
}
