//! The machine that makes entries durable: seals, chains, appends to the log, and turns to the spool when the log fails (GN-05).
//!
//! One writer per cell, used the same way by the server's writer thread and by a simulation.
//! Never here: a clock (`now` is an argument), rules about entries (room `engine`).

mod files;
mod open;
mod recordings;
mod replay;
mod seal;
mod unit;

use crate::checkpoint::{CHECKPOINT_EVERY, CheckpointKey};
use crate::error::{AppendError, Cause, Overfull, SpoolError, StoreError, SubmitError};
use crate::ids::ById;
use crate::log::{Bundle, Log, Snapshot};
use crate::record::Hash;
use crate::spool::Spool;
use crate::vault::Vault;
use hoeder_engine::entry::{Entry, StreamId, Subject};
use hoeder_engine::input::{Proof, StoreHealth};
use hoeder_engine::output::StoredFix;
use hoeder_vocab::{AlarmId, CellId, Epoch, HandsetId, Seq, UtcMillis};
use hoeder_watch::alarm::Home;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;
use unit::Unit;

pub use open::Opening;
pub use seal::record_of;

/// Records that wait in memory while neither log nor spool works, before the caller is told that it is too much.
///
/// Nothing with a number is ever dropped, because a gap would break the log: at this bound positions are no longer kept and
/// [`SubmitError::Down`] says [`Overfull::Yes`], upon which the shell accepts nothing but alarms.
pub const WAITING_MAX: usize = 20_000;

/// Pause between two attempts to reach a log that failed.
pub const TRY_EVERY: Duration = Duration::from_secs(1);

/// What the engine put out, to be made durable together.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Entries in order.
    pub entries: Vec<Entry>,
    /// Positions.
    pub fixes: Vec<StoredFix>,
    /// Proofs of life. They are not held in the spool: the newest is written once the store is back.
    pub proofs: Vec<Proof>,
    /// Subjects whose keys are destroyed. An `Erased` entry destroys the key by itself, in the same transaction.
    pub destroy: Vec<Subject>,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submitted {
    /// Everything up to and with this record is durable.
    pub through: Seq,
    /// Where.
    pub home: Home,
    /// How the store is.
    pub health: StoreHealth,
}

/// What an attempt to drain did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Everything up to and with this record is durable.
    pub through: Seq,
    /// Where the last of it is.
    pub home: Home,
    /// How the store is now.
    pub health: StoreHealth,
    /// How many records reached the log.
    pub records: usize,
}

/// From what the engine is rebuilt.
#[derive(Debug)]
pub struct Restored {
    /// Entries to replay, in order: those of the snapshot and all after it, with what the spool still held. None after
    /// [`Opening::replay`], which handed them out one by one.
    pub entries: Vec<Entry>,
    /// Proofs of life.
    pub proofs: Vec<Proof>,
    /// Newest version of every stream: the next entry of a stream has the next one. None after [`Opening::replay`], as above.
    pub versions: BTreeMap<StreamId, u64>,
    /// The number of the next entry.
    pub next_seq: Seq,
    /// The new life.
    pub epoch: Epoch,
    /// Records that the spool still held and that are in the log now.
    pub drained: usize,
    /// Bytes of an unfinished, never acknowledged frame that were cut off the spool.
    pub torn_bytes: u64,
    /// Entries of the spool that the log cannot take, because another engine wrote there meanwhile. They are set aside; people
    /// must look at them: they were acknowledged.
    pub stranded: Vec<Entry>,
}

/// The writer of a cell.
pub struct Writer {
    log: Box<dyn Log>,
    spool: Box<dyn Spool>,
    vault: Vault,
    signer: Option<CheckpointKey>,
    cell: CellId,
    epoch: Epoch,
    /// Last record made, durable or waiting.
    head: (Seq, Hash),
    /// Last durable record.
    durable: Seq,
    versions: HashMap<StreamId, u64, ById>,
    /// Where the key of a subject was destroyed in this life.
    erased: BTreeMap<String, Seq>,
    health: StoreHealth,
    /// What neither log nor spool has taken yet.
    waiting: VecDeque<Unit>,
    proofs: BTreeMap<HandsetId, Proof>,
    next_try: Option<UtcMillis>,
    last_checkpoint: Seq,
    cause: Option<Cause>,
}

impl Writer {
    /// Signs a checkpoint every 1,000 records and at close from now on.
    pub fn sign_with(&mut self, key: CheckpointKey) {
        self.signer = Some(key);
    }

    /// Which life this is.
    #[must_use]
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// How the store is.
    #[must_use]
    pub const fn health(&self) -> StoreHealth {
        self.health
    }

    /// The last durable record.
    #[must_use]
    pub const fn durable_through(&self) -> Seq {
        self.durable
    }

    /// Why the log failed last, for the log lines of the shell; taken once.
    pub fn take_cause(&mut self) -> Option<Cause> {
        self.cause.take()
    }

