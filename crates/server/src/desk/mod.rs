//! The alarm desks: one WebSocket a screen, fed from a bounded outbox that the engine's thread fills without waiting.

mod outbox;
mod says;
pub mod socket;
mod writing;

pub use outbox::Outbox;
pub(crate) use outbox::{PACE, Stir, Topic};
pub(crate) use writing::Writing;
