//! Signing in, staying signed in, and what every answer carries.

use crate::support::desk::{Desk, websocket};
use crate::support::phone::press;
use crate::support::{PASSWORD, login};
use core::time::Duration;
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState};
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{AccountId, AlarmId, Role, Sensitive};
use serde_json::json;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_the_right_password_and_the_answer_does_not_say_why() {
    let house = crate::support::house().await;
    let mut client = house.client();
    let wrong = client.sign_in("operator", "not the password").await;
    let nobody = client.sign_in("nobody", PASSWORD).await;
    assert_eq!((wrong.status, nobody.status), (401, 401));
    for field in ["type", "title", "detail", "code", "status"] {
        assert_eq!(wrong.json()[field], nobody.json()[field]);
    }
    let right = client.sign_in("operator", PASSWORD).await;
    assert_eq!(right.status, 200);
    let cookie = right.header("set-cookie");
    assert!(cookie.starts_with("__Host-hoeder="));
    for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let me = client.get("/api/v1/session").await.json();
    assert_eq!((&me["login"], &me["role"]), (&json!("operator"), &json!("operator")));
    assert_eq!(client.delete("/api/v1/session").await.status, 204);
    assert_eq!(client.get("/api/v1/session").await.status, 401);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_per_login_also_for_one_that_does_not_exist() {
    let house = crate::support::house_with(|config| {
        config.limits.sign_in_failures = 2;
        config.limits.sign_in_delay = Duration::from_secs(30);
    })
    .await;
    for name in ["operator", "nobody"] {
        let mut client = house.client();
        for _ in 0..3 {
            assert_eq!(client.sign_in(name, "not the password").await.status, 401);
        }
        let held_up = client.sign_in(name, PASSWORD).await;
        assert_eq!((held_up.status, crate::support::code(&held_up).as_str()), (429, "session.wait"));
        assert!(held_up.header("retry-after").parse::<u64>().unwrap() > 0);
    }
    assert_eq!(house.client().sign_in("supervisor", PASSWORD).await.status, 200);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_origin_can_change_nothing() {
    let house = crate::support::house().await;
    let mut client = house.sign_in(Role::Administrator).await;
    let path = format!("/api/v1/rooms/{}", Uuid::from_u128(5));
    let room = json!({"name": "Brugge", "neighbours": []});
    for origin in [Some(String::from("https://evil.example")), None] {
        client.origin = origin;
        let answer = client.put(&path, &room).await;
        assert_eq!((answer.status, crate::support::code(&answer).as_str()), (403, "origin"));
        assert!(websocket(&client, "/api/v1/desk").await.is_err());
    }
    client.origin = house.client().origin;
    assert_eq!(client.put(&path, &room).await.status, 204);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_the_middle_of_an_alarm_keeps_the_alarm_and_the_sessions() {
    // Proves GN-05: what was held is there after the restart, and rings on at desks that are still signed in.
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let mut operator = house.sign_in(Role::Operator).await;
    let id = Uuid::from_u128(1);
    let alarm = AlarmId::from_uuid(id);
    assert_eq!(phone.says(&press(id)).await, Downlink::Held { alarm });
    let before = operator.get(&format!("/api/v1/alarms/{id}")).await.json();
    let house = house.restart(|_| {}).await;
    let cookie = operator.cookie.take();
    operator = house.client();
    operator.cookie = cookie;
    let mut desk = Desk::open(&operator).await;
    let after = desk.sees_alarm(id, |_| true).await;
    for field in ["pressed_at", "received_at", "bearer", "zones", "presses"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    operator.does(id, "take", &json!({})).await;
    phone.client = house.client();
    assert_eq!(phone.says(&press(id)).await, Downlink::Held { alarm });
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_account_is_out_at_once_session_and_screen() {
    let house = crate::support::house().await;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    let me = operator.get("/api/v1/session").await.json();
    let account = Account {
        id: AccountId::from_uuid(me["account"].as_str().unwrap().parse().unwrap()),
        login: login(Role::Operator),
        name: Sensitive::new(String::from("Colleague")),
        role: Role::Operator,
        room: Some(hoeder_server::CellConfig::default().own_room),
        zone: None,
        state: AccountState::Disabled,
        password: None,
        office: None,
        district: None,
    };
    house.order(RosterOrder::PutAccount(account)).await;
    desk.is_closed().await;
    assert_eq!(operator.get("/api/v1/session").await.status, 401);
    assert_eq!(house.client().sign_in("operator", PASSWORD).await.status, 401);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_twice_is_done_once() {
    let house = crate::support::house().await;
    let protected = house.protected().await;
    let path = format!("/api/v1/cases/{}/persons/{}/pairing", protected.case, protected.person);
    let send = |key: &'static str, body: &'static str| {
        let request = protected.officer.request("POST", &path).header("idempotency-key", key);
        let request = request.header("content-type", "application/json");
        protected.officer.send(request.body(http_body_util::Full::new(body.into())).unwrap())
    };
    let first = send("one", "{}").await;
    let again = send("one", "{}").await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json()["code"], again.json()["code"]);
    assert_ne!(first.json()["code"], send("two", "{}").await.json()["code"]);
    let other = send("one", "{ }").await;
    assert_eq!((other.status, crate::support::code(&other).as_str()), (422, "idempotency.other_request"));
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_strict_headers() {
    let house = crate::support::house().await;
    let client = house.sign_in(Role::Operator).await;
    for path in ["/", "/handset/", "/api/v1/wall", "/api/v1/nothing", "/openapi.json", "/healthz", "/tiles/x"]
    {
        let answer = client.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}");
        assert!(answer.header("strict-transport-security").contains("max-age="), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        assert!(answer.header("cache-control").contains("no-"), "{path}");
    }
    let handset = client.get("/handset/").await.header("permissions-policy").to_owned();
    let console = client.get("/").await.header("permissions-policy").to_owned();
    for (page, may) in [
        (&handset, "geolocation=(self)"),
        (&handset, "bluetooth=(self)"),
        // A patrol says where it is.
        (&console, "geolocation=(self)"),
        (&console, "bluetooth=()"),
        // An operator speaks to the person.
        (&console, "microphone=(self)"),
        (&console, "camera=()"),
    ] {
        assert!(page.contains(may), "{may}: {page}");
    }
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_and_health_stand_on_a_listener_of_their_own() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    phone.says(&press(Uuid::from_u128(4))).await;
    let mut plain = tokio::net::TcpStream::connect(house.running.metrics_addr().unwrap()).await.unwrap();
    plain.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut text = String::new();
    plain.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(text.contains("hoeder_alarms_raised_total{kind=\"danger\"} 1"), "{text}");
    assert!(text.contains("hoeder_alarm_stage_seconds_bucket{le="), "{text}");
    assert!(!text.contains("Voorbeeld") && !text.contains("2026-0412"), "no personal data");
    assert_eq!(house.client().get("/readyz").await.text(), "ready\n");
    assert_eq!(house.client().get("/status").await.text(), "green\n");
    assert_eq!(house.client().get("/metrics").await.header("content-type"), "text/html; charset=utf-8");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_serves_layers_and_ranges_of_the_data_folder_only() {
    let house = crate::support::house_with(|config| {
        let folder = config.data.join("map");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("streets.geojson"), "{\"type\":\"FeatureCollection\",\"features\":[]}")
            .unwrap();
        std::fs::write(folder.join("town.pmtiles"), "PMTiles0123456789").unwrap();
        config.map.base = hoeder_server::MapBase::Pmtiles { file: String::from("town.pmtiles") };
    })
    .await;
    let client = house.sign_in(Role::Operator).await;
    let map = client.get("/api/v1/map").await.json();
    assert_eq!(map["base"], json!({"type": "pmtiles", "url": "/tiles/town.pmtiles"}));
    assert_eq!(map["layers"], json!(["streets"]));
    let layer = client.get("/api/v1/map/layers/streets").await;
    assert_eq!(layer.header("content-type"), "application/geo+json");
    let request = client.request("GET", "/tiles/town.pmtiles").header("range", "bytes=7-9");
    let part = client.send(request.body(http_body_util::Full::default()).unwrap()).await;
    assert_eq!((part.status, part.text().as_str()), (206, "012"));
    assert_eq!(part.header("content-range"), "bytes 7-9/17");
    for path in ["/tiles/streets.geojson", "/tiles/..%2Fmaster.key", "/api/v1/map/layers/..%2F..%2Fmaster"] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
    let zones = client.get("/api/v1/map/zones").await.json();
    assert_eq!(zones["features"].as_array().unwrap().len(), 2);
    assert_eq!(house.client().get("/api/v1/map").await.status, 401);
    house.running.stop().await;
}
