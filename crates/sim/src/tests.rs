//! Do the checkers see a broken shell? Each test breaks one thing on purpose and must find the promise that it breaks.

use crate::world::Meddler;
use crate::{Options, Summary, Twice, run_with};
use hoeder_engine::output::{Output, Page};
use hoeder_vocab::DeskId;
use std::sync::Arc;

const SOME: Options = Options { first_seed: 1, seeds: 6, twice: Twice::Never };

fn with(meddler: Meddler) -> Summary {
    run_with(&SOME, meddler, &mut |_| {})
}

fn broken_promises(meddler: Meddler) -> Vec<&'static str> {
    let failures = with(meddler).failures;
    assert!(!failures.is_empty(), "the checkers saw nothing");
    failures.iter().map(|failure| failure.promise).collect()
}

#[test]
fn an_honest_shell_breaks_nothing() {
    let summary = with(Meddler::HONEST);
    assert!(summary.is_clean(), "{summary}");
}

/// Proves FL-06: the worlds have owners who fall idle, colleagues who take over and presses that are vouched for later;
/// what is promised of them was therefore checked.
#[test]
fn ownerships_pass_on_and_return_in_these_worlds() {
    let many = Options { first_seed: 220, seeds: 60, ..SOME };
    let summary = run_with(&many, Meddler::HONEST, &mut |_| {});
    assert!(summary.is_clean(), "{summary}");
    assert!(
        summary.taken_over > 0 && summary.returned > 0 && summary.vouched > 0,
        "{} taken over, {} returned, {} vouched",
        summary.taken_over,
        summary.returned,
        summary.vouched
    );
}

/// Proves GN-03: the worlds have phones that die with a timer running and people who write; what is promised of
/// them was therefore checked.
#[test]
fn check_ins_are_missed_and_texts_are_said_in_these_worlds() {
    let many = Options { first_seed: 80, seeds: 20, ..SOME };
    let summary = run_with(&many, Meddler::HONEST, &mut |_| {});
    assert!(summary.is_clean(), "{summary}");
    assert!(summary.missed > 5 && summary.said > 20, "{} missed, {} said", summary.missed, summary.said);
}

/// Proves GN-05, AL-12: in these worlds measures are asked for, granted and switched on while the process dies and the store
/// fails; what is promised of them was therefore checked.
#[test]
fn measures_live_in_these_worlds_and_none_is_lost_or_doubled() {
    let many = Options { first_seed: 40, seeds: 20, ..SOME };
    let summary = run_with(&many, Meddler::HONEST, &mut |_| {});
    assert!(summary.is_clean(), "{summary}");
    assert!(
        summary.crashes > 10 && summary.measures > 300,
        "{} crashes, {}",
        summary.crashes,
        summary.measures
    );
}

/// Proves GN-05: a shell that acknowledges before it is durable is found out.
#[test]
fn a_shell_that_acknowledges_too_early_is_seen() {
    let promises = broken_promises(Meddler { early_durable: true, ..Meddler::HONEST });
    assert!(promises.contains(&"acknowledged means durable (GN-05)"), "{promises:?}");
}

/// Proves AL-09: a shell that does not page an alarm is found out.
#[test]
fn a_shell_that_drops_pages_is_seen() {
    let drop_pages = |outputs: &mut Vec<Output>| {
        outputs.retain(|output| !matches!(output, Output::Page { page: Page::Alarm(_), .. }));
    };
    let promises = broken_promises(Meddler { outputs: drop_pages, ..Meddler::HONEST });
    let expected = "a press is on every screen of the own room before it is written (AL-09)";
    assert!(
        promises.iter().all(|promise| *promise == expected || promise.contains("no screen")),
        "{promises:?}"
    );
}

#[test]
fn a_shell_that_writes_before_it_pages_is_seen() {
    let write_first = |outputs: &mut Vec<Output>| {
        outputs.sort_by_key(|output| !matches!(output, Output::Append(_)));
    };
    let promises = broken_promises(Meddler { outputs: write_first, ..Meddler::HONEST });
    assert!(promises.iter().any(|promise| promise.contains("before it is written")), "{promises:?}");
}

/// Proves FL-06: an engine that time does not reach forgets alarms, and that is found out. In many worlds the silence of
/// a handset shows it first, so there must be enough of them for one in which nobody takes an alarm.
#[test]
fn an_engine_that_time_does_not_reach_is_seen() {
    let many = Options { seeds: 60, ..SOME };
    let summary = run_with(&many, Meddler { deaf_to_time: true, ..Meddler::HONEST }, &mut |_| {});
    let promises: Vec<&str> = summary.failures.iter().map(|failure| failure.promise).collect();
    assert!(promises.iter().any(|promise| promise.contains("FL-06")), "{promises:?}");
}

#[test]
fn a_record_that_is_lost_on_the_way_to_the_store_is_seen() {
    let lose_one = |outputs: &mut Vec<Output>| {
        let record = |output: &Output| matches!(output, Output::Append(entry) if entry.seq.0 == 90);
        outputs.retain(|output| !record(output));
    };
    let promises = broken_promises(Meddler { outputs: lose_one, ..Meddler::HONEST });
    assert!(promises.contains(&"the log has no gap"), "{promises:?}");
}

/// Proves GN-03: a page that goes to one screen too many is found out.
#[test]
fn a_page_for_one_screen_too_many_is_seen() {
    let tell_all = |outputs: &mut Vec<Output>| {
        let all: Vec<DeskId> = outputs
            .iter()
            .flat_map(|output| {
                if let Output::Page { desks, page: Page::Alarm(_), .. } = output {
                    desks.clone()
                } else {
                    Vec::new()
                }
            })
            .collect();
        for output in outputs {
            if let Output::Page { desks, page: Page::Alarm(_), .. } = output {
                *desks = all.clone();
            }
        }
    };
    let promises = broken_promises(Meddler { outputs: tell_all, ..Meddler::HONEST });
    assert!(promises.iter().any(|promise| promise.contains("GN-03")), "{promises:?}");
}

/// Proves FL-10: a wall that hides a deaf desk is found out.
#[test]
fn a_shell_that_hides_lost_desks_is_seen() {
    let hide = |outputs: &mut Vec<Output>| {
        for output in outputs {
            if let Output::Page { page: Page::Wall { wall, .. }, .. } = output {
                Arc::make_mut(wall).desk_alerts.clear();
            }
        }
    };
    let promises = broken_promises(Meddler { outputs: hide, ..Meddler::HONEST });
    assert!(promises.iter().all(|promise| promise.contains("went deaf is on the wall")), "{promises:?}");
}

#[test]
fn a_failing_seed_says_how_to_play_it_again_and_what_happened_last() {
    let summary = with(Meddler { early_durable: true, ..Meddler::HONEST });
    let failure = summary.failures.first().unwrap();
    let text = summary.to_string();
    assert!(text.contains(&format!("hoeder sim --first-seed {} --seeds 1", failure.seed)), "{text}");
    assert!(!failure.trace.is_empty());
    assert!(text.lines().last().unwrap().starts_with("6 seeds, "), "{text}");
}
