//! Tracking: who reaches which mandate and incident, and who sees a position as it is now (GN-03, MS-23).
//!
//! The monitoring centre works on all; the police are let in when they are called; a magistrate reads mandates and never a
//! position. Never here: what a mandate may hold (`cell`).

use super::{Action, Verdict};
use crate::roster::{Account, AccountState};
use crate::tracking::IncidentOrder;
use hoeder_vocab::{OfficeId, Role, RoomId, ZoneId};
use hoeder_watch::track::Queue;

/// What a mandate is like, as far as access is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MandateFacts {
    /// The zone whose police intervene and follow up.
    pub zone: ZoneId,
    /// The prosecutor's office.
    pub office: Option<OfficeId>,
}

/// What an incident is like, as far as access is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentFacts<'a> {
    /// Not closed.
    pub open: bool,
    /// In which queue it stands.
    pub queue: Queue,
    /// Were the police called: by a hand-off, or since nobody took an incident of danger in time?
    pub police_called: bool,
    /// The zones that were called.
    pub zones: &'a [ZoneId],
    /// The control room of the cell.
    pub own_room: RoomId,
}

pub(super) fn own_mandate(account: &Account, mandate: MandateFacts) -> Verdict {
    let ours = match account.role {
        Role::Monitor => return Verdict::Allowed("centre"),
        Role::CaseOfficer | Role::ZoneDuty => account.zone == Some(mandate.zone),
        Role::Magistrate => account.office.is_some() && account.office == mandate.office,
        Role::Operator
        | Role::Supervisor
        | Role::Patrol
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc => false,
    };
    if ours { Verdict::Allowed("territory") } else { Verdict::Denied("territory") }
}

pub(super) fn own_incident(account: &Account, incident: IncidentFacts<'_>) -> Verdict {
    let here = match account.role {
        Role::Monitor => return Verdict::Allowed("centre"),
        Role::Operator | Role::Supervisor => account.room == Some(incident.own_room),
        Role::ZoneDuty => account.zone.is_some_and(|zone| incident.zones.contains(&zone)),
        Role::Patrol
        | Role::CaseOfficer
        | Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc => return Verdict::Denied("role.not_in_rule"),
    };
    match (here, incident.open && incident.police_called) {
        (true, true) => Verdict::Allowed("police_called"),
        (true, false) => Verdict::Denied("incident.not_called"),
        (false, _) => Verdict::Denied("territory"),
    }
}

/// GN-03: outside an open incident nobody sees where a protected person is; an empty battery is no reason to look.
pub(super) fn live_track(account: &Account, incident: IncidentFacts<'_>) -> Verdict {
    match incident.queue {
        Queue::Danger | Queue::Tracking if incident.open => own_incident(account, incident),
        Queue::Danger | Queue::Tracking | Queue::Technical => Verdict::Denied("track.no_incident"),
    }
}

/// Is this incident shown to this account without asking?
#[must_use]
pub fn incident_sight(account: &Account, incident: IncidentFacts<'_>) -> bool {
    account.state == AccountState::Enabled
        && incident.open
        && matches!(own_incident(account, incident), Verdict::Allowed(_))
}

/// Under which rule an order about an incident falls.
#[must_use]
pub const fn incident_action(order: &IncidentOrder) -> Action {
    match order {
        IncidentOrder::Take => Action::TakeIncident,
        IncidentOrder::HandOver { .. } => Action::HandOverIncident,
        IncidentOrder::StayOn => Action::StayOnIncident,
        IncidentOrder::DoStep { .. } => Action::StepIncident,
        IncidentOrder::Call(_) => Action::CallInIncident,
        IncidentOrder::Note(_) => Action::NoteIncident,
        IncidentOrder::HandToPolice(_) => Action::HandIncidentToPolice,
        IncidentOrder::Instruct(_) | IncidentOrder::Delivered { .. } => Action::InstructProtected,
        IncidentOrder::SetAside { .. } => Action::SetAsideAlert,
        IncidentOrder::Close { .. } => Action::CloseIncident,
    }
}
