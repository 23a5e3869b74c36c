//! What the guard says, one JSON object a line.
//!
//! Never here: finding it out.

use super::orders::Names;
use hoeder_vocab::{FixSource, Metres};
use hoeder_watch::track::{Alert, AlertKey, Change, Evidence, Guard, Queue, Severity, reason};
use serde_json::{Map, Value, json};

/// Appends all that there is to say.
pub(super) fn append(guard: &mut Guard, names: &Names, lines: &mut String) {
    while let Some(change) = guard.poll() {
        lines.push_str(&Value::Object(line(&change, names)).to_string());
        lines.push('\n');
    }
}

fn line(change: &Change, names: &Names) -> Map<String, Value> {
    match change {
        Change::Raised(alert) => whole("raised", alert, names),
        Change::Worse(alert) => whole("worse", alert, names),
        Change::Cleared { key, at } => {
            let mut line = keyed("cleared", key, names);
            line.insert("decided_at".to_owned(), json!(at.to_string()));
            line
        }
        Change::Revised { key, was, now, at } => {
            let mut line = keyed("revised", key, names);
            line.insert("was_since".to_owned(), json!(was.to_string()));
            line.insert("since".to_owned(), json!(now.map(|now| now.to_string())));
            line.insert("decided_at".to_owned(), json!(at.to_string()));
            line
        }
    }
}

fn keyed(change: &str, key: &AlertKey, names: &Names) -> Map<String, Value> {
    let mut line = Map::new();
    let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
    put("change", json!(change));
    put("kind", json!(key.kind.code()));
    put("carrier", json!(names.carrier(key.carrier)));
    if let Some(pair) = key.pair {
        put("pair", json!(names.pair(pair)));
    }
    if let Some(perimeter) = key.perimeter {
        put("perimeter", json!(names.perimeter(perimeter)));
    }
    line
}

fn whole(change: &str, alert: &Alert, names: &Names) -> Map<String, Value> {
    let mut line = keyed(change, &alert.key(), names);
    let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
    put("queue", json!(queue(alert.kind.queue())));
    put(
        "severity",
        json!(match alert.severity {
            Severity::Possible => "possible",
            Severity::Certain => "certain",
        }),
    );
    put("since", json!(alert.since.to_string()));
    put("decided_at", json!(alert.decided_at.to_string()));
    put("late", json!(alert.late));
    let judged = &alert.judged;
    let metres = |value: Option<Metres>| value.map(|value| tenth(value.0));
    for (name, value) in [
        ("distance_m", metres(judged.distance)),
        ("limit_m", metres(judged.limit)),
        ("margin_m", metres(judged.margin)),
        ("reach_m", metres(judged.reach)),
        ("closing_mps", judged.closing_mps.map(tenth)),
        ("contact_s", judged.contact_s.map(tenth)),
        ("chance", judged.chance.map(|chance| tenth(chance * 100.0) / 100.0)),
    ] {
        if let Some(value) = value {
            put(name, json!(value));
        }
    }
    let evidence: Vec<Value> =
        alert.evidence.iter().flatten().map(|fix| evidence(fix, alert, names)).collect();
    put("evidence", json!(evidence));
    put("reason", json!(reason(alert)));
    line
}

fn evidence(evidence: &Evidence, alert: &Alert, names: &Names) -> Value {
    let fix = &evidence.fix;
    json!({
        "carrier": names.carrier(evidence.carrier),
        "fixed_at": fix.fixed_at.to_string(),
        "received_at": evidence.received_at.to_string(),
        "age_s": tenth(alert.decided_at.0.since(fix.fixed_at.0).as_secs_f64()),
        "lat": fix.position.lat(),
        "lon": fix.position.lon(),
        "accuracy_m": fix.accuracy.map(|accuracy| accuracy.metres().0),
        "source": match fix.source {
            FixSource::Gnss => "gnss",
            FixSource::Wifi => "wifi",
            FixSource::Cell => "cell",
            FixSource::Fused => "fused",
            FixSource::Unknown => "unknown",
        },
    })
}

const fn queue(queue: Queue) -> &'static str {
    match queue {
        Queue::Danger => "danger",
        Queue::Tracking => "tracking",
        Queue::Technical => "technical",
    }
}

/// To one decimal: what is computed is no surer than that.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
