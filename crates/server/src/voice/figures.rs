//! How the sound of a handset arrives: received, lost, jitter (RFC 3550, 6.4.1 and A.8), level, since when silent.
//!
//! Shown to who listens, and never logged. Never here: what was said.

use core::time::Duration;

/// Ticks of the clock of Opus in a second.
const TICKS: f64 = 48_000.0;

/// The figures of one connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    first: Option<u64>,
    highest: u64,
    received: u64,
    /// Transit of the last packet and the mean deviation, in ticks.
    transit: Option<f64>,
    jitter: f64,
    level: Option<i8>,
    last_at: Duration,
}

/// What they say at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    /// Packets that came.
    pub(super) received: u64,
    /// Packets that did not come, or not yet.
    pub(super) lost: u64,
    /// Mean deviation of the time on the way, milliseconds.
    pub(super) jitter_ms: f64,
    /// Of the last packet: 0 is the loudest, -127 is digital silence; `None` when the handset does not say.
    pub(super) level_dbov: Option<i8>,
    /// Since the last packet, milliseconds.
    pub(super) silent_ms: u64,
}

impl Figures {
    /// Counts a packet: its number and its place in the clock, both counted on, and when it came.
    pub(super) fn take(&mut self, number: u64, clock: u64, level: Option<i8>, at: Duration) {
        let first = *self.first.get_or_insert(number);
        if number < first {
            self.first = Some(number);
        }
        self.highest = self.highest.max(number);
        self.received += 1;
        #[expect(clippy::cast_precision_loss, reason = "ticks of a call fit into 52 bits")]
        let transit = at.as_secs_f64() * TICKS - clock as f64;
        if let Some(before) = self.transit {
            self.jitter += ((transit - before).abs() - self.jitter) / 16.0;
        }
        self.transit = Some(transit);
        self.level = level.or(self.level);
        self.last_at = at;
    }

    /// `None` before the first packet.
    pub(super) fn reading(&self, at: Duration) -> Option<Reading> {
        let expected = self.highest - self.first? + 1;
        Some(Reading {
            received: self.received,
            lost: expected.saturating_sub(self.received),
            jitter_ms: self.jitter * 1_000.0 / TICKS,
            level_dbov: self.level,
            silent_ms: u64::try_from(at.saturating_sub(self.last_at).as_millis()).unwrap_or(u64::MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn what_comes_late_is_not_lost_and_what_does_not_come_is() {
        let mut figures = Figures::default();
        assert_eq!(figures.reading(ms(1)), None);
        for (number, at) in [(10, 0), (11, 20), (14, 80), (12, 85)] {
            figures.take(number, number * 960, Some(-30), ms(at));
        }
        let reading = figures.reading(ms(100)).unwrap();
        assert_eq!((reading.received, reading.lost), (4, 1));
        assert_eq!((reading.level_dbov, reading.silent_ms), (Some(-30), 15));
    }

    #[test]
    fn a_steady_stream_has_no_jitter_and_a_swinging_one_nears_its_swing() {
        let (mut steady, mut swinging) = (Figures::default(), Figures::default());
        for n in 0..500 {
            steady.take(n, n * 960, None, ms(n * 20));
            swinging.take(n, n * 960, None, ms(n * 20 + (n % 2) * 10));
        }
        assert!(steady.reading(ms(10_000)).unwrap().jitter_ms < 0.01);
        let jitter = swinging.reading(ms(10_000)).unwrap().jitter_ms;
        assert!((jitter - 10.0).abs() < 0.5, "{jitter}");
    }
}
