//! Each dependency with its reason, and few of them in the pure rooms.
//!
//! What lives here: `docs/DEPENDENCIES.md` against `Cargo.toml` and `package.json`, the number of
//! dependencies of a pure room and whether they run code at build time.
//! What never comes in: licences (see `licences`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::arrows::room_of;
use super::{Finding, PURE_ROOMS};
use crate::workspace::Workspace;

const TABLE: &str = "docs/DEPENDENCIES.md";
/// The most external crates that a pure room leans on.
const MOST: usize = 5;
/// Crates with a build script that pure rooms may use all the same, each with why.
const BUILD_SCRIPTS_ACCEPTED: [(&str, &str); 4] = [
    ("serde", "asks the compiler for its version only"),
    ("serde_core", "asks the compiler for its version only"),
    ("serde_json", "picks the width of a limb only"),
    ("thiserror", "asks the compiler for its version only"),
];

/// A crate as `cargo metadata` tells it.
pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    value: &'a Value,
}

/// A dependency of a crate as its `Cargo.toml` says it.
pub(super) struct Dependency<'a> {
    pub(super) name: &'a str,
    /// Whether the product itself needs it, not only tests or the build.
    pub(super) in_product: bool,
}

impl<'a> Package<'a> {
    pub(super) fn dependencies(&self) -> impl Iterator<Item = Dependency<'a>> {
        array(self.value, "dependencies").filter_map(|dependency| {
            let name = dependency.get("name")?.as_str()?;
            Some(Dependency { name, in_product: dependency.get("kind").is_none_or(Value::is_null) })
        })
    }

    /// The SPDX expression of its licence.
    pub(super) fn licence(&self) -> Option<&'a str> {
        self.value.get("license").and_then(Value::as_str)
    }

    /// Whether it comes from elsewhere.
    pub(super) fn is_external(&self) -> bool {
        self.value.get("source").is_some_and(|source| !source.is_null())
    }

    fn has_build_script(&self) -> bool {
        array(self.value, "targets")
            .any(|target| array(target, "kind").any(|kind| kind.as_str() == Some("custom-build")))
    }
}

fn array<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The crates of `cargo metadata`.
pub(super) fn packages(metadata: &Value) -> impl Iterator<Item = Package<'_>> {
    array(metadata, "packages")
        .filter_map(|value| Some(Package { name: value.get("name")?.as_str()?, value }))
}

pub(super) fn check(workspace: &Workspace, ours: &Value, all: &Value) -> Result<Vec<Finding>, String> {
    let rows = rows(&workspace.read(TABLE)?);
    let crates = workspace_dependencies(&workspace.read("Cargo.toml")?);
    let mut npm = BTreeSet::new();
    for folder in ["web", "e2e"] {
        // The folders come and go with the product's faces; what is not there needs no reason.
        npm.extend(npm_dependencies(&workspace.read(&format!("{folder}/package.json")).unwrap_or_default()));
    }
    let mut findings = compare(&rows, &crates, &npm);
    findings.extend(unused(ours, &crates));
    findings.extend(pure_rooms(ours, all));
    Ok(findings)
}

/// The names in the first column of the table; several in one row are separated by commas.
fn rows(table: &str) -> Vec<String> {
    table
        .lines()
        .filter_map(|line| line.trim().strip_prefix('|'))
        .filter_map(|line| {
            let (names, reason) = line.split_once('|')?;
            let reason = reason.trim().trim_end_matches('|').trim();
            let is_head = names.trim() == "dependency" || names.trim().starts_with('-');
            (!is_head && !reason.is_empty()).then_some(names)
        })
        .flat_map(|names| names.split(','))
        .map(|name| name.trim().trim_matches('`').to_owned())
        .collect()
}

