//! What the settings mean together, in the types that the other rooms take.
//!
//! Never here: where a value came from.

use super::{Values, circular, secret_path, sending, trackers, tracking, voice};
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_engine::protocol::Protocol;
use hoeder_engine::tracking::TrackingRules;
use hoeder_engine::tracking::protocol::AlertProtocol;
use hoeder_server::config::{CellConfig, Config, Limits, MapBase, MapSettings, StoreChoice, Tls};
use hoeder_store::Retention;
use hoeder_vocab::{CellId, RoomId, Sensitive};
use hoeder_watch::alarm::AlarmTimes;
use hoeder_watch::service::Target;
use hoeder_watch::supervision::WatchTimes;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// What the settings are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Everything: a server starts with them.
    Server,
    /// The log only: a certificate need not be there.
    Log,
}

/// Everything, checked.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// What the server takes.
    pub(crate) server: Config,
    /// Retention terms.
    pub(crate) retention: Retention,
    /// The form of log lines.
    pub(crate) log_format: LogFormat,
    /// What is logged.
    pub(crate) log_level: String,
}

impl Settings {
    /// From values that each fit.
    ///
    /// # Errors
    /// When they do not fit together, or a file with a secret cannot be read.
    pub(crate) fn from_values(values: &Values, store_url: Option<&str>, need: Need) -> Outcome<Self> {
        let data = PathBuf::from(values.text("server.data")?);
        let listen = address(values, "server.listen")?;
        let metrics_listen = match values.text("server.metrics_listen")? {
            "off" => None,
            _ => Some(address(values, "server.metrics_listen")?),
        };
        let server = Config {
            data,
            listen,
            metrics_listen,
            store: store(values, store_url)?,
            tls: match need {
                Need::Server => tls(values, listen)?,
                Need::Log => Tls::SelfSigned { names: Vec::new() },
            },
            cell: cell(values)?,
            limits: limits(values)?,
            map: map(values)?,
            web_root: path(values, "server.web_root")?,
            service: hoeder_server::Service::Real,
            targets: targets(values)?,
            origins: values.texts("server.origins")?,
            measures: circular::measures(values)?,
            tracking: tracking(values)?,
            places: sending::places(values)?,
            notify: match need {
                Need::Server => sending::notify(values)?,
                Need::Log => hoeder_server::notify::NotifySettings::default(),
            },
            scan: sending::scan(values)?,
            trackers: trackers::trackers(values, need)?,
            tracker_door: None,
            voice: voice::voice(values)?,
            positions: Some(tracking::tracking(values)?),
            recordings: Some(voice::recordings(values)?),
        };
        Ok(Self {
            server,
            retention: Retention {
                fix_days: values.whole("retention.fix_days")?,
                proof_days: values.whole("retention.proof_days")?,
                ended_days: values.whole("retention.ended_days")?,
            },
            log_format: if values.text("log.format")? == "json" { LogFormat::Json } else { LogFormat::Text },
            log_level: values.text("log.level")?.to_owned(),
        })
    }
}

pub(super) fn address(values: &Values, name: &str) -> Outcome<SocketAddr> {
    let text = values.text(name)?;
    text.parse().map_err(|e| Failure::usage(format!("{name}: {text} is no address with a port")).because(e))
}

pub(super) fn path(values: &Values, name: &str) -> Outcome<Option<PathBuf>> {
    let text = values.text(name)?;
    Ok(if text.is_empty() { None } else { Some(PathBuf::from(text)) })
}

