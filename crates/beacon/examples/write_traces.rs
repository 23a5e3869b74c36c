//! Writes `docs/vectors/beacon-traces.json` anew, one step a line, so that a change of behaviour is a readable difference.

#[path = "../tests/traces/json.rs"]
mod json;
#[path = "../tests/traces/persons.rs"]
mod persons;
#[path = "../tests/traces/play.rs"]
mod play;
#[path = "../tests/traces/scenarios.rs"]
mod scenarios;

use hoeder_geo::Countries;
use serde_json::Value;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// JSON with one step a line.
fn lines(document: &Value) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    let field = |of: &Value, name: &str| serde_json::to_string(of.get(name).unwrap_or(&Value::Null));
    write!(text, "{{\n\"about\": {},\n", field(document, "about")?)?;
    write!(text, "\"version\": {},\n\"scenarios\": [", field(document, "version")?)?;
    let list = |of: &Value, name: &str| of.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    for (n, scenario) in list(document, "scenarios").iter().enumerate() {
        text.push_str(if n == 0 { "\n{" } else { ",\n{" });
        for name in ["name", "seed", "app_version", "settings"] {
            write!(text, "\"{name}\": {},\n ", field(scenario, name)?)?;
        }
        text.push_str("\"steps\": [");
        for (n, step) in list(scenario, "steps").iter().enumerate() {
            text.push_str(if n == 0 { "\n  " } else { ",\n  " });
            text.push_str(&serde_json::to_string(step)?);
        }
        text.push_str("\n]}");
    }
    text.push_str("\n]\n}\n");
    Ok(text)
}

#[expect(clippy::disallowed_methods, reason = "a tool beside the room, not part of it: it writes a file")]
fn main() -> Result<(), Box<dyn Error>> {
    let countries = Arc::new(Countries::new()?);
    let text = lines(&scenarios::document(&countries))?;
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors/beacon-traces.json");
    std::fs::write(home, text)?;
    Ok(())
}
