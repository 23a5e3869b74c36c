//! Which room may lean on which.
//!
//! What lives here: the allowed arrows, and refusing every other by name.
//! What never comes in: an arrow without its page in `docs/adr/`.

use serde_json::Value;

use super::{Finding, PURE_ROOMS};

/// Each room with the rooms that it may lean on. Arrows beyond the first drawing of the house:
/// `beacon -> geo` (ADR 0002), the room `hoeder`, which joins all others (ADR 0003),
/// and `documents`, on which `server` leans (ADR 0006).
const ARROWS: [(&str, &[&str]); 12] = [
    ("vocab", &[]),
    ("geo", &["vocab"]),
    ("measure", &["vocab"]),
    ("documents", &["vocab"]),
    ("watch", &["vocab", "geo"]),
    ("beacon", &["vocab", "geo"]),
    ("engine", &["vocab", "geo", "measure", "watch"]),
    ("wire", &["vocab", "geo"]),
    ("store", &["vocab", "measure", "watch", "engine"]),
    ("server", &["vocab", "geo", "measure", "documents", "watch", "beacon", "engine", "wire", "store"]),
    ("sim", &["vocab", "geo", "measure", "watch", "beacon", "engine", "wire", "store"]),
    (
        "hoeder",
        &[
            "vocab",
            "geo",
            "measure",
            "documents",
            "watch",
            "beacon",
            "engine",
            "wire",
            "store",
            "server",
            "sim",
        ],
    ),
];

/// What a pure room may not lean on, whatever its reason: they bring a clock, threads or chance.
const NOT_IN_PURE_ROOMS: [&str; 9] =
    ["tokio", "futures", "rand", "getrandom", "fastrand", "chrono", "reqwest", "rusqlite", "axum"];

/// Looks at `[dependencies]`, `[dev-dependencies]` and `[build-dependencies]` of every crate of the workspace.
pub(super) fn check(metadata: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in super::dependencies::packages(metadata) {
        let Some(room) = room_of(package.name) else { continue };
        for dependency in package.dependencies() {
            match room_of(dependency.name) {
                Some(target) => findings.extend(judge(room, target)),
                None if PURE_ROOMS.contains(&room) && NOT_IN_PURE_ROOMS.contains(&dependency.name) => {
                    findings.push(Finding::new(
                        format!("crates/{room}/Cargo.toml"),
                        format!("`{}` has no place in a pure room", dependency.name),
                    ));
                }
                None => {}
            }
        }
    }
    findings
}

/// Judges one arrow between two rooms.
fn judge(room: &str, target: &str) -> Option<Finding> {
    let place = format!("crates/{room}/Cargo.toml");
    match ARROWS.iter().find(|(name, _)| *name == room) {
        None => Some(Finding::new(
            place,
            format!("the room `{room}` is not in the house (xtask/src/tidy/arrows.rs)"),
        )),
        Some((_, allowed)) if allowed.contains(&target) => None,
        Some(_) => Some(Finding::new(
            place,
            format!("the arrow {room} -> {target} is not allowed; a new one needs a page in docs/adr/"),
        )),
    }
}

/// The room of one of our crates: `hoeder-geo` is `geo`, the binary `hoeder` is itself.
pub(super) fn room_of(package: &str) -> Option<&str> {
    if package == "hoeder" { Some(package) } else { package.strip_prefix("hoeder-") }
}

#[cfg(test)]
mod tests {
    use super::{ARROWS, check, judge};
    use serde_json::json;

    #[test]
    fn an_arrow_of_the_drawing_is_accepted() {
        assert_eq!(judge("watch", "geo"), None);
        assert_eq!(judge("hoeder", "sim"), None);
    }

    #[test]
    fn any_other_arrow_is_refused_by_name() {
        let finding = judge("watch", "engine").expect("a finding");
        assert!(finding.to_string().contains("watch -> engine"));
        assert!(judge("server", "sim").is_some());
        assert!(judge("sim", "server").is_some());
        assert!(judge("cellar", "vocab").expect("a finding").to_string().contains("not in the house"));
    }

    #[test]
    fn the_house_has_no_circle() {
        // Each room stands below all that it leans on, so following arrows always ends.
        for (place, (_, allowed)) in ARROWS.iter().enumerate() {
            for target in *allowed {
                assert!(ARROWS.iter().take(place).any(|(name, _)| name == target));
            }
        }
    }

    #[test]
    fn dependencies_of_tests_are_arrows_too() {
        let metadata = json!({"packages": [{
            "name": "hoeder-geo", "id": "g", "source": null, "manifest_path": "",
            "dependencies": [
                {"name": "hoeder-vocab", "kind": null},
                {"name": "hoeder-store", "kind": "dev"},
                {"name": "tokio", "kind": null}
            ]
        }]});
        let findings = check(&metadata);
        assert_eq!(findings.len(), 2, "{findings:?}");
    }
}
