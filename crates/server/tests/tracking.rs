//! Tracking over the interface: a mandate is made, an alert becomes an incident, and a person brings it to its end.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it does not hold"
)]

mod support;

use hoeder_vocab::tracking::{Motion, TrackFix};
use hoeder_vocab::{
    CarrierId, DecidedAt, Decimetres, FixSource, FixedAt, Metres, PairId, Position, ReceivedAt, Role,
    UtcMillis,
};
use hoeder_watch::track::{Alert, AlertKind, Change, Evidence, Judged, Severity};
use serde_json::{Value, json};
use support::http::Client;
use support::{House, LAT_E7, LON_E7, ZONE, code};
use uuid::Uuid;

const MANDATE: u128 = 0x3A0;
const OFFENDER: u128 = 0x0FF;
const PROTECTED: u128 = 0x970;
const PAIR: u128 = 0x9A1;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn now() -> UtcMillis {
    let at = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    UtcMillis::from_unix_ms(i64::try_from(at.as_millis()).unwrap())
}

fn mandate(case: Uuid) -> Value {
    json!({
        "kind": "contact_ban", "state": "granted", "court": "Raadkamer Gent", "reference": "EM/2026/17", "case": case,
        "zone": id(ZONE), "group": "stalking", "scope": ["distance", "places", "distance"],
        "from": "2026-01-01T00:00:00.000Z", "until": "2036-01-01T00:00:00.000Z", "conditions": "no contact"
    })
}

fn pair() -> Value {
    json!({"mandate": id(MANDATE), "offender": id(OFFENDER), "protected": id(PROTECTED), "alarm_m": 500, "warning_m": 1000,
        "police_min": 10, "state": "active", "reason": "as the court ordered"})
}

async fn put(client: &Client, path: &str, body: &Value) {
    let answer = client.put(path, body).await;
    assert_eq!(answer.status, 204, "{path} {}", answer.text());
}

/// A mandate that runs, with two carriers and their pair.
async fn arranged(house: &House) -> (Client, Client) {
    let home = house.protected().await;
    let officer = home.officer;
    put(&officer, &format!("/api/v1/mandates/{}", id(MANDATE)), &mandate(home.case)).await;
    let offender = json!({"mandate": id(MANDATE), "side": "offender", "name": "Jan Verdacht", "age": "adult", "notice": "allowed", "fastest_kmh": 130});
    put(&officer, &format!("/api/v1/carriers/{}", id(OFFENDER)), &offender).await;
    let protected = json!({"mandate": id(MANDATE), "side": "protected", "person": home.person, "age": "adult", "notice": "allowed", "fastest_kmh": 130});
    put(&officer, &format!("/api/v1/carriers/{}", id(PROTECTED)), &protected).await;
    put(&officer, &format!("/api/v1/pairs/{}", id(PAIR)), &pair()).await;
    (officer, house.sign_in(Role::Monitor).await)
}

fn near() -> Alert {
    let at = now();
    let fix = |east: i32| TrackFix {
        position: Position::from_e7(LAT_E7, LON_E7 + east).unwrap(),
        accuracy: Some(Decimetres::from_metres(12)),
        fixed_at: FixedAt(at),
        source: FixSource::Gnss,
        speed_cms: None,
        heading_deg: None,
        motion: Motion::Moving,
    };
    let evidence = |carrier: u128, east: i32| {
        Some(Evidence { carrier: CarrierId::from_u128(carrier), fix: fix(east), received_at: ReceivedAt(at) })
    };
    Alert {
        kind: AlertKind::Near,
        severity: Severity::Certain,
        pair: Some(PairId::from_u128(PAIR)),
        carrier: CarrierId::from_u128(OFFENDER),
        perimeter: None,
        since: FixedAt(at),
        decided_at: DecidedAt(at),
        late: false,
        evidence: [evidence(OFFENDER, 0), evidence(PROTECTED, 50_000)],
        judged: Judged { distance: Some(Metres(412.0)), limit: Some(Metres(500.0)), ..Judged::default() },
    }
}

/// Waits for an incident in the desk's list: the guard's word goes through the engine's lane.
async fn incident(monitor: &Client) -> Uuid {
    for _ in 0..200 {
        let desk = monitor.get("/api/v1/tracking").await.json();
        if let Some(found) = desk["incidents"][0]["id"].as_str() {
            return found.parse().unwrap();
        }
        tokio::task::yield_now().await;
    }
    panic!("the alert became no incident");
}

