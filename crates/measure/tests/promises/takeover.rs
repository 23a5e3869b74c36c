//! A measure that ran before it was kept here: taken in whole, with its days, and protected here only after a test.

use crate::common::*;
use hoeder_measure::takeover::TakenOver;
use hoeder_measure::task::TaskKind;
use hoeder_measure::{By, Command, Refusal, Stage};
use hoeder_vocab::CivilDate;

fn take(old: TakenOver) -> Command {
    Command::TakeOver(Box::new(old))
}

fn taken(change: impl FnOnce(&mut TakenOver)) -> (Life, Result<(), (Refusal, Option<&'static str>)>) {
    let mut old = taken_over();
    change(&mut old);
    let mut life = Life::new("2026-06-01");
    let done = life.does(By::SYSTEM, take(old));
    let done = done.map(drop).map_err(|refusal| {
        let point = refusal.point().map(hoeder_measure::Point::as_str);
        (refusal, point)
    });
    (life, done)
}

fn kinds(life: &Life) -> Vec<TaskKind> {
    life.measure.tasks(life.today, &life.world).into_iter().map(|task| task.kind).collect()
}

/// Proves MS-18, MS-30: it runs to its end date, and nobody believes that it is guarded here before a test passed.
#[test]
fn what_is_taken_over_is_granted_and_waits_for_the_agreement_and_a_test() {
    let (life, done) = taken(|_| {});
    assert_eq!(done, Ok(()));
    assert_eq!(life.measure.stage(), Stage::Granted);
    assert!(!life.measure.alarm_is_on());
    assert_eq!(life.measure.term().unwrap().ends_on, day("2026-10-10"));
    assert_eq!(life.measure.file().zone, Some(HOME));
    assert_eq!(life.measure.file().office, Some(OFFICE));
    assert_eq!(kinds(&life), [TaskKind::Agree, TaskKind::Activate], "nothing of before is asked anew");
    assert_eq!(life.measure.file().granted_at, None, "the clock to protection did not begin here");
    let life = life.switched_on();
    assert!(life.measure.alarm_is_on());
}

/// Proves MS-31, MS-33: extensions and visits of before count, in either reading of the circular.
#[test]
fn extensions_and_visits_of_before_count() {
    let extended = |ends_on: &'static str| {
        move |old: &mut TakenOver| {
            old.incidents = vec![day("2026-03-01")];
            old.extended_on = vec![day("2026-03-01")];
            old.visits = vec![day("2026-02-10"), day("2026-05-12")];
            old.ends_on = day(ends_on);
        }
    };
    for ends_on in ["2027-07-10", "2026-12-01"] {
        let (life, done) = taken(extended(ends_on));
        assert_eq!(done, Ok(()), "{ends_on}");
        assert_eq!(life.measure.term().unwrap().ends_on, day(ends_on));
        assert_eq!(life.measure.file().revisits.len(), 2);
    }
    let (_, done) = taken(extended("2026-10-10"));
    let computed = day("2027-07-10");
    assert_eq!(done, Err((Refusal::EndDoesNotFollow { computed }, Some("7.10"))));
}

/// What the file does not say was done is a task.
#[test]
fn what_the_file_does_not_say_was_done_is_a_task() {
    let (life, _) = taken(|old| {
        old.ang = None;
        old.reception_on = None;
    });
    let open = kinds(&life);
    assert!(open.contains(&TaskKind::RegisterAng) && open.contains(&TaskKind::SeizeReception), "{open:?}");
}

#[test]
fn days_in_the_wrong_order_are_refused() {
    let early = day("2025-01-01");
    let late = day("2199-01-01");
    let wrong: [fn(&mut TakenOver, CivilDate, CivilDate); 8] = [
        |old, early, _| old.granted_on = early,
        |old, _, late| old.granted_on = late,
        |old, early, _| old.active_since = early,
        |old, early, _| old.incidents = vec![early],
        |old, _, late| old.visits = vec![late],
        |old, early, _| old.agreed_on = Some(early),
        |old, early, _| old.ends_on = early,
        |old, _, late| old.request.made_on = late,
    ];
    for (at, change) in wrong.into_iter().enumerate() {
        let (life, done) = taken(|old| change(old, early, late));
        assert!(
            matches!(done, Err((Refusal::TooEarly { .. } | Refusal::InFuture { .. }, _))),
            "{at}: {done:?}"
        );
        assert_eq!(life.measure.stage(), Stage::Nothing);
    }
}

/// Nobody at a desk makes a measure of the past; and it is taken over once.
#[test]
fn only_the_system_takes_over_and_only_once() {
    let mut life = Life::new("2026-06-01");
    assert!(matches!(life.refuses(officer(), take(taken_over())).0, Refusal::WrongHand { .. }));
    life.must(By::SYSTEM, take(taken_over()));
    assert!(matches!(life.refuses(By::SYSTEM, take(taken_over())).0, Refusal::NotNow { .. }));
}

/// Proves GN-04: nothing of its words stays once the key of the person is destroyed.
#[test]
fn its_words_are_forgotten() {
    let (mut life, _) = taken(|_| {});
    life.measure.forget_words();
    let kept = life.measure.file().taken_over.as_ref().unwrap();
    assert_eq!(kept.decided_by, hoeder_vocab::Sensitive::default());
    assert_eq!(kept.request.summary, hoeder_vocab::Sensitive::default());
}
