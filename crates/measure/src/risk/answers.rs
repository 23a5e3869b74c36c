//! The answers of a checklist as they are kept: a cell holds the files of ten years, and each checklist is dozens of texts of a
//! few letters, so they lie in one block.
//!
//! Never here: what an answer means.

use crate::conditions::Answer;
use hoeder_vocab::{Purpose, Sensitive};

/// One item answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistAnswer {
    /// Which item.
    pub item: String,
    /// Yes, no or not known.
    pub answer: Answer,
    /// In words; may be empty.
    pub note: Sensitive<String>,
}

/// Answers in the order in which they were given, without room to spare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The item and the note of each, one after the other.
    texts: Sensitive<Box<str>>,
    rows: Box<[Row]>,
}

/// An answer, and how many bytes of the texts are its item and its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    item: u32,
    note: u32,
    answer: Answer,
}

impl Answers {
    /// From items, answers and notes that are only lent. What all of them say together stays below 4 GiB.
    pub fn of<T: AsRef<str>>(given: impl IntoIterator<Item = (T, Answer, T)>) -> Self {
        let (mut texts, mut rows) = (String::new(), Vec::new());
        let mut add = |text: &str| {
            texts.push_str(text);
            u32::try_from(text.len()).unwrap_or(u32::MAX)
        };
        for (item, answer, note) in given {
            rows.push(Row { item: add(item.as_ref()), note: add(note.as_ref()), answer });
        }
        Self { texts: Sensitive::new(Box::from(texts.as_str())), rows: Box::from(rows.as_slice()) }
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// None?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A copy of each.
    pub fn iter(&self) -> impl Iterator<Item = ChecklistAnswer> + '_ {
        let mut rest: &str = self.texts.reveal(Purpose::CaseWork);
        let mut take = move |bytes: u32| {
            let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
            let (text, after) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
            rest = after;
            text.to_owned()
        };
        self.rows.iter().map(move |row| ChecklistAnswer {
            item: take(row.item),
            answer: row.answer,
            note: Sensitive::new(take(row.note)),
        })
    }
}

impl FromIterator<ChecklistAnswer> for Answers {
    fn from_iter<I: IntoIterator<Item = ChecklistAnswer>>(given: I) -> Self {
        let lent = |one: ChecklistAnswer| (one.item, one.answer, one.note.into_revealed(Purpose::CaseWork));
        Self::of(given.into_iter().map(lent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_as_they_were_given() {
        let one = |item: &str, answer, note: &str| ChecklistAnswer {
            item: item.to_owned(),
            answer,
            note: Sensitive::new(note.to_owned()),
        };
        let given = [
            one("bomb-1", Answer::Yes, "hij heeft een geweer; é€"),
            one("", Answer::No, ""),
            one("factor-2", Answer::Unknown, "zij weet het niet"),
        ];
        let kept: Answers = given.iter().cloned().collect();
        assert_eq!((kept.len(), kept.is_empty()), (3, false));
        assert!(kept.iter().eq(given));
        assert!(Answers::default().is_empty() && Answers::default().iter().next().is_none());
    }

    #[test]
    fn what_answers_say_is_never_printed() {
        let kept = Answers::of([("item", Answer::Yes, "hij dreigt")]);
        assert!(!format!("{kept:?}").contains("dreigt"));
    }
}
