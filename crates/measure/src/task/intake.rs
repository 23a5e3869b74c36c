//! Tasks from the request to the ruling, and those that a ruling makes.
//!
//! Never here: what happens once the alarm is on.

use super::{Finding, Owner, Receipt, TaskKind, Told};
use crate::by::Seat;
use crate::conditions::Answer;
use crate::decision::{Part, Ruled, Ruling, RulingKind, TellThirdParty};
use crate::request::HandOverWhy;
use crate::state::{Stage, State};
use hoeder_vocab::Role;

impl Finding<'_> {
    /// 7.3.2, 7.3.3, 7.2.3 (MS-02, MS-36).
    pub(super) fn hand_overs(&mut self) {
        let days = self.world.terms.confirm_days;
        for (n, one) in self.measure.open_hand_overs() {
            let (role, point) = match (one.why, one.to) {
                (HandOverWhy::Request, Seat::Zone(_)) => (Role::CaseOfficer, "7.3.2"),
                (HandOverWhy::Request, Seat::Office(_)) => (Role::Magistrate, "7.3.3"),
                (HandOverWhy::Move, Seat::Zone(_)) => (Role::CaseOfficer, "7.2.3"),
                (HandOverWhy::Move, Seat::Office(_)) => (Role::Magistrate, "7.2.3"),
                (HandOverWhy::OfficeAgreement, Seat::Zone(_) | Seat::Office(_)) => {
                    (Role::Magistrate, "7.2.1")
                }
                (
                    HandOverWhy::Request | HandOverWhy::Move | HandOverWhy::OfficeAgreement,
                    Seat::District(_) | Seat::Nowhere,
                ) => continue,
            };
            let kind = TaskKind::Confirm(Receipt::HandOver(n));
            self.until(kind, Owner { role, seat: one.to }, (one.on, one.on.plus_days(days)), point);
        }
    }

    /// MS-06, MS-11, MS-14: what is still needed before a ruling, and after an urgent one.
    pub(super) fn intake(&mut self) {
        let measure = self.measure;
        let Some(request) = &measure.file.request else { return };
        let asked_on = request.made_on;
        let is_open = matches!(measure.stage(), Stage::Requested | Stage::AwaitingDecision);
        if is_open && measure.file.rulings.is_empty() && !self.is_confirmed(Receipt::Request) {
            self.at_once(TaskKind::Confirm(Receipt::Request), self.magistrate(), asked_on, "7.3.1");
        }
        let contact = measure.file.competence.and_then(|competence| competence.contact_from);
        if let Some(office) = contact.filter(|_| is_open) {
            let owner = Owner { role: Role::Magistrate, seat: Seat::Office(office) };
            self.at_once(TaskKind::ContactOffice, owner, asked_on, "7.2.1");
        }
        let missing = match measure.state {
            State::Requested { since } | State::AwaitingDecision { since, .. } => Some(since),
            State::Granted { .. } | State::Running { .. } => measure.term().map(|term| term.granted_on),
            State::Nothing
            | State::Refused { .. }
            | State::Ending { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => None,
        };
        if let Some(since) = missing {
            let parts = measure.missing_parts(self.day);
            for part in &parts {
                let owner = if *part == Part::Antecedents { self.magistrate() } else { self.officer() };
                self.at_once(TaskKind::Complete(*part), owner, since, part.point().as_str());
            }
            self.assessed();
            let whole = parts.iter().all(|part| *part == Part::Antecedents);
            if whole && matches!(measure.state, State::Requested { .. }) {
                self.at_once(TaskKind::PutBefore, self.officer(), since, "7.4.1");
            }
        }
        if let State::AwaitingDecision { since, .. } = measure.state {
            self.at_once(TaskKind::Decide, self.magistrate(), since, "7.4");
        }
    }

    /// 7.6: firearms that somebody must check, and bombs of which the magistrate has not confirmed word.
    fn assessed(&mut self) {
        let assessments = &self.measure.file.assessments;
        if let Some(last) = assessments.last()
            && let Some(firearms) = last.firearms.as_ref().filter(|one| one.answer == Answer::Unknown)
        {
            let seat = firearms.checked_by.unwrap_or(Seat::Zone(self.zone));
            let role = if matches!(seat, Seat::Office(_)) { Role::Magistrate } else { Role::CaseOfficer };
            self.at_once(TaskKind::CheckFirearms, Owner { role, seat }, last.on, "7.6");
        }
        for n in &self.measure.file.bombs {
            let receipt = Receipt::Bomb(*n);
            let on = crate::decide::numbered(assessments, *n).map(|assessment| assessment.on);
            if let Some(on) = on.filter(|_| !self.is_confirmed(receipt)) {
                self.at_once(TaskKind::Confirm(receipt), self.magistrate(), on, "7.6");
            }
        }
    }

    /// 7.7, 7.8.1, 7.12: a ruling is confirmed, explained, and made known.
    pub(super) fn rulings(&mut self) {
        let days = self.world.terms.confirm_days;
        for ruled in &self.measure.file.rulings {
            if ruled.denied_on.is_some() {
                continue;
            }
            let on = ruled.decision.on;
            if ruled.confirmed_on.is_none() {
                let kind = TaskKind::ConfirmRuling(ruled.n);
                self.until(kind, self.magistrate(), (on, on.plus_days(days)), "7.8.1");
            }
            match ruled.decision.ruling.kind() {
                RulingKind::Refuse => self.refused(ruled),
                RulingKind::EndAsPlanned => self.word(Told::PlannedEnd(ruled.n), on, "7.12.1"),
                RulingKind::EndEarly => self.word(Told::EarlyEnd(ruled.n), on, "7.12.3"),
                RulingKind::Grant | RulingKind::Extend | RulingKind::Resume => {}
            }
        }
    }

    fn refused(&mut self, ruled: &Ruled) {
        let on = ruled.decision.on;
        if !matches!(self.measure.state, State::Refused { ruling, .. } if ruling == ruled.n) {
            return;
        }
        self.at_once(TaskKind::ExplainRefusal(ruled.n), self.officer(), on, "7.7");
        let Ruling::Refuse { third_party } = ruled.decision.ruling else { return };
        let owner = match third_party {
            TellThirdParty::ByPolice => self.officer(),
            TellThirdParty::ByLetter => self.magistrate(),
            TellThirdParty::NoThirdParty | TellThirdParty::NotTold => return,
        };
        self.at_once(TaskKind::TellThirdParty(ruled.n), owner, on, "7.7");
    }

    /// The office tells the person and the victim reception service.
    pub(super) fn word(&mut self, of: Told, on: hoeder_vocab::CivilDate, point: &'static str) {
        self.at_once(TaskKind::TellPerson(of), self.magistrate(), on, point);
        self.at_once(TaskKind::TellReception(of), self.magistrate(), on, point);
    }
}
