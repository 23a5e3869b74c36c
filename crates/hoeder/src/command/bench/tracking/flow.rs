//! Through the network: Codec 8 over TCP into the server's own listener, every rule on, durable before the acknowledgement.
//!
//! Clients and server share this process and its processors. What the guard says ends here at the engine's door.
//! Never here: the engine, desks (`desk`).

use super::super::rounded;
use super::cpu::Spent;
use super::rules::{carrier, orders, report};
use super::town::Town;
use crate::exit::{Failure, Outcome};
use crate::offline::now;
use hoeder_server::Config;
use hoeder_server::trackers::{GivenDoor, Note, Registered};
use hoeder_server::tracking::{CellLink, Device, Held, Press, Tracking, TrackingConfig};
use hoeder_store::MasterKey;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_vocab::{CarrierId, TrackerId};
use hoeder_watch::track::{AlertKind, Change};
use hoeder_wire::tracker::teltonika::{Codec, IoMap, encode_login, encode_packet};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Devices that send as fast as they are answered.
const DEVICES: u32 = 1_000;
/// Records of one packet, and packets of one device.
const RECORDS: u32 = 25;
const PACKETS: u32 = 40;

/// The engine's door: notes when it was told that somebody is near.
#[derive(Default)]
pub(super) struct Told(Mutex<HashMap<CarrierId, Instant>>);

impl CellLink for Told {
    fn change(&self, change: Box<Change>) -> Result<(), Box<Change>> {
        if let Change::Raised(alert) | Change::Worse(alert) = &*change
            && alert.kind == AlertKind::Near
        {
            let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            told.entry(alert.carrier).or_insert_with(Instant::now);
        }
        Ok(())
    }
    fn press(&self, _press: Press) -> Held {
        Box::pin(async { true })
    }
    fn note(&self, _note: Note) {}
}

impl Told {
    pub(super) fn of(&self, carrier: CarrierId) -> Option<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&carrier).copied()
    }
}

pub(super) fn number(pair: u32, side: u8) -> Outcome<DeviceNumber> {
    // Fifteen digits, as an IMEI has.
    DeviceNumber::new(&format!("35{:012}{side}", pair))
        .ok_or_else(|| Failure::failed("no device number", "too long"))
}

/// Tracking over this folder, with all pairs of the town ordered and begun.
pub(super) fn tracking(folder: &Path, town: &Town, told: &Arc<Told>) -> Outcome<Tracking> {
    let config = TrackingConfig { segment_bytes: 64 << 20, ..TrackingConfig::new(folder.join("tracks")) };
    let link: Arc<dyn CellLink> = Arc::clone(told) as Arc<dyn CellLink>;
    let tracking = Tracking::start(&config, Box::new(MasterKey::from_bytes([7; 32])), link, Arc::default())
        .map_err(|e| Failure::failed("tracking does not start", e))?;
    for (pair, of) in (0..).zip(&town.pairs) {
        for order in orders(pair, of)? {
            tracking.watch(order);
        }
        for side in [0, 1] {
            let device = Device {
                tracker: TrackerId::from_u128(u128::from(pair) << 8 | u128::from(side)),
                carriers: vec![carrier(pair, side)],
                access: Registered::default(),
                most_per_minute: 1_000_000,
                every_s: 60,
            };
            tracking.directory().put(number(pair, side)?, device);
        }
    }
    tracking.begin();
    Ok(tracking)
}

/// A device that is connected.
pub(super) struct Client {
    socket: TcpStream,
}

impl Client {
    pub(super) async fn connect(to: SocketAddr, device: &DeviceNumber) -> std::io::Result<Self> {
        let mut socket = TcpStream::connect(to).await?;
        socket.set_nodelay(true)?;
        socket.write_all(&encode_login(device)).await?;
        match socket.read_u8().await? {
            1 => Ok(Self { socket }),
            _ => Err(std::io::Error::other("the listener does not let a device in")),
        }
    }
    /// Resolves when everything in it is durable.
    pub(super) async fn send(&mut self, packet: &[u8], records: u32) -> std::io::Result<()> {
        self.socket.write_all(packet).await?;
        let kept = self.socket.read_u32().await?;
        if kept == records { Ok(()) } else { Err(std::io::Error::other("not everything was taken")) }
    }
}

