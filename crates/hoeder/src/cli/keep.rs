//! Commands that keep the roster and the log.

use super::{Form, Place};
use clap::{Args, Subcommand};
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
    /// operator, supervisor, zone-duty, patrol, case-officer, magistrate, administrator, auditor or wall
    #[arg(long)]
    pub(crate) role: String,
    /// Control room, by name or id: for operator and supervisor [default: the cell's own]
    #[arg(long)]
    pub(crate) room: Option<String>,
    /// Zone, by code, name or id: for zone-duty, patrol and case-officer
    #[arg(long)]
    pub(crate) zone: Option<String>,
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
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Zones from a GeoJSON file (RFC 7946): all of them or none
    Zones(ImportZones),
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
    after_help = "Examples:\n  hoeder verify day.hoeder\n  hoeder verify day.hoeder --public-key A6EHv/..= --json"
)]
pub(crate) struct VerifyArgs {
    /// The export; - is stdin
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// The public key of the checkpoints as you noted it (base64): a file signed with another one is refused
    #[arg(long, value_name = "KEY")]
    pub(crate) public_key: Option<String>,
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
