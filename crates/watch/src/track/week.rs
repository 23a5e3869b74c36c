//! When a perimeter holds: windows of the week in Belgian wall time, through both clock changes, with excepted dates.
//!
//! The answer is a span with a begin and an end, so that whoever asks keeps it until it ends. Never here: what is judged.

use super::order::{MAX_WINDOWS, Week, Window};
use hoeder_vocab::{CivilDate, UtcMillis};

/// A stretch of time in which a perimeter holds, or does not: milliseconds, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) holds: bool,
}

impl Span {
    /// All of time.
    pub(super) const ALWAYS: Self = Self { from: i64::MIN, until: i64::MAX, holds: true };
    /// Not known yet.
    pub(super) const UNKNOWN: Self = Self { from: 0, until: 0, holds: false };

    #[inline]
    pub(super) const fn covers(&self, at: i64) -> bool {
        self.from <= at && at < self.until
    }
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Days before and after a moment that are looked at: a window of the week before may still run, the next may be a week off.
const BEFORE: i32 = 2;
const AFTER: i32 = 8;

/// Whether the windows of a week are windows.
pub(super) fn is_sound(week: &Week) -> bool {
    week.windows.len() <= MAX_WINDOWS
        && week
            .windows
            .iter()
            .all(|w| w.weekday <= 6 && w.from_minute <= 1_439 && (1..=1_440).contains(&w.to_minute))
}

/// The span around a moment.
pub(super) fn span(week: &Week, at: i64) -> Span {
    if week.windows.is_empty() && week.except.is_empty() {
        return Span::ALWAYS;
    }
    let today = CivilDate::in_belgium(UtcMillis::from_unix_ms(at));
    let first = today.plus_days(-BEFORE);
    let mut turns = vec![moment(first, 0, Fold::First), moment(today.plus_days(AFTER), 0, Fold::First)];
    let mut runs = Vec::new();
    for days in 0..BEFORE + AFTER {
        let date = first.plus_days(days);
        if week.except.contains(&date) || week.except.contains(&date.plus_days(-1)) {
            turns.push(moment(date, 0, Fold::First));
        }
        for window in week.windows.iter().filter(|w| w.weekday == weekday(date)) {
            let run = run(window, date);
            turns.extend([run.0, run.1]);
            runs.push(run);
        }
    }
    let in_window = week.windows.is_empty() || runs.iter().any(|(from, to)| *from <= at && at < *to);
    Span {
        from: turns.iter().copied().filter(|turn| *turn <= at).max().unwrap_or(i64::MIN),
        until: turns.iter().copied().filter(|turn| *turn > at).min().unwrap_or(i64::MAX),
        holds: in_window && !week.except.contains(&today),
    }
}

/// From when until when a window runs that starts on a date.
fn run(window: &Window, date: CivilDate) -> (i64, i64) {
    let over_midnight = window.to_minute <= window.from_minute;
    let last = if over_midnight { date.plus_days(1) } else { date };
    let from = moment(date, window.from_minute, Fold::First);
    (from, moment(last, window.to_minute, Fold::Second))
}

/// Which of the two, where a wall time comes twice in the night of 25 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    First,
    Second,
}

/// 0 is Monday.
fn weekday(date: CivilDate) -> u8 {
    // 1 January 1900 was a Monday.
    u8::try_from(date.days_since(CivilDate::FIRST).rem_euclid(7)).unwrap_or(0)
}

/// The moment of a wall time in Belgium: one hour before UTC, two in summer (Directive 2000/84/EC). A wall time that is
/// left out is the moment at which the clock jumps.
fn moment(date: CivilDate, minute: u16, fold: Fold) -> i64 {
    let epoch = CivilDate::new(1970, 1, 1).map_or(0, |epoch| date.days_since(epoch));
    let wall = epoch * DAY + i64::from(minute) * MINUTE;
    let (summer, winter) = (wall - 2 * HOUR, wall - HOUR);
    match (is_summer(summer), is_summer(winter), fold) {
        (true, false, Fold::First) => summer,
        (true, false, Fold::Second) | (false, false, _) => winter,
        (true, true, _) => summer,
        // Left out: both readings miss. The jump is at 01:00 UTC.
        (false, true, _) => epoch * DAY + HOUR,
    }
}

