//! The speed of measures on their way to the log and back:
//! `cargo run --release -p hoeder-store --example measures -- [--json] [--count N] [--folder FOLDER]`.
//!
//! A base of 100,000 measures over ten years is made by the commands that people give, with a case and a person each, and then
//! read into an engine three times, each time by a process of its own. Reported are the median of the three times, each of
//! them, and the greatest memory.
//!
//! Much of the time of a rebuild goes to memory that is touched for the first time. On a virtual machine whose host takes free
//! memory back, that is dearer by seconds than where the machine has its memory to itself: one process that is the first to touch
//! memory measures its host, so the median counts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a tool for developers, run by hand or by a task"
)]

mod life;

use hoeder_engine::entry::{Entry, Event, StreamId, Subject};
use hoeder_engine::roster::{
    Card, Case, CaseState, District, Language, Office, Person, PersonDetails, PersonKind, Zone,
};
use hoeder_engine::{Cell, CellConfig, Countries};
use hoeder_measure::Measure;
use hoeder_store::{Batch, MasterKey, MemorySpool, SeededEntropy, SqliteLog, Writer};
use hoeder_vocab::*;
use life::{Life, person, world};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// That of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CELL: CellId = CellId::from_u128(0xCE11);
/// Measures whose events are put in the order of time together.
const GROUP: u128 = 2_000;
/// Entries of one commit while the base is made.
const COMMIT: usize = 2_000;
/// Lives whose commands are timed.
const TIMED_MEMORY: u128 = 1_500;
const TIMED_DURABLE: u128 = 300;
/// Desks at work together: the writer makes durable at once what waits, as that of the server does.
const DESKS: usize = 16;

/// Rebuilds, an odd number: the one in the middle counts.
const REBUILDS: usize = 3;

const KEY: [u8; 32] = [7; 32];

fn master() -> MasterKey {
    MasterKey::from_bytes(KEY)
}

/// Numbers entries and versions.
struct Numbers {
    next: Seq,
    epoch: Epoch,
    versions: BTreeMap<StreamId, u64>,
}

impl Numbers {
    fn new(epoch: Epoch) -> Self {
        Self { next: Seq(1), epoch, versions: BTreeMap::new() }
    }
    fn entry(
        &mut self,
        at: UtcMillis,
        actor: Actor,
        subject: Option<Subject>,
        (stream, event): (StreamId, Event),
    ) -> Entry {
        let version = self.versions.entry(stream).or_insert(0);
        *version += 1;
        let seq = self.next;
        self.next = seq.next();
        Entry {
            seq,
            epoch: self.epoch,
            stream,
            version: *version,
            subject,
            actor,
            purpose: Purpose::CaseWork,
            decided_at: DecidedAt(at),
            event,
        }
    }
    fn of_measure(&mut self, measure: MeasureId, number: u128, event: hoeder_measure::MeasureEvent) -> Entry {
        let (at, actor) = (event.now.moment, event.by.actor);
        let what = (StreamId::Measure(measure), Event::Measure(measure, Box::new(event)));
        self.entry(at, actor, Some(Subject::Person(person(number))), what)
    }
}

fn writer(log: SqliteLog) -> Writer {
    let entropy = Box::new(SeededEntropy::new(2_026));
    Writer::open_with(Box::new(log), Box::new(MemorySpool::new()), Box::new(master()), entropy, CELL)
        .unwrap()
        .0
}

/// Decides and appends the commands of some lives, one command after the other; commands a second.
fn decide_append(log: SqliteLog, lives: u128, at_once: usize) -> f64 {
    let world = world();
    let mut writer = writer(log);
    let mut numbers = Numbers::new(writer.epoch());
    let lives: Vec<Life> = (0..lives).map(|number| Life::live(number * 61, lives * 61, &world)).collect();
    let mut commands = 0_u32;
    let mut spent = Duration::ZERO;
    let mut batch = Batch::default();
    for (number, life) in (0..).zip(lives) {
        let (id, world) = (life.measure.id(), life.world().clone());
        let given = life.given;
        let start = Instant::now();
        let mut measure = Measure::new(id);
        for given in given {
            let events = measure.decide(&given.command, &given.by, given.now, &world).unwrap();
            for event in events {
                measure.apply(&event);
                batch.entries.push(numbers.of_measure(id, number, event));
            }
            commands += 1;
            if usize::try_from(commands).unwrap() % at_once == 0 {
                writer.submit(std::mem::take(&mut batch)).unwrap();
            }
        }
        spent += start.elapsed();
    }
    f64::from(commands) / spent.as_secs_f64()
}

