//! The licences of what we ship.
//!
//! What lives here: the list of licences that go with EUPL-1.2, and reading SPDX expressions.
//! What never comes in: packages that only tests or builds of the console use.

use serde_json::Value;

use super::Finding;
use super::dependencies::packages;
use crate::workspace::Workspace;

const ACCEPTED: [&str; 19] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

pub(super) fn check(workspace: &Workspace, all: &Value) -> Result<Vec<Finding>, String> {
    let mut findings: Vec<Finding> = packages(all)
        .filter(|package| package.is_external())
        .filter_map(|package| judge(package.name, package.licence()))
        .collect();
    let lock = workspace.read("web/package-lock.json").unwrap_or_default();
    findings.extend(npm(&lock)?);
    Ok(findings)
}

fn judge(name: &str, licence: Option<&str>) -> Option<Finding> {
    match licence {
        Some(expression) if accepts(expression) => None,
        Some(expression) => {
            Some(Finding::new(name, format!("its licence `{expression}` is not on the list")))
        }
        None => Some(Finding::new(name, "it names no licence")),
    }
}

/// What of `web/` reaches the browser: every package of the lock file that is not for development.
fn npm(lock: &str) -> Result<Vec<Finding>, String> {
    if lock.is_empty() {
        return Ok(Vec::new());
    }
    let lock: Value = serde_json::from_str(lock).map_err(|e| format!("web/package-lock.json: {e}"))?;
    let entries = lock.get("packages").and_then(Value::as_object).into_iter().flatten();
    Ok(entries
        .filter(|(path, about)| !path.is_empty() && about.get("dev").and_then(Value::as_bool) != Some(true))
        .filter_map(|(path, about)| judge(path, about.get("license").and_then(Value::as_str)))
        .collect())
}

/// Whether an SPDX expression leaves a choice of accepted licences.
fn accepts(expression: &str) -> bool {
    let expression = strip_outer(expression.trim());
    let by = |word: &str| split_outside(expression, word);
    let either = by(" OR ");
    if either.len() > 1 {
        return either.into_iter().any(accepts);
    }
    let both = by(" AND ");
    if both.len() > 1 {
        return both.into_iter().all(accepts);
    }
    // The form of old crates: `MIT/Apache-2.0`.
    ACCEPTED.contains(&expression) || (expression.contains('/') && expression.split('/').any(accepts))
}

/// Takes off one pair of brackets that encloses the whole.
fn strip_outer(expression: &str) -> &str {
    let Some(inner) = expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return expression;
    };
    let mut depth = 0_i32;
    let closed_early = inner.chars().any(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth < 0
    });
    if closed_early { expression } else { inner.trim() }
}

/// Splits at a word that stands outside all brackets.
fn split_outside<'a>(expression: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = expression;
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|tail| tail.find(word)) {
        let place = from + found;
        let (Some(before), Some(after)) = (rest.get(..place), rest.get(place + word.len()..)) else { break };
        if before.matches('(').count() == before.matches(')').count() {
            parts.push(before);
            rest = after;
            from = 0;
        } else {
            from = place + word.len();
        }
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::{accepts, npm};

    #[test]
    fn a_choice_needs_one_accepted_licence_and_a_union_all() {
        assert!(accepts("MIT"));
        assert!(accepts("MIT OR GPL-3.0-only"));
        assert!(accepts("MIT/Apache-2.0"));
        assert!(accepts("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(accepts("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"));
        assert!(!accepts("GPL-3.0-only"));
        assert!(!accepts("MIT AND GPL-3.0-only"));
        assert!(!accepts("(MIT OR Apache-2.0) AND (GPL-3.0-only OR LGPL-3.0-only)"));
    }

    #[test]
    fn what_only_builds_the_console_is_not_shipped() {
        let lock = r#"{"packages": {
            "": {"name": "console"},
            "node_modules/a": {"license": "MIT"},
            "node_modules/b": {"license": "GPL-3.0", "dev": true},
            "node_modules/c": {"license": "GPL-3.0"}
        }}"#;
        assert_eq!(npm(lock).expect("a lock file").len(), 1);
    }
}
