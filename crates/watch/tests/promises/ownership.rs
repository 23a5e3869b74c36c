//! One alarm, one owner: the first to take it, until it is handed over, taken over at once, or left alone.

use crate::story::{ANNA, BOB, Story, arrive, at, dispatch, hold, raise, show, take};
use hoeder_vocab::{AccountId, DecidedAt, Sensitive};
use hoeder_watch::alarm::{
    Alarm, AlarmCommand, AlarmEvent, AlarmTimes, MAX_UNITS, Outcome, Refusal, Rung, Stage,
};
use proptest::prelude::*;
use std::time::Duration;

const CHIEF: AccountId = AccountId::from_u128(3);

fn hand_over(by: hoeder_vocab::AccountId, to: hoeder_vocab::AccountId) -> AlarmCommand {
    AlarmCommand::HandOver { by, to }
}

fn stay(by: AccountId) -> AlarmCommand {
    AlarmCommand::StayOn { by }
}

fn note(by: AccountId) -> AlarmCommand {
    AlarmCommand::Note { by, text: Sensitive::new("door on the left".to_owned()) }
}

/// Proves FL-06: first to acknowledge owns it; whoever comes later is told who was first.
#[test]
fn the_first_to_take_it_owns_it() {
    Story::given([raise(), take(ANNA)])
        .after(20)
        .when(take(BOB))
        .then_refused(Refusal::OwnedByAnother(ANNA))
        .when(take(ANNA))
        .then(&[]);
}

#[test]
fn only_the_owner_hands_over_and_only_to_somebody_else() {
    let story = Story::given([raise()]).when(hand_over(ANNA, BOB)).then_refused(Refusal::NotTaken);
    let story = story.and([take(ANNA)]);
    let story = story.when(hand_over(BOB, ANNA)).then_refused(Refusal::OwnedByAnother(ANNA));
    let story = story.when(hand_over(ANNA, ANNA)).then_refused(Refusal::ToOneself);
    let story = story.when(hand_over(ANNA, BOB)).then(&[AlarmEvent::HandedOver { from: ANNA, to: BOB }]);
    assert_eq!(story.alarm.owner(), Some(BOB));
}

#[test]
fn a_hand_over_does_not_set_back_the_time_to_send_a_team() {
    let story = Story::given([raise(), hold(), take(ANNA)]);
    let due = story.alarm.next_due(&story.times);
    let story = story.after(50).and([hand_over(ANNA, BOB)]);
    assert_eq!(story.alarm.next_due(&story.times), due);
}

/// Proves AL-09: a colleague may send a team to an alarm that somebody else owns.
#[test]
fn several_people_work_on_one_alarm() {
    let story = Story::given([raise(), show(), take(BOB), dispatch("P1")]);
    assert_eq!((story.alarm.stage(), story.alarm.owner()), (Stage::Dispatched, Some(BOB)));
    let story = story.and([note(ANNA), dispatch("P2")]).when(dispatch("P1")).then(&[]);
    assert_eq!(story.alarm.units(), ["P1", "P2"]);
}

#[test]
fn texts_have_their_limits() {
    let story = Story::given([raise(), take(ANNA)]);
    let long = "x".repeat(41);
    story.clone().when(dispatch(&long)).then_refused(Refusal::TextLength { max: 40 });
    story.clone().and([dispatch("é".repeat(40).as_str())]);
    let note = |text: String| AlarmCommand::Note { by: ANNA, text: Sensitive::new(text) };
    story.clone().when(note("x".repeat(2001))).then_refused(Refusal::TextLength { max: 2000 });
    story.clone().and([note("x".repeat(2000))]);
    let many = story.and((0..MAX_UNITS).map(|n| dispatch(&format!("P{n}"))));
    many.when(dispatch("one too many")).then_refused(Refusal::TooManyUnits { max: MAX_UNITS });
}

