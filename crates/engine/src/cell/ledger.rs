//! Numbers: the next record, the next version of each stream, and which records the state rests on.
//!
//! A snapshot is the list of those numbers (docs/adr/0004): no personal data in it, and nothing to migrate.

use super::book::Book;
use super::tracking::Tracking;
use crate::entry::{Entry, Event, StreamId, Subject};
use crate::measures::NoticeSent;
use crate::tracking::TrackingEvent;
use crate::tracking::door::MAX_DOOR_NOTES;
use hoeder_vocab::{
    AlarmId, ButtonId, CarrierId, CaseId, CellId, DistrictId, HandsetId, HotspotId, IncidentId, MandateId,
    MeasureId, OfficeId, PairId, PerimeterId, PersonId, PilotId, Seq, TrackerId, TripId, UtcMillis, ZoneId,
};
use hoeder_watch::supervision::{AlertKind, SupervisionEvent};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A place that holds the newest record of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Case(CaseId),
    Person(PersonId),
    Photo(CaseId),
    Pairing(PersonId),
    Handset(HandsetId),
    Button(ButtonId),
    Room(hoeder_vocab::RoomId),
    Zone(ZoneId, Option<UtcMillis>),
    Account(hoeder_vocab::AccountId),
    Erased(Subject),
    WatchRuns(HandsetId),
    Report(HandsetId),
    Test(HandsetId),
    Hotspot(HotspotId),
    HotspotEnded(HotspotId),
    PlannedTest(HandsetId),
    CheckIn(HandsetId),
    Trip(TripId),
    TripSeen(TripId),
    Office(OfficeId),
    District(DistrictId),
    Pilot(PilotId),
    Mandate(MandateId),
    Carrier(CarrierId),
    Pair(PairId),
    Perimeter(PerimeterId),
    PerimeterDeleted(PerimeterId),
    Tracker(TrackerId),
    IssuedUrgently(CarrierId),
    Coverage(CarrierId),
    FieldTest(TrackerId),
    Command(TrackerId),
    Burden(PersonId),
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    head: Seq,
    last: BTreeMap<StreamId, (u64, Seq)>,
    slots: BTreeMap<Slot, Seq>,
    alarms: BTreeMap<AlarmId, Vec<Seq>>,
    alerts: BTreeMap<(HandsetId, AlertKind), Vec<Seq>>,
    incidents: BTreeMap<IncidentId, Vec<Seq>>,
    /// The notes of the door of devices that are shown.
    door: VecDeque<Seq>,
    /// Devices since when they are with their carriers.
    issued: BTreeMap<TrackerId, Seq>,
    /// All records of a measure: it is rebuilt from them, also once it has ended, since counts must stay whole (GN-04).
    /// With the newest version of its stream, which stands here and not in `last`.
    measures: BTreeMap<MeasureId, (u64, Vec<Seq>)>,
}

impl Ledger {
    pub(super) const fn head(&self) -> Seq {
        self.head
    }

    /// Gives an entry its version and remembers it.
    pub(super) fn number(&mut self, mut entry: Entry) -> Entry {
        entry.version = self.version_of(entry.stream).map_or(1, |version| version + 1);
        self.note(&entry);
        entry
    }

    fn version_of(&self, stream: StreamId) -> Option<u64> {
        if let StreamId::Measure(measure) = stream {
            return self.measures.get(&measure).map(|(version, _)| *version);
        }
        self.last.get(&stream).map(|(version, _)| *version)
    }

