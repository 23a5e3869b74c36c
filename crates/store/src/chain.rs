//! The lines of an export: each is one JSON object that ends with the hash of itself and of the line before.
//!
//! Never here: the store. The reader trusts nothing and needs neither server nor keys.

use crate::format::FILED_KIND;
use crate::lines::{CheckpointLine, FileLine, FixLine, RecordForm};
use crate::readmodel::erased_subject;
use crate::record::{Hash, Record};
use crate::{Checkpoint, FileRow, FixRow};
use hoeder_vocab::{CellId, DocumentId, Seq};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::BufRead;

/// Name of the format in the first line.
pub(crate) const NAME: &str = "hoeder-export";
/// Version of the format.
pub(crate) const VERSION: u32 = 1;
/// Longest line that is read, in bytes. The longest written holds an outline of a zone.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// `,"line":"` with 64 digits and `"}`.
const TAIL: usize = 75;

#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct Header {
    pub(crate) format: String,
    pub(crate) version: u32,
    pub(crate) cell: String,
    /// Number of the last record; the first is 1.
    pub(crate) last: u64,
    pub(crate) head: String,
    /// Base64 of the public keys with which checkpoints in this file are signed, in the order of their first use.
    pub(crate) checkpoint_keys: Vec<String>,
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct End {
    pub(crate) records: u64,
    pub(crate) checkpoints: u64,
    pub(crate) fixes: u64,
    /// Left out when there are none, so that a reader from before documents reads such an export.
    #[serde(default, skip_serializing_if = "none")]
    pub(crate) files: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn none(count: &u64) -> bool {
    *count == 0
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Line {
    Header(Header),
    Record(RecordForm),
    Checkpoint(CheckpointLine),
    Fix(FixLine),
    File(FileLine),
    End(End),
}

fn line_hash(before: Hash, body: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before.0);
    hasher.update(body);
    Hash(hasher.finalize().into())
}

/// Writes a line; gives its hash.
pub(crate) fn write_line(out: &mut impl std::io::Write, before: Hash, line: &Line) -> std::io::Result<Hash> {
    let mut body = serde_json::to_vec(line)?;
    body.pop();
    let hash = line_hash(before, &body);
    out.write_all(&body)?;
    writeln!(out, ",\"line\":\"{hash}\"}}")?;
    Ok(hash)
}

/// The first thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {what}", .seq.map(|seq| format!(", record {}", seq.0)).unwrap_or_default())]
pub struct Problem {
    /// Which line, from 1.
    pub line: u64,
    /// Which record it is or should be; after the records the last one.
    pub seq: Option<Seq>,
    /// What is wrong.
    pub what: &'static str,
}

/// Why reading stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    #[error(transparent)]
    Problem(#[from] Problem),
    #[error("the file cannot be read")]
    Io(#[source] std::io::Error),
}

/// Something that was checked.
pub(crate) enum Item {
    Header(Header),
    Record(Record),
    Checkpoint(Checkpoint),
    Fix(FixRow),
    File(FileRow),
    End(End),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Start,
    Records,
    Fixes,
    Files,
    Ended,
}

/// Reads and checks line by line.
pub(crate) struct Reader<R> {
    input: R,
    line: u64,
    before: Hash,
    part: Part,
    cell: CellId,
    last: Seq,
    head: Option<Hash>,
    keys: Vec<String>,
    seq: Seq,
    hash: Hash,
    counts: End,
    last_fix: Option<(i64, [u8; 24])>,
    last_file: Option<DocumentId>,
    /// Documents that records name and that were not met yet: whose they are, and the record.
    filed: BTreeMap<DocumentId, (String, Seq)>,
    signed: Seq,
}

/// What a record that files a document says of it in its open half.
#[derive(Deserialize)]
struct FiledOpen {
    document: String,
}

impl<R: BufRead> Reader<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            line: 0,
            before: Hash::ZERO,
            part: Part::Start,
            cell: CellId::from_u128(0),
            last: Seq(0),
            head: None,
            keys: Vec::new(),
            seq: Seq(0),
            hash: Hash::ZERO,
            counts: End::default(),
            last_fix: None,
            last_file: None,
            filed: BTreeMap::new(),
            signed: Seq(0),
        }
    }

    /// The last line that was read.
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    fn problem(&self, what: &'static str) -> Problem {
        let seq = match self.part {
            Part::Start => None,
            Part::Records if self.seq < self.last => Some(self.seq.next()),
            Part::Records | Part::Fixes | Part::Files | Part::Ended => Some(self.seq),
        };
        Problem { line: self.line, seq, what }
    }

    /// The next checked thing; `None` at the end of a whole file.
    pub(crate) fn next(&mut self) -> Result<Option<Item>, Stop> {
        self.line += 1;
        let mut bytes = Vec::new();
        let mut limited = std::io::Read::take(&mut self.input, LINE_BYTES_MAX);
        limited.read_until(b'\n', &mut bytes).map_err(Stop::Io)?;
        if bytes.is_empty() {
            return if self.part == Part::Ended {
                Ok(None)
            } else {
                Err(self.problem("the file ends before its last line").into())
            };
        }
        let line = self.unchained(&bytes)?;
        self.check(line).map(Some).map_err(Stop::Problem)
    }

    /// Takes the hash of the line off and compares it.
    fn unchained(&mut self, bytes: &[u8]) -> Result<Line, Problem> {
        let Some(bytes) = bytes.strip_suffix(b"\n") else {
            return Err(self.problem("the line is too long or cut off"));
        };
        let Some((body, tail)) = bytes.len().checked_sub(TAIL).and_then(|at| bytes.split_at_checked(at))
        else {
            return Err(self.problem("the line is too short"));
        };
        let digits = tail.strip_prefix(b",\"line\":\"").and_then(|rest| rest.strip_suffix(b"\"}"));
        let given = digits.and_then(|digits| std::str::from_utf8(digits).ok()).and_then(Hash::from_hex);
        let Some(given) = given else {
            return Err(self.problem("the line does not end with its hash"));
        };
        if line_hash(self.before, body) != given {
            return Err(
                self.problem("the hash of the line is not that of its content and of the line before")
            );
        }
        let mut body = body.to_vec();
        body.push(b'}');
        let line = serde_json::from_slice(&body)
            .map_err(|_| self.problem("the line is not one that this version knows"))?;
        self.before = given;
        Ok(line)
    }

    fn check(&mut self, line: Line) -> Result<Item, Problem> {
        match (self.part, line) {
            (Part::Start, Line::Header(header)) => self.header(header),
            (Part::Records, Line::Record(form)) => self.record(form),
            (Part::Records, Line::Checkpoint(form)) => self.checkpoint(&form),
            (Part::Records | Part::Fixes, Line::Fix(form)) => self.fix(&form),
            (Part::Records | Part::Fixes | Part::Files, Line::File(form)) => self.file(form),
            (Part::Records | Part::Fixes | Part::Files, Line::End(end)) => self.end(end),
            (
                _,
                Line::Header(_)
                | Line::Record(_)
                | Line::Checkpoint(_)
                | Line::Fix(_)
                | Line::File(_)
                | Line::End(_),
            ) => Err(self.problem("a line of this kind does not belong here")),
        }
    }

    fn header(&mut self, header: Header) -> Result<Item, Problem> {
        if header.format != NAME {
            return Err(self.problem("this is no export of Hoeder"));
        }
        if header.version != VERSION {
            return Err(self.problem("the export is of another version: upgrade the program"));
        }
        self.cell = header.cell.parse().map_err(|_| self.problem("the cell is no id"))?;
        self.head = Hash::from_hex(&header.head);
        self.last = Seq(header.last);
        self.keys.clone_from(&header.checkpoint_keys);
        self.part = Part::Records;
        Ok(Item::Header(header))
    }

    fn record(&mut self, form: RecordForm) -> Result<Item, Problem> {
        let Some(record) = form.record(self.cell) else {
            return Err(self.problem("a hash, a nonce or base64 of the record is malformed"));
        };
        if record.seq != self.seq.next() || record.seq > self.last {
            return Err(self.problem("the number of the record is not the next one"));
        }
        if record.prev_hash != self.hash {
            return Err(self.problem("the record does not link to the record before it"));
        }
        if !record.is_intact() {
            return Err(self.problem("the hash of the record is not that of its content"));
        }
        self.seq = record.seq;
        self.hash = record.hash;
        self.counts.records += 1;
        self.note_documents(&record);
        Ok(Item::Record(record))
    }

    fn checkpoint(&mut self, form: &CheckpointLine) -> Result<Item, Problem> {
        let Some(checkpoint) = form.checkpoint() else {
            return Err(self.problem("the checkpoint is malformed"));
        };
        let key = crate::format::codes::base64_text(&checkpoint.public_key);
        if checkpoint.seq != self.seq || checkpoint.hash != self.hash || self.signed >= self.seq {
            return Err(self.problem("the checkpoint is not about the record before it"));
        }
        if !self.keys.contains(&key) {
            return Err(self.problem("the checkpoint is signed with a key that the first line does not name"));
        }
        if !checkpoint.is_valid(self.cell) {
            return Err(self.problem("the signature of the checkpoint is wrong"));
        }
        self.signed = checkpoint.seq;
        self.counts.checkpoints += 1;
        Ok(Item::Checkpoint(checkpoint))
    }

    fn fix(&mut self, form: &FixLine) -> Result<Item, Problem> {
        self.whole()?;
        self.part = Part::Fixes;
        let Some(fix) = form.row() else { return Err(self.problem("the position is malformed")) };
        let place = Some((fix.received_ms, fix.nonce));
        if place <= self.last_fix {
            return Err(self.problem("the positions are out of order"));
        }
        self.last_fix = place;
        self.counts.fixes += 1;
        Ok(Item::Fix(fix))
    }

    /// Which documents must follow: those that were filed and whose person was not erased later.
    fn note_documents(&mut self, record: &Record) {
        if let Some(erased) = erased_subject(record) {
            self.filed.retain(|_, (subject, _)| *subject != erased);
        }
        if record.kind != FILED_KIND {
            return;
        }
        let document =
            serde_json::from_str(&record.open).ok().and_then(|FiledOpen { document }| document.parse().ok());
        if let (Some(document), Some(sealed)) = (document, &record.sealed) {
            self.filed.insert(document, (sealed.subject.clone(), record.seq));
        }
    }

    fn file(&mut self, form: FileLine) -> Result<Item, Problem> {
        self.whole()?;
        self.part = Part::Files;
        let Some(file) = form.row() else { return Err(self.problem("the document is malformed")) };
        if Some(file.document) <= self.last_file {
            return Err(self.problem("the documents are out of order"));
        }
        if !file.is_intact(self.cell) {
            return Err(self.problem("the hash of the document is not that of its content"));
        }
        self.last_file = Some(file.document);
        self.filed.remove(&file.document);
        self.counts.files += 1;
        Ok(Item::File(file))
    }

    /// Records, in order, whose document is not in a file that was read to its end.
    pub(crate) fn without_document(&self) -> Vec<Seq> {
        let mut records: Vec<Seq> = self.filed.values().map(|(_, seq)| *seq).collect();
        records.sort_unstable();
        records
    }

    fn end(&mut self, end: End) -> Result<Item, Problem> {
        self.whole()?;
        if end != self.counts {
            return Err(self.problem("the last line counts other lines than there are"));
        }
        self.part = Part::Ended;
        Ok(Item::End(end))
    }

    fn whole(&self) -> Result<(), Problem> {
        if self.seq == self.last && self.head == Some(self.hash) {
            Ok(())
        } else {
            Err(self.problem("there are fewer records than the first line says, or the last one is another"))
        }
    }
}
