//! The cell without a server: for commands that keep the roster while nobody else works on the log.
//!
//! The same engine and the same writer as in the server, so that a rule holds whoever orders.
//! Never here: a rule.

use crate::config::Settings;
use crate::exit::{Code, Failure, Outcome};
use crate::home::{self, Lock};
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::input::{Input, RosterOrder};
use hoeder_engine::output::{Output, Problem, Reply};
use hoeder_engine::roster::{Account, District, Office, Room, Zone};
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_store::{Batch, Writer};
use hoeder_vocab::{
    AccountId, DistrictId, Epoch, MeasureId, OfficeId, Purpose, RequestId, RoomId, UtcMillis, ZoneId,
};
use hoeder_watch::alarm::Home;
use std::collections::{BTreeMap, BTreeSet};

/// What the log says about rooms, zones and accounts.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Rooms.
    pub(crate) rooms: BTreeMap<RoomId, Room>,
    /// Zones with their versions.
    pub(crate) zones: BTreeMap<(ZoneId, Option<UtcMillis>), Zone>,
    /// Accounts.
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    /// Judicial districts.
    pub(crate) districts: BTreeMap<DistrictId, District>,
    /// Prosecutor's offices.
    pub(crate) offices: BTreeMap<OfficeId, Office>,
    /// Measures.
    pub(crate) measures: BTreeSet<MeasureId>,
}

impl Known {
    fn learn(&mut self, entry: &Entry) {
        if let Event::RoomPut(room) = &entry.event {
            self.rooms.insert(room.id, room.clone());
        } else if let Event::ZonePut(zone) = &entry.event {
            self.zones.insert((zone.id, zone.valid_from), zone.clone());
        } else if let Event::AccountPut(account) = &entry.event {
            self.accounts.insert(account.id, account.clone());
        } else if let Event::DistrictPut(district) = &entry.event {
            self.districts.insert(district.id, district.clone());
        } else if let Event::OfficePut(office) = &entry.event {
            self.offices.insert(office.id, office.clone());
        } else if let Event::Measure(measure, _) = &entry.event {
            self.measures.insert(*measure);
        }
    }

    /// A room by its id or its name.
    pub(crate) fn room(&self, text: &str) -> Outcome<&Room> {
        let id = text.parse::<RoomId>().ok();
        one(self.rooms.values().filter(|room| Some(room.id) == id || same(&room.name, text)), "room", text)
    }

    /// The newest version of a zone, by its id, code or name.
    pub(crate) fn zone(&self, text: &str) -> Outcome<&Zone> {
        let id = text.parse::<ZoneId>().ok();
        let newest: BTreeMap<ZoneId, &Zone> = self.zones.iter().map(|((id, _), zone)| (*id, zone)).collect();
        let fits = |zone: &&Zone| Some(zone.id) == id || zone.code == text || same(&zone.name, text);
        one(newest.into_values().filter(fits), "zone", text)
    }

    /// A judicial district by its id, code or name.
    pub(crate) fn district(&self, text: &str) -> Outcome<&District> {
        let id = text.parse::<DistrictId>().ok();
        let fits = |one: &&District| Some(one.id) == id || called(text, &one.code, &one.name);
        one(self.districts.values().filter(fits), "district", text)
    }

    /// A prosecutor's office by its id, code or name.
    pub(crate) fn office(&self, text: &str) -> Outcome<&Office> {
        let id = text.parse::<OfficeId>().ok();
        let fits = |one: &&Office| Some(one.id) == id || called(text, &one.code, &one.name);
        one(self.offices.values().filter(fits), "office", text)
    }

    /// An account by its login.
    pub(crate) fn account(&self, login: &str) -> Outcome<&Account> {
        one(self.accounts.values().filter(|account| account.login == login), "account", login)
    }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn called(text: &str, code: &str, name: &str) -> bool {
    (!code.is_empty() && same(code, text)) || same(name, text)
}

fn one<'a, T>(mut found: impl Iterator<Item = &'a T>, what: &str, text: &str) -> Outcome<&'a T> {
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failure::new(Code::NotFound, format!("there is no {what} `{text}`"))
            .hint(format!("`hoeder {what} list` shows them"))),
        (Some(_), Some(_)) => {
            Err(Failure::new(Code::Conflict, format!("more than one {what} is called `{text}`: use the id")))
        }
    }
}

