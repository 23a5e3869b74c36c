//! Rooms that speak and are listened to while they are recorded: how long a packet takes, what is lost, what a room costs.
//!
//! Never here: how anybody got in (`door`).

use super::door::{Door, Room, connected, direct};
use super::flood::Flood;
use super::swarm::Swarm;
use super::{HERE, Plan, held, milliseconds_at, settings};
use crate::command::bench::child::Served;
use crate::command::bench::{rounded, town};
use crate::exit::Outcome;
use hoeder_store::recordings::sound_file;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rooms in which the delay is measured by itself.
const FEW: usize = 8;
const LISTENERS: usize = 2;
/// Pairs of ends without a server between, under the same load.
const DIRECT: usize = 4;
/// Rooms while strangers flood the port, and how many packets of theirs in a second.
const FLOODED: usize = 20;
const STRANGERS: u32 = 50_000;
/// Sound before the clock runs.
const WARM_UP: Duration = Duration::from_secs(3);
/// What was sent last arrives, and is on the disk.
const SETTLES: Duration = Duration::from_millis(2_500);

/// What became of the packets of some rooms.
struct Carried {
    expected: u64,
    lost: u64,
    twice: u64,
    /// Sent, and neither in the file nor on its way into it.
    not_kept: u64,
    unsent: u64,
    through_us: Vec<u64>,
    direct_us: Vec<u64>,
    cpu: Duration,
    own_cpu: Duration,
    wall: Duration,
    /// Memory with no room, and at the end; kB.
    memory: (u64, u64),
    /// Packets of strangers in a second.
    strangers: u64,
}

pub(super) fn delay(folder: &Path, plan: &Plan, figures: &mut Map<String, Value>) -> Outcome<()> {
    let carried = carry(folder, (FEW, 0), plan.lasts.min(Duration::from_secs(30)))?;
    tell_delay("", &carried, figures);
    figures.insert("delay_rooms".to_owned(), json!(FEW));
    figures.insert("delay_lost_packets".to_owned(), json!(carried.lost));
    Ok(())
}

pub(super) fn many(folder: &Path, plan: &Plan, figures: &mut Map<String, Value>) -> Outcome<()> {
    let rooms = plan.rooms;
    let carried = carry(folder, (rooms, 0), plan.lasts)?;
    let mut put = |name: &str, value: Value| figures.insert(format!("rooms_{rooms}_{name}"), value);
    put("lost_packets", json!(carried.lost));
    put("packets", json!(carried.expected));
    put("packets_twice", json!(carried.twice));
    put("not_recorded", json!(carried.not_kept));
    put("client_unsent", json!(carried.unsent));
    let wall = carried.wall.as_secs_f64();
    let share = |cpu: Duration| cpu.as_secs_f64() / wall * 100.0;
    put("server_cpu_pct", rounded(share(carried.cpu)));
    put("clients_cpu_pct", rounded(share(carried.own_cpu)));
    figures.insert("cpu_per_room_pct".to_owned(), rounded(share(carried.cpu) / rooms as f64));
    let grown = carried.memory.1.saturating_sub(carried.memory.0);
    figures.insert("memory_per_room_kb".to_owned(), rounded(grown as f64 / rooms as f64));
    tell_delay(&format!("rooms_{rooms}_"), &carried, figures);
    Ok(())
}

pub(super) fn flooded(folder: &Path, plan: &Plan, figures: &mut Map<String, Value>) -> Outcome<()> {
    let carried = carry(folder, (FLOODED, STRANGERS), plan.lasts.min(Duration::from_secs(20)))?;
    figures.insert("flood_rooms".to_owned(), json!(FLOODED));
    figures.insert("flood_strangers_per_s".to_owned(), json!(carried.strangers));
    figures.insert("flood_lost_packets".to_owned(), json!(carried.lost));
    figures.insert("flood_packets".to_owned(), json!(carried.expected));
    figures.insert("flood_not_recorded".to_owned(), json!(carried.not_kept));
    tell_delay("flood_", &carried, figures);
    Ok(())
}

