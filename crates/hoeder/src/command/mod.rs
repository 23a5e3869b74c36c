//! What each command does, and the way from the arguments to it.
//!
//! Never here: the arguments themselves (`cli`).

mod bench;
mod config;
mod demo;
mod doctor;
mod law;
mod log;
mod measures;
mod pages;
mod prosecution;
mod protocols;
mod roster;
mod scenarios;
pub(crate) mod serve;
mod sim;
mod simulate;
mod track;
mod zones;

#[cfg(test)]
pub(crate) use bench::town as bench_town;

use crate::cli::{
    BenchCommand, Cli, Command, ImportCommand, KeysCommand, Place, RetentionCommand, SimulateCommand,
    Switches, TrackCommand,
};
use crate::config::{Need, Settings, Values};
use crate::exit::Outcome;
use crate::out::Talk;

/// Does what was asked.
///
/// # Errors
/// A failure with its exit code.
pub(crate) fn run(cli: Cli, talk: Talk) -> Outcome {
    let switches = cli.switches;
    match cli.command {
        Command::Serve(arguments) => serve::run(&arguments, &switches, talk),
        Command::Account(command) => roster::account(command, &switches, talk),
        Command::Room(command) => roster::room(command, &switches, talk),
        Command::District(command) => prosecution::district(command, &switches, talk),
        Command::Office(command) => prosecution::office(command, &switches, talk),
        Command::Zone(command) => roster::zone(command, &switches, talk),
        Command::Import(ImportCommand::Zones(arguments)) => zones::import(&arguments, &switches, talk),
        Command::Import(ImportCommand::Measures(arguments)) => measures::import(&arguments, &switches, talk),
        Command::Import(ImportCommand::Log(arguments)) => log::import(&arguments, &switches, talk),
        Command::Export(arguments) => log::export(&arguments, &switches, talk),
        Command::Verify(arguments) => log::verify(&arguments, talk),
        Command::Keys(KeysCommand::Export(arguments)) => log::export_keys(&arguments, &switches, talk),
        Command::Rebuild(place) => log::rebuild(&place, &switches, talk),
        Command::Retention(RetentionCommand::Apply { place, form }) => {
            log::apply_retention(&place, form, &switches, talk)
        }
        Command::Bench(BenchCommand::Alarm(arguments)) => bench::alarm(&arguments, talk),
        Command::Bench(BenchCommand::Measure(arguments)) => bench::measure(&arguments, talk),
        Command::Bench(BenchCommand::Tracking(arguments)) => bench::tracking(&arguments, talk),
        Command::Bench(BenchCommand::Voice(arguments)) => bench::voice(&arguments, talk),
        Command::Track(TrackCommand::Replay(arguments)) => track::replay(&arguments, talk),
        Command::Doctor(arguments) => doctor::run(&arguments, &switches, talk),
        Command::Protocols(command) => protocols::run(&command, &switches, talk),
        Command::Law(command) => law::run(&command, talk),
        Command::Config(command) => config::run(command, &switches, talk),
        Command::Sim(arguments) => sim::run(&arguments, talk),
        Command::Scenarios(command) => scenarios::run(&command, talk),
        Command::Demo(arguments) => demo::run(&arguments, &switches, talk),
        Command::Simulate(SimulateCommand::Handset(arguments)) => simulate::handset(&arguments, talk),
        Command::Simulate(SimulateCommand::Band(arguments)) => simulate::band(&arguments, talk),
        Command::Simulate(SimulateCommand::Tracker(arguments)) => simulate::tracker(&arguments, talk),
        Command::Openapi => pages::openapi(),
        Command::Man => pages::man(),
        Command::Completions(arguments) => pages::completions(arguments.shell),
    }
}

/// The settings with the flags of where the log is, and others.
///
/// # Errors
/// When they do not fit.
pub(crate) fn settings(
    switches: &Switches,
    place: &Place,
    more: &[(&'static str, String)],
    need: Need,
) -> Outcome<Settings> {
    let values = values(switches, place, more)?;
    Settings::from_values(&values, place.store.as_deref(), need)
}

fn values(switches: &Switches, place: &Place, more: &[(&'static str, String)]) -> Outcome<Values> {
    let mut flags: Vec<(&'static str, String)> = more.to_vec();
    if let Some(data) = &place.data {
        flags.push(("server.data", data.display().to_string()));
    }
    crate::config::read(switches.config.as_deref(), &flags)
}
