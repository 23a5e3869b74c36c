//! Tables for spreadsheets: CSV, with the separator and byte-order mark that a given Excel wants.
//!
//! A cell that a spreadsheet would compute is made plain text with an apostrophe. Never here: what is in a table.

use crate::problem::Problem;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `,`, as RFC 4180 has it.
    #[default]
    Comma,
    /// `;`, as Excel in Dutch and French wants it.
    Semicolon,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Form {
    /// Begin with a byte-order mark, by which Excel knows that it is UTF-8.
    #[serde(default)]
    pub bom: bool,
    /// What stands between cells; a comma when absent.
    #[serde(default)]
    #[param(inline)]
    pub separator: Separator,
}

/// A table: its head and its rows.
#[derive(Debug)]
pub struct Table {
    /// What it is; stands above it where several follow each other.
    pub name: &'static str,
    /// Names of columns: stable words.
    pub head: Vec<String>,
    /// Rows, as long as the head.
    pub rows: Vec<Vec<String>>,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The text of some tables: of one, its head and rows; of several, each with its name above it and an empty line between.
///
/// # Errors
/// [`Problem::internal`] when a row is not as long as its head: a fault of ours.
pub fn write(tables: &[Table], form: Form) -> Result<Vec<u8>, Problem> {
    let mut text = if form.bom { BOM.to_vec() } else { Vec::new() };
    for (place, table) in tables.iter().enumerate() {
        if place > 0 {
            text.extend_from_slice(b"\r\n");
        }
        if tables.len() > 1 {
            text.extend_from_slice(table.name.as_bytes());
            text.extend_from_slice(b"\r\n");
        }
        text = table.append(text, form.separator).map_err(|_| Problem::internal())?;
    }
    Ok(text)
}

/// The answer, to be saved under this name.
///
/// # Errors
/// As [`write`].
pub fn respond(tables: &[Table], name: &str, form: Form) -> Result<Response, Problem> {
    let text = write(tables, form)?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""))
        .map_err(|_| Problem::internal())?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], text).into_response())
}

impl Table {
    fn append(&self, text: Vec<u8>, separator: Separator) -> Result<Vec<u8>, csv::Error> {
        let delimiter = match separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(text);
        for row in core::iter::once(&self.head).chain(&self.rows) {
            writer.write_record(row.iter().map(|cell| plain(cell)))?;
        }
        writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
    }
}

/// A cell that begins like a formula gets an apostrophe before it.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            name: "persons",
            head: vec!["case_number".into(), "count".into()],
            rows: vec![
                vec!["=HYPERLINK(\"http://x\")".into(), "1".into()],
                vec!["2026;0412, \"a\"".into(), "é".into()],
            ],
        }
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_compute_is_plain_text() {
        for formula in ["=1+1", "+32470", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(plain(formula), format!("'{formula}"));
        }
        assert_eq!(plain("2026-0412"), "2026-0412");
    }

    #[test]
    fn cells_are_quoted_as_the_separator_asks() {
        let text = String::from_utf8(write(&[table()], Form::default()).unwrap()).unwrap();
        assert_eq!(
            text,
            "case_number,count\r\n\"'=HYPERLINK(\"\"http://x\"\")\",1\r\n\"2026;0412, \"\"a\"\"\",é\r\n"
        );
        let form = Form { bom: true, separator: Separator::Semicolon };
        let text = write(&[table()], form).unwrap();
        assert!(text.starts_with(BOM));
        assert!(String::from_utf8(text).unwrap().contains("case_number;count\r\n"));
    }

    #[test]
    fn several_tables_stand_below_each_other_with_their_names() {
        let small = || Table { name: "one", head: vec!["a".into()], rows: vec![vec!["1".into()]] };
        let text = String::from_utf8(write(&[small(), small()], Form::default()).unwrap()).unwrap();
        assert_eq!(text, "one\r\na\r\n1\r\n\r\none\r\na\r\n1\r\n");
    }

    #[test]
    fn a_row_of_another_length_is_no_table() {
        let bad = Table { name: "bad", head: vec!["a".into()], rows: vec![vec!["1".into(), "2".into()]] };
        assert!(write(&[bad], Form::default()).is_err());
    }
}
