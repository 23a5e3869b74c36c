//! The test vectors that a stranger implements from: `docs/vectors/handset-v1.json` and the examples in
//! `docs/handset-protocol.md` are what this code makes, so neither can go stale. When the protocol is changed on purpose,
//! the first test prints the new text of the file.
#![expect(clippy::indexing_slicing, reason = "indexing a JSON value gives null, it does not panic")]
mod mine;
mod tracks;

use crate::common::{RECEIVED_AT, REFUSALS, alarm, cell_key, handset, handset_key};
use hoeder_vocab::handset::{
    DailyReport, Downlink, HandsetSettings, MAX_MESSAGES, MAX_TRIPS, Microphone, Path, Press, Said,
    SupervisionClass, Template, TimerSet, Trigger, Trip, Typed, Uplink,
};
use hoeder_vocab::{
    AlarmId, CivilDate, Decimetres, Fix, FixSource, FixedAt, HandsetId, MessageId, Percent, Position,
    Sensitive, TestId, TripId, UtcMillis,
};
use hoeder_wire::handset::keys::{downlink_signed_bytes, uplink_signed_bytes};
use hoeder_wire::handset::{
    self, Flaw, HOLD_MS, MAX_ACCURACY_DM, MAX_APP_VERSION_CHARS, MAX_COUNTER, MAX_ENVELOPE_BYTES,
    MAX_MODEL_CHARS, MAX_NETWORK_CHARS, MAX_TEXT_CHARS, MAX_TRACK_REPORTS, MAX_WORD_CHARS, PairAnswer,
    PairRequest, PairingCode, decode_pair_answer, decode_pair_request, decode_uplink, encode_downlink,
    encode_pair_answer, encode_pair_request, encode_uplink, open_downlink, open_envelope, refusal_code,
    seal_body, seal_down_body, seal_downlink, seal_uplink,
};
use hoeder_wire::{SigningKey, WireError};
use serde_json::{Value, json};

const VECTORS: &str = include_str!("../../../docs/vectors/handset-v1.json");
const DOCUMENT: &str = include_str!("../../../docs/handset-protocol.md");
const FIRST_COUNTER: u64 = 41;

fn time(ms_after: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(1_795_356_309_123 + ms_after)
}

fn percent(value: u8) -> Option<Percent> {
    Percent::new(value)
}

fn fix(lat_e7: i32, lon_e7: i32, ms_after: i64) -> Option<Sensitive<Fix>> {
    let position = Position::from_e7(lat_e7, lon_e7).ok()?;
    let fixed_at = FixedAt(time(ms_after));
    Some(Sensitive::new(Fix { position, accuracy: Some(Decimetres(83)), fixed_at, source: FixSource::Gnss }))
}

fn test_id() -> TestId {
    TestId::from_u128(0x019a_ab54_aaaa_7bbb_8ccc_0011_2233_4455)
}

fn press(fix: Option<Sensitive<Fix>>, battery: Option<Percent>, repeats: u16) -> Uplink {
    let pressed_at = FixedAt(time(0));
    Uplink::Press(Press { alarm: alarm(), pressed_at, trigger: Trigger::Button, fix, battery, repeats })
}

