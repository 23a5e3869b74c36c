//! A text without what hides a word: case, accents, blanks, hyphens, points, line ends, invisible characters.
//!
//! What lives here: one normal form, and looking for words in it.
//! What never comes in: which words.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::text::is_invisible;

/// A text as its letters and digits only, with where its words begin and end.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Plain {
    letters: String,
    /// Byte offsets in `letters` at which a word begins; ascending. The end of the text is one more border.
    borders: Vec<usize>,
}

impl Plain {
    pub(crate) fn new(text: &str) -> Self {
        let mut letters = String::with_capacity(text.len());
        let mut borders = Vec::new();
        let mut inside = false;
        for character in text.nfkd().filter(|one| !is_combining_mark(*one) && !is_invisible(*one)) {
            if !character.is_alphanumeric() {
                inside = false;
                continue;
            }
            if !inside {
                borders.push(letters.len());
                inside = true;
            }
            fold(character, &mut letters);
        }
        borders.push(letters.len());
        Self { letters, borders }
    }

    /// The letters and digits, without anything between.
    pub(crate) fn letters(&self) -> &str {
        &self.letters
    }

    /// The words.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.borders
            .iter()
            .zip(self.borders.iter().skip(1))
            .filter_map(|(from, to)| self.letters.get(*from..*to))
    }

    /// Whether these letters stand in the text, wherever words begin and end.
    pub(crate) fn has(&self, letters: &str) -> bool {
        self.letters.contains(letters)
    }

    /// Whether these letters are whole words of the text, be it several.
    pub(crate) fn has_words(&self, letters: &str) -> bool {
        self.letters.match_indices(letters).any(|(at, found)| {
            self.borders.binary_search(&at).is_ok() && self.borders.binary_search(&(at + found.len())).is_ok()
        })
    }
}

/// Lower case, and the letters that Unicode does not take apart.
fn fold(character: char, letters: &mut String) {
    for lower in character.to_lowercase().filter(|one| !is_combining_mark(*one)) {
        match lower {
            '\u{df}' => letters.push_str("ss"),
            '\u{153}' => letters.push_str("oe"),
            '\u{e6}' => letters.push_str("ae"),
            '\u{f8}' => letters.push('o'),
            '\u{142}' => letters.push('l'),
            '\u{111}' | '\u{f0}' => letters.push('d'),
            '\u{131}' => letters.push('i'),
            '\u{fe}' => letters.push_str("th"),
            '\u{259}' => letters.push('e'),
            _ => letters.push(lower),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_a_word_is_taken_away() {
        let plain = Plain::new("K\u{e9}rk-\nSTRA\u{200B}\u{DF}e 12,\u{a0}9000");
        assert_eq!(plain.letters(), "kerkstrasse129000");
        assert_eq!(plain.words().collect::<Vec<_>>(), ["kerk", "strasse", "12", "9000"]);
    }

    #[test]
    fn short_words_count_as_whole_words_only_and_may_be_spread() {
        let plain = Plain::new("op de M e i r, bij de meiregen");
        assert!(plain.has_words("meir"));
        assert!(!Plain::new("in de meiregen").has_words("meir"));
        assert!(plain.has("meireg"));
    }
}
