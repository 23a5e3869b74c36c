//! Tasks from the grant on: agreement, activation, registrations, the suspect, incidents, revisits, trips, moves.
//!
//! Never here: the evaluation and the end.

use super::{Finding, Owner, Receipt, TaskKind, Told};
use crate::by::Seat;
use crate::confidentiality::SuspectMeasure;
use crate::decide::number_at;
use crate::duration::ExtensionCause;
use crate::followup::{Incident, MoveAnswer, MoveCase, Notice};
use crate::state::{Stage, State};
use crate::territory::Offence;
use hoeder_vocab::{CivilDate, Role};

impl Finding<'_> {
    /// 7.8.1-3, 7.8.7, 7.13 (MS-18, MS-20, MS-21, MS-26, MS-39).
    pub(super) fn grant(&mut self) {
        let measure = self.measure;
        let Some(term) = measure.term() else { return };
        let granted_on = term.granted_on;
        let file = &measure.file;
        if matches!(measure.state, State::Granted { .. }) {
            if file.agreement.is_none() {
                self.at_once(TaskKind::Agree, self.officer(), granted_on, "7.8.1");
            }
            let due = granted_on.plus_days(self.world.terms.activate_days);
            self.until(TaskKind::Activate, self.officer(), (granted_on, due), "7.8.1");
        }
        self.shortage();
        if let Some(activation) = file.activation.as_ref().filter(|activation| activation.pv.is_none()) {
            self.at_once(TaskKind::ActivationPv, self.officer(), activation.on, "7.8.1");
        }
        self.registrations(granted_on);
        let before = file.taken_over.is_some() && term.extensions.is_empty();
        let runs = matches!(measure.stage(), Stage::Granted | Stage::Running);
        if runs && !before {
            // One line that is replaced: only the last one is owed.
            let (n, on) = term.extensions.last().map_or((0, granted_on), |last| (last.n, last.on));
            self.at_once(TaskKind::RegisterOffice(n), self.magistrate(), on, "7.13.2");
        }
        for extension in &term.extensions {
            let point = match extension.cause {
                ExtensionCause::Incident(_) => "7.10.2",
                ExtensionCause::Evaluation(_) => "7.12.1",
            };
            self.word(Told::Extension(extension.n), extension.on, point);
        }
        if measure.judge_waits() {
            self.at_once(TaskKind::TellJudge, self.magistrate(), granted_on, "7.8.2");
        }
        if file.offers.is_empty() && file.taken_over.is_none() {
            self.at_once(TaskKind::OfferSupport, self.reception(), granted_on, "7.8.3");
        }
        if let Some(asked_on) = file.second_offer_asked
            && !file.offers.iter().any(|offer| offer.on >= asked_on)
        {
            self.at_once(TaskKind::OfferSupportAgain, self.reception(), asked_on, "7.12.2");
        }
    }

    /// 7.8.1, 7.8.3, 7.13.1. Of one that ran before: only what the file of the zone does not say was done.
    fn registrations(&mut self, granted_on: CivilDate) {
        let before = self.measure.file.taken_over.as_deref();
        let owed = |done: Option<bool>| done != Some(true);
        let (ang, reception) =
            (before.map(|one| one.ang.is_some()), before.map(|one| one.reception_on.is_some()));
        if owed(ang) {
            self.at_once(TaskKind::RegisterAng, self.officer(), granted_on, "7.8.1");
        }
        if before.is_none() {
            self.at_once(TaskKind::RegisterPolice, self.officer(), granted_on, "7.13.1");
        }
        if owed(reception) {
            self.at_once(TaskKind::SeizeReception, self.magistrate(), granted_on, "7.8.3");
        }
    }

    fn shortage(&mut self) {
        let Some(shortage) = &self.measure.file.shortage else { return };
        if shortage.decided.is_none() && matches!(self.measure.stage(), Stage::Granted) {
            self.at_once(TaskKind::DecideShortage, self.reference(), shortage.since, "7.8.7");
        }
        self.at_once(TaskKind::InformOfShortage, self.reference(), shortage.since, "7.8.7");
    }

    /// 7.8.4 (MS-22). No task of it says that there is an alarm.
    pub(super) fn suspect(&mut self) {
        let Some(term) = self.measure.term() else { return };
        if !matches!(self.measure.stage(), Stage::Granted | Stage::Running) {
            return;
        }
        let file = &self.measure.file;
        if !file.suspect.iter().any(|one| matches!(one, SuspectMeasure::Heard { .. })) {
            self.at_once(TaskKind::HearSuspect, self.officer(), term.granted_on, "7.8.4");
        }
        let alleged =
            file.request.as_ref().is_some_and(|request| matches!(request.offence, Offence::Alleged { .. }));
        match self.measure.ban_until() {
            None if alleged => {
                self.at_once(TaskKind::BanContact, self.magistrate(), term.granted_on, "7.8.4");
            }
            Some(until) if until < term.ends_on => {
                let opened = term.extensions.last().map_or(term.granted_on, |last| last.on);
                self.until(TaskKind::ExtendBan, self.magistrate(), (opened, until.max(opened)), "7.8.4");
            }
            None | Some(_) => {}
        }
    }

    /// 7.11.2, 7.11.3, 7.12.3 (AL-10, AL-11, AL-19, MS-34).
    pub(super) fn incidents(&mut self) {
        let file = &self.measure.file;
        for (at, incident) in file.incidents.iter().enumerate() {
            let (n, on) = (number_at(at), incident.on());
            let is_alarm = match incident {
                Incident::Alarm { pv, .. } => {
                    if pv.is_none() {
                        self.at_once(TaskKind::AlarmPv(n), self.officer(), on, "7.11.2");
                    }
                    true
                }
                Incident::Fact { .. } => false,
            };
            if !incident.concerns_magistrate() {
                continue;
            }
            let receipt = Receipt::Incident(n);
            if !self.is_confirmed(receipt) {
                let point = if is_alarm { "7.11.2" } else { "7.11.3" };
                self.at_once(TaskKind::Confirm(receipt), self.magistrate(), on, point);
            }
            if is_alarm {
                self.at_once(TaskKind::SupportAfter(n), self.reception(), on, "7.11.2");
                self.at_once(TaskKind::ConsultAfter(n), self.officer(), on, "7.11.2");
            }
        }
        for told in &file.announced_facts {
            let written = file
                .incidents
                .iter()
                .any(|incident| matches!(incident, Incident::Fact { fact, .. } if *fact == told.fact));
            if !written {
                self.at_once(TaskKind::RecordFact(told.fact), self.officer(), told.on, "7.11.3");
            }
        }
        for (at, asked) in file.asked_to_end.iter().enumerate() {
            let receipt = Receipt::AskedToEnd(number_at(at));
            if !self.is_confirmed(receipt) {
                self.at_once(TaskKind::Confirm(receipt), self.magistrate(), asked.on, "7.12.3");
            }
        }
    }

    /// 7.11.1, 7.11.3 (MS-33, MS-35).
    pub(super) fn follow_up(&mut self) {
        let measure = self.measure;
        let file = &measure.file;
        if let Some(due) = measure.next_revisit(&self.world.terms) {
            let opens = due.plus_days(-self.world.terms.revisit_early_days);
            if self.day >= opens {
                let kind = TaskKind::Revisit(number_at(file.revisits.len()));
                self.until(kind, self.officer(), (opens, due), "7.11.3");
            }
        }
        let elsewhere = file.request.as_ref().and_then(|request| match request.offence {
            Offence::None => None,
            Offence::Alleged { known_to, .. } => (known_to != self.office).then_some(known_to),
        });
        if elsewhere.is_some() {
            for (at, revisit) in file.revisits.iter().enumerate() {
                self.at_once(TaskKind::CopyRevisit(number_at(at)), self.officer(), revisit.on, "7.11.3");
            }
        }
        let runs = matches!(measure.stage(), Stage::Granted | Stage::Running);
        if let Some(activation) = file.activation.as_ref().filter(|_| runs && file.places.is_none()) {
            self.at_once(TaskKind::SharePlaces, self.officer(), activation.on, "7.11.1");
        }
        let day = self.day;
        for planned in file.trips.iter().filter(|planned| runs && planned.trip.until >= day) {
            if planned.notice != Notice::NotNeeded {
                let days = (planned.announced_on, planned.trip.from.max(planned.announced_on));
                self.until(TaskKind::InformTrip(planned.trip.trip), self.officer(), days, "7.11.1");
            }
        }
    }

    /// 7.2.3, 7.12.3 (MS-36, MS-37).
    pub(super) fn moves(&mut self) {
        let runs = matches!(self.measure.stage(), Stage::Granted | Stage::Running);
        let last = self.measure.settled_move().map(|moved| moved.n);
        for moved in &self.measure.file.moves {
            let on = moved.announced_on;
            if moved.case == MoveCase::Abroad {
                self.at_once(TaskKind::InformForeignPolice(moved.n), self.officer(), on, "7.12.3");
            }
            if runs && moved.case == MoveCase::ZoneNotKnown && last.is_none_or(|known| known < moved.n) {
                self.at_once(TaskKind::FindZone(moved.n), self.officer(), on, "7.2.3");
            }
            // Only where the person lives last counts.
            if !runs || last != Some(moved.n) {
                continue;
            }
            let ends = match (moved.case, &moved.answer) {
                (MoveCase::InForce | MoveCase::ZoneNotKnown, _)
                | (MoveCase::NotInForce, Some((MoveAnswer::Keep { .. }, _))) => false,
                (MoveCase::Abroad, _) | (MoveCase::NotInForce, Some((MoveAnswer::DoNotKeep { .. }, _))) => {
                    true
                }
                (MoveCase::NotInForce, None) => {
                    let seat = moved.new_office.map_or(Seat::Nowhere, Seat::Office);
                    let owner = Owner { role: Role::Magistrate, seat };
                    let days = (on, moved.what.on.max(on));
                    self.until(TaskKind::AnswerMove(moved.n), owner, days, "7.2.3");
                    false
                }
            };
            if ends {
                let days = (on, moved.what.on.max(on));
                self.until(TaskKind::EndAfterMove(moved.n), self.magistrate(), days, "7.12.3");
            }
        }
    }
}
