//! Tracking over the interface: a mandate is made, an alert becomes an incident, and a person brings it to its end.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it does not hold"
)]

use crate::support::desk::Desk;
use crate::support::http::Client;
use crate::support::{House, LAT_E7, LON_E7, PASSWORD, ZONE, code};
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState};
use hoeder_vocab::tracking::{Motion, TrackFix};
use hoeder_vocab::{
    AccountId, CarrierId, DecidedAt, Decimetres, FixSource, FixedAt, Metres, PairId, Position, ReceivedAt,
    Role, Sensitive, UtcMillis,
};
use hoeder_watch::track::{Alert, AlertKind, Change, Evidence, Judged, Severity};
use serde_json::{Value, json};
use uuid::Uuid;

const MANDATE: u128 = 0x3A0;
const OFFENDER: u128 = 0x0FF;
const PROTECTED: u128 = 0x970;
const PAIR: u128 = 0x9A1;
const COLLEAGUE: u128 = 0xC1E0;

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
    let house = crate::support::house().await;
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
    let house = crate::support::house().await;
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
    let house = crate::support::house().await;
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
    let house = crate::support::house().await;
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

/// A second colleague of the monitoring centre.
async fn colleague(house: &House) -> (Uuid, Client) {
    let account = Account {
        id: AccountId::from_u128(COLLEAGUE),
        login: String::from("colleague"),
        name: Sensitive::new(String::from("Colleague Cleo")),
        role: Role::Monitor,
        room: None,
        zone: None,
        state: AccountState::Enabled,
        password: Some(Sensitive::new(
            hoeder_server::hash_password(&Sensitive::new(String::from(PASSWORD))).unwrap(),
        )),
        office: None,
        district: None,
    };
    house.order(RosterOrder::PutAccount(account)).await;
    let mut client = house.client();
    assert_eq!(client.sign_in("colleague", PASSWORD).await.status, 200);
    (id(COLLEAGUE), client)
}

/// Proves FL-03: a step is ticked off, an alert that stands is set aside with why, and an incident goes to a colleague at a desk.
#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_worked_on_step_by_step_and_handed_to_a_colleague() {
    let house = crate::support::house().await;
    let (_, monitor) = arranged(&house).await;
    let (other, theirs) = colleague(&house).await;
    assert!(house.running.guard_says(Change::Raised(Box::new(near()))));
    let incident = incident(&monitor).await;
    let path = format!("/api/v1/incidents/{incident}");
    let post = async |end: &str, body: Value| monitor.post(&format!("{path}/{end}"), &body).await;
    assert_eq!(code(&post("still-on-it", json!({})).await), "incident.not_taken");
    assert_eq!(post("take", json!({})).await.status, 204);
    assert_eq!(post("still-on-it", json!({})).await.status, 204);

    assert_eq!(post("steps/look", json!({})).await.status, 204);
    assert_eq!(post("steps/no-such-step", json!({})).await.status, 404);
    assert_eq!(code(&post("steps/close", json!({})).await), "step.done_by_its_act");
    let read = monitor.get(&path).await.json();
    let look = read["steps"].as_array().unwrap().iter().find(|step| step["id"] == "look").unwrap();
    assert!(look["done_at"].is_string(), "{look}");

    let alert = json!({"kind": "near", "pair": id(PAIR), "carrier": id(OFFENDER)});
    let empty = post("set-aside", json!({"alert": alert, "reason": " "})).await;
    assert_eq!(code(&empty), "incident.reason_missing");
    let aside = json!({"alert": alert, "reason": "both sit in the same court room"});
    assert_eq!(post("set-aside", aside).await.status, 204);
    let read = monitor.get(&path).await.json();
    assert!(read["alerts"][0]["set_aside_at"].is_string(), "{read}");

    assert_eq!(code(&post("hand-over", json!({"to": other})).await), "colleague.not_at_a_desk");
    let _desk = Desk::open_deaf(&theirs, "/api/v1/desk").await;
    assert_eq!(post("hand-over", json!({"to": other})).await.status, 204);
    let read = theirs.get(&path).await.json();
    assert_eq!((&read["owner"], &read["owner_name"]), (&json!(other), &json!("Colleague Cleo")));
    assert_eq!(code(&post("still-on-it", json!({})).await), "incident.owned_by_another");
    house.running.stop().await;
}

