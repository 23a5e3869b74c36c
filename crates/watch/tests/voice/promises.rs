//! Promises of a voice room, as sentences.

use hoeder_vocab::{AccountId, AlarmId, DecidedAt, Sensitive, UtcMillis, VoicePeerId};
use hoeder_watch::voice::{
    HandedFile, LEAST_SILENT_PHASE, Leaving, LossReason, Loudspeaker, MAX_GAPS, MAX_LISTENERS, Microphone,
    Recording, RecordingFault, RecordingPurpose, RecordingUse, Seat, Segment, Silence, SpeechEnd,
    VoiceCommand, VoiceEvent, VoiceRefusal, VoiceRoom, VoiceTimes,
};
use proptest::prelude::*;
use std::time::Duration;

const ANNA: AccountId = AccountId::from_u128(1);
const BOB: AccountId = AccountId::from_u128(2);
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

fn peer(number: u8) -> VoicePeerId {
    VoicePeerId::from_u128(u128::from(number) + 10)
}

struct Life {
    room: VoiceRoom,
    now: UtcMillis,
    times: VoiceTimes,
    events: Vec<VoiceEvent>,
}

impl Life {
    fn new() -> Self {
        let room = VoiceRoom::new(AlarmId::from_u128(9));
        Self { room, now: START, times: VoiceTimes::default(), events: Vec::new() }
    }
    fn does(&mut self, command: &VoiceCommand) -> Result<usize, VoiceRefusal> {
        let now = DecidedAt(self.now);
        let decided = self.room.decide(command, now, &self.times)?;
        decided.iter().for_each(|event| self.room.apply(event, now));
        let count = decided.len();
        self.events.extend(decided);
        Ok(count)
    }
    fn sound(&mut self) -> &mut Self {
        self.does(&VoiceCommand::MicUp { at: self.now }).unwrap();
        self
    }
    fn joins(&mut self, number: u8, seat: Seat) -> &mut Self {
        self.does(&VoiceCommand::Join { peer: peer(number), by: ANNA, seat }).unwrap();
        self
    }
    fn hears(&mut self, number: u8) -> &mut Self {
        self.does(&VoiceCommand::Hear { peer: peer(number) }).unwrap();
        self
    }
    fn speaks(&mut self, number: u8) -> Result<usize, VoiceRefusal> {
        self.does(&VoiceCommand::Speak { peer: peer(number) })
    }
    fn pass(&mut self, ms: u64) -> &mut Self {
        self.now = self.now.plus(Duration::from_millis(ms));
        self.does(&VoiceCommand::Tick).unwrap();
        self
    }
    fn loses(&mut self) -> &mut Self {
        self.does(&VoiceCommand::LoseMic { last_at: self.now, why: LossReason::Network }).unwrap();
        self
    }
}

/// A room in which desk 1 has listened for the whole silent phase.
fn listened() -> Life {
    let mut life = Life::new();
    life.sound().joins(1, Seat::Room).hears(1).pass(15_000);
    life
}

/// Proves AL-05, FL-08 (the silent phase): counted from the first live sound at a desk, not from the press or the join.
#[test]
fn before_a_desk_heard_live_sound_for_fifteen_seconds_nobody_speaks() {
    let mut life = Life::new();
    life.sound().joins(1, Seat::Room).pass(60_000);
    assert_eq!(life.speaks(1), Err(VoiceRefusal::NobodyHeard));
    life.hears(1);
    let until = life.now.plus(Duration::from_secs(15));
    life.pass(14_999);
    assert_eq!(life.speaks(1), Err(VoiceRefusal::Silent { until }));
    life.pass(1);
    assert_eq!(life.speaks(1), Ok(1));
}

#[test]
fn a_patrol_that_hears_starts_no_silent_phase_and_another_desk_starts_no_second_one() {
    let mut life = Life::new();
    life.sound().joins(1, Seat::Patrol).hears(1);
    assert_eq!(life.room.silence(), Silence::NobodyHeard);
    life.joins(2, Seat::Zone).hears(2);
    let first = life.room.silence();
    life.pass(5_000).joins(3, Seat::Room).hears(3);
    assert_eq!(life.room.silence(), first);
}

