//! How a pretended device speaks: one of the protocols, over a real socket, with the network's faults on wish.
//!
//! Never here: what it reports (`device`).

use super::apps::{HttpApp, MqttApp};
use super::lines::{DatagramLine, TcpLine};
use crate::cli::{DeviceArgs, Spoken};
use crate::client::{Server, Trust};
use crate::exit::{Code, Failure, Outcome};
use core::time::Duration;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_wire::tracker::teltonika::IoMap;
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// A server that does not answer in this time does not answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// What came of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::command) struct Said {
    /// Reports that the server keeps.
    pub(super) acknowledged: u32,
    /// What the server told the device to do.
    pub(super) told: Vec<String>,
}

/// A device that speaks.
pub(in crate::command) enum Speaker {
    /// Over TCP.
    Tcp(TcpLine),
    /// In datagrams.
    Datagrams(DatagramLine),
    /// An app over HTTPS.
    Http(HttpApp),
    /// An app over MQTT.
    Mqtt(Box<MqttApp>),
}

/// Who a device is.
#[derive(Clone)]
pub(in crate::command) struct Name {
    pub(in crate::command) number: DeviceNumber,
    pub(in crate::command) secret: String,
}

/// Where a device speaks to, and how.
pub(in crate::command) struct Way {
    pub(in crate::command) spoken: Spoken,
    /// Host and port.
    pub(in crate::command) to: String,
    /// For those that speak TLS.
    pub(in crate::command) trust: Trust,
    /// Elements of Teltonika records.
    pub(in crate::command) io: IoMap,
    /// In pieces of so many bytes.
    pub(in crate::command) split: Option<usize>,
}

impl Speaker {
    /// As the arguments say. Connects when it first speaks.
    ///
    /// # Errors
    /// When they do not fit.
    pub(super) fn of(arguments: &DeviceArgs, io: IoMap) -> Outcome<Self> {
        let number = DeviceNumber::new(&arguments.number)
            .ok_or_else(|| Failure::usage("--number is no number of a device: letters, digits, - _ . /"))?;
        let secret = match &arguments.secret_file {
            Some(file) => std::fs::read_to_string(file)
                .map_err(|e| {
                    Failure::usage(format!("--secret-file {} cannot be read", file.display())).because(e)
                })?
                .trim()
                .to_owned(),
            None => String::new(),
        };
        let way = Way {
            spoken: arguments.protocol,
            to: arguments.to.clone(),
            trust: Trust::File(arguments.trust.clone()),
            io,
            split: arguments.split.and_then(|bytes| usize::try_from(bytes).ok()),
        };
        Self::new(Name { number, secret }, way)
    }

    /// A device of that name. Connects when it first speaks.
    ///
    /// # Errors
    /// When the address cannot be understood.
    pub(in crate::command) fn new(name: Name, way: Way) -> Outcome<Self> {
        let Way { spoken, to, trust, io, split } = way;
        Ok(match spoken {
            Spoken::Teltonika | Spoken::Queclink => {
                Self::Tcp(TcpLine::new(spoken, name.number, to, io, split))
            }
            Spoken::TeltonikaUdp => Self::Datagrams(DatagramLine::new(name.number, to, io)),
            Spoken::Osmand | Spoken::OwntracksHttp => {
                Self::Http(HttpApp::new(spoken, name, Server::new(&format!("https://{to}"), &trust)?))
            }
            Spoken::OwntracksMqtt => {
                let server = Server::new(&format!("https://{to}"), &trust)?;
                Self::Mqtt(Box::new(MqttApp::new(name, server, split)))
            }
        })
    }

    /// Says something and waits for what comes of it.
    ///
    /// # Errors
    /// [`Code::Unreachable`], [`Code::NotAllowed`] when the device is not let in.
    pub(in crate::command) async fn say(&mut self, reports: &[TrackReport]) -> Outcome<Said> {
        let saying = async {
            match self {
                Self::Tcp(line) => line.say(reports).await,
                Self::Datagrams(line) => line.say(reports).await,
                Self::Http(app) => app.say(reports).await,
                Self::Mqtt(app) => app.say(reports).await,
            }
        };
        tokio::time::timeout(PATIENCE, saying)
            .await
            .unwrap_or_else(|_| Err(Failure::new(Code::Unreachable, "the server does not acknowledge")))
    }

    /// Says something and is gone before it hears what came of it.
    ///
    /// # Errors
    /// [`Code::Unreachable`].
    pub(super) async fn say_and_break_off(&mut self, reports: &[TrackReport]) -> Outcome<()> {
        match self {
            Self::Tcp(line) => line.say_and_break_off(reports).await,
            Self::Datagrams(line) => line.send(reports).await,
            // A request whose answer nobody reads is the same to the server.
            Self::Http(app) => app.say(reports).await.map(drop),
            Self::Mqtt(app) => app.say_and_break_off(reports).await,
        }
    }

    /// Says goodbye, where the protocol has a word for it.
    pub(super) async fn end(self) {
        if let Self::Mqtt(app) = self {
            app.end().await;
        }
    }
}

/// Nobody answers, and why.
pub(super) fn unreachable(error: std::io::Error) -> Failure {
    Failure::new(Code::Unreachable, "the server does not answer").because(error)
}

/// Writes all, in pieces if the network is to be such.
///
/// # Errors
/// [`Code::Unreachable`].
pub(super) async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    bytes: &[u8],
    split: Option<usize>,
) -> Outcome<()> {
    for piece in bytes.chunks(split.unwrap_or(bytes.len()).max(1)) {
        stream.write_all(piece).await.map_err(unreachable)?;
        stream.flush().await.map_err(unreachable)?;
        if split.is_some() {
            tokio::task::yield_now().await;
        }
    }
    Ok(())
}
