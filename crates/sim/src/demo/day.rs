//! The plumbing of the demo's past: time, orders, answers and what is written, through the real engine and writer.
//!
//! Never here: what happens on that day (`populate`, `clerks`).

use super::populate::{Populate, PopulateError};
use super::roster::{Carrier, account_id};
use super::tracking::Tracked;
use super::walk::Walker;
use crate::chance::Chance;
use hoeder_engine::Cell;
use hoeder_engine::duty::{Audio, Readiness};
use hoeder_engine::input::{Claim, Input, RosterOrder, SessionChange};
use hoeder_engine::output::{Output, Reply};
use hoeder_store::{Batch, Writer};
use hoeder_vocab::handset::Uplink;
use hoeder_vocab::{AccountId, DeskId, FixedAt, Percent, ReceivedAt, RequestId, UtcMillis};
use std::time::Duration;

/// Heartbeats of the past day come this often: proofs only, within the three minutes of the usual supervision class.
const BEAT_EVERY: Duration = Duration::from_secs(150);
/// Between two times that a screen says that it can be heard.
const READY_EVERY: Duration = Duration::from_secs(5);

/// Who is there on that day, at the desks of alarms and at that of tracking.
const PRESENT: [&str; 5] = ["operator1", "operator2", "duty-hoedergem", "officer-hoedergem", "wall"];
const CENTRE: [&str; 2] = ["monitor1", "monitor2"];

/// A phone of the day, and who carries it.
pub(crate) struct Phone {
    pub(crate) carrier: Carrier,
    pub(crate) walker: Walker,
    /// Silent within this time of the day.
    pub(crate) silent: (UtcMillis, UtcMillis),
}

/// The day, while it is played.
pub(crate) struct Day<'a> {
    pub(crate) options: &'a Populate<'a>,
    pub(crate) cell: Cell,
    pub(crate) writer: Writer,
    pub(crate) now: UtcMillis,
    pub(crate) from: UtcMillis,
    requests: u128,
    pub(crate) chance: Chance,
    pub(crate) phones: Vec<Phone>,
    pub(crate) desks: Vec<DeskId>,
    pub(crate) alarms: u32,
    pub(crate) tracked: Tracked,
    beat_at: UtcMillis,
    ready_at: UtcMillis,
}

impl<'a> Day<'a> {
    /// Begins `ahead` before the day itself.
    pub(crate) fn begin(options: &'a Populate<'a>, cell: Cell, writer: Writer, ahead: Duration) -> Self {
        let before = |at: UtcMillis, span: Duration| {
            UtcMillis::from_unix_ms(at.unix_ms() - i64::try_from(span.as_millis()).unwrap_or(0))
        };
        let from = before(options.until, Duration::from_secs(86_400));
        let now = before(from, ahead);
        Self {
            options,
            cell,
            writer,
            now,
            from,
            requests: 0,
            chance: Chance::new(options.seed),
            phones: Vec::new(),
            desks: Vec::new(),
            alarms: 0,
            tracked: Tracked::new(),
            beat_at: from,
            ready_at: from,
        }
    }

    /// Does what the engine puts out until it is silent; the answer to the last request, if there was one.
    pub(crate) fn settle(&mut self) -> Result<Option<Reply>, PopulateError> {
        let mut answer = None;
        loop {
            let mut batch = Batch::default();
            while let Some(output) = self.cell.poll_output() {
                match output {
                    Output::Append(entry) => {
                        self.tracked.note(&entry);
                        batch.entries.push(*entry);
                    }
                    Output::Watch(order) => self.tracked.order(order, self.now)?,
                    Output::Fix(fix) => batch.fixes.push(fix),
                    Output::Proof(proof) => batch.proofs.push(proof),
                    Output::DestroyKey(subject) => batch.destroy.push(subject),
                    Output::Reply { reply, .. } => answer = Some(reply),
                    Output::Page { .. }
                    | Output::Notify { .. }
                    | Output::Directory(_)
                    | Output::Disconnect(_)
                    | Output::Dispatch(_)
                    | Output::Command { .. }
                    | Output::Instruct(_)
                    | Output::Voice(_)
                    | Output::EraseRecording(_) => {}
                }
            }
            if batch.entries.is_empty() && batch.fixes.is_empty() && batch.proofs.is_empty() {
                return Ok(answer);
            }
            let submitted = self.writer.submit(batch).map_err(PopulateError::Submit)?;
            let durable = Input::Durable { through: submitted.through, home: submitted.home };
            self.cell.handle(durable, self.now);
        }
    }

