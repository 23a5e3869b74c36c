//! How long a look-up among 100,000 hotspots takes in the engine (AL-21): by number, by words, by place.
//!
//! `cargo run --release -p hoeder-engine --example hotspot_look_up -- [--json]`. Exit 1 when one finds nothing.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a measuring program beside the pure room: it takes arguments and the time"
)]

use hoeder_engine::entry::{Entry, Event, StreamId, Subject};
use hoeder_engine::hotspot::{Hotspot, HotspotKind, LookUp};
use hoeder_engine::input::{Input, Query};
use hoeder_engine::output::{Output, Reply};
use hoeder_engine::roster::{Account, AccountState};
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_vocab::{
    AccountId, Actor, CellId, DecidedAt, Epoch, HotspotId, Position, Purpose, RequestId, Role, RoomId,
    Sensitive, Seq, UtcMillis, ZoneId,
};
use hoeder_watch::alarm::AlarmTimes;
use hoeder_watch::supervision::WatchTimes;
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const HOTSPOTS: u32 = 100_000;
const LOOK_UPS: u32 = 2_000;
const ROOM: RoomId = RoomId::from_u128(1);
const OPERATOR: AccountId = AccountId::from_u128(2);
const NOW: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

type Outcome<T> = Result<T, Box<dyn Error>>;

/// `SplitMix64`: small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(n.max(1))).unwrap_or(0)
    }
}

fn entry(seq: u32, stream: StreamId, subject: Subject, event: Event) -> Entry {
    Entry {
        seq: Seq(u64::from(seq)),
        epoch: Epoch(1),
        stream,
        version: 1,
        subject: Some(subject),
        actor: Actor::System,
        purpose: Purpose::AlarmHandling,
        decided_at: DecidedAt(NOW),
        event,
    }
}

/// One of a town: half of all hotspots of the country in one.
fn hotspot(n: u32, random: &mut Random) -> Outcome<Hotspot> {
    let street = ["Nieuwstraat", "Kerkstraat", "Molenweg", "Chaussée d'Anvers", "Veldlaan"];
    let name = street.get(usize::try_from(random.below(5))?).copied().unwrap_or("Dorp");
    let spread = if n.is_multiple_of(2) { 1_000 } else { 30_000 };
    let lat = 51.0 + f64::from(random.below(spread)) / 1e4;
    let lon = 3.7 + f64::from(random.below(spread)) / 1e4;
    Ok(Hotspot {
        id: HotspotId::from_u128(u128::from(n)),
        kind: HotspotKind::Address,
        address: Some(Sensitive::new(format!("{name} {}, Dorp{}", random.below(300), random.below(600)))),
        number: Some(Sensitive::new(number(n))),
        position: Some(Sensitive::new(Position::from_degrees(lat, lon)?)),
        radius_m: 50,
        instructions: Sensitive::new(String::from("two dogs")),
        expires_at: NOW.plus(Duration::from_secs(86_400 * 90)),
        zone: ZoneId::from_u128(1),
        created_by: OPERATOR,
    })
}

fn number(n: u32) -> String {
    format!("+324{:08}", 70_000_000 + n)
}

fn cell(random: &mut Random) -> Outcome<(Cell, Vec<Hotspot>)> {
    let mut cell = Cell::new(CellConfig {
        cell: CellId::from_u128(1),
        own_room: ROOM,
        epoch: Epoch(2),
        alarm_times: AlarmTimes::default(),
        watch_times: WatchTimes::default(),
        countries: Countries::new()?,
        protocols: Vec::new(),
        ready_timeout: hoeder_engine::duty::READY_TIMEOUT,
        measures: hoeder_engine::measures::MeasureRules::default(),
        tracking: hoeder_engine::tracking::TrackingRules::default(),
        voice: hoeder_engine::voice::VoiceTimes::default(),
    });
    let account = Account {
        id: OPERATOR,
        login: String::from("operator"),
        name: Sensitive::new(String::from("Operator")),
        role: Role::Operator,
        room: Some(ROOM),
        zone: None,
        state: AccountState::Enabled,
        password: None,
        office: None,
        district: None,
    };
    let (stream, subject) = (StreamId::Account(OPERATOR), Subject::Account(OPERATOR));
    cell.replay(&entry(1, stream, subject, Event::AccountPut(account)));
    let mut all = Vec::new();
    for n in 0..HOTSPOTS {
        let spot = hotspot(n, random)?;
        let (stream, subject) = (StreamId::Hotspot(spot.id), Subject::Hotspot(spot.id));
        cell.replay(&entry(n + 2, stream, subject, Event::HotspotPut(spot.clone())));
        all.push(spot);
    }
    cell.start(NOW);
    while cell.poll_output().is_some() {}
    Ok((cell, all))
}

