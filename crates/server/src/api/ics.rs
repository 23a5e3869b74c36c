//! Due days as an iCalendar (RFC 5545): an event of one whole day for each, with the number of the case and the point of the
//! circular. Marked as private, so that a shared calendar shows no more than that something is there (FL-36).
//!
//! Never here: which days (the engine's), or a name.

mod words;

use super::dto::measure::list::CalendarEntry;
use crate::calendar::utc_stamp;
use crate::places::PlaceLanguage;
use hoeder_engine::measures::{CalendarLine, CalendarWhat};
use hoeder_vocab::{CivilDate, UtcMillis};
use serde::Deserialize;
use utoipa::IntoParams;

/// In which words a calendar is asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct InWords {
    /// The language: `nl` when absent, `fr`, `de` or `en`.
    #[serde(default)]
    #[param(value_type = Option<String>, example = "fr")]
    pub language: PlaceLanguage,
}

/// Most bytes of a line (RFC 5545, 3.1), its end not counted.
const LINE_BYTES: usize = 75;

/// The whole calendar, as it is at that moment.
pub(super) fn text(lines: &[CalendarLine], words: InWords, now: UtcMillis) -> String {
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hoeder//Measures//EN", "CALSCALE:GREGORIAN"] {
        fold(line, &mut text);
    }
    let stamp = utc_stamp(now);
    for line in lines {
        event(line, words.language, &stamp, &mut text);
    }
    fold("END:VCALENDAR", &mut text);
    text
}

fn event(line: &CalendarLine, language: PlaceLanguage, stamp: &str, text: &mut String) {
    let key = CalendarEntry::from(&line.what).what;
    let what = words::said(&line.what, language);
    let of = match line.what {
        CalendarWhat::Task(_) => "task",
        CalendarWhat::Due(_) => "due",
    };
    let parts = [
        "BEGIN:VEVENT".to_owned(),
        // The same for the same duty however its day moves: the calendar program moves it along.
        format!("UID:{}-{of}-{}@hoeder", line.measure, escaped(&key)),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", day(line.on)),
        // The day after: the end of a whole day is the first day that is no longer part of it (3.6.1).
        format!("DTEND;VALUE=DATE:{}", day(line.on.plus_days(1))),
        format!("SUMMARY:{} {} ({})", escaped(&line.case_number), escaped(&what), line.point),
        "CLASS:PRIVATE".to_owned(),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ];
    for part in parts {
        fold(&part, text);
    }
}

fn day(day: CivilDate) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Backslash, semicolon, comma and line ends have a meaning in that format (3.3.11); nothing else of a text is invisible.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\r' | '\n' => out.push(' '),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A line is at most 75 bytes long; the rest goes on after a space. No character is cut in two.
fn fold(line: &str, text: &mut String) {
    let mut bytes = 0;
    for sign in line.chars() {
        if bytes + sign.len_utf8() > LINE_BYTES {
            text.push_str("\r\n ");
            bytes = 1;
        }
        text.push(sign);
        bytes += sign.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_measure::due::DueKind;
    use hoeder_measure::registration::Register;
    use hoeder_measure::task::TaskKind;
    use hoeder_vocab::MeasureId;
    use icalendar::{Calendar, Component as _};

    const NOW: UtcMillis = UtcMillis::from_unix_ms(1_772_323_199_000);

    fn line(on: &str, case_number: &str, what: CalendarWhat) -> CalendarLine {
        CalendarLine {
            on: CivilDate::parse(on).unwrap(),
            measure: MeasureId::from_u128(0x800),
            case_number: case_number.into(),
            what,
            point: Register::Ang.point(),
        }
    }

    /// Proves FL-36: what a calendar shows on a screen in passing names nobody; and a calendar program reads it as it was meant.
    #[test]
    fn a_feed_is_read_back_day_by_day() {
        let number = "GE-2026-0412; a, b";
        let lines = [
            line("2026-12-31", number, CalendarWhat::Due(DueKind::Revisit(2))),
            line("2026-12-31", number, CalendarWhat::Task(TaskKind::Revisit(2))),
            line("2027-01-04", number, CalendarWhat::Task(TaskKind::Revisit(3))),
        ];
        let read: Calendar = text(&lines, InWords::default(), NOW).parse().unwrap();
        let of = |name: &str| -> Vec<String> {
            read.events().map(|event| event.property_value(name).unwrap().to_owned()).collect()
        };
        assert_eq!(of("DTSTART"), ["20261231", "20261231", "20270104"]);
        assert_eq!(of("DTEND"), ["20270101", "20270101", "20270105"]);
        assert_eq!(of("DTSTAMP"), ["20260228T235959Z"; 3]);
        assert_eq!(of("CLASS"), ["PRIVATE"; 3]);
        assert!(of("SUMMARY").iter().all(|text| text.contains("0412")), "{:?}", of("SUMMARY"));
        let mut ids = of("UID");
        ids.dedup();
        assert_eq!(ids.len(), 3, "{ids:?}");
    }

    /// Proves MS-33: a duty that moves keeps its id, so that it does not stand twice in a calendar.
    #[test]
    fn a_duty_that_moves_is_the_same_event() {
        let uid = |on| {
            let text =
                text(&[line(on, "1", CalendarWhat::Due(DueKind::Revisit(1)))], InWords::default(), NOW);
            text.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned()
        };
        assert_eq!(uid("2026-12-31"), uid("2027-02-01"));
    }

    #[test]
    fn lines_are_folded_at_75_bytes_and_no_character_is_cut_in_two() {
        let number = "2026,0412; \u{e9}\u{20ac}\nb\u{7}".repeat(8);
        let english = InWords { language: PlaceLanguage::English };
        let text =
            text(&[line("2026-02-11", &number, CalendarWhat::Task(TaskKind::Revisit(1)))], english, NOW);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_BYTES), "{text}");
        assert!(text.split("\r\n").any(|line| line.len() >= LINE_BYTES - 2), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("SUMMARY:2026\\,0412\\; \u{e9}\u{20ac} b2026"), "{unfolded}");
        assert!(unfolded.contains("Revisit 1 (7."), "{unfolded}");
    }
}
