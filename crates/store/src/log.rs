//! The contract of a home of the log: what SQLite and PostgreSQL both promise.
//!
//! Never here: a rule about content (room `engine`), keys in clear (`vault`).

use crate::checkpoint::Checkpoint;
use crate::error::{AppendError, Cause, StoreError};
use crate::page::Page;
use crate::record::{Fields, Hash, Record};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::Proof;
use hoeder_engine::output::Scope;
use hoeder_vocab::{
    AccountId, Actor, AlarmId, CaseId, CellId, DocumentId, Epoch, LogKind, PersonId, Purpose, Seq, UtcMillis,
};
use hoeder_watch::service::{AlarmFact, Count};

/// The wrapped key of a subject. Lies beside the log, never in it and never in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Whose: the text of a subject.
    pub subject: String,
    /// The first record that it may open; older ones were sealed with a key that is destroyed.
    pub from: Seq,
    /// The key under the master key.
    pub wrapped: Vec<u8>,
}

/// A position as it is stored: sealed with the key of its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixRow {
    /// Whose; `None` for an unidentified press, whose positions are sealed with the key of the alarm.
    pub person: Option<PersonId>,
    /// For which alarm.
    pub alarm: AlarmId,
    /// When we received it, in milliseconds since the Unix epoch.
    pub received_ms: i64,
    /// Nonce; also the identity of the row.
    pub nonce: [u8; 24],
    /// The sealed fix.
    pub ciphertext: Vec<u8>,
}

/// Largest file of a document, in bytes before sealing.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// The bytes of a document, sealed with the key of its person. They lie beside the log, which says when and why.
#[derive(Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Which document.
    pub document: DocumentId,
    /// Whose key: the text of a subject.
    pub subject: String,
    /// The first record that this key may open; a key that was made later opens nothing of this.
    pub from: Seq,
    /// Nonce of XChaCha20-Poly1305.
    pub nonce: [u8; 24],
    /// Ciphertext with its 16-byte tag.
    pub ciphertext: Vec<u8>,
    /// The hash of all this, so that a change shows without any key.
    pub hash: Hash,
}

impl std::fmt::Debug for FileRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileRow[{}, {} bytes]", self.document, self.ciphertext.len())
    }
}

impl FileRow {
    /// The hash that this file should have in a cell: SHA-256 over fields with their lengths as in a record: the text
    /// `hoeder-file-1`, cell, document, subject, from, nonce, ciphertext.
    #[must_use]
    pub fn computed_hash(&self, cell: CellId) -> Hash {
        let mut fields = Fields::begin("hoeder-file-1");
        fields.bytes(cell.as_uuid().as_bytes());
        fields.bytes(self.document.as_uuid().as_bytes());
        fields.text(&self.subject);
        fields.number(self.from.0);
        fields.bytes(&self.nonce);
        fields.bytes(&self.ciphertext);
        fields.end()
    }

    /// Does the hash fit the content?
    #[must_use]
    pub fn is_intact(&self, cell: CellId) -> bool {
        self.computed_hash(cell) == self.hash
    }

    /// What the sealed bytes are bound to: they cannot be moved to another document.
    #[must_use]
    pub fn associated_data(&self, cell: CellId) -> Vec<u8> {
        let mut data = b"hoeder-file-1".to_vec();
        data.extend_from_slice(cell.as_uuid().as_bytes());
        data.extend_from_slice(self.document.as_uuid().as_bytes());
        data.extend_from_slice(&self.from.0.to_be_bytes());
        data.extend_from_slice(self.subject.as_bytes());
        data
    }
}

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

impl FixRow {
    /// Days since 1970-01-01 in UTC: by which retention drops.
    #[must_use]
    pub const fn day(&self) -> i64 {
        self.received_ms.div_euclid(DAY_MS)
    }
}

/// Where the engine can be rebuilt from: the records on which its state rests, and the number after which the log is read on.
/// It holds no personal data, so erasing a key needs no change to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// Everything up to and with this record is covered by `live`.
    pub through: Seq,
    /// Numbers of the records to replay, in order.
    pub live: Vec<Seq>,
    /// Which life of the engine took it.
    pub epoch: Epoch,
}

