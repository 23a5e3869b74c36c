//! What the command line hands over: where data lives, where to listen, maxima, the map.
//!
//! Never here: reading a file or the environment (the command line does).

use crate::voice::recording::RecordingSettings;
use core::time::Duration;
use hoeder_engine::measures::MeasureRules;
use hoeder_engine::tracking::TrackingRules;
use hoeder_vocab::{CellId, RoomId};
use hoeder_watch::service::Target;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Everything a server needs to start.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder: log, keys, sessions, map layers. Made when absent.
    pub data: PathBuf,
    /// Where to listen for TLS; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where to give metrics, without TLS; `None` gives none.
    pub metrics_listen: Option<SocketAddr>,
    /// Where the log lives.
    pub store: StoreChoice,
    /// The certificate.
    pub tls: Tls,
    /// The territory.
    pub cell: CellConfig,
    /// Maxima.
    pub limits: Limits,
    /// The map.
    pub map: MapSettings,
    /// Serve the console from this folder instead of from the binary.
    pub web_root: Option<PathBuf>,
    /// Real, or an exercise: then every page of the console says so.
    pub service: Service,
    /// Targets that answer times are judged against (T-ARC-2).
    pub targets: Vec<Target>,
    /// The circular: checklists, terms, ways for notices.
    pub measures: MeasureRules,
    /// Times, ceilings and protocols of tracking; no protocols takes those that the server ships.
    pub tracking: TrackingRules,
    /// Origins from which the console is used, such as `https://hoeder.example`; empty means the address itself.
    pub origins: Vec<String>,
    /// Letterheads, and where word of a notice goes.
    pub places: crate::places::Places,
    /// Ways for word of a notice besides the inbox.
    pub notify: crate::notify::NotifySettings,
    /// The virus scanner for uploads.
    pub scan: crate::ScanSettings,
    /// Listeners for ankle bands and trackers.
    pub trackers: crate::trackers::TrackerSettings,
    /// Where their reports go.
    pub tracker_door: Option<crate::trackers::GivenDoor>,
    /// The sound of alarms.
    pub voice: crate::voice::VoiceSettings,
    /// Where and for how long the sound of alarms is kept; `None` is the usual way.
    pub recordings: Option<RecordingSettings>,
    /// How positions are judged and kept; `None` is the usual way.
    pub positions: Option<crate::tracking::TrackingConfig>,
}

impl Config {
    /// How tracking runs; without settings, in a folder of the data folder.
    #[must_use]
    pub fn tracks(&self) -> crate::tracking::TrackingConfig {
        let usual = || crate::tracking::TrackingConfig::new(self.data.join("tracks"));
        self.positions.clone().unwrap_or_else(usual)
    }
    /// How sound is kept; without settings, in a folder of the data folder.
    #[must_use]
    pub fn sound(&self) -> RecordingSettings {
        let usual = || RecordingSettings::new(self.data.join("recordings"));
        self.recordings.clone().unwrap_or_else(usual)
    }
    /// A server on a free port of this machine with an embedded store and a self-signed certificate.
    #[must_use]
    pub fn local(data: PathBuf) -> Self {
        Self {
            data,
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            metrics_listen: Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0)),
            store: StoreChoice::Embedded,
            tls: Tls::SelfSigned { names: vec![String::from("localhost"), String::from("127.0.0.1")] },
            cell: CellConfig::default(),
            limits: Limits::default(),
            map: MapSettings::default(),
            web_root: None,
            service: Service::Real,
            targets: known_targets(),
            measures: MeasureRules {
                questionnaires: crate::questionnaires::shipped(),
                ..MeasureRules::default()
            },
            tracking: TrackingRules::default(),
            origins: Vec::new(),
            places: crate::places::Places::default(),
            notify: crate::notify::NotifySettings::default(),
            scan: crate::ScanSettings::default(),
            trackers: crate::trackers::TrackerSettings::default(),
            tracker_door: None,
            voice: crate::voice::VoiceSettings::default(),
            recordings: None,
            positions: None,
        }
    }
}

/// Every preset, in the order of the room that knows them.
#[must_use]
pub fn known_targets() -> Vec<Target> {
    hoeder_watch::service::PRESETS
        .iter()
        .filter_map(|preset| Target::parse(preset.name).ok())
        .flatten()
        .collect()
}

/// Do lives hang on this server?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Yes.
    Real,
    /// No: a demo or an exercise, with invented people.
    Exercise,
}

/// The cell of this server.
#[derive(Debug, Clone)]
pub struct CellConfig {
    /// The cell. Kept in the log: it never changes.
    pub cell: CellId,
    /// The control room of the cell.
    pub own_room: RoomId,
    /// Times of the ladder and of late milestones; `None` takes the defaults of `watch`.
    pub alarm_times: Option<hoeder_watch::alarm::AlarmTimes>,
    /// Times of the watch over handsets; `None` takes the defaults.
    pub watch_times: Option<hoeder_watch::supervision::WatchTimes>,
    /// The steps that a desk takes; `None` takes those that the server ships.
    pub protocols: Option<Vec<hoeder_engine::protocol::Protocol>>,
    /// A desk that does not say for so long that it can be heard is deaf.
    pub ready_timeout: Duration,
}

