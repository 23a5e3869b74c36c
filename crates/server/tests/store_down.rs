//! The store fails in the middle: alarms still reach the desks, are held in the spool, and the wall says so.

use crate::support::desk::Desk;
use crate::support::held_in;
use crate::support::phone::press;
use core::time::Duration;
use hoeder_server::{OpenLog, StoreChoice};
use hoeder_store::faulty::{Faults, FaultyLog, LogFault};
use hoeder_store::{Log, SqliteLog};
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{AlarmId, Role};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_press_is_shown_and_held_while_the_store_is_down_and_is_in_it_afterwards() {
    // Proves GN-05: acknowledged means durable, in the spool when the store fails, in the store afterwards.
    let faults = Faults::new();
    let steered = faults.clone();
    let house = crate::support::house_with(|config| {
        let folder = config.data.clone();
        std::fs::create_dir_all(&folder).unwrap();
        let open = move || {
            let log = SqliteLog::open(&folder)?;
            Ok(Box::new(FaultyLog::new(log, steered.clone())) as Box<dyn Log>)
        };
        config.store = StoreChoice::Given(OpenLog(Arc::new(open)));
        config.limits.store_retry = Duration::from_millis(100);
    })
    .await;
    let mut phone = house.protected().await.phone;
    let operator = house.sign_in(Role::Operator).await;
    let mut desk = Desk::open(&operator).await;
    faults.set(LogFault::Down);
    let id = Uuid::from_u128(1);
    assert_eq!(phone.says(&press(id)).await, Downlink::Held { alarm: AlarmId::from_uuid(id) });
    let shown = desk.sees_alarm(id, |a| held_in(a).is_some()).await;
    assert_eq!(held_in(&shown), Some("spool"));
    assert_eq!(operator.get("/api/v1/wall").await.json()["store"], "spooling");
    assert_eq!(operator.get("/status").await.text(), "amber\n");
    operator.does(id, "take", &json!({})).await;
    faults.set(LogFault::None);
    while operator.get("/api/v1/wall").await.json()["store"] != "up" {
        tokio::task::yield_now().await;
    }
    let house = house.restart(|_| {}).await;
    let supervisor = house.sign_in(Role::Supervisor).await;
    house.settled().await;
    let history = supervisor.get("/api/v1/alarm-history").await.json();
    assert_eq!(history[0]["alarm"], id.to_string());
    assert!(history[0]["taken_at"].is_string(), "{history}");
    house.running.stop().await;
}
