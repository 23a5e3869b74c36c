//! The benchmarks of the binary. `bench alarm`: from a press to the last of the desks, durable, over the real network, store and encryption.
//!
//! The server is a process of its own; the clients are a few lean threads; the floor is measured between the presses, under the
//! same heartbeats.
//! Never here: judging the figures (`cargo xtask bench` holds them against their limits).

mod child;
mod desks;
mod fanout;
mod floor;
mod hall;
mod line;
mod pages;
pub(crate) mod town;
mod tracking;
mod voice;

use crate::cli::{BenchAlarm, Form};
use crate::client::Server;
use crate::config::{Need, Settings};
use crate::exit::{Code, Failure, Outcome};
use crate::offline::now;
use crate::out::{self, Talk};
use child::Served;
use fanout::Fanout;
use floor::Floor;
use hall::{Hall, Press, uuid_after};
use hoeder_vocab::handset::{Press as PressMessage, Trigger, Uplink};
use hoeder_vocab::{AlarmId, Decimetres, Fix, FixSource, FixedAt, Percent, Position, Sensitive};
use line::{Kind, Line};
pub(super) use pages::measure;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
pub(super) use tracking::tracking;
use uuid::Uuid;
pub(super) use voice::voice;

/// Handsets that beat in the background.
const BEATING: usize = 200;
/// Alarms at once.
const BURST: usize = 700;
/// Presses before the clock runs.
const WARM_UP: usize = 20;
/// Pages that are brought to bare connections.
const FANOUTS: usize = 100;
/// Long enough for the desk of the press before to have painted it.
const BETWEEN: Duration = Duration::from_millis(40);
/// Heartbeats signed before a press, so that the client signs none while it runs.
const AHEAD: usize = 20;
const PATIENCE: Duration = Duration::from_secs(20);
const BURST_PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn alarm(arguments: &BenchAlarm, talk: Talk) -> Outcome {
    let mut figures = measured(arguments, None, talk)?;
    if let Some(url) = &arguments.postgres {
        talk.say("the same with PostgreSQL");
        for (name, value) in measured(arguments, Some(url), talk)? {
            figures.insert(format!("postgres_{name}"), value);
        }
    }
    print(figures, arguments.form)
}

fn print(figures: Map<String, Value>, form: Form) -> Outcome {
    if form.json {
        out::json(&Value::Object(figures))?;
    } else {
        let rows: Vec<Vec<String>> =
            figures.iter().map(|(name, value)| vec![name.clone(), value.to_string()]).collect();
        out::table(&["FIGURE", "VALUE"], &rows)?;
    }
    Ok(Code::Ok)
}

/// A folder on the disk on which this project lies, not in memory.
fn folder() -> Outcome<tempfile::TempDir> {
    let here = std::env::current_dir().map_err(|e| Failure::failed("there is no current folder", e))?;
    let target = here.join("target");
    let parent = if target.is_dir() { target } else { here };
    tempfile::Builder::new()
        .prefix("hoeder-bench-")
        .tempdir_in(parent)
        .map_err(|e| Failure::failed("no folder can be made for the benchmark", e))
}

fn settings_file(folder: &Path) -> Outcome<std::path::PathBuf> {
    let file = folder.join("bench.toml");
    // Nobody takes an alarm here: a ladder that climbs would be measured instead of a press.
    let text = format!(
        "[server]\ndata = \"{}\"\nlisten = \"127.0.0.1:0\"\n[cell]\nid = \"{}\"\n[alarm]\nown_room_s = 1000\n\
         neighbour_room_s = 2000\nzone_duty_s = 3000\nrepage_s = 3000\n[limits]\nsign_in_failures = 10000\n[log]\nlevel = \"warn\"\n",
        folder.join("data").display(),
        Uuid::now_v7(),
    );
    std::fs::write(&file, text).map_err(|e| Failure::failed("the settings cannot be written", e))?;
    Ok(file)
}

