//! A phone that speaks the handset protocol.

use super::desk::{in_time, websocket};
use super::http::{Client, Response, Stream};
use super::{LAT_E7, LON_E7};
use futures_util::{SinkExt as _, StreamExt as _};
use hoeder_vocab::handset::{Downlink, Press, Trigger, Uplink};
use hoeder_vocab::{
    AlarmId, Decimetres, Fix, FixSource, FixedAt, HandsetId, Percent, Position, Sensitive, UtcMillis,
};
use hoeder_wire::handset::{
    PairRequest, PairingCode, decode_pair_answer, encode_pair_request, open_downlink, seal_uplink,
};
use hoeder_wire::{PublicKey, SigningKey};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

pub struct Phone {
    pub client: Client,
    pub key: SigningKey,
    pub id: HandsetId,
    pub cell_key: PublicKey,
    pub counter: u64,
}

pub fn now() -> UtcMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    UtcMillis::from_unix_ms(i64::try_from(since.as_millis()).unwrap())
}

pub fn fix() -> Sensitive<Fix> {
    Sensitive::new(Fix {
        position: Position::from_e7(LAT_E7, LON_E7).unwrap(),
        accuracy: Some(Decimetres(83)),
        fixed_at: FixedAt(now()),
        source: FixSource::Gnss,
    })
}

pub fn press(alarm: Uuid) -> Uplink {
    Uplink::Press(Press {
        alarm: AlarmId::from_uuid(alarm),
        pressed_at: FixedAt(now()),
        trigger: Trigger::Button,
        fix: Some(fix()),
        battery: Percent::new(71),
        repeats: 0,
    })
}

pub fn heartbeat() -> Uplink {
    Uplink::Heartbeat {
        path: None,
        sent_at: FixedAt(now()),
        battery: Percent::new(70),
        button_battery: None,
        button_linked: Some(true),
    }
}

impl Phone {
    pub async fn pair(client: Client, code: &str) -> Self {
        Self::pair_with(client, code, [7; 32]).await
    }
    /// A second one has a key of its own.
    pub async fn pair_with(client: Client, code: &str, seed: [u8; 32]) -> Self {
        let key = SigningKey::from_seed(&seed);
        let request = PairRequest {
            code: PairingCode::parse(code).unwrap(),
            public_key: key.public_key(),
            model: String::from("Test phone"),
            app_version: String::from("1.0"),
        };
        let body = encode_pair_request(&request);
        let answer = client.raw("POST", "/handset/v1/pair", "application/json", body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let answer = decode_pair_answer(&answer.body).unwrap();
        Self { client, key, id: answer.handset, cell_key: answer.cell_key, counter: 0 }
    }
    pub fn seal(&mut self, uplink: &Uplink) -> String {
        self.counter += 1;
        seal_uplink(&self.key, self.id, self.counter, uplink)
    }
    pub async fn post(&self, envelope: String) -> Response {
        self.client.raw("POST", "/handset/v1/messages", "application/json", envelope).await
    }
    /// Reads a signed answer.
    pub fn read(&self, answer: &Response) -> Downlink {
        assert_eq!(answer.status, 200, "{}", answer.text());
        open_downlink(&answer.body, &self.cell_key, self.id).unwrap()
    }
    /// Sends one message and reads the signed answer.
    pub async fn says(&mut self, uplink: &Uplink) -> Downlink {
        let envelope = self.seal(uplink);
        self.read(&self.post(envelope).await)
    }
    pub async fn stream(&mut self) -> PhoneStream {
        let mut socket = websocket(&self.client, "/handset/v1/stream").await.unwrap();
        socket.send(Message::text(self.seal(&Uplink::Hello))).await.unwrap();
        PhoneStream { socket, cell_key: self.cell_key, id: self.id }
    }
}

pub struct PhoneStream {
    pub socket: WebSocketStream<Stream>,
    cell_key: PublicKey,
    id: HandsetId,
}

impl PhoneStream {
    pub async fn send(&mut self, envelope: String) {
        self.socket.send(Message::text(envelope)).await.unwrap();
    }
    pub async fn hears(&mut self) -> Downlink {
        loop {
            match in_time(self.socket.next()).await {
                Some(Ok(Message::Text(text))) => {
                    return open_downlink(text.as_bytes(), &self.cell_key, self.id).unwrap();
                }
                Some(Ok(_)) => {}
                other => panic!("the stream was closed: {other:?}"),
            }
        }
    }
    pub async fn hears_until(&mut self, fits: impl Fn(&Downlink) -> bool) -> Downlink {
        loop {
            let downlink = self.hears().await;
            if fits(&downlink) {
                return downlink;
            }
        }
    }
}
