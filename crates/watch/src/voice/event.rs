//! What happens in a voice room.

use hoeder_vocab::{AccountId, Sensitive, UtcMillis, VoicePeerId};

/// Where a listener sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// A desk of a control room.
    Room,
    /// A desk of a zone.
    Zone,
    /// A patrol: its hearing starts no silent phase, since it watches the street and not the card.
    Patrol,
}

/// Why a listener is no longer in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaving {
    /// By an own act.
    Left,
    /// The connection broke.
    Lost,
    /// The right to hear ended.
    NoRight,
    /// The alarm closed.
    Closed,
    /// The server started anew.
    Restart,
}

/// Why somebody speaks no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeechEnd {
    /// The key was let go.
    Released,
    /// 'Do not speak' was set.
    Forbidden,
    /// The microphone of the handset is lost.
    MicLost,
    /// The speaker is no longer in.
    Gone,
    /// Spoken for too long: a key that is stuck.
    TooLong,
    /// The alarm closed.
    Closed,
}

/// The loudspeaker of the handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Loudspeaker {
    /// Everybody beside the phone hears what is said.
    On,
    /// Only who holds the phone to the ear.
    #[default]
    Off,
}

/// Time without sound: from the last packet before it to the first after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// The last that there was.
    pub from: UtcMillis,
    /// The first that there was again.
    pub until: UtcMillis,
}

/// A stretch of the recording without a gap, as the log vouches for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Segment {
    /// 1, 2, 3 ..
    pub number: u32,
    /// First packet received.
    pub first_at: UtcMillis,
    /// Last packet received.
    pub last_at: UtcMillis,
    /// Bytes in the file.
    pub bytes: u64,
    /// SHA-256 over the hash of the segment before it and its sealed blocks.
    pub hash: [u8; 32],
}

/// A file that was made of a recording, as the log vouches for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HandedFile {
    /// SHA-256 of all of it.
    pub sha256: [u8; 32],
    /// Its length in bytes.
    pub bytes: u64,
}

/// Why nothing is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordingFault {
    /// No room on the disk.
    DiskFull,
    /// The disk fails.
    DiskFailed,
    /// There is no key to seal with.
    NoKey,
    /// It is as long as a recording may be.
    Limit,
}

/// What is done with a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordingUse {
    /// Heard.
    Heard,
    /// Taken out, with its chain.
    Exported,
}

/// Why a recording is heard or taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordingPurpose {
    /// To handle the alarm: what was said before one came.
    Alarm,
    /// To investigate an offence.
    Investigation,
    /// For a court or an investigating judge.
    Court,
    /// To handle a complaint, or to check how the room worked.
    Review,
}

impl RecordingPurpose {
    /// All.
    pub const ALL: [Self; 4] = [Self::Alarm, Self::Investigation, Self::Court, Self::Review];
}

/// Something that happened in a voice room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceEvent {
    /// The first sound of the handset is there: the recording runs.
    Started,
    /// No sound comes any more.
    MicLost {
        /// The last that there was.
        last_at: UtcMillis,
        /// Why.
        why: super::LossReason,
    },
    /// It comes again.
    MicReturned {
        /// What is missing.
        gap: Gap,
    },
    /// Somebody is in.
    Joined {
        /// With which connection.
        peer: VoicePeerId,
        /// Who.
        by: AccountId,
        /// From where.
        seat: Seat,
    },
    /// Live sound reached a listener for the first time.
    Heard {
        /// Whom.
        peer: VoicePeerId,
    },
    /// It is the first desk that hears: from now on nobody speaks until then.
    SilenceBegan {
        /// Until when.
        until: UtcMillis,
    },
    /// Somebody is no longer in.
    Left {
        /// With which connection.
        peer: VoicePeerId,
        /// Why.
        why: Leaving,
    },
    /// Somebody speaks to the person.
    SpeechBegan {
        /// Who.
        peer: VoicePeerId,
    },
    /// And no longer.
    SpeechEnded {
        /// Who.
        peer: VoicePeerId,
        /// Why.
        why: SpeechEnd,
    },
    /// Nobody speaks from now on.
    SpeechForbidden {
        /// By whose order.
        by: AccountId,
    },
    /// It is lifted.
    SpeechAllowed {
        /// By whose order.
        by: AccountId,
    },
    /// The loudspeaker of the handset is on or off.
    LoudspeakerSwitched {
        /// By whose order; `None` with 'do not speak' and with the close.
        by: Option<AccountId>,
        /// Which way.
        to: Loudspeaker,
    },
    /// A stretch of the recording is whole and on disk.
    SegmentKept(Segment),
    /// Nothing is recorded any more; listening goes on.
    RecordingStopped {
        /// Why.
        why: RecordingFault,
        /// The last that is kept.
        last_at: UtcMillis,
    },
    /// It is recorded again.
    RecordingResumed {
        /// What is missing.
        gap: Gap,
    },
    /// Somebody hears the recording or takes it out.
    RecordingUsed {
        /// Who.
        by: AccountId,
        /// What.
        what: RecordingUse,
        /// Why.
        why: RecordingPurpose,
    },
    /// It is kept beyond its term.
    Held {
        /// By whom.
        by: AccountId,
        /// Why, in words.
        reason: Sensitive<String>,
    },
    /// No longer.
    Released {
        /// By whom.
        by: AccountId,
        /// Why, in words.
        reason: Sensitive<String>,
    },
    /// Its key is destroyed (GN-04): nobody hears it again. What the log says of it stays.
    RecordingErased,
    /// The room is closed.
    Closed,
    /// A file was made of the recording, to be taken out: these bytes and no others.
    RecordingHandedOut {
        /// To whom.
        by: AccountId,
        /// Why.
        why: RecordingPurpose,
        /// What.
        file: HandedFile,
    },
}
