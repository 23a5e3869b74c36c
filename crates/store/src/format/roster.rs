//! The conversion of the roster to its stored form and back.
//!
//! Never here: rules about the roster (room `engine`).

use super::codes::{Bytes, Day, Id, Ms, Word};
use super::roster_forms::{
    AccountOpen, AccountSealed, ButtonOpen, ButtonSealed, CardSealed, CaseOpen, HandsetOpen, HandsetOpen1,
    HandsetSealed, PairingOpen, PersonOpen, PersonSealed, PhotoOpen, PhotoSealed, PlaceForm, RoomOpen,
    SettingsForm, ZoneOpen,
};
use super::roster_places::{DetailsForm, DistrictOpen, OfficeOpen};
use super::{Form, Halves, both, open_only};
use crate::error::FormatError;
use hoeder_engine::entry::Event;
use hoeder_engine::roster::{Account, Button, Card, Case, Handset, Pairing, Person, Place, Room, Zone};
use hoeder_vocab::handset::HandsetSettings;
use hoeder_vocab::{CaseId, Position, Purpose, Sensitive};

const WHY: Purpose = Purpose::Transport;

pub(super) fn halves(event: &Event) -> Result<Halves, FormatError> {
    match event {
        Event::CasePut(case) => {
            let open = CaseOpen {
                id: Id(case.id),
                number: case.number.clone(),
                managing_zone: Id(case.managing_zone),
                state: Word(case.state),
            };
            both("roster.case-put", &open, &card_form(case.card.reveal(WHY)))
        }
        Event::PersonPut(person) => person_halves(person),
        Event::PhotoPut { case, image } => photo_halves(*case, image),
        Event::PairingOpened(pairing) => open_only(
            "roster.pairing-opened",
            &PairingOpen {
                person: Id(pairing.person),
                code_digest: Bytes(pairing.code_digest.to_vec()),
                expires_at: Ms::of(pairing.expires_at),
            },
        ),
        Event::HandsetPut(handset) => handset_halves(handset),
        Event::ButtonPut(button) => button_halves(button),
        Event::RoomPut(room) => open_only(
            "roster.room-put",
            &RoomOpen {
                id: Id(room.id),
                name: room.name.clone(),
                neighbours: room.neighbours.iter().copied().map(Id).collect(),
            },
        ),
        Event::ZonePut(zone) => open_only("roster.zone-put", &zone_form(zone)),
        Event::OfficePut(office) => open_only("roster.office-put", &OfficeOpen::of(office)),
        Event::DistrictPut(district) => open_only("roster.district-put", &DistrictOpen::of(district)),
        Event::AccountPut(account) => account_halves(account),
        Event::EpochBegan { .. }
        | Event::Alarm(..)
        | Event::MagistrateTold { .. }
        | Event::MagistrateConfirmed { .. }
        | Event::Watch(..)
        | Event::CheckIn(..)
        | Event::Talk(..)
        | Event::Voice(..)
        | Event::TripAnnounced { .. }
        | Event::TripEnded { .. }
        | Event::TripSeen { .. }
        | Event::DeviceRefused { .. }
        | Event::SignedIn { .. }
        | Event::SignInFailed { .. }
        | Event::SignedOut { .. }
        | Event::Accessed(_)
        | Event::Erased { .. }
        | Event::HotspotPut(_)
        | Event::HotspotEnded { .. }
        | Event::HotspotsLookedUp { .. }
        | Event::Tracking(_)
        | Event::Incident(..)
        | Event::DeskChanged { .. }
        | Event::DeskAcknowledged { .. }
        | Event::Measure(..)
        | Event::NoticeSent(_)
        | Event::NoticeRead { .. }
        | Event::NoticeDelivery { .. }
        | Event::DocumentFiled { .. }
        | Event::FloodChanged { .. } => {
            Err(FormatError::UnknownKind { kind: String::from("of another area") })
        }
    }
}

fn photo_halves(case: CaseId, image: &Sensitive<Vec<u8>>) -> Result<Halves, FormatError> {
    let sealed = PhotoSealed { image: Bytes(image.reveal(WHY).clone()) };
    both("roster.photo-put", &PhotoOpen { case: Id(case) }, &sealed)
}

fn card_form(card: &Card) -> CardSealed {
    let place = |place: &Place| PlaceForm {
        kind: Word(place.kind),
        address: place.address.clone(),
        position_e7: place.position.map(|position| (position.lat_e7(), position.lon_e7())),
        when: place.when.clone(),
    };
    CardSealed {
        suspect: card.suspect.clone(),
        suspect_description: card.suspect_description.clone(),
        weapons: Word(card.weapons),
        weapons_note: card.weapons_note.clone(),
        vehicle: card.vehicle.clone(),
        context: card.context.clone(),
        antecedents: card.antecedents.clone(),
        instructions: card.instructions.clone(),
        children: card.children.clone(),
        places: card.places.iter().map(place).collect(),
        duress_word: card.duress_word.clone(),
    }
}

