//! No test file lies there unrun.
//!
//! What lives here: where a room has its tests in one program, that program names each of its files.
//! What never comes in: rooms without such a program; cargo finds each of their files by itself.

use super::Finding;
use crate::workspace::Workspace;

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>, String> {
    let files = workspace.files("crates", &[".rs"]);
    let mut findings = Vec::new();
    for program in files.iter().filter(|file| file.ends_with("/tests/main.rs")) {
        findings.extend(judge(program, &workspace.read(program)?, &files));
    }
    Ok(findings)
}

fn judge(program: &str, text: &str, files: &[String]) -> Vec<Finding> {
    let folder = program.trim_end_matches("main.rs");
    let beside = files.iter().filter(|file| *file != program).filter_map(|file| {
        let name = file.strip_prefix(folder)?.strip_suffix(".rs")?;
        (!name.contains('/')).then_some((file, name))
    });
    beside
        .filter(|(_, name)| !text.lines().any(|line| line == format!("mod {name};")))
        .map(|(file, name)| Finding::new(file, format!("no test of it runs: {program} lacks `mod {name};`")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_test_file_that_its_program_does_not_name_is_found() {
        let files = ["crates/a/tests/main.rs", "crates/a/tests/one.rs", "crates/a/tests/two.rs"]
            .map(ToOwned::to_owned)
            .to_vec();
        let found = judge(&files[0], "mod one;\n", &files);
        assert_eq!(found.len(), 1);
        assert!(found[0].place.ends_with("two.rs"));
    }

    #[test]
    fn what_the_files_share_and_the_tests_of_other_rooms_are_left_alone() {
        let files = ["crates/a/tests/main.rs", "crates/a/tests/support/desk.rs", "crates/b/tests/one.rs"]
            .map(ToOwned::to_owned)
            .to_vec();
        assert_eq!(judge(&files[0], "", &files), []);
    }
}
