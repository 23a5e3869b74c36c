//! Read models: the history of alarms and the access log, built from the open halves of records, by sequence.
//!
//! They can be dropped and built again at any time. Never here: personal data; a rule about who may read them.

mod tracking;

use crate::error::Cause;
use crate::record::Record;
use crate::sql::{Backend, Value};
use serde::Deserialize;

/// Tables that hold nothing but what the log says.
pub(crate) const TABLES: [&str; 8] =
    ["history", "access_log", "cases", "links", "occurrences", "hotspots", "accounts", "rooms"];

/// The record that says that a key was destroyed.
pub(crate) const ERASED_KIND: &str = "access.erased";

/// What read models look at in an open half; each kind has some of it.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Seen {
    id: Option<String>,
    case: Option<String>,
    alarm: Option<String>,
    person: Option<String>,
    claimed: Option<String>,
    managing_zone: Option<String>,
    state: Option<String>,
    track: Option<String>,
    bearer: Option<Bearer>,
    pressed_at: Option<i64>,
    received_at: Option<i64>,
    outcome: Option<String>,
    pv: Option<String>,
    number: Option<String>,
    log_kind: Option<String>,
    action: Option<String>,
    denied: Option<String>,
    subject: Option<String>,
    recipients: Vec<String>,
    alert: Option<String>,
    zone: Option<String>,
    hotspot: Option<String>,
    by: Option<String>,
    room: Option<String>,
    name: Option<String>,
    to: Option<String>,
    pair: Option<String>,
    carrier: Option<String>,
    carriers: Vec<String>,
    how: Option<String>,
}

#[derive(Deserialize)]
struct Bearer {
    case: String,
}

/// What read models look at in the request of a measure.
#[derive(Deserialize)]
struct Requested {
    change: Bearer,
}

/// Adds a record to the read models. A record of an unknown kind adds nothing.
pub(crate) fn apply<B: Backend>(backend: &mut B, record: &Record) -> Result<(), Cause> {
    let seen: Seen = serde_json::from_str(&record.open).unwrap_or_default();
    let cell = Value::text(record.cell);
    if let Some(alarm) = record.stream.strip_prefix("alarm:") {
        history(backend, &cell, alarm, record, &seen)?;
    }
    roster(backend, &cell, record, &seen)?;
    measure(backend, &cell, record)?;
    tracking::links(backend, &cell, record, &seen)?;
    occurrence(backend, &cell, record, &seen)?;
    hotspot(backend, &cell, record, &seen)?;
    access(backend, &cell, record, &seen)
}

/// Destroys the key that an erasure names, if it is older than the record, and drops what only it could open (GN-04).
pub(crate) fn erase<B: Backend>(backend: &mut B, record: &Record) -> Result<(), Cause> {
    let Some(subject) = erased_subject(record) else { return Ok(()) };
    let values = [Value::text(record.cell), Value::Text(subject), Value::number(record.seq.0)];
    backend.execute("DELETE FROM keys WHERE cell = $1 AND subject = $2 AND from_seq <= $3", &values)?;
    backend
        .execute("DELETE FROM files WHERE cell = $1 AND subject = $2 AND from_seq <= $3", &values)
        .map(|_| ())
}

/// Whose key a record says is destroyed.
pub(crate) fn erased_subject(record: &Record) -> Option<String> {
    if record.kind != ERASED_KIND {
        return None;
    }
    serde_json::from_str::<Seen>(&record.open).ok()?.subject
}