fn measured(arguments: &BenchAlarm, store: Option<&str>, talk: Talk) -> Outcome<Map<String, Value>> {
    let folder = folder()?;
    let file = settings_file(folder.path())?;
    let values = crate::config::read(Some(&file), &[])?;
    let settings = Settings::from_values(&values, store, Need::Log)?;
    let presses = arguments.presses + WARM_UP;
    let senders =
        town::fill(&settings, arguments.desks, BEATING + presses + BURST, arguments.zones.as_deref())?;
    let served = Served::start(&file, store)?;
    let cookies = sign_in_as(&served, (0..arguments.desks).map(town::login))?;
    let mut hall = Hall::open(&served.reach, &cookies, senders, (BEATING, arguments.heartbeats))?;
    talk.say(format!("{} desks and {} handsets are connected", arguments.desks, BEATING + presses + BURST));
    let floor = Floor::new(folder.path())?;
    let mut figures = Map::new();
    let begun = Instant::now();
    let (timed, floors) = spaced(&mut hall, &floor, presses)?;
    let per_second = hall.beats_sent() as f64 / begun.elapsed().as_secs_f64();
    latencies(&timed, floors, &mut figures);
    bare_fanout(&mut hall, arguments.desks, &timed, &mut figures)?;
    figures.insert("heartbeats_per_s".to_owned(), rounded(per_second));
    talk.say(format!("{BURST} at once"));
    burst(&mut hall, BEATING + presses, &mut figures)?;
    let first = first_in_queue(&served, &cookies)?;
    let gravest = figures.remove("gravest").unwrap_or_default();
    figures.insert("burst_gravest_first".to_owned(), json!(gravest.as_str() == first.as_deref()));
    figures.insert("server_rss_mb".to_owned(), served.peak_mib().map_or(Value::Null, rounded));
    Ok(figures)
}

fn sign_in_as(served: &Served, logins: impl IntoIterator<Item = String>) -> Outcome<Vec<String>> {
    let server = Server::new(&served.url, &served.trust)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed("no threads can be started", e))?;
    runtime.block_on(async {
        let mut cookies = Vec::new();
        for login in logins {
            let session = server.sign_in(&login, town::PASSWORD).await?;
            cookies.push(session.cookie().to_owned());
        }
        Ok(cookies)
    })
}

fn press_message(alarm: AlarmId) -> Outcome<Uplink> {
    let position = Position::from_degrees(town::LAT, town::LON)
        .map_err(|e| Failure::failed("the place of the presses is none", e))?;
    let at = FixedAt(now());
    let fix =
        Fix { position, accuracy: Some(Decimetres::from_metres(9)), fixed_at: at, source: FixSource::Gnss };
    Ok(Uplink::Press(PressMessage {
        alarm,
        pressed_at: at,
        trigger: Trigger::Button,
        fix: Some(Sensitive::new(fix)),
        battery: Percent::new(80),
        repeats: 0,
    }))
}

/// One press after the other, each with a floor measured just before it.
fn spaced(hall: &mut Hall, floor: &Floor, presses: usize) -> Outcome<(Vec<Press>, Vec<Duration>)> {
    let (mut timed, mut floors) = (Vec::new(), Vec::new());
    // Everything that connecting set off has settled once a second has passed.
    hall.until(Instant::now() + Duration::from_secs(1), |_| false)?;
    for number in 0..presses {
        let sender = BEATING + number;
        hall.until(Instant::now() + BETWEEN, |_| false)?;
        let alarm = AlarmId::from_uuid(Uuid::now_v7());
        let sealed = hall.seal(sender, &press_message(alarm)?);
        hall.ready_beats(AHEAD);
        let least = beside(hall, floor)?;
        hall.until(Instant::now() + Duration::from_millis(3), |_| false)?;
        let pressed = hall.press(sender, alarm, &sealed)?;
        let done =
            hall.until(Instant::now() + PATIENCE, |hall| hall.pressed(pressed).is_some_and(Press::is_done))?;
        if !done {
            return Err(Failure::new(
                Code::Unreachable,
                "a press did not reach every desk, durably, in 20 s",
            ));
        }
        if number >= WARM_UP {
            floors.push(least);
            timed.extend(hall.pressed(pressed).cloned());
        }
    }
    Ok((timed, floors))
}

/// A floor, while the handsets beat.
fn beside(hall: &mut Hall, floor: &Floor) -> Outcome<Duration> {
    floor.begin()?;
    loop {
        hall.until(Instant::now() + Duration::from_millis(1), |_| false)?;
        if let Some(least) = floor.end()? {
            return Ok(least);
        }
    }
}

/// The page of a press, brought to as many bare connections; no heartbeat comes while it runs.
fn bare_fanout(
    hall: &mut Hall,
    desks: usize,
    timed: &[Press],
    figures: &mut Map<String, Value>,
) -> Outcome<()> {
    let bytes = timed.iter().map(|press| press.bytes).max().unwrap_or(0);
    let mut fanout = Fanout::open(desks)?;
    let mut times = Vec::with_capacity(FANOUTS);
    for _ in 0..FANOUTS {
        hall.ready_beats(AHEAD);
        hall.until(Instant::now() + BETWEEN, |_| false)?;
        times.push(fanout.measure(bytes)?);
    }
    times.sort_unstable();
    figures.insert("page_bytes".to_owned(), json!(bytes));
    figures.insert("bare_fanout_ms_p50".to_owned(), rounded(millis(at(&times, 50))));
    Ok(())
}

