//! What an event does to the state. Holds no rule and cannot fail; live and replayed events take this same way.

use super::Cell;
use super::alarms::Running;
use super::measures::{KeptMeasure, Written};
use super::trips::KeptTrip;
use crate::entry::{Entry, Event, Subject};
use crate::roster::{Case, Handset};
use crate::view::AlarmRecord;
use hoeder_measure::{Change, MeasureEvent};
use hoeder_vocab::{AlarmId, MeasureId, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, Outcome};
use hoeder_watch::checkin::CheckIn;
use hoeder_watch::supervision::Watch;

impl Cell {
    pub(super) fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Alarm(alarm, event) => {
                self.apply_alarm(*alarm, event, entry);
                self.note_alarm_load(event, entry.decided_at.0);
            }
            Event::MagistrateTold { alarm } => {
                self.receipts.insert(*alarm, entry.decided_at.0);
            }
            Event::MagistrateConfirmed { alarm, .. } => {
                self.receipts.remove(alarm);
            }
            Event::Watch(handset, event) => {
                let watch = self.watches.entry(*handset).or_insert_with(|| Watch::new(*handset));
                watch.apply(event, entry.decided_at);
                self.note_alert_load(event, entry.decided_at.0);
                self.chain = None;
            }
            Event::CheckIn(handset, event) => {
                let check_in = self.check_ins.entry(*handset).or_insert_with(|| CheckIn::new(*handset));
                check_in.apply(event);
            }
            Event::Talk(alarm, event) => {
                let running = self.alarms.entry(*alarm).or_insert_with(|| Running::new(*alarm));
                running.talk.apply(event, entry.decided_at);
            }
            Event::Voice(alarm, event) => self.apply_voice(*alarm, event, (entry.actor, entry.decided_at)),
            Event::TripAnnounced { .. } | Event::TripEnded { .. } | Event::TripSeen { .. } => {
                self.apply_trip(&entry.event, entry.decided_at.0);
            }
            Event::CasePut(case) => self.apply_case(case.clone()),
            Event::PersonPut(person) => {
                self.book.put_person(person.clone());
            }
            Event::HandsetPut(handset) => self.apply_handset(handset, entry.decided_at.0),
            Event::PhotoPut { .. }
            | Event::PairingOpened(_)
            | Event::ButtonPut(_)
            | Event::RoomPut(_)
            | Event::AccountPut(_) => self.apply_put(&entry.event),
            Event::ZonePut(zone) => {
                self.measures.world_is_old = true;
                self.zones.put(zone.clone());
            }
            Event::Erased { subject } => self.wipe(*subject),
            Event::Measure(..)
            | Event::OfficePut(_)
            | Event::DistrictPut(_)
            | Event::NoticeSent(_)
            | Event::NoticeRead { .. }
            | Event::NoticeDelivery { .. }
            | Event::DocumentFiled { .. } => self.apply_to_measures(entry),
            Event::Tracking(_) | Event::Incident(..) => self.apply_tracking(entry),
            Event::HotspotPut(hotspot) => self.book.hotspots.put(hotspot.clone()),
            Event::HotspotEnded { hotspot, .. } => self.book.hotspots.end(*hotspot),
            Event::DeskChanged { .. } | Event::DeskAcknowledged { .. } | Event::FloodChanged { .. } => {
                self.apply_desk(entry);
            }
            Event::EpochBegan { .. }
            | Event::DeviceRefused { .. }
            | Event::SignedIn { .. }
            | Event::SignInFailed { .. }
            | Event::SignedOut { .. }
            | Event::Accessed(_)
            | Event::HotspotsLookedUp { .. } => {}
        }
    }

    fn apply_tracking(&mut self, entry: &Entry) {
        if let Event::Tracking(event) = &entry.event {
            self.tracking.apply(event, entry.decided_at.0);
        }
        if let Event::Incident(incident, event) = &entry.event {
            self.tracking.apply_incident(*incident, event, (entry.actor, entry.decided_at));
        }
    }

    /// As `apply`, and keeps what the entry tells itself where that is much.
    pub(super) fn take_in(&mut self, entry: Entry) {
        let written = written(&entry);
        if let Event::Measure(measure, event) = entry.event {
            self.measures.take_in(measure, *event, written);
        } else if let Event::CasePut(case) = entry.event {
            self.apply_case(case);
        } else if let Event::PersonPut(person) = entry.event {
            self.book.put_person(person);
        } else {
            self.apply(&entry);
        }
    }

    fn apply_case(&mut self, case: Box<Case>) {
        self.chain = None;
        self.book.cases.insert(case.id, case);
    }

    /// What is kept as it was put last.
    fn apply_put(&mut self, event: &Event) {
        if let Event::PhotoPut { case, image } = event {
            self.book.photos.insert(*case, image.clone());
        }
        if let Event::PairingOpened(pairing) = event {
            self.book.pairings.insert(pairing.person, pairing.clone());
        }
        if let Event::ButtonPut(button) = event {
            self.book.buttons.insert(button.id, button.clone());
        }
        if let Event::RoomPut(room) = event {
            self.book.rooms.insert(room.id, room.clone());
        }
        if let Event::AccountPut(account) = event {
            self.book.accounts.insert(account.id, account.clone());
        }
    }

    fn apply_to_measures(&mut self, entry: &Entry) {
        let at = entry.decided_at.0;
        if let Event::Measure(measure, event) = &entry.event {
            self.measures.take_in(*measure, MeasureEvent::clone(event), written(entry));
        }
        if let Event::OfficePut(office) = &entry.event {
            self.measures.world_is_old = true;
            self.book.offices.insert(office.id, office.clone());
        }
        if let Event::DistrictPut(district) = &entry.event {
            self.book.districts.insert(district.id, district.clone());
        }
        if let Event::NoticeSent(sent) = &entry.event {
            self.measures.notice_sent(sent, at);
        }
        if let Event::NoticeRead { notice, measure, by } = &entry.event {
            self.measures.notice_read(*measure, *notice, (*by, at));
        }
        if let Event::NoticeDelivery { notice, measure, channel, state } = &entry.event {
            self.measures.notice_delivery((*measure, *notice), (*channel, *state), at);
        }
        if let Event::DocumentFiled { filed, .. } = &entry.event {
            self.measures.document_filed(filed, at);
        }
    }

    /// That of its person, whom its first event names.
    fn subject_of_measure(&self, id: MeasureId, event: &MeasureEvent) -> Option<Subject> {
        let known = || self.measures.get(&id).and_then(KeptMeasure::of).map(|(_, person)| person);
        let person = if let Change::Requested { request, .. } = &event.change {
            Some(request.person)
        } else if let Change::TakenOver { taken, .. } = &event.change {
            Some(taken.request.person)
        } else {
            known()
        };
        person.map(Subject::Person)
    }

    fn apply_handset(&mut self, handset: &Handset, at: UtcMillis) {
        let watch = self.watches.entry(handset.id).or_insert_with(|| Watch::new(handset.id));
        watch.expect_paths(handset.settings.paths, at);
        self.chain = None;
        // A code works once.
        if self.book.put_handset(handset.clone()).is_none() {
            self.book.pairings.remove(&handset.person);
        }
    }

    fn apply_desk(&mut self, entry: &Entry) {
        let (at, record) = (entry.decided_at.0, entry.seq);
        if let Event::DeskChanged { desk, account, to } = &entry.event {
            self.roll.changed(*desk, (*account, *to), (at, record));
        }
        if let Event::DeskAcknowledged { account, .. } = &entry.event {
            self.roll.acknowledged(*account, record);
        }
        if let Event::FloodChanged { room, to } = &entry.event {
            self.load.flood_changed(*room, *to, (at, record));
        }
    }

    fn apply_trip(&mut self, event: &Event, at: UtcMillis) {
        if let Event::TripAnnounced { handset, person, trip } = event {
            let kept = KeptTrip {
                trip: trip.clone(),
                handset: *handset,
                person: *person,
                announced_at: at,
                seen_by: None,
            };
            self.book.trips.insert(trip.trip, kept);
        }
        if let Event::TripEnded { trip, .. } = event {
            self.book.trips.remove(trip);
        }
        if let Event::TripSeen { trip, by, .. } = event
            && let Some(kept) = self.book.trips.get_mut(trip)
        {
            kept.seen_by = Some(*by);
        }
    }

    fn apply_alarm(&mut self, id: AlarmId, event: &AlarmEvent, entry: &Entry) {
        let running = self.alarms.entry(id).or_insert_with(|| Running::new(id));
        running.apply(event, entry.actor, entry.decided_at);
        if let AlarmEvent::Closed { .. } = event {
            running.closed_in = Some(entry.seq);
        }
        self.open.note(&running.alarm);
        if let AlarmEvent::Raised { bearer: Some(bearer), .. } | AlarmEvent::Vouched { bearer } = event {
            running.before = self.records.get(&bearer.case).copied().unwrap_or_default();
        }
        if let (AlarmEvent::Closed { outcome, .. }, Some(bearer)) = (event, running.alarm.bearer()) {
            count(self.records.entry(bearer.case).or_default(), *outcome);
        }
    }

    /// With whose key the personal half of a record is sealed.
    pub(super) fn subject_of(&self, event: &Event) -> Option<Subject> {
        match event {
            Event::Alarm(alarm, AlarmEvent::Raised { bearer, .. }) => {
                Some(bearer.map_or(Subject::Alarm(*alarm), |b| Subject::Person(b.person)))
            }
            Event::Alarm(_, AlarmEvent::Vouched { bearer }) => Some(Subject::Person(bearer.person)),
            Event::Alarm(alarm, _) => {
                let bearer = self.alarms.get(alarm).and_then(|running| running.alarm.bearer());
                Some(bearer.map_or(Subject::Alarm(*alarm), |b| Subject::Person(b.person)))
            }
            Event::Talk(alarm, _) | Event::Voice(alarm, _) => {
                let bearer = self.alarms.get(alarm).and_then(|running| running.alarm.bearer());
                Some(bearer.map_or(Subject::Alarm(*alarm), |b| Subject::Person(b.person)))
            }
            Event::Measure(measure, event) => self.subject_of_measure(*measure, event),
            Event::TripAnnounced { person, .. } | Event::DocumentFiled { person, .. } => {
                Some(Subject::Person(*person))
            }
            Event::Watch(handset, _) | Event::CheckIn(handset, _) => {
                self.book.handsets.get(handset).map(|h| Subject::Person(h.person))
            }
            Event::CasePut(case) => Some(Subject::Case(case.id)),
            Event::PhotoPut { case, .. } => Some(Subject::Case(*case)),
            Event::PersonPut(person) => Some(Subject::Person(person.id)),
            Event::HandsetPut(handset) => Some(Subject::Person(handset.person)),
            Event::ButtonPut(button) => Some(Subject::Person(button.person)),
            Event::AccountPut(account) => Some(Subject::Account(account.id)),
            Event::HotspotPut(hotspot) => Some(Subject::Hotspot(hotspot.id)),
            Event::HotspotEnded { hotspot, .. } => Some(Subject::Hotspot(*hotspot)),
            Event::Tracking(event) => self.tracking.subject_of(event),
            Event::Incident(incident, event) => Some(self.tracking.subject_of_incident(*incident, event)),
            Event::EpochBegan { .. }
            | Event::OfficePut(_)
            | Event::DistrictPut(_)
            | Event::NoticeSent(_)
            | Event::NoticeRead { .. }
            | Event::NoticeDelivery { .. }
            | Event::MagistrateTold { .. }
            | Event::MagistrateConfirmed { .. }
            | Event::DeviceRefused { .. }
            | Event::PairingOpened(_)
            | Event::RoomPut(_)
            | Event::ZonePut(_)
            | Event::SignedIn { .. }
            | Event::SignInFailed { .. }
            | Event::SignedOut { .. }
            | Event::Accessed(_)
            | Event::TripEnded { .. }
            | Event::TripSeen { .. }
            | Event::Erased { .. }
            | Event::HotspotsLookedUp { .. }
            | Event::DeskChanged { .. }
            | Event::DeskAcknowledged { .. }
            | Event::FloodChanged { .. } => None,
        }
    }
}

fn count(record: &mut AlarmRecord, outcome: Outcome) {
    record.alarms = record.alarms.saturating_add(1);
    let slot = match outcome {
        Outcome::RealDanger | Outcome::SuspectPresent => &mut record.real,
        Outcome::FalseAlarm => &mut record.false_alarms,
        Outcome::Misuse => &mut record.misuse,
        Outcome::Test | Outcome::Technical => return,
    };
    *slot = slot.saturating_add(1);
}

const fn written(entry: &Entry) -> Written {
    (entry.seq, entry.decided_at.0, entry.actor)
}
