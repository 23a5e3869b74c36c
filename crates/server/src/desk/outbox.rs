//! What waits for one screen: bounded, the latest state of an alarm instead of all of them, alarms before the rest.
//!
//! An alarm or an incident that the screen does not have goes out at once. News of what it has (held, shown, moved) goes out at
//! most every [`PACE`], joined, so that at the moment of a press the processors belong to the press.

use axum::extract::ws::Utf8Bytes;
use core::future::poll_fn;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use hoeder_vocab::{AlarmId, IncidentId};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// Between two writes of news; far below what a person notices.
pub(crate) const PACE: Duration = Duration::from_millis(20);

const TOO_SLOW: &str = "the screen did not keep up";

/// What a frame is about: a newer one about the same thing takes the place of an older one that still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// The state of an alarm, or that it is gone.
    Alarm(AlarmId),
    /// The state of an incident of tracked people, or that it is gone: never before an alarm that waits.
    Incident(IncidentId),
    /// The queue is complete: comes after the alarms.
    Complete,
    /// Where somebody is.
    Place(AlarmId),
    /// Where the teams are.
    Teams(AlarmId),
    /// What is being typed.
    Lines(AlarmId),
    /// Is the screen there?
    Ping,
    /// Health of the chain.
    Wall,
    /// How full the queues of the monitoring centre are.
    Queues,
    /// The tasks of the screen changed.
    Tasks,
    /// A self-test: each counts.
    Test,
}

