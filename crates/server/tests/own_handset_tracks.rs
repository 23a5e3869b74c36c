//! A protected person's own handset under a mandate: its positions are kept and judged like those of any device, and only then.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it does not hold"
)]

use crate::support::House;
use crate::support::code;
use crate::support::http::Response;
use crate::support::phone::{Phone, now};
use crate::support::tracked::{
    BAND_NUMBER, MANDATE, PAIR, PHONE, PROTECTED, arranged, here, id, issue, mandate, put,
};
use hoeder_server::tracking::Door;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_vocab::{CarrierId, ReceivedAt, UtcMillis};
use hoeder_wire::SigningKey;
use hoeder_wire::handset::{TrackAnswer, decode_track_answer, encode_track, open_down_envelope, seal_body};
use serde_json::json;
use uuid::Uuid;

fn number(phone: &Phone) -> DeviceNumber {
    DeviceNumber::of_handset(phone.id)
}

fn sealed(phone: &mut Phone, reports: &[TrackReport]) -> String {
    phone.counter += 1;
    seal_body(&phone.key, phone.id, phone.counter, &encode_track(reports))
}

async fn post(phone: &Phone, envelope: String) -> Response {
    phone.client.raw("POST", "/handset/v1/track", "application/json", envelope).await
}

async fn reports(phone: &mut Phone, reports: &[TrackReport]) -> TrackAnswer {
    let envelope = sealed(phone, reports);
    let answer = post(phone, envelope).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let opened = open_down_envelope(&answer.body).unwrap();
    assert_eq!(opened.handset(), phone.id);
    decode_track_answer(opened.verify(&phone.cell_key).unwrap()).unwrap()
}

/// Says the same until it is taken: the shard learns of a carrier a moment after the door does.
async fn until_tracked(phone: &mut Phone, said: &[TrackReport]) -> TrackAnswer {
    for _ in 0..200 {
        let answer = reports(phone, said).await;
        if answer != TrackAnswer::Later {
            return answer;
        }
        tokio::task::yield_now().await;
    }
    panic!("it was never taken");
}

async fn kept(house: &House) -> usize {
    let ever = UtcMillis::from_unix_ms(0)..UtcMillis::from_unix_ms(i64::MAX);
    let playback = house.running.tracking().unwrap().playback();
    let played = playback.of(vec![CarrierId::from_u128(PROTECTED)], ever).await;
    played.unwrap().iter().map(|part| part.reports.len()).sum()
}

fn outside(house: &House) -> f64 {
    house.figure("hoeder_tracking_outside_mandate_total")
}

/// Proves EM-01, EM-02, GN-03: before it is issued and after the mandate nothing is stored, and that is counted; in between it is
/// durable when it is answered.
#[tokio::test(flavor = "multi_thread")]
async fn positions_of_a_handset_are_stored_under_a_mandate_only_and_counted_outside() {
    let house = crate::support::house().await;
    let (mut home, monitor) = arranged(&house).await;
    assert_eq!(reports(&mut home.phone, &[here(now()), here(now())]).await, TrackAnswer::NotTracked);
    assert!((outside(&house) - 2.0).abs() < 0.1);

    let own = number(&home.phone);
    issue(&monitor, (PHONE, own.as_str()), PROTECTED).await;
    assert_eq!(until_tracked(&mut home.phone, &[]).await, TrackAnswer::Tracked { every_s: 30 }, "only asked");
    let at = now();
    let said = [here(at), here(UtcMillis::from_unix_ms(at.unix_ms() - 5_000))];
    assert_eq!(until_tracked(&mut home.phone, &said).await, TrackAnswer::Tracked { every_s: 30 });
    assert_eq!(kept(&house).await, 2, "acknowledged means durable (GN-05)");

    put(&home.officer, &format!("/api/v1/mandates/{}", id(MANDATE)), &mandate(home.case, "withdrawn")).await;
    assert_eq!(reports(&mut home.phone, &[here(now())]).await, TrackAnswer::NotTracked);
    assert!((outside(&house) - 3.0).abs() < 0.1);
    assert_eq!(kept(&house).await, 2);
    house.running.stop().await;
}

async fn near(door: &Door) {
    for _ in 0..200 {
        let taken =
            door.take(&DeviceNumber::new(BAND_NUMBER).unwrap(), vec![here(now())], ReceivedAt(now())).await;
        if taken.is_ok() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the band was never taken");
}

/// Proves EM-02, GN-03, FL-34: nobody is shown where the handset is until the two are near; then the desk is, and the phone is told nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_handset_near_the_band_is_an_incident_and_before_it_nobody_sees_where_it_is() {
    let house = crate::support::house().await;
    let (mut home, monitor) = arranged(&house).await;
    let own = number(&home.phone);
    issue(&monitor, (PHONE, own.as_str()), PROTECTED).await;
    until_tracked(&mut home.phone, &[here(now())]).await;
    let track = |incident: Uuid| format!("/api/v1/incidents/{incident}/pairs/{}/track", id(PAIR));
    assert_eq!(code(&monitor.get(&track(id(1))).await), "track.no_incident");
    for path in ["/api/v1/tracking", "/api/v1/trackers", "/api/v1/tasks"] {
        let shown = monitor.get(path).await.text();
        assert!(!shown.contains("51.05"), "{path} shows where the phone is");
    }
    near(&house.running.tracking().unwrap().door()).await;
    let mut incident = None;
    for _ in 0..500 {
        until_tracked(&mut home.phone, &[here(now())]).await;
        let desk = monitor.get("/api/v1/tracking").await.json();
        incident = desk["incidents"][0]["id"].as_str().and_then(|text| text.parse::<Uuid>().ok());
        if incident.is_some() {
            break;
        }
    }
    let read = monitor.get(&format!("/api/v1/incidents/{}", incident.unwrap())).await.json();
    assert_eq!(read["lead"], "near", "{read}");
    let fixes = read["alerts"][0]["evidence"].as_array().unwrap();
    assert!(fixes.iter().any(|fix| fix["carrier"] == json!(id(PROTECTED))), "{read}");
    house.running.stop().await;
}

/// Proves FL-10, FL-20: what the handset did not sign, or said before, is nobody's position; a body that is none is refused.
#[tokio::test(flavor = "multi_thread")]
async fn positions_that_no_handset_vouches_for_go_no_further() {
    let house = crate::support::house().await;
    let (mut home, monitor) = arranged(&house).await;
    let own = number(&home.phone);
    issue(&monitor, (PHONE, own.as_str()), PROTECTED).await;
    until_tracked(&mut home.phone, &[]).await;
    let body = encode_track(&[here(now())]);
    let forged = seal_body(&SigningKey::from_seed(&[9; 32]), home.phone.id, 900, &body);
    let good = sealed(&mut home.phone, &[here(now())]);
    assert_eq!(post(&home.phone, good.clone()).await.status, 200);
    for refused in [forged, good] {
        let answer = post(&home.phone, refused).await;
        assert_eq!((answer.status, code(&answer).as_str()), (403, "handset.not_proven"));
    }
    for bad in [r#"{"type":"press"}"#, r#"{"type":"track"}"#, r#"{"type":"track","reports":7}"#] {
        home.phone.counter += 1;
        let envelope = seal_body(&home.phone.key, home.phone.id, home.phone.counter, bad);
        assert_eq!(post(&home.phone, envelope).await.status, 400, "{bad}");
    }
    assert_eq!(kept(&house).await, 1);
    house.running.stop().await;
}
