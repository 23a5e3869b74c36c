//! From entries to records and back: halves, keys, numbers, versions, links.
//!
//! Never here: where records go.

use super::unit::Unit;
use super::{Batch, Writer};
use crate::error::{AppendError, FormatError, StoreError, SubmitError};
use crate::format::codes::Code;
use crate::format::names::{actor_of, actor_text, stream_of, stream_text, subject_of, subject_text};
use crate::format::{self, FixForm, Opened};
use crate::log::{FixRow, KeyRow};
use crate::page::Page;
use crate::record::{Hash, Lent, Record, Sealed};
use crate::vault::{Keyring, Vault};
use hoeder_engine::entry::{Entry, Event, StreamId, Subject};
use hoeder_engine::output::StoredFix;
use hoeder_vocab::{AlarmId, CellId, DecidedAt, PersonId, Purpose, ReceivedAt, Sensitive, Seq, UtcMillis};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A sealed batch that is not accepted yet.
pub(super) struct Stage {
    pub(super) unit: Unit,
    head: (Seq, Hash),
    versions: BTreeMap<StreamId, u64>,
    removed: Vec<(String, crate::vault::SubjectKey)>,
}

/// A record back to its entry. When the key is erased, texts are `[erased]` and positions are gone (GN-04).
pub(crate) fn entry(keys: &Keyring, record: &Record) -> Result<Entry, StoreError> {
    let mut page = Page::default();
    page.push(&record.lent());
    match entry_at(keys, &mut page, 0, &mut Vec::new()) {
        Some(entry) => entry,
        None => {
            Err(StoreError::Damaged { place: format!("record {}", record.seq.0), what: "it is not there" })
        }
    }
}

/// Likewise, of a record on a page, whose personal half is opened where it lies. `context` is room to work in.
pub(super) fn entry_at(
    keys: &Keyring,
    page: &mut Page,
    place: usize,
    context: &mut Vec<u8>,
) -> Option<Result<Entry, StoreError>> {
    let (record, bytes) = page.open_at(place)?;
    let subject = match subject(&record) {
        Ok(subject) => subject,
        Err(source) => return Some(Err(StoreError::Format { seq: record.seq, source })),
    };
    let opened = match keys.open((&record, subject), bytes, context) {
        Ok(opened) => opened,
        Err(error) => return Some(Err(error)),
    };
    let entry = decode(&record, subject, opened);
    Some(entry.map_err(|source| StoreError::Format { seq: record.seq, source }))
}

fn malformed(record: &Lent<'_>, half: &'static str) -> FormatError {
    FormatError::Malformed { kind: record.kind.to_owned(), half, column: 0 }
}

fn subject(record: &Lent<'_>) -> Result<Option<Subject>, FormatError> {
    let Some(sealed) = &record.sealed else { return Ok(None) };
    subject_of(sealed.subject).map(Some).ok_or_else(|| malformed(record, "subject"))
}

fn decode(record: &Lent<'_>, subject: Option<Subject>, opened: Opened<'_>) -> Result<Entry, FormatError> {
    let stream = stream_of(record.stream).ok_or_else(|| malformed(record, "stream"))?;
    Ok(Entry {
        seq: record.seq,
        epoch: record.epoch,
        stream,
        version: record.version,
        subject,
        actor: actor_of(record.actor).ok_or_else(|| malformed(record, "actor"))?,
        purpose: Purpose::from_code(record.purpose).ok_or_else(|| malformed(record, "purpose"))?,
        decided_at: DecidedAt(UtcMillis::from_unix_ms(record.decided_ms)),
        event: format::event(record.kind, record.format, stream, record.open, opened)?,
    })
}

/// The record of an entry without a personal half, as the first of a log; for tools and tests that write a log by hand.
///
/// # Errors
/// [`SubmitError::Format`] when the entry has a personal half: that needs a vault, so a [`Writer`].
pub fn record_of(entry: &Entry, cell: CellId, prev_hash: Hash) -> Result<Record, SubmitError> {
    let halves = format::halves(&entry.event).map_err(SubmitError::Format)?;
    if halves.sealed.is_some() || entry.subject.is_some() {
        return Err(SubmitError::Format(FormatError::Malformed {
            kind: halves.kind.to_owned(),
            half: "sealed",
            column: 0,
        }));
    }
    let mut record = unsealed(entry, (cell, prev_hash), halves.kind, halves.open);
    record.hash = record.computed_hash();
    Ok(record)
}

