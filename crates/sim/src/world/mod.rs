//! A seeded world: people with phones and buttons, networks, the engine with its store, desks - and everything that fails.
//!
//! One virtual clock; the scheduler jumps from one happening to the next. After each, everything promised is checked.
//! Never here: the promises (`check`).

mod cell;
mod desks;
mod ears;
mod faults;
mod gateway;
pub(crate) mod happening;
mod measures;
mod phone;
mod phones;
mod setup;
pub(crate) mod shell;

use crate::chance::Chance;
use crate::check::Checks;
use crate::demo::Household;
use crate::trace::Trace;
use desks::{Desk, Manner};
use gateway::Gateway;
use happening::{Act, DeskAct, Happening, Queue, Upward, later};
use hoeder_engine::output::{Output, Reply};
use hoeder_geo::Countries;
use hoeder_store::faulty::LogFault;
use hoeder_vocab::{RequestId, Seq, UtcMillis};
use hoeder_wire::{PublicKey, SigningKey};
use measures::Clerk;
use phone::Phone;
use phones::Net;
use shell::{Disk, Shell};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) promise: &'static str,
    pub(crate) detail: String,
}

/// On, or a broken promise.
pub(crate) type Flow = Result<(), Broken>;

pub(crate) fn broken<T>(promise: &'static str, detail: String) -> Result<T, Broken> {
    Err(Broken { promise, detail })
}

/// Who waits for an answer of the engine.
pub(crate) enum Pending {
    Phone(Box<Upward>),
    Desk(usize, DeskAct),
    Clerk(usize),
    /// The world itself: the answer is kept for it.
    Kept,
    Nobody,
}

/// Breaks the shell on purpose, to show that the checkers see it. The honest one does nothing.
#[derive(Clone, Copy)]
pub(crate) struct Meddler {
    pub(crate) outputs: fn(&mut Vec<Output>),
    /// Tells the engine that an entry is durable before it is.
    pub(crate) early_durable: bool,
    /// Never wakes the engine.
    pub(crate) deaf_to_time: bool,
}

impl Meddler {
    pub(crate) const HONEST: Self = Self { outputs: |_| {}, early_durable: false, deaf_to_time: false };
}

/// What happened in a world, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    pub(crate) events: u64,
    pub(crate) presses: u64,
    pub(crate) messages: u64,
    pub(crate) orders: u64,
    pub(crate) tests: u64,
    pub(crate) crashes: u64,
    pub(crate) restarts: u64,
    pub(crate) snapshots: u64,
    pub(crate) strangers: u64,
    pub(crate) alarms: u64,
    pub(crate) taken_over: u64,
    pub(crate) returned: u64,
    pub(crate) vouched: u64,
    pub(crate) missed: u64,
    pub(crate) said: u64,
    pub(crate) measures: u64,
    pub(crate) records: u64,
    pub(crate) simulated_ms: u64,
}

/// The world.
pub(crate) struct World<'a> {
    pub(crate) seed: u64,
    pub(crate) now: UtcMillis,
    pub(crate) start: UtcMillis,
    pub(crate) chance: Chance,
    pub(crate) ears: Chance,
    pub(crate) clerk_chance: Chance,
    pub(crate) clerks: Vec<Clerk>,
    pub(crate) queue: Queue,
    pub(crate) countries: &'a Arc<Countries>,
    pub(crate) net: Net,
    pub(crate) disk: Disk,
    pub(crate) shell: Option<Shell>,
    pub(crate) lives: u64,
    pub(crate) gateway: Gateway,
    pub(crate) households: Vec<Household>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) desks: Vec<Desk>,
    pub(crate) pending: BTreeMap<RequestId, (Pending, Seq)>,
    pub(crate) kept: Option<Reply>,
    pub(crate) requests: u128,
    pub(crate) cell_key: (SigningKey, PublicKey),
    pub(crate) checks: Checks,
    pub(crate) trace: Trace,
    pub(crate) stats: Stats,
    pub(crate) meddler: Meddler,
}

