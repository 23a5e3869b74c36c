//! Three kinds of time that must never be mixed up: when the device says it was, when we received it, when the engine decided.
//!
//! All are UTC in whole milliseconds. Never here: reading a clock.

use core::fmt;
use core::time::Duration;
use jiff::Timestamp;

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UtcMillis(i64);

/// A text that is no RFC 3339 time between the years -9999 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time: RFC 3339 such as 2026-11-22T14:05:09.123Z was expected")
    }
}

impl core::error::Error for NotATime {}

impl UtcMillis {
    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }
    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.0
    }
    /// The moment that much later; stays at the end of time instead of wrapping.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }
    /// How long since `earlier`; zero when `earlier` is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
    /// Reads RFC 3339, with any offset; fractions below a millisecond are cut off.
    ///
    /// # Errors
    /// [`NotATime`] for any other text.
    pub fn parse_rfc3339(text: &str) -> Result<Self, NotATime> {
        text.parse::<Timestamp>().map(|t| Self(t.as_millisecond())).map_err(|_| NotATime)
    }
}

impl fmt::Display for UtcMillis {
    /// RFC 3339 in UTC with exactly three decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clamped = self.0.clamp(Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
        match Timestamp::from_millisecond(clamped) {
            Ok(t) => write!(f, "{t:.3}"),
            Err(_) => f.write_str("-"),
        }
    }
}

impl fmt::Debug for UtcMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! kinds_of_time {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub UtcMillis);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0, f) }
        }
    )+};
}

kinds_of_time! {
    /// When the device says that it happened. A device's clock may be wrong by hours: never order or time out by it.
    FixedAt,
    /// When our gateway had the whole message.
    ReceivedAt,
    /// When the engine decided: the `now` of the call that made the event.
    DecidedAt,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc_with_milliseconds_and_read_back() {
        let t = UtcMillis::from_unix_ms(1_795_000_000_007);
        assert_eq!(t.to_string(), "2026-11-18T11:06:40.007Z");
        assert_eq!(UtcMillis::parse_rfc3339(&t.to_string()), Ok(t));
        assert_eq!(UtcMillis::parse_rfc3339("2026-11-18T12:06:40.007+01:00"), Ok(t));
    }

    #[test]
    fn a_text_that_is_no_time_is_refused() {
        for bad in ["", "yesterday", "2026-13-01T00:00:00Z", "2026-11-18 10:26"] {
            assert_eq!(UtcMillis::parse_rfc3339(bad), Err(NotATime), "{bad}");
        }
    }

    #[test]
    fn arithmetic_stays_inside_time() {
        let end = UtcMillis::from_unix_ms(i64::MAX);
        assert_eq!(end.plus(Duration::from_secs(1)), end);
        assert_eq!(UtcMillis::from_unix_ms(0).since(end), Duration::ZERO);
        assert_ne!(end.to_string(), "");
    }
}
