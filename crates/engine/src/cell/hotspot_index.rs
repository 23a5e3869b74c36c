//! Every hotspot in memory, and three indexes by which one is found: number, words of the address, place (AL-21).
//!
//! Exact: what fits is found, what does not is not. Never here: who may look, and what is written down about it.

use super::words::words;
use crate::hotspot::{Hotspot, HotspotState};
use core::fmt;
use hoeder_geo::distance;
use hoeder_vocab::{HotspotId, Metres, Position, Purpose, UtcMillis, ZoneId};
use std::collections::{BTreeMap, BTreeSet};

/// Most that one look-up gives.
pub(super) const MAX_FOUND: usize = 20;

/// Side of a square of the grid, in units of 1e-7 degree: about 1.1 km by 0.7 km.
const SQUARE: i32 = 100_000;
/// More units of 1e-7 degree than there are in a metre of latitude (89.93).
const UNITS_PER_METRE: i32 = 90;

#[derive(Debug)]
struct Kept {
    spot: Hotspot,
    words: Words,
    state: HotspotState,
}

/// The words of an address: personal data, so they are not printed.
struct Words(Vec<String>);

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sensitive]")
    }
}

/// The hotspots of a cell.
#[derive(Default)]
pub(super) struct HotspotIndex {
    kept: BTreeMap<HotspotId, Kept>,
    numbers: BTreeSet<(String, HotspotId)>,
    words: BTreeSet<(String, HotspotId)>,
    places: BTreeSet<(i32, i32, HotspotId)>,
    ends: BTreeSet<(UtcMillis, HotspotId)>,
}

impl fmt::Debug for HotspotIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HotspotIndex[{} hotspots]", self.kept.len())
    }
}

/// Who asks, and when.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    /// In which zones one may find.
    pub(super) reaches: &'a dyn Fn(ZoneId) -> bool,
    /// When.
    pub(super) now: UtcMillis,
}

/// What was found, best first, at most [`MAX_FOUND`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hits {
    /// Which, with the distance in metres where it was found by place.
    pub(super) found: Vec<(HotspotId, u32)>,
    /// Are there more than these?
    pub(super) more: bool,
    /// How many entries of an index were looked at: the work that was done.
    pub(super) compared: usize,
}

/// Keeps the best and counts the rest.
struct Best<K> {
    best: BTreeSet<(K, HotspotId)>,
    more: bool,
}

impl<K: Ord> Best<K> {
    const fn new() -> Self {
        Self { best: BTreeSet::new(), more: false }
    }
    fn add(&mut self, key: K, id: HotspotId) {
        self.best.insert((key, id));
        if self.best.len() > MAX_FOUND {
            self.best.pop_last();
            self.more = true;
        }
    }
    fn hits(self, compared: usize, distance: impl Fn(&K) -> u32) -> Hits {
        let found = self.best.into_iter().map(|(key, id)| (id, distance(&key))).collect();
        Hits { found, more: self.more, compared }
    }
}

impl HotspotIndex {
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// The hotspot, as long as it is found.
    pub(super) fn active(&self, id: HotspotId) -> Option<&Hotspot> {
        self.kept.get(&id).filter(|kept| kept.state == HotspotState::Active).map(|kept| &kept.spot)
    }

    pub(super) fn get(&self, id: HotspotId) -> Option<(&Hotspot, HotspotState)> {
        self.kept.get(&id).map(|kept| (&kept.spot, kept.state))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&Hotspot, HotspotState)> {
        self.kept.values().map(|kept| (&kept.spot, kept.state))
    }

    /// When the next last day is over.
    pub(super) fn next_end(&self) -> Option<UtcMillis> {
        self.ends.first().map(|(at, _)| *at)
    }

    /// Those whose last day is over, the longest over first.
    pub(super) fn over(&self, now: UtcMillis) -> impl Iterator<Item = HotspotId> {
        self.ends.iter().take_while(move |(at, _)| *at <= now).map(|(_, id)| *id)
    }

    pub(super) fn put(&mut self, spot: Hotspot) {
        self.unlist(spot.id);
        let id = spot.id;
        let found = spot.address.as_ref().map(|a| words(a.reveal(Purpose::Transport))).unwrap_or_default();
        self.words.extend(found.iter().map(|word| (word.clone(), id)));
        if let Some(number) = &spot.number {
            self.numbers.insert((number.reveal(Purpose::Transport).clone(), id));
        }
        if let Some(position) = &spot.position {
            let (row, column) = square(*position.reveal(Purpose::Transport));
            self.places.insert((row, column, id));
        }
        self.ends.insert((spot.expires_at, id));
        self.kept.insert(id, Kept { spot, words: Words(found), state: HotspotState::Active });
    }

    pub(super) fn end(&mut self, id: HotspotId) {
        self.unlist(id);
        if let Some(kept) = self.kept.get_mut(&id) {
            kept.state = HotspotState::Ended;
        }
    }

    /// Takes everything personal out of memory. What stays: its zone and that it was there.
    pub(super) fn wipe(&mut self, id: HotspotId) {
        self.end(id);
        if let Some(kept) = self.kept.get_mut(&id) {
            kept.spot.address = None;
            kept.spot.number = None;
            kept.spot.position = None;
            kept.spot.instructions = hoeder_vocab::Sensitive::default();
        }
    }