/// Proves AL-05, FL-08 (the silent phase).
#[test]
fn a_silent_phase_is_never_configured_below_ten_seconds() {
    for (asked, is) in [(0, 10), (9, 10), (10, 10), (15, 15), (40, 40)] {
        let times = VoiceTimes::with_silent_phase(Duration::from_secs(asked));
        assert_eq!(times.silent_phase(), Duration::from_secs(is));
    }
}

#[test]
fn who_hears_nothing_does_not_speak() {
    let mut life = listened();
    life.joins(2, Seat::Room);
    assert_eq!(life.speaks(2), Err(VoiceRefusal::HearsNothing));
    assert_eq!(life.speaks(3), Err(VoiceRefusal::NotIn));
    life.loses();
    assert_eq!(life.speaks(1), Err(VoiceRefusal::MicLost));
}

#[test]
fn do_not_speak_ends_what_is_said_and_turns_the_loudspeaker_off() {
    let mut life = listened();
    life.does(&VoiceCommand::SwitchLoudspeaker { by: ANNA, to: Loudspeaker::On }).unwrap();
    life.speaks(1).unwrap();
    life.does(&VoiceCommand::ForbidSpeech { by: BOB }).unwrap();
    assert_eq!((life.room.speaking(), life.room.loudspeaker()), (None, Loudspeaker::Off));
    assert_eq!(life.speaks(1), Err(VoiceRefusal::Forbidden));
    let on = VoiceCommand::SwitchLoudspeaker { by: ANNA, to: Loudspeaker::On };
    assert_eq!(life.does(&on), Err(VoiceRefusal::Forbidden));
    life.does(&VoiceCommand::AllowSpeech { by: BOB }).unwrap();
    assert_eq!(life.speaks(1), Ok(1));
    assert_eq!(life.room.loudspeaker(), Loudspeaker::Off, "it does not come back by itself");
}

#[test]
fn one_speaks_at_a_time_and_a_stuck_key_is_let_go_after_a_minute() {
    let mut life = listened();
    life.joins(2, Seat::Zone).hears(2);
    assert_eq!((life.speaks(1), life.speaks(1)), (Ok(1), Ok(0)));
    assert_eq!(life.speaks(2), Err(VoiceRefusal::SomebodySpeaks));
    assert_eq!(life.room.next_due(&life.times), Some(life.now.plus(Duration::from_secs(60))));
    life.pass(60_000);
    let stuck = VoiceEvent::SpeechEnded { peer: peer(1), why: SpeechEnd::TooLong };
    assert_eq!(life.events.last(), Some(&stuck));
    assert_eq!(life.speaks(2), Ok(1));
}

/// Proves FL-31 (its gaps): a gap has its times and is not smoothed over.
#[test]
fn a_lost_microphone_leaves_a_gap_with_its_times_and_the_same_recording_goes_on() {
    let mut life = listened();
    let lost = life.now;
    life.loses().pass(7_000).sound();
    let gap = life.room.gaps()[0];
    assert_eq!((gap.from, gap.until), (lost, lost.plus(Duration::from_secs(7))));
    assert_eq!(life.room.recording(), Recording::Running);
    assert_eq!(life.events.iter().filter(|event| **event == VoiceEvent::Started).count(), 1);
    for _ in 0..MAX_GAPS {
        life.loses().pass(10).sound();
    }
    assert_eq!((life.room.gaps().len(), life.room.more_gaps()), (MAX_GAPS, 1));
}

#[test]
fn a_full_disk_stops_the_recording_and_neither_hearing_nor_speaking() {
    let mut life = listened();
    let stopped = life.now;
    life.does(&VoiceCommand::StopRecording { why: RecordingFault::DiskFull, last_at: stopped }).unwrap();
    life.joins(2, Seat::Room).hears(2);
    assert_eq!(life.speaks(2), Ok(1));
    life.pass(3_000);
    life.does(&VoiceCommand::ResumeRecording { at: life.now }).unwrap();
    assert_eq!((life.room.gaps()[0].from, life.room.gaps()[0].until), (stopped, life.now));
    assert_eq!(life.room.recording(), Recording::Running);
}

