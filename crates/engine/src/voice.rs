//! What the voice room of an alarm is asked, is told by the media server, tells it, and shows to a desk (docs/voice.md).
//!
//! The media server moves packets by the last [`VoiceGate`] and asks nobody before each. Never here: sound, rules of the room
//! (`watch::voice`), who may ask (`access`).

use crate::entry::Subject;
use hoeder_vocab::{AccountId, AlarmId, Sensitive, UtcMillis, VoicePeerId};
pub use hoeder_watch::voice::VoiceTimes;
use hoeder_watch::voice::{
    Gap, HandedFile, LossReason, Loudspeaker, Microphone, Recording, RecordingFault, RecordingPurpose,
    RecordingUse, Seat, Segment, Silence,
};

/// An order about the voice room of an alarm, or about its recording. Each maps to one rule of `access`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceOrder {
    /// Of which alarm.
    pub alarm: AlarmId,
    /// What.
    pub act: VoiceAct,
}

/// What is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceAct {
    /// Listen in.
    Join {
        /// The connection, made by the shell.
        peer: VoicePeerId,
    },
    /// Leave it.
    Leave {
        /// An own connection.
        peer: VoicePeerId,
    },
    /// Hold the key.
    Speak {
        /// An own connection.
        peer: VoicePeerId,
    },
    /// Let it go.
    EndSpeech {
        /// An own connection.
        peer: VoicePeerId,
    },
    /// Nobody may speak.
    ForbidSpeech,
    /// They may again.
    AllowSpeech,
    /// The loudspeaker of the handset.
    SwitchLoudspeaker(Loudspeaker),
    /// Keep the recording beyond its term.
    Hold {
        /// Why: 1 to 300 characters.
        reason: Sensitive<String>,
    },
    /// No longer.
    Release {
        /// Why: 1 to 300 characters.
        reason: Sensitive<String>,
    },
    /// Let a file of the recording leave, after its use was allowed: these bytes and no others.
    HandOut {
        /// As its use was allowed.
        why: RecordingPurpose,
        /// What.
        file: HandedFile,
    },
}

/// What the media server or the recorder says of the room of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoiceNews {
    /// Packets of the handset come.
    MicUp {
        /// The first one.
        at: UtcMillis,
    },
    /// They come no longer.
    MicLost {
        /// The last one.
        last_at: UtcMillis,
        /// Why.
        why: LossReason,
    },
    /// Live sound reached this listener.
    Heard {
        /// Whom.
        peer: VoicePeerId,
    },
    /// The connection of this listener broke.
    PeerLost {
        /// Whose.
        peer: VoicePeerId,
    },
    /// A stretch of the recording is whole and on disk.
    SegmentKept(Segment),
    /// The disk takes no more.
    RecordingStopped {
        /// Why.
        why: RecordingFault,
        /// The last that is kept.
        last_at: UtcMillis,
    },
    /// It takes again.
    RecordingResumed {
        /// The first that is kept.
        at: UtcMillis,
    },
    /// The term of the recording is over (GN-04): refused in silence while somebody holds it.
    TermOver,
}

/// What the media server may let pass, from now on: no name and no reason is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceGate {
    /// In the room of which alarm.
    pub alarm: AlarmId,
    /// Open: sound of the handset is taken in. When it is not, all connections of the room end.
    pub open: bool,
    /// Who hears.
    pub listeners: Vec<VoicePeerId>,
    /// Whose sound goes to the handset and to the other listeners.
    pub speaker: Option<VoicePeerId>,
    /// The loudspeaker of the handset.
    pub loudspeaker: Loudspeaker,
}

/// To hear or take out a recording is allowed, and written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingAllowed {
    /// Of which alarm.
    pub alarm: AlarmId,
    /// What.
    pub what: RecordingUse,
    /// Why.
    pub why: RecordingPurpose,
    /// With whose key its key is sealed.
    pub subject: Subject,
    /// What is missing, oldest first.
    pub gaps: Vec<Gap>,
}

/// How far a recording is, for the one who keeps its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingStage {
    /// The alarm is open: sound may come.
    Open,
    /// No more comes.
    Closed,
    /// Its key is to be destroyed, should it still be there.
    Erased,
}

/// What the log says of the recording of an alarm: no name and no sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordingFacts {
    /// Of which alarm.
    pub alarm: AlarmId,
    /// With whose key its key is sealed.
    pub subject: Subject,
    /// How far it is.
    pub stage: RecordingStage,
    /// Segments that the log names.
    pub segments: u32,
    /// Their bytes.
    pub bytes: u64,
    /// The last sound of them.
    pub last_at: Option<UtcMillis>,
}

/// Somebody who listens, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerView {
    /// The connection.
    pub peer: VoicePeerId,
    /// Who.
    pub account: AccountId,
    /// The name, for colleagues.
    pub name: Option<Sensitive<String>>,
    /// From where.
    pub seat: Seat,
    /// Live sound reached them.
    pub hears: bool,
    /// Speaks now.
    pub speaks: bool,
}

/// The voice room as a desk is shown it. Loss, jitter and level come from the media server and are in no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceView {
    /// The sound of the handset.
    pub microphone: Microphone,
    /// Who is in.
    pub listeners: Vec<ListenerView>,
    /// The silent phase.
    pub silence: Silence,
    /// 'Do not speak' is set.
    pub speech_forbidden: bool,
    /// The loudspeaker of the handset.
    pub loudspeaker: Loudspeaker,
    /// What is recorded; a recording that stopped says why.
    pub recording: Recording,
    /// What is missing, oldest first.
    pub gaps: Vec<Gap>,
    /// How many older gaps are in the log only.
    pub more_gaps: u32,
    /// Kept beyond its term.
    pub held: bool,
}
