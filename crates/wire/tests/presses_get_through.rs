//! A press goes through whatever its optional parts look like; what is not a message is refused with a clear code.
use crate::common::{RECEIVED_AT, alarm, handset, handset_key};
use hoeder_vocab::handset::{Press, Trigger, Uplink};
use hoeder_vocab::{FixSource, FixedAt, Percent, Purpose, Sensitive, UtcMillis};
use hoeder_wire::handset::{
    Decoded, Flaw, MAX_ENVELOPE_BYTES, decode_uplink, encode_uplink, open_envelope, seal_body,
};
use hoeder_wire::{BadSignature, WireError};
use proptest::prelude::*;

const ALARM: &str = "\"alarm\":\"019aab54-1234-7abc-8def-001122334455\"";
const PRESSED: &str = "\"pressed_at\":\"2026-11-22T14:05:09.123Z\",\"trigger\":\"button\"";

fn body(rest: &str) -> String {
    format!("{{\"type\":\"press\",{ALARM},{PRESSED}{rest}}}")
}

fn decoded(body: &str) -> Result<(Press, Vec<Flaw>), String> {
    match decode_uplink(body, RECEIVED_AT) {
        Ok(Decoded { uplink: Uplink::Press(press), flaws }) => Ok((press, flaws)),
        other => Err(format!("{other:?}")),
    }
}

/// Proves FL-20: a damaged message does no more harm than its damaged part.
#[test]
fn an_absurd_optional_part_is_dropped_and_marked_and_the_press_goes_through() {
    let fix = |inner: &str| format!(",\"fix\":{{{inner}}}");
    let cases: Vec<(String, Vec<Flaw>)> = vec![
        (",\"battery_pct\":140".into(), vec![Flaw::Battery]),
        (",\"battery_pct\":-1".into(), vec![Flaw::Battery]),
        (",\"battery_pct\":\"full\"".into(), vec![Flaw::Battery]),
        (",\"battery_pct\":1e999".into(), vec![Flaw::Battery]),
        (format!(",\"battery_pct\":{}", "9".repeat(4_000)), vec![Flaw::Battery]),
        (",\"battery_pct\":[[[[{}]]]]".into(), vec![Flaw::Battery]),
        (",\"battery_pct\":\"\\ud800\"".into(), vec![Flaw::Battery]),
        (",\"repeats\":70000".into(), vec![Flaw::Repeats]),
        (",\"repeats\":0.5".into(), vec![Flaw::Repeats]),
        (",\"fix\":\"home\"".into(), vec![Flaw::Fix]),
        (",\"fix\":[]".into(), vec![Flaw::Fix]),
        (",\"fix\":{}".into(), vec![Flaw::Fix]),
        (fix("\"lat_e7\":900000001,\"lon_e7\":0"), vec![Flaw::Fix]),
        (fix("\"lat_e7\":0,\"lon_e7\":1800000001"), vec![Flaw::Fix]),
        (fix("\"lat_e7\":99999999999999999999,\"lon_e7\":0"), vec![Flaw::Fix]),
        (fix("\"lat_e7\":\"51\",\"lon_e7\":0"), vec![Flaw::Fix]),
        (format!(",\"fix\":{}", "[".repeat(3_000) + &"]".repeat(3_000)), vec![Flaw::Fix]),
    ];
    for (rest, flaws) in cases {
        let (press, found) = decoded(&body(&rest)).unwrap();
        assert_eq!(found, flaws, "{rest}");
        assert_eq!((press.alarm, press.trigger), (alarm(), Trigger::Button), "{rest}");
        assert_eq!((press.fix, press.battery, press.repeats), (None, None, 0), "{rest}");
    }
}

#[test]
fn a_place_survives_the_loss_of_its_accuracy_time_and_source() {
    for accuracy in ["-5", "0", "200000001", "1e30", "\"good\"", "true"] {
        let rest = format!(
            ",\"fix\":{{\"lat_e7\":510540000,\"lon_e7\":37250000,\"accuracy_dm\":{accuracy},\"fixed_at\":7,\"source\":\"stars\"}}"
        );
        let (press, flaws) = decoded(&body(&rest)).unwrap();
        assert_eq!(flaws, [Flaw::FixAccuracy, Flaw::FixTime, Flaw::FixSource], "{accuracy}");
        let fix = press.fix.unwrap().into_revealed(Purpose::Test);
        assert_eq!((fix.position.lat_e7(), fix.position.lon_e7()), (510_540_000, 37_250_000));
        assert_eq!((fix.accuracy, fix.source), (None, FixSource::Unknown));
        assert_eq!(fix.fixed_at, FixedAt(RECEIVED_AT.0));
    }
}

