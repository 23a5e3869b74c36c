//! Commands that keep the roster and the log.

use super::{Form, Place};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Add an account; the server must not be running
    Add(AccountAdd),
    /// List accounts
    #[command(after_help = "Examples:\n  hoeder account list\n  hoeder account list --json")]
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        form: Form,
    },
    /// Disable an account: its sessions end
    Disable(LoginArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "The password is asked on the terminal, or read from --password-file (- is stdin); never from an argument.\n\n\
                  Examples:\n  hoeder account add --login els --name \"Els Peeters\" --role operator --room Gent\n  \
                  hoeder account add --login duty.5415 --name \"Duty desk\" --role zone-duty --zone 5415 --password-file pw"
)]
pub(crate) struct AccountAdd {
    /// Login: 1 to 64 of a-z, 0-9, dot and hyphen
    #[arg(long)]
    pub(crate) login: String,
    /// The name that colleagues see
    #[arg(long)]
    pub(crate) name: String,
    /// operator, supervisor, zone-duty, patrol, case-officer, magistrate, reference-magistrate, victim-reception,
    /// district-spoc, administrator, auditor or wall
    #[arg(long)]
    pub(crate) role: String,
    /// Control room, by name or id: for operator and supervisor [default: the cell's own]
    #[arg(long)]
    pub(crate) room: Option<String>,
    /// Zone, by code, name or id: for zone-duty, patrol and case-officer
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// Prosecutor's office, by name, code or id: for magistrate, reference-magistrate and victim-reception
    #[arg(long)]
    pub(crate) office: Option<String>,
    /// Judicial district, by name, code or id: for district-spoc
    #[arg(long)]
    pub(crate) district: Option<String>,
    /// File that holds the password in its first line; - is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder account disable els\n  hoeder account disable els --data /srv/hoeder"
)]
pub(crate) struct LoginArgs {
    /// Whose
    pub(crate) login: String,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RoomCommand {
    /// Add a control room, or change it; the server must not be running
    Add(RoomAdd),
    /// List control rooms
    #[command(after_help = "Examples:\n  hoeder room list\n  hoeder room list --json")]
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder room add --name Gent --own\n  hoeder room add --name Brugge --neighbour Gent"
)]
pub(crate) struct RoomAdd {
    /// Its name
    #[arg(long)]
    pub(crate) name: String,
    /// It is the room of this cell (cell.own_room)
    #[arg(long)]
    pub(crate) own: bool,
    /// Room that is called next, by name or id; in order
    #[arg(long = "neighbour", value_name = "ROOM")]
    pub(crate) neighbours: Vec<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ZoneCommand {
    /// List zones
    #[command(after_help = "Examples:\n  hoeder zone list\n  hoeder zone list --json")]
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        form: Form,
    },
    /// Say to which prosecutor's office zones belong, and since when the alarm is rolled out there; the server must not be running
    Place(ZonePlace),
}

#[derive(Debug, Args)]
#[command(
    after_help = "A zone without an office can ask for no measure; one without a day is not rolled out yet.\n\n\
                  Examples:\n  hoeder zone place --code 5415 --office Gent --since 2023-04-03\n  \
                  hoeder zone place --code 5415 --code 5416 --office Gent"
)]
pub(crate) struct ZonePlace {
    /// Zone, by code, name or id; several times for several zones
    #[arg(long = "code", value_name = "ZONE", required = true)]
    pub(crate) zones: Vec<String>,
    /// Prosecutor's office, by name, code or id
    #[arg(long)]
    pub(crate) office: String,
    /// First day of the roll-out, such as 2023-04-03
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DistrictCommand {
    /// Add a judicial district, or change the one of this name; the server must not be running
    Add(DistrictAdd),
    /// List judicial districts
    #[command(after_help = "Examples:\n  hoeder district list\n  hoeder district list --json")]
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder district add --name Oost-Vlaanderen --code OVL\n  hoeder district add --name Eupen --data /srv/hoeder"
)]
pub(crate) struct DistrictAdd {
    /// Its name
    #[arg(long)]
    pub(crate) name: String,
    /// A short code
    #[arg(long, default_value = "")]
    pub(crate) code: String,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OfficeCommand {
    /// Add a prosecutor's office, or change the one of this name; the server must not be running
    Add(OfficeAdd),
    /// List prosecutor's offices
    #[command(after_help = "Examples:\n  hoeder office list\n  hoeder office list --json")]
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "The reference magistrate needs an account at the office: add the office, then the account, then the office again.\n\n\
                  Examples:\n  hoeder office add --name Gent --code G --district Oost-Vlaanderen\n  \
                  hoeder office add --name Gent --district Oost-Vlaanderen --reference r.peeters"
)]
pub(crate) struct OfficeAdd {
    /// Its name
    #[arg(long)]
    pub(crate) name: String,
    /// A short code
    #[arg(long, default_value = "")]
    pub(crate) code: String,
    /// Judicial district, by name, code or id
    #[arg(long)]
    pub(crate) district: String,
    /// Login of its reference magistrate
    #[arg(long, value_name = "LOGIN")]
    pub(crate) reference: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Zones from a GeoJSON file (RFC 7946): all of them or none
    Zones(ImportZones),
    /// Measures that run already, from the spreadsheet of a zone: all of them or none
    Measures(ImportMeasures),
    /// A log from an export, into an empty store
    Log(ImportLog),
}

