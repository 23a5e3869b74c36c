//! Reading Rust source just well enough for the house rules.
//!
//! What lives here: telling code from comments and literals, the span of each function, and which
//! lines are tests. What never comes in: a full grammar; clippy does what needs one.

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: String,
    /// The line of its `fn`, from 1.
    pub(crate) line: usize,
    /// Lines from `fn` to the closing brace, both counted.
    pub(crate) length: usize,
}

/// A source file with its comments and literals blanked out, line by line as long as before.
#[derive(Debug, Clone)]
pub(crate) struct RustSource {
    code: String,
}

impl RustSource {
    pub(crate) fn new(text: &str) -> Self {
        Self { code: Blanker::blank(text) }
    }

    /// The text with comments, strings and characters blanked; same number of bytes and lines.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// Every function with a body, in the order of the file.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let bytes = self.code.as_bytes();
        let mut found = Vec::new();
        for (place, _) in self.code.match_indices("fn ") {
            let starts_a_word =
                place.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|b| !is_word(*b));
            let name = self.word_at(place + 3);
            if !starts_a_word || name.is_empty() {
                continue;
            }
            let Some(open) = body_start(bytes, place) else { continue };
            let close = matching_brace(bytes, open);
            found.push(Function {
                name,
                line: self.line_of(place),
                length: self.line_of(close) - self.line_of(place) + 1,
            });
        }
        found
    }

    /// The lines (from 1, inclusive) of everything under `#[cfg(test)]`.
    pub(crate) fn test_lines(&self) -> Vec<(usize, usize)> {
        let bytes = self.code.as_bytes();
        let mut found = Vec::new();
        for start in ["#[cfg(test)]", "#[cfg(all(test"] {
            for (place, _) in self.code.match_indices(start) {
                if let Some(open) = body_start(bytes, place + start.len()) {
                    found.push((self.line_of(place), self.line_of(matching_brace(bytes, open))));
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn word_at(&self, place: usize) -> String {
        let rest = self.code.get(place..).unwrap_or_default().trim_start();
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    }

    fn line_of(&self, place: usize) -> usize {
        let before = self.code.as_bytes().get(..place).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

/// Whether a line (from 1) is inside one of the spans.
pub(crate) fn within(spans: &[(usize, usize)], line: usize) -> bool {
    spans.iter().any(|(first, last)| (*first..=*last).contains(&line))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The `{` that opens the body of the item that starts here; `None` when a `;` ends it before.
fn body_start(code: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, byte) in code.iter().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'{' if depth == 0 => return Some(place),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The place of the `}` for this `{`, or the end of the file.
fn matching_brace(code: &[u8], open: usize) -> usize {
    let mut depth = 0_usize;
    for (place, byte) in code.iter().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return place;
                }
            }
            _ => {}
        }
    }
    code.len().saturating_sub(1)
}

/// Copies source text, putting spaces for every byte of a comment or a literal.
struct Blanker<'a> {
    text: &'a [u8],
    at: usize,
    out: Vec<u8>,
}

impl<'a> Blanker<'a> {
    fn blank(text: &'a str) -> String {
        let mut blanker = Self { text: text.as_bytes(), at: 0, out: Vec::with_capacity(text.len()) };
        while blanker.at < blanker.text.len() {
            blanker.next();
        }
        // Only whole characters were blanked, so this changes nothing.
        String::from_utf8_lossy(&blanker.out).into_owned()
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn keep(&mut self) {
        self.out.push(self.peek(0));
        self.at += 1;
    }

    fn hide(&mut self) {
        let byte = self.peek(0);
        self.out.push(if byte == b'\n' { byte } else { b' ' });
        self.at += 1;
    }

    fn hide_many(&mut self, count: usize) {
        for _ in 0..count {
            if self.at < self.text.len() {
                self.hide();
            }
        }
    }

    fn next(&mut self) {
        let after_word = self.out.last().is_some_and(|byte| is_word(*byte));
        match (self.peek(0), self.peek(1)) {
            (b'/', b'/') => self.hide_line(),
            (b'/', b'*') => self.hide_block(),
            (b'"', _) => self.hide_string(),
            (b'\'', _) => self.hide_character_or_keep_lifetime(),
            (b'r', b'"' | b'#') if !after_word => self.hide_raw_string(1),
            (b'b' | b'c', b'r') if !after_word && matches!(self.peek(2), b'"' | b'#') => {
                self.hide_raw_string(2)
            }
            _ => self.keep(),
        }
    }

    fn hide_line(&mut self) {
        while self.at < self.text.len() && self.peek(0) != b'\n' {
            self.hide();
        }
    }

    fn hide_block(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.hide_many(2);
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.hide_many(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.hide(),
            }
        }
    }

    fn hide_string(&mut self) {
        self.hide();
        while self.at < self.text.len() {
            match self.peek(0) {
                b'\\' => self.hide_many(2),
                b'"' => return self.hide(),
                _ => self.hide(),
            }
        }
    }

    /// `prefix` letters, then hashes, then a quote; anything else is a raw identifier and is kept.
    fn hide_raw_string(&mut self, prefix: usize) {
        let mut hashes = 0;
        while self.peek(prefix + hashes) == b'#' {
            hashes += 1;
        }
        if self.peek(prefix + hashes) != b'"' {
            return self.keep();
        }
        self.hide_many(prefix + hashes + 1);
        while self.at < self.text.len() {
            let closes = self.peek(0) == b'"' && (1..=hashes).all(|ahead| self.peek(ahead) == b'#');
            if closes {
                return self.hide_many(1 + hashes);
            }
            self.hide();
        }
    }

    fn hide_character_or_keep_lifetime(&mut self) {
        if self.peek(1) == b'\\' {
            self.hide_many(3);
            while self.at < self.text.len() && self.peek(0) != b'\'' {
                self.hide();
            }
            return self.hide_many(1);
        }
        let length = utf8_length(self.peek(1));
        if self.peek(1 + length) == b'\'' { self.hide_many(2 + length) } else { self.keep() }
    }
}

/// The number of bytes of the character whose first byte this is.
fn utf8_length(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0..=0xEF => 3,
        0xC0..=0xDF => 2,
        0..=0xBF => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{RustSource, within};

    fn names_and_lengths(text: &str) -> Vec<(String, usize)> {
        RustSource::new(text).functions().into_iter().map(|f| (f.name, f.length)).collect()
    }

    #[test]
    fn a_function_is_measured_from_its_name_to_its_brace() {
        let text = "fn a() {\n    1;\n}\n\npub fn b<T>(x: [u8; 3]) -> [u8; 2]\nwhere\n    T: Copy,\n{\n}\n";
        assert_eq!(names_and_lengths(text), [("a".to_owned(), 3), ("b".to_owned(), 5)]);
    }

    #[test]
    fn braces_in_strings_comments_and_characters_do_not_count() {
        let text = concat!(
            "fn a() {\n",
            "    let s = \"}\\\"}\"; // }\n",
            "    let r = r#\"}\"}\"#; /* } /* } */ } */\n",
            "    let c = ['}', '\\'', '\\u{7d}', 'é', b'}'];\n",
            "    let l: &'static str = b\"}\";\n",
            "    let raw = br##\"\"#}\"##;\n",
            "}\n",
            "fn b() {}\n",
        );
        assert_eq!(names_and_lengths(text), [("a".to_owned(), 7), ("b".to_owned(), 1)]);
    }

    #[test]
    fn a_signature_without_a_body_is_not_a_function_to_measure() {
        assert_eq!(
            names_and_lengths("trait T {\n    fn a(&self);\n    fn b(&self) {}\n}\n"),
            [("b".to_owned(), 1)]
        );
        assert_eq!(names_and_lengths("type F = fn (u8) -> u8;\nmacro_rules! m { () => { fn $n() {} } }"), []);
    }

    #[test]
    fn the_lines_of_a_test_module_are_known() {
        let source =
            RustSource::new("fn a() {}\n#[cfg(test)]\nmod tests {\n    // }\n    fn t() {}\n}\nfn b() {}\n");
        let spans = source.test_lines();
        assert_eq!(spans, [(2, 6)]);
        assert!(within(&spans, 5));
        assert!(!within(&spans, 7));
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_has_no_lines_here() {
        assert_eq!(RustSource::new("#[cfg(test)]\nmod tests;\nfn a() {}\n").test_lines(), []);
    }

    #[test]
    fn blanking_keeps_every_line_and_raw_identifiers() {
        let text = "let r#fn = 'a';\nlet x = \"é\nñ\";\n";
        let source = RustSource::new(text);
        assert_eq!(source.code().lines().count(), text.lines().count());
        assert_eq!(source.code().len(), text.len());
        assert!(source.code().contains("r#fn"));
    }
}
