//! What is due when: one moment per thing, the earliest first.

use crate::measures::Channel;
use hoeder_vocab::{AlarmId, DeskId, HandsetId, IncidentId, MeasureId, NoticeId, UtcMillis};
use std::collections::{BTreeMap, BTreeSet};

/// What a moment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// The ladder, or a late milestone.
    Alarm(AlarmId),
    /// The owner's last desk went away.
    Owner(AlarmId),
    /// A step of the protocol becomes late.
    Steps(AlarmId),
    /// A line that is typed rests for too long.
    Lines(AlarmId),
    /// Somebody speaks for too long.
    Voice(AlarmId),
    /// The dead-man time of a handset, or the ageing of an alert about it.
    Watch(HandsetId),
    /// The end of a safety timer.
    CheckIn(HandsetId),
    /// The next picture of the wall.
    Wall,
    /// A desk did not say in time that it can be heard.
    Desk(DeskId),
    /// What a room in a flood was shown falls by one.
    Flood,
    /// A zone begins or ends to be valid.
    Zones,
    /// The last day of a hotspot is over.
    Hotspots,
    /// A day begins on which something of a measure is due.
    Measure(MeasureId),
    /// The next try of a notice.
    Notice(NoticeId, Channel),
    /// A mandate to track begins or ends.
    Mandates,
    /// An incident is not taken, its owner does nothing, or a dead device grows.
    Incident(IncidentId),
    /// The owner's last desk went away.
    IncidentOwner(IncidentId),
    /// A step of its protocol becomes late.
    IncidentSteps(IncidentId),
    /// An hour of a device at the door is over.
    Door,
    /// The next news of a queue that is flooded.
    Feed,
}

#[derive(Debug, Default)]
pub(super) struct Timers {
    at: BTreeMap<Timer, UtcMillis>,
    order: BTreeSet<(UtcMillis, Timer)>,
}

impl Timers {
    /// Sets, moves or (with `None`) removes.
    pub(super) fn set(&mut self, timer: Timer, due: Option<UtcMillis>) {
        if let Some(before) = self.at.remove(&timer) {
            self.order.remove(&(before, timer));
        }
        if let Some(due) = due {
            self.at.insert(timer, due);
            self.order.insert((due, timer));
        }
    }

    pub(super) fn is_set(&self, timer: Timer) -> bool {
        self.at.contains_key(&timer)
    }

    pub(super) fn due(&self, timer: Timer) -> Option<UtcMillis> {
        self.at.get(&timer).copied()
    }

    pub(super) fn next(&self) -> Option<UtcMillis> {
        self.order.first().map(|(due, _)| *due)
    }

    pub(super) fn pop_due(&mut self, now: UtcMillis) -> Option<Timer> {
        let (due, timer) = *self.order.first()?;
        if due > now {
            return None;
        }
        self.set(timer, None);
        Some(timer)
    }
}
