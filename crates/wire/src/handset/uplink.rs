//! Bodies from handset to cell.
//!
//! A press is never lost to an absurd part (FL-20): the part is dropped, the alarm goes through, the flaw is named.
//! Never here: signatures (`envelope`), what a message leads to.

use super::error::WireError;
use super::json::{Object, Writer};
use super::parts::{Reader, trigger_word, write_fix, write_percent, write_said, write_typed};
use super::{MAX_APP_VERSION_CHARS, MAX_NETWORK_CHARS, MAX_TEXT_CHARS, MAX_WORD_CHARS};
use hoeder_vocab::handset::{DailyReport, Microphone, Press, TimerSet, Trip, Typed, Uplink};
use hoeder_vocab::{FixedAt, Purpose, ReceivedAt, Sensitive};

/// Metres beyond which an accuracy says nothing: half the way round the earth.
const MAX_ACCURACY_M: u32 = super::MAX_ACCURACY_DM / 10;

/// A part of a message that was missing, of the wrong type or absurd, and was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// The time of the press; the time of receipt stands in.
    PressedAt,
    /// The time of sending; the time of receipt stands in.
    SentAt,
    /// What started it; 'screen' stands in.
    Trigger,
    /// The whole place.
    Fix,
    /// How accurate the place is.
    FixAccuracy,
    /// When the place was found; the time of receipt stands in, so the place may be older than it looks.
    FixTime,
    /// How the place was found.
    FixSource,
    /// The charge of the phone.
    Battery,
    /// The charge of the button.
    ButtonBattery,
    /// Is the button linked?
    ButtonLinked,
    /// How often it was pressed again; 0 stands in.
    Repeats,
    /// The 'mistake' word: empty, or cut at its longest length.
    Word,
    /// May the app read the position?
    LocationPermitted,
    /// Accuracy of the last fix.
    LocationAccuracy,
    /// Can somebody listen?
    Microphone,
    /// The app's version: empty, or cut.
    AppVersion,
    /// The last test.
    LastTest,
    /// The kind of network: empty, or cut.
    Network,
    /// Is 'do not disturb' on?
    DoNotDisturb,
    /// Over which path it was sent.
    Path,
    /// When a timer was set; the time of receipt stands in.
    SetAt,
    /// The note of a timer: empty, or cut.
    Note,
    /// A text: cut.
    Text,
    /// The place of a trip: cut.
    Place,
    /// Does the phone move?
    Moving,
    /// Is it on the charger?
    Charging,
    /// Could no place be found?
    NoPosition,
    /// Does it come from memory?
    Remembered,
    /// How fast it moves.
    FixSpeed,
    /// Which way it moves.
    FixHeading,
}

impl Flaw {
    /// The name of the field in the body.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PressedAt => "pressed_at",
            Self::SentAt => "sent_at",
            Self::Trigger => "trigger",
            Self::Fix => "fix",
            Self::FixAccuracy => "fix.accuracy_dm",
            Self::FixTime => "fix.fixed_at",
            Self::FixSource => "fix.source",
            Self::Battery => "battery_pct",
            Self::ButtonBattery => "button_battery_pct",
            Self::ButtonLinked => "button_linked",
            Self::Repeats => "repeats",
            Self::Word => "word",
            Self::LocationPermitted => "location_permitted",
            Self::LocationAccuracy => "location_accuracy_m",
            Self::Microphone => "microphone",
            Self::AppVersion => "app_version",
            Self::LastTest => "last_test",
            Self::Network => "network",
            Self::DoNotDisturb => "do_not_disturb",
            Self::Path => "path",
            Self::SetAt => "set_at",
            Self::Note => "note",
            Self::Text => "text",
            Self::Place => "place",
            Self::Moving => "moving",
            Self::Charging => "charging",
            Self::NoPosition => "no_position",
            Self::Remembered => "remembered",
            Self::FixSpeed => "fix.speed_cms",
            Self::FixHeading => "fix.heading_deg",
        }
    }
}

/// A message and what had to be dropped to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The message.
    pub uplink: Uplink,
    /// What was dropped or replaced, each at most once.
    pub flaws: Vec<Flaw>,
}