fn uplinks() -> Vec<(&'static str, Uplink)> {
    let moved = fix(510_541_234, 37_251_234, 4_000).map(|fix| Uplink::Moved {
        alarm: alarm(),
        fix,
        battery: percent(70),
    });
    let report = DailyReport {
        button_battery: percent(88),
        phone_battery: percent(64),
        bluetooth_linked: Some(true),
        location_permitted: Some(true),
        location_accuracy_m: Some(12),
        microphone: Some(Microphone::Denied),
        app_version: "0.1.0".into(),
        last_test: Some(time(-3_600_000)),
        network: "wifi".into(),
        do_not_disturb: Some(false),
    };
    let mut all = vec![
        ("press", press(fix(510_540_000, 37_250_000, -2_000), percent(71), 0)),
        ("press_bare", press(None, None, 3)),
        ("pressed_again", Uplink::PressedAgain { alarm: alarm(), pressed_at: FixedAt(time(2_500)) }),
        ("mistake", Uplink::Mistake { alarm: alarm(), word: Sensitive::new("\"één\" \\ 🌷\n".into()) }),
        (
            "heartbeat",
            Uplink::Heartbeat {
                sent_at: FixedAt(time(60_000)),
                path: Some(Path::Internet),
                battery: percent(70),
                button_battery: percent(88),
                button_linked: Some(true),
            },
        ),
        ("daily_report", Uplink::DailyReport(report)),
        (
            "self_test",
            Uplink::SelfTest { test: test_id(), sent_at: FixedAt(time(90_000)), trigger: Trigger::Button },
        ),
        ("hello", Uplink::Hello),
    ];
    all.extend(moved.map(|moved| ("moved", moved)));
    all.extend(of_persons());
    all
}

fn trip_id() -> TripId {
    TripId::from_u128(0x019a_ab54_bbbb_7bbb_8ccc_0011_2233_4455)
}

fn message_id(n: u128) -> MessageId {
    MessageId::from_u128(0x019a_ab54_cccc_7bbb_8ccc_0011_2233_4400 + n)
}

/// What a person announces or says.
fn of_persons() -> Vec<(&'static str, Uplink)> {
    let alarm = alarm();
    let timer = TimerSet {
        alarm,
        set_at: FixedAt(time(0)),
        until: time(1_800_000),
        note: Some(Sensitive::new("Te voet naar huis, langs het park".into())),
    };
    let day = |day| CivilDate::new(2026, 12, day).ok();
    let trip = day(21).zip(day(28)).map(|(from, until)| {
        Uplink::Trip(Trip { trip: trip_id(), from, until, place: Sensitive::new("Oostende".into()) })
    });
    let (template, text) =
        (Said::Template(Template::SuspectHere), Said::Text(Sensitive::new("Ik zit in de kelder".into())));
    let mut all = vec![
        ("timer_set", Uplink::TimerSet(timer)),
        ("timer_ended", Uplink::TimerEnded { alarm }),
        ("trip_ended", Uplink::TripEnded { trip: trip_id() }),
        ("text", Uplink::Text { alarm, message: message_id(1), said: template }),
        ("text_typed", Uplink::Text { alarm, message: message_id(2), said: text }),
        ("answer", Uplink::Answer { alarm, message: message_id(3), yes: true }),
        ("message_seen", Uplink::MessageSeen { alarm, message: message_id(3) }),
        ("typing", Uplink::Typing(typed(2, 7, "Ik zit in de kel"))),
        ("typing_erased", Uplink::Typing(typed(2, 8, ""))),
    ];
    all.extend(trip.map(|trip| ("trip", trip)));
    all
}

fn typed(message: u128, edit: u32, text: &str) -> Typed {
    Typed { alarm: alarm(), message: message_id(message), edit, text: Sensitive::new(text.into()) }
}

