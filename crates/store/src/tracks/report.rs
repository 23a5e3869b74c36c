//! The reports of one block as bytes, each told by its difference from the one before.
//!
//! Form 1, per report: flags; `at` as a difference in ms (the first one from the time of receipt); what the flags announce, in
//! their order. A fix: how it was made; its time as a difference from `at`; latitude and longitude as differences in 1e-7
//! degree from the fix before (the first one from 0); accuracy, speed, heading where announced.
//! Never here: keys, files.

use super::varint::{Bytes, put, put_signed};
use hoeder_vocab::tracking::{AlcoholReading, Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, Position, UtcMillis};

const FIX: u8 = 1;
const BEGAN: u8 = 1 << 1;
const ENDED: u8 = 1 << 2;
const BATTERY: u8 = 1 << 3;
const SOS: u8 = 1 << 4;
const ALCOHOL: u8 = 1 << 5;
const BUFFERED: u8 = 1 << 6;

const SOURCE: u8 = 0b0000_0111;
const MOTION: u8 = 0b0001_1000;
const MOTION_SHIFT: u8 = 3;
const ACCURACY: u8 = 1 << 5;
const SPEED: u8 = 1 << 6;
const HEADING: u8 = 1 << 7;

/// The bits of what holds.
fn flags<const N: usize>(which: [(bool, u8); N]) -> u8 {
    which.into_iter().filter(|(holds, _)| *holds).fold(0, |bits, (_, bit)| bits | bit)
}

const fn source_code(source: FixSource) -> u8 {
    match source {
        FixSource::Unknown => 0,
        FixSource::Gnss => 1,
        FixSource::Wifi => 2,
        FixSource::Cell => 3,
        FixSource::Fused => 4,
    }
}

const fn source_of(code: u8) -> Option<FixSource> {
    Some(match code {
        0 => FixSource::Unknown,
        1 => FixSource::Gnss,
        2 => FixSource::Wifi,
        3 => FixSource::Cell,
        4 => FixSource::Fused,
        _ => return None,
    })
}

const fn motion_code(motion: Motion) -> u8 {
    match motion {
        Motion::Unknown => 0,
        Motion::Still => 1,
        Motion::Moving => 2,
    }
}

const fn motion_of(code: u8) -> Option<Motion> {
    Some(match code {
        0 => Motion::Unknown,
        1 => Motion::Still,
        2 => Motion::Moving,
        _ => return None,
    })
}

/// The number of a sign in the file, which stays what it is whatever the program calls it.
const fn sign_bit(sign: Sign) -> u64 {
    1 << match sign {
        Sign::StrapCut => 0,
        Sign::StrapStretched => 1,
        Sign::CaseOpened => 2,
        Sign::Shielded => 3,
        Sign::GnssJammed => 4,
        Sign::CellJammed => 5,
        Sign::GnssSpoofed => 6,
        Sign::Separated => 7,
        Sign::NotCarried => 8,
        Sign::BatteryLow => 9,
        Sign::BatteryCritical => 10,
        Sign::Charging => 11,
        Sign::PoweredOff => 12,
        Sign::NoPosition => 13,
        Sign::ManDown => 14,
        Sign::AlcoholTampered => 15,
    }
}

fn put_signs(out: &mut Vec<u8>, signs: Signs) {
    put(out, signs.iter().fold(0, |bits, sign| bits | sign_bit(sign)));
}

fn signs(bytes: &mut Bytes<'_>) -> Option<Signs> {
    let bits = bytes.number()?;
    Some(Sign::ALL.iter().copied().filter(|sign| bits & sign_bit(*sign) != 0).collect())
}

/// What differences are told from.
struct Before {
    at: i64,
    lat: i64,
    lon: i64,
}

impl Before {
    const fn new(received: UtcMillis) -> Self {
        Self { at: received.unix_ms(), lat: 0, lon: 0 }
    }
}

