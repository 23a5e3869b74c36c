//! Accounts, rooms and zones.

use super::kinds::{AccountState, Role};
use super::measure::field::{CalendarDay, Shape};
use hoeder_engine::{roster, view};
use hoeder_vocab::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    /// Id.
    pub id: Uuid,
    /// Login name.
    pub login: String,
    /// The name that colleagues see.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The control room.
    pub room: Option<Uuid>,
    /// The zone.
    pub zone: Option<Uuid>,
    /// The prosecutor's office.
    pub office: Option<Uuid>,
    /// The judicial district.
    pub district: Option<Uuid>,
    /// Can it sign in?
    pub state: AccountState,
}

impl From<&roster::Account> for Account {
    fn from(account: &roster::Account) -> Self {
        Self {
            id: account.id.as_uuid(),
            login: account.login.clone(),
            name: account.name.reveal(Purpose::Administration).clone(),
            role: account.role.into(),
            room: account.room.map(|r| r.as_uuid()),
            zone: account.zone.map(|z| z.as_uuid()),
            office: account.office.map(|o| o.as_uuid()),
            district: account.district.map(|d| d.as_uuid()),
            state: account.state.into(),
        }
    }
}

/// A control room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Room {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Which rooms are called next, in order.
    pub neighbours: Vec<Uuid>,
}

impl From<&roster::Room> for Room {
    fn from(room: &roster::Room) -> Self {
        Self {
            id: room.id.as_uuid(),
            name: room.name.clone(),
            neighbours: room.neighbours.iter().map(|n| n.as_uuid()).collect(),
        }
    }
}

/// A zone with its prosecutor's office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ZonePlace {
    /// Id.
    pub id: Uuid,
    /// Official code; may be empty.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its prosecutor's office; without one no measure can be asked for there.
    pub office: Option<Uuid>,
    /// Since which day the alarm is rolled out there; absent: not yet.
    pub in_force_since: Option<CalendarDay>,
}

impl From<&view::ZonePlace> for ZonePlace {
    fn from(place: &view::ZonePlace) -> Self {
        Self {
            id: place.zone.id.as_uuid(),
            code: place.zone.code.clone(),
            name: place.zone.name.clone(),
            office: place.office.map(|office| office.as_uuid()),
            in_force_since: Shape::show(&place.in_force_since),
        }
    }
}

/// Accounts, rooms, zones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Administration {
    /// Accounts, without passwords.
    pub accounts: Vec<Account>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Zones.
    pub zones: Vec<ZonePlace>,
}

impl From<&view::AdministrationView> for Administration {
    fn from(view: &view::AdministrationView) -> Self {
        Self {
            accounts: view.accounts.iter().map(Account::from).collect(),
            rooms: view.rooms.iter().map(Room::from).collect(),
            zones: view.zones.iter().map(ZonePlace::from).collect(),
        }
    }
}

/// The whole new state of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutAccount {
    /// Login name: a-z, 0-9, dot and hyphen; unique.
    #[schema(min_length = 1, max_length = 64)]
    pub login: String,
    /// The name that colleagues see.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The role.
    pub role: Role,
    /// The control room, for operators and supervisors.
    #[serde(default)]
    pub room: Option<Uuid>,
    /// The zone, for zone roles.
    #[serde(default)]
    pub zone: Option<Uuid>,
    /// The prosecutor's office, for magistrates and the victim reception service.
    #[serde(default)]
    pub office: Option<Uuid>,
    /// The judicial district, for its contact person.
    #[serde(default)]
    pub district: Option<Uuid>,
    /// Can it sign in?
    pub state: AccountState,
    /// A new password of 12 to 256 characters; absent keeps the present one.
    #[serde(default)]
    #[schema(min_length = 12, max_length = 256, format = Password)]
    pub password: Option<String>,
}

/// The whole new state of a room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutRoom {
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Which rooms are called next, in order.
    #[schema(max_items = 20)]
    pub neighbours: Vec<Uuid>,
}
