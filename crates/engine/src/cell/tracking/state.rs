//! What the cell keeps of tracking, and what an event does to it. Holds no rule and cannot fail.

use super::door::DoorBook;
use super::feed::Feed;
use super::watch::Ordered;
use crate::entry::{StreamId, Subject};
use crate::tracking::TrackingEvent;
use crate::tracking::mandate::{Carrier, Mandate, Outline, Pair, Perimeter, Pilot, Who};
use crate::tracking::tracker::{
    CommandResult, CoverageChecked, DeviceCommand, FieldTest, Tracker, TrackerState, sender_of,
};
use hoeder_vocab::tracking::{DeviceNumber, Side};
use hoeder_vocab::{
    AccountId, Actor, CarrierId, CaseId, DecidedAt, DeskId, HandsetId, IncidentId, MandateId, PairId,
    PerimeterId, PersonId, PilotId, Sensitive, TrackerId, UtcMillis,
};
use hoeder_watch::incident::{About, Incident, IncidentEvent};
use std::collections::{BTreeMap, BTreeSet};

/// An incident with what the engine adds to it.
#[derive(Debug)]
pub(in crate::cell) struct KeptIncident {
    pub(super) incident: Incident,
    pub(super) history: Vec<Happened>,
    /// Accounts whose sight of it was logged.
    pub(super) told: BTreeSet<AccountId>,
    /// Screens that have it.
    pub(super) desks: BTreeSet<DeskId>,
}

/// An event on the timeline of an incident.
#[derive(Debug, Clone)]
pub(super) struct Happened {
    pub(super) at: UtcMillis,
    pub(super) actor: Actor,
    pub(super) event: IncidentEvent,
}

/// A perimeter, also one that was deleted.
#[derive(Debug)]
pub(super) struct KeptPerimeter {
    pub(super) perimeter: Perimeter,
    pub(super) deleted: Option<(UtcMillis, AccountId, Sensitive<String>)>,
}

#[derive(Debug, Default)]
pub(in crate::cell) struct Tracking {
    pub(super) pilots: BTreeMap<PilotId, Pilot>,
    pub(super) mandates: BTreeMap<MandateId, Mandate>,
    pub(super) carriers: BTreeMap<CarrierId, Carrier>,
    pub(super) pairs: BTreeMap<PairId, Pair>,
    pub(super) perimeters: BTreeMap<PerimeterId, KeptPerimeter>,
    pub(super) trackers: BTreeMap<TrackerId, Tracker>,
    pub(super) numbers: BTreeMap<DeviceNumber, TrackerId>,
    /// Since when each device is where it is.
    pub(super) moved_at: BTreeMap<TrackerId, UtcMillis>,
    pub(super) tested: BTreeMap<TrackerId, (UtcMillis, FieldTest)>,
    pub(super) commands: BTreeMap<TrackerId, (UtcMillis, DeviceCommand, CommandResult)>,
    pub(super) coverage: BTreeMap<CarrierId, CoverageChecked>,
    pub(super) urgent: BTreeSet<CarrierId>,
    pub(super) burden_passed: BTreeMap<PersonId, UtcMillis>,
    pub(super) incidents: BTreeMap<IncidentId, KeptIncident>,
    /// The open incident about each.
    pub(super) open: BTreeMap<About, IncidentId>,
    /// All incidents about each, in order.
    pub(super) about: BTreeMap<About, Vec<IncidentId>>,
    carriers_of: BTreeSet<(MandateId, CarrierId)>,
    of_person: BTreeSet<(PersonId, CarrierId)>,
    pairs_of: BTreeSet<(CarrierId, PairId)>,
    perimeters_of: BTreeSet<(CarrierId, PerimeterId)>,
    pub(super) tracker_of: BTreeMap<CarrierId, TrackerId>,
    /// Who presses when such a device does, as an alarm knows its sender.
    senders: BTreeMap<HandsetId, TrackerId>,
    pub(super) mandates_of_case: BTreeSet<(CaseId, MandateId)>,
    /// What is watched now.
    pub(super) ordered: Ordered,
    pub(super) feed: Feed,
    pub(super) door: DoorBook,
}

