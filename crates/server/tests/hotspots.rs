//! Hotspots over the interface: registered in the words of people, found by what a caller gives, never in an address.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it does not hold")]

use crate::support::desk::Desk;
use crate::support::phone::press;
use crate::support::{LAT_E7, LON_E7, OTHER_ZONE, ZONE, code};
use hoeder_vocab::Role;
use serde_json::{Value, json};
use uuid::Uuid;

fn place() -> Value {
    json!({"lat": f64::from(LAT_E7) / 1e7, "lon": f64::from(LON_E7) / 1e7})
}

fn body() -> Value {
    json!({
        "kind": "address", "address": "Café de l'Étoile, Nieuwstraat 12", "number": "09 266 61 11",
        "position": place(), "instructions": "two dogs", "until": "2027-12-31", "zone": Uuid::from_u128(ZONE)
    })
}

/// A day in a year from now, whenever the test runs.
fn with_days(mut body: Value, days: u64) -> Value {
    let at = std::time::SystemTime::now() + core::time::Duration::from_secs(days * 86_400);
    let ms = at.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let day = hoeder_vocab::UtcMillis::from_unix_ms(i64::try_from(ms).unwrap()).to_string();
    body["until"] = json!(day.split('T').next().unwrap());
    body
}

/// Proves AL-21: registered with an end date and instructions, found by number in any form, by words and by place.
#[tokio::test(flavor = "multi_thread")]
async fn a_hotspot_is_found_while_a_call_comes_in() {
    let house = crate::support::house().await;
    let operator = house.sign_in(Role::Operator).await;
    let id = Uuid::from_u128(0x407);
    let put = operator.put(&format!("/api/v1/hotspots/{id}"), &with_days(body(), 365)).await;
    assert_eq!(put.status, 204, "{}", put.text());

    for asked in [
        json!({"number": "+32 9 266 61 11"}),
        json!({"number": "092666111"}),
        json!({"text": "etoile NIEUW"}),
        json!({"position": place()}),
    ] {
        let found = operator.post("/api/v1/hotspots/look-up", &asked).await;
        assert_eq!(found.status, 200, "{asked} {}", found.text());
        let found = found.json();
        let spot = &found["hotspots"][0];
        assert_eq!(spot["id"], json!(id), "{asked}");
        assert_eq!((&spot["number"], &spot["instructions"]), (&json!("+3292666111"), &json!("two dogs")));
        assert_eq!((&spot["radius_m"], &spot["state"]), (&json!(50), &json!("active")));
        assert_eq!(spot["created_by_name"], "Colleague 0");
        assert!(found["took_ms"].is_f64() && found["more"] == false);
    }
    let patrol = house.sign_in(Role::Patrol).await;
    let found = patrol.post("/api/v1/hotspots/look-up", &json!({"text": "nieuwstr"})).await.json();
    assert_eq!(found["hotspots"].as_array().unwrap().len(), 1);

    let end = operator.post(&format!("/api/v1/hotspots/{id}/end"), &json!({"reason": "moved"})).await;
    assert_eq!(end.status, 204, "{}", end.text());
    let found = operator.post("/api/v1/hotspots/look-up", &json!({"number": "092666111"})).await.json();
    assert_eq!(found["hotspots"], json!([]));
    let listed = operator.get("/api/v1/hotspots").await.json();
    assert_eq!(listed[0]["state"], "ended");
    let officer = house.sign_in(Role::CaseOfficer).await;
    assert_eq!(officer.delete(&format!("/api/v1/hotspots/{id}")).await.status, 204);
    assert_eq!(officer.get("/api/v1/hotspots").await.json()[0]["address"], Value::Null);

    let auditor = house.sign_in(Role::Auditor).await;
    let log = crate::support::access_log(&auditor).await;
    let looked = |row: &&Value| row["action"] == "hotspot.looked-up" && row["kind"] == "consultation";
    assert_eq!(log.as_array().unwrap().iter().filter(looked).count(), 6, "each look-up is on record (GN-02)");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_data_is_answered_with_its_field_and_without_what_was_sent() {
    let house = crate::support::house().await;
    let operator = house.sign_in(Role::Operator).await;
    let path = format!("/api/v1/hotspots/{}", Uuid::from_u128(1));
    let change = |field: &str, value: Value| {
        let mut body = with_days(body(), 10);
        body[field] = value;
        body
    };
    for (bad, field) in [
        (change("number", json!("12345 secret")), "number"),
        (change("until", json!("2020-01-01")), "until"),
        (with_days(body(), 800), "until"),
        (change("radius_m", json!(5_000)), "radius_m"),
        (change("zone", json!(Uuid::from_u128(9))), "zone"),
        (change("address", Value::Null), "address"),
        (change("position", json!({"lat": 91, "lon": 0})), "position"),
    ] {
        let answer = operator.put(&path, &bad).await;
        assert_eq!((answer.status, code(&answer).as_str()), (422, "invalid"), "{field}: {}", answer.text());
        let text = answer.text();
        assert!(text.contains(&format!("{field}: ")) && !text.contains("secret"), "{field}: {text}");
    }
    for day in ["2027-1-1", "tomorrow", "2027-12-31T00:00:00Z"] {
        assert_eq!(operator.put(&path, &change("until", json!(day))).await.status, 422, "{day}");
    }
    let nothing = operator.post("/api/v1/hotspots/look-up", &json!({})).await;
    assert_eq!(nothing.status, 422);
    let in_url = operator.get("/api/v1/hotspots/look-up?number=092666111").await;
    assert_ne!(in_url.status, 200, "what is looked for never stands in an address");
    house.running.stop().await;
}

/// Proves AL-21: an alarm at the place of a hotspot shows it, with what to do.
#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_at_a_hotspot_shows_what_to_do_there() {
    let house = crate::support::house().await;
    let operator = house.sign_in(Role::Operator).await;
    let id = Uuid::from_u128(0x407);
    let put = operator.put(&format!("/api/v1/hotspots/{id}"), &with_days(body(), 30)).await;
    assert_eq!(put.status, 204, "{}", put.text());
    let mut protected = house.protected().await;
    let mut desk = Desk::open(&operator).await;
    let alarm = Uuid::from_u128(1);
    protected.phone.says(&press(alarm)).await;
    let ringing = desk.sees_alarm(alarm, |_| true).await;
    let near = &ringing["hotspots"][0];
    assert_eq!((&near["id"], &near["instructions"]), (&json!(id), &json!("two dogs")));
    assert!(near["distance_m"].is_u64());
    house.running.stop().await;
}

/// Proves GN-03: a zone keeps what lies in it, and nothing of another.
#[tokio::test(flavor = "multi_thread")]
async fn a_zone_keeps_its_own_hotspots_only() {
    let house = crate::support::house().await;
    let officer = house.sign_in(Role::CaseOfficer).await;
    let mut elsewhere = with_days(body(), 30);
    elsewhere["zone"] = json!(Uuid::from_u128(OTHER_ZONE));
    let path = format!("/api/v1/hotspots/{}", Uuid::from_u128(2));
    assert_eq!(officer.put(&path, &elsewhere).await.status, 403);
    assert_eq!(house.sign_in(Role::Operator).await.put(&path, &elsewhere).await.status, 204);
    assert_eq!(officer.get("/api/v1/hotspots").await.json(), json!([]));
    house.running.stop().await;
}
