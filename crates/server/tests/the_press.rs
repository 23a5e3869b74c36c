//! The promise: a press reaches the desk, is taken, and is closed by the police with everything that happened on record.

use crate::support::desk::Desk;
use crate::support::phone::{fix, heartbeat, now, press};
use crate::support::reached;
use hoeder_vocab::handset::{Downlink, Trigger, Uplink};
use hoeder_vocab::{AlarmId, FixedAt, Role, Sensitive, TestId};
use serde_json::json;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_press_reaches_the_desk_is_taken_and_closed() {
    // Proves AL-03: the frame says what kind of call it is. Proves FL-32: each hop has its time. Proves GN-05.
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    let mut stream = protected.phone.stream().await;
    assert!(matches!(stream.hears().await, Downlink::Settings(_)));

    let id = Uuid::from_u128(1);
    let alarm = AlarmId::from_uuid(id);
    // 'Held' is signed by the cell and comes only when the record is durable.
    assert_eq!(protected.phone.says(&press(id)).await, Downlink::Held { alarm });
    let ringing = desk.sees_alarm(id, |_| true).await;
    assert_eq!(ringing["call"], "mobile_stalking_alarm");
    assert_eq!((&ringing["kind"], &ringing["stage"]), (&json!("danger"), &json!("ringing")));
    assert_eq!(ringing["bearer"]["card"]["suspect"], "Jan Verdacht");
    assert_eq!(ringing["zones"][0]["code"], "5415");

    desk.paints(id).await;
    desk.sees_alarm(id, |a| reached(a, "shown")).await;
    operator.does(id, "take", &json!({})).await;
    stream.hears_until(|d| *d == Downlink::SomeoneThere { alarm }).await;
    let moved = Uplink::Moved { alarm, fix: fix(), battery: None };
    let envelope = protected.phone.seal(&moved);
    stream.send(envelope).await;
    let seen = desk.see(|frame| frame["type"] == "moved").await;
    assert_eq!(seen["alarm"], id.to_string());
    operator.does(id, "dispatch", &json!({"unit": "Gent 12"})).await;
    operator.does(id, "on-scene", &json!({"unit": "Gent 12"})).await;
    operator.does(id, "notes", &json!({"text": "the door is open"})).await;
    let no_pv = json!({"outcome": "real_danger", "pv": {"type": "number", "number": ""}});
    let refused = operator.post(&format!("/api/v1/alarms/{id}/close"), &no_pv).await;
    assert_eq!((refused.status, crate::support::code(&refused).as_str()), (409, "alarm.pv_missing"));
    assert_eq!(refused.json()["point"], "7.11.2");
    let close = json!({"outcome": "real_danger", "pv": {"type": "number", "number": "GE.45.L1.1/2026"}});
    operator.does(id, "close", &close).await;
    stream.hears_until(|d| *d == Downlink::Closed { alarm }).await;

    let whole = operator.get(&format!("/api/v1/alarms/{id}")).await;
    assert_eq!(whole.status, 200, "{}", whole.text());
    let whole = whole.json();
    for hop in ["pressed", "received", "held", "shown", "taken", "dispatched", "on_scene", "closed"] {
        assert!(reached(&whole, hop), "{hop} has no time in {}", whole["reached"]);
    }
    house.settled().await;
    let history = house.sign_in(Role::Supervisor).await.get("/api/v1/alarm-history").await.json();
    assert_eq!(history[0]["alarm"], id.to_string());
    assert!(history[0]["shown_at"].is_string() && history[0]["closed_at"].is_string());
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_address_is_on_the_card_while_the_alarm_is_open_and_no_longer() {
    // Proves MS-24: the control room and the team know where to go; afterwards nobody there needs it.
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let details = json!({"born_on": null, "national_number": null, "address": "Verzonnenlaan 12, 9000 Gent", "address_secrecy": "kept", "email": null, "trusted": null});
    let person = json!({"kind": "protected", "name": "An Voorbeeld", "language": "dutch", "phone": "+32470000000", "details": details});
    let path = format!("/api/v1/cases/{}/persons/{}", protected.case, protected.person);
    assert_eq!(protected.officer.put(&path, &person).await.status, 204);
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    let id = Uuid::from_u128(7);
    protected.phone.says(&press(id)).await;
    let ringing = desk.sees_alarm(id, |_| true).await;
    assert_eq!(ringing["bearer"]["address"], "Verzonnenlaan 12, 9000 Gent");
    operator.does(id, "take", &json!({})).await;
    operator.does(id, "dispatch", &json!({"unit": "Gent 12"})).await;
    operator.does(id, "close", &json!({"outcome": "technical", "pv": {"type": "to_follow"}})).await;
    let closed = operator.get(&format!("/api/v1/alarms/{id}")).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    assert!(closed.json()["bearer"]["address"].is_null() && !closed.text().contains("Verzonnenlaan"));
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_twice_is_one_alarm_over_both_paths() {
    // Proves GN-05.
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let mut stream = phone.stream().await;
    stream.hears().await;
    let id = Uuid::from_u128(2);
    let held = Downlink::Held { alarm: AlarmId::from_uuid(id) };
    assert_eq!(phone.says(&press(id)).await, held);
    let again = phone.seal(&press(id));
    stream.send(again).await;
    stream.hears_until(|d| *d == held).await;
    let operator = house.sign_in(Role::Operator).await;
    assert_eq!(operator.get("/api/v1/alarms").await.json().as_array().unwrap().len(), 1);
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_self_test_is_answered_and_shown_on_its_own_track() {
    // Proves AL-17, FL-05: no alarm comes of it.
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let zone = house.sign_in(Role::ZoneDuty).await;
    let mut desk = Desk::open(&zone).await;
    let test = TestId::from_u128(9);
    let answer =
        phone.says(&Uplink::SelfTest { test, sent_at: FixedAt(now()), trigger: Trigger::Button }).await;
    assert!(matches!(answer, Downlink::TestAnswered { test: answered, .. } if answered == test));
    desk.see(|frame| frame["type"] == "tested").await;
    assert_eq!(zone.get("/api/v1/alarms").await.json(), json!([]));
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_and_the_duress_word_get_the_same_answer() {
    // Proves FL-07 over the real path: nothing is cancelled and the answer gives nothing away.
    let house = crate::support::house().await;
    let mut phone = house.protected().await.phone;
    let id = Uuid::from_u128(3);
    let alarm = AlarmId::from_uuid(id);
    phone.says(&press(id)).await;
    for word in ["per ongeluk", "tulp"] {
        let said = phone.says(&Uplink::Mistake { alarm, word: Sensitive::new(word.to_owned()) }).await;
        assert_eq!(said, Downlink::WordReceived { alarm });
    }
    let operator = house.sign_in(Role::Operator).await;
    let seen = operator.get(&format!("/api/v1/alarms/{id}")).await.json();
    assert_eq!((&seen["stage"], &seen["duress"]), (&json!("ringing"), &json!(true)));
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_is_heard_and_its_age_is_shown() {
    // Proves FL-10: the proof of life comes over the real path and is seen by the zone.
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    assert!(matches!(protected.phone.says(&heartbeat()).await, Downlink::Heard { .. }));
    let case = protected.officer.get(&format!("/api/v1/cases/{}", protected.case)).await.json();
    assert!(case["handsets"][0]["heard_at"].is_string(), "{case}");
    house.running.stop().await;
}
