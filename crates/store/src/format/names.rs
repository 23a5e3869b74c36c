//! The texts of streams, subjects and actors in a record: `alarm:<uuid>`, `account:<uuid>:operator`, `system`.
//!
//! Never here: events.

use super::codes::Code;
use hoeder_engine::entry::{StreamId, Subject};
use hoeder_vocab::{Actor, Role};
use std::str::FromStr;

/// The text of a stream.
#[must_use]
pub fn stream_text(stream: StreamId) -> String {
    match stream {
        StreamId::Cell(id) => format!("cell:{id}"),
        StreamId::Alarm(id) => format!("alarm:{id}"),
        StreamId::Handset(id) => format!("handset:{id}"),
        StreamId::Case(id) => format!("case:{id}"),
        StreamId::Button(id) => format!("button:{id}"),
        StreamId::Room(id) => format!("room:{id}"),
        StreamId::Zone(id) => format!("zone:{id}"),
        StreamId::Account(id) => format!("account:{id}"),
        StreamId::Hotspot(id) => format!("hotspot:{id}"),
        StreamId::Measure(id) => format!("measure:{id}"),
        StreamId::Office(id) => format!("office:{id}"),
        StreamId::District(id) => format!("district:{id}"),
        StreamId::Mandate(id) => format!("mandate:{id}"),
        StreamId::Tracker(id) => format!("tracker:{id}"),
        StreamId::Incident(id) => format!("incident:{id}"),
        StreamId::Pilot(id) => format!("pilot:{id}"),
    }
}

/// The stream of a text; `None` when it is none.
#[must_use]
pub fn stream_of(text: &str) -> Option<StreamId> {
    let (kind, id) = cut(text, b':')?;
    Some(match kind {
        "cell" => StreamId::Cell(parsed(id)?),
        "alarm" => StreamId::Alarm(parsed(id)?),
        "handset" => StreamId::Handset(parsed(id)?),
        "case" => StreamId::Case(parsed(id)?),
        "button" => StreamId::Button(parsed(id)?),
        "room" => StreamId::Room(parsed(id)?),
        "zone" => StreamId::Zone(parsed(id)?),
        "account" => StreamId::Account(parsed(id)?),
        "hotspot" => StreamId::Hotspot(parsed(id)?),
        "measure" => StreamId::Measure(parsed(id)?),
        "office" => StreamId::Office(parsed(id)?),
        "district" => StreamId::District(parsed(id)?),
        "mandate" => StreamId::Mandate(parsed(id)?),
        "tracker" => StreamId::Tracker(parsed(id)?),
        "incident" => StreamId::Incident(parsed(id)?),
        "pilot" => StreamId::Pilot(parsed(id)?),
        _ => return None,
    })
}

/// The text of a subject.
#[must_use]
pub fn subject_text(subject: Subject) -> String {
    match subject {
        Subject::Person(id) => format!("person:{id}"),
        Subject::Case(id) => format!("case:{id}"),
        Subject::Alarm(id) => format!("alarm:{id}"),
        Subject::Account(id) => format!("account:{id}"),
        Subject::Hotspot(id) => format!("hotspot:{id}"),
        Subject::Carrier(id) => format!("carrier:{id}"),
        Subject::Mandate(id) => format!("mandate:{id}"),
        Subject::Incident(id) => format!("incident:{id}"),
    }
}

/// The subject of a text; `None` when it is none.
#[must_use]
pub fn subject_of(text: &str) -> Option<Subject> {
    let (kind, id) = cut(text, b':')?;
    Some(match kind {
        "person" => Subject::Person(parsed(id)?),
        "case" => Subject::Case(parsed(id)?),
        "alarm" => Subject::Alarm(parsed(id)?),
        "account" => Subject::Account(parsed(id)?),
        "hotspot" => Subject::Hotspot(parsed(id)?),
        "carrier" => Subject::Carrier(parsed(id)?),
        "mandate" => Subject::Mandate(parsed(id)?),
        "incident" => Subject::Incident(parsed(id)?),
        _ => return None,
    })
}

/// The text of an actor.
#[must_use]
pub fn actor_text(actor: Actor) -> String {
    match actor {
        Actor::Account(id, role) => format!("account:{id}:{}", role.code()),
        Actor::Handset(id) => format!("handset:{id}"),
        Actor::Stranger => String::from("stranger"),
        Actor::System => String::from("system"),
    }
}

/// The actor of a text; `None` when it is none.
#[must_use]
pub fn actor_of(text: &str) -> Option<Actor> {
    match text {
        "stranger" => return Some(Actor::Stranger),
        "system" => return Some(Actor::System),
        _ => {}
    }
    let (kind, rest) = cut(text, b':')?;
    match kind {
        "handset" => parsed(rest).map(Actor::Handset),
        "account" => {
            let (id, role) = cut(rest, b':')?;
            Some(Actor::Account(parsed(id)?, Role::from_code(role)?))
        }
        _ => None,
    }
}

/// What stands before and after the first such sign. A search made for long texts takes longer on these.
pub(super) fn cut(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    text.get(..at).zip(text.get(at.saturating_add(1)..))
}

fn parsed<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}
