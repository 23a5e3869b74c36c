//! The listeners for ankle bands and trackers (`docs/trackers.md`): TCP, UDP, HTTPS and MQTT, each with places, limits and a
//! quarantine of its own, so that what one of them suffers no press suffers (FL-20).
//!
//! They decode, check who a device is, and hand its reports to the [`Door`]; what is acknowledged is what the door says is
//! durable. Never here: who is tracked, what a report leads to.

mod commands;
mod connection;
pub mod door;
mod figures;
mod http;
mod intake;
mod mqtt;
mod pace;
mod quarantine;
mod queclink;
mod register;
mod settings;
mod teltonika;
mod udp;

#[cfg(test)]
mod tests;

pub use commands::{Commands, NotAsked};
pub use door::{
    Accepted, Door, Doubt, GivenDoor, Network, NotANetwork, Note, Protocol, Refused, Registered, SecretHash,
    Step, Taking,
};
pub(crate) use figures::Figures;
pub use register::Register;
pub use settings::{Line, TrackerLimits, TrackerSettings};

use crate::config::Limits;
use crate::limits::Places;
use crate::listen::{self, Listener};
use crate::metrics::Metrics;
use connection::Shared;
use core::time::Duration;
use intake::Intake;
use quarantine::Quarantine;
use rustls::ServerConfig;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, watch};

/// How often commands whose devices did not come are looked for.
const SWEEP: Duration = Duration::from_secs(60);

/// What the listeners share with the rest of the server.
pub(crate) struct Around<'a> {
    pub(crate) data: &'a Path,
    pub(crate) tls: Arc<ServerConfig>,
    pub(crate) limits: &'a Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) alive: mpsc::Sender<()>,
}

/// The listeners at work.
pub struct Trackers {
    /// Where they listen.
    pub at: Addresses,
    /// The way to devices.
    pub commands: Arc<Commands>,
}

/// Where each listens, if it is on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Teltonika over TCP.
    pub teltonika: Option<SocketAddr>,
    /// Teltonika over UDP.
    pub teltonika_udp: Option<SocketAddr>,
    /// Queclink over TCP.
    pub queclink: Option<SocketAddr>,
    /// Queclink over UDP.
    pub queclink_udp: Option<SocketAddr>,
    /// OsmAnd and OwnTracks over HTTPS.
    pub http: Option<SocketAddr>,
    /// OwnTracks over MQTT.
    pub mqtt: Option<SocketAddr>,
}

/// A listener that cannot listen.
#[derive(Debug)]
pub(crate) struct CannotListen {
    pub(crate) address: SocketAddr,
    pub(crate) source: io::Error,
}

/// Starts the listeners that are on.
pub(crate) async fn start(
    settings: &TrackerSettings,
    door: Arc<dyn Door>,
    around: Around<'_>,
) -> Result<Trackers, CannotListen> {
    let figures = around.metrics.trackers();
    let quarantine = Quarantine::start(around.data, settings.limits.quarantine_bytes, figures.clone());
    let intake = Arc::new(Intake::new(settings, door, figures, quarantine));
    let opening = Opening { settings, around: &around, intake: Arc::clone(&intake) };
    let line = match settings.line {
        Line::Plain => None,
        Line::Tls => Some(without_alpn(&around.tls)),
    };
    let at = Addresses {
        teltonika: opening.tcp(settings.teltonika, Protocol::Teltonika, line.clone()).await?,
        teltonika_udp: opening.udp(settings.teltonika_udp, Protocol::Teltonika).await?,
        queclink: opening.tcp(settings.queclink, Protocol::Queclink, line).await?,
        queclink_udp: opening.udp(settings.queclink_udp, Protocol::Queclink).await?,
        http: opening.http().await?,
        mqtt: opening.tcp(settings.mqtt, Protocol::OwnTracks, Some(without_alpn(&around.tls))).await?,
    };
    tracing::info!(?at, "listening for trackers");
    let commands = Arc::clone(&intake.commands);
    tokio::spawn(sweep(Arc::clone(&commands), around.stopping.clone()));
    Ok(Trackers { at, commands })
}

async fn sweep(commands: Arc<Commands>, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(SWEEP) => commands.sweep(),
        }
    }
}

/// Devices do not negotiate HTTP.
fn without_alpn(tls: &Arc<ServerConfig>) -> Arc<ServerConfig> {
    let mut config = ServerConfig::clone(tls);
    config.alpn_protocols.clear();
    Arc::new(config)
}

struct Opening<'a> {
    settings: &'a TrackerSettings,
    around: &'a Around<'a>,
    intake: Arc<Intake>,
}

impl Opening<'_> {
    fn places(&self) -> Arc<Places> {
        let limits = &self.settings.limits;
        Arc::new(Places::new(limits.connections, limits.connections_per_source))
    }

    async fn tcp(
        &self,
        wanted: Option<SocketAddr>,
        protocol: Protocol,
        tls: Option<Arc<ServerConfig>>,
    ) -> Result<Option<SocketAddr>, CannotListen> {
        let Some(wanted) = wanted else { return Ok(None) };
        let (listener, address) =
            listen::bind(wanted).await.map_err(|source| CannotListen { address: wanted, source })?;
        let shared = Shared {
            intake: Arc::clone(&self.intake),
            protocol,
            tls,
            places: self.places(),
            handshake: self.around.limits.handshake_timeout,
            stopping: self.around.stopping.clone(),
            alive: self.around.alive.clone(),
        };
        match protocol {
            Protocol::Teltonika => drop(tokio::spawn(connection::run(listener, shared, teltonika::serve))),
            Protocol::Queclink => drop(tokio::spawn(connection::run(listener, shared, queclink::serve))),
            Protocol::OsmAnd | Protocol::OwnTracks => {
                drop(tokio::spawn(connection::run(listener, shared, mqtt::serve)));
            }
        }
        Ok(Some(address))
    }

    async fn udp(
        &self,
        wanted: Option<SocketAddr>,
        protocol: Protocol,
    ) -> Result<Option<SocketAddr>, CannotListen> {
        let Some(wanted) = wanted else { return Ok(None) };
        let failed = |source| CannotListen { address: wanted, source };
        let socket = UdpSocket::bind(wanted).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        let (stopping, alive) = (self.around.stopping.clone(), self.around.alive.clone());
        tokio::spawn(udp::run(socket, protocol, Arc::clone(&self.intake), stopping, alive));
        Ok(Some(address))
    }

    async fn http(&self) -> Result<Option<SocketAddr>, CannotListen> {
        let Some(wanted) = self.settings.http else { return Ok(None) };
        let (listener, address) =
            listen::bind(wanted).await.map_err(|source| CannotListen { address: wanted, source })?;
        let shared = Listener {
            router: http::router(Arc::clone(&self.intake), self.around.limits.request_timeout),
            tls: Some(Arc::clone(&self.around.tls)),
            places: self.places(),
            limits: self.around.limits.clone(),
            metrics: Arc::clone(&self.around.metrics),
            stopping: self.around.stopping.clone(),
            alive: self.around.alive.clone(),
        };
        tokio::spawn(listen::run(listener, shared));
        Ok(Some(address))
    }
}
