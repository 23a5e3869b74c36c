//! The stored form of what happens to the cell itself: its epochs, its doors, and who looked at what (GN-02), format 1.
//!
//! Never here: rules about access (room `engine`).

use super::codes::{Id, Word};
use super::names::{subject_of, subject_text};
use super::{Form, Halves, open_only};
use crate::error::FormatError;
use hoeder_engine::entry::{Access, Event};
use hoeder_vocab::handset::UplinkRefusal;
use hoeder_vocab::{AccountId, AlarmId, CaseId, Epoch, HandsetId, LogKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Mutex;

#[derive(Serialize, Deserialize)]
struct EpochOpen {
    epoch: u64,
}

#[derive(Serialize, Deserialize)]
struct RefusedOpen {
    claimed: Id<HandsetId>,
    code: Word<UplinkRefusal>,
}

#[derive(Serialize, Deserialize)]
struct AccountOpen {
    account: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct MaybeAccountOpen {
    account: Option<Id<AccountId>>,
}

#[derive(Serialize, Deserialize)]
struct AccessOpen {
    log_kind: Word<LogKind>,
    action: String,
    case: Option<Id<CaseId>>,
    alarm: Option<Id<AlarmId>>,
    denied: Option<String>,
    #[serde(default)]
    recipients: Vec<Id<AccountId>>,
}

#[derive(Serialize, Deserialize)]
struct ErasedOpen {
    subject: String,
}

pub(super) fn halves(event: &Event) -> Result<Halves, FormatError> {
    match event {
        Event::EpochBegan { epoch } => open_only("cell.epoch-began", &EpochOpen { epoch: epoch.0 }),
        Event::DeviceRefused { claimed, code } => {
            open_only("cell.device-refused", &RefusedOpen { claimed: Id(*claimed), code: Word(*code) })
        }
        Event::SignedIn { account } => open_only("access.signed-in", &AccountOpen { account: Id(*account) }),
        Event::SignInFailed { account } => {
            open_only("access.sign-in-failed", &MaybeAccountOpen { account: account.map(Id) })
        }
        Event::SignedOut { account } => {
            open_only("access.signed-out", &AccountOpen { account: Id(*account) })
        }
        Event::Accessed(access) => open_only(
            "access.accessed",
            &AccessOpen {
                log_kind: Word(access.kind),
                action: access.action.to_owned(),
                case: access.case.map(Id),
                alarm: access.alarm.map(Id),
                denied: access.denied.map(str::to_owned),
                recipients: access.recipients.iter().copied().map(Id).collect(),
            },
        ),
        Event::Erased { subject } => {
            open_only("access.erased", &ErasedOpen { subject: subject_text(*subject) })
        }
        Event::Alarm(..)
        | Event::MagistrateTold { .. }
        | Event::MagistrateConfirmed { .. }
        | Event::Watch(..)
        | Event::CheckIn(..)
        | Event::Talk(..)
        | Event::Voice(..)
        | Event::TripAnnounced { .. }
        | Event::TripEnded { .. }
        | Event::TripSeen { .. }
        | Event::CasePut(_)
        | Event::PersonPut(_)
        | Event::PhotoPut { .. }
        | Event::PairingOpened(_)
        | Event::HandsetPut(_)
        | Event::ButtonPut(_)
        | Event::RoomPut(_)
        | Event::ZonePut(_)
        | Event::AccountPut(_)
        | Event::HotspotPut(_)
        | Event::HotspotEnded { .. }
        | Event::HotspotsLookedUp { .. }
        | Event::Tracking(_)
        | Event::Incident(..)
        | Event::DeskChanged { .. }
        | Event::DeskAcknowledged { .. }
        | Event::Measure(..)
        | Event::OfficePut(_)
        | Event::DistrictPut(_)
        | Event::NoticeSent(_)
        | Event::NoticeRead { .. }
        | Event::NoticeDelivery { .. }
        | Event::DocumentFiled { .. }
        | Event::FloodChanged { .. } => {
            Err(FormatError::UnknownKind { kind: String::from("of another area") })
        }
    }
}

pub(super) fn event(form: &Form<'_>) -> Result<Event, FormatError> {
    Ok(match form.kind {
        "cell.epoch-began" => Event::EpochBegan { epoch: Epoch(form.open::<EpochOpen>()?.epoch) },
        "cell.device-refused" => {
            let open: RefusedOpen = form.open()?;
            Event::DeviceRefused { claimed: open.claimed.0, code: open.code.0 }
        }
        "access.signed-in" => Event::SignedIn { account: form.open::<AccountOpen>()?.account.0 },
        "access.sign-in-failed" => {
            Event::SignInFailed { account: form.open::<MaybeAccountOpen>()?.account.map(|id| id.0) }
        }
        "access.signed-out" => Event::SignedOut { account: form.open::<AccountOpen>()?.account.0 },
        "access.accessed" => {
            let open: AccessOpen = form.open()?;
            Event::Accessed(Access {
                kind: open.log_kind.0,
                action: lasting(&open.action).ok_or_else(|| form.malformed("open", 0))?,
                case: open.case.map(|id| id.0),
                alarm: open.alarm.map(|id| id.0),
                recipients: open.recipients.into_iter().map(|id| id.0).collect(),
                denied: match open.denied {
                    None => None,
                    Some(code) => Some(lasting(&code).ok_or_else(|| form.malformed("open", 0))?),
                },
            })
        }
        "access.erased" => {
            let open: ErasedOpen = form.open()?;
            Event::Erased { subject: subject_of(&open.subject).ok_or_else(|| form.malformed("open", 0))? }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

/// How many different names of actions and reasons a process keeps, and how long each may be.
const NAMES_MAX: usize = 1_024;
const NAME_BYTES_MAX: usize = 128;

static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The same text with the life of the process; each different name is kept once. `None` beyond the limits.
fn lasting(name: &str) -> Option<&'static str> {
    let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    if names.len() >= NAMES_MAX || name.len() > NAME_BYTES_MAX {
        return None;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    Some(kept)
}
