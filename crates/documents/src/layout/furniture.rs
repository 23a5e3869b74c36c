//! What frames the text: the letterhead of the first page, the head and foot of each.
//!
//! What lives here: who it comes from, its reference, its warning, its page number.
//! What never comes in: anything that only stands here and is not said in the text or the letterhead.

use super::block::Content;
use super::flow::{Flow, broken};
use super::fonts::{Weight, width};
use super::lines::{Ending, TextLine};
use super::page::{Bar, Belongs, Ink, PAPER, Page, Part, Run, SIDE, Style, WIDTH};

const NAME: Style = Style { weight: Weight::Bold, size: 11.0, leading: 15.0, ink: Ink::Blue };
const DETAIL: Style = Style { weight: Weight::Regular, size: 8.6, leading: 12.0, ink: Ink::Grey };
const LOUD: Style = Style { weight: Weight::Bold, ..DETAIL };

/// Where the letterhead begins.
const LETTERHEAD_TOP: f32 = 46.0;
/// Width of its two columns.
const SENDER_WIDTH: f32 = 290.0;
const PARTICULARS_WIDTH: f32 = WIDTH - SENDER_WIDTH - 14.0;
/// Baselines of the head and of the foot.
const HEAD: f32 = 48.0;
const FOOT: f32 = PAPER.1 - 40.0;

/// Writes the letterhead on the first page and says where the text goes on.
pub(crate) fn letterhead(flow: &mut Flow, content: &Content) -> f32 {
    let mut left = LETTERHEAD_TOP;
    for (at, text) in content.letterhead.iter().enumerate() {
        let style = if at == 0 { NAME } else { DETAIL };
        left = column(flow, &broken(text, style, SENDER_WIDTH), style, (SIDE, left));
    }
    let mut right = LETTERHEAD_TOP + 3.0;
    for text in &content.particulars {
        let x = SIDE + WIDTH - PARTICULARS_WIDTH;
        right = column(flow, &broken(text, DETAIL, PARTICULARS_WIDTH), DETAIL, (x, right));
    }
    let top = left.max(right) + 7.0;
    if let Some(page) = flow.page() {
        page.bars.push(Bar { left: SIDE, top, width: WIDTH, height: 1.2, ink: Ink::Blue });
    }
    top + 14.0
}

/// Lines under each other as one paragraph of the text; gives the height under them.
fn column(flow: &mut Flow, lines: &[TextLine], style: Style, (x, mut y): (f32, f32)) -> f32 {
    let slot = flow.slot();
    for line in lines {
        let baseline = y + style.leading * 0.5 + style.size * 0.36;
        if let Some(page) = flow.page() {
            let (text, ending) = (line.text.clone(), line.ending);
            page.runs.push(Run { x, baseline, style, text, ending, belongs: Belongs::Text(slot) });
        }
        y += style.leading;
    }
    flow.part(Part::Paragraph(slot));
    y
}

/// Writes the head of each page but the first, and the foot of each.
pub(crate) fn heads_and_feet(
    pages: &mut [Page],
    content: &Content,
    numbered: &dyn Fn(usize, usize) -> String,
) {
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        if at > 0 {
            let head = page_head(content);
            page.bars.push(Bar {
                left: SIDE,
                top: HEAD + 7.0,
                width: WIDTH,
                height: 0.6,
                ink: Ink::Hairline,
            });
            page.runs.extend(head);
        }
        let number = numbered(at + 1, count);
        page.bars.push(Bar { left: SIDE, top: FOOT - 15.0, width: WIDTH, height: 0.6, ink: Ink::Hairline });
        let room = WIDTH - width(&number, DETAIL.weight) * DETAIL.size - 16.0;
        page.runs.extend(run(&first_line(&content.title, DETAIL, room), SIDE, FOOT, (DETAIL, Belongs::Foot)));
        page.runs.extend(right(&number, FOOT, (DETAIL, Belongs::Foot)));
    }
}

fn page_head(content: &Content) -> Vec<Run> {
    let short = content.warning.as_ref().map(|warning| warning.short.clone()).unwrap_or_default();
    let room = WIDTH - width(&short, LOUD.weight) * LOUD.size - 16.0;
    let sender = content.letterhead.first().map(|name| first_line(name, DETAIL, room)).unwrap_or_default();
    let mut runs: Vec<Run> = run(&sender, SIDE, HEAD, (DETAIL, Belongs::Head)).into_iter().collect();
    runs.extend(right(&short, HEAD, (LOUD, Belongs::Head)));
    runs
}

/// As much of a text as fits on one line; the rest is said elsewhere.
fn first_line(text: &str, style: Style, room: f32) -> String {
    let mut lines = broken(text, style, room).into_iter();
    let first = lines.next().map(|line| line.text).unwrap_or_default();
    if lines.next().is_some() { format!("{first} \u{2026}") } else { first }
}

fn right(text: &str, baseline: f32, look: (Style, Belongs)) -> Option<Run> {
    let x = SIDE + WIDTH - width(text, look.0.weight) * look.0.size;
    run(text, x, baseline, look)
}

fn run(text: &str, x: f32, baseline: f32, (style, belongs): (Style, Belongs)) -> Option<Run> {
    let ending = Ending::Paragraph;
    (!text.is_empty()).then(|| Run { x, baseline, style, text: text.to_owned(), ending, belongs })
}