/// Proves EM-02, EM-04, FL-02, FL-34: from the alert to the close by a person, each act over the interface.
#[tokio::test(flavor = "multi_thread")]
async fn an_alert_becomes_an_incident_that_only_a_person_closes() {
    let house = support::house().await;
    let (_, monitor) = arranged(&house).await;
    assert!(house.running.guard_says(Change::Raised(Box::new(near()))));
    let incident = incident(&monitor).await;
    let path = format!("/api/v1/incidents/{incident}");
    let read = monitor.get(&path).await.json();
    assert_eq!(
        (&read["queue"], &read["stage"], &read["lead"]),
        (&json!("danger"), &json!("open"), &json!("near"))
    );
    assert_eq!(read["alerts"][0]["figures"]["distance_m"], json!(412.0));
    assert_eq!(read["alerts"][0]["evidence"].as_array().unwrap().len(), 2);
    assert!(!read["steps"].as_array().unwrap().is_empty(), "its protocol is shown (FL-03)");

    let post = async |end: &str, body: Value| monitor.post(&format!("{path}/{end}"), &body).await;
    let close = json!({"outcome": "violation", "reason": "kept apart"});
    assert_eq!(code(&post("close", close.clone()).await), "incident.not_taken");
    assert_eq!(post("take", json!({})).await.status, 204);
    assert_eq!(code(&post("close", close.clone()).await), "incident.alert_stands");
    let police =
        json!({"place": "Kerkstraat 1, Gent", "direction_deg": 90, "minutes": 7, "reference": "1234"});
    assert_eq!(post("police", police).await.status, 204);
    let told =
        json!({"instruction": {"type": "leave_towards", "way": "the police station"}, "channel": "call"});
    let message = id(0x3E5);
    assert_eq!(monitor.put(&format!("{path}/instructions/{message}"), &told).await.status, 204);
    assert_eq!(post(&format!("instructions/{message}/heard"), json!({"delivery": "seen"})).await.status, 204);
    assert_eq!(post("calls", json!({"whom": "protected", "result": "reached"})).await.status, 204);
    assert_eq!(post("notes", json!({"text": "a neighbour is with her"})).await.status, 204);
    let cleared = Change::Cleared { key: near().key(), at: DecidedAt(now()) };
    assert!(house.running.guard_says(cleared));
    let mut open = Value::Null;
    for _ in 0..200 {
        open = monitor.get(&path).await.json();
        if open["alerts"][0]["cleared_at"].is_string() {
            break;
        }
    }
    assert_eq!(open["stage"], "with_police", "an alert that cleared itself stays open (FL-02): {open}");
    assert_eq!(post("close", close).await.status, 204);
    let closed = monitor.get(&path).await.json();
    assert_eq!((&closed["stage"], &closed["outcome"]), (&json!("closed"), &json!("violation")));
    assert_eq!(closed["alerts"][0]["evidence"], json!([]), "no position outlives its incident (GN-03)");
    assert_eq!(closed["police"][0]["minutes"], json!(7));
    assert_eq!(closed["instructions"][0]["delivery"], "seen");
    house.running.stop().await;
}

/// Proves GN-03: positions only while an incident is open, and only for whom the rule allows.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_where_a_protected_person_is_outside_an_open_incident() {
    let house = support::house().await;
    let (officer, monitor) = arranged(&house).await;
    let track = format!("/api/v1/incidents/{}/pairs/{}/track", id(0x1), id(PAIR));
    let refused = monitor.get(&track).await;
    assert_eq!((refused.status, code(&refused).as_str()), (409, "track.no_incident"));
    for role in [Role::Magistrate, Role::Patrol, Role::Wall, Role::Administrator] {
        let other = house.sign_in(role).await;
        assert_eq!(other.get("/api/v1/tracking").await.status, 403, "{role:?}");
        assert!([403, 404].contains(&other.get(&track).await.status), "{role:?}");
    }
    let view = officer.get(&format!("/api/v1/mandates/{}", id(MANDATE))).await;
    assert_eq!(view.status, 200, "{}", view.text());
    assert_eq!(view.json()["row"]["mandate"]["scope"], json!(["distance", "places"]));
    assert!(!view.text().contains("\"fixed_at\""), "a mandate holds no position");
    let past = json!({"carriers": [id(OFFENDER)], "from": "2026-01-01T00:00:00.000Z", "until": "2026-01-02T00:00:00.000Z", "why": "court"});
    let magistrate = house.sign_in(Role::Magistrate).await;
    assert_eq!(magistrate.post("/api/v1/tracks/playback", &past).await.status, 403);
    house.running.stop().await;
}

