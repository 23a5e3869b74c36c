//! Inputs and outputs as JSON. Uplinks and downlinks have the shape of the bodies in `docs/handset-protocol.md`.

use hoeder_beacon::{
    Advice, AlarmImage, AnnouncedTrip, ButtonLink, ButtonPress, Delivery, DoNotDisturb, Fault, Haptic,
    Health, Input, Level, Message, Notice, OutboxImage, Output, Path, Permission, PlannedTest, Repeat,
    SafetyTimer, Screen,
};
use hoeder_vocab::handset::{
    DailyReport, Downlink, HandsetSettings, Microphone, Press, Said, Side, Trigger, Trip, Typed, Uplink,
    UplinkRefusal,
};
use hoeder_vocab::{Fix, FixSource, Percent, Purpose, Sensitive, UtcMillis};
use serde_json::{Map, Value, json};

/// An object without its empty fields.
fn lean(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    Value::Object(fields.into_iter().filter(|(_, v)| !v.is_null()).collect::<Map<_, _>>())
}

fn time(at: UtcMillis) -> Value {
    Value::String(at.to_string())
}

fn percent(charge: Option<Percent>) -> Value {
    charge.map_or(Value::Null, |p| json!(p.get()))
}

fn path(path: Path) -> &'static str {
    match path {
        Path::Wifi => "wifi",
        Path::Cellular => "cellular",
        Path::Internet => "internet",
    }
}

fn trigger(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Button => "button",
        Trigger::Screen => "screen",
        Trigger::MissedCheckIn => "missed_check_in",
    }
}

fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::Granted => "granted",
        Permission::Denied => "denied",
    }
}

fn refusal(code: UplinkRefusal) -> &'static str {
    match code {
        UplinkRefusal::UnknownDevice => "unknown_device",
        UplinkRefusal::RevokedDevice => "revoked_device",
        UplinkRefusal::WrongSignature => "wrong_signature",
        UplinkRefusal::Replayed => "replayed",
        UplinkRefusal::Stale => "stale",
        UplinkRefusal::NoSuchAlarm => "no_such_alarm",
        UplinkRefusal::TooMany => "too_many",
    }
}

fn fix(fix: &Sensitive<Fix>) -> Value {
    let fix = fix.reveal(Purpose::Test);
    let source = match fix.source {
        FixSource::Gnss => "gnss",
        FixSource::Wifi => "wifi",
        FixSource::Cell => "cell",
        FixSource::Fused => "fused",
        FixSource::Unknown => "unknown",
    };
    lean(json!({
        "lat_e7": fix.position.lat_e7(),
        "lon_e7": fix.position.lon_e7(),
        "accuracy_dm": fix.accuracy.map(|dm| dm.0),
        "fixed_at": time(fix.fixed_at.0),
        "source": source,
    }))
}

pub(crate) fn settings(settings: &HandsetSettings) -> Value {
    json!({
        "hold_ms": settings.hold_ms,
        "double_press": settings.double_press,
        "haptics": settings.haptics,
        "class": settings.class.code(),
        "paths": settings.paths.code(),
        "discreet": settings.discreet,
    })
}

fn press(press: &Press) -> Value {
    lean(json!({
        "type": "press",
        "alarm": press.alarm.to_string(),
        "pressed_at": time(press.pressed_at.0),
        "trigger": trigger(press.trigger),
        "fix": press.fix.as_ref().map(fix),
        "battery_pct": percent(press.battery),
        "repeats": press.repeats,
    }))
}

fn report(report: &DailyReport) -> Value {
    lean(json!({
        "type": "daily_report",
        "button_battery_pct": percent(report.button_battery),
        "battery_pct": percent(report.phone_battery),
        "button_linked": report.bluetooth_linked,
        "location_permitted": report.location_permitted,
        "location_accuracy_m": report.location_accuracy_m,
        "microphone": report.microphone.map(Microphone::code),
        "app_version": report.app_version,
        "last_test": report.last_test.map(time),
        "network": report.network,
        "do_not_disturb": report.do_not_disturb,
    }))
}

