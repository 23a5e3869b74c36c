//! The stored form of what a magistrate was told and confirmed (AL-11), format 1. No personal half.
//!
//! Never here: when they are told (room `engine`).

use super::codes::Id;
use super::{Form, Halves, open_only};
use crate::error::FormatError;
use hoeder_engine::entry::Event;
use hoeder_vocab::{AccountId, AlarmId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct ToldOpen {}

#[derive(Serialize, Deserialize)]
struct ConfirmedOpen {
    by: Id<AccountId>,
}

pub(super) fn told() -> Result<Halves, FormatError> {
    open_only("magistrate.told", &ToldOpen {})
}

pub(super) fn confirmed(by: AccountId) -> Result<Halves, FormatError> {
    open_only("magistrate.confirmed", &ConfirmedOpen { by: Id(by) })
}

pub(super) fn event(alarm: AlarmId, form: &Form<'_>) -> Result<Event, FormatError> {
    match form.kind {
        "magistrate.told" => {
            let ToldOpen {} = form.open()?;
            Ok(Event::MagistrateTold { alarm })
        }
        "magistrate.confirmed" => {
            Ok(Event::MagistrateConfirmed { alarm, by: form.open::<ConfirmedOpen>()?.by.0 })
        }
        _ => Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    }
}