fn history<B: Backend>(
    backend: &mut B,
    cell: &Value,
    alarm: &str,
    record: &Record,
    seen: &Seen,
) -> Result<(), Cause> {
    let at = Value::Int(record.decided_ms);
    let key = || [cell.clone(), Value::text(alarm)];
    let mut first = |column: &str| {
        let sql =
            format!("UPDATE history SET {column} = $1 WHERE cell = $2 AND alarm = $3 AND {column} IS NULL");
        let [cell, alarm] = key();
        backend.execute(&sql, &[at.clone(), cell, alarm]).map(|_| ())
    };
    match record.kind.as_str() {
        "alarm.held" => first("held_ms"),
        "alarm.shown" => first("shown_ms"),
        "alarm.taken" => {
            let [cell, alarm] = key();
            let by = Value::maybe_text(seen.by.as_ref());
            backend
                .execute(
                    "UPDATE history SET taken_ms = $1, taken_room = (SELECT a.room FROM accounts a \
                     WHERE a.cell = history.cell AND a.account = $2) \
                     WHERE cell = $3 AND alarm = $4 AND taken_ms IS NULL",
                    &[at.clone(), by, cell, alarm],
                )
                .map(|_| ())
        }
        "alarm.dispatched" => first("dispatched_ms"),
        "alarm.on-scene" => first("on_scene_ms"),
        "alarm.closed" => {
            first("closed_ms")?;
            let [cell, alarm] = key();
            let values = [Value::maybe_text(seen.outcome.as_ref()), words(seen.pv.as_ref()), cell, alarm];
            backend
                .execute("UPDATE history SET outcome = $1, pv = $2 WHERE cell = $3 AND alarm = $4", &values)
                .map(|_| ())
        }
        "alarm.pv-given" => {
            let [cell, alarm] = key();
            let values = [words(seen.number.as_ref()), cell, alarm];
            backend.execute("UPDATE history SET pv = $1 WHERE cell = $2 AND alarm = $3", &values).map(|_| ())
        }
        "alarm.pressed-again" => backend
            .execute("UPDATE history SET presses = presses + 1 WHERE cell = $1 AND alarm = $2", &key())
            .map(|_| ()),
        "alarm.raised" => raised(backend, key(), record, seen),
        "alarm.vouched" => vouched(backend, key(), record, seen),
        _ => Ok(()),
    }
}

/// An alarm was sent to a screen with all its particulars: the record of that disclosure is its first moment at a console.
fn delivered<B: Backend>(
    backend: &mut B,
    cell: &Value,
    record: &Record,
    alarm: Option<&str>,
) -> Result<(), Cause> {
    let Some(alarm) = alarm else { return Ok(()) };
    backend
        .execute(
            "UPDATE history SET delivered_ms = $1 WHERE cell = $2 AND alarm = $3 AND delivered_ms IS NULL",
            &[Value::Int(record.decided_ms), cell.clone(), Value::text(alarm)],
        )
        .map(|_| ())
}

/// What is counted by week and month besides alarms: answered self-tests, alerts about devices each time they begin, and
/// desks each time they turn deaf or fall silent.
fn occurrence<B: Backend>(backend: &mut B, cell: &Value, record: &Record, seen: &Seen) -> Result<(), Cause> {
    let what = match (record.kind.as_str(), &seen.alert) {
        ("watch.tested", _) => String::from(hoeder_watch::service::TESTS),
        ("watch.alert-opened" | "watch.alert-returned", Some(alert)) => format!("alert.{alert}"),
        ("desk.changed", _) => match seen.to.as_deref() {
            Some(lost @ ("deaf" | "gone")) => format!("desk.{lost}"),
            Some(_) | None => return Ok(()),
        },
        _ => return Ok(()),
    };
    let case = linked(backend, cell, &record.stream)?;
    let values = [
        cell.clone(),
        Value::number(record.seq.0),
        Value::Int(record.decided_ms),
        Value::Text(what),
        Value::maybe_text(case),
    ];
    backend
        .execute(
            "INSERT INTO occurrences (cell, seq, at_ms, what, case_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            &values,
        )
        .map(|_| ())
}

/// Which hotspots there were and when they ended: for retention, nothing of what they hold.
fn hotspot<B: Backend>(backend: &mut B, cell: &Value, record: &Record, seen: &Seen) -> Result<(), Cause> {
    match (record.kind.as_str(), &seen.id, &seen.hotspot) {
        ("hotspot.put", Some(id), _) => {
            let values = [
                cell.clone(),
                Value::text(id),
                Value::text(seen.zone.as_deref().unwrap_or_default()),
                Value::Null,
            ];
            backend.execute(
                "INSERT INTO hotspots (cell, hotspot, zone, ended_ms) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (cell, hotspot) DO UPDATE SET zone = excluded.zone",
                &values,
            )
        }
        ("hotspot.ended", _, Some(id)) => backend.execute(
            "UPDATE hotspots SET ended_ms = $1 WHERE cell = $2 AND hotspot = $3",
            &[Value::Int(record.decided_ms), cell.clone(), Value::text(id)],
        ),
        _ => return Ok(()),
    }
    .map(|_| ())
}

fn raised<B: Backend>(
    backend: &mut B,
    [cell, alarm]: [Value; 2],
    record: &Record,
    seen: &Seen,
) -> Result<(), Cause> {
    let case = seen.bearer.as_ref().map(|bearer| bearer.case.as_str());
    let values = [
        cell.clone(),
        alarm,
        Value::number(record.seq.0),
        Value::text(seen.track.as_deref().unwrap_or("danger")),
        Value::maybe_text(case),
        Value::Int(seen.pressed_at.unwrap_or(record.decided_ms)),
        Value::Int(seen.received_at.unwrap_or(record.decided_ms)),
    ];
    backend.execute(
        "INSERT INTO history (cell, alarm, seq, track, case_id, pressed_ms, received_ms, presses) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT DO NOTHING",
        &values,
    )?;
    case.map_or(Ok(()), |case| link(backend, &cell, &record.stream, case))
}

