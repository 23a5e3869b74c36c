//! The promise: a desk that cannot be heard is known as such, calls its colleagues, and misses nothing when it comes back.

use crate::support::desk::Desk;
use crate::support::http::Client;
use crate::support::phone::press;
use hoeder_vocab::Role;
use serde_json::{Value, json};
use uuid::Uuid;

fn lost(frame: &Value) -> &[Value] {
    frame.pointer("/wall/desk_alerts").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

async fn acknowledge(by: &Client, desk: &Value) -> (u16, String) {
    let answer = by
        .post(&format!("/api/v1/desks/{}/acknowledge", desk.as_str().unwrap_or_default()), &json!({}))
        .await;
    (answer.status, if answer.status == 204 { String::new() } else { crate::support::code(&answer) })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_loaded_anew_is_deaf_until_somebody_hears_it_and_its_colleagues_know() {
    // Proves FL-10.
    let house = crate::support::house().await;
    let operator = house.sign_in(Role::Operator).await;
    let supervisor = house.sign_in(Role::Supervisor).await;
    let mut desk = Desk::open(&operator).await;
    let mut colleague = Desk::open(&supervisor).await;
    let full = colleague.see(|f| f["wall"]["operators_on_duty"] == 2).await;
    assert_eq!(full["wall"]["staffing_low"], false);
    assert_eq!(full["wall"]["norm"], json!({"average_per_hour": 6, "peak_per_hour": 15}));

    desk.ready = false;
    desk.says_ready("suspended").await;
    desk.see(|f| f["wall"]["my_desk"]["state"] == "deaf").await;
    let told = colleague.see(|f| !lost(f).is_empty()).await;
    let alert = &lost(&told)[0];
    assert_eq!((&alert["state"], &alert["room_name"]), (&json!("deaf"), &json!("Gent")));
    assert!(alert["account_name"].as_str().is_some_and(|name| name.starts_with("Colleague")));
    assert_eq!(told["wall"]["staffing_low"], true);

    let (status, code) = acknowledge(&operator, &alert["desk"]).await;
    assert_eq!((status, code.as_str()), (409, "desk.own_desk"));
    assert_eq!(acknowledge(&supervisor, &alert["desk"]).await.0, 204);
    colleague.see(|f| f["type"] == "wall" && lost(f).is_empty()).await;
    desk.says_ready("running").await;
    desk.see(|f| f["wall"]["my_desk"]["state"] == "on_duty").await;
    assert!(house.figure("hoeder_desk_audio_ready") >= 2.0);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_hears_nothing_is_passed_and_still_sees_the_alarm() {
    // Proves FL-06.
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let operator = house.sign_in(Role::Operator).await;
    let mut deaf = Desk::open_deaf(&operator, "/api/v1/desk").await;
    let id = Uuid::from_u128(1);
    protected.phone.says(&press(id)).await;
    let seen = deaf.sees_alarm(id, |alarm| alarm["rung"] == "everyone").await;
    assert_eq!(seen["bearer"]["card"]["suspect"], "Jan Verdacht");
    operator.does(id, "take", &json!({})).await;
    deaf.sees_alarm(id, |alarm| alarm["stage"] == "taken").await;
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_comes_back_is_told_what_ended_meanwhile() {
    // Proves AL-09: nothing is missed by number.
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    let stream = desk.hello["stream"].as_str().unwrap().to_owned();
    assert_eq!((&desk.hello["resumed"], &desk.hello["ready_ms"]), (&json!(false), &json!(15_000)));
    let id = Uuid::from_u128(1);
    protected.phone.says(&press(id)).await;
    let frame = desk.see(|f| f["type"] == "alarm").await;
    let after = frame["number"].as_u64().unwrap();
    drop(desk);
    operator.does(id, "take", &json!({})).await;
    operator.does(id, "dispatch", &json!({"unit": "Gent 12"})).await;
    let close = json!({"outcome": "false_alarm", "pv": {"type": "number", "number": "PV 1"}});
    operator.does(id, "close", &close).await;

    let mut back = Desk::open_deaf(&operator, &format!("/api/v1/desk?stream={stream}&after={after}")).await;
    assert_eq!(back.hello["resumed"], true);
    back.sees_alarm(id, |alarm| alarm["stage"] == "closed").await;
    let other = Uuid::from_u128(9);
    let elsewhere = Desk::open_deaf(&operator, &format!("/api/v1/desk?stream={other}&after={after}")).await;
    assert_eq!(elsewhere.hello["resumed"], false);
    let refused = operator.get("/api/v1/desk?stream=none").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_say_who_hears_how_much_is_shown_and_how_old_the_proofs_are() {
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    protected.phone.says(&press(Uuid::from_u128(1))).await;
    // The figures follow the pictures of the wall that everybody gets.
    for _ in 0..2 {
        desk.see(|f| f["wall"]["shown_10m"] == 1).await;
    }
    for figure in [
        "hoeder_desk_audio_ready 1",
        "hoeder_desk_hidden 0",
        "hoeder_flood_active 0",
        "hoeder_phone_heartbeat_age_seconds_bucket{le=\"+Inf\"} 1",
        "hoeder_operator_alarm_rate_10m_count",
    ] {
        let text = house.running.metrics_text();
        assert!(text.contains(figure), "{figure} is not in\n{text}");
    }
    let wall = operator.get("/api/v1/wall").await.json();
    assert_eq!(wall["unowned"], json!({"alarms": 1, "alerts": 0, "reports": 0}));
    assert_eq!(wall["zones"][0]["handsets"], 1);
    assert!(wall["my_desk"].is_null() && wall["rate_10m_per_desk"].is_number());
    house.running.stop().await;
}
