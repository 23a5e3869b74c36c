//! The demo's own house: a folder that says what it is, the town on its map, its people and a day that lies behind them.
//!
//! Never here: what happens from now on.

use super::bands;
use super::not_here;
use super::papers::{self, Papers};
use crate::cli::DemoArgs;
use crate::command::roster::role_word;
use crate::config::{LogFormat, Need, Settings};
use crate::exit::{Code, Failure, Outcome};
use crate::home::{self, Lock};
use crate::offline::now;
use crate::out::Talk;
use hoeder_geo::Countries;
use hoeder_server::{Running, StoreChoice, Tls};
use hoeder_sim::demo::{self, Populate, PopulateError, Populated};
use hoeder_vocab::{Position, Role, Sensitive};
use sha2::{Digest as _, Sha256};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Everybody's password. It opens invented data on this machine, and a folder with it is refused by `hoeder serve`.
pub(super) const PASSWORD: &str = "demo-in-hoedergem";
const CERTIFICATE: &str = "demo-certificate.pem";
const MARK_TEXT: &str = "Everything in this folder was made by `hoeder demo`: an invented town, invented people, passwords that\n\
                         everybody knows. `hoeder serve` refuses to work with it.\n";

/// The house.
pub(super) struct House {
    pub(super) settings: Settings,
    pub(super) past: Option<Populated>,
    _lock: Lock,
    _vanishes: Option<tempfile::TempDir>,
}

impl House {
    /// Makes it, or finds one that an earlier demo left in a named folder.
    pub(super) fn make(arguments: &DemoArgs, talk: Talk) -> Outcome<Self> {
        let (data, vanishes) = folder(arguments.data.as_deref())?;
        let mark = data.join(home::DEMO_MARK);
        let again = mark.exists();
        if !again && has_something(&data) {
            return Err(not_here(format!("{} holds something that no demo made", data.display())));
        }
        let lock = home::lock(&data)?;
        let settings = settings(arguments, data)?;
        let data = &settings.server.data;
        let failed = |e: std::io::Error| Failure::failed("the folder of the demo cannot be written", e);
        std::fs::write(&mark, MARK_TEXT).map_err(failed)?;
        std::fs::create_dir_all(data.join("map")).map_err(failed)?;
        std::fs::write(data.join("map/streets.geojson"), demo::streets_geojson()).map_err(failed)?;
        std::fs::write(data.join("map/places.geojson"), demo::places_geojson()).map_err(failed)?;
        let past = if again && data.join(hoeder_store::sqlite::FILE).exists() {
            talk.say("the town of the last time is still there");
            None
        } else {
            talk.say("playing the day that lies behind");
            Some(populate(&settings, arguments.seed)?)
        };
        Ok(Self { settings, past, _lock: lock, _vanishes: vanishes })
    }

    pub(super) fn data(&self) -> &Path {
        &self.settings.server.data
    }

    pub(super) fn certificate_file(&self) -> PathBuf {
        self.data().join(CERTIFICATE)
    }

    /// Writes the certificate of this run where a client can find it.
    pub(super) fn keep_certificate(&self, running: &Running) -> Outcome<PathBuf> {
        let file = self.certificate_file();
        std::fs::write(&file, running.certificate_pem().unwrap_or_default())
            .map_err(|e| Failure::failed("the certificate cannot be written", e))?;
        Ok(file)
    }
}

fn folder(named: Option<&Path>) -> Outcome<(PathBuf, Option<tempfile::TempDir>)> {
    if let Some(named) = named {
        return Ok((named.to_owned(), None));
    }
    let made = tempfile::Builder::new()
        .prefix("hoeder-demo-")
        .tempdir()
        .map_err(|e| Failure::failed("no folder can be made", e))?;
    Ok((made.path().join("data"), Some(made)))
}

fn has_something(data: &Path) -> bool {
    std::fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some())
}

