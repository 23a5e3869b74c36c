//! Every rule of a voice room.

use super::command::{LossReason, VoiceCommand};
use super::event::{Gap, Leaving, Loudspeaker, RecordingUse, Seat, Segment, SpeechEnd, VoiceEvent};
use super::state::{Microphone, Recording, Silence, VoiceRoom};
use super::times::VoiceTimes;
use super::{MAX_HOLD_REASON, MAX_LISTENERS};
use core::fmt;
use hoeder_vocab::{AccountId, DecidedAt, Purpose, Sensitive, UtcMillis, VoicePeerId};

/// Why something is not done in a voice room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoiceRefusal {
    /// The alarm is closed: nobody hears or speaks.
    Closed,
    /// The alarm is not closed.
    StillOpen,
    /// [`MAX_LISTENERS`] are in.
    TooMany,
    /// That connection is not in the room.
    NotIn,
    /// No desk has heard live sound yet.
    NobodyHeard,
    /// The silent phase lasts until then.
    Silent {
        /// Until when.
        until: UtcMillis,
    },
    /// 'Do not speak' is set.
    Forbidden,
    /// No sound comes from the handset.
    MicLost,
    /// No live sound reached the one who wants to speak.
    HearsNothing,
    /// Somebody else speaks.
    SomebodySpeaks,
    /// Nothing was recorded.
    NothingRecorded,
    /// Its key is destroyed.
    Erased,
    /// It is kept for a court.
    Held,
    /// A reason of 1 to [`MAX_HOLD_REASON`] characters is missing.
    ReasonMissing,
    /// It is not the segment after the last one.
    SegmentOrder,
}

impl VoiceRefusal {
    /// A stable name for the API and the logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Closed => "voice.closed",
            Self::StillOpen => "recording.still_runs",
            Self::TooMany => "voice.too_many_listeners",
            Self::NotIn => "voice.not_in",
            Self::NobodyHeard => "voice.nobody_heard",
            Self::Silent { .. } => "voice.silent_phase",
            Self::Forbidden => "voice.do_not_speak",
            Self::MicLost => "voice.microphone_lost",
            Self::HearsNothing => "voice.hears_nothing",
            Self::SomebodySpeaks => "voice.somebody_speaks",
            Self::NothingRecorded => "recording.none",
            Self::Erased => "recording.erased",
            Self::Held => "recording.held",
            Self::ReasonMissing => "recording.reason_missing",
            Self::SegmentOrder => "recording.segment_order",
        }
    }
}

impl fmt::Display for VoiceRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "the alarm is closed",
            Self::StillOpen => "the alarm is still open",
            Self::TooMany => return write!(f, "{MAX_LISTENERS} listeners are in already"),
            Self::NotIn => "this connection is not in the room",
            Self::NobodyHeard => "no desk has heard live sound yet",
            Self::Silent { .. } => "the silent phase lasts",
            Self::Forbidden => "'do not speak' is set",
            Self::MicLost => "no sound comes from the handset",
            Self::HearsNothing => "no live sound reached this desk yet",
            Self::SomebodySpeaks => "somebody else speaks",
            Self::NothingRecorded => "nothing was recorded",
            Self::Erased => "the recording is erased",
            Self::Held => "the recording is kept for a court",
            Self::ReasonMissing => {
                return write!(f, "a reason of 1 to {MAX_HOLD_REASON} characters is missing");
            }
            Self::SegmentOrder => "it is not the segment after the last one",
        })
    }
}

type Decision = Result<Vec<VoiceEvent>, VoiceRefusal>;