fn latencies(timed: &[Press], mut floors: Vec<Duration>, figures: &mut Map<String, Value>) {
    let since =
        |press: &Press, at: Option<Instant>| at.map_or(Duration::MAX, |at| at.duration_since(press.sent));
    let mut sorted = |name: &str, pick: &dyn Fn(&Press) -> Duration| {
        let mut all: Vec<Duration> = timed.iter().map(pick).collect();
        all.sort_unstable();
        for (share, suffix) in [(50, "p50"), (99, "p99")] {
            figures.insert(format!("{name}_{suffix}"), rounded(millis(at(&all, share))));
        }
        at(&all, 50)
    };
    let whole = sorted("press_to_last_desk_ms", &|p| since(p, p.last_desk).max(since(p, p.held)));
    sorted("press_to_first_desk_ms", &|p| since(p, p.first_desk));
    sorted("press_to_all_desks_ms", &|p| since(p, p.last_desk));
    sorted("press_to_held_ms", &|p| since(p, p.held));
    floors.sort_unstable();
    let least = at(&floors, 50);
    figures.insert("floor_ms_p50".to_owned(), rounded(millis(least)));
    figures.insert("floor_ms_p99".to_owned(), rounded(millis(at(&floors, 99))));
    let ratio = whole.as_secs_f64() / least.as_secs_f64().max(1e-9);
    figures.insert("floor_ratio_p50".to_owned(), rounded(ratio));
}

fn at(sorted: &[Duration], share: usize) -> Duration {
    sorted.get(sorted.len().saturating_sub(1) * share / 100).copied().unwrap_or_default()
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// To a thousandth.
fn rounded(value: f64) -> Value {
    json!((value * 1e3).round() / 1e3)
}

/// All at once; the last of them says the word that means that she is forced.
fn burst(hall: &mut Hall, first: usize, figures: &mut Map<String, Value>) -> Outcome<()> {
    let mut ready = Vec::with_capacity(BURST);
    for sender in first..first + BURST {
        let alarm = AlarmId::from_uuid(Uuid::now_v7());
        ready.push((sender, alarm, hall.seal(sender, &press_message(alarm)?)));
    }
    let begun = Instant::now();
    let mut pressed = Vec::with_capacity(BURST);
    for (sender, alarm, sealed) in &ready {
        pressed.push(hall.press(*sender, *alarm, sealed)?);
    }
    let all = pressed.clone();
    hall.until(begun + BURST_PATIENCE, |hall| {
        all.iter().all(|number| hall.pressed(*number).is_some_and(Press::is_done))
    })?;
    let whole: Vec<&Press> = pressed.iter().filter_map(|number| hall.pressed(*number)).collect();
    let lost = whole.iter().filter(|press| !press.is_done()).count();
    let last = whole.iter().filter_map(|press| press.last_desk.max(press.held)).max();
    let took = last.map_or(BURST_PATIENCE, |last| last.duration_since(begun));
    figures.insert("burst_700_lost".to_owned(), json!(lost));
    figures.insert("burst_700_all_shown_ms".to_owned(), rounded(millis(took)));
    if let Some((sender, alarm, _)) = ready.last() {
        let word = Sensitive::new(town::DURESS.to_owned());
        let sealed = hall.seal(*sender, &Uplink::Mistake { alarm: *alarm, word });
        let before = hall.answers(*sender);
        hall.say(*sender, &sealed)?;
        hall.until(Instant::now() + PATIENCE, |hall| hall.answers(*sender) > before)?;
        figures.insert("gravest".to_owned(), json!(alarm.to_string()));
    }
    Ok(())
}

/// The alarm that a desk that has just been opened gets first.
fn first_in_queue(served: &Served, cookies: &[String]) -> Outcome<Option<String>> {
    let mut line = Line::open(&served.reach, "/api/v1/desk", cookies.first().map(String::as_str))?;
    let deadline = Instant::now() + PATIENCE;
    let (mut first, mut scratch) = (None, vec![0; line::CHUNK]);
    while first.is_none() && Instant::now() < deadline {
        line.receive(&mut scratch, |kind, payload| {
            if kind == Kind::Text && payload.starts_with(br#"{"type":"alarm""#) && first.is_none() {
                first = uuid_after(payload, br#""id":""#);
            }
        })?;
        std::thread::yield_now();
    }
    Ok(first.map(|id| String::from_utf8_lossy(&id).into_owned()))
}