const FIRST_CARRIER: CarrierId = CarrierId::from_u128(0);
const FIRST_PAIR: PairId = PairId::from_u128(0);
const FIRST_PERIMETER: PerimeterId = PerimeterId::from_u128(0);

impl Tracking {
    pub(super) fn carriers_of(&self, mandate: MandateId) -> impl Iterator<Item = &Carrier> {
        let ids = self.carriers_of.range((mandate, FIRST_CARRIER)..);
        ids.take_while(move |(of, _)| *of == mandate).filter_map(|(_, id)| self.carriers.get(id))
    }
    /// As whom a person is protected: once under each mandate.
    pub(in crate::cell) fn carriers_of_person(&self, person: PersonId) -> impl Iterator<Item = CarrierId> {
        let ids = self.of_person.range((person, FIRST_CARRIER)..);
        ids.take_while(move |(of, _)| *of == person).map(|(_, carrier)| *carrier)
    }
    pub(super) fn pairs_of(&self, carrier: CarrierId) -> impl Iterator<Item = &Pair> {
        let ids = self.pairs_of.range((carrier, FIRST_PAIR)..);
        ids.take_while(move |(of, _)| *of == carrier).filter_map(|(_, id)| self.pairs.get(id))
    }
    pub(super) fn pairs_of_mandate(&self, mandate: MandateId) -> impl Iterator<Item = &Pair> {
        let offenders = self.carriers_of(mandate).filter(|carrier| carrier.side == Side::Offender);
        offenders.flat_map(|carrier| self.pairs_of(carrier.id))
    }
    pub(super) fn perimeters_of(&self, carrier: CarrierId) -> impl Iterator<Item = &KeptPerimeter> {
        let ids = self.perimeters_of.range((carrier, FIRST_PERIMETER)..);
        ids.take_while(move |(of, _)| *of == carrier).filter_map(|(_, id)| self.perimeters.get(id))
    }
    pub(super) fn mandate_of(&self, carrier: CarrierId) -> Option<&Mandate> {
        self.mandates.get(&self.carriers.get(&carrier)?.mandate)
    }
    pub(super) fn mandate_about(&self, about: About) -> Option<&Mandate> {
        match about {
            About::Pair(pair) => self.mandates.get(&self.pairs.get(&pair)?.mandate),
            About::Carrier(carrier) => self.mandate_of(carrier),
        }
    }
    pub(super) fn tracker_of(&self, carrier: CarrierId) -> Option<&Tracker> {
        self.trackers.get(self.tracker_of.get(&carrier)?)
    }
    /// The person of a case who is, or is protected by, what this is about.
    pub(super) fn protected_by(&self, about: About) -> Option<PersonId> {
        let carrier = match about {
            About::Pair(pair) => self.pairs.get(&pair)?.protected,
            About::Carrier(carrier) => carrier,
        };
        self.person_of(carrier)
    }
    pub(super) fn person_of(&self, carrier: CarrierId) -> Option<PersonId> {
        match self.carriers.get(&carrier)?.who {
            Who::Person(person) => Some(person),
            Who::Named(_) => None,
        }
    }
    /// Who presses the button of the device that an alarm knows by this sender, with its mandate's case.
    pub(in crate::cell) fn presser(&self, sender: HandsetId) -> Option<PersonId> {
        let tracker = self.trackers.get(self.senders.get(&sender)?)?;
        tracker.carriers.iter().find_map(|carrier| self.person_of(*carrier))
    }
    pub(super) fn is_sender(&self, sender: HandsetId) -> Option<&Tracker> {
        self.trackers.get(self.senders.get(&sender)?)
    }

