//! Opening: a new epoch, the spool drained, the keys opened, the entries that rebuild the engine.
//!
//! Never here: writing new entries.

use super::unit::Unit;
use super::{Restored, Writer, seal};
use crate::error::{AppendError, StoreError};
use crate::format::names::stream_of;
use crate::log::Log;
use crate::record::Record;
use crate::spool::Spool;
use crate::vault::{Entropy, KeyWrapping, OsEntropy, Vault};
use hoeder_engine::entry::Entry;
use hoeder_engine::input::StoreHealth;
use hoeder_vocab::{CellId, Epoch, Seq};
use std::collections::{BTreeMap, VecDeque};

/// Records read at once.
const READ_AT_ONCE: u32 = 1_000;

struct Emptied {
    drained: usize,
    stranded: Vec<Unit>,
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

    /// Likewise, with another source of randomness: a simulation wants the same bytes for the same seed.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn open_with(
        mut log: Box<dyn Log>,
        mut spool: Box<dyn Spool>,
        wrapping: Box<dyn KeyWrapping>,
        entropy: Box<dyn Entropy>,
        cell: CellId,
    ) -> Result<(Self, Restored), StoreError> {
        let epoch = log.begin_epoch(cell)?;
        let torn_bytes = spool.torn_bytes();
        let emptied = empty(log.as_mut(), spool.as_mut(), epoch)?;
        while !log.catch_up(READ_AT_ONCE)? {}
        let mut vault = Vault::open(wrapping, entropy, &log.keys()?)?;
        let entries = replay(log.as_mut(), &vault)?;
        let stranded = strand(&mut vault, &emptied.stranded)?;
        let versions: BTreeMap<String, u64> = log.versions()?.into_iter().collect();
        let head = log.head()?;
        let restored = Restored {
            entries,
            proofs: log.proofs()?,
            versions: versions
                .iter()
                .filter_map(|(text, version)| Some((stream_of(text)?, *version)))
                .collect(),
            next_seq: head.0.next(),
            epoch,
            drained: emptied.drained,
            torn_bytes,
            stranded,
        };
        let last_checkpoint = log.checkpoints()?.last().map_or(Seq(0), |checkpoint| checkpoint.seq);
        let writer = Self {
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
            entries.push(seal::entry(vault, record)?);
        }
    }
    vault.take_back_lent();
    Ok(entries)
}

fn replay(log: &mut dyn Log, vault: &Vault) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    let mut from = Seq(1);
    if let Some(snapshot) = log.snapshot()? {
        let live = log.read_these(&snapshot.live)?;
        if live.len() != snapshot.live.len() {
            return Err(StoreError::Damaged {
                place: String::from("snapshots"),
                what: "the snapshot names records that are not there",
            });
        }
        for record in &live {
            entries.push(checked(vault, record)?);
        }
        from = snapshot.through.next();
    }
    loop {
        let records = log.read(from, READ_AT_ONCE)?;
        let Some(last) = records.last() else { return Ok(entries) };
        from = last.seq.next();
        for record in &records {
            entries.push(checked(vault, record)?);
        }
    }
}

/// No engine is built on a record that was altered in the store (GN-02).
fn checked(vault: &Vault, record: &Record) -> Result<Entry, StoreError> {
    if record.is_intact() {
        seal::entry(vault, record)
    } else {
        Err(StoreError::Damaged {
            place: format!("record {}", record.seq.0),
            what: "its hash is not that of its content",
        })
    }
}
