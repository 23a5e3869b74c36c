//! Bodies from cell to handset. Read strictly: a handset acts only on what it understands completely.
//!
//! Never here: signatures (`envelope`).

use super::HOLD_MS;
use super::error::WireError;
use super::json::{Field, Object, Writer};
use super::parts::{read_number, read_said, read_time, write_said, write_typed};
use core::str::FromStr;
use hoeder_vocab::handset::{
    Downlink, HandsetSettings, MAX_TEXT_CHARS, Paths, Side, SupervisionClass, Typed, UplinkRefusal,
};
use hoeder_vocab::{Sensitive, UtcMillis};

/// The code of a refusal on the wire.
#[must_use]
pub const fn refusal_code(refusal: UplinkRefusal) -> &'static str {
    match refusal {
        UplinkRefusal::UnknownDevice => "unknown_device",
        UplinkRefusal::RevokedDevice => "revoked_device",
        UplinkRefusal::WrongSignature => "wrong_signature",
        UplinkRefusal::Replayed => "replayed",
        UplinkRefusal::Stale => "stale",
        UplinkRefusal::NoSuchAlarm => "no_such_alarm",
        UplinkRefusal::TooMany => "too_many",
    }
}

fn read_refusal(code: &str) -> Option<UplinkRefusal> {
    match code {
        "unknown_device" => Some(UplinkRefusal::UnknownDevice),
        "revoked_device" => Some(UplinkRefusal::RevokedDevice),
        "wrong_signature" => Some(UplinkRefusal::WrongSignature),
        "replayed" => Some(UplinkRefusal::Replayed),
        "stale" => Some(UplinkRefusal::Stale),
        "no_such_alarm" => Some(UplinkRefusal::NoSuchAlarm),
        "too_many" => Some(UplinkRefusal::TooMany),
        _ => None,
    }
}

fn id<T: FromStr>(object: &Object, name: &'static str) -> Result<T, WireError> {
    object.string(name).and_then(|text| text.parse().ok()).required(name)
}

fn time(object: &Object, name: &'static str) -> Result<UtcMillis, WireError> {
    object.string(name).and_then(|text| read_time(&text)).required(name)
}

fn flag(object: &Object, name: &'static str) -> Result<bool, WireError> {
    object.boolean(name).required(name)
}

fn typed(object: &Object) -> Result<Typed, WireError> {
    let short = |text: String| text.chars().nth(MAX_TEXT_CHARS).is_none().then_some(text);
    Ok(Typed {
        alarm: id(object, "alarm")?,
        message: id(object, "message")?,
        edit: read_number(object, "edit")?,
        text: Sensitive::new(object.string("text").and_then(short).required("text")?),
    })
}

/// Reads a body.
///
/// # Errors
/// When the body is no message of this version, or a part is missing or out of range.
pub fn decode_downlink(body: &str) -> Result<Downlink, WireError> {
    let object = Object::from_text(body)?;
    let kind = object.string("type").required("type")?;
    Ok(match kind.as_str() {
        "held" => Downlink::Held { alarm: id(&object, "alarm")? },
        "someone_there" => Downlink::SomeoneThere { alarm: id(&object, "alarm")? },
        "closed" => Downlink::Closed { alarm: id(&object, "alarm")? },
        "word_received" => Downlink::WordReceived { alarm: id(&object, "alarm")? },
        "test_answered" => {
            Downlink::TestAnswered { test: id(&object, "test")?, answered_at: time(&object, "answered_at")? }
        }
        "heard" => Downlink::Heard { server_time: time(&object, "server_time")? },
        "report_received" => Downlink::ReportReceived,
        "settings" => Downlink::Settings(read_settings(&object)?),
        "revoked" => Downlink::Revoked,
        "timer_held" => Downlink::TimerHeld { alarm: id(&object, "alarm")? },
        "timer_over" => Downlink::TimerOver { alarm: id(&object, "alarm")? },
        "trip_received" => Downlink::TripReceived { trip: id(&object, "trip")? },
        "typing" => Downlink::Typing(typed(&object)?),
        "message" => Downlink::Message {
            alarm: id(&object, "alarm")?,
            message: id(&object, "message")?,
            said: read_said(&object, Side::Desk)?,
            asks: flag(&object, "asks")?,
        },
        "text_received" => {
            Downlink::TextReceived { alarm: id(&object, "alarm")?, message: id(&object, "message")? }
        }
        "test_planned" => Downlink::TestPlanned {
            test: id(&object, "test")?,
            from: time(&object, "from")?,
            until: time(&object, "until")?,
        },
        "test_plan_over" => Downlink::TestPlanOver,
        "refused" => Downlink::Refused {
            code: object.string("code").and_then(|code| read_refusal(&code)).required("code")?,
        },
        _ => return Err(WireError::UnknownType),
    })
}

