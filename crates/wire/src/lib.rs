//! Codecs: bytes to types and back. The handset protocol (`docs/handset-protocol.md`), the replay window over its
//! counters, the frames of Bluetooth buttons, and the languages of ankle bands and trackers (`docs/trackers.md`).
//!
//! Every decoder is bounded (FL-20): it refuses what is too large before it looks at it, and no input makes it panic.
//! Never here: sockets, a clock, randomness, files, or a decision on what a message leads to.

pub mod button;
pub mod handset;
pub mod replay;
pub mod tracker;

pub use handset::error::{BadSignature, DownlinkError, WireError};
pub use handset::keys::{PublicKey, SigningKey};
pub use replay::{Freshness, ReplayWindow};