    pub(in crate::cell) fn apply(&mut self, event: &TrackingEvent, at: UtcMillis) {
        match event {
            TrackingEvent::PilotPut(pilot) => {
                self.pilots.insert(pilot.id, pilot.clone());
            }
            TrackingEvent::MandatePut(mandate) => {
                if let Some(before) = self.mandates.get(&mandate.id) {
                    self.mandates_of_case.remove(&(before.case, before.id));
                }
                self.mandates_of_case.insert((mandate.case, mandate.id));
                self.mandates.insert(mandate.id, mandate.clone());
            }
            TrackingEvent::CarrierPut(carrier) => {
                self.carriers_of.insert((carrier.mandate, carrier.id));
                if let Some(before) = self.person_of(carrier.id) {
                    self.of_person.remove(&(before, carrier.id));
                }
                if let Who::Person(person) = carrier.who {
                    self.of_person.insert((person, carrier.id));
                }
                self.carriers.insert(carrier.id, carrier.clone());
            }
            TrackingEvent::PairPut { pair, reason: _ } => {
                self.pairs_of.insert((pair.offender, pair.id));
                self.pairs_of.insert((pair.protected, pair.id));
                self.pairs.insert(pair.id, pair.clone());
            }
            TrackingEvent::PerimeterPut { perimeter, reason: _ } => {
                self.perimeters_of.insert((perimeter.carrier, perimeter.id));
                let kept = KeptPerimeter { perimeter: (**perimeter).clone(), deleted: None };
                self.perimeters.insert(perimeter.id, kept);
            }
            TrackingEvent::PerimeterDeleted { perimeter, by, reason, .. } => {
                if let Some(kept) = self.perimeters.get_mut(perimeter) {
                    kept.deleted = Some((at, *by, reason.clone()));
                }
            }
            TrackingEvent::TrackerPut(tracker) => self.put_tracker(tracker.clone()),
            TrackingEvent::TrackerIssued { tracker, carriers } => {
                self.move_tracker(*tracker, (TrackerState::Issued, carriers), at);
            }
            TrackingEvent::TrackerReturned { tracker, to } => self.move_tracker(*tracker, (*to, &[]), at),
            TrackingEvent::IssuedUrgently { carrier, .. } => {
                self.urgent.insert(*carrier);
            }
            TrackingEvent::CoverageChecked(checked) => {
                self.coverage.insert(checked.carrier, checked.clone());
            }
            TrackingEvent::FieldTested { tracker, result, .. } => {
                self.tested.insert(*tracker, (at, *result));
            }
            TrackingEvent::Commanded { tracker, command, result } => {
                self.commands.insert(*tracker, (at, *command, *result));
            }
            TrackingEvent::BurdenPassed { person, .. } => {
                self.burden_passed.insert(*person, at);
            }
            TrackingEvent::DoorNoted(note) => self.door.apply(note, at),
            TrackingEvent::TrackUsed(_) => {}
        }
    }

    fn put_tracker(&mut self, tracker: Tracker) {
        if let Some(before) = self.trackers.remove(&tracker.id) {
            self.numbers.remove(&before.number);
            self.senders.remove(&sender_of(&before.number));
            for carrier in before.carriers {
                if self.tracker_of.get(&carrier) == Some(&before.id) {
                    self.tracker_of.remove(&carrier);
                }
            }
        }
        self.numbers.insert(tracker.number.clone(), tracker.id);
        self.senders.insert(sender_of(&tracker.number), tracker.id);
        self.tracker_of.extend(tracker.carriers.iter().map(|carrier| (*carrier, tracker.id)));
        self.trackers.insert(tracker.id, tracker);
    }

    fn move_tracker(&mut self, id: TrackerId, (to, carriers): (TrackerState, &[CarrierId]), at: UtcMillis) {
        self.moved_at.insert(id, at);
        if let Some(known) = self.trackers.get(&id).cloned() {
            self.put_tracker(Tracker { state: to, carriers: carriers.to_vec(), ..known });
        }
    }

    pub(in crate::cell) fn apply_incident(
        &mut self,
        id: IncidentId,
        event: &IncidentEvent,
        (actor, at): (Actor, DecidedAt),
    ) {
        let kept = self.incidents.entry(id).or_insert_with(|| KeptIncident {
            incident: Incident::new(id),
            history: Vec::new(),
            told: BTreeSet::new(),
            desks: BTreeSet::new(),
        });
        kept.incident.apply(event, at);
        kept.history.push(Happened { at: at.0, actor, event: event.clone() });
        let Some(about) = kept.incident.about() else { return };
        if kept.incident.is_open() {
            self.open.insert(about, id);
        } else if self.open.get(&about) == Some(&id) {
            self.open.remove(&about);
        }
        if let IncidentEvent::Opened { .. } = event {
            self.about.entry(about).or_default().push(id);
        }
    }

