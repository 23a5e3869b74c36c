//! The command tree: names, arguments, help. Every command's help ends with two examples.
//!
//! Never here: what a command does.

mod keep;
#[cfg(test)]
pub(crate) mod page;
mod run;

pub(crate) use keep::{
    AccountAdd, AccountCommand, DistrictAdd, DistrictCommand, ExportArgs, ImportCommand, ImportLog,
    ImportMeasures, ImportZones, KeysCommand, KeysExport, LoginArgs, OfficeAdd, OfficeCommand,
    RetentionCommand, RoomAdd, RoomCommand, Template, VerifyArgs, ZoneCommand, ZonePlace,
};
pub(crate) use run::{
    Act, BenchAlarm, BenchCommand, BenchMeasure, BenchTracking, BenchVoice, CompletionsArgs, ConfigCommand,
    ConfigShow, DemoArgs, DeviceArgs, DoctorArgs, LawCheck, LawCommand, ProtocolsCommand, ProtocolsOf,
    ScenarioSeeds, ScenariosCommand, ScenariosRun, ServeArgs, SimArgs, SimulateBand, SimulateCommand,
    SimulateHandset, SimulateTracker, Spoken, TrackCommand, TrackReplay,
};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The guardian of the mobile stalking alarm: server, console, store and tools in one program.
#[derive(Debug, Parser)]
#[command(
    name = "hoeder",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 failed, 2 usage, 3 refused by a rule, 4 not found, 5 conflict, 6 not allowed,\n\
                  7 unreachable, 8 a check found problems.\n\n\
                  Examples:\n  hoeder demo\n  hoeder serve --config /etc/hoeder/config.toml"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) switches: Switches,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Switches of every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Switches {
    /// Settings file; *.toml of conf.d beside it come after it [default: /etc/hoeder/config.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Never ask: fail instead
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
}

/// Where the log is.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Place {
    /// Data folder (server.data)
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL that holds the log, without a password (otherwise: store.url_file)
    #[arg(long, value_name = "postgres://..")]
    pub(crate) store: Option<String>,
}

/// The form of what is read.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Form {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server
    Serve(ServeArgs),
    /// Accounts that can sign in
    #[command(subcommand)]
    Account(AccountCommand),
    /// Control rooms
    #[command(subcommand)]
    Room(RoomCommand),
    /// Judicial districts
    #[command(subcommand)]
    District(DistrictCommand),
    /// Prosecutor's offices
    #[command(subcommand)]
    Office(OfficeCommand),
    /// Police zones
    #[command(subcommand)]
    Zone(ZoneCommand),
    /// Bring in zones, running measures or a log
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write the whole log in the open format
    Export(ExportArgs),
    /// Check an export, without a server
    Verify(VerifyArgs),
    /// Keys of the log
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Build the read models again from the log
    #[command(after_help = "Examples:\n  hoeder rebuild\n  hoeder rebuild --data /srv/hoeder")]
    Rebuild(Place),
    /// Retention terms
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Steps that a desk takes at an alarm
    #[command(subcommand)]
    Protocols(ProtocolsCommand),
    /// Scenario files for lawyers: the circular, played
    #[command(subcommand)]
    Law(LawCommand),
    /// The guard over tracked people
    #[command(subcommand)]
    Track(TrackCommand),
    /// Check settings, disk, store, clock, certificates and roster; exit 8 when something fails
    Doctor(DoctorArgs),
    /// Play seeded days with faults and check every promise; exit 1 when one is broken
    Sim(SimArgs),
    /// The public scenarios of the tracking guard
    #[command(subcommand)]
    Scenarios(ScenariosCommand),
    /// Run a populated system in an invented town, to try things out
    Demo(DemoArgs),
    /// Play a device
    #[command(subcommand)]
    Simulate(SimulateCommand),
    /// Print the OpenAPI description of the HTTP interface
    #[command(after_help = "Examples:\n  hoeder openapi\n  hoeder openapi > openapi.json")]
    Openapi,
    /// Print the manual page
    #[command(after_help = "Examples:\n  hoeder man | man -l -\n  hoeder man > hoeder.1")]
    Man,
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Measure
    #[command(subcommand)]
    Bench(BenchCommand),
}