/// What is made durable together, or not at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bundle<'a> {
    /// New keys; a key that is there already stays.
    pub keys: &'a [KeyRow],
    /// Records in order.
    pub records: &'a [Record],
    /// Positions; one that is there already stays.
    pub fixes: &'a [FixRow],
    /// Documents; one that is there already stays.
    pub files: &'a [FileRow],
    /// Proofs of life: the newest of a handset counts.
    pub proofs: &'a [Proof],
    /// Subjects whose keys are destroyed, and their documents with them.
    pub destroy: &'a [Subject],
}

/// A page of rows, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Give this to get the next page; `None` when there is none.
    pub next: Option<Seq>,
}

/// A line of the access log (GN-02): who, when, what, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// Record on which it rests.
    pub seq: Seq,
    /// When.
    pub at: UtcMillis,
    /// Who.
    pub actor: Actor,
    /// Why.
    pub purpose: Purpose,
    /// Which of the six kinds of art. 25 of Directive (EU) 2016/680.
    pub kind: LogKind,
    /// What: the action, such as `case.read`, or the kind of the record, such as `roster.case-put`.
    pub action: String,
    /// About which case.
    pub case: Option<CaseId>,
    /// About which alarm.
    pub alarm: Option<AlarmId>,
    /// Why it was refused.
    pub denied: Option<String>,
    /// To whose screens it went without their asking.
    pub recipients: Vec<AccountId>,
}

/// A line of the history of alarms: times and codes, no personal data; stays whole after erasure (GN-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Which alarm.
    pub alarm: AlarmId,
    /// The record that raised it.
    pub seq: Seq,
    /// `danger` or `unidentified`.
    pub track: String,
    /// Of which case.
    pub case: Option<CaseId>,
    /// Its managing zone.
    pub zone: Option<hoeder_vocab::ZoneId>,
    /// By the phone's clock.
    pub pressed_at: UtcMillis,
    /// By ours.
    pub received_at: UtcMillis,
    /// First time of each milestone.
    pub held_at: Option<UtcMillis>,
    /// Painted on a desk.
    pub shown_at: Option<UtcMillis>,
    /// Owned by somebody.
    pub taken_at: Option<UtcMillis>,
    /// A team was sent.
    pub dispatched_at: Option<UtcMillis>,
    /// The team was there.
    pub on_scene_at: Option<UtcMillis>,
    /// Closed by the police.
    pub closed_at: Option<UtcMillis>,
    /// The code of its outcome, such as `real-danger`.
    pub outcome: Option<String>,
    /// Number of its report; `None` once closed is 'to follow'.
    pub pv: Option<String>,
    /// How often it was pressed.
    pub presses: u32,
}

/// A time: from the first moment, up to but not with the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First moment.
    pub from: UtcMillis,
    /// First moment after it.
    pub until: UtcMillis,
}

/// An alarm of a report. No name, no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The record that raised it: the cursor of the next page.
    pub seq: Seq,
    /// Its moments and how it ended.
    pub fact: AlarmFact,
}

/// A moment inside a commit; tests and simulations stop or kill the process there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nothing is written yet.
    BeforeWrite,
    /// All is written, nothing is committed.
    BeforeCommit,
    /// All is durable, the caller does not know it yet.
    AfterCommit,
    /// In the spool: nothing is written yet.
    SpoolBeforeWrite,
    /// In the spool: half of the frame is written.
    SpoolHalfWritten,
    /// In the spool: written, not synced.
    SpoolBeforeSync,
    /// In the spool: durable, the caller does not know it yet.
    SpoolAfterSync,
    /// The log has everything, the spool is not emptied yet.
    SpoolBeforeReset,
    /// The spool has its new generation, the old bytes are not wiped yet.
    SpoolHalfReset,
    /// The log has records that the read models do not have yet.
    ModelsBeforeWrite,
    /// The read models are written, nothing of that is committed.
    ModelsBeforeCommit,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::BeforeWrite,
        Self::BeforeCommit,
        Self::AfterCommit,
        Self::SpoolBeforeWrite,
        Self::SpoolHalfWritten,
        Self::SpoolBeforeSync,
        Self::SpoolAfterSync,
        Self::SpoolBeforeReset,
        Self::SpoolHalfReset,
        Self::ModelsBeforeWrite,
        Self::ModelsBeforeCommit,
    ];
}