    /// Remembers an entry that has its numbers.
    pub(super) fn note(&mut self, entry: &Entry) {
        let seq = entry.seq;
        self.head = self.head.max(seq);
        // Whatever is about a measure stands in its stream.
        if let StreamId::Measure(measure) = entry.stream {
            let (version, records) = self.measures.entry(measure).or_default();
            *version = entry.version;
            return records.push(seq);
        }
        self.last.insert(entry.stream, (entry.version, seq));
        let slot = match &entry.event {
            Event::Alarm(alarm, _)
            | Event::Talk(alarm, _)
            | Event::Voice(alarm, _)
            | Event::MagistrateTold { alarm }
            | Event::MagistrateConfirmed { alarm, .. } => {
                self.alarms.entry(*alarm).or_default().push(seq);
                return;
            }
            Event::Incident(incident, _) => {
                self.incidents.entry(*incident).or_default().push(seq);
                return;
            }
            Event::Tracking(event) => match self.tracking_slot(event, seq) {
                Some(slot) => slot,
                None => return,
            },
            Event::OfficePut(office) => Slot::Office(office.id),
            Event::DistrictPut(district) => Slot::District(district.id),
            Event::Watch(handset, event) => return self.note_watch(*handset, event, seq),
            Event::CheckIn(handset, _) => Slot::CheckIn(*handset),
            Event::TripAnnounced { trip, .. } => Slot::Trip(trip.trip),
            Event::TripSeen { trip, .. } => Slot::TripSeen(*trip),
            Event::TripEnded { trip, .. } => return self.forget_trip(*trip),
            Event::CasePut(case) => Slot::Case(case.id),
            Event::PersonPut(person) => Slot::Person(person.id),
            Event::PhotoPut { case, .. } => Slot::Photo(*case),
            Event::PairingOpened(pairing) => Slot::Pairing(pairing.person),
            Event::HandsetPut(handset) => Slot::Handset(handset.id),
            Event::ButtonPut(button) => Slot::Button(button.id),
            Event::RoomPut(room) => Slot::Room(room.id),
            Event::ZonePut(zone) => Slot::Zone(zone.id, zone.valid_from),
            Event::AccountPut(account) => Slot::Account(account.id),
            Event::Erased { subject } => Slot::Erased(*subject),
            Event::HotspotPut(hotspot) => Slot::Hotspot(hotspot.id),
            Event::HotspotEnded { hotspot, .. } => Slot::HotspotEnded(*hotspot),
            Event::Measure(..)
            | Event::NoticeSent(_)
            | Event::NoticeRead { .. }
            | Event::NoticeDelivery { .. }
            | Event::DocumentFiled { .. }
            | Event::EpochBegan { .. }
            | Event::DeviceRefused { .. }
            | Event::SignedIn { .. }
            | Event::SignInFailed { .. }
            | Event::SignedOut { .. }
            | Event::Accessed(_)
            | Event::HotspotsLookedUp { .. }
            // The register of desks and the load know their own records.
            | Event::DeskChanged { .. }
            | Event::DeskAcknowledged { .. }
            | Event::FloodChanged { .. } => return,
        };
        self.slots.insert(slot, seq);
    }

    /// Where the newest record of it stands; none for what only happened. A device that goes to other carriers is put with
    /// its whole state: since when it is with them stands in the record that gave it to them.
    fn tracking_slot(&mut self, event: &TrackingEvent, seq: Seq) -> Option<Slot> {
        Some(match event {
            TrackingEvent::PilotPut(pilot) => Slot::Pilot(pilot.id),
            TrackingEvent::MandatePut(mandate) => Slot::Mandate(mandate.id),
            TrackingEvent::CarrierPut(carrier) => Slot::Carrier(carrier.id),
            TrackingEvent::PairPut { pair, .. } => Slot::Pair(pair.id),
            TrackingEvent::PerimeterPut { perimeter, .. } => Slot::Perimeter(perimeter.id),
            TrackingEvent::PerimeterDeleted { perimeter, .. } => Slot::PerimeterDeleted(*perimeter),
            TrackingEvent::TrackerPut(tracker) => Slot::Tracker(tracker.id),
            TrackingEvent::TrackerIssued { tracker, .. } | TrackingEvent::TrackerReturned { tracker, .. } => {
                self.issued.insert(*tracker, seq);
                return None;
            }
            TrackingEvent::IssuedUrgently { carrier, .. } => Slot::IssuedUrgently(*carrier),
            TrackingEvent::CoverageChecked(checked) => Slot::Coverage(checked.carrier),
            TrackingEvent::FieldTested { tracker, .. } => Slot::FieldTest(*tracker),
            TrackingEvent::Commanded { tracker, .. } => Slot::Command(*tracker),
            TrackingEvent::BurdenPassed { person, .. } => Slot::Burden(*person),
            TrackingEvent::DoorNoted(_) => {
                if self.door.len() >= MAX_DOOR_NOTES {
                    self.door.pop_front();
                }
                self.door.push_back(seq);
                return None;
            }
            TrackingEvent::TrackUsed(_) => return None,
        })
    }

