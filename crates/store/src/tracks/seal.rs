//! Blocks in the making: a shard seals the batches of its carriers into a group, which the writer makes durable at once.
//!
//! ChaCha20-Poly1305 with the carrier's key; the nonce is the salt of this life of the writer (7 bytes) and the number of the
//! block in it (5 bytes), so no nonce comes twice. Never here: files.

use super::TracksError;
use super::block::{self, FORM, HEAD, Head, MAX_REPORTS, Outwards, VOUCHED, seconds_outwards};
use super::keys::{CarrierKey, CarrierKeys};
use super::report;
use crate::error::StoreError;
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, ReceivedAt};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A group of this size or more takes no further batch.
pub const GROUP_BYTES: usize = 1 << 20;
/// Blocks of one life.
const MAX_BLOCKS: u64 = (1 << 40) - 1;
pub(super) const SALT: usize = 7;

/// One life of a writer: what makes nonces of it its own.
pub(super) struct Life {
    pub(super) salt: [u8; SALT],
    next: AtomicU64,
}

impl Life {
    pub(super) const fn new(salt: [u8; SALT]) -> Self {
        Self { salt, next: AtomicU64::new(1) }
    }
    fn number(&self) -> Result<u64, TracksError> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number > MAX_BLOCKS { Err(TracksError::Exhausted) } else { Ok(number) }
    }
}

pub(super) fn nonce(salt: [u8; SALT], number: u64) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    let said = salt.into_iter().chain(number.to_be_bytes().into_iter().skip(3));
    nonce.iter_mut().zip(said).for_each(|(to, from)| *to = from);
    Nonce::assume_unique_for_key(nonce)
}

pub(super) fn cipher(key: &CarrierKey) -> Result<LessSafeKey, TracksError> {
    UnboundKey::new(&CHACHA20_POLY1305, key.key.as_slice())
        .map(LessSafeKey::new)
        .map_err(|_| TracksError::Key(StoreError::Seal))
}

/// One block of a group, for the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) carrier: u32,
    /// Where it begins: in the group, later in the segment.
    pub(super) at: u32,
    pub(super) earliest: i64,
    pub(super) latest: i64,
}

/// Sealed blocks that become durable together.
#[derive(Default)]
pub struct Group {
    pub(super) bytes: Vec<u8>,
    pub(super) blocks: Vec<Placed>,
    pub(super) received: Option<ReceivedAt>,
}

impl Group {
    /// Bytes in it.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }
    /// Is nothing in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.blocks.clear();
        self.received = None;
    }
}

/// Seals for one shard.
pub struct Sealer {
    life: Arc<Life>,
    keys: CarrierKeys,
    known: HashMap<CarrierId, Arc<CarrierKey>>,
    clear: Vec<u8>,
}

impl Sealer {
    pub(super) fn new(life: Arc<Life>, keys: CarrierKeys) -> Self {
        Self { life, keys, known: HashMap::new(), clear: Vec::new() }
    }

    /// Forgets the key of a carrier that is no longer watched, or erased.
    pub fn forget(&mut self, carrier: CarrierId) {
        self.known.remove(&carrier);
    }

    /// Seals one batch into a group, in blocks of at most [`MAX_REPORTS`]. After an error the group is as it was before.
    ///
    /// # Errors
    /// [`TracksError::Key`], [`TracksError::Io`] for a new key, [`TracksError::Exhausted`].
    pub fn add(
        &mut self,
        group: &mut Group,
        carrier: CarrierId,
        reports: &[TrackReport],
        received_at: ReceivedAt,
    ) -> Result<(), TracksError> {
        let key = match self.known.get(&carrier) {
            Some(key) => Arc::clone(key),
            None => {
                let key = self.keys.ensure(carrier)?;
                self.known.insert(carrier, Arc::clone(&key));
                key
            }
        };
        let before = (group.bytes.len(), group.blocks.len());
        for some in reports.chunks(MAX_REPORTS) {
            if let Err(error) = self.block(group, &key, some, received_at) {
                group.bytes.truncate(before.0);
                group.blocks.truncate(before.1);
                return Err(error);
            }
        }
        group.received = group.received.max(Some(received_at));
        Ok(())
    }

    fn block(
        &mut self,
        group: &mut Group,
        key: &CarrierKey,
        reports: &[TrackReport],
        received_at: ReceivedAt,
    ) -> Result<(), TracksError> {
        self.clear.clear();
        report::encode(reports, received_at.0, &mut self.clear);
        let failed = || TracksError::Key(StoreError::Seal);
        let times = || reports.iter().map(|report| report.at.0.unix_ms());
        let (Some(earliest), Some(latest)) = (times().min(), times().max()) else { return Ok(()) };
        let head = Head {
            sealed: u16::try_from(self.clear.len() + CHACHA20_POLY1305.tag_len()).map_err(|_| failed())?,
            form: FORM,
            count: u8::try_from(reports.len()).map_err(|_| failed())?,
            carrier: key.number,
            received: received_at.0,
            earliest_s: seconds_outwards(received_at.0, earliest, Outwards::Earlier),
            latest_s: seconds_outwards(received_at.0, latest, Outwards::Later),
            number: self.life.number()?,
        };
        let start = group.bytes.len();
        let at = u32::try_from(start).map_err(|_| failed())?;
        head.put(&mut group.bytes);
        group.bytes.extend_from_slice(&self.clear);
        let block = group.bytes.get_mut(start..).ok_or_else(failed)?;
        let (said, clear) = block.split_at_mut_checked(HEAD).ok_or_else(failed)?;
        let vouched = said.get(VOUCHED..).ok_or_else(failed)?;
        let tag = cipher(key)?
            .seal_in_place_separate_tag(nonce(self.life.salt, head.number), Aad::from(vouched), clear)
            .map_err(|_| failed())?;
        group.bytes.extend_from_slice(tag.as_ref());
        if let Some(block) = group.bytes.get_mut(start..) {
            block::close(block);
        }
        group.blocks.push(Placed {
            carrier: head.carrier,
            at,
            earliest: head.earliest(),
            latest: head.latest(),
        });
        Ok(())
    }
}
