//! Packets as a device writes them: for pretended devices and round trips. Never here: reading.

use super::super::dilution_of_radius;
use super::crc::crc16;
use super::io::{IoMap, Meaning};
use super::{Codec, command};
use crate::tracker::Fault;
use hoeder_vocab::tracking::{DeviceNumber, Motion, Sign, TrackReport};

/// Most records of one packet.
pub const MAX_RECORDS: usize = 255;
const PANIC: u8 = 2;

/// A login.
#[must_use]
pub fn encode_login(device: &DeviceNumber) -> Vec<u8> {
    let name = device.as_str().as_bytes();
    let mut bytes = u16::try_from(name.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    bytes.extend_from_slice(name);
    bytes
}

/// A packet for TCP; reports beyond 255 are left out.
#[must_use]
pub fn encode_packet(codec: Codec, reports: &[TrackReport], map: &IoMap) -> Vec<u8> {
    framed(&data(codec, reports, map))
}

/// A datagram.
#[must_use]
pub fn encode_udp(device: &DeviceNumber, packet: u16, records: u8, data: &[u8]) -> Vec<u8> {
    let mut body = packet.to_be_bytes().to_vec();
    body.extend_from_slice(&[1, records]);
    body.extend_from_slice(&encode_login(device));
    body.extend_from_slice(data);
    let mut bytes = u16::try_from(body.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    bytes.extend_from_slice(&body);
    bytes
}

/// The answer of a pretended device to a command.
#[must_use]
pub fn encode_answer(text: &str) -> Vec<u8> {
    command::encode_answer(text)
}

/// The words of a command, as a pretended device reads them from a packet.
///
/// # Errors
/// [`Fault`] when it is none.
pub fn read_command(packet: &[u8]) -> Result<String, Fault> {
    command::read_command(packet)
}

/// Preamble, length and checksum around data.
pub(super) fn framed(data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 4];
    bytes.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(&u32::from(crc16(data)).to_be_bytes());
    bytes
}

/// Records from the codec to the second count, as a datagram holds them.
#[must_use]
pub fn data(codec: Codec, reports: &[TrackReport], map: &IoMap) -> Vec<u8> {
    let count = u8::try_from(reports.len().min(MAX_RECORDS)).unwrap_or(u8::MAX);
    let mut bytes = vec![codec.byte(), count];
    for report in reports.iter().take(MAX_RECORDS) {
        one(codec, report, map, &mut bytes);
    }
    bytes.push(count);
    bytes
}

fn one(codec: Codec, report: &TrackReport, map: &IoMap, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&u64::try_from(report.at.0.unix_ms()).unwrap_or(0).to_be_bytes());
    bytes.push(if report.sos { PANIC } else { 0 });
    let place = report.fix.map_or((0, 0), |fix| (fix.position.lon_e7(), fix.position.lat_e7()));
    bytes.extend_from_slice(&place.0.to_be_bytes());
    bytes.extend_from_slice(&place.1.to_be_bytes());
    bytes.extend_from_slice(&0_u16.to_be_bytes());
    let heading = report.fix.and_then(|fix| fix.heading_deg).unwrap_or(0);
    bytes.extend_from_slice(&heading.to_be_bytes());
    bytes.push(if report.fix.is_some() { 9 } else { 0 });
    let speed = report.fix.and_then(|fix| fix.speed_cms).map_or(0, |cms| (u32::from(cms) * 9).div_ceil(250));
    bytes.extend_from_slice(&u16::try_from(speed).unwrap_or(u16::MAX).to_be_bytes());
    elements(codec, report, map, bytes);
}

/// Numbered elements of one and of two bytes.
#[derive(Default)]
struct Elements {
    ones: Vec<(u16, u8)>,
    twos: Vec<(u16, u16)>,
}

/// What a report says besides its place.
fn told(report: &TrackReport, map: &IoMap) -> Elements {
    let Elements { mut ones, mut twos } = Elements::default();
    let mut one = |meaning: Meaning, value: u8| {
        if let Some(id) = map.id_of(meaning) {
            ones.push((id, value));
        }
    };
    if report.sos {
        one(Meaning::Sos, 1);
    }
    for sign in Sign::ALL {
        let (began, ended) = (report.began.has(*sign), report.ended.has(*sign));
        if began || ended {
            one(Meaning::Sign(*sign), u8::from(began));
        }
    }
    if let Some(battery) = report.battery {
        one(Meaning::Battery, battery.get());
    }
    match report.fix.map_or(Motion::Unknown, |fix| fix.motion) {
        Motion::Unknown => {}
        Motion::Still => one(Meaning::Movement, 0),
        Motion::Moving => one(Meaning::Movement, 1),
    }
    if let (Some(radius), Some(id)) = (report.fix.and_then(|fix| fix.accuracy), map.id_of(Meaning::Hdop)) {
        twos.push((id, u16::try_from(dilution_of_radius(radius)).unwrap_or(u16::MAX)));
    }
    if let (Some(alcohol), Some(id)) = (report.alcohol, map.id_of(Meaning::Alcohol)) {
        twos.push((id, alcohol.milligrams_per_litre));
    }
    Elements { ones, twos }
}

fn elements(codec: Codec, report: &TrackReport, map: &IoMap, bytes: &mut Vec<u8>) {
    let Elements { mut ones, mut twos } = told(report, map);
    if codec == Codec::Eight {
        // Wider numbers do not fit into codec 8: such a model speaks 8E.
        ones.retain(|(id, _)| *id <= 0xff);
        twos.retain(|(id, _)| *id <= 0xff);
    }
    let event = ones.first().map_or(0, |(id, _)| *id);
    narrow_or_wide(codec, event, bytes);
    if codec == Codec::Sixteen {
        bytes.push(if event == 0 { 0 } else { 7 });
    }
    counted(codec, ones.len() + twos.len(), bytes);
    counted(codec, ones.len(), bytes);
    for (id, value) in ones {
        narrow_or_wide(codec, id, bytes);
        bytes.push(value);
    }
    counted(codec, twos.len(), bytes);
    for (id, value) in twos {
        narrow_or_wide(codec, id, bytes);
        bytes.extend_from_slice(&value.to_be_bytes());
    }
    counted(codec, 0, bytes);
    counted(codec, 0, bytes);
    if codec == Codec::EightExtended {
        counted(codec, 0, bytes);
    }
}

fn narrow_or_wide(codec: Codec, id: u16, bytes: &mut Vec<u8>) {
    match codec {
        Codec::Eight => bytes.push(u8::try_from(id).unwrap_or(u8::MAX)),
        Codec::EightExtended | Codec::Sixteen => bytes.extend_from_slice(&id.to_be_bytes()),
    }
}

fn counted(codec: Codec, count: usize, bytes: &mut Vec<u8>) {
    match codec {
        Codec::Eight | Codec::Sixteen => bytes.push(u8::try_from(count).unwrap_or(u8::MAX)),
        Codec::EightExtended => {
            bytes.extend_from_slice(&u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
}
