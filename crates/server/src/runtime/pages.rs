//! A page as the one frame that all its screens get: made once, shared by all.
//!
//! A picture of the wall is the same for a whole room; only the line about the screen itself differs, so the picture is
//! turned into text once and that line is put in.

use crate::api::dto::Time;
use crate::api::dto::alarm::{Alarm, TrailPoint};
use crate::api::dto::desk::{DeskMessage, TeamAt, TypedLine};
use crate::api::dto::tracking::incident::Incident;
use crate::api::dto::wall::{MyDesk, Wall};
use crate::desk::Topic;
use axum::extract::ws::Utf8Bytes;
use hoeder_engine::output::Page;
use hoeder_engine::view::{self, WallView};
use std::sync::Arc;

/// How the text of a wall ends that is of no screen in particular.
const NO_DESK: &str = "null}";

/// Makes frames, and keeps the text of the last picture of the wall.
#[derive(Default)]
pub(crate) struct Frames {
    wall: Option<(Arc<WallView>, String)>,
}

impl Frames {
    /// Is this picture another one than the last?
    pub(crate) fn is_new(&self, wall: &Arc<WallView>) -> bool {
        self.wall.as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, wall))
    }

    /// The frame and what it is about; `None` when it cannot be written, which the types make impossible.
    pub(crate) fn frame(&mut self, number: u64, page: &Page) -> Option<(Topic, Utf8Bytes)> {
        let (topic, message) = match page {
            Page::Alarm(view) => {
                let alarm = Box::new(Alarm::from(view.as_ref()));
                (Topic::Alarm(view.id), DeskMessage::Alarm { number, alarm })
            }
            Page::Moved { alarm, fix, received_at } => {
                let point = TrailPoint::new(fix, *received_at);
                (Topic::Place(*alarm), DeskMessage::Moved { number, alarm: alarm.as_uuid(), point })
            }
            Page::Teams { alarm, teams } => {
                let teams = teams.iter().map(TeamAt::from).collect();
                (Topic::Teams(*alarm), DeskMessage::Teams { number, alarm: alarm.as_uuid(), teams })
            }
            Page::Lines { alarm, lines } => {
                let lines = lines.iter().map(TypedLine::from).collect();
                (Topic::Lines(*alarm), DeskMessage::Lines { number, alarm: alarm.as_uuid(), lines })
            }
            Page::Gone(alarm) => (Topic::Alarm(*alarm), DeskMessage::Gone { number, alarm: alarm.as_uuid() }),
            Page::TasksChanged => (Topic::Tasks, DeskMessage::Tasks { number }),
            Page::Complete => (Topic::Complete, DeskMessage::Complete { number }),
            Page::Wall { wall, my_desk } => {
                return self.wall(number, wall, *my_desk).map(|text| (Topic::Wall, text.into()));
            }
            Page::Incident(view) => {
                let incident = Box::new(Incident::from(view.as_ref()));
                (Topic::Incident(view.incident), DeskMessage::Incident { number, incident })
            }
            Page::IncidentGone(incident) => {
                let gone = DeskMessage::IncidentGone { number, incident: incident.as_uuid() };
                (Topic::Incident(*incident), gone)
            }
            Page::Queues(counts) => (Topic::Queues, DeskMessage::Queues { number, counts: (*counts).into() }),
            Page::Tested { handset, at } => {
                (Topic::Test, DeskMessage::Tested { number, handset: handset.as_uuid(), at: Time(at.0) })
            }
        };
        serde_json::to_string(&message).ok().map(|text| (topic, text.into()))
    }

    fn wall(&mut self, number: u64, wall: &Arc<WallView>, mine: Option<view::MyDesk>) -> Option<String> {
        if self.is_new(wall) {
            let text = serde_json::to_string(&Wall::from(wall.as_ref())).ok()?;
            self.wall = Some((Arc::clone(wall), text));
        }
        let (_, text) = self.wall.as_ref()?;
        let shared = text.strip_suffix(NO_DESK)?;
        let mine = serde_json::to_string(&mine.map(MyDesk::from)).ok()?;
        Some(format!(r#"{{"type":"wall","number":{number},"wall":{shared}{mine}}}}}"#))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_engine::duty::DeskState;
    use hoeder_engine::input::StoreHealth;
    use hoeder_engine::view::ProofAges;
    use hoeder_vocab::{RoomId, UtcMillis};

    #[test]
    fn the_text_of_a_shared_wall_is_what_the_description_says() {
        let at = UtcMillis::from_unix_ms(1_795_000_000_000);
        let view = Arc::new(WallView {
            as_of: at,
            room: RoomId::from_u128(1),
            store: StoreHealth::Up,
            ringing: 1,
            owned: 2,
            desks_own_room: 3,
            desks: 4,
            handsets: 5,
            handsets_proven: 6,
            oldest_proof: None,
            alerts: 7,
            alerts_unowned: 8,
            pv_to_follow: 9,
            handsets_revoked: 10,
            recordings_stopped: 11,
            sound_off: true,
            operators_on_duty: 2,
            staffing_low: false,
            desks_lost: 0,
            desk_alerts: Vec::new(),
            shown_10m: 25,
            shown_60m: 30,
            flood: Some(at),
            zones: Vec::new(),
            ages: ProofAges::default(),
        });
        let mut frames = Frames::default();
        for (number, mine) in [(7, None), (8, Some(view::MyDesk { state: DeskState::Deaf, since: at }))] {
            let page = Page::Wall { wall: Arc::clone(&view), my_desk: mine };
            let (_, text) = frames.frame(number, &page).unwrap();
            let wall = Box::new(Wall { my_desk: mine.map(MyDesk::from), ..Wall::from(view.as_ref()) });
            assert_eq!(wall.rate_10m_per_desk.to_bits(), 12.5_f64.to_bits());
            let whole = serde_json::to_value(DeskMessage::Wall { number, wall }).unwrap();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), whole);
        }
    }
}