    /// Takes it out of the indexes.
    fn unlist(&mut self, id: HotspotId) {
        let Some(kept) = self.kept.get_mut(&id) else { return };
        for word in core::mem::take(&mut kept.words.0) {
            self.words.remove(&(word, id));
        }
        if let Some(number) = &kept.spot.number {
            self.numbers.remove(&(number.reveal(Purpose::Transport).clone(), id));
        }
        if let Some(position) = &kept.spot.position {
            let (row, column) = square(*position.reveal(Purpose::Transport));
            self.places.remove(&(row, column, id));
        }
        self.ends.remove(&(kept.spot.expires_at, id));
    }

    /// Found now, by this person?
    fn counts(&self, id: HotspotId, asking: Asking<'_>) -> Option<&Kept> {
        let kept = self.kept.get(&id)?;
        let found = kept.state == HotspotState::Active
            && asking.now < kept.spot.expires_at
            && (asking.reaches)(kept.spot.zone);
        found.then_some(kept)
    }

    /// By the whole number.
    pub(super) fn by_number(&self, number: &str, asking: Asking<'_>) -> Hits {
        let from = (number.to_owned(), HotspotId::from_u128(0));
        let mut best = Best::new();
        let mut compared = 0;
        for (_, id) in self.numbers.range(from..).take_while(|(known, _)| known == number) {
            compared += 1;
            if self.counts(*id, asking).is_some() {
                best.add((), *id);
            }
        }
        best.hits(compared, |()| 0)
    }

    /// By the beginnings of words, all of them. The word with the fewest entries leads: the lists are walked side by side,
    /// and the first that ends is the shortest.
    pub(super) fn by_words(&self, text: &str, asking: Asking<'_>) -> Hits {
        let mut asked = words(text);
        asked.sort();
        asked.dedup();
        let mut compared = 0;
        let mut lists: Vec<(_, Vec<HotspotId>)> =
            asked.iter().map(|word| (self.beginning_with(word), Vec::new())).collect();
        let mut shortest = 'race: loop {
            if lists.is_empty() {
                return Hits::default();
            }
            for (list, seen) in &mut lists {
                let Some(id) = list.next() else { break 'race core::mem::take(seen) };
                compared += 1;
                seen.push(id);
            }
        };
        // Two words of one address may begin alike.
        shortest.sort_unstable();
        shortest.dedup();
        let mut best = Best::new();
        for id in shortest {
            compared += 1;
            let Some(kept) = self.counts(id, asking) else { continue };
            if asked.iter().all(|word| kept.words.0.iter().any(|known| known.starts_with(word))) {
                best.add(&kept.words.0, id);
            }
        }
        best.hits(compared, |_| 0)
    }

    fn beginning_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = HotspotId> + 'a {
        self.words
            .range((word.to_owned(), HotspotId::from_u128(0))..)
            .take_while(move |(known, _)| known.starts_with(word))
            .map(|(_, id)| *id)
    }

    /// By place: those whose circle, widened by `slack`, holds the position. Not across the 180th meridian.
    pub(super) fn near(&self, position: Position, slack_m: u16, asking: Asking<'_>) -> Hits {
        let reach = i32::from(crate::hotspot::MAX_RADIUS_M) + i32::from(slack_m);
        let tall = reach * UNITS_PER_METRE;
        let wide = widened(tall, position);
        let rows = squares(position.lat_e7(), tall);
        let (west, east) = squares(position.lon_e7(), wide).into_inner();
        let mut best = Best::new();
        let mut compared = 0;
        for row in rows {
            let line = (row, west, HotspotId::from_u128(0))..=(row, east, HotspotId::from_u128(u128::MAX));
            for (_, _, id) in self.places.range(line) {
                compared += 1;
                let Some(kept) = self.counts(*id, asking) else { continue };
                let Some(place) = &kept.spot.position else { continue };
                let far = distance(position, *place.reveal(Purpose::AlarmHandling));
                if far.0 <= f64::from(kept.spot.radius_m) + f64::from(slack_m) {
                    best.add(whole(far), *id);
                }
            }
        }
        best.hits(compared, |far| *far)
    }
}

const fn square(position: Position) -> (i32, i32) {
    (position.lat_e7().div_euclid(SQUARE), position.lon_e7().div_euclid(SQUARE))
}

/// The squares from so many units below to so many above.
fn squares(at: i32, span: i32) -> core::ops::RangeInclusive<i32> {
    at.saturating_sub(span).div_euclid(SQUARE)..=at.saturating_add(span).div_euclid(SQUARE)
}

/// A degree of longitude is shorter than one of latitude: how many units the same length has there.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float is cut at the ends of i32: then every square counts"
)]
fn widened(units: i32, at: Position) -> i32 {
    (f64::from(units) / at.lat().to_radians().cos().max(1e-6) * 1.01).ceil() as i32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on earth is between 0 and 20,015,115 m"
)]
fn whole(length: Metres) -> u32 {
    length.0.round() as u32
}

#[cfg(test)]
mod tests;
