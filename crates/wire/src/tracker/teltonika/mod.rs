//! Teltonika trackers (TE-01 to TE-06): codecs 8, 8E and 16 over TCP and UDP; commands and their answers in 12, 13 and 14.
//!
//! A connection begins with the device's number and is then packets, each with a checksum. A packet that is whole and wrong is
//! [`Piece::Damaged`]: the next one begins behind it. Never here: whether a device is let in.

mod command;
mod crc;
mod io;
mod record;
mod write;

pub use command::{Answer, command_text, encode_command, encode_command_to};
pub use io::{IoMap, Meaning};
pub use write::{MAX_RECORDS, data, encode_answer, encode_login, encode_packet, encode_udp, read_command};

use super::cursor::Cursor;
use super::{Fault, number};
use crc::crc16;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};

/// The largest packet that is read, bytes, with its head and checksum: 255 records of 8E with room for long elements.
pub const MAX_PACKET_BYTES: usize = 64 * 1024;
/// The largest datagram.
pub const MAX_DATAGRAM_BYTES: usize = 2_048;
/// A login number is of 5 to 32 bytes.
const LOGIN_BYTES: core::ops::RangeInclusive<usize> = 5..=32;
/// Preamble and length.
const HEAD: usize = 8;
const CHECKSUM: usize = 4;
/// Codec, two counts: the smallest data.
const LEAST_DATA: usize = 3;

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Codec {
    /// 0x08.
    Eight,
    /// 0x8E: wider element numbers, and elements of any length.
    EightExtended,
    /// 0x10: wider element numbers, and why a record was made.
    Sixteen,
}

impl Codec {
    const fn byte(self) -> u8 {
        match self {
            Self::Eight => 0x08,
            Self::EightExtended => 0x8e,
            Self::Sixteen => 0x10,
        }
    }
    const fn of(byte: u8) -> Option<Self> {
        match byte {
            0x08 => Some(Self::Eight),
            0x8e => Some(Self::EightExtended),
            0x10 => Some(Self::Sixteen),
            _ => None,
        }
    }
}

/// What comes next on a TCP connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A single FF, to keep the connection: no answer.
    KeepAlive,
    /// The device's number: answered with [`ACCEPTED`] or [`REFUSED`].
    Login(DeviceNumber),
    /// Records or an answer to a command; from the codec to the second count.
    Packet(&'a [u8]),
    /// A packet whose end is known and whose content is wrong: no answer, so that the device says it again.
    Damaged(Fault),
}

/// Answer to a login: go on.
pub const ACCEPTED: [u8; 1] = [0x01];
/// Answer to a login: not known here.
pub const REFUSED: [u8; 1] = [0x00];

/// The next piece and how many bytes it takes; `None` when more bytes are needed, never more than [`MAX_PACKET_BYTES`].
///
/// # Errors
/// When the bytes cannot be of this protocol or announce too long a packet: nothing behind them can be told apart.
pub fn next(bytes: &[u8]) -> Result<Option<(Piece<'_>, usize)>, Fault> {
    match bytes {
        [0xff, ..] => Ok(Some((Piece::KeepAlive, 1))),
        [0, 0, rest @ ..] => packet(bytes, rest),
        [0, length, rest @ ..] => login(usize::from(*length), rest),
        [] | [0] => Ok(None),
        [_, ..] => Err(Fault::NotOurs),
    }
}

fn login(length: usize, rest: &[u8]) -> Result<Option<(Piece<'static>, usize)>, Fault> {
    if !LOGIN_BYTES.contains(&length) {
        return Err(Fault::NotOurs);
    }
    let Some(name) = rest.get(..length) else { return Ok(None) };
    let device = core::str::from_utf8(name).ok().and_then(number::device).ok_or(Fault::NoDevice)?;
    Ok(Some((Piece::Login(device), 2 + length)))
}

fn packet<'a>(bytes: &'a [u8], rest: &'a [u8]) -> Result<Option<(Piece<'a>, usize)>, Fault> {
    if rest.iter().take(2).any(|byte| *byte != 0) {
        return Err(Fault::NotOurs);
    }
    let Some((head, body)) = bytes.split_first_chunk::<HEAD>() else { return Ok(None) };
    let [_, _, _, _, a, b, c, d] = *head;
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).map_err(|_| Fault::TooLong)?;
    if length > MAX_PACKET_BYTES - HEAD - CHECKSUM {
        return Err(Fault::TooLong);
    }
    let Some(data) = body.get(..length) else { return Ok(None) };
    let Some(sum) = body.get(length..length + CHECKSUM) else { return Ok(None) };
    let used = HEAD + length + CHECKSUM;
    if sum != u32::from(crc16(data)).to_be_bytes() {
        return Ok(Some((Piece::Damaged(Fault::WrongChecksum), used)));
    }
    if length < LEAST_DATA {
        return Ok(Some((Piece::Damaged(Fault::Malformed), used)));
    }
    Ok(Some((Piece::Packet(data), used)))
}

/// What a packet holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// So many records, added to the reports.
    Records(u8),
    /// A word on a command.
    Answer(Answer),
}

/// Reads a packet from the codec to the second count. Records are added to `reports`, which can be one vector used again and
/// again; on an error it is as it was.
///
/// # Errors
/// [`Fault`].
pub fn read(packet: &[u8], map: &IoMap, reports: &mut Vec<TrackReport>) -> Result<Content, Fault> {
    let codec = *packet.first().ok_or(Fault::Malformed)?;
    match Codec::of(codec) {
        Some(codec) => {
            let before = reports.len();
            let read = record::read_all(codec, packet, map, reports);
            if read.is_err() {
                reports.truncate(before);
            }
            read.map(Content::Records)
        }
        None => command::read(packet).map(Content::Answer),
    }
}

/// The answer to records: how many are kept for good. The device repeats all of them when it is another number (TE-02).
#[must_use]
pub const fn acknowledge(records: u32) -> [u8; 4] {
    records.to_be_bytes()
}

/// A datagram (TE-05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Datagram<'a> {
    /// Whose.
    pub device: DeviceNumber,
    /// Number of the packet.
    pub packet: u16,
    /// Number of the packet of records.
    pub records: u8,
    /// From the codec to the second count.
    pub data: &'a [u8],
}

/// Opens a datagram.
///
/// # Errors
/// [`Fault`]. The checksum is that of UDP.
pub fn read_datagram(bytes: &[u8]) -> Result<Datagram<'_>, Fault> {
    if bytes.len() > MAX_DATAGRAM_BYTES {
        return Err(Fault::TooLong);
    }
    let mut cursor = Cursor(bytes);
    let length = usize::from(cursor.u16()?);
    if length != cursor.0.len() {
        return Err(Fault::Malformed);
    }
    let packet = cursor.u16()?;
    if cursor.u8()? != 1 {
        return Err(Fault::NotOurs);
    }
    let records = cursor.u8()?;
    let name = usize::from(cursor.u16()?);
    let device =
        core::str::from_utf8(cursor.slice(name)?).ok().and_then(number::device).ok_or(Fault::NoDevice)?;
    Ok(Datagram { device, packet, records, data: cursor.0 })
}

/// The answer to a datagram: how many records are kept for good.
#[must_use]
pub const fn acknowledge_datagram(packet: u16, records: u8, count: u8) -> [u8; 7] {
    let [high, low] = packet.to_be_bytes();
    [0x00, 0x05, high, low, 0x01, records, count]
}
