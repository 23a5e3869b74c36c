//! The JSON of the roster, format 1 or 2: one open and one sealed form per thing, and older forms to read.
//!
//! Never here: the conversion itself (`roster`).

use super::codes::{Bytes, Day, Id, Ms, Word};
use super::roster_places::DetailsForm;
use super::{ERASED, Erasable};
use core::time::Duration;
use hoeder_engine::roster::{
    AccountState, Answer, ButtonKind, CaseState, DeviceState, Language, PersonKind, PlaceKind,
};
use hoeder_vocab::handset::{Paths, SupervisionClass};
use hoeder_vocab::{
    AccountId, ButtonId, CaseId, DistrictId, HandsetId, OfficeId, PersonId, Role, RoomId, ZoneId,
};
use serde::{Deserialize, Serialize};

fn erased() -> String {
    String::from(ERASED)
}

#[derive(Serialize, Deserialize)]
pub(super) struct CaseOpen {
    pub(super) id: Id<CaseId>,
    pub(super) number: String,
    pub(super) managing_zone: Id<ZoneId>,
    pub(super) state: Word<CaseState>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PlaceForm {
    pub(super) kind: Word<PlaceKind>,
    pub(super) address: String,
    /// Latitude and longitude in 1e-7 degree.
    pub(super) position_e7: Option<(i32, i32)>,
    pub(super) when: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CardSealed {
    pub(super) suspect: String,
    pub(super) suspect_description: String,
    pub(super) weapons: Word<Answer>,
    pub(super) weapons_note: String,
    pub(super) vehicle: String,
    pub(super) context: String,
    pub(super) antecedents: String,
    pub(super) instructions: String,
    pub(super) children: String,
    pub(super) places: Vec<PlaceForm>,
    pub(super) duress_word: String,
}

impl Erasable for CardSealed {
    /// The duress word becomes empty, not `[erased]`: no text that somebody can type may then match it.
    fn erased() -> Self {
        Self {
            suspect: erased(),
            suspect_description: erased(),
            weapons: Word(Answer::Unknown),
            weapons_note: erased(),
            vehicle: erased(),
            context: erased(),
            antecedents: erased(),
            instructions: erased(),
            children: erased(),
            places: Vec::new(),
            duress_word: String::new(),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PersonOpen {
    pub(super) id: Id<PersonId>,
    pub(super) case: Id<CaseId>,
    pub(super) person_kind: Word<PersonKind>,
    pub(super) language: Word<Language>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PersonSealed {
    pub(super) name: String,
    pub(super) phone: Option<String>,
    pub(super) born: Option<u16>,
    /// Not in format 1.
    pub(super) details: Option<DetailsForm>,
}

impl Erasable for PersonSealed {
    fn erased() -> Self {
        Self { name: erased(), phone: None, born: None, details: None }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PhotoOpen {
    pub(super) case: Id<CaseId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PhotoSealed {
    pub(super) image: Bytes,
}

impl Erasable for PhotoSealed {
    fn erased() -> Self {
        Self { image: Bytes(Vec::new()) }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PairingOpen {
    pub(super) person: Id<PersonId>,
    pub(super) code_digest: Bytes,
    pub(super) expires_at: Ms,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SettingsForm {
    pub(super) hold_ms: u16,
    pub(super) double_press: bool,
    pub(super) haptics: bool,
    pub(super) class: Word<SupervisionClass>,
    pub(super) paths: Word<Paths>,
    pub(super) discreet: bool,
}

/// Of format 1.
#[derive(Deserialize)]
pub(super) struct SettingsForm1 {
    hold_ms: u16,
    double_press: bool,
    haptics: bool,
    heartbeat_ms: u32,
}

impl From<SettingsForm1> for SettingsForm {
    /// The class whose heartbeats are nearest to the time that was set.
    fn from(old: SettingsForm1) -> Self {
        let every = Duration::from_millis(old.heartbeat_ms.into());
        let class = SupervisionClass::ALL
            .into_iter()
            .min_by_key(|class| class.heartbeat_every().abs_diff(every))
            .unwrap_or_default();
        let (hold_ms, double_press, haptics) = (old.hold_ms, old.double_press, old.haptics);
        Self { hold_ms, double_press, haptics, class: Word(class), paths: Word(Paths::One), discreet: false }
    }
}

/// Of format 1.
#[derive(Deserialize)]
pub(super) struct HandsetOpen1 {
    id: Id<HandsetId>,
    person: Id<PersonId>,
    public_key: Bytes,
    state: Word<DeviceState>,
    settings: SettingsForm1,
    paired_at: Ms,
}

impl From<HandsetOpen1> for HandsetOpen {
    fn from(old: HandsetOpen1) -> Self {
        Self {
            id: old.id,
            person: old.person,
            public_key: old.public_key,
            state: old.state,
            settings: old.settings.into(),
            paired_at: old.paired_at,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct HandsetOpen {
    pub(super) id: Id<HandsetId>,
    pub(super) person: Id<PersonId>,
    pub(super) public_key: Bytes,
    pub(super) state: Word<DeviceState>,
    pub(super) settings: SettingsForm,
    pub(super) paired_at: Ms,
}

#[derive(Serialize, Deserialize)]
pub(super) struct HandsetSealed {
    pub(super) model: String,
}

impl Erasable for HandsetSealed {
    fn erased() -> Self {
        Self { model: erased() }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ButtonOpen {
    pub(super) id: Id<ButtonId>,
    pub(super) person: Id<PersonId>,
    pub(super) button_kind: Word<ButtonKind>,
    pub(super) state: Word<DeviceState>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ButtonSealed {
    pub(super) address: Bytes,
    pub(super) key: Option<Bytes>,
}

impl Erasable for ButtonSealed {
    fn erased() -> Self {
        Self { address: Bytes(vec![0; 6]), key: None }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct RoomOpen {
    pub(super) id: Id<RoomId>,
    pub(super) name: String,
    pub(super) neighbours: Vec<Id<RoomId>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ZoneOpen {
    pub(super) id: Id<ZoneId>,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) valid_from: Option<Ms>,
    pub(super) valid_until: Option<Ms>,
    /// Not in format 1.
    pub(super) office: Option<Id<OfficeId>>,
    /// Not in format 1.
    pub(super) in_force_since: Option<Day>,
    /// Latitude and longitude in 1e-7 degree.
    pub(super) shape_e7: Vec<Vec<Vec<(i32, i32)>>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AccountOpen {
    pub(super) id: Id<AccountId>,
    pub(super) role: Word<Role>,
    pub(super) room: Option<Id<RoomId>>,
    pub(super) zone: Option<Id<ZoneId>>,
    /// Not in format 1.
    pub(super) office: Option<Id<OfficeId>>,
    /// Not in format 1.
    pub(super) district: Option<Id<DistrictId>>,
    pub(super) state: Word<AccountState>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AccountSealed {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) password: Option<String>,
}

impl Erasable for AccountSealed {
    fn erased() -> Self {
        Self { login: erased(), name: erased(), password: None }
    }
}
