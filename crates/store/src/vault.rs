//! Keys: one per subject, wrapped under a master key; what seals and opens the personal half of a record.
//!
//! The wrapped keys lie in the table `keys` of the same home, not in the log and not in exports, so that destroying one
//! erases its person from every record, snapshot and export that exists (GN-04).
//! Never here: when a key is destroyed (room `engine` orders it).

use crate::error::StoreError;
use crate::format::Opened;
use crate::format::names::subject_of;
use crate::ids::ById;
use crate::log::{FileRow, KeyRow};
use crate::record::Lent;
use chacha20::{R20, hchacha};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hoeder_engine::entry::Subject;
use hoeder_vocab::{CellId, Seq};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use zeroize::Zeroizing;

/// Where randomness comes from.
pub trait Entropy: Send {
    /// Fills with random bytes.
    ///
    /// # Errors
    /// [`StoreError::NoRandomness`].
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), StoreError>;
}

/// The operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), StoreError> {
        getrandom::fill(bytes).map_err(|_| StoreError::NoRandomness)
    }
}

/// The same bytes for the same seed: for simulations, never for people's data.
#[derive(Debug, Clone)]
pub struct SeededEntropy {
    seed: u64,
    block: u64,
}

impl SeededEntropy {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, block: 0 }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), StoreError> {
        for chunk in bytes.chunks_mut(32) {
            let mut hasher = Sha256::new();
            hasher.update(self.seed.to_be_bytes());
            hasher.update(self.block.to_be_bytes());
            self.block += 1;
            let block: [u8; 32] = hasher.finalize().into();
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// Wraps the keys of subjects. The file-based [`MasterKey`] is one; a hardware module (PKCS#11) can be another.
pub trait KeyWrapping: Send {
    /// Wraps 32 bytes; bound to `context`.
    ///
    /// # Errors
    /// [`StoreError::Seal`].
    fn wrap(&self, key: &[u8; 32], nonce: [u8; 24], context: &[u8]) -> Result<Vec<u8>, StoreError>;
    /// Opens what `wrap` made with the same context.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when it was wrapped under another key or altered.
    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError>;
}

/// A master key in a file that only its owner reads. Keep a copy apart from the backups of the store:
/// without it nothing personal can be read again, and together with an old backup it undoes an erasure.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey[secret]")
    }
}

impl MasterKey {
    /// From 32 secret bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the key file, or makes it on the first start (mode 0600).
    ///
    /// # Errors
    /// [`StoreError::KeyFile`], [`StoreError::NoRandomness`].
    pub fn load_or_create(path: &Path, entropy: &mut dyn Entropy) -> Result<Self, StoreError> {
        load_or_create(path, entropy).map(Self)
    }
}

impl KeyWrapping for MasterKey {
    fn wrap(&self, key: &[u8; 32], nonce: [u8; 24], context: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut wrapped = nonce.to_vec();
        wrapped.extend(seal_with(&self.0, nonce, context, key)?);
        Ok(wrapped)
    }

    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let (nonce, ciphertext) = wrapped.split_at_checked(24).ok_or(StoreError::Seal)?;
        let nonce = nonce.try_into().map_err(|_| StoreError::Seal)?;
        let key = open_with(&self.0, nonce, context, ciphertext)?;
        Ok(Zeroizing::new(key.as_slice().try_into().map_err(|_| StoreError::Seal)?))
    }
}

pub(crate) fn seal_with(
    key: &[u8; 32],
    nonce: [u8; 24],
    context: &[u8],
    clear: &[u8],
) -> Result<Vec<u8>, StoreError> {
    XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: context })
        .map_err(|_| StoreError::Seal)
}

/// Opens where it lies; what comes back is the clear half of `sealed`, without its tag.
///
/// XChaCha20-Poly1305 as its draft builds it: HChaCha20 makes a key of the first 16 bytes of the nonce, and the IETF's
/// ChaCha20-Poly1305 opens with the last 8. By this way years of a log are opened in seconds; sealing takes the other one,
/// [`seal_with`], so that each checks the other at every reading.
pub(crate) fn open_in_place<'a>(
    key: &[u8; 32],
    nonce: &[u8; 24],
    context: &[u8],
    sealed: &'a mut [u8],
) -> Result<&'a [u8], StoreError> {
    let (first, last) = nonce.split_first_chunk::<16>().ok_or(StoreError::Seal)?;
    let mut counted = [0; 12];
    if let Some(place) = counted.last_chunk_mut::<8>() {
        place.copy_from_slice(last);
    }
    let derived: Zeroizing<[u8; 32]> =
        Zeroizing::new(hchacha::<R20>(&Key::from(*key), &(*first).into()).into());
    let derived = UnboundKey::new(&CHACHA20_POLY1305, derived.as_slice()).map_err(|_| StoreError::Seal)?;
    let nonce = Nonce::assume_unique_for_key(counted);
    let clear = LessSafeKey::new(derived).open_in_place(nonce, Aad::from(context), sealed);
    clear.map(|clear| &*clear).map_err(|_| StoreError::Seal)
}

