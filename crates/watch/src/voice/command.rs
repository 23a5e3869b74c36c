//! What can be asked of a voice room.

use super::event::{
    HandedFile, Leaving, Loudspeaker, RecordingFault, RecordingPurpose, RecordingUse, Seat, Segment,
};
use hoeder_vocab::{AccountId, Sensitive, UtcMillis, VoicePeerId};

/// Why no sound comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LossReason {
    /// Nothing arrives.
    Network,
    /// The handset said that it stops, or may not use its microphone.
    Handset,
    /// The server started anew.
    Restart,
}

/// What can be asked of a voice room. Who may ask is decided before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceCommand {
    /// A packet of the handset is there, after none were.
    MicUp {
        /// When it was received.
        at: UtcMillis,
    },
    /// None come any more.
    LoseMic {
        /// When the last one was received.
        last_at: UtcMillis,
        /// Why.
        why: LossReason,
    },
    /// Listen in.
    Join {
        /// The connection, made by the shell.
        peer: VoicePeerId,
        /// Who.
        by: AccountId,
        /// From where.
        seat: Seat,
    },
    /// Be no longer in.
    Leave {
        /// Which connection.
        peer: VoicePeerId,
        /// Why.
        why: Leaving,
    },
    /// The page of a listener plays live sound.
    Hear {
        /// Whose.
        peer: VoicePeerId,
    },
    /// The key is held.
    Speak {
        /// By whom.
        peer: VoicePeerId,
    },
    /// It is let go.
    EndSpeech {
        /// By whom.
        peer: VoicePeerId,
    },
    /// Nobody may speak.
    ForbidSpeech {
        /// Who says so.
        by: AccountId,
    },
    /// They may again.
    AllowSpeech {
        /// Who says so.
        by: AccountId,
    },
    /// Turn the loudspeaker of the handset on or off.
    SwitchLoudspeaker {
        /// Who.
        by: AccountId,
        /// Which way.
        to: Loudspeaker,
    },
    /// A stretch is on disk.
    KeepSegment(Segment),
    /// The disk takes no more.
    StopRecording {
        /// Why.
        why: RecordingFault,
        /// The last that is kept.
        last_at: UtcMillis,
    },
    /// It takes again.
    ResumeRecording {
        /// The first that is kept.
        at: UtcMillis,
    },
    /// Hear the recording, or take it out.
    UseRecording {
        /// Who.
        by: AccountId,
        /// What.
        what: RecordingUse,
        /// Why.
        why: RecordingPurpose,
    },
    /// Keep it beyond its term.
    Hold {
        /// Who.
        by: AccountId,
        /// Why: 1 to 300 characters.
        reason: Sensitive<String>,
    },
    /// No longer.
    Release {
        /// Who.
        by: AccountId,
        /// Why: 1 to 300 characters.
        reason: Sensitive<String>,
    },
    /// Its term is over, or its person erased: destroy its key.
    EraseRecording,
    /// The server started anew: nobody is connected any more.
    Restart {
        /// The last packet that is known to have been kept, if any.
        last_at: Option<UtcMillis>,
    },
    /// The alarm closed.
    Close,
    /// Time has passed.
    Tick,
    /// Let a file of the recording, made after its use was written down, be taken out.
    HandOut {
        /// To whom.
        by: AccountId,
        /// Why.
        why: RecordingPurpose,
        /// What.
        file: HandedFile,
    },
}
