//! Files of other programs: GPX tracks and files of the OwnTracks recorder, as lines of our own form.
//!
//! Of GPX only `trk`, `name`, `trkpt`, `time` and `hdop` are read; all else is passed over. Never here: our own form.

use super::fixes::{Line, Read};
use serde_json::Value;

/// Metres of accuracy (68 %) that one unit of `hdop` stands for.
const METRES_OF_HDOP: f64 = 5.0;

fn blank(carrier: String, fixed_at: String) -> Line {
    Line {
        carrier,
        fixed_at,
        received_at: None,
        lat: None,
        lon: None,
        accuracy_m: None,
        speed_mps: None,
        heading_deg: None,
        battery_pct: None,
        alcohol_mg_l: None,
        source: None,
        flags: Vec::new(),
    }
}

/// One piece of a GPX file: a tag with what stands before the next one.
struct Piece<'a> {
    line: usize,
    tag: &'a str,
    text: &'a str,
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut line = 1;
    text.split('<').filter_map(move |piece| {
        let here = line;
        line += piece.matches('\n').count();
        let (tag, text) = piece.split_once('>')?;
        Some(Piece { line: here, tag: tag.trim(), text: text.trim() })
    })
}

/// Fixes of a GPX file. The name of a track is that of its carrier.
pub(super) fn gpx(text: &str) -> Vec<Read> {
    let (mut carrier, mut in_point) = (String::new(), false);
    let mut open: Option<(usize, Line)> = None;
    let mut found: Vec<Read> = Vec::new();
    for piece in pieces(text) {
        let name = piece.tag.split([' ', '\t', '\n', '\r', '/']).find(|part| !part.is_empty());
        let ends = piece.tag.starts_with('/') || piece.tag.ends_with('/');
        match name {
            Some("trk") if !ends => carrier.clear(),
            Some("name") if !ends && !in_point => carrier = piece.text.to_owned(),
            Some("trkpt") if !piece.tag.starts_with('/') => {
                in_point = !ends;
                let mut line = blank(carrier.clone(), String::new());
                (line.lat, line.lon) = (attribute(piece.tag, "lat"), attribute(piece.tag, "lon"));
                line.source = Some("gnss".to_owned());
                open = Some((piece.line, line));
            }
            Some("time") if !ends => {
                if let Some((_, line)) = &mut open {
                    line.fixed_at = piece.text.to_owned();
                }
            }
            Some("hdop") if !ends => {
                if let Some((_, line)) = &mut open {
                    line.accuracy_m = piece.text.parse::<f64>().ok().map(|hdop| hdop * METRES_OF_HDOP);
                }
            }
            Some("trkpt") => {
                in_point = false;
                found.extend(open.take().map(whole_point));
            }
            Some(_) | None => {}
        }
    }
    if found.is_empty() {
        found.push(Err((1, "the file is XML without `trkpt` of GPX".to_owned())));
    }
    found
}

fn whole_point((number, line): (usize, Line)) -> Read {
    let missing = match (&line.lat, &line.lon, line.fixed_at.as_str(), line.carrier.as_str()) {
        (None, _, _, _) | (_, None, _, _) => "a `trkpt` needs `lat` and `lon`",
        (_, _, "", _) => "a `trkpt` needs a `time`",
        (_, _, _, "") => "a `trk` needs a `name`: that of the carrier",
        (Some(_), Some(_), _, _) => return Ok((number, line)),
    };
    Err((number, missing.to_owned()))
}

fn attribute(tag: &str, name: &str) -> Option<f64> {
    let after = tag.split_once(&format!("{name}="))?.1;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.split(quote).nth(1)?.trim().parse().ok()
}

/// Fixes of a file of the OwnTracks recorder: time of arrival, what it is, JSON; between them tabs.
pub(super) fn owntracks(text: &str) -> Vec<Read> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .filter_map(|(number, line)| match recorded(line) {
            Ok(found) => found.map(|line| Ok((number, line))),
            Err(fault) => Some(Err((number, fault))),
        })
        .collect()
}

/// `None` for a line that is no location.
fn recorded(line: &str) -> Result<Option<Line>, String> {
    let mut columns = line.splitn(3, '\t');
    let (Some(received), Some(_), Some(payload)) = (columns.next(), columns.next(), columns.next()) else {
        return Err("neither JSON, GPX nor a line of the OwnTracks recorder".to_owned());
    };
    let value: Value = serde_json::from_str(payload).map_err(|e| e.to_string())?;
    if value.get("_type").and_then(Value::as_str) != Some("location") {
        return Ok(None);
    }
    let number = |name: &str| value.get(name).and_then(Value::as_f64);
    let topic = value.get("topic").and_then(Value::as_str).and_then(|topic| topic.strip_prefix("owntracks/"));
    let carrier = topic.or_else(|| value.get("tid").and_then(Value::as_str)).unwrap_or_default();
    let made = value.get("tst").and_then(Value::as_i64).ok_or("a location needs `tst`")?;
    let fixed_at = hoeder_vocab::UtcMillis::from_unix_ms(made.saturating_mul(1_000)).to_string();
    let mut line = blank(carrier.to_owned(), fixed_at);
    line.received_at = Some(received.trim().to_owned());
    (line.lat, line.lon, line.accuracy_m) = (number("lat"), number("lon"), number("acc"));
    // Its speed is in kilometres an hour.
    line.speed_mps = number("vel").filter(|speed| *speed >= 0.0).map(|speed| speed / 3.6);
    line.heading_deg = number("cog").filter(|course| (0.0..=360.0).contains(course));
    line.battery_pct = number("batt").filter(|charge| (0.0..=100.0).contains(charge));
    line.source = Some("fused".to_owned());
    Ok(Some(line))
}
