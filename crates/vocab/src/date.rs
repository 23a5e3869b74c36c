//! Civil dates in Belgium: the first and last day of something, without a time of day.
//!
//! Never here: reading a clock; how long a legal term is.

use crate::time::UtcMillis;
use core::fmt;
use jiff::civil::{Date, Weekday};

/// A day of the civil calendar, in Belgium where it is compared with a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(Date);

/// A text that is no day such as `2026-11-22`, or a year before 1900 or after 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a day: year, month and day such as 2026-11-22 were expected")
    }
}

impl core::error::Error for NotADate {}

/// The number, 0 to 99.
fn two_digits(tens: u8, ones: u8) -> Result<i8, NotADate> {
    if !(tens.is_ascii_digit() && ones.is_ascii_digit()) {
        return Err(NotADate);
    }
    i8::try_from((tens - b'0') * 10 + (ones - b'0')).map_err(|_| NotADate)
}

impl CivilDate {
    /// The first day that can be written.
    pub const FIRST: Self = Self(FIRST_DAY);

    /// Reads `2026-11-22`, exactly so.
    ///
    /// # Errors
    /// [`NotADate`] for any other text.
    pub fn parse(text: &str) -> Result<Self, NotADate> {
        let [y1000, y100, y10, y1, b'-', m10, m1, b'-', d10, d1] = text.as_bytes() else {
            return Err(NotADate);
        };
        let year = i16::from(two_digits(*y1000, *y100)?) * 100 + i16::from(two_digits(*y10, *y1)?);
        Self::new(year, two_digits(*m10, *m1)?, two_digits(*d10, *d1)?)
    }

    /// From year, month and day.
    ///
    /// # Errors
    /// [`NotADate`] when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NotADate> {
        Date::new(year, month, day).map_err(|_| NotADate).and_then(Self::from_civil)
    }

    fn from_civil(date: Date) -> Result<Self, NotADate> {
        if (1900..=9999).contains(&date.year()) { Ok(Self(date)) } else { Err(NotADate) }
    }

    /// The day that it is in Belgium at a moment: one hour before UTC, two from the last Sunday of March to the last
    /// Sunday of October, both at 01:00 UTC (Directive 2000/84/EC). The nearest day that can be written, beyond.
    #[must_use]
    pub fn in_belgium(at: UtcMillis) -> Self {
        Self(day_of(belgian_ms(at)))
    }

    /// The same day of the month so many months later, or earlier when negative. When that month has no such day: its last
    /// day (31 May + 9 months = 28 or 29 February). So 9 + 9 months is not always 18: a term is added to the day on which
    /// the one before it ends. The first or last day that can be written, beyond.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        self.moved(jiff::Span::new().try_months(months), if months < 0 { FIRST_DAY } else { LAST_DAY })
    }

    /// So many days later, or earlier when negative. The first or last day that can be written, beyond.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        self.moved(jiff::Span::new().try_days(days), if days < 0 { FIRST_DAY } else { LAST_DAY })
    }

    fn moved(self, span: Result<jiff::Span, jiff::Error>, beyond: Date) -> Self {
        let date = span.and_then(|span| self.0.checked_add(span)).ok().map(Self::from_civil);
        match date {
            Some(Ok(date)) => date,
            None | Some(Err(NotADate)) => Self(beyond),
        }
    }

    /// Years completed on that day since this one, as a day of birth; zero on earlier days. Born on 29 February: a year
    /// is completed on 1 March when there is no such day.
    #[must_use]
    pub fn age_on(self, day: Self) -> u16 {
        let years = i32::from(day.0.year()) - i32::from(self.0.year());
        let birthday_is_over = (day.0.month(), day.0.day()) >= (self.0.month(), self.0.day());
        u16::try_from(if birthday_is_over { years } else { years - 1 }).unwrap_or(0)
    }

    /// The year, 1900 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The number of days from `earlier` to this one; negative when that is later.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        (ms_of(self.0) - ms_of(earlier.0)) / DAY_MS
    }
}

const FIRST_DAY: Date = Date::constant(1900, 1, 1);
const LAST_DAY: Date = Date::constant(9999, 12, 31);
const DAY_MS: i64 = 86_400_000;

fn ms_of(day: Date) -> i64 {
    day.at(0, 0, 0, 0)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map_or(i64::MAX, |moment| moment.timestamp().as_millisecond())
}

