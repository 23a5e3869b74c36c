//! The traces that ports prove themselves against are those of this machine.

#[path = "traces/json.rs"]
mod json;
#[path = "traces/persons.rs"]
mod persons;
#[path = "traces/play.rs"]
mod play;
#[path = "traces/scenarios.rs"]
mod scenarios;

use hoeder_geo::Countries;
use serde_json::Value;
use std::sync::Arc;

const CHECKED_IN: &str = include_str!("../../../docs/vectors/beacon-traces.json");

/// Proves AL-01, FL-07, AL-14, AL-17 and GN-05 for every port that passes it.
#[test]
fn the_traces_in_the_documentation_are_those_of_this_machine() {
    let countries = Arc::new(Countries::new().unwrap());
    let written: Value = serde_json::from_str(CHECKED_IN).unwrap();
    let played = scenarios::document(&countries);
    let names = |document: &Value| -> Vec<Value> {
        document["scenarios"].as_array().unwrap().iter().map(|s| s["name"].clone()).collect()
    };
    let mend = "run `cargo run -p hoeder-beacon --example write_traces` and read the difference";
    assert_eq!(names(&written), names(&played), "{mend}");
    for (old, new) in
        written["scenarios"].as_array().unwrap().iter().zip(played["scenarios"].as_array().unwrap())
    {
        let name = &new["name"];
        let steps = |s: &Value| s["steps"].as_array().unwrap().clone();
        for (n, (old, new)) in steps(old).iter().zip(&steps(new)).enumerate() {
            assert_eq!(old, new, "{name}, step {n}: {mend}");
        }
        assert_eq!(old, new, "{name}: {mend}");
    }
    assert_eq!(written, played, "{mend}");
}
