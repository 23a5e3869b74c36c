//! Links between our documents lead somewhere.
//!
//! What lives here: reading the links and pictures of Markdown files and looking for their targets.
//! What never comes in: links to other sites; no check of ours uses the internet.

use std::path::{Component, Path, PathBuf};

use super::Finding;
use crate::workspace::Workspace;

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for file in workspace.files("", &[".md"]) {
        for (line, target) in local_targets(&workspace.read(&file)?) {
            let folder = Path::new(&file).parent().unwrap_or(Path::new(""));
            let inside = without_dots(&folder.join(&target));
            if !workspace.root().join(&inside).exists() {
                findings.push(Finding::new(
                    format!("{file}:{line}"),
                    format!("the link to {target} leads nowhere"),
                ));
            }
        }
    }
    Ok(findings)
}

/// The targets of `[text](target)` and `![text](target)` that are files of ours, with their line.
fn local_targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for part in line.split("](").skip(1) {
            let target = part.split([')', ' ']).next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            let elsewhere =
                target.contains("://") || target.starts_with("mailto:") || target.starts_with('<');
            if !file.is_empty() && !elsewhere {
                found.push((index + 1, file.to_owned()));
            }
        }
    }
    found
}

/// `docs/adr/../a.md` as `docs/a.md`.
fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{local_targets, without_dots};
    use std::path::Path;

    #[test]
    fn only_links_to_our_own_files_are_looked_at() {
        let text = "see [a](docs/a.md#part) and ![b](b.png \"title\")\n[c](https://example.org) [d](#here)\n";
        assert_eq!(local_targets(text), [(1, "docs/a.md".to_owned()), (1, "b.png".to_owned())]);
    }

    #[test]
    fn a_link_upwards_is_followed() {
        assert_eq!(without_dots(Path::new("docs/adr/../a.md")), Path::new("docs/a.md"));
    }
}
