//! What an event does to a voice room. Holds no rule and cannot fail.

use super::MAX_GAPS;
use super::event::{Gap, Loudspeaker, VoiceEvent};
use super::state::{Listener, Microphone, Recording, Silence, Speaking, VoiceRoom};
use hoeder_vocab::{DecidedAt, VoicePeerId};

impl VoiceRoom {
    /// Changes the room as the event says.
    pub fn apply(&mut self, event: &VoiceEvent, at: DecidedAt) {
        match event {
            VoiceEvent::Started => {
                self.microphone = Microphone::Live;
                self.recording = Recording::Running;
            }
            VoiceEvent::MicLost { last_at, why } => {
                self.microphone = Microphone::Lost { last_at: *last_at, why: *why };
            }
            VoiceEvent::MicReturned { gap } => {
                self.microphone = Microphone::Live;
                self.note_gap(*gap);
            }
            VoiceEvent::Joined { peer, by, seat } => {
                self.listeners.push(Listener { peer: *peer, by: *by, seat: *seat, hears: false });
            }
            VoiceEvent::Heard { peer } => self.hears(*peer),
            VoiceEvent::SilenceBegan { until } => self.silence = Silence::Until(*until),
            VoiceEvent::Left { peer, .. } => self.listeners.retain(|listener| listener.peer != *peer),
            VoiceEvent::SpeechBegan { peer } => {
                self.speaking = Some(Speaking { peer: *peer, since: at.0 });
            }
            VoiceEvent::SpeechEnded { .. } => self.speaking = None,
            VoiceEvent::SpeechForbidden { .. } => self.forbidden = true,
            VoiceEvent::SpeechAllowed { .. } => self.forbidden = false,
            VoiceEvent::LoudspeakerSwitched { to, .. } => self.loudspeaker = *to,
            VoiceEvent::SegmentKept(segment) => {
                self.last_segment = Some(*segment);
                self.bytes = self.bytes.saturating_add(segment.bytes);
            }
            VoiceEvent::RecordingStopped { why, last_at } => {
                self.recording = Recording::Stopped { why: *why, last_at: *last_at };
            }
            VoiceEvent::RecordingResumed { gap } => {
                self.recording = Recording::Running;
                self.note_gap(*gap);
            }
            VoiceEvent::RecordingUsed { .. } | VoiceEvent::RecordingHandedOut { .. } => {}
            VoiceEvent::Held { .. } => self.held = true,
            VoiceEvent::Released { .. } => self.held = false,
            VoiceEvent::RecordingErased => self.recording = Recording::Erased,
            VoiceEvent::Closed => self.close(),
        }
    }

    /// Forgets the words, when their key is destroyed; the sound closed with it.
    pub fn forget_words(&mut self) {
        if self.recording != Recording::Awaited {
            self.recording = Recording::Erased;
        }
    }

    fn hears(&mut self, peer: VoicePeerId) {
        if let Some(listener) = self.listeners.iter_mut().find(|listener| listener.peer == peer) {
            listener.hears = true;
        }
    }

    fn note_gap(&mut self, gap: Gap) {
        if self.gaps.len() >= MAX_GAPS {
            self.gaps.remove(0);
            self.more_gaps = self.more_gaps.saturating_add(1);
        }
        self.gaps.push(gap);
    }

    fn close(&mut self) {
        self.closed = true;
        self.listeners.clear();
        self.speaking = None;
        self.loudspeaker = Loudspeaker::Off;
        self.recording = match self.recording {
            Recording::Awaited => Recording::Awaited,
            Recording::Erased => Recording::Erased,
            Recording::Running | Recording::Stopped { .. } | Recording::Ended => Recording::Ended,
        };
    }
}
