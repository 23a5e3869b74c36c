//! What people did in an incident: calls, instructions, hand-offs to the police, and the lines of its timeline.

use super::kinds::{
    CallResult, Callee, IncidentOutcome, InstructionChannel, InstructionDelivery, TrackAlertKind, TrackQueue,
};
use super::{WHY, open};
use crate::api::dto::{LatLon, Time};
use hoeder_engine::tracking::view;
use hoeder_vocab::Sensitive;
use hoeder_watch::incident as watch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What the protected person is asked to do: never where the other is (FL-34).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Instruction {
    /// Stay inside.
    Stay {},
    /// Go there.
    LeaveTowards {
        /// The way, in words.
        #[schema(min_length = 1, max_length = 200)]
        way: String,
    },
    /// Nothing is to be done any more.
    AllClear {},
}

impl From<&watch::Instruction> for Instruction {
    fn from(instruction: &watch::Instruction) -> Self {
        match instruction {
            watch::Instruction::Stay => Self::Stay {},
            watch::Instruction::LeaveTowards(way) => Self::LeaveTowards { way: way.reveal(WHY).clone() },
            watch::Instruction::AllClear => Self::AllClear {},
        }
    }
}

impl From<Instruction> for watch::Instruction {
    fn from(instruction: Instruction) -> Self {
        match instruction {
            Instruction::Stay {} => Self::Stay,
            Instruction::LeaveTowards { way } => Self::LeaveTowards(Sensitive::new(way)),
            Instruction::AllClear {} => Self::AllClear,
        }
    }
}

/// What was told to the person.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Instructed {
    /// Which.
    pub message: Uuid,
    /// When.
    pub at: Time,
    /// What.
    pub instruction: Instruction,
    /// How.
    pub channel: InstructionChannel,
    /// How it is now.
    pub delivery: InstructionDelivery,
    /// Since when.
    pub delivery_at: Time,
}

impl From<&view::InstructedView> for Instructed {
    fn from(told: &view::InstructedView) -> Self {
        Self {
            message: told.message.as_uuid(),
            at: Time(told.at),
            instruction: Instruction::from(&told.instruction),
            channel: told.channel.into(),
            delivery: told.delivery.0.into(),
            delivery_at: Time(told.delivery.1),
        }
    }
}

/// What the police got to intervene between the two (EM-04).
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct PoliceTold {
    /// When.
    pub at: Time,
    /// Which zone.
    pub zone: Option<Uuid>,
    /// Where to, in words.
    pub place: String,
    /// On the map.
    pub position: Option<LatLon>,
    /// Which way the offender goes, degrees from north.
    pub direction_deg: Option<u16>,
    /// In how many minutes they could meet.
    pub minutes: Option<u16>,
    /// Who answered, or the number of the intervention.
    pub reference: String,
}

impl PoliceTold {
    /// When, and what.
    #[must_use]
    pub fn new(at: hoeder_vocab::UtcMillis, told: &watch::HandOff) -> Self {
        Self {
            at: Time(at),
            zone: told.zone.map(|zone| zone.as_uuid()),
            place: told.place.reveal(WHY).clone(),
            position: told.position.as_ref().map(|position| LatLon::from(*position.reveal(WHY))),
            direction_deg: told.direction_deg,
            minutes: told.minutes,
            reference: told.reference.clone(),
        }
    }
}

