//! A record of the log as it is stored, sent and hashed: texts and bytes, so that a reader needs to know no event to check it.
//!
//! Never here: what a record means (`format`), where it lies (`log`).

use hoeder_vocab::{CellId, Epoch, Seq};
use sha2::{Digest, Sha256};
use std::fmt;

/// SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What stands before the first record of a cell.
    pub const ZERO: Self = Self([0; 32]);

    /// From 64 lower-case hexadecimal digits; anything else is `None`.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = (nibble(*high)? << 4) | nibble(*low)?;
        }
        Some(Self(bytes))
    }

    /// From 32 bytes; another length is `None`.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    /// 64 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The personal half of a record, sealed with the key of its subject.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose key: `person:<uuid>`, `case:<uuid>`, `alarm:<uuid>`, `account:<uuid>`, `hotspot:<uuid>`,
    /// `carrier:<uuid>`, `mandate:<uuid>` or `incident:<uuid>`.
    pub subject: String,
    /// Nonce of XChaCha20-Poly1305.
    pub nonce: [u8; 24],
    /// Ciphertext with its 16-byte tag.
    pub ciphertext: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed[{} bytes]", self.ciphertext.len())
    }
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Of which cell.
    pub cell: CellId,
    /// Its number: 1, 2, 3 .. without a gap.
    pub seq: Seq,
    /// Which life of the engine wrote it.
    pub epoch: Epoch,
    /// Where it belongs, such as `alarm:<uuid>`.
    pub stream: String,
    /// Its place in the stream: 1, 2, 3 ..
    pub version: u64,
    /// What happened, such as `alarm.raised`.
    pub kind: String,
    /// Version of the stored form of this kind.
    pub format: u16,
    /// Who: `account:<uuid>:<role>`, `handset:<uuid>`, `stranger` or `system`.
    pub actor: String,
    /// Why: the code of a purpose.
    pub purpose: String,
    /// When the engine decided, in milliseconds since the Unix epoch.
    pub decided_ms: i64,
    /// The half that identifies nobody: one JSON object without line breaks, kept byte for byte.
    pub open: String,
    /// The personal half.
    pub sealed: Option<Sealed>,
    /// Hash of the record before this one; zero for the first.
    pub prev_hash: Hash,
    /// Hash of this record.
    pub hash: Hash,
}

impl Record {
    /// The record as it is lent for a moment.
    #[must_use]
    pub fn lent(&self) -> Lent<'_> {
        let sealed = self.sealed.as_ref().map(|sealed| LentSealed {
            subject: &sealed.subject,
            nonce: sealed.nonce,
            ciphertext: &sealed.ciphertext,
        });
        Lent {
            cell: self.cell,
            seq: self.seq,
            epoch: self.epoch,
            stream: &self.stream,
            version: self.version,
            kind: &self.kind,
            format: self.format,
            actor: &self.actor,
            purpose: &self.purpose,
            decided_ms: self.decided_ms,
            open: &self.open,
            sealed,
            prev_hash: self.prev_hash,
            hash: self.hash,
        }
    }

    /// The hash that this record should have (GN-02, FL-31).
    ///
    /// SHA-256 over the fields in this order, each as its length in 8 bytes (big-endian) and then its bytes; whole numbers are
    /// 8 bytes big-endian (two's complement), ids 16 bytes, texts UTF-8:
    /// `"hoeder-record-1"`, cell, seq, epoch, stream, version, kind, format, actor, purpose, decided_ms, open,
    /// then the subject, nonce and ciphertext (or three times nothing, preceded by the text `none` instead of `sealed`),
    /// then the hash of the record before. Length prefixes make the encoding unambiguous.
    #[must_use]
    pub fn computed_hash(&self) -> Hash {
        self.lent().computed_hash()
    }

    /// Does the hash fit the content?
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.lent().is_intact()
    }

    /// What the sealed half is bound to: it cannot be moved to another record.
    #[must_use]
    pub fn associated_data(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(ASSOCIATED_BYTES);
        self.lent().associate(&mut data);
        data
    }
}

/// Room for what a sealed half is bound to.
const ASSOCIATED_BYTES: usize = 160;

/// The sealed half of a record that is lent.
#[derive(Clone, Copy)]
pub struct LentSealed<'a> {
    /// As in [`Sealed::subject`].
    pub subject: &'a str,
    /// As in [`Sealed::nonce`].
    pub nonce: [u8; 24],
    /// As in [`Sealed::ciphertext`].
    pub ciphertext: &'a [u8],
}

