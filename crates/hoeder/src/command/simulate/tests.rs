//! Pretended devices against a real server over real sockets: what they say arrives, whatever the network does to it.

use crate::cli::{Cli, Switches};
use crate::exit::{Code, Outcome};
use crate::out::Talk;
use clap::Parser as _;
use hoeder_server::trackers::{
    Accepted, Door, GivenDoor, Note, Registered, SecretHash, Taking, TrackerSettings,
};
use hoeder_server::{Config, Running};
use hoeder_vocab::ReceivedAt;
use hoeder_vocab::tracking::{DeviceNumber, Sign, TrackReport};
use hoeder_wire::tracker::teltonika::{IoMap, Meaning};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SECRET: &str = "zestien letters of meer";

/// Keeps what came, each report once, and counts what was handed over.
#[derive(Default)]
struct Keeper(Mutex<(Vec<TrackReport>, usize)>);

impl Door for Keeper {
    fn registered(&self, device: &DeviceNumber) -> Option<Registered> {
        let secret = Some(SecretHash::of(SECRET.as_bytes()));
        (device.as_str() == "356307042441013").then(|| Registered { secret, networks: Vec::new() })
    }
    fn take<'a>(&'a self, _: &'a DeviceNumber, reports: Vec<TrackReport>, _: ReceivedAt) -> Taking<'a> {
        Box::pin(async move {
            let mut kept = self.0.lock().unwrap();
            kept.1 += reports.len();
            for report in &reports {
                if !kept.0.contains(report) {
                    kept.0.push(*report);
                }
            }
            Ok(Accepted { count: reports.len() })
        })
    }
    fn press_of_stranger<'a>(
        &'a self,
        _: &'a DeviceNumber,
        presses: Vec<TrackReport>,
        _: ReceivedAt,
    ) -> Taking<'a> {
        Box::pin(async move { Ok(Accepted { count: presses.len() }) })
    }
    fn note(&self, _: Note) {}
}

struct House {
    keeper: Arc<Keeper>,
    running: Option<Running>,
    runtime: Runtime,
    folder: TempDir,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Arc::new(Keeper::default());
        let free = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        let mut config = Config::local(folder.path().join("data"));
        config.tracker_door = Some(GivenDoor(Arc::clone(&keeper) as Arc<dyn Door>));
        config.trackers = TrackerSettings {
            teltonika: free,
            teltonika_udp: free,
            queclink: free,
            http: free,
            mqtt: free,
            io: IoMap::default().with(1, Meaning::Sign(Sign::StrapCut)),
            ..TrackerSettings::default()
        };
        let runtime = crate::command::serve::runtime().unwrap();
        let running = runtime.block_on(hoeder_server::start(config)).unwrap();
        std::fs::write(folder.path().join("cert.pem"), running.certificate_pem().unwrap()).unwrap();
        std::fs::write(folder.path().join("secret"), SECRET).unwrap();
        Self { keeper, running: Some(running), runtime, folder }
    }
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
    /// Runs `hoeder simulate ..` with these arguments besides those that say where the server is.
    fn simulate(&self, what: &str, protocol: &str, more: &[&str]) -> Outcome {
        let at = self.running.as_ref().unwrap().trackers().unwrap().at;
        let address = match protocol {
            "teltonika" => at.teltonika,
            "teltonika-udp" => at.teltonika_udp,
            "queclink" => at.queclink,
            "owntracks-mqtt" => at.mqtt,
            _ => at.http,
        };
        let (to, trust, secret) = (address.unwrap().to_string(), self.file("cert.pem"), self.file("secret"));
        let mut line = vec!["hoeder", "simulate", what, "--protocol", protocol, "--to", &to];
        line.extend(["--trust", trust.to_str().unwrap(), "--secret-file", secret.to_str().unwrap()]);
        line.extend(["--walk", "51.05,3.72", "--every", "0"]);
        line.extend(more);
        let switches = Switches { config: None, quiet: true, no_input: true };
        crate::command::run(Cli::try_parse_from(line).unwrap(), Talk::new(&switches))
    }
    fn kept(&self) -> (Vec<TrackReport>, usize) {
        self.keeper.0.lock().unwrap().clone()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

const PROTOCOLS: [&str; 6] =
    ["teltonika", "teltonika-udp", "queclink", "osmand", "owntracks-http", "owntracks-mqtt"];
const NUMBER: [&str; 2] = ["--number", "356307042441013"];

/// T-TE: pieces, a lost acknowledgement and doubles on the way: each report is there, and none twice.
#[test]
fn a_pretended_tracker_is_heard_in_every_protocol_whatever_the_network_does() {
    for protocol in PROTOCOLS {
        let house = House::new();
        let faults = ["--reports", "4", "--split", "5", "--drop-acks", "1", "--duplicate"];
        let code = house.simulate("tracker", protocol, &[&NUMBER[..], &faults].concat());
        assert!(matches!(code, Ok(Code::Ok)), "{protocol}: {:?}", code.err());
        let (kept, handed_over) = house.kept();
        assert_eq!(kept.len(), 4, "{protocol}");
        assert!(handed_over >= 8, "{protocol}: {handed_over} were said, doubles among them");
        assert!(kept.iter().all(|report| report.fix.is_some()), "{protocol}");
    }
}

#[test]
fn a_press_and_a_cut_strap_arrive_in_the_protocols_that_have_words_for_them() {
    for protocol in ["teltonika", "teltonika-udp", "queclink", "osmand"] {
        let house = House::new();
        let code = house.simulate(
            "tracker",
            protocol,
            &[&NUMBER[..], &["--reports", "3", "--sos-at", "2"]].concat(),
        );
        assert!(matches!(code, Ok(Code::Ok)), "{protocol}: {:?}", code.err());
        let pressed: Vec<bool> = house.kept().0.iter().map(|report| report.sos).collect();
        assert_eq!(pressed, [false, true, false], "{protocol}");
    }
    for protocol in ["teltonika", "osmand"] {
        let house = House::new();
        let arguments = [&NUMBER[..], &["--reports", "2", "--strap-cut-at", "2", "--batch", "2"]].concat();
        assert!(matches!(house.simulate("band", protocol, &arguments), Ok(Code::Ok)), "{protocol}");
        let cut: Vec<bool> = house.kept().0.iter().map(|report| report.began.has(Sign::StrapCut)).collect();
        assert_eq!(cut, [false, true], "{protocol}");
    }
}

#[test]
fn a_device_that_is_not_registered_is_told_so_and_odd_wishes_are_refused() {
    let house = House::new();
    for protocol in ["teltonika", "osmand", "owntracks-http", "owntracks-mqtt"] {
        let refused = house.simulate("tracker", protocol, &["--number", "999999999999999", "--reports", "1"]);
        assert!(refused.is_err(), "{protocol}");
    }
    assert!(house.kept().0.is_empty());
    assert!(
        house.simulate("tracker", "owntracks-mqtt", &[&NUMBER[..], &["--sos-at", "1"]].concat()).is_err()
    );
    assert!(house.simulate("band", "queclink", &[&NUMBER[..], &["--strap-cut-at", "1"]].concat()).is_err());
}
