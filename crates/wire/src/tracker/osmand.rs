//! The HTTP form of OsmAnd and of the apps that learned from it (OS-01): a query, or one JSON object.
//!
//! Accuracy is the 68 % radius in metres that Android gives; `hdop` stands in for it. Speed is in knots in a query and in metres a
//! second in JSON. Places named by cells or access points only are not looked up. A place that cannot be, or whose time cannot be
//! read, is left out and the rest is kept, so that a press never falls with it. Never here: HTTP, credentials.

use super::number::{self, course, percent, radius, speed};
use super::{Fault, Is, empty, mark, radius_of_dilution};
use hoeder_vocab::tracking::{AlcoholReading, DeviceNumber, Motion, Sign, TrackFix, TrackReport};
use hoeder_vocab::{FixSource, FixedAt, Position, UtcMillis};
use serde_json::Value;

/// The longest query or body, bytes.
pub const MAX_MESSAGE_BYTES: usize = 16 * 1024;
/// Most parameters of a query.
const MAX_PARAMETERS: usize = 64;
const METRES_A_SECOND_PER_KNOT: f64 = 0.514_444;

/// Words of the parameter `alarm`, as the apps and trackers of this family write them; names of signs are known besides.
const ALARMS: [(&str, Sign); 9] = [
    ("fallDown", Sign::ManDown),
    ("gpsAntennaCut", Sign::NoPosition),
    ("jamming", Sign::CellJammed),
    ("lowBattery", Sign::BatteryLow),
    ("lowPower", Sign::BatteryLow),
    ("powerOff", Sign::PoweredOff),
    ("removing", Sign::StrapCut),
    ("tampering", Sign::CaseOpened),
    ("vibration", Sign::CaseOpened),
];
const SOS: &str = "sos";

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Whose, as it says.
    pub device: DeviceNumber,
    /// What it says.
    pub report: TrackReport,
}

/// Reads a query, or a form in a body. Without a time it is of `received`.
///
/// # Errors
/// [`Fault`].
pub fn decode_query(query: &str, received: UtcMillis) -> Result<Heard, Fault> {
    if query.len() > MAX_MESSAGE_BYTES {
        return Err(Fault::TooLong);
    }
    let parameters = Parameters::read(query)?;
    let device = parameters.first(&["id", "deviceid"]).ok_or(Fault::NoDevice)?;
    let device = number::device(device).ok_or(Fault::NoDevice)?;
    let at = match parameters.first(&["timestamp"]) {
        Some(text) => number::time(text),
        None => Some(received),
    };
    let mut report = empty(FixedAt(at.unwrap_or(received)));
    let number_of = |names: &[&str]| parameters.first(names).and_then(|text| text.parse::<f64>().ok());
    report.battery = number_of(&["batt", "battery"]).and_then(percent);
    match parameters.first(&["charge", "charging"]) {
        Some("true" | "1") => mark(&mut report, Sign::Charging, Is::There),
        Some("false" | "0") => mark(&mut report, Sign::Charging, Is::Gone),
        Some(_) | None => {}
    }
    alarms(parameters.first(&["alarm"]), &mut report, Is::There);
    alarms(parameters.first(&["ended"]), &mut report, Is::Gone);
    report.alcohol = number_of(&["alcohol"]).and_then(|mg| alcohol(mg, report.at));
    let place = match parameters.first(&["location"]) {
        Some(both) => both.split_once(','),
        None => parameters.first(&["lat"]).zip(parameters.first(&["lon"])),
    };
    let valid = !matches!(parameters.first(&["valid"]), Some("false" | "0"));
    let place = place.filter(|_| valid && at.is_some()).and_then(position);
    report.fix = place.map(|position| TrackFix {
        position,
        accuracy: number_of(&["accuracy"])
            .and_then(radius)
            .or_else(|| number_of(&["hdop"]).and_then(of_hdop)),
        fixed_at: report.at,
        source: FixSource::Fused,
        speed_cms: number_of(&["speed"]).and_then(|knots| speed(knots * METRES_A_SECOND_PER_KNOT)),
        heading_deg: number_of(&["bearing", "heading"]).and_then(course),
        motion: match parameters.first(&["motion", "is_moving"]) {
            Some("true" | "1") => Motion::Moving,
            Some("false" | "0") => Motion::Still,
            Some(_) | None => Motion::Unknown,
        },
    });
    Ok(Heard { device, report })
}

fn position((lat, lon): (&str, &str)) -> Option<Position> {
    Position::from_degrees(lat.trim().parse().ok()?, lon.trim().parse().ok()?).ok()
}

fn of_hdop(hdop: f64) -> Option<hoeder_vocab::Decimetres> {
    number::whole(hdop * 10.0, 1_000).and_then(radius_of_dilution)
}

fn alcohol(value: f64, at: FixedAt) -> Option<AlcoholReading> {
    let milligrams_per_litre =
        number::whole(value, u32::from(u16::MAX)).and_then(|mg| u16::try_from(mg).ok())?;
    Some(AlcoholReading { at, milligrams_per_litre })
}

