//! Bands over a real listener: what they say reaches the desk of an open incident and ends with it; who is not let in is in the audit.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it does not hold"
)]

use crate::support::desk::in_time;
use crate::support::http::Client;
use crate::support::phone::now;
use crate::support::tracked::{BAND_NUMBER, PAIR, PROTECTED, arranged, here, id, issue};
use crate::support::{House, code};
use core::net::SocketAddr;
use hoeder_vocab::Role;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_wire::tracker::teltonika::{Codec, IoMap, encode_login, encode_packet};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

const TRACKER: u128 = 0x7E2;
const TRACKER_NUMBER: &str = "356307042441014";

/// A server with a listener for Teltonika on a free port.
async fn house() -> (House, SocketAddr) {
    let house = crate::support::house_with(|config| {
        config.trackers.teltonika = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    })
    .await;
    let at = house.running.trackers().unwrap().at.teltonika.unwrap();
    (house, at)
}

/// A band that is switched on.
struct Band(TcpStream);

impl Band {
    /// Logs in; `None` when it is not let in.
    async fn on(at: SocketAddr, number: &str) -> Option<Self> {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(&encode_login(&DeviceNumber::new(number).unwrap())).await.unwrap();
        let mut answer = [0];
        in_time(stream.read_exact(&mut answer)).await.unwrap();
        (answer == [1]).then_some(Self(stream))
    }
    /// Reports its place until it is acknowledged: how many the server keeps.
    async fn reports(&mut self) -> u32 {
        let packet = encode_packet(Codec::Eight, &[here(now())], &IoMap::default());
        self.0.write_all(&packet).await.unwrap();
        let mut answer = [0; 4];
        in_time(self.0.read_exact(&mut answer)).await.unwrap();
        u32::from_be_bytes(answer)
    }
}

/// Both report the same place until the desk has an incident of it.
async fn incident(monitor: &Client, bands: [&mut Band; 2]) -> Uuid {
    let [one, other] = bands;
    for _ in 0..500 {
        assert_eq!((one.reports().await, other.reports().await), (1, 1));
        let desk = monitor.get("/api/v1/tracking").await.json();
        if let Some(found) = desk["incidents"][0]["id"].as_str() {
            return found.parse().unwrap();
        }
    }
    panic!("the two were together and nothing was said");
}

fn rows(track: &Value) -> usize {
    let carriers = track["tracks"].as_array().unwrap().iter();
    carriers
        .filter(|one| one["carrier"] == json!(id(PROTECTED)))
        .map(|one| one["points"].as_array().unwrap().len())
        .sum()
}

/// Proves GN-03, EM-04: from the first byte of two bands to the desk that follows them, and to nobody once a person closed it.
#[tokio::test(flavor = "multi_thread")]
async fn live_positions_of_an_open_incident_reach_a_desk_and_stop_when_it_is_closed() {
    let (house, at) = house().await;
    let (_, monitor) = arranged(&house).await;
    issue(&monitor, (TRACKER, TRACKER_NUMBER), PROTECTED).await;
    let wall = house.sign_in(Role::Wall).await;
    let seen = wall.get("/api/v1/wall/tracking").await.json();
    assert_eq!((&seen["on"], &seen["keeping"], &seen["carriers"]), (&json!(true), &json!(true), &json!(2)));
    assert_eq!((&seen["waiting"], &seen["oldest_heard"]), (&json!(0), &Value::Null), "nobody was heard yet");
    let mut band = Band::on(at, BAND_NUMBER).await.unwrap();
    let mut tracker = Band::on(at, TRACKER_NUMBER).await.unwrap();
    let track = |incident: Uuid| format!("/api/v1/incidents/{incident}/pairs/{}/track", id(PAIR));
    assert_eq!(code(&monitor.get(&track(id(1))).await), "track.no_incident");

    let incident = incident(&monitor, [&mut band, &mut tracker]).await;
    let first = monitor.get(&track(incident)).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let before = rows(&first.json());
    assert!(before > 0, "{}", first.text());
    assert_eq!(tracker.reports().await, 1);
    let more = rows(&monitor.get(&track(incident)).await.json());
    assert_eq!(more, before + 1, "what the tracker said just now is there once it was acknowledged");

    let path = format!("/api/v1/incidents/{incident}");
    let post = async |end: &str, body: Value| {
        let done = monitor.post(&format!("{path}/{end}"), &body).await;
        assert_eq!(done.status, 204, "{}", done.text());
    };
    post("take", json!({})).await;
    let read = monitor.get(&path).await.json();
    for alert in read["alerts"].as_array().unwrap() {
        post("set-aside", json!({"alert": alert["key"], "reason": "they met at the police station"})).await;
    }
    post("close", json!({"outcome": "unintended", "reason": "a meeting at the police station"})).await;
    let closed = monitor.get(&track(incident)).await;
    assert_eq!((closed.status, code(&closed).as_str()), (409, "track.no_incident"), "{}", closed.text());
    assert!(!monitor.get(&path).await.text().contains("lat_e7"));
    house.running.stop().await;
}

/// Proves GN-02, FL-20: an unknown device gets no answer but 'no', and whoever looks after the devices sees that it tried.
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_device_is_refused_and_its_refusal_is_shown() {
    let (house, at) = house().await;
    let (_, monitor) = arranged(&house).await;
    assert_eq!(monitor.get("/api/v1/trackers/door").await.json(), json!([]));
    for _ in 0..3 {
        assert!(Band::on(at, "999999999999999").await.is_none());
    }
    let mut notes = Value::Null;
    for _ in 0..200 {
        notes = monitor.get("/api/v1/trackers/door").await.json();
        if notes[0].is_object() {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(notes.as_array().unwrap().len(), 1, "once an hour: {notes}");
    let seen = (&notes[0]["sign"], &notes[0]["number"], &notes[0]["times"]);
    assert_eq!(seen, (&json!("unknown"), &json!("999999999999999"), &json!(1)));
    let operator = house.sign_in(Role::Operator).await;
    assert_eq!(operator.get("/api/v1/trackers/door").await.status, 403);
    house.running.stop().await;
}
