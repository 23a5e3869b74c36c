//! What the access log says of tracking: to which case a record belongs, and which kind of art. 25 it is (T-NIJ-10).
//!
//! Never here: a rule about who may read it.

use super::{Seen, link, linked};
use crate::error::Cause;
use crate::record::Record;
use crate::sql::{Backend, Value};

/// The record that somebody used tracks.
const USED: &str = "tracking.track-used";

/// Keeps of which case a mandate is, and with it its carriers, pairs, devices and incidents.
pub(super) fn links<B: Backend>(
    backend: &mut B,
    cell: &Value,
    record: &Record,
    seen: &Seen,
) -> Result<(), Cause> {
    let named = |kind: &str, id: Option<&String>| id.map(|id| format!("{kind}:{id}"));
    let (from, to) = match record.kind.as_str() {
        "tracking.mandate-put" => {
            return seen.case.as_ref().map_or(Ok(()), |case| link(backend, cell, &record.stream, case));
        }
        "tracking.carrier-put" => (Some(record.stream.clone()), named("carrier", seen.id.as_ref())),
        "tracking.pair-put" => (Some(record.stream.clone()), named("pair", seen.id.as_ref())),
        "tracking.tracker-issued" => (named("carrier", seen.carriers.first()), Some(record.stream.clone())),
        "incident.opened" => {
            let about = named("pair", seen.pair.as_ref()).or(named("carrier", seen.carrier.as_ref()));
            (about, Some(record.stream.clone()))
        }
        _ => return Ok(()),
    };
    let (Some(from), Some(to)) = (from, to) else { return Ok(()) };
    match linked(backend, cell, &from)? {
        Some(case) => link(backend, cell, &to, &case),
        None => Ok(()),
    }
}

/// The kind of art. 25 of a record of tracking; `None` for what nobody did.
pub(super) fn log_kind(record: &Record, seen: &Seen) -> Option<&'static str> {
    let by_somebody = record.actor.starts_with("account:");
    match record.kind.as_str() {
        USED => Some(if seen.how.as_deref() == Some("export") { "disclosure" } else { "consultation" }),
        "tracking.perimeter-deleted" => Some("erasure"),
        "tracking.mandate-put"
        | "tracking.carrier-put"
        | "tracking.coverage-checked"
        | "tracking.field-tested" => Some("collection"),
        "incident.handed-to-police" => Some("disclosure"),
        kind if (kind.starts_with("tracking.") || kind.starts_with("incident.")) && by_somebody => {
            Some("alteration")
        }
        _ => None,
    }
}

/// How tracks were used, as the rule of access calls it.
pub(super) fn action(record: &Record, seen: &Seen) -> Option<&'static str> {
    if record.kind != USED {
        return None;
    }
    Some(match seen.how.as_deref()? {
        "view" => "track.view",
        "playback" => "track.playback",
        "export" => "track.export",
        _ => return None,
    })
}