fn uplink(uplink: &Uplink) -> Value {
    match uplink {
        Uplink::Press(sent) => press(sent),
        Uplink::PressedAgain { alarm, pressed_at } => json!({
            "type": "pressed_again", "alarm": alarm.to_string(), "pressed_at": time(pressed_at.0),
        }),
        Uplink::Moved { alarm, fix: place, battery } => lean(json!({
            "type": "moved", "alarm": alarm.to_string(), "fix": fix(place), "battery_pct": percent(*battery),
        })),
        Uplink::Mistake { alarm, word } => json!({
            "type": "mistake", "alarm": alarm.to_string(), "word": word.reveal(Purpose::Test),
        }),
        Uplink::Heartbeat { sent_at, path: over, battery, button_battery, button_linked } => lean(json!({
            "type": "heartbeat",
            "sent_at": time(sent_at.0),
            "path": over.map(path),
            "battery_pct": percent(*battery),
            "button_battery_pct": percent(*button_battery),
            "button_linked": button_linked,
        })),
        Uplink::DailyReport(sent) => report(sent),
        Uplink::SelfTest { test, sent_at, trigger: by } => json!({
            "type": "self_test", "test": test.to_string(), "sent_at": time(sent_at.0), "trigger": trigger(*by),
        }),
        Uplink::Hello => json!({ "type": "hello" }),
        Uplink::TimerSet(timer) => lean(json!({
            "type": "timer_set",
            "alarm": timer.alarm.to_string(),
            "set_at": time(timer.set_at.0),
            "until": time(timer.until),
            "note": timer.note.as_ref().map(words),
        })),
        Uplink::TimerEnded { alarm } => json!({ "type": "timer_ended", "alarm": alarm.to_string() }),
        Uplink::Trip(announced) => with(trip(announced), json!({ "type": "trip" })),
        Uplink::TripEnded { trip } => json!({ "type": "trip_ended", "trip": trip.to_string() }),
        Uplink::Typing(line) => typed(line),
        Uplink::Text { alarm, message, said: what } => with(
            said(what),
            json!({ "type": "text", "alarm": alarm.to_string(), "message": message.to_string() }),
        ),
        Uplink::Answer { alarm, message, yes } => json!({
            "type": "answer", "alarm": alarm.to_string(), "message": message.to_string(), "yes": yes,
        }),
        Uplink::MessageSeen { alarm, message } => json!({
            "type": "message_seen", "alarm": alarm.to_string(), "message": message.to_string(),
        }),
    }
}

fn typed(line: &Typed) -> Value {
    json!({
        "type": "typing",
        "alarm": line.alarm.to_string(),
        "message": line.message.to_string(),
        "edit": line.edit,
        "text": words(&line.text),
    })
}

fn words(text: &Sensitive<String>) -> Value {
    json!(text.reveal(Purpose::Test))
}

/// The fields of both objects.
fn with(one: Value, other: Value) -> Value {
    let fields = |value| if let Value::Object(fields) = value { fields } else { Map::new() };
    Value::Object(fields(one).into_iter().chain(fields(other)).collect())
}

fn said(said: &Said) -> Value {
    match said {
        Said::Template(template) => json!({ "template": template.code() }),
        Said::Text(text) => json!({ "text": words(text) }),
    }
}

fn trip(trip: &Trip) -> Value {
    json!({
        "trip": trip.trip.to_string(),
        "from": trip.from.to_string(),
        "until": trip.until.to_string(),
        "place": words(&trip.place),
    })
}