/// Writes a body.
#[must_use]
pub fn encode_downlink(downlink: &Downlink) -> String {
    match downlink {
        Downlink::Held { alarm } => Writer::typed("held").string("alarm", &alarm.to_string()).end(),
        Downlink::SomeoneThere { alarm } => {
            Writer::typed("someone_there").string("alarm", &alarm.to_string()).end()
        }
        Downlink::Closed { alarm } => Writer::typed("closed").string("alarm", &alarm.to_string()).end(),
        Downlink::WordReceived { alarm } => {
            Writer::typed("word_received").string("alarm", &alarm.to_string()).end()
        }
        Downlink::TestAnswered { test, answered_at } => Writer::typed("test_answered")
            .string("test", &test.to_string())
            .string("answered_at", &answered_at.to_string())
            .end(),
        Downlink::Heard { server_time } => {
            Writer::typed("heard").string("server_time", &server_time.to_string()).end()
        }
        Downlink::ReportReceived => Writer::typed("report_received").end(),
        Downlink::Settings(settings) => write_settings(Writer::typed("settings"), settings).end(),
        Downlink::Revoked => Writer::typed("revoked").end(),
        Downlink::TimerHeld { alarm } => {
            Writer::typed("timer_held").string("alarm", &alarm.to_string()).end()
        }
        Downlink::TimerOver { alarm } => {
            Writer::typed("timer_over").string("alarm", &alarm.to_string()).end()
        }
        Downlink::TripReceived { trip } => {
            Writer::typed("trip_received").string("trip", &trip.to_string()).end()
        }
        Downlink::Message { alarm, message, said, asks } => {
            let body = Writer::typed("message")
                .string("alarm", &alarm.to_string())
                .string("message", &message.to_string());
            write_said(body, said).boolean("asks", Some(*asks)).end()
        }
        Downlink::Typing(typed) => write_typed(typed),
        Downlink::TextReceived { alarm, message } => Writer::typed("text_received")
            .string("alarm", &alarm.to_string())
            .string("message", &message.to_string())
            .end(),
        Downlink::TestPlanned { test, from, until } => Writer::typed("test_planned")
            .string("test", &test.to_string())
            .string("from", &from.to_string())
            .string("until", &until.to_string())
            .end(),
        Downlink::TestPlanOver => Writer::typed("test_plan_over").end(),
        Downlink::Refused { code } => Writer::typed("refused").string("code", refusal_code(*code)).end(),
    }
}

pub(super) fn write_settings(body: Writer, settings: &HandsetSettings) -> Writer {
    body.integer("hold_ms", settings.hold_ms)
        .boolean("double_press", Some(settings.double_press))
        .boolean("haptics", Some(settings.haptics))
        .string("class", settings.class.code())
        .string("paths", settings.paths.code())
        .boolean("discreet", Some(settings.discreet))
}

pub(super) fn read_settings(object: &Object) -> Result<HandsetSettings, WireError> {
    let hold_ms: Field<u16> =
        object.integer("hold_ms").and_then(|n| u16::try_from(n).ok().filter(|n| HOLD_MS.contains(n)));
    let class = object
        .string("class")
        .and_then(|word| SupervisionClass::ALL.into_iter().find(|class| class.code() == word));
    let paths = object
        .string("paths")
        .and_then(|word| [Paths::One, Paths::Two].into_iter().find(|paths| paths.code() == word));
    Ok(HandsetSettings {
        hold_ms: hold_ms.required("hold_ms")?,
        double_press: flag(object, "double_press")?,
        haptics: flag(object, "haptics")?,
        class: class.required("class")?,
        paths: paths.required("paths")?,
        discreet: flag(object, "discreet")?,
    })
}