fn downlinks() -> Vec<(String, Downlink)> {
    let alarm = alarm();
    let mut all = vec![
        ("held".into(), Downlink::Held { alarm }),
        ("someone_there".into(), Downlink::SomeoneThere { alarm }),
        ("closed".into(), Downlink::Closed { alarm }),
        ("word_received".into(), Downlink::WordReceived { alarm }),
        ("test_answered".into(), Downlink::TestAnswered { test: test_id(), answered_at: time(90_400) }),
        ("heard".into(), Downlink::Heard { server_time: time(60_250) }),
        ("report_received".into(), Downlink::ReportReceived),
        ("settings".into(), Downlink::Settings(HandsetSettings::default())),
        ("revoked".into(), Downlink::Revoked),
    ];
    let question = Said::Template(Template::AreYouAlone);
    let words = Said::Text(Sensitive::new("Blijf waar u bent, we zijn er over 4 minuten".into()));
    all.extend([
        ("timer_held".into(), Downlink::TimerHeld { alarm }),
        ("timer_over".into(), Downlink::TimerOver { alarm }),
        ("trip_received".into(), Downlink::TripReceived { trip: trip_id() }),
        ("message".into(), Downlink::Message { alarm, message: message_id(3), said: question, asks: true }),
        (
            "message_typed".into(),
            Downlink::Message { alarm, message: message_id(4), said: words, asks: false },
        ),
        ("text_received".into(), Downlink::TextReceived { alarm, message: message_id(1) }),
        (
            "test_planned".into(),
            Downlink::TestPlanned { test: test_id(), from: time(0), until: time(7_200_000) },
        ),
        ("test_plan_over".into(), Downlink::TestPlanOver),
        ("typing".into(), Downlink::Typing(typed(4, 3, "Blijf waar u be"))),
    ]);
    all.extend(REFUSALS.map(|code| (format!("refused_{}", refusal_code(code)), Downlink::Refused { code })));
    all
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The 64 bytes of the signature in an envelope, as hexadecimal.
fn signature_hex(envelope: &str) -> String {
    use base64::Engine as _;
    let envelope: Value = serde_json::from_str(envelope).unwrap_or_default();
    let text = envelope["sig"].as_str().unwrap_or_default();
    hex(&base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default())
}

fn uplink_vectors() -> Vec<Value> {
    let mut counter = FIRST_COUNTER;
    let vector = |(name, uplink): (&str, Uplink)| {
        counter += 1;
        let envelope = seal_uplink(&handset_key(), handset(), counter, &uplink);
        let body = encode_uplink(&uplink);
        json!({
            "name": name, "counter": counter, "body": body, "envelope": envelope,
            "signed_hex": hex(&uplink_signed_bytes(handset(), counter, &body)),
            "signature_hex": signature_hex(&envelope),
        })
    };
    uplinks().into_iter().map(vector).collect()
}

fn downlink_vectors() -> Vec<Value> {
    let vector = |(name, downlink): (String, Downlink)| {
        let envelope = seal_downlink(&cell_key(), handset(), &downlink);
        let body = encode_downlink(&downlink);
        json!({
            "name": name, "body": body, "envelope": envelope,
            "signed_hex": hex(&downlink_signed_bytes(handset(), &body)),
            "signature_hex": signature_hex(&envelope),
        })
    };
    downlinks().into_iter().map(vector).collect()
}

fn pairing_vectors() -> Value {
    let code = PairingCode::from_bytes([0x5b, 0x1d, 0x09, 0xe7, 0x3f]);
    let request = PairRequest {
        code,
        public_key: handset_key().public_key(),
        model: "Fairphone 5".into(),
        app_version: "0.1.0".into(),
    };
    let answer = PairAnswer {
        handset: handset(),
        cell_key: cell_key().public_key(),
        settings: HandsetSettings::default(),
        server_time: time(-86_400_000),
    };
    let shown = code.to_string();
    json!({
        "code_bytes_hex": hex(&code.to_bytes()),
        "code": shown,
        "typed": [shown, shown.to_lowercase(), shown.replace('-', ""), shown.replace('-', " ")],
        "request": encode_pair_request(&request),
        "answer": encode_pair_answer(&answer),
    })
}

/// Bodies with damaged parts: the press goes through as the body beside it, and the flaws are named.
fn flawed_vectors() -> Vec<Value> {
    let head = format!("{{\"type\":\"press\",\"alarm\":\"{}\"", alarm());
    let timed = format!("{head},\"pressed_at\":\"{}\",\"trigger\":\"button\"", time(0));
    let place = "\"lat_e7\":510540000,\"lon_e7\":37250000";
    let cases = [
        ("battery_of_140", format!("{timed},\"battery_pct\":140}}")),
        ("battery_as_text", format!("{timed},\"battery_pct\":\"71\"}}")),
        ("battery_beyond_every_number", format!("{timed},\"battery_pct\":1e999}}")),
        ("place_outside_the_earth", format!("{timed},\"fix\":{{\"lat_e7\":910000000,\"lon_e7\":0}}}}")),
        ("place_as_text", format!("{timed},\"fix\":\"at home\"}}")),
        (
            "negative_accuracy",
            format!(
                "{timed},\"fix\":{{{place},\"accuracy_dm\":-1,\"fixed_at\":\"{}\",\"source\":\"gnss\"}}}}",
                time(0)
            ),
        ),
        ("place_without_time", format!("{timed},\"fix\":{{{place}}}}}")),
        ("no_time_no_trigger", format!("{head}}}")),
        ("unreadable_time", format!("{head},\"pressed_at\":\"yesterday\",\"trigger\":\"screen\"}}")),
        ("fields_of_the_future", format!("{timed},\"heart_rate\":[170],\"fix\":null}}")),
    ];
    let vector = |(name, body): (&str, String)| {
        let (read_as, flaws) = match decode_uplink(&body, RECEIVED_AT) {
            Ok(decoded) => (encode_uplink(&decoded.uplink), decoded.flaws),
            Err(_) => (String::new(), vec![]),
        };
        let flaws: Vec<_> = flaws.into_iter().map(Flaw::code).collect();
        json!({ "name": name, "body": body, "read_as": read_as, "flaws": flaws })
    };
    cases.into_iter().map(vector).collect()
}

/// What goes wrong with an uplink envelope on its way through: open, verify, read.
fn uplink_error(text: &str) -> String {
    let envelope = match open_envelope(text.as_bytes()) {
        Ok(envelope) => envelope,
        Err(error) => return error.code().into(),
    };
    match envelope.verify(&handset_key().public_key()) {
        Err(error) => error.code().into(),
        Ok(body) => body.decode(RECEIVED_AT).map_or_else(WireError::code, |_| "none").into(),
    }
}

fn downlink_error(text: &str) -> String {
    let result = open_downlink(text.as_bytes(), &cell_key().public_key(), handset());
    result.map_or_else(|error| error.code(), |_| "none").into()
}

fn pair_request_error(text: &str) -> String {
    decode_pair_request(text.as_bytes()).map_or_else(WireError::code, |_| "none").into()
}

fn pair_answer_error(text: &str) -> String {
    decode_pair_answer(text.as_bytes()).map_or_else(WireError::code, |_| "none").into()
}

/// What a reader says about an input.
type ErrorOf = fn(&str) -> String;
/// Inputs by name.
type Cases = Vec<(&'static str, String)>;

fn invalid_uplinks() -> Cases {
    let good = seal_uplink(&handset_key(), handset(), 50, &Uplink::Hello);
    let sealed = |body: &str| seal_body(&handset_key(), handset(), 50, body);
    let stranger = SigningKey::from_seed(&[0xee; 32]);
    vec![
        ("not_json", "hello".into()),
        ("an_array", "[]".into()),
        ("no_version", good.replacen("\"v\":1,", "", 1)),
        ("version_2", good.replacen("\"v\":1", "\"v\":2", 1)),
        ("handset_is_no_uuid", good.replacen(&handset().to_string(), "me", 1)),
        ("counter_0", good.replacen("\"counter\":50", "\"counter\":0", 1)),
        ("counter_too_large", good.replacen("\"counter\":50", "\"counter\":9007199254740992", 1)),
        ("counter_as_text", good.replacen("\"counter\":50", "\"counter\":\"50\"", 1)),
        ("body_as_object", good.replacen("\"{\\\"type\\\":\\\"hello\\\"}\"", "{\"type\":\"hello\"}", 1)),
        ("counter_changed", good.replacen("\"counter\":50", "\"counter\":51", 1)),
        ("handset_changed", good.replacen(&handset().to_string(), &HandsetId::from_u128(1).to_string(), 1)),
        ("body_changed", good.replacen("hello", "hallo", 1)),
        (
            "signature_missing",
            good.split(",\"sig\"").next().map(|start| format!("{start}}}")).unwrap_or_default(),
        ),
        ("signature_of_another_key", seal_uplink(&stranger, handset(), 50, &Uplink::Hello)),
        (
            "signature_of_the_other_direction",
            seal_down_body(&handset_key(), handset(), "{\"type\":\"hello\"}").replacen(
                "\"body\"",
                "\"counter\":50,\"body\"",
                1,
            ),
        ),
        ("unknown_type", sealed("{\"type\":\"dance\"}")),
        ("no_type", sealed("{}")),
        ("body_is_no_object", sealed("7")),
        ("press_without_alarm", sealed("{\"type\":\"press\"}")),
        ("text_of_the_other_side", sealed(&talk("\"template\":\"leave_now\""))),
        ("text_twice", sealed(&talk("\"template\":\"yes\",\"text\":\"ja\""))),
        ("text_empty", sealed(&talk("\"text\":\"\""))),
        ("timer_without_end", sealed(&format!("{{\"type\":\"timer_set\",\"alarm\":\"{}\"}}", alarm()))),
        ("trip_that_ends_before_it_begins", sealed(&trip_body("2026-12-28", "2026-12-21"))),
        ("trip_on_no_day", sealed(&trip_body("2026-02-29", "2026-03-01"))),
        ("typing_without_edit", sealed(&talk("\"text\":\"Ik zit\"").replacen("\"text\"", "\"typing\"", 1))),
        ("moved_without_place", sealed(&format!("{{\"type\":\"moved\",\"alarm\":\"{}\"}}", alarm()))),
    ]
}

fn talk(said: &str) -> String {
    format!("{{\"type\":\"text\",\"alarm\":\"{}\",\"message\":\"{}\",{said}}}", alarm(), message_id(1))
}

fn trip_body(from: &str, until: &str) -> String {
    format!(
        "{{\"type\":\"trip\",\"trip\":\"{}\",\"from\":\"{from}\",\"until\":\"{until}\",\"place\":\"Gent\"}}",
        trip_id()
    )
}

fn invalid_downlinks() -> Cases {
    let held = Downlink::Held { alarm: alarm() };
    let good = seal_downlink(&cell_key(), handset(), &held);
    let sealed = |body: &str| seal_down_body(&cell_key(), handset(), body);
    let settings = encode_downlink(&Downlink::Settings(HandsetSettings::default()));
    vec![
        ("for_another_handset", seal_downlink(&cell_key(), HandsetId::from_u128(1), &held)),
        ("signed_by_the_handset", seal_downlink(&handset_key(), handset(), &held)),
        ("alarm_changed", good.replacen(&alarm().to_string(), &AlarmId::from_u128(1).to_string(), 1)),
        ("unknown_type", sealed("{\"type\":\"dance\"}")),
        ("unknown_refusal", sealed("{\"type\":\"refused\",\"code\":\"mood\"}")),
        ("hold_too_short", sealed(&settings.replacen("2000", "999", 1))),
        ("unknown_class", sealed(&settings.replacen("m3", "m4", 1))),
        (
            "message_of_the_other_side",
            sealed(&talk("\"template\":\"yes\",\"asks\":false").replacen("text", "message", 1)),
        ),
        ("held_without_alarm", sealed("{\"type\":\"held\"}")),
    ]
}

fn invalid_pairings() -> (Cases, Cases) {
    let pairing = pairing_vectors();
    let (request, answer) = (pairing["request"].as_str(), pairing["answer"].as_str());
    let (request, answer) = (request.unwrap_or_default(), answer.unwrap_or_default());
    let code = pairing["code"].as_str().unwrap_or_default();
    let requests = vec![
        ("code_too_short", request.replacen(code, "ABCD-EFG", 1)),
        ("code_with_a_u", request.replacen(code, "ABCD-EFGU", 1)),
        (
            "key_of_small_order",
            request.replacen(
                &handset_key().public_key().to_base64(),
                "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                1,
            ),
        ),
        ("key_too_short", request.replacen(&handset_key().public_key().to_base64(), "AQAA", 1)),
    ];
    let answers = vec![
        ("no_settings", answer.replacen("\"settings\"", "\"other\"", 1)),
        ("cell_key_is_no_key", answer.replacen(&cell_key().public_key().to_base64(), "AQAA", 1)),
    ];
    (requests, answers)
}

fn invalid_vectors() -> Vec<Value> {
    let (requests, answers) = invalid_pairings();
    let groups: [(&str, Cases, ErrorOf); 4] = [
        ("uplink", invalid_uplinks(), uplink_error),
        ("downlink", invalid_downlinks(), downlink_error),
        ("pair_request", requests, pair_request_error),
        ("pair_answer", answers, pair_answer_error),
    ];
    let mut all = vec![json!({
        "kind": "uplink", "name": "too_large", "spaces": MAX_ENVELOPE_BYTES + 1,
        "error": uplink_error(&" ".repeat(MAX_ENVELOPE_BYTES + 1)),
    })];
    for (kind, cases, error) in groups {
        all.extend(cases.into_iter().map(
            |(name, input)| json!({ "kind": kind, "name": name, "error": error(&input), "input": input }),
        ));
    }
    all
}

fn expected() -> Value {
    let seed = |first: u8| hex(&(first..first + 32).collect::<Vec<u8>>());
    json!({
        "format": "hoeder-handset-vectors",
        "v": handset::VERSION,
        "received_at": RECEIVED_AT.to_string(),
        "handset": { "id": handset().to_string(), "seed_hex": seed(0), "public_key": handset_key().public_key().to_base64() },
        "cell": { "seed_hex": seed(32), "public_key": cell_key().public_key().to_base64() },
        "uplinks": uplink_vectors(),
        "downlinks": downlink_vectors(),
        "pairing": pairing_vectors(),
        "mine": mine::vectors(),
        "track": tracks::vectors(),
        "flawed": flawed_vectors(),
        "invalid": invalid_vectors(),
    })
}

/// Finds `uplinks.press.body` and the like: lists are looked up by the name of their entries.
fn look_up<'a>(vectors: &'a Value, path: &str) -> Option<&'a str> {
    let mut here = vectors;
    for step in path.split('.') {
        here = match here.as_array() {
            Some(entries) => entries.iter().find(|entry| entry["name"] == step)?,
            None => here.get(step)?,
        };
    }
    here.as_str()
}

