//! A colleague at the monitoring centre who answers what the newcomer leaves, slowly, over the real interface.
//!
//! Never here: how long each step takes (room `sim`).

use super::desk::{AGAIN, listen};
use crate::client::Session;
use crate::exit::Outcome;
use core::time::Duration;
use hoeder_sim::demo::tracking::{MonitorScript, monitor_script};
use hyper::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How often an incident is looked at while its alerts stand.
const LOOK: Duration = Duration::from_secs(5);
/// After so many looks the colleague says to be still on it.
const STILL_ON_IT: u32 = 60;

/// Sits there until the demo ends.
pub(super) async fn sit(monitor: Session, seed: u64) {
    let mut seen = BTreeSet::new();
    let mut tasks = JoinSet::new();
    loop {
        let hear = |told: &Value| {
            let incident = told.get("incident").filter(|_| word(told, "type") == Some("incident"))?;
            let id = word(incident, "id")?.to_owned();
            if word(incident, "owner").is_none() && seen.insert(id.clone()) {
                let number = u64::try_from(seen.len()).unwrap_or(u64::MAX);
                let one = Answer { monitor: monitor.clone(), id, script: monitor_script(seed, number) };
                // Somebody else has it, or it was closed: then there is nothing left to do.
                tasks.spawn(async move { drop(one.give().await) });
            }
            None
        };
        // A stream that broke is opened again; the demo goes on meanwhile.
        drop(listen(&monitor, hear).await);
        tokio::time::sleep(AGAIN).await;
    }
}

struct Answer {
    monitor: Session,
    id: String,
    script: MonitorScript,
}

impl Answer {
    async fn order(&self, method: Method, what: &str, body: Value) -> Outcome<Value> {
        self.monitor.send(method, &format!("/api/v1/incidents/{}{what}", self.id), &body).await
    }
    async fn read(&self) -> Outcome<Value> {
        self.order(Method::GET, "", Value::Null).await
    }

    async fn give(&self) -> Outcome<()> {
        let script = &self.script;
        tokio::time::sleep(script.take_after).await;
        self.order(Method::POST, "/take", Value::Null).await?;
        tokio::time::sleep(script.call_after).await;
        let incident = self.read().await?;
        self.call(&incident).await?;
        if word(&incident, "queue") == Some("danger") {
            tokio::time::sleep(script.police_after).await;
            self.police(&incident).await?;
        }
        self.until_calm().await?;
        tokio::time::sleep(script.close_after).await;
        while let Err(refused) = self.close().await {
            // An alert came back meanwhile: it is waited for again.
            if calm(&self.read().await?) {
                return Err(refused);
            }
            self.until_calm().await?;
        }
        Ok(())
    }

    /// The protected person is called and told to stay; where nobody is protected, the wearer is called.
    async fn call(&self, incident: &Value) -> Outcome<()> {
        let protected = incident.get("pair").is_some_and(Value::is_object);
        let (whom, note) =
            if protected { ("protected", self.script.call_note) } else { ("offender", "Neemt op.") };
        let call = json!({"whom": whom, "result": "reached", "note": note});
        self.order(Method::POST, "/calls", call).await?;
        if protected {
            let told = format!("/instructions/{}", Uuid::now_v7());
            let stay = json!({"instruction": {"type": "stay"}, "channel": "call"});
            self.order(Method::PUT, &told, stay).await?;
            self.order(Method::POST, &format!("{told}/heard"), json!({"delivery": "seen"})).await?;
        }
        Ok(())
    }

    async fn police(&self, incident: &Value) -> Outcome<()> {
        let reference = word(incident, "reference").unwrap_or("-");
        let told = json!({
            "place": format!("Bij de beschermde persoon van {reference}"), "minutes": 5,
            "reference": self.script.unit,
        });
        self.order(Method::POST, "/police", told).await.map(drop)
    }

    async fn until_calm(&self) -> Outcome<()> {
        let mut looks: u32 = 0;
        while !calm(&self.read().await?) {
            looks += 1;
            if looks.is_multiple_of(STILL_ON_IT) {
                self.order(Method::POST, "/still-on-it", Value::Null).await?;
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    async fn close(&self) -> Outcome<()> {
        let body = json!({"outcome": "violation", "reason": self.script.reason});
        self.order(Method::POST, "/close", body).await.map(drop)
    }
}

/// Is every alert over by the fixes, or set aside?
fn calm(incident: &Value) -> bool {
    let over = |alert: &Value| ["cleared_at", "set_aside_at"].iter().any(|at| word(alert, at).is_some());
    incident.get("alerts").and_then(Value::as_array).is_some_and(|alerts| alerts.iter().all(over))
}

/// A field that is a text.
fn word<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    of.get(name)?.as_str()
}
