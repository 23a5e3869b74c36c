//! Where a press is held when the store fails: frames in a preallocated file, drained into the log later.
//!
//! Never here: what a frame holds (`writer`).

mod file;
mod memory;

pub use file::{FileSpool, SPOOL_BYTES};
pub use memory::MemorySpool;

use crate::error::SpoolError;

/// A place for frames that are durable once `append` returns.
pub trait Spool: Send {
    /// Adds a frame, durably.
    ///
    /// # Errors
    /// [`SpoolError`]; the frame is then not there, or is cut off at the next opening.
    fn append(&mut self, frame: &[u8]) -> Result<(), SpoolError>;
    /// All frames, in order.
    ///
    /// # Errors
    /// [`SpoolError`].
    fn frames(&mut self) -> Result<Vec<Vec<u8>>, SpoolError>;
    /// Empties it and wipes what it held; the log has it all.
    ///
    /// # Errors
    /// [`SpoolError`].
    fn reset(&mut self) -> Result<(), SpoolError>;
    /// Keeps all frames apart, for people to look at, and goes on empty: the log cannot take them (another engine wrote there).
    ///
    /// # Errors
    /// [`SpoolError`].
    fn set_aside(&mut self) -> Result<(), SpoolError>;
    /// How many bytes of an unfinished frame were cut off at opening. Such a frame was never acknowledged.
    fn torn_bytes(&self) -> u64;
}
