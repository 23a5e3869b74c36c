//! The shared words: ids, times, units, positions, roles, `Sensitive<T>`, and what a handset and a cell say to each other.
//!
//! Every other room leans on this one and it leans on nothing.
//! Never here: rules, codecs, a clock, randomness.

pub mod date;
pub mod handset;
pub mod ids;
pub mod position;
pub mod roles;
pub mod sensitive;
pub mod time;
pub mod tracking;
pub mod units;

pub use date::{CivilDate, hour_in_belgium};
pub use ids::*;
pub use position::{Fix, FixSource, Position, PositionError};
pub use roles::{Actor, LogKind, Purpose, Role};
pub use sensitive::Sensitive;
pub use time::{DecidedAt, FixedAt, ReceivedAt, UtcMillis};
pub use units::{Decimetres, Metres, Percent};
