//! From pages to a PDF file: tagged (PDF/UA-1), archivable (PDF/A-2a), the same bytes for the same input.
//!
//! What lives here: drawing, the tag tree, metadata.
//! What never comes in: a clock, an id of our own, the name of this product.

use std::num::NonZeroU16;

use hoeder_vocab::CivilDate;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document as File, SerializeSettings};

use crate::DocumentError;
use crate::language::Language;
use crate::layout::flow::Laid;
use crate::layout::fonts::{self, Weight};
use crate::layout::lines::Ending;
use crate::layout::page::{Bar, Belongs, Ink, Numbering, PAPER, Part, Run, SIDE, Slot};

/// The two faces as PDF wants them.
pub(crate) struct Faces {
    regular: Font,
    bold: Font,
}

impl Faces {
    /// Reads the shipped fonts.
    pub(crate) fn read() -> Result<Self, DocumentError> {
        let font = |bytes: &'static [u8]| Font::new(bytes.into(), 0).ok_or(DocumentError::Fonts);
        Ok(Self { regular: font(fonts::REGULAR)?, bold: font(fonts::BOLD)? })
    }

    fn of(&self, weight: Weight) -> Font {
        match weight {
            Weight::Regular => self.regular.clone(),
            Weight::Bold => self.bold.clone(),
        }
    }
}

/// What the metadata says. Nothing of it names a person, a case or this product.
pub(crate) struct About<'a> {
    pub(crate) title: &'a str,
    pub(crate) language: Language,
    pub(crate) made_on: CivilDate,
}

/// Writes the file.
pub(crate) fn write(laid: &Laid, about: &About<'_>, faces: &Faces) -> Result<Vec<u8>, DocumentError> {
    let mut file = File::new_with(settings()?);
    file.set_metadata(metadata(about));
    let mut identifiers: Vec<Vec<Identifier>> = vec![Vec::new(); laid.slots];
    for page in &laid.pages {
        let size = PageSettings::from_wh(PAPER.0, PAPER.1).ok_or(DocumentError::Fonts)?;
        let mut sheet = file.start_page_with(size);
        let mut surface = sheet.surface();
        for bar in &page.bars {
            draw_bar(&mut surface, *bar);
        }
        for run in &page.runs {
            let identifier = draw_run(&mut surface, run, faces);
            if let Belongs::Text(Slot(slot)) = run.belongs
                && let Some(found) = identifiers.get_mut(slot)
            {
                found.push(identifier);
            }
        }
        surface.finish();
        sheet.finish();
    }
    file.set_outline(outline(laid));
    file.set_tag_tree(tree(&laid.parts, &identifiers));
    file.finish().map_err(|_| DocumentError::Standard)
}

fn settings() -> Result<SerializeSettings, DocumentError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| DocumentError::Standard)?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn metadata(about: &About<'_>) -> Metadata {
    let written = about.made_on.to_string();
    let mut parts = written.split('-').map(|part| part.parse::<u16>().unwrap_or_default());
    let mut part = || parts.next().unwrap_or_default();
    let small = |value: u16| u8::try_from(value).unwrap_or(1);
    let (year, month, day) = (part(), part(), part());
    let date = DateTime::new(year).month(small(month)).day(small(day)).hour(0).minute(0).second(0);
    Metadata::new()
        .title(about.title.to_owned())
        .language(about.language.tag().to_owned())
        .creation_date(date.utc_offset_hour(0).utc_offset_minute(0))
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = ink.rgb();
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn draw_bar(surface: &mut Surface<'_>, bar: Bar) {
    let Some(rect) = Rect::from_xywh(bar.left, bar.top, bar.width, bar.height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(Some(fill(bar.ink)));
    surface.draw_path(&path);
    surface.end_tagged();
}

fn draw_run(surface: &mut Surface<'_>, run: &Run, faces: &Faces) -> Identifier {
    let tag = match run.belongs {
        Belongs::Text(_) => ContentTag::Span(SpanTag::empty()),
        Belongs::Head => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)),
        Belongs::Foot => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
    };
    // The blank at which a line was broken is drawn, so that a reader that joins the lines does not join the words.
    let text = match run.ending {
        Ending::Blank => format!("{} ", run.text),
        Ending::Inside | Ending::Paragraph => run.text.clone(),
    };
    let shaped = fonts::shape(&text, run.style.weight);
    let ends = shaped.iter().skip(1).map(|glyph| glyph.start).chain([text.len()]);
    let glyphs: Vec<KrillaGlyph> = shaped
        .iter()
        .zip(ends)
        .map(|(glyph, end)| KrillaGlyph {
            glyph_id: GlyphId::new(glyph.glyph),
            text_range: glyph.start..end,
            x_advance: glyph.advance,
            x_offset: glyph.offset.0,
            y_offset: glyph.offset.1,
            y_advance: 0.0,
            location: None,
        })
        .collect();
    let identifier = surface.start_tagged(tag);
    surface.set_fill(Some(fill(run.style.ink)));
    let start = Point::from_xy(run.x, run.baseline);
    surface.draw_glyphs(start, &glyphs, faces.of(run.style.weight), &text, run.style.size, false);
    surface.end_tagged();
    identifier
}