/// The external crates of `[workspace.dependencies]`.
fn workspace_dependencies(manifest: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim() == "[workspace.dependencies]";
            found.extend(
                line.strip_prefix("[workspace.dependencies.")
                    .map(|rest| rest.trim_end_matches(']').to_owned()),
            );
        } else if inside && let Some((name, _)) = line.split_once('=') {
            let starts_a_key = line.starts_with(|c: char| c.is_ascii_alphabetic());
            let name = name.split('.').next().unwrap_or_default().trim();
            if starts_a_key && room_of(name).is_none() {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

fn npm_dependencies(package: &str) -> BTreeSet<String> {
    let Ok(package) = serde_json::from_str::<Value>(package) else { return BTreeSet::new() };
    ["dependencies", "devDependencies"]
        .iter()
        .filter_map(|key| package.get(key)?.as_object())
        .flat_map(|entries| entries.keys().cloned())
        .collect()
}

fn compare(rows: &[String], crates: &BTreeSet<String>, npm: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in crates.iter().chain(npm) {
        if !rows.contains(name) {
            findings.push(Finding::new(TABLE, format!("`{name}` has no row with its reason")));
        }
    }
    for (place, name) in rows.iter().enumerate() {
        if !crates.contains(name) && !npm.contains(name) {
            findings.push(Finding::new(TABLE, format!("`{name}` has a row, but nothing depends on it")));
        } else if rows.iter().take(place).any(|earlier| earlier == name) {
            findings.push(Finding::new(TABLE, format!("`{name}` has two rows")));
        }
    }
    findings
}

/// Entries of the workspace that no crate of it takes.
fn unused(ours: &Value, crates: &BTreeSet<String>) -> Vec<Finding> {
    let taken: BTreeSet<&str> =
        packages(ours).flat_map(|p| p.dependencies().map(|d| d.name).collect::<Vec<_>>()).collect();
    crates
        .iter()
        .filter(|name| !taken.contains(name.as_str()))
        .map(|name| Finding::new("Cargo.toml", format!("no crate uses `{name}`")))
        .collect()
}

fn pure_rooms(ours: &Value, all: &Value) -> Vec<Finding> {
    let scripted: BTreeSet<&str> =
        packages(all).filter(|package| package.has_build_script()).map(|package| package.name).collect();
    let mut findings = Vec::new();
    for package in packages(ours) {
        let Some(room) = room_of(package.name).filter(|room| PURE_ROOMS.contains(room)) else { continue };
        let external: BTreeSet<&str> = package
            .dependencies()
            .filter(|dependency| dependency.in_product && room_of(dependency.name).is_none())
            .map(|dependency| dependency.name)
            .collect();
        let place = format!("crates/{room}/Cargo.toml");
        if external.len() > MOST {
            findings.push(Finding::new(
                &place,
                format!("{} external crates; a pure room takes {MOST}", external.len()),
            ));
        }
        for name in external.intersection(&scripted) {
            if !BUILD_SCRIPTS_ACCEPTED.iter().any(|(accepted, _)| accepted == name) {
                findings
                    .push(Finding::new(&place, format!("`{name}` runs a build script; not in a pure room")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{compare, npm_dependencies, pure_rooms, rows, workspace_dependencies};
    use serde_json::json;
    use std::collections::BTreeSet;

    const MANIFEST: &str = "[workspace]\nmembers = []\n\n[workspace.dependencies]\nhoeder-geo = { path = \"g\" }\n\
        jiff = { version = \"0.2\", features = [\n  \"alloc\",\n] }\n# note = here\nuuid.version = \"1\"\n\n[profile.dev]\ndebug = 1\n";

    #[test]
    fn the_external_crates_of_the_workspace_are_read() {
        let found: Vec<String> = workspace_dependencies(MANIFEST).into_iter().collect();
        assert_eq!(found, ["jiff", "uuid"]);
    }

    #[test]
    fn a_row_needs_a_name_and_a_reason() {
        let table = "| dependency | reason |\n|---|---|\n| `jiff` | Times. |\n| a, b | Both. |\n| uuid | |\n";
        assert_eq!(rows(table), ["jiff", "a", "b"]);
    }

    #[test]
    fn a_missing_row_and_a_row_for_nothing_are_both_found() {
        let crates = BTreeSet::from(["jiff".to_owned()]);
        let npm = npm_dependencies(r#"{"devDependencies": {"vite": "8"}}"#);
        let findings = compare(&["jiff".to_owned(), "gone".to_owned()], &crates, &npm);
        let text: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(text.len(), 2);
        assert!(text[0].contains("`vite` has no row"));
        assert!(text[1].contains("`gone` has a row"));
    }

    #[test]
    fn a_build_script_in_a_pure_room_is_found() {
        let ours = json!({"packages": [{
            "name": "hoeder-wire", "dependencies": [{"name": "scripted", "kind": null}, {"name": "tool", "kind": "dev"}]
        }]});
        let all = json!({"packages": [
            {"name": "scripted", "targets": [{"kind": ["custom-build"]}]},
            {"name": "tool", "targets": [{"kind": ["custom-build"]}]}
        ]});
        assert_eq!(pure_rooms(&ours, &all).len(), 1);
    }
}
