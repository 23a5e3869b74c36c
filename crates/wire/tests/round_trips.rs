//! Every message comes out as it went in, and only with the right key.
use crate::common::{
    RECEIVED_AT, cell_key, downlinks, handset, handset_key, other_public_key, reports, settings, uplinks,
};
use hoeder_vocab::HandsetId;
use hoeder_vocab::handset::Uplink;
use hoeder_wire::handset::{
    Decoded, MAX_COUNTER, MAX_ENVELOPE_BYTES, PairAnswer, PairRequest, PairingCode, decode_downlink,
    decode_pair_answer, decode_pair_request, decode_uplink, encode_downlink, encode_pair_answer,
    encode_pair_request, encode_uplink, open_downlink, open_envelope, seal_downlink, seal_uplink,
};
use hoeder_wire::{BadSignature, DownlinkError, SigningKey};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_uplink_body_comes_out_as_it_went_in(uplink in uplinks()) {
        let body = encode_uplink(&uplink);
        prop_assert_eq!(decode_uplink(&body, RECEIVED_AT), Ok(Decoded { uplink, flaws: vec![] }));
    }

    /// Proves AL-16: the daily report arrives whole, with what is unknown still unknown.
    #[test]
    fn every_daily_report_comes_out_as_it_went_in(report in reports()) {
        let uplink = Uplink::DailyReport(report);
        let decoded = decode_uplink(&encode_uplink(&uplink), RECEIVED_AT);
        prop_assert_eq!(decoded, Ok(Decoded { uplink, flaws: vec![] }));
    }

    #[test]
    fn every_downlink_body_comes_out_as_it_went_in(downlink in downlinks()) {
        prop_assert_eq!(decode_downlink(&encode_downlink(&downlink)), Ok(downlink));
    }

    #[test]
    fn every_pairing_code_survives_being_shown_and_typed(bytes in any::<[u8; 5]>()) {
        let code = PairingCode::from_bytes(bytes);
        let shown = code.to_string();
        prop_assert_eq!(shown.len(), 9);
        prop_assert_eq!(PairingCode::parse(&shown), Ok(code));
        prop_assert_eq!(PairingCode::parse(&shown.to_lowercase().replace('-', " ")), Ok(code));
        prop_assert_eq!(code.to_bytes(), bytes);
    }

    #[test]
    fn pairing_messages_come_out_as_they_went_in(
        seed in any::<[u8; 32]>(), bytes in any::<[u8; 5]>(), id in any::<u128>(), settings in settings(),
        server_time in crate::common::times(),
    ) {
        let public_key = SigningKey::from_seed(&seed).public_key();
        let code = PairingCode::from_bytes(bytes);
        let request = PairRequest { code, public_key, model: "Fairphone \"5\"".into(), app_version: "1.0".into() };
        prop_assert_eq!(decode_pair_request(encode_pair_request(&request).as_bytes()), Ok(request));
        let answer = PairAnswer { handset: HandsetId::from_u128(id), cell_key: public_key, settings, server_time };
        prop_assert_eq!(decode_pair_answer(encode_pair_answer(&answer).as_bytes()), Ok(answer));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Proves FL-10: the way up is signed; whoever holds another key, or changes anything, is found out.
    #[test]
    fn a_sealed_uplink_opens_with_its_key_and_no_other(
        uplink in uplinks(), counter in 1..MAX_COUNTER, id in any::<u128>(),
    ) {
        let (key, from) = (handset_key(), HandsetId::from_u128(id));
        let text = seal_uplink(&key, from, counter, &uplink);
        prop_assert!(text.len() <= MAX_ENVELOPE_BYTES);
        let envelope = open_envelope(text.as_bytes()).unwrap();
        prop_assert_eq!((envelope.handset(), envelope.counter()), (from, counter));
        let body = envelope.verify(&key.public_key()).unwrap();
        prop_assert_eq!((body.handset(), body.counter()), (from, counter));
        prop_assert_eq!(body.decode(RECEIVED_AT).unwrap().uplink, uplink);
        prop_assert_eq!(envelope.verify(&other_public_key()), Err(BadSignature));
        let later = text.replacen(&format!("\"counter\":{counter},"), &format!("\"counter\":{},", counter + 1), 1);
        let later = open_envelope(later.as_bytes()).unwrap();
        prop_assert_eq!(later.verify(&key.public_key()), Err(BadSignature));
        let stranger = text.replacen(&from.to_string(), &HandsetId::from_u128(id ^ 1).to_string(), 1);
        let stranger = open_envelope(stranger.as_bytes()).unwrap();
        prop_assert_eq!(stranger.verify(&key.public_key()), Err(BadSignature));
    }

    /// Proves FL-10: the way down is signed; a handset believes its own cell only.
    #[test]
    fn a_sealed_downlink_is_believed_from_its_own_cell_only(downlink in downlinks()) {
        let cell = cell_key();
        let text = seal_downlink(&cell, handset(), &downlink);
        prop_assert_eq!(open_downlink(text.as_bytes(), &cell.public_key(), handset()), Ok(downlink));
        prop_assert_eq!(
            open_downlink(text.as_bytes(), &other_public_key(), handset()),
            Err(DownlinkError::Signature(BadSignature))
        );
        prop_assert_eq!(
            open_downlink(text.as_bytes(), &cell.public_key(), HandsetId::from_u128(1)),
            Err(DownlinkError::OtherHandset)
        );
    }
}

/// Proves FL-10: a signature made for one direction proves nothing in the other.
#[test]
fn an_uplink_is_never_taken_for_a_downlink() {
    let key = handset_key();
    let body = "{\"type\":\"revoked\"}";
    let up = hoeder_wire::handset::seal_body(&key, handset(), 1, body);
    assert_eq!(
        open_downlink(up.as_bytes(), &key.public_key(), handset()),
        Err(DownlinkError::Signature(BadSignature))
    );
}
