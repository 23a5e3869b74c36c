//! What the person arranges beforehand or says during an alarm: safety timer, trips, test by appointment, conversation.
//!
//! Here: the shapes, as they are shown and kept. Never here: what happens to them (`machine::safety`, `machine::talk`).

use hoeder_vocab::handset::{Said, Side, Trip};
use hoeder_vocab::{AlarmId, FixedAt, MessageId, Sensitive, TestId, UtcMillis};

/// Has the cell got it?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// Not yet: it is sent again and again.
    Waiting,
    /// Yes, and it is durable.
    Received,
    /// It will not arrive, and the screen must say so.
    Refused,
}

/// The safety timer that runs: without a check-in in time an alarm is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyTimer {
    /// The alarm that it becomes.
    pub alarm: AlarmId,
    /// When it was set or moved, by the phone's clock.
    pub set_at: FixedAt,
    /// Check in until then, by the phone's clock.
    pub until: UtcMillis,
    /// For the control room.
    pub note: Option<Sensitive<String>>,
    /// `Received`: the cell raises the alarm by itself if the phone is lost.
    pub state: Delivery,
    /// Was 'two minutes left' felt, or was it set too short for that?
    pub warned: bool,
}

/// A trip that was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedTrip {
    /// The trip.
    pub trip: Trip,
    /// Has the cell got it?
    pub state: Delivery,
}

/// A test by appointment: a self-test within the window answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlannedTest {
    /// Which appointment.
    pub test: TestId,
    /// From when, by the cell's clock.
    pub from: UtcMillis,
    /// Until when, by the cell's clock.
    pub until: UtcMillis,
}

/// A message of the conversation during an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub message: MessageId,
    /// Who says it.
    pub from: Side,
    /// What.
    pub said: Said,
    /// Does it want a yes or a no?
    pub asks: bool,
    /// What the person answered: yes?
    pub answer: Option<bool>,
    /// When it came or was written, by the phone's clock.
    pub at: FixedAt,
    /// Has the person looked at it? Only of messages of the control room.
    pub seen: bool,
    /// What the person said or answered: has the cell got it?
    pub state: Delivery,
}
