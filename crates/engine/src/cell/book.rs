//! The roster in memory, and the ways to look things up in it.

use super::hotspot_index::HotspotIndex;
use super::trips::KeptTrip;
use crate::roster::{Account, Button, Case, District, Handset, Office, Pairing, Person, Room};
use hoeder_vocab::{
    AccountId, ButtonId, CaseId, DistrictId, HandsetId, OfficeId, PersonId, Purpose, RoomId, Sensitive,
    TripId, UtcMillis,
};
use hoeder_watch::alarm::Bearer;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub(super) struct Book {
    /// These and the persons each in a place of its own: the leaves of a tree are half empty.
    pub(super) cases: BTreeMap<CaseId, Box<Case>>,
    pub(super) persons: BTreeMap<PersonId, Box<Person>>,
    pub(super) photos: BTreeMap<CaseId, Sensitive<Vec<u8>>>,
    pub(super) pairings: BTreeMap<PersonId, Pairing>,
    pub(super) handsets: BTreeMap<HandsetId, Handset>,
    pub(super) buttons: BTreeMap<ButtonId, Button>,
    pub(super) rooms: BTreeMap<RoomId, Room>,
    pub(super) accounts: BTreeMap<AccountId, Account>,
    pub(super) hotspots: HotspotIndex,
    pub(super) trips: BTreeMap<TripId, KeptTrip>,
    /// The persons of each case and the handsets of each person: a press looks both up.
    of_case: BTreeSet<(CaseId, PersonId)>,
    of_person: BTreeSet<(PersonId, HandsetId)>,
    pub(super) offices: BTreeMap<OfficeId, Office>,
    pub(super) districts: BTreeMap<DistrictId, District>,
}

const FIRST_PERSON: PersonId = PersonId::from_u128(0);
const FIRST_HANDSET: HandsetId = HandsetId::from_u128(0);

impl Book {
    pub(super) fn put_person(&mut self, person: Box<Person>) {
        if let Some(before) = self.persons.get(&person.id) {
            self.of_case.remove(&(before.case, before.id));
        }
        self.of_case.insert((person.case, person.id));
        self.persons.insert(person.id, person);
    }

    /// Says which handset it was before.
    pub(super) fn put_handset(&mut self, handset: Handset) -> Option<Handset> {
        if let Some(before) = self.handsets.get(&handset.id) {
            self.of_person.remove(&(before.person, before.id));
        }
        self.of_person.insert((handset.person, handset.id));
        self.handsets.insert(handset.id, handset)
    }

    pub(super) fn bearer_of(&self, handset: HandsetId) -> Option<Bearer> {
        let person = self.handsets.get(&handset)?.person;
        let case = self.persons.get(&person)?.case;
        Some(Bearer { case, person, handset })
    }

    pub(super) fn case_of_handset(&self, handset: HandsetId) -> Option<&Case> {
        self.cases.get(&self.bearer_of(handset)?.case).map(Box::as_ref)
    }

    pub(super) fn persons_of(&self, case: CaseId) -> impl Iterator<Item = &Person> {
        let ids = self.of_case.range((case, FIRST_PERSON)..).take_while(move |(of, _)| *of == case);
        ids.filter_map(|(_, person)| self.persons.get(person).map(Box::as_ref))
    }

    pub(super) fn handsets_of_person(&self, person: PersonId) -> impl Iterator<Item = &Handset> {
        let ids = self.of_person.range((person, FIRST_HANDSET)..).take_while(move |(of, _)| *of == person);
        ids.filter_map(|(_, handset)| self.handsets.get(handset))
    }

    pub(super) fn handsets_of_case(&self, case: CaseId) -> impl Iterator<Item = &Handset> {
        self.persons_of(case).flat_map(|person| self.handsets_of_person(person.id))
    }

    pub(super) fn neighbours(&self, room: RoomId) -> &[RoomId] {
        self.rooms.get(&room).map_or(&[], |r| r.neighbours.as_slice())
    }

    /// The pairing with this digest that is still valid.
    pub(super) fn pairing(&self, digest: &[u8; 32], now: UtcMillis) -> Option<&Pairing> {
        self.pairings.values().find(|p| &p.code_digest == digest && now < p.expires_at)
    }

    pub(super) fn account_name(&self, account: AccountId) -> Option<Sensitive<String>> {
        self.accounts.get(&account).map(|a| a.name.clone())
    }

    /// Is this the word that means 'I am being forced' (FL-07)? Case and outer blanks do not count.
    pub(super) fn is_duress_word(&self, case: CaseId, word: &Sensitive<String>) -> bool {
        let Some(case) = self.cases.get(&case) else { return false };
        let agreed = case.card.reveal(Purpose::AlarmHandling).duress_word.trim().to_lowercase();
        !agreed.is_empty() && word.reveal(Purpose::AlarmHandling).trim().to_lowercase() == agreed
    }
}