/// The press of a stranger turned out to be that of a person.
fn vouched<B: Backend>(
    backend: &mut B,
    [cell, alarm]: [Value; 2],
    record: &Record,
    seen: &Seen,
) -> Result<(), Cause> {
    let Some(bearer) = &seen.bearer else { return Ok(()) };
    backend.execute(
        "UPDATE history SET track = 'danger', case_id = $1 WHERE cell = $2 AND alarm = $3",
        &[Value::text(&bearer.case), cell.clone(), alarm],
    )?;
    link(backend, &cell, &record.stream, &bearer.case)
}

/// Keeps which case a thing belongs to.
fn link<B: Backend>(backend: &mut B, cell: &Value, thing: &str, case: &str) -> Result<(), Cause> {
    backend
        .execute(
            "INSERT INTO links (cell, thing, case_id) VALUES ($1, $2, $3) \
             ON CONFLICT (cell, thing) DO UPDATE SET case_id = excluded.case_id",
            &[cell.clone(), Value::text(thing), Value::text(case)],
        )
        .map(|_| ())
}

fn linked<B: Backend>(backend: &mut B, cell: &Value, thing: &str) -> Result<Option<String>, Cause> {
    let mut rows = backend.query(
        "SELECT case_id FROM links WHERE cell = $1 AND thing = $2",
        &[cell.clone(), Value::text(thing)],
    )?;
    Ok(match rows.pop().and_then(|mut row| row.pop()) {
        Some(Value::Text(case)) => Some(case),
        Some(Value::Null | Value::Int(_) | Value::Bytes(_)) | None => None,
    })
}

/// Keeps of which case a measure is, for the access log.
fn measure<B: Backend>(backend: &mut B, cell: &Value, record: &Record) -> Result<(), Cause> {
    if record.kind != "measure.requested" {
        return Ok(());
    }
    match serde_json::from_str::<Requested>(&record.open) {
        Ok(requested) => link(backend, cell, &record.stream, &requested.change.case),
        Err(_) => Ok(()),
    }
}

fn roster<B: Backend>(backend: &mut B, cell: &Value, record: &Record, seen: &Seen) -> Result<(), Cause> {
    match (record.kind.as_str(), &seen.id) {
        ("roster.case-put", Some(id)) => case_put(backend, cell, record, seen, id),
        ("roster.person-put", Some(id)) => match &seen.case {
            Some(case) => link(backend, cell, &format!("person:{id}"), case),
            None => Ok(()),
        },
        ("roster.account-put", Some(id)) => {
            named(backend, cell, ("accounts", "account", "room"), id, seen.room.as_ref())
        }
        ("roster.room-put", Some(id)) => {
            named(backend, cell, ("rooms", "room", "name"), id, seen.name.as_ref())
        }
        ("roster.handset-put", Some(id)) => device(backend, cell, &format!("handset:{id}"), seen),
        ("roster.button-put", Some(id)) => device(backend, cell, &format!("button:{id}"), seen),
        _ => Ok(()),
    }
}

/// Words of people: PostgreSQL keeps no text with a zero in it, and no read model may hold up the log.
fn words(text: Option<&String>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.replace('\0', "\u{fffd}")))
}

/// Keeps the newest value of one column of a thing.
fn named<B: Backend>(
    backend: &mut B,
    cell: &Value,
    (table, key, column): (&str, &str, &str),
    id: &str,
    value: Option<&String>,
) -> Result<(), Cause> {
    let sql = format!(
        "INSERT INTO {table} (cell, {key}, {column}) VALUES ($1, $2, $3) \
         ON CONFLICT (cell, {key}) DO UPDATE SET {column} = excluded.{column}"
    );
    backend.execute(&sql, &[cell.clone(), Value::text(id), words(value)]).map(|_| ())
}

fn device<B: Backend>(backend: &mut B, cell: &Value, thing: &str, seen: &Seen) -> Result<(), Cause> {
    let Some(person) = &seen.person else { return Ok(()) };
    match linked(backend, cell, &format!("person:{person}"))? {
        Some(case) => link(backend, cell, thing, &case),
        None => Ok(()),
    }
}

