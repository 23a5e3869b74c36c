//! Files that one can read in one sitting, functions that fit on one screen.
//!
//! What lives here: the two limits and where they apply.
//! What never comes in: exceptions, save for files that a tool writes.

use super::Finding;
use crate::rust_source::RustSource;
use crate::workspace::Workspace;

/// A file has fewer lines than this.
const FILE_LINES: usize = 600;
/// A function has at most this many lines, from `fn` to its closing brace.
const FUNCTION_LINES: usize = 70;
const FOLDERS: [&str; 4] = ["crates", "xtask", "web", "e2e"];
const GENERATED: [&str; 1] = ["web/src/api/schema.d.ts"];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for folder in FOLDERS {
        for file in workspace.files(folder, &[".rs", ".ts", ".svelte", ".js", ".mjs", ".css"]) {
            if !GENERATED.contains(&file.as_str()) {
                findings.extend(judge(&file, &workspace.read(&file)?));
            }
        }
    }
    Ok(findings)
}

fn judge(file: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines >= FILE_LINES {
        findings.push(Finding::new(file, format!("{lines} lines; a file stays under {FILE_LINES}")));
    }
    if file.ends_with(".rs") {
        let long =
            RustSource::new(text).functions().into_iter().filter(|function| function.length > FUNCTION_LINES);
        findings.extend(long.map(|function| {
            Finding::new(
                format!("{file}:{}", function.line),
                format!("`{}` has {} lines; at most {FUNCTION_LINES}", function.name, function.length),
            )
        }));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_function_of_seventy_lines_passes_and_one_more_does_not() {
        let function = |lines: usize| format!("fn long() {{\n{}}}\n", "    work();\n".repeat(lines - 2));
        assert_eq!(judge("a.rs", &function(70)), []);
        assert_eq!(judge("a.rs", &function(71)).len(), 1);
    }

    #[test]
    fn a_file_stays_under_six_hundred_lines() {
        assert_eq!(judge("a.ts", &"x\n".repeat(599)), []);
        assert_eq!(judge("a.ts", &"x\n".repeat(600)).len(), 1);
    }
}
