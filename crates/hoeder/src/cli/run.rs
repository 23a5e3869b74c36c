//! Commands that run, check, play and measure.

use super::{Form, Place};
use clap::{Args, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Prints the address on stdout once it listens. SIGTERM and SIGINT stop it gracefully.\n\n\
                  Examples:\n  hoeder serve --data ./data --listen 127.0.0.1:8443\n  \
                  hoeder serve --config /etc/hoeder/config.toml --store postgres://hoeder@db/hoeder"
)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where to listen for TLS (server.listen); port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Where to give metrics (server.metrics_listen), or off
    #[arg(long, value_name = "ADDR")]
    pub(crate) metrics_listen: Option<String>,
    /// Certificate chain, PEM (tls.certificate_file)
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<String>,
    /// Private key, PEM (tls.key_file)
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<String>,
    /// Serve the console from this folder (server.web_root)
    #[arg(long, value_name = "DIR")]
    pub(crate) web_root: Option<String>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Read all settings and say whether they fit
    #[command(after_help = "Examples:\n  hoeder config check\n  hoeder config check --config ./config.toml")]
    Check,
    /// Print the settings
    Show(ConfigShow),
    /// Print a file with every setting at its default
    #[command(after_help = "Examples:\n  hoeder config example\n  hoeder config example > config.toml")]
    Example,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hoeder config show\n  hoeder config show --effective --redacted --json")]
pub(crate) struct ConfigShow {
    /// Also those that nobody set
    #[arg(long)]
    pub(crate) effective: bool,
    /// Leave out names of files, hosts and addresses, to send it to somebody
    #[arg(long)]
    pub(crate) redacted: bool,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProtocolsCommand {
    /// Read a file and say whether its protocols can be used
    #[command(
        after_help = "Examples:\n  hoeder protocols check protocols.toml\n  hoeder protocols check --of alerts /etc/hoeder/alerts.toml"
    )]
    Check {
        /// What the steps are taken at
        #[arg(long, value_enum, default_value = "alarms")]
        of: ProtocolsOf,
        /// The file, TOML
        file: PathBuf,
    },
    /// Print the protocols in use: those of alarm.protocols or tracking.protocols, else those of the program
    #[command(
        after_help = "Examples:\n  hoeder protocols show > protocols.toml\n  hoeder protocols show --of alerts > alerts.toml"
    )]
    Show {
        /// What the steps are taken at
        #[arg(long, value_enum, default_value = "alarms")]
        of: ProtocolsOf,
    },
}

/// What protocols are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProtocolsOf {
    /// Alarms of protected persons
    Alarms,
    /// Alerts of tracking
    Alerts,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TrackCommand {
    /// Play recorded fixes against orders and write what the guard says; the same input gives the same bytes
    Replay(TrackReplay),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hoeder track replay --orders orders.json --fixes fixes.ndjson\n  \
                  hoeder track replay --orders orders.json --fixes band.gpx --fixes phone.rec --out alerts.ndjson")]
pub(crate) struct TrackReplay {
    /// Who is watched, and how (JSON with GeoJSON areas); docs/track-replay.md has the format
    #[arg(long, value_name = "FILE")]
    pub(crate) orders: PathBuf,
    /// Fixes: NDJSON, GPX or a file of the OwnTracks recorder; may be given more than once
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) fixes: Vec<PathBuf>,
    /// Where to write the alerts (NDJSON) [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LawCommand {
    /// Play scenario files against the code of the circular; exit 8 when one does not go as written
    Check(LawCheck),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hoeder law check law\n  hoeder law check law/7.10-duration.toml --list")]
pub(crate) struct LawCheck {
    /// Scenario files (TOML), or folders of them; docs/law-scenarios.md says how to write one
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Name every scenario, also those that went as written
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hoeder doctor\n  hoeder doctor --data /srv/hoeder --json")]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address that the server will listen on (server.listen)
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hoeder sim --seeds 1000\n  hoeder sim --first-seed 42 --seeds 1")]
pub(crate) struct SimArgs {
    /// How many seeds
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) seeds: u64,
    /// The first of them
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) first_seed: u64,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScenariosCommand {
    /// Play the scenarios and print the figures; exit 1 when a promised figure is missed
    Run(ScenariosRun),
}

#[derive(Debug, Args)]
#[command(
    after_help = "docs/detection.md is the report. Promised figures are judged on the whole suite, not on a part of it.\n\n\
                  Examples:\n  hoeder scenarios run --filter walk-to-home --json\n  \
                  hoeder scenarios run --write docs/detection.md"
)]
pub(crate) struct ScenariosRun {
    /// One seed instead of those of --seeds
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Seeds for tuning, those that are published, or those looked at once before a release
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = ScenarioSeeds::Test)]
    pub(crate) seeds: ScenarioSeeds,
    /// Only scenarios with this text in their name
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Print the names, play nothing
    #[arg(long)]
    pub(crate) list: bool,
    /// Write the report too, and its pictures into the folder of its name beside it
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(crate) write: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// What seeds are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScenarioSeeds {
    /// Rules may be changed after looking at these
    Tuning,
    /// Published
    Test,
    /// Looked at once, before a release
    Sealed,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Prints the addresses and a sign-in per role. Everything is invented; stop it with Ctrl-C.\n\n\
                  Examples:\n  hoeder demo\n  hoeder demo --headless --port 8443 --seed 7"
)]
pub(crate) struct DemoArgs {
    /// Open no browser
    #[arg(long)]
    pub(crate) headless: bool,
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 8443)]
    pub(crate) port: u16,
    /// Which town and which day
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Folder to use and keep [default: one that vanishes afterwards]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL for the log instead of the embedded store; must be empty
    #[arg(long, value_name = "postgres://..")]
    pub(crate) store: Option<String>,
    /// Nobody presses and nobody takes but you
    #[arg(long)]
    pub(crate) still: bool,
    /// Serve the console from this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) web_root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SimulateCommand {
    /// A handset: pairs with a code and presses once, over the real protocol
    Handset(SimulateHandset),
    /// An ankle band that walks and reports in the language of a real one
    Band(SimulateBand),
    /// A tracker with an alarm button that walks and reports in the language of a real one
    Tracker(SimulateTracker),
}

