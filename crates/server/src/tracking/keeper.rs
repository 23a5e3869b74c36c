//! The thread that makes positions durable: what the shards sealed meanwhile, in one flush; and the one that tidies files beside it.
//!
//! Never here: judging. A disk that fails or is full stops acknowledgements, never alerts.

use super::figures::{Figures, Keeps};
use super::shard::{Control, Lanes};
use crate::clock;
use crate::runtime::reader::chain;
use core::time::Duration;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use hoeder_store::tracks::{Chores, Group, TrackWriter, TracksError};
use hoeder_vocab::{CarrierId, ReceivedAt, UtcMillis};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::oneshot;

/// How often old days are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is durable, or there was nothing to keep.
    Yes,
    /// There is no room in memory now.
    Busy,
    /// The disk does not take it.
    No,
}

/// Somebody waits for a batch to be durable.
pub(super) struct Ticket {
    pub(super) done: oneshot::Sender<Kept>,
    pub(super) received_at: ReceivedAt,
}

impl Ticket {
    pub(super) fn say(self, kept: Kept) {
        // Whoever asked may be gone: a connection that broke.
        if self.done.send(kept).is_err() {
            tracing::debug!("a batch was kept for somebody who has gone");
        }
    }
}

/// A group and its tickets, emptied: their memory is used again.
pub(super) type Empty = (Group, Vec<Ticket>);

/// Sealed blocks of one shard, who waits for them, and where the empty group goes back to.
pub(super) struct Filled {
    pub(super) group: Group,
    pub(super) tickets: Vec<Ticket>,
    pub(super) back: Sender<Empty>,
}

/// What the keeper is given.
pub(super) enum KeeperWork {
    Filled(Filled),
    /// Destroy the key of a carrier (GN-04).
    Erase(CarrierId),
    /// Nothing more comes.
    Finish,
}

pub(super) struct Keeper {
    pub(super) writer: TrackWriter,
    pub(super) work: Receiver<KeeperWork>,
    pub(super) figures: Arc<Figures>,
    pub(super) keep_days: u16,
    pub(super) shards: Arc<Vec<Lanes>>,
    /// Whose key is to be destroyed, and could not be yet.
    pub(super) erasing: Vec<CarrierId>,
}

impl Keeper {
    pub(super) fn run(mut self) {
        self.tidy();
        let mut tidied = Instant::now();
        let mut finish = false;
        while !finish {
            let mut filled = Vec::new();
            match self.work.recv_timeout(TIDY_EVERY) {
                Ok(KeeperWork::Filled(first)) => filled.push(first),
                Ok(KeeperWork::Erase(carrier)) => self.erasing.push(carrier),
                Ok(KeeperWork::Finish) | Err(RecvTimeoutError::Disconnected) => finish = true,
                Err(RecvTimeoutError::Timeout) => {}
            }
            // Each shard has one group here at most, so this ends.
            for work in self.work.try_iter() {
                match work {
                    KeeperWork::Filled(more) => filled.push(more),
                    KeeperWork::Erase(carrier) => self.erasing.push(carrier),
                    KeeperWork::Finish => finish = true,
                }
            }
            self.keep(filled);
            self.erase();
            if tidied.elapsed() >= TIDY_EVERY {
                tidied = Instant::now();
                self.tidy();
            }
        }
        if let Err(error) = self.writer.close() {
            tracing::warn!(error = %chain(&error), "the files of positions are closed at the next start");
        }
    }

    fn keep(&mut self, filled: Vec<Filled>) {
        if filled.is_empty() {
            return;
        }
        let begun = Instant::now();
        let (groups, waiting): (Vec<Group>, Vec<_>) =
            filled.into_iter().map(|filled| (filled.group, (filled.tickets, filled.back))).unzip();
        let done = self.writer.append(&groups);
        self.figures.flush(begun.elapsed());
        self.tell(&done);
        let kept = if done.is_ok() { Kept::Yes } else { Kept::No };
        let now = clock::now();
        for (mut group, (mut tickets, back)) in groups.into_iter().zip(waiting) {
            for ticket in tickets.drain(..) {
                self.figures.durable(now.since(ticket.received_at.0));
                ticket.say(kept);
            }
            group.clear();
            // The shard stops before the keeper does.
            drop(back.send((group, tickets)));
        }
    }

    fn tell(&self, done: &Result<(), TracksError>) {
        match done {
            Ok(()) => {
                if self.figures.keeps(Keeps::Yes) == Keeps::No {
                    tracing::info!("positions are kept again");
                }
            }
            Err(error) => {
                if self.figures.keeps(Keeps::No) == Keeps::Yes {
                    tracing::error!(
                        error = %chain(error),
                        "positions are judged but not kept, and acknowledged to nobody: look at the disk"
                    );
                }
            }
        }
    }

    fn erase(&mut self) {
        let keys = self.writer.keys();
        self.erasing.retain(|carrier| match keys.erase(*carrier) {
            Ok(_) => {
                self.shards.iter().for_each(|shard| shard.control(Control::Forget(*carrier)));
                false
            }
            Err(error) => {
                tracing::error!(error = %chain(&error), "the key of a carrier cannot be destroyed now: it is tried again");
                true
            }
        });
    }

    fn tidy(&mut self) {
        let now: UtcMillis = clock::now();
        match self.writer.drop_days(self.keep_days, now) {
            Ok(0) => {}
            Ok(segments) => tracing::info!(segments, "positions beyond their term are gone"),
            Err(error) => {
                tracing::error!(error = %chain(&error), "positions beyond their term cannot be deleted")
            }
        }
    }
}

/// Does what nobody waits for, until the writer is gone.
pub(super) fn tidy_files(chores: &Chores) {
    while let Some(chore) = chores.next() {
        if let Err(error) = chore.run() {
            tracing::warn!(error = %chain(&error), "a file of positions could not be made ready or closed now");
        }
    }
}