fn day_of(ms: i64) -> Date {
    let last = LAST_DAY;
    let ms = ms.clamp(0, ms_of(last));
    jiff::Timestamp::from_millisecond(ms)
        .map_or(last, |moment| moment.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn last_sunday(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(-1, Weekday::Sunday).ok()
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The hour of the clock in Belgium at a moment, 0 to 23.
#[must_use]
pub fn hour_in_belgium(at: UtcMillis) -> u8 {
    u8::try_from(belgian_ms(at).rem_euclid(24 * HOUR_MS) / HOUR_MS).unwrap_or(0)
}

const HOUR_MS: i64 = 3_600_000;

/// The moment in milliseconds by the clock in Belgium.
fn belgian_ms(at: UtcMillis) -> i64 {
    let local = |hours: i64| at.unix_ms().saturating_add(hours * HOUR_MS);
    let year = day_of(local(1)).year();
    let turn = |month: i8| last_sunday(year, month).map(|day| ms_of(day).saturating_add(HOUR_MS));
    let summer = match (turn(3), turn(10)) {
        (Some(begins), Some(ends)) => (begins..ends).contains(&at.unix_ms()),
        (None | Some(_), None) | (None, Some(_)) => false,
    };
    local(if summer { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_belgium(moment: &str) -> String {
        CivilDate::in_belgium(UtcMillis::parse_rfc3339(moment).unwrap()).to_string()
    }

    #[test]
    fn a_day_begins_at_midnight_in_belgium_in_winter_and_in_summer() {
        for (moment, day) in [
            ("2026-11-21T22:59:59.999Z", "2026-11-21"),
            ("2026-11-21T23:00:00Z", "2026-11-22"),
            ("2026-07-01T21:59:59Z", "2026-07-01"),
            ("2026-07-01T22:00:00Z", "2026-07-02"),
            ("2026-12-31T23:00:00Z", "2027-01-01"),
            ("2026-03-28T22:59:59Z", "2026-03-28"),
            ("2026-03-29T22:00:00Z", "2026-03-30"),
            ("2026-10-24T22:00:00Z", "2026-10-25"),
            ("2026-10-25T22:59:59Z", "2026-10-25"),
        ] {
            assert_eq!(in_belgium(moment), day, "{moment}");
        }
    }

    #[test]
    fn the_clock_in_belgium_is_one_hour_before_utc_and_two_in_summer() {
        for (moment, hour) in [
            ("2026-11-21T21:59:59Z", 22),
            ("2026-07-01T21:59:59Z", 23),
            ("2026-12-31T23:00:00Z", 0),
            ("2026-03-29T00:59:59Z", 1),
            ("2026-03-29T01:00:00Z", 3),
            ("2026-10-25T00:30:00Z", 2),
            ("2026-10-25T01:30:00Z", 2),
        ] {
            assert_eq!(hour_in_belgium(UtcMillis::parse_rfc3339(moment).unwrap()), hour, "{moment}");
        }
    }

    #[test]
    fn a_day_is_read_exactly_as_it_is_written() {
        let day = CivilDate::parse("2028-02-29").unwrap();
        assert_eq!((day.to_string(), CivilDate::new(2028, 2, 29)), ("2028-02-29".to_owned(), Ok(day)));
        assert_eq!(day.days_since(CivilDate::parse("2028-01-31").unwrap()), 29);
        for bad in ["2026-02-29", "2026-1-1", "20260101", "2026-01-01T00:00", "1899-12-31", "-026-01-01", ""]
        {
            assert_eq!(CivilDate::parse(bad), Err(NotADate), "{bad}");
        }
    }

    #[test]
    fn months_are_added_and_a_day_that_does_not_exist_becomes_the_last_of_its_month() {
        for (from, months, to) in [
            ("2026-01-10", 9, "2026-10-10"),
            ("2026-05-31", 9, "2027-02-28"),
            ("2027-05-31", 9, "2028-02-29"),
            ("2026-12-31", -1, "2026-11-30"),
            ("2028-03-31", -1, "2028-02-29"),
            ("9999-06-01", 9, "9999-12-31"),
            ("1900-01-15", -1, "1900-01-01"),
        ] {
            assert_eq!(
                CivilDate::parse(from).unwrap().plus_months(months).to_string(),
                to,
                "{from} {months}"
            );
        }
        let may = CivilDate::parse("2026-05-31").unwrap();
        assert_ne!(may.plus_months(9).plus_months(9), may.plus_months(18));
        assert_eq!(may.plus_days(-31).to_string(), "2026-04-30");
    }

    #[test]
    fn a_year_of_life_is_completed_on_the_birthday() {
        let born = CivilDate::parse("2012-02-29").unwrap();
        for (day, age) in [
            ("2028-02-28", 15),
            ("2028-02-29", 16),
            ("2027-02-28", 14),
            ("2027-03-01", 15),
            ("2011-01-01", 0),
        ] {
            assert_eq!(born.age_on(CivilDate::parse(day).unwrap()), age, "{day}");
        }
    }

    #[test]
    fn a_moment_beyond_the_calendar_is_its_first_or_last_day() {
        assert_eq!(CivilDate::in_belgium(UtcMillis::from_unix_ms(i64::MIN)).to_string(), "1970-01-01");
        assert_eq!(CivilDate::in_belgium(UtcMillis::from_unix_ms(i64::MAX)).to_string(), "9999-12-31");
    }
}
