//! Apps on a phone: OsmAnd and OwnTracks over HTTPS, OwnTracks over MQTT.
//!
//! Never here: how a message is written (`wire::tracker`), the packets of MQTT (`mqtt-proto`).

use super::speaker::{Name, Said, unreachable, write};
use crate::cli::Spoken;
use crate::client::{Kept, Server};
use crate::exit::{Code, Failure, Outcome};
use hoeder_vocab::tracking::TrackReport;
use hoeder_wire::tracker::{osmand, owntracks};
use mqtt_proto::v3::{Connack, Connect, ConnectReturnCode, LastWill, Packet, Publish, Subscribe};
use mqtt_proto::{Pid, QoS, QosPid, TopicFilter, TopicName};
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// The largest packet that a server may send to an app, bytes.
const MAX_PACKET_BYTES: usize = 64 * 1024;
const KEEP_ALIVE_S: u16 = 60;

/// An app that posts.
pub(in crate::command) struct HttpApp {
    spoken: Spoken,
    name: Name,
    server: Server,
    kept: Option<Kept>,
}

impl HttpApp {
    pub(super) const fn new(spoken: Spoken, name: Name, server: Server) -> Self {
        Self { spoken, name, server, kept: None }
    }

    pub(super) async fn say(&mut self, reports: &[TrackReport]) -> Outcome<Said> {
        let mut said = Said::default();
        for report in reports {
            let (path, body) = match self.spoken {
                Spoken::OwntracksHttp => ("/trackers/owntracks", owntracks_body(report)?),
                Spoken::Osmand
                | Spoken::Teltonika
                | Spoken::TeltonikaUdp
                | Spoken::Queclink
                | Spoken::OwntracksMqtt => {
                    ("/trackers/osmand", osmand::encode_query(&self.name.number, report))
                }
            };
            let mut kept = match self.kept.take() {
                Some(kept) => kept,
                None => self.server.keep().await?,
            };
            let login = (self.name.number.as_str(), self.name.secret.as_str());
            let answer = kept.post_as(path, login, body.into_bytes()).await?.good("reporting")?;
            self.kept = Some(kept);
            said.acknowledged += 1;
            if let Value::Array(commands) = answer.json() {
                said.told.extend(commands.iter().map(Value::to_string));
            }
        }
        Ok(said)
    }
}

fn owntracks_body(report: &TrackReport) -> Outcome<String> {
    owntracks::encode(report).ok_or_else(|| Failure::new(Code::Failed, "OwnTracks cannot say this report"))
}

/// An app on a connection to the endpoint for MQTT.
pub(in crate::command) struct MqttApp {
    name: Name,
    server: Server,
    split: Option<usize>,
    stream: Option<TlsStream<TcpStream>>,
    pid: Pid,
    topic: String,
}

impl MqttApp {
    pub(super) fn new(name: Name, server: Server, split: Option<usize>) -> Self {
        let topic = owntracks::topic_of(&name.number);
        Self { name, server, split, stream: None, pid: Pid::default(), topic }
    }

    pub(super) async fn say(&mut self, reports: &[TrackReport]) -> Outcome<Said> {
        let mut said = Said::default();
        for report in reports {
            let (mut stream, pid) = self.speak(report).await?;
            loop {
                let packet = receive(&mut stream).await?;
                if packet == Packet::Puback(pid) {
                    break;
                }
                if let Packet::Publish(publish) = packet {
                    said.told.push(String::from_utf8_lossy(&publish.payload).into_owned());
                    if let Some(pid) = publish.qos_pid.pid() {
                        self.send(&mut stream, &Packet::Puback(pid)).await?;
                    }
                }
            }
            said.acknowledged += 1;
            self.stream = Some(stream);
        }
        Ok(said)
    }

    pub(super) async fn say_and_break_off(&mut self, reports: &[TrackReport]) -> Outcome<()> {
        for report in reports {
            self.speak(report).await?;
        }
        Ok(())
    }

    pub(super) async fn end(mut self) {
        if let Some(mut stream) = self.stream.take() {
            // It is gone either way.
            drop(self.send(&mut stream, &Packet::Disconnect).await);
        }
    }

    async fn speak(&mut self, report: &TrackReport) -> Outcome<(TlsStream<TcpStream>, Pid)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect().await?,
        };
        let pid = self.pid;
        self.pid += 1;
        let body = owntracks_body(report)?.into_bytes();
        let publish = Publish::new(QosPid::Level1(pid), topic_name(&self.topic)?, body.into());
        self.send(&mut stream, &Packet::Publish(publish)).await?;
        Ok((stream, pid))
    }

    async fn connect(&mut self) -> Outcome<TlsStream<TcpStream>> {
        let mut stream = self.server.connect().await?;
        let mut connect = Connect::new("hoeder-simulate".into(), KEEP_ALIVE_S);
        connect.username = Some(self.name.number.as_str().into());
        connect.password = Some(self.name.secret.clone().into_bytes().into());
        let will = br#"{"_type":"lwt","tst":0}"#.to_vec();
        connect.last_will = Some(LastWill::new(QoS::Level1, topic_name(&self.topic)?, will.into()));
        self.send(&mut stream, &Packet::Connect(connect)).await?;
        let answer = receive(&mut stream).await?;
        if answer != Packet::Connack(Connack::new(false, ConnectReturnCode::Accepted)) {
            return Err(Failure::new(Code::NotAllowed, "the server does not let this device in"));
        }
        let filter = TopicFilter::try_from(format!("{}/cmd", self.topic).as_str())
            .map_err(|e| Failure::failed("the topic cannot be written", e))?;
        let subscribe = Subscribe::new(self.pid, vec![(filter, QoS::Level1)]);
        self.pid += 1;
        self.send(&mut stream, &Packet::Subscribe(subscribe)).await?;
        Ok(stream)
    }

    async fn send(&self, stream: &mut TlsStream<TcpStream>, packet: &Packet) -> Outcome<()> {
        let bytes = packet.encode().map_err(|e| Failure::failed("a packet cannot be written", e))?;
        write(stream, bytes.as_ref(), self.split).await
    }
}

fn topic_name(topic: &str) -> Outcome<TopicName> {
    TopicName::try_from(topic).map_err(|e| Failure::failed("the topic cannot be written", e))
}

async fn receive(stream: &mut TlsStream<TcpStream>) -> Outcome<Packet> {
    let mut bytes = vec![stream.read_u8().await.map_err(unreachable)?];
    let mut length = 0_usize;
    for shift in [0, 7, 14, 21] {
        let byte = stream.read_u8().await.map_err(unreachable)?;
        bytes.push(byte);
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    if length > MAX_PACKET_BYTES {
        return Err(Failure::new(Code::Failed, "the server says too much"));
    }
    let head = bytes.len();
    bytes.resize(head + length, 0);
    stream.read_exact(bytes.get_mut(head..).unwrap_or_default()).await.map_err(unreachable)?;
    match Packet::decode(&bytes) {
        Ok(Some(packet)) => Ok(packet),
        Ok(None) | Err(_) => Err(Failure::new(Code::Failed, "the server says what is no MQTT")),
    }
}
