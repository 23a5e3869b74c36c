//! The invented people of Hoedergem: rooms, accounts for every role, cases with their dossiers, handsets and buttons.
//!
//! Names, numbers and stories are made up and clearly so. Passwords come from the caller. Never here: what they do (`play`).

use super::cases::CASES;
use super::offices::{HILLS_OFFICE, TOWN_DISTRICT, TOWN_OFFICE, office_of};
use super::requests::REQUESTS;
use super::town::{COLLINES, DENDERVALLEI, HOEDERGEM, Spot, Town, demo_id};
use crate::chance::Chance;
use hoeder_engine::roster::{
    Account, AccountState, Answer, Button, ButtonKind, Card, Case, CaseState, DeviceState, Language, Person,
    PersonDetails, PersonKind, Place, PlaceKind, Room,
};
use hoeder_measure::confidentiality::Secrecy;
use hoeder_vocab::{
    AccountId, ButtonId, CaseId, CellId, CivilDate, DistrictId, HandsetId, OfficeId, PersonId, Role, RoomId,
    Sensitive, ZoneId,
};

/// The cell of the demo.
pub const CELL: CellId = CellId::from_u128(demo_id(0, 1));
/// Its control room.
pub const OWN_ROOM: RoomId = RoomId::from_u128(demo_id(1, 1));
/// The room that it calls next.
pub const NEIGHBOUR_ROOM: RoomId = RoomId::from_u128(demo_id(1, 2));

/// The rooms, in an order in which they can be made.
#[must_use]
pub fn rooms() -> Vec<Room> {
    vec![
        Room { id: NEIGHBOUR_ROOM, name: "CIC Overschelde".to_owned(), neighbours: Vec::new() },
        Room { id: OWN_ROOM, name: "CIC Hoedergem".to_owned(), neighbours: vec![NEIGHBOUR_ROOM] },
    ]
}

/// Where somebody works.
#[derive(Clone, Copy)]
enum Desk {
    Nowhere,
    Room(RoomId),
    Zone(ZoneId),
    Office(OfficeId),
    District(DistrictId),
}

use Desk::{District, Nowhere, Office, Room as InRoom, Zone as InZone};

/// Login, display name, role, desk.
const SEATS: [(&str, &str, Role, Desk); 25] = [
    ("operator1", "Operator Wilgen", Role::Operator, InRoom(OWN_ROOM)),
    ("operator2", "Opératrice Tilleul", Role::Operator, InRoom(OWN_ROOM)),
    ("supervisor", "Supervisor Eik", Role::Supervisor, InRoom(OWN_ROOM)),
    ("neighbour", "Operator Overschelde", Role::Operator, InRoom(NEIGHBOUR_ROOM)),
    ("duty-hoedergem", "Wachtdienst Hoedergem", Role::ZoneDuty, InZone(HOEDERGEM)),
    ("duty-dendervallei", "Wachtdienst Dendervallei", Role::ZoneDuty, InZone(DENDERVALLEI)),
    ("duty-collines", "Permanence des Collines", Role::ZoneDuty, InZone(COLLINES)),
    ("patrol-hoedergem", "Patrouille Hoeder 12", Role::Patrol, InZone(HOEDERGEM)),
    ("patrol-dendervallei", "Patrouille Dender 21", Role::Patrol, InZone(DENDERVALLEI)),
    ("patrol-collines", "Patrouille Colline 31", Role::Patrol, InZone(COLLINES)),
    ("officer-hoedergem", "Dossierbeheerder Hoedergem", Role::CaseOfficer, InZone(HOEDERGEM)),
    ("officer-dendervallei", "Dossierbeheerder Dendervallei", Role::CaseOfficer, InZone(DENDERVALLEI)),
    ("officer-collines", "Gestionnaire des Collines", Role::CaseOfficer, InZone(COLLINES)),
    ("magistrate", "Parketmagistraat Hoedergem", Role::Magistrate, Office(TOWN_OFFICE)),
    ("magistrate-collines", "Magistrate des Collines", Role::Magistrate, Office(HILLS_OFFICE)),
    ("reception", "Slachtofferonthaal Hoedergem", Role::VictimReception, Office(TOWN_OFFICE)),
    ("reception-collines", "Accueil des victimes des Collines", Role::VictimReception, Office(HILLS_OFFICE)),
    ("reference", "Referentiemagistraat Hoedergem", Role::ReferenceMagistrate, Office(TOWN_OFFICE)),
    ("spoc", "Contactpersoon arrondissement", Role::DistrictSpoc, District(TOWN_DISTRICT)),
    ("admin", "Beheerder", Role::Administrator, Nowhere),
    ("auditor", "Toezichthouder", Role::Auditor, Nowhere),
    ("wall", "Wandscherm", Role::Wall, Nowhere),
    ("wall2", "Wandscherm gang", Role::Wall, Nowhere),
    ("monitor1", "Monitoring Linde", Role::Monitor, Nowhere),
    ("monitor2", "Monitoring Charme", Role::Monitor, Nowhere),
];

