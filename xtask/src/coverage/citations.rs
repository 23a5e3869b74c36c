//! Where the sources cite a requirement.
//!
//! What lives here: finding ids in Rust, TypeScript and Svelte, and telling code from tests. In Rust
//! a test proves a requirement by saying `Proves ID[, ID]`; in TypeScript tests the id in a title or a
//! comment does. The simulation is a test through and through.
//! What never comes in: the requirements themselves.

use crate::rust_source::{RustSource, within};
use crate::tidy::{is_rust_test_file, is_typescript_test_file};
use crate::workspace::Workspace;

/// The families of ids, and how many digits each has: those of the requirements, and those of the standards that we keep to.
const FAMILIES: [(&str, usize); 11] = [
    ("AL", 2),
    ("MS", 2),
    ("EM", 2),
    ("GN", 2),
    ("FL", 2),
    ("ARC", 2),
    ("T-ARC", 1),
    ("T-NIJ", 1),
    ("T-NIJ", 2),
    ("BT", 2),
    ("WC", 2),
];
const PROVES: &str = "Proves ";

/// What a citation is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The product implements the requirement here.
    Code,
    /// A test proves it here.
    Test,
}

/// One mention of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Citation {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) role: Role,
}

/// Every citation in the product and its tests, file by file.
pub(super) fn collect(workspace: &Workspace) -> Result<Vec<Citation>, String> {
    let mut found = Vec::new();
    for file in workspace.files("crates", &[".rs"]) {
        found.extend(in_rust(&file, &workspace.read(&file)?));
    }
    for folder in ["web", "e2e"] {
        for file in workspace.files(folder, &[".ts", ".svelte"]) {
            found.extend(in_typescript(&file, &workspace.read(&file)?));
        }
    }
    Ok(found)
}

fn in_rust(file: &str, text: &str) -> Vec<Citation> {
    let spans = RustSource::new(text).test_lines();
    let all_tests = is_rust_test_file(file) || file.starts_with("crates/sim/");
    let proven = proven_lines(text);
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let test = all_tests || within(&spans, index + 1);
        for (id, _) in ids(line) {
            let proves = proven.iter().any(|(number, proven)| *number == index && proven == id);
            match (test, proves) {
                (true, true) => {
                    found.push(Citation { id: id.to_owned(), file: file.to_owned(), role: Role::Test })
                }
                (false, _) => {
                    found.push(Citation { id: id.to_owned(), file: file.to_owned(), role: Role::Code })
                }
                (true, false) => {}
            }
        }
    }
    found
}

/// The ids that follow a `Proves`, with their line (from 0). A list may go on in the next comment line.
fn proven_lines(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices(PROVES) {
        let mut place = start + PROVES.len();
        while let Some((id, length)) = leading_id(text.get(place..).unwrap_or_default()) {
            place += length;
            let line = text
                .as_bytes()
                .get(..place)
                .unwrap_or_default()
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            found.push((line, id.to_owned()));
        }
    }
    found
}

/// The id that a text begins with, after what may stand between two ids of a list, and the length of both.
fn leading_id(text: &str) -> Option<(&str, usize)> {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '/', '*', '!', ',', '&', '`']);
        let after_and = trimmed.strip_prefix("and").filter(|rest| rest.starts_with(char::is_whitespace));
        let trimmed = after_and.unwrap_or(trimmed);
        if trimmed.len() == rest.len() {
            break;
        }
        rest = trimmed;
    }
    let id = id_at_start(rest)?;
    Some((id, text.len() - rest.len() + id.len()))
}

fn in_typescript(file: &str, text: &str) -> Vec<Citation> {
    let role = if is_typescript_test_file(file) { Role::Test } else { Role::Code };
    ids(text).map(|(id, _)| Citation { id: id.to_owned(), file: file.to_owned(), role }).collect()
}