/// Proves EM-04, GN-03: who was called reads the incident and writes on it, decides nothing, and loses it when it is over.
#[tokio::test(flavor = "multi_thread")]
async fn the_police_read_what_was_handed_to_them_and_answer_on_its_timeline() {
    let house = crate::support::house().await;
    let (_, monitor) = arranged(&house).await;
    assert!(house.running.guard_says(Change::Raised(Box::new(near()))));
    let incident = incident(&monitor).await;
    let path = format!("/api/v1/incidents/{incident}");
    let zone = house.sign_in(Role::ZoneDuty).await;
    let room = house.sign_in(Role::Operator).await;
    let track = format!("{path}/pairs/{}/track", id(PAIR));
    for police in [&zone, &room] {
        assert_eq!(police.get(&path).await.status, 403, "not before they are called");
        assert_eq!(police.get(&track).await.status, 403);
    }
    assert_eq!(monitor.post(&format!("{path}/take"), &json!({})).await.status, 204);
    let told = json!({"zone": id(ZONE), "place": "Kerkstraat 1, Gent", "direction_deg": 90, "minutes": 7, "reference": "1234"});
    assert_eq!(monitor.post(&format!("{path}/police"), &told).await.status, 204);
    let mut screen = Desk::open_deaf(&zone, "/api/v1/desk").await;
    let paged = screen.see(|frame| frame["type"] == "incident").await;
    assert_eq!(paged["incident"]["police"][0]["place"], "Kerkstraat 1, Gent");
    for (police, says) in [(&zone, "Gent 12: on the way."), (&room, "Gent 12 reports: nobody there.")] {
        let read = police.get(&path).await;
        assert_eq!((read.status, &read.json()["stage"]), (200, &json!("with_police")));
        assert_eq!(police.get(&track).await.status, 200);
        assert_eq!(police.post(&format!("{path}/notes"), &json!({"text": says})).await.status, 204);
        let close = json!({"outcome": "violation", "reason": "kept apart"});
        for (act, body) in [("close", close), ("take", json!({})), ("steps/look", json!({}))] {
            assert_eq!(police.post(&format!("{path}/{act}"), &body).await.status, 403, "{act}");
        }
    }
    let seen = monitor.get(&path).await.text();
    assert!(seen.contains("Gent 12: on the way.") && seen.contains("nobody there"), "{seen}");
    assert_eq!(house.sign_in(Role::Patrol).await.get(&path).await.status, 403);
    let cleared = Change::Cleared { key: near().key(), at: DecidedAt(now()) };
    assert!(house.running.guard_says(cleared));
    let close = json!({"outcome": "violation", "reason": "kept apart"});
    for _ in 0..200 {
        if monitor.post(&format!("{path}/close"), &close).await.status == 204 {
            break;
        }
    }
    screen.see(|frame| frame["type"] == "incident_gone").await;
    assert_eq!(zone.get(&path).await.status, 403, "it is over");
    house.running.stop().await;
}

/// Proves EM-10: a pilot bounds what runs under it, and says how full it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_pilot_bounds_the_mandates_under_it_and_counts_them() {
    let house = crate::support::house().await;
    let (officer, monitor) = arranged(&house).await;
    let administrator = house.sign_in(Role::Administrator).await;
    let path = format!("/api/v1/pilots/{}", id(0x9110));
    let pilot = |zone: u128| {
        json!({"name": "Oost", "groups": ["stalking"], "zones": [id(zone)],
        "from": "2026-01-01T00:00:00.000Z", "until": "2036-06-01T00:00:00.000Z", "most": 1})
    };
    put(&administrator, &path, &pilot(ZONE)).await;
    assert_eq!(officer.put(&path, &pilot(ZONE)).await.status, 403);
    let mut under =
        monitor.get(&format!("/api/v1/mandates/{}", id(MANDATE))).await.json()["row"]["mandate"].clone();
    under["pilot"] = json!(id(0x9110));
    let outside = officer.put(&format!("/api/v1/mandates/{}", id(MANDATE)), &under).await;
    under["until"] = json!("2036-01-01T00:00:00.000Z");
    let inside = officer.put(&format!("/api/v1/mandates/{}", id(MANDATE)), &under).await;
    assert_eq!(inside.status, 204, "{} {}", outside.text(), inside.text());
    under["group"] = json!("child_abuse");
    let other = officer.put(&format!("/api/v1/mandates/{}", id(MANDATE)), &under).await;
    assert!(other.status == 409 || other.status == 422, "another group: {}", other.text());
    let pilots = administrator.get("/api/v1/pilots").await;
    assert_eq!(pilots.status, 200);
    let one = &pilots.json()[0];
    assert_eq!(
        (&one["pilot"]["name"], &one["mandates"], &one["holding"]),
        (&json!("Oost"), &json!(1), &json!(1))
    );
    house.running.stop().await;
}

