//! Hotspots (AL-21): what is registered, what is asked while a call comes in, and what is found.

use super::LatLon;
use super::day::Day;
use crate::calendar;
use crate::phone_number::e164;
use crate::problem::Problem;
use hoeder_engine::hotspot;
use hoeder_vocab::{AccountId, HotspotId, Position, Purpose, Sensitive, UtcMillis, ZoneId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const WHY: Purpose = Purpose::AlarmHandling;

/// What a hotspot is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HotspotKind {
    /// An address.
    Address,
    /// A phone number.
    Number,
}

/// Is a hotspot found?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HotspotState {
    /// Yes, until its last day is over.
    Active,
    /// Never again.
    Ended,
}

/// An address or a phone number with instructions for who is called from there.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Hotspot {
    /// Id.
    pub id: Uuid,
    /// What it is on.
    pub kind: HotspotKind,
    /// The address in words.
    pub address: Option<String>,
    /// The number, E.164.
    pub number: Option<String>,
    /// Where it is on the map.
    pub position: Option<LatLon>,
    /// How far around that it counts, metres.
    pub radius_m: u16,
    /// What to do.
    pub instructions: String,
    /// Its last day.
    pub until: Day,
    /// The zone in which it lies.
    pub zone: Uuid,
    /// Is it found?
    pub state: HotspotState,
    /// Who registered it; empty once that colleague was erased.
    pub created_by_name: String,
}

impl Hotspot {
    /// `None` when its end is no day: a fault of ours.
    #[must_use]
    pub fn of(view: &hotspot::HotspotView) -> Option<Self> {
        let spot = &view.hotspot;
        let open = |text: &Option<Sensitive<String>>| text.as_ref().map(|t| t.reveal(WHY).clone());
        Some(Self {
            id: spot.id.as_uuid(),
            kind: match spot.kind {
                hotspot::HotspotKind::Address => HotspotKind::Address,
                hotspot::HotspotKind::Number => HotspotKind::Number,
            },
            address: open(&spot.address),
            number: open(&spot.number),
            position: spot.position.as_ref().map(|p| LatLon::from(*p.reveal(WHY))),
            radius_m: spot.radius_m,
            instructions: spot.instructions.reveal(WHY).clone(),
            until: Day(calendar::last_day(spot.expires_at)?),
            zone: spot.zone.as_uuid(),
            state: match view.state {
                hotspot::HotspotState::Active => HotspotState::Active,
                hotspot::HotspotState::Ended => HotspotState::Ended,
            },
            created_by_name: open(&view.created_by_name).unwrap_or_default(),
        })
    }
}

const fn usual_radius() -> u16 {
    50
}

/// Register or change a hotspot.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutHotspot {
    /// What it is on; its address or its number must be there.
    pub kind: HotspotKind,
    /// The address in words.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub address: Option<String>,
    /// The number, in any form; without a country it is one of Belgium.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub number: Option<String>,
    /// Where it is on the map.
    #[serde(default)]
    pub position: Option<LatLon>,
    /// How far around that it counts, metres; 50 when absent.
    #[serde(default = "usual_radius")]
    #[schema(minimum = 1, maximum = 1000)]
    pub radius_m: u16,
    /// What to do.
    #[schema(min_length = 1, max_length = 2000)]
    pub instructions: String,
    /// Its last day, at most two years ahead.
    pub until: Day,
    /// The zone in which it lies.
    pub zone: Uuid,
}

fn number(text: &str) -> Result<Sensitive<String>, Problem> {
    e164(text)
        .map(Sensitive::new)
        .ok_or_else(|| Problem::invalid("number", "a phone number such as 0470 12 34 56 or +32470123456"))
}

fn place(place: LatLon) -> Result<Sensitive<Position>, Problem> {
    Position::from_degrees(place.lat, place.lon)
        .map(Sensitive::new)
        .map_err(|e| Problem::invalid("position", &e.to_string()))
}

impl PutHotspot {
    /// What the engine takes.
    ///
    /// # Errors
    /// A problem that names the field: a number that is none, a place outside the earth, a day that is too far.
    pub fn hotspot(self, id: Uuid, by: AccountId, now: UtcMillis) -> Result<hotspot::Hotspot, Problem> {
        let too_far = || Problem::invalid("until", "today or a later day, at most two years ahead");
        if calendar::longest(now).is_none_or(|longest| self.until.0 > longest) {
            return Err(too_far());
        }
        Ok(hotspot::Hotspot {
            id: HotspotId::from_uuid(id),
            kind: match self.kind {
                HotspotKind::Address => hotspot::HotspotKind::Address,
                HotspotKind::Number => hotspot::HotspotKind::Number,
            },
            address: self.address.map(Sensitive::new),
            number: self.number.as_deref().map(number).transpose()?,
            position: self.position.map(place).transpose()?,
            radius_m: self.radius_m,
            instructions: Sensitive::new(self.instructions),
            expires_at: calendar::end_of(self.until.0).ok_or_else(too_far)?,
            zone: ZoneId::from_uuid(self.zone),
            created_by: by,
        })
    }
}

/// End a hotspot before its last day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndHotspot {
    /// Why.
    #[schema(min_length = 1, max_length = 200)]
    pub reason: String,
}

/// What is known of a call that comes in: at least one of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HotspotLookUp {
    /// The caller's number, in any form.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub number: Option<String>,
    /// Beginnings of words of an address; case and accents do not count. At least three letters or digits.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub text: Option<String>,
    /// Where the call comes from.
    #[serde(default)]
    pub position: Option<LatLon>,
}

impl HotspotLookUp {
    /// What the engine takes.
    ///
    /// # Errors
    /// A problem that names the field.
    pub fn look_up(self) -> Result<hotspot::LookUp, Problem> {
        Ok(hotspot::LookUp {
            number: self.number.as_deref().map(number).transpose()?,
            text: self.text.map(Sensitive::new),
            position: self.position.map(place).transpose()?,
        })
    }
}

/// What was found.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct HotspotsFound {
    /// By number first, then by distance, then by address; at most 20.
    pub hotspots: Vec<Hotspot>,
    /// Are there more than these?
    pub more: bool,
    /// How long the look-up took, milliseconds.
    pub took_ms: f64,
}

/// A hotspot at the place of an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HotspotNear {
    /// Which.
    pub id: Uuid,
    /// Its address.
    pub address: Option<String>,
    /// What to do.
    pub instructions: String,
    /// From the newest position of the alarm, metres.
    pub distance_m: u32,
}

impl From<&hotspot::HotspotNear> for HotspotNear {
    fn from(near: &hotspot::HotspotNear) -> Self {
        Self {
            id: near.id.as_uuid(),
            address: near.address.as_ref().map(|a| a.reveal(WHY).clone()),
            instructions: near.instructions.reveal(WHY).clone(),
            distance_m: near.distance_m,
        }
    }
}
