//! The handset protocol's transport (`docs/handset-protocol.md`): pairing, single messages, streams.
//!
//! Signatures and counters are checked here, on the sockets' threads; what a message leads to is the engine's.
//! A press that nobody vouches for goes to the engine as doubtful: it is shown to the room all the same.

mod directory;
mod intake;
pub mod mine;
pub mod routes;
mod stream;
pub mod track;
pub mod voice;

pub use directory::{CountersError, Handsets};
pub use stream::StreamHandle;
