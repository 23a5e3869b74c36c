//! How a world begins: the town, its rooms and accounts, some households with their phones, people at desks.

use super::desks::{Desk, Manner};
use super::gateway::Gateway;
use super::happening::{DeskAct, Happening, Queue, later};
use super::phone::{Phone, cell_key};
use super::phones::Net;
use super::shell::Disk;
use super::{Broken, Flow, Meddler, Pending, Stats, World, broken};
use crate::chance::Chance;
use crate::check::Checks;
use crate::demo;
use crate::trace::Trace;
use hoeder_engine::input::{Input, NewHandset, RosterOrder};
use hoeder_engine::output::Reply;
use hoeder_geo::Countries;
use hoeder_vocab::{AccountId, UtcMillis};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What happens to the sound of desks has a stream of chance of its own.
const EARS: u64 = 0xEA25;
/// So has the work on measures.
const CLERKS: u64 = 0xC1E2;
/// When worlds begin: 2026-11-18T11:06:40Z.
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

impl<'a> World<'a> {
    /// A world that has begun, with nobody in danger yet.
    pub(crate) fn begin(seed: u64, countries: &'a Arc<Countries>, meddler: Meddler) -> Result<Self, Broken> {
        let disk = Disk::new().or_else(|error| broken("a store in memory can be made", error.to_string()))?;
        let mut chance = Chance::new(seed);
        let mut households = demo::households(seed);
        households.retain(|household| !household.carriers.is_empty());
        let few = usize::try_from(chance.between(2, 3)).unwrap_or(2);
        while households.len() > few {
            let out = chance.index(households.len()).unwrap_or(0);
            households.remove(out);
        }
        let mut phones = Vec::new();
        for carrier in households.iter().flat_map(|household| household.carriers.clone()) {
            let battery = u8::try_from(chance.between(5, 33)).unwrap_or(50);
            phones.push(Phone::new(carrier, chance.bits(), battery));
        }
        let mut world = Self {
            seed,
            now: START,
            start: START,
            chance,
            ears: Chance::new(seed ^ EARS),
            clerk_chance: Chance::new(seed ^ CLERKS),
            clerks: Vec::new(),
            queue: Queue::default(),
            countries,
            net: Net { lost: 40, doubled: 40, damaged: 0, slowest_ms: 1_500 },
            disk,
            shell: None,
            lives: 0,
            gateway: Gateway::default(),
            households,
            phones,
            desks: Vec::new(),
            pending: BTreeMap::new(),
            kept: None,
            requests: 0,
            cell_key: cell_key(),
            checks: Checks::default(),
            trace: Trace::default(),
            stats: Stats::default(),
            meddler: Meddler::HONEST,
        };
        world.start_cell()?;
        world.furnish()?;
        world.meddler = meddler;
        world.people()?;
        Ok(world)
    }

    pub(super) fn must(&mut self, by: Option<AccountId>, order: RosterOrder) -> Flow {
        let request = self.request();
        let input = match by {
            Some(by) => Input::Order { request, by, order: order.into() },
            None => Input::Bootstrap { request, order: Box::new(order) },
        };
        self.must_be_done(request, input)
    }

    fn must_be_done(&mut self, request: hoeder_vocab::RequestId, input: Input) -> Flow {
        self.kept = None;
        self.ask_cell(request, Pending::Kept, input)?;
        self.commit_now()?;
        match self.kept.take() {
            Some(Reply::Done | Reply::Paired { .. }) => Ok(()),
            other => broken("the world can be furnished", format!("{other:?}")),
        }
    }

    /// Rooms, zones, accounts, cases, persons, buttons, and handsets paired by the one-time code.
    fn furnish(&mut self) -> Flow {
        for room in demo::rooms() {
            self.must(None, RosterOrder::PutRoom(room))?;
        }
        for district in demo::districts() {
            self.must(None, RosterOrder::PutDistrict(district))?;
        }
        for office in demo::offices() {
            self.must(None, RosterOrder::PutOffice(office))?;
        }
        for zone in demo::zones() {
            self.must(None, RosterOrder::PutZone(zone))?;
        }
        for account in demo::accounts() {
            self.must(None, RosterOrder::PutAccount(account))?;
        }
        for household in self.households.clone() {
            let officer = Some(demo::officer_of(household.case.managing_zone));
            self.must(officer, RosterOrder::PutCase(household.case))?;
            for person in household.persons {
                self.must(officer, RosterOrder::PutPerson(person))?;
            }
            for carrier in household.carriers {
                let code_digest = self.chance.key();
                let expires_at = self.now.plus(Duration::from_secs(900));
                let person = carrier.person;
                self.must(officer, RosterOrder::OpenPairing { person, code_digest, expires_at })?;
                let key = hoeder_wire::SigningKey::from_seed(&carrier.signing_seed);
                let handset = NewHandset {
                    id: carrier.handset,
                    public_key: key.public_key().to_bytes(),
                    model: carrier.model.to_owned(),
                };
                let request = self.request();
                self.must_be_done(request, Input::Pair { request, code_digest, handset })?;
                if let Some(button) = carrier.button {
                    self.must(officer, RosterOrder::PutButton(button))?;
                }
            }
        }
        Ok(())
    }

    /// Phones are switched on, people sit down; some of them are slow, and some do nothing at all.
    fn people(&mut self) -> Flow {
        for n in 0..self.phones.len() {
            self.wake_phone(n)?;
        }
        for account in demo::accounts() {
            let manner = self.manner();
            self.desks.push(Desk::new(account, manner));
        }
        self.plan_clerks();
        for n in 0..self.desks.len() {
            if self.chance.per_mille(750) {
                let at = later(self.now, self.chance.between(0, 20_000));
                self.queue.plan(at, Happening::Desk(n, 0, DeskAct::Connect));
            }
        }
        Ok(())
    }

    fn manner(&mut self) -> Manner {
        // One in six never clicks.
        let slowest = self.ears.between(300, 9_000);
        let listens = (!self.ears.one_in(6)).then_some((300, slowest));
        let mut pace = |never_in: u64, least: u64, most: u64| {
            let never = self.chance.one_in(never_in);
            let slowest = self.chance.between(least, most);
            (!never).then_some((least, slowest))
        };
        Manner {
            paints: pace(5, 60, 5_000),
            takes: pace(2, 1_000, 60_000),
            works: pace(5, 1_500, 90_000),
            returns: pace(6, 300, 30_000),
            listens,
        }
    }
}