/// A language of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Spoken {
    /// Teltonika codec 8E over TCP.
    Teltonika,
    /// The same over UDP.
    TeltonikaUdp,
    /// Queclink text over TCP.
    Queclink,
    /// OsmAnd over HTTPS.
    Osmand,
    /// OwnTracks over HTTPS.
    OwntracksHttp,
    /// OwnTracks over MQTT with TLS.
    OwntracksMqtt,
}

#[derive(Debug, Args)]
pub(crate) struct DeviceArgs {
    /// What it speaks
    #[arg(long, value_enum)]
    pub(crate) protocol: Spoken,
    /// Its number, as it is registered: an IMEI, or the name of an account
    #[arg(long)]
    pub(crate) number: String,
    /// Where that listener is
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) to: String,
    /// File that holds its secret, for osmand and owntracks
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Certificates to trust, PEM
    #[arg(long, value_name = "FILE", default_value = "/etc/ssl/certs/ca-certificates.crt")]
    pub(crate) trust: PathBuf,
    /// Walk by chance from there
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true, required_unless_present = "track")]
    pub(crate) walk: Option<String>,
    /// Go along the places of a file: lines of latitude,longitude[,accuracy in metres]
    #[arg(long, value_name = "FILE", conflicts_with = "walk")]
    pub(crate) track: Option<PathBuf>,
    /// Decides the walk
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Reports in all; fewer when the file ends
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) reports: u32,
    /// Seconds between two reports
    #[arg(long, value_name = "S", default_value_t = 10.0)]
    pub(crate) every: f64,
    /// Reports sent together, for teltonika
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) batch: u8,
    /// Fault: its clock is wrong by so many seconds
    #[arg(long, value_name = "S", default_value_t = 0, allow_hyphen_values = true)]
    pub(crate) clock_off: i64,
    /// Fault: so many acknowledgements are lost on the way, and what they were for is said again
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) drop_acks: u32,
    /// Fault: every message is sent twice
    #[arg(long)]
    pub(crate) duplicate: bool,
    /// Fault: the network brings a message in pieces of so many bytes (not over UDP)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) split: Option<u32>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder simulate band --protocol teltonika --number 356307042441013 --to 127.0.0.1:5027 --walk 51.05,3.72\n  \
                  hoeder simulate band --protocol teltonika --number 356307042441013 --to 127.0.0.1:5027 --track walk.csv --strap-cut-at 5"
)]
pub(crate) struct SimulateBand {
    #[command(flatten)]
    pub(crate) device: DeviceArgs,
    /// The strap is cut at this report, from 1
    #[arg(long, value_name = "N")]
    pub(crate) strap_cut_at: Option<u32>,
    /// Element of a Teltonika record that the server takes for the strap (its setting trackers.teltonika_io)
    #[arg(long, value_name = "ID", default_value_t = 1)]
    pub(crate) strap_io: u16,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder simulate tracker --protocol queclink --number 135790246811220 --to 127.0.0.1:5004 --walk 51.05,3.72 --sos-at 3\n  \
                  hoeder simulate tracker --protocol owntracks-mqtt --number jan --secret-file jan.secret --to hoeder.example:8883 --walk 51.05,3.72"
)]
pub(crate) struct SimulateTracker {
    #[command(flatten)]
    pub(crate) device: DeviceArgs,
    /// The alarm button is pressed at this report, from 1
    #[arg(long, value_name = "N")]
    pub(crate) sos_at: Option<u32>,
}