#[test]
fn after_the_close_nobody_is_in_and_the_last_segment_is_still_written_down() {
    let mut life = listened();
    life.speaks(1).unwrap();
    life.does(&VoiceCommand::Close).unwrap();
    assert!(life.room.listeners().is_empty() && life.room.speaking().is_none());
    let join = VoiceCommand::Join { peer: peer(5), by: ANNA, seat: Seat::Room };
    assert_eq!(life.does(&join), Err(VoiceRefusal::Closed));
    assert_eq!(life.speaks(1), Err(VoiceRefusal::Closed));
    let last = Segment { number: 1, first_at: START, last_at: life.now, bytes: 9, hash: [1; 32] };
    let keep = VoiceCommand::KeepSegment(last);
    assert_eq!((life.does(&keep), life.does(&keep)), (Ok(1), Ok(0)), "told twice it is one");
    let skipped = VoiceCommand::KeepSegment(Segment { number: 3, ..last });
    assert_eq!(life.does(&skipped), Err(VoiceRefusal::SegmentOrder));
}

/// Proves GN-04 (for recordings): a hold stands before the term, and what is erased is heard by nobody.
#[test]
fn a_held_recording_is_not_erased_and_an_erased_one_is_not_used() {
    let mut life = listened();
    assert_eq!(life.does(&VoiceCommand::EraseRecording), Err(VoiceRefusal::StillOpen));
    let uses = |what| VoiceCommand::UseRecording { by: BOB, what, why: RecordingPurpose::Court };
    assert_eq!(life.does(&uses(RecordingUse::Exported)), Err(VoiceRefusal::StillOpen));
    let file = HandedFile { sha256: [8; 32], bytes: 9_000 };
    let hand_out = VoiceCommand::HandOut { by: BOB, why: RecordingPurpose::Court, file };
    assert_eq!(life.does(&hand_out), Err(VoiceRefusal::StillOpen));
    life.does(&VoiceCommand::Close).unwrap();
    let hold = |reason: &str| VoiceCommand::Hold { by: BOB, reason: Sensitive::new(reason.into()) };
    assert_eq!(life.does(&hold(" ")), Err(VoiceRefusal::ReasonMissing));
    assert_eq!(life.does(&hold(&"x".repeat(301))), Err(VoiceRefusal::ReasonMissing));
    life.does(&hold("court of Ghent")).unwrap();
    assert_eq!(life.does(&VoiceCommand::EraseRecording), Err(VoiceRefusal::Held));
    assert_eq!(life.does(&uses(RecordingUse::Exported)), Ok(1));
    assert_eq!(life.does(&hand_out), Ok(1));
    let release = VoiceCommand::Release { by: BOB, reason: Sensitive::new("ruled".into()) };
    life.does(&release).unwrap();
    assert_eq!(life.does(&VoiceCommand::EraseRecording), Ok(1));
    for what in [RecordingUse::Heard, RecordingUse::Exported] {
        assert_eq!(life.does(&uses(what)), Err(VoiceRefusal::Erased));
    }
    assert_eq!(life.does(&hand_out), Err(VoiceRefusal::Erased), "erased while the file was made");
}

#[test]
fn after_a_restart_nobody_is_in_and_the_silent_phase_counts_on() {
    let mut life = listened();
    life.speaks(1).unwrap();
    let silence = life.room.silence();
    life.does(&VoiceCommand::Restart { last_at: None }).unwrap();
    assert!(life.room.listeners().is_empty() && life.room.speaking().is_none());
    assert!(matches!(life.room.microphone(), Microphone::Lost { why: LossReason::Restart, .. }));
    life.sound().joins(2, Seat::Room).hears(2);
    assert_eq!(life.room.silence(), silence);
    assert_eq!(life.speaks(2), Ok(1));
}

/// Proves FL-31 (its gaps): what the file still held after a crash is no gap.
#[test]
fn the_gap_of_a_restart_begins_with_the_last_sound_on_disk() {
    let mut life = listened();
    let last_at = life.now;
    life.pass(5_000).does(&VoiceCommand::Restart { last_at: None }).unwrap();
    let found = Segment { number: 1, first_at: START, last_at, bytes: 9, hash: [1; 32] };
    life.does(&VoiceCommand::KeepSegment(found)).unwrap();
    life.pass(2_000).sound();
    assert_eq!((life.room.gaps()[0].from, life.room.gaps()[0].until), (last_at, life.now));
}

