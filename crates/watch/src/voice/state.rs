//! How a voice room is. Read-only from outside; changed by `apply`.

use super::event::{Gap, Loudspeaker, RecordingFault, Seat, Segment};
use super::times::VoiceTimes;
use hoeder_vocab::{AccountId, AlarmId, UtcMillis, VoicePeerId};

/// The sound of the handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Microphone {
    /// Nothing ever came.
    #[default]
    Awaited,
    /// It comes.
    Live,
    /// It came.
    Lost {
        /// Until then.
        last_at: UtcMillis,
        /// Why no longer.
        why: super::LossReason,
    },
}

/// The silent phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Silence {
    /// No desk has heard anything yet.
    #[default]
    NobodyHeard,
    /// Counted from the first that heard.
    Until(UtcMillis),
}

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Recording {
    /// Nothing ever came.
    #[default]
    Awaited,
    /// All that comes.
    Running,
    /// Nothing; listening goes on.
    Stopped {
        /// Why.
        why: RecordingFault,
        /// The last that is kept.
        last_at: UtcMillis,
    },
    /// The alarm is closed: what there is.
    Ended,
    /// Its key is destroyed.
    Erased,
}

/// Somebody who is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listener {
    /// The connection.
    pub peer: VoicePeerId,
    /// Who.
    pub by: AccountId,
    /// From where.
    pub seat: Seat,
    /// Live sound reached this connection.
    pub hears: bool,
}

/// Somebody who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speaking {
    /// Who.
    pub peer: VoicePeerId,
    /// Since when.
    pub since: UtcMillis,
}

/// The voice room of one alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceRoom {
    pub(super) alarm: AlarmId,
    pub(super) closed: bool,
    pub(super) microphone: Microphone,
    pub(super) listeners: Vec<Listener>,
    pub(super) silence: Silence,
    pub(super) forbidden: bool,
    pub(super) loudspeaker: Loudspeaker,
    pub(super) speaking: Option<Speaking>,
    pub(super) recording: Recording,
    pub(super) last_segment: Option<Segment>,
    pub(super) bytes: u64,
    pub(super) gaps: Vec<Gap>,
    pub(super) more_gaps: u32,
    pub(super) held: bool,
}

impl VoiceRoom {
    /// That of this alarm, before any sound.
    #[must_use]
    pub const fn new(alarm: AlarmId) -> Self {
        Self {
            alarm,
            closed: false,
            microphone: Microphone::Awaited,
            listeners: Vec::new(),
            silence: Silence::NobodyHeard,
            forbidden: false,
            loudspeaker: Loudspeaker::Off,
            speaking: None,
            recording: Recording::Awaited,
            last_segment: None,
            bytes: 0,
            gaps: Vec::new(),
            more_gaps: 0,
            held: false,
        }
    }
    /// Of which alarm.
    #[must_use]
    pub const fn alarm(&self) -> AlarmId {
        self.alarm
    }
    /// Did the alarm close?
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }
    /// The sound of the handset.
    #[must_use]
    pub const fn microphone(&self) -> Microphone {
        self.microphone
    }
    /// Who is in, by order of joining.
    #[must_use]
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }
    /// The one with this connection.
    #[must_use]
    pub fn listener(&self, peer: VoicePeerId) -> Option<&Listener> {
        self.listeners.iter().find(|listener| listener.peer == peer)
    }
    /// The silent phase.
    #[must_use]
    pub const fn silence(&self) -> Silence {
        self.silence
    }
    /// Is 'do not speak' set?
    #[must_use]
    pub const fn is_speech_forbidden(&self) -> bool {
        self.forbidden
    }
    /// The loudspeaker of the handset.
    #[must_use]
    pub const fn loudspeaker(&self) -> Loudspeaker {
        self.loudspeaker
    }
    /// Who speaks.
    #[must_use]
    pub const fn speaking(&self) -> Option<Speaking> {
        self.speaking
    }
    /// What is recorded.
    #[must_use]
    pub const fn recording(&self) -> Recording {
        self.recording
    }
    /// The newest stretch that the log vouches for.
    #[must_use]
    pub const fn last_segment(&self) -> Option<Segment> {
        self.last_segment
    }
    /// Bytes of all segments.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }
    /// What is missing, oldest first; at most [`super::MAX_GAPS`].
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
    /// How many older gaps are in the log only.
    #[must_use]
    pub const fn more_gaps(&self) -> u32 {
        self.more_gaps
    }
    /// Is it kept beyond its term?
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.held
    }
    /// When `Tick` has something to say.
    #[must_use]
    pub fn next_due(&self, times: &VoiceTimes) -> Option<UtcMillis> {
        self.speaking.map(|speaking| speaking.since.plus(times.longest_speech))
    }
}
