//! Lines that are being typed in the conversation of one alarm: seen on the other side as they are, and never lost.
//!
//! A frightened person may not get to send what was typed. So what is erased, abandoned or cut off by the close is
//! *left*: kept, and marked as not sent. Never here: who may type, who is shown it (room `engine`).

use core::time::Duration;
use hoeder_vocab::handset::Typed;
use hoeder_vocab::{AccountId, MessageId, Purpose, Sensitive, UtcMillis};

/// Lines of one alarm at a time: that of the person, and those of as many desks. A further desk waits for a line that rests.
pub const MAX_DRAFTS: usize = 4;
/// A line that did not change for so long is abandoned.
pub const ABANDONED_AFTER: Duration = Duration::from_secs(10);
/// An erasure of fewer characters than this is a slip of the finger, and not kept.
pub const ERASED_CHARS: usize = 4;

/// Who types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Author {
    /// The person with the handset.
    Person,
    /// Somebody at a desk.
    Desk(AccountId),
}

/// Why a line was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftBecause {
    /// It was erased, all of it or a part that says something.
    Erased,
    /// Nothing more came for [`ABANDONED_AFTER`].
    Abandoned,
    /// The alarm was closed, or its writer's page.
    CutOff,
}

impl LeftBecause {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Erased, Self::Abandoned, Self::CutOff];

    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::Abandoned => "abandoned",
            Self::CutOff => "cut-off",
        }
    }
}

/// What was typed and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Which line.
    pub message: MessageId,
    /// Whose.
    pub author: Author,
    /// As much as there was of it at most.
    pub text: Sensitive<String>,
    /// Why it was not sent.
    pub because: LeftBecause,
}

/// A line as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose.
    pub author: Author,
    /// Which: the id that the message will have.
    pub message: MessageId,
    /// What is in the field now.
    pub text: Sensitive<String>,
    edit: u32,
    /// The line of the same author before this one, so that a late piece of it is known as such.
    former: Option<MessageId>,
    /// What the text grew to, while it is only added to and taken from at its end.
    grown: Sensitive<String>,
    /// Is `grown` in the record?
    kept: bool,
    changed_at: UtcMillis,
}

impl Draft {
    fn new(author: Author, typed: &Typed, former: Option<MessageId>, now: UtcMillis) -> Self {
        let text = typed.text.clone();
        Self {
            author,
            message: typed.message,
            edit: typed.edit,
            former,
            grown: text.clone(),
            text,
            kept: false,
            changed_at: now,
        }
    }

    /// What would be lost if the line ended now.
    fn is_unkept(&self) -> bool {
        !self.kept && !reveal(&self.grown).trim().is_empty()
    }

    fn left(&self, because: LeftBecause) -> Left {
        Left { message: self.message, author: self.author, text: self.grown.clone(), because }
    }

    fn leave(&mut self, because: LeftBecause) -> Option<Left> {
        let left = self.is_unkept().then(|| self.left(because));
        self.kept = true;
        left
    }

    /// The text is now another. What the change takes away is left, if it says something.
    fn change(&mut self, text: &Sensitive<String>, now: UtcMillis) -> Option<Left> {
        let (grown, new) = (reveal(&self.grown), reveal(text));
        let is_backspace = !new.is_empty() && grown.starts_with(new.as_str());
        let mut left = None;
        if !is_backspace {
            let erased = if new.is_empty() { ERASED_CHARS } else { taken(grown, new) };
            if erased >= ERASED_CHARS && self.is_unkept() {
                left = Some(self.left(LeftBecause::Erased));
            }
            self.kept = self.kept && grown == new;
            self.grown = text.clone();
        }
        self.text = text.clone();
        self.changed_at = now;
        left
    }

    /// When it is abandoned.
    fn due(&self) -> Option<UtcMillis> {
        self.is_unkept().then(|| self.changed_at.plus(ABANDONED_AFTER))
    }
}

fn reveal(text: &Sensitive<String>) -> &String {
    text.reveal(Purpose::AlarmHandling)
}

