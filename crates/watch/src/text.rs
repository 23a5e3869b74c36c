//! Lengths of texts that people type, counted in characters.

/// Has at least one visible character and at most `max` characters in all; else gives `max` back.
pub(crate) fn within(text: &str, max: usize) -> Result<(), usize> {
    if is_blank(text) || text.chars().nth(max).is_some() { Err(max) } else { Ok(()) }
}

/// Nothing but white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(within(&"é".repeat(40), 40), Ok(()));
        assert_eq!(within(&"é".repeat(41), 40), Err(40));
        assert_eq!(within(" \t", 40), Err(40));
        assert_eq!(within("", 40), Err(40));
    }
}
