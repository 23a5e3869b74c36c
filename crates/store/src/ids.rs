//! Hashing of ids for the maps that a replay asks at every record. Ids are made by the program, most of them at random, so nobody
//! can choose many that fall together; a start of its own for each map keeps that so for those that come with an import.
//!
//! Never here: hashes that are stored.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const WORD: usize = size_of::<u64>();

/// Makes the hashers of one map.
#[derive(Clone)]
pub(crate) struct ById(u64);

impl Default for ById {
    fn default() -> Self {
        Self(RandomState::new().hash_one(SPREAD))
    }
}

impl BuildHasher for ById {
    type Hasher = IdHasher;

    fn build_hasher(&self) -> IdHasher {
        IdHasher(self.0)
    }
}

/// Folds 8 bytes at a time.
pub(crate) struct IdHasher(u64);

impl IdHasher {
    const fn fold(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(SPREAD);
        self.0 ^= self.0 >> 32;
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<WORD>();
        for word in words {
            self.fold(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.fold(u64::from(*byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.fold(u64::try_from(number).unwrap_or(u64::MAX));
    }

    fn write_isize(&mut self, number: isize) {
        self.fold(i64::try_from(number).unwrap_or(i64::MAX).cast_unsigned());
    }

    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 29)).wrapping_mul(SPREAD).rotate_left(26)
    }
}
