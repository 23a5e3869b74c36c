//! Random lives: whatever is asked, by whomever, in whatever order, what must always hold holds.

use crate::common::*;
use crate::matrix_text::{commands, everybody, states};
use hoeder_measure::effect::{effects, follows_alone, has_effects};
use hoeder_measure::{Measure, Refusal, Stage};
use proptest::prelude::*;

/// What must hold after each step, whatever came before.
fn check(life: &Life) {
    let measure = &life.measure;
    let has_term = measure.term().is_some();
    let stage = measure.stage();
    let before =
        matches!(stage, Stage::Nothing | Stage::Requested | Stage::AwaitingDecision | Stage::Refused);
    assert_eq!(has_term, !before, "a term from the grant on, and not before");
    assert!(
        !measure.alarm_is_on() || measure.file().activation.is_some(),
        "no alarm is on that was not switched on"
    );
    if measure.file().activation.is_some() {
        assert!(measure.file().agreement.is_some(), "no alarm without an agreement");
    }
    let tasks = life.tasks();
    let mut kinds: Vec<_> = tasks.iter().map(|task| task.kind).collect();
    kinds.sort_unstable();
    let all = kinds.len();
    kinds.dedup();
    assert_eq!(kinds.len(), all, "each task is there once");
    assert!(tasks.is_sorted_by_key(|task| task.due), "what is due first stands first");
    assert!(tasks.iter().all(|task| !task.point.as_str().is_empty()));
    let dues = measure.next_due(&life.world.terms);
    assert!(dues.is_sorted_by_key(|due| due.on));
    let mut replayed = Measure::new(measure.id());
    for event in &life.log {
        let kind = event.change.kind();
        let alone = effects(event, &replayed);
        replayed.apply(event);
        assert!(!follows_alone(kind) || effects(event, &replayed) == alone, "{kind:?} does not follow alone");
        assert!(has_effects(kind) || effects(event, &replayed).is_empty(), "{kind:?} has effects");
    }
    assert_eq!(&replayed, measure, "the log is the whole of it");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves MS-08, MS-15 and MS-30 over random lives: no half-done step, no shorter term, every rule with its point.
    #[test]
    fn whatever_is_asked_what_must_hold_holds(
        start in 0..16_usize,
        steps in prop::collection::vec((0..64_usize, 0..40_usize, 0..40_i32), 1..60),
    ) {
        let (_, mut life) = states().swap_remove(start);
        for (which, who, days) in steps {
            life.today = life.today.plus_days(days / 2);
            let mut all = commands(life.today);
            let (_, right, command) = all.swap_remove(which % all.len());
            let everybody = everybody();
            // Mostly the right hand, so that lives come far; sometimes anybody's.
            let by = everybody.get(who).map_or(right, |(_, _, by)| *by);
            let (before, end) = (life.measure.clone(), life.measure.term().map(|term| term.ends_on));
            match life.does(by, command) {
                Ok(_) => {
                    let after = life.measure.term().map(|term| term.ends_on);
                    let denied = life.stage() == Stage::AwaitingDecision;
                    prop_assert!(denied || after >= end, "{after:?} < {end:?}");
                }
                Err(refusal) => {
                    prop_assert_eq!(&life.measure, &before, "nothing is half-done");
                    let form = matches!(
                        refusal,
                        Refusal::InFuture { .. } | Refusal::TooEarly { .. } | Refusal::TextLength { .. } | Refusal::TooMany { .. }
                    );
                    prop_assert_eq!(refusal.point().is_none(), form, "{:?}", refusal);
                    prop_assert!(!refusal.to_string().is_empty());
                }
            }
            check(&life);
        }
    }
}
