//! What a desk hears and says over its WebSocket.

use super::Time;
use super::alarm::{Alarm, TrailPoint};
use super::protocol::Protocol;
use super::tracking::incident::Incident;
use super::tracking::overview::QueueCounts;
use super::wall::Wall;
use hoeder_engine::duty;
use hoeder_engine::input::TeamPlace;
use hoeder_engine::output;
use hoeder_vocab::{AccountId, Decimetres, Fix, FixSource, FixedAt, Position, Purpose, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
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
        /// A desk that does not say `ready` for this long is deaf, milliseconds.
        ready_ms: u64,
        /// The steps of each kind of alarm in words.
        protocols: Vec<Protocol>,
        /// `stream` and `after` of the address were of this life of the server: what ended since follows too.
        resumed: bool,
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
    /// Where the teams of an alarm are that say so: all of them, each once. Nothing of it is stored.
    Teams {
        /// Grows.
        number: u64,
        /// Of which alarm.
        alarm: Uuid,
        /// By call sign; empty when none says it any more.
        teams: Vec<TeamAt>,
    },
    /// What is being typed in an alarm: all lines as they stand. What is not sent is kept by the server when it is left.
    Lines {
        /// Grows.
        number: u64,
        /// Of which alarm.
        alarm: Uuid,
        /// The person's first; empty when nothing stands anywhere.
        lines: Vec<TypedLine>,
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
        wall: Box<Wall>,
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
    /// An incident of tracked people is new or changed: its whole state.
    Incident {
        /// Grows.
        number: u64,
        /// The incident.
        incident: Box<Incident>,
    },
    /// It is over, or no longer for this screen.
    IncidentGone {
        /// Grows.
        number: u64,
        /// Which.
        incident: Uuid,
    },
    /// How full the three queues of the monitoring centre are.
    Queues {
        /// Grows.
        number: u64,
        /// Counts.
        counts: QueueCounts,
    },
    /// Answer with `pong`.
    Ping {
        /// By our clock.
        server_time: Time,
    },
}

/// What a screen had before its connection broke.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The `stream` of its last hello.
    pub stream: Option<Uuid>,
    /// The highest `number` that it had.
    pub after: Option<u64>,
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
    /// Can this screen be heard? At least every five seconds, and at once when it changes.
    Ready {
        /// The sound, as the page itself recorded it.
        audio: Audio,
        /// Somebody confirmed hearing the check tone, in this life of the page.
        heard: bool,
        /// Is the page in front? Browsers slow hidden pages down.
        visible: bool,
        /// The version of the page.
        #[schema(max_length = 40)]
        version: String,
    },
    /// Where the team of this page is, for the alarm that it is sent to, on its way to or at. It is shown to the screens of
    /// that alarm while this connection lasts, and stored nowhere.
    TeamAt {
        /// For which alarm.
        alarm: Uuid,
        /// The call sign, as the alarm has it.
        #[schema(min_length = 1, max_length = 40)]
        unit: String,
        /// Where; absent when the page says so no longer.
        place: Option<TeamFix>,
    },
    /// A message to the person as far as it is typed, at every change and at most every 300 ms: the person sees it. It is
    /// sent by `POST /api/v1/alarms/{alarm}/messages` with this `line`; what is not sent is kept as typed and not sent.
    Typing {
        /// In which alarm.
        alarm: Uuid,
        /// Which line: an id that the page makes.
        line: Uuid,
        /// Counts the changes of the line from 1: of two the higher is newer.
        edit: u32,
        /// The whole line; empty when everything was erased.
        #[schema(value_type = String, max_length = 300)]
        text: TypedText,
    },
    /// Somebody leaves this screen in order: it calls nobody any more, and nobody is called about it.
    OffDuty {},
}

/// A position that the phone of a team made.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamFix {
    /// Latitude in 1e-7 degrees, north positive.
    #[schema(minimum = -900_000_000, maximum = 900_000_000)]
    pub lat_e7: i32,
    /// Longitude in 1e-7 degrees, east positive.
    #[schema(minimum = -1_800_000_000, maximum = 1_800_000_000)]
    pub lon_e7: i32,
    /// Radius of the circle that holds the true place with 95 %, metres; absent means not known.
    pub accuracy_m: Option<u32>,
    /// When, by the phone's clock.
    pub fixed_at: Time,
}

impl core::fmt::Debug for TeamFix {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TeamFix[sensitive]")
    }
}

impl TeamFix {
    /// The position; `None` when it is not on earth.
    #[must_use]
    pub fn fix(self) -> Option<Fix> {
        Some(Fix {
            position: Position::from_e7(self.lat_e7, self.lon_e7).ok()?,
            accuracy: self.accuracy_m.map(Decimetres::from_metres),
            fixed_at: FixedAt(self.fixed_at.0),
            source: FixSource::Unknown,
        })
    }
}

/// Where a team is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TeamAt {
    /// Its call sign.
    pub unit: String,
    /// Where.
    pub point: TrailPoint,
}

impl From<&TeamPlace> for TeamAt {
    fn from(place: &TeamPlace) -> Self {
        Self { unit: place.unit.clone(), point: TrailPoint::new(&place.fix, place.received_at) }
    }
}

/// Words as they are typed; never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct TypedText(pub String);

impl core::fmt::Debug for TypedText {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TypedText[sensitive]")
    }
}

/// A line that is being typed.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TypedLine {
    /// The id that the message will have.
    pub line: Uuid,
    /// Who, at a desk; absent is the person.
    pub by: Option<Uuid>,
    /// The name of that colleague.
    pub by_name: Option<String>,
    /// As it stands.
    pub text: String,
}

impl core::fmt::Debug for TypedLine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TypedLine[sensitive]")
    }
}

impl From<&output::TypedLine> for TypedLine {
    fn from(line: &output::TypedLine) -> Self {
        let open = |words: &Sensitive<String>| words.reveal(Purpose::AlarmHandling).clone();
        Self {
            line: line.message.as_uuid(),
            by: line.by.map(AccountId::as_uuid),
            by_name: line.by_name.as_ref().map(open),
            text: open(&line.text),
        }
    }
}

/// The sound of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audio {
    /// It would be heard.
    Running,
    /// The browser holds it back until somebody clicks.
    Suspended,
    /// There is none.
    Absent,
}

impl From<Audio> for duty::Audio {
    fn from(audio: Audio) -> Self {
        match audio {
            Audio::Running => Self::Running,
            Audio::Suspended => Self::Suspended,
            Audio::Absent => Self::Absent,
        }
    }
}