/// What happened, as a line of the timeline.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum IncidentEntry {
    /// An alert came, or came again.
    Raised {
        /// Which.
        kind: TrackAlertKind,
    },
    /// One became worse.
    Worse {
        /// Which.
        kind: TrackAlertKind,
    },
    /// One is over by the fixes.
    Cleared {
        /// Which.
        kind: TrackAlertKind,
    },
    /// Fixes that came late show that one began at another moment, or that it is not borne out.
    Revised {
        /// Which.
        kind: TrackAlertKind,
        /// When it was said to have begun.
        was: Time,
        /// When it began; absent is 'not borne out'.
        now: Option<Time>,
    },
    /// One grew.
    Grew {
        /// Which.
        kind: TrackAlertKind,
        /// How far.
        level: u8,
    },
    /// One was set aside.
    SetAside {
        /// Which.
        kind: TrackAlertKind,
        /// Why.
        reason: String,
    },
    /// It rose to a queue.
    Rose {
        /// Which.
        queue: TrackQueue,
    },
    /// Somebody took it.
    Taken {},
    /// It was given to somebody.
    HandedOver {
        /// To whom.
        to: Option<String>,
    },
    /// It rings again.
    RingsAgain {},
    /// Its owner was reminded.
    Reminded {},
    /// Nobody took it in time.
    NotTaken {},
    /// A step was done.
    Step {
        /// Its id.
        step: String,
    },
    /// Somebody was called.
    Called {
        /// Whom.
        whom: Callee,
        /// What came of it.
        result: CallResult,
        /// In words; may be empty.
        note: String,
    },
    /// A note.
    Noted {
        /// The text.
        text: String,
    },
    /// The police were told.
    HandedToPolice {
        /// What.
        told: PoliceTold,
    },
    /// The protected person was told.
    Instructed {
        /// Which message.
        message: Uuid,
        /// What.
        instruction: Instruction,
        /// How.
        channel: InstructionChannel,
    },
    /// What became of that.
    Delivery {
        /// Which message.
        message: Uuid,
        /// How it is.
        delivery: InstructionDelivery,
    },
    /// A person closed it.
    Closed {
        /// How it ended.
        outcome: IncidentOutcome,
        /// Why.
        reason: String,
    },
}

impl IncidentEntry {
    /// What happened at a moment.
    #[must_use]
    pub fn of(entry: &view::IncidentEntry, at: hoeder_vocab::UtcMillis) -> Self {
        use view::IncidentEntry as Entry;
        let words = |text: &Sensitive<String>| text.reveal(WHY).clone();
        match entry {
            Entry::Raised(kind) => Self::Raised { kind: (*kind).into() },
            Entry::Worse(kind) => Self::Worse { kind: (*kind).into() },
            Entry::Cleared(kind) => Self::Cleared { kind: (*kind).into() },
            Entry::Revised(kind, was, now) => {
                Self::Revised { kind: (*kind).into(), was: Time(was.0), now: now.map(|now| Time(now.0)) }
            }
            Entry::Grew(kind, level) => Self::Grew { kind: (*kind).into(), level: *level },
            Entry::SetAside(kind, reason) => Self::SetAside { kind: (*kind).into(), reason: words(reason) },
            Entry::Rose(queue) => Self::Rose { queue: (*queue).into() },
            Entry::Taken => Self::Taken {},
            Entry::HandedOver(to) => Self::HandedOver { to: open(to) },
            Entry::RingsAgain => Self::RingsAgain {},
            Entry::Reminded => Self::Reminded {},
            Entry::NotTaken => Self::NotTaken {},
            Entry::Step(step) => Self::Step { step: step.clone() },
            Entry::Called(whom, result, note) => {
                Self::Called { whom: (*whom).into(), result: (*result).into(), note: words(note) }
            }
            Entry::Noted(text) => Self::Noted { text: words(text) },
            Entry::HandedToPolice(told) => Self::HandedToPolice { told: PoliceTold::new(at, told) },
            Entry::Instructed(instruction, channel, message) => Self::Instructed {
                message: message.as_uuid(),
                instruction: Instruction::from(instruction),
                channel: (*channel).into(),
            },
            Entry::Delivery(message, delivery) => {
                Self::Delivery { message: message.as_uuid(), delivery: (*delivery).into() }
            }
            Entry::Closed(outcome, reason) => {
                Self::Closed { outcome: (*outcome).into(), reason: words(reason) }
            }
        }
    }
}

/// A line of the timeline.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentLine {
    /// When it was decided.
    pub at: Time,
    /// Who; absent is the guard or a timer.
    pub by: Option<String>,
    /// What.
    pub what: IncidentEntry,
}
