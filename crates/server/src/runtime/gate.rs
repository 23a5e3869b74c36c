//! The way to the engine's thread: bounded lanes, of which the urgent one is always read first.
//!
//! At the limit an ordinary lane refuses; presses and orders have a lane of their own, so that an alarm is never what
//! gets dropped. Never here: what a message means.

use crate::desk::Outbox;
use crate::handset::StreamHandle;
use crate::voice::recording::{KeyAsk, RecordingWork};
use core::time::Duration;
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use hoeder_engine::input::Input;
use hoeder_engine::output::Reply;
use hoeder_engine::voice::RecordingFacts;
use hoeder_vocab::{AccountId, AlarmId, DeskId, HandsetId, RequestId};
use hoeder_watch::track::Change;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use tokio::sync::oneshot;

/// Presses of verified handsets, orders, screens.
const URGENT: usize = 16_384;
/// Presses that nobody vouches for: after the urgent ones, before heartbeats.
const DOUBTFUL: usize = 1_024;
/// What the guards over tracked people say: after every press, before heartbeats. What finds no room waits in its shard.
const TRACKING: usize = 4_096;
/// Everything else.
const ORDINARY: usize = 8_192;

/// Which lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Presses of verified handsets, orders, screens: read first.
    Urgent,
    /// Presses that nobody vouches for.
    Doubtful,
    /// Heartbeats, positions, reports, questions. Refused while the writer is far behind.
    Ordinary,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateError {
    /// The lane is full.
    Full,
    /// No answer in time.
    Late,
    /// The engine stopped.
    Gone,
}

/// What goes to the engine's thread.
pub(crate) enum Work {
    /// An input without an answer.
    Input(Input),
    /// An input with one.
    Ask(RequestId, Input, oneshot::Sender<Reply>),
    /// A screen connected; the number is the last page of this life that it had before.
    DeskUp(DeskId, AccountId, Option<u64>, Arc<Outbox>),
    /// A screen disconnected.
    DeskDown(DeskId),
    /// A handset opened a stream.
    StreamUp(HandsetId, StreamHandle),
    /// A stream ended; the number tells it from a newer one of the same handset.
    StreamDown(HandsetId, u64),
    /// The recorder wants a key.
    RecordingKey(KeyAsk),
    /// Something for the writer, which has the keys.
    Writer(RecordingWork),
    /// What the log says of one recording.
    Recording(AlarmId, oneshot::Sender<Option<RecordingFacts>>),
    /// It wants to know which recordings there are.
    Recordings(Sender<Vec<RecordingFacts>>),
    /// Finish: no more inputs come.
    Stop,
}

/// The ends that the engine's thread reads.
pub(crate) struct Lanes {
    pub(crate) urgent: Receiver<Work>,
    pub(crate) doubtful: Receiver<Work>,
    pub(crate) tracking: Receiver<Work>,
    pub(crate) ordinary: Receiver<Work>,
}

/// The ends that everybody else writes.
pub struct Gate {
    urgent: Sender<Work>,
    doubtful: Sender<Work>,
    tracking: Sender<Work>,
    ordinary: Sender<Work>,
    next: AtomicU64,
    /// Tells requests of this life from those of another.
    life: u64,
    backlog: Arc<AtomicUsize>,
    most_backlog: usize,
}

impl Gate {
    /// The two ends. `backlog` counts entries that wait for the store.
    pub(crate) fn new(life: u64, backlog: Arc<AtomicUsize>, most_backlog: usize) -> (Self, Lanes) {
        let (urgent, urgent_end) = bounded(URGENT);
        let (doubtful, doubtful_end) = bounded(DOUBTFUL);
        let (tracking, tracking_end) = bounded(TRACKING);
        let (ordinary, ordinary_end) = bounded(ORDINARY);
        let lanes = Lanes {
            urgent: urgent_end,
            doubtful: doubtful_end,
            tracking: tracking_end,
            ordinary: ordinary_end,
        };
        (
            Self {
                urgent,
                doubtful,
                tracking,
                ordinary,
                next: AtomicU64::new(1),
                life,
                backlog,
                most_backlog,
            },
            lanes,
        )
    }
    /// Hands over work without waiting.
    pub(crate) fn send(&self, lane: Lane, work: Work) -> Result<(), GateError> {
        let sender = match lane {
            Lane::Urgent => &self.urgent,
            Lane::Doubtful => &self.doubtful,
            Lane::Ordinary => {
                if self.backlog.load(Ordering::Relaxed) > self.most_backlog {
                    return Err(GateError::Full);
                }
                &self.ordinary
            }
        };
        sender.try_send(work).map_err(|error| match error {
            TrySendError::Full(_) => GateError::Full,
            TrySendError::Disconnected(_) => GateError::Gone,
        })
    }
    /// Hands over an input and waits for its answer.
    pub(crate) async fn ask(
        &self,
        lane: Lane,
        patience: Duration,
        input: impl FnOnce(RequestId) -> Input,
    ) -> Result<Reply, GateError> {
        let receiver = self.begin(lane, input)?;
        match tokio::time::timeout(patience, receiver).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(_)) => Err(GateError::Gone),
            Err(_) => Err(GateError::Late),
        }
    }
    /// Hands over an input now; its answer comes later.
    pub(crate) fn begin(
        &self,
        lane: Lane,
        input: impl FnOnce(RequestId) -> Input,
    ) -> Result<oneshot::Receiver<Reply>, GateError> {
        let (sender, receiver) = oneshot::channel();
        let request = self.request();
        self.send(lane, Work::Ask(request, input(request), sender))?;
        Ok(receiver)
    }
    /// Hands over what a guard says, or gives it back where there is no room.
    pub(crate) fn change(&self, change: Box<Change>) -> Result<(), Box<Change>> {
        let sent = self.tracking.try_send(Work::Input(Input::TrackChange(change)));
        match sent.map_err(TrySendError::into_inner) {
            Err(Work::Input(Input::TrackChange(change))) => Err(change),
            Ok(()) | Err(_) => Ok(()),
        }
    }
    fn request(&self) -> RequestId {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        RequestId::from_u128((u128::from(self.life) << 64) | u128::from(number))
    }
    /// How many wait in all lanes.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.urgent.len() + self.doubtful.len() + self.tracking.len() + self.ordinary.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_ordinary_lane_leaves_room_for_presses() {
        let (gate, lanes) = Gate::new(1, Arc::default(), 10);
        while gate.send(Lane::Ordinary, Work::Input(Input::Tick)).is_ok() {}
        assert_eq!(gate.send(Lane::Ordinary, Work::Input(Input::Tick)), Err(GateError::Full));
        assert_eq!(gate.send(Lane::Doubtful, Work::Input(Input::Tick)), Ok(()));
        assert_eq!(gate.send(Lane::Urgent, Work::Input(Input::Tick)), Ok(()));
        drop(lanes);
    }

    #[test]
    fn a_writer_far_behind_closes_the_ordinary_lane_only() {
        let backlog = Arc::new(AtomicUsize::new(11));
        let (gate, _lanes) = Gate::new(1, backlog, 10);
        assert_eq!(gate.send(Lane::Ordinary, Work::Input(Input::Tick)), Err(GateError::Full));
        assert_eq!(gate.send(Lane::Urgent, Work::Input(Input::Tick)), Ok(()));
    }
}