#[test]
fn a_seventeenth_listener_is_refused() {
    let mut life = Life::new();
    for number in 0..16 {
        life.joins(number, Seat::Room);
    }
    let join = VoiceCommand::Join { peer: peer(200), by: ANNA, seat: Seat::Room };
    assert_eq!(life.does(&join), Err(VoiceRefusal::TooMany));
    assert_eq!(life.room.listeners().len(), MAX_LISTENERS);
}

fn any_command() -> impl Strategy<Value = (u64, VoiceCommand)> {
    let who = 0_u8..4;
    let seat = prop::sample::select(vec![Seat::Room, Seat::Zone, Seat::Patrol]);
    let command = (0_u8..15, who, seat, 1_u32..4).prop_map(|(which, number, seat, segment)| {
        let peer = peer(number);
        match which {
            0 => VoiceCommand::MicUp { at: START.plus(Duration::from_secs(u64::from(segment))) },
            1 => VoiceCommand::LoseMic { last_at: START, why: LossReason::Network },
            2 | 3 => VoiceCommand::Join { peer, by: ANNA, seat },
            4 => VoiceCommand::Leave { peer, why: Leaving::Left },
            5 | 6 => VoiceCommand::Hear { peer },
            7 | 8 => VoiceCommand::Speak { peer },
            9 => VoiceCommand::EndSpeech { peer },
            10 => VoiceCommand::ForbidSpeech { by: BOB },
            11 => VoiceCommand::AllowSpeech { by: BOB },
            12 => VoiceCommand::SwitchLoudspeaker { by: BOB, to: Loudspeaker::On },
            13 if segment == 1 => VoiceCommand::Restart { last_at: None },
            13 if segment == 2 => VoiceCommand::Close,
            13 => VoiceCommand::StopRecording { why: RecordingFault::DiskFull, last_at: START },
            _ => VoiceCommand::KeepSegment(Segment {
                number: segment,
                first_at: START,
                last_at: START,
                bytes: 1,
                hash: [0; 32],
            }),
        }
    });
    (0_u64..20_000, command)
}

proptest! {
    /// Proves AL-05 (its rules): whatever happens, nobody is heard at the phone who may not be.
    #[test]
    fn in_no_life_does_anybody_speak_who_may_not(steps in prop::collection::vec(any_command(), 1..60)) {
        let mut life = Life::new();
        let mut first_heard: Option<UtcMillis> = None;
        for (wait, command) in steps {
            life.pass(wait);
            let before = life.room.clone();
            let was = life.events.len();
            let refused = life.does(&command).is_err();
            if refused {
                prop_assert_eq!(&life.room, &before, "a refusal changes nothing");
            }
            for event in &life.events[was..] {
                if let VoiceEvent::SilenceBegan { .. } = event {
                    prop_assert_eq!(first_heard, None, "one silent phase an alarm");
                    first_heard = Some(life.now);
                }
                if let VoiceEvent::SpeechBegan { .. } = event {
                    let since = first_heard.map(|at| life.now.since(at));
                    prop_assert!(since.is_some_and(|since| since >= LEAST_SILENT_PHASE));
                    prop_assert!(!before.is_speech_forbidden() && !before.is_closed());
                }
            }
            if let Some(speaking) = life.room.speaking() {
                let speaker = life.room.listener(speaking.peer);
                prop_assert!(speaker.is_some_and(|listener| listener.hears));
                prop_assert!(!life.room.is_speech_forbidden() && !life.room.is_closed());
                prop_assert_eq!(life.room.microphone(), Microphone::Live);
                prop_assert!(life.room.next_due(&life.times).is_some());
            }
            prop_assert!(life.room.listeners().len() <= MAX_LISTENERS);
            if life.room.is_closed() {
                prop_assert!(life.room.listeners().is_empty());
                prop_assert_eq!(life.room.loudspeaker(), Loudspeaker::Off);
            }
        }
        let mut again = VoiceRoom::new(AlarmId::from_u128(9));
        life.events.iter().for_each(|event| again.apply(event, DecidedAt(START)));
        prop_assert_eq!(again.listeners(), life.room.listeners(), "the events tell the whole story");
    }
}
