//! The machine's own sense of time: it only ever moves forward, whatever the phone's clock does.
//!
//! A phone's clock is set by networks and by hand. Deadlines in wall time would sleep for an hour after a step back of
//! an hour; deadlines here are in ticks. Never here: reading a clock.

use core::time::Duration;
use hoeder_vocab::UtcMillis;

/// Milliseconds that the machine has lived through since it was made. Never runs back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Tick(u64);

impl Tick {
    pub(crate) fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    pub(crate) fn plus(self, duration: Duration) -> Self {
        self.plus_ms(millis(duration))
    }
    /// The moment that much earlier; the beginning instead of before it.
    pub(crate) fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(millis(duration)))
    }
    /// Milliseconds since `earlier`; 0 when it is not earlier.
    pub(crate) fn since_ms(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Whole milliseconds of a duration; stays at the largest number instead of wrapping.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Turns the wall time of each call into ticks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    wall: UtcMillis,
    tick: Tick,
}

impl Clock {
    pub(crate) fn starting_at(now: UtcMillis) -> Self {
        Self { wall: now, tick: Tick::default() }
    }
    /// A step forward is lived through; a step back takes no time.
    pub(crate) fn advance(&mut self, now: UtcMillis) {
        self.tick = self.tick.plus(now.since(self.wall));
        self.wall = now;
    }
    pub(crate) fn wall(&self) -> UtcMillis {
        self.wall
    }
    pub(crate) fn tick(&self) -> Tick {
        self.tick
    }
    /// When a tick will be by the wall; the present for one that has passed.
    pub(crate) fn wall_at(&self, tick: Tick) -> UtcMillis {
        self.wall.plus(Duration::from_millis(tick.since_ms(self.tick)))
    }
    /// When a wall time will be in ticks; the present for one that has passed.
    pub(crate) fn tick_at(&self, wall: UtcMillis) -> Tick {
        self.tick.plus(wall.since(self.wall))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_back_neither_stops_nor_rewinds_the_machine() {
        let at = UtcMillis::from_unix_ms;
        let mut clock = Clock::starting_at(at(1_000_000));
        clock.advance(at(1_000_500));
        let due = clock.tick().plus_ms(1_000);
        clock.advance(at(100));
        assert_eq!(clock.wall_at(due), at(1_100));
        clock.advance(at(1_100));
        assert_eq!(clock.tick(), due);
    }
}