impl Topic {
    const fn is_urgent(self) -> bool {
        match self {
            Self::Alarm(_) | Self::Incident(_) | Self::Complete => true,
            Self::Place(_)
            | Self::Teams(_)
            | Self::Lines(_)
            | Self::Ping
            | Self::Wall
            | Self::Queues
            | Self::Tasks
            | Self::Test => false,
        }
    }
    const fn is_replaced(self) -> bool {
        match self {
            Self::Alarm(_)
            | Self::Incident(_)
            | Self::Place(_)
            | Self::Teams(_)
            | Self::Lines(_)
            | Self::Ping
            | Self::Wall
            | Self::Queues
            | Self::Tasks => true,
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
    /// Alarms and incidents that the screen has.
    known: BTreeSet<Topic>,
    /// Something waits that must not: an alarm or incident that the screen does not have, or the end of the queue.
    fresh: bool,
    /// When news went out last.
    wrote: Option<Instant>,
    /// Why nothing more goes out.
    closed: Option<&'static str>,
    /// Something changed since the socket looked.
    stirred: bool,
    /// Wakes the socket.
    waker: Option<Waker>,
}

/// In order; an alarm goes before incidents that wait.
fn put(lane: &mut VecDeque<Slot>, slot: Slot) {
    let is_incident = |waiting: &Slot| matches!(waiting.topic, Topic::Incident(_));
    match lane.iter().position(is_incident) {
        Some(at) if matches!(slot.topic, Topic::Alarm(_)) => lane.insert(at, slot),
        Some(_) | None => lane.push_back(slot),
    }
}

/// When the socket must be stirred after a push. Whoever pushes to many screens stirs them all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Stir {
    /// Not at all: it is, or will be.
    Not,
    /// At once.
    Now,
    /// In [`PACE`].
    Later,
}

/// What waits for one screen.
#[derive(Debug)]
pub struct Outbox {
    queue: Mutex<Queue>,
    most: usize,
}

impl Outbox {
    /// Empty; closed by itself when more than `most` frames wait.
    #[must_use]
    pub(crate) fn new(most: usize) -> Self {
        Self { queue: Mutex::new(Queue::default()), most }
    }
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Adds a frame; never waits, wakes nobody.
    pub(crate) fn push(&self, topic: Topic, frame: Utf8Bytes) -> Stir {
        let mut guard = self.lock();
        let queue = &mut *guard;
        let was_empty = queue.urgent.is_empty() && queue.rest.is_empty();
        queue.fresh |= match topic {
            Topic::Alarm(_) | Topic::Incident(_) => queue.known.insert(topic),
            Topic::Complete => true,
            Topic::Place(_)
            | Topic::Teams(_)
            | Topic::Lines(_)
            | Topic::Ping
            | Topic::Wall
            | Topic::Queues
            | Topic::Tasks
            | Topic::Test => false,
        };
        let lane = if topic.is_urgent() { &mut queue.urgent } else { &mut queue.rest };
        let waiting =
            if topic.is_replaced() { lane.iter_mut().find(|slot| slot.topic == topic) } else { None };
        match waiting {
            Some(slot) => slot.frame = frame,
            None => put(lane, Slot { topic, frame }),
        }
        if queue.urgent.len() + queue.rest.len() > self.most {
            queue.closed.get_or_insert(TOO_SLOW);
        }
        if queue.fresh || queue.closed.is_some() {
            Stir::Now
        } else if !was_empty {
            Stir::Not
        } else if queue.wrote.is_none_or(|at| at.elapsed() >= PACE) {
            Stir::Now
        } else {
            Stir::Later
        }
    }
    /// Lets the socket look.
    pub(crate) fn stir(&self) {
        let mut queue = self.lock();
        queue.stirred = true;
        let waker = queue.waker.take();
        drop(queue);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
    fn poll_stirred(&self, context: &Context<'_>) -> Poll<()> {
        let mut queue = self.lock();
        if core::mem::take(&mut queue.stirred) {
            return Poll::Ready(());
        }
        queue.waker = Some(context.waker().clone());
        Poll::Pending
    }
    /// The screen no longer has this alarm or incident: if it comes back, that is news that does not wait.
    pub(crate) fn forget(&self, topic: Topic) {
        self.lock().known.remove(&topic);
    }
    /// No more frames: the socket ends. The first reason counts.
    pub(crate) fn close(&self, reason: &'static str) {
        self.lock().closed.get_or_insert(reason);
        self.stir();
    }
    /// Why it is closed.
    pub(crate) fn closed(&self) -> Option<&'static str> {
        self.lock().closed
    }
    /// Waits until there is something, and takes at most `most` frames, urgent ones first.
    ///
    /// # Errors
    /// Why it is closed.
    pub(crate) async fn take(&self, most: usize) -> Result<Vec<Utf8Bytes>, &'static str> {
        loop {
            let due = {
                let mut guard = self.lock();
                let queue = &mut *guard;
                if let Some(reason) = queue.closed {
                    return Err(reason);
                }
                let due = queue.wrote.filter(|_| !queue.fresh).map(|at| at + PACE);
                let waits = !queue.urgent.is_empty() || !queue.rest.is_empty();
                if waits && due.is_none_or(|due| due <= Instant::now()) {
                    return Ok(queue.drain(most));
                }
                due.filter(|_| waits)
            };
            let stirred = poll_fn(|context| self.poll_stirred(context));
            match due {
                Some(due) => tokio::select! {
                    () = stirred => {}
                    () = tokio::time::sleep_until(due) => {}
                },
                None => stirred.await,
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
        let _ = outbox.push(Topic::Wall, "wall".into());
        let _ = outbox.push(Topic::Place(alarm(1)), "place".into());
        let _ = outbox.push(Topic::Alarm(alarm(1)), "ringing".into());
        let _ = outbox.push(Topic::Alarm(alarm(2)), "other".into());
        let _ = outbox.push(Topic::Alarm(alarm(1)), "taken".into());
        let _ = outbox.push(Topic::Complete, "complete".into());
        let frames = outbox.take(10).await.unwrap();
        assert_eq!(frames, ["taken", "other", "complete", "wall", "place"]);
    }

    #[tokio::test(start_paused = true)]
    async fn news_of_a_known_alarm_is_joined_and_a_new_alarm_does_not_wait() {
        let outbox = Outbox::new(100);
        let began = Instant::now();
        let _ = outbox.push(Topic::Alarm(alarm(1)), "ringing".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["ringing"]);
        let _ = outbox.push(Topic::Alarm(alarm(1)), "held".into());
        let _ = outbox.push(Topic::Alarm(alarm(1)), "shown".into());
        let _ = outbox.push(Topic::Alarm(alarm(2)), "another".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["shown", "another"]);
        assert_eq!(began.elapsed(), Duration::ZERO);
        let incident = Topic::Incident(IncidentId::from_u128(1));
        let _ = outbox.push(incident, "near".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["near"]);
        outbox.forget(incident);
        let _ = outbox.push(incident, "near again".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["near again"]);
        assert_eq!(began.elapsed(), Duration::ZERO);
        let _ = outbox.push(incident, "taken".into());
        let _ = outbox.push(Topic::Alarm(alarm(1)), "taken".into());
        let _ = outbox.push(Topic::Place(alarm(1)), "place".into());
        assert_eq!(outbox.take(10).await.unwrap(), ["taken", "taken", "place"]);
        assert_eq!(began.elapsed(), PACE);
    }

    #[tokio::test]
    async fn an_outbox_that_overflows_is_closed_instead_of_growing() {
        let outbox = Outbox::new(3);
        for n in 0..4 {
            let _ = outbox.push(Topic::Alarm(alarm(n)), "alarm".into());
        }
        assert_eq!(outbox.take(10).await, Err(TOO_SLOW));
    }
}