pub(crate) fn open_with(
    key: &[u8; 32],
    nonce: [u8; 24],
    context: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let mut bytes = Zeroizing::new(ciphertext.to_vec());
    let clear = open_in_place(key, &nonce, context, &mut bytes)?.len();
    bytes.truncate(clear);
    Ok(bytes)
}

pub(crate) struct SubjectKey {
    from: Seq,
    key: Zeroizing<[u8; 32]>,
}

/// The opened keys by their subjects: what opens a personal half, from any thread.
#[derive(Default)]
pub(crate) struct Keyring(HashMap<Subject, SubjectKey, ById>);

impl Keyring {
    fn of(&self, subject: &str) -> Option<&SubjectKey> {
        self.0.get(&subject_of(subject)?)
    }

    /// Opens the personal half of a record, of this subject, whose bytes stand beside it, where it lies. `context` is room to
    /// work in.
    pub(crate) fn open<'a>(
        &self,
        (record, subject): (&Lent<'_>, Option<Subject>),
        bytes: &'a mut [u8],
        context: &mut Vec<u8>,
    ) -> Result<Opened<'a>, StoreError> {
        let (Some(sealed), Some(subject)) = (&record.sealed, subject) else { return Ok(Opened::None) };
        match self.0.get(&subject) {
            Some(key) if key.from <= record.seq => {
                context.clear();
                record.associate(context);
                open_in_place(&key.key, &sealed.nonce, context, bytes).map(Opened::Clear)
            }
            Some(_) | None => Ok(Opened::Erased),
        }
    }
}

/// The keys of all subjects in memory, so that sealing works while the store is down.
pub struct Vault {
    wrapping: Box<dyn KeyWrapping>,
    entropy: Box<dyn Entropy>,
    keys: Keyring,
    lent: Vec<String>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault[{} keys]", self.keys.0.len())
    }
}

impl Vault {
    /// Without a key: [`Vault::learn`] adds those of a home.
    #[must_use]
    pub fn new(wrapping: Box<dyn KeyWrapping>, entropy: Box<dyn Entropy>) -> Self {
        Self { wrapping, entropy, keys: Keyring::default(), lent: Vec::new() }
    }

    /// Adds a wrapped key, if the subject has none.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when the master key is not the one that wrapped it.
    pub fn learn(&mut self, row: &KeyRow) -> Result<(), StoreError> {
        let subject = known(&row.subject)?;
        if !self.keys.0.contains_key(&subject) {
            let key = self.wrapping.unwrap(&row.wrapped, &context(&row.subject, row.from))?;
            self.keys.0.insert(subject, SubjectKey { from: row.from, key });
        }
        Ok(())
    }

    /// Makes a key for a subject that has none; the row must become durable with the first record that it seals.
    ///
    /// # Errors
    /// [`StoreError::NoRandomness`], [`StoreError::Seal`].
    pub fn ensure(&mut self, subject: &str, from: Seq) -> Result<Option<KeyRow>, StoreError> {
        let of = known(subject)?;
        if self.keys.0.contains_key(&of) {
            return Ok(None);
        }
        let mut key = Zeroizing::new([0; 32]);
        self.entropy.fill(key.as_mut_slice())?;
        let nonce = self.nonce()?;
        let wrapped = self.wrapping.wrap(&key, nonce, &context(subject, from))?;
        self.keys.0.insert(of, SubjectKey { from, key });
        Ok(Some(KeyRow { subject: subject.to_owned(), from, wrapped }))
    }

    /// A fresh nonce: 24 random bytes never meet twice.
    ///
    /// # Errors
    /// [`StoreError::NoRandomness`].
    pub fn nonce(&mut self) -> Result<[u8; 24], StoreError> {
        let mut nonce = [0; 24];
        self.entropy.fill(&mut nonce)?;
        Ok(nonce)
    }

    /// Random bytes for a key of its own.
    ///
    /// # Errors
    /// [`StoreError::NoRandomness`].
    pub(crate) fn fill(&mut self, bytes: &mut [u8]) -> Result<(), StoreError> {
        self.entropy.fill(bytes)
    }

