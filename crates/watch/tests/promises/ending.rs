//! Only the police end an alarm: after a team was sent, with an outcome and a report.

use crate::story::{
    ANNA, BOB, Story, arrive, close, close_with, dispatch, hold, raise, show, stranger, take,
};
use hoeder_watch::alarm::{AlarmCommand, Outcome, Pv, Refusal, Stage};

const OUTCOMES: [Outcome; 6] = [
    Outcome::RealDanger,
    Outcome::SuspectPresent,
    Outcome::FalseAlarm,
    Outcome::Misuse,
    Outcome::Test,
    Outcome::Technical,
];

fn sent() -> Story {
    Story::given([raise(), hold(), show(), take(ANNA), dispatch("P1")])
}

/// Proves AL-09: no outcome, not even a false alarm, closes an alarm to which no team was sent.
#[test]
fn no_outcome_closes_an_alarm_to_which_no_team_was_sent() {
    for outcome in OUTCOMES {
        let ringing = Story::given([raise()]);
        ringing.clone().when(close(outcome)).then_refused(Refusal::NotTaken);
        ringing.and([take(ANNA)]).when(close(outcome)).then_refused(Refusal::NoTeamSent);
    }
    assert_eq!(Refusal::NoTeamSent.paragraph(), Some("7.11.2"));
}

#[test]
fn an_arrival_that_was_never_reported_does_not_keep_an_alarm_open() {
    let story = sent().and([close(Outcome::RealDanger)]);
    assert_eq!(story.alarm.stage(), Stage::Closed);
}

/// Proves AL-10: the number of the report, or an open task that stays until the number is given, once.
#[test]
fn an_alarm_ends_with_its_report_or_with_an_open_task_for_it() {
    let give = |number: &str| AlarmCommand::GivePv { by: BOB, number: number.to_owned() };
    for bad in ["", "  ", "x".repeat(41).as_str()] {
        let pv = Pv::Number(bad.to_owned());
        sent().when(close_with(Outcome::RealDanger, pv, "")).then_refused(Refusal::PvMissing);
    }
    let given = sent().and([close(Outcome::RealDanger)]);
    assert!(!given.alarm.open_pv_task());
    given.when(give("PV-2")).then_refused(Refusal::PvNotDue);

    let story = sent().when(give("PV-1")).then_refused(Refusal::PvNotDue);
    let story = story.and([close_with(Outcome::RealDanger, Pv::ToFollow, "")]).after(86_400);
    assert!(story.alarm.open_pv_task());
    let story = story.when(give("")).then_refused(Refusal::PvMissing).and([give("PV-1")]);
    assert!(!story.alarm.open_pv_task());
    assert_eq!(story.alarm.pv(), Some(&Pv::Number("PV-1".to_owned())));
    story.when(give("PV-1")).then(&[]).when(give("PV-2")).then_refused(Refusal::PvNotDue);
}

/// Proves AL-13: each of the six outcomes can be given, and is kept.
/// Proves AL-12: all but a false alarm, a test and a fault extend the measure; misuse does, as 7.10.2 does not except it.
#[test]
fn every_outcome_is_kept_and_says_whether_the_measure_is_extended() {
    let extends = OUTCOMES.map(|outcome| {
        let open = sent();
        assert_eq!((open.alarm.outcome(), open.alarm.extends_measure()), (None, None));
        let closed = open.and([close(outcome)]).alarm;
        assert_eq!(closed.outcome(), Some(outcome));
        closed.extends_measure()
    });
    assert_eq!(extends.map(|e| e == Some(true)), [true, true, false, true, false, false]);
}

#[test]
fn an_unidentified_press_closed_without_a_team_needs_a_reason_in_words() {
    let story = Story::given([AlarmCommand::Raise(stranger()), take(ANNA)]);
    let to_follow = |note| close_with(Outcome::Technical, Pv::ToFollow, note);
    story.clone().when(to_follow(" ")).then_refused(Refusal::ReasonMissing);
    let closed = story.and([to_follow("old phone of a closed case, owner called: all well")]).alarm;
    assert_eq!((closed.stage(), closed.extends_measure()), (Stage::Closed, None));
}

#[test]
fn only_the_owner_closes() {
    let story = Story::given([raise(), take(BOB), dispatch("P1"), arrive("P1")]);
    story.clone().when(close(Outcome::RealDanger)).then_refused(Refusal::OwnedByAnother(BOB));
    story
        .and([AlarmCommand::LoseOwner])
        .when(close(Outcome::RealDanger))
        .then_refused(Refusal::NotTaken)
        .and([take(ANNA), close(Outcome::RealDanger)]);
}

/// Proves GN-05: a press after the end is never swallowed by the alarm that ended; the same press once more is no new one.
#[test]
fn a_press_after_the_end_is_refused_so_that_it_becomes_an_alarm_of_its_own() {
    use crate::story::at;
    use hoeder_vocab::{FixedAt, ReceivedAt};
    let again = |seconds| AlarmCommand::PressAgain {
        pressed_at: FixedAt(at(seconds)),
        received_at: ReceivedAt(at(seconds)),
    };
    let story = sent().and([again(20), close(Outcome::RealDanger)]);
    story.clone().when(again(20)).then(&[]);
    story.when(again(300)).then_refused(Refusal::Closed);
}
