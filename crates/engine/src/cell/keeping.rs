//! Orders that keep the roster: cases, persons, devices, rooms, zones, accounts, and erasing.

use super::Cell;
use crate::access::{self, Action, Resource};
use crate::entry::{Event, Subject};
use crate::input::RosterOrder;
use crate::output::{Directory, Output, Problem};
use crate::roster::{Account, AccountState, Case, CaseState, DeviceState, Pairing, Zone};
use core::time::Duration;
use hoeder_vocab::{
    AccountId, Actor, CaseId, DeskId, DistrictId, HandsetId, OfficeId, PersonId, Role, RoomId, UtcMillis,
    ZoneId,
};
use hoeder_watch::alarm::AlarmEvent;

/// A pairing code is valid for an hour at most.
pub(super) const LONGEST_PAIRING: Duration = Duration::from_secs(3_600);
/// Several zones come in one import: the index follows this long after the last one, or at the first need.
const ZONES_SETTLE: Duration = Duration::from_millis(200);

impl Cell {
    pub(super) fn keeping_order(
        &mut self,
        by: AccountId,
        order: RosterOrder,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let actor = self.may_keep(by, &order, now)?;
        self.check_put(&order)?;
        if let RosterOrder::OpenPairing { expires_at, .. } = &order
            && (*expires_at <= now || *expires_at > now.plus(LONGEST_PAIRING))
        {
            return Err(Problem::Invalid { field: "expires_at", expected: "a time within the next hour" });
        }
        self.put(order, actor, now);
        Ok(())
    }

    /// May this account keep this part of the roster?
    fn may_keep(&mut self, by: AccountId, order: &RosterOrder, now: UtcMillis) -> Result<Actor, Problem> {
        match order {
            RosterOrder::PutCase(case) => self.may_put_case(by, case, now),
            RosterOrder::PutPerson(person) => {
                // A person does not change case: both must be the account's to keep.
                if let Some(before) = self.book.persons.get(&person.id).map(|p| p.case) {
                    self.allowed_case(by, Action::PutPerson, before, now)?;
                    if before != person.case {
                        return Err(Problem::Conflict("person.in_another_case"));
                    }
                }
                self.allowed_case(by, Action::PutPerson, person.case, now)
            }
            RosterOrder::PutPhoto { case, .. } => self.allowed_case(by, Action::PutPhoto, *case, now),
            RosterOrder::OpenPairing { person, .. } => {
                self.allowed_person(by, Action::OpenPairing, *person, now)
            }
            RosterOrder::PutButton(button) => {
                if let Some(before) = self.book.buttons.get(&button.id).map(|b| b.person) {
                    self.allowed_person(by, Action::PutButton, before, now)?;
                }
                self.allowed_person(by, Action::PutButton, button.person, now)
            }
            RosterOrder::SetHandset { handset, .. } => {
                self.allowed_handset(by, Action::SetHandset, *handset, now)
            }
            RosterOrder::RevokeHandset { handset } => {
                self.allowed_handset(by, Action::RevokeHandset, *handset, now)
            }
            RosterOrder::PutRoom(_) => self.allowed(by, Action::PutRoom, now),
            RosterOrder::PutZone(_) | RosterOrder::PlaceZone { .. } => self.allowed(by, Action::PutZone, now),
            RosterOrder::PutAccount(_) => self.allowed(by, Action::PutAccount, now),
            RosterOrder::PutOffice(_) => self.allowed(by, Action::PutOffice, now),
            RosterOrder::PutDistrict(_) => self.allowed(by, Action::PutDistrict, now),
            RosterOrder::Erase { subject } => self.may_erase(by, *subject, now),
        }
    }

    /// A new case belongs to the zone that it names; an existing one to the zone that has it (a move is issue of the measure).
    fn may_put_case(&mut self, by: AccountId, case: &Case, now: UtcMillis) -> Result<Actor, Problem> {
        if self.book.cases.contains_key(&case.id) {
            self.allowed_case(by, Action::PutCase, case.id, now)?;
        }
        let account = self.book.accounts.get(&by).ok_or(Problem::Denied("account.unknown"))?;
        let actor = Actor::Account(by, account.role);
        let resource = Resource::Case { managing_zone: case.managing_zone, alarms: &[] };
        let verdict = access::decide(account, Action::PutCase, resource);
        self.hold_to(verdict, (actor, Action::PutCase), (Some(case.id), None), now)
    }

