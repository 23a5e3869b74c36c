//! The log of a cell and its two homes: append-only records, keys, fixes, proofs, snapshots, read models, export and import.
//!
//! Blocking on purpose: one writer thread owns a [`Writer`] (in a simulation, the simulator does).
//! Never here: a rule about who may what (room `engine`), a clock (`now` is an argument), a socket to a screen.

mod chain;
pub mod checkpoint;
pub mod error;
pub mod export;
pub mod faulty;
pub mod format;
mod ids;
pub mod import;
mod lines;
pub mod log;
pub mod page;
pub mod postgres;
mod readmodel;
pub mod record;
pub mod recordings;
pub mod retention;
pub mod spool;
mod sql;
pub mod sqlite;
pub mod tracks;
pub mod vault;
pub mod verify;
pub mod writer;

pub use checkpoint::{Checkpoint, CheckpointKey};
pub use error::{AppendError, SpoolError, StoreError, SubmitError};
pub use log::{
    AccessRow, AnswerRow, Bundle, FileRow, FixRow, HistoryRow, KeyRow, Log, Rows, Snapshot, Span, Step, Steps,
};
pub use page::Page;
pub use postgres::PostgresLog;
pub use record::{Hash, Lent, Record, Sealed};
pub use retention::{Retention, RetentionReport};
pub use spool::{FileSpool, MemorySpool, Spool};
pub use sqlite::SqliteLog;
pub use vault::{Entropy, KeyWrapping, MasterKey, OsEntropy, SeededEntropy};
pub use writer::{Batch, Drained, Opening, Restored, Submitted, Writer};