impl VoiceRoom {
    /// What follows from a command; nothing where it is so already.
    ///
    /// # Errors
    /// Why it is not done.
    pub fn decide(&self, command: &VoiceCommand, now: DecidedAt, times: &VoiceTimes) -> Decision {
        match command {
            VoiceCommand::MicUp { at } => self.mic_up(*at),
            VoiceCommand::LoseMic { last_at, why } => Ok(self.lose_mic(*last_at, *why)),
            VoiceCommand::Join { peer, by, seat } => self.join(*peer, *by, *seat),
            VoiceCommand::Leave { peer, why } => Ok(self.leave(*peer, *why)),
            VoiceCommand::Hear { peer } => self.hear(*peer, now, times),
            VoiceCommand::Speak { peer } => self.speak(*peer, now),
            VoiceCommand::EndSpeech { peer } => Ok(self.end_speech(*peer, SpeechEnd::Released)),
            VoiceCommand::ForbidSpeech { by } => self.forbid(*by),
            VoiceCommand::AllowSpeech { by } => self.allow(*by),
            VoiceCommand::SwitchLoudspeaker { by, to } => self.switch(*by, *to, now),
            VoiceCommand::KeepSegment(segment) => self.keep(segment),
            VoiceCommand::StopRecording { why, last_at } => Ok(match self.recording {
                Recording::Running => vec![VoiceEvent::RecordingStopped { why: *why, last_at: *last_at }],
                Recording::Awaited | Recording::Stopped { .. } | Recording::Ended | Recording::Erased => {
                    Vec::new()
                }
            }),
            VoiceCommand::ResumeRecording { at } => self.resume(*at),
            VoiceCommand::UseRecording { by, what, why } => {
                self.is_there()?;
                self.may_take_out(*what)?;
                Ok(vec![VoiceEvent::RecordingUsed { by: *by, what: *what, why: *why }])
            }
            VoiceCommand::Hold { by, reason } => self.hold(*by, reason),
            VoiceCommand::Release { by, reason } => self.release(*by, reason),
            VoiceCommand::EraseRecording => self.erase(),
            VoiceCommand::Restart { last_at } => Ok(self.restart(*last_at, now)),
            VoiceCommand::Close => Ok(self.close_room()),
            VoiceCommand::Tick => Ok(self.tick(now, times)),
            VoiceCommand::HandOut { by, why, file } => {
                self.is_there()?;
                self.may_take_out(RecordingUse::Exported)?;
                Ok(vec![VoiceEvent::RecordingHandedOut { by: *by, why: *why, file: *file }])
            }
        }
    }

    /// May this connection speak now?
    ///
    /// # Errors
    /// Why not.
    pub fn may_speak(&self, peer: VoicePeerId, now: DecidedAt) -> Result<(), VoiceRefusal> {
        self.is_open()?;
        let listener = self.listener(peer).ok_or(VoiceRefusal::NotIn)?;
        self.is_time_to_speak(now)?;
        if listener.hears { Ok(()) } else { Err(VoiceRefusal::HearsNothing) }
    }

    /// Could anybody speak now?
    ///
    /// # Errors
    /// Why not.
    pub fn is_time_to_speak(&self, now: DecidedAt) -> Result<(), VoiceRefusal> {
        self.is_open()?;
        if self.forbidden {
            return Err(VoiceRefusal::Forbidden);
        }
        match self.silence {
            Silence::NobodyHeard => return Err(VoiceRefusal::NobodyHeard),
            Silence::Until(until) if now.0 < until => return Err(VoiceRefusal::Silent { until }),
            Silence::Until(_) => {}
        }
        match self.microphone {
            Microphone::Live => Ok(()),
            Microphone::Awaited | Microphone::Lost { .. } => Err(VoiceRefusal::MicLost),
        }
    }

    const fn is_open(&self) -> Result<(), VoiceRefusal> {
        if self.closed { Err(VoiceRefusal::Closed) } else { Ok(()) }
    }

    const fn is_there(&self) -> Result<(), VoiceRefusal> {
        match self.recording {
            Recording::Awaited => Err(VoiceRefusal::NothingRecorded),
            Recording::Erased => Err(VoiceRefusal::Erased),
            Recording::Running | Recording::Stopped { .. } | Recording::Ended => Ok(()),
        }
    }

    /// What is taken out is whole: it is heard while it runs, and exported once it ended.
    const fn may_take_out(&self, what: RecordingUse) -> Result<(), VoiceRefusal> {
        match what {
            RecordingUse::Exported if !self.closed => Err(VoiceRefusal::StillOpen),
            RecordingUse::Exported | RecordingUse::Heard => Ok(()),
        }
    }

    fn mic_up(&self, at: UtcMillis) -> Decision {
        self.is_open()?;
        Ok(match self.microphone {
            Microphone::Awaited => vec![VoiceEvent::Started],
            Microphone::Live => Vec::new(),
            Microphone::Lost { last_at, why } => {
                let from = self.last_sound(last_at, why);
                vec![VoiceEvent::MicReturned { gap: Gap { from, until: at.max(from) } }]
            }
        })
    }