fn store(values: &Values, url: Option<&str>) -> Outcome<StoreChoice> {
    if let Some(url) = url {
        return Ok(StoreChoice::Postgres { url: Sensitive::new(checked_url(url)?.to_owned()) });
    }
    if values.text("store.kind")? == "embedded" {
        return Ok(StoreChoice::Embedded);
    }
    let named = values.text("store.url_file")?;
    if named.is_empty() {
        return Err(Failure::usage("store.kind is \"postgres\" and store.url_file is empty").hint(
            "put postgres://user:password@host/database in a file that only hoeder reads, and name it",
        ));
    }
    let file = secret_path("store.url_file", named)?;
    let url = std::fs::read_to_string(&file).map_err(|e| {
        Failure::usage(format!("store.url_file {} cannot be read", file.display())).because(e)
    })?;
    let url = url.trim();
    if !is_postgres(url) {
        return Err(Failure::usage("store.url_file does not hold an address that begins with postgres://"));
    }
    Ok(StoreChoice::Postgres { url: Sensitive::new(url.to_owned()) })
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// An address on the command line: everybody on the machine can read that, so no password stands in it.
fn checked_url(url: &str) -> Outcome<&str> {
    if !is_postgres(url) {
        return Err(Failure::usage("--store takes an address such as postgres://user@host/database"));
    }
    let authority = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or("");
    let with_password = authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    if with_password || url.contains("password=") {
        return Err(Failure::usage("--store holds a password, which every user of this machine could read")
            .hint("put the address in a file and name that in store.url_file"));
    }
    Ok(url)
}

fn tls(values: &Values, listen: SocketAddr) -> Outcome<Tls> {
    let certificate = path(values, "tls.certificate_file")?;
    let key = values.text("tls.key_file")?;
    let names = values.texts("tls.self_signed_names")?;
    match (certificate, key.is_empty(), names.is_empty()) {
        (Some(cert), false, true) => Ok(Tls::Files { cert, key: secret_path("tls.key_file", key)? }),
        (None, true, false) => Ok(Tls::SelfSigned { names }),
        (None, true, true) if listen.ip().is_loopback() => {
            let mut names = vec![String::from("localhost"), String::from("127.0.0.1"), String::from("::1")];
            names.sort();
            Ok(Tls::SelfSigned { names })
        }
        (None, true, true) => Err(Failure::usage("no certificate is configured")
            .hint("set tls.certificate_file and tls.key_file, or listen on 127.0.0.1 to try things out")),
        (Some(_), true, _) | (None, false, _) => {
            Err(Failure::usage("tls.certificate_file and tls.key_file belong together: set both"))
        }
        (Some(_), false, false) => {
            Err(Failure::usage("tls.self_signed_names is set beside a certificate: remove one of them"))
        }
    }
}

fn id(values: &Values, name: &str) -> Outcome<uuid::Uuid> {
    uuid::Uuid::try_parse(values.text(name)?)
        .map_err(|e| Failure::usage(format!("{name} is no UUID")).because(e))
}

/// The protocols of a file.
///
/// # Errors
/// When it cannot be read or used.
pub(crate) fn protocols(file: &Path) -> Outcome<Vec<Protocol>> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Failure::usage(format!("{} cannot be read", file.display())).because(e))?;
    hoeder_server::protocols::read(&text).map_err(|e| {
        Failure::usage(format!("{} holds no protocols that can be used", file.display()))
            .because(e)
            .hint("`hoeder protocols show` prints those of the program, to copy and change")
    })
}

/// The protocols of alerts of a file.
///
/// # Errors
/// When it cannot be read or used.
pub(crate) fn alert_protocols(file: &Path) -> Outcome<Vec<AlertProtocol>> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Failure::usage(format!("{} cannot be read", file.display())).because(e))?;
    hoeder_server::protocols::alerts::read(&text).map_err(|e| {
        Failure::usage(format!("{} holds no protocols of alerts that can be used", file.display()))
            .because(e)
            .hint("`hoeder protocols show --of alerts` prints those of the program, to copy and change")
    })
}

/// The rules of tracking.
fn tracking(values: &Values) -> Outcome<TrackingRules> {
    let file = path(values, "tracking.protocols")?;
    let protocols = file.map(|file| alert_protocols(&file)).transpose()?.unwrap_or_default();
    Ok(TrackingRules {
        protocols,
        burden_day: values.whole("tracking.burden_day")?,
        burden_night: values.whole("tracking.burden_night")?,
        ..TrackingRules::default()
    })
}

fn alarm_times(values: &Values) -> Outcome<AlarmTimes> {
    let seconds = |name: &str| values.whole::<u64>(name).map(Duration::from_secs);
    let times = AlarmTimes {
        held: seconds("alarm.held_s")?,
        not_shown: seconds("alarm.not_shown_s")?,
        own_room: seconds("alarm.own_room_s")?,
        neighbour_room: seconds("alarm.neighbour_room_s")?,
        zone_duty: seconds("alarm.zone_duty_s")?,
        repage: seconds("alarm.repage_s")?,
        take_to_dispatch: seconds("alarm.take_to_dispatch_s")?,
        dispatch_to_scene: seconds("alarm.dispatch_to_scene_s")?,
        scene_to_close: seconds("alarm.scene_to_close_s")?,
        owner_lost: seconds("alarm.owner_lost_s")?,
        take_over: seconds("alarm.take_over_s")?,
        owner_reminded: seconds("alarm.owner_reminded_s")?,
        owner_returned: seconds("alarm.owner_returned_s")?,
    };
    times.validate().map_err(|e| Failure::usage("the times in [alarm] do not fit together").because(e))?;
    Ok(times)
}