/// What a simulated handset does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// A press.
    Press,
    /// A self-test.
    Test,
    /// Only heartbeats.
    Heartbeat,
    /// Positions under a mandate of tracking, at the pace that the cell asks for.
    Track,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder simulate handset --url https://127.0.0.1:8443 --code BCEG-KSSZ --trust cert.pem\n  \
                  hoeder simulate handset --url https://hoeder.example --code BCEG-KSSZ --act track --at 51.05,3.72 --seconds 600"
)]
pub(crate) struct SimulateHandset {
    /// Address of the server
    #[arg(long)]
    pub(crate) url: String,
    /// Pairing code
    #[arg(long)]
    pub(crate) code: String,
    /// What to do once paired; a press stays until the alarm is closed or the time is over
    #[arg(long, value_enum, default_value_t = Act::Press)]
    pub(crate) act: Act,
    /// Place of the press or of the reports: latitude,longitude in degrees
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
    /// Wait at most so many seconds for the answer
    #[arg(long, value_name = "S", default_value_t = 60)]
    pub(crate) seconds: u64,
    /// Certificates to trust, PEM; `hoeder demo` names its own
    #[arg(long, value_name = "FILE", default_value = "/etc/ssl/certs/ca-certificates.crt")]
    pub(crate) trust: PathBuf,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder completions bash > /etc/bash_completion.d/hoeder\n  hoeder completions fish"
)]
pub(crate) struct CompletionsArgs {
    /// bash, elvish, fish, powershell or zsh
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// From a press to the last of the desks, durable
    Alarm(BenchAlarm),
    /// List, search and page of the measures of a large base, by requests to a server
    Measure(BenchMeasure),
    /// Tracking: geometry, rules, fixes through the network onto the disk, a start with everything stored
    Tracking(BenchTracking),
    /// Voice: what the media server adds to the way of sound, how many rooms it carries, what a crash and a bad network cost
    Voice(BenchVoice),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder bench voice\n  hoeder bench voice --json --only rooms --rooms 100"
)]
pub(crate) struct BenchVoice {
    /// Rooms at once, each with two listeners
    #[arg(long, default_value_t = 200)]
    pub(crate) rooms: usize,
    /// How long they speak
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
    /// How often the server is ended without warning
    #[arg(long, default_value_t = 10)]
    pub(crate) kills: u32,
    /// Only these parts; may be repeated
    #[arg(long, value_name = "PART", value_parser = ["delay", "rooms", "flood", "crash", "net", "net-inside"])]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder bench tracking\n  hoeder bench tracking --json --only geometry --only rules"
)]
pub(crate) struct BenchTracking {
    /// Pairs of the town
    #[arg(long, default_value_t = 50_000)]
    pub(crate) pairs: u32,
    /// Updates for geometry and rules
    #[arg(long, default_value_t = 2_000_000)]
    pub(crate) updates: usize,
    /// Only these parts; may be repeated
    #[arg(long, value_name = "PART", value_parser = ["geometry", "rules", "flow", "desk", "restart", "growth"])]
    pub(crate) only: Vec<String>,
    /// Write the town into this folder, for others to measure with
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder bench measure --base FOLDER\n  hoeder bench measure --json --base FOLDER --requests 1000"
)]
pub(crate) struct BenchMeasure {
    /// A data folder with measures, zones and offices; two desks are added to it
    #[arg(long, value_name = "FOLDER")]
    pub(crate) base: PathBuf,
    /// Requests of each kind by each desk
    #[arg(long, default_value_t = 300)]
    pub(crate) requests: usize,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder bench alarm\n  hoeder bench alarm --json --postgres postgres://hoeder@127.0.0.1/bench"
)]
pub(crate) struct BenchAlarm {
    /// Presses that are timed
    #[arg(long, default_value_t = 300)]
    pub(crate) presses: usize,
    /// Desks that listen
    #[arg(long, default_value_t = 100)]
    pub(crate) desks: usize,
    /// Heartbeats a second in the background
    #[arg(long, default_value_t = 1_000)]
    pub(crate) heartbeats: u32,
    /// Measure with this database too
    #[arg(long, value_name = "postgres://..")]
    pub(crate) postgres: Option<String>,
    /// Zones to load, GeoJSON [default: a square]
    #[arg(long, value_name = "FILE")]
    pub(crate) zones: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
}
