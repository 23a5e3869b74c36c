//! The world of a scenario: zones, offices, stock, tests, checklists, the reading of 7.10.2; and who acts.

use super::read::{Day, Table};
use super::usual::Names;
use hoeder_measure::by::{By, Seat};
use hoeder_measure::duration::{ExtensionReading, Terms};
use hoeder_measure::risk::{Item, Questionnaire, Weight};
use hoeder_measure::world::{OfficeFacts, PassedTest, World, ZoneFacts};
use hoeder_vocab::{AccountId, Actor, DistrictId, HandsetId, OfficeId, Role, TestId, ZoneId};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWorld {
    zones: BTreeMap<String, RawZone>,
    offices: BTreeMap<String, RawOffice>,
    free_devices: BTreeMap<String, u32>,
    passed_tests: BTreeMap<String, RawTest>,
    questionnaires: Vec<RawQuestionnaire>,
    extension: String,
    first_revisit_days: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawZone {
    office: String,
    district: String,
    in_force_since: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOffice {
    district: String,
    reference_magistrate: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTest {
    handset: String,
    on: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestionnaire {
    version: String,
    #[serde(default)]
    factors: Vec<String>,
    bombs: Vec<String>,
}

/// Builds the world of a table.
///
/// # Errors
/// What cannot be understood.
pub(super) fn world(table: &Table, names: &mut Names) -> Result<World, String> {
    let raw: RawWorld =
        serde_json::from_value(Value::Object(table.clone())).map_err(|e| format!("world: {e}"))?;
    let mut world = World { terms: terms(&raw)?, ..World::default() };
    for (name, zone) in &raw.zones {
        let facts = ZoneFacts {
            office: OfficeId::from_uuid(names.id(&zone.office)),
            district: DistrictId::from_uuid(names.id(&zone.district)),
            in_force_since: zone.in_force_since.map(|day| day.0),
        };
        world.zones.insert(ZoneId::from_uuid(names.id(name)), facts);
    }
    for (name, office) in &raw.offices {
        let facts = OfficeFacts {
            district: DistrictId::from_uuid(names.id(&office.district)),
            reference_magistrate: office
                .reference_magistrate
                .as_ref()
                .map(|who| AccountId::from_uuid(names.id(who))),
        };
        world.offices.insert(OfficeId::from_uuid(names.id(name)), facts);
    }
    for (name, free) in &raw.free_devices {
        world.free_devices.insert(DistrictId::from_uuid(names.id(name)), *free);
    }
    for (name, test) in &raw.passed_tests {
        let passed = PassedTest { handset: HandsetId::from_uuid(names.id(&test.handset)), on: test.on.0 };
        world.passed_tests.insert(TestId::from_uuid(names.id(name)), passed);
    }
    world.questionnaires = raw.questionnaires.iter().map(questionnaire).collect::<Result<_, _>>()?;
    Ok(world)
}

fn terms(raw: &RawWorld) -> Result<Terms, String> {
    let mut terms = Terms {
        extension: ExtensionReading::of_word(&raw.extension)
            .ok_or("world.extension: from-current-end or from-incident")?,
        ..Terms::default()
    };
    if let Some(days) = raw.first_revisit_days {
        terms.first_revisit_days = days;
    }
    Ok(terms)
}

fn questionnaire(raw: &RawQuestionnaire) -> Result<Questionnaire, String> {
    let item =
        |id: &String, weight| Item { id: id.clone(), weight, text: core::array::from_fn(|_| id.clone()) };
    let factors = raw.factors.iter().map(|id| item(id, Weight::Factor));
    let items = factors.chain(raw.bombs.iter().map(|id| item(id, Weight::Bomb))).collect();
    let list = Questionnaire { version: raw.version.clone(), items };
    list.check().map_err(|e| format!("world.questionnaires: {e}"))?;
    Ok(list)
}

/// Roles of scenario files, with the kind of place from which they act.
pub(super) const ROLES: [(&str, Role, Place); 9] = [
    ("officer", Role::CaseOfficer, Place::Zone),
    ("duty-officer", Role::ZoneDuty, Place::Zone),
    ("patrol", Role::Patrol, Place::Zone),
    ("magistrate", Role::Magistrate, Place::Office),
    ("reference-magistrate", Role::ReferenceMagistrate, Place::Office),
    ("victim-reception", Role::VictimReception, Place::Office),
    ("contact-person", Role::DistrictSpoc, Place::District),
    ("operator", Role::Operator, Place::Nowhere),
    ("administrator", Role::Administrator, Place::Nowhere),
];

/// A kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Zone,
    Office,
    District,
    Nowhere,
}

/// Reads `officer of noord`, `person` or `system`. Words after a comma tell two people of one role apart.
///
/// # Errors
/// When it is none of those.
pub(super) fn who(text: &str, names: &mut Names) -> Result<By, String> {
    match text {
        "system" => return Ok(By::SYSTEM),
        "person" => {
            let handset = HandsetId::from_uuid(names.id("phone"));
            return Ok(By { actor: Actor::Handset(handset), seat: Seat::Nowhere });
        }
        _ => {}
    }
    let (role, rest) = text.split_once(" of ").unwrap_or((text, ""));
    let place = rest.split_once(',').map_or(rest, |(place, _)| place);
    let Some((_, role, kind)) = ROLES.iter().find(|(word, ..)| *word == role) else {
        let known: Vec<&str> = ROLES.iter().map(|(word, ..)| *word).collect();
        return Err(format!("who: `{text}`: person, system, or one of {} of a place", known.join(", ")));
    };
    let seat = match kind {
        Place::Zone => Seat::Zone(ZoneId::from_uuid(names.id(place))),
        Place::Office => Seat::Office(OfficeId::from_uuid(names.id(place))),
        Place::District => Seat::District(DistrictId::from_uuid(names.id(place))),
        Place::Nowhere => Seat::Nowhere,
    };
    Ok(By { actor: Actor::Account(AccountId::from_uuid(names.id(text)), *role), seat })
}

/// A role as scenario files write it.
pub(super) fn role_word(role: Role) -> &'static str {
    ROLES.iter().find(|(_, one, _)| *one == role).map_or("another role", |(word, ..)| word)
}

/// A place as scenario files write it.
pub(super) fn seat_name(seat: Seat, names: &Names) -> String {
    match seat {
        Seat::Zone(zone) => names.name(zone.as_uuid()),
        Seat::Office(office) => names.name(office.as_uuid()),
        Seat::District(district) => names.name(district.as_uuid()),
        Seat::Nowhere => "nowhere".to_owned(),
    }
}