impl Decoded {
    /// Is it a call for help? Then it goes through whoever sent it.
    #[must_use]
    pub const fn is_press(&self) -> bool {
        match self.uplink {
            Uplink::Press(_) | Uplink::PressedAgain { .. } => true,
            Uplink::Moved { .. }
            | Uplink::Mistake { .. }
            | Uplink::Heartbeat { .. }
            | Uplink::DailyReport(_)
            | Uplink::SelfTest { .. }
            | Uplink::Hello
            | Uplink::TimerSet(_)
            | Uplink::TimerEnded { .. }
            | Uplink::Trip(_)
            | Uplink::TripEnded { .. }
            | Uplink::Text { .. }
            | Uplink::Answer { .. }
            | Uplink::MessageSeen { .. }
            | Uplink::Typing(_) => false,
        }
    }
}

/// Reads a body. `received_at` stands in for a time of the device that is missing or cannot be read.
///
/// # Errors
/// When the body is no message of this version, or lacks a part that nothing can stand in for.
/// [`WireError::PressUnreadable`] says that it was a call for help all the same.
pub fn decode_uplink(body: &str, received_at: ReceivedAt) -> Result<Decoded, WireError> {
    let object = Object::from_text(body)?;
    let kind = object.string("type").required("type")?;
    let mut reader = Reader { object: &object, fallback: FixedAt(received_at.0), flaws: Vec::new() };
    let uplink = match kind.as_str() {
        "press" => press(&mut reader)?,
        "pressed_again" => pressed_again(&mut reader)?,
        "moved" => moved(&mut reader)?,
        "mistake" => mistake(&mut reader)?,
        "heartbeat" => heartbeat(&mut reader),
        "daily_report" => Uplink::DailyReport(daily_report(&mut reader)),
        "self_test" => self_test(&mut reader)?,
        "hello" => Uplink::Hello,
        "timer_set" => Uplink::TimerSet(timer_set(&mut reader)?),
        "timer_ended" => Uplink::TimerEnded { alarm: reader.id("alarm")? },
        "trip" => Uplink::Trip(trip(&mut reader)?),
        "trip_ended" => Uplink::TripEnded { trip: reader.id("trip")? },
        "text" => {
            Uplink::Text { alarm: reader.id("alarm")?, message: reader.id("message")?, said: reader.said()? }
        }
        "answer" => Uplink::Answer {
            alarm: reader.id("alarm")?,
            message: reader.id("message")?,
            yes: reader.yes("yes")?,
        },
        "message_seen" => Uplink::MessageSeen { alarm: reader.id("alarm")?, message: reader.id("message")? },
        "typing" => Uplink::Typing(typing(&mut reader)?),
        _ => return Err(WireError::UnknownType),
    };
    Ok(Decoded { uplink, flaws: reader.flaws })
}

fn press(reader: &mut Reader<'_>) -> Result<Uplink, WireError> {
    Ok(Uplink::Press(Press {
        alarm: reader.id("alarm").map_err(|_| WireError::PressUnreadable)?,
        pressed_at: reader.device_time("pressed_at", Flaw::PressedAt),
        trigger: reader.trigger(),
        fix: reader.fix(),
        battery: reader.percent("battery_pct", Flaw::Battery),
        repeats: reader
            .count("repeats", u32::from(u16::MAX), Flaw::Repeats)
            .and_then(|n| u16::try_from(n).ok())
            .unwrap_or(0),
    }))
}

fn pressed_again(reader: &mut Reader<'_>) -> Result<Uplink, WireError> {
    Ok(Uplink::PressedAgain {
        alarm: reader.id("alarm").map_err(|_| WireError::PressUnreadable)?,
        pressed_at: reader.device_time("pressed_at", Flaw::PressedAt),
    })
}

fn moved(reader: &mut Reader<'_>) -> Result<Uplink, WireError> {
    let alarm = reader.id("alarm")?;
    let fix = match reader.fix() {
        Some(fix) => fix,
        None if reader.flaws.contains(&Flaw::Fix) => return Err(WireError::BadField("fix")),
        None => return Err(WireError::MissingField("fix")),
    };
    Ok(Uplink::Moved { alarm, fix, battery: reader.percent("battery_pct", Flaw::Battery) })
}