    pub(crate) fn tell(&mut self, input: Input) -> Result<Option<Reply>, PopulateError> {
        self.cell.handle(input, self.now);
        self.settle()
    }

    /// Lets time pass, with every timer and every heartbeat at its own moment.
    pub(crate) fn wait_until(&mut self, end: UtcMillis) -> Result<(), PopulateError> {
        loop {
            let timer = self.cell.poll_timeout().filter(|at| *at <= end);
            let beat = Some(self.beat_at).filter(|at| *at <= end && !self.phones.is_empty());
            let ready = Some(self.ready_at).filter(|at| *at <= end && !self.desks.is_empty());
            let track = self.tracked.next().filter(|at| *at <= end);
            let Some(next) = timer.into_iter().chain(beat).chain(ready).chain(track).min() else { break };
            self.now = self.now.max(next);
            if track == Some(next) {
                self.everybody_reports()?;
            } else if ready == Some(next) {
                self.everybody_hears()?;
            } else if beat == Some(next) {
                self.beat_at = next.plus(BEAT_EVERY);
                self.everybody_beats()?;
            } else {
                self.tell(Input::Tick)?;
            }
        }
        self.now = self.now.max(end);
        Ok(())
    }

    pub(crate) fn everybody_beats(&mut self) -> Result<(), PopulateError> {
        let now = self.now;
        for n in 0..self.phones.len() {
            let charge = u8::try_from(self.chance.between(38, 96)).unwrap_or(60);
            let Some(phone) = self.phones.get(n) else { continue };
            if (phone.silent.0..phone.silent.1).contains(&now) {
                continue;
            }
            let button_linked = phone.carrier.button.is_some().then_some(true);
            let beat = Uplink::Heartbeat {
                sent_at: FixedAt(now),
                path: None,
                battery: Percent::new(charge),
                button_battery: None,
                button_linked,
            };
            let claim = Claim::Verified(phone.carrier.handset);
            let request = self.request();
            let input = Input::Handset { request, claim, uplink: beat, received_at: ReceivedAt(now) };
            self.cell.handle(input, now);
        }
        self.settle().map(|_| ())
    }

    pub(crate) fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId::from_u128(self.requests)
    }

    pub(crate) fn must(&mut self, by: Option<AccountId>, order: RosterOrder) -> Result<(), PopulateError> {
        let request = self.request();
        self.must_be_done(match by {
            Some(by) => Input::Order { request, by, order: order.into() },
            None => Input::Bootstrap { request, order: Box::new(order) },
        })
    }

    pub(crate) fn must_be_done(&mut self, input: Input) -> Result<(), PopulateError> {
        match self.tell(input)? {
            Some(Reply::Problem(problem)) => Err(PopulateError::Refused(problem)),
            _ => Ok(()),
        }
    }

    pub(crate) fn people_come(&mut self) -> Result<(), PopulateError> {
        for login in PRESENT.into_iter().chain(CENTRE) {
            self.tell(Input::Session(SessionChange::In(account_id(login))))?;
        }
        Ok(())
    }

    pub(crate) fn people_go(&mut self) -> Result<(), PopulateError> {
        self.wait_until(self.options.until)?;
        for login in PRESENT.into_iter().chain(CENTRE) {
            self.tell(Input::Session(SessionChange::Out(account_id(login))))?;
        }
        Ok(())
    }

    /// Screens are connected while there is something to tell: in between they would only draw the wall.
    pub(crate) fn sit_down(&mut self) -> Result<(), PopulateError> {
        for login in PRESENT {
            let (desk, account) = (DeskId::from_u128(self.chance.id()), account_id(login));
            self.tell(Input::DeskUp { desk, account, after: None })?;
            self.desks.push(desk);
        }
        self.everybody_hears()
    }

    /// Who sits there says so, as a page does every few seconds.
    pub(crate) fn everybody_hears(&mut self) -> Result<(), PopulateError> {
        self.ready_at = self.now.plus(READY_EVERY);
        let readiness = Readiness { audio: Audio::Running, heard: true };
        for desk in self.desks.clone() {
            self.tell(Input::Ready { desk, readiness })?;
        }
        Ok(())
    }

    pub(crate) fn stand_up(&mut self) -> Result<(), PopulateError> {
        for desk in std::mem::take(&mut self.desks) {
            self.tell(Input::OffDuty { desk })?;
            self.tell(Input::DeskDown { desk })?;
        }
        Ok(())
    }
}
