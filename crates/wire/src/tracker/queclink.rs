//! Queclink @Track text (QL-01 to QL-03): `+RESP`, `+BUFF` and `+ACK` messages, their acknowledgement, and commands.
//!
//! The families of models put different fields around the same position group, so that group is found by its shape: two
//! coordinates and a time in 14 digits. The device's time zone must be UTC. Never here: the binary form, which a device is told
//! not to use; whether it is let in.

use super::number::{self, compact_time, write_compact};
use super::{Command, Fault, Is, MAX_INTERVAL_S, empty, mark, radius_of_dilution};
use hoeder_vocab::tracking::{DeviceNumber, Motion, Sign, TrackFix, TrackReport};
use hoeder_vocab::{FixSource, FixedAt, Percent, Position, UtcMillis};

/// The longest message, bytes.
pub const MAX_MESSAGE_BYTES: usize = 4_096;

/// What a message is about besides its position: one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Nothing,
    Sos,
    Begins(Sign),
    Ends(Sign),
    /// The fifth field: 1 it is over, 2 it began.
    Jamming,
    /// The last digit of the fifth field: 1 rests, 2 moves.
    State,
    /// The sixth field: 0 came to rest, 1 began to move.
    Movement,
}

const TABLE: [(&str, About); 11] = [
    ("GTSOS", About::Sos),
    ("GTBPL", About::Begins(Sign::BatteryLow)),
    ("GTPNA", About::Ends(Sign::PoweredOff)),
    ("GTPFA", About::Begins(Sign::PoweredOff)),
    ("GTBTC", About::Begins(Sign::Charging)),
    ("GTSTC", About::Ends(Sign::Charging)),
    ("GTJDR", About::Begins(Sign::CellJammed)),
    ("GTJDS", About::Jamming),
    ("GTSTT", About::State),
    ("GTNMR", About::Movement),
    ("GTGEO", About::Nothing),
];

/// How a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `+RESP`: as it happened.
    Live,
    /// `+BUFF`: from the device's memory.
    Buffered,
    /// `+ACK`: to a command, or a heartbeat.
    Acknowledgement,
}

/// One message, without the `$` at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// How it came.
    pub kind: Kind,
    /// Such as `GTSOS`.
    pub word: &'a str,
    /// Whose.
    pub device: DeviceNumber,
    fields: Vec<&'a str>,
}

/// What comes next in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A message.
    Message(Message<'a>),
    /// A text whose end is known and which is no message: the next one begins behind it.
    Damaged(Fault),
}

/// The next piece and how many bytes it takes; `None` when more bytes are needed, never more than [`MAX_MESSAGE_BYTES`].
///
/// # Errors
/// When the bytes cannot be of this protocol, or no end comes in time.
pub fn next(bytes: &[u8]) -> Result<Option<(Piece<'_>, usize)>, Fault> {
    let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
    let (_, text) = bytes.split_at(blank);
    match text.first() {
        None if blank >= MAX_MESSAGE_BYTES => return Err(Fault::TooLong),
        None => return Ok(None),
        Some(b'+') => {}
        Some(_) => return Err(Fault::NotOurs),
    }
    let Some(end) = text.iter().take(MAX_MESSAGE_BYTES).position(|byte| *byte == b'$') else {
        return if text.len() >= MAX_MESSAGE_BYTES { Err(Fault::TooLong) } else { Ok(None) };
    };
    let (text, _) = text.split_at(end);
    let piece = match Message::read(text) {
        Ok(message) => Piece::Message(message),
        Err(fault) => Piece::Damaged(fault),
    };
    Ok(Some((piece, blank + end + 1)))
}

