//! The listeners over real sockets on free ports, in front of a door that keeps in memory what it accepted.

mod floods;
mod http;
mod mqtt;
mod queclink;
mod teltonika;

use super::{
    Accepted, Addresses, Around, Commands, Door, Note, Refused, Register, Registered, SecretHash, Taking,
    TrackerSettings, Trackers, start,
};
use crate::config::Limits;
use crate::metrics::Metrics;
use crate::tls;
use core::time::Duration;
use hoeder_vocab::tracking::{DeviceNumber, Motion, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, Position, ReceivedAt, UtcMillis};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::collections::{BTreeMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc, watch};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

const IMEI: &str = "356307042441013";
const OTHER: &str = "352093081452251";
const SECRET: &str = "zestien letters of meer";
/// Long enough that only a fault reaches it.
const PATIENCE: Duration = Duration::from_secs(30);

fn device(number: &str) -> DeviceNumber {
    DeviceNumber::new(number).unwrap()
}

fn report(second: i64) -> TrackReport {
    let at = FixedAt(UtcMillis::from_unix_ms(1_795_000_000_000 + second * 1_000));
    TrackReport {
        at,
        fix: Some(TrackFix {
            position: Position::from_e7(508_500_000, 43_500_000).unwrap(),
            accuracy: Some(Decimetres(43)),
            fixed_at: at,
            source: FixSource::Gnss,
            speed_cms: Some(500),
            heading_deg: Some(180),
            motion: Motion::Moving,
        }),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: Percent::new(64),
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

fn press(second: i64) -> TrackReport {
    TrackReport { sos: true, ..report(second) }
}

/// Keeps what it accepted; the same report of the same device twice is kept once, as the guard and the engine do it.
#[derive(Default)]
struct Keeper {
    register: Register,
    told: Mutex<Told>,
    /// What it answers first, for each device, before it takes anything.
    refusals: Mutex<BTreeMap<DeviceNumber, VecDeque<Refused>>>,
    changed: Notify,
}

#[derive(Default, Clone)]
struct Told {
    kept: Vec<(DeviceNumber, TrackReport)>,
    presses: Vec<(DeviceNumber, FixedAt)>,
    strangers: Vec<(DeviceNumber, FixedAt)>,
    notes: Vec<Note>,
    handed_over: usize,
}

impl Keeper {
    fn told(&self) -> Told {
        self.told.lock().unwrap().clone()
    }
    fn refuse(&self, number: &str, answers: &[Refused]) {
        self.refusals.lock().unwrap().insert(device(number), answers.iter().copied().collect());
    }
    /// Waits until what it was told is as wanted.
    async fn until(&self, wanted: impl Fn(&Told) -> bool) -> Told {
        let seen = async {
            loop {
                let changed = self.changed.notified();
                let told = self.told();
                if wanted(&told) {
                    return told;
                }
                changed.await;
            }
        };
        tokio::time::timeout(PATIENCE, seen).await.expect("it never came to that")
    }
}

impl Door for Keeper {
    fn registered(&self, device: &DeviceNumber) -> Option<Registered> {
        self.register.find(device)
    }
    fn take<'a>(&'a self, device: &'a DeviceNumber, reports: Vec<TrackReport>, _: ReceivedAt) -> Taking<'a> {
        Box::pin(async move {
            let refused = self.refusals.lock().unwrap().get_mut(device).and_then(VecDeque::pop_front);
            let mut told = self.told.lock().unwrap();
            told.handed_over += 1;
            // A press is held whatever becomes of the reports.
            for report in reports.iter().filter(|report| report.sos) {
                if !told.presses.contains(&(device.clone(), report.at)) {
                    told.presses.push((device.clone(), report.at));
                }
            }
            if refused.is_none() {
                for report in &reports {
                    if !told.kept.contains(&(device.clone(), *report)) {
                        told.kept.push((device.clone(), *report));
                    }
                }
            }
            drop(told);
            self.changed.notify_one();
            refused.map_or(Ok(Accepted { count: reports.len() }), Err)
        })
    }
    fn press_of_stranger<'a>(
        &'a self,
        claimed: &'a DeviceNumber,
        presses: Vec<TrackReport>,
        _: ReceivedAt,
    ) -> Taking<'a> {
        Box::pin(async move {
            let mut told = self.told.lock().unwrap();
            told.strangers.extend(presses.iter().map(|press| (claimed.clone(), press.at)));
            drop(told);
            self.changed.notify_one();
            Ok(Accepted { count: presses.len() })
        })
    }
    fn note(&self, note: Note) {
        self.told.lock().unwrap().notes.push(note);
        self.changed.notify_one();
    }
}

