//! A seeded mutation fuzz: 200,000 damaged messages through every decoder. None panics, and what is read stays bounded.
use crate::common::{RECEIVED_AT, alarm, cell_key, handset, handset_key};
use hoeder_vocab::handset::{
    DailyReport, Downlink, HandsetSettings, MAX_TEXT_CHARS, Press, Said, Trigger, Uplink,
};
use hoeder_vocab::{FixedAt, Purpose, Sensitive, UtcMillis};
use hoeder_wire::button::bthome::BindKey;
use hoeder_wire::button::{BthomeButton, Mac, itag, valrt};
use hoeder_wire::handset::{
    MAX_TRACK_REPORTS, PairAnswer, PairRequest, PairingCode, TrackAnswer, decode_downlink,
    decode_pair_answer, decode_pair_request, decode_track, decode_track_answer, decode_uplink,
    encode_downlink, encode_pair_answer, encode_pair_request, encode_track_answer, encode_uplink,
    open_down_envelope, open_envelope, seal_downlink, seal_uplink,
};
use proptest::prelude::*;

const ROUNDS: u32 = 200_000;
const SEED: u64 = 0x5eed_0f01;
const TOKENS: [&str; 16] = [
    "null",
    "1e999",
    "-0",
    "[[[[[[[[",
    "}}}}",
    "\"\\ud800\"",
    "{\"type\":",
    "\"press\"",
    ",,",
    ":",
    "\\",
    "\"",
    "18446744073709551616",
    "\u{0}",
    "é",
    "\"fix\":{\"lat_e7\":1e9}",
];

const TRACK: &str = r#"{"type":"track","reports":[{"at":"2026-11-22T14:05:09.123Z","fix":{"lat_e7":510540000,"lon_e7":37250000,"accuracy_dm":81,"fixed_at":"2026-11-22T14:05:07.123Z","source":"gnss","speed_cms":140},"battery_pct":71,"moving":true},{"at":"2026-11-22T14:04:09.123Z","no_position":true,"remembered":true}]}"#;

/// SplitMix64: small, seeded, the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let time = UtcMillis::from_unix_ms(1_795_356_309_123);
    let press = Uplink::Press(Press {
        alarm: alarm(),
        pressed_at: FixedAt(time),
        trigger: Trigger::Button,
        fix: None,
        battery: None,
        repeats: 2,
    });
    let report = Uplink::DailyReport(DailyReport { last_test: Some(time), ..DailyReport::default() });
    let mistake = Uplink::Mistake { alarm: alarm(), word: Sensitive::new("tulp \"\\\u{1}".into()) };
    let public_key = handset_key().public_key();
    let settings = HandsetSettings::default();
    let code = PairingCode::from_bytes([1, 2, 3, 4, 5]);
    let texts = [
        seal_uplink(&handset_key(), handset(), 77, &press),
        encode_uplink(&press).replace(
            ",\"repeats\"",
            ",\"fix\":{\"lat_e7\":510540000,\"lon_e7\":37250000,\"accuracy_dm\":80,\"source\":\"gnss\"},\"repeats\"",
        ),
        encode_uplink(&report),
        encode_uplink(&mistake),
        encode_downlink(&Downlink::Settings(settings)),
        seal_downlink(&cell_key(), handset(), &Downlink::Held { alarm: alarm() }),
        encode_pair_request(&PairRequest { code, public_key, model: "m".into(), app_version: "1".into() }),
        String::from(TRACK),
        encode_track_answer(TrackAnswer::Tracked { every_s: 60 }),
        encode_pair_answer(&PairAnswer { handset: handset(), cell_key: public_key, settings, server_time: time }),
    ];
    let frames: [&[u8]; 3] = [
        &[0x40, 0x00, 0x52, 0x01, 0x64, 0x3a, 0x01],
        &[0x45, 0x0a, 0xeb, 0x84, 0x46, 0x7f, 0x85, 0xba, 0x01, 0x00, 0x00, 0x31, 0x88, 0x78, 0x8c],
        &[0x42, 0xa4, 0x3d, 0xf5, 0x22, 0x35, 0xb4, 0x53, 0x02, b'h', b'i', 0x3a, 0x01],
    ];
    texts.into_iter().map(String::into_bytes).chain(frames.into_iter().map(<[u8]>::to_vec)).collect()
}

fn damage(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..=dice.below(4) {
        let place = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes.truncate(place),
            1 => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            2 => {
                let token = TOKENS.get(dice.below(TOKENS.len())).copied().unwrap_or_default();
                bytes.splice(place..place, token.bytes());
            }
            3 => {
                let end = (place + dice.below(12)).min(bytes.len());
                bytes.drain(place.min(end)..end);
            }
            4 => {
                let end = (place + dice.below(40)).min(bytes.len());
                let piece: Vec<u8> = bytes.iter().take(end).skip(place).copied().collect();
                let times = 1 + dice.below(6);
                bytes.splice(place..place, piece.repeat(times));
            }
            _ => bytes.extend_from_slice(&dice.next().to_le_bytes()),
        }
    }
}