/// Proves FL-14, FL-12: the places that were tried are kept with what was found, and then a device is issued without haste.
#[tokio::test(flavor = "multi_thread")]
async fn usual_places_are_checked_before_a_device_is_issued_and_its_secret_stays() {
    let house = crate::support::house().await;
    let (officer, monitor) = arranged(&house).await;
    let coverage = format!("/api/v1/carriers/{}/coverage", id(PROTECTED));
    let nothing = officer.post(&coverage, &json!({"places": []})).await;
    assert_eq!(nothing.status, 422, "{}", nothing.text());
    let places = json!({"places": [{"place": "home", "coverage": "good"}, {"place": "cellar at work", "coverage": "none"}]});
    assert_eq!(officer.post(&coverage, &places).await.status, 204);
    let view = monitor.get(&format!("/api/v1/mandates/{}", id(MANDATE))).await.json();
    assert_eq!(view["coverage"][0]["places"], places["places"]);

    let path = format!("/api/v1/trackers/{}", id(0x7F));
    let body = |secret: &str, model: &str| {
        json!({"number": "tracker-7", "model": model, "capabilities": ["notice"],
        "interval_s": 30, "class": "close", "secret": secret})
    };
    assert_eq!(monitor.put(&path, &body("keep", "Tracker 2")).await.status, 404, "nothing to keep yet");
    let made = monitor.put(&path, &body("new", "Tracker 2")).await.json();
    assert!(made["secret"].is_string());
    assert_eq!(
        monitor.post(&format!("{path}/issue"), &json!({"carriers": [id(PROTECTED)]})).await.status,
        204
    );
    let kept = monitor.put(&path, &body("keep", "Tracker 3")).await;
    assert_eq!((kept.status, &kept.json()["secret"]), (200, &Value::Null), "{}", kept.text());
    let listed = monitor.get("/api/v1/trackers").await.json();
    assert_eq!((&listed[0]["model"], &listed[0]["state"]), (&json!("Tracker 3"), &json!("issued")));
    house.running.stop().await;
}

/// Proves FL-04, FL-33, EM-11, T-NIJ-10: burden, distances, the one timeline and what leaves the system, each for whom it is.
#[tokio::test(flavor = "multi_thread")]
async fn burden_distances_timeline_and_export_answer_whom_they_are_for() {
    let house = crate::support::house().await;
    let (officer, monitor) = arranged(&house).await;
    let view = monitor.get(&format!("/api/v1/mandates/{}", id(MANDATE))).await.json();
    let (case, person) = (&view["row"]["mandate"]["case"], &view["carriers"][1]["person"]);
    let person = person.as_str().or(view["carriers"][0]["person"].as_str()).unwrap();
    let case = case.as_str().unwrap();
    assert!(house.running.guard_says(Change::Raised(Box::new(near()))));
    let incident = incident(&monitor).await;
    let magistrate = house.sign_in(Role::Magistrate).await;

    let burden = monitor.get(&format!("/api/v1/persons/{person}/burden")).await;
    assert_eq!(burden.status, 200, "{}", burden.text());
    assert_eq!(burden.json()["burden"]["alerts_day"], json!(1));
    assert!(burden.json()["burden"]["ceiling_day"].as_u64().unwrap() > 0);
    assert_eq!(magistrate.get(&format!("/api/v1/persons/{person}/burden")).await.status, 403);

    let timeline = officer.get(&format!("/api/v1/cases/{case}/protection")).await;
    assert_eq!(timeline.status, 200, "{}", timeline.text());
    let parts = timeline.json();
    let kinds: Vec<&str> =
        parts.as_array().unwrap().iter().map(|part| part["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["tracking", "incident"]);
    assert_eq!(parts[1]["incident"], json!(incident));
    assert_eq!(monitor.get(&format!("/api/v1/cases/{case}/protection")).await.status, 403);

    let what_if = format!("/api/v1/mandates/{}/what-if", id(MANDATE));
    assert_eq!(officer.post(&what_if, &json!({"why": ""})).await.status, 422);
    let reckoned = officer.post(&what_if, &json!({"why": "the judge asks for 500 m"})).await;
    assert_eq!(reckoned.status, 200, "{}", reckoned.text());
    assert_eq!(reckoned.json()[0]["pair"], json!(id(PAIR)));

    let asked = json!({"carriers": [id(OFFENDER), id(PROTECTED)], "from": "2026-01-01T00:00:00.000Z",
        "until": "2026-01-02T00:00:00.000Z", "why": "asked by the prosecutor"});
    let table = officer.post("/api/v1/tracks/export", &asked).await;
    assert_eq!((table.status, table.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(table.text(), "carrier,side,fixed_at,received_at,lat,lon,accuracy_m,source\r\n");
    let map = officer.post("/api/v1/tracks/export?layout=geojson", &asked).await;
    assert_eq!((map.status, map.header("content-type")), (200, "application/geo+json"));
    assert_eq!(
        (&map.json()["type"], &map.json()["why"]),
        (&json!("FeatureCollection"), &json!("asked by the prosecutor"))
    );
    assert_eq!(magistrate.post("/api/v1/tracks/export", &asked).await.status, 403);
    let auditor = house.sign_in(Role::Auditor).await;
    crate::support::access_log(&auditor).await;
    let log = auditor.get(&format!("/api/v1/access-log?case={case}")).await.text();
    assert!(log.contains("track.export") && log.contains("burden.read"), "each leaves its line: {log}");
    house.running.stop().await;
}