/// Listeners with everything on.
struct House {
    keeper: Arc<Keeper>,
    trackers: Trackers,
    metrics: Arc<Metrics>,
    pem: String,
    data: TempDir,
    _stop: watch::Sender<bool>,
    _alive: mpsc::Receiver<()>,
}

async fn house() -> House {
    house_with(TrackerSettings::default()).await
}

async fn house_with(settings: TrackerSettings) -> House {
    let free = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let settings = TrackerSettings {
        teltonika: free,
        teltonika_udp: free,
        queclink: free,
        queclink_udp: free,
        http: free,
        mqtt: free,
        ..settings
    };
    let identity = tls::self_signed(&[String::from("localhost")]).unwrap();
    let pem = identity.pem.clone().unwrap();
    let keeper = Arc::new(Keeper::default());
    let secret = Some(SecretHash::of(SECRET.as_bytes()));
    for (number, secret) in [(IMEI, None), (OTHER, None), ("jan", secret.clone()), ("an", secret)] {
        keeper.register.put(device(number), Registered { secret, networks: Vec::new() });
    }
    let (data, metrics) = (tempfile::tempdir().unwrap(), Arc::new(Metrics::default()));
    let (stop, stopping) = watch::channel(false);
    let (alive, alive_end) = mpsc::channel(1);
    let around = Around {
        data: data.path(),
        tls: tls::server_config(identity).unwrap(),
        limits: &Limits::default(),
        metrics: Arc::clone(&metrics),
        stopping,
        alive,
    };
    let trackers = start(&settings, Arc::clone(&keeper) as Arc<dyn Door>, around).await.unwrap();
    House { keeper, trackers, metrics, pem, data, _stop: stop, _alive: alive_end }
}

impl House {
    const fn at(&self) -> Addresses {
        self.trackers.at
    }
    fn commands(&self) -> &Commands {
        &self.trackers.commands
    }
    async fn teltonika(&self) -> TcpStream {
        TcpStream::connect(self.at().teltonika.unwrap()).await.unwrap()
    }
    async fn queclink(&self) -> TcpStream {
        TcpStream::connect(self.at().queclink.unwrap()).await.unwrap()
    }
    fn client_config(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.pem.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Arc::new(config)
    }
    async fn tls(&self, address: SocketAddr) -> TlsStream<TcpStream> {
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(self.client_config()).connect(name, stream).await.unwrap()
    }
    /// A figure, as Prometheus sees it.
    fn figure(&self, line: &str) -> Option<u64> {
        let text = self.metrics.text();
        let found = text.lines().find_map(|l| l.strip_prefix(line))?;
        found.trim().parse().ok()
    }
}

/// Exactly so many bytes.
async fn read<const N: usize>(stream: &mut (impl AsyncRead + Unpin)) -> [u8; N] {
    let mut bytes = [0; N];
    tokio::time::timeout(PATIENCE, stream.read_exact(&mut bytes)).await.expect("no answer came").unwrap();
    bytes
}

/// The other end closes, and says nothing before.
async fn closes(stream: &mut (impl AsyncRead + Unpin)) {
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("it stays open");
    assert!(ended.is_err() || bytes.is_empty(), "{bytes:?}");
}
