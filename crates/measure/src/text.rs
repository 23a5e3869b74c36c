//! Lengths of texts that people type, counted in characters.
//!
//! Never here: what the texts say.

use crate::refusal::Refusal;
use hoeder_vocab::{Purpose, Sensitive};

/// Most characters of a statement, a reason or a note.
pub const MAX_TEXT_CHARS: usize = 10_000;
/// Most characters of a line: a name, a place, an outcome in a few words.
pub const MAX_LINE_CHARS: usize = 200;
/// Most characters of the number of a report, a file or a registration.
pub const MAX_NUMBER_CHARS: usize = 40;

/// A text that must say something.
pub(crate) fn said(text: &Sensitive<String>) -> Result<(), Refusal> {
    filled(text.reveal(Purpose::CaseWork), MAX_TEXT_CHARS)
}

/// A text that may be empty.
pub(crate) fn fits(text: &Sensitive<String>) -> Result<(), Refusal> {
    if text.reveal(Purpose::CaseWork).chars().nth(MAX_TEXT_CHARS).is_some() {
        Err(Refusal::TextLength { max: MAX_TEXT_CHARS })
    } else {
        Ok(())
    }
}

/// Does it say nothing?
pub(crate) fn is_blank(text: &Sensitive<String>) -> bool {
    text.reveal(Purpose::CaseWork).trim().is_empty()
}

/// The number of a report, a file or a registration.
pub(crate) fn number(text: &str) -> Result<(), Refusal> {
    filled(text, MAX_NUMBER_CHARS)
}

/// A number that says who somebody is.
pub(crate) fn said_number(text: &Sensitive<String>) -> Result<(), Refusal> {
    number(text.reveal(Purpose::CaseWork))
}

/// A line that must say something.
pub(crate) fn fits_line(text: &Sensitive<String>) -> Result<(), Refusal> {
    filled(text.reveal(Purpose::CaseWork), MAX_LINE_CHARS)
}

fn filled(text: &str, max: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().nth(max).is_some() {
        Err(Refusal::TextLength { max })
    } else {
        Ok(())
    }
}
