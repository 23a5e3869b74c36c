//! The import of an export into an empty cell, checked line by line (FL-30).
//!
//! An import that stops in the middle leaves the cell marked: no engine starts on half a log. Never here: merging logs.

use crate::chain::{Item, Problem, Reader, Stop};
use crate::error::StoreError;
use crate::lines::KeyLine;
use crate::log::{FixRow, Log};
use crate::readmodel::erased_subject;
use crate::record::Record;
use hoeder_vocab::{CellId, Seq};
use std::collections::BTreeMap;
use std::io::BufRead;

/// Rows written at once.
const AT_ONCE: usize = 500;
/// Rows read at once.
const READ_AT_ONCE: u32 = 500;

/// Why an import was not done.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not a whole, intact export.
    #[error("the export is not intact")]
    Problem(#[source] Problem),
    /// The file cannot be read.
    #[error("the export cannot be read")]
    Io(#[source] std::io::Error),
    /// The store failed or is not empty.
    #[error("the store does not take the export")]
    Store(#[source] StoreError),
    /// A line of a key file is malformed.
    #[error("line {0} of the key file is malformed")]
    KeyLine(u64),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Stop> for ImportError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Problem(problem) => Self::Problem(problem),
            Stop::Io(error) => Self::Io(error),
        }
    }
}

/// What came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Into which cell.
    pub cell: CellId,
    /// Records.
    pub records: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Positions.
    pub fixes: u64,
    /// Documents.
    pub files: u64,
    /// Documents that records name and that the export does not have, although their person was not erased. Everything else is
    /// imported all the same.
    pub missing: usize,
}

/// Reads an export into a store that has no records of its cell. `progress` hears the number of each 500th record.
///
/// # Errors
/// [`ImportError`].
pub fn import(
    log: &mut dyn Log,
    input: impl BufRead,
    progress: &mut dyn FnMut(Seq),
) -> Result<Imported, ImportError> {
    let mut reader = Reader::new(input);
    let Some(Item::Header(header)) = reader.next()? else {
        return Err(ImportError::Problem(Problem { line: 1, seq: None, what: "the first line is missing" }));
    };
    let cell = header
        .cell
        .parse()
        .map_err(|_| ImportError::Problem(Problem { line: 1, seq: None, what: "the cell is no id" }))?;
    log.begin_restore(cell)?;
    let (mut records, mut fixes): (Vec<Record>, Vec<FixRow>) = (Vec::new(), Vec::new());
    let mut imported = Imported { cell, records: 0, checkpoints: 0, fixes: 0, files: 0, missing: 0 };
    while let Some(item) = reader.next()? {
        match item {
            Item::Header(_) => {}
            Item::Record(record) => records.push(record),
            Item::Checkpoint(checkpoint) => log.put_checkpoint(&checkpoint)?,
            Item::Fix(fix) => fixes.push(fix),
            Item::File(file) => log.put_file(&file)?,
            Item::End(end) => {
                imported = Imported {
                    cell,
                    records: end.records,
                    checkpoints: end.checkpoints,
                    fixes: end.fixes,
                    files: end.files,
                    missing: 0,
                };
            }
        }
        if records.len() + fixes.len() >= AT_ONCE {
            store(log, &mut records, &mut fixes, progress)?;
        }
    }
    store(log, &mut records, &mut fixes, progress)?;
    log.end_restore()?;
    imported.missing = reader.without_document().len();
    Ok(imported)
}

fn store(
    log: &mut dyn Log,
    records: &mut Vec<Record>,
    fixes: &mut Vec<FixRow>,
    progress: &mut dyn FnMut(Seq),
) -> Result<(), StoreError> {
    log.restore(records, fixes)?;
    if let Some(last) = records.last() {
        progress(last.seq);
    }
    records.clear();
    fixes.clear();
    Ok(())
}

/// Reads what [`crate::export::export_keys`] wrote. The master key must be the one of the old installation.
///
/// A key whose destruction stands in the log is passed over: an old key file brings nobody back (GN-04). Import the log first.
/// Gives how many keys were taken.
///
/// # Errors
/// [`ImportError`].
pub fn import_keys(log: &mut dyn Log, cell: CellId, input: impl BufRead) -> Result<u64, ImportError> {
    log.use_cell(cell);
    let erased = erasures(log)?;
    let mut taken = 0;
    for (number, line) in (1..).zip(input.lines()) {
        let line = line.map_err(ImportError::Io)?;
        let key = serde_json::from_str::<KeyLine>(&line).ok().and_then(KeyLine::row);
        let key = key.ok_or(ImportError::KeyLine(number))?;
        if erased.get(&key.subject).is_none_or(|at| key.from > *at) {
            log.put_key(&key)?;
            taken += 1;
        }
    }
    Ok(taken)
}

/// The last record that says that the key of a subject is destroyed.
fn erasures(log: &mut dyn Log) -> Result<BTreeMap<String, Seq>, StoreError> {
    let mut erased = BTreeMap::new();
    let mut from = Seq(1);
    loop {
        let records = log.read(from, READ_AT_ONCE)?;
        let Some(last) = records.last() else { return Ok(erased) };
        from = last.seq.next();
        for record in &records {
            if let Some(subject) = erased_subject(record) {
                erased.insert(subject, record.seq);
            }
        }
    }
}
