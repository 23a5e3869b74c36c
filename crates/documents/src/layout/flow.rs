//! Blocks flow over pages.
//!
//! What lives here: where each line stands, and when a page is full.
//! What never comes in: head and foot (`furniture`).

use super::block::{Block, Content};
use super::fonts::Weight;
use super::furniture;
use super::lines::{Measure, TextLine, break_text};
use super::page::{BOTTOM, Bar, Belongs, Ink, Numbering, Page, Part, Run, SIDE, Slot, Style, TOP, WIDTH};

pub(crate) const BODY: Style = Style { weight: Weight::Regular, size: 10.0, leading: 13.8, ink: Ink::Black };
const STRONG: Style = Style { weight: Weight::Bold, ..BODY };
const LABEL: Style = Style { ink: Ink::Grey, size: 9.4, ..BODY };
const TITLE: Style = Style { weight: Weight::Bold, size: 17.0, leading: 22.0, ink: Ink::Blue };
const HEADING: Style = Style { weight: Weight::Bold, size: 11.4, leading: 16.0, ink: Ink::Blue };
const SMALL: Style = Style { weight: Weight::Regular, size: 8.8, leading: 12.4, ink: Ink::Grey };

/// Space between two blocks.
const GAP: f32 = 6.5;
/// Space above and under the letters of a row, a notice.
const PADDING: f32 = 2.8;
/// How far the text of lists and quotes stands from the margin.
const INDENT: f32 = 20.0;
/// Where values begin and answers begin.
const VALUES_AT: f32 = 176.0;
const ANSWERS_AT: f32 = 405.0;
/// Empty room to sign in.
const SIGN_ROOM: f32 = 36.0;
/// How much must fit under a heading.
const UNDER_A_HEADING: f32 = 36.0;

/// Pages with their reading order.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Page>,
    pub(crate) parts: Vec<Part>,
    pub(crate) slots: usize,
}

/// Gives a document its pages. `numbered` writes the number of a page among so many.
pub(crate) fn lay_out(content: &Content, numbered: &dyn Fn(usize, usize) -> String) -> Laid {
    let mut flow = Flow { pages: vec![Page::default()], y: TOP, parts: Vec::new(), slots: 0 };
    flow.y = furniture::letterhead(&mut flow, content);
    if let Some(warning) = &content.warning {
        flow.notice(&warning.long, STRONG);
        flow.y += GAP;
    }
    flow.title(&content.title);
    for (at, block) in content.blocks.iter().enumerate() {
        if let Some(signatures @ Block::Signatures(_)) = content.blocks.get(at + 1) {
            flow.keep_together(block, signatures);
        }
        flow.block(block);
    }
    furniture::heads_and_feet(&mut flow.pages, content, numbered);
    Laid { pages: flow.pages, parts: flow.parts, slots: flow.slots }
}

/// The highest block that goes over the page with the signatures under it.
const KEPT_WITH_SIGNATURES: f32 = 220.0;

/// The pages so far and the place where the next line goes.
#[derive(Clone)]
pub(crate) struct Flow {
    pages: Vec<Page>,
    y: f32,
    parts: Vec<Part>,
    slots: usize,
}

/// Two columns of a table.
#[derive(Clone, Copy)]
struct Columns {
    second_at: f32,
    first: Style,
    second: Style,
}

impl Flow {
    /// A fresh place in the reading order.
    pub(crate) fn slot(&mut self) -> Slot {
        let slot = Slot(self.slots);
        self.slots += 1;
        slot
    }

    /// Puts a part at the end of the reading order.
    pub(crate) fn part(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// The page that is being filled.
    pub(crate) fn page(&mut self) -> Option<&mut Page> {
        self.pages.last_mut()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Text(text) => self.text(text),
            Block::Quote(text) => self.quote(text),
            Block::Notice(text) => self.notice(text, BODY),
            Block::List(numbering, items) => self.list(*numbering, items),
            Block::Rows(rows) => {
                self.table(rows, Columns { second_at: VALUES_AT, first: LABEL, second: BODY });
            }
            Block::Answers(rows) => {
                self.table(rows, Columns { second_at: ANSWERS_AT, first: BODY, second: STRONG });
            }
            Block::Signatures(signatures) => self.signatures(signatures),
        }
        self.y += GAP;
    }

