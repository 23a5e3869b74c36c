//! One alarm, one owner: the first to take it, until it is handed over or the owner's desk is gone.

use crate::story::{ANNA, BOB, Story, dispatch, hold, raise, show, take};
use hoeder_vocab::Sensitive;
use hoeder_watch::alarm::{AlarmCommand, AlarmEvent, MAX_UNITS, Refusal, Stage};

fn hand_over(by: hoeder_vocab::AccountId, to: hoeder_vocab::AccountId) -> AlarmCommand {
    AlarmCommand::HandOver { by, to }
}

/// Proves FL-06: first to acknowledge owns it; whoever comes second is told who was first.
#[test]
fn the_first_to_take_it_owns_it() {
    Story::given([raise(), take(ANNA)])
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
    let note = AlarmCommand::Note { by: ANNA, text: Sensitive::new("door on the left".to_owned()) };
    let story = story.and([note, dispatch("P2")]).when(dispatch("P1")).then(&[]);
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
