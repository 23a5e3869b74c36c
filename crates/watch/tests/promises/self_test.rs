//! A self-test is a proof and never an alarm.

use crate::story::{Story, WatchStory, at, hold, raise, show};
use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{FixedAt, TestId};
use hoeder_watch::alarm::Stage;
use hoeder_watch::supervision::{SupervisionEvent, WatchCommand, WatchRefusal};

fn test(id: u128) -> WatchCommand {
    WatchCommand::Test { test: TestId::from_u128(id), sent_at: FixedAt(at(0)), trigger: Trigger::Button }
}

/// Proves FL-05: a test by its own gesture is answered and recorded, once each, and nothing else follows from it.
#[test]
fn a_self_test_is_recorded_once_and_nothing_else_follows() {
    let tested = SupervisionEvent::Tested {
        test: TestId::from_u128(1),
        sent_at: FixedAt(at(0)),
        trigger: Trigger::Button,
    };
    let story = WatchStory::given([WatchCommand::Start]).after(60).when(test(1)).then(&[tested]);
    let story = story.after(1).when(test(1)).then(&[]);
    assert_eq!(story.watch.last_test(), Some(at(60)));
    assert_eq!(story.watch.last_heard(), Some(at(60)), "a test is a proof of life");
    assert_eq!(story.watch.alerts().count(), 0);
}

/// Proves AL-17: tests and alarms are different machines; a flood of tests leaves an alarm and its ladder as they are.
#[test]
fn tests_can_neither_become_nor_hide_an_alarm() {
    let alone = Story::given([raise(), hold(), show()]).run(300);
    let mut watch = WatchStory::given([WatchCommand::Start]);
    for id in 0..1000 {
        watch = watch.and([test(id)]);
    }
    let beside = Story::given([raise(), hold(), show()]).run(300);
    assert_eq!(alone.log, beside.log);
    assert_eq!(beside.alarm.stage(), Stage::Ringing);
    let told = watch.told(|e| matches!(e, SupervisionEvent::Tested { .. }).then_some(()));
    assert_eq!((told.len(), watch.log.len()), (1000, 1001), "the start, and one record a test");
}

#[test]
fn a_handset_that_is_not_watched_is_told_so() {
    WatchStory::given([]).when(test(1)).then_refused(WatchRefusal::NotRunning);
    WatchStory::given([WatchCommand::Start, WatchCommand::Stop])
        .when(test(1))
        .then_refused(WatchRefusal::NotRunning);
}
