//! The columns of the file, and an example to begin with.
//!
//! Never here: what is read from them (`place`).

use serde_json::{Map, Value};

/// Must it be filled in?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Always.
    Always,
    /// When it is known.
    IfKnown,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its heading.
    pub(crate) name: &'static str,
    /// Must it be filled in?
    pub(crate) need: Need,
    /// What it holds.
    pub(crate) what: &'static str,
    /// In the example.
    pub(crate) example: &'static str,
}

const fn column(name: &'static str, need: Need, what: &'static str, example: &'static str) -> Column {
    Column { name, need, what, example }
}

/// All of them, in the order of the template.
pub(crate) const COLUMNS: [Column; 24] = [
    column(
        "number",
        Need::Always,
        "the zone's own number of the measure, at most 20 characters, no name in it",
        "2026-0412",
    ),
    column("household", Need::IfKnown, "the number of the first person of the household, for the others", ""),
    column("zone", Need::Always, "the managing zone: code or name as in `hoeder zone list`", "5415"),
    column(
        "office",
        Need::IfKnown,
        "the prosecutor's office: code or name; checked against the office of the zone",
        "",
    ),
    column("name", Need::Always, "the protected person", "An Voorbeeld"),
    column("born", Need::Always, "day of birth", "1988-05-17"),
    column(
        "national_number",
        Need::IfKnown,
        "national register number, with or without dots and hyphens",
        "",
    ),
    column("language", Need::IfKnown, "nl, fr, de or en; nl when empty", "nl"),
    column("phone", Need::IfKnown, "international number", "+32470123456"),
    column(
        "relation",
        Need::Always,
        "to the suspect: ex-partners, partners, ascendant, descendant, siblings or other-family",
        "ex-partners",
    ),
    column("requested_on", Need::Always, "day of the request", "2026-01-05"),
    column(
        "request_pv",
        Need::Always,
        "report of the request, at most 40 characters",
        "GE.43.L1.000100/2026",
    ),
    column("granted_on", Need::Always, "day of the decision", "2026-01-12"),
    column(
        "granted_pv",
        Need::Always,
        "report of the decision, at most 40 characters",
        "GE.43.L1.000101/2026",
    ),
    column("magistrate", Need::Always, "who decided", "Magistrate of duty"),
    column(
        "agreed_on",
        Need::IfKnown,
        "day on which the user agreement was signed or explained",
        "2026-01-13",
    ),
    column("active_since", Need::Always, "day on which the alarm went on", "2026-01-14"),
    column(
        "device",
        Need::Always,
        "number of the device, as its record says, at most 40 characters",
        "VALRT-0001",
    ),
    column(
        "incidents",
        Need::IfKnown,
        "days of alarms and new facts, in order, with a space between",
        "2026-03-01",
    ),
    column(
        "extended_on",
        Need::IfKnown,
        "days on which it was extended, in order, with a space between",
        "2026-03-01",
    ),
    column("ends_on", Need::Always, "the last day, as the person was told", "2027-07-12"),
    column(
        "visits",
        Need::IfKnown,
        "days of visits, in order, with a space between",
        "2026-02-10 2026-05-12",
    ),
    column("ang", Need::IfKnown, "reference of the registration in the ANG; without it that is a task", ""),
    column(
        "reception_on",
        Need::IfKnown,
        "day on which the victim reception service was seized; without it that is a task",
        "2026-01-13",
    ),
];

/// The heading and one example, as Belgian spreadsheets write it.
pub(crate) fn template_csv() -> String {
    let line = |cell: fn(&Column) -> &'static str| COLUMNS.iter().map(cell).collect::<Vec<_>>().join(";");
    format!("{}\n{}\n", line(|column| column.name), line(|column| column.example))
}

/// The same as JSON.
pub(crate) fn template_json() -> String {
    let filled = COLUMNS.iter().filter(|column| !column.example.is_empty());
    let one: Map<String, Value> =
        filled.map(|column| (column.name.to_owned(), Value::String(column.example.to_owned()))).collect();
    format!("{:#}\n", Value::Array(vec![Value::Object(one)]))
}