    /// After a restart the file knows better than the room when the last sound was: its last segment was named meanwhile.
    fn last_sound(&self, last_at: UtcMillis, why: LossReason) -> UtcMillis {
        match why {
            LossReason::Restart => self.last_segment.map_or(last_at, |segment| segment.last_at),
            LossReason::Network | LossReason::Handset => last_at,
        }
    }

    fn lose_mic(&self, last_at: UtcMillis, why: LossReason) -> Vec<VoiceEvent> {
        match self.microphone {
            Microphone::Live => {
                let mut events = self.silence_speaker(SpeechEnd::MicLost);
                events.push(VoiceEvent::MicLost { last_at, why });
                events
            }
            Microphone::Awaited | Microphone::Lost { .. } => Vec::new(),
        }
    }

    fn join(&self, peer: VoicePeerId, by: AccountId, seat: Seat) -> Decision {
        self.is_open()?;
        if self.listener(peer).is_some() {
            return Ok(Vec::new());
        }
        if self.listeners.len() >= MAX_LISTENERS {
            return Err(VoiceRefusal::TooMany);
        }
        Ok(vec![VoiceEvent::Joined { peer, by, seat }])
    }

    fn leave(&self, peer: VoicePeerId, why: Leaving) -> Vec<VoiceEvent> {
        if self.listener(peer).is_none() {
            return Vec::new();
        }
        let mut events = self.end_speech(peer, SpeechEnd::Gone);
        events.push(VoiceEvent::Left { peer, why });
        events
    }

    fn hear(&self, peer: VoicePeerId, now: DecidedAt, times: &VoiceTimes) -> Decision {
        self.is_open()?;
        let listener = self.listener(peer).ok_or(VoiceRefusal::NotIn)?;
        match self.microphone {
            Microphone::Live => {}
            Microphone::Awaited | Microphone::Lost { .. } => return Err(VoiceRefusal::MicLost),
        }
        let mut events = Vec::new();
        if !listener.hears {
            events.push(VoiceEvent::Heard { peer });
        }
        match (self.silence, listener.seat) {
            (Silence::NobodyHeard, Seat::Room | Seat::Zone) => {
                events.push(VoiceEvent::SilenceBegan { until: now.0.plus(times.silent_phase()) });
            }
            (Silence::NobodyHeard, Seat::Patrol)
            | (Silence::Until(_), Seat::Room | Seat::Zone | Seat::Patrol) => {}
        }
        Ok(events)
    }

    fn speak(&self, peer: VoicePeerId, now: DecidedAt) -> Decision {
        self.may_speak(peer, now)?;
        match self.speaking {
            None => Ok(vec![VoiceEvent::SpeechBegan { peer }]),
            Some(speaking) if speaking.peer == peer => Ok(Vec::new()),
            Some(_) => Err(VoiceRefusal::SomebodySpeaks),
        }
    }

    fn end_speech(&self, peer: VoicePeerId, why: SpeechEnd) -> Vec<VoiceEvent> {
        if self.speaking.is_some_and(|speaking| speaking.peer == peer) {
            self.silence_speaker(why)
        } else {
            Vec::new()
        }
    }

    fn silence_speaker(&self, why: SpeechEnd) -> Vec<VoiceEvent> {
        let ended = self.speaking.map(|speaking| VoiceEvent::SpeechEnded { peer: speaking.peer, why });
        ended.into_iter().collect()
    }

    fn quiet_loudspeaker(&self) -> Option<VoiceEvent> {
        match self.loudspeaker {
            Loudspeaker::On => Some(VoiceEvent::LoudspeakerSwitched { by: None, to: Loudspeaker::Off }),
            Loudspeaker::Off => None,
        }
    }

    fn forbid(&self, by: AccountId) -> Decision {
        self.is_open()?;
        if self.forbidden {
            return Ok(Vec::new());
        }
        let mut events = self.silence_speaker(SpeechEnd::Forbidden);
        events.extend(self.quiet_loudspeaker());
        events.push(VoiceEvent::SpeechForbidden { by });
        Ok(events)
    }