    /// Where an event belongs; none for what belongs to the cell.
    pub(in crate::cell) fn stream_of(&self, event: &TrackingEvent) -> Option<StreamId> {
        let of_carrier = |carrier: &CarrierId| Some(StreamId::Mandate(self.carriers.get(carrier)?.mandate));
        match event {
            TrackingEvent::PilotPut(pilot) => Some(StreamId::Pilot(pilot.id)),
            TrackingEvent::MandatePut(mandate) => Some(StreamId::Mandate(mandate.id)),
            TrackingEvent::CarrierPut(carrier) => Some(StreamId::Mandate(carrier.mandate)),
            TrackingEvent::PairPut { pair, .. } => Some(StreamId::Mandate(pair.mandate)),
            TrackingEvent::PerimeterPut { perimeter, .. } => of_carrier(&perimeter.carrier),
            TrackingEvent::PerimeterDeleted { carrier, .. }
            | TrackingEvent::IssuedUrgently { carrier, .. }
            | TrackingEvent::FieldTested { carrier, .. } => of_carrier(carrier),
            TrackingEvent::CoverageChecked(checked) => of_carrier(&checked.carrier),
            TrackingEvent::TrackUsed(used) => used.carriers.first().and_then(of_carrier),
            TrackingEvent::TrackerPut(tracker) => Some(StreamId::Tracker(tracker.id)),
            TrackingEvent::TrackerIssued { tracker, .. }
            | TrackingEvent::TrackerReturned { tracker, .. }
            | TrackingEvent::Commanded { tracker, .. } => Some(StreamId::Tracker(*tracker)),
            TrackingEvent::DoorNoted(note) => note.tracker.map(StreamId::Tracker),
            TrackingEvent::BurdenPassed { .. } => None,
        }
    }

    /// With whose key the personal half of a record is sealed.
    pub(in crate::cell) fn subject_of(&self, event: &TrackingEvent) -> Option<Subject> {
        let of_mandate = |carrier: &CarrierId| Some(Subject::Mandate(self.carriers.get(carrier)?.mandate));
        match event {
            TrackingEvent::MandatePut(mandate) => Some(Subject::Mandate(mandate.id)),
            TrackingEvent::CarrierPut(carrier) => Some(match carrier.who {
                Who::Person(person) => Subject::Person(person),
                Who::Named(_) => Subject::Carrier(carrier.id),
            }),
            TrackingEvent::PairPut { pair, .. } => Some(Subject::Mandate(pair.mandate)),
            TrackingEvent::PerimeterPut { perimeter, .. } => of_mandate(&perimeter.carrier),
            TrackingEvent::PerimeterDeleted { carrier, .. }
            | TrackingEvent::IssuedUrgently { carrier, .. }
            | TrackingEvent::FieldTested { carrier, .. } => of_mandate(carrier),
            TrackingEvent::CoverageChecked(checked) => of_mandate(&checked.carrier),
            TrackingEvent::TrackUsed(used) => used.carriers.first().and_then(of_mandate),
            TrackingEvent::PilotPut(_)
            | TrackingEvent::TrackerPut(_)
            | TrackingEvent::TrackerIssued { .. }
            | TrackingEvent::TrackerReturned { .. }
            | TrackingEvent::Commanded { .. }
            | TrackingEvent::BurdenPassed { .. }
            | TrackingEvent::DoorNoted(_) => None,
        }
    }

    /// That of the protected person where there is one: what an alert says of where they were goes with the person.
    pub(in crate::cell) fn subject_of_incident(&self, id: IncidentId, event: &IncidentEvent) -> Subject {
        let about = if let IncidentEvent::Opened { about } = event {
            Some(*about)
        } else {
            self.incidents.get(&id).and_then(|kept| kept.incident.about())
        };
        match about {
            None => Subject::Incident(id),
            Some(about) => match (self.protected_by(about), about) {
                (Some(person), _) => Subject::Person(person),
                (None, About::Carrier(carrier)) => Subject::Carrier(carrier),
                (None, About::Pair(pair)) => {
                    self.pairs.get(&pair).map_or(Subject::Incident(id), |p| Subject::Carrier(p.protected))
                }
            },
        }
    }