#[derive(Debug, Args)]
#[command(
    after_help = "A zone keeps its id when it comes again: the id follows from the code, or from the name when there is no code.\n\n\
                  Examples:\n  hoeder import zones zones.geojson --dry-run\n  \
                  hoeder import zones zones.geojson --code-property nr --name-property naam --valid-from 2026-01-01"
)]
pub(crate) struct ImportZones {
    /// The file
    pub(crate) file: PathBuf,
    /// Property with the name [default: the first of zone, name, naam, nom that the file has]
    #[arg(long, value_name = "NAME")]
    pub(crate) name_property: Option<String>,
    /// Property with the official code [default: the first of code, zone_code, nr, id that the file has]
    #[arg(long, value_name = "NAME")]
    pub(crate) code_property: Option<String>,
    /// First day on which the zones are valid, in Belgium
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) valid_from: Option<String>,
    /// Last day on which the zones are valid, in Belgium
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) valid_until: Option<String>,
    /// Check everything, change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The columns are explained in docs/import-measures.md. A measure that was imported before is left as it is.\n\n\
                  Examples:\n  hoeder import measures --template csv > measures.csv\n  \
                  hoeder import measures measures.csv --dry-run"
)]
pub(crate) struct ImportMeasures {
    /// The file: CSV with ; or , or JSON, in UTF-8
    #[arg(required_unless_present = "template")]
    pub(crate) file: Option<PathBuf>,
    /// List every problem by row and column, change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print an empty file with one example instead
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "file")]
    pub(crate) template: Option<Template>,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) form: Form,
}

/// The form of an empty file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Template {
    /// With semicolons, as Belgian spreadsheets write it
    Csv,
    /// An array of objects
    Json,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder import log day.hoeder\n  hoeder import log day.hoeder --keys day.keys --data /srv/new"
)]
pub(crate) struct ImportLog {
    /// The export; - is stdin
    pub(crate) file: PathBuf,
    /// The keys that `hoeder keys export` wrote; without them nothing personal can be read
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hoeder export --out day.hoeder\n  hoeder export | hoeder verify -")]
pub(crate) struct ExportArgs {
    /// Where to; - is stdout
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder verify day.hoeder --public-key A6EHv/..= --recordings /srv/hoeder/recordings\n  hoeder verify day.hoeder --sound audio-5f0e1d2c.ogg --json"
)]
pub(crate) struct VerifyArgs {
    /// The export; - is stdin
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// The public key of the checkpoints as you noted it (base64): a file signed with another one is refused
    #[arg(long, value_name = "KEY")]
    pub(crate) public_key: Option<String>,
    /// The folder of the recordings: each is compared with the segments that the log names; no key is needed
    #[arg(long, value_name = "FOLDER")]
    pub(crate) recordings: Option<PathBuf>,
    /// A recording that was exported for a court: is it byte for byte what left, and made of what the log names? No key is needed
    #[arg(long, value_name = "FILE")]
    pub(crate) sound: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Write the wrapped keys of persons, to go with an export; useless without the master key
    Export(KeysExport),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hoeder keys export --out day.keys\n  hoeder keys export --data /srv/hoeder --out -"
)]
pub(crate) struct KeysExport {
    /// Where to; - is stdout
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RetentionCommand {
    /// Drop what is past its term, now
    #[command(after_help = "Examples:\n  hoeder retention apply\n  hoeder retention apply --json")]
    Apply {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        form: Form,
    },
}
