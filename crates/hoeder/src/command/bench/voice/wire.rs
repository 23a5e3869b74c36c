//! A bad network inside the program, for machines whose kernel cannot make one: what it loses, and for how long it keeps the rest.
//!
//! Never here: sockets.

use core::time::Duration;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Instant;

/// One in so many is lost.
const LOST: u64 = 10;
/// The others wait up to so long, evenly: they overtake each other.
const LONGEST_US: u64 = 400_000;

/// Which way a packet goes, and from or to where.
pub(super) enum Way {
    Out(SocketAddr),
    In(SocketAddr),
}

/// Both ways of one end.
pub(super) struct Wire {
    held: BTreeMap<(Instant, u64), (Way, Vec<u8>)>,
    count: u64,
    dice: u64,
}

impl Wire {
    /// The same seed loses the same packets.
    pub(super) const fn new(seed: u64) -> Self {
        // Zero stays zero for ever.
        Self { held: BTreeMap::new(), count: 0, dice: seed | 1 }
    }

    pub(super) fn take(&mut self, way: Way, packet: &[u8], now: Instant) {
        if self.throw().is_multiple_of(LOST) {
            return;
        }
        self.count += 1;
        let due = now + Duration::from_micros(self.throw() % LONGEST_US);
        self.held.insert((due, self.count), (way, packet.to_vec()));
    }

    /// The next that has arrived at its other end.
    pub(super) fn next(&mut self, now: Instant) -> Option<(Way, Vec<u8>)> {
        let first = self.held.first_entry().filter(|first| first.key().0 <= now)?;
        Some(first.remove())
    }

    pub(super) fn next_due(&self) -> Option<Instant> {
        self.held.first_key_value().map(|((due, _), _)| *due)
    }

    /// Marsaglia's xorshift of 64 bits.
    const fn throw(&mut self) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice >> 11
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_ten_is_lost_and_the_rest_waits_and_overtakes() {
        let (mut wire, begin) = (Wire::new(7), Instant::now());
        let to = SocketAddr::from(([127, 0, 0, 1], 9));
        for n in 0..10_000_u32 {
            wire.take(Way::Out(to), &n.to_be_bytes(), begin);
        }
        assert!(wire.next(begin - Duration::from_micros(1)).is_none());
        let late = begin + Duration::from_micros(LONGEST_US);
        let through: Vec<Vec<u8>> =
            std::iter::from_fn(|| wire.next(late)).map(|(_, packet)| packet).collect();
        assert!((8_850..9_150).contains(&through.len()), "{}", through.len());
        assert!(!through.is_sorted());
        assert_eq!(wire.next_due(), None);
    }
}
