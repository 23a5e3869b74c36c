//! What a document consists of, before it has pages.
//!
//! What lives here: the few blocks that letters and forms need.
//! What never comes in: places and sizes.

use super::page::Numbering;

/// A document that has its words but no pages yet.
#[derive(Clone, PartialEq)]
pub(crate) struct Content {
    /// Also the title in the PDF's metadata: never a name.
    pub(crate) title: String,
    /// Who it comes from: the name, then lines in small letters.
    pub(crate) letterhead: Vec<String>,
    /// On the right of the letterhead: reference, date.
    pub(crate) particulars: Vec<String>,
    /// What must stand on it where anybody sees it.
    pub(crate) warning: Option<Warning>,
    pub(crate) blocks: Vec<Block>,
}

/// 'Not for the criminal file', in words (MS-23).
#[derive(Clone, PartialEq)]
pub(crate) struct Warning {
    /// At the head of each page.
    pub(crate) short: String,
    /// On the first page, with why.
    pub(crate) long: String,
}

/// One block.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq)]
pub(crate) enum Block {
    Heading(String),
    /// Paragraphs, separated by line ends.
    Text(String),
    /// What somebody told or wrote, set apart from our own words.
    Quote(String),
    /// What must not be overlooked.
    Notice(String),
    List(Numbering, Vec<String>),
    /// Label and value.
    Rows(Vec<(String, String)>),
    /// A statement and its short answer.
    Answers(Vec<(String, String)>),
    /// Places to sign, two side by side, each with the lines that say who signs.
    Signatures(Vec<Vec<String>>),
}