    /// Makes a batch durable. Returns once it is, in the store or in the spool.
    ///
    /// A log that failed before is not tried here, so that no press waits for it: call [`Writer::try_drain`] for that.
    ///
    /// # Errors
    /// [`SubmitError::Down`]: nothing more is durable, the entries wait in memory. All others: nothing was taken over.
    pub fn submit(&mut self, batch: Batch) -> Result<Submitted, SubmitError> {
        for proof in &batch.proofs {
            self.remember(*proof);
        }
        let stage = self.seal_batch(&batch)?;
        if self.health == StoreHealth::Up {
            let proofs: Vec<Proof> = self.proofs.values().copied().collect();
            match self.log.commit(self.epoch, &stage.unit.bundle(&proofs)) {
                Ok(()) => {
                    self.accept(stage);
                    self.proofs.clear();
                    self.durable = self.head.0;
                    self.checkpoint_if_due();
                    return Ok(self.submitted(Home::Store));
                }
                Err(AppendError::Unavailable(cause)) => self.log_failed(cause),
                Err(error @ AppendError::Fenced { .. }) => {
                    self.reject(stage);
                    return Err(SubmitError::Fenced(error));
                }
                Err(
                    error @ (AppendError::Gap { .. }
                    | AppendError::Version { .. }
                    | AppendError::Link { .. }
                    | AppendError::Conflict { .. }
                    | AppendError::NoEpoch),
                ) => {
                    self.reject(stage);
                    return Err(SubmitError::Rejected(error));
                }
            }
        }
        let unit = self.accept(stage);
        self.hold_in_spool(unit)
    }

    fn remember(&mut self, proof: Proof) {
        let known = self.proofs.entry(proof.handset).or_insert(proof);
        if proof.heard_at > known.heard_at {
            *known = proof;
        }
    }

    fn submitted(&self, home: Home) -> Submitted {
        Submitted { through: self.durable, home, health: self.health }
    }

    fn log_failed(&mut self, cause: Cause) {
        self.cause = Some(cause);
        if self.health == StoreHealth::Up {
            self.health = StoreHealth::Spooling;
        }
    }

    fn hold_in_spool(&mut self, mut unit: Unit) -> Result<Submitted, SubmitError> {
        if !unit.is_empty() {
            if self.waiting_records() >= WAITING_MAX {
                unit.fixes.clear();
            }
            self.waiting.push_back(unit);
        }
        match self.flush_to_spool() {
            Ok(()) => Ok(self.submitted(Home::Spool)),
            Err(source) => {
                self.health = StoreHealth::Down;
                let waiting = self.waiting_records();
                let overfull = if waiting >= WAITING_MAX { Overfull::Yes } else { Overfull::No };
                Err(SubmitError::Down { waiting, overfull, source })
            }
        }
    }

    fn waiting_records(&self) -> usize {
        self.waiting.iter().map(|unit| unit.records.len()).sum()
    }

    fn flush_to_spool(&mut self) -> Result<(), SpoolError> {
        while let Some(unit) = self.waiting.front() {
            self.spool.append(&unit.frame()?)?;
            if let Some(last) = unit.records.last() {
                self.durable = last.seq;
            }
            self.waiting.pop_front();
        }
        self.health = StoreHealth::Spooling;
        Ok(())
    }

    /// Tries, at most once in [`TRY_EVERY`], to bring everything into the log again; a shell calls it about once a second.
    ///
    /// `None` when there is nothing to do or it is too early.
    ///
    /// # Errors
    /// [`SubmitError::Fenced`] and [`SubmitError::Rejected`] when another engine owns the cell: stop. Otherwise an attempt that
    /// fails is no error: the answer says how the store is.
    pub fn try_drain(&mut self, now: UtcMillis) -> Result<Option<Drained>, SubmitError> {
        if self.health == StoreHealth::Up || self.next_try.is_some_and(|next| now < next) {
            return Ok(None);
        }
        self.next_try = Some(now.plus(TRY_EVERY));
        let records = match self.drain() {
            Ok(records) => records,
            Err(AppendError::Unavailable(cause)) => {
                self.log_failed(cause);
                let flushed = self.flush_to_spool();
                if flushed.is_err() {
                    self.health = StoreHealth::Down;
                }
                return Ok(Some(self.drained(Home::Spool, 0)));
            }
            Err(error @ AppendError::Fenced { .. }) => return Err(SubmitError::Fenced(error)),
            Err(
                error @ (AppendError::Gap { .. }
                | AppendError::Version { .. }
                | AppendError::Link { .. }
                | AppendError::Conflict { .. }
                | AppendError::NoEpoch),
            ) => return Err(SubmitError::Rejected(error)),
        };
        self.health = StoreHealth::Up;
        self.checkpoint_if_due();
        Ok(Some(self.drained(Home::Store, records)))
    }

