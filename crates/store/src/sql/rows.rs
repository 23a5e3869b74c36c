//! Rows to types.
//!
//! Never here: statements.

use super::{LentValue, Row, Value};
use crate::error::StoreError;
use crate::log::KeyRow;
use crate::record::{Hash, Lent, LentSealed, Record};
use hoeder_vocab::{CellId, Epoch, Seq, UtcMillis};
use std::str::FromStr;

pub(super) fn damaged(place: impl ToString, what: &'static str) -> StoreError {
    StoreError::Damaged { place: place.to_string(), what }
}

/// Reads the columns of a row from left to right.
pub(super) struct Columns {
    table: &'static str,
    values: std::vec::IntoIter<Value>,
}

impl Columns {
    pub(super) fn of(table: &'static str, row: Row) -> Self {
        Self { table, values: row.into_iter() }
    }
    fn next(&mut self) -> Result<Value, StoreError> {
        self.values.next().ok_or_else(|| damaged(self.table, "a column is missing"))
    }
    pub(super) fn int(&mut self) -> Result<i64, StoreError> {
        match self.next()? {
            Value::Int(value) => Ok(value),
            Value::Null | Value::Text(_) | Value::Bytes(_) => {
                Err(damaged(self.table, "a number was expected"))
            }
        }
    }
    pub(super) fn number(&mut self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| damaged(self.table, "a number is negative"))
    }
    pub(super) fn maybe_time(&mut self) -> Result<Option<UtcMillis>, StoreError> {
        match self.next()? {
            Value::Int(value) => Ok(Some(UtcMillis::from_unix_ms(value))),
            Value::Null => Ok(None),
            Value::Text(_) | Value::Bytes(_) => Err(damaged(self.table, "a time was expected")),
        }
    }
    pub(super) fn time(&mut self) -> Result<UtcMillis, StoreError> {
        self.int().map(UtcMillis::from_unix_ms)
    }
    pub(super) fn text(&mut self) -> Result<String, StoreError> {
        self.maybe_text()?.ok_or_else(|| damaged(self.table, "a text was expected"))
    }
    pub(super) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.next()? {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            Value::Int(_) | Value::Bytes(_) => Err(damaged(self.table, "a text was expected")),
        }
    }
    pub(super) fn parsed<T: FromStr>(&mut self) -> Result<T, StoreError> {
        self.text()?.parse().map_err(|_| damaged(self.table, "an id was expected"))
    }
    pub(super) fn maybe_parsed<T: FromStr>(&mut self) -> Result<Option<T>, StoreError> {
        match self.maybe_text()? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| damaged(self.table, "an id was expected")),
        }
    }
    pub(super) fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        match self.next()? {
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Null => Ok(None),
            Value::Int(_) | Value::Text(_) => Err(damaged(self.table, "bytes were expected")),
        }
    }
    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        self.maybe_bytes()?.ok_or_else(|| damaged(self.table, "bytes were expected"))
    }
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        self.bytes()?.try_into().map_err(|_| damaged(self.table, "bytes of another length were expected"))
    }
    pub(super) fn hash(&mut self) -> Result<Hash, StoreError> {
        self.array().map(Hash)
    }
    pub(super) fn code<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        read(&self.text()?).ok_or_else(|| damaged(self.table, "an unknown word"))
    }
}

pub(super) const RECORD_COLUMNS: &str = "seq, epoch, stream, version, kind, format, actor, purpose, decided_ms, open, \
     subject, nonce, ciphertext, prev_hash, hash";

impl<'a> LentValue<'a> {
    fn int(self) -> Result<i64, StoreError> {
        match self {
            Self::Int(value) => Ok(value),
            Self::Null | Self::Text(_) | Self::Bytes(_) => Err(damaged("records", "a number was expected")),
        }
    }
    fn number(self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| damaged("records", "a number is negative"))
    }
    fn text(self) -> Result<&'a str, StoreError> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Null | Self::Int(_) | Self::Bytes(_) => Err(damaged("records", "a text was expected")),
        }
    }
    fn array<const N: usize>(self) -> Result<[u8; N], StoreError> {
        match self {
            Self::Bytes(bytes) => {
                bytes.try_into().map_err(|_| damaged("records", "bytes of another length were expected"))
            }
            Self::Null | Self::Int(_) | Self::Text(_) => Err(damaged("records", "bytes were expected")),
        }
    }
}

/// The record of a row with [`RECORD_COLUMNS`].
pub(super) fn record<'a>(cell: CellId, row: &[LentValue<'a>]) -> Result<Lent<'a>, StoreError> {
    let [
        seq,
        epoch,
        stream,
        version,
        kind,
        format,
        actor,
        purpose,
        decided_ms,
        open,
        subject,
        nonce,
        ciphertext,
        prev_hash,
        hash,
    ] = *row
    else {
        return Err(damaged("records", "a column is missing"));
    };
    Ok(Lent {
        cell,
        seq: Seq(seq.number()?),
        epoch: Epoch(epoch.number()?),
        stream: stream.text()?,
        version: version.number()?,
        kind: kind.text()?,
        format: u16::try_from(format.int()?).map_err(|_| damaged("records", "a format is no number"))?,
        actor: actor.text()?,
        purpose: purpose.text()?,
        decided_ms: decided_ms.int()?,
        open: open.text()?,
        sealed: match (subject, nonce, ciphertext) {
            (LentValue::Text(subject), LentValue::Bytes(_), LentValue::Bytes(ciphertext)) => {
                Some(LentSealed { subject, nonce: nonce.array()?, ciphertext })
            }
            (LentValue::Null, LentValue::Null, LentValue::Null) => None,
            _ => return Err(damaged("records", "a sealed half is incomplete")),
        },
        prev_hash: Hash(prev_hash.array()?),
        hash: Hash(hash.array()?),
    })
}

/// The key of a row with its subject, its first record and its wrapped bytes.
pub(super) fn key(row: &[LentValue<'_>]) -> Result<KeyRow, StoreError> {
    let [LentValue::Text(subject), LentValue::Int(from), LentValue::Bytes(wrapped)] = *row else {
        return Err(damaged("keys", "a column is not what it should be"));
    };
    let from = u64::try_from(from).map_err(|_| damaged("keys", "a number is negative"))?;
    Ok(KeyRow { subject: subject.to_owned(), from: Seq(from), wrapped: wrapped.to_vec() })
}

pub(super) fn record_values(cell: &Value, record: &Record) -> [Value; 16] {
    let (subject, nonce, ciphertext) = match &record.sealed {
        None => (Value::Null, Value::Null, Value::Null),
        Some(sealed) => (
            Value::text(&sealed.subject),
            Value::Bytes(sealed.nonce.to_vec()),
            Value::Bytes(sealed.ciphertext.clone()),
        ),
    };
    [
        cell.clone(),
        Value::number(record.seq.0),
        Value::number(record.epoch.0),
        Value::text(&record.stream),
        Value::number(record.version),
        Value::text(&record.kind),
        Value::Int(i64::from(record.format)),
        Value::text(&record.actor),
        Value::text(&record.purpose),
        Value::Int(record.decided_ms),
        Value::text(&record.open),
        subject,
        nonce,
        ciphertext,
        Value::Bytes(record.prev_hash.0.to_vec()),
        Value::Bytes(record.hash.0.to_vec()),
    ]
}
