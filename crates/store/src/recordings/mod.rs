//! The sound of alarms: one append-only file each, sealed by the second, durable by the second, in a chain of hashes (FL-31).
//!
//! The form is `docs/voice.md`. Opus packets are kept as they came; Ogg is made of them when somebody reads.
//! Never here: who may hear (`engine`), a thread (`server`), a clock (`now` comes with each packet).

mod block;
mod check;
mod comments;
mod court;
mod error;
mod key;
mod ogg;
mod pages;
mod read;
mod write;

#[cfg(test)]
mod court_tests;
#[cfg(test)]
mod tests;

pub use check::{Finding, check};
pub use comments::Said;
pub use court::{Numbers, SoundFault, SoundReport, compare};
pub use error::{RecordingError, Stopped};
pub use key::{RecordingKey, erase_key, put_key, wrapped_key};
pub use ogg::{export, export_stretch};
pub use pages::{Damage, DamageKind, SoundFile, read_sound};
pub use read::{Loaded, Span, Stretch};
pub use write::{Recorder, RecordingStep, RecordingSteps, Resumed};

use core::time::Duration;
use hoeder_vocab::{AlarmId, UtcMillis};
use std::path::{Path, PathBuf};

/// Longest sound of a block: with the time that a disk takes for it, a crash loses less than a second.
pub const BLOCK: Duration = Duration::from_millis(800);
/// Longest segment.
pub const SEGMENT: Duration = Duration::from_secs(30);
/// Longest recording.
pub const LONGEST: Duration = Duration::from_secs(24 * 3_600);
/// Most bytes of a recording.
pub const MOST_BYTES: u64 = 512 << 20;
/// Bytes of a file before its first segment.
pub const HEAD_BYTES: u64 = 64;
/// Largest packet; a larger one is no Opus packet of a call and is not kept.
pub const MAX_PACKET: usize = 1_500;
/// Most packets of a block; more of them fill the next one.
pub const MAX_PACKETS: usize = 500;

/// A packet of sound as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Packet {
    /// When we had it.
    pub received_at: UtcMillis,
    /// Its place in the sender's clock of 48 kHz, counted on over the clock's overflow.
    pub clock: u64,
    /// One Opus packet; 1 to [`MAX_PACKET`] bytes.
    pub opus: Vec<u8>,
}

impl core::fmt::Debug for Packet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Packet[{} bytes of sound]", self.opus.len())
    }
}

/// Where the sound of an alarm lies.
#[must_use]
pub fn sound_file(folder: &Path, alarm: AlarmId) -> PathBuf {
    folder.join(format!("{alarm}.voice"))
}

/// Where its key lies, sealed.
#[must_use]
pub fn key_file(folder: &Path, alarm: AlarmId) -> PathBuf {
    folder.join(format!("{alarm}.key"))
}
