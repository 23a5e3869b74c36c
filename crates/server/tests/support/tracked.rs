//! A mandate that runs, with a pair, a band that is issued, and what a device says.

use super::http::Client;
use super::{House, LAT_E7, LON_E7, Protected, ZONE};
use hoeder_vocab::tracking::{Motion, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, Position, Role, UtcMillis};
use serde_json::{Value, json};
use uuid::Uuid;

pub const MANDATE: u128 = 0x3A0;
pub const OFFENDER: u128 = 0x0FF;
pub const PROTECTED: u128 = 0x970;
pub const PAIR: u128 = 0x9A1;
pub const PHONE: u128 = 0x7E0;
pub const BAND: u128 = 0x7E1;
pub const BAND_NUMBER: &str = "356307042441013";

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub async fn put(client: &Client, path: &str, body: &Value) {
    let answer = client.put(path, body).await;
    assert!([200, 204].contains(&answer.status), "{path} {}", answer.text());
}

pub fn mandate(case: Uuid, state: &str) -> Value {
    json!({
        "kind": "contact_ban", "state": state, "court": "Raadkamer Gent", "reference": "EM/2026/17", "case": case,
        "zone": id(ZONE), "group": "stalking", "scope": ["distance"],
        "from": "2026-01-01T00:00:00.000Z", "until": "2036-01-01T00:00:00.000Z", "conditions": "no contact"
    })
}

/// A mandate that runs, with a pair; the band is issued, the phone is not yet.
pub async fn arranged(house: &House) -> (Protected, Client) {
    let home = house.protected().await;
    let officer = &home.officer;
    put(officer, &format!("/api/v1/mandates/{}", id(MANDATE)), &mandate(home.case, "granted")).await;
    let offender = json!({"mandate": id(MANDATE), "side": "offender", "name": "Jan Verdacht", "age": "adult", "notice": "allowed", "fastest_kmh": 130});
    put(officer, &format!("/api/v1/carriers/{}", id(OFFENDER)), &offender).await;
    let protected = json!({"mandate": id(MANDATE), "side": "protected", "person": home.person, "age": "adult", "notice": "allowed", "fastest_kmh": 130});
    put(officer, &format!("/api/v1/carriers/{}", id(PROTECTED)), &protected).await;
    let pair = json!({"mandate": id(MANDATE), "offender": id(OFFENDER), "protected": id(PROTECTED), "alarm_m": 500, "warning_m": 1000,
        "police_min": 10, "state": "active", "reason": "as the court ordered"});
    put(officer, &format!("/api/v1/pairs/{}", id(PAIR)), &pair).await;
    let monitor = house.sign_in(Role::Monitor).await;
    issue(&monitor, (BAND, BAND_NUMBER), OFFENDER).await;
    (home, monitor)
}

pub async fn issue(monitor: &Client, (tracker, number): (u128, &str), carrier: u128) {
    let path = format!("/api/v1/trackers/{}", id(tracker));
    let body = json!({"number": number, "model": "One", "capabilities": [], "interval_s": 30, "class": "close", "secret": "none"});
    put(monitor, &path, &body).await;
    let urgent = json!({"carriers": [id(carrier)], "urgent": "released this evening"});
    let issued = monitor.post(&format!("{path}/issue"), &urgent).await;
    assert_eq!(issued.status, 204, "{}", issued.text());
}

pub fn here(at: UtcMillis) -> TrackReport {
    let at = FixedAt(at);
    TrackReport {
        at,
        fix: Some(TrackFix {
            position: Position::from_e7(LAT_E7, LON_E7).unwrap(),
            accuracy: Some(Decimetres(50)),
            fixed_at: at,
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Moving,
        }),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: Percent::new(71),
        sos: false,
        alcohol: None,
        buffered: false,
    }
}