fn downlink(downlink: &Downlink) -> Value {
    match downlink {
        Downlink::Held { alarm } => json!({ "type": "held", "alarm": alarm.to_string() }),
        Downlink::SomeoneThere { alarm } => json!({ "type": "someone_there", "alarm": alarm.to_string() }),
        Downlink::Closed { alarm } => json!({ "type": "closed", "alarm": alarm.to_string() }),
        Downlink::WordReceived { alarm } => json!({ "type": "word_received", "alarm": alarm.to_string() }),
        Downlink::TestAnswered { test, answered_at } => json!({
            "type": "test_answered", "test": test.to_string(), "answered_at": time(*answered_at),
        }),
        Downlink::Heard { server_time } => json!({ "type": "heard", "server_time": time(*server_time) }),
        Downlink::ReportReceived => json!({ "type": "report_received" }),
        Downlink::Settings(new) => {
            let mut body = settings(new);
            if let Value::Object(fields) = &mut body {
                fields.insert("type".to_owned(), json!("settings"));
            }
            body
        }
        Downlink::Revoked => json!({ "type": "revoked" }),
        Downlink::TimerHeld { alarm } => json!({ "type": "timer_held", "alarm": alarm.to_string() }),
        Downlink::TimerOver { alarm } => json!({ "type": "timer_over", "alarm": alarm.to_string() }),
        Downlink::TripReceived { trip } => json!({ "type": "trip_received", "trip": trip.to_string() }),
        Downlink::Message { alarm, message, said: what, asks } => with(
            said(what),
            json!({
                "type": "message", "alarm": alarm.to_string(), "message": message.to_string(), "asks": asks,
            }),
        ),
        Downlink::Typing(line) => typed(line),
        Downlink::TextReceived { alarm, message } => json!({
            "type": "text_received", "alarm": alarm.to_string(), "message": message.to_string(),
        }),
        Downlink::TestPlanned { test, from, until } => with(
            planned(&PlannedTest { test: *test, from: *from, until: *until }),
            json!({ "type": "test_planned" }),
        ),
        Downlink::TestPlanOver => json!({ "type": "test_plan_over" }),
        Downlink::Refused { code } => json!({ "type": "refused", "code": refusal(*code) }),
    }
}

/// An input; `in_belgium` stands beside a fix for ports that are handed the answer.
pub(crate) fn input(input: &Input, in_belgium: impl Fn(&Fix) -> bool) -> Value {
    match input {
        Input::Tick => json!({ "give": "tick" }),
        Input::ScreenDown { fresh } => json!({ "give": "screen_down", "fresh": fresh.to_string() }),
        Input::ScreenUp => json!({ "give": "screen_up" }),
        Input::Button { press, fresh } => {
            let press = match press {
                ButtonPress::Short => "short",
                ButtonPress::Double => "double",
                ButtonPress::Long => "long",
                ButtonPress::Hold => "hold",
            };
            json!({ "give": "button", "press": press, "fresh": fresh.to_string() })
        }
        Input::SelfTest { fresh, trigger: by } => {
            json!({ "give": "self_test", "fresh": fresh.to_string(), "trigger": trigger(*by) })
        }
        Input::WordTyped(word) => json!({ "give": "word_typed", "word": word.reveal(Purpose::Test) }),
        Input::Fixed(place) => json!({
            "give": "fixed", "fix": fix(place), "in_belgium": in_belgium(place.reveal(Purpose::Test)),
        }),
        Input::LocationLost => json!({ "give": "location_lost" }),
        Input::PathUp(on) => json!({ "give": "path_up", "path": path(*on) }),
        Input::PathDown(on) => json!({ "give": "path_down", "path": path(*on) }),
        Input::SendFailed { path: on, message } => {
            json!({ "give": "send_failed", "path": path(*on), "message": message.0 })
        }
        Input::Received { path: on, answers, downlink: said } => lean(json!({
            "give": "received", "path": path(*on), "answers": answers.map(|no| no.0), "downlink": downlink(said),
        })),
        Input::PhoneBattery(charge) => json!({ "give": "phone_battery", "percent": charge.get() }),
        Input::ButtonBattery(charge) => json!({ "give": "button_battery", "percent": charge.get() }),
        Input::ButtonLink(ButtonLink::Up) => json!({ "give": "button_link", "link": "up" }),
        Input::ButtonLink(ButtonLink::Lost) => json!({ "give": "button_link", "link": "lost" }),
        Input::Location(state) => json!({ "give": "location", "permission": permission(*state) }),
        Input::Microphone(state) => json!({ "give": "microphone", "state": state.code() }),
        Input::DoNotDisturb(DoNotDisturb::On) => json!({ "give": "do_not_disturb", "state": "on" }),
        Input::DoNotDisturb(DoNotDisturb::Off) => json!({ "give": "do_not_disturb", "state": "off" }),
        Input::SetTimer { fresh, until, note } => lean(json!({
            "give": "set_timer",
            "fresh": fresh.to_string(),
            "until": time(*until),
            "note": note.as_ref().map(words),
        })),
        Input::CheckIn => json!({ "give": "check_in" }),
        Input::AnnounceTrip(announced) => json!({ "give": "announce_trip", "trip": trip(announced) }),
        Input::EndTrip { trip } => json!({ "give": "end_trip", "trip": trip.to_string() }),
        Input::SayText { fresh, said: what } => {
            json!({ "give": "say_text", "fresh": fresh.to_string(), "said": said(what) })
        }
        Input::Typing { fresh, text } => {
            json!({ "give": "typing", "fresh": fresh.to_string(), "text": words(text) })
        }
        Input::Answer { message, yes } => {
            json!({ "give": "answer", "message": message.to_string(), "yes": yes })
        }
        Input::MessageSeen { message } => json!({ "give": "message_seen", "message": message.to_string() }),
    }
}

