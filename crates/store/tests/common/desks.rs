//! Events of desks and floods.

use super::{CELL, Gen};
use hoeder_engine::duty::DeskState;
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::load::Flood;
use hoeder_vocab::{AccountId, DeskId, RoomId};

impl Gen {
    pub(super) fn desk_events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let cell = StreamId::Cell(CELL);
        let (desk, account, by) =
            (DeskId::from_u128(self.bits()), self.account(), AccountId::from_u128(self.bits()));
        let to = self.pick(&[DeskState::OnDuty, DeskState::Deaf, DeskState::Gone, DeskState::OffDuty]);
        let flood = self.pick(&[Flood::Begun, Flood::Over]);
        let room = RoomId::from_u128(self.bits());
        vec![
            (cell, None, Event::DeskChanged { desk, account, to }),
            (cell, None, Event::DeskAcknowledged { desk, account, by }),
            (cell, None, Event::FloodChanged { room, to: flood }),
        ]
    }
}
