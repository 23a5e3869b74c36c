//! Days, weeks and months as people here live them: Europe/Brussels, with its summer time.
//!
//! Never here: the wall clock (`clock`).

use hoeder_store::Span;
use hoeder_vocab::UtcMillis;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

const HERE: &str = "Europe/Brussels";
/// The rule of the European Union since 1996, should the built-in table not have the name.
const RULE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
/// A hotspot is registered for so long at most (AL-21).
const LONGEST_YEARS: i64 = 2;

fn zone() -> TimeZone {
    TimeZone::get(HERE).or_else(|_| TimeZone::posix(RULE)).unwrap_or(TimeZone::UTC)
}

/// The first moment of a day; `None` outside of time.
fn begins(day: Date) -> Option<UtcMillis> {
    let begins = day.to_zoned(zone()).ok()?;
    Some(UtcMillis::from_unix_ms(begins.timestamp().as_millisecond()))
}

/// On which day a moment falls; `None` outside of time.
pub(crate) fn day_of(at: UtcMillis) -> Option<Date> {
    let at = Timestamp::from_millisecond(at.unix_ms()).ok()?;
    Some(at.to_zoned(zone()).date())
}

/// A moment as RFC 5545 writes it, such as `20261122T110618Z`; outside of time, its beginning.
pub(crate) fn utc_stamp(at: UtcMillis) -> String {
    let at = Timestamp::from_millisecond(at.unix_ms()).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The first moment after a day.
pub(crate) fn end_of(day: Date) -> Option<UtcMillis> {
    begins(day.tomorrow().ok()?)
}

/// The last day whose end is this moment.
pub(crate) fn last_day(end: UtcMillis) -> Option<Date> {
    day_of(UtcMillis::from_unix_ms(end.unix_ms().checked_sub(1)?))
}

/// The last day for which a hotspot may be registered today.
pub(crate) fn longest(now: UtcMillis) -> Option<Date> {
    day_of(now)?.checked_add(LONGEST_YEARS.years()).ok()
}

/// Some days, the first and the last of them included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    /// First.
    pub(crate) from: Date,
    /// Last.
    pub(crate) to: Date,
}

impl Days {
    /// A month such as `2026-10`.
    pub(crate) fn month(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let from = Date::new(number(year, 4)?, i8::try_from(number(month, 2)?).ok()?, 1).ok()?;
        Some(Self { from, to: from.last_of_month() })
    }
    /// The twelve months of which this month is the last.
    pub(crate) fn year_to(self) -> Option<Self> {
        let from = self.from.checked_sub(11.months()).ok()?;
        Some(Self { from, to: self.to })
    }
    /// A week such as `2026-W47`, from Monday to Sunday (ISO 8601).
    pub(crate) fn week(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let week = i8::try_from(number(week, 2)?).ok()?;
        let monday = ISOWeekDate::new(number(year, 4)?, week, Weekday::Monday).ok()?.date();
        Some(Self { from: monday, to: monday.checked_add(6.days()).ok()? })
    }
    /// From the first moment of the first day to the first after the last.
    pub(crate) fn span(self) -> Option<Span> {
        Some(Span { from: begins(self.from)?, until: end_of(self.to)? })
    }
}

fn number(text: &str, digits: usize) -> Option<i16> {
    let fits = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UtcMillis {
        UtcMillis::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn the_zone_is_the_one_of_the_built_in_table() {
        assert_eq!(zone().iana_name(), Some(HERE));
    }

    #[test]
    fn a_month_begins_and_ends_at_midnight_here_also_when_the_clock_changes() {
        let span = Days::month("2026-10").unwrap().span().unwrap();
        assert_eq!(
            (span.from, span.until),
            (at("2026-10-01T00:00:00+02:00"), at("2026-11-01T00:00:00+01:00"))
        );
        let year = Days::month("2026-10").unwrap().year_to().unwrap();
        assert_eq!((year.from.to_string(), year.to.to_string()), ("2025-11-01".into(), "2026-10-31".into()));
        for bad in ["", "2026", "2026-13", "2026-00", "26-10", "2026-1", "2026-10-01", "+026-10"] {
            assert_eq!(Days::month(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_week_is_that_of_iso_8601() {
        let week = Days::week("2026-W53").unwrap();
        assert_eq!((week.from.to_string(), week.to.to_string()), ("2026-12-28".into(), "2027-01-03".into()));
        for bad in ["2026-W54", "2026-W00", "2025-W53", "2026-47", "2026-W7", "x"] {
            assert_eq!(Days::week(bad), None, "{bad}");
        }
    }

    /// Proves AL-21: a hotspot counts to the end of its last day here, and no moment longer.
    #[test]
    fn a_last_day_ends_at_midnight_here_and_is_told_back_as_the_same_day() {
        for day in ["2026-07-01", "2026-12-31", "2026-03-29", "2026-10-25", "2028-02-29"] {
            let day: Date = day.parse().unwrap();
            let end = end_of(day).unwrap();
            assert_eq!(last_day(end), Some(day));
            assert_eq!(day_of(end), day.tomorrow().ok());
        }
        assert_eq!(end_of("2026-12-31".parse().unwrap()), Some(at("2027-01-01T00:00:00+01:00")));
        let longest = longest(at("2026-02-28T23:30:00Z")).unwrap();
        assert_eq!(longest.to_string(), "2028-03-01", "here it is the first of March already");
    }
}