fn repeat(repeat: &Repeat) -> Value {
    json!({
        "fresh": repeat.fresh.to_string(),
        "pressed_at": time(repeat.pressed_at.0),
        "trigger": trigger(repeat.trigger),
    })
}

fn alarm(alarm: &AlarmImage) -> Value {
    json!({
        "press": press(&alarm.press),
        "held": alarm.held,
        "someone_there": alarm.someone_there,
        "repeats": alarm.repeats.iter().map(repeat).collect::<Vec<_>>(),
        "words": alarm.words.iter().map(words).collect::<Vec<_>>(),
        "messages": alarm.messages.iter().map(message).collect::<Vec<_>>(),
    })
}

const fn delivery(state: Delivery) -> &'static str {
    match state {
        Delivery::Waiting => "waiting",
        Delivery::Received => "received",
        Delivery::Refused => "refused",
    }
}

fn message(message: &Message) -> Value {
    let from = match message.from {
        Side::Desk => "desk",
        Side::Handset => "handset",
    };
    let rest = lean(json!({
        "message": message.message.to_string(),
        "from": from,
        "asks": message.asks,
        "answer": message.answer.map(|yes| if yes { "yes" } else { "no" }),
        "at": time(message.at.0),
        "seen": message.seen,
        "state": delivery(message.state),
    }));
    with(said(&message.said), rest)
}

/// What the screen is shown of the timer.
fn shown_timer(timer: &SafetyTimer) -> Value {
    let state = if timer.state == Delivery::Received { "held" } else { "waiting" };
    lean(json!({
        "until": time(timer.until), "note": timer.note.as_ref().map(words), "state": state,
    }))
}

fn kept_timer(timer: &SafetyTimer) -> Value {
    with(
        shown_timer(timer),
        json!({
            "alarm": timer.alarm.to_string(), "set_at": time(timer.set_at.0), "warned": timer.warned,
        }),
    )
}

fn announced(announced: &AnnouncedTrip) -> Value {
    with(trip(&announced.trip), json!({ "state": delivery(announced.state) }))
}

fn planned(planned: &PlannedTest) -> Value {
    json!({
        "test": planned.test.to_string(), "from": time(planned.from), "until": time(planned.until),
    })
}

fn image(image: &OutboxImage) -> Value {
    lean(json!({
        "version": image.version,
        "settings": settings(&image.settings),
        "revoked": image.revoked,
        "alarm": image.alarm.as_ref().map(alarm),
        "report_due_at": time(image.report_due_at),
        "last_test": image.last_test.map(time),
        "timer": image.timer.as_ref().map(kept_timer),
        "timers_ended": image.timers_ended.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "trips": image.trips.iter().map(announced).collect::<Vec<_>>(),
        "trips_ended": image.trips_ended.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "planned_test": image.planned_test.as_ref().map(planned),
    }))
}

