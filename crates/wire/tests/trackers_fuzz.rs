//! Readers of trackers under any bytes: none panics, none reads past its bound, and where a stream is cut changes nothing.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "only for tests: what is not as expected must fail loudly"
)]

use crate::tracks::{device, full_report, plain_report};
use hoeder_vocab::UtcMillis;
use hoeder_vocab::tracking::TrackReport;
use hoeder_wire::tracker::teltonika::{self, Codec, Content, IoMap};
use hoeder_wire::tracker::{Fault, osmand, owntracks, queclink};
use proptest::prelude::*;

const NOW: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

/// What a listener does with a growing buffer: takes pieces from its front until it needs more.
#[derive(Debug, PartialEq, Eq, Default)]
struct Heard {
    reports: Vec<TrackReport>,
    damaged: usize,
    ended: Option<Fault>,
    most_waiting: usize,
}

fn hear_teltonika(parts: &[&[u8]]) -> Heard {
    let (mut heard, mut waiting, map) = (Heard::default(), Vec::new(), IoMap::default());
    for part in parts {
        waiting.extend_from_slice(part);
        loop {
            let used = match teltonika::next(&waiting) {
                Ok(None) => break,
                Err(fault) => return Heard { ended: Some(fault), ..heard },
                Ok(Some((piece, used))) => {
                    match piece {
                        teltonika::Piece::Packet(data) => {
                            let before = heard.reports.len();
                            match teltonika::read(data, &map, &mut heard.reports) {
                                Ok(Content::Records(count)) => {
                                    assert_eq!(heard.reports.len() - before, usize::from(count))
                                }
                                Ok(Content::Answer(_)) | Err(_) => assert_eq!(heard.reports.len(), before),
                            }
                        }
                        teltonika::Piece::Damaged(_) => heard.damaged += 1,
                        teltonika::Piece::KeepAlive | teltonika::Piece::Login(_) => {}
                    }
                    used
                }
            };
            assert!(used > 0 && used <= waiting.len());
            waiting.drain(..used);
        }
        heard.most_waiting = heard.most_waiting.max(waiting.len());
        assert!(waiting.len() < teltonika::MAX_PACKET_BYTES);
    }
    heard
}

fn hear_queclink(parts: &[&[u8]]) -> Heard {
    let (mut heard, mut waiting) = (Heard::default(), Vec::new());
    for part in parts {
        waiting.extend_from_slice(part);
        loop {
            let used = match queclink::next(&waiting) {
                Ok(None) => break,
                Err(fault) => return Heard { ended: Some(fault), ..heard },
                Ok(Some((piece, used))) => {
                    match piece {
                        queclink::Piece::Message(message) => {
                            let _acknowledged = (message.acknowledgement(), message.answers());
                            heard.damaged += usize::from(message.reports(&mut heard.reports).is_err());
                        }
                        queclink::Piece::Damaged(_) => heard.damaged += 1,
                    }
                    used
                }
            };
            assert!(used > 0 && used <= waiting.len());
            waiting.drain(..used);
        }
        assert!(waiting.len() < 2 * queclink::MAX_MESSAGE_BYTES, "no more than a message waits");
    }
    heard
}

fn stream() -> Vec<u8> {
    let map = IoMap::default();
    let mut bytes = teltonika::encode_login(&device("356307042441013"));
    for (codec, from) in [(Codec::Eight, 0), (Codec::EightExtended, 10), (Codec::Sixteen, 20)] {
        bytes.extend(teltonika::encode_packet(codec, &[plain_report(from), full_report(from + 1)], &map));
        bytes.push(0xff);
    }
    let mut damaged = teltonika::encode_packet(Codec::Eight, &[plain_report(30)], &map);
    damaged[12] ^= 0x40;
    bytes.extend(damaged);
    bytes.extend(teltonika::encode_packet(Codec::Eight, &[plain_report(40)], &map));
    bytes
}

fn texts() -> Vec<u8> {
    let number = device("135790246811220");
    let mut text = queclink::encode(&number, &plain_report(1), 1);
    text.push_str("\r\n");
    text.push_str(&queclink::encode_heartbeat(&number, NOW, 2));
    text.push_str("+NONE:x$");
    text.push_str(&queclink::encode(&number, &TrackReport { sos: true, ..plain_report(2) }, 3));
    text.into_bytes()
}

