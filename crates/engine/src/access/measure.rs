//! Measures: whom they concern, how much each role sees of one, and under which rule each command falls (MS-23, MS-24).
//!
//! Never here: what the circular says of a command (room `measure`).

use super::{Action, Verdict};
use crate::measures::MeasureSight;
use crate::roster::{Account, AccountState};
use hoeder_measure::CommandKind;
use hoeder_measure::effect::{DocumentKind, Recipient};
use hoeder_vocab::{OfficeId, Role, RoomId, ZoneId};

/// What a measure is like, as far as access is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureFacts<'a> {
    /// The zone that manages it, and those between which its file is on its way.
    pub zones: &'a [ZoneId],
    /// The office that manages it, and those between which its file is on its way.
    pub offices: &'a [OfficeId],
    /// Was it ever granted? Before, it does not concern the victim reception service (circular 7.8.3).
    pub granted: bool,
}

/// Police by their zone, the prosecutor's side by its office; the victim reception service only from the grant on.
pub(super) fn own_measure(account: &Account, measure: MeasureFacts<'_>) -> Verdict {
    let zone = account.zone.is_some_and(|zone| measure.zones.contains(&zone));
    let office = account.office.is_some_and(|office| measure.offices.contains(&office));
    let ours = match account.role {
        Role::CaseOfficer | Role::ZoneDuty => zone,
        Role::Magistrate | Role::ReferenceMagistrate => office,
        Role::VictimReception if office && !measure.granted => {
            return Verdict::Denied("measure.not_granted");
        }
        Role::VictimReception => office,
        Role::Operator
        | Role::Supervisor
        | Role::Patrol
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::DistrictSpoc
        | Role::Monitor => false,
    };
    if ours { Verdict::Allowed("territory") } else { Verdict::Denied("territory") }
}

/// How much of a measure is shown to this account (MS-23, MS-24): the police of the zone and the magistrates of the office
/// see all of it, victim reception what concerns it, those who watch over a level its counts. A control room sees nothing of
/// it but the card, during an alarm.
#[must_use]
pub fn measure_sight(account: &Account, measure: MeasureFacts<'_>) -> MeasureSight {
    if account.state == AccountState::Disabled
        || own_measure(account, measure) != Verdict::Allowed("territory")
    {
        return MeasureSight::None;
    }
    match account.role {
        Role::CaseOfficer | Role::ZoneDuty | Role::Magistrate => MeasureSight::Whole,
        Role::VictimReception => MeasureSight::Reception,
        Role::ReferenceMagistrate => MeasureSight::Counts,
        Role::Operator
        | Role::Supervisor
        | Role::Patrol
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::DistrictSpoc
        | Role::Monitor => MeasureSight::None,
    }
}

/// May this role have a document of this kind made? Each desk makes what goes out under its own head; the notice of a refusal is
/// explained by the police and sent by the office (circular 7.7). Whoever signed it uploads the signed copy.
#[must_use]
pub const fn makes(role: Role, kind: DocumentKind) -> bool {
    let police = matches!(role, Role::CaseOfficer | Role::ZoneDuty);
    let office = matches!(role, Role::Magistrate);
    match kind {
        DocumentKind::HearingAnnex
        | DocumentKind::UserAgreement
        | DocumentKind::GrantNotice
        | DocumentKind::DeviceReceipt
        | DocumentKind::Instructions
        | DocumentKind::RevisitAnnex => police,
        DocumentKind::RefusalNotice | DocumentKind::RegistrationLines => police || office,
        DocumentKind::MarginalNote
        | DocumentKind::ReceptionSeizure
        | DocumentKind::ExtensionNotice
        | DocumentKind::EndNotice
        | DocumentKind::JudgeLetter => office,
    }
}

/// Is a notice to that place one for this account? The suspect is no place (MS-23); a person has no account.
#[must_use]
pub fn receives(account: &Account, to: Recipient, own_room: RoomId) -> bool {
    if account.state == AccountState::Disabled {
        return false;
    }
    let (role, zone, office) = (account.role, account.zone, account.office);
    match to {
        Recipient::Zone(z) | Recipient::ThirdParty(z) | Recipient::ForeignPolice(z) => {
            matches!(role, Role::CaseOfficer | Role::ZoneDuty) && zone == Some(z)
        }
        Recipient::ControlRoomOf(_) => {
            matches!(role, Role::Operator | Role::Supervisor) && account.room == Some(own_room)
        }
        Recipient::Magistrate(o) | Recipient::Judge(o) => role == Role::Magistrate && office == Some(o),
        Recipient::ReferenceMagistrate(o) | Recipient::ProsecutorGeneral(o) => {
            role == Role::ReferenceMagistrate && office == Some(o)
        }
        Recipient::VictimReception(o) => role == Role::VictimReception && office == Some(o),
        Recipient::Person(_) | Recipient::NationalPlatform => false,
    }
}

/// Under which rule a command on a measure falls; `None`: nobody orders it, the system does it.
#[must_use]
pub const fn measure_action(command: CommandKind) -> Option<Action> {
    Some(match command {
        CommandKind::Request => Action::RequestMeasure,
        CommandKind::Hear
        | CommandKind::Assess
        | CommandKind::PutBefore
        | CommandKind::Agree
        | CommandKind::Activate
        | CommandKind::ReportShortage
        | CommandKind::ReportIncident
        | CommandKind::AnnounceFact
        | CommandKind::RecordRevisit
        | CommandKind::SharePlaces
        | CommandKind::AnnounceTrip
        | CommandKind::AnnounceMove
        | CommandKind::RecordBreach
        | CommandKind::AskToEnd
        | CommandKind::DoEndStep => Action::WorkOnMeasure,
        CommandKind::Rule | CommandKind::Reopen | CommandKind::TrackSuspect | CommandKind::ReferChain => {
            Action::RuleOnMeasure
        }
        CommandKind::AgreeOffice
        | CommandKind::GiveAntecedents
        | CommandKind::AskMore
        | CommandKind::ConfirmRuling
        | CommandKind::InvolveJudge
        | CommandKind::AskSecondOffer
        | CommandKind::AnswerMove
        | CommandKind::Continue
        | CommandKind::Release => Action::DirectMeasure,
        CommandKind::ConfirmReceipt | CommandKind::Settle => Action::SettleMeasureTask,
        CommandKind::OfferSupport => Action::OfferSupport,
        CommandKind::DecideShortage => Action::DecideShortage,
        CommandKind::TakeOver | CommandKind::Tick => return None,
    })
}
