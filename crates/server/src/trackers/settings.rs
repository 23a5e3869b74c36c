//! Where the listeners for trackers listen, and their maxima. All are off until they are switched on.
//!
//! Never here: reading a file (the command line does).

use super::door::Network;
use core::time::Duration;
use hoeder_vocab::Sensitive;
use hoeder_wire::tracker::teltonika::IoMap;
use std::net::SocketAddr;

/// Listeners and maxima.
#[derive(Debug, Clone)]
pub struct TrackerSettings {
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
    /// OwnTracks over MQTT with TLS.
    pub mqtt: Option<SocketAddr>,
    /// How Teltonika and Queclink speak over TCP.
    pub line: Line,
    /// Networks from which devices may come that have a number only; none means any.
    pub networks: Vec<Network>,
    /// Elements of Teltonika records.
    pub io: IoMap,
    /// The password in commands to Queclink devices.
    pub queclink_password: Sensitive<String>,
    /// Maxima.
    pub limits: TrackerLimits,
}

impl TrackerSettings {
    /// Is any listener on?
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.teltonika.is_some()
            || self.teltonika_udp.is_some()
            || self.queclink.is_some()
            || self.queclink_udp.is_some()
            || self.http.is_some()
            || self.mqtt.is_some()
    }
}

/// How devices that cannot do better speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// As they come: keep the listener on a private network of the mobile operator.
    Plain,
    /// TLS from the first byte.
    Tls,
}

impl Default for TrackerSettings {
    fn default() -> Self {
        Self {
            teltonika: None,
            teltonika_udp: None,
            queclink: None,
            queclink_udp: None,
            http: None,
            mqtt: None,
            line: Line::Plain,
            networks: Vec::new(),
            io: IoMap::default(),
            queclink_password: Sensitive::new(String::from("gl300")),
            limits: TrackerLimits::default(),
        }
    }
}

/// Maxima. What happens at each stands in `docs/trackers.md`.
#[derive(Debug, Clone)]
pub struct TrackerLimits {
    /// Connections of one listener; more are closed at once.
    pub connections: usize,
    /// Connections of one address at one listener: those behind a mobile operator share few addresses.
    pub connections_per_source: usize,
    /// A connection that is silent so long is closed.
    pub idle: Duration,
    /// To say who it is.
    pub login: Duration,
    /// Reports a second of one device in the long run.
    pub reports_per_second: u32,
    /// Reports of one device at once, such as what it kept while it had no network; no fewer than a packet has.
    pub burst: u32,
    /// Messages of one connection that cannot be read, before it is closed.
    pub faults: u32,
    /// Presses a second of one address under numbers that nobody vouches for, with ten times as many in a burst.
    pub doubtful_per_second: u32,
    /// Datagrams of one socket that are in work at once.
    pub datagrams: usize,
    /// How long one message waits while there is too much, before its connection is closed.
    pub busy: Duration,
    /// Commands that wait for one device.
    pub commands: usize,
    /// How long a command waits for its device, and a device may take to answer it.
    pub command_patience: Duration,
    /// Largest file of messages that cannot be read, bytes; there are two.
    pub quarantine_bytes: u64,
}

impl Default for TrackerLimits {
    fn default() -> Self {
        Self {
            connections: 20_000,
            connections_per_source: 20_000,
            idle: Duration::from_secs(900),
            login: Duration::from_secs(30),
            reports_per_second: 100,
            burst: 20_000,
            faults: 8,
            doubtful_per_second: 5,
            datagrams: 1_024,
            busy: Duration::from_secs(60),
            commands: 8,
            command_patience: Duration::from_secs(900),
            quarantine_bytes: 16 * 1024 * 1024,
        }
    }
}
