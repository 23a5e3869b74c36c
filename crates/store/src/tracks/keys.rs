//! The key of each carrier: in slots of a file, wrapped under the master key; erased in place, so that all its blocks close.
//!
//! A carrier's number in the files is that of its slot, given once: an erased slot is never used again.
//! Slot of 128 bytes: CRC-32 of the rest (4), state (1: in use, 2: erased), length of the wrapped key (1), carrier (16), wrapped key.
//! Never here: when a carrier is erased.

use super::TracksError;
use crate::error::StoreError;
use crate::vault::{Entropy, KeyWrapping};
use hoeder_vocab::CarrierId;
use std::collections::HashMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

pub(super) const FILE: &str = "carriers.keys";
const MAGIC: &[u8; 8] = b"HOEDTKY1";
const SLOT: usize = 128;
const IN_USE: u8 = 1;
const ERASED: u8 = 2;
/// Bytes of a slot before the wrapped key.
const BEFORE: usize = 22;

/// One carrier's key, opened.
pub(super) struct CarrierKey {
    pub(super) number: u32,
    pub(super) key: Zeroizing<[u8; 32]>,
}

struct Slot {
    carrier: CarrierId,
    wrapped: Vec<u8>,
    opened: Option<Arc<CarrierKey>>,
}

struct Table {
    file: File,
    slots: Vec<Option<Slot>>,
    numbers: HashMap<CarrierId, u32>,
    wrapping: Box<dyn KeyWrapping>,
    entropy: Box<dyn Entropy>,
    unsynced: bool,
}

/// The keys of all carriers. A clone is another hand on the same table.
#[derive(Clone)]
pub struct CarrierKeys(Arc<Mutex<Table>>);

impl fmt::Debug for CarrierKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CarrierKeys[{}]", self.table().numbers.len())
    }
}

