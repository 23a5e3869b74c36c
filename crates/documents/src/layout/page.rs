//! Pages before they are PDF: runs of letters and bars at their places, and what each run belongs to.
//!
//! What lives here: sizes of the paper, inks, slots of the reading order.
//! What never comes in: measuring or breaking of text.

use super::fonts::Weight;
use super::lines::Ending;

/// A4, in points.
pub(crate) const PAPER: (f32, f32) = (595.28, 841.89);
/// Left and right margin.
pub(crate) const SIDE: f32 = 62.0;
/// Width of the text.
pub(crate) const WIDTH: f32 = PAPER.0 - 2.0 * SIDE;
/// Where the text of a page that is not the first begins.
pub(crate) const TOP: f32 = 78.0;
/// Below this line only the foot stands.
pub(crate) const BOTTOM: f32 = PAPER.1 - 59.0;

/// The inks. All are dark enough on white paper for small letters (contrast 4.5 at least) but the tint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    Grey,
    Blue,
    Tint,
    Hairline,
}

impl Ink {
    pub(crate) const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Black => (0x16, 0x1a, 0x1f),
            Self::Grey => (0x4b, 0x55, 0x60),
            Self::Blue => (0x1b, 0x3a, 0x5c),
            Self::Tint => (0xee, 0xf2, 0xf6),
            Self::Hairline => (0xb4, 0xbe, 0xc9),
        }
    }
}

/// A place in the reading order: the lines of one paragraph, cell or label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(pub(crate) usize);

/// What a run belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Belongs {
    /// The text of the document.
    Text(Slot),
    /// The head that is repeated on each page.
    Head,
    /// The foot of each page.
    Foot,
}

/// Letters on one line.
#[derive(Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) x: f32,
    /// The line on which the letters stand, from the top of the page.
    pub(crate) baseline: f32,
    pub(crate) style: Style,
    pub(crate) text: String,
    pub(crate) ending: Ending,
    pub(crate) belongs: Belongs,
}

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// In points.
    pub(crate) size: f32,
    /// From line to line, in points.
    pub(crate) leading: f32,
    pub(crate) ink: Ink,
}

/// A filled rectangle: a rule, a tint, a line to sign on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bar {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) ink: Ink,
}

/// One page.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Page {
    pub(crate) bars: Vec<Bar>,
    pub(crate) runs: Vec<Run>,
}

/// The reading order: what a screen reader is told.
#[derive(Clone, PartialEq)]
pub(crate) enum Part {
    Title(Slot, String),
    Heading(Slot, String),
    Paragraph(Slot),
    List(Numbering, Vec<(Slot, Slot)>),
    Table(Vec<(Slot, Slot)>),
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    Bullets,
    Numbers,
}