/// FL-20: split, merged, one byte at a time.
#[test]
fn a_stream_says_the_same_however_the_network_cuts_it() {
    let bytes = stream();
    let whole = hear_teltonika(&[&bytes]);
    assert_eq!((whole.reports.len(), whole.damaged, whole.ended), (7, 1, None));
    let singles: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(hear_teltonika(&singles).reports, whole.reports);
    let text = texts();
    let whole_text = hear_queclink(&[&text]);
    assert_eq!((whole_text.reports.len(), whole_text.damaged, whole_text.ended), (2, 1, None));
    assert_eq!(hear_queclink(&text.chunks(1).collect::<Vec<_>>()).reports, whole_text.reports);
}

#[test]
fn a_message_without_an_end_is_refused_at_its_bound() {
    assert_eq!(queclink::next(&[b'+'; queclink::MAX_MESSAGE_BYTES]), Err(Fault::TooLong));
    assert_eq!(queclink::next(&[b'\n'; queclink::MAX_MESSAGE_BYTES]), Err(Fault::TooLong));
    assert_eq!(owntracks::decode(&vec![b'['; owntracks::MAX_MESSAGE_BYTES + 1]), Err(Fault::TooLong));
    assert_eq!(
        owntracks::decode(&vec![b'['; owntracks::MAX_MESSAGE_BYTES]),
        Err(Fault::NotText),
        "deep nesting"
    );
    let long = "a=b&".repeat(65);
    assert_eq!(osmand::decode_query(&long, NOW).unwrap_err(), Fault::TooLong);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_a_stream_is_cut_changes_nothing(mut cuts in prop::collection::vec(0_usize..400, 0..12)) {
        let bytes = stream();
        cuts.retain(|cut| *cut < bytes.len());
        cuts.sort_unstable();
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts {
            parts.push(&bytes[from..cut]);
            from = cut;
        }
        parts.push(&bytes[from..]);
        let (cut, whole) = (hear_teltonika(&parts), hear_teltonika(&[&bytes]));
        prop_assert_eq!(cut.reports, whole.reports);
        prop_assert_eq!(cut.damaged, whole.damaged);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        hear_teltonika(&[&bytes]);
        hear_queclink(&[&bytes]);
        let mut reports = Vec::new();
        for codec in [0x08_u8, 0x8e, 0x10, 0x0c, 0x0d, 0x0e] {
            let packet: Vec<u8> = std::iter::once(codec).chain(bytes.iter().copied()).collect();
            let _read = teltonika::read(&packet, &IoMap::default(), &mut reports);
            let _command = teltonika::read_command(&packet);
        }
        let _datagram = teltonika::read_datagram(&bytes);
        let _owntracks = owntracks::decode(&bytes);
        let _osmand = osmand::decode_json(&bytes, NOW);
        let _query = osmand::decode_query(&String::from_utf8_lossy(&bytes), NOW);
    }

    #[test]
    fn damaged_messages_are_read_without_panic(at in 0_usize..2_000, with in any::<u8>(), cut in 0_usize..2_000) {
        for mut bytes in [stream(), texts()] {
            let (at, cut) = (at % bytes.len(), cut % bytes.len());
            bytes[at] = with;
            hear_teltonika(&[&bytes, &bytes[cut..]]);
            hear_queclink(&[&bytes, &bytes[cut..]]);
        }
        let query = osmand::encode_query(&device("jan"), &full_report(1));
        let at = at % query.len();
        let damaged = format!("{}{}{}", &query[..at], char::from(with), &query[at..]);
        let _heard = osmand::decode_query(&damaged, NOW);
        let mut json = owntracks::encode(&full_report(1)).unwrap().into_bytes();
        let at = at % json.len();
        json[at] = with;
        let _said = owntracks::decode(&json);
    }

    /// T-TE: any single wrong byte of a packet's data is found by its checksum, and then there is nothing to answer.
    #[test]
    fn a_wrong_byte_of_a_packet_never_gives_a_record(at in 8_usize..500, with in 1_u8..=255) {
        let mut bytes = teltonika::encode_packet(Codec::EightExtended, &[full_report(1), plain_report(2)], &IoMap::default());
        let at = 8 + (at - 8) % (bytes.len() - 8);
        bytes[at] ^= with;
        prop_assert_eq!(teltonika::next(&bytes), Ok(Some((teltonika::Piece::Damaged(Fault::WrongChecksum), bytes.len()))));
    }
}
