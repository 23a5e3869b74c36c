//! Who hears the voice room of an alarm, who speaks in it, and who has its recording (AL-05, ARC-07, GN-02).
//!
//! Never here: whether it is time to speak (`watch::voice`).

use super::{Action, AlarmFacts, Sight, Verdict, runs_alarms, sight};
use crate::roster::Account;
use hoeder_vocab::Role;

/// What the voice room at hand is like, as far as access is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceFacts<'a> {
    /// Its alarm.
    pub alarm: AlarmFacts<'a>,
    /// Did this account say that it goes to the alarm, is there, or what it found there?
    pub engaged: bool,
}

/// Only while the alarm is open, only to whom it is shown whole, and to a patrol only once it goes there.
pub(super) fn live_voice(account: &Account, action: Action, voice: VoiceFacts<'_>) -> Verdict {
    if !voice.alarm.open {
        return Verdict::Denied("alarm.closed");
    }
    if sight(account, voice.alarm) != Sight::Full {
        return Verdict::Denied("alarm.not_paged_here");
    }
    if account.role == Role::Patrol && !voice.engaged && !voice.alarm.owned {
        return Verdict::Denied("voice.not_engaged");
    }
    // Whoever hears danger may forbid speech; to speak, and to lift that, is for those who run the alarm.
    let only_hears = matches!(action, Action::ListenIn | Action::ForbidSpeech);
    if only_hears || voice.alarm.owned || runs_alarms(account.role) {
        Verdict::Allowed("paged")
    } else {
        Verdict::Denied("alarm.not_owner")
    }
}

/// The recording for court: the own room's supervisor, the zone that manages the case, the magistrates.
pub(super) fn own_recording(account: &Account, alarm: AlarmFacts<'_>) -> Verdict {
    let ours = match account.role {
        Role::Supervisor => account.room == Some(alarm.own_room),
        Role::CaseOfficer => alarm.managing_zone.is_some() && account.zone == alarm.managing_zone,
        Role::Magistrate => return Verdict::Allowed("prosecutor"),
        Role::Operator
        | Role::ZoneDuty
        | Role::Patrol
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => return Verdict::Denied("role.not_in_rule"),
    };
    if ours { Verdict::Allowed("territory") } else { Verdict::Denied("territory") }
}
