//! Whose hand a command needs, and from where. The engine's access rules come before this; here is what the circular says.
//!
//! Never here: forms.

use super::{Given, numbered};
use crate::by::{By, Seat};
use crate::command::{Command, CommandKind};
use crate::refusal::{Hand, Refusal};
use crate::request::HandOverWhy;
use crate::state::Measure;
use crate::task::Receipt;
use hoeder_vocab::{Actor, OfficeId, Role, ZoneId};

/// A police officer who handles cases: by day the case officer, at night the duty desk.
pub(super) const fn is_officer(role: Role) -> bool {
    matches!(role, Role::CaseOfficer | Role::ZoneDuty)
}

/// A magistrate; the reference magistrate is one.
pub(super) const fn is_magistrate(role: Role) -> bool {
    matches!(role, Role::Magistrate | Role::ReferenceMagistrate)
}

pub(super) fn is_officer_of(by: By, zone: ZoneId) -> bool {
    by.role().is_some_and(is_officer) && by.seat == Seat::Zone(zone)
}

pub(super) fn is_magistrate_of(by: By, office: OfficeId) -> bool {
    by.role().is_some_and(is_magistrate) && by.seat == Seat::Office(office)
}

/// Whose hand a command needs.
const fn hand(command: &Command) -> Hand {
    match command {
        Command::Request(_) => Hand::Requester,
        Command::ConfirmReceipt { of: Receipt::HandOver(_) } => Hand::Receiver,
        Command::Hear(_)
        | Command::Assess(_)
        | Command::PutBefore { .. }
        | Command::Agree(_)
        | Command::Activate(_)
        | Command::ReportShortage
        | Command::RecordRevisit(_)
        | Command::SharePlaces(_)
        | Command::RecordBreach(_)
        | Command::DoEndStep(_) => Hand::ManagingOfficer,
        Command::AgreeOffice { .. }
        | Command::ConfirmReceipt {
            of: Receipt::Request | Receipt::Bomb(_) | Receipt::Incident(_) | Receipt::AskedToEnd(_),
        }
        | Command::GiveAntecedents(_)
        | Command::AskMore { .. }
        | Command::ConfirmRuling { .. }
        | Command::InvolveJudge(_)
        | Command::AskSecondOffer
        | Command::Continue(_)
        | Command::Release { .. } => Hand::Magistrate,
        Command::Reopen { .. } | Command::Rule(_) | Command::TrackSuspect(_) | Command::ReferChain(_) => {
            Hand::OfficerOrMagistrate
        }
        Command::OfferSupport(_) => Hand::Reception,
        Command::DecideShortage(_) => Hand::ReferenceMagistrate,
        Command::ReportIncident(_) => Hand::SystemOrOfficer,
        Command::AnnounceFact(_)
        | Command::AnnounceTrip(_)
        | Command::AnnounceMove(_)
        | Command::AskToEnd { .. } => Hand::PersonOrOfficer,
        Command::AnswerMove { .. } => Hand::NewOffice,
        Command::Settle { .. } => Hand::TaskOwner,
        Command::TakeOver(_) => Hand::System,
        Command::Tick => Hand::Anyone,
    }
}

impl Measure {
    pub(super) fn check_hand(&self, command: &Command, given: Given<'_>) -> Result<(), Refusal> {
        let needed = hand(command);
        let refuse = |seat| Err(Refusal::WrongHand { command: command.kind(), needed, seat });
        let Some((zone, office)) = self.managed_by() else {
            let system = needed == Hand::System && given.by.actor == Actor::System;
            let asks = needed != Hand::System && requests(given);
            return if asks || system || needed == Hand::Anyone { Ok(()) } else { refuse(None) };
        };
        let by = given.by;
        let officer = is_officer_of(by, zone);
        let magistrate = is_magistrate_of(by, office);
        let (fits, seat) = match needed {
            Hand::Requester => (requests(given), None),
            Hand::ManagingOfficer => (officer, Some(Seat::Zone(zone))),
            Hand::Magistrate => (magistrate, Some(Seat::Office(office))),
            Hand::OfficerOrMagistrate => (officer || magistrate, Some(Seat::Zone(zone))),
            Hand::Reception => {
                let at = Seat::Office(office);
                (by.role() == Some(Role::VictimReception) && by.seat == at, Some(at))
            }
            Hand::ReferenceMagistrate => {
                let at = Seat::Office(office);
                (by.role() == Some(Role::ReferenceMagistrate) && by.seat == at, Some(at))
            }
            Hand::Receiver => self.receiver_fits(command, by),
            Hand::NewOffice => self.new_office_fits(command, by),
            Hand::PersonOrOfficer => (officer || is_handset(by), Some(Seat::Zone(zone))),
            Hand::SystemOrOfficer => (officer || by.actor == Actor::System, Some(Seat::Zone(zone))),
            Hand::System => (by.actor == Actor::System, None),
            // Who owns a task is known once the task is found.
            Hand::TaskOwner | Hand::Anyone => (true, None),
        };
        if !fits {
            return refuse(seat);
        }
        self.check_hand_over(command.kind())
    }

    /// 7.3.2: the zone that was handed a request confirms its receipt before it works on it; so nobody believes that the
    /// other one does.
    fn check_hand_over(&self, kind: CommandKind) -> Result<(), Refusal> {
        if !matches!(kind, CommandKind::Hear | CommandKind::Assess | CommandKind::PutBefore) {
            return Ok(());
        }
        let open = self.file.hand_overs.iter().position(|one| {
            one.why == HandOverWhy::Request
                && one.confirmed_on.is_none()
                && self.file.zone.map(Seat::Zone) == Some(one.to)
        });
        match open {
            Some(at) => Err(Refusal::HandOverOpen { n: super::number_at(at) }),
            None => Ok(()),
        }
    }

    fn receiver_fits(&self, command: &Command, by: By) -> (bool, Option<Seat>) {
        let Command::ConfirmReceipt { of: Receipt::HandOver(n) } = command else { return (true, None) };
        // One that does not exist is refused by its form.
        numbered(&self.file.hand_overs, *n).map_or((true, None), |one| {
            let fits = match one.to {
                Seat::Zone(zone) => is_officer_of(by, zone),
                Seat::Office(office) => is_magistrate_of(by, office),
                Seat::District(_) | Seat::Nowhere => false,
            };
            (fits, Some(one.to))
        })
    }

    fn new_office_fits(&self, command: &Command, by: By) -> (bool, Option<Seat>) {
        let Command::AnswerMove { n, .. } = command else { return (true, None) };
        match numbered(&self.file.moves, *n).and_then(|moved| moved.new_office) {
            Some(office) => (is_magistrate_of(by, office), Some(Seat::Office(office))),
            None => (true, None),
        }
    }
}

const fn is_handset(by: By) -> bool {
    matches!(by.actor, Actor::Handset(_))
}

/// 7.3: an officer of any zone, a magistrate of any office.
fn requests(given: Given<'_>) -> bool {
    match (given.by.role(), given.by.seat) {
        (Some(role), Seat::Zone(zone)) => is_officer(role) && given.world.zones.contains_key(&zone),
        (Some(role), Seat::Office(office)) => {
            is_magistrate(role) && given.world.offices.contains_key(&office)
        }
        (Some(_), Seat::District(_) | Seat::Nowhere)
        | (None, Seat::Zone(_) | Seat::Office(_) | Seat::District(_) | Seat::Nowhere) => false,
    }
}
