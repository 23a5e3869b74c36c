//! A log that fails on command: for simulations and tests.
//!
//! Never here: a log of its own.

use crate::checkpoint::Checkpoint;
use crate::error::{AppendError, Cause, StoreError};
use crate::log::{
    AccessRow, AnswerRow, Bundle, FileRow, FixRow, HistoryRow, KeyRow, Log, Rows, Snapshot, Span,
};
use crate::page::Page;
use crate::record::{Hash, Record};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::Proof;
use hoeder_engine::output::Scope;
use hoeder_vocab::{AlarmId, CellId, DocumentId, Epoch, Seq, UtcMillis};
use hoeder_watch::service::Count;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFault {
    /// Nothing.
    #[default]
    None,
    /// The store cannot be reached until this is lifted.
    Down,
    /// The next so many commits fail, and nothing of them is written.
    BeforeCommit(u32),
    /// The next so many commits are written, but the answer is lost.
    AfterCommit(u32),
    /// A commit with a record of this kind is not answered until this is lifted; then it is done.
    StalledAt(&'static str),
}

/// Steers a [`FaultyLog`] from outside; clones steer the same one.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<(Mutex<LogFault>, Condvar)>);

impl Faults {
    /// Nothing goes wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// From now on.
    pub fn set(&self, fault: LogFault) {
        *self.fault() = fault;
        self.0.1.notify_all();
    }
    fn fault(&self) -> MutexGuard<'_, LogFault> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn wait_while_stalled(&self) {
        let stalled = |fault: &mut LogFault| matches!(fault, LogFault::StalledAt(_));
        drop(self.0.1.wait_while(self.fault(), stalled));
    }
    fn reachable(&self) -> Result<(), StoreError> {
        match *self.fault() {
            LogFault::Down => Err(StoreError::Unavailable(injected())),
            LogFault::None
            | LogFault::BeforeCommit(_)
            | LogFault::AfterCommit(_)
            | LogFault::StalledAt(_) => Ok(()),
        }
    }
}

fn injected() -> Cause {
    "an injected fault".into()
}

fn less(count: u32, again: fn(u32) -> LogFault) -> LogFault {
    if count <= 1 { LogFault::None } else { again(count - 1) }
}

/// A log with faults. A clone is another hand on the same log: keep one to open it again after a simulated crash.
pub struct FaultyLog<L> {
    inner: Arc<Mutex<L>>,
    faults: Faults,
}

impl<L> Clone for FaultyLog<L> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), faults: self.faults.clone() }
    }
}

impl<L: Log> FaultyLog<L> {
    /// Wraps a log.
    pub fn new(inner: L, faults: Faults) -> Self {
        Self { inner: Arc::new(Mutex::new(inner)), faults }
    }
    /// Reaches through to the log itself.
    pub fn steer<R>(&self, work: impl FnOnce(&mut L) -> R) -> R {
        work(&mut self.inner())
    }
    fn inner(&self) -> MutexGuard<'_, L> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

macro_rules! passed_on {
    ($(fn $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)+) => {$(
        fn $name(&mut self, $($argument: $kind),*) -> Result<$answer, StoreError> {
            self.faults.reachable()?;
            self.inner().$name($($argument),*)
        }
    )+};
}

impl<L: Log> Log for FaultyLog<L> {
    fn use_cell(&mut self, cell: CellId) {
        self.inner().use_cell(cell);
    }

    fn commit(&mut self, epoch: Epoch, bundle: &Bundle<'_>) -> Result<(), AppendError> {
        let fault = *self.faults.fault();
        match fault {
            LogFault::None => self.inner().commit(epoch, bundle),
            LogFault::Down => Err(AppendError::Unavailable(injected())),
            LogFault::BeforeCommit(count) => {
                self.faults.set(less(count, LogFault::BeforeCommit));
                Err(AppendError::Unavailable(injected()))
            }
            LogFault::AfterCommit(count) => {
                self.faults.set(less(count, LogFault::AfterCommit));
                self.inner().commit(epoch, bundle)?;
                Err(AppendError::Unavailable(injected()))
            }
            LogFault::StalledAt(kind) => {
                if bundle.records.iter().any(|record| record.kind == kind) {
                    self.faults.wait_while_stalled();
                }
                self.inner().commit(epoch, bundle)
            }
        }
    }

    passed_on! {
        fn cells() -> Vec<CellId>;
        fn begin_epoch(cell: CellId) -> Epoch;
        fn revive() -> ();
        fn head() -> (Seq, Hash);
        fn read(from: Seq, limit: u32) -> Vec<Record>;
        fn read_into(from: Seq, limit: u32, page: &mut Page) -> ();
        fn read_these(these: &[Seq]) -> Vec<Record>;
        fn versions() -> Vec<(String, u64)>;
        fn put_fixes(fixes: &[FixRow]) -> ();
        fn fixes_of(alarm: AlarmId) -> Vec<FixRow>;
        fn fixes_after(after: Option<(i64, [u8; 24])>, limit: u32) -> Vec<FixRow>;
        fn drop_fix_days(before_day: i64) -> u64;
        fn put_file(file: &FileRow) -> ();
        fn file(document: DocumentId) -> Option<FileRow>;
        fn files_after(after: Option<DocumentId>, limit: u32) -> Vec<FileRow>;
        fn put_proofs(proofs: &[Proof]) -> ();
        fn proofs() -> Vec<Proof>;
        fn drop_proofs(before: UtcMillis) -> u64;
        fn put_key(key: &KeyRow) -> ();
        fn key(subject: Subject) -> Option<KeyRow>;
        fn keys() -> Vec<KeyRow>;
        fn keys_after(after: &str, limit: u32) -> Vec<KeyRow>;
        fn delete_key(subject: Subject) -> ();
        fn put_snapshot(snapshot: &Snapshot) -> ();
        fn snapshot() -> Option<Snapshot>;
        fn put_checkpoint(checkpoint: &Checkpoint) -> ();
        fn checkpoints() -> Vec<Checkpoint>;
        fn catch_up(at_most: u32) -> bool;
        fn rebuild_read_models() -> ();
        fn access_log(scope: Scope, cursor: Option<Seq>, limit: u32) -> Rows<AccessRow>;
        fn alarm_history(scope: Scope, cursor: Option<Seq>, limit: u32) -> Rows<HistoryRow>;
        fn answer_times(scope: Scope, span: Span, after: Seq, limit: u32) -> Rows<AnswerRow>;
        fn occurrences(scope: Scope, span: Span) -> Vec<Count>;
        fn subjects_due(ended_before: UtcMillis) -> Vec<Subject>;
        fn begin_restore(cell: CellId) -> ();
        fn restore(records: &[Record], fixes: &[FixRow]) -> ();
        fn end_restore() -> ();
    }
}
