//! The replay window against a naive set of everything ever accepted.

use hoeder_wire::replay::WINDOW;
use hoeder_wire::{Freshness, ReplayWindow};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn model(seen: &BTreeSet<u64>, counter: u64) -> Freshness {
    let newest = seen.last().copied().unwrap_or(0);
    if counter == 0 || newest.saturating_sub(counter) > WINDOW {
        Freshness::Stale
    } else if seen.contains(&counter) {
        Freshness::Replayed
    } else {
        Freshness::Fresh
    }
}

fn counters() -> impl Strategy<Value = Vec<u64>> {
    let near = prop::collection::vec(0_u64..200, 0..400);
    let far =
        prop::collection::vec(prop_oneof![any::<u64>(), (u64::MAX - 70)..=u64::MAX, 0_u64..130], 0..100);
    prop_oneof![near, far]
}

proptest! {
    /// Proves FL-20: an old message sent again is told from a new one, whatever the order of arrival.
    #[test]
    fn the_window_says_what_a_set_of_all_counters_would_say(counters in counters()) {
        let (mut window, mut seen) = (ReplayWindow::new(), BTreeSet::new());
        for counter in counters {
            let expected = model(&seen, counter);
            prop_assert_eq!(window.check(counter), expected);
            prop_assert_eq!(window.accept(counter), expected);
            if expected == Freshness::Fresh {
                seen.insert(counter);
            }
            prop_assert_eq!(window.newest(), seen.last().copied().unwrap_or(0));
        }
    }

    #[test]
    fn after_a_restart_nothing_old_is_fresh_and_everything_new_is(newest in 0..u64::MAX - 2, behind in 0_u64..200) {
        let mut window = ReplayWindow::resume(newest);
        prop_assert_ne!(window.accept(newest.saturating_sub(behind)), Freshness::Fresh);
        prop_assert_eq!(window.accept(newest + 2), Freshness::Fresh);
        prop_assert_eq!(window.accept(newest + 1), Freshness::Fresh);
        prop_assert_eq!(window.accept(newest + 1), Freshness::Replayed);
    }
}

#[test]
fn a_counter_64_behind_is_accepted_once_and_65_behind_never() {
    let mut window = ReplayWindow::new();
    assert_eq!(window.accept(100), Freshness::Fresh);
    assert_eq!(window.accept(36), Freshness::Fresh);
    assert_eq!(window.accept(36), Freshness::Replayed);
    assert_eq!(window.accept(35), Freshness::Stale);
    assert_eq!(window.accept(0), Freshness::Stale);
}
