//! The stored form of what desks can hear and what rooms are shown, format 1. Ids only: no personal half.
//!
//! Never here: when a desk counts as deaf, and what a flood is (room `engine`).

use super::codes::{Id, Word};
use super::{Form, Halves, open_only};
use crate::error::FormatError;
use hoeder_engine::duty::DeskState;
use hoeder_engine::entry::Event;
use hoeder_engine::load::Flood;
use hoeder_vocab::{AccountId, DeskId, RoomId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct ChangedOpen {
    desk: Id<DeskId>,
    account: Id<AccountId>,
    to: Word<DeskState>,
}

#[derive(Serialize, Deserialize)]
struct AcknowledgedOpen {
    desk: Id<DeskId>,
    account: Id<AccountId>,
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct FloodOpen {
    room: Id<RoomId>,
    to: Word<Flood>,
}

pub(super) fn changed(desk: DeskId, account: AccountId, to: DeskState) -> Result<Halves, FormatError> {
    open_only("desk.changed", &ChangedOpen { desk: Id(desk), account: Id(account), to: Word(to) })
}

pub(super) fn acknowledged(desk: DeskId, account: AccountId, by: AccountId) -> Result<Halves, FormatError> {
    let open = AcknowledgedOpen { desk: Id(desk), account: Id(account), by: Id(by) };
    open_only("desk.acknowledged", &open)
}

pub(super) fn flood(room: RoomId, to: Flood) -> Result<Halves, FormatError> {
    open_only("desk.flood-changed", &FloodOpen { room: Id(room), to: Word(to) })
}

pub(super) fn event(form: &Form<'_>) -> Result<Event, FormatError> {
    match form.kind {
        "desk.changed" => {
            let open: ChangedOpen = form.open()?;
            Ok(Event::DeskChanged { desk: open.desk.0, account: open.account.0, to: open.to.0 })
        }
        "desk.acknowledged" => {
            let open: AcknowledgedOpen = form.open()?;
            Ok(Event::DeskAcknowledged { desk: open.desk.0, account: open.account.0, by: open.by.0 })
        }
        "desk.flood-changed" => {
            let open: FloodOpen = form.open()?;
            Ok(Event::FloodChanged { room: open.room.0, to: open.to.0 })
        }
        _ => Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    }
}
