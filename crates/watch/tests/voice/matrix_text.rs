//! Writes every representative state x every command as text, to be read by people. Used by the test and by the example.

use hoeder_vocab::{AccountId, AlarmId, DecidedAt, Sensitive, UtcMillis, VoicePeerId};
use hoeder_watch::voice::{
    HandedFile, Leaving, LossReason, Loudspeaker, Microphone, Recording, RecordingFault, RecordingPurpose,
    RecordingUse, Seat, Segment, Silence, VoiceCommand, VoiceEvent, VoiceRoom, VoiceTimes,
};
use std::fmt::Write as _;
use std::time::Duration;

const ANNA: AccountId = AccountId::from_u128(1);
const DESK: VoicePeerId = VoicePeerId::from_u128(11);
const ZONE: VoicePeerId = VoicePeerId::from_u128(12);
const CAR: VoicePeerId = VoicePeerId::from_u128(13);
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

type Named<T> = (&'static str, T);

fn time(seconds: u64) -> UtcMillis {
    START.plus(Duration::from_secs(seconds))
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn segment(number: u32) -> Segment {
    Segment { number, first_at: time(0), last_at: time(1), bytes: 4_000, hash: [7; 32] }
}

fn join(peer: VoicePeerId, seat: Seat) -> VoiceCommand {
    VoiceCommand::Join { peer, by: ANNA, seat }
}

fn lose() -> VoiceCommand {
    VoiceCommand::LoseMic { last_at: time(1), why: LossReason::Network }
}

fn loudspeaker(to: Loudspeaker) -> VoiceCommand {
    VoiceCommand::SwitchLoudspeaker { by: ANNA, to }
}

fn uses(what: RecordingUse) -> VoiceCommand {
    VoiceCommand::UseRecording { by: ANNA, what, why: RecordingPurpose::Court }
}

fn hand_out() -> VoiceCommand {
    let file = HandedFile { sha256: [8; 32], bytes: 9_000 };
    VoiceCommand::HandOut { by: ANNA, why: RecordingPurpose::Court, file }
}

fn stop() -> VoiceCommand {
    VoiceCommand::StopRecording { why: RecordingFault::DiskFull, last_at: time(1) }
}

/// Seconds to wait before a command, and the command.
type Step = (u64, VoiceCommand);

/// A state and how one comes there.
fn states() -> Vec<Named<Vec<Step>>> {
    let up = (0, VoiceCommand::MicUp { at: time(0) });
    let desk = (1, join(DESK, Seat::Room));
    let hears = (0, VoiceCommand::Hear { peer: DESK });
    let silent = vec![up.clone(), desk.clone(), hears];
    let with = |base: &[Step], more: Vec<Step>| base.iter().cloned().chain(more).collect::<Vec<Step>>();
    let past = with(&silent, vec![(15, VoiceCommand::Tick)]);
    let speaks = with(&past, vec![(0, VoiceCommand::Speak { peer: DESK })]);
    let loud = with(&past, vec![(0, loudspeaker(Loudspeaker::On))]);
    let close = (0, VoiceCommand::Close);
    let car_only = vec![up.clone(), (1, join(CAR, Seat::Patrol)), (0, VoiceCommand::Hear { peer: CAR })];
    let held = (0, VoiceCommand::Hold { by: ANNA, reason: words("court") });
    vec![
        ("before any sound", vec![]),
        ("before any sound, the desk waits", vec![desk.clone()]),
        ("sound, nobody in", vec![up.clone()]),
        ("sound, the desk is in and hears nothing yet", vec![up.clone(), desk.clone()]),
        ("sound, only a patrol hears", car_only),
        ("silent phase", silent.clone()),
        ("silent phase is over", past.clone()),
        ("silent phase is over, a zone came in", with(&past, vec![(0, join(ZONE, Seat::Zone))])),
        ("the desk speaks", speaks.clone()),
        ("the loudspeaker is on", loud),
        ("do not speak", with(&past, vec![(0, VoiceCommand::ForbidSpeech { by: ANNA })])),
        ("the microphone is lost", with(&past, vec![(0, lose())])),
        ("the recording is stopped", with(&past, vec![(0, stop())])),
        ("the server started anew", with(&speaks, vec![(1, VoiceCommand::Restart { last_at: None })])),
        ("closed", with(&speaks, vec![close.clone()])),
        ("closed, nothing recorded", vec![close.clone()]),
        ("closed and held", with(&silent, vec![close.clone(), held])),
        ("closed and erased", with(&silent, vec![close, (0, VoiceCommand::EraseRecording)])),
    ]
}

fn commands() -> Vec<Named<Step>> {
    let hold = |reason| VoiceCommand::Hold { by: ANNA, reason: words(reason) };
    vec![
        ("a packet comes", (1, VoiceCommand::MicUp { at: time(60) })),
        ("packets stop", (1, lose())),
        ("the desk joins", (0, join(DESK, Seat::Room))),
        ("a patrol joins", (0, join(CAR, Seat::Patrol))),
        ("the desk leaves", (0, VoiceCommand::Leave { peer: DESK, why: Leaving::Left })),
        ("the desk is lost", (0, VoiceCommand::Leave { peer: DESK, why: Leaving::Lost })),
        ("the desk hears", (0, VoiceCommand::Hear { peer: DESK })),
        ("the patrol hears", (0, VoiceCommand::Hear { peer: CAR })),
        ("the desk speaks", (0, VoiceCommand::Speak { peer: DESK })),
        ("the desk speaks after 9 s", (9, VoiceCommand::Speak { peer: DESK })),
        ("the zone speaks", (0, VoiceCommand::Speak { peer: ZONE })),
        ("the patrol speaks", (0, VoiceCommand::Speak { peer: CAR })),
        ("the desk lets go", (0, VoiceCommand::EndSpeech { peer: DESK })),
        ("the zone lets go", (0, VoiceCommand::EndSpeech { peer: ZONE })),
        ("do not speak", (0, VoiceCommand::ForbidSpeech { by: ANNA })),
        ("speak again", (0, VoiceCommand::AllowSpeech { by: ANNA })),
        ("loudspeaker on", (0, loudspeaker(Loudspeaker::On))),
        ("loudspeaker off", (0, loudspeaker(Loudspeaker::Off))),
        ("segment 1 is kept", (0, VoiceCommand::KeepSegment(segment(1)))),
        ("segment 2 is kept", (0, VoiceCommand::KeepSegment(segment(2)))),
        ("the disk is full", (0, stop())),
        ("the disk has room", (0, VoiceCommand::ResumeRecording { at: time(90) })),
        ("the recording is heard", (0, uses(RecordingUse::Heard))),
        ("the recording is exported", (0, uses(RecordingUse::Exported))),
        ("it is held", (0, hold("court"))),
        ("it is held without a reason", (0, hold(" "))),
        ("it is released", (0, VoiceCommand::Release { by: ANNA, reason: words("ruled") })),
        ("its key is destroyed", (0, VoiceCommand::EraseRecording)),
        ("the server starts anew", (0, VoiceCommand::Restart { last_at: Some(time(2)) })),
        ("the alarm closes", (0, VoiceCommand::Close)),
        ("a minute passes", (60, VoiceCommand::Tick)),
        ("a file of it is handed out", (0, hand_out())),
    ]
}

fn name(peer: VoicePeerId) -> &'static str {
    match peer {
        DESK => "desk",
        ZONE => "zone",
        _ => "patrol",
    }
}

fn event_text(event: &VoiceEvent) -> String {
    match event {
        VoiceEvent::Joined { peer, .. } => format!("Joined({})", name(*peer)),
        VoiceEvent::Heard { peer } => format!("Heard({})", name(*peer)),
        VoiceEvent::Left { peer, why } => format!("Left({}, {why:?})", name(*peer)),
        VoiceEvent::SpeechBegan { peer } => format!("SpeechBegan({})", name(*peer)),
        VoiceEvent::SpeechEnded { peer, why } => format!("SpeechEnded({}, {why:?})", name(*peer)),
        VoiceEvent::SilenceBegan { until } => format!("SilenceBegan(until {})", seconds(*until)),
        VoiceEvent::MicLost { why, .. } => format!("MicLost({why:?})"),
        VoiceEvent::MicReturned { gap } => {
            format!("MicReturned(gap {} to {})", seconds(gap.from), seconds(gap.until))
        }
        VoiceEvent::LoudspeakerSwitched { by, to } => {
            format!("Loudspeaker({to:?}{})", if by.is_none() { ", by itself" } else { "" })
        }
        VoiceEvent::SegmentKept(segment) => format!("SegmentKept({})", segment.number),
        VoiceEvent::RecordingStopped { why, .. } => format!("RecordingStopped({why:?})"),
        VoiceEvent::RecordingResumed { gap } => {
            format!("RecordingResumed(gap {} to {})", seconds(gap.from), seconds(gap.until))
        }
        VoiceEvent::RecordingUsed { what, why, .. } => format!("RecordingUsed({what:?}, {why:?})"),
        VoiceEvent::RecordingHandedOut { why, file, .. } => {
            format!("RecordingHandedOut({} bytes, {why:?})", file.bytes)
        }
        VoiceEvent::SpeechForbidden { .. } => "SpeechForbidden".into(),
        VoiceEvent::SpeechAllowed { .. } => "SpeechAllowed".into(),
        VoiceEvent::Held { .. } => "Held".into(),
        VoiceEvent::Released { .. } => "Released".into(),
        VoiceEvent::Started => "Started".into(),
        VoiceEvent::RecordingErased => "RecordingErased".into(),
        VoiceEvent::Closed => "Closed".into(),
    }
}

fn seconds(at: UtcMillis) -> String {
    format!("{} s", at.since(START).as_secs())
}

fn state_text(room: &VoiceRoom) -> String {
    if room.is_closed() {
        let held = if room.is_held() { ", held" } else { "" };
        return format!("closed, {:?}{held}", room.recording());
    }
    let mic = match room.microphone() {
        Microphone::Awaited => "no sound yet".into(),
        Microphone::Live => "sound".into(),
        Microphone::Lost { why, .. } => format!("lost ({why:?})"),
    };
    let silence = match room.silence() {
        Silence::NobodyHeard => "nobody heard".into(),
        Silence::Until(until) => format!("silent until {}", seconds(until)),
    };
    let listeners: Vec<String> = room
        .listeners()
        .iter()
        .map(|listener| format!("{}{}", name(listener.peer), if listener.hears { " hears" } else { "" }))
        .collect();
    let mut text = format!("{mic}; in: [{}]; {silence}", listeners.join(", "));
    if let Some(speaking) = room.speaking() {
        let _ = write!(text, "; {} speaks", name(speaking.peer));
    }
    if room.is_speech_forbidden() {
        text.push_str("; do not speak");
    }
    if room.loudspeaker() == Loudspeaker::On {
        text.push_str("; loudspeaker");
    }
    if room.is_held() {
        text.push_str("; held");
    }
    if let Recording::Stopped { .. } = room.recording() {
        text.push_str("; not recorded");
    }
    text
}

fn answer(events: &[VoiceEvent]) -> String {
    if events.is_empty() {
        return "nothing".into();
    }
    events.iter().map(event_text).collect::<Vec<_>>().join(" + ")
}

/// Every state x every command.
pub(crate) fn voice_matrix() -> String {
    let times = VoiceTimes::default();
    let mut text = String::from("A voice room: what each command does in each state. `no` is a refusal.\n");
    for (state, path) in states() {
        let mut room = VoiceRoom::new(AlarmId::from_u128(9));
        let mut at = 0;
        for (wait, command) in &path {
            at += wait;
            let now = DecidedAt(time(at));
            for event in room.decide(command, now, &times).unwrap_or_default() {
                room.apply(&event, now);
            }
        }
        let tick = room
            .next_due(&times)
            .map_or("never".into(), |due| format!("in {} s", due.since(time(at)).as_secs()));
        let _ = writeln!(text, "\n## {state} ({at} s)\n   {}; tick {tick}", state_text(&room));
        for (command_name, (wait, command)) in commands() {
            let now = DecidedAt(time(at + wait));
            let cell = match room.decide(&command, now, &times) {
                Err(refusal) => format!("no: {refusal} [{}]", refusal.code()),
                Ok(events) => {
                    let mut next = room.clone();
                    events.iter().for_each(|event| next.apply(event, now));
                    format!("{} => {}", answer(&events), state_text(&next))
                }
            };
            let _ = writeln!(text, "{command_name:<28} {cell}");
        }
    }
    text
}
