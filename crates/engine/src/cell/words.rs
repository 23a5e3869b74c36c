//! Words of an address as they are compared: lower case, without accents, letters and digits only.
//!
//! Covers the letters of the languages of this country and its neighbours; what it does not know stays as it is.

/// Most words that count; a longer text is cut there.
const MAX_WORDS: usize = 16;

/// The words of a text, in order. 'Café de l'Étoile, 12b' is `cafe`, `de`, `l`, `etoile`, `12b`.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        // A combining accent belongs to the letter before it.
        if ('\u{300}'..='\u{36f}').contains(&letter) {
            continue;
        }
        if letter.is_alphanumeric() {
            push_plain(&mut word, letter);
        } else if !word.is_empty() {
            found.push(core::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found.truncate(MAX_WORDS);
    found
}

fn push_plain(word: &mut String, letter: char) {
    let plain = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ĳ' => "ij",
        other => {
            word.push(other);
            return;
        }
    };
    word.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn case_and_accents_do_not_count_however_they_are_written() {
        assert_eq!(words("Café de l'Étoile, 12b"), ["cafe", "de", "l", "etoile", "12b"]);
        assert_eq!(words("E\u{301}toile STRASSE Straße Œuvre"), ["etoile", "strasse", "strasse", "oeuvre"]);
        assert_eq!(words(" ,;- "), [""; 0]);
        assert_eq!(words("Ĳzerlaan 1"), ["ijzerlaan", "1"]);
        assert_eq!(words("東京 1"), ["東京", "1"]);
    }
}
