//! What begins and ends with a device - signs, readings over a limit, silences - as a fold over its moments in order.
//!
//! A moment that comes late is put in its place and the rest is told again. Never here: which moments there are.

use super::alert::AlertKind;
use super::guard::FIRST_KEY;
use super::merge::PairKey;
use super::said::{self, Episode, Say};

/// A moment at which something begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    pub(super) at: i64,
    /// Which: 0 to 31.
    pub(super) bit: u8,
    pub(super) on: bool,
}

/// The moments of one kind of one carrier. The alert is open while anything of its kind holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    /// What held before the first of `turns`.
    held: u32,
    turns: Vec<Turn>,
    said: Vec<Episode<AlertKind, u8>>,
}

/// Most moments that are kept; then the older half is taken in for good.
const MOST: usize = 32;

impl Series {
    /// Puts a moment in its place. What is to be said; `None` when it was there.
    pub(super) fn put(&mut self, kind: AlertKind, turn: Turn) -> Option<Vec<Say<AlertKind, u8>>> {
        let Err(place) = self.turns.binary_search(&turn) else { return None };
        if self.turns.len() >= MOST {
            if place == 0 {
                return None;
            }
            self.settle();
        }
        let place = self.turns.partition_point(|other| *other < turn);
        self.turns.insert(place, turn);
        let mut held = self.held;
        let open = if held == 0 { None } else { self.said.len().checked_sub(1).map(|_| 0) };
        let mut told: Vec<Episode<AlertKind, u8>> = Vec::new();
        told.extend(open.and_then(|at| self.said.get(at)).map(|e| Episode { over: false, ..*e }));
        for turn in &self.turns {
            let before = held;
            let bit = 1_u32 << (turn.bit & 31);
            held = if turn.on { held | bit } else { held & !bit };
            if before == 0 && held != 0 {
                told.push(Episode {
                    rule: kind,
                    since: turn.at,
                    key: key(turn.at),
                    over: false,
                    sight: turn.bit,
                });
            } else if before != 0
                && held == 0
                && let Some(last) = told.last_mut()
            {
                last.over = true;
            }
        }
        Some(said::reconcile(&mut self.said, (kind, FIRST_KEY, open), told))
    }

    /// Whether anything of the kind holds.
    pub(super) fn holds(&self) -> bool {
        self.said.iter().any(|episode| !episode.over)
    }

    /// Takes the older half in for good.
    fn settle(&mut self) {
        for turn in self.turns.drain(..MOST / 2) {
            let bit = 1_u32 << (turn.bit & 31);
            self.held = if turn.on { self.held | bit } else { self.held & !bit };
        }
        let first = self.turns.first().map_or(i64::MAX, |turn| turn.at);
        let open = self.held != 0;
        let last_before = self.said.iter().rposition(|e| e.since < first);
        let mut number = 0;
        self.said.retain(|e| {
            let keep = e.since >= first || (open && last_before == Some(number));
            number += 1;
            keep
        });
    }
}

const fn key(at: i64) -> PairKey {
    (at, 0, FIRST_KEY.2, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Applies what is said to a set of episodes: since and whether over.
    fn apply(standing: &mut Vec<(i64, bool)>, words: Vec<Say<AlertKind, u8>>) {
        for word in words {
            match word {
                Say::Raised(e) => {
                    standing.retain(|(since, _)| *since != e.since);
                    standing.push((e.since, false));
                    standing.sort_unstable();
                }
                Say::Cleared(_) => {
                    if let Some(open) = standing.iter_mut().find(|(_, over)| !over) {
                        open.1 = true;
                    }
                }
                Say::Revised(_, was, now) => {
                    let over =
                        standing.iter().find(|(since, _)| *since == was).is_some_and(|(_, over)| *over);
                    standing.retain(|(since, _)| *since != was);
                    standing.extend(now.map(|now| (now, over)));
                    standing.sort_unstable();
                }
            }
        }
    }

    proptest! {
        /// Proves T-NIJ-8 for signs: strap, battery and readings.
        #[test]
        fn moments_in_any_order_and_twice_give_the_same_episodes(turns in prop::collection::vec((0..40_i64, 0..3_u8, prop::bool::ANY), 1..14), seed in prop::collection::vec(0..1_000_u32, 14)) {
            let turns: Vec<Turn> = turns.into_iter().map(|(at, bit, on)| Turn { at, bit, on }).collect();
            let mut mixed: Vec<(u32, Turn)> = seed.iter().copied().zip(turns.iter().copied()).collect();
            mixed.sort();
            let mut in_order = turns.clone();
            in_order.sort_unstable();
            let play = |turns: Vec<Turn>| {
                let (mut series, mut standing) = (Series::default(), Vec::new());
                for turn in turns.iter().chain(&turns) {
                    apply(&mut standing, series.put(AlertKind::Tampered, *turn).unwrap_or_default());
                }
                let mut since: Vec<i64> = standing.iter().map(|(since, _)| *since).collect();
                since.dedup();
                (since, series.holds())
            };
            prop_assert_eq!(play(mixed.into_iter().map(|(_, turn)| turn).collect()), play(in_order));
        }
    }

    #[test]
    fn a_long_series_forgets_what_is_over_and_keeps_what_is_open() {
        let mut series = Series::default();
        let mut raised = 0;
        for at in 0..200_i64 {
            let turn = Turn { at, bit: 0, on: at % 2 == 0 };
            raised += series
                .put(AlertKind::Battery, turn)
                .unwrap_or_default()
                .iter()
                .filter(|w| matches!(w, Say::Raised(_)))
                .count();
        }
        assert_eq!((raised, series.holds()), (100, false));
        assert!(series.turns.len() <= MOST);
    }
}
