//! The fixes of both sides of a pair in one order: by time, then side, then place.
//!
//! Never here: judging.

use super::dot::{Dot, Key};
use hoeder_vocab::Position;

/// Where a fix of a side stands in the order of a pair.
pub(super) type PairKey = (i64, usize, Position, u32);

pub(super) const fn pair_key(side: usize, key: Key) -> PairKey {
    (key.0, side, key.1, key.2)
}

/// All fixes after `after`, of two lists that are each in order.
pub(super) struct Merged<'a> {
    rest: [&'a [Dot]; 2],
}

impl<'a> Merged<'a> {
    pub(super) fn after(lists: [&'a [Dot]; 2], after: PairKey) -> Self {
        let [a, b] = lists;
        let cut = |side: usize, dots: &'a [Dot]| {
            let from = dots.iter().position(|dot| pair_key(side, dot.key()) > after).unwrap_or(dots.len());
            dots.get(from..).unwrap_or_default()
        };
        Self { rest: [cut(0, a), cut(1, b)] }
    }
}

impl<'a> Iterator for Merged<'a> {
    type Item = (usize, &'a Dot);

    fn next(&mut self) -> Option<Self::Item> {
        let [a, b] = self.rest;
        let side = match (a.first(), b.first()) {
            (None, None) => return None,
            (Some(_), None) => 0,
            (None, Some(_)) => 1,
            (Some(a), Some(b)) => usize::from(pair_key(1, b.key()) < pair_key(0, a.key())),
        };
        let rest = self.rest.get_mut(side)?;
        let (first, after) = rest.split_first()?;
        *rest = after;
        Some((side, first))
    }
}
