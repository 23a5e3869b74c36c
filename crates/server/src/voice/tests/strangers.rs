//! What comes from nobody, or from somebody who says nonsense.

use super::page::Net;
use crate::voice::offer::MAX_OFFER;
use crate::voice::peer::Who;
use hoeder_watch::voice::Loudspeaker;
use proptest::prelude::*;
use str0m::media::Direction;
use str0m::net::Protocol;

/// A packet of the net, as one of the kinds that share the port (RFC 7983), or anything.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let body = prop::collection::vec(any::<u8>(), 0..200);
    prop_oneof![
        body.clone(),
        // STUN: a request with the cookie and a length that may lie.
        (body.clone(), any::<u16>()).prop_map(|(body, length)| {
            let [high, low] = length.to_be_bytes();
            [vec![0, 1, high, low, 0x21, 0x12, 0xa4, 0x42], body].concat()
        }),
        // DTLS, RTP, RTCP.
        (prop::sample::select(vec![20_u8, 22, 23, 0x80, 0x90, 0xbf]), any::<u8>(), body)
            .prop_map(|(first, second, body)| [vec![first, second], body].concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Proves FL-20: the port of sound is open to everybody; what is nobody's is counted and changes nothing.
    #[test]
    fn a_stranger_s_packets_are_passed_over_and_a_connection_of_others_goes_on(
        many in prop::collection::vec(noise(), 1..100),
    ) {
        let mut net = Net::new();
        let (phone, desk) = (net.handset(), net.desk(1));
        net.gate(&[1], None, Loudspeaker::Off);
        net.step();
        let (server, now) = (net.server, net.now);
        for bytes in &many {
            net.rooms.packet((Protocol::Udp, "203.0.113.66:999".parse().unwrap()), server, bytes, now);
            prop_assert!(net.rooms.poll_transmit().is_none(), "nobody is answered");
        }
        net.pages[phone].sounds(&[1, 2, 3], now);
        net.step();
        prop_assert_eq!(net.pages[desk].sound.len(), 1);
        net.second();
        prop_assert_eq!(net.rest.0.lock().unwrap().counts.strange, u64::try_from(many.len()).unwrap());
    }

    /// Proves FL-20: bytes that are no packets of a connection, sent from where it is, end nothing and panic nowhere.
    #[test]
    fn nonsense_from_the_address_of_a_handset_is_no_sound(many in prop::collection::vec(noise(), 1..100)) {
        let mut net = Net::new();
        let phone = net.handset();
        let (server, now, at) = (net.server, net.now, net.pages[phone].address());
        for bytes in &many {
            net.rooms.packet((Protocol::Udp, at), server, bytes, now);
        }
        prop_assert!(net.rest.0.lock().unwrap().kept.is_empty());
        net.pages[phone].sounds(&[1, 2, 3], now);
        net.step();
        prop_assert_eq!(net.rest.0.lock().unwrap().kept.len(), 1);
    }
}

/// Proves FL-20: who heard the name of a connection, but not its secret, does not get into it.
#[test]
fn a_check_with_the_right_name_and_no_secret_is_a_stranger_s() {
    let mut net = Net::new();
    let phone = net.handset();
    net.second();
    let name = format!("{}:them", net.pages[phone].name);
    let mut check = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    // User name, priority, and a signature (MESSAGE-INTEGRITY) of zeros.
    for (kind, value) in [(0x06_u16, name.as_bytes()), (0x24, &[1; 4]), (0x08, &[0; 20])] {
        check.extend(kind.to_be_bytes());
        check.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        check.extend(value);
        check.resize(check.len().next_multiple_of(4), 0);
    }
    let length = u16::try_from(check.len() - 20).unwrap();
    check[2..4].copy_from_slice(&length.to_be_bytes());
    assert_eq!(crate::voice::stun::called(&check), Some(net.pages[phone].name.as_str()));
    let (server, now) = (net.server, net.now);
    net.rooms.packet((Protocol::Udp, "203.0.113.66:999".parse().unwrap()), server, &check, now);
    assert!(net.rooms.poll_transmit().is_none(), "nobody is answered");
    net.second();
    assert_eq!(net.rest.0.lock().unwrap().counts.strange, 1);
}

/// Proves AL-05: a certificate that is not the one of the offer gets no connection.
#[test]
fn a_page_with_another_fingerprint_than_it_offered_is_not_let_in() {
    let mut net = Net::new();
    let (rtc, pending, offer, audio, channel) = net.offer(&[Direction::SendRecv]);
    let line = offer.lines().find(|line| line.starts_with("a=fingerprint:sha-256 ")).unwrap().to_owned();
    let (kind, digest) = line.split_once(' ').unwrap();
    let (first, rest) = digest.split_once(':').unwrap();
    let other = if first == "00" { "01" } else { "00" };
    let forged = offer.replace(&line, &format!("{kind} {other}:{rest}"));
    let page = net.answered(Who::Handset, (rtc, pending), &forged, (audio, channel));
    net.steps(300);
    assert!(!net.pages[page].connected || net.pages[page].words.is_empty(), "nothing is said to it");
    net.second();
    assert_eq!(net.rest.0.lock().unwrap().counts.connections, 0, "and it ends");
}

#[test]
fn offers_that_are_none_are_refused_with_what_to_do() {
    let net = Net::new();
    let long = "a".repeat(MAX_OFFER + 1);
    for bad in ["", "hello", "v=0\r\n", long.as_str()] {
        assert!(net.offers.answer(bad).is_err(), "{bad:.20}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Proves FL-20: an offer with lines that are changed, doubled, cut or left out panics nowhere.
    #[test]
    fn a_mangled_offer_is_answered_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, "[ -~]{0,30}"), 1..6),
    ) {
        let net = Net::new();
        let (_, _, offer, _, _) = net.offer(&[Direction::SendRecv, Direction::RecvOnly]);
        let mut lines: Vec<String> = offer.lines().map(str::to_owned).collect();
        for (at, how, text) in changes {
            let at = at.index(lines.len());
            match how {
                0 => lines[at] = text,
                1 => lines[at].push_str(&text),
                2 => { let _gone = lines.remove(at); }
                _ => lines.insert(at, lines[at].clone()),
            }
            if lines.is_empty() {
                break;
            }
        }
        let _answered = net.offers.answer(&lines.join("\r\n"));
    }
}