    /// Turns to a new page when so much does not fit on this one.
    fn need(&mut self, height: f32) {
        let fresh = self.pages.last().is_some_and(|page| page.runs.is_empty() && page.bars.is_empty());
        if self.y + height > BOTTOM && !fresh {
            self.pages.push(Page::default());
            self.y = TOP;
        }
    }

    /// Turns the page before a short block whose signatures would stand alone on the next page.
    fn keep_together(&mut self, block: &Block, signatures: &Block) {
        let mut trial = self.clone();
        trial.block(block);
        let (pages, height) = (trial.pages.len(), trial.y - self.y);
        trial.block(signatures);
        if pages == self.pages.len() && trial.pages.len() > pages && height < KEPT_WITH_SIGNATURES {
            self.pages.push(Page::default());
            self.y = TOP;
        }
    }

    fn bar(&mut self, bar: Bar) {
        if let Some(page) = self.page() {
            page.bars.push(bar);
        }
    }

    /// One line at the current height; the height stays.
    fn put(&mut self, line: &TextLine, x: f32, style: Style, slot: Slot) {
        let baseline = self.y + style.leading * 0.5 + style.size * 0.36;
        let (text, ending) = (line.text.clone(), line.ending);
        if let Some(page) = self.page() {
            page.runs.push(Run { x, baseline, style, text, ending, belongs: Belongs::Text(slot) });
        }
    }

    /// Lines under each other. Neither the first nor the last of a paragraph stands alone on a page.
    fn lines(&mut self, lines: &[TextLine], x: f32, style: Style, slot: Slot) {
        for (at, line) in lines.iter().enumerate() {
            let left = lines.len() - at;
            let together = if left == 2 || at == 0 { left.min(if left == 3 { 3 } else { 2 }) } else { 1 };
            self.need(times(style.leading, together));
            self.put(line, x, style, slot);
            self.y += style.leading;
        }
    }

    fn title(&mut self, text: &str) {
        let slot = self.slot();
        self.y += 6.0;
        self.lines(&broken(text, TITLE, WIDTH), SIDE, TITLE, slot);
        self.y += GAP;
        self.part(Part::Title(slot, text.to_owned()));
    }

    fn heading(&mut self, text: &str) {
        let lines = broken(text, HEADING, WIDTH);
        self.y += GAP;
        self.need(times(HEADING.leading, lines.len()) + UNDER_A_HEADING);
        let slot = self.slot();
        self.lines(&lines, SIDE, HEADING, slot);
        self.y -= GAP - 2.0;
        self.part(Part::Heading(slot, text.to_owned()));
    }

    fn text(&mut self, text: &str) {
        for (at, paragraph) in text.lines().enumerate() {
            if at > 0 {
                self.y += GAP * 0.7;
            }
            let slot = self.slot();
            self.lines(&broken(paragraph, BODY, WIDTH), SIDE, BODY, slot);
            self.part(Part::Paragraph(slot));
        }
    }

    fn quote(&mut self, text: &str) {
        for (at, paragraph) in text.lines().enumerate() {
            if at > 0 {
                self.y += GAP * 0.7;
            }
            let slot = self.slot();
            for line in broken(paragraph, BODY, WIDTH - INDENT) {
                self.need(BODY.leading);
                let top = self.y;
                self.bar(Bar { left: SIDE, top, width: 2.0, height: BODY.leading, ink: Ink::Hairline });
                self.put(&line, SIDE + INDENT * 0.7, BODY, slot);
                self.y += BODY.leading;
            }
            self.part(Part::Paragraph(slot));
        }
    }

