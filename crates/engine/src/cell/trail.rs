//! Where an alarm is: its zones of intervention (AL-07), what is doubtful about its place (AL-14), and the live track (AL-04).
//!
//! A doubtful place marks an alarm; it never holds one back.

use super::Cell;
use super::alarms::newest;
use crate::input::Claim;
use crate::output::{Output, Page, Reply, StoredFix};
use crate::view::{PlaceDoubt, TrailPoint};
use core::time::Duration;
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{
    AlarmId, Decimetres, Fix, Metres, Percent, Purpose, ReceivedAt, RequestId, Sensitive, UtcMillis, ZoneId,
};

/// A fix older than this, at the press or since the last one, is stale.
const STALE: Duration = Duration::from_secs(120);
/// A fix worse than this is coarse.
const COARSE: Decimetres = Decimetres::from_metres(200);
/// An accuracy worse than this says nothing about zones any more: a circle of this radius is told.
const WIDEST: Decimetres = Decimetres::from_metres(5_000);

impl Cell {
    /// Finds zones and doubts anew from the last fix. Says whether something changed.
    pub(super) fn locate(&mut self, id: AlarmId) -> bool {
        let Some(running) = self.alarms.get(&id) else { return false };
        let last = newest(&running.trail).map(|fix| *fix.reveal(Purpose::AlarmHandling));
        let pressed_at = running.alarm.press().map(|press| press.pressed_at.0);
        let managing =
            running.alarm.bearer().and_then(|b| self.book.cases.get(&b.case)).map(|c| c.managing_zone);
        let (mut zones, mut doubts) = match last {
            None => (Vec::new(), vec![PlaceDoubt::Missing]),
            Some(fix) => self.place(&fix, pressed_at),
        };
        if zones.is_empty() {
            if last.is_some() {
                doubts.push(PlaceDoubt::NoZone);
            }
            // Somebody must be told: the zone that knows the person.
            zones.extend(managing.filter(|zone| self.zones.knows(*zone)));
        }
        let near = self.hotspots_at(id, last);
        let Some(running) = self.alarms.get_mut(&id) else { return false };
        let changed = running.zones != zones || running.doubts != doubts || running.near != near;
        running.zones = zones;
        running.doubts = doubts;
        running.near = near;
        changed
    }

    fn place(&self, fix: &Fix, pressed_at: Option<UtcMillis>) -> (Vec<ZoneId>, Vec<PlaceDoubt>) {
        let mut doubts = Vec::new();
        // The phone's clock may be wrong, but it is the same clock for the press and the fix.
        let age_at_press = pressed_at.map_or(Duration::ZERO, |pressed| pressed.since(fix.fixed_at.0));
        if age_at_press > STALE {
            doubts.push(PlaceDoubt::Stale);
        }
        if fix.accuracy.is_none_or(|accuracy| accuracy > COARSE) {
            doubts.push(PlaceDoubt::Coarse);
        }
        if !self.config.countries.in_belgium(fix.position) {
            doubts.push(PlaceDoubt::Abroad);
        }
        let radius = fix.accuracy.unwrap_or(COARSE).min(WIDEST).metres();
        (self.zones.touched(fix.position, Metres(radius.0)), doubts)
    }

    /// The person moved.
    pub(super) fn on_moved(
        &mut self,
        (request, claim): (RequestId, Claim),
        alarm: AlarmId,
        (fix, battery): (Sensitive<Fix>, Option<Percent>),
        received_at: ReceivedAt,
        now: UtcMillis,
    ) {
        if let Err(refusal) = self.open_alarm_of(alarm, claim) {
            self.reply_refusal(request, refusal);
            return;
        }
        if let Some(running) = self.alarms.get_mut(&alarm) {
            running.add_to_trail(TrailPoint { fix, received_at });
            running.battery = battery.or(running.battery);
        }
        let desks = self.desks_with_full_sight(alarm);
        self.page(desks, Page::Moved { alarm, fix, received_at });
        self.store_fix(alarm, fix, received_at);
        if self.locate(alarm) {
            self.page_alarm(alarm, now);
        }
        self.reply(request, Reply::Downlink(Downlink::Heard { server_time: now }));
    }

    pub(super) fn store_press_fix(&mut self, alarm: AlarmId) {
        let first = self.alarms.get(&alarm).and_then(|running| running.trail.first().cloned());
        if let Some(point) = first {
            self.store_fix(alarm, point.fix, point.received_at);
        }
    }

    pub(super) fn store_fix(&mut self, alarm: AlarmId, fix: Sensitive<Fix>, received_at: ReceivedAt) {
        let person = self.alarms.get(&alarm).and_then(|running| running.alarm.bearer()).map(|b| b.person);
        self.rest.push_back(Output::Fix(StoredFix { person, alarm, fix, received_at }));
    }

    /// Positions of an open alarm from the fixes table, after the replay and before `start`.
    pub fn restore_trail(&mut self, fix: StoredFix) {
        if let Some(running) = self.alarms.get_mut(&fix.alarm) {
            let known = running.trail.iter().any(|p| p.received_at == fix.received_at && p.fix == fix.fix);
            if running.is_open() && !known {
                running.add_to_trail(TrailPoint { fix: fix.fix, received_at: fix.received_at });
            }
        }
    }
}
