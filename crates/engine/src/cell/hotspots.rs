//! Hotspots (AL-21): registering, ending, looking up, and which of them are where an alarm is.
//!
//! Each look-up leaves its line (GN-02). An expired one is never found, also before its end is written down.

use super::Cell;
use super::alarms::Running;
use super::hotspot_index::{Asking, Hits, MAX_FOUND};
use super::timers::Timer;
use super::valid::{invalid, text};
use crate::access::{self, Action, Resource};
use crate::entry::{Event, Subject};
use crate::hotspot::MAX_RADIUS_M;
use crate::hotspot::{
    Hotspot, HotspotEnd, HotspotKind, HotspotNear, HotspotOrder, HotspotState, HotspotView, HotspotsFound,
    LookUp,
};
use crate::output::{Output, Problem, Reply};
use core::time::Duration;
use hoeder_vocab::{AccountId, Actor, AlarmId, Fix, HotspotId, Purpose, UtcMillis, ZoneId};
use std::collections::BTreeSet;

/// Most hotspots of a cell, ended ones counted until they are erased.
pub const MAX_HOTSPOTS: usize = 200_000;
/// A position less exact than this says nothing about an address any more, and counts as this exact.
const WIDEST_M: u16 = 1_000;
/// Most that are shown with an alarm.
const MAX_NEAR: usize = 5;
/// Two years and the rest of a day; the shell holds it to the calendar.
const LONGEST: Duration = Duration::from_secs(733 * 86_400);
/// Ended in one turn; the rest follows a second later. No look-up finds them meanwhile.
const ENDED_AT_ONCE: usize = 2_000;
/// Fewer letters than this would find half of the country.
const LEAST_LETTERS: usize = 3;

impl Cell {
    pub(super) fn hotspot_order(
        &mut self,
        by: AccountId,
        order: HotspotOrder,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        match order {
            HotspotOrder::Put(hotspot) => self.put_hotspot(by, hotspot, now),
            HotspotOrder::End { hotspot, reason } => {
                let (zone, state) = self.hotspot_zone(hotspot)?;
                let actor = self.allowed_zone(by, Action::EndHotspot, zone, now)?;
                text("reason", reason.reveal(Purpose::Transport), 1, 200, "1 to 200 characters")?;
                if state == HotspotState::Ended {
                    return Err(Problem::Conflict("hotspot.ended"));
                }
                self.end_hotspot(hotspot, HotspotEnd::ByHand { reason }, actor, now);
                Ok(())
            }
            HotspotOrder::Erase { hotspot } => {
                let (zone, state) = self.hotspot_zone(hotspot)?;
                let actor = self.allowed_zone(by, Action::EraseHotspot, zone, now)?;
                if state == HotspotState::Active {
                    return Err(Problem::Conflict("hotspot.still_active"));
                }
                let subject = Subject::Hotspot(hotspot);
                self.record(actor, Self::purpose(Action::EraseHotspot), now, Event::Erased { subject });
                self.rest.push_back(Output::DestroyKey(subject));
                Ok(())
            }
        }
    }

    fn hotspot_zone(&self, id: HotspotId) -> Result<(ZoneId, HotspotState), Problem> {
        self.book.hotspots.get(id).map(|(spot, state)| (spot.zone, state)).ok_or(Problem::NotFound)
    }

    fn put_hotspot(&mut self, by: AccountId, mut hotspot: Hotspot, now: UtcMillis) -> Result<(), Problem> {
        let before = self.book.hotspots.get(hotspot.id).map(|(s, state)| (s.zone, s.created_by, state));
        hotspot.created_by = before.map_or(by, |(_, created_by, _)| created_by);
        if let Some((zone, _, state)) = before {
            self.allowed_zone(by, Action::PutHotspot, zone, now)?;
            if state == HotspotState::Ended {
                return Err(Problem::Conflict("hotspot.ended"));
            }
        }
        let actor = self.allowed_zone(by, Action::PutHotspot, hotspot.zone, now)?;
        self.check_hotspot(&hotspot, now)?;
        self.record(actor, Self::purpose(Action::PutHotspot), now, Event::HotspotPut(hotspot));
        self.hotspots_changed(now);
        Ok(())
    }

