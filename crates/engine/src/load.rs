//! How much a room is shown, against what people can take in: the flood of ISA-18.2, per staffed desk (console D.1).
//!
//! Only counted and told. Nothing here, and nothing that asks here, ever holds an alarm back (FL-01).

use core::time::Duration;
use hoeder_vocab::{RoomId, Seq, UtcMillis};
use std::collections::{BTreeMap, VecDeque};

/// The span over which a flood is reckoned.
pub const FLOOD_SPAN: Duration = Duration::from_secs(600);
/// The span of the hourly figure.
pub const HOUR: Duration = Duration::from_secs(3_600);
/// More than so many per staffed desk in [`FLOOD_SPAN`]: a flood begins.
pub const FLOOD_BEGINS_ABOVE: u32 = 10;
/// Fewer than so many per staffed desk: it ends.
pub const FLOOD_ENDS_BELOW: u32 = 5;
/// What a desk should get in an hour, on average.
pub const AVERAGE_PER_HOUR: u32 = 6;
/// And in the worst hour.
pub const PEAK_PER_HOUR: u32 = 15;
/// Moments kept of one room; beyond, the oldest are forgotten and the figures stay at this.
const MOST: usize = 5_000;

/// Does a flood begin or end?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flood {
    /// It began.
    Begun,
    /// It ended.
    Over,
}

#[derive(Debug, Default)]
struct RoomLoad {
    shown: VecDeque<UtcMillis>,
    flood: Option<(UtcMillis, Seq)>,
}

impl RoomLoad {
    fn within(&self, span: Duration, now: UtcMillis) -> u32 {
        let count = self.shown.iter().rev().take_while(|at| now.since(**at) < span).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// What every room was shown in the last hour, and which of them are in a flood.
#[derive(Debug, Default)]
pub(crate) struct Load {
    rooms: BTreeMap<RoomId, RoomLoad>,
    news: bool,
}

impl Load {
    /// Something new is shown to a room.
    pub(crate) fn note(&mut self, room: RoomId, at: UtcMillis) {
        let load = self.rooms.entry(room).or_default();
        load.shown.push_back(at);
        if load.shown.len() > MOST {
            load.shown.pop_front();
        }
        self.news = true;
    }

    pub(crate) fn flood_changed(&mut self, room: RoomId, to: Flood, (at, record): (UtcMillis, Seq)) {
        self.rooms.entry(room).or_default().flood = match to {
            Flood::Begun => Some((at, record)),
            Flood::Over => None,
        };
    }

    /// Who sits where changed: the figures per desk did too.
    pub(crate) const fn changed(&mut self) {
        self.news = true;
    }

    /// Is there anything to look at since the last time?
    pub(crate) const fn take_news(&mut self) -> bool {
        core::mem::replace(&mut self.news, false)
    }

    /// What was newly shown to a room within the last so long.
    pub(crate) fn shown(&self, room: RoomId, span: Duration, now: UtcMillis) -> u32 {
        self.rooms.get(&room).map_or(0, |load| load.within(span, now))
    }

    /// Since when a room is in a flood.
    pub(crate) fn flood(&self, room: RoomId) -> Option<UtcMillis> {
        self.rooms.get(&room)?.flood.map(|(since, _)| since)
    }

    pub(crate) fn rooms(&self) -> Vec<RoomId> {
        self.rooms.keys().copied().collect()
    }

    /// Forgets what is older than an hour.
    pub(crate) fn trim(&mut self, now: UtcMillis) {
        for load in self.rooms.values_mut() {
            while load.shown.front().is_some_and(|at| now.since(*at) >= HOUR) {
                load.shown.pop_front();
            }
        }
    }

    /// Does a flood begin or end, with so many desks staffed?
    pub(crate) fn turns(&self, room: RoomId, staffed: u32, now: UtcMillis) -> Option<Flood> {
        let desks = staffed.max(1);
        let shown = self.shown(room, FLOOD_SPAN, now);
        match self.flood(room) {
            None if shown > FLOOD_BEGINS_ABOVE.saturating_mul(desks) => Some(Flood::Begun),
            Some(_) if shown < FLOOD_ENDS_BELOW.saturating_mul(desks) => Some(Flood::Over),
            None | Some(_) => None,
        }
    }

    /// When the count of a room in a flood falls next.
    pub(crate) fn next_fall(&self, now: UtcMillis) -> Option<UtcMillis> {
        let flooded = self.rooms.values().filter(|load| load.flood.is_some());
        flooded
            .filter_map(|load| {
                let oldest = load.shown.iter().find(|at| now.since(**at) < FLOOD_SPAN)?;
                Some(oldest.plus(FLOOD_SPAN))
            })
            .min()
    }

    /// The records that say that a flood is on.
    pub(crate) fn records(&self) -> impl Iterator<Item = Seq> {
        self.rooms.values().filter_map(|load| load.flood.map(|(_, record)| record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomId = RoomId::from_u128(1);

    fn at(second: u64) -> UtcMillis {
        UtcMillis::from_unix_ms(1_795_000_000_000).plus(Duration::from_secs(second))
    }

    #[test]
    fn a_flood_begins_above_ten_per_staffed_desk_in_ten_minutes_and_ends_below_five() {
        let mut load = Load::default();
        for n in 0..20 {
            load.note(ROOM, at(n));
        }
        assert_eq!(load.turns(ROOM, 2, at(30)), None, "twenty on two desks are what people can take");
        assert_eq!(load.turns(ROOM, 1, at(30)), Some(Flood::Begun));
        assert_eq!(load.turns(ROOM, 0, at(30)), Some(Flood::Begun), "an empty room counts as one desk");
        load.flood_changed(ROOM, Flood::Begun, (at(30), Seq(1)));
        assert_eq!(load.turns(ROOM, 1, at(30)), None);
        assert_eq!(load.next_fall(at(30)), Some(at(600)));
        assert_eq!((load.turns(ROOM, 1, at(614)), load.shown(ROOM, FLOOD_SPAN, at(614))), (None, 5));
        assert_eq!(load.turns(ROOM, 1, at(615)), Some(Flood::Over));
        assert_eq!(load.shown(ROOM, HOUR, at(615)), 20);
        load.flood_changed(ROOM, Flood::Over, (at(615), Seq(2)));
        load.trim(at(3_600));
        assert_eq!((load.shown(ROOM, HOUR, at(3_600)), load.records().count()), (19, 0));
    }
}
