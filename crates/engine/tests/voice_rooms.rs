//! The promise: an alarm opens an ear at once and a mouth only when it is safe; no sound leaves the room without right.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::*;
use core::time::Duration;
use hoeder_engine::entry::{Event, Subject};
use hoeder_engine::input::{AlarmOrder, Input, Query, RosterOrder};
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::roster::{Account, AccountState, Case, CaseState};
use hoeder_engine::view::AlarmView;
use hoeder_engine::voice::{VoiceAct, VoiceGate, VoiceNews, VoiceOrder, VoiceView};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, Outcome, Pv};
use hoeder_watch::voice::{
    HandedFile, Leaving, LossReason, Loudspeaker, Microphone, Recording, RecordingFault, RecordingPurpose,
    RecordingUse, Segment, SpeechEnd, VoiceEvent,
};

fn peer(number: u128) -> VoicePeerId {
    VoicePeerId::from_u128(0xE000 + number)
}

fn order(act: VoiceAct) -> VoiceOrder {
    VoiceOrder { alarm: alarm(1), act }
}

fn news(world: &mut World, news: VoiceNews) {
    world.when(Input::Voice(alarm(1), news));
}

fn join(world: &mut World, by: AccountId, number: u128) -> Reply {
    world.order(by, order(VoiceAct::Join { peer: peer(number) }))
}

fn speak(world: &mut World, by: AccountId, number: u128) -> Reply {
    world.order(by, order(VoiceAct::Speak { peer: peer(number) }))
}