impl<'a> Message<'a> {
    fn read(text: &'a [u8]) -> Result<Self, Fault> {
        let text = core::str::from_utf8(text).map_err(|_| Fault::NotText)?;
        let (kind, rest) = text.split_once(':').ok_or(Fault::Malformed)?;
        let kind = match kind {
            "+RESP" => Kind::Live,
            "+BUFF" => Kind::Buffered,
            "+ACK" => Kind::Acknowledgement,
            _ => return Err(Fault::Field("header")),
        };
        let fields: Vec<&str> = rest.split(',').collect();
        let word = *fields.first().ok_or(Fault::Malformed)?;
        let device = fields.get(2).and_then(|number| number::device(number)).ok_or(Fault::NoDevice)?;
        if !word.starts_with("GT") || fields.len() < 5 {
            return Err(Fault::Malformed);
        }
        Ok(Self { kind, word, device, fields })
    }
    fn field(&self, index: usize) -> &'a str {
        self.fields.get(index).copied().unwrap_or_default()
    }
    /// Counted from the end: 0 is the last.
    fn back(&self, index: usize) -> &'a str {
        self.fields.iter().rev().nth(index).copied().unwrap_or_default()
    }
    /// The count at its end, 4 hexadecimal digits that wrap.
    #[must_use]
    pub fn count(&self) -> &'a str {
        self.back(0)
    }
    /// Is it only a sign of life?
    #[must_use]
    pub fn is_heartbeat(&self) -> bool {
        self.kind == Kind::Acknowledgement && self.word == "GTHBD"
    }
    /// The serial of the command that it answers.
    #[must_use]
    pub fn answers(&self) -> Option<&'a str> {
        (self.kind == Kind::Acknowledgement && !self.is_heartbeat()).then(|| self.back(2))
    }
    /// What it is acknowledged with, once it is kept for good (QL-03). An answer to a command is not acknowledged.
    #[must_use]
    pub fn acknowledgement(&self) -> Option<String> {
        match self.kind {
            Kind::Live | Kind::Buffered => Some(format!("+SACK:{}$", self.count())),
            Kind::Acknowledgement if self.is_heartbeat() => {
                Some(format!("+SACK:GTHBD,{},{}$", self.field(1), self.count()))
            }
            Kind::Acknowledgement => None,
        }
    }
    /// Adds what it says to the reports: one for each position in it, or one without. An acknowledgement adds nothing.
    ///
    /// # Errors
    /// When it has neither a position with its time nor the time when it was sent.
    pub fn reports(&self, reports: &mut Vec<TrackReport>) -> Result<(), Fault> {
        if self.kind == Kind::Acknowledgement {
            return Ok(());
        }
        let mut template = empty(FixedAt(UtcMillis::from_unix_ms(0)));
        template.buffered = self.kind == Kind::Buffered;
        template.battery = self.battery();
        let motion = self.about(&mut template);
        let before = reports.len();
        for end in 0..self.fields.len().saturating_sub(2) {
            if let Some(fix) = self.fix_at(end, motion) {
                reports.push(TrackReport { at: fix.fixed_at, fix: Some(fix), ..template });
            }
        }
        if reports.len() == before {
            let at = FixedAt(compact_time(self.back(1)).ok_or(Fault::Field("send time"))?);
            reports.push(TrackReport { at, ..template });
        }
        // A press is one press, also with several positions: the newest has it.
        for earlier in reports.iter_mut().skip(before).rev().skip(1) {
            earlier.sos = false;
        }
        Ok(())
    }
    fn about(&self, report: &mut TrackReport) -> Motion {
        let about =
            TABLE.iter().find(|(word, _)| *word == self.word).map_or(About::Nothing, |(_, about)| *about);
        match about {
            About::Nothing => {}
            About::Sos => report.sos = true,
            About::Begins(sign) => mark(report, sign, Is::There),
            About::Ends(sign) => mark(report, sign, Is::Gone),
            About::Jamming => match self.field(4) {
                "1" => mark(report, Sign::CellJammed, Is::Gone),
                "2" => mark(report, Sign::CellJammed, Is::There),
                _ => {}
            },
            About::State => return motion_of(self.field(4).chars().last(), '1', '2'),
            About::Movement => return motion_of(self.field(5).chars().last(), '0', '1'),
        }
        Motion::Unknown
    }
    /// The position whose time is field `end`: accuracy, speed, azimuth, altitude, longitude, latitude, time.
    fn fix_at(&self, end: usize, motion: Motion) -> Option<TrackFix> {
        let fixed_at = FixedAt(compact_time(self.field(end))?);
        let before = |back: usize| end.checked_sub(back).map(|index| self.field(index)).unwrap_or_default();
        let (lat, lon) = (before(1), before(2));
        if !(lat.contains('.') && lon.contains('.')) {
            return None;
        }
        let position = Position::from_degrees(lat.parse().ok()?, lon.parse().ok()?).ok()?;
        // An accuracy of 0 says that the position is an old one.
        let tenths = before(6).parse::<f64>().ok().and_then(|hdop| number::whole(hdop * 10.0, 1_000))?;
        if tenths == 0 {
            return None;
        }
        let number = |text: &str| text.parse::<f64>().ok();
        Some(TrackFix {
            position,
            accuracy: radius_of_dilution(tenths),
            fixed_at,
            source: FixSource::Gnss,
            speed_cms: number(before(5)).and_then(|km_per_hour| number::speed(km_per_hour / 3.6)),
            heading_deg: number(before(4)).and_then(number::course),
            motion,
        })
    }
    /// Handheld models end with: time of the position, four fields of the cell, one reserved, battery, send time, count.
    fn battery(&self) -> Option<Percent> {
        const BEHIND_THE_TIME: usize = 8;
        let time = self.fields.len().checked_sub(BEHIND_THE_TIME + 1).map(|index| self.field(index))?;
        compact_time(time)?;
        self.back(2).parse().ok().and_then(Percent::new)
    }
}