/// An input that wants to know its request.
pub(crate) type Ask = Box<dyn FnOnce(RequestId) -> Input>;

/// A cell at work, without a server.
pub(crate) struct Offline {
    cell: Cell,
    /// None while it is only tried what would happen.
    writer: Option<Writer>,
    requests: u128,
    /// What the log says.
    pub(crate) known: Known,
    _lock: Lock,
}

impl Offline {
    /// Opens the log as its only writer and rebuilds the cell.
    ///
    /// # Errors
    /// [`Code::Conflict`] when a server works on it; [`Code::Unreachable`] when the store does not answer.
    pub(crate) fn open(settings: &Settings) -> Outcome<Self> {
        let data = &settings.server.data;
        let lock = home::lock(data)?;
        let opening = home::begin_writing(settings)?;
        let mut offline = Self::over(settings, opening.epoch(), lock)?;
        let (writer, restored) = home::replayed(settings, opening, &mut |entry| offline.replay(entry))?;
        for proof in restored.proofs {
            offline.cell.restore_proof(proof);
        }
        offline.writer = Some(writer);
        offline.cell.start(now());
        offline.settle()?;
        Ok(offline)
    }

    /// The same cell, to try what would happen: nothing is ever written.
    ///
    /// # Errors
    /// As [`Offline::open`].
    pub(crate) fn rehearse(settings: &Settings) -> Outcome<Self> {
        let lock = home::lock(&settings.server.data)?;
        let mut offline = Self::over(settings, Epoch(0), lock)?;
        home::look(settings, &mut |entry| offline.replay(entry))?;
        offline.cell.start(now());
        offline.settle()?;
        Ok(offline)
    }

    fn over(settings: &Settings, epoch: Epoch, lock: Lock) -> Outcome<Self> {
        let config = &settings.server.cell;
        let countries = Countries::new()
            .map_err(|e| Failure::failed("the built-in outlines of countries cannot be read", e))?;
        let cell = Cell::new(CellConfig {
            cell: config.cell,
            own_room: config.own_room,
            epoch,
            alarm_times: config.alarm_times.unwrap_or_default(),
            watch_times: config.watch_times.unwrap_or_default(),
            protocols: Vec::new(),
            ready_timeout: config.ready_timeout,
            countries,
            measures: settings.server.measures.clone(),
            tracking: hoeder_engine::tracking::TrackingRules::default(),
            voice: hoeder_engine::voice::VoiceTimes::default(),
        });
        Ok(Self { cell, writer: None, requests: 0, known: Known::default(), _lock: lock })
    }

    fn replay(&mut self, entry: Entry) {
        self.known.learn(&entry);
        self.cell.replay_own(entry);
    }

    /// Any inputs, all of them or none: what the engine does not accept, by the place of the input. When there is any,
    /// nothing is written and the cell is of no more use.
    ///
    /// # Errors
    /// As [`Offline::order`].
    pub(crate) fn ask_all(&mut self, inputs: Vec<Ask>) -> Outcome<Vec<(usize, Problem)>> {
        let mut refused = Vec::new();
        let mut batch = Batch::default();
        for (at, input) in inputs.into_iter().enumerate() {
            let request = self.request();
            self.cell.handle(input(request), now());
            refused.extend(self.drain(&mut batch).1.into_iter().map(|problem| (at, problem)));
        }
        if refused.is_empty() {
            self.write(batch)?;
            self.settle()?;
        }
        Ok(refused)
    }

    /// Orders of the machine's owner: all of them or none.
    ///
    /// # Errors
    /// The first that the engine does not accept; then nothing is written and the cell is of no more use.
    pub(crate) fn order(&mut self, orders: Vec<RosterOrder>) -> Outcome<()> {
        for order in orders {
            let request = self.request();
            self.cell.handle(Input::Bootstrap { request, order: Box::new(order) }, now());
        }
        self.settle().map(drop)
    }

    /// Any inputs, and the answers that follow.
    ///
    /// # Errors
    /// As [`Offline::order`].
    pub(crate) fn ask(&mut self, inputs: Vec<Ask>) -> Outcome<Vec<Reply>> {
        for input in inputs {
            let request = self.request();
            self.cell.handle(input(request), now());
        }
        self.settle()
    }

    fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId::from_u128(self.requests)
    }

    /// Makes durable what the cell put out, until it has nothing more to say; the answers.
    fn settle(&mut self) -> Outcome<Vec<Reply>> {
        let mut replies = Vec::new();
        loop {
            let mut batch = Batch::default();
            let (answered, refusals) = self.drain(&mut batch);
            replies.extend(answered);
            if let Some(problem) = refusals.first() {
                return Err(refused(problem));
            }
            if batch.entries.is_empty() && batch.fixes.is_empty() && batch.proofs.is_empty() {
                return Ok(replies);
            }
            self.write(batch)?;
        }
    }

    /// What the cell put out: records into the batch, answers, and what it refused.
    fn drain(&mut self, batch: &mut Batch) -> (Vec<Reply>, Vec<Problem>) {
        let (mut replies, mut refusals) = (Vec::new(), Vec::new());
        while let Some(output) = self.cell.poll_output() {
            match output {
                Output::Append(entry) => batch.entries.push(*entry),
                Output::Fix(fix) => batch.fixes.push(fix),
                Output::Proof(proof) => batch.proofs.push(proof),
                Output::DestroyKey(subject) => batch.destroy.push(subject),
                Output::Reply { reply: Reply::Problem(problem), .. } => refusals.push(problem),
                Output::Reply { reply, .. } => replies.push(reply),
                Output::Page { .. }
                | Output::Notify { .. }
                | Output::Directory(_)
                | Output::Disconnect(_)
                | Output::Dispatch(_)
                | Output::Watch(_)
                | Output::Command { .. }
                | Output::Instruct(_)
                | Output::Voice(_)
                | Output::EraseRecording(_) => {}
            }
        }
        (replies, refusals)
    }

    /// Makes a batch durable and tells the cell; only tells it while it is tried what would happen.
    fn write(&mut self, batch: Batch) -> Outcome<()> {
        for entry in &batch.entries {
            self.known.learn(entry);
        }
        let last = batch.entries.last().map(|entry| entry.seq);
        let (through, home) = match &mut self.writer {
            Some(writer) => {
                let done = writer
                    .submit(batch)
                    .map_err(|e| Failure::new(Code::Unreachable, "the store did not take it").because(e))?;
                (done.through, done.home)
            }
            None => match last {
                Some(through) => (through, Home::Store),
                None => return Ok(()),
            },
        };
        self.cell.handle(Input::Durable { through, home }, now());
        Ok(())
    }

    /// Signs the head of the log and lets go.
    ///
    /// # Errors
    /// When the store does not answer any more; what was ordered is durable all the same.
    pub(crate) fn close(self) -> Outcome<()> {
        let Some(writer) = self.writer else { return Ok(()) };
        writer
            .close(now())
            .map_err(|e| Failure::new(Code::Unreachable, "the log could not be closed").because(e))
    }
}

/// A no of the engine as a failure with its exit code.
fn refused(problem: &Problem) -> Failure {
    match problem {
        Problem::Rule(refusal) => Failure::new(Code::Refused, format!("refused: {refusal}")),
        Problem::Incident(refusal) => Failure::new(Code::Refused, format!("refused: {refusal}")),
        Problem::Denied(reason) => Failure::new(Code::NotAllowed, format!("not allowed: {reason}")),
        Problem::NotFound => Failure::new(Code::NotFound, "there is no such thing"),
        Problem::Invalid { field, expected } => {
            Failure::usage(format!("{field} does not fit")).hint(format!("expected: {expected}"))
        }
        Problem::Refused(refusal) => Failure::new(Code::Refused, format!("refused: {refusal}")),
        Problem::Conflict(code) => Failure::new(Code::Conflict, format!("conflict: {code}")),
    }
}

/// The clock of this machine, UTC.
pub(crate) fn now() -> UtcMillis {
    UtcMillis::from_unix_ms(jiff::Timestamp::now().as_millisecond())
}

/// A name that may be shown to the machine's owner.
pub(crate) fn shown_name(account: &Account) -> &str {
    account.name.reveal(Purpose::Administration)
}
