//! What waits for one screen: bounded, the latest state of an alarm instead of all of them, alarms before the rest.
//!
//! An alarm that the screen does not have goes out at once. News of what it has (held, shown, moved) goes out at most every
//! [`PACE`], joined, so that at the moment of a press the processors belong to the press.

use axum::extract::ws::Utf8Bytes;
use core::time::Duration;
use hoeder_vocab::AlarmId;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio::time::Instant;

/// Between two writes of news; far below what a person notices.
const PACE: Duration = Duration::from_millis(20);

/// What a frame is about: a newer one about the same thing takes the place of an older one that still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// The state of an alarm, or that it is gone.
    Alarm(AlarmId),
    /// The queue is complete: comes after the alarms.
    Complete,
    /// Where somebody is.
    Place(AlarmId),
    /// Health of the chain.
    Wall,
    /// The tasks of the screen changed.
    Tasks,
    /// A self-test: each counts.
    Test,
}

impl Topic {
    const fn is_urgent(self) -> bool {
        match self {
            Self::Alarm(_) | Self::Complete => true,
            Self::Place(_) | Self::Wall | Self::Tasks | Self::Test => false,
        }
    }
    const fn is_replaced(self) -> bool {
        match self {
            Self::Alarm(_) | Self::Place(_) | Self::Wall | Self::Tasks => true,
            Self::Complete | Self::Test => false,
        }
    }
}

#[derive(Debug)]
struct Slot {
    topic: Topic,
    frame: Utf8Bytes,
}

#[derive(Debug, Default)]
struct Queue {
    urgent: VecDeque<Slot>,
    rest: VecDeque<Slot>,
    /// Alarms that the screen has.
    known: BTreeSet<AlarmId>,
    /// Something waits that must not: an alarm that the screen does not have, or the end of the queue.
    fresh: bool,
    /// When news went out last.
    wrote: Option<Instant>,
    closed: bool,
}

/// What waits for one screen.
#[derive(Debug)]
pub struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
    most: usize,
}

impl Outbox {
    /// Empty; closed by itself when more than `most` frames wait.
    #[must_use]
    pub(crate) fn new(most: usize) -> Self {
        Self { queue: Mutex::new(Queue::default()), wake: Notify::new(), most }
    }
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Adds a frame; never waits.
    pub(crate) fn push(&self, topic: Topic, frame: Utf8Bytes) {
        let mut guard = self.lock();
        let queue = &mut *guard;
        let was_empty = queue.urgent.is_empty() && queue.rest.is_empty();
        queue.fresh |= match topic {
            Topic::Alarm(alarm) => queue.known.insert(alarm),
            Topic::Complete => true,
            Topic::Place(_) | Topic::Wall | Topic::Tasks | Topic::Test => false,
        };
        let lane = if topic.is_urgent() { &mut queue.urgent } else { &mut queue.rest };
        let waiting =
            if topic.is_replaced() { lane.iter_mut().find(|slot| slot.topic == topic) } else { None };
        match waiting {
            Some(slot) => slot.frame = frame,
            None => lane.push_back(Slot { topic, frame }),
        }
        if queue.urgent.len() + queue.rest.len() > self.most {
            queue.closed = true;
        }
        let wake = was_empty || queue.fresh || queue.closed;
        drop(guard);
        if wake {
            self.wake.notify_one();
        }
    }
    /// The screen no longer has this alarm: if it comes back, that is news that does not wait.
    pub(crate) fn forget(&self, alarm: AlarmId) {
        self.lock().known.remove(&alarm);
    }
    /// No more frames: the socket ends.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_one();
    }
    /// Waits until there is something, and takes at most `most` frames, urgent ones first; `None` when closed.
    pub(crate) async fn take(&self, most: usize) -> Option<Vec<Utf8Bytes>> {
        loop {
            let due = {
                let mut guard = self.lock();
                let queue = &mut *guard;
                if queue.closed {
                    return None;
                }
                let due = queue.wrote.filter(|_| !queue.fresh).map(|at| at + PACE);
                let waits = !queue.urgent.is_empty() || !queue.rest.is_empty();
                if waits && due.is_none_or(|due| due <= Instant::now()) {
                    return Some(queue.drain(most));
                }
                due.filter(|_| waits)
            };
            match due {
                Some(due) => tokio::select! {
                    () = self.wake.notified() => {}
                    () = tokio::time::sleep_until(due) => {}
                },
                None => self.wake.notified().await,
            }
        }
    }
}

impl Queue {
    fn drain(&mut self, most: usize) -> Vec<Utf8Bytes> {
        let urgent = self.urgent.len().min(most);
        let mut frames: Vec<Utf8Bytes> = self.urgent.drain(..urgent).map(|slot| slot.frame).collect();
        let rest = self.rest.len().min(most - urgent);
        frames.extend(self.rest.drain(..rest).map(|slot| slot.frame));
        if self.urgent.is_empty() {
            self.fresh = false;
        }
        self.wrote = Some(Instant::now());
        frames
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarm(n: u128) -> AlarmId {
        AlarmId::from_u128(n)
    }

    #[tokio::test]
    async fn a_slow_screen_gets_the_latest_state_and_alarms_before_the_rest() {
        let outbox = Outbox::new(100);
        outbox.push(Topic::Wall, "wall".into());
        outbox.push(Topic::Place(alarm(1)), "place".into());
        outbox.push(Topic::Alarm(alarm(1)), "ringing".into());
        outbox.push(Topic::Alarm(alarm(2)), "other".into());
        outbox.push(Topic::Alarm(alarm(1)), "taken".into());
        outbox.push(Topic::Complete, "complete".into());
        let frames = outbox.take(10).await.unwrap();
        assert_eq!(frames, ["taken", "other", "complete", "wall", "place"]);
    }

    #[tokio::test(start_paused = true)]
    async fn news_of_a_known_alarm_is_joined_and_a_new_alarm_does_not_wait() {
        let outbox = Outbox::new(100);
        let began = Instant::now();
        outbox.push(Topic::Alarm(alarm(1)), "ringing".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["ringing"]);
        outbox.push(Topic::Alarm(alarm(1)), "held".into());
        outbox.push(Topic::Alarm(alarm(1)), "shown".into());
        outbox.push(Topic::Alarm(alarm(2)), "another".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["shown", "another"]);
        assert_eq!(began.elapsed(), Duration::ZERO);
        outbox.push(Topic::Alarm(alarm(1)), "taken".into());
        outbox.push(Topic::Place(alarm(1)), "place".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["taken", "place"]);
        assert_eq!(began.elapsed(), PACE);
    }

    #[tokio::test]
    async fn an_outbox_that_overflows_is_closed_instead_of_growing() {
        let outbox = Outbox::new(3);
        for n in 0..4 {
            outbox.push(Topic::Alarm(alarm(n)), "alarm".into());
        }
        assert_eq!(outbox.take(10).await, None);
    }
}
