//! The wall in JSON: health of the chain, of the room and of the screen that asks.

use super::Time;
use super::alarm::ZoneName;
use super::kinds::StoreHealth;
use crate::tracking::TrackingHealth;
use hoeder_engine::{duty, load, view};
use hoeder_vocab::{Purpose, UtcMillis};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Health of the chain, in counts: no personal data, except names of colleagues for their own room.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Wall {
    /// At which moment.
    pub as_of: Time,
    /// How the store is.
    pub store: StoreHealth,
    /// Open alarms that nobody has.
    pub ringing: u32,
    /// Open alarms that somebody has.
    pub owned: u32,
    /// Connected alarm desks of the own room.
    pub desks_own_room: u32,
    /// Connected screens in all.
    pub desks: u32,
    /// Handsets in use.
    pub handsets: u32,
    /// Of which heard within the dead-man time.
    pub handsets_proven: u32,
    /// No longer in use.
    pub handsets_revoked: u32,
    /// The oldest proof of life of a handset in use.
    pub oldest_proof: Option<Time>,
    /// Open alerts.
    pub alerts: u32,
    /// Of which nobody's.
    pub alerts_unowned: u32,
    /// Open alarms whose sound is not kept now.
    pub recordings_stopped: u32,
    /// No sound of alarms is moved until the server starts again: write, and call back.
    pub sound_off: bool,
    /// Reports still to follow.
    pub pv_to_follow: u32,
    /// Operators and supervisors of this room who can be called by sound.
    pub operators_on_duty: u32,
    /// Fewer than two of them (ARC-02).
    pub staffing_low: bool,
    /// Desks of this room that are deaf or gone and of which nobody took notice.
    pub desks_lost: u32,
    /// The same with names, for colleagues of the room and its wall; empty for others.
    pub desk_alerts: Vec<DeskAlert>,
    /// Alarms and alerts newly shown to this room within ten minutes.
    pub shown_10m: u32,
    /// And within the hour.
    pub shown_60m: u32,
    /// Those of ten minutes per staffed desk.
    pub rate_10m_per_desk: f64,
    /// The room is shown more than it can take in (ISA-18.2); nothing is held back for it.
    pub flood: Option<FloodOn>,
    /// What a desk should get.
    pub norm: Norm,
    /// Zones with a handset, an alert or a ringing alarm.
    pub zones: Vec<ZoneHealth>,
    /// What has no owner.
    pub unowned: Unowned,
    /// This screen itself; `null` where nobody is called by sound, and over HTTP.
    pub my_desk: Option<MyDesk>,
}

/// How tracking is, in counts: no position, no device, no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct WallTracking {
    /// At which moment.
    pub as_of: Time,
    /// Positions can be taken here: their files could be opened.
    pub on: bool,
    /// They become durable now. Else they are judged, and acknowledged to nobody.
    pub keeping: bool,
    /// Reports that wait to be judged.
    pub waiting: u64,
    /// Carriers that are watched.
    pub carriers: u64,
    /// Of these, when the one was last heard that has been silent longest.
    pub oldest_heard: Option<Time>,
}

impl WallTracking {
    /// Of what tracking says; without it, it is off.
    pub fn of(health: Option<TrackingHealth>, now: UtcMillis) -> Self {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Self {
            as_of: Time(now),
            on: health.is_some(),
            keeping: health.is_some_and(|health| health.keeping),
            waiting: health.map_or(0, |health| count(health.waiting)),
            carriers: health.map_or(0, |health| count(health.carriers)),
            oldest_heard: health.and_then(|health| health.oldest_heard).map(Time),
        }
    }
}

/// A flood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FloodOn {
    /// Since when.
    pub since: Time,
}

/// What a desk should get, per hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Norm {
    /// On average.
    pub average_per_hour: u32,
    /// In the worst hour.
    pub peak_per_hour: u32,
}

/// What has no owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Unowned {
    /// Open alarms.
    pub alarms: u32,
    /// Open alerts.
    pub alerts: u32,
    /// Reports still to follow.
    pub reports: u32,
}

/// Can this screen be heard?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MyDeskState {
    /// Somebody hears it.
    OnDuty,
    /// Nobody hears it any more.
    Deaf,
    /// Somebody left it in order, or never went on duty.
    OffDuty,
}

/// How was a colleague's desk lost?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LostDeskState {
    /// It is connected and nobody hears it any more.
    Deaf,
    /// Its connection ended without a word.
    Gone,
}

