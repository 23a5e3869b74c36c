//! `district`, `office` and `zone place`: the side of the prosecution, kept while no server runs.
//!
//! Never here: what is acceptable (the engine says).

use super::roster::list;
use crate::cli::{DistrictAdd, DistrictCommand, Form, OfficeAdd, OfficeCommand, Switches, ZonePlace};
use crate::command::settings;
use crate::config::Need;
use crate::exit::{Code, Failure, Outcome};
use crate::offline::{Known, Offline, shown_name};
use crate::out::{self, Talk};
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{District, Office};
use hoeder_vocab::{CivilDate, DistrictId, OfficeId};
use serde_json::json;
use uuid::Uuid;

pub(super) fn district(command: DistrictCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        DistrictCommand::Add(arguments) => add_district(&arguments, switches, talk),
        DistrictCommand::List { place, form } => list(&place, switches, |known| districts(known, form)),
    }
}

pub(super) fn office(command: OfficeCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        OfficeCommand::Add(arguments) => add_office(&arguments, switches, talk),
        OfficeCommand::List { place, form } => list(&place, switches, |known| offices(known, form)),
    }
}

fn add_district(arguments: &DistrictAdd, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut offline = Offline::open(&settings)?;
    let existing = offline.known.districts.values().find(|one| one.name == arguments.name).map(|one| one.id);
    let id = existing.unwrap_or_else(|| DistrictId::from_uuid(Uuid::now_v7()));
    let district = District { id, code: arguments.code.clone(), name: arguments.name.clone() };
    offline.order(vec![RosterOrder::PutDistrict(district)])?;
    offline.close()?;
    talk.say(format!("district `{}` is there", arguments.name));
    out::line(id.to_string())?;
    Ok(Code::Ok)
}

fn add_office(arguments: &OfficeAdd, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut offline = Offline::open(&settings)?;
    let known = &offline.known;
    let existing = known.offices.values().find(|one| one.name == arguments.name);
    let id = existing.map_or_else(|| OfficeId::from_uuid(Uuid::now_v7()), |one| one.id);
    let reference_magistrate = match &arguments.reference {
        Some(login) => Some(known.account(login)?.id),
        None => existing.and_then(|one| one.reference_magistrate),
    };
    let code = match existing {
        Some(one) if arguments.code.is_empty() => one.code.clone(),
        Some(_) | None => arguments.code.clone(),
    };
    let district = known.district(&arguments.district)?.id;
    let office = Office { id, code, name: arguments.name.clone(), district, reference_magistrate };
    offline.order(vec![RosterOrder::PutOffice(office)])?;
    offline.close()?;
    talk.say(format!("office `{}` is there", arguments.name));
    out::line(id.to_string())?;
    Ok(Code::Ok)
}

pub(super) fn place_zones(arguments: &ZonePlace, switches: &Switches, talk: Talk) -> Outcome {
    let in_force_since = arguments
        .since
        .as_deref()
        .map(|day| {
            CivilDate::parse(day).map_err(|_| {
                Failure::usage(format!("`{day}` is no day")).hint("expected: a day such as 2023-04-03")
            })
        })
        .transpose()?;
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut offline = Offline::open(&settings)?;
    let office = offline.known.office(&arguments.office)?;
    let (office, name) = (office.id, office.name.clone());
    let place = |zone: &String| {
        let zone = offline.known.zone(zone)?.id;
        Ok(RosterOrder::PlaceZone { zone, office, in_force_since })
    };
    let orders = arguments.zones.iter().map(place).collect::<Outcome<Vec<_>>>()?;
    let zones = orders.len();
    offline.order(orders)?;
    offline.close()?;
    let since = in_force_since
        .map_or_else(|| "not rolled out yet".to_owned(), |day| format!("rolled out since {day}"));
    talk.say(format!("{zones} zones belong to `{name}`, {since}"));
    Ok(Code::Ok)
}

fn districts(known: &Known, form: Form) -> Outcome<()> {
    if form.json {
        let rows: Vec<_> = known
            .districts
            .values()
            .map(|one| json!({"id": one.id.to_string(), "code": one.code, "name": one.name}))
            .collect();
        return out::json(&json!({ "districts": rows }));
    }
    let rows: Vec<Vec<String>> = known
        .districts
        .values()
        .map(|one| vec![one.code.clone(), one.name.clone(), one.id.to_string()])
        .collect();
    out::table(&["CODE", "DISTRICT", "ID"], &rows)
}

fn offices(known: &Known, form: Form) -> Outcome<()> {
    let district = |office: &Office| {
        known
            .districts
            .get(&office.district)
            .map_or_else(|| office.district.to_string(), |one| one.name.clone())
    };
    let reference = |office: &Office| {
        office
            .reference_magistrate
            .and_then(|id| known.accounts.get(&id))
            .map(|one| shown_name(one).to_owned())
    };
    let zones = |office: &Office| {
        let mut ids: Vec<_> =
            known.zones.values().filter(|zone| zone.office == Some(office.id)).map(|zone| zone.id).collect();
        ids.dedup();
        ids.len()
    };
    if form.json {
        let rows: Vec<_> = known
            .offices
            .values()
            .map(|one| {
                json!({"id": one.id.to_string(), "code": one.code, "name": one.name, "district": district(one),
                       "reference_magistrate": reference(one), "zones": zones(one)})
            })
            .collect();
        return out::json(&json!({ "offices": rows }));
    }
    let rows: Vec<Vec<String>> = known
        .offices
        .values()
        .map(|one| {
            let reference = reference(one).unwrap_or_else(|| "none".into());
            vec![
                one.code.clone(),
                one.name.clone(),
                district(one),
                reference,
                zones(one).to_string(),
                one.id.to_string(),
            ]
        })
        .collect();
    out::table(&["CODE", "OFFICE", "DISTRICT", "REFERENCE MAGISTRATE", "ZONES", "ID"], &rows)
}
