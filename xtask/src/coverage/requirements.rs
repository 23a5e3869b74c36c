//! Reading `docs/requirements.md`.
//!
//! What lives here: the rows of its tables as values, and what can be wrong with them.
//! What never comes in: the sources.

/// When a requirement is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It must have code and test.
    Now,
    /// It waits for a later issue, named in the status text.
    Later,
}

/// A row `| id | requirement | source | status |`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requirement {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) status: Status,
    pub(super) status_text: String,
}

/// Every row whose first cell is an id, in the order of the file.
pub(super) fn parse(document: &str) -> Vec<Requirement> {
    document.lines().filter_map(parse_row).collect()
}

fn parse_row(line: &str) -> Option<Requirement> {
    let cells: Vec<&str> =
        line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let (id, text, status_text) = match cells.as_slice() {
        [id, text, _source, status] => (*id, *text, *status),
        _ => return None,
    };
    let (found, _) = super::citations::ids(id).next()?;
    if found != id {
        return None;
    }
    let status = if status_text == "now" { Status::Now } else { Status::Later };
    Some(Requirement {
        id: id.to_owned(),
        text: text.to_owned(),
        status,
        status_text: status_text.to_owned(),
    })
}

/// Ids that stand there twice and statuses that say neither `now` nor what is waited for.
pub(super) fn faults(requirements: &[Requirement]) -> Vec<String> {
    let mut faults = Vec::new();
    for (place, requirement) in requirements.iter().enumerate() {
        if requirements.iter().take(place).any(|earlier| earlier.id == requirement.id) {
            faults.push(format!("{} stands there twice", requirement.id));
        }
        let waits_for = requirement.status_text.strip_prefix("later: ").unwrap_or_default();
        if requirement.status == Status::Later && waits_for.is_empty() {
            faults.push(format!("{}: its status is `now` or `later: ISSUE`", requirement.id));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{Status, faults, parse};

    #[test]
    fn rows_with_an_id_are_read_and_everything_else_is_not() {
        let document = "# Requirements\n| id | requirement | source | status |\n|---|---|---|---|\n\
            | AL-01 | A button. | C3 | now |\ntext AL-02\n| AL-05 | Voice. | C3 | later: voice |\n";
        let rows = parse(document);
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["AL-01", "AL-05"]);
        assert_eq!(rows[0].status, Status::Now);
        assert_eq!(rows[1].status, Status::Later);
        assert_eq!(faults(&rows), Vec::<String>::new());
    }

    #[test]
    fn an_id_twice_and_a_status_without_sense_are_faults() {
        let rows = parse("| AL-01 | a | C3 | now |\n| AL-01 | b | C3 | soon |\n");
        assert_eq!(faults(&rows).len(), 2);
    }
}
