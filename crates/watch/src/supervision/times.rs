//! When silence is an alert and when an open alert grows older. Configuration, checked once.

use core::fmt;
use core::time::Duration;
use hoeder_vocab::UtcMillis;
use hoeder_vocab::handset::SupervisionClass;

/// The last step of the ageing ladder; an alert stays on it, open, until a person closes it.
pub const LAST_LEVEL: u8 = u8::MAX;

/// The times of one class of handsets; [`WatchTimes::of_class`] gives those of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WatchTimes {
    /// No heartbeat for this long: silent. Several missed heartbeats, never one (ATS-03). It is the time of the class.
    pub dead_man: Duration,
    /// No daily report for this long: missing. A day and two hours, for phones that sleep.
    pub daily_report: Duration,
    /// The button unlinked for this long: an alert. Shorter breaks of the radio link are ordinary. With a short class it
    /// is shorter, so that the fault is reported within the class whatever one heartbeat too few says.
    pub unlink_grace: Duration,
    /// An alert this old reaches level 1, 2, 3, 4.
    pub ageing: [Duration; 4],
    /// After level 4, one more level after each such span, up to [`LAST_LEVEL`].
    pub ageing_then: Duration,
}

impl Default for WatchTimes {
    fn default() -> Self {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        Self {
            dead_man: SupervisionClass::M3.within(),
            daily_report: Duration::from_secs(26 * HOUR),
            unlink_grace: Duration::from_secs(10 * MINUTE),
            ageing: [
                Duration::from_secs(15 * MINUTE),
                Duration::from_secs(HOUR),
                Duration::from_secs(4 * HOUR),
                Duration::from_secs(24 * HOUR),
            ],
            ageing_then: Duration::from_secs(24 * HOUR),
        }
    }
}

/// Why a set of times is not acceptable. Names the field of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchTimesError {
    /// Shorter than ten seconds: one lost packet would be an alert.
    TooShort(&'static str),
    /// Longer than a week: a dead device would stay unseen.
    TooLong(&'static str),
    /// Each ageing step must be longer than the one before it.
    NotIncreasing,
}

impl fmt::Display for WatchTimesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(field) => write!(f, "{field} must be at least ten seconds"),
            Self::TooLong(field) => write!(f, "{field} must be at most a week"),
            Self::NotIncreasing => f.write_str("each step of ageing must be longer than the one before it"),
        }
    }
}

impl core::error::Error for WatchTimesError {}

const SHORTEST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

impl WatchTimes {
    /// Are these times usable?
    ///
    /// # Errors
    /// The first field that is not.
    pub fn validate(&self) -> Result<(), WatchTimesError> {
        let [first, second, third, fourth] = self.ageing;
        let fields = [
            ("dead_man", self.dead_man),
            ("daily_report", self.daily_report),
            ("unlink_grace", self.unlink_grace),
            ("ageing", first),
            ("ageing", fourth),
            ("ageing_then", self.ageing_then),
        ];
        for (name, time) in fields {
            if time < SHORTEST {
                return Err(WatchTimesError::TooShort(name));
            }
            if time > LONGEST {
                return Err(WatchTimesError::TooLong(name));
            }
        }
        if first < second && second < third && third < fourth {
            Ok(())
        } else {
            Err(WatchTimesError::NotIncreasing)
        }
    }

    /// The times of a handset of this class (T-ARC-3): a fault is reported within it, whether the handset falls silent or
    /// says with its next heartbeat that the button is gone.
    #[must_use]
    pub fn of_class(self, class: SupervisionClass) -> Self {
        let unlink_grace = self.unlink_grace.min(class.heartbeat_every());
        Self { dead_man: class.within(), unlink_grace, ..self }
    }

    /// How old an alert is when it reaches a level; zero for level 0.
    #[must_use]
    pub fn age_of(&self, level: u8) -> Duration {
        let [first, second, third, fourth] = self.ageing;
        match level {
            0 => Duration::ZERO,
            1 => first,
            2 => second,
            3 => third,
            4 => fourth,
            5.. => fourth.saturating_add(self.ageing_then.saturating_mul(u32::from(level - 4))),
        }
    }

    /// The highest level that an alert opened then has reached now.
    #[must_use]
    pub fn level(&self, opened_at: UtcMillis, now: UtcMillis) -> u8 {
        let age = now.since(opened_at);
        (1..=LAST_LEVEL).take_while(|level| self.age_of(*level) <= age).last().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_times_are_acceptable_and_miss_several_heartbeats() {
        let times = WatchTimes::default();
        assert_eq!(times.validate(), Ok(()));
        for class in SupervisionClass::ALL {
            let of_class = times.of_class(class);
            assert_eq!(of_class.dead_man, class.heartbeat_every() * SupervisionClass::POLLS);
            assert!(of_class.unlink_grace <= class.heartbeat_every());
        }
    }

    #[test]
    fn an_alert_ages_in_steps_and_then_daily_and_stays_on_the_last_level() {
        let times = WatchTimes::default();
        let opened = UtcMillis::from_unix_ms(0);
        let level_after = |minutes: u64| times.level(opened, opened.plus(Duration::from_secs(60 * minutes)));
        assert_eq!(
            [0, 14, 15, 59, 60, 239, 240, 1439, 1440, 2879, 2880, 4320].map(level_after),
            [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6]
        );
        assert_eq!(level_after(10 * 365 * 24 * 60), LAST_LEVEL);
    }

    #[test]
    fn times_that_would_cry_at_one_lost_packet_or_never_are_refused() {
        let short = WatchTimes { dead_man: Duration::from_secs(9), ..WatchTimes::default() };
        assert_eq!(short.validate(), Err(WatchTimesError::TooShort("dead_man")));
        let long = WatchTimes { daily_report: Duration::MAX, ..WatchTimes::default() };
        assert_eq!(long.validate(), Err(WatchTimesError::TooLong("daily_report")));
        let flat = WatchTimes { ageing: [Duration::from_secs(60); 4], ..WatchTimes::default() };
        assert_eq!(flat.validate(), Err(WatchTimesError::NotIncreasing));
    }
}
