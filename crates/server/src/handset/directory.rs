//! Keys and counters of the paired handsets, in shards, so that one message never waits for another handset's.

use crate::limits::Bucket;
use hoeder_engine::roster::DeviceState;
use hoeder_vocab::{HandsetId, UtcMillis};
use hoeder_wire::{Freshness, PublicKey, ReplayWindow};
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

const SHARDS: usize = 64;
/// Bytes of one line of the file of counters: handset, newest counter.
const LINE: usize = 24;

/// What is known of one handset.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) key: PublicKey,
    pub(crate) state: DeviceState,
    moving: Arc<Mutex<Moving>>,
}

#[derive(Debug)]
struct Moving {
    window: ReplayWindow,
    bucket: Bucket,
}

impl Known {
    /// Takes a counter in; call it only after the signature was checked.
    pub(crate) fn accept(&self, counter: u64) -> Freshness {
        lock(&self.moving).window.accept(counter)
    }
    /// May this handset send one more message that is no press?
    pub(crate) fn may_send(&self, per_second: u32, now: UtcMillis) -> bool {
        lock(&self.moving).bucket.take(per_second, now)
    }
}

/// Keys and counters of the paired handsets.
#[derive(Debug)]
pub struct Handsets {
    shards: Vec<RwLock<BTreeMap<HandsetId, Arc<Known>>>>,
    /// Newest counters of an earlier life, until the engine names their handsets.
    resumed: BTreeMap<HandsetId, u64>,
    path: PathBuf,
}

/// The file of counters could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the file of handset counters in the data folder cannot be used")]
pub struct CountersError(#[from] io::Error);

impl Handsets {
    /// Reads the counters of the data folder, so that a message from before a restart is not taken again.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn open(data: &Path) -> Result<Self, CountersError> {
        let path = data.join("handset-counters");
        let resumed = match std::fs::read(&path) {
            Ok(bytes) => bytes.chunks_exact(LINE).filter_map(read_line).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error.into()),
        };
        let shards = (0..SHARDS).map(|_| RwLock::new(BTreeMap::new())).collect();
        Ok(Self { shards, resumed, path })
    }
    fn shard(&self, id: HandsetId) -> Option<&RwLock<BTreeMap<HandsetId, Arc<Known>>>> {
        let place = usize::try_from(id.as_u128() % 64).unwrap_or(0);
        self.shards.get(place)
    }
    /// A handset was paired, changed or revoked. One with a key that cannot be used counts as unknown.
    pub(crate) fn put(&self, id: HandsetId, public_key: &[u8; 32], state: DeviceState, now: UtcMillis) {
        let (Ok(key), Some(shard)) = (PublicKey::from_bytes(public_key), self.shard(id)) else { return };
        let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
        let moving = match shard.get(&id) {
            Some(known) if known.key == key => Arc::clone(&known.moving),
            Some(_) | None => {
                let window =
                    self.resumed.get(&id).map_or_else(ReplayWindow::new, |n| ReplayWindow::resume(*n));
                Arc::new(Mutex::new(Moving { window, bucket: Bucket::new(100, now) }))
            }
        };
        shard.insert(id, Arc::new(Known { key, state, moving }));
    }
    /// What is known of a handset.
    pub(crate) fn get(&self, id: HandsetId) -> Option<Arc<Known>> {
        self.shard(id)?.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
    /// Writes the newest counters; blocking.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self) -> Result<(), CountersError> {
        let mut bytes = Vec::new();
        for shard in &self.shards {
            for (id, known) in shard.read().unwrap_or_else(PoisonError::into_inner).iter() {
                bytes.extend_from_slice(&id.as_u128().to_be_bytes());
                bytes.extend_from_slice(&lock(&known.moving).window.newest().to_be_bytes());
            }
        }
        let beside = self.path.with_extension("new");
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        std::fs::rename(&beside, &self.path)?;
        Ok(())
    }
}

fn lock(moving: &Mutex<Moving>) -> MutexGuard<'_, Moving> {
    moving.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_line(line: &[u8]) -> Option<(HandsetId, u64)> {
    let (id, counter) = line.split_at_checked(16)?;
    let id = HandsetId::from_u128(u128::from_be_bytes(id.try_into().ok()?));
    Some((id, u64::from_be_bytes(counter.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_wire::SigningKey;

    const NOW: UtcMillis = UtcMillis::from_unix_ms(0);

    #[test]
    fn a_counter_used_before_a_restart_is_not_taken_again() {
        let data = tempfile::tempdir().unwrap();
        let id = HandsetId::from_u128(7);
        let key = SigningKey::from_seed(&[1; 32]).public_key().to_bytes();
        let handsets = Handsets::open(data.path()).unwrap();
        handsets.put(id, &key, DeviceState::Active, NOW);
        assert_eq!(handsets.get(id).unwrap().accept(41), Freshness::Fresh);
        handsets.save().unwrap();
        let again = Handsets::open(data.path()).unwrap();
        again.put(id, &key, DeviceState::Active, NOW);
        assert_eq!(again.get(id).unwrap().accept(41), Freshness::Replayed);
        assert_eq!(again.get(id).unwrap().accept(40), Freshness::Replayed);
        assert_eq!(again.get(id).unwrap().accept(42), Freshness::Fresh);
    }

    #[test]
    fn a_change_of_settings_keeps_the_counters_and_a_new_key_starts_afresh() {
        let data = tempfile::tempdir().unwrap();
        let id = HandsetId::from_u128(7);
        let handsets = Handsets::open(data.path()).unwrap();
        let key = SigningKey::from_seed(&[1; 32]).public_key().to_bytes();
        handsets.put(id, &key, DeviceState::Active, NOW);
        assert_eq!(handsets.get(id).unwrap().accept(5), Freshness::Fresh);
        handsets.put(id, &key, DeviceState::Revoked, NOW);
        assert_eq!(handsets.get(id).unwrap().accept(5), Freshness::Replayed);
        let other = SigningKey::from_seed(&[2; 32]).public_key().to_bytes();
        handsets.put(id, &other, DeviceState::Active, NOW);
        assert_eq!(handsets.get(id).unwrap().accept(5), Freshness::Fresh);
    }
}