/// How long the healed world has to keep every promise, milliseconds.
const HEALED_MS: u64 = 240_000;

impl World<'_> {
    /// The fault phase, then the healing, then the reckoning.
    pub(crate) fn live(&mut self) -> Flow {
        let length_ms = self.chance.between(300_000, 780_000);
        self.plan_troubles(length_ms);
        self.run_until(later(self.now, length_ms))?;
        self.trace.line(self.now, || "-- everything heals --".to_owned());
        self.heal()?;
        self.run_until(later(self.now, HEALED_MS))?;
        self.reckon()
    }

    fn run_until(&mut self, end: UtcMillis) -> Flow {
        while let Some((at, happening)) = self.queue.next(end) {
            self.now = self.now.max(at);
            self.stats.events += 1;
            self.trace.line(self.now, || line(&happening));
            self.happen(happening)?;
            self.check_now()?;
        }
        self.now = end;
        Ok(())
    }

    fn happen(&mut self, happening: Happening) -> Flow {
        match happening {
            Happening::PhoneTick(n) => self.phone_tick(n),
            Happening::PhoneAct(n, act) => self.phone_act(n, act),
            Happening::PhoneSyncs(n, life) => {
                self.phone_syncs(n, life);
                Ok(())
            }
            Happening::PhoneFix(n, plan) => self.phone_fix(n, plan),
            Happening::SendFails { phone, life, path, message } => {
                self.send_failed(phone, life, (path, message))
            }
            Happening::Upward(upward) => self.upward(*upward),
            Happening::Downward(downward) => self.downward(&downward),
            Happening::EngineTick(life) => self.engine_tick(life),
            Happening::Commit(life) => self.commit(life),
            Happening::Drain(life) => self.drain(life),
            Happening::Desk(n, session, act) => self.desk_act(n, session, act),
            Happening::Fault(fault) => self.fault(fault),
            Happening::Clerk(n) => self.clerk_acts(n),
            Happening::Compare => self.compare(),
        }
    }

    /// Everything works again, and two operators do their work.
    fn heal(&mut self) -> Flow {
        self.net = Net::default();
        self.disk.faults.set(LogFault::None);
        self.disk.spool.fail_next(0);
        self.disk.spool.sync_fails_next(0);
        self.disk.spool.limit(None);
        for n in 0..self.phones.len() {
            self.wake_phone(n)?;
            for path in [hoeder_beacon::Path::Wifi, hoeder_beacon::Path::Cellular] {
                self.phone_act(n, Act::PathUp(path))?;
            }
        }
        self.queue.plan(self.now, Happening::Fault(happening::Fault::Start));
        for n in 0..self.desks.len() {
            let own = self.desks.get(n).is_some_and(|d| d.account.room == Some(crate::demo::OWN_ROOM));
            if own && let Some(desk) = self.desks.get_mut(n) {
                desk.manner = Manner::DILIGENT;
            }
            // A fresh connection, so that everybody sees anew what is open.
            self.queue.plan(later(self.now, 300), Happening::Desk(n, 0, DeskAct::Disconnect));
            self.queue.plan(later(self.now, 2_500), Happening::Desk(n, 0, DeskAct::Connect));
        }
        Ok(())
    }
}

/// One line of the trace; without anything personal.
fn line(happening: &Happening) -> String {
    match happening {
        Happening::Upward(upward) => {
            format!("message {} of phone {} arrives", upward.message.0, upward.phone)
        }
        Happening::Downward(downward) => {
            format!("phone {} hears the cell, in answer to {:?}", downward.phone, downward.answers)
        }
        Happening::PhoneTick(_)
        | Happening::PhoneAct(..)
        | Happening::PhoneSyncs(..)
        | Happening::PhoneFix(..)
        | Happening::SendFails { .. }
        | Happening::EngineTick(_)
        | Happening::Commit(_)
        | Happening::Drain(_)
        | Happening::Desk(..)
        | Happening::Clerk(_)
        | Happening::Fault(_)
        | Happening::Compare => format!("{happening:?}"),
    }
}