    /// Seals with the key of a subject.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when the subject has no key.
    pub fn seal(
        &self,
        subject: &str,
        nonce: [u8; 24],
        aad: &[u8],
        clear: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let key = self.keys.of(subject).ok_or(StoreError::Seal)?;
        seal_with(&key.key, nonce, aad, clear)
    }

    /// What opens personal halves.
    pub(crate) const fn keyring(&self) -> &Keyring {
        &self.keys
    }

    /// Opens something else that was sealed with `seal`; `None` when the key was destroyed.
    ///
    /// A key that was made anew after a destruction does not open what is older: that is `None` as well.
    #[must_use]
    pub fn open_loose(
        &self,
        subject: &str,
        nonce: [u8; 24],
        aad: &[u8],
        ciphertext: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        open_with(&self.keys.of(subject)?.key, nonce, aad, ciphertext).ok()
    }

    /// Opens a document; `None` when the key that sealed it was destroyed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes were altered.
    pub fn open_file(&self, cell: CellId, file: &FileRow) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let Some(key) = self.keys.of(&file.subject).filter(|key| key.from == file.from) else {
            return Ok(None);
        };
        let clear = open_with(&key.key, file.nonce, &file.associated_data(cell), &file.ciphertext);
        clear.map(Some).map_err(|_| StoreError::Damaged {
            place: format!("document {}", file.document),
            what: "its bytes are not those that were sealed",
        })
    }

    /// Takes the key of a subject out of memory; the home destroys its row.
    pub(crate) fn forget(&mut self, subject: &str) -> Option<SubjectKey> {
        self.keys.0.remove(&subject_of(subject)?)
    }

    pub(crate) fn put_back(&mut self, subject: &str, key: SubjectKey) {
        if let Some(subject) = subject_of(subject) {
            self.keys.0.insert(subject, key);
        }
    }

    /// The first record that the key of a subject may open.
    pub(crate) fn since(&self, subject: &str) -> Option<Seq> {
        self.keys.of(subject).map(|key| key.from)
    }

    /// Uses a key that belongs to no home, to read what was set aside.
    pub(crate) fn lend(&mut self, row: &KeyRow) -> Result<(), StoreError> {
        if self.keys.of(&row.subject).is_none() {
            self.learn(row)?;
            self.lent.push(row.subject.clone());
        }
        Ok(())
    }

    /// Ends that: such a key must not seal a record of the log, where nobody would find it.
    pub(crate) fn take_back_lent(&mut self) {
        for subject in std::mem::take(&mut self.lent) {
            drop(self.forget(&subject));
        }
    }
}

/// A key of a subject that this version does not know opens nothing that it could read.
fn known(subject: &str) -> Result<Subject, StoreError> {
    subject_of(subject)
        .ok_or_else(|| StoreError::Damaged { place: String::from("keys"), what: "an unknown subject" })
}

fn context(subject: &str, from: Seq) -> Vec<u8> {
    let mut context = b"hoeder-key-1".to_vec();
    context.extend_from_slice(&from.0.to_be_bytes());
    context.extend_from_slice(subject.as_bytes());
    context
}

/// Reads 32 bytes from a key file, or makes the file.
pub(crate) fn load_or_create(
    path: &Path,
    entropy: &mut dyn Entropy,
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    match File::open(path) {
        Ok(file) => read_key(file),
        Err(error) if error.kind() == ErrorKind::NotFound => create_key(path, entropy),
        Err(error) => Err(unusable("it cannot be opened", error)),
    }
}

fn read_key(mut file: File) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let metadata = file.metadata().map_err(|error| unusable("it cannot be looked at", error))?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(StoreError::KeyFile {
            what: "others than its owner may read it: set its mode to 0600",
            source: None,
        });
    }
    let mut key = Zeroizing::new([0; 32]);
    let complete = file.read_exact(key.as_mut_slice());
    if metadata.len() != 32 || complete.is_err() {
        return Err(StoreError::KeyFile { what: "it does not hold 32 bytes", source: complete.err() });
    }
    Ok(key)
}

fn create_key(path: &Path, entropy: &mut dyn Entropy) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    entropy.fill(key.as_mut_slice())?;
    let partial = path.with_extension("key-new");
    let written = (|| {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
        file.write_all(key.as_slice())?;
        file.sync_all()?;
        std::fs::rename(&partial, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    })();
    written.map_err(|error| unusable("it cannot be written", error))?;
    Ok(key)
}

fn unusable(what: &'static str, source: std::io::Error) -> StoreError {
    StoreError::KeyFile { what, source: Some(source) }
}
