//! OsmAnd and OwnTracks over HTTPS.

use super::*;
use crate::trackers::Step;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoeder_wire::tracker::Command;
use hoeder_wire::tracker::osmand::encode_query;
use hoeder_wire::tracker::owntracks;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

/// Status and body.
async fn ask(house: &House, head: &str, user: Option<(&str, &str)>, body: &str) -> (u16, String) {
    let mut stream = house.tls(house.at().http.unwrap()).await;
    let login = user.map_or_else(String::new, |(user, password)| {
        format!("authorization: Basic {}\r\n", STANDARD.encode(format!("{user}:{password}")))
    });
    let request = format!(
        "{head} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{login}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("no answer came").unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

pub(super) async fn get(house: &House, path: &str, user: Option<(&str, &str)>) -> (u16, String) {
    ask(house, &format!("GET {path}"), user, "").await
}

/// Proves OS-01: query, form and JSON; unknown is 400 in a query and 404 in JSON.
#[tokio::test]
async fn osmand_is_heard_in_every_form_and_answered_once_kept() {
    let house = house().await;
    let jan = Some(("jan", SECRET));
    let query = encode_query(&device("jan"), &report(1));
    assert_eq!(get(&house, &format!("/trackers/osmand?{query}"), jan).await.0, 200);
    let query = encode_query(&device("jan"), &press(2));
    assert_eq!(ask(&house, "POST /trackers/osmand", jan, &query).await.0, 200);
    let json = r#"{"device_id":"jan","location":{"timestamp":"2026-11-22T14:05:09Z","coords":{"latitude":50.85,"longitude":4.35,"accuracy":5}}}"#;
    assert_eq!(ask(&house, "POST /trackers/osmand", jan, json).await.0, 200);
    let told = house.keeper.told();
    assert_eq!((told.kept.len(), told.presses.len()), (3, 1));
    assert_eq!(get(&house, "/trackers/osmand?lat=1&lon=1", jan).await.0, 400);
    assert_eq!(get(&house, "/trackers/osmand?id=piet&lat=1&lon=1", jan).await.0, 400);
    assert_eq!(ask(&house, "POST /trackers/osmand", jan, &json.replace("jan", "piet")).await.0, 404);
    assert_eq!(ask(&house, "POST /trackers/osmand", jan, &"x".repeat(20_000)).await.0, 413);
    assert_eq!(get(&house, "/trackers/other", jan).await.0, 404);
}

/// A number is no secret: without it nothing is taken, and a press becomes an unidentified one (AL-18).
#[tokio::test]
async fn without_its_secret_a_device_is_a_stranger() {
    let house = house().await;
    let query = encode_query(&device("jan"), &press(1));
    assert_eq!(get(&house, &format!("/trackers/osmand?{query}"), None).await.0, 401);
    assert_eq!(get(&house, &format!("/trackers/osmand?{query}"), Some(("jan", "geraden"))).await.0, 401);
    assert_eq!(get(&house, &format!("/trackers/osmand/geraden?{query}"), None).await.0, 401);
    // A device of a protocol that has no secret has none here either: its number is not enough.
    let other = encode_query(&device(IMEI), &press(2));
    assert_eq!(get(&house, &format!("/trackers/osmand?{other}"), Some((IMEI, ""))).await.0, 401);
    let told = house.keeper.told();
    assert!(told.kept.is_empty() && told.presses.is_empty());
    assert_eq!(told.strangers.len(), 4);
}

/// Who guesses shuts nobody out who stands behind the same address.
#[tokio::test]
async fn an_address_from_which_secrets_are_guessed_is_still_heard() {
    let limits = crate::trackers::TrackerLimits { doubtful_per_second: 1, ..Default::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    let path = format!("/trackers/osmand?{}", encode_query(&device("jan"), &report(1)));
    for _ in 0..80 {
        assert_eq!(get(&house, &path, Some(("jan", "geraden"))).await.0, 401);
    }
    assert_eq!(get(&house, &path, Some(("jan", SECRET))).await.0, 200);
    let noted = house.keeper.told().notes.len();
    assert!((10..80).contains(&noted), "{noted} of 80 are noted: the audit is not flooded");
}

/// Proves OT-02: a POST is answered with an array, which brings the commands that wait.
#[tokio::test]
async fn owntracks_over_http_is_answered_with_the_commands_that_wait() {
    let house = house().await;
    let jan = Some(("jan", SECRET));
    let body = owntracks::encode(&report(1)).unwrap();
    assert_eq!(ask(&house, "POST /trackers/owntracks", jan, &body).await, (200, String::from("[]")));
    house.commands().ask(&device("jan"), Uuid::from_u128(1), Command::LocateNow).unwrap();
    let waypoint = r#"{"_type":"waypoint","lat":1,"lon":1,"tst":1,"desc":"x"}"#;
    let (status, answer) = ask(&house, "POST /trackers/owntracks", jan, waypoint).await;
    assert_eq!((status, answer.as_str()), (200, r#"[{"_type":"cmd","action":"reportLocation"}]"#));
    let told = house.keeper.told();
    assert_eq!(told.kept.len(), 1);
    assert!(matches!(told.notes[..], [Note::Command { step: Step::Sent, .. }]));
    assert_eq!(ask(&house, "POST /trackers/owntracks", jan, "{\"_type\":\"location\"}").await.0, 400);
    assert_eq!(ask(&house, "POST /trackers/owntracks", Some(("piet", SECRET)), &body).await.0, 401);
    assert_eq!(ask(&house, "POST /trackers/owntracks", None, &body).await.0, 401);
}