fn unsealed(entry: &Entry, (cell, prev_hash): (CellId, Hash), kind: &str, open: String) -> Record {
    Record {
        cell,
        seq: entry.seq,
        epoch: entry.epoch,
        stream: stream_text(entry.stream),
        version: entry.version,
        kind: kind.to_owned(),
        format: format::format_of(kind),
        actor: actor_text(entry.actor),
        purpose: entry.purpose.code().to_owned(),
        decided_ms: entry.decided_at.0.unix_ms(),
        open,
        sealed: None,
        prev_hash,
        hash: Hash::ZERO,
    }
}

/// An entry to its record. Makes a key where the subject has none.
pub(super) fn record(
    vault: &mut Vault,
    keys: &mut Vec<KeyRow>,
    link: (CellId, Hash),
    entry: &Entry,
) -> Result<Record, SubmitError> {
    let failed = |error: StoreError| SubmitError::Seal(Box::new(error));
    let halves = format::halves(&entry.event).map_err(SubmitError::Format)?;
    let mut record = unsealed(entry, link, halves.kind, halves.open);
    let subject = if halves.sealed.is_some() { format::subject(entry) } else { entry.subject };
    if halves.sealed.is_some() && subject.is_none() {
        return Err(SubmitError::Format(FormatError::Malformed {
            kind: record.kind,
            half: "subject",
            column: 0,
        }));
    }
    if let Some(subject) = subject.map(subject_text) {
        let clear = halves.sealed.unwrap_or_else(|| Zeroizing::new(b"{}".to_vec()));
        keys.extend(vault.ensure(&subject, entry.seq).map_err(failed)?);
        let nonce = vault.nonce().map_err(failed)?;
        let ciphertext = vault.seal(&subject, nonce, &record.associated_data(), &clear).map_err(failed)?;
        record.sealed = Some(Sealed { subject, nonce, ciphertext });
    }
    record.hash = record.computed_hash();
    Ok(record)
}

impl Writer {
    /// Seals and chains a batch without taking it over yet.
    pub(super) fn seal_batch(&mut self, batch: &Batch) -> Result<Stage, SubmitError> {
        let mut stage = Stage {
            unit: Unit {
                cell: self.cell,
                keys: Vec::new(),
                records: Vec::with_capacity(batch.entries.len()),
                fixes: Vec::with_capacity(batch.fixes.len()),
                destroy: Vec::new(),
            },
            head: self.head,
            versions: BTreeMap::new(),
            removed: Vec::new(),
        };
        match self.fill(&mut stage, batch) {
            Ok(()) => Ok(stage),
            Err(error) => {
                self.reject(stage);
                Err(error)
            }
        }
    }

    fn fill(&mut self, stage: &mut Stage, batch: &Batch) -> Result<(), SubmitError> {
        for entry in &batch.entries {
            self.check(stage, entry)?;
            let record = record(&mut self.vault, &mut stage.unit.keys, (self.cell, stage.head.1), entry)?;
            stage.head = (record.seq, record.hash);
            stage.versions.insert(entry.stream, entry.version);
            stage.unit.records.push(record);
            if let Event::Erased { subject } = &entry.event {
                self.forget(stage, *subject);
            }
        }
        for fix in &batch.fixes {
            let fix = self.seal_fix(stage, fix).map_err(|error| SubmitError::Seal(Box::new(error)))?;
            stage.unit.fixes.push(fix);
        }
        for subject in &batch.destroy {
            self.destroy(stage, *subject);
        }
        Ok(())
    }

