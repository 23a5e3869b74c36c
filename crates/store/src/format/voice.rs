//! The stored form of what happens in the voice room of an alarm, and to its recording, format 1.
//!
//! Ids, times and hashes only; the reason of a hold is the one personal half. Never here: sound (`recordings`).

use super::alarm::{ByOpen, TextSealed, text};
use super::codes::{Bytes, Code, Id, Ms, Word, codes};
use super::{Form, Halves, Nothing, both, open_only};
use crate::error::FormatError;
use hoeder_vocab::{AccountId, Sensitive, VoicePeerId};
use hoeder_watch::voice::{
    Gap, HandedFile, Leaving, LossReason, Loudspeaker, RecordingFault, RecordingPurpose, RecordingUse, Seat,
    Segment, SpeechEnd, VoiceEvent,
};
use serde::{Deserialize, Serialize};

codes! {
    LossReason { Network = "network", Handset = "handset", Restart = "restart" }
    Seat { Room = "room", Zone = "zone", Patrol = "patrol" }
    Leaving { Left = "left", Lost = "lost", NoRight = "no-right", Closed = "closed", Restart = "restart" }
    SpeechEnd {
        Released = "released", Forbidden = "forbidden", MicLost = "mic-lost", Gone = "gone",
        TooLong = "too-long", Closed = "closed",
    }
    Loudspeaker { On = "on", Off = "off" }
    RecordingFault { DiskFull = "disk-full", DiskFailed = "disk-failed", NoKey = "no-key", Limit = "limit" }
    RecordingUse { Heard = "heard", Exported = "exported" }
    RecordingPurpose {
        Alarm = "alarm", Investigation = "investigation", Court = "court", Review = "review",
    }
}

#[derive(Serialize, Deserialize)]
struct MicLostOpen {
    last_at: Ms,
    why: Word<LossReason>,
}

#[derive(Serialize, Deserialize)]
struct GapOpen {
    from: Ms,
    until: Ms,
}

impl GapOpen {
    const fn of(gap: Gap) -> Self {
        Self { from: Ms::of(gap.from), until: Ms::of(gap.until) }
    }
    const fn gap(&self) -> Gap {
        Gap { from: self.from.time(), until: self.until.time() }
    }
}

#[derive(Serialize, Deserialize)]
struct JoinedOpen {
    peer: Id<VoicePeerId>,
    by: Id<AccountId>,
    seat: Word<Seat>,
}

#[derive(Serialize, Deserialize)]
struct PeerOpen {
    peer: Id<VoicePeerId>,
}

#[derive(Serialize, Deserialize)]
struct UntilOpen {
    until: Ms,
}

#[derive(Serialize, Deserialize)]
struct LeftOpen {
    peer: Id<VoicePeerId>,
    why: Word<Leaving>,
}

#[derive(Serialize, Deserialize)]
struct SpeechEndedOpen {
    peer: Id<VoicePeerId>,
    why: Word<SpeechEnd>,
}

#[derive(Serialize, Deserialize)]
struct LoudspeakerOpen {
    by: Option<Id<AccountId>>,
    to: Word<Loudspeaker>,
}

#[derive(Serialize, Deserialize)]
struct SegmentOpen {
    number: u32,
    first_at: Ms,
    last_at: Ms,
    bytes: u64,
    hash: Bytes,
}

#[derive(Serialize, Deserialize)]
struct StoppedOpen {
    why: Word<RecordingFault>,
    last_at: Ms,
}

#[derive(Serialize, Deserialize)]
struct UsedOpen {
    by: Id<AccountId>,
    what: Word<RecordingUse>,
    why: Word<RecordingPurpose>,
}

#[derive(Serialize, Deserialize)]
struct HandedOutOpen {
    by: Id<AccountId>,
    why: Word<RecordingPurpose>,
    sha256: Bytes,
    bytes: u64,
}

type Made = Result<Halves, FormatError>;