fn cell(values: &Values) -> Outcome<CellConfig> {
    let minutes = |name: &str| values.whole::<u64>(name).map(|m| Duration::from_secs(60 * m));
    let watch_times = WatchTimes {
        // The class of each handset says how long it may be silent.
        dead_man: WatchTimes::default().dead_man,
        daily_report: minutes("supervision.daily_report_min")?,
        unlink_grace: minutes("supervision.unlink_grace_min")?,
        ageing: [
            minutes("supervision.ageing_1_min")?,
            minutes("supervision.ageing_2_min")?,
            minutes("supervision.ageing_3_min")?,
            minutes("supervision.ageing_4_min")?,
        ],
        ageing_then: minutes("supervision.ageing_then_min")?,
    };
    watch_times
        .validate()
        .map_err(|e| Failure::usage("the times in [supervision] do not fit together").because(e))?;
    Ok(CellConfig {
        cell: CellId::from_uuid(id(values, "cell.id")?),
        own_room: RoomId::from_uuid(id(values, "cell.own_room")?),
        alarm_times: Some(alarm_times(values)?),
        watch_times: Some(watch_times),
        protocols: path(values, "alarm.protocols")?.map(|file| protocols(&file)).transpose()?,
        ready_timeout: Duration::from_secs(values.whole("desk.ready_timeout_s")?),
    })
}

fn limits(values: &Values) -> Outcome<Limits> {
    let wait = |name: &str| values.whole::<u64>(name).map(Duration::from_millis);
    Ok(Limits {
        connections: values.whole("limits.connections")?,
        connections_per_source: values.whole("limits.connections_per_source")?,
        handshake_timeout: wait("limits.handshake_timeout_ms")?,
        header_timeout: wait("limits.header_timeout_ms")?,
        request_timeout: wait("limits.request_timeout_ms")?,
        reply_timeout: wait("limits.reply_timeout_ms")?,
        body_bytes: values.whole("limits.body_bytes")?,
        photo_bytes: values.whole("limits.photo_bytes")?,
        document_timeout: wait("limits.document_timeout_ms")?,
        frame_bytes: values.whole("limits.frame_bytes")?,
        requests_per_second: values.whole("limits.requests_per_second")?,
        doubtful_per_second: values.whole("limits.doubtful_per_second")?,
        pairings_per_minute: values.whole("limits.pairings_per_minute")?,
        messages_per_second: values.whole("limits.messages_per_second")?,
        desk_ping: wait("limits.desk_ping_ms")?,
        desk_silent: wait("limits.desk_silent_ms")?,
        desk_drain: wait("limits.desk_drain_ms")?,
        desk_outbox: values.whole("limits.desk_outbox")?,
        hello_timeout: wait("limits.hello_timeout_ms")?,
        writer_backlog: values.whole("limits.writer_backlog")?,
        sign_in_failures: values.whole("limits.sign_in_failures")?,
        sign_in_delay: wait("limits.sign_in_delay_ms")?,
        store_retry: wait("limits.store_retry_ms")?,
    })
}

fn targets(values: &Values) -> Outcome<Vec<Target>> {
    let mut targets = Vec::new();
    for text in values.texts("reports.targets")? {
        let named = Target::parse(&text)
            .map_err(|e| Failure::usage(format!("reports.targets: `{text}` is no target")).because(e))?;
        targets.extend(named);
    }
    Ok(targets)
}

fn map(values: &Values) -> Outcome<MapSettings> {
    let needed = |name: &str| match values.text(name)? {
        "" => Err(Failure::usage(format!("map.base needs {name}"))),
        text => Ok(text.to_owned()),
    };
    let base = match values.text("map.base")? {
        "pmtiles" => MapBase::Pmtiles { file: needed("map.file")? },
        "style" => MapBase::Style { url: needed("map.url")? },
        "raster" => MapBase::Raster { url: needed("map.url")?, attribution: needed("map.attribution")? },
        _ => MapBase::Outline,
    };
    Ok(MapSettings { base, bounds: values.bounds("map.bounds")? })
}