fn health(health: &Health) -> Value {
    let level = match health.level() {
        Level::Good => "good",
        Level::Degraded => "degraded",
        Level::Red => "red",
    };
    let faults: Vec<Value> = health.faults.iter().map(|f| fault(*f)).collect();
    lean(json!({
        "do": "health", "level": level, "last_answer_at": health.last_answer_at.map(time), "faults": faults,
    }))
}

fn fault(fault: Fault) -> Value {
    match fault {
        Fault::Revoked => json!("revoked"),
        Fault::NotAccepted(code) => json!(format!("not_accepted:{}", refusal(code))),
        Fault::NoAnswerForLong => json!("no_answer_for_long"),
        Fault::ButtonLost => json!("button_lost"),
        Fault::NoAnswer => json!("no_answer"),
        Fault::PathLost => json!("path_lost"),
        Fault::LocationNotPermitted => json!("location_not_permitted"),
        Fault::LocationMissing => json!("location_missing"),
        Fault::PhoneBatteryLow => json!("phone_battery_low"),
        Fault::ButtonBatteryLow => json!("button_battery_low"),
        Fault::ClockWrong => json!("clock_wrong"),
    }
}

fn show(screen: Screen) -> Value {
    match screen {
        Screen::Neutral => json!({ "do": "show", "screen": "neutral" }),
        Screen::HeldTooShort => json!({ "do": "show", "screen": "held_too_short" }),
        Screen::Testing => json!({ "do": "show", "screen": "testing" }),
        Screen::TestAnswered { answered_at } => {
            json!({ "do": "show", "screen": "test_answered", "answered_at": time(answered_at) })
        }
        Screen::TestUnanswered => json!({ "do": "show", "screen": "test_unanswered" }),
        Screen::Revoked => json!({ "do": "show", "screen": "revoked" }),
    }
}

pub(crate) fn output(output: &Output) -> Value {
    match output {
        Output::Persist(written) => json!({ "do": "persist", "image": image(written) }),
        Output::Send { path: on, message, uplink: sent, attempt } => json!({
            "do": "send", "path": path(*on), "message": message.0, "attempt": attempt, "uplink": uplink(sent),
        }),
        Output::Vibrate(haptic) => {
            let name = match haptic {
                Haptic::Sent => "sent",
                Haptic::SomeoneThere => "someone_there",
                Haptic::Question => "question",
                Haptic::TimerSoon => "timer_soon",
            };
            json!({ "do": "vibrate", "haptic": name, "pattern_ms": haptic.pattern_ms() })
        }
        Output::Show(screen) => show(*screen),
        Output::Advise112(Advice::NotAcknowledged) => {
            json!({ "do": "advise_112", "because": "not_acknowledged" })
        }
        Output::Advise112(Advice::Revoked) => json!({ "do": "advise_112", "because": "revoked" }),
        Output::AdviceOver => json!({ "do": "advice_over" }),
        Output::RequestFix { every } => json!({ "do": "request_fix", "every_s": every.as_secs() }),
        Output::StopFixes => json!({ "do": "stop_fixes" }),
        Output::Health(now) => health(now),
        Output::Notice(Notice::OutsideBelgium) => json!({ "do": "notice", "notice": "outside_belgium" }),
        Output::Notice(Notice::BackInBelgium) => json!({ "do": "notice", "notice": "back_in_belgium" }),
        Output::Notice(Notice::TooManyTrips) => json!({ "do": "notice", "notice": "too_many_trips" }),
        Output::Look { discreet } => json!({ "do": "look", "discreet": discreet }),
        Output::Timer(timer) => lean(json!({ "do": "timer", "timer": timer.as_ref().map(shown_timer) })),
        Output::TestPlanned(test) => {
            lean(json!({ "do": "test_planned", "planned": test.as_ref().map(planned) }))
        }
        Output::Trips(trips) => {
            json!({ "do": "trips", "trips": trips.iter().map(announced).collect::<Vec<_>>() })
        }
        Output::Typing(text) => lean(json!({ "do": "typing", "text": text.as_ref().map(words) })),
        Output::Conversation(messages) => {
            json!({ "do": "conversation", "messages": messages.iter().map(message).collect::<Vec<_>>() })
        }
    }
}