fn motion_of(digit: Option<char>, still: char, moving: char) -> Motion {
    match digit {
        Some(digit) if digit == still => Motion::Still,
        Some(digit) if digit == moving => Motion::Moving,
        Some(_) | None => Motion::Unknown,
    }
}

/// A report as a handheld device writes it, of the kind that says the most of it; `count` is its running number.
#[must_use]
pub fn encode(device: &DeviceNumber, report: &TrackReport, count: u16) -> String {
    let header = if report.buffered { "+BUFF" } else { "+RESP" };
    let battery = report.battery.map(|percent| percent.get().to_string()).unwrap_or_default();
    let group = report.fix.map_or_else(|| String::from("0,,,,,,"), |fix| write_group(&fix));
    let sent = write_compact(report.at.0);
    format!(
        "{header}:{},020102,{},,{},1,{group},0206,0001,18D8,6141,00,{battery},{sent},{count:04X}$",
        word_of(report),
        device.as_str(),
        fields_before(report),
    )
}

fn word_of(report: &TrackReport) -> &'static str {
    let of = |sign: Sign, began: &'static str, ended: &'static str| {
        if report.began.has(sign) { Some(began) } else { report.ended.has(sign).then_some(ended) }
    };
    if report.sos {
        return "GTSOS";
    }
    None.or_else(|| of(Sign::PoweredOff, "GTPFA", "GTPNA"))
        .or_else(|| of(Sign::CellJammed, "GTJDS", "GTJDS"))
        .or_else(|| report.began.has(Sign::BatteryLow).then_some("GTBPL"))
        .or_else(|| of(Sign::Charging, "GTBTC", "GTSTC"))
        .or_else(|| report.fix.is_some_and(|fix| fix.motion != Motion::Unknown).then_some("GTSTT"))
        .unwrap_or("GTFRI")
}

fn fields_before(report: &TrackReport) -> &'static str {
    match word_of(report) {
        "GTJDS" if report.began.has(Sign::CellJammed) => "2,0",
        "GTJDS" => "1,0",
        "GTSTT" if report.fix.is_some_and(|fix| fix.motion == Motion::Moving) => "42,0",
        "GTSTT" => "41,0",
        _ => "0,0",
    }
}

fn write_group(fix: &TrackFix) -> String {
    let tenths = fix.accuracy.map_or(NOT_SAID_TENTHS, super::dilution_of_radius);
    let km_per_hour = fix.speed_cms.map(|cms| format!("{:.2}", f64::from(cms) * 0.036)).unwrap_or_default();
    let heading = fix.heading_deg.map(|degrees| degrees.to_string()).unwrap_or_default();
    format!(
        "{}.{},{km_per_hour},{heading},0.0,{:.7},{:.7},{}",
        tenths / 10,
        tenths % 10,
        fix.position.lon(),
        fix.position.lat(),
        write_compact(fix.fixed_at.0),
    )
}

/// Written when a receiver has no figure.
const NOT_SAID_TENTHS: u32 = 999;

/// A heartbeat.
#[must_use]
pub fn encode_heartbeat(device: &DeviceNumber, at: UtcMillis, count: u16) -> String {
    format!("+ACK:GTHBD,020102,{},,{},{count:04X}$", device.as_str(), write_compact(at))
}

/// What a device answers to the command with that serial.
#[must_use]
pub fn encode_command_answer(device: &DeviceNumber, word: &str, serial: u16, at: UtcMillis) -> String {
    format!("+ACK:{word},020102,{},,{serial:04X},{},0000$", device.as_str(), write_compact(at))
}

/// A command with its serial, which the device says again in its answer. `password` is that of the device; commas, `=` and `$`
/// are left out of it. The form of the interval is that of the GL200 and GL300.
#[must_use]
pub fn encode_command(command: Command, password: &str, serial: u16) -> String {
    let password: String =
        password.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, ',' | '=' | '$')).collect();
    match command {
        Command::LocateNow => format!("AT+GTRTO={password},1,,,,,,{serial:04X}$"),
        Command::Interval { seconds } => {
            let seconds = seconds.clamp(1, MAX_INTERVAL_S);
            format!("AT+GTFRI={password},1,,,,,,{seconds},{seconds},,,,,,,,,,,,{serial:04X}$")
        }
    }
}
