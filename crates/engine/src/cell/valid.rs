//! Is the data of an order acceptable? Bad input gets the field and what to do; nothing is half-done.

use super::Cell;
use super::zones;
use crate::input::RosterOrder;
use crate::output::Problem;
use crate::roster::{
    Account, Button, ButtonKind, Card, Case, District, Office, Person, PersonDetails, Room, Zone,
};
use hoeder_vocab::handset::HandsetSettings;
use hoeder_vocab::{Purpose, Role, Sensitive};

/// Most usual places on a card.
pub const MAX_PLACES: usize = 20;
/// Most zones, all versions counted: a country has some hundreds.
pub const MAX_ZONES: usize = 10_000;
/// Most offices.
const MAX_OFFICES: usize = 1_000;
/// Largest photo.
pub const MAX_PHOTO_BYTES: usize = 64 * 1024;

pub(super) fn invalid<T>(field: &'static str, expected: &'static str) -> Result<T, Problem> {
    Err(Problem::Invalid { field, expected })
}

pub(super) fn text(
    field: &'static str,
    value: &str,
    min: usize,
    max: usize,
    expected: &'static str,
) -> Result<(), Problem> {
    let length = value.chars().count();
    let bad = length < min || length > max || (min > 0 && value.trim().is_empty());
    if bad || value.chars().any(|c| c.is_control() && c != '\n') { invalid(field, expected) } else { Ok(()) }
}

impl Cell {
    /// Checks an order that changes the roster.
    pub(super) fn check_put(&self, order: &RosterOrder) -> Result<(), Problem> {
        match order {
            RosterOrder::PutCase(case) => self.check_case(case),
            RosterOrder::PutPerson(person) => check_person(person),
            RosterOrder::PutPhoto { image, .. } => check_photo(image),
            RosterOrder::SetHandset { settings, .. } => check_settings(*settings),
            RosterOrder::PutButton(button) => self.check_button(button),
            RosterOrder::PutRoom(room) => self.check_room(room),
            RosterOrder::PutZone(zone) => self.check_zone(zone),
            RosterOrder::PlaceZone { zone, office, .. } => {
                if !self.zones.knows(*zone) {
                    return Err(Problem::NotFound);
                }
                if !self.book.offices.contains_key(office) {
                    return invalid("office", "an office that exists: make it first");
                }
                Ok(())
            }
            RosterOrder::PutAccount(account) => self.check_account(account),
            RosterOrder::PutOffice(office) => self.check_office(office),
            RosterOrder::PutDistrict(district) => check_district(district),
            RosterOrder::OpenPairing { .. }
            | RosterOrder::RevokeHandset { .. }
            | RosterOrder::Erase { .. } => Ok(()),
        }
    }

    fn check_case(&self, case: &Case) -> Result<(), Problem> {
        text("number", &case.number, 1, 20, "1 to 20 characters, such as 2026-0412")?;
        if self.book.cases.values().any(|other| other.id != case.id && other.number == case.number) {
            return Err(Problem::Conflict("case.number_in_use"));
        }
        if !self.zones.knows(case.managing_zone) {
            return invalid("managing_zone", "a zone that exists: import zones first");
        }
        check_card(case.card.reveal(Purpose::Transport))
    }

    fn check_button(&self, button: &Button) -> Result<(), Problem> {
        // BT-02: anybody in range can press an iTag in somebody's name, and it confirms nothing.
        if button.kind == ButtonKind::Itag {
            return invalid(
                "kind",
                "bthome or valrt: an iTag cannot prove who presses and is for practice only",
            );
        }
        let address = button.address.reveal(Purpose::Transport);
        let taken = self.book.buttons.values().any(|other| {
            other.id != button.id
                && other.state == crate::roster::DeviceState::Active
                && other.address.reveal(Purpose::Transport) == address
        });
        if taken { Err(Problem::Conflict("button.address_in_use")) } else { Ok(()) }
    }

