//! Measures that ran before they were kept here, from the spreadsheet of a zone: reads it, and names every fault by row and column.
//!
//! All of them or none. Never here: writing them (the engine does), the file system, and what the circular allows (room `measure`).

mod columns;
mod place;
mod sheet;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use columns::COLUMNS;
pub(crate) use columns::{template_csv, template_json};
pub(crate) use place::{Found, Roster, place};
pub(crate) use sheet::{Row, read};

/// Largest file.
pub(crate) const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// Most rows of one file.
pub(crate) const MAX_ROWS: usize = 10_000;

/// One fault of the file, with what to do. It repeats no more of a cell than a date, a code or a number of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line of the file, from 1, with the heading; in JSON the number of the object, from 1.
    pub(crate) row: u64,
    /// The column, when it is about one.
    pub(crate) column: Option<String>,
    /// What is wrong.
    pub(crate) what: String,
    /// What to do.
    pub(crate) hint: String,
}

impl Fault {
    fn new(row: u64, column: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { row, column: Some(column.to_owned()), what: what.into(), hint: hint.into() }
    }
    /// Of a whole row.
    pub(crate) fn of_row(row: u64, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { row, column: None, what: what.into(), hint: hint.into() }
    }
    /// One line for a person.
    pub(crate) fn line(&self) -> String {
        let column = self.column.as_deref().map_or_else(String::new, |column| format!(", column {column}"));
        format!("row {}{column}: {}; {}", self.row, self.what, self.hint)
    }
}
