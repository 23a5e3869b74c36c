//! Positions that a handset reports under a mandate of tracking, and the answer: bodies of a path of their own (section 6.2).
//!
//! No type of these bodies is one of a message, so neither can stand for the other. Never here: who is tracked.

use super::error::WireError;
use super::json::{Field, Object, Writer};
use super::parts::{Reader, read_time, source_word, write_percent};
use super::uplink::Flaw;
use super::{MAX_ACCURACY_DM, MAX_TRACK_REPORTS};
use hoeder_vocab::tracking::{Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixedAt, Purpose};

/// Faster than this, in centimetres a second, is left out: no train is.
const MAX_SPEED_CMS: u32 = 20_000;

/// Reports, and what had to be left out to read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedTrack {
    /// In the order of the body; at most [`MAX_TRACK_REPORTS`].
    pub reports: Vec<TrackReport>,
    /// Reports that were left out whole, because their time cannot be read.
    pub left_out: usize,
    /// Parts of the others that were left out, each at most once.
    pub flaws: Vec<Flaw>,
}

/// What the cell says to reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackAnswer {
    /// A mandate runs: what was reported is durable, and the next report is due after so many seconds.
    Tracked {
        /// 1 to 86,400.
        every_s: u32,
    },
    /// No mandate runs for this handset: nothing was kept, and nothing more is to be reported.
    NotTracked,
    /// It is not durable: the same reports are to be said again.
    Later,
}

/// Reads reports.
///
/// # Errors
/// When it is no such body, or has more than [`MAX_TRACK_REPORTS`].
pub fn decode_track(body: &str) -> Result<DecodedTrack, WireError> {
    let object = Object::from_text(body)?;
    if object.string("type").required("type")? != "track" {
        return Err(WireError::UnknownType);
    }
    let listed = object.objects("reports").required("reports")?;
    if listed.len() > MAX_TRACK_REPORTS {
        return Err(WireError::BadField("reports"));
    }
    let mut decoded =
        DecodedTrack { reports: Vec::with_capacity(listed.len()), left_out: 0, flaws: Vec::new() };
    for one in &listed {
        match one.as_ref().and_then(|one| report(one, &mut decoded.flaws)) {
            Some(report) => decoded.reports.push(report),
            None => decoded.left_out += 1,
        }
    }
    Ok(decoded)
}

/// A time of receipt never stands in for the time of a position: it would put the person where they are not.
fn report(object: &Object, flaws: &mut Vec<Flaw>) -> Option<TrackReport> {
    let Field::Read(at) = object.string("at").and_then(|text| read_time(&text)) else { return None };
    let mut reader = Reader { object, fallback: FixedAt(at), flaws: core::mem::take(flaws) };
    let moving = match reader.flag("moving", Flaw::Moving) {
        Some(true) => Motion::Moving,
        Some(false) => Motion::Still,
        None => Motion::Unknown,
    };
    let mut began = Signs::NONE;
    let mut ended = Signs::NONE;
    for (name, flaw, sign) in
        [("charging", Flaw::Charging, Sign::Charging), ("no_position", Flaw::NoPosition, Sign::NoPosition)]
    {
        match reader.flag(name, flaw) {
            Some(true) => began = began.with(sign),
            Some(false) => ended = ended.with(sign),
            None => {}
        }
    }
    let report = TrackReport {
        at: FixedAt(at),
        fix: fix(&mut reader, moving),
        began,
        ended,
        battery: reader.percent("battery_pct", Flaw::Battery),
        sos: false,
        alcohol: None,
        buffered: reader.flag("remembered", Flaw::Remembered).unwrap_or(false),
    };
    *flaws = reader.flaws;
    Some(report)
}

fn fix(reader: &mut Reader<'_>, motion: Motion) -> Option<TrackFix> {
    let speed_cms = reader.within_fix("speed_cms", MAX_SPEED_CMS, Flaw::FixSpeed);
    let heading_deg = reader.within_fix("heading_deg", 359, Flaw::FixHeading);
    let fix = reader.fix()?;
    let fix = fix.reveal(Purpose::Transport);
    Some(TrackFix {
        position: fix.position,
        accuracy: fix.accuracy.map(of_68_percent),
        fixed_at: fix.fixed_at,
        source: fix.source,
        speed_cms,
        heading_deg,
        motion,
    })
}