/// How this screen is itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyDesk {
    /// On duty, deaf or off duty.
    pub state: MyDeskState,
    /// Since when.
    pub since: Time,
}

/// A colleague's desk that nobody hears any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskAlert {
    /// Which: for `acknowledge`.
    pub desk: Uuid,
    /// The colleague's name.
    pub account_name: String,
    /// The room, or the zone of a duty desk.
    pub room_name: String,
    /// How it was lost.
    pub state: LostDeskState,
    /// Since when.
    pub since: Time,
}

/// Health of the chain in one zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ZoneHealth {
    /// Which zone.
    pub zone: ZoneName,
    /// Handsets in use of the cases that it manages.
    pub handsets: u32,
    /// Of which heard within the dead-man time.
    pub proven: u32,
    /// The oldest proof of life among them.
    pub oldest_proof: Option<Time>,
    /// Open alerts about them.
    pub alerts: u32,
    /// Of which nobody's.
    pub alerts_unowned: u32,
    /// Open alarms in the zone that nobody has.
    pub ringing: u32,
}

impl From<view::MyDesk> for MyDesk {
    fn from(mine: view::MyDesk) -> Self {
        let state = match mine.state {
            duty::DeskState::OnDuty => MyDeskState::OnDuty,
            duty::DeskState::Deaf => MyDeskState::Deaf,
            duty::DeskState::Gone | duty::DeskState::OffDuty => MyDeskState::OffDuty,
        };
        Self { state, since: Time(mine.since) }
    }
}

impl From<&view::DeskAlert> for DeskAlert {
    fn from(alert: &view::DeskAlert) -> Self {
        Self {
            desk: alert.desk.as_uuid(),
            account_name: alert.account_name.reveal(Purpose::Supervision).clone(),
            room_name: alert.room_name.clone(),
            state: match alert.state {
                duty::DeskState::Gone => LostDeskState::Gone,
                duty::DeskState::Deaf | duty::DeskState::OnDuty | duty::DeskState::OffDuty => {
                    LostDeskState::Deaf
                }
            },
            since: Time(alert.since),
        }
    }
}

impl From<&view::ZoneHealth> for ZoneHealth {
    fn from(health: &view::ZoneHealth) -> Self {
        Self {
            zone: ZoneName::from(&health.zone),
            handsets: health.handsets,
            proven: health.proven,
            oldest_proof: health.oldest_proof.map(|t| Time(t.0)),
            alerts: health.alerts,
            alerts_unowned: health.alerts_unowned,
            ringing: health.ringing,
        }
    }
}

impl From<&view::WallView> for Wall {
    fn from(wall: &view::WallView) -> Self {
        Self {
            as_of: Time(wall.as_of),
            store: wall.store.into(),
            ringing: wall.ringing,
            owned: wall.owned,
            desks_own_room: wall.desks_own_room,
            desks: wall.desks,
            handsets: wall.handsets,
            handsets_proven: wall.handsets_proven,
            handsets_revoked: wall.handsets_revoked,
            oldest_proof: wall.oldest_proof.map(|t| Time(t.0)),
            alerts: wall.alerts,
            alerts_unowned: wall.alerts_unowned,
            recordings_stopped: wall.recordings_stopped,
            sound_off: wall.sound_off,
            pv_to_follow: wall.pv_to_follow,
            operators_on_duty: wall.operators_on_duty,
            staffing_low: wall.staffing_low,
            desks_lost: wall.desks_lost,
            desk_alerts: wall.desk_alerts.iter().map(DeskAlert::from).collect(),
            shown_10m: wall.shown_10m,
            shown_60m: wall.shown_60m,
            rate_10m_per_desk: rate_per_desk(wall),
            flood: wall.flood.map(|since| FloodOn { since: Time(since) }),
            norm: Norm { average_per_hour: load::AVERAGE_PER_HOUR, peak_per_hour: load::PEAK_PER_HOUR },
            zones: wall.zones.iter().map(ZoneHealth::from).collect(),
            unowned: Unowned {
                alarms: wall.ringing,
                alerts: wall.alerts_unowned,
                reports: wall.pv_to_follow,
            },
            my_desk: None,
        }
    }
}

/// What was shown within ten minutes to each staffed desk; an empty room counts as one.
pub(crate) fn rate_per_desk(wall: &view::WallView) -> f64 {
    f64::from(wall.shown_10m) / f64::from(wall.operators_on_duty.max(1))
}
