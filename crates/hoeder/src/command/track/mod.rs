//! `track replay`: recorded fixes against orders, and what the guard says. The same input gives the same bytes.
//!
//! Never here: the rules (room `watch`), a running server.

mod fixes;
mod formats;
mod orders;
mod words;

use crate::cli::TrackReplay;
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk};
use fixes::Heard;
use hoeder_vocab::ReceivedAt;
use hoeder_watch::track::{Guard, Settings};
use orders::Orders;
use std::io::Write;
use std::path::Path;

/// Largest file.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

pub(super) fn replay(arguments: &TrackReplay, talk: Talk) -> Outcome {
    let orders = orders::read(&text(&arguments.orders)?, &arguments.orders.display().to_string())?;
    let mut heard: Vec<Heard> = Vec::new();
    for file in &arguments.fixes {
        heard.extend(fixes::read(&text(file)?, &file.display().to_string(), &orders.names)?);
    }
    // In the order in which they came; those of one moment in the order of the files.
    heard.sort_by_key(|one| one.received_at);
    talk.say(format!("{} orders, {} reports", orders.orders.len(), heard.len()));
    let lines = play(orders, &heard)?;
    match &arguments.out {
        None => out::bytes(lines.as_bytes())?,
        Some(file) => std::fs::File::create(file)
            .and_then(|mut file| file.write_all(lines.as_bytes()))
            .map_err(|e| Failure::failed(format!("{} cannot be written", file.display()), e))?,
    }
    Ok(Code::Ok)
}

/// What the guard says, a line each.
fn play(orders: Orders, heard: &[Heard]) -> Outcome<String> {
    let mut guard = Guard::new(Settings::default());
    let start = heard.first().map_or(orders.start, |first| first.received_at.0);
    for (order, what) in orders.orders {
        guard
            .order(order, start)
            .map_err(|fault| Failure::new(Code::Refused, format!("{what} cannot be watched: {fault}")))?;
    }
    let mut lines = String::new();
    for one in heard {
        while let Some(due) = guard.next_due().filter(|due| *due <= one.received_at.0) {
            guard.tick(due);
            words::append(&mut guard, &orders.names, &mut lines);
        }
        guard.take(one.carrier, &one.report, ReceivedAt(one.received_at.0));
        words::append(&mut guard, &orders.names, &mut lines);
    }
    Ok(lines)
}

fn text(file: &Path) -> Outcome<String> {
    let unreadable =
        |e| Failure::new(Code::NotFound, format!("{} cannot be read", file.display())).because(e);
    if std::fs::metadata(file).map_err(unreadable)?.len() > MAX_BYTES {
        return Err(Failure::new(Code::Refused, format!("{} is larger than 1 GiB", file.display()))
            .hint("replay it in parts, such as a day each"));
    }
    std::fs::read_to_string(file).map_err(unreadable)
}
