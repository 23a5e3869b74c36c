//! Rows of the read models: who looked at what, and what became of alarms.

use super::Time;
use super::alarm::{Pv, Who};
use super::kinds::{AlarmKind, LogKind, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// One consultation, disclosure or refusal (art. 25, GN-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccessRow {
    /// Its number in the log: the cursor of the next page.
    pub seq: u64,
    /// When.
    pub at: Time,
    /// By whom.
    pub by: Who,
    /// The name of that account, empty once it was erased; absent when it was no person.
    pub by_name: Option<String>,
    /// Which of the six kinds.
    pub kind: LogKind,
    /// What was asked.
    pub action: String,
    /// About which case.
    pub case: Option<Uuid>,
    /// About which alarm.
    pub alarm: Option<Uuid>,
    /// Why it was refused; absent when it was allowed.
    pub denied: Option<String>,
}

/// Which rows of the access log.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccessLogQuery {
    /// Only about this case.
    pub case: Option<Uuid>,
    /// Only rows with a smaller number: the cursor.
    pub before: Option<u64>,
    /// How many, 1 to 500; 100 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}

/// One alarm of the past. No position, no name (GN-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryRow {
    /// The number of its last record: the cursor of the next page.
    pub seq: u64,
    /// Which alarm.
    pub alarm: Uuid,
    /// Which track.
    pub kind: AlarmKind,
    /// Of which case.
    pub case: Option<Uuid>,
    /// By the phone's clock.
    pub pressed_at: Time,
    /// When it was received.
    pub received_at: Time,
    /// When it was durable.
    pub held_at: Option<Time>,
    /// When it was painted on a desk.
    pub shown_at: Option<Time>,
    /// When it was taken.
    pub taken_at: Option<Time>,
    /// When a team was sent.
    pub dispatched_at: Option<Time>,
    /// When the team was there.
    pub on_scene_at: Option<Time>,
    /// When the police closed it.
    pub closed_at: Option<Time>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Its report.
    pub pv: Option<Pv>,
}

/// Which rows of the history.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Only rows with a smaller number: the cursor.
    pub before: Option<u64>,
    /// How many, 1 to 500; 100 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
}