/// An account for every role, without a password: the caller sets one, or nobody can sign in.
#[must_use]
pub fn accounts() -> Vec<Account> {
    let account = |number, (login, name, role, desk): (&str, &str, Role, Desk)| {
        let mut account = Account {
            id: AccountId::from_u128(demo_id(3, number)),
            login: login.to_owned(),
            name: Sensitive::new(name.to_owned()),
            role,
            room: None,
            zone: None,
            state: AccountState::Enabled,
            password: None,
            office: None,
            district: None,
        };
        match desk {
            Nowhere => {}
            InRoom(room) => account.room = Some(room),
            InZone(zone) => account.zone = Some(zone),
            Office(office) => account.office = Some(office),
            District(district) => account.district = Some(district),
        }
        account
    };
    (1_u32..).zip(SEATS).map(|(number, seat)| account(number, seat)).collect()
}

/// The account with this login; the nil id, which nobody has, when there is none.
#[must_use]
pub fn account_id(login: &str) -> AccountId {
    accounts().iter().find(|a| a.login == login).map_or(AccountId::from_u128(0), |a| a.id)
}

/// The case officer of a zone.
#[must_use]
pub fn officer_of(zone: ZoneId) -> AccountId {
    let of_zone = |a: &&Account| a.role == Role::CaseOfficer && a.zone == Some(zone);
    accounts().iter().find(of_zone).map_or(AccountId::from_u128(0), |a| a.id)
}

/// The magistrate of the office of a zone.
#[must_use]
pub fn magistrate_of(zone: ZoneId) -> AccountId {
    seated(Role::Magistrate, zone)
}

/// The victim reception service of the office of a zone.
#[must_use]
pub(crate) fn reception_of(zone: ZoneId) -> AccountId {
    seated(Role::VictimReception, zone)
}

fn seated(role: Role, zone: ZoneId) -> AccountId {
    let office = Some(office_of(zone));
    let there = |a: &&Account| a.role == role && a.office == office;
    accounts().iter().find(there).map_or(AccountId::from_u128(0), |a| a.id)
}

/// A case as it is written down in `cases`.
pub(crate) struct Dossier {
    pub(crate) number: &'static str,
    pub(crate) zone: ZoneId,
    pub(crate) suspect: &'static str,
    pub(crate) suspect_description: &'static str,
    pub(crate) weapons: Answer,
    pub(crate) weapons_note: &'static str,
    pub(crate) vehicle: &'static str,
    pub(crate) context: &'static str,
    pub(crate) antecedents: &'static str,
    pub(crate) instructions: &'static str,
    pub(crate) children: &'static str,
    pub(crate) duress_word: &'static str,
    /// Where the person lives is kept from all but the police of the zone (MS-24).
    pub(crate) hides: bool,
    /// Kind, address, crossing of the town, when.
    pub(crate) places: &'static [(PlaceKind, &'static str, usize, &'static str)],
    pub(crate) members: &'static [Member],
}

/// Somebody of a case.
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) kind: PersonKind,
    pub(crate) language: Language,
    pub(crate) born: u16,
    pub(crate) carries: Carries,
}

/// What somebody carries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carries {
    Nothing,
    Phone,
    PhoneAndButton,
}

/// Somebody who carries a handset, with all that a simulated phone needs.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// Who.
    pub person: PersonId,
    /// Of which case.
    pub case: CaseId,
    /// The zone that manages the case.
    pub zone: ZoneId,
    /// The phone.
    pub handset: HandsetId,
    /// Make and model of the phone.
    pub model: &'static str,
    /// Seed of its Ed25519 key: of an invented person, so that it may stand here.
    pub signing_seed: [u8; 32],
    /// Its button, if any.
    pub button: Option<Button>,
    /// Usual places: numbers of crossings of the [`Town`].
    pub places: Vec<usize>,
}

