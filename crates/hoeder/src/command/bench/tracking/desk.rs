//! The whole way of an alert: a fix over the network, judged, its incident on the line of a desk, durable in the log; and presses meanwhile.
//!
//! The server is a process of its own, with the engine, its log and a hundred desks, while 20,000 fixes a second come from others.
//! Never here: what is written into the log beforehand (`court`), who listens (`sight`).

use super::super::child::Served;
use super::super::hall::{Hall, Press};
use super::super::{PATIENCE, at, millis, press_message, rounded, sign_in_as, town as desks_of};
use super::court::{self, Court};
use super::flow::{Client, io, number};
use super::rules::report;
use super::sight::Sights;
use super::town::Town;
use crate::config::{Need, Settings};
use crate::exit::{Failure, Outcome};
use crate::offline::now;
use hoeder_vocab::AlarmId;
use hoeder_vocab::tracking::TrackReport;
use hoeder_wire::tracker::teltonika::{Codec, IoMap, encode_login, encode_packet};
use serde_json::{Map, Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Desks of the alarm centre, as in `bench alarm`.
const DESKS: usize = 100;
/// Alerts that are timed, after some to warm up.
pub(super) const TIMED: u32 = 400;
pub(super) const WARM_UP: u32 = 20;
/// An alarm press after so many alerts.
const PRESS_EVERY: u32 = 4;
const BETWEEN: Duration = Duration::from_millis(25);
/// Records in a packet of the others, one packet a second.
const RECORDS: u32 = 5;

/// A port that is free now: the settings must name it before the server listens.
fn free_port() -> Outcome<u16> {
    let one = TcpListener::bind(("127.0.0.1", 0)).and_then(|one| one.local_addr());
    one.map(|at| at.port()).map_err(|e| Failure::failed("no port is free", e))
}

fn settings_file(folder: &Path, port: u16) -> Outcome<PathBuf> {
    let file = folder.join("bench.toml");
    // Nobody takes an alarm here: a ladder that climbs would be measured instead of a press.
    let text = format!(
        "[server]\ndata = \"{}\"\nlisten = \"127.0.0.1:0\"\n[cell]\nid = \"{}\"\n[alarm]\nown_room_s = 1000\n\
         neighbour_room_s = 2000\nzone_duty_s = 3000\nrepage_s = 3000\n[limits]\nsign_in_failures = 10000\n\
         [trackers]\nteltonika_listen = \"127.0.0.1:{port}\"\n[log]\nlevel = \"warn\"\n",
        folder.join("data").display(),
        Uuid::now_v7(),
    );
    std::fs::write(&file, text).map_err(|e| Failure::failed("the settings cannot be written", e))?;
    Ok(file)
}

pub(super) fn measure(folder: &Path, town: &Town, figures: &mut Map<String, Value>) -> Outcome<()> {
    let port = free_port()?;
    let file = settings_file(folder, port)?;
    let values = crate::config::read(Some(&file), &[])?;
    let settings = Settings::from_values(&values, None, Need::Log)?;
    let presses = (TIMED + WARM_UP) / PRESS_EVERY;
    let court = Court::of(town, presses as usize);
    let senders = desks_of::fill(&settings, DESKS, court.cases(), None)?;
    court::fill(&settings, town, &court)?;
    let served = Served::start(&file, None)?;
    let cookies = sign_in_as(&served, (0..DESKS).map(desks_of::login))?;
    let monitors = sign_in_as(&served, [desks_of::MONITOR_LOGIN.to_owned()])?;
    let of_presses = senders.into_iter().take(court.presses).collect();
    let mut hall = Hall::open(&served.reach, &cookies, of_presses, (0, 1))?;
    let sights = Sights::open(&served.reach, monitors.first(), &settings)?;
    let to = SocketAddr::from(([127, 0, 0, 1], port));
    let others = Others::begin(to, town, court.load)?;
    hall.until(Instant::now() + Duration::from_secs(2), |_| false)?;
    let begun = (Instant::now(), others.sent(), served.processor());
    let timed = timed(&mut hall, to, town, court.load)?;
    let (wall, sent) = (begun.0.elapsed(), others.sent().saturating_sub(begun.1));
    let used = served.processor().saturating_sub(begun.2);
    let beside = sent as f64 / wall.as_secs_f64();
    figures.insert("fixes_beside_per_s".to_owned(), json!(beside.round()));
    figures.insert("server_processors_beside".to_owned(), rounded(used.as_secs_f64() / wall.as_secs_f64()));
    let seen = sights.all(&timed.sent, &mut hall);
    others.end()?;
    tell(&timed, &seen?, figures);
    Ok(())
}

/// When what was sent.
struct Timed {
    /// Of each pair, in the order in which they were sent.
    sent: Vec<(u32, Instant)>,
    acknowledged: Vec<Instant>,
    presses: Vec<Press>,
}

/// A device on a connection of its own, waited for by this thread.
struct Device(TcpStream);

impl Device {
    fn connect(to: SocketAddr, pair: u32, side: u8) -> Outcome<Self> {
        let failed = io("a device cannot connect");
        let mut line = TcpStream::connect(to).map_err(&failed)?;
        line.set_nodelay(true).map_err(&failed)?;
        line.set_read_timeout(Some(PATIENCE)).map_err(&failed)?;
        line.write_all(&encode_login(&number(pair, side)?)).map_err(&failed)?;
        let mut answer = [0];
        line.read_exact(&mut answer).map_err(&failed)?;
        if answer == [1] {
            Ok(Self(line))
        } else {
            Err(Failure::failed("a device is not let in", pair.to_string()))
        }
    }
    fn say(&mut self, reports: &[TrackReport]) -> Outcome<Instant> {
        let packet = encode_packet(Codec::Eight, reports, &IoMap::default());
        let sent = Instant::now();
        self.0.write_all(&packet).map_err(io("a device cannot report"))?;
        Ok(sent)
    }
    /// When everything in the packet was durable, as the server says.
    fn kept(&mut self) -> Outcome<Instant> {
        self.0.read_exact(&mut [0; 4]).map_err(io("a device was not answered"))?;
        Ok(Instant::now())
    }
}

/// One offender after the other comes to where the protected person is.
fn timed(hall: &mut Hall, to: SocketAddr, town: &Town, first: u32) -> Outcome<Timed> {
    let mut ready = Vec::new();
    for pair in first..first + TIMED + WARM_UP {
        let Some(place) = town.pairs.get(pair as usize).and_then(|pair| pair.north_of(1, 0.0)) else {
            continue;
        };
        let (offender, mut protected) = (Device::connect(to, pair, 0)?, Device::connect(to, pair, 1)?);
        protected.say(&[report(now().unix_ms() - 1_000, place)])?;
        protected.kept()?;
        ready.push((pair, place, offender, protected));
    }
    let mut timed = Timed { sent: Vec::new(), acknowledged: Vec::new(), presses: Vec::new() };
    for (n, (pair, place, mut offender, _protected)) in (0_u32..).zip(ready) {
        hall.until(Instant::now() + BETWEEN, |_| false)?;
        let sent = offender.say(&[report(now().unix_ms(), place)])?;
        let acknowledged = offender.kept()?;
        if n >= WARM_UP {
            timed.sent.push((pair, sent));
            timed.acknowledged.push(acknowledged);
        }
        if n % PRESS_EVERY == PRESS_EVERY - 1 {
            hall.until(Instant::now() + BETWEEN, |_| false)?;
            let sender = (n / PRESS_EVERY) as usize;
            let alarm = AlarmId::from_uuid(Uuid::now_v7());
            let sealed = hall.seal(sender, &press_message(alarm)?);
            let pressed = hall.press(sender, alarm, &sealed)?;
            hall.until(Instant::now() + PATIENCE, |hall| hall.pressed(pressed).is_some_and(Press::is_done))?;
            timed.presses.extend(hall.pressed(pressed).filter(|_| n >= WARM_UP).cloned());
        }
    }
    Ok(timed)
}

fn tell(timed: &Timed, seen: &[(Instant, Instant)], figures: &mut Map<String, Value>) {
    let mut put = |name: &str, mut times: Vec<Duration>| {
        times.sort_unstable();
        for (share, suffix) in [(50, "p50"), (99, "p99")] {
            figures.insert(format!("{name}_{suffix}"), rounded(millis(at(&times, share))));
        }
    };
    let since = |of: &dyn Fn(&(Instant, Instant)) -> Instant| {
        timed
            .sent
            .iter()
            .zip(seen)
            .map(|((_, sent), seen)| of(seen).saturating_duration_since(*sent))
            .collect()
    };
    put("fix_to_page_ms", since(&|(page, _)| *page));
    put("fix_to_alert_durable_ms", since(&|(_, durable)| *durable));
    // At the desk, and durable.
    put("fix_to_desk_ms", since(&|(page, durable)| *page.max(durable)));
    let acknowledged = timed.sent.iter().zip(&timed.acknowledged);
    put("fix_to_acknowledged_ms", acknowledged.map(|((_, sent), at)| at.duration_since(*sent)).collect());
    let whole = |press: &Press| press.last_desk.max(press.held).map(|at| at.duration_since(press.sent));
    let done = timed
        .presses
        .iter()
        .map(|press| if press.is_done() { whole(press).unwrap_or(PATIENCE) } else { PATIENCE });
    put("press_beside_fixes_ms", done.collect());
}

/// The others: each sends a packet a second.
struct Others {
    stop: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<Outcome<()>>,
}

impl Others {
    fn begin(to: SocketAddr, town: &Town, pairs: u32) -> Outcome<Self> {
        let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let mut who = Vec::new();
        for (pair, of) in (0_u32..).zip(&town.pairs).take(pairs as usize) {
            for side in [0_u8, 1] {
                who.extend(of.north_of(usize::from(side), 0.0).map(|place| (pair, side, place)));
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(io("no threads can be started"))?;
        let (ended, counted) = (Arc::clone(&stop), Arc::clone(&sent));
        let thread = std::thread::Builder::new()
            .name(String::from("bench-others"))
            .spawn(move || runtime.block_on(all(to, who, ended, counted)))
            .map_err(io("no threads can be started"))?;
        Ok(Self { stop, sent, thread })
    }
    fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
    fn end(self) -> Outcome<()> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| Failure::failed("the devices of the benchmark failed", "a thread"))?
    }
}

async fn all(
    to: SocketAddr,
    who: Vec<(u32, u8, hoeder_vocab::Position)>,
    stop: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
) -> Outcome<()> {
    let mut tasks = tokio::task::JoinSet::new();
    let (count, begun) = (who.len().max(1), tokio::time::Instant::now() + Duration::from_secs(1));
    for (n, (pair, side, place)) in who.into_iter().enumerate() {
        let mut client =
            Client::connect(to, &number(pair, side)?).await.map_err(io("a device cannot connect"))?;
        let (stop, sent) = (Arc::clone(&stop), Arc::clone(&sent));
        // Evenly over each second.
        let first = begun + Duration::from_secs_f64(n as f64 / count as f64);
        tasks.spawn(async move {
            let mut every = tokio::time::interval_at(first, Duration::from_secs(1));
            loop {
                every.tick().await;
                if stop.load(Ordering::Relaxed) {
                    return Ok(());
                }
                let until = now().unix_ms();
                let reports: Vec<TrackReport> =
                    (0..RECORDS).map(|n| report(until - i64::from(RECORDS - n) * 180, place)).collect();
                let packet = encode_packet(Codec::Eight, &reports, &IoMap::default());
                client.send(&packet, RECORDS).await?;
                sent.fetch_add(u64::from(RECORDS), Ordering::Relaxed);
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.map_err(|e| Failure::failed("a device of the benchmark failed", e))?
            .map_err(io("a device was not answered"))?;
    }
    Ok(())
}