/// Proves EM-03, T-NIJ-10: perimeters of each shape are kept as they were put, bad ones are refused with their field.
#[tokio::test(flavor = "multi_thread")]
async fn a_perimeter_of_each_shape_is_kept_and_a_deleted_one_stays_for_evidence() {
    let house = support::house().await;
    let (officer, _) = arranged(&house).await;
    let at = |lat: f64, lon: f64| json!({"lat": lat, "lon": lon});
    let week =
        json!({"windows": [{"weekday": 5, "from_minute": 1320, "to_minute": 360}], "except": ["2026-12-25"]});
    let body = |outline: Value| json!({"carrier": id(OFFENDER), "label": "school", "kind": "exclusion", "outline": outline, "week": week, "reason": "order"});
    let shapes = [
        json!({"type": "circle", "centre": at(51.0, 3.7), "radius_m": 400}),
        json!({"type": "area", "rings": [[at(51.0, 3.7), at(51.0, 3.8), at(51.1, 3.8)]]}),
        json!({"type": "corridor", "line": [at(51.0, 3.7), at(51.1, 3.7)], "half_width_m": 60}),
    ];
    for (n, shape) in (0x50..).zip(shapes) {
        put(&officer, &format!("/api/v1/perimeters/{}", id(n)), &body(shape.clone())).await;
        let view = officer.get(&format!("/api/v1/mandates/{}", id(MANDATE))).await.json();
        let kept =
            view["perimeters"].as_array().unwrap().iter().find(|one| one["id"] == json!(id(n))).unwrap();
        assert_eq!((&kept["outline"]["type"], &kept["week"]), (&shape["type"], &week));
    }
    let bow =
        json!({"type": "area", "rings": [[at(51.0, 3.7), at(51.1, 3.8), at(51.0, 3.8), at(51.1, 3.7)]]});
    let nowhere = json!({"type": "circle", "centre": at(95.0, 3.7), "radius_m": 400});
    let wide = json!({"type": "circle", "centre": at(51.0, 3.7), "radius_m": 4_000_000});
    for bad in [bow, nowhere, wide] {
        let answer = officer.put(&format!("/api/v1/perimeters/{}", id(0x60)), &body(bad)).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
    }
    let path = format!("/api/v1/perimeters/{}/delete", id(0x50));
    assert_eq!(officer.post(&path, &json!({"reason": "lifted"})).await.status, 204);
    let view = officer.get(&format!("/api/v1/mandates/{}", id(MANDATE))).await.json();
    let gone =
        view["perimeters"].as_array().unwrap().iter().find(|one| one["id"] == json!(id(0x50))).unwrap();
    assert!(gone["deleted_at"].is_string() && gone["deleted_why"] == "lifted", "{gone}");
    house.running.stop().await;
}

/// A secret is in one answer and nowhere else; a device that was not checked is issued only with a reason (FL-14).
#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_registered_with_a_secret_that_is_shown_once() {
    let house = support::house().await;
    let (_, monitor) = arranged(&house).await;
    let path = format!("/api/v1/trackers/{}", id(0x7E));
    let body = json!({"number": "356307042441013", "model": "Band 4", "capabilities": ["strap", "commands"], "interval_s": 30, "class": "close", "secret": "new"});
    let put = monitor.put(&path, &body).await;
    assert_eq!(put.status, 200, "{}", put.text());
    let secret = put.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.len() >= 32);
    let listed = monitor.get("/api/v1/trackers").await;
    assert!(!listed.text().contains(&secret));
    assert_eq!(listed.json()[0]["state"], "in_stock");
    let mut bad = body;
    bad["number"] = json!("two words");
    assert_eq!(monitor.put(&path, &bad).await.status, 422);
    let issue = format!("{path}/issue");
    let unchecked = monitor.post(&issue, &json!({"carriers": [id(OFFENDER)]})).await;
    assert!(unchecked.status >= 400, "{}", unchecked.text());
    let urgent = json!({"carriers": [id(OFFENDER)], "urgent": "released this evening"});
    assert_eq!(monitor.post(&issue, &urgent).await.status, 204);
    assert_eq!(monitor.post(&format!("{path}/test"), &json!({"result": "passed"})).await.status, 204);
    assert_eq!(monitor.post(&format!("{path}/command"), &json!({"type": "locate_now"})).await.status, 204);
    assert_eq!(monitor.post(&format!("{path}/return"), &json!({"gone": "back"})).await.status, 204);
    house.running.stop().await;
}