pub(super) fn halves(event: &VoiceEvent) -> Made {
    match event {
        VoiceEvent::Started => open_only("voice.started", &Nothing {}),
        VoiceEvent::MicLost { last_at, why } => {
            open_only("voice.mic-lost", &MicLostOpen { last_at: Ms::of(*last_at), why: Word(*why) })
        }
        VoiceEvent::MicReturned { gap } => open_only("voice.mic-returned", &GapOpen::of(*gap)),
        VoiceEvent::Joined { peer, by, seat } => {
            open_only("voice.joined", &JoinedOpen { peer: Id(*peer), by: Id(*by), seat: Word(*seat) })
        }
        VoiceEvent::Heard { peer } => open_only("voice.heard", &PeerOpen { peer: Id(*peer) }),
        VoiceEvent::SilenceBegan { until } => {
            open_only("voice.silence-began", &UntilOpen { until: Ms::of(*until) })
        }
        VoiceEvent::Left { peer, why } => {
            open_only("voice.left", &LeftOpen { peer: Id(*peer), why: Word(*why) })
        }
        VoiceEvent::SpeechBegan { peer } => open_only("voice.speech-began", &PeerOpen { peer: Id(*peer) }),
        VoiceEvent::SpeechEnded { peer, why } => {
            open_only("voice.speech-ended", &SpeechEndedOpen { peer: Id(*peer), why: Word(*why) })
        }
        VoiceEvent::SpeechForbidden { by } => open_only("voice.speech-forbidden", &ByOpen { by: Id(*by) }),
        VoiceEvent::SpeechAllowed { by } => open_only("voice.speech-allowed", &ByOpen { by: Id(*by) }),
        VoiceEvent::LoudspeakerSwitched { by, to } => {
            open_only("voice.loudspeaker", &LoudspeakerOpen { by: by.map(Id), to: Word(*to) })
        }
        VoiceEvent::SegmentKept(_)
        | VoiceEvent::RecordingStopped { .. }
        | VoiceEvent::RecordingResumed { .. }
        | VoiceEvent::RecordingUsed { .. }
        | VoiceEvent::Held { .. }
        | VoiceEvent::Released { .. }
        | VoiceEvent::RecordingErased
        | VoiceEvent::Closed
        | VoiceEvent::RecordingHandedOut { .. } => recording_halves(event),
    }
}

fn recording_halves(event: &VoiceEvent) -> Made {
    match event {
        VoiceEvent::SegmentKept(segment) => {
            let open = SegmentOpen {
                number: segment.number,
                first_at: Ms::of(segment.first_at),
                last_at: Ms::of(segment.last_at),
                bytes: segment.bytes,
                hash: Bytes(segment.hash.to_vec()),
            };
            open_only("voice.segment", &open)
        }
        VoiceEvent::RecordingStopped { why, last_at } => {
            let open = StoppedOpen { why: Word(*why), last_at: Ms::of(*last_at) };
            open_only("voice.recording-stopped", &open)
        }
        VoiceEvent::RecordingResumed { gap } => open_only("voice.recording-resumed", &GapOpen::of(*gap)),
        VoiceEvent::RecordingUsed { by, what, why } => {
            let open = UsedOpen { by: Id(*by), what: Word(*what), why: Word(*why) };
            open_only("voice.recording-used", &open)
        }
        VoiceEvent::Held { by, reason } => both("voice.held", &ByOpen { by: Id(*by) }, &text(reason)),
        VoiceEvent::Released { by, reason } => both("voice.released", &ByOpen { by: Id(*by) }, &text(reason)),
        VoiceEvent::RecordingErased => open_only("voice.recording-erased", &Nothing {}),
        VoiceEvent::Closed => open_only("voice.closed", &Nothing {}),
        VoiceEvent::RecordingHandedOut { by, why, file } => {
            let (sha256, bytes) = (Bytes(file.sha256.to_vec()), file.bytes);
            let open = HandedOutOpen { by: Id(*by), why: Word(*why), sha256, bytes };
            open_only("voice.recording-handed-out", &open)
        }
        VoiceEvent::Started
        | VoiceEvent::MicLost { .. }
        | VoiceEvent::MicReturned { .. }
        | VoiceEvent::Joined { .. }
        | VoiceEvent::Heard { .. }
        | VoiceEvent::SilenceBegan { .. }
        | VoiceEvent::Left { .. }
        | VoiceEvent::SpeechBegan { .. }
        | VoiceEvent::SpeechEnded { .. }
        | VoiceEvent::SpeechForbidden { .. }
        | VoiceEvent::SpeechAllowed { .. }
        | VoiceEvent::LoudspeakerSwitched { .. } => {
            Err(FormatError::UnknownKind { kind: String::from("of another area") })
        }
    }
}

