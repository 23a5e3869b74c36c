//! Positions of tracked people on their way: from a device's batch to the guard that judges it and the files that keep it.
//!
//! ```text
//! Door --live, backlog--> shard (one Guard each) --Change--> engine
//!                            \--group of sealed blocks--> keeper (one flush) --> day files --> 'durable' to the Door
//! ```
//! A pair lives in one shard, so no lock is on the path of a judgement, and no judgement waits for the disk. What is full
//! says `Busy` to its sender; an alarm passes beside all of it, through the engine's urgent lane (FL-20).
//! Never here: bytes of devices (`trackers`), rules (`watch`), who may see a position (`engine::access`).

mod cell;
mod config;
mod directory;
mod door;
mod errands;
mod figures;
mod keeper;
mod link;
mod live;
mod placement;
mod playback;
mod recall;
mod service;
mod shard;

#[cfg(test)]
mod tests;

pub use cell::GateLink;
pub use config::TrackingConfig;
pub use directory::{Device, Directory};
pub use door::{Accepted, Door, OfHandset, Refused};
pub(crate) use errands::Errands;
pub use figures::{Figures, TrackingHealth};
pub use link::{CellLink, Held, Press};
pub use live::{Followed, Live, LiveNow};
pub use playback::{Playback, PlaybackError, Played};
pub use service::{StartTrackingError, Tracking};