    fn check_room(&self, room: &Room) -> Result<(), Problem> {
        text("name", &room.name, 1, 80, "1 to 80 characters")?;
        if room.neighbours.len() > 8 || room.neighbours.contains(&room.id) {
            return invalid("neighbours", "at most 8 other rooms");
        }
        if room.neighbours.iter().any(|id| !self.book.rooms.contains_key(id)) {
            return invalid("neighbours", "rooms that exist: make them first");
        }
        Ok(())
    }

    fn check_zone(&self, zone: &Zone) -> Result<(), Problem> {
        text("name", &zone.name, 1, 120, "1 to 120 characters")?;
        text("code", &zone.code, 0, 20, "at most 20 characters")?;
        if self.zones.len() >= MAX_ZONES {
            return invalid("zones", "at most 10000 zones");
        }
        if let (Some(from), Some(until)) = (zone.valid_from, zone.valid_until)
            && from >= until
        {
            return invalid("valid_until", "a date after valid_from");
        }
        if zone.office.is_some_and(|office| !self.book.offices.contains_key(&office)) {
            return invalid("office", "an office that exists: make it first");
        }
        if zones::shape(&zone.shape).is_err() {
            return invalid(
                "shape",
                "closed rings that do not cross themselves; the importer names the place of the fault",
            );
        }
        Ok(())
    }

    fn check_account(&self, account: &Account) -> Result<(), Problem> {
        let login_ok = (1..=64).contains(&account.login.len())
            && account
                .login
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
        if !login_ok {
            return invalid("login", "1 to 64 of a-z, 0-9, dot and hyphen");
        }
        if self.book.accounts.values().any(|other| other.id != account.id && other.login == account.login) {
            return Err(Problem::Conflict("account.login_in_use"));
        }
        text("name", account.name.reveal(Purpose::Transport), 1, 120, "1 to 120 characters")?;
        match account.role {
            Role::Operator | Role::Supervisor => match account.room {
                Some(room) if self.book.rooms.contains_key(&room) => Ok(()),
                Some(_) | None => invalid("room", "an operator or supervisor needs a room that exists"),
            },
            Role::ZoneDuty | Role::Patrol | Role::CaseOfficer => match account.zone {
                Some(zone) if self.zones.knows(zone) => Ok(()),
                Some(_) | None => invalid("zone", "this role needs a zone that exists"),
            },
            // A magistrate without an office reads cases as before, and no measure.
            Role::Magistrate if account.office.is_none() => Ok(()),
            Role::Magistrate | Role::VictimReception | Role::ReferenceMagistrate => match account.office {
                Some(office) if self.book.offices.contains_key(&office) => Ok(()),
                Some(_) | None => invalid("office", "this role needs an office that exists"),
            },
            Role::DistrictSpoc => match account.district {
                Some(district) if self.book.districts.contains_key(&district) => Ok(()),
                Some(_) | None => invalid("district", "this role needs a district that exists"),
            },
            Role::Administrator | Role::Auditor | Role::Wall | Role::Monitor => Ok(()),
        }
    }

