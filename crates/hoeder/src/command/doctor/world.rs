//! What stands around the program: store, clock, port.
//!
//! Never here: the disk (`disk`), certificates (`certificate`).

use super::Check;
use crate::config::Settings;
use crate::home;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoeder_engine::entry::StreamId;
use hoeder_server::{StoreChoice, store};
use hoeder_store::format::names::stream_of;
use hoeder_store::{CheckpointKey, Log, OsEntropy};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};

pub(super) fn log(settings: &Settings, checks: &mut Vec<Check>) {
    let kind = match settings.server.store {
        StoreChoice::Embedded => "embedded",
        StoreChoice::Postgres { .. } => "PostgreSQL",
        StoreChoice::Given(_) => "given",
    };
    let mut log = match home::open_log(settings) {
        Ok(log) => log,
        Err(failure) => {
            let text = failure.to_string().replace('\n', ";");
            let found = format!("{kind}: {}", text.trim_start_matches("hoeder: "));
            checks.push(Check::bad(
                "store",
                found,
                "start the database, or name the right one; a new installation starts with `hoeder room add`",
            ));
            return;
        }
    };
    match log.head() {
        Ok((head, _)) => {
            checks.push(Check::good("store", format!("{kind}, {} records, schema known", head.0)))
        }
        Err(error) => {
            checks.push(Check::bad("store", format!("{kind}: {error}"), "look at the log of the database"));
            return;
        }
    }
    signing_key(settings, checks);
    roster(log.as_mut(), settings, checks);
}

fn signing_key(settings: &Settings, checks: &mut Vec<Check>) {
    let path = settings.server.data.join(store::CHECKPOINT_KEY);
    if !path.exists() {
        return;
    }
    match CheckpointKey::load_or_create(&path, &mut OsEntropy) {
        Ok(key) => {
            let text = STANDARD.encode(key.public_key());
            checks.push(Check::good("signing key", format!("{text}: keep a copy of this line elsewhere")));
        }
        Err(error) => {
            checks.push(Check::bad("signing key", error.to_string(), "restore the file from your own copy"))
        }
    }
}

fn roster(log: &mut dyn Log, settings: &Settings, checks: &mut Vec<Check>) {
    let streams: Vec<StreamId> = match log.versions() {
        Ok(versions) => versions.iter().filter_map(|(text, _)| stream_of(text)).collect(),
        Err(error) => {
            checks.push(Check::bad("roster", error.to_string(), "look at the log of the database"));
            return;
        }
    };
    let count = |fits: fn(&StreamId) -> bool| streams.iter().filter(|stream| fits(stream)).count();
    let rooms = count(|stream| matches!(stream, StreamId::Room(_)));
    let zones = count(|stream| matches!(stream, StreamId::Zone(_)));
    let accounts = count(|stream| matches!(stream, StreamId::Account(_)));
    let own = streams.contains(&StreamId::Room(settings.server.cell.own_room));
    checks.push(if own {
        Check::good("rooms", format!("{rooms}, the cell's own among them"))
    } else {
        Check::bad("rooms", "the cell's own room is not there", "hoeder room add --name NAME --own")
    });
    checks.push(if zones > 0 {
        Check::good("zones", zones.to_string())
    } else {
        Check::bad("zones", "none", "hoeder import zones FILE.geojson")
    });
    checks.push(if accounts > 0 {
        Check::good("accounts", accounts.to_string())
    } else {
        Check::bad("accounts", "nobody can sign in", "hoeder account add --role operator ..")
    });
}

pub(super) fn clock(checks: &mut Vec<Check>) {
    let now = jiff::Timestamp::now();
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
    if !(2026..2100).contains(&year) {
        checks.push(Check::bad("clock", format!("it says {now}"), "set the clock"));
        return;
    }
    match synchronised() {
        Some(true) => checks.push(Check::good("clock", format!("{now:.0}, synchronised"))),
        Some(false) => checks.push(Check::warning(
            "clock",
            format!("{now:.0}, not synchronised"),
            "run chrony or systemd-timesyncd: every time on a timeline is this clock's",
        )),
        None => checks.push(Check::warning(
            "clock",
            format!("{now:.0}; whether it is synchronised cannot be told here"),
            "make sure that chrony or systemd-timesyncd runs",
        )),
    }
}

/// What systemd says about it; `None` where there is no systemd.
fn synchronised() -> Option<bool> {
    let output = Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    match output.stdout.trim_ascii() {
        b"yes" => Some(true),
        b"no" => Some(false),
        _ => None,
    }
}

pub(super) fn listen(address: SocketAddr, checks: &mut Vec<Check>) {
    checks.push(match TcpListener::bind(address) {
        Ok(_) => Check::good("listen", format!("{address} is free")),
        Err(error) => Check::bad(
            "listen",
            format!("{address}: {error}"),
            "stop what listens there, or choose another address in server.listen",
        ),
    });
}
