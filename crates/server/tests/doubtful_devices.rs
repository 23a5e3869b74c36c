//! Messages that nobody vouches for: refused by code, and a press among them is still shown to the room.

use crate::support::House;
use crate::support::desk::Desk;
use crate::support::phone::{heartbeat, press};
use hoeder_store::{Log as _, SqliteLog};
use hoeder_vocab::handset::{Downlink, UplinkRefusal};
use hoeder_vocab::{Role, Seq};
use hoeder_wire::SigningKey;
use uuid::Uuid;

fn refused(code: UplinkRefusal) -> Downlink {
    Downlink::Refused { code }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_with_a_wrong_signature_is_refused_and_shown_as_unidentified() {
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    phone.key = SigningKey::from_seed(&[8; 32]);
    let id = Uuid::from_u128(1);
    assert_eq!(phone.says(&press(id)).await, refused(UplinkRefusal::WrongSignature));
    let shown = desk.sees_alarm(id, |_| true).await;
    assert_eq!(shown["kind"], "unidentified");
    assert_eq!(shown["claimed"], phone.id.to_string(), "what is known is shown");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_device_is_refused_and_its_press_is_shown() {
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    phone.id = hoeder_vocab::HandsetId::from_u128(0xDEAD);
    assert_eq!(phone.says(&heartbeat()).await, refused(UplinkRefusal::UnknownDevice));
    let id = Uuid::from_u128(2);
    assert_eq!(phone.says(&press(id)).await, refused(UplinkRefusal::UnknownDevice));
    assert_eq!(desk.sees_alarm(id, |_| true).await["kind"], "unidentified");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_handset_is_told_so_and_its_press_is_shown() {
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    let path = format!("/api/v1/handsets/{}", protected.phone.id);
    assert_eq!(protected.officer.delete(&path).await.status, 204);
    assert_eq!(protected.phone.says(&heartbeat()).await, Downlink::Revoked);
    let id = Uuid::from_u128(3);
    let answer = protected.phone.says(&press(id)).await;
    assert!(matches!(answer, Downlink::Revoked | Downlink::Refused { code: UplinkRefusal::RevokedDevice }));
    assert_eq!(desk.sees_alarm(id, |_| true).await["kind"], "unidentified");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_message_is_refused_also_after_a_restart() {
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let envelope = phone.seal(&heartbeat());
    assert!(matches!(phone.read(&phone.post(envelope.clone()).await), Downlink::Heard { .. }));
    assert_eq!(phone.read(&phone.post(envelope.clone()).await), refused(UplinkRefusal::Replayed));
    for _ in 0..70 {
        phone.counter += 1;
    }
    assert!(matches!(phone.says(&heartbeat()).await, Downlink::Heard { .. }));
    assert_eq!(phone.read(&phone.post(envelope.clone()).await), refused(UplinkRefusal::Stale));
    let house = house.restart(|_| {}).await;
    phone.client = house.client();
    assert_eq!(phone.read(&phone.post(envelope).await), refused(UplinkRefusal::Stale));
    assert!(matches!(phone.says(&heartbeat()).await, Downlink::Heard { .. }));
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_audited() {
    // Proves GN-02 for devices: the refusal is in the log.
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    phone.id = hoeder_vocab::HandsetId::from_u128(0xDEAD);
    phone.says(&heartbeat()).await;
    let House { running, data } = house;
    running.stop().await;
    let mut log = SqliteLog::open(data.path()).unwrap();
    log.use_cell(hoeder_server::CellConfig::default().cell);
    let records = log.read(Seq(1), 1_000).unwrap();
    let refused: Vec<_> = records.iter().filter(|record| record.kind == "cell.device-refused").collect();
    assert_eq!(refused.len(), 1);
    assert!(refused[0].open.contains("unknown-device") && refused[0].actor == "stranger");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_pairs_once_and_guessing_is_limited() {
    let house = crate::support::house_with(|config| config.limits.pairings_per_minute = 4).await;
    let protected = house.protected().await;
    let mut codes = Vec::new();
    for _ in 0..12 {
        let request = hoeder_wire::handset::PairRequest {
            code: hoeder_wire::handset::PairingCode::from_bytes([1, 2, 3, 4, 5]),
            public_key: protected.phone.key.public_key(),
            model: String::new(),
            app_version: String::new(),
        };
        let body = hoeder_wire::handset::encode_pair_request(&request);
        let answer = house.client().raw("POST", "/handset/v1/pair", "application/json", body).await;
        codes.push((answer.status, crate::support::code(&answer)));
    }
    assert_eq!(codes.first(), Some(&(404, String::from("not_found"))));
    assert_eq!(codes.last(), Some(&(429, String::from("too_many"))));
    house.running.stop().await;
}
