//! `import measures`: reads the file, lists every fault, and takes all measures over in one go, or none.
//!
//! Never here: what a cell means (`import_measures`), and the rules (the engine).

use crate::cli::{ImportMeasures, Switches, Template};
use crate::command::settings;
use crate::config::{Need, Settings};
use crate::exit::{Code, Failure, Outcome};
use crate::home;
use crate::import_measures::{self, Fault, Found, Roster};
use crate::offline::{Ask, Known, Offline, now};
use crate::out::{self, Talk};
use hoeder_engine::input::Input;
use hoeder_engine::output::Problem;
use hoeder_engine::roster::Zone;
use hoeder_vocab::{CivilDate, ZoneId};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn import(arguments: &ImportMeasures, switches: &Switches, talk: Talk) -> Outcome {
    match (arguments.template, &arguments.file) {
        (Some(Template::Csv), _) => out::bytes(import_measures::template_csv().as_bytes()).map(|()| Code::Ok),
        (Some(Template::Json), _) => {
            out::bytes(import_measures::template_json().as_bytes()).map(|()| Code::Ok)
        }
        (None, Some(file)) => {
            let settings = settings(switches, &arguments.place, &[], Need::Log)?;
            home::must_exist(&settings.server.data)?;
            take(file, &settings, arguments, talk)
        }
        (None, None) => Err(Failure::usage("name the file, or ask for --template csv")),
    }
}

fn take(file: &Path, settings: &Settings, arguments: &ImportMeasures, talk: Talk) -> Outcome {
    talk.say(format!("reading {}", file.display()));
    let rows = match import_measures::read(&text(file)?) {
        Ok(rows) => rows,
        Err(faults) => return report(&Found { faults, ..Found::default() }, 0, arguments),
    };
    // Tried on a cell that is thrown away: nothing of a file with a fault reaches the log.
    let mut trial = Offline::rehearse(settings)?;
    let mut found = import_measures::place(&rows, &roster(&trial.known), CivilDate::in_belgium(now()));
    let refused = trial.ask_all(asks(&found))?;
    let faults = refused.iter().filter_map(|(at, problem)| Some(fault(found.orders.get(*at)?.0, problem)));
    let mut faults: Vec<Fault> = faults.collect();
    found.faults.append(&mut faults);
    found.faults.sort_by_key(|fault| fault.row);
    drop(trial);
    if !found.faults.is_empty() || arguments.dry_run || found.orders.is_empty() {
        return report(&found, 0, arguments);
    }
    let mut offline = Offline::open(settings)?;
    talk.say("writing");
    if !offline.ask_all(asks(&found))?.is_empty() {
        return Err(Failure::new(Code::Conflict, "the log changed meanwhile; nothing was written")
            .hint("run it again"));
    }
    offline.close()?;
    report(&found, found.orders.len(), arguments)
}

fn asks(found: &Found) -> Vec<Ask> {
    let ask = |order: &hoeder_engine::measures::TakeOver| -> Ask {
        let order = Box::new(order.clone());
        Box::new(move |request| Input::TakeOver { request, order })
    };
    found.orders.iter().map(|(_, order)| ask(order)).collect()
}

fn text(file: &Path) -> Outcome<String> {
    let unreadable =
        |e| Failure::new(Code::NotFound, format!("{} cannot be read", file.display())).because(e);
    if std::fs::metadata(file).map_err(unreadable)?.len() > import_measures::MAX_BYTES {
        return Err(Failure::new(Code::Refused, format!("{} is larger than 16 MiB", file.display()))
            .hint("divide it"));
    }
    let bytes = std::fs::read(file).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(Code::Refused, format!("{} is not UTF-8", file.display()))
            .hint("save it from the spreadsheet as 'CSV UTF-8'")
    })
}

fn roster(known: &Known) -> Roster {
    let newest: BTreeMap<ZoneId, &Zone> = known.zones.iter().map(|((id, _), zone)| (*id, zone)).collect();
    Roster {
        zones: newest.into_values().cloned().collect(),
        offices: known.offices.clone(),
        measures: known.measures.clone(),
    }
}

/// A no of the engine about a row.
fn fault(row: u64, problem: &Problem) -> Fault {
    match problem {
        Problem::Refused(refusal) => Fault::of_row(row, refusal.to_string(), "correct the days of the row"),
        Problem::Rule(refusal) => Fault::of_row(row, refusal.to_string(), "correct the row"),
        Problem::Incident(refusal) => Fault::of_row(row, refusal.to_string(), "correct the row"),
        Problem::Invalid { field, expected } => Fault {
            row,
            column: Some((*field).to_owned()),
            what: String::from("it does not fit"),
            hint: format!("expected: {expected}"),
        },
        Problem::Conflict("case.number_in_use") => Fault {
            row,
            column: Some(String::from("number")),
            what: String::from("another case has this number"),
            hint: String::from("give it another one, or leave the row out when it is kept here already"),
        },
        Problem::Conflict(code) => {
            Fault::of_row(row, format!("it is there already ({code})"), "leave the row out")
        }
        Problem::Denied(reason) => Fault::of_row(row, format!("not allowed: {reason}"), "correct the row"),
        Problem::NotFound => {
            Fault::of_row(row, "the zone, the case or the person is not there", "correct the row")
        }
    }
}

fn report(found: &Found, done: usize, arguments: &ImportMeasures) -> Outcome {
    let new = found.orders.len();
    let code = if found.faults.is_empty() { Code::Ok } else { Code::Refused };
    if arguments.form.json {
        let faults: Vec<_> = found
            .faults
            .iter()
            .map(|one| json!({ "row": one.row, "column": one.column, "what": one.what, "hint": one.hint }))
            .collect();
        out::json(&json!({
            "imported": done, "new": new, "already": found.already.len(), "dry_run": arguments.dry_run, "problems": faults,
        }))?;
    } else {
        for fault in &found.faults {
            out::line(fault.line())?;
        }
        let already = found.already.len();
        match (code, arguments.dry_run) {
            (Code::Ok, false) => {
                out::line(format!("{done} measures imported, {already} were there already"))?
            }
            (Code::Ok, true) => {
                out::line(format!("{new} measures would be imported, {already} are there already"))?
            }
            _ => {}
        }
    }
    if code == Code::Ok {
        return Ok(code);
    }
    let what = format!("{} problems, so no measure is imported", found.faults.len());
    Err(Failure::new(code, what).hint("repair the file and import it again; nothing was changed"))
}
