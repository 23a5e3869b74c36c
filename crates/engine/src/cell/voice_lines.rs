//! The voice room on the timeline of its alarm: who listened, spoke and forbade, and what became of the recording (AL-05, FL-31).
//!
//! Codes and accounts only, so that an erasure leaves them. Never here: the reason of a hold.

use super::Cell;
use crate::view::TimelineLine;
use hoeder_vocab::{AccountId, Actor, Sensitive, UtcMillis};
use hoeder_watch::voice::{
    Leaving, LossReason, Loudspeaker, RecordingFault, RecordingUse, SpeechEnd, VoiceEvent, VoiceRoom,
};

/// Lines that are kept in memory, the newest; each is a record all the same.
const MOST: usize = 256;

/// What happened in a voice room.
#[derive(Debug, Clone, Copy)]
pub(super) struct VoiceLine {
    at: UtcMillis,
    actor: Actor,
    by: Option<AccountId>,
    what: &'static str,
    detail: Option<&'static str>,
}

/// Keeps the line of an event, of the room as it was before.
pub(super) fn keep(
    lines: &mut Vec<VoiceLine>,
    room: &VoiceRoom,
    event: &VoiceEvent,
    (actor, at): (Actor, UtcMillis),
) {
    let Some((what, detail)) = words(event) else { return };
    if lines.len() >= MOST {
        lines.remove(0);
    }
    lines.push(VoiceLine { at, actor, by: who(room, event), what, detail });
}

fn who(room: &VoiceRoom, event: &VoiceEvent) -> Option<AccountId> {
    match event {
        VoiceEvent::Joined { by, .. }
        | VoiceEvent::SpeechForbidden { by }
        | VoiceEvent::SpeechAllowed { by }
        | VoiceEvent::RecordingUsed { by, .. }
        | VoiceEvent::RecordingHandedOut { by, .. }
        | VoiceEvent::Held { by, .. }
        | VoiceEvent::Released { by, .. } => Some(*by),
        VoiceEvent::LoudspeakerSwitched { by, .. } => *by,
        VoiceEvent::Heard { peer }
        | VoiceEvent::Left { peer, .. }
        | VoiceEvent::SpeechBegan { peer }
        | VoiceEvent::SpeechEnded { peer, .. } => room.listener(*peer).map(|listener| listener.by),
        VoiceEvent::Started
        | VoiceEvent::MicLost { .. }
        | VoiceEvent::MicReturned { .. }
        | VoiceEvent::SilenceBegan { .. }
        | VoiceEvent::SegmentKept(_)
        | VoiceEvent::RecordingStopped { .. }
        | VoiceEvent::RecordingResumed { .. }
        | VoiceEvent::RecordingErased
        | VoiceEvent::Closed => None,
    }
}

/// Stable names. A segment each half minute says nothing to a reader: it is in the log only.
fn words(event: &VoiceEvent) -> Option<(&'static str, Option<&'static str>)> {
    Some(match event {
        VoiceEvent::SegmentKept(_) => return None,
        VoiceEvent::Started => ("voice_started", None),
        VoiceEvent::MicLost { why, .. } => ("voice_mic_lost", Some(loss(*why))),
        VoiceEvent::MicReturned { .. } => ("voice_mic_returned", None),
        VoiceEvent::Joined { .. } => ("voice_joined", None),
        VoiceEvent::Heard { .. } => ("voice_heard", None),
        VoiceEvent::SilenceBegan { .. } => ("voice_silence_began", None),
        VoiceEvent::Left { why, .. } => ("voice_left", leaving(*why)),
        VoiceEvent::SpeechBegan { .. } => ("voice_speech_began", None),
        VoiceEvent::SpeechEnded { why, .. } => ("voice_speech_ended", speech_end(*why)),
        VoiceEvent::SpeechForbidden { .. } => ("voice_speech_forbidden", None),
        VoiceEvent::SpeechAllowed { .. } => ("voice_speech_allowed", None),
        VoiceEvent::LoudspeakerSwitched { to, .. } => {
            ("voice_loudspeaker", Some(if *to == Loudspeaker::On { "on" } else { "off" }))
        }
        VoiceEvent::RecordingStopped { why, .. } => ("voice_recording_stopped", Some(fault(*why))),
        VoiceEvent::RecordingResumed { .. } => ("voice_recording_resumed", None),
        VoiceEvent::RecordingUsed { what, .. } => (
            "voice_recording_used",
            Some(match what {
                RecordingUse::Heard => "heard",
                RecordingUse::Exported => "exported",
            }),
        ),
        VoiceEvent::Held { .. } => ("voice_held", None),
        VoiceEvent::Released { .. } => ("voice_released", None),
        VoiceEvent::RecordingErased => ("voice_recording_erased", None),
        VoiceEvent::Closed => ("voice_closed", None),
        VoiceEvent::RecordingHandedOut { .. } => ("voice_recording_handed_out", None),
    })
}

const fn loss(why: LossReason) -> &'static str {
    match why {
        LossReason::Network => "network",
        LossReason::Handset => "handset",
        LossReason::Restart => "restart",
    }
}

const fn leaving(why: Leaving) -> Option<&'static str> {
    match why {
        Leaving::Left | Leaving::Closed => None,
        Leaving::Lost => Some("lost"),
        Leaving::NoRight => Some("no_right"),
        Leaving::Restart => Some("restart"),
    }
}

const fn speech_end(why: SpeechEnd) -> Option<&'static str> {
    match why {
        SpeechEnd::TooLong => Some("too_long"),
        SpeechEnd::Released
        | SpeechEnd::Forbidden
        | SpeechEnd::MicLost
        | SpeechEnd::Gone
        | SpeechEnd::Closed => None,
    }
}

const fn fault(why: RecordingFault) -> &'static str {
    match why {
        RecordingFault::DiskFull => "disk_full",
        RecordingFault::DiskFailed => "disk_failed",
        RecordingFault::NoKey => "no_key",
        RecordingFault::Limit => "limit",
    }
}

impl Cell {
    pub(super) fn voice_lines(&self, lines: &[VoiceLine]) -> Vec<TimelineLine> {
        let shown = |line: &VoiceLine| TimelineLine {
            at: line.at,
            what: line.what,
            actor: line.actor,
            by: line.by.and_then(|account| self.book.account_name(account)),
            detail: line.detail.map(|code| Sensitive::new(code.to_owned())),
        };
        lines.iter().map(shown).collect()
    }
}