fn person_halves(person: &Person) -> Result<Halves, FormatError> {
    both(
        "roster.person-put",
        &PersonOpen {
            id: Id(person.id),
            case: Id(person.case),
            person_kind: Word(person.kind),
            language: Word(person.language),
        },
        &PersonSealed {
            name: person.name.reveal(WHY).clone(),
            phone: person.phone.as_ref().map(|phone| phone.reveal(WHY).clone()),
            born: person.born.as_ref().map(|born| *born.reveal(WHY)),
            details: Some(DetailsForm::of(&person.details)),
        },
    )
}

fn handset_halves(handset: &Handset) -> Result<Halves, FormatError> {
    both(
        "roster.handset-put",
        &HandsetOpen {
            id: Id(handset.id),
            person: Id(handset.person),
            public_key: Bytes(handset.public_key.to_vec()),
            state: Word(handset.state),
            settings: SettingsForm {
                hold_ms: handset.settings.hold_ms,
                double_press: handset.settings.double_press,
                haptics: handset.settings.haptics,
                class: Word(handset.settings.class),
                paths: Word(handset.settings.paths),
                discreet: handset.settings.discreet,
            },
            paired_at: Ms::of(handset.paired_at),
        },
        &HandsetSealed { model: handset.model.clone() },
    )
}

fn button_halves(button: &Button) -> Result<Halves, FormatError> {
    both(
        "roster.button-put",
        &ButtonOpen {
            id: Id(button.id),
            person: Id(button.person),
            button_kind: Word(button.kind),
            state: Word(button.state),
        },
        &ButtonSealed {
            address: Bytes(button.address.reveal(WHY).to_vec()),
            key: button.key.as_ref().map(|key| Bytes(key.reveal(WHY).to_vec())),
        },
    )
}

fn zone_form(zone: &Zone) -> ZoneOpen {
    let ring = |ring: &Vec<Position>| ring.iter().map(|p| (p.lat_e7(), p.lon_e7())).collect();
    ZoneOpen {
        id: Id(zone.id),
        code: zone.code.clone(),
        name: zone.name.clone(),
        valid_from: zone.valid_from.map(Ms::of),
        valid_until: zone.valid_until.map(Ms::of),
        office: zone.office.map(Id),
        in_force_since: zone.in_force_since.map(Day),
        shape_e7: zone.shape.iter().map(|polygon| polygon.iter().map(ring).collect()).collect(),
    }
}

fn account_halves(account: &Account) -> Result<Halves, FormatError> {
    both(
        "roster.account-put",
        &AccountOpen {
            id: Id(account.id),
            role: Word(account.role),
            room: account.room.map(Id),
            zone: account.zone.map(Id),
            office: account.office.map(Id),
            district: account.district.map(Id),
            state: Word(account.state),
        },
        &AccountSealed {
            login: account.login.clone(),
            name: account.name.reveal(WHY).clone(),
            password: account.password.as_ref().map(|hash| hash.reveal(WHY).clone()),
        },
    )
}