/// Somebody who walks slowly north from home; the newest of the reports is of `until`, one in 80 ms.
fn walk(town: &Town, (pair, side): (u32, u8), (first, count): (u32, u32), until: i64) -> Vec<TrackReport> {
    let Some(of) = town.pairs.get(pair as usize) else { return Vec::new() };
    (first..first + count)
        .filter_map(|n| {
            let place = of.north_of(usize::from(side), f64::from(n) * 0.1)?;
            Some(report(until - i64::from(PACKETS * RECORDS - n.min(PACKETS * RECORDS)) * 80, place))
        })
        .collect()
}

pub(super) fn io(what: &'static str) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::failed(what, error)
}

pub(super) fn measure(folder: &Path, town: &Town, figures: &mut Map<String, Value>) -> Outcome<()> {
    let told = Arc::new(Told::default());
    let tracking = Arc::new(tracking(folder, town, &told)?);
    let server = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(io("no threads can be started"))?;
    let clients = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(io("no threads can be started"))?;
    let mut config = Config::local(folder.join("data"));
    config.metrics_listen = None;
    config.trackers.teltonika = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    config.trackers.limits.reports_per_second = 1_000_000;
    config.trackers.limits.burst = 1_000_000;
    config.tracker_door = Some(GivenDoor(Arc::new(tracking.door())));
    let running = server
        .block_on(hoeder_server::start(config))
        .map_err(|e| Failure::failed("the server of the benchmark did not start", e))?;
    let to = running
        .trackers()
        .and_then(|trackers| trackers.at.teltonika)
        .ok_or_else(|| Failure::failed("the listener of the benchmark is off", "no address"))?;
    clients.block_on(fast(to, town, figures))?;
    server.block_on(running.stop());
    if !tracking.stop() {
        return Err(Failure::failed("a thread of tracking failed", "see above"));
    }
    Ok(())
}

/// As fast as it goes.
async fn fast(to: SocketAddr, town: &Town, figures: &mut Map<String, Value>) -> Outcome<()> {
    let until = now().unix_ms() - 5_000;
    let mut ready = Vec::new();
    for n in 0..DEVICES {
        let (pair, side) = (n / 2, u8::from(n % 2 == 1));
        let packets: Vec<Vec<u8>> = (0..PACKETS)
            .map(|p| walk(town, (pair, side), (p * RECORDS, RECORDS), until))
            .map(|reports| encode_packet(Codec::Eight, &reports, &IoMap::default()))
            .collect();
        let client =
            Client::connect(to, &number(pair, side)?).await.map_err(io("a device cannot connect"))?;
        ready.push((client, packets));
    }
    let fixes = (DEVICES * PACKETS * RECORDS) as usize;
    let begun = Spent::begin();
    let mut tasks = tokio::task::JoinSet::new();
    for (mut client, packets) in ready {
        tasks.spawn(async move {
            for packet in &packets {
                client.send(packet, RECORDS).await?;
            }
            Ok::<(), std::io::Error>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.map_err(|e| Failure::failed("a device of the benchmark failed", e))?
            .map_err(io("a device was not answered"))?;
    }
    let spent = Spent::since(begun);
    figures.insert("codec8_durable_per_s".to_owned(), spent.wall_rate(fixes));
    figures.insert("codec8_us_of_processor_per_fix".to_owned(), rounded(spent.each_us(fixes)));
    // What the two processors would do with nothing else on the machine.
    figures.insert(
        "codec8_durable_per_s_of_two_processors".to_owned(),
        json!((2e6 / spent.each_us(fixes)).round()),
    );
    Ok(())
}
