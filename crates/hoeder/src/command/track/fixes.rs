//! Reads the fixes of a replay: one JSON object a line, or a file of another program (`formats`).
//!
//! Never here: judging them.

use super::formats;
use super::orders::Names;
use crate::exit::{Code, Failure, Outcome};
use hoeder_vocab::tracking::{AlcoholReading, Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{CarrierId, Decimetres, FixSource, FixedAt, Percent, Position, ReceivedAt, UtcMillis};
use serde::Deserialize;

/// One report and when it came.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) carrier: CarrierId,
    pub(super) report: TrackReport,
    pub(super) received_at: ReceivedAt,
}

/// One line of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) carrier: String,
    pub(super) fixed_at: String,
    #[serde(default)]
    pub(super) received_at: Option<String>,
    #[serde(default)]
    pub(super) lat: Option<f64>,
    #[serde(default)]
    pub(super) lon: Option<f64>,
    #[serde(default)]
    pub(super) accuracy_m: Option<f64>,
    #[serde(default)]
    pub(super) speed_mps: Option<f64>,
    #[serde(default)]
    pub(super) heading_deg: Option<f64>,
    #[serde(default)]
    pub(super) battery_pct: Option<f64>,
    #[serde(default)]
    pub(super) alcohol_mg_l: Option<u16>,
    #[serde(default)]
    pub(super) source: Option<String>,
    #[serde(default)]
    pub(super) flags: Vec<String>,
}

/// Reads a whole file, whatever its form.
///
/// # Errors
/// The first line that cannot be understood.
pub(super) fn read(text: &str, file: &str, names: &Names) -> Outcome<Vec<Heard>> {
    let lines = match text.trim_start().chars().next() {
        None => return Ok(Vec::new()),
        Some('<') => formats::gpx(text),
        Some('{') => ndjson(text),
        Some(_) => formats::owntracks(text),
    };
    let mut heard = Vec::new();
    for line in lines {
        let (number, line) = line.map_err(|(number, fault)| refused(file, number, &fault))?;
        heard.push(report(&line, names).map_err(|fault| refused(file, number, &fault))?);
    }
    Ok(heard)
}

fn refused(file: &str, line: usize, fault: &str) -> Failure {
    Failure::new(Code::Refused, format!("{file}, line {line}: {fault}"))
        .hint("docs/track-replay.md has the formats")
}

/// A line with its number, or what is wrong with it.
pub(super) type Read = Result<(usize, Line), (usize, String)>;

fn ndjson(text: &str) -> Vec<Read> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).map(|line| (number, line)).map_err(|e| (number, e.to_string()))
        })
        .collect()
}

fn report(line: &Line, names: &Names) -> Result<Heard, String> {
    let carrier = names.carrier_named(&line.carrier).ok_or_else(|| {
        let known: Vec<&str> = names.carriers().collect();
        format!("no carrier `{}` in the orders; there are: {}", line.carrier, known.join(", "))
    })?;
    let moment = |text: &str| UtcMillis::parse_rfc3339(text).map_err(|e| format!("`{text}` is {e}"));
    let at = FixedAt(moment(&line.fixed_at)?);
    let received_at = ReceivedAt(line.received_at.as_deref().map_or(Ok(at.0), moment)?);
    let mut report = TrackReport {
        at,
        fix: None,
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: line.battery_pct.map(charge_of).transpose()?,
        sos: false,
        alcohol: line.alcohol_mg_l.map(|milligrams_per_litre| AlcoholReading { at, milligrams_per_litre }),
        buffered: false,
    };
    let mut motion = Motion::Unknown;
    for flag in &line.flags {
        match flag.as_str() {
            "moving" => motion = Motion::Moving,
            "still" => motion = Motion::Still,
            "buffered" => report.buffered = true,
            "sos" => report.sos = true,
            other => {
                let (code, on) = other.strip_prefix("end:").map_or((other, true), |code| (code, false));
                let sign = Sign::from_code(code).ok_or_else(|| format!("`{other}` is no flag"))?;
                if on {
                    report.began = report.began.with(sign);
                } else {
                    report.ended = report.ended.with(sign);
                }
            }
        }
    }
    report.fix = fix(line, at, motion)?;
    Ok(Heard { carrier, report, received_at })
}

fn fix(line: &Line, fixed_at: FixedAt, motion: Motion) -> Result<Option<TrackFix>, String> {
    let (lat, lon) = match (line.lat, line.lon) {
        (Some(lat), Some(lon)) => (lat, lon),
        (None, None) => return Ok(None),
        (Some(_), None) | (None, Some(_)) => return Err("`lat` and `lon` come together".to_owned()),
    };
    let source = match line.source.as_deref() {
        None | Some("unknown") => FixSource::Unknown,
        Some("gnss") => FixSource::Gnss,
        Some("wifi") => FixSource::Wifi,
        Some("cell") => FixSource::Cell,
        Some("fused") => FixSource::Fused,
        Some(other) => return Err(format!("`{other}` is no source: gnss, wifi, cell, fused or unknown")),
    };
    let whole = |value: Option<f64>, factor: f64, most: f64, what: &str| match value {
        None => Ok(None),
        Some(value) if (0.0..=most).contains(&value) => Ok(Some(rounded(value * factor))),
        Some(value) => Err(format!("`{what}` is {value}: 0 to {most} was expected")),
    };
    let short = |value: Option<u32>| value.and_then(|value| u16::try_from(value).ok());
    Ok(Some(TrackFix {
        position: Position::from_degrees(lat, lon).map_err(|e| e.to_string())?,
        accuracy: whole(line.accuracy_m, 10.0, 1e6, "accuracy_m")?.map(Decimetres),
        fixed_at,
        source,
        speed_cms: short(whole(line.speed_mps, 100.0, 600.0, "speed_mps")?),
        heading_deg: short(whole(line.heading_deg, 1.0, 360.0, "heading_deg")?).map(|course| course % 360),
        motion,
    }))
}

fn charge_of(charge: f64) -> Result<Percent, String> {
    let fits = (0.0..=100.0).contains(&charge);
    let percent = u8::try_from(rounded(charge.clamp(0.0, 100.0))).ok().and_then(Percent::new);
    percent.filter(|_| fits).ok_or_else(|| format!("`battery_pct` is {charge}: 0 to 100 was expected"))
}

/// To the nearest whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the callers checked that it lies between 0 and 1e7"
)]
fn rounded(value: f64) -> u32 {
    value.round() as u32
}
