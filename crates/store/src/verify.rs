//! Checks an export with no server, no store and no keys (GN-02, FL-31): every hash, every link, every signature, every count.
//!
//! Never here: opening personal halves.

use crate::chain::{Item, Reader, Stop};
use hoeder_vocab::{CellId, Seq};
use std::io::BufRead;

pub use crate::chain::Problem;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Of which cell the file says to be.
    pub cell: Option<CellId>,
    /// Intact records.
    pub records: u64,
    /// Checkpoints with a right signature.
    pub checkpoints: u64,
    /// Positions.
    pub fixes: u64,
    /// Intact documents.
    pub files: u64,
    /// Up to and with this record the log is signed. Records after it are chained, but whoever can rewrite the whole file could
    /// rewrite them as well.
    pub signed_through: Seq,
    /// Public keys of the checkpoints, base64: compare them with the one that the installation published.
    pub checkpoint_keys: Vec<String>,
    /// Records that file a document which is not there, although its person was not erased: each of them, in order.
    pub without_document: Vec<Seq>,
    /// The first thing that is wrong; `None` is a whole, intact file.
    pub problem: Option<Problem>,
}

impl Report {
    /// Is the file whole and intact?
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.problem.is_none()
    }
}

/// Checks a file and takes the public keys that it names.
///
/// # Errors
/// When the input cannot be read. A damaged file is no error but a report.
pub fn verify(input: impl BufRead) -> std::io::Result<Report> {
    check(input, None)
}

/// Checks a file whose checkpoints must be signed with this key, which one has from elsewhere.
///
/// # Errors
/// As [`verify`].
pub fn verify_with_key(input: impl BufRead, public_key: &[u8; 32]) -> std::io::Result<Report> {
    check(input, Some(crate::format::codes::base64_text(public_key)))
}

fn check(input: impl BufRead, only: Option<String>) -> std::io::Result<Report> {
    let mut reader = Reader::new(input);
    let mut report = Report::default();
    loop {
        let item = match reader.next() {
            Ok(Some(item)) => item,
            Ok(None) => {
                report.without_document = reader.without_document();
                report.problem = report.without_document.first().map(|seq| {
                    let what = "the document that this record files is missing";
                    Problem { line: reader.line(), seq: Some(*seq), what }
                });
                return Ok(report);
            }
            Err(Stop::Problem(problem)) => {
                report.problem = Some(problem);
                return Ok(report);
            }
            Err(Stop::Io(error)) => return Err(error),
        };
        match item {
            Item::Header(header) => {
                report.cell = header.cell.parse().ok();
                if let Some(only) = &only
                    && header.checkpoint_keys.iter().any(|key| key != only)
                {
                    let what = "the first line names another key than the one that was asked for";
                    report.problem = Some(Problem { line: 1, seq: None, what });
                    return Ok(report);
                }
                report.checkpoint_keys = header.checkpoint_keys;
            }
            Item::Record(_) => report.records += 1,
            Item::Checkpoint(checkpoint) => {
                report.checkpoints += 1;
                report.signed_through = checkpoint.seq;
            }
            Item::Fix(_) => report.fixes += 1,
            Item::File(_) => report.files += 1,
            Item::End(_) => {}
        }
    }
}