/// The headings as bookmarks, each at its place.
fn outline(laid: &Laid) -> Outline {
    use krilla::destination::XyzDestination;
    let mut outline = Outline::new();
    let place = |slot: Slot| {
        laid.pages.iter().enumerate().find_map(|(page, sheet)| {
            let run = sheet.runs.iter().find(|run| run.belongs == Belongs::Text(slot))?;
            Some((page, run.baseline - run.style.leading))
        })
    };
    for part in &laid.parts {
        let (slot, text) = match part {
            Part::Title(slot, text) | Part::Heading(slot, text) => (*slot, text.clone()),
            Part::Paragraph(_) | Part::List(..) | Part::Table(_) => continue,
        };
        if let Some((page, y)) = place(slot) {
            let destination = XyzDestination::new(page, Point::from_xy(SIDE, y));
            outline.push_child(OutlineNode::new(text, destination));
        }
    }
    outline
}

fn tree(parts: &[Part], identifiers: &[Vec<Identifier>]) -> TagTree {
    let with = |mut group: TagGroup, slot: Slot| {
        for identifier in identifiers.get(slot.0).into_iter().flatten() {
            group.push(*identifier);
        }
        group
    };
    let heading = |level: NonZeroU16, slot: Slot, title: &str| {
        with(TagGroup::new(Tag::Hn(level, Some(title.to_owned()))), slot)
    };
    let mut tree = TagTree::new();
    for part in parts {
        match part {
            Part::Title(slot, text) => tree.push(heading(NonZeroU16::MIN, *slot, text)),
            Part::Heading(slot, text) => {
                tree.push(heading(NonZeroU16::MIN.saturating_add(1), *slot, text));
            }
            Part::Paragraph(slot) => tree.push(with(TagGroup::new(Tag::P), *slot)),
            Part::List(numbering, items) => {
                let numbering = match numbering {
                    Numbering::Bullets => ListNumbering::Disc,
                    Numbering::Numbers => ListNumbering::Decimal,
                };
                let mut list = TagGroup::new(Tag::L(numbering));
                for (mark, body) in items {
                    let mut item = TagGroup::new(Tag::LI);
                    item.push(with(TagGroup::new(Tag::Lbl), *mark));
                    item.push(with(TagGroup::new(Tag::LBody), *body));
                    list.push(item);
                }
                tree.push(list);
            }
            Part::Table(rows) => {
                let mut table = TagGroup::new(Tag::Table);
                for (label, value) in rows {
                    let mut row = TagGroup::new(Tag::TR);
                    row.push(with(TagGroup::new(Tag::TH(TableHeaderScope::Row)), *label));
                    row.push(with(TagGroup::new(Tag::TD), *value));
                    table.push(row);
                }
                tree.push(table);
            }
        }
    }
    tree
}