/// A moment so many milliseconds after an alarm was raised and taken by Anna.
fn taken_then(ms: u64, by: AccountId) -> Result<Vec<AlarmEvent>, Refusal> {
    let story = Story::given([raise(), take(ANNA)]);
    let now = DecidedAt(at(0).plus(Duration::from_millis(ms)));
    story.alarm.decide(&take(by), now, &story.times)
}

/// Proves FL-06: for 20 seconds a colleague takes over without asking, and not a moment longer.
#[test]
fn a_colleague_takes_over_without_asking_within_20_seconds_and_asks_afterwards() {
    let over = vec![AlarmEvent::TakenOver { from: ANNA, by: BOB }];
    assert_eq!(taken_then(0, BOB), Ok(over.clone()));
    assert_eq!(taken_then(19_999, BOB), Ok(over));
    assert_eq!(taken_then(20_000, BOB), Err(Refusal::OwnedByAnother(ANNA)));
    assert_eq!(taken_then(20_000, ANNA), Ok(vec![]));
}

/// Proves FL-06: of two who answer the same ringing the first has it, however close they are.
#[test]
fn who_loses_the_race_for_a_ringing_alarm_takes_it_from_nobody() {
    let free = |by| AlarmCommand::TakeFree { by };
    let story = Story::given([raise()]).when(free(ANNA)).then(&[AlarmEvent::Taken { by: ANNA }]);
    let story = story.when(free(BOB)).then_refused(Refusal::OwnedByAnother(ANNA)).when(free(ANNA)).then(&[]);
    story.when(take(BOB)).then(&[AlarmEvent::TakenOver { from: ANNA, by: BOB }]);
}

/// Proves FL-06: the window counts from when it was taken, so that two people cannot take it from one another for ever.
#[test]
fn a_take_over_opens_no_new_window() {
    let story = Story::given([raise(), take(ANNA)]).after(15).and([take(BOB)]);
    assert_eq!(story.alarm.owner(), Some(BOB));
    let story = story.after(4).and([take(ANNA)]).after(1);
    story.when(take(BOB)).then_refused(Refusal::OwnedByAnother(ANNA));
}

#[test]
fn after_the_window_it_is_handed_over_and_that_begins_a_new_span() {
    let story = Story::given([raise(), take(ANNA)]).after(60);
    let story = story.when(take(CHIEF)).then_refused(Refusal::OwnedByAnother(ANNA));
    let story = story.and([hand_over(ANNA, BOB)]).after(19);
    let story = story.when(take(CHIEF)).then(&[AlarmEvent::TakenOver { from: BOB, by: CHIEF }]);
    story.after(1).when(take(BOB)).then_refused(Refusal::OwnedByAnother(CHIEF));
}

fn ageing(event: &AlarmEvent) -> Option<AlarmEvent> {
    let ages = matches!(event, AlarmEvent::OwnerReminded { .. } | AlarmEvent::OwnershipReturned { .. });
    ages.then(|| event.clone())
}

/// Proves FL-06: an owner who does nothing is reminded after 10 minutes, and after 15 it rings again.
#[test]
fn an_owner_who_does_nothing_is_reminded_and_then_it_rings_again() {
    let story = Story::given([raise(), hold(), show(), take(ANNA)]).run(1_000);
    let told = story.told(ageing);
    let expected = [
        (600, AlarmEvent::OwnerReminded { owner: ANNA }),
        (900, AlarmEvent::OwnershipReturned { owner: ANNA }),
    ];
    assert_eq!(told, expected);
    assert_eq!((story.alarm.owner(), story.alarm.is_ringing()), (None, true));
}

