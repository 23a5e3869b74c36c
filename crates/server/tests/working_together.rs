//! The promise: several people work on one alarm, each sees at once what the others do, and only its owner ends it.

use crate::support::desk::Desk;
use crate::support::story::Story;
use hoeder_vocab::Role;
use serde_json::{Value, json};

fn step<'a>(alarm: &'a Value, id: &str) -> &'a Value {
    alarm["steps"].as_array().into_iter().flatten().find(|step| step["id"] == id).unwrap_or(&Value::Null)
}

/// Proves FL-06: a colleague takes over at once, the owner says to be still on it, and the frame tells until when.
#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_taken_over_kept_and_handed_back() {
    let mut story = Story::begins().await;
    let supervisor = story.house.sign_in(Role::Supervisor).await;
    let _other = Desk::open(&supervisor).await;
    let Story { operator, desk, ringing, alarm: id, .. } = &mut story;
    let id = *id;
    assert_eq!((&ringing["trigger"], &ringing["reminded"]), (&json!("button"), &json!(false)));
    assert_eq!(
        (&ringing["messages"], &ringing["hotspots"], &ringing["trip"]),
        (&json!([]), &json!([]), &json!(null))
    );
    operator.does(id, "take", &json!({})).await;
    let mine = desk.sees_alarm(id, |a| a["owner"].is_string()).await;
    assert!(mine["take_over_until"].is_string() && mine["idle_until"].is_string());
    let late = supervisor.post(&format!("/api/v1/alarms/{id}/take?only=free"), &json!({})).await;
    assert_eq!((late.status, crate::support::code(&late).as_str()), (409, "alarm.owned_by_another"));
    supervisor.does(id, "take", &json!({})).await;
    let theirs = desk.sees_alarm(id, |a| a["owner"] != mine["owner"]).await;
    assert_eq!(theirs["owned_since"], mine["owned_since"], "the window does not begin anew");
    supervisor.does(id, "still-on-it", &json!({})).await;
    let not_mine = operator.post(&format!("/api/v1/alarms/{id}/still-on-it"), &json!({})).await;
    assert_eq!((not_mine.status, crate::support::code(&not_mine).as_str()), (409, "alarm.owned_by_another"));
    supervisor.does(id, "hand-over", &json!({"to": mine["owner"]})).await;
    let back =
        desk.sees_alarm(id, |a| a["owner"] == mine["owner"] && a["owned_since"] != mine["owned_since"]).await;
    let whats: Vec<&str> =
        back["timeline"].as_array().unwrap().iter().filter_map(|line| line["what"].as_str()).collect();
    assert!(whats.ends_with(&["taken_over", "still_on_it", "handed_over"]), "{whats:?}");
    story.ends().await;
}

/// Proves FL-03: the protocol is told once to each screen, in four languages; a step is ticked off by its name, or done by its act.
#[tokio::test(flavor = "multi_thread")]
async fn the_steps_of_the_protocol_are_done_one_by_one() {
    let mut story = Story::begins().await;
    let Story { operator, desk, alarm: id, .. } = &mut story;
    let id = *id;
    operator.does(id, "take", &json!({})).await;
    operator.does(id, "steps/keep-silent", &json!({})).await;
    let seen = desk.sees_alarm(id, |a| step(a, "keep-silent")["done_at"].is_string()).await;
    let danger =
        desk.hello["protocols"].as_array().unwrap().iter().find(|said| said["kind"] == "danger").unwrap();
    assert!(step(danger, "keep-silent")["title"]["de"].as_str().unwrap().contains("anrufen"));
    assert!(!seen.to_string().contains("anrufen"), "a page of an alarm carries no words of its protocol");
    assert_eq!((&step(&seen, "take")["act"], &step(&seen, "take")["late"]), (&json!("take"), &json!(false)));
    assert!(step(&seen, "keep-silent")["done_by"].is_string());
    for (name, status, code) in
        [("send-team", 409, "step.done_by_its_act"), ("dance", 404, "not_found"), ("%20", 404, "not_found")]
    {
        let refused = operator.post(&format!("/api/v1/alarms/{id}/steps/{name}"), &json!({})).await;
        assert_eq!((refused.status, crate::support::code(&refused).as_str()), (status, code), "{name}");
    }
    story.ends().await;
}

/// Proves AL-08, FL-07: a patrol says from the street that it goes, is there and what it found; it does not end the alarm.
#[tokio::test(flavor = "multi_thread")]
async fn a_patrol_reports_from_the_street() {
    let mut story = Story::begins().await;
    let patrol = story.house.sign_in(Role::Patrol).await;
    story.a_team_goes().await;
    let (desk, id) = (&mut story.desk, story.alarm);
    patrol.does(id, "on-the-way", &json!({"unit": "Gent 12"})).await;
    patrol.does(id, "on-scene", &json!({"unit": "Gent 12"})).await;
    let finding = json!({"unit": "Gent 12", "outcome": "suspect_present", "note": "arrested in the garden"});
    patrol.does(id, "finding", &finding).await;
    let seen = desk.sees_alarm(id, |a| a["findings"].as_array().is_some_and(|found| !found.is_empty())).await;
    assert_eq!((&seen["on_the_way"], &seen["arrived"]), (&json!(["Gent 12"]), &json!(["Gent 12"])));
    assert_eq!(seen["findings"][0]["note"], "arrested in the garden");
    assert_eq!(seen["stage"], "on_scene");
    let close = json!({"outcome": "suspect_present", "pv": {"type": "to_follow"}});
    let refused = patrol.post(&format!("/api/v1/alarms/{id}/close"), &close).await;
    assert_eq!(refused.status, 403);
    story.ends().await;
}

/// Proves AL-08: the page of a team says where it is, the desk of that alarm sees it, and with the page it is gone.
#[tokio::test(flavor = "multi_thread")]
async fn where_a_team_is_comes_and_goes_with_its_page() {
    let mut story = Story::begins().await;
    story.a_team_goes().await;
    let patrol = story.house.sign_in(Role::Patrol).await;
    let mut car = Desk::open(&patrol).await;
    let (desk, id) = (&mut story.desk, story.alarm);
    let place = json!({"lat_e7": 510_600_000, "lon_e7": 37_000_000, "accuracy_m": 8, "fixed_at": "2026-11-22T14:05:09.123Z"});
    car.say(&json!({"type": "team_at", "alarm": id, "unit": "Gent 12", "place": place})).await;
    let seen = desk.see(|frame| frame["type"] == "teams").await;
    assert_eq!((&seen["alarm"], &seen["teams"][0]["unit"]), (&json!(id), &json!("Gent 12")));
    let point = &seen["teams"][0]["point"];
    assert_eq!(
        (&point["lat"], &point["lon"], &point["accuracy_m"]),
        (&json!(51.06), &json!(3.7), &json!(8.0))
    );
    assert!(point["received_at"].is_string());
    drop(car);
    let gone = desk.see(|frame| frame["type"] == "teams").await;
    assert_eq!(gone["teams"], json!([]), "the page is gone");

    let mut car = Desk::open(&patrol).await;
    car.say(&json!({"type": "team_at", "alarm": id, "unit": "Gent 12", "place": {"lat_e7": 999_999_999}}))
        .await;
    car.is_closed().await;
    story.ends().await;
}