    /// The case to which a subject of tracking belongs.
    pub(in crate::cell) fn case_of(&self, subject: Subject) -> Option<CaseId> {
        match subject {
            Subject::Carrier(carrier) => self.mandate_of(carrier).map(|mandate| mandate.case),
            Subject::Mandate(mandate) => self.mandates.get(&mandate).map(|mandate| mandate.case),
            Subject::Person(_)
            | Subject::Case(_)
            | Subject::Alarm(_)
            | Subject::Account(_)
            | Subject::Hotspot(_)
            | Subject::Incident(_) => None,
        }
    }

    /// Its words and places leave memory (GN-04).
    pub(in crate::cell) fn wipe(&mut self, subject: Subject) {
        let gone: Vec<IncidentId> = self
            .incidents
            .keys()
            .copied()
            .filter(|id| self.subject_of_incident(*id, &IncidentEvent::NotTaken) == subject)
            .collect();
        gone.into_iter().for_each(|id| self.wipe_incident(id));
        if let Subject::Carrier(carrier) = subject
            && let Some(carrier) = self.carriers.get_mut(&carrier)
            && let Who::Named(name) = &mut carrier.who
        {
            *name = Sensitive::default();
        }
        if let Subject::Mandate(mandate) = subject {
            self.wipe_mandate(mandate);
        }
    }

    fn wipe_mandate(&mut self, id: MandateId) {
        if let Some(mandate) = self.mandates.get_mut(&id) {
            mandate.conditions = Sensitive::default();
        }
        let carriers: BTreeSet<CarrierId> = self.carriers_of(id).map(|carrier| carrier.id).collect();
        for kept in self.perimeters.values_mut().filter(|kept| carriers.contains(&kept.perimeter.carrier)) {
            kept.perimeter.label = Sensitive::default();
            kept.perimeter.outline = Sensitive::new(Outline::Area(Vec::new()));
            if let Some((_, _, reason)) = &mut kept.deleted {
                *reason = Sensitive::default();
            }
        }
        for checked in self.coverage.values_mut().filter(|checked| carriers.contains(&checked.carrier)) {
            checked.places.iter_mut().for_each(|place| place.place = Sensitive::default());
        }
    }

    fn wipe_incident(&mut self, id: IncidentId) {
        let Some(kept) = self.incidents.get_mut(&id) else { return };
        let mut incident = Incident::new(id);
        for happened in &mut kept.history {
            without_words(&mut happened.event);
            incident.apply(&happened.event, DecidedAt(happened.at));
        }
        kept.incident = incident;
    }
}

fn without_words(event: &mut IncidentEvent) {
    use hoeder_watch::incident::Instruction;
    match event {
        IncidentEvent::AlertRaised(alert) | IncidentEvent::AlertWorse(alert) => {
            **alert = (**alert).clone().without_evidence();
        }
        IncidentEvent::AlertSetAside { reason: words, .. }
        | IncidentEvent::Noted { text: words, .. }
        | IncidentEvent::Closed { reason: words, .. } => *words = Sensitive::default(),
        IncidentEvent::Called { call, .. } => call.note = Sensitive::default(),
        IncidentEvent::HandedToPolice { hand_off, .. } => {
            hand_off.place = Sensitive::default();
            hand_off.position = None;
        }
        IncidentEvent::Instructed { told, .. } => {
            if let Instruction::LeaveTowards(way) = &mut told.instruction {
                *way = Sensitive::default();
            }
        }
        IncidentEvent::Opened { .. }
        | IncidentEvent::AlertCleared { .. }
        | IncidentEvent::AlertRevised { .. }
        | IncidentEvent::AlertGrew { .. }
        | IncidentEvent::Rose { .. }
        | IncidentEvent::Taken { .. }
        | IncidentEvent::HandedOver { .. }
        | IncidentEvent::OwnerLost { .. }
        | IncidentEvent::OwnerReminded { .. }
        | IncidentEvent::OwnershipReturned { .. }
        | IncidentEvent::StillOnIt { .. }
        | IncidentEvent::NotTaken
        | IncidentEvent::StepDone { .. }
        | IncidentEvent::InstructionDelivery { .. } => {}
    }
}
