//! What can go wrong, one enum per operation. The cause stands in `source` and never holds personal data.

use crate::record::Hash;
use hoeder_vocab::{CellId, DocumentId, Epoch, Seq};

/// The world's own words about a failure, from SQLite, PostgreSQL or a file.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store cannot be reached or cannot write; trying again may help.
    #[error("the store is not available")]
    Unavailable(#[source] Cause),
    /// The store was written by a newer version of this program.
    #[error(
        "the store has schema {found}, this program knows up to {known}: upgrade the program; nothing was changed"
    )]
    SchemaTooNew {
        /// In the store.
        found: i64,
        /// Known here.
        known: i64,
    },
    /// A record was written by a newer version of this program, or is not readable.
    #[error("record {seq:?} cannot be read")]
    Format {
        /// Which record.
        seq: Seq,
        /// Why.
        #[source]
        source: FormatError,
    },
    /// What lies in the store contradicts itself.
    #[error("the store is damaged at {place}: {what}")]
    Damaged {
        /// Where: a table or a record number.
        place: String,
        /// What is wrong.
        what: &'static str,
    },
    /// An import into this cell was not finished.
    #[error("an import into cell {0} was not finished: empty the store and import again")]
    ImportUnfinished(CellId),
    /// The cell already has records.
    #[error("cell {0} is not empty")]
    NotEmpty(CellId),
    /// Records do not fit onto the log.
    #[error("the log does not accept the records")]
    Append(#[source] AppendError),
    /// A key file is missing, has the wrong length or cannot be written.
    #[error("the key file cannot be used: {what}")]
    KeyFile {
        /// What is wrong.
        what: &'static str,
        /// The cause, if there is one.
        #[source]
        source: Option<std::io::Error>,
    },
    /// A key could not be opened, or something sealed with it.
    #[error(
        "a key or a sealed half cannot be opened: the master key is another one, or the data was altered"
    )]
    Seal,
    /// The spool cannot be used.
    #[error("the spool cannot be used")]
    Spool(#[source] SpoolError),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
}

/// Why a record cannot be turned into an event or back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The kind is not known here.
    #[error("kind `{kind}` is not known to this version: upgrade the program, the record itself is intact")]
    UnknownKind {
        /// The kind.
        kind: String,
    },
    /// The kind is known, the format is newer.
    #[error(
        "kind `{kind}` has format {found}, this version reads up to {known}: upgrade the program, the record itself is intact"
    )]
    TooNew {
        /// The kind.
        kind: String,
        /// In the record.
        found: u16,
        /// Known here.
        known: u16,
    },
    /// A field is missing or holds something unexpected. The value is not repeated: it may be personal.
    #[error("kind `{kind}`: the {half} half cannot be read (line 1, column {column})")]
    Malformed {
        /// The kind.
        kind: String,
        /// `open` or `sealed`, or the name of a column.
        half: &'static str,
        /// Where in the JSON, 0 when not known.
        column: usize,
    },
}

/// Why an append was not done. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// A newer life of the engine owns the cell: this one must stop (GN-05).
    #[error("epoch {given:?} was fenced off by epoch {stored:?}")]
    Fenced {
        /// Of the caller.
        given: Epoch,
        /// In the store.
        stored: Epoch,
    },
    /// A number is not the next one.
    #[error("record {given:?} where {expected:?} was expected")]
    Gap {
        /// Next free number.
        expected: Seq,
        /// Given.
        given: Seq,
    },
    /// A version is not the next one of its stream.
    #[error("version {given} of a stream where {expected} was expected, in record {seq:?}")]
    Version {
        /// Which record.
        seq: Seq,
        /// Next version.
        expected: u64,
        /// Given.
        given: u64,
    },
    /// The record does not link to the one before, or its hash is not that of its content.
    #[error("record {seq:?} does not link to the record before it")]
    Link {
        /// Which record.
        seq: Seq,
    },
    /// Another record with this number is stored already.
    #[error("another record {seq:?} is stored already, with hash {stored}")]
    Conflict {
        /// Which record.
        seq: Seq,
        /// Hash of the stored one.
        stored: Hash,
    },
    /// No epoch was begun on this log.
    #[error("no epoch was begun")]
    NoEpoch,
    /// The store cannot be reached, is full, or failed in the middle. Whether the records are stored is then not known:
    /// append the same ones again, which changes nothing when they are.
    #[error("the store is not available")]
    Unavailable(#[source] Cause),
}

/// Why the spool did not keep something.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    /// The preallocated file has no room left.
    #[error("the spool is full: {used} of {capacity} bytes are used")]
    Full {
        /// Used bytes.
        used: u64,
        /// All bytes.
        capacity: u64,
    },
    /// The file system failed.
    #[error("the spool file cannot be read or written")]
    Io(#[source] std::io::Error),
    /// Another process has the spool open: two engines must not share one.
    #[error("another process uses the spool")]
    InUse,
    /// The file is no spool, or of a newer version.
    #[error("the file is not a spool of this version")]
    NotASpool,
}

/// Why the file of a document was not kept. Nothing of it was written, except that after `Unavailable` it is not known.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is empty.
    #[error("the document is empty")]
    Empty,
    /// It is larger than [`crate::log::MAX_FILE_BYTES`].
    #[error("the document has {bytes} bytes, at most {max} are kept")]
    TooLarge {
        /// Given.
        bytes: usize,
        /// Most.
        max: usize,
    },
    /// Another file is kept under this id: a document never changes.
    #[error("another file is kept for document {0}")]
    Exists(DocumentId),
    /// The store does not work now; documents are not spooled: give it again.
    #[error("the store does not take the document")]
    Store(#[source] StoreError),
    /// A newer life of the engine owns the cell: stop.
    #[error("this engine was fenced off: another one owns the cell")]
    Fenced(#[source] AppendError),
}

/// Why a batch is not durable.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// A newer life of the engine owns the cell: stop. Entries that only the spool holds are set aside on the next start.
    #[error("this engine was fenced off: another one owns the cell")]
    Fenced(#[source] AppendError),
    /// The entries contradict the log: a bug of the caller. Nothing of the batch was taken over.
    #[error("the entries do not fit onto the log")]
    Rejected(#[source] AppendError),
    /// Neither store nor spool works. The entries are kept in memory, in order, and tried again.
    #[error("neither the store nor the spool works; {waiting} records wait in memory")]
    Down {
        /// How many records wait.
        waiting: usize,
        /// The wait is longer than its bound: accept nothing but alarms until it is shorter.
        overfull: Overfull,
        /// Why the spool failed.
        #[source]
        source: SpoolError,
    },
    /// An entry cannot be turned into a record.
    #[error("an entry cannot be stored")]
    Format(#[source] FormatError),
    /// No key could be made.
    #[error("an entry cannot be sealed")]
    Seal(#[source] Box<StoreError>),
}

/// Is the queue in memory longer than [`crate::writer::WAITING_MAX`]?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overfull {
    /// No.
    No,
    /// Yes: positions are no longer kept, numbered entries still are.
    Yes,
}