    fn notice(&mut self, text: &str, style: Style) {
        let slot = self.slot();
        let lines = broken(text, style, WIDTH - 2.0 * INDENT * 0.8);
        let height = times(style.leading, lines.len()) + 4.0 * PADDING;
        self.need(height.min(BOTTOM - TOP));
        self.tint(2.0 * PADDING);
        for line in &lines {
            self.need(style.leading);
            let here = self.y;
            self.tint(style.leading);
            let after = std::mem::replace(&mut self.y, here);
            self.put(line, SIDE + INDENT * 0.8, style, slot);
            self.y = after;
        }
        self.tint(2.0 * PADDING);
        self.part(Part::Paragraph(slot));
    }

    /// A stretch of tinted ground with a mark on its left.
    fn tint(&mut self, height: f32) {
        let top = self.y;
        self.bar(Bar { left: SIDE, top, width: WIDTH, height, ink: Ink::Tint });
        self.bar(Bar { left: SIDE, top, width: 3.0, height, ink: Ink::Blue });
        self.y += height;
    }

    fn list(&mut self, numbering: Numbering, items: &[String]) {
        let broken_items: Vec<Vec<TextLine>> =
            items.iter().map(|item| broken(item, BODY, WIDTH - INDENT)).collect();
        let mut parts = Vec::new();
        for (at, lines) in broken_items.iter().enumerate() {
            if at > 0 {
                self.y += GAP * 0.35;
            }
            // The last item does not go over the page alone.
            let last = if at + 2 == items.len() { broken_items.get(at + 1).map_or(0, Vec::len) } else { 0 };
            let together = if last == 0 { lines.len().min(2) } else { lines.len() + last };
            self.need(times(BODY.leading, together) + if last == 0 { 0.0 } else { GAP });
            let (mark, body) = (self.slot(), self.slot());
            let sign = match numbering {
                Numbering::Bullets => "\u{2022}".to_owned(),
                Numbering::Numbers => format!("{}.", at + 1),
            };
            for line in broken(&sign, BODY, INDENT) {
                self.put(&line, SIDE + 2.0, BODY, mark);
            }
            self.lines(lines, SIDE + INDENT, BODY, body);
            parts.push((mark, body));
        }
        self.part(Part::List(numbering, parts));
    }

    fn table(&mut self, rows: &[(String, String)], columns: Columns) {
        let mut parts = Vec::new();
        for (first, second) in rows {
            let first = broken(first, columns.first, columns.second_at - 12.0);
            let second = broken(second, columns.second, WIDTH - columns.second_at);
            let slots = (self.slot(), self.slot());
            self.row(&first, &second, columns, slots);
            parts.push(slots);
        }
        self.part(Part::Table(parts));
    }

    fn row(&mut self, first: &[TextLine], second: &[TextLine], columns: Columns, slots: (Slot, Slot)) {
        let leading = columns.second.leading;
        let count = first.len().max(second.len());
        let whole = times(leading, count) + 2.0 * PADDING;
        self.need(whole.min(BOTTOM - TOP));
        self.y += PADDING;
        let mut at = 0;
        while at < count {
            self.need(leading);
            let here = (at..count)
                .take_while(|line| self.y + times(leading, line - at + 1) <= BOTTOM)
                .count()
                .max(1);
            let top = self.y;
            for (column, x, style, slot) in [
                (first, SIDE, columns.first, slots.0),
                (second, SIDE + columns.second_at, columns.second, slots.1),
            ] {
                self.y = top;
                for line in column.iter().skip(at).take(here) {
                    self.put(line, x, Style { leading, ..style }, slot);
                    self.y += leading;
                }
            }
            self.y = top + times(leading, here);
            at += here;
        }
        self.y += PADDING;
        let top = self.y;
        self.bar(Bar { left: SIDE, top, width: WIDTH, height: 0.6, ink: Ink::Hairline });
    }

