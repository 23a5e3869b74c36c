//! Breaking a text into lines.
//!
//! What lives here: greedy breaking at spaces; a word wider than the line is broken where it can be, so nothing ever
//! stands outside the page.
//! What never comes in: hyphenation. A word is never given a hyphen that is not its own.

use super::fonts::{self, Weight};

/// How a line ends, which says how the next one goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The paragraph ends.
    Paragraph,
    /// At a blank.
    Blank,
    /// Inside a word.
    Inside,
}

/// One line of text.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TextLine {
    pub(crate) text: String,
    pub(crate) ending: Ending,
}

/// What of the letters and of the room a breaking needs to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    pub(crate) weight: Weight,
    /// Size of the letters, in points.
    pub(crate) size: f32,
    /// Width of the column, in points.
    pub(crate) width: f32,
}

impl Measure {
    fn width_of(self, text: &str) -> f32 {
        fonts::width(text, self.weight) * self.size
    }

    fn fits(self, text: &str) -> bool {
        self.width_of(text) <= self.width
    }
}

/// Breaks a text whose paragraphs are separated by line ends. An empty text gives no line.
pub(crate) fn break_text(text: &str, measure: Measure) -> Vec<TextLine> {
    text.lines().flat_map(|paragraph| break_paragraph(paragraph, measure)).collect()
}

fn break_paragraph(paragraph: &str, measure: Measure) -> Vec<TextLine> {
    let mut lines: Vec<TextLine> = Vec::new();
    let mut current = String::new();
    let mut used = 0.0;
    let space = measure.width_of(" ");
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let width = measure.width_of(word);
        if !current.is_empty() && used + space + width <= measure.width {
            current.push(' ');
            current.push_str(word);
            used += space + width;
            continue;
        }
        if !current.is_empty() {
            lines.push(TextLine { text: std::mem::take(&mut current), ending: Ending::Blank });
        }
        let mut pieces = break_word(word, measure);
        let rest = pieces.pop().unwrap_or_default();
        lines.extend(pieces.into_iter().map(|text| TextLine { text, ending: Ending::Inside }));
        used = measure.width_of(&rest);
        current = rest;
    }
    if !current.is_empty() {
        lines.push(TextLine { text: current, ending: Ending::Paragraph });
    }
    lines
}

/// The pieces of a word, each of which fits: after a sign that joins, else anywhere between letters.
fn break_word(word: &str, measure: Measure) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut seam: Option<usize> = None;
    for character in word.chars() {
        piece.push(character);
        while piece.chars().nth(1).is_some() && !measure.fits(&piece) && !is_mark(character) {
            let last = piece.len() - character.len_utf8();
            let at = seam.take().filter(|at| *at < piece.len()).unwrap_or(last);
            let overflow = piece.split_off(at);
            pieces.push(std::mem::replace(&mut piece, overflow));
        }
        if matches!(character, '-' | '/' | '@' | '.' | '_' | '\u{a0}') {
            seam = Some(piece.len());
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NARROW: Measure = Measure { weight: Weight::Regular, size: 10.0, width: 60.0 };

    fn joined(lines: &[TextLine]) -> String {
        let mut text = String::new();
        for line in lines {
            text.push_str(&line.text);
            text.push_str(match line.ending {
                Ending::Paragraph => "\n",
                Ending::Blank => " ",
                Ending::Inside => "",
            });
        }
        text
    }

    #[test]
    fn a_long_word_is_broken_after_a_sign_that_joins_first() {
        let lines = break_text("maria-magdalena.vandenbroucke", NARROW);
        assert_eq!(lines.first().map(|line| line.text.as_str()), Some("maria-"));
        assert!(lines.iter().all(|line| NARROW.fits(&line.text)));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_stands_outside_the_column(text in "([a-zA-Zéß0-9@./-]{1,40} ?){0,12}") {
            let clean = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let lines = break_text(&clean, NARROW);
            prop_assert!(lines.iter().all(|line| NARROW.fits(&line.text) || line.text.chars().count() == 1));
            prop_assert_eq!(joined(&lines).trim_end().to_owned(), clean);
        }
    }
}
