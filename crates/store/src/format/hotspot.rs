//! The stored form of hotspots, format 1: the address, the number, the place and every word are sealed with a key of their own.
//!
//! Never here: rules about hotspots (room `engine`).

use super::codes::{Id, Ms, Word};
use super::{ERASED, Erasable, Form, Halves, both, open_only};
use crate::error::FormatError;
use hoeder_engine::entry::Event;
use hoeder_engine::hotspot::{Hotspot, HotspotEnd, HotspotKind};
use hoeder_vocab::{AccountId, HotspotId, Position, Purpose, Sensitive, ZoneId};
use serde::{Deserialize, Serialize};

const WHY: Purpose = Purpose::Transport;

#[derive(Serialize, Deserialize)]
struct PutOpen {
    id: Id<HotspotId>,
    hotspot_kind: Word<HotspotKind>,
    radius_m: u16,
    expires_at: Ms,
    zone: Id<ZoneId>,
    created_by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct PutSealed {
    address: Option<String>,
    number: Option<String>,
    /// Latitude and longitude in units of 1e-7 degree.
    position_e7: Option<(i32, i32)>,
    instructions: String,
}

impl Erasable for PutSealed {
    fn erased() -> Self {
        Self { address: None, number: None, position_e7: None, instructions: String::from(ERASED) }
    }
}

/// `by_hand` tells that there is a sealed half with the reason.
#[derive(Serialize, Deserialize)]
struct EndedOpen {
    hotspot: Id<HotspotId>,
    by_hand: bool,
}

#[derive(Serialize, Deserialize)]
struct EndedSealed {
    reason: String,
}

impl Erasable for EndedSealed {
    fn erased() -> Self {
        Self { reason: String::from(ERASED) }
    }
}

#[derive(Serialize, Deserialize)]
struct LookedUpOpen {
    found: Vec<Id<HotspotId>>,
}

pub(super) fn ended(hotspot: HotspotId, why: &HotspotEnd) -> Result<Halves, FormatError> {
    let open = |by_hand| EndedOpen { hotspot: Id(hotspot), by_hand };
    match why {
        HotspotEnd::Expired => open_only("hotspot.ended", &open(false)),
        HotspotEnd::ByHand { reason } => {
            both("hotspot.ended", &open(true), &EndedSealed { reason: reason.reveal(WHY).clone() })
        }
    }
}

pub(super) fn looked_up(found: &[HotspotId]) -> Result<Halves, FormatError> {
    let open = LookedUpOpen { found: found.iter().copied().map(Id).collect() };
    open_only("hotspot.looked-up", &open)
}

pub(super) fn put_halves(hotspot: &Hotspot) -> Result<Halves, FormatError> {
    let open = PutOpen {
        id: Id(hotspot.id),
        hotspot_kind: Word(hotspot.kind),
        radius_m: hotspot.radius_m,
        expires_at: Ms::of(hotspot.expires_at),
        zone: Id(hotspot.zone),
        created_by: Id(hotspot.created_by),
    };
    let sealed = PutSealed {
        address: hotspot.address.as_ref().map(|address| address.reveal(WHY).clone()),
        number: hotspot.number.as_ref().map(|number| number.reveal(WHY).clone()),
        position_e7: hotspot.position.as_ref().map(|position| {
            let position = position.reveal(WHY);
            (position.lat_e7(), position.lon_e7())
        }),
        instructions: hotspot.instructions.reveal(WHY).clone(),
    };
    both("hotspot.put", &open, &sealed)
}

pub(super) fn event(form: &Form<'_>) -> Result<Event, FormatError> {
    Ok(match form.kind {
        "hotspot.put" => Event::HotspotPut(put(form)?),
        "hotspot.ended" => {
            let open: EndedOpen = form.open()?;
            let why = if open.by_hand {
                HotspotEnd::ByHand { reason: Sensitive::new(form.sealed::<EndedSealed>()?.reason) }
            } else {
                HotspotEnd::Expired
            };
            Event::HotspotEnded { hotspot: open.hotspot.0, why }
        }
        "hotspot.looked-up" => {
            let open: LookedUpOpen = form.open()?;
            Event::HotspotsLookedUp { found: open.found.into_iter().map(|id| id.0).collect() }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

fn put(form: &Form<'_>) -> Result<Hotspot, FormatError> {
    let open: PutOpen = form.open()?;
    let sealed: PutSealed = form.sealed()?;
    let position = match sealed.position_e7 {
        None => None,
        Some((lat, lon)) => {
            let position = Position::from_e7(lat, lon).map_err(|_| form.malformed("sealed", 0))?;
            Some(Sensitive::new(position))
        }
    };
    Ok(Hotspot {
        id: open.id.0,
        kind: open.hotspot_kind.0,
        address: sealed.address.map(Sensitive::new),
        number: sealed.number.map(Sensitive::new),
        position,
        radius_m: open.radius_m,
        instructions: Sensitive::new(sealed.instructions),
        expires_at: open.expires_at.time(),
        zone: open.zone.0,
        created_by: open.created_by.0,
    })
}