/// One case with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct Household {
    /// The case with its dossier card.
    pub case: Case,
    /// Its persons.
    pub persons: Vec<Person>,
    /// Those who carry a handset.
    pub carriers: Vec<Carrier>,
}

/// All cases of the demo. The seed makes keys and addresses of devices, nothing else.
#[must_use]
pub fn households(seed: u64) -> Vec<Household> {
    let mut chance = Chance::new(seed ^ 0x0D0E);
    let town = Town::new();
    (1_u32..)
        .zip(CASES.iter().chain(&REQUESTS))
        .map(|(number, dossier)| household(number, dossier, &town, &mut chance))
        .collect()
}

fn household(number: u32, dossier: &Dossier, town: &Town, chance: &mut Chance) -> Household {
    let case = Case {
        id: CaseId::from_u128(demo_id(4, number)),
        number: dossier.number.to_owned(),
        managing_zone: dossier.zone,
        state: CaseState::Active,
        card: Sensitive::new(card(dossier, town)),
    };
    let mut persons = Vec::new();
    let mut carriers = Vec::new();
    for (n, member) in (1_u32..).zip(dossier.members) {
        let id = number * 100 + n;
        let person = PersonId::from_u128(demo_id(5, id));
        persons.push(Person {
            id: person,
            case: case.id,
            kind: member.kind,
            name: Sensitive::new(member.name.to_owned()),
            phone: Some(Sensitive::new(format!("+3247900{id:04}"))),
            language: member.language,
            born: Some(Sensitive::new(member.born)),
            details: details(dossier, member),
        });
        if member.carries == Carries::Nothing {
            continue;
        }
        carriers.push(Carrier {
            person,
            case: case.id,
            zone: dossier.zone,
            handset: HandsetId::from_u128(demo_id(6, id)),
            model: if n % 2 == 0 { "Wilg 5" } else { "Linde X2" },
            signing_seed: chance.key(),
            button: (member.carries == Carries::PhoneAndButton).then(|| button(id, person, chance)),
            places: dossier.places.iter().map(|(_, _, crossing, _)| *crossing).collect(),
        });
    }
    Household { case, persons, carriers }
}

/// No number of the national register: one that is rightly made up could be somebody's.
fn details(dossier: &Dossier, member: &Member) -> PersonDetails {
    if member.kind != PersonKind::Protected {
        return PersonDetails::default();
    }
    let home = dossier.places.iter().find(|(kind, ..)| *kind == PlaceKind::Home);
    let address_secrecy = if dossier.hides { Secrecy::Kept } else { Secrecy::Open };
    PersonDetails {
        born_on: i16::try_from(member.born)
            .ok()
            .and_then(|year| CivilDate::new(year, 3, 14).ok())
            .map(Sensitive::new),
        address: home.map(|(_, address, ..)| Sensitive::new((*address).to_owned())),
        address_secrecy,
        ..PersonDetails::default()
    }
}

fn button(number: u32, person: PersonId, chance: &mut Chance) -> Button {
    let [k0, k1, ..] = chance.key();
    let [a, b] = u16::try_from(number).unwrap_or(0).to_be_bytes();
    let mut key = [0_u8; 16];
    for (byte, from) in key.iter_mut().zip(chance.key()) {
        *byte = from;
    }
    Button {
        id: ButtonId::from_u128(demo_id(7, number)),
        person,
        kind: ButtonKind::Bthome,
        address: Sensitive::new([0x02, 0x0d, a, b, k0, k1]),
        key: Some(Sensitive::new(key)),
        state: DeviceState::Active,
    }
}

fn card(dossier: &Dossier, town: &Town) -> Card {
    let place = |(kind, address, crossing, when): &(PlaceKind, &str, usize, &str)| {
        let spot = town.spot(*crossing);
        Place {
            kind: *kind,
            address: (*address).to_owned(),
            position: Some(Spot::new(spot.east_m + 18.0, spot.north_m + 12.0).position()),
            when: (*when).to_owned(),
        }
    };
    Card {
        suspect: dossier.suspect.to_owned(),
        suspect_description: dossier.suspect_description.to_owned(),
        weapons: dossier.weapons,
        weapons_note: dossier.weapons_note.to_owned(),
        vehicle: dossier.vehicle.to_owned(),
        context: dossier.context.to_owned(),
        antecedents: dossier.antecedents.to_owned(),
        instructions: dossier.instructions.to_owned(),
        children: dossier.children.to_owned(),
        places: dossier.places.iter().map(place).collect(),
        duress_word: dossier.duress_word.to_owned(),
    }
}