pub(super) fn event(form: &Form<'_>) -> Result<Event, FormatError> {
    Ok(match form.kind {
        "roster.case-put" => Event::CasePut(Box::new(case(form)?)),
        "roster.person-put" => Event::PersonPut(Box::new(person(form)?)),
        "roster.photo-put" => Event::PhotoPut {
            case: form.open::<PhotoOpen>()?.case.0,
            image: Sensitive::new(form.sealed::<PhotoSealed>()?.image.0),
        },
        "roster.pairing-opened" => {
            let open: PairingOpen = form.open()?;
            Event::PairingOpened(Pairing {
                person: open.person.0,
                code_digest: array(form, "open", &open.code_digest)?,
                expires_at: open.expires_at.time(),
            })
        }
        "roster.handset-put" => Event::HandsetPut(handset(form)?),
        "roster.button-put" => Event::ButtonPut(button(form)?),
        "roster.room-put" => {
            let open: RoomOpen = form.open()?;
            Event::RoomPut(Room {
                id: open.id.0,
                name: open.name,
                neighbours: open.neighbours.into_iter().map(|id| id.0).collect(),
            })
        }
        "roster.zone-put" => Event::ZonePut(zone(form)?),
        "roster.office-put" => Event::OfficePut(form.open::<OfficeOpen>()?.office()),
        "roster.district-put" => Event::DistrictPut(form.open::<DistrictOpen>()?.district()),
        "roster.account-put" => Event::AccountPut(account(form)?),
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

fn array<const N: usize>(form: &Form<'_>, half: &'static str, bytes: &Bytes) -> Result<[u8; N], FormatError> {
    bytes.0.as_slice().try_into().map_err(|_| form.malformed(half, 0))
}

fn position(form: &Form<'_>, half: &'static str, (lat, lon): (i32, i32)) -> Result<Position, FormatError> {
    Position::from_e7(lat, lon).map_err(|_| form.malformed(half, 0))
}

fn case(form: &Form<'_>) -> Result<Case, FormatError> {
    let open: CaseOpen = form.open()?;
    let sealed: CardSealed = form.sealed()?;
    let mut places = Vec::with_capacity(sealed.places.len());
    for place in sealed.places {
        places.push(Place {
            kind: place.kind.0,
            address: place.address,
            position: place.position_e7.map(|pair| position(form, "sealed", pair)).transpose()?,
            when: place.when,
        });
    }
    Ok(Case {
        id: open.id.0,
        number: open.number,
        managing_zone: open.managing_zone.0,
        state: open.state.0,
        card: Sensitive::new(Card {
            suspect: sealed.suspect,
            suspect_description: sealed.suspect_description,
            weapons: sealed.weapons.0,
            weapons_note: sealed.weapons_note,
            vehicle: sealed.vehicle,
            context: sealed.context,
            antecedents: sealed.antecedents,
            instructions: sealed.instructions,
            children: sealed.children,
            places,
            duress_word: sealed.duress_word,
        }),
    })
}

fn person(form: &Form<'_>) -> Result<Person, FormatError> {
    let open: PersonOpen = form.open()?;
    let sealed: PersonSealed = form.sealed()?;
    Ok(Person {
        id: open.id.0,
        case: open.case.0,
        kind: open.person_kind.0,
        name: Sensitive::new(sealed.name),
        phone: sealed.phone.map(Sensitive::new),
        language: open.language.0,
        born: sealed.born.map(Sensitive::new),
        details: sealed.details.map(DetailsForm::details).unwrap_or_default(),
    })
}

fn handset(form: &Form<'_>) -> Result<Handset, FormatError> {
    let open: HandsetOpen = if form.format == 1 { form.open::<HandsetOpen1>()?.into() } else { form.open()? };
    Ok(Handset {
        id: open.id.0,
        person: open.person.0,
        public_key: array(form, "open", &open.public_key)?,
        model: form.sealed::<HandsetSealed>()?.model,
        state: open.state.0,
        settings: HandsetSettings {
            hold_ms: open.settings.hold_ms,
            double_press: open.settings.double_press,
            haptics: open.settings.haptics,
            class: open.settings.class.0,
            paths: open.settings.paths.0,
            discreet: open.settings.discreet,
        },
        paired_at: open.paired_at.time(),
    })
}

fn button(form: &Form<'_>) -> Result<Button, FormatError> {
    let open: ButtonOpen = form.open()?;
    let sealed: ButtonSealed = form.sealed()?;
    let key = match &sealed.key {
        None => None,
        Some(key) => Some(Sensitive::new(array(form, "sealed", key)?)),
    };
    Ok(Button {
        id: open.id.0,
        person: open.person.0,
        kind: open.button_kind.0,
        address: Sensitive::new(array(form, "sealed", &sealed.address)?),
        key,
        state: open.state.0,
    })
}

fn zone(form: &Form<'_>) -> Result<Zone, FormatError> {
    let open: ZoneOpen = form.open()?;
    let mut shape = Vec::with_capacity(open.shape_e7.len());
    for polygon in open.shape_e7 {
        let mut rings = Vec::with_capacity(polygon.len());
        for ring in polygon {
            let points: Result<Vec<Position>, FormatError> =
                ring.into_iter().map(|pair| position(form, "open", pair)).collect();
            rings.push(points?);
        }
        shape.push(rings);
    }
    Ok(Zone {
        id: open.id.0,
        code: open.code,
        name: open.name,
        valid_from: open.valid_from.map(Ms::time),
        valid_until: open.valid_until.map(Ms::time),
        shape,
        office: open.office.map(|office| office.0),
        in_force_since: open.in_force_since.map(|day| day.0),
    })
}

fn account(form: &Form<'_>) -> Result<Account, FormatError> {
    let open: AccountOpen = form.open()?;
    let sealed: AccountSealed = form.sealed()?;
    Ok(Account {
        id: open.id.0,
        login: sealed.login,
        name: Sensitive::new(sealed.name),
        role: open.role.0,
        room: open.room.map(|id| id.0),
        zone: open.zone.map(|id| id.0),
        state: open.state.0,
        password: sealed.password.map(Sensitive::new),
        office: open.office.map(|office| office.0),
        district: open.district.map(|district| district.0),
    })
}