    fn check(&self, stage: &Stage, entry: &Entry) -> Result<(), SubmitError> {
        let next = stage.head.0.next();
        if entry.seq != next {
            return Err(SubmitError::Rejected(AppendError::Gap { expected: next, given: entry.seq }));
        }
        let known = stage.versions.get(&entry.stream).or_else(|| self.versions.get(&entry.stream));
        let known = known.copied().unwrap_or(0);
        let expected = known.saturating_add(1);
        if entry.version != expected {
            return Err(SubmitError::Rejected(AppendError::Version {
                seq: entry.seq,
                expected,
                given: entry.version,
            }));
        }
        Ok(())
    }

    /// From the record of an erasure on, the subject's key is gone; later records get a new one.
    fn forget(&mut self, stage: &mut Stage, subject: Subject) {
        let subject = subject_text(subject);
        stage.unit.keys.retain(|key| key.subject != subject);
        if let Some(key) = self.vault.forget(&subject) {
            stage.removed.push((subject, key));
        }
    }

    /// The key that an `Erased` record destroyed already may have a successor; that one is not meant.
    fn destroy(&mut self, stage: &mut Stage, subject: Subject) {
        let text = subject_text(subject);
        if self.erased.get(&text).is_some_and(|at| self.vault.since(&text).is_none_or(|from| from > *at)) {
            return;
        }
        self.forget(stage, subject);
        stage.unit.destroy.push(subject);
    }

    /// Undoes what sealing changed.
    pub(super) fn reject(&mut self, stage: Stage) {
        for key in &stage.unit.keys {
            drop(self.vault.forget(&key.subject));
        }
        for (subject, key) in stage.removed {
            self.vault.put_back(&subject, key);
        }
    }

    /// Takes the sealed batch over: the next one is chained to it.
    pub(super) fn accept(&mut self, stage: Stage) -> Unit {
        self.head = stage.head;
        self.versions.extend(stage.versions);
        for record in stage.unit.records.iter().filter(|record| record.kind == crate::readmodel::ERASED_KIND)
        {
            if let Some(subject) = crate::readmodel::erased_subject(record) {
                self.erased.insert(subject, record.seq);
            }
        }
        stage.unit
    }

    fn seal_fix(&mut self, stage: &mut Stage, fix: &StoredFix) -> Result<FixRow, StoreError> {
        let subject = subject_text(fix_subject(fix.person, fix.alarm));
        stage.unit.keys.extend(self.vault.ensure(&subject, stage.head.0.next())?);
        let clear = serde_json::to_vec(&FixForm::of(fix.fix.reveal(Purpose::Transport))).map(Zeroizing::new);
        let nonce = self.vault.nonce()?;
        let mut row = FixRow {
            person: fix.person,
            alarm: fix.alarm,
            received_ms: fix.received_at.0.unix_ms(),
            nonce,
            ciphertext: Vec::new(),
        };
        let clear = clear.map_err(|_| StoreError::Seal)?;
        row.ciphertext = self.vault.seal(&subject, nonce, &fix_context(self.cell, &row), &clear)?;
        Ok(row)
    }

    pub(super) fn open_fix(&self, row: &FixRow) -> Option<StoredFix> {
        let subject = subject_text(fix_subject(row.person, row.alarm));
        let clear =
            self.vault.open_loose(&subject, row.nonce, &fix_context(self.cell, row), &row.ciphertext)?;
        let form: FixForm = serde_json::from_slice(&clear).ok()?;
        Some(StoredFix {
            person: row.person,
            alarm: row.alarm,
            fix: Sensitive::new(form.fix()?),
            received_at: ReceivedAt(UtcMillis::from_unix_ms(row.received_ms)),
        })
    }
}

/// Positions of an unidentified press belong to the alarm.
fn fix_subject(person: Option<PersonId>, alarm: AlarmId) -> Subject {
    person.map_or(Subject::Alarm(alarm), Subject::Person)
}

fn fix_context(cell: CellId, row: &FixRow) -> Vec<u8> {
    let mut context = b"hoeder-fix-1".to_vec();
    context.extend_from_slice(cell.as_uuid().as_bytes());
    context.extend_from_slice(row.person.map_or(0, PersonId::as_u128).to_be_bytes().as_slice());
    context.extend_from_slice(row.alarm.as_uuid().as_bytes());
    context.extend_from_slice(&row.received_ms.to_be_bytes());
    context
}