impl CarrierKeys {
    /// Opens the file of keys in this folder, or makes it.
    ///
    /// # Errors
    /// [`TracksError`].
    pub fn open(
        folder: &Path,
        wrapping: Box<dyn KeyWrapping>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Self, TracksError> {
        let path = folder.join(FILE);
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let mut file = file?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let mut table =
            Table { file, slots: Vec::new(), numbers: HashMap::new(), wrapping, entropy, unsynced: false };
        match bytes.split_first_chunk::<SLOT>() {
            None => {
                let mut head = [0; SLOT];
                head.iter_mut().zip(MAGIC).for_each(|(to, from)| *to = *from);
                table.file.write_all_at(&head, 0)?;
                table.file.sync_all()?;
                File::open(folder)?.sync_all()?;
            }
            Some((head, slots)) if head.starts_with(MAGIC) => table.learn(slots),
            Some(_) => return Err(TracksError::NotOurs { file: FILE.to_owned() }),
        }
        Ok(Self(Arc::new(Mutex::new(table))))
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a carrier, made when there is none. It is durable once [`Self::sync`] was called.
    pub(super) fn ensure(&self, carrier: CarrierId) -> Result<Arc<CarrierKey>, TracksError> {
        let mut table = self.table();
        match table.numbers.get(&carrier).copied() {
            Some(number) => table.opened(number),
            None => table.make(carrier),
        }
    }

    /// The key under a number; `None` when it was erased.
    pub(super) fn numbered(&self, number: u32) -> Option<(CarrierId, Arc<CarrierKey>)> {
        let mut table = self.table();
        let key = table.opened(number).ok()?;
        let carrier = table.slot(number)?.carrier;
        Some((carrier, key))
    }

    /// The number of a carrier that has a key.
    pub(super) fn number(&self, carrier: CarrierId) -> Option<u32> {
        self.table().numbers.get(&carrier).copied()
    }

    /// All carriers that have a key, in order.
    #[must_use]
    pub fn carriers(&self) -> Vec<CarrierId> {
        let mut carriers: Vec<CarrierId> = self.table().numbers.keys().copied().collect();
        carriers.sort_unstable();
        carriers
    }

    /// Makes new keys durable; before any block that they seal.
    pub(super) fn sync(&self) -> Result<(), TracksError> {
        let mut table = self.table();
        if table.unsynced {
            table.file.sync_data()?;
            table.unsynced = false;
        }
        Ok(())
    }

    /// Destroys the key of a carrier: what was kept of it can be read by nobody any more, in no day and no backup of the
    /// day files (GN-04). `false` when it had none.
    ///
    /// # Errors
    /// [`TracksError::Io`]: then it is not erased.
    pub fn erase(&self, carrier: CarrierId) -> Result<bool, TracksError> {
        let mut table = self.table();
        let Some(number) = table.numbers.get(&carrier).copied() else { return Ok(false) };
        let mut slot = [0; SLOT];
        if let Some(state) = slot.get_mut(4) {
            *state = ERASED;
        }
        sum(&mut slot);
        table.file.write_all_at(&slot, place(number))?;
        table.file.sync_data()?;
        table.numbers.remove(&carrier);
        if let Some(slot) = table.slots.get_mut(index(number)) {
            *slot = None;
        }
        Ok(true)
    }
}

impl Table {
    fn learn(&mut self, slots: &[u8]) {
        for (number, bytes) in (0_u32..).zip(slots.chunks(SLOT)) {
            let slot = read_slot(bytes);
            if let Some(slot) = &slot {
                self.numbers.insert(slot.carrier, number);
            }
            self.slots.push(slot);
        }
    }

    fn slot(&self, number: u32) -> Option<&Slot> {
        self.slots.get(index(number))?.as_ref()
    }

    fn opened(&mut self, number: u32) -> Result<Arc<CarrierKey>, TracksError> {
        let gone = || TracksError::Key(StoreError::Seal);
        let slot = self.slots.get_mut(index(number)).and_then(Option::as_mut).ok_or_else(gone)?;
        if let Some(key) = &slot.opened {
            return Ok(Arc::clone(key));
        }
        let key =
            self.wrapping.unwrap(&slot.wrapped, &context(slot.carrier, number)).map_err(TracksError::Key)?;
        let key = Arc::new(CarrierKey { number, key });
        slot.opened = Some(Arc::clone(&key));
        Ok(key)
    }

    fn make(&mut self, carrier: CarrierId) -> Result<Arc<CarrierKey>, TracksError> {
        let number = u32::try_from(self.slots.len()).map_err(|_| TracksError::Exhausted)?;
        let mut key = Zeroizing::new([0; 32]);
        let mut nonce = [0; 24];
        self.entropy.fill(key.as_mut_slice()).map_err(TracksError::Key)?;
        self.entropy.fill(&mut nonce).map_err(TracksError::Key)?;
        let wrapped = self.wrapping.wrap(&key, nonce, &context(carrier, number)).map_err(TracksError::Key)?;
        let slot = write_slot(carrier, &wrapped).ok_or(TracksError::Key(StoreError::Seal))?;
        self.file.write_all_at(&slot, place(number))?;
        self.unsynced = true;
        let key = Arc::new(CarrierKey { number, key });
        self.slots.push(Some(Slot { carrier, wrapped, opened: Some(Arc::clone(&key)) }));
        self.numbers.insert(carrier, number);
        Ok(key)
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Where a slot lies; the head has the room of one.
fn place(number: u32) -> u64 {
    (u64::from(number) + 1) * 128
}

fn context(carrier: CarrierId, number: u32) -> Vec<u8> {
    let mut context = b"hoeder-track-key-1".to_vec();
    context.extend_from_slice(&number.to_be_bytes());
    context.extend_from_slice(carrier.as_uuid().as_bytes());
    context
}

fn sum(slot: &mut [u8; SLOT]) {
    if let Some((crc, rest)) = slot.split_first_chunk_mut::<4>() {
        *crc = crc32fast::hash(rest).to_be_bytes();
    }
}

/// `None` when the wrapped key does not fit.
fn write_slot(carrier: CarrierId, wrapped: &[u8]) -> Option<[u8; SLOT]> {
    let mut slot = [0; SLOT];
    let (head, rest) = slot.split_first_chunk_mut::<BEFORE>()?;
    let mut said = Vec::with_capacity(BEFORE);
    said.extend_from_slice(&[0, 0, 0, 0, IN_USE, u8::try_from(wrapped.len()).ok()?]);
    said.extend_from_slice(carrier.as_uuid().as_bytes());
    head.copy_from_slice(said.get(..BEFORE)?);
    rest.get_mut(..wrapped.len())?.copy_from_slice(wrapped);
    sum(&mut slot);
    Some(slot)
}

/// A slot that is torn or erased is none; its number stays taken.
fn read_slot(bytes: &[u8]) -> Option<Slot> {
    let (crc, rest) = bytes.first_chunk::<SLOT>()?.split_first_chunk::<4>()?;
    if crc32fast::hash(rest) != u32::from_be_bytes(*crc) {
        return None;
    }
    let (head, after) = rest.split_first_chunk::<{ BEFORE - 4 }>()?;
    let ([state, length], carrier) = head.split_first_chunk::<2>()?;
    if *state != IN_USE {
        return None;
    }
    Some(Slot {
        carrier: CarrierId::from_u128(u128::from_be_bytes(*carrier.first_chunk()?)),
        wrapped: after.get(..usize::from(*length))?.to_vec(),
        opened: None,
    })
}
