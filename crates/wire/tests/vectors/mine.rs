//! The vectors of the own page.

use crate::common::{cell_key, handset, handset_key};
use hoeder_wire::handset::{seal_body, seal_down_body};
use serde_json::{Value, json};

/// The own page (section 6.1): a question and an answer to it. The server reads and writes these bodies, and tests that it does.
pub(super) const MINE: [(&str, &str, &str); 5] = [
    (
        "mine",
        r#"{"type":"mine"}"#,
        r#"{"type":"mine","measure":{"stage":"running","on":true,"ends_on":"2027-08-22","next_visit":"2026-12-22","agreement":{"version":"2023-03","on":"2026-11-22"},"asked_to_end":false},"looked":[{"role":"magistrate","on":"2026-11-22"},{"role":"case_officer","on":"2026-11-22"}]}"#,
    ),
    ("none", r#"{"type":"mine"}"#, r#"{"type":"mine","measure":null,"looked":[]}"#),
    (
        "fact",
        r#"{"type":"fact","fact":"019aab54-dddd-7bbb-8ccc-001122334455","on":"2026-11-22","what":"Er lag een brief in de bus"}"#,
        r#"{"type":"taken"}"#,
    ),
    (
        "move",
        r#"{"type":"move","on":"2026-12-01","to":"belgium","place":"Lindelaan 5, Aalst"}"#,
        r#"{"type":"taken"}"#,
    ),
    ("stop", r#"{"type":"stop","note":""}"#, r#"{"type":"not_taken","code":"measure.not_now"}"#),
];

pub(super) fn vectors() -> Vec<Value> {
    let vector = |(at, (name, ask, answer)): (usize, &(&str, &str, &str))| {
        let counter = 60 + u64::try_from(at).unwrap_or_default();
        json!({
            "name": name, "counter": counter, "ask": ask, "answer": answer,
            "ask_envelope": seal_body(&handset_key(), handset(), counter, ask),
            "answer_envelope": seal_down_body(&cell_key(), handset(), answer),
        })
    };
    MINE.iter().enumerate().map(vector).collect()
}
