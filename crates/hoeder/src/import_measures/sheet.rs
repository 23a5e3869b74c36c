//! The file as rows of cells: CSV with `;`, `,` or a tab, or JSON.
//!
//! Never here: what a cell means (`place`).

use super::columns::{COLUMNS, Need};
use super::{Fault, MAX_ROWS};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The cells of a row that hold something, by column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line of the file, from 1; in JSON the number of the object.
    pub(crate) number: u64,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    /// What stands in a column; `None` when it is empty.
    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }
    fn put(&mut self, column: &'static str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.cells.insert(column, text.to_owned());
        }
    }
}

/// Reads a file; JSON when it begins with a bracket.
///
/// # Errors
/// What is wrong with its form: headings, rows of another length, too many rows.
pub(crate) fn read(text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = if text.trim_start().starts_with(['[', '{']) { json(text)? } else { csv(text)? };
    if rows.is_empty() {
        return Err(vec![Fault::of_row(1, "there is no row", "write one row for each measure that runs")]);
    }
    if rows.len() > MAX_ROWS {
        return Err(vec![Fault::of_row(1, "there are more than 10000 rows", "divide the file")]);
    }
    Ok(rows)
}

fn known(heading: &str) -> Option<&'static str> {
    let heading = heading.trim().to_lowercase();
    COLUMNS.iter().find(|column| column.name == heading).map(|column| column.name)
}

/// The separator of the heading: the one that gives most columns.
fn separator(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| heading.bytes().filter(|byte| byte == separator).count();
    [b',', b'\t', b';'].into_iter().max_by_key(count).unwrap_or(b';')
}

fn csv(text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let heading = match records.next() {
        Some(Ok(heading)) => heading,
        Some(Err(_)) | None => {
            return Err(vec![Fault::of_row(
                1,
                "there is no heading",
                "begin with `hoeder import measures --template csv`",
            )]);
        }
    };
    let names: Vec<Option<&'static str>> = heading.iter().map(known).collect();
    let mut faults = headings(heading.iter(), &names);
    let mut rows = Vec::new();
    for record in records {
        let Ok(record) = record else {
            faults.push(Fault::of_row(0, "a line cannot be read", "save the file as CSV in UTF-8"));
            continue;
        };
        let number = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > names.len() {
            let what = format!("{} cells under {} headings", record.len(), names.len());
            faults.push(Fault::of_row(number, what, "put a cell that holds the separator between quotes"));
        }
        let mut row = Row { number, ..Row::default() };
        for (name, cell) in names.iter().zip(record.iter()) {
            if let Some(name) = name {
                row.put(name, cell);
            }
        }
        rows.push(row);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn headings<'a>(written: impl Iterator<Item = &'a str>, names: &[Option<&'static str>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (heading, name) in written.zip(names) {
        match name {
            None if heading.trim().is_empty() => {}
            None => faults.push(Fault::new(
                1,
                heading,
                "no such column",
                "rename it as in `--template csv`, or take it out",
            )),
            Some(name) if !seen.insert(*name) => {
                faults.push(Fault::new(1, name, "the column stands twice", "take one out"));
            }
            Some(_) => {}
        }
    }
    for column in COLUMNS.iter().filter(|column| column.need == Need::Always && !seen.contains(column.name)) {
        faults.push(Fault::new(1, column.name, "the column is missing", format!("add it: {}", column.what)));
    }
    faults
}

fn json(text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let fault = |number, what: &str| {
        Fault::of_row(number, what, "begin with `hoeder import measures --template json`")
    };
    let Ok(Value::Array(objects)) = serde_json::from_str::<Value>(text) else {
        return Err(vec![fault(1, "the file is no JSON array of objects")]);
    };
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (number, object) in (1_u64..).zip(objects) {
        let Value::Object(fields) = object else {
            faults.push(fault(number, "this is no object"));
            continue;
        };
        let mut row = Row { number, ..Row::default() };
        for (key, value) in &fields {
            match (known(key), words(value)) {
                (None, _) => {
                    faults.push(Fault::new(number, key, "no such field", "rename it as in `--template json`"))
                }
                (Some(name), None) => faults.push(Fault::new(
                    number,
                    name,
                    "neither a text nor a list of texts",
                    "put it between quotes",
                )),
                (Some(name), Some(text)) => row.put(name, &text),
            }
        }
        rows.push(row);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Array(all) => {
            let texts: Option<Vec<&str>> = all.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(" "))
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}
