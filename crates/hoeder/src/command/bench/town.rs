//! What the benchmark needs in the log: a room, zones, operators, and a case with a handset for each presser.
//!
//! Never here: measuring.

use crate::config::Settings;
use crate::exit::{Failure, Outcome};
use crate::import_zones::{self, Reading};
use crate::offline::{Ask, Offline, now};
use core::time::Duration;
use hoeder_engine::input::{Input, NewHandset, RosterOrder};
use hoeder_engine::roster::{
    Account, AccountState, Card, Case, CaseState, Language, Person, PersonKind, Room, Zone,
};
use hoeder_vocab::{AccountId, CaseId, HandsetId, PersonId, Position, Role, Sensitive, ZoneId};
use hoeder_wire::SigningKey;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The password of every desk of a benchmark, which lives for minutes on a loopback address.
pub(crate) const PASSWORD: &str = "a desk of the benchmark";
pub(crate) const DURESS: &str = "paraplu";
const OFFICER: u128 = 1;
const MONITOR: u128 = 2;
/// Who sits at the monitoring centre of tracked people.
pub(crate) const MONITOR_LOGIN: &str = "monitor";
const FIRST_OPERATOR: u128 = 1_000;
const FIRST_CASE: u128 = 1_000_000;
/// Inside the square of [`zones`] and inside zone Gent of the real ones.
pub(crate) const LAT: f64 = 51.05;
pub(crate) const LON: f64 = 3.72;

/// A handset of the benchmark.
pub(crate) struct Sender {
    pub(crate) handset: HandsetId,
    pub(crate) key: SigningKey,
}

pub(crate) fn login(desk: usize) -> String {
    format!("desk-{desk}")
}

/// The account of who sits at the monitoring centre.
pub(crate) const fn monitor() -> AccountId {
    AccountId::from_u128(MONITOR)
}

/// The case of a handset, counted from 0.
pub(crate) fn case(number: usize) -> CaseId {
    CaseId::from_u128(FIRST_CASE + u128::try_from(number).unwrap_or(0))
}

/// The protected person of that case.
pub(crate) fn person(number: usize) -> PersonId {
    PersonId::from_u128(FIRST_CASE + u128::try_from(number).unwrap_or(0))
}

/// A zone of the log.
pub(crate) fn first_zone(offline: &Offline) -> Outcome<ZoneId> {
    let first = offline.known.zones.keys().next().map(|(zone, _)| *zone);
    first.ok_or_else(|| Failure::failed("the log of the benchmark has no zone", "none"))
}

/// Writes everything into the empty log of these settings; the handsets in order.
pub(crate) fn fill(
    settings: &Settings,
    desks: usize,
    handsets: usize,
    file: Option<&Path>,
) -> Outcome<Vec<Sender>> {
    let zones = zones(file)?;
    let zone = home_zone(&zones)
        .ok_or_else(|| Failure::usage("no zone of the file holds 51.05 north, 3.72 east"))?;
    let own_room = settings.server.cell.own_room;
    let hash = hoeder_server::hash_password(&Sensitive::new(PASSWORD.to_owned()))
        .map_err(|_| Failure::failed("a password cannot be hashed", "no randomness"))?;
    let account = |id: u128, login: String, role: Role| Account {
        id: AccountId::from_u128(id),
        name: Sensitive::new(login.clone()),
        login,
        role,
        room: (role == Role::Operator).then_some(own_room),
        zone: (role == Role::CaseOfficer).then_some(zone),
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash.clone())),
        office: None,
        district: None,
    };
    let mut orders =
        vec![RosterOrder::PutRoom(Room { id: own_room, name: "Bench".into(), neighbours: Vec::new() })];
    orders.extend(zones.into_iter().map(RosterOrder::PutZone));
    orders.push(RosterOrder::PutAccount(account(OFFICER, "officer".into(), Role::CaseOfficer)));
    orders.push(RosterOrder::PutAccount(account(MONITOR, MONITOR_LOGIN.into(), Role::Monitor)));
    for (desk, id) in (0..desks).zip(FIRST_OPERATOR..) {
        orders.push(RosterOrder::PutAccount(account(id, login(desk), Role::Operator)));
    }
    let mut offline = Offline::open(settings)?;
    offline.order(orders)?;
    let mut senders = Vec::with_capacity(handsets);
    let mut inputs = Vec::new();
    for number in (FIRST_CASE..).take(handsets) {
        senders.push(sender(number, zone, &mut inputs));
    }
    offline.ask(inputs)?;
    offline.close()?;
    Ok(senders)
}

fn sender(number: u128, zone: ZoneId, inputs: &mut Vec<Ask>) -> Sender {
    let (case, person) = (CaseId::from_u128(number), PersonId::from_u128(number));
    let seed: [u8; 32] = Sha256::digest(number.to_be_bytes()).into();
    let key = SigningKey::from_seed(&seed);
    let handset = HandsetId::from_u128(number);
    let officer = AccountId::from_u128(OFFICER);
    let order = |order: RosterOrder| -> Ask {
        Box::new(move |request| Input::Order { request, by: officer, order: order.into() })
    };
    let card = Card {
        suspect: "Nobody Invented".into(),
        suspect_description: "Tall, grey coat, speaks softly. Invented for a measurement.".into(),
        context: "A card of the usual length, so that a page has the usual size.".repeat(4),
        duress_word: DURESS.into(),
        ..Card::default()
    };
    inputs.push(order(RosterOrder::PutCase(Case {
        id: case,
        number: format!("B-{number}"),
        managing_zone: zone,
        state: CaseState::Active,
        card: Sensitive::new(card),
    })));
    inputs.push(order(RosterOrder::PutPerson(Person {
        id: person,
        case,
        kind: PersonKind::Protected,
        name: Sensitive::new(format!("Person {number}")),
        phone: None,
        language: Language::Dutch,
        born: None,
        details: hoeder_engine::roster::PersonDetails::default(),
    })));
    inputs.push(order(RosterOrder::OpenPairing {
        person,
        code_digest: seed,
        expires_at: now().plus(Duration::from_secs(3_000)),
    }));
    let paired = NewHandset { id: handset, public_key: key.public_key().to_bytes(), model: "bench".into() };
    inputs.push(Box::new(move |request| Input::Pair { request, code_digest: seed, handset: paired }));
    Sender { handset, key }
}

fn zones(file: Option<&Path>) -> Outcome<Vec<Zone>> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file)
            .map_err(|e| Failure::failed(format!("{} cannot be read", file.display()), e))?;
        return Ok(import_zones::read(&text, &Reading::default())?.zones);
    }
    let corners = [(51.0, 3.6), (51.0, 3.9), (51.2, 3.9), (51.2, 3.6), (51.0, 3.6)];
    let ring = corners
        .into_iter()
        .map(|(lat, lon)| Position::from_degrees(lat, lon))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| Failure::failed("the zone of the benchmark is none", e))?;
    Ok(vec![Zone {
        id: import_zones::zone_id("0000", "Bench"),
        code: "0000".into(),
        name: "Bench".into(),
        valid_from: None,
        valid_until: None,
        shape: vec![vec![ring]],
        office: None,
        in_force_since: None,
    }])
}

fn home_zone(zones: &[Zone]) -> Option<ZoneId> {
    let here = Position::from_degrees(LAT, LON).ok()?;
    let holds = |zone: &&Zone| hoeder_engine::zone_shape(&zone.shape).is_ok_and(|shape| shape.contains(here));
    zones.iter().find(holds).map(|zone| zone.id)
}
