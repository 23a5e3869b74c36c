//! The window over a handset's counters: each one is accepted once, also out of order, down to 64 behind the newest.
//!
//! Never here: which handset, the signature (only a verified counter may enter), storage.

/// How far behind the newest a counter may come in.
pub const WINDOW: u64 = 64;

/// What a counter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Freshness {
    /// Never seen: go on.
    Fresh,
    /// Seen before.
    Replayed,
    /// More than [`WINDOW`] behind the newest, so that nobody can tell; or zero, which is no counter.
    Stale,
}

/// The counters seen of one handset. 16 bytes, however many messages come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReplayWindow {
    /// 0 when none was seen.
    newest: u64,
    /// Bit n: was `newest - 1 - n` seen?
    seen: u64,
}

impl ReplayWindow {
    /// No counter seen.
    #[must_use]
    pub const fn new() -> Self {
        Self { newest: 0, seen: 0 }
    }
    /// After a restart that remembers only the newest counter: all before it count as seen.
    #[must_use]
    pub const fn resume(newest: u64) -> Self {
        Self { newest, seen: u64::MAX }
    }
    /// The newest counter seen; 0 when none was.
    #[must_use]
    pub const fn newest(&self) -> u64 {
        self.newest
    }
    /// What this counter is, without taking it in.
    #[must_use]
    pub fn check(&self, counter: u64) -> Freshness {
        if counter == 0 {
            return Freshness::Stale;
        }
        match self.newest.checked_sub(counter) {
            None => Freshness::Fresh,
            Some(0) => Freshness::Replayed,
            Some(behind) if behind > WINDOW => Freshness::Stale,
            Some(behind) if self.seen & bit(behind) == 0 => Freshness::Fresh,
            Some(_) => Freshness::Replayed,
        }
    }
    /// What this counter is; a fresh one is taken in, and is replayed from now on.
    pub fn accept(&mut self, counter: u64) -> Freshness {
        let freshness = self.check(counter);
        if freshness == Freshness::Fresh {
            match counter.checked_sub(self.newest) {
                Some(ahead) => {
                    let shifted = shift(self.seen, ahead);
                    self.seen = if self.newest == 0 { shifted } else { shifted | bit(ahead) };
                    self.newest = counter;
                }
                None => self.seen |= bit(self.newest - counter),
            }
        }
        freshness
    }
}

/// The bit of the counter that lies `behind` (1 to 64) the newest; none for others.
fn bit(behind: u64) -> u64 {
    behind.checked_sub(1).map_or(0, |place| shift(1, place))
}

/// `bits << places`, and zero when all fall off.
fn shift(bits: u64, places: u64) -> u64 {
    u32::try_from(places).ok().and_then(|places| bits.checked_shl(places)).unwrap_or(0)
}
