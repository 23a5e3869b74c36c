//! What a desk hears and says over its WebSocket.

use super::Time;
use super::alarm::{Alarm, TrailPoint};
use super::kinds::StoreHealth;
use hoeder_engine::view;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// From server to desk: one JSON text frame each. `number` only grows within one `stream`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeskMessage {
    /// The first frame. Everything open follows, ending with `complete`.
    Hello {
        /// By our clock.
        server_time: Time,
        /// One life of the server: when it differs, forget what was shown before.
        stream: Uuid,
        /// This screen.
        desk: Uuid,
        /// Milliseconds between two pings.
        ping_ms: u64,
        /// A screen silent for this long is down, milliseconds.
        silent_ms: u64,
    },
    /// An alarm is new or changed: its whole state.
    Alarm {
        /// Grows.
        number: u64,
        /// The alarm.
        alarm: Box<Alarm>,
    },
    /// The person moved.
    Moved {
        /// Grows.
        number: u64,
        /// In which alarm.
        alarm: Uuid,
        /// Where.
        point: TrailPoint,
    },
    /// An alarm is no longer for this screen.
    Gone {
        /// Grows.
        number: u64,
        /// Which.
        alarm: Uuid,
    },
    /// Everything that is open was sent: the queue is complete.
    Complete {
        /// Grows.
        number: u64,
    },
    /// Health of the chain.
    Wall {
        /// Grows.
        number: u64,
        /// In counts.
        wall: Wall,
    },
    /// The tasks of this screen changed: ask for them anew.
    Tasks {
        /// Grows.
        number: u64,
    },
    /// A self-test was answered: on its own track, never an alarm (AL-17).
    Tested {
        /// Grows.
        number: u64,
        /// By which handset.
        handset: Uuid,
        /// When.
        at: Time,
    },
    /// Answer with `pong`.
    Ping {
        /// By our clock.
        server_time: Time,
    },
}

/// From desk to server: one JSON text frame each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum DeskSays {
    /// The alarm is on the screen: painted, not only received.
    Painted {
        /// Which.
        alarm: Uuid,
    },
    /// The answer to a ping.
    Pong {},
}

/// Health of the chain, in counts: no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
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
    /// Reports still to follow.
    pub pv_to_follow: u32,
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
            pv_to_follow: wall.pv_to_follow,
        }
    }
}
