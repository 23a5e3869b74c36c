//! A screen of an alarm desk.

use super::http::{Client, Stream};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::collections::VecDeque;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use uuid::Uuid;

/// A deadline for what must happen, so that a broken promise fails instead of hanging.
pub async fn in_time<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(core::time::Duration::from_secs(60), what)
        .await
        .expect("it did not happen in a minute")
}

pub struct Desk {
    pub socket: WebSocketStream<Stream>,
    waiting: VecDeque<Value>,
    pub hello: Value,
    /// Says with each pong that it can be heard.
    pub ready: bool,
}

pub async fn websocket(client: &Client, path: &str) -> Result<WebSocketStream<Stream>, Error> {
    let request = client
        .request("GET", path)
        .uri(format!("wss://{}{path}", client.host()))
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(())
        .unwrap();
    tokio_tungstenite::client_async(request, client.connect().await).await.map(|(socket, _)| socket)
}

impl Desk {
    /// Opens, reads until the queue is complete, and goes on duty where sound calls somebody.
    pub async fn open(client: &Client) -> Self {
        let mut desk = Self::open_deaf(client, "/api/v1/desk").await;
        let wall = desk.look_for(|frame| frame["type"] == "wall").await;
        if !wall["wall"]["my_desk"].is_null() {
            desk.ready = true;
            desk.says_ready("running").await;
            desk.look_for(|frame| frame["wall"]["my_desk"]["state"] == "on_duty").await;
        }
        desk
    }
    /// Opens and reads until the queue is complete; nobody goes on duty.
    pub async fn open_deaf(client: &Client, path: &str) -> Self {
        let socket = websocket(client, path).await.unwrap();
        let mut desk = Self { socket, waiting: VecDeque::new(), hello: Value::Null, ready: false };
        desk.hello = desk.next().await;
        assert_eq!(desk.hello["type"], "hello");
        let before = desk.until(|frame| frame["type"] == "complete").await;
        desk.waiting.extend(before);
        desk
    }
    /// Says how its sound is: when it runs, somebody heard it.
    pub async fn says_ready(&mut self, audio: &str) {
        let heard = audio == "running";
        let ready = json!({"type": "ready", "audio": audio, "heard": heard, "visible": true, "version": "1"});
        self.say(&ready).await;
    }
    /// The next frame that fits; what came before is kept.
    async fn look_for(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await;
            let found = fits(&frame);
            self.waiting.push_back(frame.clone());
            if found {
                return frame;
            }
        }
    }
    async fn next(&mut self) -> Value {
        loop {
            match in_time(self.socket.next()).await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["type"] != "ping" {
                        return frame;
                    }
                    self.say(&json!({"type": "pong"})).await;
                    if self.ready {
                        self.says_ready("running").await;
                    }
                }
                Some(Ok(_)) => {}
                other => panic!("the desk was closed: {other:?}"),
            }
        }
    }
    pub async fn say(&mut self, frame: &Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }
    /// Reads until a frame fits; gives the ones before it.
    async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut before = Vec::new();
        loop {
            let frame = self.next().await;
            if fits(&frame) {
                return before;
            }
            before.push(frame);
        }
    }
    /// The next frame that fits.
    pub async fn see(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = match self.waiting.pop_front() {
                Some(frame) => frame,
                None => self.next().await,
            };
            if fits(&frame) {
                return frame;
            }
        }
    }
    /// The next state of this alarm that fits.
    pub async fn sees_alarm(&mut self, alarm: Uuid, fits: impl Fn(&Value) -> bool) -> Value {
        let id = alarm.to_string();
        let frame = self
            .see(|frame| frame["type"] == "alarm" && frame["alarm"]["id"] == id && fits(&frame["alarm"]))
            .await;
        frame["alarm"].clone()
    }
    pub async fn paints(&mut self, alarm: Uuid) {
        self.say(&json!({"type": "painted", "alarm": alarm})).await;
    }
    /// Waits until the server closes.
    pub async fn is_closed(&mut self) {
        while let Some(Ok(frame)) = in_time(self.socket.next()).await {
            if matches!(frame, Message::Close(_)) {
                return;
            }
        }
    }
}