/// From the last Sunday of March to that of October, both at 01:00 UTC.
fn is_summer(at: i64) -> bool {
    let day = CivilDate::in_belgium(UtcMillis::from_unix_ms(at));
    let turn = |month: i8| {
        let last = CivilDate::new(day.year(), month, 31).ok()?;
        let sunday = last.plus_days(-((i32::from(weekday(last)) + 1) % 7));
        let epoch = CivilDate::new(1970, 1, 1).ok()?;
        Some(sunday.days_since(epoch) * DAY + HOUR)
    };
    match (turn(3), turn(10)) {
        (Some(begins), Some(ends)) => (begins..ends).contains(&at),
        (None, _) | (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        UtcMillis::parse_rfc3339(text).unwrap().unix_ms()
    }

    fn nights() -> Week {
        let windows = (0..7).map(|weekday| Window { weekday, from_minute: 22 * 60, to_minute: 6 * 60 });
        Week { windows: windows.collect(), except: Vec::new() }
    }

    fn spans(week: &Week, at: &str) -> (String, String, bool) {
        let span = span(week, ms(at));
        let text = |at| UtcMillis::from_unix_ms(at).to_string();
        (text(span.from), text(span.until), span.holds)
    }

    #[test]
    fn a_curfew_over_midnight_runs_from_wall_time_to_wall_time_through_both_clock_changes() {
        for (at, from, until) in [
            ("2026-11-22T23:00:00Z", "2026-11-22T21:00:00.000Z", "2026-11-23T05:00:00.000Z"),
            ("2026-07-01T23:00:00Z", "2026-07-01T20:00:00.000Z", "2026-07-02T04:00:00.000Z"),
            // 28 to 29 March 2026: seven hours.
            ("2026-03-29T00:30:00Z", "2026-03-28T21:00:00.000Z", "2026-03-29T04:00:00.000Z"),
            // 24 to 25 October 2026: nine hours.
            ("2026-10-25T00:30:00Z", "2026-10-24T20:00:00.000Z", "2026-10-25T05:00:00.000Z"),
        ] {
            assert_eq!(spans(&nights(), at), (from.to_owned(), until.to_owned(), true), "{at}");
        }
        assert_eq!(
            spans(&nights(), "2026-11-22T12:00:00Z"),
            ("2026-11-22T05:00:00.000Z".into(), "2026-11-22T21:00:00.000Z".into(), false)
        );
    }

    #[test]
    fn an_hour_that_is_left_out_starts_at_the_jump_and_one_that_comes_twice_lasts_twice() {
        let hour =
            Week { windows: vec![Window { weekday: 6, from_minute: 150, to_minute: 180 }], except: vec![] };
        let spring = span(&hour, ms("2026-03-29T01:10:00Z"));
        assert!(!spring.holds, "02:30 to 03:00 does not exist on that day");
        let autumn = span(&hour, ms("2026-10-25T01:10:00Z"));
        assert_eq!(
            (autumn.from, autumn.until, autumn.holds),
            (ms("2026-10-25T00:30:00Z"), ms("2026-10-25T02:00:00Z"), true)
        );
        let later =
            Week { windows: vec![Window { weekday: 6, from_minute: 150, to_minute: 240 }], except: vec![] };
        let spring = span(&later, ms("2026-03-29T01:10:00Z"));
        assert_eq!(
            (spring.from, spring.until, spring.holds),
            (ms("2026-03-29T01:00:00Z"), ms("2026-03-29T02:00:00Z"), true)
        );
    }

    #[test]
    fn an_excepted_date_is_free_from_midnight_to_midnight() {
        let week = Week { except: vec![CivilDate::parse("2026-11-22").unwrap()], ..nights() };
        assert_eq!(
            spans(&week, "2026-11-22T22:30:00Z"),
            ("2026-11-22T21:00:00.000Z".into(), "2026-11-22T23:00:00.000Z".into(), false)
        );
        assert!(span(&week, ms("2026-11-22T23:00:00Z")).holds);
        assert!(!span(&week, ms("2026-11-21T23:00:00Z")).holds);
        let always = Week { windows: vec![], ..week };
        assert!(
            span(&always, ms("2026-11-21T12:00:00Z")).holds
                && !span(&always, ms("2026-11-22T12:00:00Z")).holds
        );
        assert_eq!(span(&Week::default(), 0), Span::ALWAYS);
    }

    #[test]
    fn a_span_never_ends_before_what_it_says_changes() {
        let week = Week {
            windows: vec![
                Window { weekday: 0, from_minute: 480, to_minute: 480 },
                Window { weekday: 3, from_minute: 0, to_minute: 1_440 },
            ],
            except: vec![CivilDate::parse("2026-11-26").unwrap()],
        };
        let start = ms("2026-11-16T00:00:00Z");
        for minutes in (0..20 * 24 * 60).step_by(7) {
            let at = start + i64::from(minutes) * MINUTE;
            let now = span(&week, at);
            assert!(now.covers(at));
            for other in [now.from, now.until - 1] {
                assert_eq!(span(&week, other).holds, now.holds, "{at}");
            }
        }
    }
}
