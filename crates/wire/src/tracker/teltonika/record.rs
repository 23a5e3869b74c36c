//! The records of codecs 8, 8E and 16 (TE-03, TE-04). Never here: what an element means (`io`).

use super::super::cursor::Cursor;
use super::super::{Fault, empty};
use super::Codec;
use super::io::{IoMap, Reading};
use hoeder_vocab::tracking::{TrackFix, TrackReport};
use hoeder_vocab::{FixSource, FixedAt, Position, UtcMillis};

/// Reads all records of a packet and checks both counts.
pub(super) fn read_all(
    codec: Codec,
    packet: &[u8],
    map: &IoMap,
    reports: &mut Vec<TrackReport>,
) -> Result<u8, Fault> {
    let (last, front) = packet.split_last().ok_or(Fault::Malformed)?;
    let mut cursor = Cursor(front);
    cursor.u8()?;
    let count = cursor.u8()?;
    if count != *last || count == 0 {
        return Err(Fault::CountMismatch);
    }
    for _ in 0..count {
        reports.push(read_one(codec, &mut cursor, map)?);
    }
    cursor.end().map_err(|_| Fault::CountMismatch)?;
    Ok(count)
}

fn read_one(codec: Codec, cursor: &mut Cursor<'_>, map: &IoMap) -> Result<TrackReport, Fault> {
    // A time beyond the calendar is kept as the end of time: the guard refuses it, and the device is not asked for it again.
    let ms = i64::try_from(cursor.u64()?).unwrap_or(i64::MAX);
    let at = FixedAt(UtcMillis::from_unix_ms(ms));
    // Panic priority alone is no press: installers give it to any event.
    let _priority = cursor.u8()?;
    let (lon_e7, lat_e7) = (cursor.i32()?, cursor.i32()?);
    let _altitude = cursor.u16()?;
    let angle = cursor.u16()?;
    let satellites = cursor.u8()?;
    let km_per_hour = cursor.u16()?;
    let mut reading = Reading::new(empty(at));
    elements(codec, cursor, map, &mut reading)?;
    // No satellite: the device repeats where it was. The record is kept, its position is not.
    let position = if satellites == 0 { None } else { Position::from_e7(lat_e7, lon_e7).ok() };
    reading.report.fix = position.map(|position| TrackFix {
        position,
        accuracy: reading.accuracy(),
        fixed_at: at,
        source: FixSource::Gnss,
        speed_cms: Some(u16::try_from(u32::from(km_per_hour) * 250 / 9).unwrap_or(u16::MAX)),
        heading_deg: (angle <= 360).then_some(angle % 360),
        motion: reading.motion,
    });
    Ok(reading.report)
}

fn elements(codec: Codec, cursor: &mut Cursor<'_>, map: &IoMap, reading: &mut Reading) -> Result<(), Fault> {
    // The event names one of the elements below; how many there are is said again by each group.
    let _event = id(codec, cursor)?;
    if codec == Codec::Sixteen {
        let _why_made = cursor.u8()?;
    }
    let _total = count(codec, cursor)?;
    for width in [1, 2, 4, 8] {
        let here = count(codec, cursor)?;
        for _ in 0..here {
            let id = id(codec, cursor)?;
            let value = value(cursor, width)?;
            if let Some(meaning) = map.meaning(id) {
                reading.take(meaning, value, reading.report.at);
            }
        }
    }
    if codec == Codec::EightExtended {
        let here = count(codec, cursor)?;
        for _ in 0..here {
            let _id = id(codec, cursor)?;
            let length = usize::from(cursor.u16()?);
            cursor.slice(length)?;
        }
    }
    Ok(())
}

fn id(codec: Codec, cursor: &mut Cursor<'_>) -> Result<u16, Fault> {
    match codec {
        Codec::Eight => cursor.u8().map(u16::from),
        Codec::EightExtended | Codec::Sixteen => cursor.u16(),
    }
}

fn count(codec: Codec, cursor: &mut Cursor<'_>) -> Result<u16, Fault> {
    match codec {
        Codec::Eight | Codec::Sixteen => cursor.u8().map(u16::from),
        Codec::EightExtended => cursor.u16(),
    }
}

fn value(cursor: &mut Cursor<'_>, width: u8) -> Result<u64, Fault> {
    match width {
        1 => cursor.u8().map(u64::from),
        2 => cursor.u16().map(u64::from),
        4 => cursor.u32().map(u64::from),
        _ => cursor.u64(),
    }
}