    fn note_watch(&mut self, handset: HandsetId, event: &SupervisionEvent, seq: Seq) {
        let kind = match event {
            SupervisionEvent::Started | SupervisionEvent::Stopped => {
                self.slots.insert(Slot::WatchRuns(handset), seq);
                return;
            }
            SupervisionEvent::Reported(_) => {
                self.slots.insert(Slot::Report(handset), seq);
                return;
            }
            SupervisionEvent::Tested { .. } => {
                self.slots.insert(Slot::Test(handset), seq);
                return;
            }
            SupervisionEvent::TestPlanned { .. }
            | SupervisionEvent::PlannedTestAnswered { .. }
            | SupervisionEvent::PlannedTestDropped { .. } => {
                self.slots.insert(Slot::PlannedTest(handset), seq);
                return;
            }
            SupervisionEvent::AlertClosed { kind, .. } => {
                self.alerts.remove(&(handset, *kind));
                return;
            }
            SupervisionEvent::AlertOpened { kind }
            | SupervisionEvent::AlertCleared { kind }
            | SupervisionEvent::AlertReturned { kind }
            | SupervisionEvent::AlertAged { kind, .. }
            | SupervisionEvent::AlertOwned { kind, .. } => *kind,
        };
        self.alerts.entry((handset, kind)).or_default().push(seq);
    }

    /// Nothing rests on the records of a trip that is over.
    pub(super) fn forget_trip(&mut self, trip: TripId) {
        self.slots.remove(&Slot::Trip(trip));
        self.slots.remove(&Slot::TripSeen(trip));
    }

    pub(super) fn live(&self) -> Vec<Seq> {
        let mut live: BTreeSet<Seq> = self.slots.values().copied().collect();
        live.extend(self.last.values().map(|(_, seq)| *seq));
        live.extend(self.alarms.values().flatten().copied());
        live.extend(self.alerts.values().flatten().copied());
        live.extend(self.incidents.values().flatten().copied());
        live.extend(self.issued.values().copied());
        live.extend(self.door.iter().copied());
        live.extend(self.measures.values().flat_map(|(_, records)| records).copied());
        live.into_iter().collect()
    }

    /// Where an event belongs.
    pub(super) fn stream_of(
        &self,
        cell: CellId,
        event: &Event,
        (book, tracking): (&Book, &Tracking),
    ) -> StreamId {
        match event {
            Event::Incident(incident, _) => StreamId::Incident(*incident),
            Event::Tracking(event) => tracking.stream_of(event).unwrap_or(StreamId::Cell(cell)),
            Event::Alarm(alarm, _)
            | Event::Talk(alarm, _)
            | Event::Voice(alarm, _)
            | Event::MagistrateTold { alarm }
            | Event::MagistrateConfirmed { alarm, .. } => StreamId::Alarm(*alarm),
            Event::Watch(handset, _)
            | Event::CheckIn(handset, _)
            | Event::TripAnnounced { handset, .. }
            | Event::TripEnded { handset, .. }
            | Event::TripSeen { handset, .. } => StreamId::Handset(*handset),
            Event::HandsetPut(handset) => StreamId::Handset(handset.id),
            Event::CasePut(case) => StreamId::Case(case.id),
            Event::PersonPut(person) => StreamId::Case(person.case),
            Event::PhotoPut { case, .. } => StreamId::Case(*case),
            Event::PairingOpened(pairing) => {
                book.persons.get(&pairing.person).map_or(StreamId::Cell(cell), |p| StreamId::Case(p.case))
            }
            Event::ButtonPut(button) => StreamId::Button(button.id),
            Event::RoomPut(room) => StreamId::Room(room.id),
            Event::ZonePut(zone) => StreamId::Zone(zone.id),
            Event::AccountPut(account) => StreamId::Account(account.id),
            Event::SignedIn { account } | Event::SignedOut { account } => StreamId::Account(*account),
            Event::HotspotPut(hotspot) => StreamId::Hotspot(hotspot.id),
            Event::HotspotEnded { hotspot, .. } => StreamId::Hotspot(*hotspot),
            Event::Measure(measure, _)
            | Event::NoticeSent(NoticeSent { measure, .. })
            | Event::NoticeRead { measure, .. }
            | Event::NoticeDelivery { measure, .. } => StreamId::Measure(*measure),
            Event::DocumentFiled { filed, .. } => StreamId::Measure(filed.document.measure),
            Event::OfficePut(office) => StreamId::Office(office.id),
            Event::DistrictPut(district) => StreamId::District(district.id),
            Event::EpochBegan { .. }
            | Event::DeviceRefused { .. }
            | Event::SignInFailed { .. }
            | Event::Accessed(_)
            | Event::Erased { .. }
            | Event::HotspotsLookedUp { .. }
            | Event::DeskChanged { .. }
            | Event::DeskAcknowledged { .. }
            | Event::FloodChanged { .. } => StreamId::Cell(cell),
        }
    }
}