    fn check_office(&self, office: &Office) -> Result<(), Problem> {
        text("name", &office.name, 1, 120, "1 to 120 characters")?;
        text("code", &office.code, 0, 20, "at most 20 characters")?;
        if !self.book.districts.contains_key(&office.district) {
            return invalid("district", "a district that exists: make it first");
        }
        if !self.book.offices.contains_key(&office.id) && self.book.offices.len() >= MAX_OFFICES {
            return invalid("offices", "at most 1000 offices");
        }
        match office.reference_magistrate {
            Some(account) if !self.book.accounts.contains_key(&account) => {
                invalid("reference_magistrate", "an account that exists")
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn check_district(district: &District) -> Result<(), Problem> {
    text("name", &district.name, 1, 120, "1 to 120 characters")?;
    text("code", &district.code, 0, 20, "at most 20 characters")
}

fn check_person(person: &Person) -> Result<(), Problem> {
    text("name", person.name.reveal(Purpose::Transport), 1, 120, "1 to 120 characters")?;
    if let Some(phone) = &person.phone {
        check_phone("phone", phone.reveal(Purpose::Transport))?;
    }
    check_details(&person.details)?;
    match person.born.as_ref().map(|born| *born.reveal(Purpose::Transport)) {
        Some(1900..=2100) | None => Ok(()),
        Some(_) => invalid("born", "a year from 1900"),
    }
}

fn check_phone(field: &'static str, phone: &str) -> Result<(), Problem> {
    let digits = phone.strip_prefix('+').unwrap_or_default();
    if (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(())
    } else {
        invalid(field, "an international number such as +32470123456")
    }
}

fn check_details(details: &PersonDetails) -> Result<(), Problem> {
    if let Some(address) = &details.address {
        text("address", address.reveal(Purpose::Transport), 1, 200, "1 to 200 characters")?;
    }
    if let Some(email) = &details.email {
        let email = email.reveal(Purpose::Transport);
        text("email", email, 3, 200, "3 to 200 characters")?;
        if !email.contains('@') || email.chars().any(char::is_whitespace) {
            return invalid("email", "an address such as name@example.org");
        }
    }
    if let Some(number) = &details.national_number
        && !national_number_is_right(number.reveal(Purpose::Transport))
    {
        return invalid("national_number", "eleven digits of which the last two check the others");
    }
    if let Some(trusted) = &details.trusted {
        let trusted = trusted.reveal(Purpose::Transport);
        text("trusted.name", &trusted.name, 1, 120, "1 to 120 characters")?;
        check_phone("trusted.phone", &trusted.phone)?;
    }
    match details.born_on.as_ref().map(|born| born.reveal(Purpose::Transport).year()) {
        Some(1900..=2100) | None => Ok(()),
        Some(_) => invalid("born_on", "a day from 1900"),
    }
}

/// The check digits are 97 less the remainder of the first nine digits; for those born from 2000 on a 2 goes before them.
fn national_number_is_right(number: &str) -> bool {
    let digits = number.len() == 11 && number.bytes().all(|b| b.is_ascii_digit());
    let parsed = |part: Option<&str>| part.and_then(|part| part.parse::<u64>().ok());
    match (digits, parsed(number.get(..9)), parsed(number.get(9..))) {
        (true, Some(first), Some(check)) => {
            [first, 2_000_000_000 + first].into_iter().any(|counted| 97 - counted % 97 == check)
        }
        (_, _, _) => false,
    }
}

fn check_photo(image: &Sensitive<Vec<u8>>) -> Result<(), Problem> {
    let bytes = image.reveal(Purpose::Transport);
    let jpeg = bytes.starts_with(&[0xFF, 0xD8, 0xFF]);
    let png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    if bytes.len() > MAX_PHOTO_BYTES || !(jpeg || png) {
        return invalid("photo", "a JPEG or PNG of at most 64 KiB");
    }
    Ok(())
}

fn check_settings(settings: HandsetSettings) -> Result<(), Problem> {
    if !(1_000..=4_000).contains(&settings.hold_ms) {
        return invalid("hold_ms", "1000 to 4000");
    }
    Ok(())
}

fn check_card(card: &Card) -> Result<(), Problem> {
    const LONG: &str = "at most 2000 characters";
    let texts = [
        ("suspect", &card.suspect),
        ("suspect_description", &card.suspect_description),
        ("weapons_note", &card.weapons_note),
        ("vehicle", &card.vehicle),
        ("context", &card.context),
        ("antecedents", &card.antecedents),
        ("instructions", &card.instructions),
        ("children", &card.children),
    ];
    for (field, value) in texts {
        text(field, value, 0, 2_000, LONG)?;
    }
    text("duress_word", &card.duress_word, 0, 64, "at most 64 characters")?;
    if card.places.len() > MAX_PLACES {
        return invalid("places", "at most 20 usual places");
    }
    for place in &card.places {
        text("places.address", &place.address, 0, 200, "at most 200 characters")?;
        text("places.when", &place.when, 0, 200, "at most 200 characters")?;
    }
    Ok(())
}
