//! `bench voice`: what the media server adds to the way of a voice, how many rooms it carries, and what a crash costs a recording.
//!
//! The server is a process of its own; all phones and desks are ends of the same library in this one, over real sockets.
//! Never here: browsers (`e2e/bench`), judging the figures (`cargo xtask bench voice`).

mod crash;
mod door;
mod end;
mod flood;
mod held;
mod net;
mod rooms;
mod swarm;
mod wire;

use super::{folder, print};
use crate::cli::BenchVoice;
use crate::config::{Need, Settings};
use crate::exit::{Failure, Outcome};
use crate::out::Talk;
use serde_json::{Map, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// What all parts are told.
struct Plan {
    rooms: usize,
    lasts: Duration,
    kills: u32,
}

pub(in crate::command) fn voice(arguments: &BenchVoice, talk: Talk) -> Outcome {
    let plan = Plan {
        rooms: arguments.rooms,
        lasts: Duration::from_secs(arguments.seconds),
        kills: arguments.kills,
    };
    let mut figures = Map::new();
    let wants = |part: &str| {
        arguments.only.iter().any(|only| only == part) || (arguments.only.is_empty() && part != "net-inside")
    };
    if wants("delay") {
        talk.say("a few rooms: how much later it is heard than without the server");
        rooms::delay(folder()?.path(), &plan, &mut figures)?;
    }
    if wants("rooms") {
        talk.say(format!("{} rooms at once", plan.rooms));
        rooms::many(folder()?.path(), &plan, &mut figures)?;
    }
    if wants("flood") {
        talk.say("strangers flood the port");
        rooms::flooded(folder()?.path(), &plan, &mut figures)?;
    }
    if wants("crash") {
        talk.say(format!("{} ends without warning", plan.kills));
        crash::measure(folder()?.path(), &plan, &mut figures)?;
    }
    if wants("net") {
        talk.say("a bad network");
        net::measure(&plan, talk, &mut figures)?;
    }
    if wants("net-inside") {
        net::inside(folder()?.path(), &plan, net::Where::Elsewhere, &mut figures)?;
    }
    print(figures, arguments.form)
}

/// Everything in a folder, sound at an address; the settings of it.
fn settings(folder: &Path, sound: SocketAddr) -> Outcome<(PathBuf, Settings)> {
    let file = folder.join("bench.toml");
    // Nobody takes an alarm here: a ladder that climbs would be measured instead of sound.
    let text = format!(
        "[server]\ndata = \"{}\"\nlisten = \"127.0.0.1:0\"\n[cell]\nid = \"{}\"\n[alarm]\nown_room_s = 1000\n\
         neighbour_room_s = 2000\nzone_duty_s = 3000\nrepage_s = 3000\n[limits]\nrequests_per_second = 100000\n\
         messages_per_second = 100000\nsign_in_failures = 10000\n[voice]\nlisten = \"{sound}\"\n[log]\nlevel = \"warn\"\n",
        folder.join("data").display(),
        Uuid::now_v7(),
    );
    std::fs::write(&file, text).map_err(|e| Failure::failed("the settings cannot be written", e))?;
    let values = crate::config::read(Some(&file), &[])?;
    let settings = Settings::from_values(&values, None, Need::Log)?;
    Ok((file, settings))
}

/// Any free port of this machine alone.
const HERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// The value at a share of all, in milliseconds, of microseconds in order.
fn milliseconds_at(sorted_us: &[u64], share: usize) -> serde_json::Value {
    let at = sorted_us.get(sorted_us.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    json!((at / 10) as f64 / 100.0)
}

/// Where the server keeps its recordings.
fn recordings(folder: &Path) -> PathBuf {
    folder.join("data/recordings")
}
