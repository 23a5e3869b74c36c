//! Habits: what tests do not do, what pure rooms do not name, what no file holds.
//!
//! What lives here: searches in the text of our files.
//! What never comes in: anything that needs to understand what the text means.

use super::{Finding, PURE_ROOMS};
use crate::rust_source::{RustSource, within};
use crate::workspace::Workspace;

/// Paths of the standard library that a pure room does not name outside its tests.
const IMPURE: [&str; 6] =
    ["std::env", "std::fs", "std::net", "std::process", "std::thread", "std::time::SystemTime"];
const TEXT_FILES: [&str; 13] = [
    ".rs", ".ts", ".svelte", ".toml", ".md", ".json", ".js", ".mjs", ".html", ".css", ".sh", ".service",
    ".yml",
];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for file in workspace.files("crates", &[".rs"]).into_iter().chain(workspace.files("xtask", &[".rs"])) {
        findings.extend(judge_rust(&file, &workspace.read(&file)?));
    }
    for file in workspace.files("web", &[".ts"]).into_iter().chain(workspace.files("e2e", &[".ts"])) {
        findings.extend(judge_typescript(&file, &workspace.read(&file)?));
    }
    let machine = machine_paths(workspace);
    for file in workspace.files("", &TEXT_FILES) {
        // A text file that cannot be read as UTF-8 holds no path of ours.
        let text = workspace.read(&file).unwrap_or_default();
        findings.extend(judge_paths(&file, &text, &machine));
    }
    Ok(findings)
}

/// Whether the whole of this Rust file is tests.
pub(crate) fn is_rust_test_file(file: &str) -> bool {
    let in_folder = file.split('/').any(|part| part == "tests");
    in_folder || file.ends_with("/tests.rs") || file.ends_with("_tests.rs") || file.ends_with("_test.rs")
}

/// Whether this file is tests of the console or browser tests.
pub(crate) fn is_typescript_test_file(file: &str) -> bool {
    file.starts_with("e2e/")
        || file.starts_with("web/tests/")
        || file.ends_with(".test.ts")
        || file.ends_with(".spec.ts")
}

fn judge_rust(file: &str, text: &str) -> Vec<Finding> {
    let source = RustSource::new(text);
    let spans = source.test_lines();
    let all_tests = is_rust_test_file(file);
    let pure = PURE_ROOMS.iter().any(|room| file.starts_with(&format!("crates/{room}/src/")));
    let mut findings = Vec::new();
    for (index, line) in source.code().lines().enumerate() {
        let number = index + 1;
        let place = || format!("{file}:{number}");
        let test = all_tests || within(&spans, number);
        if test && line.contains("sleep(") {
            findings.push(Finding::new(place(), "a test does not sleep; wait for the thing itself"));
        }
        if line.contains("#[ignore") {
            findings.push(Finding::new(place(), "no test is ignored"));
        }
        if let Some(named) = IMPURE.iter().find(|path| pure && !test && line.contains(**path)) {
            findings.push(Finding::new(place(), format!("a pure room does not use `{named}`")));
        }
    }
    findings
}

fn judge_typescript(file: &str, text: &str) -> Vec<Finding> {
    if !is_typescript_test_file(file) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = || format!("{file}:{}", index + 1);
        if ["waitForTimeout(", "setTimeout("].iter().any(|wait| line.contains(wait)) {
            findings.push(Finding::new(place(), "a test does not sleep; wait for the thing itself"));
        }
        if [".only(", ".skip(", ".fixme(", ".todo("].iter().any(|call| line.contains(call)) {
            findings.push(Finding::new(place(), "no test is skipped or run alone"));
        }
    }
    findings
}

/// Where this checkout and this user's home are: no file of ours should know.
fn machine_paths(workspace: &Workspace) -> Vec<String> {
    let root = workspace.root().to_string_lossy().into_owned();
    let home = std::env::var("HOME").unwrap_or_default();
    [root, home]
        .into_iter()
        .filter(|path| path.len() > 1)
        .map(|path| format!("{}/", path.trim_end_matches('/')))
        .collect()
}

fn judge_paths(file: &str, text: &str, machine: &[String]) -> Vec<Finding> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| machine.iter().any(|path| line.contains(path.as_str())))
        .map(|(index, _)| Finding::new(format!("{file}:{}", index + 1), "names a folder of this machine"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_rust_test_file, judge_paths, judge_rust, judge_typescript};

    #[test]
    fn sleeping_is_found_in_tests_and_only_there() {
        let text =
            "fn a() { thread::sleep(x); }\n#[cfg(test)]\nmod tests {\n    fn t() { sleep(x).await; }\n}\n";
        let findings = judge_rust("crates/server/src/a.rs", text);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].to_string().starts_with("crates/server/src/a.rs:4"));
        assert_eq!(judge_rust("crates/server/tests/a.rs", text).len(), 2);
    }

    #[test]
    fn a_pure_room_that_names_the_clock_is_found() {
        let text = "// std::fs in a comment is fine\nuse std::time::SystemTime;\n";
        assert_eq!(judge_rust("crates/watch/src/lib.rs", text).len(), 1);
        assert_eq!(judge_rust("crates/server/src/lib.rs", text), []);
    }

    #[test]
    fn an_ignored_or_skipped_test_is_found() {
        let mark = concat!("#[", "ignore]\nfn t() {}\n");
        assert_eq!(judge_rust("crates/geo/tests/a.rs", mark).len(), 1);
        assert_eq!(judge_typescript("e2e/press.spec.ts", "test.skip('x', () => {})\n").len(), 1);
        assert_eq!(judge_typescript("web/src/desk.ts", "setTimeout(again, 1000)\n"), []);
    }

    #[test]
    fn a_path_of_the_machine_is_found() {
        let machine = ["/srv/checkout/".to_owned()];
        assert_eq!(judge_paths("a.md", "see /srv/checkout/target\n", &machine).len(), 1);
        assert_eq!(judge_paths("a.md", "see target/\n", &machine), []);
    }

    #[test]
    fn test_files_are_known_by_their_names() {
        assert!(is_rust_test_file("crates/store/tests/contract.rs"));
        assert!(is_rust_test_file("crates/watch/src/alarm/tests.rs"));
        assert!(!is_rust_test_file("crates/watch/src/attests.rs"));
    }
}
