//! The export of a cell: every record, checkpoint, position and document in an open, documented, verifiable form (FL-30, FL-31).
//!
//! `docs/export-format.md` says how it looks. Personal halves stay sealed; keys are not in it, on purpose: an export that
//! lies somewhere must not undo an erasure that is ordered later (GN-04). Never here: keys in clear.

use crate::chain::{End, Header, Line, NAME, VERSION, write_line};
use crate::error::StoreError;
use crate::format::codes::base64_text;
use crate::lines::{CheckpointLine, FileLine, FixLine, KeyLine, RecordForm};
use crate::log::Log;
use crate::record::Hash;
use hoeder_vocab::{CellId, Seq};
use std::collections::BTreeMap;
use std::io::Write;

/// Rows read at once.
const AT_ONCE: u32 = 500;
/// Documents read at once: each may have 10 MiB.
const FILES_AT_ONCE: u32 = 4;

/// Why an export was not finished. A file that was begun is not a whole export, and `verify` says so.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error("the store cannot be read")]
    Store(#[source] StoreError),
    /// The file cannot be written.
    #[error("the export cannot be written")]
    Io(#[source] std::io::Error),
}

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<std::io::Error> for ExportError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Records.
    pub records: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Positions.
    pub fixes: u64,
    /// Documents.
    pub files: u64,
    /// The hash of the last line: whoever has it can tell the whole file.
    pub digest: Hash,
}

/// Writes the export of a cell as it is now; records that come meanwhile are left out. `progress` hears the number of each
/// 500th record.
///
/// # Errors
/// [`ExportError`].
pub fn export(
    log: &mut dyn Log,
    cell: CellId,
    out: &mut impl Write,
    progress: &mut dyn FnMut(Seq),
) -> Result<Exported, ExportError> {
    log.use_cell(cell);
    let (last, head) = log.head()?;
    let mut keys: Vec<String> = Vec::new();
    let mut checkpoints = BTreeMap::new();
    for checkpoint in log.checkpoints()?.into_iter().filter(|checkpoint| checkpoint.seq <= last) {
        let key = base64_text(&checkpoint.public_key);
        if !keys.contains(&key) {
            keys.push(key);
        }
        checkpoints.insert(checkpoint.seq, checkpoint);
    }
    let header = Header {
        format: NAME.to_owned(),
        version: VERSION,
        cell: cell.to_string(),
        last: last.0,
        head: head.to_string(),
        checkpoint_keys: keys,
    };
    let mut hash = write_line(out, Hash::ZERO, &Line::Header(header))?;
    let mut end = End::default();
    let mut from = Seq(1);
    while from <= last {
        let records = log.read(from, AT_ONCE)?;
        if records.is_empty() {
            return Err(missing().into());
        }
        for record in records.iter().filter(|record| record.seq <= last) {
            hash = write_line(out, hash, &Line::Record(RecordForm::of(record).ok_or_else(missing)?))?;
            end.records += 1;
            if let Some(checkpoint) = checkpoints.get(&record.seq) {
                hash = write_line(out, hash, &Line::Checkpoint(CheckpointLine::of(checkpoint)))?;
                end.checkpoints += 1;
            }
            from = record.seq.next();
        }
        progress(Seq(from.0 - 1));
    }
    hash = beside(log, out, hash, &mut end)?;
    let digest = write_line(out, hash, &Line::End(end))?;
    out.flush()?;
    let End { records, checkpoints, fixes, files } = end;
    Ok(Exported { records, checkpoints, fixes, files, digest })
}

/// What lies beside the log: positions, then documents.
fn beside(
    log: &mut dyn Log,
    out: &mut impl Write,
    mut hash: Hash,
    end: &mut End,
) -> Result<Hash, ExportError> {
    let mut after = None;
    loop {
        let fixes = log.fixes_after(after, AT_ONCE)?;
        let Some(newest) = fixes.last() else { break };
        after = Some((newest.received_ms, newest.nonce));
        for fix in &fixes {
            hash = write_line(out, hash, &Line::Fix(FixLine::of(fix)))?;
            end.fixes += 1;
        }
    }
    let mut after = None;
    loop {
        let files = log.files_after(after, FILES_AT_ONCE)?;
        let Some(last) = files.last() else { return Ok(hash) };
        after = Some(last.document);
        for file in &files {
            hash = write_line(out, hash, &Line::File(FileLine::of(file)))?;
            end.files += 1;
        }
    }
}

fn missing() -> StoreError {
    StoreError::Damaged {
        place: String::from("records"),
        what: "a record is missing or its open half is no JSON",
    }
}

/// Writes the keys of all subjects, one JSON object a line, still wrapped under the master key.
///
/// Only for moving a whole installation: together with the master key this opens every personal half of every export made
/// before, also of persons who are erased later. Carry it apart from the export, and destroy it once it is imported.
///
/// # Errors
/// [`ExportError`].
pub fn export_keys(log: &mut dyn Log, cell: CellId, out: &mut impl Write) -> Result<u64, ExportError> {
    log.use_cell(cell);
    let mut count = 0;
    for key in log.keys()? {
        serde_json::to_writer(&mut *out, &KeyLine::of(&key))
            .map_err(|error| ExportError::Io(error.into()))?;
        out.write_all(b"\n")?;
        count += 1;
    }
    out.flush()?;
    Ok(count)
}
