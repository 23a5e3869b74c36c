//! What lies around an alarm: messages with the person, an announced trip.

use super::Time;
use hoeder_engine::view;
use hoeder_vocab::handset::{Said, Side};
use hoeder_vocab::{Purpose, Sensitive};
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

impl From<&view::MessageView> for Message {
    fn from(view: &view::MessageView) -> Self {
        let message = &view.message;
        let (template, text) = match &message.said {
            Said::Template(template) => (Some(template.code().to_owned()), None),
            Said::Text(text) => (None, Some(text.reveal(Purpose::AlarmHandling).clone())),
        };
        Self {
            id: message.message.as_uuid(),
            from: match message.from {
                Side::Desk => MessageSide::Desk,
                Side::Handset => MessageSide::Handset,
            },
            by_name: view
                .by_name
                .as_ref()
                .map(|name: &Sensitive<String>| name.reveal(Purpose::AlarmHandling).clone()),
            template,
            text,
            asks: message.asks,
            answer: message.answer.map(|yes| if yes { YesNo::Yes } else { YesNo::No }),
            at: Time(message.at),
            seen_at: message.seen_at.map(Time),
        }
    }
}

/// Say something to the person: a ready sentence or own words, one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// A ready sentence of the control room, by its name.
    pub template: Option<String>,
    /// Own words.
    #[schema(min_length = 1, max_length = 300)]
    pub text: Option<String>,
    /// Does it want a yes or a no?
    #[serde(default)]
    pub asks: bool,
    /// The line that was seen as it was typed, and is sent now.
    pub line: Option<Uuid>,
}

/// Agree on a test by appointment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTest {
    /// From when, within 31 days.
    pub from: Time,
    /// Until when: in the future, at most a day after `from`.
    pub until: Time,
}

/// A test by appointment that was not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlannedTest {
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

/// A safety timer that runs: without a check-in it becomes an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SafetyTimer {
    /// Until when; the alarm is raised a minute later.
    pub until: Time,
}

/// An announced trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trip {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The first day, as `YYYY-MM-DD`.
    pub from: String,
    /// The last day, as `YYYY-MM-DD`.
    pub until: String,
    /// Where.
    pub place: String,
    /// Who of the managing zone has read of it.
    pub seen_by: Option<String>,
}

impl From<&view::TripView> for Trip {
    fn from(view: &view::TripView) -> Self {
        Self {
            id: view.trip.trip.as_uuid(),
            person: view.person.as_uuid(),
            from: view.trip.from.to_string(),
            until: view.trip.until.to_string(),
            place: view.trip.place.reveal(Purpose::CaseWork).clone(),
            seen_by: view.seen_by.as_ref().map(|name| name.reveal(Purpose::CaseWork).clone()),
        }
    }
}

impl From<&view::TripNow> for TripNow {
    fn from(trip: &view::TripNow) -> Self {
        Self { until: trip.until.to_string(), place: trip.place.reveal(Purpose::AlarmHandling).clone() }
    }
}

/// An announced trip that lasts now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TripNow {
    /// The last day, as `YYYY-MM-DD`.
    pub until: String,
    /// Where.
    pub place: String,
}
