//! What lies around an alarm: messages with the person, an announced trip.

use super::Time;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which side said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageSide {
    /// A desk.
    Desk,
    /// The handset.
    Handset,
}

/// An answer that can be given with the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// A message in text, when speaking is impossible: a ready sentence or own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Message {
    /// Id.
    pub id: Uuid,
    /// From which side.
    pub from: MessageSide,
    /// Who at the desk.
    pub by_name: Option<String>,
    /// The ready sentence, by its name; each side reads it in its own language.
    pub template: Option<String>,
    /// Own words.
    pub text: Option<String>,
    /// Does it want a yes or a no?
    pub asks: bool,
    /// The answer.
    pub answer: Option<YesNo>,
    /// When we had it.
    pub at: Time,
    /// When the handset had shown it.
    pub seen_at: Option<Time>,
}

/// An announced trip that lasts now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TripNow {
    /// The last day, as `YYYY-MM-DD`.
    pub until: String,
    /// Where.
    pub place: String,
}
