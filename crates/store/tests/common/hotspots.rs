//! Hotspots of the generator.

use super::{CELL, Gen};
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::hotspot::{Hotspot, HotspotEnd, HotspotKind};
use hoeder_vocab::{HotspotId, Sensitive, ZoneId};

impl Gen {
    pub fn hotspot_events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let id = HotspotId::from_u128(self.bits());
        let hotspot = Hotspot {
            id,
            kind: self.pick(&[HotspotKind::Address, HotspotKind::Number]),
            address: self.maybe(Self::sensitive),
            number: self.maybe(Self::sensitive),
            position: self.maybe(|g| Sensitive::new(g.position())),
            radius_m: self.u64() as u16,
            instructions: self.sensitive(),
            expires_at: self.time(),
            zone: ZoneId::from_u128(self.bits()),
            created_by: self.account(),
        };
        let (stream, subject) = (StreamId::Hotspot(id), Some(Subject::Hotspot(id)));
        let why = HotspotEnd::ByHand { reason: self.sensitive() };
        let found = (0..self.below(3)).map(|_| HotspotId::from_u128(self.bits())).collect();
        vec![
            (stream, subject, Event::HotspotPut(hotspot)),
            (stream, subject, Event::HotspotEnded { hotspot: id, why }),
            (StreamId::Cell(CELL), None, Event::HotspotsLookedUp { found }),
        ]
    }
}
