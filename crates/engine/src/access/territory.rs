//! Things of a zone and of a case: whose territory they lie in.
//!
//! Never here: alarms as they run.

use super::{Action, AlarmFacts, Sight, Verdict, sight};
use crate::roster::Account;
use hoeder_vocab::{Role, ZoneId};

pub(super) fn own_zone(account: &Account, zone: ZoneId) -> Verdict {
    match account.role {
        Role::Operator | Role::Supervisor => Verdict::Allowed("control_room"),
        Role::ZoneDuty | Role::CaseOfficer | Role::Patrol if account.zone == Some(zone) => {
            Verdict::Allowed("territory")
        }
        Role::ZoneDuty | Role::CaseOfficer | Role::Patrol => Verdict::Denied("territory"),
        Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => Verdict::Denied("role.not_in_rule"),
    }
}

/// The auditor checks lawfulness for the whole cell; everybody else needs a case to speak of.
pub(super) fn whole_cell(account: &Account) -> Verdict {
    if account.role == Role::Auditor {
        Verdict::Allowed("audit")
    } else {
        Verdict::Denied("territory.case_needed")
    }
}

pub(super) fn own_case(
    account: &Account,
    action: Action,
    managing_zone: ZoneId,
    alarms: &[AlarmFacts<'_>],
) -> Verdict {
    let in_alarm = || alarms.iter().any(|alarm| alarm.open && sight(account, *alarm) == Sight::Full);
    match account.role {
        Role::CaseOfficer | Role::ZoneDuty if account.zone == Some(managing_zone) => {
            Verdict::Allowed("territory")
        }
        Role::Magistrate => Verdict::Allowed("prosecutor"),
        Role::Auditor => Verdict::Allowed("audit"),
        Role::Supervisor if action != Action::ReadPhoto => Verdict::Allowed("supervision"),
        // A control room tries out a handset with the person; it reads nothing of the case by that.
        Role::Operator if action == Action::PlanTest => Verdict::Allowed("supervision"),
        Role::CaseOfficer | Role::ZoneDuty | Role::Operator | Role::Supervisor | Role::Patrol => {
            if action == Action::ReadPhoto && in_alarm() {
                Verdict::Allowed("paged")
            } else {
                Verdict::Denied("territory")
            }
        }
        Role::Administrator
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => Verdict::Denied("role.not_in_rule"),
    }
}
