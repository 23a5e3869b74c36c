//! A page of records as they come from the log: their texts lie in one block and their sealed halves in another, so that years
//! of a log are read without a copy of each text, and a sealed half is opened where it lies.
//!
//! Never here: where records come from, what they mean.

use crate::record::{Hash, Lent, LentSealed};
use hoeder_vocab::{CellId, Epoch, Seq};
use std::ops::Range;
use zeroize::{Zeroize, Zeroizing};

/// A page of records in the order in which they were read. One that is cleared is filled again without new memory.
#[derive(Default)]
pub struct Page {
    texts: String,
    /// Wiped when the page is cleared or dropped: what was opened is personal.
    bytes: Zeroizing<Vec<u8>>,
    rows: Vec<Row>,
}

/// What is not a text, and where the texts and the sealed half lie.
struct Row {
    cell: CellId,
    seq: Seq,
    epoch: Epoch,
    version: u64,
    format: u16,
    decided_ms: i64,
    prev_hash: Hash,
    hash: Hash,
    nonce: Option<[u8; 24]>,
    /// Where the first text begins, then where each ends: stream, kind, actor, purpose, open, subject.
    texts: [usize; 7],
    ciphertext: Range<usize>,
}

impl Row {
    fn lent<'a>(&self, texts: &'a str, ciphertext: &'a [u8]) -> Option<Lent<'a>> {
        let [start, stream, kind, actor, purpose, open, subject] = self.texts;
        let sealed = match self.nonce {
            None => None,
            Some(nonce) => Some(LentSealed { subject: texts.get(open..subject)?, nonce, ciphertext }),
        };
        Some(Lent {
            cell: self.cell,
            seq: self.seq,
            epoch: self.epoch,
            stream: texts.get(start..stream)?,
            version: self.version,
            kind: texts.get(stream..kind)?,
            format: self.format,
            actor: texts.get(kind..actor)?,
            purpose: texts.get(actor..purpose)?,
            decided_ms: self.decided_ms,
            open: texts.get(purpose..open)?,
            sealed,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }
}

impl Page {
    /// How many records it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Does it hold none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of its last record.
    #[must_use]
    pub fn last(&self) -> Option<Seq> {
        self.rows.last().map(|row| row.seq)
    }

    /// Takes a copy of a record in.
    pub fn push(&mut self, record: &Lent<'_>) {
        let subject = record.sealed.as_ref().map_or("", |sealed| sealed.subject);
        let parts = [record.stream, record.kind, record.actor, record.purpose, record.open, subject];
        let mut texts = [self.texts.len(); 7];
        for (part, end) in parts.into_iter().zip(texts.iter_mut().skip(1)) {
            self.texts.push_str(part);
            *end = self.texts.len();
        }
        let from = self.bytes.len();
        if let Some(sealed) = &record.sealed {
            self.bytes.extend_from_slice(sealed.ciphertext);
        }
        self.rows.push(Row {
            cell: record.cell,
            seq: record.seq,
            epoch: record.epoch,
            version: record.version,
            format: record.format,
            decided_ms: record.decided_ms,
            prev_hash: record.prev_hash,
            hash: record.hash,
            nonce: record.sealed.as_ref().map(|sealed| sealed.nonce),
            texts,
            ciphertext: from..self.bytes.len(),
        });
    }

    /// The record at that place, from 0.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Lent<'_>> {
        let row = self.rows.get(place)?;
        row.lent(&self.texts, self.bytes.get(row.ciphertext.clone())?)
    }

    /// The record at that place and, beside it, the bytes of its sealed half, to be opened there.
    pub(crate) fn open_at(&mut self, place: usize) -> Option<(Lent<'_>, &mut [u8])> {
        let row = self.rows.get(place)?;
        Some((row.lent(&self.texts, &[])?, self.bytes.get_mut(row.ciphertext.clone())?))
    }

    /// Takes everything out and wipes what was opened.
    pub fn clear(&mut self) {
        self.texts.clear();
        self.bytes.as_mut_slice().zeroize();
        self.bytes.clear();
        self.rows.clear();
    }
}