/// FL-07: the word is carried as typed and nothing here looks at it; whether it is a duress word is the cell's to know.
fn mistake(reader: &mut Reader<'_>) -> Result<Uplink, WireError> {
    let alarm = reader.id("alarm")?;
    Ok(Uplink::Mistake { alarm, word: Sensitive::new(reader.text("word", MAX_WORD_CHARS, Flaw::Word)) })
}

fn heartbeat(reader: &mut Reader<'_>) -> Uplink {
    Uplink::Heartbeat {
        sent_at: reader.device_time("sent_at", Flaw::SentAt),
        path: reader.path(),
        battery: reader.percent("battery_pct", Flaw::Battery),
        button_battery: reader.percent("button_battery_pct", Flaw::ButtonBattery),
        button_linked: reader.flag("button_linked", Flaw::ButtonLinked),
    }
}

/// AL-16: what could not be found out or read stays unknown; the rest of the report counts.
fn daily_report(reader: &mut Reader<'_>) -> DailyReport {
    DailyReport {
        button_battery: reader.percent("button_battery_pct", Flaw::ButtonBattery),
        phone_battery: reader.percent("battery_pct", Flaw::Battery),
        bluetooth_linked: reader.flag("button_linked", Flaw::ButtonLinked),
        location_permitted: reader.flag("location_permitted", Flaw::LocationPermitted),
        location_accuracy_m: reader.count("location_accuracy_m", MAX_ACCURACY_M, Flaw::LocationAccuracy),
        microphone: reader.microphone(),
        app_version: reader.text("app_version", MAX_APP_VERSION_CHARS, Flaw::AppVersion),
        last_test: reader.time("last_test", Flaw::LastTest),
        network: reader.text("network", MAX_NETWORK_CHARS, Flaw::Network),
        do_not_disturb: reader.flag("do_not_disturb", Flaw::DoNotDisturb),
    }
}

fn self_test(reader: &mut Reader<'_>) -> Result<Uplink, WireError> {
    Ok(Uplink::SelfTest {
        test: reader.id("test")?,
        sent_at: reader.device_time("sent_at", Flaw::SentAt),
        trigger: reader.trigger(),
    })
}

/// A timer carries no position (GN-03); one that cannot be read is refused, so that the phone never says 'held' in vain.
fn timer_set(reader: &mut Reader<'_>) -> Result<TimerSet, WireError> {
    Ok(TimerSet {
        alarm: reader.id("alarm")?,
        set_at: reader.device_time("set_at", Flaw::SetAt),
        until: reader.moment("until")?,
        note: reader.note(),
    })
}

/// Also of nothing: then everything was erased.
fn typing(reader: &mut Reader<'_>) -> Result<Typed, WireError> {
    Ok(Typed {
        alarm: reader.id("alarm")?,
        message: reader.id("message")?,
        edit: reader.number("edit")?,
        text: Sensitive::new(reader.text("text", MAX_TEXT_CHARS, Flaw::Text)),
    })
}

fn trip(reader: &mut Reader<'_>) -> Result<Trip, WireError> {
    let (from, until) = (reader.day("from")?, reader.day("until")?);
    if until < from {
        return Err(WireError::BadField("until"));
    }
    Ok(Trip { trip: reader.id("trip")?, from, until, place: reader.words("place", Flaw::Place)? })
}

