//! `account`, `room` and `zone list`: the roster, kept while no server runs.
//!
//! Never here: what is acceptable (the engine says).

use crate::cli::{
    AccountAdd, AccountCommand, Form, LoginArgs, Place, RoomAdd, RoomCommand, Switches, ZoneCommand,
};
use crate::command::settings;
use crate::config::Need;
use crate::exit::{Code, Failure, Outcome};
use crate::home;
use crate::offline::{Known, Offline, shown_name};
use crate::out::{self, Input, Talk};
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState, Room, Zone};
use hoeder_vocab::{AccountId, DistrictId, OfficeId, Role, RoomId, Sensitive, UtcMillis, ZoneId};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use uuid::Uuid;

/// Longest line of a password file that is read.
const PASSWORD_BYTES: u64 = 4 * 1024;

pub(super) fn account(command: AccountCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        AccountCommand::Add(arguments) => add_account(&arguments, switches, talk),
        AccountCommand::List { place, form } => list(&place, switches, |known| accounts(known, form)),
        AccountCommand::Disable(arguments) => disable(&arguments, switches, talk),
    }
}

pub(super) fn room(command: RoomCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        RoomCommand::Add(arguments) => add_room(&arguments, switches, talk),
        RoomCommand::List { place, form } => list(&place, switches, |known| rooms(known, form)),
    }
}

pub(super) fn zone(command: ZoneCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        ZoneCommand::Place(arguments) => super::prosecution::place_zones(&arguments, switches, talk),
        ZoneCommand::List { place, form } => list(&place, switches, |known| zones(known, form)),
    }
}

pub(super) fn list(place: &Place, switches: &Switches, show: impl FnOnce(&Known) -> Outcome<()>) -> Outcome {
    let settings = settings(switches, place, &[], Need::Log)?;
    home::must_exist(&settings.server.data)?;
    let offline = Offline::open(&settings)?;
    show(&offline.known)?;
    offline.close()?;
    Ok(Code::Ok)
}

fn add_account(arguments: &AccountAdd, switches: &Switches, talk: Talk) -> Outcome {
    let role = role(&arguments.role)?;
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut offline = Offline::open(&settings)?;
    if offline.known.accounts.values().any(|account| account.login == arguments.login) {
        return Err(Failure::new(
            Code::Conflict,
            format!("there is an account `{}` already", arguments.login),
        ));
    }
    let Seat { room, zone, office, district } =
        seat(role, arguments, &offline.known, settings.server.cell.own_room)?;
    let password = password(arguments.password_file.as_deref(), talk)?;
    let hash = hoeder_server::hash_password(&password)
        .map_err(|_| Failure::usage("the password does not fit").hint("expected: 12 to 256 characters"))?;
    let account = Account {
        id: AccountId::from_uuid(Uuid::now_v7()),
        login: arguments.login.clone(),
        name: Sensitive::new(arguments.name.clone()),
        role,
        room,
        zone,
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash)),
        office,
        district,
    };
    let id = account.id;
    offline.order(vec![RosterOrder::PutAccount(account)])?;
    offline.close()?;
    talk.say(format!("account `{}` can sign in as {}", arguments.login, role_word(role)));
    out::line(id.to_string())?;
    Ok(Code::Ok)
}

/// Where an account sits.
#[derive(Default)]
struct Seat {
    room: Option<RoomId>,
    zone: Option<ZoneId>,
    office: Option<OfficeId>,
    district: Option<DistrictId>,
}

fn seat(role: Role, arguments: &AccountAdd, known: &Known, own_room: RoomId) -> Outcome<Seat> {
    let needs = |text: &'static str| move || Failure::usage(format!("this role needs {text}"));
    Ok(match role {
        Role::Operator | Role::Supervisor => {
            let room = match &arguments.room {
                Some(name) => known.room(name)?.id,
                None => own_room,
            };
            Seat { room: Some(room), ..Seat::default() }
        }
        Role::ZoneDuty | Role::Patrol | Role::CaseOfficer => {
            let named = arguments.zone.as_deref().ok_or_else(needs("--zone"))?;
            Seat { zone: Some(known.zone(named)?.id), ..Seat::default() }
        }
        // Without an office a magistrate reads cases, and no measure.
        Role::Magistrate if arguments.office.is_none() => Seat::default(),
        Role::Magistrate | Role::VictimReception | Role::ReferenceMagistrate => {
            let named = arguments.office.as_deref().ok_or_else(needs("--office"))?;
            Seat { office: Some(known.office(named)?.id), ..Seat::default() }
        }
        Role::DistrictSpoc => {
            let named = arguments.district.as_deref().ok_or_else(needs("--district"))?;
            Seat { district: Some(known.district(named)?.id), ..Seat::default() }
        }
        Role::Administrator | Role::Auditor | Role::Wall | Role::Monitor => Seat::default(),
    })
}

