//! All points in an open form (NIJ-14), one JSON object a line, and back into an empty folder: byte for byte the same again (T-NIJ-9).
//!
//! The fields are those that a replay reads: `carrier`, `fixed_at`, `received_at`, `lat`, `lon`, `accuracy_m`, `source` ..; they are
//! described in `docs/tracks.md`. Never here: who may export, and that it is written down.

use super::TracksError;
use super::block::MAX_REPORTS;
use super::read::TrackReader;
use super::seal::{GROUP_BYTES, Group};
use super::write::TrackWriter;
use hoeder_vocab::tracking::{AlcoholReading, Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{CarrierId, Decimetres, FixSource, FixedAt, Percent, Position, ReceivedAt, UtcMillis};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use std::io::{BufRead, Write};
use std::ops::Range;

/// Why an import stopped. Nothing of a line is repeated: it may be personal.
#[derive(Debug, thiserror::Error)]
pub enum TracksImportError {
    /// The folder has carriers already.
    #[error("positions are imported into an empty system only")]
    NotEmpty,
    /// A line is no report.
    #[error("line {line} cannot be read: {what}")]
    Line {
        /// Counted from 1.
        line: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// The lines cannot be had.
    #[error("the lines cannot be read")]
    Read(#[source] std::io::Error),
    /// They cannot be kept.
    #[error(transparent)]
    Tracks(#[from] TracksError),
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Reports.
    pub reports: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    carrier: String,
    /// When the device made the record; left out where it is the time of the fix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fixed_at: Option<String>,
    received_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lat: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lon: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accuracy_m: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speed_mps: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heading_deg: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    motion: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    battery_pct: Option<u8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    began: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ended: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    sos: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alcohol_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alcohol_mg_per_l: Option<u16>,
    #[serde(default, skip_serializing_if = "is_false")]
    buffered: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

const SOURCES: [(FixSource, &str); 5] = [
    (FixSource::Gnss, "gnss"),
    (FixSource::Wifi, "wifi"),
    (FixSource::Cell, "cell"),
    (FixSource::Fused, "fused"),
    (FixSource::Unknown, "unknown"),
];
const MOTIONS: [(Motion, Option<&str>); 3] =
    [(Motion::Still, Some("still")), (Motion::Moving, Some("moving")), (Motion::Unknown, None)];

/// A number with so many decimals, none of them rounded.
fn decimal(value: i64, decimals: u32) -> Option<Number> {
    let unit = 10_u64.pow(decimals);
    let (whole, part) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    let sign = if value < 0 { "-" } else { "" };
    let width = usize::try_from(decimals).unwrap_or(0);
    serde_json::from_str(&format!("{sign}{whole}.{part:0width$}")).ok()
}

/// Back to whole units; `None` when it is out of range.
fn units(number: &Number, decimals: i32) -> Option<i64> {
    let value = (number.as_f64()? * 10_f64.powi(decimals)).round();
    // Below 2^53, so exact.
    if value.abs() > 9e15 {
        return None;
    }
    format!("{value:.0}").parse().ok()
}

fn line(carrier: CarrierId, received_at: ReceivedAt, report: &TrackReport) -> Line {
    let fix = report.fix.as_ref();
    let codes = |signs: Signs| signs.iter().map(|sign| sign.code().to_owned()).collect();
    Line {
        carrier: carrier.to_string(),
        at: (fix.map(|fix| fix.fixed_at) != Some(report.at)).then(|| report.at.to_string()),
        fixed_at: fix.map(|fix| fix.fixed_at.to_string()),
        received_at: received_at.to_string(),
        lat: fix.and_then(|fix| decimal(i64::from(fix.position.lat_e7()), 7)),
        lon: fix.and_then(|fix| decimal(i64::from(fix.position.lon_e7()), 7)),
        accuracy_m: fix.and_then(|fix| fix.accuracy).and_then(|accuracy| decimal(i64::from(accuracy.0), 1)),
        source: fix
            .and_then(|fix| SOURCES.iter().find(|(s, _)| *s == fix.source))
            .map(|(_, name)| (*name).to_owned()),
        speed_mps: fix.and_then(|fix| fix.speed_cms).and_then(|speed| decimal(i64::from(speed), 2)),
        heading_deg: fix.and_then(|fix| fix.heading_deg),
        motion: fix
            .and_then(|fix| MOTIONS.iter().find(|(motion, _)| *motion == fix.motion))
            .and_then(|(_, name)| name.map(str::to_owned)),
        battery_pct: report.battery.map(Percent::get),
        began: codes(report.began),
        ended: codes(report.ended),
        sos: report.sos,
        alcohol_at: report.alcohol.map(|reading| reading.at.to_string()),
        alcohol_mg_per_l: report.alcohol.map(|reading| reading.milligrams_per_litre),
        buffered: report.buffered,
    }
}

/// Writes every report of these carriers whose `at` lies in the period: carriers in order, of each the reports as they came.
/// How many reports, and how many batches were damaged and left out.
///
/// # Errors
/// [`TracksError::Io`], also when the lines cannot be written.
pub fn export(
    reader: &TrackReader,
    carriers: &[CarrierId],
    period: &Range<UtcMillis>,
    out: &mut dyn Write,
) -> Result<(u64, u64), TracksError> {
    let (mut count, mut damaged) = (0, 0);
    let mut failed = Ok(());
    for carrier in carriers {
        damaged += reader.batches(*carrier, period, &mut |stored| {
            for report in stored.reports.iter().filter(|report| period.contains(&report.at.0)) {
                if failed.is_ok() {
                    failed = serde_json::to_writer(&mut *out, &line(*carrier, stored.received_at, report))
                        .map_err(std::io::Error::from)
                        .and_then(|()| out.write_all(b"\n"));
                    count += 1;
                }
            }
        })?;
        std::mem::replace(&mut failed, Ok(()))?;
    }
    Ok((count, damaged))
}

/// Reads what [`export`] wrote into a folder that has no carriers yet.
///
/// # Errors
/// [`TracksImportError`]; what came before the line at fault is kept, so begin again with an empty folder.
pub fn import(writer: &mut TrackWriter, lines: &mut dyn BufRead) -> Result<Imported, TracksImportError> {
    if !writer.keys().carriers().is_empty() {
        return Err(TracksImportError::NotEmpty);
    }
    let mut sealer = writer.sealer();
    let mut group = Group::default();
    let mut batch: Option<(CarrierId, ReceivedAt, Vec<TrackReport>)> = None;
    let mut imported = Imported::default();
    for (number, text) in (1..).zip(lines.lines()) {
        let text = text.map_err(TracksImportError::Read)?;
        let refused = |what| TracksImportError::Line { line: number, what };
        let read: Line = serde_json::from_str(&text).map_err(|_| refused("it is no report"))?;
        let (carrier, received_at, report) = parsed(&read).map_err(refused)?;
        imported.reports += 1;
        match &mut batch {
            Some((whose, when, reports))
                if *whose == carrier && *when == received_at && reports.len() < MAX_REPORTS =>
            {
                reports.push(report);
            }
            other => {
                if let Some((whose, when, reports)) = other.replace((carrier, received_at, vec![report])) {
                    sealer.add(&mut group, whose, &reports, when)?;
                }
            }
        }
        if group.bytes() >= GROUP_BYTES {
            writer.append(std::slice::from_ref(&group))?;
            group.clear();
        }
    }
    if let Some((whose, when, reports)) = batch {
        sealer.add(&mut group, whose, &reports, when)?;
    }
    writer.append(std::slice::from_ref(&group))?;
    Ok(imported)
}

fn time(text: &str) -> Result<UtcMillis, &'static str> {
    UtcMillis::parse_rfc3339(text).map_err(|_| "a time is no RFC 3339")
}

fn parsed(line: &Line) -> Result<(CarrierId, ReceivedAt, TrackReport), &'static str> {
    let carrier = line.carrier.parse().map_err(|_| "the carrier is no UUID")?;
    let received_at = time(&line.received_at)?;
    if received_at.unix_ms() < 0 {
        return Err("it was received before 1970");
    }
    let fix = match (&line.lat, &line.lon, &line.fixed_at) {
        (Some(lat), Some(lon), Some(fixed_at)) => Some(fix(line, (lat, lon), FixedAt(time(fixed_at)?))?),
        (None, None, None) => None,
        (Some(_) | None, _, _) => return Err("a fix needs lat, lon and fixed_at"),
    };
    let at = match (&line.at, fix) {
        (Some(at), _) => FixedAt(time(at)?),
        (None, Some(fix)) => fix.fixed_at,
        (None, None) => return Err("without a fix it needs a time `at`"),
    };
    let alcohol = match (&line.alcohol_at, line.alcohol_mg_per_l) {
        (Some(at), Some(milligrams_per_litre)) => {
            Some(AlcoholReading { at: FixedAt(time(at)?), milligrams_per_litre })
        }
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err("a reading of alcohol needs its time and its value"),
    };
    let report = TrackReport {
        at,
        fix,
        began: signs(&line.began)?,
        ended: signs(&line.ended)?,
        battery: line
            .battery_pct
            .map(|value| Percent::new(value).ok_or("the battery is no percentage"))
            .transpose()?,
        sos: line.sos,
        alcohol,
        buffered: line.buffered,
    };
    Ok((carrier, ReceivedAt(received_at), report))
}

fn signs(codes: &[String]) -> Result<Signs, &'static str> {
    codes.iter().map(|code| Sign::from_code(code).ok_or("a sign is not known")).collect()
}

fn fix(line: &Line, place: (&Number, &Number), fixed_at: FixedAt) -> Result<TrackFix, &'static str> {
    let e7 = |number: &Number| units(number, 7).and_then(|value| i32::try_from(value).ok());
    let (lat, lon) = e7(place.0).zip(e7(place.1)).ok_or("a place lies outside the earth")?;
    let source = line.source.as_deref().unwrap_or("unknown");
    let accuracy = |number: &Number| units(number, 1).and_then(|value| u32::try_from(value).ok());
    let speed = |number: &Number| units(number, 2).and_then(|value| u16::try_from(value).ok());
    Ok(TrackFix {
        position: Position::from_e7(lat, lon).map_err(|_| "a place lies outside the earth")?,
        accuracy: line
            .accuracy_m
            .as_ref()
            .map(|number| accuracy(number).map(Decimetres).ok_or("the accuracy is out of range"))
            .transpose()?,
        fixed_at,
        source: SOURCES
            .iter()
            .find(|(_, name)| *name == source)
            .map(|(s, _)| *s)
            .ok_or("the source is not known")?,
        speed_cms: line
            .speed_mps
            .as_ref()
            .map(|n| speed(n).ok_or("the speed is out of range"))
            .transpose()?,
        heading_deg: line.heading_deg,
        motion: MOTIONS
            .iter()
            .find(|(_, name)| *name == line.motion.as_deref())
            .map(|(motion, _)| *motion)
            .ok_or("the motion is not known")?,
    })
}