#[test]
fn a_press_without_a_readable_time_happened_when_it_was_received() {
    let endless = format!("\"{}\"", "2".repeat(9_000));
    for time in
        ["\"yesterday\"", "null", "17", "\"2026-13-01T00:00:00Z\"", "\"1969-12-31T23:59:59.999Z\"", &endless]
    {
        let body = format!("{{\"type\":\"press\",{ALARM},\"pressed_at\":{time},\"trigger\":\"screen\"}}");
        let (press, flaws) = decoded(&body).unwrap();
        assert_eq!((press.pressed_at, flaws), (FixedAt(RECEIVED_AT.0), vec![Flaw::PressedAt]));
    }
    let (press, flaws) = decoded(&format!("{{\"type\":\"press\",{ALARM}}}")).unwrap();
    assert_eq!((press.trigger, flaws), (Trigger::Screen, vec![Flaw::PressedAt, Flaw::Trigger]));
}

#[test]
fn a_clock_that_is_wrong_by_hours_is_kept_as_the_phone_says_it() {
    let body = format!(
        "{{\"type\":\"press\",{ALARM},\"pressed_at\":\"2026-11-22T19:05:09.123+01:00\",\"trigger\":\"button\"}}"
    );
    let (press, flaws) = decoded(&body).unwrap();
    assert_eq!(press.pressed_at.to_string(), "2026-11-22T18:05:09.123Z");
    assert!(flaws.is_empty());
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    let (press, flaws) = decoded(&body(",\"heart_rate\":{\"bpm\":[170,171]},\"battery_pct\":55")).unwrap();
    assert_eq!((press.battery, flaws), (Percent::new(55), vec![]));
}

#[test]
fn a_press_whose_alarm_cannot_be_read_is_still_known_as_a_press() {
    for text in [
        "{\"type\":\"press\"}",
        "{\"type\":\"press\",\"alarm\":5}",
        "{\"type\":\"pressed_again\",\"alarm\":\"x\"}",
    ] {
        assert_eq!(decode_uplink(text, RECEIVED_AT), Err(WireError::PressUnreadable), "{text}");
    }
}

#[test]
fn what_is_no_body_is_refused_with_its_reason() {
    let cases = [
        ("", WireError::NotJson),
        ("[]", WireError::NotJson),
        ("{\"type\":\"press\"", WireError::NotJson),
        ("{}", WireError::MissingField("type")),
        ("{\"type\":7}", WireError::BadField("type")),
        ("{\"type\":\"dance\"}", WireError::UnknownType),
        ("{\"type\":\"moved\"}", WireError::MissingField("alarm")),
        ("{\"type\":\"self_test\",\"test\":\"no\"}", WireError::BadField("test")),
    ];
    for (text, error) in cases {
        assert_eq!(decode_uplink(text, RECEIVED_AT), Err(error), "{text}");
    }
    let moved = format!("{{\"type\":\"moved\",{ALARM}");
    assert_eq!(decode_uplink(&format!("{moved}}}"), RECEIVED_AT), Err(WireError::MissingField("fix")));
    assert_eq!(
        decode_uplink(&format!("{moved},\"fix\":{{}}}}"), RECEIVED_AT),
        Err(WireError::BadField("fix"))
    );
}

/// Proves FL-20: what cannot be read is refused at once, before any work is done on it.
#[test]
fn what_is_no_envelope_is_refused_with_its_reason() {
    let id = handset();
    let cases: Vec<(Vec<u8>, WireError)> = vec![
        (vec![b' '; MAX_ENVELOPE_BYTES + 1], WireError::TooLarge),
        (vec![0xff, 0xfe], WireError::NotUtf8),
        (b"not json".to_vec(), WireError::NotJson),
        (b"{}".to_vec(), WireError::MissingField("v")),
        (b"{\"v\":2,\"something\":\"else\"}".to_vec(), WireError::UnknownVersion),
        (b"{\"v\":\"1\"}".to_vec(), WireError::BadField("v")),
        (b"{\"v\":1}".to_vec(), WireError::MissingField("handset")),
        (b"{\"v\":1,\"handset\":\"me\"}".to_vec(), WireError::BadField("handset")),
        (format!("{{\"v\":1,\"handset\":\"{id}\"}}").into_bytes(), WireError::MissingField("counter")),
        (
            format!("{{\"v\":1,\"handset\":\"{id}\",\"counter\":0}}").into_bytes(),
            WireError::BadField("counter"),
        ),
        (
            format!("{{\"v\":1,\"handset\":\"{id}\",\"counter\":9007199254740992}}").into_bytes(),
            WireError::BadField("counter"),
        ),
        (
            format!("{{\"v\":1,\"handset\":\"{id}\",\"counter\":1}}").into_bytes(),
            WireError::MissingField("body"),
        ),
        (
            format!("{{\"v\":1,\"handset\":\"{id}\",\"counter\":1,\"body\":{{}}}}").into_bytes(),
            WireError::BadField("body"),
        ),
    ];
    for (bytes, error) in cases {
        assert_eq!(open_envelope(&bytes).map(|_| ()), Err(error));
    }
}

