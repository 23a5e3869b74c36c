//! The checklist as data: versioned, replaceable by the official list, with factors marked 'bomb' (MS-11).
//!
//! Internal: no document that leaves with a report holds it. Never here: a score.

use super::Answers;
use crate::conditions::Answer;
use core::fmt;
use std::collections::BTreeSet;

/// Most items of a questionnaire.
pub const MAX_ITEMS: usize = 200;
/// Most characters of an item's id and of a version.
const MAX_ID_CHARS: usize = 40;
/// Most characters of a text in one language.
const MAX_ITEM_CHARS: usize = 500;

/// How an item weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// One factor among others.
    Factor,
    /// One of these found: the magistrate is told at once.
    Bomb,
}

/// One item, in the four languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable within all versions: lower-case letters, digits and hyphens, 1 to 40 characters.
    pub id: String,
    /// Factor or bomb.
    pub weight: Weight,
    /// Text in Dutch, French, German and English, 1 to 500 characters each.
    pub text: [String; 4],
}

/// One version of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// Such as `practice-1`: 1 to 40 characters.
    pub version: String,
    /// Its items in order, 1 to 200.
    pub items: Vec<Item>,
}

/// What is wrong with a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionnaireError {
    /// The version has not 1 to 40 characters.
    Version,
    /// Not 1 to 200 items.
    Count,
    /// An id is empty, too long or has other characters; the position of the item from 1.
    Id(usize),
    /// Two items have the same id.
    Twice(String),
    /// A text is empty or longer than 500 characters.
    Text(String),
    /// No item is marked 'bomb': COL 15/2020 has some.
    NoBomb,
}

impl fmt::Display for QuestionnaireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version => f.write_str("the version must have 1 to 40 characters"),
            Self::Count => write!(f, "a checklist has 1 to {MAX_ITEMS} items"),
            Self::Id(at) => {
                write!(f, "item {at}: an id has 1 to 40 lower-case letters, digits and hyphens")
            }
            Self::Twice(id) => write!(f, "item `{id}` stands there twice"),
            Self::Text(id) => {
                write!(f, "item `{id}`: each of the four texts must have 1 to {MAX_ITEM_CHARS} characters")
            }
            Self::NoBomb => f.write_str("no item is marked as a bomb"),
        }
    }
}

impl core::error::Error for QuestionnaireError {}

impl Questionnaire {
    /// Checks shapes and sizes.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), QuestionnaireError> {
        if !(1..=MAX_ID_CHARS).contains(&self.version.trim().chars().count()) {
            return Err(QuestionnaireError::Version);
        }
        if !(1..=MAX_ITEMS).contains(&self.items.len()) {
            return Err(QuestionnaireError::Count);
        }
        let mut seen = BTreeSet::new();
        for (at, item) in self.items.iter().enumerate() {
            let shaped = item.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !shaped || !(1..=MAX_ID_CHARS).contains(&item.id.len()) {
                return Err(QuestionnaireError::Id(at + 1));
            }
            if !seen.insert(&item.id) {
                return Err(QuestionnaireError::Twice(item.id.clone()));
            }
            let says = |text: &String| !text.trim().is_empty() && text.chars().nth(MAX_ITEM_CHARS).is_none();
            if !item.text.iter().all(says) {
                return Err(QuestionnaireError::Text(item.id.clone()));
            }
        }
        if self.items.iter().any(|item| item.weight == Weight::Bomb) {
            Ok(())
        } else {
            Err(QuestionnaireError::NoBomb)
        }
    }

    /// The ids of the bombs that were answered with yes.
    #[must_use]
    pub fn bombs(&self, checklist: &Checklist) -> Vec<String> {
        let is_bomb = |id: &str| self.items.iter().any(|item| item.id == id && item.weight == Weight::Bomb);
        checklist
            .answers
            .iter()
            .filter(|one| one.answer == Answer::Yes && is_bomb(&one.item))
            .map(|one| one.item)
            .collect()
    }
}

/// A checklist that was filled in or updated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// Which version of the list.
    pub version: String,
    /// One answer for each of its items, in any order.
    pub answers: Answers,
}
