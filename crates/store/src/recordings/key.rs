//! The key of one recording: sealed with the key of its person, in a small file of its own, destroyed in place.
//!
//! Form: `HOEDVKY1`, alarm (16), length of the wrapped key (2), wrapped key, zeros, CRC-32 of all before (4); 256 bytes.
//! Never here: when a key is destroyed.

use super::{RecordingError, key_file};
use crate::error::StoreError;
use hoeder_vocab::AlarmId;
use ring::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"HOEDVKY1";
const BYTES: usize = 256;
/// Before the wrapped key.
const BEFORE: usize = 26;
/// The wrapped key at most: the sum comes after it.
const MOST_WRAPPED: usize = BYTES - BEFORE - 4;

/// What opens the sound of one alarm.
pub struct RecordingKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for RecordingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordingKey[secret]")
    }
}

impl RecordingKey {
    /// From 32 secret bytes.
    #[must_use]
    pub const fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    pub(super) fn cipher(&self) -> Result<LessSafeKey, RecordingError> {
        UnboundKey::new(&CHACHA20_POLY1305, self.0.as_slice())
            .map(LessSafeKey::new)
            .map_err(|_| RecordingError::Key(StoreError::Seal))
    }
}

/// Writes the wrapped key of a recording that has none, durably: before any sound that it seals.
///
/// # Errors
/// [`RecordingError`]; `NotOurs` when there is one already.
pub fn put_key(folder: &Path, alarm: AlarmId, wrapped: &[u8]) -> Result<(), RecordingError> {
    let length = u16::try_from(wrapped.len()).ok().filter(|_| wrapped.len() <= MOST_WRAPPED);
    let length = length.ok_or(RecordingError::Key(StoreError::Seal))?;
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(alarm.as_uuid().as_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(wrapped);
    bytes.resize(BYTES - 4, 0);
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&sum.to_be_bytes());
    let path = key_file(folder, alarm);
    if path.exists() {
        return Err(RecordingError::NotOurs);
    }
    let partial = path.with_extension("key-new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    std::fs::rename(&partial, &path)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// The wrapped key of a recording; `None` when it has none, or its key was destroyed.
///
/// # Errors
/// [`RecordingError::Io`], [`RecordingError::NotOurs`].
pub fn wrapped_key(folder: &Path, alarm: AlarmId) -> Result<Option<Vec<u8>>, RecordingError> {
    let bytes = match std::fs::read(key_file(folder, alarm)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if bytes.iter().all(|byte| *byte == 0) {
        // A crash between overwriting and removing it.
        return Ok(None);
    }
    read(&bytes, alarm).map(Some).ok_or(RecordingError::NotOurs)
}

fn read(bytes: &[u8], alarm: AlarmId) -> Option<Vec<u8>> {
    let (said, sum) = bytes.split_last_chunk::<4>()?;
    let length = u16::from_be_bytes(said.get(24..BEFORE)?.try_into().ok()?);
    let is_ours = bytes.len() == BYTES
        && said.starts_with(MAGIC)
        && said.get(8..24) == Some(alarm.as_uuid().as_bytes().as_slice())
        && crc32fast::hash(said) == u32::from_be_bytes(*sum);
    said.get(BEFORE..BEFORE + usize::from(length)).filter(|_| is_ours).map(<[u8]>::to_vec)
}

/// Destroys the key of a recording: overwritten, flushed, removed. Its sound can be opened by nobody any more (GN-04).
/// `false` when it had none.
///
/// # Errors
/// [`RecordingError::Io`]: then it is not destroyed.
pub fn erase_key(folder: &Path, alarm: AlarmId) -> Result<bool, RecordingError> {
    let path = key_file(folder, alarm);
    let mut file = match OpenOptions::new().write(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    file.write_all(&[0; BYTES])?;
    file.sync_all()?;
    std::fs::remove_file(&path)?;
    File::open(folder)?.sync_all()?;
    Ok(true)
}