/// Each example of the document: the path in its marker and the text of the block that follows.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    for piece in DOCUMENT.split("<!-- vector: ").skip(1) {
        let (path, rest) = piece.split_once(" -->").unwrap_or((piece, ""));
        let block = rest
            .split_once("```")
            .and_then(|(_, block)| block.split_once('\n'))
            .map_or("", |(_, block)| block);
        all.push((path, block.split_once("\n```").map_or("", |(text, _)| text)));
    }
    all
}

/// Proves FL-10: the signatures of both directions are written down so that anybody can check them.
#[test]
fn the_vectors_file_is_what_this_code_makes() {
    let stored: Value = serde_json::from_str(VECTORS).unwrap_or_default();
    let expected = expected();
    let text = serde_json::to_string_pretty(&expected).unwrap();
    assert!(
        stored == expected,
        "docs/vectors/handset-v1.json is stale. Its new text:\n-----8<-----\n{text}\n-----8<-----"
    );
}

#[test]
fn the_document_shows_what_this_code_makes() {
    let (expected, examples) = (expected(), examples());
    for (path, text) in &examples {
        let value = look_up(&expected, path);
        assert_eq!(Some(*text), value, "docs/handset-protocol.md, example {path}");
    }
    let shown = |path: String| examples.iter().any(|(shown, _)| *shown == path);
    for (name, _) in uplinks() {
        assert!(shown(format!("uplinks.{name}.body")), "the document has no example of {name}");
    }
    for (name, _) in downlinks().into_iter().take(18) {
        assert!(shown(format!("downlinks.{name}.body")), "the document has no example of {name}");
    }
    for (name, _, _) in mine::MINE {
        assert!(
            shown(format!("mine.{name}.ask")) && shown(format!("mine.{name}.answer")),
            "no example of {name}"
        );
    }
    for name in tracks::NAMES {
        assert!(
            shown(format!("track.{name}.ask")) && shown(format!("track.{name}.answer")),
            "no example of {name}"
        );
    }
    for path in ["uplinks.press", "downlinks.held"] {
        for part in ["signed_hex", "signature_hex", "envelope"] {
            assert!(shown(format!("{path}.{part}")), "the document lacks {path}.{part}");
        }
    }
    for path in ["pairing.request", "pairing.answer", "handset.seed_hex", "cell.seed_hex"] {
        assert!(shown(path.into()), "the document lacks {path}");
    }
}

