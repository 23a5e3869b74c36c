//! A bad network between handsets and the server, in network namespaces of its own: what arrives, and what of it in time to be played.
//!
//! Nothing stays: the namespaces go with the processes that hold them. Never here: what a listener's own network does.

use super::door::{Door, socket};
use super::swarm::{EVERY, Swarm};
use super::wire::Wire;
use super::{HERE, Plan, held, settings};
use crate::command::bench::child::Served;
use crate::command::bench::{rounded, town};
use crate::exit::{Code, Failure, Outcome};
use crate::out::Talk;
use hoeder_store::recordings::sound_file;
use hoeder_vocab::AlarmId;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use serde_json::{Map, Value, json};
use std::fs::File;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::os::fd::AsFd as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ROOMS: usize = 4;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// Both ways: each packet waits 0 to 400 ms, so that they overtake each other, and one in ten is lost. As `wire` has it.
const BAD: [&str; 8] = ["netem", "delay", "200ms", "200ms", "loss", "10%", "limit", "100000"];
const SERVER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 99, 0, 1));
const PHONE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 99, 0, 2));
/// A handshake that loses one packet in ten takes seconds.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a player waits for a packet, counted from the fastest ones.
const BUFFERS_MS: [u64; 2] = [200, 400];

/// Where the handsets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In another network namespace.
    Elsewhere,
    /// Here, with the wire of the benchmark.
    Here,
}

/// Runs this program again where nothing else is on the net; where that cannot be, it says so and uses a wire of its own.
pub(super) fn measure(plan: &Plan, talk: Talk, figures: &mut Map<String, Value>) -> Outcome<()> {
    let own = std::env::current_exe().map_err(|e| Failure::failed("this program cannot find itself", e))?;
    let mut command = Command::new("unshare");
    command.args(["--net", "--"]).arg(own).args(["bench", "voice", "--json", "--only", "net-inside"]);
    command.arg("--seconds").arg(plan.lasts.as_secs().to_string()).stderr(Stdio::inherit());
    let found = command.output().ok().filter(|output| output.status.success());
    match found.map(|output| serde_json::from_slice(&output.stdout)) {
        Some(Ok(Value::Object(found))) => {
            figures.extend(found);
            Ok(())
        }
        Some(_) | None => {
            talk.say("no network namespaces here: it needs root, unshare, nsenter, ip and tc");
            inside(super::folder()?.path(), plan, Where::Here, figures)
        }
    }
}

/// In a namespace that is its own: the server and the desks here, the handsets in another.
pub(super) fn inside(
    folder: &Path,
    plan: &Plan,
    place: Where,
    figures: &mut Map<String, Value>,
) -> Outcome<()> {
    let elsewhere = if place == Where::Elsewhere { Some(Elsewhere::begin()?) } else { None };
    let server = elsewhere.as_ref().map_or(HERE.ip(), |_| SERVER);
    let is_bad = elsewhere.as_ref().is_some_and(|there| there.is_bad);
    let by = match (&elsewhere, is_bad) {
        (Some(_), true) => "netem between namespaces",
        (Some(_), false) => "a wire of the benchmark, between namespaces: this kernel has no netem",
        (None, _) => "a wire of the benchmark: no namespaces here",
    };
    figures.insert("net_by".to_owned(), json!(by));
    let (file, values) = settings(folder, SocketAddr::new(server, 0))?;
    let senders = town::fill(&values, 1, ROOMS, None)?;
    let served = Served::start(&file, None)?;
    let mut door = Door::open(&served, &senders, 1)?;
    let mut swarm = Swarm::new()?;
    let mut rooms: Vec<(AlarmId, usize, usize)> = Vec::new();
    for sender in 0..ROOMS {
        let alarm = door.press(sender)?;
        let from = elsewhere.as_ref().map_or_else(|| socket(server), Elsewhere::socket)?;
        let mut end = door.offers(sender, alarm, from)?;
        end.wire = (!is_bad).then(|| Wire::new(SEED + sender as u64));
        let handset = swarm.add(end)?;
        let listener = swarm.add(door.joins(0, alarm, socket(server)?)?)?;
        rooms.push((alarm, handset, listener));
    }
    let begun = Instant::now();
    if !swarm.until(begun + PATIENCE, Swarm::all_connected)? {
        return Err(Failure::new(Code::Unreachable, "a connection of sound was not there in 30 s"));
    }
    figures.insert("net_connected_s".to_owned(), rounded(begun.elapsed().as_secs_f64()));
    swarm.counts = true;
    let begin = Instant::now();
    for (place, (_, handset, _)) in rooms.iter().enumerate() {
        swarm.speaks(*handset, begin + EVERY.mul_f64(place as f64 / ROOMS as f64));
    }
    swarm.until(begin + plan.lasts, |_| false)?;
    swarm.is_silent();
    swarm.until(Instant::now() + Duration::from_secs(3), |_| false)?;
    let (mut sent, mut received, mut kept, mut took) = (0_u64, 0_u64, 0_u64, Vec::new());
    for (alarm, handset, listener) in rooms {
        sent += u64::from(swarm.end(handset)?.sent());
        let lives = held::lives(&sound_file(&super::recordings(folder), alarm));
        kept += lives.iter().map(|life| u64::from(life.packets)).sum::<u64>();
        let Some(heard) = swarm.heard.get(listener) else { continue };
        received += heard.numbers.len() as u64;
        took.extend_from_slice(&heard.took_us);
    }
    let share = |of: u64| rounded(of as f64 * 100.0 / sent.max(1) as f64);
    figures.insert("net_packets".to_owned(), json!(sent));
    figures.insert("net_received_pct".to_owned(), share(received));
    figures.insert("net_recorded_pct".to_owned(), share(kept));
    took.sort_unstable();
    let fastest = took.get(took.len() / 100).copied().unwrap_or_default();
    for buffer in BUFFERS_MS {
        let in_place = took.partition_point(|took| *took <= fastest + buffer * 1_000) as u64;
        figures.insert(format!("net_in_place_{buffer}_ms_pct"), share(in_place));
        figures.insert(format!("net_concealed_{buffer}_ms_pct"), share(sent.saturating_sub(in_place)));
    }
    Ok(())
}