/// A [`Record`] whose texts and bytes lie elsewhere, such as in a row or a page: read by the million without a copy of each.
#[derive(Clone, Copy)]
pub struct Lent<'a> {
    /// As in [`Record::cell`].
    pub cell: CellId,
    /// As in [`Record::seq`].
    pub seq: Seq,
    /// As in [`Record::epoch`].
    pub epoch: Epoch,
    /// As in [`Record::stream`].
    pub stream: &'a str,
    /// As in [`Record::version`].
    pub version: u64,
    /// As in [`Record::kind`].
    pub kind: &'a str,
    /// As in [`Record::format`].
    pub format: u16,
    /// As in [`Record::actor`].
    pub actor: &'a str,
    /// As in [`Record::purpose`].
    pub purpose: &'a str,
    /// As in [`Record::decided_ms`].
    pub decided_ms: i64,
    /// As in [`Record::open`].
    pub open: &'a str,
    /// As in [`Record::sealed`].
    pub sealed: Option<LentSealed<'a>>,
    /// As in [`Record::prev_hash`].
    pub prev_hash: Hash,
    /// As in [`Record::hash`].
    pub hash: Hash,
}

impl Lent<'_> {
    /// A copy that keeps everything itself.
    #[must_use]
    pub fn kept(&self) -> Record {
        Record {
            cell: self.cell,
            seq: self.seq,
            epoch: self.epoch,
            stream: self.stream.to_owned(),
            version: self.version,
            kind: self.kind.to_owned(),
            format: self.format,
            actor: self.actor.to_owned(),
            purpose: self.purpose.to_owned(),
            decided_ms: self.decided_ms,
            open: self.open.to_owned(),
            sealed: self.sealed.map(|sealed| Sealed {
                subject: sealed.subject.to_owned(),
                nonce: sealed.nonce,
                ciphertext: sealed.ciphertext.to_vec(),
            }),
            prev_hash: self.prev_hash,
            hash: self.hash,
        }
    }

    /// As [`Record::computed_hash`].
    #[must_use]
    pub fn computed_hash(&self) -> Hash {
        self.hash_in(&mut Vec::new())
    }

    /// As [`Record::is_intact`].
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.computed_hash() == self.hash
    }

    /// Likewise; `room` is room to work in.
    pub(crate) fn is_intact_in(&self, room: &mut Vec<u8>) -> bool {
        self.hash_in(room) == self.hash
    }

    /// The fields are laid side by side and hashed at once: most are of a few bytes, and there are years of them.
    fn hash_in(&self, room: &mut Vec<u8>) -> Hash {
        room.clear();
        push_field(room, b"hoeder-record-1");
        push_field(room, self.cell.as_uuid().as_bytes());
        push_field(room, &self.seq.0.to_be_bytes());
        push_field(room, &self.epoch.0.to_be_bytes());
        push_field(room, self.stream.as_bytes());
        push_field(room, &self.version.to_be_bytes());
        push_field(room, self.kind.as_bytes());
        push_field(room, &u64::from(self.format).to_be_bytes());
        push_field(room, self.actor.as_bytes());
        push_field(room, self.purpose.as_bytes());
        push_field(room, &self.decided_ms.to_be_bytes());
        push_field(room, self.open.as_bytes());
        match &self.sealed {
            None => {
                push_field(room, b"none");
                push_field(room, &[]);
                push_field(room, &[]);
                push_field(room, &[]);
            }
            Some(sealed) => {
                push_field(room, b"sealed");
                push_field(room, sealed.subject.as_bytes());
                push_field(room, &sealed.nonce);
                push_field(room, sealed.ciphertext);
            }
        }
        push_field(room, &self.prev_hash.0);
        Hash(Sha256::digest(room.as_slice()).into())
    }

    /// Adds what the sealed half is bound to: it cannot be moved to another record.
    pub(crate) fn associate(&self, data: &mut Vec<u8>) {
        for part in [self.cell.as_uuid().as_bytes().as_slice(), &self.seq.0.to_be_bytes()] {
            push_field(data, part);
        }
        push_field(data, self.stream.as_bytes());
        push_field(data, &self.version.to_be_bytes());
        push_field(data, self.kind.as_bytes());
    }
}

fn push_field(data: &mut Vec<u8>, part: &[u8]) {
    data.extend_from_slice(&length(part));
    data.extend_from_slice(part);
}

fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()
}

/// SHA-256 over length-prefixed fields.
pub(crate) struct Fields(Sha256);

impl Fields {
    pub(crate) fn begin(name: &str) -> Self {
        let mut fields = Self(Sha256::new());
        fields.text(name);
        fields
    }
    pub(crate) fn bytes(&mut self, part: &[u8]) {
        self.0.update(length(part));
        self.0.update(part);
    }
    pub(crate) fn text(&mut self, part: &str) {
        self.bytes(part.as_bytes());
    }
    pub(crate) fn number(&mut self, part: u64) {
        self.bytes(&part.to_be_bytes());
    }
    pub(crate) fn end(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}
