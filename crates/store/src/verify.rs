//! Checks an export with no server, no store and no keys (GN-02, FL-31): every hash, every link, every signature, every count.
//!
//! Never here: opening personal halves.

use crate::chain::{Item, Reader, Stop};
use crate::format::{self, Opened, names};
use crate::record::Record;
use hoeder_engine::entry::Event;
use hoeder_vocab::{Actor, AlarmId, CellId, Seq, UtcMillis};
use hoeder_watch::voice::{HandedFile, RecordingPurpose, Segment, VoiceEvent};
use std::collections::BTreeMap;
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
    /// When the last intact record was decided; `None` when there is none.
    pub last_at: Option<UtcMillis>,
    /// The recordings that the log names, by alarm: to be compared with the files (`recordings::check`, `recordings::compare`).
    pub recordings: BTreeMap<AlarmId, NamedRecording>,
    /// The first thing that is wrong; `None` is a whole, intact file.
    pub problem: Option<Problem>,
}

/// What the log says of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedRecording {
    /// Its segments, in order.
    pub segments: Vec<Segment>,
    /// Its key was destroyed: the file may be gone.
    pub erased: bool,
    /// The files that were made of it and left, in order.
    pub handed_out: Vec<HandedOut>,
}

/// A file of a recording that left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOut {
    /// The record that says so.
    pub seq: Seq,
    /// When.
    pub at: UtcMillis,
    /// To whom, in which role.
    pub by: Actor,
    /// Why.
    pub why: RecordingPurpose,
    /// Its bytes.
    pub file: HandedFile,
    /// How many segments the log named before.
    pub segments: usize,
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
            Item::Record(record) => {
                report.records += 1;
                report.last_at = Some(UtcMillis::from_unix_ms(record.decided_ms));
                note_recording(&record, &mut report.recordings);
            }
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

/// The open half says all that a check needs; a newer form of it is left to a newer program.
fn note_recording(record: &Record, recordings: &mut BTreeMap<AlarmId, NamedRecording>) {
    const TOLD: [&str; 3] = ["voice.segment", "voice.recording-erased", "voice.recording-handed-out"];
    if !TOLD.contains(&record.kind.as_str()) {
        return;
    }
    let event = names::stream_of(&record.stream).and_then(|stream| {
        format::event(&record.kind, record.format, stream, &record.open, Opened::None).ok()
    });
    let Some(Event::Voice(alarm, event)) = event else { return };
    let named = recordings.entry(alarm).or_default();
    if let VoiceEvent::SegmentKept(segment) = event {
        named.segments.push(segment);
    } else if let VoiceEvent::RecordingHandedOut { why, file, .. } = event {
        let by = names::actor_of(&record.actor).unwrap_or(Actor::Stranger);
        let (seq, at) = (record.seq, UtcMillis::from_unix_ms(record.decided_ms));
        let segments = named.segments.len();
        named.handed_out.push(HandedOut { seq, at, by, why, file, segments });
    } else {
        named.erased = true;
    }
}
