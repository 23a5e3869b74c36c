//! OwnTracks JSON (OT-01, OT-02), over HTTP and MQTT: what the app says, its topics, and what it is told.
//!
//! `acc` is the radius in metres that the phone's platform gives, taken as 68 %; `vel` is km/h. The format has no alarm button and
//! no strap. Never here: MQTT packets, HTTP, credentials.

use super::number::{self, course, percent, radius, speed};
use super::{Command, Fault, Is, MAX_INTERVAL_S, empty, mark};
use hoeder_vocab::tracking::{DeviceNumber, Motion, Sign, TrackFix, TrackReport};
use hoeder_vocab::{FixSource, FixedAt, Position};
use serde_json::{Map, Value, json};

/// The longest message, bytes.
pub const MAX_MESSAGE_BYTES: usize = 16 * 1024;
/// What every topic begins with.
const ROOT: &str = "owntracks/";
/// Where a device is told something.
const COMMANDS: &str = "/cmd";

/// What an app said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A position, or that a region was entered or left, which is a position too.
    Report(TrackReport),
    /// The broker says that the connection is lost.
    LastWill,
    /// Something of the app's own: waypoints, cards, steps, settings. Nothing is done with it.
    Other,
}

/// Reads a message.
///
/// # Errors
/// [`Fault`].
pub fn decode(body: &[u8]) -> Result<Said, Fault> {
    if body.len() > MAX_MESSAGE_BYTES {
        return Err(Fault::TooLong);
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| Fault::NotText)?;
    match value.get("_type").and_then(Value::as_str).ok_or(Fault::Field("_type"))? {
        "location" => location(&value).map(Said::Report),
        // A transition without a place of its own says nothing that could be judged.
        "transition" if value.get("lat").is_some() => location(&value).map(Said::Report),
        "lwt" => Ok(Said::LastWill),
        "encrypted" => Err(Fault::Sealed),
        _ => Ok(Said::Other),
    }
}

fn location(value: &Value) -> Result<TrackReport, Fault> {
    let of = |name: &'static str| value.get(name).and_then(Value::as_f64);
    let needed = |name: &'static str| of(name).ok_or(Fault::Field(name));
    let at = FixedAt(number::epoch(needed("tst")?).ok_or(Fault::Field("tst"))?);
    let position = Position::from_degrees(needed("lat")?, needed("lon")?).map_err(|_| Fault::Field("lat"))?;
    let mut report = empty(at);
    report.battery = of("batt").and_then(percent);
    // 1 unplugged, 2 charging, 3 full; 0 not known.
    match value.get("bs").and_then(Value::as_i64) {
        Some(1) => mark(&mut report, Sign::Charging, Is::Gone),
        Some(2 | 3) => mark(&mut report, Sign::Charging, Is::There),
        Some(_) | None => {}
    }
    report.fix = Some(TrackFix {
        position,
        accuracy: of("acc").and_then(radius),
        fixed_at: at,
        source: FixSource::Fused,
        speed_cms: of("vel").and_then(|km_per_hour| speed(km_per_hour / 3.6)),
        heading_deg: of("cog").and_then(course),
        motion: Motion::Unknown,
    });
    Ok(report)
}

/// May this device write there? Its topics are `owntracks/` with its number, and what stands below.
#[must_use]
pub fn is_topic_of(topic: &str, device: &DeviceNumber) -> bool {
    match topic.strip_prefix(ROOT).and_then(|topic| topic.strip_prefix(device.as_str())) {
        Some("") => true,
        Some(below) => below.starts_with('/') && !below.contains(['+', '#']),
        None => false,
    }
}

/// May this device listen there? To its own commands, and nothing else: no pattern.
#[must_use]
pub fn is_command_topic_of(topic: &str, device: &DeviceNumber) -> bool {
    is_topic_of(topic, device) && topic.ends_with(COMMANDS)
}

/// The device's own topic below the root, with the name of the phone where the number has none.
#[must_use]
pub fn topic_of(device: &DeviceNumber) -> String {
    let phone = if device.as_str().contains('/') { "" } else { "/phone" };
    format!("{ROOT}{}{phone}", device.as_str())
}

/// A command, as the app takes it on its topic of commands or in the answer to a POST. The interval is that of both modes of the
/// app.
#[must_use]
pub fn encode_command(command: Command) -> Value {
    match command {
        Command::LocateNow => json!({"_type": "cmd", "action": "reportLocation"}),
        Command::Interval { seconds } => {
            let seconds = seconds.clamp(1, MAX_INTERVAL_S);
            json!({"_type": "cmd", "action": "setConfiguration", "configuration": {
                "_type": "configuration", "locatorInterval": seconds, "moveModeLocatorInterval": seconds,
            }})
        }
    }
}

/// A report as the app writes it; `None` when it has no position, which the format cannot say.
#[must_use]
pub fn encode(report: &TrackReport) -> Option<String> {
    let fix = report.fix?;
    let mut fields = Map::new();
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    add("_type", Some(json!("location")));
    add("lat", Some(json!(fix.position.lat())));
    add("lon", Some(json!(fix.position.lon())));
    add("tst", Some(json!(fix.fixed_at.0.unix_ms().div_euclid(1000))));
    add("acc", fix.accuracy.map(|radius| json!(radius.metres().0)));
    add("vel", fix.speed_cms.map(|cms| json!(f64::from(cms) * 0.036)));
    add("cog", fix.heading_deg.map(|degrees| json!(degrees)));
    add("batt", report.battery.map(|percent| json!(percent.get())));
    let charging = report.began.has(Sign::Charging).then_some(2);
    add("bs", charging.or_else(|| report.ended.has(Sign::Charging).then_some(1)).map(|bs| json!(bs)));
    Some(Value::Object(fields).to_string())
}