/// Words with commas between them; one that is not known says nothing.
fn alarms(words: Option<&str>, report: &mut TrackReport, is: Is) {
    for word in words.unwrap_or_default().split(',') {
        if word == SOS && is == Is::There {
            report.sos = true;
        }
        let known = ALARMS.iter().find(|(name, _)| *name == word).map(|(_, sign)| *sign);
        if let Some(sign) = known.or_else(|| Sign::from_code(word)) {
            mark(report, sign, is);
        }
    }
}

/// Reads the JSON form.
///
/// # Errors
/// [`Fault`].
pub fn decode_json(body: &[u8], received: UtcMillis) -> Result<Heard, Fault> {
    if body.len() > MAX_MESSAGE_BYTES {
        return Err(Fault::TooLong);
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| Fault::NotText)?;
    let device =
        value.get("device_id").and_then(Value::as_str).and_then(number::device).ok_or(Fault::NoDevice)?;
    let location = value.get("location").ok_or(Fault::Field("location"))?;
    let coords = location.get("coords");
    let of = |name: &str| coords.and_then(|coords| coords.get(name)).and_then(Value::as_f64);
    let at = match location.get("timestamp").or_else(|| coords.and_then(|coords| coords.get("timestamp"))) {
        None | Some(Value::Null) => Some(received),
        Some(Value::String(text)) => number::time(text),
        Some(other) => other.as_f64().and_then(number::epoch),
    };
    let mut report = empty(FixedAt(at.unwrap_or(received)));
    let battery = location.get("battery");
    let level = battery.and_then(|battery| battery.get("level")).and_then(Value::as_f64);
    report.battery = level.and_then(|share| percent(share * 100.0));
    match battery.and_then(|battery| battery.get("is_charging")).and_then(Value::as_bool) {
        Some(true) => mark(&mut report, Sign::Charging, Is::There),
        Some(false) => mark(&mut report, Sign::Charging, Is::Gone),
        None => {}
    }
    let extra = |name: &str| location.get("extras").and_then(|extras| extras.get(name));
    alarms(extra("alarm").or_else(|| location.get("alarm")).and_then(Value::as_str), &mut report, Is::There);
    report.alcohol = extra("alcohol").and_then(Value::as_f64).and_then(|mg| alcohol(mg, report.at));
    let place = of("latitude").zip(of("longitude")).filter(|_| at.is_some());
    report.fix =
        place.and_then(|(lat, lon)| Position::from_degrees(lat, lon).ok()).map(|position| TrackFix {
            position,
            accuracy: of("accuracy").and_then(radius),
            fixed_at: report.at,
            source: FixSource::Fused,
            speed_cms: of("speed").and_then(speed),
            heading_deg: of("heading").and_then(course),
            motion: match location.get("is_moving").and_then(Value::as_bool) {
                Some(true) => Motion::Moving,
                Some(false) => Motion::Still,
                None => Motion::Unknown,
            },
        });
    Ok(Heard { device, report })
}

/// The parameters of a query, decoded.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn read(query: &str) -> Result<Self, Fault> {
        let mut parameters = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if parameters.len() == MAX_PARAMETERS {
                return Err(Fault::TooLong);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            parameters.push((unescape(name)?, unescape(value)?));
        }
        Ok(Self(parameters))
    }
    /// The first that is there and not empty.
    fn first(&self, names: &[&str]) -> Option<&str> {
        let found = self.0.iter().find(|(name, value)| names.contains(&name.as_str()) && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }
}

fn unescape(text: &str) -> Result<String, Fault> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit =
                    || rest.next().and_then(|d| char::from(d).to_digit(16)).ok_or(Fault::Malformed);
                let value = digit()? * 16 + digit()?;
                u8::try_from(value).map_err(|_| Fault::Malformed)?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| Fault::NotText)
}

/// A report as an app writes it into a query.
#[must_use]
pub fn encode_query(device: &DeviceNumber, report: &TrackReport) -> String {
    let mut query = format!("id={}&timestamp={}", device.as_str().replace('/', "%2F"), report.at.0.unix_ms());
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            query.push_str(&format!("&{name}={value}"));
        }
    };
    if let Some(fix) = report.fix {
        add("lat", Some(format!("{:.7}", fix.position.lat())));
        add("lon", Some(format!("{:.7}", fix.position.lon())));
        add("accuracy", fix.accuracy.map(|radius| format!("{:.1}", radius.metres().0)));
        let knots = |cms: u16| format!("{:.4}", f64::from(cms) / 100.0 / METRES_A_SECOND_PER_KNOT);
        add("speed", fix.speed_cms.map(knots));
        add("bearing", fix.heading_deg.map(|degrees| degrees.to_string()));
        add("motion", (fix.motion != Motion::Unknown).then(|| (fix.motion == Motion::Moving).to_string()));
    }
    add("batt", report.battery.map(|percent| percent.get().to_string()));
    let began: Vec<&str> = report.began.iter().map(Sign::code).chain(report.sos.then_some(SOS)).collect();
    add("alarm", (!began.is_empty()).then(|| began.join(",")));
    let ended: Vec<&str> = report.ended.iter().map(Sign::code).collect();
    add("ended", (!ended.is_empty()).then(|| ended.join(",")));
    add("alcohol", report.alcohol.map(|reading| reading.milligrams_per_litre.to_string()));
    query
}
