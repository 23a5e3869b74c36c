//! A phone number as somebody says or types it, brought into the one form that is compared: E.164.
//!
//! Never here: keeping one. A number is personal data and stands in no message of an error.

use phonenumber::{Mode, country};

/// Longest text that is looked at.
const MOST: usize = 40;

/// E.164, such as `+32470123456`; a number without a country is one of Belgium. `None` when it is no valid number.
pub(crate) fn e164(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_digit() || "+-./() ".contains(c);
    if text.len() > MOST || !text.chars().all(plain) {
        return None;
    }
    let number = phonenumber::parse(Some(country::Id::BE), text).ok()?;
    if !number.is_valid() {
        return None;
    }
    Some(number.format().mode(Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::e164;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for text in ["+32470123456", "0470 12 34 56", "0470/12.34.56", "+32 (0)470 12 34 56", "0032470123456"]
        {
            assert_eq!(e164(text).as_deref(), Some("+32470123456"), "{text}");
        }
        assert_eq!(e164("09 266 61 11").as_deref(), Some("+3292666111"));
        assert_eq!(e164("+33 1 42 68 53 00").as_deref(), Some("+33142685300"));
        assert_eq!(e164("0479 00 99 01").as_deref(), Some("+32479009901"), "a number of the demo");
    }

    #[test]
    fn what_is_no_number_is_none() {
        let long = "1".repeat(41);
        for text in
            ["", "101", "abc", "+32", "+32 999", "tel:+32470123456", "0470 12 34 56 ext 7", long.as_str()]
        {
            assert_eq!(e164(text), None, "{text}");
        }
    }
}