/// Makes the base; how many records it has.
fn make_base(folder: &Path, count: u128) -> u64 {
    let world = world();
    let mut writer = writer(SqliteLog::open(folder).unwrap());
    let mut numbers = Numbers::new(writer.epoch());
    let (send, groups) = std::sync::mpsc::sync_channel(2);
    std::thread::spawn(move || {
        let mut first = 0;
        while first < count {
            let last = (first + GROUP).min(count);
            let lives = (first..last).map(|number| (number, Life::live(number, count, &world)));
            send.send(in_order(lives.collect())).unwrap();
            first = last;
        }
    });
    let mut entries: Vec<Entry> = places()
        .into_iter()
        .map(|what| numbers.entry(UtcMillis::from_unix_ms(0), Actor::System, None, what))
        .collect();
    for group in groups {
        for (number, id, event) in group {
            if let hoeder_measure::Change::Requested { request, .. } = &event.change {
                let at = event.now.moment;
                for (subject, what) in of_case(request.case, number, request.residence) {
                    entries.push(numbers.entry(at, Actor::System, Some(subject), what));
                }
            }
            entries.push(numbers.of_measure(id, number, event));
            if entries.len() >= COMMIT {
                let entries = std::mem::replace(&mut entries, Vec::with_capacity(COMMIT));
                writer.submit(Batch { entries, ..Batch::default() }).unwrap();
            }
        }
    }
    writer.submit(Batch { entries, ..Batch::default() }).unwrap();
    while !writer.settle(5_000).unwrap() {}
    let through = writer.durable_through();
    writer.close(UtcMillis::from_unix_ms(0)).unwrap();
    through.0
}

/// The key under which the base is sealed, where a server looks for it.
fn put_key(folder: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(folder.join("master.key")).unwrap();
    std::io::Write::write_all(&mut file, &KEY).unwrap();
}

/// The districts, offices and zones of the country, each zone a small square of its own.
fn places() -> Vec<(StreamId, Event)> {
    let world = world();
    let mut puts = Vec::new();
    for (id, facts) in &world.offices {
        let district =
            District { id: facts.district, code: String::new(), name: format!("{}", facts.district) };
        puts.push((StreamId::District(district.id), Event::DistrictPut(district)));
        let office = Office {
            id: *id,
            code: String::new(),
            name: format!("Parket {id}"),
            district: facts.district,
            reference_magistrate: None,
        };
        puts.push((StreamId::Office(*id), Event::OfficePut(office)));
    }
    for (n, (id, facts)) in (0_u32..).zip(&world.zones) {
        let (lat, lon) = (49.6 + f64::from(n / 15) * 0.15, 2.6 + f64::from(n % 15) * 0.25);
        let corner = |up: f64, right: f64| Position::from_degrees(lat + up, lon + right).unwrap();
        let ring =
            vec![corner(0.0, 0.0), corner(0.0, 0.2), corner(0.1, 0.2), corner(0.1, 0.0), corner(0.0, 0.0)];
        let zone = Zone {
            id: *id,
            code: format!("{:04}", 5_000 + n),
            name: format!("Zone {n}"),
            valid_from: None,
            valid_until: None,
            shape: vec![vec![ring]],
            office: Some(facts.office),
            in_force_since: facts.in_force_since,
        };
        puts.push((StreamId::Zone(*id), Event::ZonePut(zone)));
    }
    puts
}

type Happened = (u128, MeasureId, hoeder_measure::MeasureEvent);

/// The events of these lives as they would have come.
fn in_order(lives: Vec<(u128, Life)>) -> Vec<Happened> {
    let mut events: Vec<Happened> = lives
        .into_iter()
        .flat_map(|(number, life)| {
            let id = life.measure.id();
            life.events.into_iter().map(move |event| (number, id, event))
        })
        .collect();
    events.sort_by_key(|(_, _, event)| event.now.moment);
    events
}