pub(super) fn event(form: &Form<'_>) -> Result<VoiceEvent, FormatError> {
    Ok(match form.kind {
        "voice.started" => VoiceEvent::Started,
        "voice.mic-lost" => {
            let open: MicLostOpen = form.open()?;
            VoiceEvent::MicLost { last_at: open.last_at.time(), why: open.why.0 }
        }
        "voice.mic-returned" => VoiceEvent::MicReturned { gap: form.open::<GapOpen>()?.gap() },
        "voice.joined" => {
            let open: JoinedOpen = form.open()?;
            VoiceEvent::Joined { peer: open.peer.0, by: open.by.0, seat: open.seat.0 }
        }
        "voice.heard" => VoiceEvent::Heard { peer: form.open::<PeerOpen>()?.peer.0 },
        "voice.silence-began" => VoiceEvent::SilenceBegan { until: form.open::<UntilOpen>()?.until.time() },
        "voice.left" => {
            let open: LeftOpen = form.open()?;
            VoiceEvent::Left { peer: open.peer.0, why: open.why.0 }
        }
        "voice.speech-began" => VoiceEvent::SpeechBegan { peer: form.open::<PeerOpen>()?.peer.0 },
        "voice.speech-ended" => {
            let open: SpeechEndedOpen = form.open()?;
            VoiceEvent::SpeechEnded { peer: open.peer.0, why: open.why.0 }
        }
        "voice.speech-forbidden" => VoiceEvent::SpeechForbidden { by: form.open::<ByOpen>()?.by.0 },
        "voice.speech-allowed" => VoiceEvent::SpeechAllowed { by: form.open::<ByOpen>()?.by.0 },
        "voice.loudspeaker" => {
            let open: LoudspeakerOpen = form.open()?;
            VoiceEvent::LoudspeakerSwitched { by: open.by.map(|by| by.0), to: open.to.0 }
        }
        _ => return recording_event(form),
    })
}

fn recording_event(form: &Form<'_>) -> Result<VoiceEvent, FormatError> {
    let reason = || Ok::<_, FormatError>(Sensitive::new(form.sealed::<TextSealed>()?.text));
    Ok(match form.kind {
        "voice.segment" => {
            let open: SegmentOpen = form.open()?;
            VoiceEvent::SegmentKept(Segment {
                number: open.number,
                first_at: open.first_at.time(),
                last_at: open.last_at.time(),
                bytes: open.bytes,
                hash: open.hash.0.try_into().map_err(|_| form.malformed("open", 0))?,
            })
        }
        "voice.recording-stopped" => {
            let open: StoppedOpen = form.open()?;
            VoiceEvent::RecordingStopped { why: open.why.0, last_at: open.last_at.time() }
        }
        "voice.recording-resumed" => VoiceEvent::RecordingResumed { gap: form.open::<GapOpen>()?.gap() },
        "voice.recording-used" => {
            let open: UsedOpen = form.open()?;
            VoiceEvent::RecordingUsed { by: open.by.0, what: open.what.0, why: open.why.0 }
        }
        "voice.held" => VoiceEvent::Held { by: form.open::<ByOpen>()?.by.0, reason: reason()? },
        "voice.released" => VoiceEvent::Released { by: form.open::<ByOpen>()?.by.0, reason: reason()? },
        "voice.recording-erased" => VoiceEvent::RecordingErased,
        "voice.closed" => VoiceEvent::Closed,
        "voice.recording-handed-out" => {
            let open: HandedOutOpen = form.open()?;
            let sha256 = open.sha256.0.try_into().map_err(|_| form.malformed("open", 0))?;
            let file = HandedFile { sha256, bytes: open.bytes };
            VoiceEvent::RecordingHandedOut { by: open.by.0, why: open.why.0, file }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}
