//! What happens in the voice room of an alarm, of the generator.

use super::Gen;
use hoeder_engine::entry::Event;
use hoeder_vocab::*;
use hoeder_watch::voice::*;

impl Gen {
    /// One of each kind, at the end of the list so that older fixtures stay.
    pub fn voice_events(&mut self) -> Vec<VoiceEvent> {
        let peer = VoicePeerId::from_u128(self.bits());
        let gap = Gap { from: self.time(), until: self.time() };
        let segment = Segment {
            number: 3,
            first_at: self.time(),
            last_at: self.time(),
            bytes: 120_000,
            hash: [u8::try_from(self.below(255)).unwrap(); 32],
        };
        vec![
            VoiceEvent::Started,
            VoiceEvent::MicLost {
                last_at: self.time(),
                why: self.pick(&[LossReason::Network, LossReason::Handset, LossReason::Restart]),
            },
            VoiceEvent::MicReturned { gap },
            VoiceEvent::Joined {
                peer,
                by: self.account(),
                seat: self.pick(&[Seat::Room, Seat::Zone, Seat::Patrol]),
            },
            VoiceEvent::Heard { peer },
            VoiceEvent::SilenceBegan { until: self.time() },
            VoiceEvent::Left { peer, why: self.pick(&[Leaving::Left, Leaving::Lost, Leaving::NoRight]) },
            VoiceEvent::SpeechBegan { peer },
            VoiceEvent::SpeechEnded { peer, why: self.pick(&[SpeechEnd::Released, SpeechEnd::TooLong]) },
            VoiceEvent::SpeechForbidden { by: self.account() },
            VoiceEvent::SpeechAllowed { by: self.account() },
            VoiceEvent::LoudspeakerSwitched { by: Some(self.account()), to: Loudspeaker::On },
            VoiceEvent::SegmentKept(segment),
            VoiceEvent::RecordingStopped {
                why: self.pick(&[RecordingFault::DiskFull, RecordingFault::Limit]),
                last_at: self.time(),
            },
            VoiceEvent::RecordingResumed { gap },
            VoiceEvent::RecordingUsed {
                by: self.account(),
                what: self.pick(&[RecordingUse::Heard, RecordingUse::Exported]),
                why: self.pick(&RecordingPurpose::ALL),
            },
            VoiceEvent::Held { by: self.account(), reason: self.sensitive() },
            VoiceEvent::Released { by: self.account(), reason: self.sensitive() },
            VoiceEvent::RecordingErased,
            VoiceEvent::Closed,
        ]
    }

    /// After all others, so that the fixtures of those stay.
    pub fn newest_events(&mut self, alarm: AlarmId) -> [Event; 2] {
        [self.left_event(alarm), self.handed_out_event(alarm)]
    }

    fn handed_out_event(&mut self, alarm: AlarmId) -> Event {
        let file = HandedFile { sha256: [u8::try_from(self.below(255)).unwrap(); 32], bytes: 1_234_567 };
        let (by, why) = (self.account(), self.pick(&RecordingPurpose::ALL));
        Event::Voice(alarm, VoiceEvent::RecordingHandedOut { by, why, file })
    }
}