/// How many characters of `old` are gone in `new`, where one piece of it was replaced.
fn taken(old: &str, new: &str) -> usize {
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.chars().count().saturating_sub(same);
    let at_end = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).count();
    rest(old).saturating_sub(at_end.min(rest(new)))
}

/// The lines of one alarm: in memory only, one an author.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafts {
    lines: Vec<Draft>,
}

impl Drafts {
    /// The lines in which something stands, the person's first.
    pub fn lines(&self) -> impl Iterator<Item = &Draft> {
        self.lines.iter().filter(|line| !reveal(&line.text).is_empty())
    }

    /// Takes in how a line stands. `None`: it is older than what is known, or there is no room; nothing changed.
    pub fn typed(&mut self, author: Author, typed: &Typed, now: UtcMillis) -> Option<Vec<Left>> {
        let Some(line) = self.lines.iter_mut().find(|line| line.author == author) else {
            return self.begin(author, typed, now);
        };
        if line.message == typed.message {
            if typed.edit <= line.edit {
                return None;
            }
            line.edit = typed.edit;
            return Some(line.change(&typed.text, now).into_iter().collect());
        }
        if line.former == Some(typed.message) {
            return None;
        }
        let left = line.leave(LeftBecause::Abandoned);
        *line = Draft::new(author, typed, Some(line.message), now);
        Some(left.into_iter().collect())
    }

    fn begin(&mut self, author: Author, typed: &Typed, now: UtcMillis) -> Option<Vec<Left>> {
        let of_person = author == Author::Person;
        let desks = self.lines.iter().filter(|line| line.author != Author::Person).count();
        if !of_person && desks >= MAX_DRAFTS - 1 {
            let rests = |line: &Draft| line.author != Author::Person && !line.is_unkept();
            let at = self.lines.iter().position(rests)?;
            self.lines.remove(at);
        }
        let line = Draft::new(author, typed, None, now);
        let at = if of_person { 0 } else { self.lines.len() };
        self.lines.insert(at, line);
        Some(Vec::new())
    }

    /// A message was sent: its line is done. What it said before and says no longer is left.
    pub fn sent(
        &mut self,
        author: Author,
        message: MessageId,
        text: Option<&Sensitive<String>>,
    ) -> Option<Left> {
        let line = self.lines.iter_mut().find(|l| l.author == author && l.message == message)?;
        let erased = taken(reveal(&line.grown), text.map_or("", |text| reveal(text).as_str()));
        let left = (erased >= ERASED_CHARS).then(|| line.leave(LeftBecause::Erased)).flatten();
        // A piece of it that comes late is older than its end.
        line.edit = u32::MAX;
        line.text = Sensitive::default();
        line.grown = Sensitive::default();
        left
    }

    /// Lines that rest for too long: they stay where they are, and what they say is left.
    pub fn abandoned(&mut self, now: UtcMillis) -> Vec<Left> {
        let due = |line: &&mut Draft| line.due().is_some_and(|due| due <= now);
        self.lines.iter_mut().filter(due).filter_map(|line| line.leave(LeftBecause::Abandoned)).collect()
    }

    /// Somebody's page is gone. Gives the line that stood there, and what of it is left.
    pub fn gone(&mut self, author: Author) -> (Option<Draft>, Option<Left>) {
        let Some(at) = self.lines.iter().position(|line| line.author == author) else { return (None, None) };
        let mut line = self.lines.remove(at);
        let left = line.leave(LeftBecause::CutOff);
        (Some(line).filter(|line| !reveal(&line.text).is_empty()), left)
    }

    /// The alarm is closed: nothing is typed any more.
    pub fn close(&mut self) -> Vec<Left> {
        core::mem::take(&mut self.lines)
            .into_iter()
            .filter_map(|mut line| line.leave(LeftBecause::CutOff))
            .collect()
    }

    /// Has this author a line?
    #[must_use]
    pub fn has(&self, author: Author) -> bool {
        self.lines.iter().any(|line| line.author == author)
    }

    /// When [`Self::abandoned`] has something to say.
    #[must_use]
    pub fn next_due(&self) -> Option<UtcMillis> {
        self.lines.iter().filter_map(Draft::due).min()
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