    fn signatures(&mut self, signatures: &[Vec<String>]) {
        let width = (WIDTH - INDENT) / 2.0;
        for pair in signatures.chunks(2) {
            let columns: Vec<Vec<TextLine>> = pair
                .iter()
                .map(|lines| lines.iter().flat_map(|line| broken(line, SMALL, width)).collect())
                .collect();
            let most = columns.iter().map(Vec::len).max().unwrap_or_default();
            let height = times(SMALL.leading, most) + SIGN_ROOM;
            self.need(height + GAP);
            self.y += GAP;
            let top = self.y;
            let mut x = SIDE;
            for lines in &columns {
                self.y = top;
                let slot = self.slot();
                for line in lines {
                    self.put(line, x, SMALL, slot);
                    self.y += SMALL.leading;
                }
                self.bar(Bar { left: x, top: top + height, width, height: 0.8, ink: Ink::Grey });
                self.part(Part::Paragraph(slot));
                x += width + INDENT;
            }
            self.y = top + height + GAP;
        }
    }
}

pub(crate) fn broken(text: &str, style: Style, width: f32) -> Vec<TextLine> {
    break_text(text, Measure { weight: style.weight, size: style.size, width })
}

/// So many lines of this height.
fn times(leading: f32, lines: usize) -> f32 {
    leading * u16::try_from(lines).map_or(f32::from(u16::MAX), f32::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::block::Warning;
    use crate::layout::fonts::width;
    use crate::layout::page::PAPER;
    use proptest::prelude::*;

    fn content(blocks: Vec<Block>) -> Content {
        let warning = Warning { short: "NOT FOR THE FILE".into(), long: "Not for the file. ".repeat(9) };
        let sender = vec!["Zone ".repeat(40), "A very long line of an address, ".repeat(6)];
        let particulars = vec!["Reference: ".to_owned() + &"X-2026/".repeat(20)];
        Content {
            title: "A title ".repeat(20),
            letterhead: sender,
            particulars,
            warning: Some(warning),
            blocks,
        }
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let text = || "([A-Za-z0-9@./é-]{1,70} ?){1,120}";
        let rows = || proptest::collection::vec((text(), text()), 1..4);
        prop_oneof![
            "[A-Za-z ]{1,90}".prop_map(Block::Heading),
            text().prop_map(Block::Text),
            text().prop_map(Block::Quote),
            text().prop_map(Block::Notice),
            proptest::collection::vec(text(), 1..6).prop_map(|items| Block::List(Numbering::Numbers, items)),
            rows().prop_map(Block::Rows),
            rows().prop_map(Block::Answers),
            proptest::collection::vec(
                proptest::collection::vec("([A-Za-z0-9@./é-]{1,70} ?){1,5}", 1..3),
                1..4
            )
            .prop_map(Block::Signatures),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn no_letter_stands_outside_the_paper_and_every_slot_is_read(
            blocks in proptest::collection::vec(any_block(), 1..9),
        ) {
            let laid = lay_out(&content(blocks), &|page, pages| format!("{page}/{pages}"));
            for page in &laid.pages {
                for run in &page.runs {
                    let right = run.x + width(&run.text, run.style.weight) * run.style.size;
                    prop_assert!(run.x >= SIDE && right <= SIDE + WIDTH + 0.5, "{} to {right}: {}", run.x, run.text);
                    let foot = run.belongs == Belongs::Foot;
                    prop_assert!(foot || run.baseline <= BOTTOM, "{}: {}", run.baseline, run.text);
                    prop_assert!(run.baseline < PAPER.1 - 20.0);
                }
            }
            let mut read: Vec<Slot> = Vec::new();
            for part in &laid.parts {
                match part {
                    Part::Title(slot, _) | Part::Heading(slot, _) | Part::Paragraph(slot) => read.push(*slot),
                    Part::List(_, pairs) | Part::Table(pairs) => read.extend(pairs.iter().flat_map(|pair| [pair.0, pair.1])),
                }
            }
            read.sort();
            prop_assert_eq!(read, (0..laid.slots).map(Slot).collect::<Vec<_>>());
        }
    }
}
