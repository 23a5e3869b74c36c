//! What a desk or a patrol asks of one alarm.

use super::alarm::Pv;
use super::kinds::Outcome;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What a take counts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TakeOnly {
    /// Nobody has it yet.
    Free,
}

/// How to take an alarm.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TakeQuery {
    /// `free`: only if nobody has it, so that of two who answer the same ringing the first keeps it. Without it, a
    /// colleague who only just took it is taken over from.
    #[param(inline)]
    #[param(inline)]
    pub only: Option<TakeOnly>,
}

/// Give an alarm to a colleague.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// To whom.
    pub to: Uuid,
}

/// A team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Call sign.
    #[schema(min_length = 1, max_length = 40)]
    pub unit: String,
}

/// A note on the timeline.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The text.
    #[schema(min_length = 1, max_length = 2000)]
    pub text: String,
}

/// End an alarm.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// How it ended.
    pub outcome: Outcome,
    /// Its report.
    pub pv: Pv,
    /// Why, in words; required for an unidentified press that is closed without a team.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
}

/// The number of a report that was to follow.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivePv {
    /// The number.
    #[schema(min_length = 1, max_length = 40)]
    pub number: String,
}

/// What a team found: a proposal for the close.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportFinding {
    /// Call sign.
    #[schema(min_length = 1, max_length = 40)]
    pub unit: String,
    /// How the team would close it.
    pub outcome: Outcome,
    /// What it found, in words.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
}