/// The case and the person behind a measure.
fn of_case(case: CaseId, number: u128, zone: ZoneId) -> [(Subject, (StreamId, Event)); 2] {
    let id = person(number);
    let put = Case {
        id: case,
        number: format!("D-{number:06}"),
        managing_zone: zone,
        state: CaseState::Active,
        card: Sensitive::new(Card { suspect: String::from("de ex-partner"), ..Card::default() }),
    };
    let person = Person {
        id,
        case,
        kind: PersonKind::Protected,
        name: Sensitive::new(format!("Persoon {number}")),
        phone: None,
        language: Language::Dutch,
        born: None,
        details: PersonDetails::default(),
    };
    [
        (Subject::Case(case), (StreamId::Case(case), Event::CasePut(Box::new(put)))),
        (Subject::Person(id), (StreamId::Case(case), Event::PersonPut(Box::new(person)))),
    ]
}

/// In a process of its own: reads the base into an engine.
fn rebuild(folder: &Path) {
    let start = Instant::now();
    let log = Box::new(SqliteLog::open(folder).unwrap());
    let opening = Writer::begin(log, Box::new(MemorySpool::new()), master(), CELL).unwrap();
    let begun = start.elapsed();
    let mut cell = Cell::new(CellConfig {
        cell: CELL,
        own_room: RoomId::from_u128(1),
        epoch: opening.epoch(),
        alarm_times: Default::default(),
        watch_times: Default::default(),
        protocols: Vec::new(),
        ready_timeout: Default::default(),
        countries: Countries::new().unwrap(),
        measures: Default::default(),
        tracking: Default::default(),
        voice: hoeder_engine::voice::VoiceTimes::default(),
    });
    let mut entries = 0_u64;
    let (_writer, _restored) = opening
        .replay(&mut |entry| {
            entries += 1;
            cell.replay_own(entry);
        })
        .unwrap();
    let took = start.elapsed();
    eprintln!("{entries} entries; {begun:?} to open, {:.2} s of processors", processor_s());
    println!("{} {}", took.as_secs_f64(), peak_rss_mb());
}

/// What this process has taken of the processors, in seconds: unlike the time on the wall, hardly longer beside other work.
fn processor_s() -> f64 {
    /// Ticks of a second in the figures of a process.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let figures = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    figures.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// The greatest memory of this process, in MB of 10^6 bytes.
fn peak_rss_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(f64::NAN);
    kib * 1_024.0 / 1e6
}

/// Rebuilds in a fresh process; how many seconds it took and the greatest memory, in MB.
fn rebuild_apart(folder: &Path) -> (f64, f64) {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .arg("--rebuild")
        .arg(folder)
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "the rebuild failed: {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let (seconds, rss) = text.trim().split_once(' ').unwrap();
    (seconds.parse().unwrap(), rss.parse().unwrap())
}

fn hundredths(seconds: f64) -> f64 {
    (seconds * 100.0).round() / 100.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    if let Some(folder) = value("--rebuild") {
        return rebuild(Path::new(&folder));
    }
    let count = value("--count").map_or(100_000, |text| text.parse().unwrap());
    let own = tempfile::tempdir_in(".").unwrap();
    let folder = value("--folder").map_or(own.path().join("base"), PathBuf::from);
    let memory = decide_append(SqliteLog::in_memory().unwrap(), TIMED_MEMORY, 1);
    let durable = decide_append(SqliteLog::open(own.path()).unwrap(), TIMED_DURABLE, DESKS);
    if !folder.join(hoeder_store::sqlite::FILE).exists() {
        std::fs::create_dir_all(&folder).unwrap();
        put_key(&folder);
        let start = Instant::now();
        let records = make_base(&folder, count);
        eprintln!("{count} measures in {records} records, made in {:?}", start.elapsed());
    }
    let rebuilds: Vec<(f64, f64)> = (0..REBUILDS).map(|_| rebuild_apart(&folder)).collect();
    let readings: Vec<f64> = rebuilds.iter().map(|(seconds, _)| hundredths(*seconds)).collect();
    let rss = rebuilds.iter().map(|(_, rss)| *rss).fold(0.0, f64::max);
    let mut sorted = readings.clone();
    sorted.sort_by(f64::total_cmp);
    let seconds = sorted[REBUILDS / 2];
    if arguments.iter().any(|argument| argument == "--json") {
        let figures = serde_json::json!({
            "decide_append_memory_per_s": memory.round(), "decide_append_durable_per_s": durable.round(),
            "rebuild_100k_s": seconds, "rebuild_100k_s_readings": readings, "rebuild_100k_rss_mb": rss.round(),
        });
        println!("{figures}");
    } else {
        println!("decide and append: {memory:.0}/s in memory, {durable:.0}/s durable");
        println!("rebuild of {count} measures: {seconds:.2} s of {readings:?}, {rss:.0} MB");
    }
}
