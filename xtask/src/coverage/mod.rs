//! Every requirement with the code that cites it and the tests that prove it.
//!
//! What lives here: joining `docs/requirements.md` with what the sources cite, and printing the table.
//! What never comes in: a judgement whether a test is good; that is read in review.

mod citations;
mod requirements;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::Verdict;
use crate::arguments::Arguments;
use crate::workspace::Workspace;
use citations::{Citation, Role};
use requirements::{Requirement, Status};

const REQUIREMENTS: &str = "docs/requirements.md";

/// One requirement with the files that cite it as code and those that prove it.
#[derive(Debug)]
struct Line {
    requirement: Requirement,
    code: Vec<String>,
    tests: Vec<String>,
}

impl Line {
    fn lacks(&self) -> Option<&'static str> {
        match (self.requirement.status, self.code.is_empty(), self.tests.is_empty()) {
            (Status::Later, _, _) | (Status::Now, false, false) => None,
            (Status::Now, true, true) => Some("code and test"),
            (Status::Now, true, false) => Some("code"),
            (Status::Now, false, true) => Some("test"),
        }
    }
}

/// `cargo xtask coverage [--json]`.
///
/// # Errors
/// When the requirements or the sources cannot be read.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Result<Verdict, String> {
    let as_json = arguments.take_switch("--json");
    arguments.finish()?;
    let lines = join(requirements::parse(&workspace.read(REQUIREMENTS)?), citations::collect(workspace)?);
    if as_json {
        println!("{}", to_json(&lines));
    } else {
        print_table(&lines);
    }
    Ok(if lines.iter().all(|line| line.lacks().is_none()) { Verdict::Fine } else { Verdict::Found })
}

/// What is wrong with the ids themselves: twice in the table, or cited without being in it.
///
/// # Errors
/// When the requirements or the sources cannot be read.
pub(crate) fn check_ids(workspace: &Workspace) -> Result<Vec<(String, String)>, String> {
    let requirements = requirements::parse(&workspace.read(REQUIREMENTS)?);
    let mut complaints: Vec<(String, String)> = requirements::faults(&requirements)
        .into_iter()
        .map(|complaint| (REQUIREMENTS.to_owned(), complaint))
        .collect();
    for citation in citations::collect(workspace)? {
        if !requirements.iter().any(|requirement| requirement.id == citation.id) {
            complaints
                .push((citation.file, format!("cites {}, which is not in {REQUIREMENTS}", citation.id)));
        }
    }
    Ok(complaints)
}

fn join(requirements: Vec<Requirement>, citations: Vec<Citation>) -> Vec<Line> {
    let mut by_id: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for citation in citations {
        let (code, tests) = by_id.entry(citation.id).or_default();
        let files = match citation.role {
            Role::Code => code,
            Role::Test => tests,
        };
        if !files.contains(&citation.file) {
            files.push(citation.file);
        }
    }
    requirements
        .into_iter()
        .map(|requirement| {
            let (code, tests) = by_id.remove(&requirement.id).unwrap_or_default();
            Line { requirement, code, tests }
        })
        .collect()
}

fn to_json(lines: &[Line]) -> Value {
    let rows: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.requirement.id,
                "status": line.requirement.status_text,
                "code": line.code,
                "tests": line.tests,
                "lacks": line.lacks(),
            })
        })
        .collect();
    json!({ "requirements": rows })
}

fn print_table(lines: &[Line]) {
    println!("{:<7}  {:<16}  {:<46}  tests", "id", "status", "code");
    for line in lines {
        let Requirement { id, status_text, .. } = &line.requirement;
        println!("{id:<7}  {status_text:<16}  {:<46}  {}", in_short(&line.code), in_short(&line.tests));
    }
    let now = lines.iter().filter(|line| line.requirement.status == Status::Now).count();
    let lacking: Vec<&Line> = lines.iter().filter(|line| line.lacks().is_some()).collect();
    println!();
    for line in &lacking {
        println!(
            "{} has no {}: {}",
            line.requirement.id,
            line.lacks().unwrap_or_default(),
            line.requirement.text
        );
    }
    println!(
        "{} of {now} requirements of now have code and test; {} wait for a later issue",
        now - lacking.len(),
        lines.len() - now
    );
}

/// The first file and how many more there are.
fn in_short(files: &[String]) -> String {
    let Some(first) = files.first() else { return "-".to_owned() };
    let name = first.strip_prefix("crates/").unwrap_or(first);
    match files.len() - 1 {
        0 => name.to_owned(),
        more => format!("{name} +{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::citations::{Citation, Role};
    use super::join;
    use super::requirements::parse;

    fn citation(id: &str, file: &str, role: Role) -> Citation {
        Citation { id: id.to_owned(), file: file.to_owned(), role }
    }

    #[test]
    fn a_requirement_of_now_without_code_or_test_is_named_and_a_later_one_is_not() {
        let table = "| AL-01 | a | C3 | now |\n| AL-02 | b | C3 | now |\n| AL-05 | c | C3 | later: voice |\n";
        let lines = join(
            parse(table),
            vec![
                citation("AL-01", "crates/watch/src/a.rs", Role::Code),
                citation("AL-01", "crates/watch/src/a.rs", Role::Code),
                citation("AL-01", "crates/watch/src/tests.rs", Role::Test),
                citation("AL-02", "crates/watch/src/a.rs", Role::Code),
            ],
        );
        let lacks: Vec<_> = lines.iter().map(super::Line::lacks).collect();
        assert_eq!(lacks, [None, Some("test"), None]);
        assert_eq!(lines[0].code.len(), 1);
    }
}
