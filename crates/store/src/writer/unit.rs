//! What is made durable together, and its form as a frame of the spool.
//!
//! Never here: sealing.

use crate::error::SpoolError;
use crate::format::names::{subject_of, subject_text};
use crate::lines::{FixLine, KeyLine, RecordForm};
use crate::log::{Bundle, FixRow, KeyRow};
use crate::record::Record;
use hoeder_engine::entry::Subject;
use hoeder_engine::input::Proof;
use hoeder_vocab::CellId;
use serde::{Deserialize, Serialize};

/// Version of the frame's form.
const FRAME_FORMAT: u16 = 1;

#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) cell: CellId,
    pub(super) keys: Vec<KeyRow>,
    pub(super) records: Vec<Record>,
    pub(super) fixes: Vec<FixRow>,
    pub(super) destroy: Vec<Subject>,
}

#[derive(Serialize, Deserialize)]
struct Frame {
    format: u16,
    cell: String,
    keys: Vec<KeyLine>,
    records: Vec<RecordForm>,
    fixes: Vec<FixLine>,
    destroy: Vec<String>,
}

impl Unit {
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.records.is_empty() && self.fixes.is_empty() && self.destroy.is_empty()
    }

    pub(super) fn bundle<'a>(&'a self, proofs: &'a [Proof]) -> Bundle<'a> {
        Bundle {
            keys: &self.keys,
            records: &self.records,
            fixes: &self.fixes,
            files: &[],
            proofs,
            destroy: &self.destroy,
        }
    }

    pub(super) fn frame(&self) -> Result<Vec<u8>, SpoolError> {
        let records: Option<Vec<RecordForm>> = self.records.iter().map(RecordForm::of).collect();
        let frame = Frame {
            format: FRAME_FORMAT,
            cell: self.cell.to_string(),
            keys: self.keys.iter().map(KeyLine::of).collect(),
            records: records.ok_or(SpoolError::NotASpool)?,
            fixes: self.fixes.iter().map(FixLine::of).collect(),
            destroy: self.destroy.iter().copied().map(subject_text).collect(),
        };
        serde_json::to_vec(&frame).map_err(|error| SpoolError::Io(error.into()))
    }

    pub(super) fn of_frame(bytes: &[u8]) -> Result<Self, SpoolError> {
        let frame: Frame = serde_json::from_slice(bytes).map_err(|_| SpoolError::NotASpool)?;
        if frame.format != FRAME_FORMAT {
            return Err(SpoolError::NotASpool);
        }
        Self::of_form(frame).ok_or(SpoolError::NotASpool)
    }

    fn of_form(frame: Frame) -> Option<Self> {
        let cell = frame.cell.parse().ok()?;
        Some(Self {
            cell,
            keys: frame.keys.into_iter().map(KeyLine::row).collect::<Option<_>>()?,
            records: frame.records.into_iter().map(|form| form.record(cell)).collect::<Option<_>>()?,
            fixes: frame.fixes.iter().map(FixLine::row).collect::<Option<_>>()?,
            destroy: frame.destroy.iter().map(|text| subject_of(text)).collect::<Option<_>>()?,
        })
    }
}
