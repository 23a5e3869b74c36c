//! Texts that come from outside: bounded, printable with the fonts of this room, never shown by `Debug`.
//!
//! What lives here: [`Line`] for one line, [`Prose`] for what somebody told or wrote.
//! What never comes in: our own words; they are in `texts/`.

use hoeder_vocab::{Purpose, Sensitive};
use unicode_normalization::UnicodeNormalization as _;

use crate::layout::fonts;

/// Most characters of a [`Line`].
pub const LINE_LIMIT: usize = 200;
/// Most characters of a [`Prose`].
pub const PROSE_LIMIT: usize = 20_000;

/// Why a text cannot stand in a document. Says nothing of the text but, where it is one character, that character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but blanks.
    #[error("the text is empty")]
    Empty,
    /// More characters than fit.
    #[error("the text has {length} characters; at most {limit}")]
    TooLong {
        /// Characters that it has.
        length: usize,
        /// Characters that it may have.
        limit: usize,
    },
    /// A character that is a control or that the fonts do not have.
    #[error("the character U+{:04X} cannot be printed", u32::from(*character))]
    NotPrintable {
        /// The first such character.
        character: char,
    },
}

/// One line: a name, a number, a place. Trimmed, in Unicode form NFC, blanks of any kind as single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(Sensitive<String>);

/// What somebody told or wrote, in paragraphs. Trimmed, in Unicode form NFC; line ends are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(Sensitive<String>);

impl Line {
    /// Takes a text of at most [`LINE_LIMIT`] characters.
    ///
    /// # Errors
    /// [`TextError`] when it is empty, too long or not printable.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let cleaned = clean(text);
        let line = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
        admit(&line, LINE_LIMIT)?;
        Ok(Self(Sensitive::new(line)))
    }

    pub(crate) fn show(&self) -> &str {
        self.0.reveal(Purpose::CaseWork)
    }
}

impl Prose {
    /// Takes a text of at most [`PROSE_LIMIT`] characters.
    ///
    /// # Errors
    /// [`TextError`] when it is empty, too long or not printable.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let cleaned = clean(text);
        let paragraphs: Vec<String> = cleaned
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        let prose = paragraphs.join("\n");
        admit(&prose, PROSE_LIMIT)?;
        Ok(Self(Sensitive::new(prose)))
    }

    pub(crate) fn show(&self) -> &str {
        self.0.reveal(Purpose::CaseWork)
    }
}

/// NFC, without characters that have no width and no meaning on paper (soft hyphens, joiners, byte order marks).
fn clean(text: &str) -> String {
    text.nfc()
        .filter(|character| !is_invisible(*character))
        .map(|character| match character {
            '\u{2010}' | '\u{2011}' => '-',
            '\u{2028}' | '\u{2029}' => '\n',
            _ => character,
        })
        .collect()
}

/// Characters that a reader does not see and that could hide a word from a search.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
    )
}

fn admit(text: &str, limit: usize) -> Result<(), TextError> {
    let length = text.chars().count();
    if length == 0 {
        return Err(TextError::Empty);
    }
    if length > limit {
        return Err(TextError::TooLong { length, limit });
    }
    match text.chars().find(|character| *character != '\n' && !fonts::has(*character)) {
        Some(character) => Err(TextError::NotPrintable { character }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_joined_and_composed() {
        let line = Line::new("  Zoe\u{308}\u{200B}  van\tder\nBerg\u{AD}h ").unwrap();
        assert_eq!(line.show(), "Zo\u{eb} van der Bergh");
        assert_eq!(format!("{line:?}"), "Line([sensitive])");
    }

    #[test]
    fn prose_keeps_its_paragraphs() {
        assert_eq!(Prose::new("Een.\r\n\r\n  Twee  drie.\n").unwrap().show(), "Een.\nTwee drie.");
    }

    #[test]
    fn a_text_that_cannot_be_printed_is_refused_with_the_character() {
        assert_eq!(Line::new(" \u{200B} "), Err(TextError::Empty));
        assert_eq!(Line::new("a\u{1F600}"), Err(TextError::NotPrintable { character: '\u{1F600}' }));
        assert_eq!(Line::new("a\u{0}"), Err(TextError::NotPrintable { character: '\u{0}' }));
        let long = "x".repeat(LINE_LIMIT + 1);
        assert_eq!(Line::new(&long), Err(TextError::TooLong { length: LINE_LIMIT + 1, limit: LINE_LIMIT }));
        assert!(Prose::new(&long).is_ok());
    }

    #[test]
    fn names_from_many_countries_can_be_printed() {
        for name in [
            "Șteța Țăranu",
            "Əliyev",
            "Yıldız Şahin",
            "Łukasz Żółć",
            "Nguyễn Thị Hạnh",
            "Жеков",
            "Παπάς",
            "Þór",
            "Œuvrard",
        ] {
            assert!(Line::new(name).is_ok(), "{name}");
        }
    }
}
