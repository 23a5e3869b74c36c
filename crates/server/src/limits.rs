//! How much one source may ask: token buckets, and places for connections. Bounded in memory themselves.

use core::time::Duration;
use hoeder_vocab::UtcMillis;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Sources remembered per set of buckets; at more, the full buckets are forgotten.
const SOURCES: usize = 50_000;
/// Thousandths of one request, so that slow rates stay whole numbers.
const ONE: u64 = 1_000;

/// Token buckets, one a source.
#[derive(Debug)]
pub struct Buckets {
    per_minute: u64,
    burst: u64,
    levels: Mutex<BTreeMap<IpAddr, Level>>,
}

#[derive(Debug, Clone, Copy)]
struct Level {
    left: u64,
    at: UtcMillis,
}

impl Buckets {
    /// So many a minute, and so many at once after a pause.
    #[must_use]
    pub fn new(per_minute: u32, burst: u32) -> Self {
        Self {
            per_minute: u64::from(per_minute),
            burst: u64::from(burst).saturating_mul(ONE),
            levels: Mutex::new(BTreeMap::new()),
        }
    }
    /// Takes one; `false` when there is none left.
    pub fn take(&self, source: IpAddr, now: UtcMillis) -> bool {
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() >= SOURCES && !levels.contains_key(&source) {
            let (per_minute, burst) = (self.per_minute, self.burst);
            levels.retain(|_, level| level.after(now, per_minute, burst) < burst);
            if levels.len() >= SOURCES {
                return false;
            }
        }
        let level = levels.entry(source).or_insert(Level { left: self.burst, at: now });
        *level = Level { left: level.after(now, self.per_minute, self.burst), at: now.max(level.at) };
        if level.left < ONE {
            return false;
        }
        level.left -= ONE;
        true
    }
    /// Is one left? Takes none.
    #[must_use]
    pub fn has(&self, source: IpAddr, now: UtcMillis) -> bool {
        let levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        levels.get(&source).is_none_or(|level| level.after(now, self.per_minute, self.burst) >= ONE)
    }
}

impl Level {
    fn after(self, now: UtcMillis, per_minute: u64, burst: u64) -> u64 {
        let passed = u64::try_from(now.since(self.at).as_millis()).unwrap_or(u64::MAX);
        let gained = passed.saturating_mul(per_minute).saturating_mul(ONE) / 60_000;
        self.left.saturating_add(gained).min(burst)
    }
}

/// A bucket of one handset, inside its own lock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket(Level);

impl Bucket {
    /// Full.
    #[must_use]
    pub(crate) fn new(burst: u32, now: UtcMillis) -> Self {
        Self(Level { left: u64::from(burst).saturating_mul(ONE), at: now })
    }
    /// Takes one; `false` when there is none left.
    pub(crate) fn take(&mut self, per_second: u32, now: UtcMillis) -> bool {
        let per_minute = u64::from(per_second).saturating_mul(60);
        let burst = u64::from(per_second).saturating_mul(10).saturating_mul(ONE);
        self.0 = Level { left: self.0.after(now, per_minute, burst), at: now.max(self.0.at) };
        if self.0.left < ONE {
            return false;
        }
        self.0.left -= ONE;
        true
    }
}

/// Places for connections: in all, and of one source.
#[derive(Debug)]
pub(crate) struct Places {
    all: usize,
    per_source: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_source: BTreeMap<IpAddr, usize>,
}

/// One place; given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    source: IpAddr,
}

impl Places {
    /// So many.
    #[must_use]
    pub(crate) fn new(all: usize, per_source: usize) -> Self {
        Self { all, per_source, taken: Mutex::new(Taken::default()) }
    }
    /// A place for a connection of this source, if there is one.
    #[must_use]
    pub(crate) fn take(self: &Arc<Self>, source: IpAddr) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let here = taken.by_source.get(&source).copied().unwrap_or(0);
        if taken.all >= self.all || here >= self.per_source {
            return None;
        }
        taken.all += 1;
        taken.by_source.insert(source, here + 1);
        drop(taken);
        Some(Place { places: Arc::clone(self), source })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        let left = taken.by_source.get(&self.source).map_or(0, |n| n.saturating_sub(1));
        if left == 0 {
            taken.by_source.remove(&self.source);
        } else {
            taken.by_source.insert(self.source, left);
        }
    }
}

/// How long a burst of ten seconds' worth takes to come back, for `Retry-After`.
pub(crate) const REFILL: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

    fn at(ms: i64) -> UtcMillis {
        UtcMillis::from_unix_ms(ms)
    }

    #[test]
    fn a_source_that_asks_too_much_is_held_up_and_others_are_not() {
        let buckets = Buckets::new(60, 3);
        assert_eq!([0; 4].map(|_| buckets.take(HERE, at(0))), [true, true, true, false]);
        assert!(buckets.take(THERE, at(0)));
        assert!(!buckets.has(HERE, at(999)));
        assert!(buckets.take(HERE, at(1_000)));
        assert!(!buckets.take(HERE, at(1_001)));
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing_away() {
        let buckets = Buckets::new(60, 1);
        assert!(buckets.take(HERE, at(10_000)));
        assert!(!buckets.take(HERE, at(0)));
        assert!(!buckets.take(HERE, at(10_500)));
    }

    #[test]
    fn places_are_given_back() {
        let places = Arc::new(Places::new(3, 2));
        let a = places.take(HERE);
        let b = places.take(HERE);
        assert!(a.is_some() && b.is_some() && places.take(HERE).is_none());
        let c = places.take(THERE);
        assert!(c.is_some() && places.take(THERE).is_none(), "three in all");
        drop(a);
        assert!(places.take(HERE).is_some());
    }
}