    fn allow(&self, by: AccountId) -> Decision {
        self.is_open()?;
        Ok(if self.forbidden { vec![VoiceEvent::SpeechAllowed { by }] } else { Vec::new() })
    }

    /// Off is never refused while the alarm is open.
    fn switch(&self, by: AccountId, to: Loudspeaker, now: DecidedAt) -> Decision {
        self.is_open()?;
        if to == self.loudspeaker {
            return Ok(Vec::new());
        }
        if to == Loudspeaker::On {
            self.is_time_to_speak(now)?;
        }
        Ok(vec![VoiceEvent::LoudspeakerSwitched { by: Some(by), to }])
    }

    /// Also after the close: the last stretch is written down then.
    fn keep(&self, segment: &Segment) -> Decision {
        self.is_there()?;
        if self.last_segment == Some(*segment) {
            return Ok(Vec::new());
        }
        let next = self.last_segment.map_or(1, |last| last.number.saturating_add(1));
        if segment.number == next {
            Ok(vec![VoiceEvent::SegmentKept(*segment)])
        } else {
            Err(VoiceRefusal::SegmentOrder)
        }
    }

    fn resume(&self, at: UtcMillis) -> Decision {
        self.is_open()?;
        Ok(match self.recording {
            Recording::Stopped { last_at, .. } => {
                let gap = Gap { from: last_at, until: at.max(last_at) };
                vec![VoiceEvent::RecordingResumed { gap }]
            }
            Recording::Awaited | Recording::Running | Recording::Ended | Recording::Erased => Vec::new(),
        })
    }

    fn hold(&self, by: AccountId, reason: &Sensitive<String>) -> Decision {
        self.is_there()?;
        given(reason)?;
        let event = VoiceEvent::Held { by, reason: reason.clone() };
        Ok(if self.held { Vec::new() } else { vec![event] })
    }

    fn release(&self, by: AccountId, reason: &Sensitive<String>) -> Decision {
        self.is_there()?;
        given(reason)?;
        let event = VoiceEvent::Released { by, reason: reason.clone() };
        Ok(if self.held { vec![event] } else { Vec::new() })
    }

    fn erase(&self) -> Decision {
        match self.recording {
            Recording::Erased => return Ok(Vec::new()),
            Recording::Awaited => return Err(VoiceRefusal::NothingRecorded),
            Recording::Running | Recording::Stopped { .. } | Recording::Ended => {}
        }
        if !self.closed {
            return Err(VoiceRefusal::StillOpen);
        }
        if self.held { Err(VoiceRefusal::Held) } else { Ok(vec![VoiceEvent::RecordingErased]) }
    }

    fn restart(&self, last_at: Option<UtcMillis>, now: DecidedAt) -> Vec<VoiceEvent> {
        if self.closed {
            return Vec::new();
        }
        let mut events = self.silence_speaker(SpeechEnd::Gone);
        let gone = |peer| VoiceEvent::Left { peer, why: Leaving::Restart };
        events.extend(self.listeners.iter().map(|listener| gone(listener.peer)));
        if self.microphone == Microphone::Live {
            let known = last_at.or(self.last_segment.map(|segment| segment.last_at));
            let last_at = known.unwrap_or(now.0);
            events.push(VoiceEvent::MicLost { last_at, why: LossReason::Restart });
        }
        events
    }

    fn close_room(&self) -> Vec<VoiceEvent> {
        if self.closed {
            return Vec::new();
        }
        let mut events = self.silence_speaker(SpeechEnd::Closed);
        events.extend(self.quiet_loudspeaker());
        let gone = |peer| VoiceEvent::Left { peer, why: Leaving::Closed };
        events.extend(self.listeners.iter().map(|listener| gone(listener.peer)));
        events.push(VoiceEvent::Closed);
        events
    }

    fn tick(&self, now: DecidedAt, times: &VoiceTimes) -> Vec<VoiceEvent> {
        if self.next_due(times).is_some_and(|due| due <= now.0) {
            self.silence_speaker(SpeechEnd::TooLong)
        } else {
            Vec::new()
        }
    }
}

fn given(reason: &Sensitive<String>) -> Result<(), VoiceRefusal> {
    crate::text::within(reason.reveal(Purpose::CaseWork), MAX_HOLD_REASON)
        .map_err(|_| VoiceRefusal::ReasonMissing)
}