    fn check_hotspot(&self, hotspot: &Hotspot, now: UtcMillis) -> Result<(), Problem> {
        let known = self.book.hotspots.get(hotspot.id).is_some();
        if !known && self.book.hotspots.len() >= MAX_HOTSPOTS {
            return invalid("hotspots", "at most 200000: erase ended ones first");
        }
        match (hotspot.kind, &hotspot.address, &hotspot.number) {
            (HotspotKind::Address, None, _) => return invalid("address", "an address in words"),
            (HotspotKind::Number, _, None) => return invalid("number", "a phone number"),
            (HotspotKind::Address, Some(_), _) | (HotspotKind::Number, _, Some(_)) => {}
        }
        if let Some(address) = &hotspot.address {
            text("address", address.reveal(Purpose::Transport), 1, 200, "1 to 200 characters")?;
        }
        if let Some(number) = &hotspot.number {
            check_number(number.reveal(Purpose::Transport))?;
        }
        let instructions = hotspot.instructions.reveal(Purpose::Transport);
        text("instructions", instructions, 1, 2_000, "1 to 2000 characters")?;
        if !(1..=MAX_RADIUS_M).contains(&hotspot.radius_m) {
            return invalid("radius_m", "1 to 1000");
        }
        if hotspot.expires_at <= now || hotspot.expires_at > now.plus(LONGEST) {
            return invalid("until", "today or a later day, at most two years ahead");
        }
        if self.zones.knows(hotspot.zone) {
            Ok(())
        } else {
            invalid("zone", "a zone that exists: import zones first")
        }
    }

    /// May this account do this with a thing of this zone?
    fn allowed_zone(
        &mut self,
        by: AccountId,
        action: Action,
        zone: ZoneId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let verdict = access::decide(account, action, Resource::Zone(zone));
        self.hold_to(verdict, (actor, action), (None, None), now)
    }

    fn end_hotspot(&mut self, hotspot: HotspotId, why: HotspotEnd, actor: Actor, now: UtcMillis) {
        let purpose = Self::purpose(Action::EndHotspot);
        self.record(actor, purpose, now, Event::HotspotEnded { hotspot, why });
        self.hotspots_changed(now);
    }

    /// Those whose last day is over.
    pub(super) fn end_hotspots(&mut self, now: UtcMillis) {
        let over: Vec<HotspotId> = self.book.hotspots.over(now).take(ENDED_AT_ONCE).collect();
        for hotspot in over {
            let ended = Event::HotspotEnded { hotspot, why: HotspotEnd::Expired };
            self.record(Actor::System, Self::purpose(Action::EndHotspot), now, ended);
        }
        self.hotspots_changed(now);
    }

    /// The next end is timed anew, and open alarms show what is true now.
    fn hotspots_changed(&mut self, now: UtcMillis) {
        let next = self.book.hotspots.next_end().map(|due| due.max(now.plus(Duration::from_secs(1))));
        self.timers.set(Timer::Hotspots, next);
        let open: Vec<AlarmId> = self.open_alarms().map(|(id, _)| id).collect();
        for alarm in open {
            if self.locate(alarm) {
                self.page_alarm(alarm, now);
            }
        }
    }

    /// The nearest hotspots at the place of an open alarm.
    pub(super) fn hotspots_at(&self, alarm: AlarmId, last: Option<Fix>) -> Vec<(HotspotId, u32)> {
        let open = self.alarms.get(&alarm).is_some_and(Running::is_open);
        let Some(fix) = last.filter(|_| open) else { return Vec::new() };
        let metres = fix.accuracy.map_or(0, |accuracy| accuracy.0.div_ceil(10));
        let slack = u16::try_from(metres).unwrap_or(WIDEST_M).min(WIDEST_M);
        // Whose last day is over while the alarm runs is taken off by its end.
        let asking = Asking { reaches: &|_| true, now: UtcMillis::from_unix_ms(i64::MIN) };
        let mut near = self.book.hotspots.near(fix.position, slack, asking).found;
        near.truncate(MAX_NEAR);
        near
    }

