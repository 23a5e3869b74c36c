//! The four languages of a document, and how each writes a date.
//!
//! What lives here: tags and dates.
//! What never comes in: the words of documents; they are in `texts/`.

use hoeder_vocab::CivilDate;

/// The language that a document is written in (GN-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Nederlands.
    Dutch,
    /// Francais.
    French,
    /// Deutsch.
    German,
    /// English.
    English,
}

const DUTCH: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "f\u{e9}vrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "ao\u{fb}t",
    "septembre",
    "octobre",
    "novembre",
    "d\u{e9}cembre",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "M\u{e4}rz",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Language {
    /// All four, in the order of declaration.
    pub const ALL: [Self; 4] = [Self::Dutch, Self::French, Self::German, Self::English];

    /// The tag that a PDF carries as its language (BCP 47), as written in Belgium.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Dutch => "nl-BE",
            Self::French => "fr-BE",
            Self::German => "de-BE",
            Self::English => "en-GB",
        }
    }

    /// The two letters of the language (ISO 639-1): `nl`, `fr`, `de`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::French => "fr",
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// The day as this language writes it in a running text.
    pub(crate) fn date(self, day: CivilDate) -> String {
        let written = day.to_string();
        let mut parts = written.split('-').map(|part| part.parse::<usize>().unwrap_or_default());
        let (year, month, number) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let month =
            |names: [&'static str; 12]| names.get(month.saturating_sub(1)).copied().unwrap_or_default();
        match self {
            Self::Dutch => format!("{number}\u{a0}{}\u{a0}{year}", month(DUTCH)),
            Self::French if number == 1 => format!("1er\u{a0}{}\u{a0}{year}", month(FRENCH)),
            Self::French => format!("{number}\u{a0}{}\u{a0}{year}", month(FRENCH)),
            Self::German => format!("{number}.\u{a0}{}\u{a0}{year}", month(GERMAN)),
            Self::English => format!("{number}\u{a0}{}\u{a0}{year}", month(ENGLISH)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_a_date_its_own_way() {
        let day = CivilDate::parse("2026-08-01").unwrap();
        let written = Language::ALL.map(|language| language.date(day).replace('\u{a0}', " "));
        assert_eq!(written, ["1 augustus 2026", "1er ao\u{fb}t 2026", "1. August 2026", "1 August 2026"]);
        let second = CivilDate::parse("2026-12-02").unwrap();
        assert_eq!(Language::French.date(second).replace('\u{a0}', " "), "2 d\u{e9}cembre 2026");
    }
}