fn disable(arguments: &LoginArgs, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    home::must_exist(&settings.server.data)?;
    let mut offline = Offline::open(&settings)?;
    let mut account = offline.known.account(&arguments.login)?.clone();
    account.state = AccountState::Disabled;
    offline.order(vec![RosterOrder::PutAccount(account)])?;
    offline.close()?;
    talk.say(format!("account `{}` can no longer sign in", arguments.login));
    Ok(Code::Ok)
}

fn add_room(arguments: &RoomAdd, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut offline = Offline::open(&settings)?;
    let neighbours = arguments
        .neighbours
        .iter()
        .map(|name| offline.known.room(name).map(|room| room.id))
        .collect::<Outcome<Vec<RoomId>>>()?;
    let existing = offline.known.rooms.values().find(|room| room.name == arguments.name).map(|room| room.id);
    let id = if arguments.own {
        settings.server.cell.own_room
    } else {
        existing.unwrap_or_else(|| RoomId::from_uuid(Uuid::now_v7()))
    };
    offline.order(vec![RosterOrder::PutRoom(Room { id, name: arguments.name.clone(), neighbours })])?;
    offline.close()?;
    talk.say(format!("room `{}` is there", arguments.name));
    out::line(id.to_string())?;
    Ok(Code::Ok)
}

fn accounts(known: &Known, form: Form) -> Outcome<()> {
    let mut all: Vec<&Account> = known.accounts.values().collect();
    all.sort_by(|a, b| a.login.cmp(&b.login));
    let state = |account: &Account| match account.state {
        AccountState::Enabled => "enabled",
        AccountState::Disabled => "disabled",
    };
    let room = |account: &Account| account.room.map(|id| named(&known.rooms, id));
    let zone = |account: &Account| account.zone.map(|id| zone_name(known, id));
    let office = |account: &Account| {
        account.office.map(|id| known.offices.get(&id).map_or_else(|| id.to_string(), |one| one.name.clone()))
    };
    let district = |account: &Account| {
        account
            .district
            .map(|id| known.districts.get(&id).map_or_else(|| id.to_string(), |one| one.name.clone()))
    };
    if form.json {
        let rows: Vec<_> = all
            .iter()
            .map(|a| {
                json!({"id": a.id.to_string(), "login": a.login, "name": shown_name(a), "role": role_word(a.role),
                       "room": room(a), "zone": zone(a), "office": office(a), "district": district(a),
                       "state": state(a)})
            })
            .collect();
        return out::json(&json!({ "accounts": rows }));
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|a| {
            let place = room(a).or_else(|| zone(a)).or_else(|| office(a)).or_else(|| district(a));
            let place = place.unwrap_or_default();
            vec![a.login.clone(), role_word(a.role).into(), place, state(a).into(), shown_name(a).into()]
        })
        .collect();
    out::table(&["LOGIN", "ROLE", "WHERE", "STATE", "NAME"], &rows)
}

fn named(rooms: &BTreeMap<RoomId, Room>, id: RoomId) -> String {
    rooms.get(&id).map_or_else(|| id.to_string(), |room| room.name.clone())
}

fn zone_name(known: &Known, id: ZoneId) -> String {
    let newest = known.zones.range((id, None)..).take_while(|((of, _), _)| *of == id).last();
    newest.map_or_else(|| id.to_string(), |(_, zone)| zone.name.clone())
}