/// Settings of the demo alone: nothing of `/etc` or of the environment counts here.
fn settings(arguments: &DemoArgs, data: PathBuf) -> Outcome<Settings> {
    let mut settings =
        Settings::from_values(&crate::config::Values::defaults()?, arguments.store.as_deref(), Need::Log)?;
    let server = &mut settings.server;
    server.data = data;
    server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    server.metrics_listen = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let names = ["localhost", "127.0.0.1", "::1"];
    server.tls = Tls::SelfSigned { names: names.into_iter().map(str::to_owned).collect() };
    server.cell.cell = demo::CELL;
    server.cell.own_room = demo::OWN_ROOM;
    server.map.bounds = bounds();
    server.service = hoeder_server::Service::Exercise;
    server.places = papers::places()?;
    server.measures.free_devices = papers::free_devices();
    server.trackers = bands::listeners();
    server.positions = None;
    server.web_root.clone_from(&arguments.web_root);
    settings.log_format = LogFormat::Text;
    settings.log_level = String::from("warn");
    Ok(settings)
}

/// West, south, east, north of the town's zones.
fn bounds() -> [f64; 4] {
    let zones = demo::zones();
    let all: Vec<Position> = zones.iter().flat_map(|zone| &zone.shape).flatten().flatten().copied().collect();
    let edge = |pick: fn(&Position) -> f64, better: fn(f64, f64) -> f64, first: f64| {
        all.iter().map(pick).fold(first, better)
    };
    [
        edge(|p| p.lon(), f64::min, 180.0),
        edge(|p| p.lat(), f64::min, 90.0),
        edge(|p| p.lon(), f64::max, -180.0),
        edge(|p| p.lat(), f64::max, -90.0),
    ]
}

fn populate(settings: &Settings, seed: u64) -> Outcome<Populated> {
    let countries = Countries::new()
        .map_err(|e| Failure::failed("the built-in outlines of countries cannot be read", e))?;
    let hash = hoeder_server::hash_password(&Sensitive::new(PASSWORD.to_owned()))
        .map_err(|_| Failure::failed("a password cannot be hashed", "no randomness"))?;
    let (writer, restored) = home::open_writer(settings)?;
    let office = Papers::new()?;
    let password = move |_: &str| Some(Sensitive::new(hash.clone()));
    let made = demo::populate(
        writer,
        &restored,
        &Populate {
            seed,
            until: now(),
            password: &password,
            digest: &|secret| Sha256::digest(secret.as_bytes()).into(),
            countries: &countries,
            measures: settings.server.measures.clone(),
            agreement: &|to_sign| office.agreement(to_sign),
        },
    );
    match made {
        Ok(populated) => Ok(populated),
        Err(PopulateError::NotEmpty) => {
            let what = match settings.server.store {
                StoreChoice::Postgres { .. } => "the database holds a log of the demo's cell already",
                StoreChoice::Embedded | StoreChoice::Given(_) => "the store is not empty",
            };
            Err(Failure::new(Code::Conflict, what).hint("give the demo an empty database or folder"))
        }
        Err(error) => Err(Failure::failed("the day that lies behind cannot be played", error)),
    }
}

/// Login, role and what one sees with it.
pub(super) fn sign_ins() -> Vec<(String, &'static str, &'static str)> {
    demo::accounts()
        .into_iter()
        .map(|account| (account.login, role_word(account.role), what_one_sees(account.role)))
        .collect()
}

const fn what_one_sees(role: Role) -> &'static str {
    match role {
        Role::Operator => "the alarm desk: queue, card, map, timeline",
        Role::Supervisor => "the alarm desk, and the access log",
        Role::ZoneDuty => "the desk of a zone: its alarms and tasks",
        Role::Patrol => "the patrol view, made for a phone",
        Role::CaseOfficer => "measures, intake, dossiers, pairing of phones",
        Role::Magistrate => "what waits for a decision, and the page to decide on",
        Role::Administrator => "accounts, rooms, offices",
        Role::Auditor => "who looked at what, and why",
        Role::Wall => "the wall: health of the whole chain",
        Role::VictimReception => "the desk of victim support: offers of support",
        Role::ReferenceMagistrate => "measures of the office, and a lack of devices",
        Role::DistrictSpoc => "counts and stock of the district",
        Role::Monitor => "the tracking desk: queues, incidents, mandates, devices",
    }
}