/// The radius of 68 % of one of 95 %, of a circular normal error; rounded up, at least a decimetre.
fn of_68_percent(of_95: Decimetres) -> Decimetres {
    let radius = (u64::from(of_95.0) * 100).div_ceil(162).max(1);
    Decimetres(u32::try_from(radius).unwrap_or(u32::MAX))
}

/// The radius of 95 % that is read as this one of 68 %.
fn of_95_percent(of_68: Decimetres) -> Decimetres {
    Decimetres(u32::try_from(u64::from(of_68.0) * 162 / 100).unwrap_or(u32::MAX))
}

/// Writes reports; the same reports always give the same bytes. At most [`MAX_TRACK_REPORTS`] are read.
#[must_use]
pub fn encode_track(reports: &[TrackReport]) -> String {
    let reports: Vec<String> = reports.iter().map(encode_report).collect();
    Writer::typed("track").raw("reports", &format!("[{}]", reports.join(","))).end()
}

fn encode_report(report: &TrackReport) -> String {
    let sign = |sign| match (report.began.has(sign), report.ended.has(sign)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    let moving = report.fix.and_then(|fix| match fix.motion {
        Motion::Moving => Some(true),
        Motion::Still => Some(false),
        Motion::Unknown => None,
    });
    let body = Writer::new().string("at", &report.at.to_string());
    let body = match &report.fix {
        Some(fix) => body.raw("fix", &encode_fix(fix)),
        None => body,
    };
    write_percent(body, "battery_pct", report.battery)
        .boolean("moving", moving)
        .boolean("charging", sign(Sign::Charging))
        .boolean("no_position", sign(Sign::NoPosition))
        .boolean("remembered", report.buffered.then_some(true))
        .end()
}

fn encode_fix(fix: &TrackFix) -> String {
    let accuracy = fix.accuracy.map(of_95_percent).filter(|dm| (1..=MAX_ACCURACY_DM).contains(&dm.0));
    Writer::new()
        .integer("lat_e7", fix.position.lat_e7())
        .integer("lon_e7", fix.position.lon_e7())
        .maybe("accuracy_dm", accuracy.map(|dm| dm.0))
        .string("fixed_at", &fix.fixed_at.to_string())
        .string("source", source_word(fix.source))
        .maybe("speed_cms", fix.speed_cms)
        .maybe("heading_deg", fix.heading_deg)
        .end()
}

/// Writes an answer.
#[must_use]
pub fn encode_track_answer(answer: TrackAnswer) -> String {
    match answer {
        TrackAnswer::Tracked { every_s } => Writer::typed("tracked").integer("every_s", every_s).end(),
        TrackAnswer::NotTracked => Writer::typed("not_tracked").end(),
        TrackAnswer::Later => Writer::typed("later").end(),
    }
}

/// Reads an answer, as a handset does.
///
/// # Errors
/// When it is none of this version.
pub fn decode_track_answer(body: &str) -> Result<TrackAnswer, WireError> {
    let object = Object::from_text(body)?;
    match object.string("type").required("type")?.as_str() {
        "tracked" => {
            let every = object.integer("every_s").and_then(|n| u32::try_from(n).ok());
            let every = every.and_then(|every_s| (1..=86_400).contains(&every_s).then_some(every_s));
            Ok(TrackAnswer::Tracked { every_s: every.required("every_s")? })
        }
        "not_tracked" => Ok(TrackAnswer::NotTracked),
        "later" => Ok(TrackAnswer::Later),
        _ => Err(WireError::UnknownType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_vocab::{FixSource, Percent, Position, UtcMillis};

    fn full() -> TrackReport {
        let at = FixedAt(UtcMillis::from_unix_ms(1_795_356_309_123));
        TrackReport {
            at,
            fix: Position::from_e7(510_540_000, 37_250_000).ok().map(|position| TrackFix {
                position,
                accuracy: Some(Decimetres(50)),
                fixed_at: at,
                source: FixSource::Gnss,
                speed_cms: Some(140),
                heading_deg: Some(359),
                motion: Motion::Moving,
            }),
            began: Signs::NONE.with(Sign::Charging),
            ended: Signs::NONE.with(Sign::NoPosition),
            battery: Percent::new(71),
            sos: false,
            alcohol: None,
            buffered: true,
        }
    }

    #[test]
    fn reports_and_answers_come_back_as_they_were_written() {
        let bare = TrackReport {
            fix: None,
            began: Signs::NONE,
            ended: Signs::NONE,
            battery: None,
            buffered: false,
            ..full()
        };
        let reports = vec![full(), bare];
        let decoded = decode_track(&encode_track(&reports)).unwrap();
        assert_eq!(decoded, DecodedTrack { reports, left_out: 0, flaws: Vec::new() });
        for answer in [TrackAnswer::Tracked { every_s: 86_400 }, TrackAnswer::NotTracked, TrackAnswer::Later]
        {
            assert_eq!(decode_track_answer(&encode_track_answer(answer)), Ok(answer));
        }
        for bad in [r#"{"type":"tracked"}"#, r#"{"type":"tracked","every_s":0}"#, r#"{"type":"held"}"#] {
            assert!(decode_track_answer(bad).is_err(), "{bad}");
        }
    }

    /// A radius of 95 % said by a phone is never read as a better one of 68 % than it is.
    #[test]
    fn an_accuracy_of_95_percent_is_read_as_its_radius_of_68_percent() {
        for dm in [1, 2, 83, 162, 10_000, MAX_ACCURACY_DM] {
            let read = of_68_percent(Decimetres(dm));
            assert!(u64::from(read.0) * 162 >= u64::from(dm) * 100, "{dm}");
            assert!(read.0 <= dm);
        }
        for dm in [1, 50, 999, 100_000] {
            assert_eq!(of_68_percent(of_95_percent(Decimetres(dm))), Decimetres(dm), "{dm}");
        }
    }

    /// Proves FL-20: one absurd part costs that part, one report without a time costs that report.
    #[test]
    fn an_absurd_part_of_a_report_is_left_out_and_the_rest_goes_through() {
        let good = encode_report(&full());
        let body = |reports: &str| format!(r#"{{"type":"track","reports":[{reports}]}}"#);
        let absurd = r#"{"at":"2026-11-22T14:05:09.123Z","battery_pct":140,"moving":7,"fix":{"lat_e7":510540000,"lon_e7":37250000,"speed_cms":-1,"heading_deg":360,"fixed_at":"2026-11-22T14:05:09.123Z","source":"gnss"}}"#;
        let decoded = decode_track(&body(&format!(r#"{absurd},{{"at":"yesterday"}},7,{good}"#))).unwrap();
        assert_eq!((decoded.reports.len(), decoded.left_out), (2, 2));
        let fix = decoded.reports.first().and_then(|report| report.fix).unwrap();
        assert_eq!((fix.speed_cms, fix.heading_deg, fix.motion), (None, None, Motion::Unknown));
        let flaws = [Flaw::Moving, Flaw::FixSpeed, Flaw::FixHeading, Flaw::Battery];
        assert_eq!(decoded.flaws, flaws);
        assert_eq!(decoded.reports.last(), Some(&full()));
        let outside = r#"{"at":"2026-11-22T14:05:09.123Z","fix":{"lat_e7":910000000,"lon_e7":0}}"#;
        let decoded = decode_track(&body(outside)).unwrap();
        assert_eq!(
            (decoded.reports.first().and_then(|report| report.fix), decoded.flaws),
            (None, vec![Flaw::Fix])
        );
    }

    #[test]
    fn a_body_that_is_no_list_of_reports_or_too_long_a_one_is_refused() {
        let many = vec![r#"{"at":"2026-11-22T14:05:09.123Z"}"#; MAX_TRACK_REPORTS + 1].join(",");
        for (bad, error) in [
            (String::from(r#"{"type":"press"}"#), WireError::UnknownType),
            (String::from(r#"{"type":"track"}"#), WireError::MissingField("reports")),
            (String::from(r#"{"type":"track","reports":{}}"#), WireError::BadField("reports")),
            (format!(r#"{{"type":"track","reports":[{many}]}}"#), WireError::BadField("reports")),
        ] {
            assert_eq!(decode_track(&bad), Err(error));
        }
        assert_eq!(decode_track(r#"{"type":"track","reports":[]}"#).unwrap().reports, []);
    }
}
