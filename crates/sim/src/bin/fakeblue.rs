//! `hoeder-fakeblue`: a pretended Bluetooth radio with buttons, for tests and for whoever has no hardware.
//!
//! What lives here: the command line and the lines of JSON on standard input and output. Never here: the radio itself.

use clap::Parser;
use hoeder_sim::fakeblue::{Fakeblue, Model, Order, Said};
use std::io::Write as _;
use std::process::{ExitCode, ExitStatus};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use tokio::sync::mpsc;

/// Pretends a Bluetooth radio on a private D-Bus. Orders come as lines of JSON, such as {"do":"press","press":"long"}.
///
/// Example: hoeder-fakeblue --button valrt -- chromium --enable-features=WebBluetooth
#[derive(Debug, Parser)]
#[command(name = "hoeder-fakeblue", version)]
struct Arguments {
    /// A button: valrt, itag, bthome or bthome:KEY. May be given several times.
    #[arg(long = "button", value_name = "KIND", required = true)]
    buttons: Vec<Model>,
    /// A program to run with this radio; the radio ends with it.
    #[arg(last = true)]
    program: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            tell(&Said::Failed { why: chain(&*error) });
            ExitCode::FAILURE
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// One line on standard output. A reader that is gone is noticed when its orders end.
fn tell(said: &Said) {
    let Ok(line) = serde_json::to_string(said) else { return };
    let mut out = std::io::stdout().lock();
    let _unheard = writeln!(out, "{line}").and_then(|()| out.flush());
}

async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let (says, mut said) = mpsc::unbounded_channel();
    let radio = Fakeblue::start(arguments.buttons, says).await?;
    tell(&Said::Ready { address: radio.address().to_owned() });
    let mut child = match arguments.program.split_first() {
        None => None,
        Some((program, rest)) => Some(
            Command::new(program)
                .args(rest)
                .env("DBUS_SYSTEM_BUS_ADDRESS", radio.address())
                .kill_on_drop(true)
                .spawn()?,
        ),
    };
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    let mut listening = true;
    loop {
        tokio::select! {
            Some(what) = said.recv() => tell(&what),
            line = orders.next_line(), if listening => match line? {
                Some(line) => tell(&answer(&radio, &line).await),
                // Without a program of its own the radio lives as long as its orders may come.
                None if child.is_none() => return Ok(ExitCode::SUCCESS),
                None => listening = false,
            },
            ended = ended(&mut child) => return Ok(code(ended?)),
        }
    }
}

async fn ended(child: &mut Option<tokio::process::Child>) -> std::io::Result<ExitStatus> {
    match child {
        Some(child) => child.wait().await,
        None => std::future::pending().await,
    }
}

fn code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

async fn answer(radio: &Fakeblue, line: &str) -> Said {
    let order: Order = match serde_json::from_str(line) {
        Ok(order) => order,
        Err(error) => return Said::Failed { why: error.to_string() },
    };
    match radio.follow(order).await {
        Ok(()) => Said::Done,
        Err(error) => Said::Failed { why: chain(&error) },
    }
}
