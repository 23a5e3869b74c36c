//! Positions of tracked carriers, in files by day: sealed per carrier, durable in groups, gone with their day.
//!
//! A *block* is one batch of one carrier's device; a *segment* is a preallocated file of blocks of one UTC day, with an
//! index by carrier once it is closed. The format is `docs/tracks.md`. Blocking on purpose, like the rest of this room.
//! Never here: who may read a track (`engine`), a queue or a thread (`server`), a clock (`now` is an argument).

mod block;
mod chore;
mod error;
mod export;
mod index;
mod keys;
mod read;
mod report;
mod seal;
mod segment;
mod varint;
mod write;

#[cfg(test)]
mod tests;

pub use block::MAX_REPORTS;
pub use chore::{Chore, Chores};
pub use error::TracksError;
pub use export::{Imported, TracksImportError, export, import};
pub use keys::CarrierKeys;
pub use read::{Period, Stored, TailRead, TrackReader};
pub use seal::{GROUP_BYTES, Group, Sealer};
pub use segment::Day;
pub use write::{Recovered, TrackSettings, TrackStep, TrackSteps, TrackWriter};