/// Proves FL-06: whatever the owner does with it makes the ownership young again, and 'still on it' is enough.
#[test]
fn every_act_of_the_owner_makes_the_ownership_young_again() {
    let step = AlarmCommand::DoStep { by: ANNA, step: "weapons".to_owned() };
    let going = AlarmCommand::GoOnTheWay { by: ANNA, unit: "P9".to_owned() };
    let found = AlarmCommand::ReportFinding {
        by: ANNA,
        unit: "P1".to_owned(),
        outcome: Outcome::FalseAlarm,
        note: Sensitive::default(),
    };
    let there = AlarmCommand::ArriveOnScene { by: ANNA, unit: "P1".to_owned() };
    let sent = Story::given([raise(), hold(), show(), take(ANNA), dispatch("P1")]);
    for act in [stay(ANNA), note(ANNA), dispatch("P2"), there, step, going, found] {
        let story = sent.clone().run(601);
        assert!(story.alarm.ownership().is_some_and(|o| o.reminded_at.is_some()));
        let story = story.and([act]);
        assert!(story.alarm.ownership().is_some_and(|o| o.reminded_at.is_none()));
        let returned = story.run(900).told(ageing).last().cloned();
        assert_eq!(returned, Some((1_501, AlarmEvent::OwnershipReturned { owner: ANNA })));
    }
}

#[test]
fn what_others_do_does_not_keep_it_with_an_owner_who_sleeps() {
    let story = Story::given([raise(), hold(), show(), take(ANNA), dispatch("P1")]);
    let story = story.run(800).and([note(BOB), arrive("P1")]).run(100);
    assert_eq!(story.alarm.owner(), None);
}

#[test]
fn only_the_owner_says_to_be_still_on_it() {
    let story = Story::given([raise()]).when(stay(ANNA)).then_refused(Refusal::NotTaken);
    let story = story.and([take(ANNA)]).when(stay(BOB)).then_refused(Refusal::OwnedByAnother(ANNA));
    story.when(stay(ANNA)).then(&[AlarmEvent::StillOnIt { by: ANNA }]);
}

/// Proves FL-06: what was done for an alarm stays done when its owner leaves it; only the ringing begins again.
#[test]
fn an_ownership_that_returns_keeps_the_stage_the_teams_and_the_rung() {
    let up = AlarmCommand::NobodyThere;
    let story = Story::given([raise(), hold(), show(), up.clone(), up, take(ANNA), dispatch("P1")]).run(899);
    assert_eq!((story.alarm.rung(), story.alarm.is_ringing()), (Rung::ZoneDuty, false));
    let story = story.run(1);
    assert_eq!((story.alarm.stage(), story.alarm.rung()), (Stage::Dispatched, Rung::ZoneDuty));
    assert!(story.alarm.is_ringing());
    assert_eq!(story.alarm.units(), ["P1"]);
    let story = story.run(30);
    assert_eq!(story.alarm.rung(), Rung::Everyone);
    let story = story.and([take(BOB)]);
    assert_eq!((story.alarm.stage(), story.alarm.owner()), (Stage::Dispatched, Some(BOB)));
}

proptest! {
    /// Proves FL-06: however two or three people race to take it, the first has it, each later one takes over or is told
    /// who has it, and at every moment there is exactly one owner.
    #[test]
    fn whoever_races_to_take_it_there_is_one_owner(
        mut takes in prop::collection::vec((0..40_000_u64, 1..=3_u128), 1..12)
    ) {
        takes.sort_unstable();
        let times = AlarmTimes::default();
        let mut story = Story::given([raise()]);
        let first = takes[0].0;
        for (ms, who) in takes {
            let (by, now) = (AccountId::from_u128(who), at(0).plus(Duration::from_millis(ms)));
            let before = story.alarm.owner();
            let answer = story.alarm.decide(&take(by), DecidedAt(now), &times);
            let expected = match before {
                None => Ok(vec![AlarmEvent::Taken { by }]),
                Some(owner) if owner == by => Ok(vec![]),
                Some(from) if ms < first + 20_000 => Ok(vec![AlarmEvent::TakenOver { from, by }]),
                Some(owner) => Err(Refusal::OwnedByAnother(owner)),
            };
            prop_assert_eq!(&answer, &expected);
            let alarm: &mut Alarm = &mut story.alarm;
            answer.iter().flatten().for_each(|event| alarm.apply(event, DecidedAt(now)));
            prop_assert!(alarm.owner().is_some() && !alarm.is_ringing());
            prop_assert_eq!(alarm.owner(), answer.map_or(before, |_| Some(by)));
        }
    }
}
