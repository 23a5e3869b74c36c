//! What the rules of the circular are told besides the measure: who acts from where, zones, offices, tests, terms.
//!
//! Stock is what the configuration says; an inventory (MS-42) would fill `World::free_devices` here.

use super::Cell;
use crate::access::MeasureFacts;
use crate::roster::Account;
use hoeder_measure::world::{OfficeFacts, PassedTest, ZoneFacts};
use hoeder_measure::{By, Measure, Seat, World};
use hoeder_vocab::{Actor, CivilDate, OfficeId, PersonId, Role, TestId, ZoneId};
use hoeder_watch::supervision::Watch;
use std::collections::BTreeMap;

/// The places that have to do with a measure.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) zones: Vec<ZoneId>,
    pub(super) offices: Vec<OfficeId>,
    granted: bool,
}

impl Places {
    pub(super) fn facts(&self) -> MeasureFacts<'_> {
        MeasureFacts { zones: &self.zones, offices: &self.offices, granted: self.granted }
    }

    fn add(&mut self, seat: Seat) {
        match seat {
            Seat::Zone(zone) => self.zones.push(zone),
            Seat::Office(office) => self.offices.push(office),
            Seat::District(_) | Seat::Nowhere => {}
        }
    }
}

/// The place of an account.
pub(super) fn by(account: &Account) -> By {
    let seat = match account.role {
        Role::CaseOfficer | Role::ZoneDuty | Role::Patrol => account.zone.map(Seat::Zone),
        Role::Magistrate | Role::ReferenceMagistrate | Role::VictimReception => {
            account.office.map(Seat::Office)
        }
        Role::DistrictSpoc => account.district.map(Seat::District),
        Role::Operator
        | Role::Supervisor
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::Monitor => None,
    };
    By { actor: Actor::Account(account.id, account.role), seat: seat.unwrap_or(Seat::Nowhere) }
}

/// Who manages it, and between whom its file is on its way.
pub(super) fn places(measure: &Measure) -> Places {
    let file = measure.file();
    let mut places = Places { granted: measure.term().is_some(), ..Places::default() };
    places.zones.extend(file.zone);
    places.offices.extend(file.office);
    for hand_over in file.hand_overs.iter().filter(|one| one.confirmed_on.is_none()) {
        places.add(hand_over.from);
        places.add(hand_over.to);
    }
    let unanswered = file.moves.iter().filter(|moved| moved.answer.is_none());
    places.offices.extend(unanswered.filter_map(|moved| moved.new_office));
    places
}

impl Cell {
    /// Made anew at the first use after a zone or an office changed.
    pub(super) fn fresh_world(&mut self) {
        if self.measures.world_is_old {
            self.change_world();
        }
    }

    pub(super) fn change_world(&mut self) {
        let rules = &self.config.measures;
        let offices: BTreeMap<OfficeId, OfficeFacts> = self
            .book
            .offices
            .values()
            .map(|office| {
                let reference_magistrate = office.reference_magistrate;
                (office.id, OfficeFacts { district: office.district, reference_magistrate })
            })
            .collect();
        let zones = self
            .zones
            .newest()
            .filter_map(|zone| {
                let office = zone.office?;
                let district = offices.get(&office)?.district;
                Some((zone.id, ZoneFacts { office, district, in_force_since: zone.in_force_since }))
            })
            .collect();
        self.measures.change_world(World {
            zones,
            offices,
            free_devices: rules.free_devices.clone(),
            passed_tests: BTreeMap::new(),
            questionnaires: rules.questionnaires.clone(),
            terms: rules.terms,
        });
    }

    /// The newest answered self-test of each handset of a person (MS-18).
    pub(super) fn tests_of(&self, person: PersonId) -> BTreeMap<TestId, PassedTest> {
        self.book
            .handsets_of_person(person)
            .filter_map(|handset| {
                let (test, at) = self.watches.get(&handset.id).and_then(Watch::tested)?;
                Some((test, PassedTest { handset: handset.id, on: CivilDate::in_belgium(at) }))
            })
            .collect()
    }
}
