//! A colleague at an alarm desk who answers what the newcomer leaves, after a while, over the real interface.
//!
//! Never here: how long each step takes (room `sim`).

use crate::client::Session;
use crate::exit::Outcome;
use core::time::Duration;
use futures_util::{SinkExt, StreamExt};
use hoeder_sim::demo::{OperatorScript, operator_script};
use hoeder_watch::alarm::{Outcome as Ending, Pv};
use hyper::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

/// After the stream broke.
pub(super) const AGAIN: Duration = Duration::from_secs(2);

/// Sits there until the demo ends. Alarms of the newcomer's own case are left to the newcomer.
pub(super) async fn sit(operator: Session, seed: u64, newcomer: String) {
    let mut colleague =
        Colleague { operator, seed, newcomer, seen: BTreeSet::new(), alarms: 0, tasks: JoinSet::new() };
    loop {
        // A stream that broke is opened again; the demo goes on meanwhile.
        drop(colleague.listen().await);
        tokio::time::sleep(AGAIN).await;
    }
}

struct Colleague {
    operator: Session,
    seed: u64,
    newcomer: String,
    seen: BTreeSet<String>,
    alarms: u64,
    tasks: JoinSet<()>,
}

impl Colleague {
    async fn listen(&mut self) -> Outcome<()> {
        let operator = self.operator.clone();
        listen(&operator, |told| match told.get("type").and_then(Value::as_str) {
            Some("alarm") => told.get("alarm").and_then(|alarm| self.alarm(alarm)),
            Some(_) | None => None,
        })
        .await
    }

    /// A new alarm is painted, and answered in time.
    fn alarm(&mut self, alarm: &Value) -> Option<Value> {
        let id = alarm.get("id")?.as_str()?.to_owned();
        if !self.seen.insert(id.clone()) {
            return None;
        }
        let case = alarm.pointer("/bearer/case").and_then(Value::as_str);
        let stage = alarm.get("stage").and_then(Value::as_str);
        if stage == Some("ringing") && case != Some(self.newcomer.as_str()) {
            let script = operator_script(self.seed, self.alarms);
            self.alarms += 1;
            let operator = self.operator.clone();
            let about = id.clone();
            self.tasks.spawn(async move {
                // Somebody else has it, or the police closed it: then there is nothing left to do.
                drop(answer(&operator, &about, &script).await);
            });
        }
        Some(json!({"type": "painted", "alarm": id}))
    }
}

/// Sits at a desk and answers what it tells, until the stream breaks.
pub(super) async fn listen(who: &Session, mut hear: impl FnMut(&Value) -> Option<Value>) -> Outcome<()> {
    let mut socket = who.server().socket("/api/v1/desk", Some(who.cookie())).await?;
    while let Some(Ok(frame)) = socket.next().await {
        let Message::Text(text) = frame else { continue };
        let told: Value = serde_json::from_str(&text).unwrap_or_default();
        let answer = match told.get("type").and_then(Value::as_str) {
            Some("ping") => {
                if socket.send(Message::text(ready().to_string())).await.is_err() {
                    break;
                }
                Some(json!({"type": "pong"}))
            }
            Some("complete") => Some(ready()),
            Some(_) | None => hear(&told),
        };
        if let Some(answer) = answer
            && socket.send(Message::text(answer.to_string())).await.is_err()
        {
            break;
        }
    }
    Ok(())
}

/// A colleague who sits there and hears: otherwise every alarm would climb at once past an empty room.
fn ready() -> Value {
    json!({
        "type": "ready", "audio": "running", "heard": true, "visible": true, "version": env!("CARGO_PKG_VERSION")
    })
}

async fn answer(operator: &Session, alarm: &str, script: &OperatorScript) -> Outcome<()> {
    let order = async |what: &str, body: Value| {
        operator.send(Method::POST, &format!("/api/v1/alarms/{alarm}/{what}"), &body).await
    };
    tokio::time::sleep(script.take_after).await;
    order("take", Value::Null).await?;
    tokio::time::sleep(script.dispatch_after).await;
    order("dispatch", json!({"unit": script.unit})).await?;
    if let Some(note) = script.note {
        order("notes", json!({"text": note})).await?;
    }
    tokio::time::sleep(script.on_scene_after).await;
    order("on-scene", json!({"unit": script.unit})).await?;
    tokio::time::sleep(script.close_after).await;
    let pv = match &script.pv {
        Pv::Number(number) => json!({"type": "number", "number": number}),
        Pv::ToFollow => json!({"type": "to_follow"}),
    };
    let body = json!({"outcome": word(script.outcome), "pv": pv, "note": script.closing_note});
    order("close", body).await?;
    Ok(())
}

const fn word(outcome: Ending) -> &'static str {
    match outcome {
        Ending::RealDanger => "real_danger",
        Ending::SuspectPresent => "suspect_present",
        Ending::FalseAlarm => "false_alarm",
        Ending::Misuse => "misuse",
        Ending::Test => "test",
        Ending::Technical => "technical",
    }
}
