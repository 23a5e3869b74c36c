//! The one program `hoeder`: arguments in, exit code out. Each command has a file in `command/`.
//!
//! Never here: rules about alarms or access; those are in the rooms that this one wires together.

mod cli;
mod client;
mod command;
mod config;
mod exit;
mod home;
mod import_measures;
mod import_zones;
mod offline;
mod out;
mod phone;
#[cfg(test)]
mod proofs;

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// Hashing passwords and storms of alarms take much memory for a moment: this one gives it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let talk = out::Talk::new(&cli.switches);
    match command::run(cli, talk) {
        Ok(code) => code.into(),
        Err(failure) => {
            // Whoever closed stderr does not want to be told.
            drop(writeln!(std::io::stderr().lock(), "{failure}"));
            failure.code().into()
        }
    }
}
