//! A test by appointment: the self-test in its window answers it, and none is an alert that stays.

use crate::story::{ANNA, WatchStory, at};
use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{FixedAt, TestId};
use hoeder_watch::supervision::{AlertKind, Beat, SupervisionEvent, WatchCommand, WatchRefusal};

const PLANNED: TestId = TestId::from_u128(70);

fn plan(from: u64, until: u64) -> WatchCommand {
    WatchCommand::PlanTest { test: PLANNED, from: at(from), until: at(until) }
}

fn test(id: u128) -> WatchCommand {
    WatchCommand::Test { test: TestId::from_u128(id), sent_at: FixedAt(at(0)), trigger: Trigger::Button }
}

fn missed(story: &WatchStory) -> Vec<(u64, bool)> {
    let opened = SupervisionEvent::AlertOpened { kind: AlertKind::TestMissed };
    let cleared = SupervisionEvent::AlertCleared { kind: AlertKind::TestMissed };
    story.told(|event| (*event == opened || *event == cleared).then(|| *event == opened))
}

fn beating(story: WatchStory, times: u64) -> WatchStory {
    (0..times).fold(story, |story, _| story.run(100).and([WatchCommand::Beat(Beat::default())]))
}

fn planned() -> WatchStory {
    WatchStory::given([WatchCommand::Start, plan(600, 1_200)])
}

#[test]
fn a_self_test_in_the_window_answers_the_appointment() {
    let story = beating(planned(), 8).and([test(1)]);
    assert_eq!(story.watch.planned_test(), None);
    assert_eq!(missed(&beating(story, 20)), []);
}

#[test]
fn a_self_test_before_the_window_does_not_answer_it() {
    let story = beating(beating(planned(), 4).and([test(1)]), 20);
    assert_eq!(missed(&story), [(1_200, true)]);
}

/// Proves FL-02: a test that came too late clears the alert; a person closes it.
#[test]
fn a_test_that_comes_late_clears_the_alert_and_does_not_close_it() {
    let story = beating(planned(), 15).and([test(1)]);
    assert_eq!(missed(&story), [(1_200, true), (1_500, false)]);
    assert!(story.watch.alert(AlertKind::TestMissed).is_some());
}

#[test]
fn closing_the_alert_ends_the_appointment() {
    let kind = AlertKind::TestMissed;
    let close = WatchCommand::Close { kind, by: ANNA, reason: "spoken to by phone".to_owned() };
    let story = beating(beating(planned(), 15).and([close]), 20);
    assert_eq!(missed(&story), [(1_200, true)]);
    assert_eq!(story.watch.alert(kind), None);
}

#[test]
fn an_appointment_in_the_past_backwards_too_long_or_too_far_is_refused() {
    let day = 86_400;
    for (from, until) in [(0, 0), (900, 800), (100, 100 + day + 1), (32 * day, 32 * day + 60)] {
        WatchStory::given([WatchCommand::Start])
            .when(plan(from, until))
            .then_refused(WatchRefusal::TestWindow);
    }
    WatchStory::given([]).when(plan(600, 1_200)).then_refused(WatchRefusal::NotRunning);
}