pub(super) fn encode(reports: &[TrackReport], received: UtcMillis, out: &mut Vec<u8>) {
    let mut before = Before::new(received);
    for report in reports {
        out.push(flags([
            (report.fix.is_some(), FIX),
            (!report.began.is_empty(), BEGAN),
            (!report.ended.is_empty(), ENDED),
            (report.battery.is_some(), BATTERY),
            (report.sos, SOS),
            (report.alcohol.is_some(), ALCOHOL),
            (report.buffered, BUFFERED),
        ]));
        let at = report.at.0.unix_ms();
        put_signed(out, at.wrapping_sub(before.at));
        before.at = at;
        if let Some(fix) = &report.fix {
            put_fix(out, fix, &mut before);
        }
        if !report.began.is_empty() {
            put_signs(out, report.began);
        }
        if !report.ended.is_empty() {
            put_signs(out, report.ended);
        }
        if let Some(battery) = report.battery {
            out.push(battery.get());
        }
        if let Some(reading) = report.alcohol {
            put_signed(out, reading.at.0.unix_ms().wrapping_sub(at));
            put(out, u64::from(reading.milligrams_per_litre));
        }
    }
}

fn put_fix(out: &mut Vec<u8>, fix: &TrackFix, before: &mut Before) {
    out.push(
        source_code(fix.source)
            | (motion_code(fix.motion) << MOTION_SHIFT)
            | flags([
                (fix.accuracy.is_some(), ACCURACY),
                (fix.speed_cms.is_some(), SPEED),
                (fix.heading_deg.is_some(), HEADING),
            ]),
    );
    put_signed(out, fix.fixed_at.0.unix_ms().wrapping_sub(before.at));
    let (lat, lon) = (i64::from(fix.position.lat_e7()), i64::from(fix.position.lon_e7()));
    put_signed(out, lat - before.lat);
    put_signed(out, lon - before.lon);
    (before.lat, before.lon) = (lat, lon);
    if let Some(accuracy) = fix.accuracy {
        put(out, u64::from(accuracy.0));
    }
    if let Some(speed) = fix.speed_cms {
        put(out, u64::from(speed));
    }
    if let Some(heading) = fix.heading_deg {
        put(out, u64::from(heading));
    }
}

/// Reads `count` reports and nothing else; `None` when the bytes are not exactly those.
pub(super) fn decode(bytes: &[u8], count: u8, received: UtcMillis) -> Option<Vec<TrackReport>> {
    let mut bytes = Bytes(bytes);
    let mut before = Before::new(received);
    let mut reports = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        reports.push(report(&mut bytes, &mut before)?);
    }
    bytes.0.is_empty().then_some(reports)
}

fn report(bytes: &mut Bytes<'_>, before: &mut Before) -> Option<TrackReport> {
    let flags = bytes.byte()?;
    let has = |bit: u8| flags & bit != 0;
    before.at = before.at.wrapping_add(bytes.signed()?);
    let at = before.at;
    Some(TrackReport {
        at: time(at),
        fix: if has(FIX) { Some(fix(bytes, before)?) } else { None },
        began: if has(BEGAN) { signs(bytes)? } else { Signs::NONE },
        ended: if has(ENDED) { signs(bytes)? } else { Signs::NONE },
        battery: if has(BATTERY) { Some(Percent::new(bytes.byte()?)?) } else { None },
        sos: has(SOS),
        alcohol: if has(ALCOHOL) {
            let at = time(at.wrapping_add(bytes.signed()?));
            Some(AlcoholReading { at, milligrams_per_litre: bytes.small()? })
        } else {
            None
        },
        buffered: has(BUFFERED),
    })
}

fn fix(bytes: &mut Bytes<'_>, before: &mut Before) -> Option<TrackFix> {
    let how = bytes.byte()?;
    let has = |bit: u8| how & bit != 0;
    let fixed_at = time(before.at.wrapping_add(bytes.signed()?));
    before.lat = before.lat.checked_add(bytes.signed()?)?;
    before.lon = before.lon.checked_add(bytes.signed()?)?;
    let (lat, lon) = (i32::try_from(before.lat).ok()?, i32::try_from(before.lon).ok()?);
    Some(TrackFix {
        position: Position::from_e7(lat, lon).ok()?,
        accuracy: if has(ACCURACY) { Some(Decimetres(bytes.small()?)) } else { None },
        fixed_at,
        source: source_of(how & SOURCE)?,
        speed_cms: if has(SPEED) { Some(bytes.small()?) } else { None },
        heading_deg: if has(HEADING) { Some(bytes.small()?) } else { None },
        motion: motion_of((how & MOTION) >> MOTION_SHIFT)?,
    })
}

const fn time(ms: i64) -> FixedAt {
    FixedAt(UtcMillis::from_unix_ms(ms))
}
