//! Event by event: who hears of it, which document is made, which text is registered.
//!
//! Never here: a rule; a way to reach the suspect.

use super::{DocumentKind, Effect, Notice, Reader, Recipient};
use crate::by::Seat;
use crate::decision::{Procedure, Ruled, Ruling, RulingKind, TellThirdParty};
use crate::duration::Extension;
use crate::ending::{EarlyGround, EndCause, EndKind, REPEATED};
use crate::event::{Change, MeasureEvent};
use crate::followup::{
    Destination, Incident, MoveAnswer, MoveCase, Moved, Notice as InTime, SharedPlaces, Trip,
};
use crate::registration::{OfficeLine, Register, ang_text, office_line};
use crate::request::{HandOver, HandOverWhy, Origin, Request, Trust};
use crate::state::Measure;
use crate::task::{Receipt, Told};
use crate::territory::Competence;
use hoeder_vocab::{OfficeId, ZoneId};

/// Collects what goes out for one event.
pub(super) struct Telling<'a> {
    pub(super) after: &'a Measure,
    pub(super) zone: ZoneId,
    pub(super) office: OfficeId,
    pub(super) effects: Vec<Effect>,
}

impl Telling<'_> {
    pub(super) fn of(&mut self, event: &MeasureEvent) {
        match &event.change {
            Change::Requested { request, competence } => self.requested(request, *competence),
            Change::HandedOver(hand_over) => self.tell_seat(hand_over.to, Notice::HandOver),
            Change::ReceiptConfirmed { of } => self.confirmed(*of),
            Change::Reopened { .. } => {
                self.tell(Recipient::Magistrate(self.office), Notice::Request);
                self.tell(Recipient::Zone(self.zone), Notice::Request);
            }
            Change::Heard(_) => self.document(DocumentKind::HearingAnnex, Reader::Authority),
            Change::BombFound { .. } => self.tell(Recipient::Magistrate(self.office), Notice::Bomb),
            Change::PutBefore { procedure, .. } | Change::DecisionPending { procedure } => {
                self.put_before(*procedure);
            }
            Change::MoreAsked { .. } => self.tell(Recipient::Zone(self.zone), Notice::MoreAsked),
            Change::RulingEntered(ruled) => self.ruled(ruled),
            Change::RulingDenied { .. } => self.tell(Recipient::Zone(self.zone), Notice::RulingDenied),
            Change::Granted { .. } => self.granted(),
            Change::Refused { ruling } => self.refused(*ruling),
            Change::Activated(_) => self.activated(),
            Change::JudgeInvolved(judge) if judge.told.is_none() && self.after.term().is_some() => {
                self.document(DocumentKind::JudgeLetter, Reader::Authority);
            }
            Change::SecondOfferAsked => {
                self.tell(Recipient::VictimReception(self.office), Notice::SecondOffer);
            }
            Change::ShortageFound { .. } => {
                self.tell(Recipient::ReferenceMagistrate(self.office), Notice::Shortage);
            }
            Change::ShortageDecided(_) => self.shortage_decided(),
            Change::IncidentRecorded { incident, .. } => self.incident(incident),
            Change::Extended(extension) => self.extended(extension),
            Change::FactAnnounced(_) => self.tell(Recipient::Zone(self.zone), Notice::FactAnnounced),
            Change::Revisited(_) => self.document(DocumentKind::RevisitAnnex, Reader::Authority),
            Change::PlacesShared(places) => self.places_shared(places),
            Change::TripAnnounced { trip, notice } => self.trip(trip, *notice),
            Change::MoveAnnounced(moved) => self.moved(moved),
            Change::MoveAnswered { n, answer } => self.move_answered(*n, answer),
            Change::BreachRecorded(_) => self.misuse(),
            Change::EndAsked { .. } => {
                self.tell(Recipient::Magistrate(self.office), Notice::EndAsked);
                self.tell(Recipient::Zone(self.zone), Notice::EndAsked);
            }
            Change::EndBegan(cause) => self.end_began(*cause),
            Change::Resumed => {
                self.tell(Recipient::Zone(self.zone), Notice::Resumed);
                self.tell_person(Notice::Resumed);
            }
            Change::Ended { .. } | Change::TransferredOut => self.ended(),
            Change::ManagementPassed { .. }
            | Change::Assessed(_)
            | Change::AntecedentsGiven(_)
            | Change::RulingConfirmed { .. }
            | Change::Agreed(_)
            | Change::JudgeInvolved(_)
            | Change::SuspectTracked(_)
            | Change::ChainReferred(_)
            | Change::SupportOffered(_)
            | Change::EndStepDone(_)
            | Change::Continued(_)
            | Change::Released { .. }
            | Change::TakenOver { .. }
            | Change::Settled { .. } => {}
        }
    }

    fn tell(&mut self, to: Recipient, notice: Notice) {
        self.effects.push(Effect::Tell { to, notice });
    }

    fn tell_seat(&mut self, to: Seat, notice: Notice) {
        match to {
            Seat::Zone(zone) => self.tell(Recipient::Zone(zone), notice),
            Seat::Office(office) => self.tell(Recipient::Magistrate(office), notice),
            Seat::District(_) | Seat::Nowhere => {}
        }
    }

    fn tell_person(&mut self, notice: Notice) {
        if let Some(request) = &self.after.file.request {
            self.tell(Recipient::Person(request.person), notice);
        }
    }

    fn document(&mut self, kind: DocumentKind, reader: Reader) {
        self.effects.push(Effect::Document { kind, reader, filing: kind.filing() });
    }

    fn register(&mut self, register: Register, text: crate::registration::RegisterText) {
        self.effects.push(Effect::Registration { register, text });
    }

    /// MS-03, MS-04, MS-06, MS-20.
    fn requested(&mut self, request: &Request, competence: Competence) {
        let notice = match &request.origin {
            Origin::ThirdParty { trust: Trust::NotTrusted, .. } => Notice::RequestMaybeUnknown,
            Origin::ThirdParty { trust: Trust::Trusted, .. } | Origin::InvestigatingJudge => {
                Notice::RequestWithAttention
            }
            Origin::Person | Origin::Police(_) | Origin::Office(_) | Origin::Tracking { .. } => {
                Notice::Request
            }
        };
        self.tell(Recipient::Magistrate(self.office), notice);
        self.tell(Recipient::Zone(self.zone), notice);
        if let Some(office) = competence.contact_from {
            self.tell(Recipient::Magistrate(office), Notice::ContactOffice);
        }
    }

    /// Whoever sent a file hears that it arrived (MS-02, MS-36).
    fn confirmed(&mut self, of: Receipt) {
        let Receipt::HandOver(n) = of else { return };
        let sent: Option<&HandOver> = crate::decide::numbered(&self.after.file.hand_overs, n);
        if let Some(hand_over) = sent {
            let (from, why) = (hand_over.from, hand_over.why);
            self.tell_seat(from, Notice::ReceiptConfirmed);
            if why == HandOverWhy::Move {
                self.tell_person(Notice::Move);
            }
        }
    }

    fn put_before(&mut self, procedure: Procedure) {
        let notice = match procedure {
            Procedure::Ordinary => Notice::DecisionAsked,
            Procedure::Urgent => Notice::UrgentDecisionAsked,
        };
        self.tell(Recipient::Magistrate(self.office), notice);
    }

    fn ruled(&mut self, ruled: &Ruled) {
        if ruled.confirmed_on.is_none() {
            self.tell(Recipient::Magistrate(self.office), Notice::ConfirmRuling);
        }
        let (notice, told) = match ruled.decision.ruling.kind() {
            RulingKind::EndAsPlanned => (Notice::EndsAsPlanned, Told::PlannedEnd(ruled.n)),
            RulingKind::EndEarly => {
                self.document(DocumentKind::MarginalNote, Reader::Authority);
                (Notice::EndsEarly, Told::EarlyEnd(ruled.n))
            }
            RulingKind::Grant | RulingKind::Refuse | RulingKind::Extend | RulingKind::Resume => return,
        };
        self.tell(Recipient::Zone(self.zone), notice);
        self.word(notice, told, DocumentKind::EndNotice);
    }

    /// The office owes word to the person and the victim reception service (7.8.3, 7.12).
    fn word(&mut self, notice: Notice, of: Told, document: DocumentKind) {
        self.tell_person(notice);
        self.tell(Recipient::VictimReception(self.office), notice);
        self.document(document, Reader::Person);
        self.effects.push(Effect::OwesWord { office: self.office, of });
    }

    /// MS-18, MS-21, MS-39.
    fn granted(&mut self) {
        self.tell(Recipient::Zone(self.zone), Notice::Granted);
        self.tell(Recipient::VictimReception(self.office), Notice::Granted);
        for kind in [DocumentKind::GrantNotice, DocumentKind::UserAgreement, DocumentKind::Instructions] {
            self.document(kind, Reader::Person);
        }
        self.document(DocumentKind::ReceptionSeizure, Reader::Authority);
        if let Some(term) = self.after.term() {
            let (from, until) = (term.granted_on, term.ends_on);
            self.register(Register::Ang, ang_text(from, until));
            self.register(Register::Police, ang_text(from, until));
            self.register(Register::Office, office_line(OfficeLine::Granted, from));
        }
        if self.after.judge_waits() {
            self.tell(Recipient::Judge(self.office), Notice::Granted);
            self.document(DocumentKind::JudgeLetter, Reader::Authority);
        }
    }

    /// MS-17.
    fn refused(&mut self, n: u16) {
        self.tell(Recipient::Zone(self.zone), Notice::Refused);
        self.document(DocumentKind::RefusalNotice, Reader::Person);
        let told =
            self.after.file.rulings.iter().find(|ruled| ruled.n == n).map(|ruled| &ruled.decision.ruling);
        if let Some(Ruling::Refuse { third_party: TellThirdParty::ByPolice | TellThirdParty::ByLetter }) =
            told
        {
            self.tell(Recipient::ThirdParty(self.zone), Notice::Refused);
        }
    }

    fn places_shared(&mut self, places: &SharedPlaces) {
        for zone in &places.zones {
            self.tell(Recipient::Zone(*zone), Notice::UsualPlaces);
            self.tell(Recipient::ControlRoomOf(*zone), Notice::UsualPlaces);
        }
    }

    /// MS-38.
    fn ended(&mut self) {
        self.document(DocumentKind::DeviceReceipt, Reader::Person);
        self.tell(Recipient::Magistrate(self.office), Notice::Ended);
    }

    fn activated(&mut self) {
        self.tell_person(Notice::Activated);
        self.tell(Recipient::Magistrate(self.office), Notice::Activated);
        self.tell(Recipient::ControlRoomOf(self.zone), Notice::Activated);
        self.document(DocumentKind::DeviceReceipt, Reader::Person);
    }

    /// MS-26.
    fn shortage_decided(&mut self) {
        self.tell(Recipient::Zone(self.zone), Notice::ShortageDecided);
        self.tell(Recipient::ProsecutorGeneral(self.office), Notice::ShortageDecided);
        self.tell(Recipient::NationalPlatform, Notice::ShortageDecided);
    }

    /// AL-11, AL-19, MS-34.
    fn incident(&mut self, incident: &Incident) {
        if incident.concerns_magistrate() {
            let notice = match incident {
                Incident::Alarm { .. } => Notice::Alarm,
                Incident::Fact { .. } => Notice::NewFact,
            };
            self.tell(Recipient::Magistrate(self.office), notice);
            self.tell(Recipient::Zone(self.zone), notice);
            if notice == Notice::Alarm {
                self.tell(Recipient::VictimReception(self.office), Notice::SupportAfterAlarm);
            }
        }
        if incident.is_misuse() {
            self.misuse();
        }
    }

    /// AL-13: shown to the magistrate once it is repeated.
    fn misuse(&mut self) {
        if self.after.misuse_count() >= REPEATED {
            self.tell(Recipient::Magistrate(self.office), Notice::RepeatedMisuse);
        }
    }

    /// MS-31, MS-32, MS-39.
    fn extended(&mut self, extension: &Extension) {
        self.tell(Recipient::Zone(self.zone), Notice::Extended);
        self.tell(Recipient::Magistrate(self.office), Notice::Extended);
        self.word(Notice::Extended, Told::Extension(extension.n), DocumentKind::ExtensionNotice);
        self.register(Register::Office, office_line(OfficeLine::Extended, extension.on));
        if let Some(term) = self.after.term() {
            self.register(Register::Ang, ang_text(term.granted_on, term.ends_on));
        }
    }

    /// MS-35: the zone concerned and its control room; abroad the person is told that the alarm does not work there.
    fn trip(&mut self, trip: &Trip, in_time: InTime) {
        let notice = match in_time {
            InTime::Late => Notice::LateTrip,
            InTime::InTime | InTime::NotNeeded => Notice::Trip,
        };
        self.tell(Recipient::Zone(self.zone), notice);
        match trip.to {
            Destination::Zone(zone) => {
                self.tell(Recipient::Zone(zone), notice);
                self.tell(Recipient::ControlRoomOf(zone), notice);
            }
            Destination::Belgium => self.tell(Recipient::ControlRoomOf(self.zone), notice),
            Destination::Abroad => self.tell_person(Notice::TripAbroad),
        }
    }

    /// MS-36.
    fn moved(&mut self, moved: &Moved) {
        self.tell(Recipient::Zone(self.zone), Notice::Move);
        self.tell(Recipient::Magistrate(self.office), Notice::Move);
        match (moved.case, moved.new_office) {
            (MoveCase::NotInForce, Some(office)) => {
                self.tell(Recipient::Magistrate(office), Notice::AnswerMove);
            }
            (MoveCase::Abroad, _) => self.tell(Recipient::ForeignPolice(self.zone), Notice::Move),
            (MoveCase::InForce | MoveCase::ZoneNotKnown, _) | (MoveCase::NotInForce, None) => {}
        }
    }

    fn move_answered(&mut self, n: u16, answer: &MoveAnswer) {
        let moved: Option<&Moved> = crate::decide::numbered(&self.after.file.moves, n);
        let (to, office) = match moved {
            Some(moved) => (moved.what.to, moved.new_office),
            None => return,
        };
        let notice = match answer {
            MoveAnswer::Keep { .. } => Notice::Move,
            MoveAnswer::DoNotKeep { .. } => Notice::StayAlert,
        };
        self.tell(Recipient::Magistrate(self.office), notice);
        self.tell(Recipient::Zone(self.zone), notice);
        if let Destination::Zone(zone) = to {
            self.tell(Recipient::Zone(zone), notice);
            self.tell(Recipient::ControlRoomOf(zone), notice);
        }
        if let Some(office) = office {
            self.tell(Recipient::Magistrate(office), notice);
        }
    }

    /// MS-39: the line that says on which day it ended - its last day, or the day of the ruling that ended it early.
    fn end_began(&mut self, cause: EndCause) {
        let ended_on = match (cause.kind, self.after.term()) {
            (EndKind::Planned, Some(term)) => term.ends_on,
            (EndKind::Planned, None) | (EndKind::Early, _) => cause.since,
        };
        self.register(Register::Office, office_line(OfficeLine::Ended, ended_on));
        self.tell(Recipient::Zone(self.zone), Notice::EndBegan);
        if cause.kind == EndKind::Planned {
            self.tell(Recipient::Magistrate(self.office), Notice::EndBegan);
        }
        if cause.ground == Some(EarlyGround::SettledAbroad) {
            self.tell(Recipient::ForeignPolice(self.zone), Notice::EndsEarly);
        }
    }
}