/// The other namespace, held by a program that does nothing.
struct Elsewhere {
    holder: Child,
    /// Does the kernel make the wire between a bad one?
    is_bad: bool,
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        drop(self.holder.kill());
        drop(self.holder.wait());
    }
}

impl Elsewhere {
    /// With a wire between here and there that is bad both ways.
    fn begin() -> Outcome<Self> {
        let mut holder = Command::new("unshare");
        holder.args(["--net", "--", "sleep", "3600"]).stdin(Stdio::null()).stdout(Stdio::null());
        let holder = holder.spawn().map_err(|e| Failure::failed("unshare cannot be run", e))?;
        let mut there = Self { holder, is_bad: false };
        there.is_there()?;
        let pid = there.holder.id().to_string();
        run(&["ip", "link", "set", "lo", "up"])?;
        run(&["ip", "link", "add", "here", "type", "veth", "peer", "name", "there", "netns", &pid])?;
        run(&["ip", "address", "add", &format!("{SERVER}/24"), "dev", "here"])?;
        run(&["ip", "link", "set", "here", "up"])?;
        let net = format!("--net={}", there.path());
        let enter = |words: &[&str]| run(&[&["nsenter", &net, "--"], words].concat());
        enter(&["ip", "address", "add", &format!("{PHONE}/24"), "dev", "there"])?;
        enter(&["ip", "link", "set", "there", "up"])?;
        let bad = |device: &'static str| [&["tc", "qdisc", "add", "dev", device, "root"][..], &BAD].concat();
        there.is_bad = run(&bad("here")).is_ok() && enter(&bad("there")).is_ok();
        Ok(there)
    }

    fn path(&self) -> String {
        format!("/proc/{}/ns/net", self.holder.id())
    }

    fn is_there(&self) -> Outcome<()> {
        let here = std::fs::read_link("/proc/self/ns/net").ok();
        let deadline = Instant::now() + PATIENCE;
        while std::fs::read_link(self.path()).ok() == here {
            if Instant::now() >= deadline {
                return Err(Failure::failed("no network namespace can be made", "unshare did nothing"));
            }
            std::thread::yield_now();
        }
        Ok(())
    }

    /// A socket over there: it stays there, whoever uses it.
    fn socket(&self) -> Outcome<UdpSocket> {
        let path = self.path();
        let opened = std::thread::spawn(move || -> Outcome<UdpSocket> {
            let failed = |e: std::io::Error| Failure::failed("the network namespace cannot be entered", e);
            let space = File::open(path).map_err(failed)?;
            move_into_link_name_space(space.as_fd(), Some(LinkNameSpaceType::Network))
                .map_err(|e| failed(e.into()))?;
            socket(PHONE)
        });
        opened.join().map_err(|_| Failure::failed("a thread of the benchmark ended", "no socket"))?
    }
}

fn run(words: &[&str]) -> Outcome<()> {
    let Some((program, words)) = words.split_first() else { return Ok(()) };
    let output = Command::new(program).args(words).output();
    let output = output.map_err(|e| Failure::failed(format!("{program} cannot be run"), e))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Failure::failed(format!("{program} {} fails", words.join(" ")), said))
}
