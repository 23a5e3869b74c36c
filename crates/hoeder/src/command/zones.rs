//! `import zones`: reads the file, checks it, and gives all zones to the cell in one go.
//!
//! Never here: what is wrong with a border (`import_zones`).

use crate::cli::{ImportZones, Switches};
use crate::command::settings;
use crate::config::Need;
use crate::exit::{Code, Failure, Outcome};
use crate::import_zones::{self, Found, Reading};
use crate::offline::{Known, Offline};
use crate::out::{self, Talk};
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::Zone;
use serde_json::json;
use std::path::Path;

pub(super) fn import(arguments: &ImportZones, switches: &Switches, talk: Talk) -> Outcome {
    let reading = Reading {
        name_property: arguments.name_property.clone(),
        code_property: arguments.code_property.clone(),
        valid_from: arguments.valid_from.clone(),
        valid_until: arguments.valid_until.clone(),
    };
    talk.say(format!("reading {}", arguments.file.display()));
    let found = import_zones::read(&text(&arguments.file)?, &reading)?;
    talk.say(format!("{} zones, {} corners: every border is sound", found.zones.len(), found.points()));
    if arguments.dry_run {
        report(&found, 0, arguments)?;
        return Ok(Code::Ok);
    }
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut offline = Offline::open(&settings)?;
    let mut orders = superseded(&offline.known, &found.zones);
    let ended = orders.len();
    orders.extend(found.zones.iter().cloned().map(RosterOrder::PutZone));
    talk.say("writing");
    offline.order(orders)?;
    offline.close()?;
    report(&found, ended, arguments)?;
    Ok(Code::Ok)
}

fn text(file: &Path) -> Outcome<String> {
    let unreadable =
        |e| Failure::new(Code::NotFound, format!("{} cannot be read", file.display())).because(e);
    let size = std::fs::metadata(file).map_err(unreadable)?.len();
    if size > import_zones::MAX_BYTES {
        return Err(Failure::new(Code::Refused, format!("{} is larger than 64 MiB", file.display()))
            .hint("simplify the borders first"));
    }
    std::fs::read_to_string(file).map_err(unreadable)
}

/// Versions that are still valid when the new ones begin: they end there, so that no place is in two versions of a zone.
fn superseded(known: &Known, new: &[Zone]) -> Vec<RosterOrder> {
    let mut orders = Vec::new();
    for zone in new {
        let Some(begin) = zone.valid_from else { continue };
        let versions = known.zones.range((zone.id, None)..).take_while(|((id, _), _)| *id == zone.id);
        for (_, before) in versions {
            let begun = before.valid_from.is_none_or(|from| from < begin);
            let open = before.valid_until.is_none_or(|until| until > begin);
            if begun && open {
                orders.push(RosterOrder::PutZone(Zone { valid_until: Some(begin), ..before.clone() }));
            }
        }
    }
    orders
}

fn report(found: &Found, ended: usize, arguments: &ImportZones) -> Outcome<()> {
    let polygons: usize = found.zones.iter().map(|zone| zone.shape.len()).sum();
    if arguments.form.json {
        return out::json(&json!({
            "zones": found.zones.len(), "polygons": polygons, "corners": found.points(),
            "without_code": found.without_code(), "versions_ended": ended, "dry_run": arguments.dry_run,
            "name_property": found.name_property, "code_property": found.code_property,
        }));
    }
    let done = if arguments.dry_run { "would be imported" } else { "imported" };
    out::line(format!(
        "{} zones {done}: {polygons} polygons, {} corners",
        found.zones.len(),
        found.points()
    ))?;
    out::line(format!(
        "names from `{}`, codes from {}; {} without a code, known by their name",
        found.name_property,
        found.code_property.as_deref().map_or("nowhere".to_owned(), |name| format!("`{name}`")),
        found.without_code()
    ))?;
    if ended > 0 {
        out::line(format!("{ended} earlier versions end where the new ones begin"))?;
    }
    Ok(())
}
