//! The two faces of the documents, shaping and widths.
//!
//! What lives here: Noto Sans as shipped in `fonts/` (licence beside it), read once.
//! What never comes in: fonts of the machine or of the network.

use std::sync::LazyLock;

use rustybuzz::{Face, UnicodeBuffer};

pub(crate) const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One glyph of a shaped text. Lengths are in em.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shaped {
    pub(crate) glyph: u32,
    /// First byte of the cluster in the text.
    pub(crate) start: usize,
    pub(crate) advance: f32,
    pub(crate) offset: (f32, f32),
}

static FACES: LazyLock<Option<(Face<'static>, Face<'static>)>> =
    LazyLock::new(|| Some((Face::from_slice(REGULAR, 0)?, Face::from_slice(BOLD, 0)?)));

fn face(weight: Weight) -> Option<&'static Face<'static>> {
    FACES.as_ref().map(|(regular, bold)| match weight {
        Weight::Regular => regular,
        Weight::Bold => bold,
    })
}

/// Whether both faces have a glyph for this character.
pub(crate) fn has(character: char) -> bool {
    FACES.as_ref().is_some_and(|(regular, bold)| {
        [regular, bold].iter().all(|face| face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0))
    }) && !character.is_control()
}

/// Shapes a text of one line, from left to right.
pub(crate) fn shape(text: &str, weight: Weight) -> Vec<Shaped> {
    let Some(face) = face(weight) else { return Vec::new() };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(rustybuzz::Direction::LeftToRight);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(face, &[], buffer);
    let em = em_of(face.units_per_em());
    shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| Shaped {
            glyph: info.glyph_id,
            start: usize::try_from(info.cluster).unwrap_or_default(),
            advance: in_em(position.x_advance, em),
            offset: (in_em(position.x_offset, em), in_em(position.y_offset, em)),
        })
        .collect()
}

/// Width of a text of one line, in em.
pub(crate) fn width(text: &str, weight: Weight) -> f32 {
    shape(text, weight).iter().map(|glyph| glyph.advance).sum()
}

fn em_of(units: i32) -> f32 {
    i16::try_from(units).map_or(1000.0, f32::from)
}

fn in_em(units: i32, em: f32) -> f32 {
    i16::try_from(units).map_or(0.0, f32::from) / em
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_fonts_are_read_and_have_the_letters_of_our_texts() {
        assert!(FACES.is_some());
        for character in "abcXYZ0189éèçïüßœŒæøå€•–—…‘’“”«»ąłșİğЖλ\u{a0}".chars()
        {
            assert!(has(character), "{character}");
        }
        assert!(!has('\n') && !has('\u{1F600}') && !has('\u{E000}'));
    }

    #[test]
    fn bold_is_wider_and_a_longer_text_is_longer() {
        assert!(width("Protected", Weight::Bold) > width("Protected", Weight::Regular));
        assert!(width("mm", Weight::Regular) > width("ii", Weight::Regular));
    }
}
