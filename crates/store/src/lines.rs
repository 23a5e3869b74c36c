//! Records, positions and keys as JSON: for the lines of an export and the frames of the spool.
//!
//! Never here: files, hashes of lines.

use crate::checkpoint::Checkpoint;
use crate::format::codes::{base64_bytes, base64_text};
use crate::log::{FileRow, FixRow, KeyRow};
use crate::record::{Hash, Record, Sealed};
use hoeder_vocab::{CellId, Epoch, Seq};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[derive(Serialize, Deserialize)]
struct SealedForm {
    subject: String,
    nonce: String,
    ciphertext: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RecordForm {
    pub(crate) seq: u64,
    epoch: u64,
    stream: String,
    version: u64,
    kind: String,
    format: u16,
    actor: String,
    purpose: String,
    decided_ms: i64,
    open: Box<RawValue>,
    sealed: Option<SealedForm>,
    prev_hash: String,
    hash: String,
}

impl RecordForm {
    /// `None` when the open half is no JSON.
    pub(crate) fn of(record: &Record) -> Option<Self> {
        Some(Self {
            seq: record.seq.0,
            epoch: record.epoch.0,
            stream: record.stream.clone(),
            version: record.version,
            kind: record.kind.clone(),
            format: record.format,
            actor: record.actor.clone(),
            purpose: record.purpose.clone(),
            decided_ms: record.decided_ms,
            open: RawValue::from_string(record.open.clone()).ok()?,
            sealed: record.sealed.as_ref().map(|sealed| SealedForm {
                subject: sealed.subject.clone(),
                nonce: base64_text(&sealed.nonce),
                ciphertext: base64_text(&sealed.ciphertext),
            }),
            prev_hash: record.prev_hash.to_string(),
            hash: record.hash.to_string(),
        })
    }

    /// `None` when a hash, a nonce or base64 is not what it should be.
    pub(crate) fn record(self, cell: CellId) -> Option<Record> {
        let sealed = match self.sealed {
            None => None,
            Some(form) => Some(Sealed {
                subject: form.subject,
                nonce: base64_bytes(&form.nonce)?.try_into().ok()?,
                ciphertext: base64_bytes(&form.ciphertext)?,
            }),
        };
        Some(Record {
            cell,
            seq: Seq(self.seq),
            epoch: Epoch(self.epoch),
            stream: self.stream,
            version: self.version,
            kind: self.kind,
            format: self.format,
            actor: self.actor,
            purpose: self.purpose,
            decided_ms: self.decided_ms,
            open: self.open.get().to_owned(),
            sealed,
            prev_hash: Hash::from_hex(&self.prev_hash)?,
            hash: Hash::from_hex(&self.hash)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct FixLine {
    person: Option<String>,
    alarm: String,
    received_ms: i64,
    nonce: String,
    ciphertext: String,
}

impl FixLine {
    pub(crate) fn of(fix: &FixRow) -> Self {
        Self {
            person: fix.person.map(|person| person.to_string()),
            alarm: fix.alarm.to_string(),
            received_ms: fix.received_ms,
            nonce: base64_text(&fix.nonce),
            ciphertext: base64_text(&fix.ciphertext),
        }
    }

    pub(crate) fn row(&self) -> Option<FixRow> {
        Some(FixRow {
            person: match &self.person {
                None => None,
                Some(person) => Some(person.parse().ok()?),
            },
            alarm: self.alarm.parse().ok()?,
            received_ms: self.received_ms,
            nonce: base64_bytes(&self.nonce)?.try_into().ok()?,
            ciphertext: base64_bytes(&self.ciphertext)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct FileLine {
    pub(crate) document: String,
    subject: String,
    from: u64,
    nonce: String,
    hash: String,
    ciphertext: String,
}

impl FileLine {
    pub(crate) fn of(file: &FileRow) -> Self {
        Self {
            document: file.document.to_string(),
            subject: file.subject.clone(),
            from: file.from.0,
            nonce: base64_text(&file.nonce),
            hash: file.hash.to_string(),
            ciphertext: base64_text(&file.ciphertext),
        }
    }

    pub(crate) fn row(self) -> Option<FileRow> {
        Some(FileRow {
            document: self.document.parse().ok()?,
            subject: self.subject,
            from: Seq(self.from),
            nonce: base64_bytes(&self.nonce)?.try_into().ok()?,
            hash: Hash::from_hex(&self.hash)?,
            ciphertext: base64_bytes(&self.ciphertext)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct KeyLine {
    subject: String,
    from: u64,
    wrapped: String,
}

impl KeyLine {
    pub(crate) fn of(key: &KeyRow) -> Self {
        Self { subject: key.subject.clone(), from: key.from.0, wrapped: base64_text(&key.wrapped) }
    }

    pub(crate) fn row(self) -> Option<KeyRow> {
        Some(KeyRow { wrapped: base64_bytes(&self.wrapped)?, subject: self.subject, from: Seq(self.from) })
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CheckpointLine {
    pub(crate) seq: u64,
    hash: String,
    public_key: String,
    signature: String,
}

impl CheckpointLine {
    pub(crate) fn of(checkpoint: &Checkpoint) -> Self {
        Self {
            seq: checkpoint.seq.0,
            hash: checkpoint.hash.to_string(),
            public_key: base64_text(&checkpoint.public_key),
            signature: base64_text(&checkpoint.signature),
        }
    }

    pub(crate) fn checkpoint(&self) -> Option<Checkpoint> {
        Some(Checkpoint {
            seq: Seq(self.seq),
            hash: Hash::from_hex(&self.hash)?,
            public_key: base64_bytes(&self.public_key)?.try_into().ok()?,
            signature: base64_bytes(&self.signature)?.try_into().ok()?,
        })
    }
}