    fn drained(&self, home: Home, records: usize) -> Drained {
        Drained { through: self.durable, home, health: self.health, records }
    }

    /// Spool first, then what waits in memory, then the proofs; the spool is emptied when the log has it all.
    fn drain(&mut self) -> Result<usize, AppendError> {
        let unreadable = |error: SpoolError| AppendError::Unavailable(Box::new(error));
        self.log.revive().map_err(|error| AppendError::Unavailable(Box::new(error)))?;
        let mut records = 0;
        for frame in self.spool.frames().map_err(unreadable)? {
            let unit = Unit::of_frame(&frame).map_err(unreadable)?;
            self.log.commit(self.epoch, &unit.bundle(&[]))?;
            records += unit.records.len();
        }
        while let Some(unit) = self.waiting.front() {
            self.log.commit(self.epoch, &unit.bundle(&[]))?;
            records += unit.records.len();
            if let Some(last) = unit.records.last() {
                self.durable = last.seq;
            }
            self.waiting.pop_front();
        }
        let proofs: Vec<Proof> = self.proofs.values().copied().collect();
        self.log.commit(self.epoch, &Bundle { proofs: &proofs, ..Bundle::default() })?;
        self.proofs.clear();
        self.spool.reset().map_err(unreadable)?;
        Ok(records)
    }

    fn checkpoint_if_due(&mut self) {
        if self.head.0.0 / CHECKPOINT_EVERY > self.last_checkpoint.0 / CHECKPOINT_EVERY
            && let Err(error) = self.checkpoint()
        {
            // The log itself is durable; the next append tells how the store is, and the next multiple signs for all before.
            self.cause = Some(Box::new(error));
        }
    }

    /// Signs the head of the log now, where a key was given and the log has all records.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        let Some(signer) = &self.signer else { return Ok(()) };
        if self.health != StoreHealth::Up || self.head.0 == self.last_checkpoint {
            return Ok(());
        }
        let checkpoint = signer.sign(self.cell, self.head.0, self.head.1);
        self.log.put_checkpoint(&checkpoint)?;
        self.last_checkpoint = self.head.0;
        Ok(())
    }

    /// Stores on which records the state of the engine rests.
    ///
    /// Call it in order: after the submission of everything that the engine had put out when it made the list.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], also while the spool is in use: take it later.
    pub fn snapshot(&mut self, live: &[Seq]) -> Result<(), StoreError> {
        if self.health != StoreHealth::Up {
            return Err(StoreError::Unavailable("the spool is in use".into()));
        }
        let mut live: Vec<Seq> = live.iter().copied().filter(|seq| *seq <= self.head.0).collect();
        live.sort_unstable();
        live.dedup();
        self.log.put_snapshot(&Snapshot { through: self.head.0, live, epoch: self.epoch })
    }

    /// The positions of an alarm that the log has, in the order of receipt. Those of an erased person are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn fixes_of(&mut self, alarm: AlarmId) -> Result<Vec<StoredFix>, StoreError> {
        let rows = self.log.fixes_of(alarm)?;
        Ok(rows.iter().filter_map(|row| self.open_fix(row)).collect())
    }

    /// Entries of the log from a number on, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn read(&mut self, from: Seq, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let records = self.log.read(from, limit)?;
        records.iter().map(|record| seal::entry(self.vault.keyring(), record)).collect()
    }

    /// Lets the read models follow the log by at most so many records; whether they are there. A shell calls it when nothing
    /// else waits: nobody sees them behind, as every question brings them up first.
    ///
    /// # Errors
    /// [`StoreError`]; the log itself is whole.
    pub fn settle(&mut self, at_most: u32) -> Result<bool, StoreError> {
        if self.health == StoreHealth::Up { self.log.catch_up(at_most) } else { Ok(true) }
    }

    /// The home itself, for retention and read models.
    pub fn log(&mut self) -> &mut dyn Log {
        self.log.as_mut()
    }

    /// Drains once more, signs the head, and gives the log and the spool back.
    ///
    /// # Errors
    /// [`StoreError`]; what the spool holds is drained at the next start.
    pub fn close(mut self, now: UtcMillis) -> Result<(), StoreError> {
        self.next_try = None;
        match self.try_drain(now) {
            Ok(_) => {}
            Err(SubmitError::Fenced(error) | SubmitError::Rejected(error)) => {
                return Err(StoreError::Append(error));
            }
            Err(SubmitError::Down { source, .. }) => return Err(StoreError::Spool(source)),
            Err(SubmitError::Format(_) | SubmitError::Seal(_)) => return Err(StoreError::Seal),
        }
        if !self.waiting.is_empty() {
            return Err(StoreError::Unavailable(
                "records wait in memory that neither store nor spool takes".into(),
            ));
        }
        self.checkpoint()
    }
}