/// The end of a case is the first of its states 'ended' since it was last active.
fn case_put<B: Backend>(
    backend: &mut B,
    cell: &Value,
    record: &Record,
    seen: &Seen,
    id: &str,
) -> Result<(), Cause> {
    let ended = seen.state.as_deref() == Some("ended");
    let sql = if ended {
        "INSERT INTO cases (cell, case_id, zone, number, ended_ms) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (cell, case_id) DO UPDATE SET zone = excluded.zone, number = excluded.number, \
         ended_ms = COALESCE(cases.ended_ms, excluded.ended_ms)"
    } else {
        "INSERT INTO cases (cell, case_id, zone, number, ended_ms) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (cell, case_id) DO UPDATE SET zone = excluded.zone, number = excluded.number, ended_ms = NULL"
    };
    let values = [
        cell.clone(),
        Value::text(id),
        Value::text(seen.managing_zone.as_deref().unwrap_or_default()),
        words(seen.number.as_ref()),
        if ended { Value::Int(record.decided_ms) } else { Value::Null },
    ];
    backend.execute(sql, &values)?;
    link(backend, cell, &format!("case:{id}"), id)
}

/// The kind of art. 25 for a record that says no kind itself; `None` for what is no processing of personal data by somebody.
fn log_kind(record: &Record) -> Option<&'static str> {
    match record.kind.as_str() {
        "access.signed-in" | "access.sign-in-failed" | "access.signed-out" => Some("consultation"),
        ERASED_KIND => Some("erasure"),
        "alarm.raised" | "watch.reported" | "checkin.set" | "talk.received" | "talk.left"
        | "trip.announced" => Some("collection"),
        "talk.sent" => Some("disclosure"),
        "trip.seen" => Some("consultation"),
        "magistrate.told" | "notice.sent" => Some("disclosure"),
        "magistrate.confirmed" | "notice.read" => Some("consultation"),
        "measure.requested" | "document.filed" => Some("collection"),
        kind if kind.starts_with("measure.") && record.actor.starts_with("handset:") => Some("collection"),
        kind if kind.starts_with("measure.") && record.actor.starts_with("account:") => Some("alteration"),
        "hotspot.put" => Some("collection"),
        "hotspot.ended" => Some("alteration"),
        "hotspot.looked-up" => Some("consultation"),
        kind if kind.starts_with("roster.") => Some("alteration"),
        kind if (kind.starts_with("alarm.") || kind.starts_with("watch."))
            && record.actor.starts_with("account:") =>
        {
            Some(if kind == "alarm.shown" { "consultation" } else { "alteration" })
        }
        _ => None,
    }
}

fn access<B: Backend>(backend: &mut B, cell: &Value, record: &Record, seen: &Seen) -> Result<(), Cause> {
    let own = seen.log_kind.as_deref().filter(|_| record.kind == "access.accessed");
    let of_tracking = || tracking::log_kind(record, seen);
    let Some(log_kind) = own.or(log_kind(record)).or_else(of_tracking) else { return Ok(()) };
    let alarm = seen.alarm.as_deref().or(record.stream.strip_prefix("alarm:"));
    if own == Some("disclosure") && !seen.recipients.is_empty() {
        delivered(backend, cell, record, alarm)?;
    }
    let case = match (&seen.case, alarm) {
        (Some(case), _) => Some(case.clone()),
        (None, Some(alarm)) => linked(backend, cell, &format!("alarm:{alarm}"))?,
        (None, None) => {
            let subject = seen.subject.as_ref().or(seen.claimed.as_ref());
            match (&seen.person, subject) {
                (Some(person), _) => match linked(backend, cell, &format!("person:{person}"))? {
                    Some(case) => Some(case),
                    None => linked(backend, cell, &record.stream)?,
                },
                (None, Some(subject)) => linked(backend, cell, subject)?,
                (None, None) => linked(backend, cell, &record.stream)?,
            }
        }
    };
    let values = [
        cell.clone(),
        Value::number(record.seq.0),
        Value::Int(record.decided_ms),
        Value::text(&record.actor),
        Value::text(&record.purpose),
        Value::text(log_kind),
        Value::text(seen.action.as_deref().or(tracking::action(record, seen)).unwrap_or(&record.kind)),
        Value::maybe_text(case),
        Value::maybe_text(alarm),
        Value::maybe_text(seen.denied.as_ref()),
        Value::Text(seen.recipients.join(" ")),
    ];
    backend
        .execute(
            "INSERT INTO access_log (cell, seq, at_ms, actor, purpose, log_kind, action, case_id, alarm, denied, recipients) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            &values,
        )
        .map(|_| ())
}
