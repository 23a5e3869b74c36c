//! Listeners for ankle bands and trackers: what the settings say. Off until an address is set.
//!
//! Never here: listening. The password for commands is read from a file of its own.

use super::settings::path;
use super::{Need, Values, secret_path};
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_server::trackers::{Line, Network, TrackerLimits, TrackerSettings};
use hoeder_vocab::Sensitive;
use hoeder_wire::tracker::teltonika::IoMap;
use std::net::SocketAddr;

pub(super) fn trackers(values: &Values, need: Need) -> Outcome<TrackerSettings> {
    let queclink_password = match need {
        Need::Server => password(values)?,
        Need::Log => TrackerSettings::default().queclink_password,
    };
    Ok(TrackerSettings {
        teltonika: listen(values, "trackers.teltonika_listen")?,
        teltonika_udp: listen(values, "trackers.teltonika_udp_listen")?,
        queclink: listen(values, "trackers.queclink_listen")?,
        queclink_udp: listen(values, "trackers.queclink_udp_listen")?,
        http: listen(values, "trackers.http_listen")?,
        mqtt: listen(values, "trackers.mqtt_listen")?,
        line: if values.text("trackers.line")? == "tls" { Line::Tls } else { Line::Plain },
        networks: networks(values)?,
        io: io(values)?,
        queclink_password,
        limits: limits(values)?,
    })
}

fn listen(values: &Values, name: &str) -> Outcome<Option<SocketAddr>> {
    match values.text(name)? {
        "off" => Ok(None),
        _ => super::settings::address(values, name).map(Some),
    }
}

fn networks(values: &Values) -> Outcome<Vec<Network>> {
    let network = |text: &String| {
        text.parse().map_err(|e| Failure::usage(format!("trackers.networks: {text}")).because(e))
    };
    values.texts("trackers.networks")?.iter().map(network).collect()
}

fn io(values: &Values) -> Outcome<IoMap> {
    values.texts("trackers.teltonika_io")?.iter().try_fold(IoMap::default(), |map, text| {
        map.with_text(text).map_err(|why| {
            Failure::usage(format!("trackers.teltonika_io: {why}"))
                .hint("a number, = or =!, and a sign, sos or alcohol: docs/trackers.md has the names")
        })
    })
}

fn password(values: &Values) -> Outcome<Sensitive<String>> {
    const NAME: &str = "trackers.queclink_password_file";
    if path(values, NAME)?.is_none() {
        return Ok(TrackerSettings::default().queclink_password);
    }
    let file = secret_path(NAME, values.text(NAME)?)?;
    let text = std::fs::read_to_string(&file)
        .map_err(|e| Failure::usage(format!("{NAME} {} cannot be read", file.display())).because(e))?;
    Ok(Sensitive::new(text.trim().to_owned()))
}

fn limits(values: &Values) -> Outcome<TrackerLimits> {
    let seconds = |name: &str| values.whole::<u64>(name).map(Duration::from_secs);
    Ok(TrackerLimits {
        connections: values.whole("trackers.connections")?,
        connections_per_source: values.whole("trackers.connections_per_source")?,
        idle: seconds("trackers.idle_s")?,
        login: seconds("trackers.login_s")?,
        reports_per_second: values.whole("trackers.reports_per_second")?,
        burst: values.whole("trackers.burst")?,
        faults: values.whole("trackers.faults")?,
        doubtful_per_second: values.whole("trackers.doubtful_per_second")?,
        datagrams: values.whole("trackers.datagrams")?,
        busy: seconds("trackers.busy_s")?,
        commands: values.whole("trackers.commands")?,
        command_patience: seconds("trackers.command_patience_s")?,
        quarantine_bytes: values.whole("trackers.quarantine_bytes")?,
    })
}
