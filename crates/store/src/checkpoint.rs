//! Signed checkpoints: who holds the public key can tell that nothing before one was rewritten (GN-02, FL-31).
//!
//! Never here: when one is written (`writer`).

use crate::error::StoreError;
use crate::record::{Fields, Hash};
use crate::vault::{Entropy, load_or_create};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hoeder_vocab::{CellId, Seq};
use std::fmt;
use std::path::Path;

/// Every how many records a checkpoint is written.
pub const CHECKPOINT_EVERY: u64 = 1_000;

/// The key that signs checkpoints: 32 bytes in a file that only its owner reads.
pub struct CheckpointKey(SigningKey);

impl fmt::Debug for CheckpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckpointKey[secret]")
    }
}

impl CheckpointKey {
    /// From 32 secret bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(bytes))
    }

    /// Reads the key file, or makes it on the first start.
    ///
    /// # Errors
    /// [`StoreError::KeyFile`], [`StoreError::NoRandomness`].
    pub fn load_or_create(path: &Path, entropy: &mut dyn Entropy) -> Result<Self, StoreError> {
        load_or_create(path, entropy).map(|bytes| Self::from_bytes(&bytes))
    }

    /// The public half: print it, keep it elsewhere, and give it to whoever must check an export.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs the head of a log.
    #[must_use]
    pub fn sign(&self, cell: CellId, seq: Seq, hash: Hash) -> Checkpoint {
        let signature = self.0.sign(&message(cell, seq, hash)).to_bytes();
        Checkpoint { seq, hash, public_key: self.public_key(), signature }
    }
}

/// The signed head of a log at some record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The last record that it covers.
    pub seq: Seq,
    /// Its hash.
    pub hash: Hash,
    /// With which key it is signed.
    pub public_key: [u8; 32],
    /// Ed25519 over SHA-256 of `"hoeder-checkpoint-1"`, cell, seq and hash, encoded as in [`crate::Record::computed_hash`].
    pub signature: [u8; 64],
}

impl Checkpoint {
    /// Is the signature that of its own public key? Strict: no second form of a signature passes.
    #[must_use]
    pub fn is_valid(&self, cell: CellId) -> bool {
        VerifyingKey::from_bytes(&self.public_key).is_ok_and(|key| {
            let signature = Signature::from_bytes(&self.signature);
            key.verify_strict(&message(cell, self.seq, self.hash), &signature).is_ok()
        })
    }
}

fn message(cell: CellId, seq: Seq, hash: Hash) -> [u8; 32] {
    let mut fields = Fields::begin("hoeder-checkpoint-1");
    fields.bytes(cell.as_uuid().as_bytes());
    fields.number(seq.0);
    fields.bytes(&hash.0);
    fields.end().0
}
