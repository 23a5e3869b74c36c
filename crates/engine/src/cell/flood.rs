//! What each room is newly shown, and whether that is a flood (console D.1). Information for screens: nothing waits for it.

use super::Cell;
use super::timers::Timer;
use crate::duty::LEAST_OPERATORS;
use crate::entry::Event;
use crate::load::{FLOOD_SPAN, HOUR};
use crate::roster::Account;
use hoeder_vocab::{Actor, Purpose, RoomId, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, Rung};
use hoeder_watch::supervision::SupervisionEvent;

/// What a room has to cope with, and with how many.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoomFigures {
    pub(super) operators: u32,
    pub(super) staffing_low: bool,
    pub(super) shown_10m: u32,
    pub(super) shown_60m: u32,
    pub(super) flood: Option<UtcMillis>,
}

impl Cell {
    /// Counts an event that puts something new before people: an alarm in each room it reaches, an alert in the own room.
    pub(super) fn note_alarm_load(&mut self, event: &AlarmEvent, at: UtcMillis) {
        let own = self.config.own_room;
        let reached: Vec<RoomId> = if matches!(event, AlarmEvent::Raised { .. }) {
            vec![own]
        } else if let AlarmEvent::Climbed { to, .. } = event {
            let near = self.book.neighbours(own);
            match to {
                Rung::OwnRoom | Rung::ZoneDuty => Vec::new(),
                Rung::NeighbourRoom => near.to_vec(),
                Rung::Everyone => {
                    self.book.rooms.keys().copied().filter(|r| *r != own && !near.contains(r)).collect()
                }
            }
        } else {
            Vec::new()
        };
        for room in reached {
            self.load.note(room, at);
        }
    }

    pub(super) fn note_alert_load(&mut self, event: &SupervisionEvent, at: UtcMillis) {
        if let SupervisionEvent::AlertOpened { .. } | SupervisionEvent::AlertReturned { .. } = event {
            self.load.note(self.config.own_room, at);
        }
    }

    /// People on duty in a control room.
    pub(super) fn operators_on_duty(&self, room: RoomId) -> u32 {
        let here = |account: &&Account| super::ears::in_control_room(account) && account.room == Some(room);
        super::wall::count(self.people_on_duty().filter(here).count())
    }

    pub(super) fn room_figures(&self, room: RoomId, now: UtcMillis) -> RoomFigures {
        let operators = self.operators_on_duty(room);
        RoomFigures {
            operators,
            staffing_low: operators < LEAST_OPERATORS,
            shown_10m: self.load.shown(room, FLOOD_SPAN, now),
            shown_60m: self.load.shown(room, HOUR, now),
            flood: self.load.flood(room),
        }
    }

    /// Writes down floods that begin or end, after everything else of the moment was said.
    pub(super) fn mind_floods(&mut self, now: UtcMillis) {
        if !self.load.take_news() {
            return;
        }
        self.load.trim(now);
        for room in self.load.rooms() {
            if let Some(to) = self.load.turns(room, self.operators_on_duty(room), now) {
                self.record(Actor::System, Purpose::Supervision, now, Event::FloodChanged { room, to });
                self.wall_soon(now);
            }
        }
        self.timers.set(Timer::Flood, self.load.next_fall(now));
    }
}