    pub(super) fn hotspots_near(&self, running: &Running) -> Vec<HotspotNear> {
        let near = |(id, distance_m): &(HotspotId, u32)| {
            let spot = self.book.hotspots.active(*id)?;
            Some(HotspotNear {
                id: *id,
                address: spot.address.clone(),
                instructions: spot.instructions.clone(),
                distance_m: *distance_m,
            })
        };
        running.near.iter().filter_map(near).collect()
    }

    fn hotspot_view(&self, spot: &Hotspot, state: HotspotState) -> HotspotView {
        HotspotView { hotspot: spot.clone(), state, created_by_name: self.book.account_name(spot.created_by) }
    }

    /// All of the territory. One whose last day is over is told as ended, also before its end is written down.
    pub(super) fn list_hotspots(&mut self, by: AccountId, now: UtcMillis) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::ListHotspots, now)?;
        self.log_access((actor, Action::ListHotspots), (None, None), None, now);
        let state = |spot: &Hotspot, state| {
            if spot.expires_at <= now { HotspotState::Ended } else { state }
        };
        let views = self
            .book
            .hotspots
            .all()
            .filter(|(spot, _)| self.reaches(by, &[spot.zone]))
            .map(|(spot, kept)| self.hotspot_view(spot, state(spot, kept)))
            .collect();
        Ok(Reply::Hotspots(views))
    }

    pub(super) fn look_up_hotspots(
        &mut self,
        by: AccountId,
        look_up: &LookUp,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::LookUpHotspots, now)?;
        check_look_up(look_up)?;
        let (ids, more) = self.find_hotspots(by, look_up, now);
        let found = ids.clone();
        self.record(actor, Self::purpose(Action::LookUpHotspots), now, Event::HotspotsLookedUp { found });
        let hotspots = ids
            .iter()
            .filter_map(|id| self.book.hotspots.get(*id))
            .map(|(spot, state)| self.hotspot_view(spot, state))
            .collect();
        Ok(Reply::HotspotsFound(HotspotsFound { hotspots, more }))
    }

    fn find_hotspots(&self, by: AccountId, look_up: &LookUp, now: UtcMillis) -> (Vec<HotspotId>, bool) {
        let reaches = |zone| self.reaches(by, &[zone]);
        let asking = Asking { reaches: &reaches, now };
        let why = Purpose::AlarmHandling;
        let index = &self.book.hotspots;
        let hits: Vec<Hits> = [
            look_up.number.as_ref().map(|number| index.by_number(number.reveal(why), asking)),
            look_up.position.as_ref().map(|place| index.near(*place.reveal(why), 0, asking)),
            look_up.text.as_ref().map(|text| index.by_words(text.reveal(why), asking)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let mut more = hits.iter().any(|hits| hits.more);
        let mut seen = BTreeSet::new();
        let mut ids: Vec<HotspotId> =
            hits.into_iter().flat_map(|hits| hits.found).map(|(id, _)| id).collect();
        ids.retain(|id| seen.insert(*id));
        more |= ids.len() > MAX_FOUND;
        ids.truncate(MAX_FOUND);
        (ids, more)
    }
}

fn check_number(number: &str) -> Result<(), Problem> {
    let digits = number.strip_prefix('+').unwrap_or_default();
    if (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(())
    } else {
        invalid("number", "an international number such as +32470123456")
    }
}

fn check_look_up(look_up: &LookUp) -> Result<(), Problem> {
    if let Some(asked) = &look_up.text {
        let asked = asked.reveal(Purpose::Transport);
        text("text", asked, 1, 200, "1 to 200 characters")?;
        let letters: usize = super::words::words(asked).iter().map(|word| word.chars().count()).sum();
        if letters < LEAST_LETTERS {
            return invalid("text", "at least three letters or digits of the address");
        }
    }
    if let Some(number) = &look_up.number {
        check_number(number.reveal(Purpose::Transport))?;
    }
    if look_up.text.is_none() && look_up.number.is_none() && look_up.position.is_none() {
        return invalid("number", "a number, a place or words of an address");
    }
    Ok(())
}