/// Feeds one input to every decoder and gives how many could read it. Panics when something read is out of bounds.
fn feed(bytes: &[u8], button: &mut BthomeButton, sealed: &mut BthomeButton, now: i64) -> u32 {
    let mut read = 0;
    read += u32::from(
        open_envelope(bytes).is_ok_and(|e| decode_uplink(e.body_unverified(), RECEIVED_AT).is_ok()),
    );
    read += u32::from(open_down_envelope(bytes).is_ok());
    read += u32::from(decode_pair_answer(bytes).is_ok());
    if let Ok(request) = decode_pair_request(bytes) {
        assert!(request.model.chars().count() <= 64 && request.app_version.chars().count() <= 32);
        read += 1;
    }
    if let Ok(text) = core::str::from_utf8(bytes) {
        read += u32::from(decode_downlink(text).is_ok());
        read += u32::from(decode_track_answer(text).is_ok());
        if let Ok(track) = decode_track(text) {
            assert!(track.reports.len() + track.left_out <= MAX_TRACK_REPORTS && track.flaws.len() <= 10);
            assert!(track.reports.iter().all(|report| !report.sos && report.alcohol.is_none()));
            read += 1;
        }
        if let Ok(decoded) = decode_uplink(text, RECEIVED_AT) {
            assert!(decoded.flaws.len() <= 10);
            match &decoded.uplink {
                Uplink::Mistake { word, .. } => assert!(word.reveal(Purpose::Test).chars().count() <= 64),
                Uplink::DailyReport(report) => {
                    assert!(report.app_version.chars().count() <= 32 && report.network.chars().count() <= 16);
                }
                Uplink::Press(_)
                | Uplink::PressedAgain { .. }
                | Uplink::Moved { .. }
                | Uplink::Heartbeat { .. }
                | Uplink::SelfTest { .. }
                | Uplink::Hello
                | Uplink::TimerEnded { .. }
                | Uplink::TripEnded { .. }
                | Uplink::Answer { .. }
                | Uplink::MessageSeen { .. }
                | Uplink::Text { said: Said::Template(_), .. } => {}
                Uplink::Text { said: Said::Text(words), .. } => assert_short(words),
                Uplink::TimerSet(timer) => timer.note.iter().for_each(assert_short),
                Uplink::Trip(trip) => assert_short(&trip.place),
                Uplink::Typing(typed) => {
                    assert!(typed.text.reveal(Purpose::Test).chars().count() <= MAX_TEXT_CHARS);
                }
            }
            read += 1;
        }
    }
    let mac = Mac::new([0xb4, 0x35, 0x22, 0xf5, 0x3d, 0xa4]);
    for button in [button, sealed] {
        if let Ok(events) = button.handle(bytes, UtcMillis::from_unix_ms(now), mac) {
            assert!(events.len() <= bytes.len());
            read += 1;
        }
    }
    read + u32::from(valrt::decode(bytes).is_ok()) + u32::from(itag::decode(bytes).is_ok())
}

fn assert_short(words: &Sensitive<String>) {
    assert!((1..=300).contains(&words.reveal(Purpose::Test).chars().count()));
}

/// Proves FL-20: no damaged message brings a decoder down or makes it grow.
#[test]
fn two_hundred_thousand_damaged_messages_do_no_harm() {
    let corpus = corpus();
    let mut dice = Dice(SEED);
    let key = "90bffd73cb6b26ef58a7a8eba9232036".parse().unwrap_or(BindKey::new([0; 16]));
    let (mut button, mut sealed) = (BthomeButton::clear(), BthomeButton::sealed(key));
    let (mut read, mut now) = (0_u64, 0_i64);
    for _ in 0..ROUNDS {
        let mut bytes = corpus[dice.below(corpus.len())].clone();
        damage(&mut dice, &mut bytes);
        now = now.wrapping_add(i64::try_from(dice.below(9_000)).unwrap_or(0));
        read += u64::from(feed(&bytes, &mut button, &mut sealed, now));
    }
    assert!(read > u64::from(ROUNDS) / 20, "the damage is so great that nothing is tried in depth: {read}");
}

/// Proves FL-20: depth, length and size are bounded before any work is done.
#[test]
fn endless_nesting_numbers_and_strings_do_no_harm() {
    let (mut button, mut sealed) = (BthomeButton::clear(), BthomeButton::clear());
    for piece in
        ["[", "{\"fix\":", "{\"a\":[", "\"", "9", "\\", "-", "{\"type\":\"press\",", "\u{10ffff}", " "]
    {
        for length in [10, 127, 128, 129, 1_000, 16_383, 16_384, 16_385, 1_000_000] {
            let text: String = piece.chars().cycle().take(length).collect();
            feed(text.as_bytes(), &mut button, &mut sealed, 0);
            let wrapped = format!("{{\"type\":\"press\",\"alarm\":\"{}\",\"fix\":{text}}}", alarm());
            feed(wrapped.as_bytes(), &mut button, &mut sealed, 0);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), now in any::<i64>()) {
        feed(&bytes, &mut BthomeButton::clear(), &mut BthomeButton::clear(), now);
    }

    #[test]
    fn no_text_makes_a_decoder_panic(text in "\\PC{0,300}", now in any::<i64>()) {
        feed(text.as_bytes(), &mut BthomeButton::clear(), &mut BthomeButton::clear(), now);
    }
}