/// How much later it is heard through the server than without: the worst of the one against the middle of the other.
fn tell_delay(before: &str, carried: &Carried, figures: &mut Map<String, Value>) {
    let (mut through, mut direct) = (carried.through_us.clone(), carried.direct_us.clone());
    through.sort_unstable();
    direct.sort_unstable();
    let middle = direct.get(direct.len() / 2).copied().unwrap_or_default();
    let added: Vec<u64> = through.iter().map(|took| took.saturating_sub(middle)).collect();
    for (share, name) in [(50, "p50"), (99, "p99"), (100, "max")] {
        figures.insert(format!("{before}added_delay_ms_{name}"), milliseconds_at(&added, share));
        figures.insert(format!("{before}direct_delay_ms_{name}"), milliseconds_at(&direct, share));
    }
}

fn carry(folder: &Path, (count, strangers): (usize, u32), lasts: Duration) -> Outcome<Carried> {
    let (file, values) = settings(folder, HERE)?;
    let senders = town::fill(&values, LISTENERS, count, None)?;
    let served = Served::start(&file, None)?;
    let mut door = Door::open(&served, &senders, LISTENERS)?;
    let before = served.resident_kb();
    let mut swarm = Swarm::new()?;
    let mut rooms: Vec<Room> = Vec::with_capacity(count);
    for sender in 0..count {
        rooms.push(door.room(&mut swarm, sender, LISTENERS)?);
    }
    let mut pairs = Vec::new();
    for _ in 0..DIRECT {
        pairs.push(direct(door.common(), &mut swarm)?);
    }
    connected(&mut swarm)?;
    let flood = (strangers > 0).then(|| Flood::begin(door.sound_at()?, strangers)).transpose()?;
    let begin = Instant::now();
    let speakers: Vec<usize> =
        rooms.iter().map(|room| room.handset).chain(pairs.iter().map(|pair| pair.0)).collect();
    for (place, speaker) in speakers.iter().enumerate() {
        // Phones do not speak in step.
        let phase = super::swarm::EVERY.mul_f64(place as f64 / speakers.len() as f64);
        swarm.speaks(*speaker, begin + phase);
    }
    swarm.until(begin + WARM_UP, |_| false)?;
    swarm.counts = true;
    let from = sent(&mut swarm, &rooms)?;
    let (began, cpu, own) = (Instant::now(), served.processor(), own_processor());
    swarm.until(began + lasts, |_| false)?;
    let (wall, cpu) = (began.elapsed(), served.processor().saturating_sub(cpu));
    let own_cpu = own_processor().saturating_sub(own);
    let until = sent(&mut swarm, &rooms)?;
    let memory = (before, served.resident_kb());
    swarm.is_silent();
    swarm.until(Instant::now() + SETTLES, |_| false)?;
    let strangers = flood.map_or(0, Flood::end);
    let mut carried = Carried {
        expected: 0,
        lost: 0,
        twice: 0,
        not_kept: 0,
        unsent: swarm.unsent(),
        through_us: Vec::new(),
        direct_us: Vec::new(),
        cpu,
        own_cpu,
        wall,
        memory,
        strangers,
    };
    for ((room, from), until) in rooms.iter().zip(from).zip(until) {
        // One more at each end may have been on its way when the clock began and stopped.
        carried.count(&swarm, room, from + 1..until);
        let kept: u32 = held::lives(&sound_file(&super::recordings(folder), room.alarm))
            .iter()
            .map(|life| life.packets)
            .sum();
        let all = swarm.end(room.handset)?.sent();
        carried.not_kept += u64::from(all.saturating_sub(kept));
    }
    for (_, hears) in pairs {
        carried.direct_us.extend(swarm.heard.get(hears).iter().flat_map(|heard| &heard.took_us));
    }
    Ok(carried)
}

impl Carried {
    fn count(&mut self, swarm: &Swarm, room: &Room, numbers: core::ops::Range<u32>) {
        for listener in &room.listeners {
            let Some(heard) = swarm.heard.get(*listener) else { continue };
            self.expected += numbers.len() as u64;
            self.lost += numbers.clone().filter(|number| !heard.numbers.contains(number)).count() as u64;
            self.twice += heard.twice;
            self.through_us.extend(&heard.took_us);
        }
    }
}

fn sent(swarm: &mut Swarm, rooms: &[Room]) -> Outcome<Vec<u32>> {
    rooms.iter().map(|room| Ok(swarm.end(room.handset)?.sent())).collect()
}

fn own_processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let nanos = u32::try_from(time.tv_nsec).unwrap_or(0);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), nanos)
}