#[test]
fn the_document_names_every_code_path_and_limit() {
    let errors = [
        WireError::TooLarge,
        WireError::NotUtf8,
        WireError::NotJson,
        WireError::UnknownVersion,
        WireError::UnknownType,
        WireError::MissingField("x"),
        WireError::BadField("x"),
        WireError::PressUnreadable,
        WireError::BadKey,
        WireError::BadPairingCode,
    ];
    let mut words: Vec<String> =
        errors.map(|error| format!("`{}` | {}", error.code(), error.http_status())).to_vec();
    words.extend(REFUSALS.map(|code| format!("`{}`", refusal_code(code))));
    words.extend(
        [handset::PAIR_PATH, handset::MESSAGES_PATH, handset::STREAM_PATH, handset::TRACK_PATH]
            .map(String::from),
    );
    words.extend(Template::ALL.iter().map(|template| format!("`{}`", template.code())));
    for class in SupervisionClass::ALL {
        let (within, every) = (class.within().as_secs(), class.heartbeat_every().as_secs());
        words.push(format!("`{}` | {within} s | {every} s", class.code()));
    }
    words.push(format!("at most {MAX_TRIPS} trips"));
    words.push(format!("{MAX_MESSAGES} messages"));
    for limit in [MAX_WORD_CHARS, MAX_APP_VERSION_CHARS, MAX_NETWORK_CHARS, MAX_MODEL_CHARS, MAX_TEXT_CHARS] {
        words.push(format!("| {limit} characters"));
    }
    words.push(format!("{MAX_TRACK_REPORTS} reports"));
    words.push(format!("{MAX_ENVELOPE_BYTES} bytes"));
    words.push(format!("1 to {MAX_COUNTER}"));
    words.push(format!("1 to {MAX_ACCURACY_DM}"));
    words.push(format!("{} to {}", HOLD_MS.start(), HOLD_MS.end()));
    words.push(format!("{} behind", hoeder_wire::replay::WINDOW));
    for word in words {
        assert!(DOCUMENT.contains(&word), "docs/handset-protocol.md does not say {word}");
    }
}

#[test]
fn every_invalid_vector_is_refused_and_every_flawed_one_goes_through() {
    let expected = expected();
    for case in expected["invalid"].as_array().unwrap() {
        assert_ne!(case["error"], "none", "{}", case["name"]);
    }
    for case in expected["flawed"].as_array().unwrap() {
        assert_ne!(case["read_as"], "", "{}", case["name"]);
    }
    for uplink in expected["uplinks"].as_array().unwrap() {
        assert_eq!(uplink_error(uplink["envelope"].as_str().unwrap()), "none");
    }
    for downlink in expected["downlinks"].as_array().unwrap() {
        assert_eq!(downlink_error(downlink["envelope"].as_str().unwrap()), "none");
    }
    for typed in expected["pairing"]["typed"].as_array().unwrap() {
        let code = PairingCode::parse(typed.as_str().unwrap()).unwrap();
        assert_eq!(code.to_string(), expected["pairing"]["code"].as_str().unwrap());
    }
}