/// Proves FL-20: a press of a device that nobody vouches for can still be read, and never passes for a proven one.
#[test]
fn a_press_with_a_missing_or_wrong_signature_can_still_be_shown() {
    let key = handset_key();
    let sealed = seal_body(&key, handset(), 5, &body(""));
    let start = sealed.find(",\"sig\"").unwrap();
    for sig in ["", ",\"sig\":null", ",\"sig\":\"AAAA\"", ",\"sig\":12", ",\"sig\":\"not base64\""] {
        let text = format!("{}{sig}}}", sealed.split_at(start).0);
        let envelope = open_envelope(text.as_bytes()).unwrap();
        assert_eq!(envelope.verify(&key.public_key()), Err(BadSignature), "{sig}");
        assert!(decode_uplink(envelope.body_unverified(), RECEIVED_AT).unwrap().is_press());
    }
}

/// Proves FL-07: the phone and the wire carry the word as typed; a duress word looks like any other, and so does the answer.
#[test]
fn the_word_of_a_mistake_is_carried_as_typed_and_decides_nothing_on_the_way() {
    let mistake = |word: &str| Uplink::Mistake { alarm: alarm(), word: Sensitive::new(word.into()) };
    let (real, duress) = (encode_uplink(&mistake("tulp")), encode_uplink(&mistake("roos")));
    assert_eq!(real.replace("tulp", "roos"), duress);
    let read = decode_uplink(&duress, RECEIVED_AT).unwrap();
    assert_eq!(read.uplink, mistake("roos"));
    assert!(!format!("{read:?}").contains("roos"));
    let answer = hoeder_vocab::handset::Downlink::WordReceived { alarm: alarm() };
    assert_eq!(
        hoeder_wire::handset::encode_downlink(&answer),
        format!("{{\"type\":\"word_received\",{ALARM}}}")
    );
}

#[test]
fn an_endless_word_is_cut_and_a_missing_one_is_empty() {
    let read = |rest: &str| {
        let body = format!("{{\"type\":\"mistake\",{ALARM}{rest}}}");
        match decode_uplink(&body, RECEIVED_AT) {
            Ok(Decoded { uplink: Uplink::Mistake { word, .. }, flaws }) => {
                Some((word.into_revealed(Purpose::Test), flaws))
            }
            _ => None,
        }
    };
    let cut = read(&format!(",\"word\":\"{}\"", "é".repeat(5_000)));
    assert_eq!(cut, Some(("é".repeat(64), vec![Flaw::Word])));
    assert_eq!(read(""), Some((String::new(), vec![Flaw::Word])));
}

#[test]
fn nothing_personal_is_in_an_error_or_in_debug() {
    let secret =
        body(",\"fix\":{\"lat_e7\":510540000,\"lon_e7\":37250000,\"fixed_at\":\"2026-11-22T14:05:09.123Z\"}");
    let envelope = open_envelope(seal_body(&handset_key(), handset(), 5, &secret).as_bytes()).unwrap();
    let verified = envelope.verify(&handset_key().public_key()).unwrap();
    let printed = format!("{envelope:?} {verified:?} {:?}", verified.decode(RECEIVED_AT));
    assert!(!printed.contains("510540000") && !printed.contains("lat_e7"), "{printed}");
    let error = decode_uplink("{\"type\":\"moved\",\"alarm\":\"Kerkstraat 1\"}", RECEIVED_AT).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("Kerkstraat"));
}

proptest! {
    #[test]
    fn whatever_stands_in_the_optional_fields_the_press_goes_through(
        parts in prop::collection::vec(prop::sample::select(vec![
            "\"fix\":", "\"battery_pct\":", "\"repeats\":", "\"pressed_at\":", "\"trigger\":", "\"future\":",
        ]), 0..8),
        values in prop::collection::vec(prop::sample::select(vec![
            "null", "true", "-1", "1e400", "\"\"", "\"\\ud800\"", "[]", "{}", "[[[[[[]]]]]]", "{\"lat_e7\":1}", "0.1",
            "{\"lat_e7\":1,\"lon_e7\":1e3}", "99999999999999999999999999", "\"button\"", "{\"lat_e7\":{},\"lon_e7\":[]}",
        ]), 8),
    ) {
        let mut text = format!("{{\"type\":\"press\",{ALARM}");
        for (part, value) in parts.iter().zip(&values) {
            text.push(',');
            text.push_str(part);
            text.push_str(value);
        }
        text.push('}');
        let (press, flaws) = decoded(&text).unwrap();
        prop_assert_eq!(press.alarm, alarm());
        prop_assert!(flaws.len() <= 8);
        prop_assert!(press.pressed_at.0 >= UtcMillis::from_unix_ms(0));
    }
}
