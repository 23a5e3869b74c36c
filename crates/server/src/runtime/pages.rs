//! A page as the one frame that all its screens get: made once, shared by all.

use crate::api::dto::Time;
use crate::api::dto::alarm::{Alarm, TrailPoint};
use crate::api::dto::desk::{DeskMessage, Wall};
use crate::desk::Topic;
use axum::extract::ws::Utf8Bytes;
use hoeder_engine::output::Page;

/// The frame and what it is about; `None` when it cannot be written, which the types make impossible.
pub(crate) fn frame(number: u64, page: &Page) -> Option<(Topic, Utf8Bytes)> {
    let (topic, message) = match page {
        Page::Alarm(view) => {
            let alarm = Box::new(Alarm::from(view.as_ref()));
            (Topic::Alarm(view.id), DeskMessage::Alarm { number, alarm })
        }
        Page::Moved { alarm, fix, received_at } => {
            let point = TrailPoint::new(fix, *received_at);
            (Topic::Place(*alarm), DeskMessage::Moved { number, alarm: alarm.as_uuid(), point })
        }
        Page::Gone(alarm) => (Topic::Alarm(*alarm), DeskMessage::Gone { number, alarm: alarm.as_uuid() }),
        Page::TasksChanged => (Topic::Tasks, DeskMessage::Tasks { number }),
        Page::Complete => (Topic::Complete, DeskMessage::Complete { number }),
        Page::Wall(wall) => (Topic::Wall, DeskMessage::Wall { number, wall: Wall::from(wall.as_ref()) }),
        Page::Tested { handset, at } => {
            (Topic::Test, DeskMessage::Tested { number, handset: handset.as_uuid(), at: Time(at.0) })
        }
    };
    serde_json::to_string(&message).ok().map(|text| (topic, text.into()))
}
