//! What the door of devices says, written down: the first of a device and a kind at once, what follows in the same hour as one count.
//! Beyond a number of devices an hour, all others are one count together: no flood fills the log (FL-20).
//!
//! Never here: letting in.

use crate::access::Action;
use crate::cell::Cell;
use crate::cell::timers::Timer;
use crate::entry::Event;
use crate::output::{Problem, TrackingReply};
use crate::tracking::TrackingEvent;
use crate::tracking::door::{AtTheDoor, DoorNote, DoorSign, MAX_DOOR_NOTES};
use core::time::Duration;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{AccountId, Actor, Purpose, UtcMillis};
use std::collections::{BTreeMap, VecDeque};

/// A device and a kind have one record in this time.
const EACH: Duration = Duration::from_secs(3_600);
/// Registered devices, by device and kind, that have a record of their own in an hour.
const MOST_KNOWN: usize = 1_024;
/// Likewise numbers that nobody registered.
const MOST_UNKNOWN: usize = 32;

/// Without a number: all that were too many.
type Key = (DoorSign, Option<DeviceNumber>);

#[derive(Debug)]
struct Hour {
    since: UtcMillis,
    is_known: Known,
    /// Of which nothing was written down yet, and since when.
    more: u32,
    first: UtcMillis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Device,
    Stranger,
    Crowd,
}

/// What the cell knows of the door: the hours that run, and the newest notes.
#[derive(Debug, Default)]
pub(super) struct DoorBook {
    hours: BTreeMap<Key, Hour>,
    /// The hours, by when they began.
    order: VecDeque<(UtcMillis, Key)>,
    known: usize,
    strangers: usize,
    pub(super) notes: VecDeque<(UtcMillis, DoorNote)>,
}

impl DoorBook {
    pub(super) fn apply(&mut self, note: &DoorNote, at: UtcMillis) {
        let is_known = match (&note.number, note.tracker) {
            (None, _) => Known::Crowd,
            (Some(_), Some(_)) => Known::Device,
            (Some(_), None) => Known::Stranger,
        };
        drop(self.over(at));
        let key = (note.sign, note.number.clone());
        self.order.push_back((at, key.clone()));
        self.count(is_known, 1);
        if let Some(before) = self.hours.insert(key, Hour { since: at, is_known, more: 0, first: at }) {
            self.count(before.is_known, -1);
        }
        if self.notes.len() >= MAX_DOOR_NOTES {
            self.notes.pop_front();
        }
        self.notes.push_back((at, note.clone()));
    }

    fn count(&mut self, is_known: Known, more: isize) {
        let count = match is_known {
            Known::Device => &mut self.known,
            Known::Stranger => &mut self.strangers,
            Known::Crowd => return,
        };
        *count = count.saturating_add_signed(more);
    }

    /// Counts it in an hour that runs; gives what must be written down now.
    fn heard(
        &mut self,
        sign: DoorSign,
        number: &DeviceNumber,
        is_known: Known,
        now: UtcMillis,
    ) -> Option<Key> {
        let own = (sign, Some(number.clone()));
        let full = match is_known {
            Known::Device => self.known >= MOST_KNOWN,
            Known::Stranger | Known::Crowd => self.strangers >= MOST_UNKNOWN,
        };
        let key = if self.hours.contains_key(&own) || !full { own } else { (sign, None) };
        let Some(hour) = self.hours.get_mut(&key) else { return Some(key) };
        if hour.more == 0 {
            hour.first = now;
        }
        hour.more = hour.more.saturating_add(1);
        None
    }

    /// The hours that are over.
    fn over(&mut self, now: UtcMillis) -> Vec<(Key, Hour)> {
        let mut over = Vec::new();
        while let Some((since, key)) = self.order.front()
            && now.since(*since) >= EACH
        {
            let began = *since;
            if self.hours.get(key).is_some_and(|hour| hour.since == began)
                && let Some(hour) = self.hours.remove(key)
            {
                self.count(hour.is_known, -1);
                over.push((self.order.front().map(|(_, key)| key.clone()), hour));
            }
            self.order.pop_front();
        }
        over.into_iter().filter_map(|(key, hour)| Some((key?, hour))).collect()
    }

    fn next(&self) -> Option<UtcMillis> {
        self.order.front().map(|(since, _)| since.plus(EACH))
    }
}

impl Cell {
    /// The door has something for the audit.
    pub(in crate::cell) fn on_door_noted(&mut self, heard: &AtTheDoor, now: UtcMillis) {
        self.tick_door(now);
        let is_known =
            if self.tracking.numbers.contains_key(&heard.number) { Known::Device } else { Known::Stranger };
        if let Some(key) = self.tracking.door.heard(heard.sign, &heard.number, is_known, now) {
            self.note_door(key, (1, now), now);
        }
    }

    /// What was counted in the hours that are over is written down.
    pub(in crate::cell) fn tick_door(&mut self, now: UtcMillis) {
        for (key, hour) in self.tracking.door.over(now) {
            if hour.more > 0 {
                self.note_door(key, (hour.more, hour.first), now);
            }
        }
        self.timers.set(Timer::Door, self.tracking.door.next());
    }

    fn note_door(&mut self, (sign, number): Key, (times, since): (u32, UtcMillis), now: UtcMillis) {
        let tracker = number.as_ref().and_then(|number| self.tracking.numbers.get(number)).copied();
        let actor = match sign {
            DoorSign::Unknown | DoorSign::WrongSecret | DoorSign::OtherNetwork => Actor::Stranger,
            DoorSign::Flooding | DoorSign::Lost => Actor::System,
        };
        let event = TrackingEvent::DoorNoted(DoorNote { sign, number, tracker, times, since });
        self.record(actor, Purpose::Supervision, now, Event::Tracking(Box::new(event)));
        self.timers.set(Timer::Door, self.tracking.door.next());
    }

    pub(super) fn read_door_notes(
        &mut self,
        by: AccountId,
        now: UtcMillis,
    ) -> Result<TrackingReply, Problem> {
        let actor = self.allowed(by, Action::ReadTrackers, now)?;
        self.log_access((actor, Action::ReadTrackers), (None, None), None, now);
        Ok(TrackingReply::DoorNotes(self.tracking.door.notes.iter().rev().cloned().collect()))
    }
}