    fn allowed_person(
        &mut self,
        by: AccountId,
        action: Action,
        person: PersonId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let case = self.book.persons.get(&person).ok_or(Problem::NotFound)?.case;
        self.allowed_case(by, action, case, now)
    }

    fn allowed_handset(
        &mut self,
        by: AccountId,
        action: Action,
        handset: HandsetId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let case = self.book.bearer_of(handset).ok_or(Problem::NotFound)?.case;
        self.allowed_case(by, action, case, now)
    }

    /// Only what belongs to an ended case without an open alarm or report can be erased.
    fn may_erase(&mut self, by: AccountId, subject: Subject, now: UtcMillis) -> Result<Actor, Problem> {
        let case = match subject {
            Subject::Person(person) => self.book.persons.get(&person).map(|p| p.case),
            Subject::Case(case) => Some(case),
            Subject::Carrier(_) | Subject::Mandate(_) => self.tracking.case_of(subject),
            Subject::Alarm(_) | Subject::Account(_) | Subject::Hotspot(_) | Subject::Incident(_) => None,
        };
        let case = case.ok_or(Problem::NotFound)?;
        let actor = self.allowed_case(by, Action::EraseSubject, case, now)?;
        if self.book.cases.get(&case).is_some_and(|c| c.state == CaseState::Active) {
            return Err(Problem::Conflict("case.still_active"));
        }
        let unfinished = |running: &super::alarms::Running| running.is_open() || running.alarm.open_pv_task();
        let of_case =
            |running: &super::alarms::Running| running.alarm.bearer().is_some_and(|b| b.case == case);
        let measures = self.measures.of_case.get(&case).into_iter().flatten();
        if measures.filter_map(|id| self.measures.get(id)).any(super::measures::KeptMeasure::is_live) {
            return Err(Problem::Conflict("case.measure_unfinished"));
        }
        if self.tracking.is_unfinished(case, now) {
            return Err(Problem::Conflict("case.mandate_unfinished"));
        }
        if self.alarms.values().any(|running| of_case(running) && unfinished(running)) {
            return Err(Problem::Conflict("case.alarm_unfinished"));
        }
        let held =
            |running: &super::alarms::Running| running.voice.as_ref().is_some_and(|room| room.is_held());
        if self.alarms.values().any(|running| of_case(running) && held(running)) {
            return Err(Problem::Conflict("recording.held"));
        }
        Ok(actor)
    }

    /// Records what was ordered, and what follows from it. The order was allowed and checked.
    pub(super) fn put(&mut self, order: RosterOrder, actor: Actor, now: UtcMillis) {
        match order {
            RosterOrder::PutCase(case) => self.put_case(case, actor, now),
            RosterOrder::PutPerson(person) => {
                self.record(actor, Self::purpose(Action::PutPerson), now, Event::PersonPut(Box::new(person)));
            }
            RosterOrder::PutPhoto { case, image } => {
                self.record(actor, Self::purpose(Action::PutPhoto), now, Event::PhotoPut { case, image });
            }
            RosterOrder::OpenPairing { person, code_digest, expires_at } => {
                let pairing = Pairing { person, code_digest, expires_at };
                self.record(actor, Self::purpose(Action::OpenPairing), now, Event::PairingOpened(pairing));
            }
            RosterOrder::SetHandset { handset, settings } => {
                if let Some(mut changed) = self.book.handsets.get(&handset).cloned() {
                    changed.settings = settings;
                    self.put_handset(changed, actor, now);
                    let downlink = hoeder_vocab::handset::Downlink::Settings(settings);
                    self.rest.push_back(Output::Notify { handset, downlink });
                }
            }
            RosterOrder::RevokeHandset { handset } => {
                if let Some(mut revoked) = self.book.handsets.get(&handset).cloned() {
                    revoked.state = DeviceState::Revoked;
                    self.put_handset(revoked, actor, now);
                }
            }
            RosterOrder::PutButton(button) => {
                self.record(actor, Self::purpose(Action::PutButton), now, Event::ButtonPut(button));
            }
            RosterOrder::PutRoom(room) => {
                self.record(actor, Self::purpose(Action::PutRoom), now, Event::RoomPut(room));
            }
            RosterOrder::PutZone(zone) => self.put_zone(zone, actor, now),
            RosterOrder::PlaceZone { zone, office, in_force_since } => {
                if let Some(known) = self.zones.newest_of(zone).cloned() {
                    let placed = Zone { office: Some(office), in_force_since, ..known };
                    self.record(actor, Self::purpose(Action::PutZone), now, Event::ZonePut(placed));
                }
            }
            RosterOrder::PutAccount(account) => self.put_account(account, actor, now),
            RosterOrder::PutOffice(office) => {
                self.record(actor, Self::purpose(Action::PutOffice), now, Event::OfficePut(office));
            }
            RosterOrder::PutDistrict(district) => {
                self.record(actor, Self::purpose(Action::PutDistrict), now, Event::DistrictPut(district));
            }
            RosterOrder::Erase { subject } => self.erase(subject, actor, now),
        }
    }

