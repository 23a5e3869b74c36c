//! Oversized, malformed, half-sent and slow input: bounded and refused, and a press goes on beside it.

use crate::support::desk::{Desk, websocket};
use crate::support::phone::{heartbeat, press};
use core::time::Duration;
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{AlarmId, Role};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn an_oversized_body_is_refused_on_every_kind_of_path() {
    let house = crate::support::house().await;
    let officer = house.sign_in(Role::CaseOfficer).await;
    let case = format!("/api/v1/cases/{}", Uuid::from_u128(1));
    let photo = format!("{case}/photo");
    for (method, path) in [("POST", "/handset/v1/messages"), ("PUT", case.as_str()), ("PUT", photo.as_str())]
    {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: https://{host}\r\ncookie: {cookie}\r\n\
             content-type: application/json\r\n\
             connection: close\r\ncontent-length: 102400\r\n\r\n",
            host = officer.host(),
            cookie = officer.cookie.as_ref().unwrap()
        );
        let mut stream = officer.connect().await;
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server may answer and close before it has all of it: that is the point.
        stream.write_all(&vec![b' '; 100 * 1024]).await.ok();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("too_large"), "{path}: {answer}");
    }
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_body_gets_a_problem_that_repeats_nothing_of_it() {
    let house = crate::support::house().await;
    let officer = house.sign_in(Role::CaseOfficer).await;
    let path = format!("/api/v1/cases/{}", Uuid::from_u128(1));
    for (body, status, code) in [
        (String::from("{\"number\": \"Kerkstraat"), 400, "not_json"),
        (json!({"number": "Kerkstraat", "unknown": "Kerkstraat"}).to_string(), 422, "invalid"),
        (json!({"number": ["Kerkstraat"]}).to_string(), 422, "invalid"),
    ] {
        let answer = officer.raw("PUT", &path, "application/json", body).await;
        assert_eq!(
            (answer.status, crate::support::code(&answer).as_str()),
            (status, code),
            "{}",
            answer.text()
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(!answer.text().contains("Kerkstraat"), "{}", answer.text());
        assert_eq!(answer.json()["trace_id"].as_str().unwrap().len(), 32);
    }
    let plain = officer.raw("PUT", &path, "text/plain", "{}").await;
    assert_eq!(plain.status, 415);
    assert_eq!(officer.get("/api/v1/cases/not-an-id").await.status, 404);
    assert_eq!(officer.get("/api/v1/nothing").await.status, 404);
    assert_eq!(officer.raw("PATCH", "/api/v1/wall", "application/json", "{}").await.status, 405);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_sent_body_and_a_slow_head_are_cut_off() {
    let house = crate::support::house_with(|config| {
        config.limits.request_timeout = Duration::from_millis(300);
        config.limits.header_timeout = Duration::from_millis(300);
        config.limits.handshake_timeout = Duration::from_millis(300);
    })
    .await;
    let client = house.client();
    let mut half = client.connect().await;
    let head = format!(
        "POST /handset/v1/messages HTTP/1.1\r\nhost: {}\r\ncontent-length: 500\r\n\r\nhalf of",
        client.host()
    );
    half.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    half.read_to_end(&mut answer).await.ok();
    assert!(answer.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
    // Slow loris: a head that never ends. The connection is closed, whatever was answered.
    let mut slow = client.connect().await;
    slow.write_all(b"GET /healthz HTTP/1.1\r\nx-a: b\r\n").await.unwrap();
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).await.ok();
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    // Somebody who never begins the handshake.
    let mut silent = tokio::net::TcpStream::connect(client.address).await.unwrap();
    let mut answer = Vec::new();
    silent.read_to_end(&mut answer).await.ok();
    assert_eq!(answer, b"");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_the_limit_are_closed_and_their_places_come_back() {
    let house = crate::support::house_with(|config| config.limits.connections_per_source = 40).await;
    let client = house.client();
    let mut held = Vec::new();
    for _ in 0..45 {
        held.push(tokio::net::TcpStream::connect(client.address).await.unwrap());
    }
    let mut closed = Vec::new();
    held.pop().unwrap().read_to_end(&mut closed).await.ok();
    assert_eq!(closed, b"");
    assert!(house.figure("hoeder_connections_refused_total") >= 1.0);
    drop(held);
    while house.figure("hoeder_connections ") > 0.0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.get("/healthz").await.status, 200);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_malformed_messages_reaches_no_engine_and_delays_no_press() {
    // Proves FL-20: poison stays at the door, and a press beside it is held and shown.
    let house = crate::support::house_with(|config| config.limits.doubtful_per_second = 1).await;
    let mut phone = house.protected().await.phone;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    let poison = |n: usize| {
        let client = house.client();
        async move {
            for _ in 0..25 {
                client.raw("POST", "/handset/v1/messages", "application/json", vec![b'{'; 1 + n]).await;
            }
        }
    };
    let flood: Vec<_> = (0..8).map(|n| tokio::spawn(poison(n))).collect();
    for n in 0..10_u128 {
        let id = Uuid::from_u128(100 + n);
        let held = phone.says(&press(id)).await;
        assert_eq!(held, Downlink::Held { alarm: AlarmId::from_uuid(id) });
        desk.sees_alarm(id, |_| true).await;
    }
    for each in flood {
        each.await.unwrap();
    }
    assert!(house.figure("hoeder_handset_messages_total{found=\"malformed\"") >= 200.0);
    assert!(house.figure("hoeder_handset_messages_total{found=\"doubtful\"") < 1.0);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handset_that_talks_too_much_is_told_so_but_never_for_a_press() {
    let house = crate::support::house_with(|config| config.limits.messages_per_second = 1).await;
    let mut phone = house.protected().await.phone;
    let mut refused = false;
    for _ in 0..120 {
        refused |= matches!(phone.says(&heartbeat()).await, Downlink::Refused { .. });
    }
    assert!(refused);
    let id = Uuid::from_u128(5);
    assert_eq!(phone.says(&press(id)).await, Downlink::Held { alarm: AlarmId::from_uuid(id) });
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_whose_id_cannot_be_read_is_one_alarm_all_the_same() {
    // Proves AL-09 at the door: a call for help is never refused before it was shown.
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    for _ in 0..2 {
        phone.counter += 1;
        let body = "{\"type\":\"press\",\"alarm\":\"scrambled\"}";
        let envelope = hoeder_wire::handset::seal_body(&phone.key, phone.id, phone.counter, body);
        let answer = phone.post(envelope).await;
        assert_eq!((answer.status, crate::support::code(&answer).as_str()), (400, "press_unreadable"));
    }
    desk.see(|frame| frame["type"] == "alarm").await;
    assert_eq!(operator.get("/api/v1/alarms").await.json().as_array().unwrap().len(), 1);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_without_a_hello_is_closed() {
    use futures_util::{SinkExt as _, StreamExt as _};
    use tokio_tungstenite::tungstenite::Message;
    let house =
        crate::support::house_with(|config| config.limits.hello_timeout = Duration::from_millis(300)).await;
    let mut phone = house.protected().await.phone;
    let mut silent = websocket(&phone.client, "/handset/v1/stream").await.unwrap();
    assert!(!matches!(silent.next().await, Some(Ok(Message::Text(_)))));
    let mut other = websocket(&phone.client, "/handset/v1/stream").await.unwrap();
    let beat = phone.seal(&heartbeat());
    other.send(Message::text(beat)).await.unwrap();
    while let Some(Ok(_)) = other.next().await {}
    let mut huge = websocket(&phone.client, "/handset/v1/stream").await.unwrap();
    huge.send(Message::text("x".repeat(40_000))).await.ok();
    while let Some(Ok(_)) = huge.next().await {}
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_says_nothing_is_down() {
    let house = crate::support::house_with(|config| {
        config.limits.desk_ping = Duration::from_millis(50);
        config.limits.desk_silent = Duration::from_millis(200);
    })
    .await;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    desk.is_closed().await;
    while house.figure("hoeder_desk_connected ") > 0.0 {
        tokio::task::yield_now().await;
    }
    house.running.stop().await;
}