fn rooms(known: &Known, form: Form) -> Outcome<()> {
    let neighbours =
        |room: &Room| -> Vec<String> { room.neighbours.iter().map(|id| named(&known.rooms, *id)).collect() };
    if form.json {
        let rows: Vec<_> = known
            .rooms
            .values()
            .map(|room| json!({"id": room.id.to_string(), "name": room.name, "neighbours": neighbours(room)}))
            .collect();
        return out::json(&json!({ "rooms": rows }));
    }
    let rows: Vec<Vec<String>> = known
        .rooms
        .values()
        .map(|room| vec![room.name.clone(), neighbours(room).join(", "), room.id.to_string()])
        .collect();
    out::table(&["ROOM", "CALLED NEXT", "ID"], &rows)
}

fn zones(known: &Known, form: Form) -> Outcome<()> {
    let time = |at: Option<UtcMillis>| at.map(|at| at.to_string());
    let office = |zone: &Zone| {
        zone.office.map(|id| known.offices.get(&id).map_or_else(|| id.to_string(), |one| one.name.clone()))
    };
    let since = |zone: &Zone| zone.in_force_since.map(|day| day.to_string());
    if form.json {
        let rows: Vec<_> = known
            .zones
            .values()
            .map(|zone| {
                json!({"id": zone.id.to_string(), "code": zone.code, "name": zone.name,
                       "valid_from": time(zone.valid_from), "valid_until": time(zone.valid_until),
                       "office": office(zone), "rolled_out_since": since(zone), "polygons": zone.shape.len()})
            })
            .collect();
        return out::json(&json!({ "zones": rows }));
    }
    let mut rows: Vec<Vec<String>> = known
        .zones
        .values()
        .map(|zone| {
            let from = time(zone.valid_from).unwrap_or_else(|| "always".into());
            let until = time(zone.valid_until).unwrap_or_else(|| "still".into());
            let office = office(zone).unwrap_or_else(|| "none".into());
            let since = since(zone).unwrap_or_else(|| "not yet".into());
            vec![zone.code.clone(), zone.name.clone(), office, since, from, until, zone.id.to_string()]
        })
        .collect();
    rows.sort();
    out::table(&["CODE", "ZONE", "OFFICE", "ROLLED OUT", "FROM", "UNTIL", "ID"], &rows)
}

/// The password: from a file, from stdin, or asked twice on the terminal. Never from an argument.
fn password(file: Option<&Path>, talk: Talk) -> Outcome<Sensitive<String>> {
    let Some(file) = file else { return asked(talk) };
    let mut line = String::new();
    let unreadable = |e: std::io::Error| Failure::usage("the password cannot be read").because(e);
    if file == Path::new("-") {
        BufReader::new(std::io::stdin().lock().take(PASSWORD_BYTES))
            .read_line(&mut line)
            .map_err(unreadable)?;
    } else {
        let opened = std::fs::File::open(file).map_err(unreadable)?;
        BufReader::new(opened.take(PASSWORD_BYTES)).read_line(&mut line).map_err(unreadable)?;
    }
    Ok(Sensitive::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn asked(talk: Talk) -> Outcome<Sensitive<String>> {
    if talk.input() == Input::Never {
        return Err(
            Failure::usage("a password is needed").hint("give it with --password-file FILE, or - for stdin")
        );
    }
    let ask = |prompt: &str| {
        rpassword::prompt_password(prompt).map_err(|e| Failure::failed("the terminal cannot be read", e))
    };
    let first = ask("Password (12 to 256 characters): ")?;
    if first != ask("Once more: ")? {
        return Err(Failure::usage("the two passwords differ"));
    }
    Ok(Sensitive::new(first))
}

/// The word of a role on the command line.
pub(crate) const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Operator => "operator",
        Role::Supervisor => "supervisor",
        Role::ZoneDuty => "zone-duty",
        Role::Patrol => "patrol",
        Role::CaseOfficer => "case-officer",
        Role::Magistrate => "magistrate",
        Role::Administrator => "administrator",
        Role::Auditor => "auditor",
        Role::Wall => "wall",
        Role::VictimReception => "victim-reception",
        Role::ReferenceMagistrate => "reference-magistrate",
        Role::DistrictSpoc => "district-spoc",
        Role::Monitor => "monitor",
    }
}

fn role(word: &str) -> Outcome<Role> {
    Role::ALL.into_iter().find(|role| role_word(*role) == word).ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.into_iter().map(role_word).collect();
        Failure::usage(format!("there is no role `{word}`"))
            .hint(format!("expected: one of {}", words.join(", ")))
    })
}
