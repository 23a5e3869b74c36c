//! How often a recording is cut, and where packets go that follow a loss without a cut.
//!
//! Each cut is a record in the log. A microphone that comes and goes is cut so often at most; beyond that its losses are kept as
//! what they are, places without packets, within the same segment. Never here: sound that is left out.

use super::Packet;
use core::time::Duration;
use hoeder_vocab::UtcMillis;

/// Cuts in a row.
const CUTS: u32 = 20;
/// One more after this long.
const EVERY: Duration = Duration::from_secs(10);
/// Steps of the sender's clock in a millisecond.
const STEPS_OF_MS: u64 = 48;
/// The usual packet: 20 ms.
const FRAME: u64 = 960;

/// The cuts of a recording that are left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cuts {
    left: u32,
    counted: Option<UtcMillis>,
}

impl Cuts {
    pub(super) const fn new() -> Self {
        Self { left: CUTS, counted: None }
    }

    /// May it be cut now?
    pub(super) fn take(&mut self, now: UtcMillis) -> bool {
        let since = now.since(*self.counted.get_or_insert(now));
        let more = u32::try_from(since.as_millis() / EVERY.as_millis()).unwrap_or(u32::MAX);
        if more > 0 {
            self.left = self.left.saturating_add(more).min(CUTS);
            self.counted = Some(now);
        }
        let may = self.left > 0;
        self.left = self.left.saturating_sub(1);
        may
    }
}

/// The places of packets, brought on over a loss that is no cut: a sender who comes back may count from anywhere.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places {
    /// Where and when the last one was.
    last: Option<(u64, UtcMillis)>,
    shift: u64,
    lost: bool,
}

impl Places {
    /// What comes next does not follow by its own clock.
    pub(super) const fn lose(&mut self) {
        self.lost = true;
    }

    /// What comes next begins anew.
    pub(super) const fn begin(&mut self) {
        *self = Self { last: None, shift: 0, lost: false };
    }

    /// A packet in its place.
    pub(super) fn place(&mut self, mut packet: Packet) -> Packet {
        if core::mem::take(&mut self.lost)
            && let Some((clock, at)) = self.last
        {
            let after = u64::try_from(packet.received_at.since(at).as_millis()).unwrap_or(u64::MAX);
            let place = clock.saturating_add(after.saturating_mul(STEPS_OF_MS).max(FRAME));
            self.shift = place.wrapping_sub(packet.clock);
        }
        packet.clock = packet.clock.wrapping_add(self.shift);
        if self.last.is_none_or(|(clock, _)| packet.clock > clock) {
            self.last = Some((packet.clock, packet.received_at));
        }
        packet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> UtcMillis {
        UtcMillis::from_unix_ms(1_795_000_000_000).plus(Duration::from_millis(ms))
    }

    fn packet(ms: u64, clock: u64) -> Packet {
        Packet { received_at: at(ms), clock, opus: vec![0xF8, 1] }
    }

    #[test]
    fn a_microphone_that_flaps_is_cut_twenty_times_and_then_each_ten_seconds() {
        let mut cuts = Cuts::new();
        let made = (0..3_600_u64).filter(|second| cuts.take(at(second * 1_000))).count();
        assert!((370..=380).contains(&made), "{made} cuts in an hour");
    }

    #[test]
    fn what_comes_after_a_loss_without_a_cut_lies_as_far_on_as_it_came_later() {
        let mut places = Places::default();
        assert_eq!(places.place(packet(0, 7_000)).clock, 7_000);
        assert_eq!(places.place(packet(20, 7_960)).clock, 7_960);
        places.lose();
        // Another sender's clock, three seconds later, near its end.
        assert_eq!(places.place(packet(3_020, u64::MAX - 100)).clock, 7_960 + 3_000 * 48);
        assert_eq!(places.place(packet(3_040, 859)).clock, 7_960 + 3_000 * 48 + 960);
        places.lose();
        assert_eq!(places.place(packet(3_040, 5)).clock, 7_960 + 3_000 * 48 + 1_920, "never onto another");
        places.begin();
        assert_eq!(places.place(packet(4_000, 5)).clock, 5);
    }
}
