//! The fixes of both sides of a pair in one order: by time, then side, then place.
//!
//! Never here: judging.

use super::dot::{Dot, Key};
use super::recent::Recent;
use hoeder_vocab::Position;

/// Where a fix of a side stands in the order of a pair.
pub(super) type PairKey = (i64, usize, Position, u32);

pub(super) const fn pair_key(side: usize, key: Key) -> PairKey {
    (key.0, side, key.1, key.2)
}

/// All fixes after `after`, of two lists that are each in order.
pub(super) struct Merged<'a> {
    lists: [Option<&'a Recent>; 2],
    /// The next of each list, and which comes after it.
    next: [(Option<Dot>, usize); 2],
}

impl<'a> Merged<'a> {
    pub(super) fn after(lists: [Option<&'a Recent>; 2], after: PairKey) -> Self {
        let [a, b] = lists;
        let cut = |side: usize, list: Option<&Recent>| {
            let mut at = 0;
            while let Some(dot) = list.and_then(|list| list.get(at)) {
                at += 1;
                if pair_key(side, dot.key()) > after {
                    return (Some(dot), at);
                }
            }
            (None, at)
        };
        Self { lists, next: [cut(0, a), cut(1, b)] }
    }
}

impl Iterator for Merged<'_> {
    type Item = (usize, Dot);

    fn next(&mut self) -> Option<Self::Item> {
        let [(a, _), (b, _)] = &self.next;
        let side = match (a, b) {
            (None, None) => return None,
            (Some(_), None) => 0,
            (None, Some(_)) => 1,
            (Some(a), Some(b)) => usize::from(pair_key(1, b.key()) < pair_key(0, a.key())),
        };
        let list = self.lists.get(side).copied().flatten();
        let (next, after) = self.next.get_mut(side)?;
        let first = next.take()?;
        *next = list.and_then(|list| list.get(*after));
        *after += 1;
        Some((side, first))
    }
}
