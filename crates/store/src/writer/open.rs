//! Opening: a new epoch, the spool drained, the keys opened, the entries that rebuild the engine.
//!
//! Never here: writing new entries.

use super::unit::Unit;
use super::{Restored, Writer, replay, seal};
use crate::error::{AppendError, StoreError};
use crate::ids::ById;
use crate::log::Log;
use crate::spool::Spool;
use crate::vault::{Entropy, KeyWrapping, OsEntropy, Vault};
use hoeder_engine::entry::{Entry, StreamId};
use hoeder_engine::input::StoreHealth;
use hoeder_vocab::{CellId, Epoch, Seq};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Records by which read models follow at once.
const FOLLOW_AT_ONCE: u32 = 1_000;

struct Emptied {
    drained: usize,
    stranded: Vec<Unit>,
}

/// A log of which this is the one writer now, not read yet.
///
/// Years of a log do not fit into memory beside the engine that is built of them: [`Opening::replay`] hands them out one by one.
pub struct Opening {
    log: Box<dyn Log>,
    spool: Box<dyn Spool>,
    vault: Vault,
    cell: CellId,
    epoch: Epoch,
    emptied: Emptied,
    torn_bytes: u64,
}

impl Writer {
    /// Opens the log of a cell as its one writer, which fences off any older one.
    ///
    /// # Errors
    /// [`StoreError`]: without the log nothing can be rebuilt; try again when it is there.
    pub fn open(
        log: Box<dyn Log>,
        spool: Box<dyn Spool>,
        vault_master: impl KeyWrapping + 'static,
        cell: CellId,
    ) -> Result<(Self, Restored), StoreError> {
        Self::open_with(log, spool, Box::new(vault_master), Box::new(OsEntropy), cell)
    }

    /// Hands every entry from which an engine is rebuilt to `each`, in order, for one that writes nothing.
    ///
    /// # Errors
    /// [`StoreError`]; what was handed out until then is of no use.
    pub fn look(
        log: &mut dyn Log,
        vault_master: impl KeyWrapping + 'static,
        each: &mut dyn FnMut(Entry),
    ) -> Result<(), StoreError> {
        let vault = replay::open_keys(log, Vault::new(Box::new(vault_master), Box::new(OsEntropy)))?;
        replay::replay(log, vault.keyring(), each)
    }

    /// As [`Writer::open`], with another source of randomness: a simulation wants the same bytes for the same seed.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn open_with(
        log: Box<dyn Log>,
        spool: Box<dyn Spool>,
        wrapping: Box<dyn KeyWrapping>,
        entropy: Box<dyn Entropy>,
        cell: CellId,
    ) -> Result<(Self, Restored), StoreError> {
        let mut entries = Vec::new();
        let opening = Self::begin_with(log, spool, wrapping, entropy, cell)?;
        let (writer, restored) = opening.replay(&mut |entry| entries.push(entry))?;
        let versions = writer.versions.iter().map(|(stream, version)| (*stream, *version)).collect();
        Ok((writer, Restored { entries, versions, ..restored }))
    }

    /// Fences any older writer off and brings the spool into the log, without reading it yet.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn begin(
        log: Box<dyn Log>,
        spool: Box<dyn Spool>,
        vault_master: impl KeyWrapping + 'static,
        cell: CellId,
    ) -> Result<Opening, StoreError> {
        Self::begin_with(log, spool, Box::new(vault_master), Box::new(OsEntropy), cell)
    }

    fn begin_with(
        mut log: Box<dyn Log>,
        mut spool: Box<dyn Spool>,
        wrapping: Box<dyn KeyWrapping>,
        entropy: Box<dyn Entropy>,
        cell: CellId,
    ) -> Result<Opening, StoreError> {
        let epoch = log.begin_epoch(cell)?;
        let torn_bytes = spool.torn_bytes();
        let emptied = empty(log.as_mut(), spool.as_mut(), epoch)?;
        while !log.catch_up(FOLLOW_AT_ONCE)? {}
        let vault = replay::open_keys(log.as_mut(), Vault::new(wrapping, entropy))?;
        Ok(Opening { log, spool, vault, cell, epoch, emptied, torn_bytes })
    }
}

impl Opening {
    /// Which life this is.
    #[must_use]
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Hands every entry from which the engine is rebuilt to `each`, in order: those of the snapshot and all after it.
    ///
    /// # Errors
    /// [`StoreError`]; what was handed out until then is of no use.
    pub fn replay(self, each: &mut dyn FnMut(Entry)) -> Result<(Writer, Restored), StoreError> {
        let Self { mut log, spool, mut vault, cell, epoch, emptied, torn_bytes } = self;
        // The last record of each stream is among those that the engine rests on: no need to ask for versions again.
        let mut versions: HashMap<StreamId, u64, ById> = HashMap::default();
        replay::replay(log.as_mut(), vault.keyring(), &mut |entry| {
            versions.insert(entry.stream, entry.version);
            each(entry);
        })?;
        let stranded = strand(&mut vault, &emptied.stranded)?;
        let head = log.head()?;
        let restored = Restored {
            entries: Vec::new(),
            proofs: log.proofs()?,
            versions: BTreeMap::new(),
            next_seq: head.0.next(),
            epoch,
            drained: emptied.drained,
            torn_bytes,
            stranded,
        };
        let last_checkpoint = log.checkpoints()?.last().map_or(Seq(0), |checkpoint| checkpoint.seq);
        let writer = Writer {
            log,
            spool,
            vault,
            signer: None,
            cell,
            epoch,
            head,
            durable: head.0,
            versions,
            erased: BTreeMap::new(),
            health: StoreHealth::Up,
            waiting: VecDeque::new(),
            proofs: BTreeMap::new(),
            next_try: None,
            last_checkpoint,
            cause: None,
        };
        Ok((writer, restored))
    }
}

/// Brings the spool into the log. What the log cannot take, because another engine wrote there meanwhile, is set aside.
fn empty(log: &mut dyn Log, spool: &mut dyn Spool, epoch: Epoch) -> Result<Emptied, StoreError> {
    let mut emptied = Emptied { drained: 0, stranded: Vec::new() };
    for frame in spool.frames().map_err(StoreError::Spool)? {
        let unit = Unit::of_frame(&frame).map_err(StoreError::Spool)?;
        if !emptied.stranded.is_empty() {
            emptied.stranded.push(unit);
            continue;
        }
        match log.commit(epoch, &unit.bundle(&[])) {
            Ok(()) => emptied.drained += unit.records.len(),
            Err(
                AppendError::Conflict { .. }
                | AppendError::Gap { .. }
                | AppendError::Link { .. }
                | AppendError::Version { .. },
            ) => emptied.stranded.push(unit),
            Err(AppendError::Unavailable(cause)) => return Err(StoreError::Unavailable(cause)),
            Err(error @ (AppendError::Fenced { .. } | AppendError::NoEpoch)) => {
                return Err(StoreError::Append(error));
            }
        }
    }
    if emptied.stranded.is_empty() { spool.reset() } else { spool.set_aside() }.map_err(StoreError::Spool)?;
    Ok(emptied)
}

/// The entries of what was set aside, as far as they can be read.
fn strand(vault: &mut Vault, units: &[Unit]) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for unit in units {
        for key in &unit.keys {
            vault.lend(key)?;
        }
        for record in &unit.records {
            entries.push(seal::entry(vault.keyring(), record)?);
        }
    }
    vault.take_back_lent();
    Ok(entries)
}
