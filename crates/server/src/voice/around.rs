//! What the media server needs of the rest, so that it can be tried without it.

use crate::auth::Token;
use hoeder_engine::voice::VoiceNews;
use hoeder_store::recordings::Packet;
use hoeder_vocab::{AlarmId, UtcMillis};

/// The ways out of the media thread. None of them may wait.
pub(crate) trait Around: Send {
    /// The wall clock.
    fn now(&self) -> UtcMillis;
    /// Tells the engine; `false` when it takes nothing now.
    fn tell(&self, alarm: AlarmId, news: VoiceNews) -> bool;
    /// Is this session alive?
    fn lives(&self, session: &Token) -> bool;
    /// A packet of the handset, to be recorded.
    fn packet(&self, alarm: AlarmId, packet: Packet);
    /// No more come for now: what follows comes after a gap.
    fn lost(&self, alarm: AlarmId);
    /// The alarm closed.
    fn closed(&self, alarm: AlarmId);
    /// Packets came in and went out since the last count.
    fn counted(&self, counts: Counts);
}

/// What moved, for the figures of the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Packets of sound in.
    pub(crate) received: u64,
    /// Packets of sound out.
    pub(crate) forwarded: u64,
    /// Packets from nobody that we know.
    pub(crate) strange: u64,
    /// Packets that the machine took no more of.
    pub(crate) unsent: u64,
    /// Connections now.
    pub(crate) connections: u64,
}
