//! The last fixes of each carrier in order, so that a late one is put in its place among them (T-NIJ-8).
//!
//! Never here: judging.

use super::dot::{Dot, Key, Moment, NOWHERE, Small};
use hoeder_vocab::Position;

/// Fixes of one carrier that are kept: late ones are put in their place among these.
pub(super) const KEPT: usize = 8;

/// The last fixes of one carrier, oldest first: in a ring of small ones, or whole where one of them does not fit.
#[derive(Debug, Clone)]
pub(super) struct Recent {
    /// From which the small ones count.
    moment: Moment,
    /// The newest of those that were let go; its time is never where none was.
    gone: (Moment, Position, u32),
    small: [Small; KEPT],
    /// Where the oldest of the small ones lies.
    first: u8,
    len: u8,
    #[expect(clippy::box_collection, reason = "seldom there, and a pointer of 8 bytes while it is not")]
    whole: Option<Box<Vec<Dot>>>,
}

/// Where a fix came to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// After all others.
    Newest,
    /// Among the others.
    Between,
    /// Before all others, of which some are no longer kept.
    Before,
    /// It was there.
    Twice,
}

impl Recent {
    pub(super) const fn new() -> Self {
        Self {
            moment: Moment::NEVER,
            gone: (Moment::NEVER, NOWHERE, 0),
            small: [Small::NOTHING; KEPT],
            first: 0,
            len: 0,
            whole: None,
        }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }

    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<Dot> {
        if number >= self.len() {
            return None;
        }
        match &self.whole {
            Some(whole) => whole.get(number).copied(),
            None => self.small.get(self.slot(number)).map(|small| small.dot(self.moment.ms())),
        }
    }

    #[inline]
    fn slot(&self, number: usize) -> usize {
        (usize::from(self.first) + number) % KEPT
    }

    #[inline]
    pub(super) fn dots(&self) -> impl Iterator<Item = Dot> {
        (0..self.len()).map_while(|number| self.get(number))
    }

    #[inline]
    pub(super) fn last(&self) -> Option<Dot> {
        self.get(self.len().checked_sub(1)?)
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.len() == KEPT
    }

    /// Where a fix would lie.
    pub(super) fn place(&self, dot: &Dot) -> Placed {
        let key = dot.key();
        if self.last().is_none_or(|last| last.key() < key) {
            Placed::Newest
        } else if self.dots().any(|other| other.key() == key) {
            Placed::Twice
        } else if self.is_full() && self.get(0).is_some_and(|first| key < first.key()) {
            Placed::Before
        } else {
            Placed::Between
        }
    }

    /// The newest of those that were let go; all that are kept come after it.
    pub(super) fn gone(&self) -> Option<Key> {
        let (at, position, accuracy) = self.gone;
        (at.ms() != Moment::NEVER.ms()).then_some((at.ms(), position, accuracy))
    }

    /// Lets go of the oldest.
    pub(super) fn drop_oldest(&mut self) {
        let Some(oldest) = self.get(0) else { return };
        let (at, position, accuracy) = oldest.key();
        self.gone = (Moment::new(at), position, accuracy);
        if self.whole.is_some() {
            let rest: Vec<Dot> = self.dots().skip(1).collect();
            self.keep(rest);
            return;
        }
        self.first = u8::try_from(self.slot(1)).unwrap_or(0);
        self.len -= 1;
    }

    /// Puts a fix in its place; there is room.
    pub(super) fn put(&mut self, dot: Dot) {
        if self.is_full() {
            return;
        }
        let newest = self.last().is_none_or(|last| last.key() < dot.key());
        let small = Small::of(&dot, self.moment.ms()).filter(|_| newest && self.whole.is_none());
        if let Some(small) = small {
            let at = self.slot(self.len());
            if let Some(slot) = self.small.get_mut(at) {
                *slot = small;
                self.len += 1;
            }
            return;
        }
        let mut all: Vec<Dot> = self.dots().collect();
        let at = all.iter().position(|other| dot.key() < other.key()).unwrap_or(all.len());
        all.insert(at, dot);
        self.keep(all);
    }

    /// Keeps these, small if all fit.
    fn keep(&mut self, all: Vec<Dot>) {
        let moment = all.first().map_or(Moment::NEVER.ms(), |first| first.at);
        (self.moment, self.first) = (Moment::new(moment), 0);
        self.len = u8::try_from(all.len()).unwrap_or(0);
        let fit = self.small.iter_mut().zip(&all).all(|(slot, dot)| {
            let small = Small::of(dot, moment);
            *slot = small.unwrap_or(Small::NOTHING);
            small.is_some()
        });
        self.whole = (!fit).then(|| Box::new(all));
    }

    /// Bytes that it takes besides its own.
    pub(super) fn more_bytes(&self) -> usize {
        self.whole.as_ref().map_or(0, |whole| size_of_val(&**whole) + size_of_val(whole.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::FixSettings;
    use super::*;
    use hoeder_vocab::tracking::{Motion, TrackFix};
    use hoeder_vocab::{Decimetres, FixSource, FixedAt, ReceivedAt, UtcMillis};
    use proptest::prelude::*;

    fn dot((at, lag, accuracy): (i64, i64, u32)) -> Dot {
        let fixed = 1_795_000_000_000 + at;
        let fix = TrackFix {
            position: Position::from_e7(510_543_000, 37_250_000).unwrap_or(NOWHERE),
            accuracy: Some(Decimetres(accuracy)),
            fixed_at: FixedAt(UtcMillis::from_unix_ms(fixed)),
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: Some(7),
            motion: Motion::Still,
        };
        Dot::new(&fix, ReceivedAt(UtcMillis::from_unix_ms(fixed + lag)), &FixSettings::default())
    }

    proptest! {
        /// Small or whole, in a ring or not: the newest eight in order, as a plain list keeps them.
        #[test]
        fn the_last_fixes_are_kept_as_a_list_keeps_them(turns in prop::collection::vec((prop_oneof![0..200_i64, 0..8_000_000_000_i64], prop_oneof![0..5_000_i64, -9_000..900_000_i64], prop_oneof![0..300_u32, 0..200_000_u32]), 0..60)) {
            let (mut recent, mut list, mut gone) = (Recent::new(), Vec::<Dot>::new(), None);
            for turn in turns {
                let dot = dot(turn);
                let placed = recent.place(&dot);
                let twice = list.iter().any(|other| other.key() == dot.key());
                let before = list.len() == KEPT && list.first().is_some_and(|first| dot.key() < first.key());
                prop_assert_eq!(placed == Placed::Twice, twice);
                prop_assert_eq!(placed == Placed::Before, before && !twice);
                prop_assert_eq!(placed == Placed::Newest, list.last().is_none_or(|last| last.key() < dot.key()));
                if twice || before {
                    continue;
                }
                if list.len() == KEPT {
                    gone = Some(list.remove(0).key());
                    recent.drop_oldest();
                }
                list.push(dot);
                list.sort_by_key(Dot::key);
                recent.put(dot);
                prop_assert_eq!(recent.dots().collect::<Vec<_>>(), list.clone());
                prop_assert_eq!((recent.last(), recent.gone()), (list.last().copied(), gone));
            }
        }
    }
}
