//! What the door of devices says is in the log, bounded: the first at once, the rest of an hour as a count, a flood as one count.
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken promise must stop the test"
)]

use crate::common::tracking::*;
use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::Input;
use hoeder_engine::output::{Problem, TrackingReply};
use hoeder_engine::tracking::door::{AtTheDoor, DoorNote, DoorSign, MAX_DOOR_NOTES};
use hoeder_engine::tracking::{TrackingEvent, TrackingQuery};
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::*;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

fn stranger(n: u32) -> DeviceNumber {
    DeviceNumber::new(&format!("9{n:014}")).unwrap()
}

fn heard(world: &mut World, sign: DoorSign, number: DeviceNumber) {
    world.when(Input::DoorNoted(AtTheDoor { sign, number }));
}

fn logged(world: &World) -> Vec<(Actor, DoorNote)> {
    let note = |event: &Event| match event {
        Event::Tracking(event) => match &**event {
            TrackingEvent::DoorNoted(note) => Some(note.clone()),
            _ => None,
        },
        _ => None,
    };
    world.log.iter().filter_map(|entry| Some((entry.actor, note(&entry.event)?))).collect()
}

fn times(world: &World) -> Vec<u32> {
    logged(world).iter().map(|(_, note)| note.times).collect()
}

fn shown(world: &mut World) -> Vec<DoorNote> {
    match world.asks(MONITOR, TrackingQuery::DoorNotes) {
        Ok(TrackingReply::DoorNotes(notes)) => notes.into_iter().map(|(_, note)| note).collect(),
        other => panic!("not the notes: {other:?}"),
    }
}

/// Proves GN-02, FL-20: a device that is refused is a record at once, and at most one an hour however often it comes.
#[test]
fn a_refused_device_is_written_down_at_once_and_then_once_an_hour_with_its_count() {
    let mut world = World::with_a_mandate();
    let began = world.now;
    for _ in 0..100 {
        heard(&mut world, DoorSign::Unknown, stranger(1));
    }
    assert_eq!(times(&world), [1]);
    world.pass(HOUR);
    assert_eq!(times(&world), [1, 99], "what was counted is told when the hour is over");
    let (actor, note) = logged(&world).pop().unwrap();
    assert_eq!((actor, note.tracker, note.since), (Actor::Stranger, None, began));
    assert_eq!(note.number, Some(stranger(1)));
    world.pass(HOUR);
    world.pass(HOUR);
    assert_eq!(times(&world), [1, 99], "nothing came, nothing is said");
    heard(&mut world, DoorSign::Unknown, stranger(1));
    assert_eq!(times(&world), [1, 99, 1]);
}

/// A device of ours is named, and each kind of sign has its own hour.
#[test]
fn a_device_that_is_slowed_down_or_lost_is_named() {
    let mut world = World::with_a_mandate();
    for sign in [DoorSign::Flooding, DoorSign::Lost, DoorSign::WrongSecret, DoorSign::OtherNetwork] {
        heard(&mut world, sign, number(BAND));
        heard(&mut world, sign, number(BAND));
    }
    let log = logged(&world);
    assert_eq!(log.len(), 4);
    assert!(log.iter().all(|(_, note)| note.tracker == Some(BAND) && note.times == 1));
    let actors: Vec<Actor> = log.iter().map(|(actor, _)| *actor).collect();
    assert_eq!(actors, [Actor::System, Actor::System, Actor::Stranger, Actor::Stranger]);
}

/// Proves FL-20: a flood of numbers that nobody registered is one counted record, and a device of ours is still named meanwhile.
#[test]
fn a_flood_of_unknown_numbers_collapses_into_one_counted_record() {
    let mut world = World::with_a_mandate();
    for n in 0..10_000 {
        heard(&mut world, DoorSign::Unknown, stranger(n));
    }
    let named = logged(&world).iter().filter(|(_, note)| note.number.is_some()).count();
    assert_eq!((named, times(&world).len()), (32, 33), "the first 32 by their number, the others together");
    heard(&mut world, DoorSign::Flooding, number(BAND));
    assert_eq!(logged(&world).len(), 34);
    world.pass(HOUR);
    let (_, crowd) = logged(&world).pop().unwrap();
    assert_eq!((crowd.number, crowd.times), (None, 10_000 - 32 - 1), "none is left out of the count");
    assert_eq!(logged(&world).len(), 35);
    world.pass(HOUR);
    heard(&mut world, DoorSign::Unknown, stranger(20_000));
    assert_eq!(
        logged(&world).pop().unwrap().1.number,
        Some(stranger(20_000)),
        "the next hour has room again"
    );
}

/// Proves GN-02: they are shown to whom looks after the devices, the newest first, also after a start; the reading is logged.
#[test]
fn the_newest_notes_are_shown_also_after_a_start_and_to_nobody_else() {
    let mut world = World::with_a_mandate();
    for n in 0..100 {
        heard(&mut world, DoorSign::Unknown, stranger(n));
        world.pass(HOUR);
    }
    let before = shown(&mut world);
    assert_eq!(before.len(), MAX_DOOR_NOTES);
    assert_eq!(before[0].number, Some(stranger(99)));
    let reads = |event: &Event| matches!(event, Event::Accessed(_));
    assert!(world.logged(reads) > 0);
    world.restart();
    assert_eq!(shown(&mut world), before);
    for other in [OPERATOR, WEST_OFFICER] {
        assert!(matches!(world.asks(other, TrackingQuery::DoorNotes), Err(Problem::Denied(_))));
    }
    // One record an hour also over a start.
    heard(&mut world, DoorSign::Lost, number(BAND));
    world.restart();
    heard(&mut world, DoorSign::Lost, number(BAND));
    let lost = logged(&world).into_iter().filter(|(_, note)| note.sign == DoorSign::Lost).count();
    assert_eq!(lost, 1);
}
