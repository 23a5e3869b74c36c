//! What many have alike, kept once under a number: dates of mandates, distances, weeks.
//!
//! Never here: what it means.

use super::guard::place;
use core::fmt::Debug;
use std::collections::BTreeMap;

/// What two have alike when their keys are the same.
pub(super) trait Alike {
    /// All of it that counts, in an order.
    type Key: Ord + Clone + Debug;

    fn key(&self) -> Self::Key;
}

/// Each of them once, with how many have it.
#[derive(Debug, Clone)]
pub(super) struct Shared<T: Alike> {
    all: Vec<(T, u32)>,
    free: Vec<u32>,
    numbers: BTreeMap<T::Key, u32>,
}

impl<T: Alike> Shared<T> {
    pub(super) const fn new() -> Self {
        Self { all: Vec::new(), free: Vec::new(), numbers: BTreeMap::new() }
    }

    /// Its number, for one more that has it.
    pub(super) fn take(&mut self, one: T) -> u32 {
        let key = one.key();
        if let Some(number) = self.numbers.get(&key) {
            if let Some((_, count)) = self.all.get_mut(*number as usize) {
                *count += 1;
            }
            return *number;
        }
        let number = place(&mut self.all, &mut self.free, (one, 1));
        self.numbers.insert(key, number);
        number
    }

    /// One has it no longer.
    pub(super) fn leave(&mut self, number: u32) {
        let Some((one, count)) = self.all.get_mut(number as usize) else { return };
        *count = count.saturating_sub(1);
        if *count == 0 {
            self.numbers.remove(&one.key());
            self.free.push(number);
        }
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize).map(|(one, _)| one)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.all.get_mut(number as usize).map(|(one, _)| one)
    }

    /// Bytes that all of them take, their keys as much as themselves.
    pub(super) const fn bytes(&self) -> usize {
        self.all.len() * (size_of::<(T, u32)>() + size_of::<(T::Key, u32)>())
    }
}

/// From when until when something is watched, in milliseconds; the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    pub(super) from: i64,
    pub(super) until: i64,
}

impl Term {
    /// Never.
    pub(super) const NONE: Self = Self { from: i64::MAX, until: i64::MIN };

    pub(super) fn of(valid: super::order::Validity) -> Self {
        let until = valid.until.map_or(i64::MAX, hoeder_vocab::UtcMillis::unix_ms);
        Self { from: valid.from.unix_ms(), until }
    }

    #[inline]
    pub(super) const fn covers(self, at: i64) -> bool {
        self.from <= at && at < self.until
    }
}

impl Alike for Term {
    type Key = Self;

    fn key(&self) -> Self {
        *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_alike_has_one_number_as_long_as_somebody_has_it(acts in prop::collection::vec((0..6_i64, prop::bool::ANY), 0..200)) {
            let (mut shared, mut held) = (Shared::new(), Vec::<(i64, u32)>::new());
            for (from, take) in acts {
                if take {
                    let number = shared.take(Term { from, until: 9 });
                    prop_assert!(held.iter().all(|(other, n)| (*other == from) == (*n == number)));
                    held.push((from, number));
                } else if let Some((_, number)) = held.pop() {
                    shared.leave(number);
                }
                for (from, number) in &held {
                    prop_assert_eq!(shared.get(*number).map(|term| term.from), Some(*from));
                }
            }
            for (_, number) in held.drain(..) {
                shared.leave(number);
            }
            prop_assert!(shared.numbers.is_empty());
        }
    }
}