    /// A press that was vouched for later is sealed with a key of its own, and so are the positions of who carries a device
    /// under a mandate: both go with the person's (GN-04).
    fn erase(&mut self, subject: Subject, actor: Actor, now: UtcMillis) {
        let raised_by_nobody = |running: &super::alarms::Running| {
            let raised = running.history.iter().map(|happened| &happened.event);
            raised.into_iter().any(|event| matches!(event, AlarmEvent::Raised { bearer: None, .. }))
        };
        let of_person = |running: &super::alarms::Running| {
            running.alarm.bearer().is_some_and(|bearer| Subject::Person(bearer.person) == subject)
        };
        let apart = self.alarms.iter().filter(|(_, r)| of_person(r) && raised_by_nobody(r));
        let carried = if let Subject::Person(person) = subject { Some(person) } else { None };
        let carriers = carried.into_iter().flat_map(|person| self.tracking.carriers_of_person(person));
        let subjects: Vec<Subject> = core::iter::once(subject)
            .chain(apart.map(|(id, _)| Subject::Alarm(*id)))
            .chain(carriers.map(Subject::Carrier))
            .collect();
        for subject in subjects {
            self.record(actor, Self::purpose(Action::EraseSubject), now, Event::Erased { subject });
            self.rest.push_back(Output::DestroyKey(subject));
        }
    }

    pub(super) fn put_case(&mut self, case: Case, actor: Actor, now: UtcMillis) {
        let id = case.id;
        self.record(actor, Self::purpose(Action::PutCase), now, Event::CasePut(Box::new(case)));
        let handsets: Vec<HandsetId> = self.book.handsets_of_case(id).map(|h| h.id).collect();
        for handset in handsets {
            self.keep_watch(handset, now);
        }
        self.page_case(id, now);
    }

    /// A card that changes during an alarm changes on the screens.
    fn page_case(&mut self, case: CaseId, now: UtcMillis) {
        let open: Vec<_> = self.open_alarms_of(case).map(|(id, _)| id).collect();
        for alarm in open {
            self.page_alarm(alarm, now);
        }
    }

    /// An import of outlines says nothing about the office and the roll-out: what was known of them stays.
    fn put_zone(&mut self, mut zone: Zone, actor: Actor, now: UtcMillis) {
        let (office, since) = self.zones.circular_facts(zone.id);
        zone.office = zone.office.or(office);
        zone.in_force_since = zone.in_force_since.or(since);
        self.record(actor, Self::purpose(Action::PutZone), now, Event::ZonePut(zone));
        self.timers.set(super::timers::Timer::Zones, Some(now.plus(ZONES_SETTLE)));
    }

    /// What an account may changes at once (ASVS 8.3.2): its screens come back with the new rights, or not at all.
    fn put_account(&mut self, account: Account, actor: Actor, now: UtcMillis) {
        let (id, state) = (account.id, account.state);
        let before = self.book.accounts.get(&id).map(place);
        let changed = before.is_some_and(|b| b != place(&account));
        self.record(actor, Self::purpose(Action::PutAccount), now, Event::AccountPut(account.clone()));
        self.rest.push_back(Output::Directory(Directory::Account(Box::new(account))));
        if state == AccountState::Disabled {
            self.rest.push_back(Output::Directory(Directory::Ended(id, state)));
        }
        if changed {
            self.put_out_of_voice(id, now);
            self.on_leave(id, now);
            let desks: Vec<DeskId> =
                self.desks.iter().filter(|(_, a)| **a == id).map(|(desk, _)| *desk).collect();
            for desk in &desks {
                self.on_desk_down(*desk, now);
            }
            self.rest.push_back(Output::Disconnect(desks));
        }
    }
}

/// What an account may, and where.
const fn place(
    account: &Account,
) -> (Role, Option<RoomId>, Option<ZoneId>, Option<OfficeId>, Option<DistrictId>, AccountState) {
    (account.role, account.room, account.zone, account.office, account.district, account.state)
}