/// Every requirement id in a text with its place in bytes.
pub(super) fn ids(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.match_indices('-').filter_map(move |(dash, _)| {
        FAMILIES.iter().find_map(|(family, _)| {
            let before = text.get(..dash)?.strip_suffix(family)?;
            let alone = !before.ends_with(|c: char| c.is_alphanumeric() || c == '-');
            let id = id_at_start(text.get(before.len()..)?).filter(|_| alone)?;
            Some((id, before.len()))
        })
    })
}

/// The id with which a text begins, with nothing that belongs to it after it.
fn id_at_start(text: &str) -> Option<&str> {
    FAMILIES.iter().find_map(|(family, digits)| {
        let length = family.len() + 1 + digits;
        let number = text.get(..length)?.strip_prefix(family)?.strip_prefix('-')?;
        let alone = !text.get(length..)?.starts_with(|c: char| c.is_alphanumeric());
        (alone && number.bytes().all(|b| b.is_ascii_digit())).then(|| text.get(..length))?
    })
}

#[cfg(test)]
mod tests {
    use super::{Role, ids, in_rust, in_typescript};

    fn cited(file: &str, text: &str) -> Vec<(String, Role)> {
        in_rust(file, text).into_iter().map(|citation| (citation.id, citation.role)).collect()
    }

    #[test]
    fn ids_stand_alone() {
        let found: Vec<&str> =
            ids("AL-01, (MS-31) XAL-02 AL-033 art. GN-03: é-AL-04 FL-20").map(|(id, _)| id).collect();
        assert_eq!(found, ["AL-01", "MS-31", "GN-03", "FL-20"]);
        let standards: Vec<&str> = ids("ARC-02, T-ARC-4; T-ARC-12 ARC-1 T-BT BT-05..BT-07 WC-01: NIJ-01")
            .map(|(id, _)| id)
            .collect();
        assert_eq!(standards, ["ARC-02", "T-ARC-4", "BT-05", "BT-07", "WC-01"]);
    }

    #[test]
    fn code_cites_and_tests_prove() {
        let text = "/// First taker owns (FL-06).\nfn take() {}\n#[cfg(test)]\nmod tests {\n\
            \x20   /// Proves FL-06, AL-09 and\n    /// GN-05: more.\n    fn t() {} // see AL-10\n}\n";
        assert_eq!(
            cited("crates/watch/src/alarm.rs", text),
            [
                ("FL-06".to_owned(), Role::Code),
                ("FL-06".to_owned(), Role::Test),
                ("AL-09".to_owned(), Role::Test),
                ("GN-05".to_owned(), Role::Test)
            ]
        );
    }

    #[test]
    fn ids_of_any_length_are_proven_in_one_list() {
        let text = "// Proves T-ARC-4, ARC-02 and\n// AL-09: more, T-ARC-5.\n";
        let proven: Vec<String> =
            cited("crates/engine/tests/a.rs", text).into_iter().map(|(id, _)| id).collect();
        assert_eq!(proven, ["T-ARC-4", "ARC-02", "AL-09"]);
    }

    #[test]
    fn a_mention_in_a_test_that_proves_nothing_does_not_count() {
        assert_eq!(cited("crates/watch/tests/a.rs", "// like AL-10\n"), []);
        assert_eq!(
            cited("crates/watch/tests/a.rs", "// Proves AL-10.\n"),
            [("AL-10".to_owned(), Role::Test)]
        );
    }

    #[test]
    fn the_simulation_proves_and_never_implements() {
        assert_eq!(
            cited("crates/sim/src/checks.rs", "/// Proves GN-05.\n/// AL-09\n"),
            [("GN-05".to_owned(), Role::Test)]
        );
    }

    #[test]
    fn the_console_cites_in_code_and_proves_in_tests() {
        let role =
            |file: &str| in_typescript(file, "// AL-03\n").into_iter().map(|c| c.role).collect::<Vec<_>>();
        assert_eq!(role("web/src/desk/queue.ts"), [Role::Code]);
        assert_eq!(role("web/src/desk/queue.test.ts"), [Role::Test]);
        assert_eq!(role("e2e/press.spec.ts"), [Role::Test]);
    }
}
