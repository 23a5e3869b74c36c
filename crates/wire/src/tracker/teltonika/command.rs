//! Commands as GPRS text (codecs 12 and 14) and what the device answers to them (12, 13 and 14). Never here: queues.

use super::super::cursor::Cursor;
use super::super::{Command, Fault, MAX_INTERVAL_S};
use super::write::framed;
use hoeder_vocab::tracking::DeviceNumber;

const TWELVE: u8 = 0x0c;
const THIRTEEN: u8 = 0x0d;
const FOURTEEN: u8 = 0x0e;
const COMMAND: u8 = 0x05;
const ANSWER: u8 = 0x06;
const NOT_MINE: u8 = 0x11;
/// Longest answer that is kept, characters.
const ANSWER_CHARS: usize = 512;

/// What a device says to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// In words of its own, of 512 characters at most. They may hold a position: not for logs.
    Said(String),
    /// The command was for another device (codec 14).
    NotMine,
}

/// The words of a command. The interval is that at home and while moving (parameters 10000 and 10050); a position is asked
/// for as a record of its own, which comes like any other.
#[must_use]
pub fn command_text(command: Command) -> String {
    match command {
        Command::LocateNow => String::from("getrecord"),
        Command::Interval { seconds } => {
            let seconds = seconds.clamp(1, MAX_INTERVAL_S);
            format!("setparam 10000:{seconds};10050:{seconds}")
        }
    }
}

/// A command as codec 12.
#[must_use]
pub fn encode_command(text: &str) -> Vec<u8> {
    framed(&body(TWELVE, &[], text.as_bytes(), COMMAND))
}

/// A command as codec 14, which only that device carries out; `None` when its number is no IMEI.
#[must_use]
pub fn encode_command_to(device: &DeviceNumber, text: &str) -> Option<Vec<u8>> {
    let packed = pack(device.as_str())?;
    Some(framed(&body(FOURTEEN, &packed, text.as_bytes(), COMMAND)))
}

fn body(codec: u8, before: &[u8], text: &[u8], kind: u8) -> Vec<u8> {
    let length = u32::try_from(before.len() + text.len()).unwrap_or(u32::MAX);
    let mut body = vec![codec, 1, kind];
    body.extend_from_slice(&length.to_be_bytes());
    body.extend_from_slice(before);
    body.extend_from_slice(text);
    body.push(1);
    body
}

/// Up to sixteen digits, two a byte, from the right.
fn pack(digits: &str) -> Option<[u8; 8]> {
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let packed =
        digits.chars().try_fold(0_u64, |sum, digit| Some((sum << 4) | u64::from(digit.to_digit(10)?)))?;
    Some(packed.to_be_bytes())
}

/// An answer as the device sends it: for pretended devices.
#[must_use]
pub(super) fn encode_answer(text: &str) -> Vec<u8> {
    framed(&body(TWELVE, &[], text.as_bytes(), ANSWER))
}

/// Reads an answer. A command, which a device never sends, is not one.
pub(super) fn read(packet: &[u8]) -> Result<Answer, Fault> {
    let (last, front) = packet.split_last().ok_or(Fault::Malformed)?;
    let mut cursor = Cursor(front);
    let codec = cursor.u8()?;
    if !matches!(codec, TWELVE | THIRTEEN | FOURTEEN) {
        return Err(Fault::UnknownCodec);
    }
    if cursor.u8()? != *last || *last != 1 {
        return Err(Fault::CountMismatch);
    }
    let kind = cursor.u8()?;
    let length = usize::try_from(cursor.u32()?).map_err(|_| Fault::Malformed)?;
    let mut text = cursor.slice(length)?;
    cursor.end()?;
    // 13 puts the time before the text (4 bytes), 14 the packed number (8).
    text = match codec {
        THIRTEEN => text.get(4..).ok_or(Fault::Malformed)?,
        FOURTEEN => text.get(8..).ok_or(Fault::Malformed)?,
        _ => text,
    };
    match kind {
        ANSWER => Ok(Answer::Said(String::from_utf8_lossy(text).trim().chars().take(ANSWER_CHARS).collect())),
        NOT_MINE if codec == FOURTEEN => Ok(Answer::NotMine),
        _ => Err(Fault::Field("type")),
    }
}

/// The words of a command: for pretended devices.
pub(super) fn read_command(packet: &[u8]) -> Result<String, Fault> {
    let mut cursor = Cursor(packet);
    let (codec, _one, kind) = (cursor.u8()?, cursor.u8()?, cursor.u8()?);
    let length = usize::try_from(cursor.u32()?).map_err(|_| Fault::Malformed)?;
    let text = cursor.slice(length)?;
    match (codec, kind) {
        (TWELVE, COMMAND) => Ok(String::from_utf8_lossy(text).into_owned()),
        (FOURTEEN, COMMAND) => Ok(String::from_utf8_lossy(text.get(8..).unwrap_or_default()).into_owned()),
        _ => Err(Fault::Field("type")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tracker::teltonika::{Content, IoMap, Piece, next};

    /// Proves TE-04: the example of the manufacturer, "getinfo".
    #[test]
    fn a_command_is_the_bytes_of_the_manufacturers_example() {
        let hex: String = encode_command("getinfo").iter().map(|b| format!("{b:02X}")).collect();
        assert_eq!(hex, "000000000000000F0C010500000007676574696E666F0100004312");
    }

    #[test]
    fn answers_are_read_in_all_three_codecs_and_a_command_is_none() {
        let said = |packet: &[u8]| match next(packet) {
            Ok(Some((Piece::Packet(data), _))) => {
                super::super::read(data, &IoMap::default(), &mut Vec::new())
            }
            other => panic!("no packet: {other:?}"),
        };
        assert_eq!(said(&encode_answer("OK")), Ok(Content::Answer(Answer::Said("OK".into()))));
        let thirteen = framed(&body(THIRTEEN, &[1, 2, 3, 4], b"OK", ANSWER));
        assert_eq!(said(&thirteen), Ok(Content::Answer(Answer::Said("OK".into()))));
        let number = pack("352093081452251").unwrap();
        let fourteen = framed(&body(FOURTEEN, &number, b"OK", ANSWER));
        assert_eq!(said(&fourteen), Ok(Content::Answer(Answer::Said("OK".into()))));
        assert_eq!(
            said(&framed(&body(FOURTEEN, &number, b"", NOT_MINE))),
            Ok(Content::Answer(Answer::NotMine))
        );
        assert_eq!(said(&encode_command("getver")), Err(Fault::Field("type")));
        let device = DeviceNumber::new("352093081452251").unwrap();
        let command = encode_command_to(&device, "getver").unwrap();
        assert_eq!(command.get(15..23), Some([0x03, 0x52, 0x09, 0x30, 0x81, 0x45, 0x22, 0x51].as_slice()));
        assert_eq!(read_command(command.get(8..).unwrap()), Ok("getver".into()));
    }
}