impl Default for CellConfig {
    fn default() -> Self {
        Self {
            cell: CellId::from_u128(0x686f_6564_6572_4ce1_8000_0000_0000_0001),
            own_room: RoomId::from_u128(0x686f_6564_6572_4001_8000_0000_0000_0001),
            alarm_times: None,
            watch_times: None,
            protocols: None,
            ready_timeout: hoeder_engine::duty::READY_TIMEOUT,
        }
    }
}

/// Where the log lives.
#[derive(Clone)]
pub enum StoreChoice {
    /// SQLite in the data folder.
    Embedded,
    /// PostgreSQL 15 or newer.
    Postgres {
        /// `postgres://user:password@host/database`; never logged.
        url: hoeder_vocab::Sensitive<String>,
    },
    /// Another home of the log, such as one that fails on command in a test.
    Given(OpenLog),
}

/// What [`OpenLog`] calls: once for the writer and once for the reader.
type Opener = dyn Fn() -> Result<Box<dyn hoeder_store::Log>, hoeder_store::StoreError> + Send + Sync;

/// Opens a home of the log.
#[derive(Clone)]
pub struct OpenLog(pub std::sync::Arc<Opener>);

impl core::fmt::Debug for StoreChoice {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Embedded => "Embedded",
            Self::Postgres { .. } => "Postgres[sensitive]",
            Self::Given(_) => "Given",
        })
    }
}

/// The certificate.
#[derive(Debug, Clone)]
pub enum Tls {
    /// PEM files of the organisation; read again when the server starts.
    Files {
        /// Certificate chain.
        cert: PathBuf,
        /// Private key.
        key: PathBuf,
    },
    /// Made at start: for the demo and for tests.
    SelfSigned {
        /// Names and addresses in it.
        names: Vec<String>,
    },
}

/// Maxima. What happens at each: an alarm of a verified handset is never what gets refused.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections in all; more are closed at once.
    pub connections: usize,
    /// Connections of one address.
    pub connections_per_source: usize,
    /// To finish the TLS handshake.
    pub handshake_timeout: Duration,
    /// To send the head of a request, also on an idle connection.
    pub header_timeout: Duration,
    /// To send the body and get the answer.
    pub request_timeout: Duration,
    /// To wait for the engine.
    pub reply_timeout: Duration,
    /// Body of a request, bytes.
    pub body_bytes: usize,
    /// Body with a photo, bytes.
    pub photo_bytes: usize,
    /// To send a document and get the answer.
    pub document_timeout: Duration,
    /// Frame of a WebSocket from outside, bytes.
    pub frame_bytes: usize,
    /// Requests per second of one address, with ten times as many in a burst.
    pub requests_per_second: u32,
    /// Messages per second of one address that nobody vouches for, with ten times as many in a burst.
    pub doubtful_per_second: u32,
    /// Pairing attempts per minute of one address.
    pub pairings_per_minute: u32,
    /// Messages per second of one handset that are no press.
    pub messages_per_second: u32,
    /// Between two pings to a desk.
    pub desk_ping: Duration,
    /// A desk silent for this long is down.
    pub desk_silent: Duration,
    /// A desk that does not take its frames for this long is down.
    pub desk_drain: Duration,
    /// Frames that wait for one desk, after joining those of one alarm.
    pub desk_outbox: usize,
    /// To say hello on a handset stream.
    pub hello_timeout: Duration,
    /// Entries that wait for the store before only presses are let in.
    pub writer_backlog: usize,
    /// Failed sign-ins of one login before each further one waits.
    pub sign_in_failures: u32,
    /// The first of those waits; doubles up to a minute.
    pub sign_in_delay: Duration,
    /// How often the writer looks whether a failed store is back.
    pub store_retry: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 20_000,
            connections_per_source: 4_000,
            handshake_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(20),
            reply_timeout: Duration::from_secs(10),
            body_bytes: 64 * 1024,
            photo_bytes: 96 * 1024,
            document_timeout: Duration::from_secs(120),
            frame_bytes: 16 * 1024,
            requests_per_second: 200,
            doubtful_per_second: 5,
            pairings_per_minute: 6,
            messages_per_second: 10,
            desk_ping: Duration::from_secs(5),
            desk_silent: Duration::from_secs(15),
            desk_drain: Duration::from_secs(5),
            desk_outbox: 4_096,
            hello_timeout: Duration::from_secs(10),
            writer_backlog: 20_000,
            sign_in_failures: 5,
            sign_in_delay: Duration::from_secs(1),
            store_retry: Duration::from_secs(1),
        }
    }
}

/// The map's settings.
#[derive(Debug, Clone)]
pub struct MapSettings {
    /// Where the picture comes from.
    pub base: MapBase,
    /// First view: west, south, east, north in degrees.
    pub bounds: [f64; 4],
}

impl Default for MapSettings {
    fn default() -> Self {
        Self { base: MapBase::Outline, bounds: [2.5, 49.4, 6.5, 51.6] }
    }
}

/// Where the picture under the alarms comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapBase {
    /// Outline, zones and `map/*.geojson` of the data folder.
    Outline,
    /// A PMTiles file in the folder `map` of the data folder, by name.
    Pmtiles {
        /// Such as `belgium.pmtiles`.
        file: String,
    },
    /// A MapLibre style of the organisation.
    Style {
        /// `https://..`; its origin is let into the Content-Security-Policy.
        url: String,
    },
    /// A WMTS or XYZ raster service of the organisation.
    Raster {
        /// `https://..{z}..{x}..{y}`; its origin is let into the Content-Security-Policy.
        url: String,
        /// The credit to show.
        attribution: String,
    },
}