fn denied(reply: &Reply) -> &'static str {
    match reply {
        Reply::Problem(Problem::Denied(why) | Problem::Conflict(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn gate(world: &World) -> VoiceGate {
    let of = |output: &Output| match output {
        Output::Voice(gate) => Some((**gate).clone()),
        _ => None,
    };
    world.outputs.iter().rev().find_map(of).unwrap()
}

fn voices(world: &World, of: impl Fn(&VoiceEvent) -> bool) -> usize {
    world.logged(|event| matches!(event, Event::Voice(_, event) if of(event)))
}

fn allowed(world: &World, action: &str) -> usize {
    world.logged(|e| matches!(e, Event::Accessed(a) if a.action == action && a.denied.is_none()))
}

fn refused(world: &World, action: &str) -> usize {
    world.logged(|e| matches!(e, Event::Accessed(a) if a.action == action && a.denied.is_some()))
}

fn room_of(view: &AlarmView) -> &VoiceView {
    view.voice.as_deref().unwrap()
}

fn segment(number: u32) -> Segment {
    Segment { number, first_at: START, last_at: START.plus(seconds(9)), bytes: 9, hash: [3; 32] }
}

/// The handset is heard, and the operator listens; the silent phase has just begun.
fn listening() -> (World, DeskId) {
    let (mut world, desk) = World::with_a_press();
    let at = world.now;
    news(&mut world, VoiceNews::MicUp { at });
    assert_eq!(join(&mut world, OPERATOR, 1), Reply::Done);
    news(&mut world, VoiceNews::Heard { peer: peer(1) });
    (world, desk)
}

fn closed(world: &mut World) {
    world.take_and_dispatch(1);
    world.done(OPERATOR, AlarmOrder::ArriveOnScene { alarm: alarm(1), unit: "Noord 1".into() });
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::Number("BR.1/26".into())), Reply::Done);
}

/// Proves AL-05, FL-08 (the rules): recorded from the first sound, heard by who joins, spoken to after the silent phase only.
#[test]
fn a_room_listens_first_and_speaks_only_after_the_silent_phase() {
    let (mut world, desk) = World::with_a_press();
    let at = world.now;
    news(&mut world, VoiceNews::MicUp { at });
    assert_eq!(voices(&world, |e| *e == VoiceEvent::Started), 1, "nobody has to listen for that");
    assert_eq!(room_of(&world.seen(desk, 1).unwrap()).recording, Recording::Running);
    assert_eq!(join(&mut world, OPERATOR, 1), Reply::Done);
    assert_eq!(denied(&speak(&mut world, OPERATOR, 1)), "voice.nobody_heard");
    news(&mut world, VoiceNews::Heard { peer: peer(1) });
    world.pass(seconds(14));
    assert_eq!(denied(&speak(&mut world, OPERATOR, 1)), "voice.silent_phase");
    assert_eq!((gate(&world).speaker, gate(&world).listeners), (None, vec![peer(1)]));
    world.pass(seconds(1));
    assert_eq!(speak(&mut world, OPERATOR, 1), Reply::Done);
    assert_eq!((gate(&world).speaker, gate(&world).loudspeaker), (Some(peer(1)), Loudspeaker::Off));
    let view = world.seen(desk, 1).unwrap();
    assert!(room_of(&view).listeners[0].speaks && room_of(&view).listeners[0].name.is_some());
    assert!(view.bare().voice.is_none(), "a wall is told nothing of it");
    world.pass(seconds(60));
    assert_eq!(gate(&world).speaker, None, "a stuck key is let go");
}

/// Proves GN-02, GN-03 (for voice): deny by default, and a line for each refusal.
#[test]
fn only_who_is_shown_the_alarm_hears_it_and_a_refusal_leaves_a_line() {
    let (mut world, _desk) = listening();
    for (number, (by, why)) in [
        (NEIGHBOUR_OPERATOR, "alarm.not_paged_here"),
        (EAST_PATROL, "voice.not_engaged"),
        (WEST_OFFICER, "alarm.not_paged_here"),
        (MAGISTRATE, "role.not_in_rule"),
        (ADMIN, "role.not_in_rule"),
        (AUDITOR, "role.not_in_rule"),
        (WALL, "role.not_in_rule"),
        (MONITOR, "role.not_in_rule"),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(denied(&join(&mut world, by, 20 + number as u128)), why, "{by}");
        assert_eq!(refused(&world, "voice.listen"), number + 1);
    }
    for (by, number) in [(COLLEAGUE, 2), (SUPERVISOR, 3), (EAST_DUTY, 4), (WEST_DUTY, 5)] {
        assert_eq!(join(&mut world, by, number), Reply::Done);
    }
    assert_eq!(allowed(&world, "voice.listen"), 5);
    assert_eq!(gate(&world).listeners.len(), 5);
    assert_eq!(denied(&speak(&mut world, COLLEAGUE, 1)), "voice.not_in", "not with a colleague's connection");
}

#[test]
fn a_patrol_hears_once_it_goes_there_and_may_forbid_speech_but_not_speak() {
    let (mut world, _desk) = listening();
    world.take_and_dispatch(1);
    world.done(EAST_PATROL, AlarmOrder::GoOnTheWay { alarm: alarm(1), unit: "Noord 1".into() });
    assert_eq!(join(&mut world, EAST_PATROL, 2), Reply::Done);
    news(&mut world, VoiceNews::Heard { peer: peer(2) });
    world.pass(seconds(20));
    assert_eq!(denied(&speak(&mut world, EAST_PATROL, 2)), "alarm.not_owner");
    world.done(EAST_PATROL, order(VoiceAct::ForbidSpeech));
    assert_eq!(denied(&speak(&mut world, OPERATOR, 1)), "voice.do_not_speak");
    assert_eq!(denied(&world.order(EAST_PATROL, order(VoiceAct::AllowSpeech))), "alarm.not_owner");
    world.done(OPERATOR, order(VoiceAct::AllowSpeech));
    assert_eq!(speak(&mut world, OPERATOR, 1), Reply::Done);
}

#[test]
fn who_may_no_longer_hear_is_put_out_at_once() {
    let (mut world, _desk) = listening();
    assert_eq!(join(&mut world, COLLEAGUE, 2), Reply::Done);
    let disabled =
        Account { state: AccountState::Disabled, ..account(COLLEAGUE, Role::Operator, Some(OWN), None) };
    world.done(ADMIN, RosterOrder::PutAccount(disabled));
    assert_eq!(gate(&world).listeners, vec![peer(1)]);
    let put_out = VoiceEvent::Left { peer: peer(2), why: Leaving::NoRight };
    assert_eq!(voices(&world, |event| *event == put_out), 1);
}

/// Proves AL-05 (its end): with the alarm, hearing and speaking end for everybody.
#[test]
fn when_the_alarm_closes_all_leave_and_nobody_comes_in_again() {
    let (mut world, _desk) = listening();
    world.pass(seconds(15));
    assert_eq!(speak(&mut world, OPERATOR, 1), Reply::Done);
    closed(&mut world);
    let last = gate(&world);
    assert!(!last.open && last.listeners.is_empty() && last.speaker.is_none());
    let ended = VoiceEvent::SpeechEnded { peer: peer(1), why: SpeechEnd::Closed };
    assert_eq!(voices(&world, |event| *event == ended), 1);
    for by in [OPERATOR, EAST_DUTY, EAST_PATROL, SUPERVISOR] {
        assert_eq!(denied(&join(&mut world, by, 9)), "alarm.closed");
    }
    let at = world.now;
    news(&mut world, VoiceNews::MicUp { at });
    assert!(!gate(&world).open, "a handset that goes on is not heard");
    news(&mut world, VoiceNews::SegmentKept(segment(1)));
    assert_eq!(voices(&world, |e| matches!(e, VoiceEvent::SegmentKept(_))), 1, "the last stretch is kept");
}

/// Proves FL-31, GN-02 (for recordings): each use is a record with its purpose.
#[test]
fn a_recording_is_heard_for_a_purpose_by_those_of_the_alarm_and_exported_for_court_once_it_is_closed() {
    let (mut world, _desk) = listening();
    let ask = |what, why| Query::Recording(alarm(1), what, why);
    let court = RecordingPurpose::Court;
    let heard = world.ask(COLLEAGUE, ask(RecordingUse::Heard, RecordingPurpose::Alarm));
    let Reply::Recording(grant) = heard else { panic!("{heard:?}") };
    assert_eq!(grant.subject, Subject::Person(ANNA));
    let early = world.ask(MAGISTRATE, ask(RecordingUse::Exported, court));
    assert_eq!(denied(&early), "recording.still_runs");
    closed(&mut world);
    for by in [OPERATOR, SUPERVISOR, EAST_DUTY, WEST_DUTY, WEST_OFFICER, MAGISTRATE] {
        let reply = world.ask(by, ask(RecordingUse::Heard, RecordingPurpose::Investigation));
        assert!(matches!(reply, Reply::Recording(_)), "{by}: {reply:?}");
    }
    for by in [NEIGHBOUR_OPERATOR, EAST_PATROL, ADMIN, AUDITOR, WALL, MONITOR] {
        for what in [RecordingUse::Heard, RecordingUse::Exported] {
            assert!(["territory", "role.not_in_rule"].contains(&denied(&world.ask(by, ask(what, court)))));
        }
    }
    for by in [SUPERVISOR, WEST_OFFICER, MAGISTRATE] {
        assert!(matches!(world.ask(by, ask(RecordingUse::Exported, court)), Reply::Recording(_)), "{by}");
    }
    for by in [OPERATOR, EAST_DUTY, EAST_OFFICER] {
        denied(&world.ask(by, ask(RecordingUse::Exported, court)));
    }
    let uses =
        |what| voices(&world, |e| matches!(e, VoiceEvent::RecordingUsed { what: w, .. } if *w == what));
    assert_eq!((uses(RecordingUse::Heard), uses(RecordingUse::Exported)), (7, 3));
    assert_eq!(allowed(&world, "recording.listen"), 7);
    assert_eq!(allowed(&world, "recording.export"), 3);
}

/// Proves FL-31, GN-02 (for recordings): who takes a file out is written down with its bytes, by the rule of the export.
#[test]
fn the_file_that_leaves_is_written_down_with_its_bytes_and_only_for_who_may_export() {
    let (mut world, _desk) = listening();
    let file = HandedFile { sha256: [8; 32], bytes: 9_000 };
    let hand_out = || order(VoiceAct::HandOut { why: RecordingPurpose::Court, file });
    assert_eq!(denied(&world.order(MAGISTRATE, hand_out())), "recording.still_runs");
    closed(&mut world);
    for by in [OPERATOR, EAST_DUTY, EAST_OFFICER, NEIGHBOUR_OPERATOR, AUDITOR] {
        assert!(["territory", "role.not_in_rule"].contains(&denied(&world.order(by, hand_out()))), "{by}");
    }
    world.done(MAGISTRATE, hand_out());
    let is_it = |event: &VoiceEvent| {
        *event == VoiceEvent::RecordingHandedOut { by: MAGISTRATE, why: RecordingPurpose::Court, file }
    };
    assert_eq!(voices(&world, is_it), 1);
    news(&mut world, VoiceNews::TermOver);
    assert_eq!(denied(&world.order(MAGISTRATE, hand_out())), "recording.erased");
}

/// Proves GN-04 (for recordings): what a court needs is not erased, neither by its term nor with its person.
#[test]
fn a_held_recording_outlives_its_term_and_keeps_its_person_from_being_erased() {
    let (mut world, _desk) = listening();
    closed(&mut world);
    let hold = |reason: &str| order(VoiceAct::Hold { reason: Sensitive::new(reason.into()) });
    assert!(matches!(world.order(MAGISTRATE, hold(" ")), Reply::Problem(Problem::Invalid { .. })));
    assert_eq!(denied(&world.order(EAST_OFFICER, hold("mine"))), "territory");
    world.done(MAGISTRATE, hold("court of Ghent"));
    news(&mut world, VoiceNews::TermOver);
    assert_eq!(voices(&world, |event| *event == VoiceEvent::RecordingErased), 0);
    world.done(WEST_OFFICER, RosterOrder::PutCase(Case { state: CaseState::Ended, ..case() }));
    let erase = RosterOrder::Erase { subject: Subject::Person(ANNA) };
    assert_eq!(denied(&world.order(WEST_OFFICER, erase.clone())), "recording.held");
    let release = VoiceAct::Release { reason: Sensitive::new("ruled".into()) };
    world.done(MAGISTRATE, order(release));
    news(&mut world, VoiceNews::TermOver);
    assert!(world.outputs.contains(&Output::EraseRecording(alarm(1))));
    world.done(WEST_OFFICER, erase);
    let ask = Query::Recording(alarm(1), RecordingUse::Heard, RecordingPurpose::Court);
    assert_eq!(denied(&world.ask(MAGISTRATE, ask)), "recording.erased");
}

/// Proves GN-05 (for voice): a restart loses no rule and no gap; the handset comes back into the same recording.
#[test]
fn after_a_restart_the_room_is_the_same_with_nobody_in_it() {
    let (mut world, desk) = listening();
    world.done(OPERATOR, order(VoiceAct::ForbidSpeech));
    let silence = room_of(&world.seen(desk, 1).unwrap()).silence;
    news(&mut world, VoiceNews::SegmentKept(segment(1)));
    world.pass(seconds(30));
    world.restart();
    let open = gate(&world);
    assert!(open.open && open.listeners.is_empty());
    let at = world.now;
    news(&mut world, VoiceNews::MicUp { at });
    let desk = world.desk(OPERATOR);
    let view = world.seen(desk, 1).unwrap();
    let room = room_of(&view);
    assert_eq!((room.silence, room.speech_forbidden, room.microphone), (silence, true, Microphone::Live));
    assert_eq!((room.gaps[0].from, room.gaps[0].until), (segment(1).last_at, at));
    assert_eq!(voices(&world, |event| *event == VoiceEvent::Started), 1);
}

#[test]
fn a_crash_between_the_end_of_an_alarm_and_that_of_its_room_is_made_up_for() {
    let (mut world, _desk) = listening();
    closed(&mut world);
    let is_end = |event: &Event| matches!(event, Event::Alarm(_, AlarmEvent::Closed { .. }));
    let end = world.log.iter().position(|entry| is_end(&entry.event)).unwrap();
    world.log.truncate(end + 1);
    world.restart();
    assert_eq!(voices(&world, |event| *event == VoiceEvent::Closed), 1);
    assert_eq!(denied(&join(&mut world, OPERATOR, 7)), "alarm.closed");
}

#[test]
fn a_full_disk_is_told_to_the_desk_and_changes_nothing_of_the_alarm() {
    let (mut world, desk) = listening();
    let (why, last_at) = (RecordingFault::DiskFull, world.now);
    news(&mut world, VoiceNews::RecordingStopped { why, last_at });
    let view = world.seen(desk, 1).unwrap();
    assert_eq!(room_of(&view).recording, Recording::Stopped { why, last_at });
    let Reply::Wall(wall) = world.ask(OPERATOR, Query::Wall) else { panic!("no wall") };
    assert_eq!(wall.recordings_stopped, 1);
    world.pass(seconds(15));
    assert_eq!(speak(&mut world, OPERATOR, 1), Reply::Done, "listening and speaking go on");
    world.take_and_dispatch(1);
}

/// Proves AL-05, FL-31: sound that came until the close is kept, also when its key is asked for a moment after it.
#[test]
fn a_key_is_given_for_sound_from_before_the_close_and_for_ten_seconds_only() {
    let (mut world, _desk) = listening();
    let gives = |world: &World, first_at: UtcMillis| {
        world.cell.recording_to_begin(alarm(1), first_at, world.now).is_some()
    };
    assert!(gives(&world, world.now));
    closed(&mut world);
    let close = world.now;
    let after = close.plus(Duration::from_millis(1));
    assert_eq!([close, after].map(|first_at| gives(&world, first_at)), [true, false]);
    world.pass(seconds(10));
    assert!(gives(&world, close));
    world.pass(Duration::from_millis(1));
    assert!(!gives(&world, close), "for ever would be a door to write with");
    assert!(world.cell.recording_to_begin(alarm(2), close, close).is_none());
}

/// The word of the first sound may reach the room after the close: it is one that closed, or there is none.
#[test]
fn a_room_whose_first_sound_came_with_the_close_is_one_that_closed() {
    for (late, known) in [(0, true), (1, false)] {
        let (mut world, _desk) = World::with_a_press();
        closed(&mut world);
        let close = world.now;
        world.outputs.clear();
        news(&mut world, VoiceNews::MicUp { at: close.plus(Duration::from_millis(late)) });
        assert_eq!(world.cell.recording_to_begin(alarm(1), close, close).is_some(), known);
        assert_eq!(voices(&world, |event| *event == VoiceEvent::Started), usize::from(known));
        assert_eq!(voices(&world, |event| *event == VoiceEvent::Closed), usize::from(known));
        let opened = |output: &Output| matches!(output, Output::Voice(gate) if gate.open);
        assert!(!world.outputs.iter().any(opened), "no sound passes any more");
        news(&mut world, VoiceNews::SegmentKept(segment(1)));
        let kept = world.cell.recordings();
        assert_eq!(kept.first().map(|facts| facts.segments), known.then_some(1), "so that its term will end");
    }
}

/// Proves FL-06, GN-05: where no sound is moved any more, whoever reads the wall is told at once, and no room says that it is heard.
#[test]
fn sound_that_is_off_is_told_to_who_reads_the_wall_and_leaves_nobody_in_a_room() {
    let (mut world, desk) = listening();
    let patrol = world.desk(EAST_PATROL);
    let told = |world: &World, desk: DeskId| {
        let of = |output: &Output| match output {
            Output::Page { desks, page: Page::Wall { wall, .. }, .. } if desks.contains(&desk) => {
                Some(wall.sound_off)
            }
            _ => None,
        };
        world.outputs.iter().rev().find_map(of)
    };
    assert_eq!(told(&world, desk), Some(false));
    world.outputs.clear();
    world.when(Input::SoundOff);
    assert_eq!(told(&world, desk), Some(true));
    assert_eq!(told(&world, patrol), Some(false), "who may not read the wall is told of the store alone");
    let room = world.seen(desk, 1).unwrap();
    assert!(room_of(&room).listeners.is_empty());
    assert!(matches!(room_of(&room).microphone, Microphone::Lost { .. }), "{:?}", room_of(&room).microphone);
    let pages = world.outputs.len();
    world.when(Input::SoundOff);
    assert_eq!(world.outputs.len(), pages, "it is said once");
    world.take_and_dispatch(1);
    world.press(2);
    assert!(world.seen(desk, 2).is_some(), "alarms go on");
    world.restart();
    let Reply::Wall(wall) = world.ask(OPERATOR, Query::Wall) else { panic!("no wall") };
    assert!(!wall.sound_off, "a new life has sound until its server says otherwise");
}

/// Proves AL-05 and FL-31: whoever reads the alarm later sees who listened, spoke and forbade, and what became of the recording.
#[test]
fn what_happens_in_the_room_stands_on_the_timeline_by_name_and_without_a_line_for_each_segment() {
    let (mut world, desk) = listening();
    news(&mut world, VoiceNews::SegmentKept(segment(1)));
    assert_eq!(world.order(OPERATOR, order(VoiceAct::ForbidSpeech)), Reply::Done);
    let (why, last_at) = (RecordingFault::DiskFull, world.now);
    news(&mut world, VoiceNews::RecordingStopped { why, last_at });
    let view = world.seen(desk, 1).unwrap();
    let lines: Vec<(&str, bool, Option<String>)> = view
        .timeline
        .iter()
        .filter(|line| line.what.starts_with("voice_"))
        .map(|line| {
            (line.what, line.by.is_some(), line.detail.as_ref().map(|d| d.reveal(Purpose::Audit).clone()))
        })
        .collect();
    let expected = [
        ("voice_started", false, None),
        ("voice_joined", true, None),
        ("voice_heard", true, None),
        ("voice_silence_began", false, None),
        ("voice_speech_forbidden", true, None),
        ("voice_recording_stopped", false, Some(String::from("disk_full"))),
    ];
    let mut found = lines;
    found.sort_by_key(|(what, ..)| expected.iter().position(|(known, ..)| known == what));
    assert_eq!(found, expected);
}

#[test]
fn news_of_rooms_that_nobody_knows_are_nothing() {
    let (mut world, desk) = World::with_a_press();
    let records = world.log.len();
    world.when(Input::Voice(alarm(9), VoiceNews::MicUp { at: START }));
    for what in [
        VoiceNews::Heard { peer: peer(1) },
        VoiceNews::PeerLost { peer: peer(1) },
        VoiceNews::MicLost { last_at: START, why: LossReason::Network },
        VoiceNews::SegmentKept(segment(4)),
        VoiceNews::RecordingResumed { at: START },
        VoiceNews::TermOver,
    ] {
        news(&mut world, what);
    }
    assert_eq!(world.log.len(), records);
    assert!(world.seen(desk, 1).unwrap().voice.is_none());
}