/// Is told of every step, and may let it fail.
pub trait Steps: Send {
    /// The step is reached.
    ///
    /// # Errors
    /// To let the operation fail at this step.
    fn reached(&mut self, step: Step) -> Result<(), Cause>;
}

/// A home of the log. One writer; any number of other connections may read.
///
/// A log is bound to one cell by `begin_epoch` or `use_cell`; all other calls are about that cell.
pub trait Log: Send {
    /// Binds to a cell for reading.
    fn use_cell(&mut self, cell: CellId);
    /// Cells that have a log here.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn cells(&mut self) -> Result<Vec<CellId>, StoreError>;
    /// Begins a new life: the stored epoch plus one, so that every older writer is fenced off. Binds to the cell.
    ///
    /// # Errors
    /// [`StoreError::ImportUnfinished`], [`StoreError::Unavailable`].
    fn begin_epoch(&mut self, cell: CellId) -> Result<Epoch, StoreError>;
    /// Makes a bundle durable, all or nothing. Records that are stored already, and are the same, are passed over.
    ///
    /// # Errors
    /// [`AppendError`]; nothing is written then, except that after `Unavailable` it is not known.
    fn commit(&mut self, epoch: Epoch, bundle: &Bundle<'_>) -> Result<(), AppendError>;
    /// Appends records: a bundle of records only.
    ///
    /// # Errors
    /// As `commit`.
    fn append(&mut self, epoch: Epoch, records: &[Record]) -> Result<(), AppendError> {
        self.commit(epoch, &Bundle { records, ..Bundle::default() })
    }
    /// Opens the connection again after a failure; quick when it still works.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn revive(&mut self) -> Result<(), StoreError>;
    /// Number and hash of the last record; zero and zero when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn head(&mut self) -> Result<(Seq, Hash), StoreError>;
    /// Records from a number on, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn read(&mut self, from: Seq, limit: u32) -> Result<Vec<Record>, StoreError>;
    /// Adds records from a number on to a page, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`]; what the page holds then is of no use.
    fn read_into(&mut self, from: Seq, limit: u32, page: &mut Page) -> Result<(), StoreError>;
    /// The records with these numbers, in order of number. One that is not there is left out.
    ///
    /// # Errors
    /// [`StoreError`].
    fn read_these(&mut self, these: &[Seq]) -> Result<Vec<Record>, StoreError>;
    /// Newest version of each stream.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn versions(&mut self) -> Result<Vec<(String, u64)>, StoreError>;

    /// Stores positions.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn put_fixes(&mut self, fixes: &[FixRow]) -> Result<(), StoreError>;
    /// Positions of an alarm, in the order of receipt.
    ///
    /// # Errors
    /// [`StoreError`].
    fn fixes_of(&mut self, alarm: AlarmId) -> Result<Vec<FixRow>, StoreError>;
    /// All positions in the order of receipt and nonce, after the given place, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn fixes_after(&mut self, after: Option<(i64, [u8; 24])>, limit: u32) -> Result<Vec<FixRow>, StoreError>;
    /// Drops the positions of all days before this one (days since 1970-01-01, UTC); how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn drop_fix_days(&mut self, before_day: i64) -> Result<u64, StoreError>;

    /// Stores a document that comes with an import; one that is there already stays.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn put_file(&mut self, file: &FileRow) -> Result<(), StoreError>;
    /// The file of a document; `None` when it was never stored, or its key was destroyed.
    ///
    /// # Errors
    /// [`StoreError`].
    fn file(&mut self, document: DocumentId) -> Result<Option<FileRow>, StoreError>;
    /// All files in the order of their documents, after the given one, at most `limit`: each may be large.
    ///
    /// # Errors
    /// [`StoreError`].
    fn files_after(&mut self, after: Option<DocumentId>, limit: u32) -> Result<Vec<FileRow>, StoreError>;

    /// Stores proofs of life; the newest of a handset counts.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn put_proofs(&mut self, proofs: &[Proof]) -> Result<(), StoreError>;
    /// All proofs of life.
    ///
    /// # Errors
    /// [`StoreError`].
    fn proofs(&mut self) -> Result<Vec<Proof>, StoreError>;
    /// Drops proofs older than that; how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn drop_proofs(&mut self, before: UtcMillis) -> Result<u64, StoreError>;

    /// Stores a key, if there is none of that subject.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn put_key(&mut self, key: &KeyRow) -> Result<(), StoreError>;
    /// The key of a subject; `None` when it has none or it was destroyed.
    ///
    /// # Errors
    /// [`StoreError`].
    fn key(&mut self, subject: Subject) -> Result<Option<KeyRow>, StoreError>;
    /// All keys, in the order of the text of their subjects.
    ///
    /// # Errors
    /// [`StoreError`].
    fn keys(&mut self) -> Result<Vec<KeyRow>, StoreError>;
    /// Keys in the order of the text of their subjects, after the given one, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn keys_after(&mut self, after: &str, limit: u32) -> Result<Vec<KeyRow>, StoreError>;
    /// Destroys the key of a subject, and drops its documents (GN-04).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn delete_key(&mut self, subject: Subject) -> Result<(), StoreError>;

    /// Replaces the snapshot.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn put_snapshot(&mut self, snapshot: &Snapshot) -> Result<(), StoreError>;
    /// The snapshot.
    ///
    /// # Errors
    /// [`StoreError`].
    fn snapshot(&mut self) -> Result<Option<Snapshot>, StoreError>;

    /// Stores a checkpoint.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn put_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), StoreError>;
    /// All checkpoints, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    fn checkpoints(&mut self) -> Result<Vec<Checkpoint>, StoreError>;

    /// Brings the read models up to the log, by at most so many records; whether they are there now.
    ///
    /// A commit leaves them behind, so that nothing but the log itself lies between a press and its being held; how far they
    /// are is kept with them. Every question about them does this first, so nobody ever sees them behind.
    ///
    /// # Errors
    /// [`StoreError`].
    fn catch_up(&mut self, at_most: u32) -> Result<bool, StoreError>;
    /// Drops the read models of the cell and builds them again from the log.
    ///
    /// # Errors
    /// [`StoreError`].
    fn rebuild_read_models(&mut self) -> Result<(), StoreError>;
    /// The access log within a scope, newest first, before the cursor; at most `limit` rows.
    ///
    /// # Errors
    /// [`StoreError`].
    fn access_log(
        &mut self,
        scope: Scope,
        cursor: Option<Seq>,
        limit: u32,
    ) -> Result<Rows<AccessRow>, StoreError>;
    /// The history of alarms within a scope, newest first, before the cursor; at most `limit` rows.
    ///
    /// # Errors
    /// [`StoreError`].
    fn alarm_history(
        &mut self,
        scope: Scope,
        cursor: Option<Seq>,
        limit: u32,
    ) -> Result<Rows<HistoryRow>, StoreError>;
    /// Alarms received within a time, oldest record first, after the cursor; at most `limit` rows (T-ARC-1).
    ///
    /// `delivered_at` is the record of the first disclosure to a screen; where there is none, the first `shown`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn answer_times(
        &mut self,
        scope: Scope,
        span: Span,
        after: Seq,
        limit: u32,
    ) -> Result<Rows<AnswerRow>, StoreError>;
    /// How often each thing besides alarms happened within a time, by case: self-tests, and alerts each time they begin.
    ///
    /// # Errors
    /// [`StoreError`].
    fn occurrences(&mut self, scope: Scope, span: Span) -> Result<Vec<Count>, StoreError>;
    /// Subjects that still have a key and whose case ended, whose unidentified alarm was closed, or whose hotspot ended,
    /// before that moment.
    ///
    /// # Errors
    /// [`StoreError`].
    fn subjects_due(&mut self, ended_before: UtcMillis) -> Result<Vec<Subject>, StoreError>;

    /// Begins an import into a cell without records; until `end_restore` no epoch can begin.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], [`StoreError::Unavailable`].
    fn begin_restore(&mut self, cell: CellId) -> Result<(), StoreError>;
    /// Adds records and positions, checked like an append except for the epoch.
    ///
    /// # Errors
    /// [`StoreError`].
    fn restore(&mut self, records: &[Record], fixes: &[FixRow]) -> Result<(), StoreError>;
    /// Ends an import: the cell has the epoch of its last record.
    ///
    /// # Errors
    /// [`StoreError`].
    fn end_restore(&mut self) -> Result<(), StoreError>;
}
