//! A press that came first as that of a stranger is in the history as what it turned out to be.
#![allow(clippy::unwrap_used, reason = "a test stops where it does not hold")]

use crate::common::{CELL, Story, batch, memory, writer};
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::output::Scope;
use hoeder_store::MemorySpool;
use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{AlarmId, CaseId, FixedAt, HandsetId, PersonId, ReceivedAt, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, AlarmKind, Bearer};

/// Proves AL-09, AL-13: an alarm that was vouched for later counts with its case, also when read models are built again.
#[test]
fn the_history_of_a_vouched_press_is_that_of_its_case() {
    let (mut writer, restored) = writer(memory(), MemorySpool::new());
    let mut story = Story::new(11, restored.epoch);
    let alarm = AlarmId::from_u128(0xA1);
    let handset = HandsetId::from_u128(0xF0);
    let bearer = Bearer { case: CaseId::from_u128(0xCA), person: PersonId::from_u128(0xBE), handset };
    let at = UtcMillis::from_unix_ms(1_795_000_000_000);
    let raised = AlarmEvent::Raised {
        kind: AlarmKind::Unidentified,
        bearer: None,
        claimed: handset,
        trigger: Trigger::Button,
        pressed_at: FixedAt(at),
        received_at: ReceivedAt(at),
        fix: None,
        battery: None,
    };
    let raised =
        story.entry(StreamId::Alarm(alarm), Some(Subject::Alarm(alarm)), Event::Alarm(alarm, raised));
    writer.submit(batch(vec![raised])).unwrap();
    let row = |log: &mut dyn hoeder_store::Log| {
        log.alarm_history(Scope::Cell(CELL), None, 10).unwrap().rows.remove(0)
    };
    let unknown = row(writer.log());
    assert_eq!((unknown.track.as_str(), unknown.case), ("unidentified", None));
    let vouched = Event::Alarm(alarm, AlarmEvent::Vouched { bearer });
    let vouched = story.entry(StreamId::Alarm(alarm), Some(Subject::Person(bearer.person)), vouched);
    writer.submit(batch(vec![vouched])).unwrap();
    let known = row(writer.log());
    assert_eq!((known.track.as_str(), known.case), ("danger", Some(bearer.case)));
    writer.log().rebuild_read_models().unwrap();
    assert_eq!(row(writer.log()), known);
}