/// One look-up, whole: question, access, search, record, answer. Says how long it took and how many it found.
fn look_up(cell: &mut Cell, asked: LookUp) -> (Duration, usize) {
    let request = RequestId::from_u128(1);
    let begun = Instant::now();
    cell.handle(Input::Ask { request, by: OPERATOR, query: Query::HotspotLookUp(asked) }, NOW);
    let mut found = 0;
    while let Some(output) = cell.poll_output() {
        if let Output::Reply { reply: Reply::HotspotsFound(answer), .. } = output {
            found = answer.hotspots.len();
        }
    }
    (begun.elapsed(), found)
}

fn times(cell: &mut Cell, asked: impl Iterator<Item = LookUp>) -> (f64, f64, usize) {
    let (mut took, mut nothing) = (Vec::new(), 0);
    for asked in asked {
        let (time, found) = look_up(cell, asked);
        took.push(time);
        nothing += usize::from(found == 0);
    }
    took.sort_unstable();
    let at = |percent: usize| {
        took.get(took.len().saturating_sub(1) * percent / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    (at(50), at(99), nothing)
}

fn main() -> Outcome<ExitCode> {
    let json = std::env::args().any(|argument| argument == "--json");
    let mut random = Random(21);
    let (mut cell, all) = cell(&mut random)?;
    let some = |random: &mut Random| -> Vec<Hotspot> {
        let pick = |_| all.get(usize::try_from(random.below(HOTSPOTS)).unwrap_or(0)).cloned();
        (0..LOOK_UPS).filter_map(pick).collect()
    };
    let picked = some(&mut random);
    let numbers = times(
        &mut cell,
        picked.iter().map(|spot| LookUp { number: spot.number.clone(), ..LookUp::default() }),
    );
    let words = times(
        &mut cell,
        picked.iter().map(|spot| LookUp { text: spot.address.clone(), ..LookUp::default() }),
    );
    let places =
        times(&mut cell, picked.iter().map(|spot| LookUp { position: spot.position, ..LookUp::default() }));
    // The worst that may be asked: the beginning of a street of which there are twenty thousand.
    let streets =
        (0..100).map(|_| LookUp { text: Some(Sensitive::new(String::from("kerkstr"))), ..LookUp::default() });
    let street = times(&mut cell, streets);
    let mut out = std::io::stdout().lock();
    let figures = [("number", numbers), ("words", words), ("place", places), ("street", street)];
    let worst = figures.iter().map(|(_, (_, p99, _))| *p99).fold(0.0, f64::max);
    let missed: usize = figures.iter().map(|(_, (_, _, nothing))| nothing).sum();
    if json {
        write!(
            out,
            "{{\"hotspots\":{HOTSPOTS},\"hotspot_look_up_ms_p99\":{worst:.3},\"hotspots_missed\":{missed}"
        )?;
        for (name, (p50, p99, _)) in figures {
            write!(out, ",\"hotspot_{name}_ms_p50\":{p50:.3},\"hotspot_{name}_ms_p99\":{p99:.3}")?;
        }
        writeln!(out, "}}")?;
    } else {
        for (name, (p50, p99, _)) in figures {
            writeln!(out, "by {name}: p50 {p50:.3} ms, p99 {p99:.3} ms among {HOTSPOTS}")?;
        }
        writeln!(out, "look-ups that found nothing: {missed}")?;
    }
    Ok(if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
