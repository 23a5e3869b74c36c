//! The way to one thread that records: a queue with a bound, and beside it what must not be lost when that is full.
//!
//! Never here: waiting.

use super::Packet;
use super::figures::Figures;
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use hoeder_vocab::AlarmId;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// What a thread that records is given, in order.
pub(super) enum RecordWork {
    /// A packet; after others that found no room.
    Packet {
        alarm: AlarmId,
        packet: Packet,
        after_gap: bool,
    },
    Lost(AlarmId),
    Closed(AlarmId),
    Erase(AlarmId),
    /// Somebody waits until all before it is done; `true` when the engine was told all of it.
    Settle(oneshot::Sender<bool>),
}

/// What found no room in the queue: one mark for an alarm, however often.
#[derive(Default)]
pub(super) struct Spilled {
    gaps: BTreeSet<AlarmId>,
    pub(super) closed: BTreeSet<AlarmId>,
    pub(super) erase: BTreeSet<AlarmId>,
}

#[derive(Default)]
struct Spill {
    is_any: AtomicBool,
    spilled: Mutex<Spilled>,
}

impl Spill {
    fn with<T>(&self, act: impl FnOnce(&mut Spilled) -> T) -> T {
        let mut spilled = self.spilled.lock().unwrap_or_else(PoisonError::into_inner);
        let done = act(&mut spilled);
        let is_any = !(spilled.gaps.is_empty() && spilled.closed.is_empty() && spilled.erase.is_empty());
        self.is_any.store(is_any, Ordering::Release);
        done
    }
}

/// The end of whoever has packets.
pub(super) struct Lane {
    queue: Sender<RecordWork>,
    spill: Arc<Spill>,
    stop: Sender<()>,
    figures: Arc<Figures>,
}

/// The end of the thread.
pub(super) struct LaneEnd {
    pub(super) queue: Receiver<RecordWork>,
    pub(super) stop: Receiver<()>,
    spill: Arc<Spill>,
}

impl Lane {
    pub(super) fn new(bound: usize, figures: Arc<Figures>) -> (Self, LaneEnd) {
        let (queue, end) = bounded(bound.max(1));
        let (stop, stop_end) = bounded(1);
        let spill = Arc::<Spill>::default();
        let ends = LaneEnd { queue: end, stop: stop_end, spill: Arc::clone(&spill) };
        (Self { queue, spill, stop, figures }, ends)
    }

    pub(super) fn packet(&self, alarm: AlarmId, packet: Packet) {
        let marked = self.spill.is_any.load(Ordering::Acquire);
        let after_gap = marked && self.spill.with(|spilled| spilled.gaps.remove(&alarm));
        if self.full(RecordWork::Packet { alarm, packet, after_gap }) {
            self.figures.dropped(1);
            self.spill.with(|spilled| spilled.gaps.insert(alarm));
        }
    }

    pub(super) fn lost(&self, alarm: AlarmId) {
        if self.full(RecordWork::Lost(alarm)) {
            self.spill.with(|spilled| spilled.gaps.insert(alarm));
        }
    }

    pub(super) fn closed(&self, alarm: AlarmId) {
        if self.full(RecordWork::Closed(alarm)) {
            self.spill.with(|spilled| spilled.closed.insert(alarm));
        }
    }

    pub(super) fn erase(&self, alarm: AlarmId) {
        if self.full(RecordWork::Erase(alarm)) {
            self.spill.with(|spilled| spilled.erase.insert(alarm));
        }
    }

    /// Answered when all that was handed over before is done; never, when there is no room for the question.
    pub(super) fn settle(&self) -> oneshot::Receiver<bool> {
        let (answer, answered) = oneshot::channel();
        if self.full(RecordWork::Settle(answer)) {
            tracing::debug!("nobody has time to say that a recording is done");
        }
        answered
    }

    pub(super) fn stop(&self) {
        if self.stop.try_send(()).is_err() {
            tracing::debug!("a thread that records was told to stop before");
        }
    }

    /// Nothing is taken in once the thread has ended: then nothing is promised either.
    fn full(&self, work: RecordWork) -> bool {
        matches!(self.queue.try_send(work), Err(TrySendError::Full(_)))
    }
}

impl LaneEnd {
    /// What did not fit, but for the marks of gaps: those go with the next packet.
    pub(super) fn spilled(&self) -> Option<Spilled> {
        self.spill.is_any.load(Ordering::Acquire).then(|| {
            self.spill.with(|spilled| Spilled {
                gaps: BTreeSet::new(),
                closed: core::mem::take(&mut spilled.closed),
                erase: core::mem::take(&mut spilled.erase),
            })
        })
    }
}