/// Writes a body: fields in a fixed order, no spaces, so that the same message always gives the same bytes.
#[must_use]
pub fn encode_uplink(uplink: &Uplink) -> String {
    match uplink {
        Uplink::Press(press) => {
            let body = Writer::typed("press")
                .string("alarm", &press.alarm.to_string())
                .string("pressed_at", &press.pressed_at.to_string())
                .string("trigger", trigger_word(press.trigger));
            let body = write_percent(write_fix(body, press.fix.as_ref()), "battery_pct", press.battery);
            body.integer("repeats", press.repeats).end()
        }
        Uplink::PressedAgain { alarm, pressed_at } => Writer::typed("pressed_again")
            .string("alarm", &alarm.to_string())
            .string("pressed_at", &pressed_at.to_string())
            .end(),
        Uplink::Moved { alarm, fix, battery } => {
            let body = Writer::typed("moved").string("alarm", &alarm.to_string());
            write_percent(write_fix(body, Some(fix)), "battery_pct", *battery).end()
        }
        Uplink::Mistake { alarm, word } => Writer::typed("mistake")
            .string("alarm", &alarm.to_string())
            .string("word", word.reveal(Purpose::Transport))
            .end(),
        Uplink::Heartbeat { sent_at, path, battery, button_battery, button_linked } => {
            let body = Writer::typed("heartbeat").string("sent_at", &sent_at.to_string());
            let body = match path {
                Some(path) => body.string("path", path.code()),
                None => body,
            };
            let body = write_percent(body, "battery_pct", *battery);
            write_percent(body, "button_battery_pct", *button_battery)
                .boolean("button_linked", *button_linked)
                .end()
        }
        Uplink::DailyReport(report) => encode_report(report),
        Uplink::SelfTest { test, sent_at, trigger } => Writer::typed("self_test")
            .string("test", &test.to_string())
            .string("sent_at", &sent_at.to_string())
            .string("trigger", trigger_word(*trigger))
            .end(),
        Uplink::Hello => Writer::typed("hello").end(),
        Uplink::TimerSet(_)
        | Uplink::TimerEnded { .. }
        | Uplink::Trip(_)
        | Uplink::TripEnded { .. }
        | Uplink::Text { .. }
        | Uplink::Answer { .. }
        | Uplink::MessageSeen { .. }
        | Uplink::Typing(_) => encode_of_persons(uplink),
    }
}

/// What a person announces or says.
fn encode_of_persons(uplink: &Uplink) -> String {
    let talk = |kind, alarm: &hoeder_vocab::AlarmId, message: &hoeder_vocab::MessageId| {
        Writer::typed(kind).string("alarm", &alarm.to_string()).string("message", &message.to_string())
    };
    match uplink {
        Uplink::TimerSet(timer) => {
            let body = Writer::typed("timer_set")
                .string("alarm", &timer.alarm.to_string())
                .string("set_at", &timer.set_at.to_string())
                .string("until", &timer.until.to_string());
            match &timer.note {
                Some(note) => body.string("note", note.reveal(Purpose::Transport)).end(),
                None => body.end(),
            }
        }
        Uplink::TimerEnded { alarm } => {
            Writer::typed("timer_ended").string("alarm", &alarm.to_string()).end()
        }
        Uplink::Trip(trip) => Writer::typed("trip")
            .string("trip", &trip.trip.to_string())
            .string("from", &trip.from.to_string())
            .string("until", &trip.until.to_string())
            .string("place", trip.place.reveal(Purpose::Transport))
            .end(),
        Uplink::TripEnded { trip } => Writer::typed("trip_ended").string("trip", &trip.to_string()).end(),
        Uplink::Text { alarm, message, said } => write_said(talk("text", alarm, message), said).end(),
        Uplink::Answer { alarm, message, yes } => {
            talk("answer", alarm, message).boolean("yes", Some(*yes)).end()
        }
        Uplink::MessageSeen { alarm, message } => talk("message_seen", alarm, message).end(),
        Uplink::Typing(typed) => write_typed(typed),
        Uplink::Press(_)
        | Uplink::PressedAgain { .. }
        | Uplink::Moved { .. }
        | Uplink::Mistake { .. }
        | Uplink::Heartbeat { .. }
        | Uplink::DailyReport(_)
        | Uplink::SelfTest { .. }
        | Uplink::Hello => encode_uplink(uplink),
    }
}

fn encode_report(report: &DailyReport) -> String {
    let body = write_percent(Writer::typed("daily_report"), "button_battery_pct", report.button_battery);
    let body = write_percent(body, "battery_pct", report.phone_battery)
        .boolean("button_linked", report.bluetooth_linked)
        .boolean("location_permitted", report.location_permitted)
        .maybe("location_accuracy_m", report.location_accuracy_m)
        .word("microphone", report.microphone.map(Microphone::code))
        .string("app_version", &report.app_version);
    let body = match report.last_test {
        Some(time) => body.string("last_test", &time.to_string()),
        None => body,
    };
    body.string("network", &report.network).boolean("do_not_disturb", report.do_not_disturb).end()
}
