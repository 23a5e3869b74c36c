//! The engine's side of the world: inputs in, outputs done in their order, batches made durable, crashes and starts.
//!
//! Never here: what a phone or a person decides.

use super::happening::{Downward, Fault, Happening, Tail, Upward, later};
use super::shell::Shell;
use super::{Flow, Pending, World, broken};
use hoeder_engine::input::{Input, StoreHealth};
use hoeder_engine::output::{Directory, Output, Reply};
use hoeder_store::{Batch, SubmitError};
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{HandsetId, ReceivedAt, RequestId, Seq};
use hoeder_watch::alarm::Home;
use hoeder_wire::handset::seal_downlink;

impl World<'_> {
    /// The number of a new request.
    pub(crate) fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId::from_u128(self.requests)
    }

    /// Gives the engine an input and does all that it puts out.
    pub(crate) fn tell_cell(&mut self, input: Input) -> Flow {
        let now = self.now;
        let Some(shell) = &mut self.shell else { return Ok(()) };
        shell.cell.handle(input, now);
        self.pump()
    }

    /// Like `tell_cell`, for an input that is answered; the answer goes to whom `pending` says.
    pub(crate) fn ask_cell(&mut self, request: RequestId, pending: Pending, input: Input) -> Flow {
        let now = self.now;
        let Some(shell) = &mut self.shell else { return Ok(()) };
        shell.cell.handle(input, now);
        let head = shell.cell.head();
        self.pending.insert(request, (pending, head));
        self.pump()
    }

    pub(crate) fn pump(&mut self) -> Flow {
        let Some(shell) = &mut self.shell else { return Ok(()) };
        let mut outputs: Vec<Output> = std::iter::from_fn(|| shell.cell.poll_output()).collect();
        (self.meddler.outputs)(&mut outputs);
        self.check_outputs(&outputs)?;
        let mut next = Seq(u64::MAX);
        for output in outputs.iter().rev() {
            if let Output::Append(entry) = output {
                next = entry.seq;
            }
            // An answer rests on nothing that was put out after it, such as a timer that fell on the same moment.
            if let Output::Reply { request, .. } = output
                && let Some((_, rests_on)) = self.pending.get_mut(request)
            {
                *rests_on = (*rests_on).min(Seq(next.0.saturating_sub(1)));
            }
        }
        for output in outputs {
            self.cell_output(output)?;
        }
        self.plan_cell();
        Ok(())
    }

    fn plan_cell(&mut self) {
        let slow = self.chance.between(0, 12);
        let (now, deaf) = (self.now, self.meddler.deaf_to_time);
        let Some(shell) = &mut self.shell else { return };
        let due = shell.cell.poll_timeout().map(|at| at.max(now)).filter(|_| !deaf);
        if due != shell.tick_at {
            shell.tick_at = due;
            if let Some(at) = due {
                self.queue.plan(at, Happening::EngineTick(shell.life));
            }
        }
        if shell.has_work() && !shell.commit_planned {
            shell.commit_planned = true;
            // Proofs of life alone may wait a second.
            let hurry = !(shell.batch.entries.is_empty() && shell.batch.fixes.is_empty());
            let at = later(now, if hurry { slow } else { 900 });
            self.queue.plan(at, Happening::Commit(shell.life));
        }
    }

    pub(crate) fn engine_tick(&mut self, life: u64) -> Flow {
        let now = self.now;
        let Some(shell) = self.shell.as_mut().filter(|s| s.life == life && s.tick_at == Some(now)) else {
            return Ok(());
        };
        shell.tick_at = None;
        self.tell_cell(Input::Tick)
    }

    fn cell_output(&mut self, output: Output) -> Flow {
        match output {
            Output::Page { desks, page, .. } => {
                for desk in desks {
                    self.desk_is_paged(desk, &page);
                }
                Ok(())
            }
            Output::Append(entry) => {
                let seq = entry.seq;
                if let Some(shell) = &mut self.shell {
                    shell.batch.entries.push(*entry);
                }
                if self.meddler.early_durable {
                    return self.tell_cell(Input::Durable { through: seq, home: Home::Store });
                }
                Ok(())
            }
            Output::Fix(fix) => {
                self.checks.fixes.entry(fix.alarm).or_default().push(fix.clone());
                if let Some(shell) = &mut self.shell {
                    shell.batch.fixes.push(fix);
                }
                Ok(())
            }
            Output::Proof(proof) => {
                self.checks.note_proof(proof);
                if let Some(shell) = &mut self.shell {
                    shell.batch.proofs.push(proof);
                }
                Ok(())
            }
            Output::Notify { handset, downlink } => {
                self.notify(handset, &downlink);
                Ok(())
            }
            Output::Reply { request, reply } => self.answer(request, reply),
            Output::Directory(directory) => {
                match directory {
                    Directory::Handset { handset, public_key, state } => {
                        self.gateway.learn(handset, &public_key, state);
                    }
                    Directory::Account(_)
                    | Directory::Ended(..)
                    | Directory::Tracker(_)
                    | Directory::TrackerGone(_) => {}
                }
                Ok(())
            }
            Output::DestroyKey(subject) => {
                if let Some(shell) = &mut self.shell {
                    shell.batch.destroy.push(subject);
                }
                Ok(())
            }
            Output::Dispatch(_)
            | Output::Watch(_)
            | Output::Command { .. }
            | Output::Instruct(_)
            | Output::Voice(_)
            | Output::EraseRecording(_) => Ok(()),
            Output::Disconnect(desks) => {
                self.disconnect(&desks);
                Ok(())
            }
        }
    }

    /// On the stream of a phone, in order.
    fn notify(&mut self, handset: HandsetId, downlink: &Downlink) {
        let delay = self.chance.between(15, 120);
        let now = self.now;
        let Some(stream) = self.gateway.streams.get_mut(&handset) else { return };
        let at = later(now, delay).max(stream.last_arrives);
        stream.last_arrives = at;
        let bytes = seal_downlink(&self.cell_key.0, handset, downlink);
        let (phone, life, path) = (stream.phone, stream.life, stream.path);
        let downward = Downward { phone, life, path, answers: None, bytes };
        self.queue.plan(at, Happening::Downward(Box::new(downward)));
    }

    fn answer(&mut self, request: RequestId, reply: Reply) -> Flow {
        let Some((pending, head)) = self.pending.remove(&request) else { return Ok(()) };
        self.check_reply(&reply, head)?;
        match pending {
            Pending::Phone(upward) => {
                let Reply::Downlink(downlink) = reply else {
                    return broken("a phone is answered in its own words", format!("{reply:?}"));
                };
                self.answer_phone(&upward, &downlink);
                Ok(())
            }
            Pending::Desk(desk, act) => self.desk_is_answered(desk, act, &reply),
            Pending::Clerk(n) => {
                self.clerk_is_answered(n, &reply);
                Ok(())
            }
            Pending::Kept => {
                self.kept = Some(reply);
                Ok(())
            }
            Pending::Nobody => Ok(()),
        }
    }

    fn answer_phone(&mut self, upward: &Upward, downlink: &Downlink) {
        if self.chance.per_mille(self.net.lost) {
            return;
        }
        let Some(handset) = self.phones.get(upward.phone).map(super::phone::Phone::handset) else { return };
        let bytes = seal_downlink(&self.cell_key.0, handset, downlink);
        let (phone, life, path) = (upward.phone, upward.life, upward.path);
        let downward = Downward { phone, life, path, answers: Some(upward.message), bytes };
        let at = later(self.now, self.chance.between(15, 150));
        self.queue.plan(at, Happening::Downward(Box::new(downward)));
    }

    /// A message reaches the gateway.
    pub(crate) fn upward(&mut self, upward: Upward) -> Flow {
        let (phone, life) = (upward.phone, upward.life);
        let place = (upward.path, upward.message);
        if self.shell.is_none() {
            // Nobody listens: the connection is refused.
            let failed = Happening::SendFails { phone, life, path: place.0, message: place.1 };
            self.queue.plan(later(self.now, 60), failed);
            return Ok(());
        }
        let Ok((handset, claim, uplink)) = self.gateway.receive(upward.bytes.as_bytes(), self.now) else {
            let failed = Happening::SendFails { phone, life, path: place.0, message: place.1 };
            self.queue.plan(later(self.now, 60), failed);
            return Ok(());
        };
        let says_hello = uplink == hoeder_vocab::handset::Uplink::Hello;
        let vouched = matches!(claim, hoeder_engine::input::Claim::Verified(_));
        if says_hello && vouched {
            let stream =
                super::gateway::Stream { phone, life, path: place.0, hello: place.1, last_arrives: self.now };
            self.gateway.streams.insert(handset, stream);
        }
        let request = self.request();
        let received_at = ReceivedAt(self.now);
        let input = Input::Handset { request, claim, uplink, received_at };
        self.ask_cell(request, Pending::Phone(Box::new(upward)), input)
    }

    pub(crate) fn commit(&mut self, life: u64) -> Flow {
        if self.shell.as_ref().is_some_and(|shell| shell.life == life) {
            return self.commit_now();
        }
        Ok(())
    }

    /// Makes durable what waits, and tells the engine.
    pub(crate) fn commit_now(&mut self) -> Flow {
        let Some(shell) = &mut self.shell else { return Ok(()) };
        shell.commit_planned = false;
        if !shell.has_work() {
            return Ok(());
        }
        let batch: Batch = std::mem::take(&mut shell.batch);
        match shell.writer.submit(batch) {
            Ok(submitted) => self.is_durable((submitted.through, submitted.home), submitted.health),
            Err(SubmitError::Down { .. }) => self.store_is(StoreHealth::Down),
            Err(
                error @ (SubmitError::Fenced(_)
                | SubmitError::Rejected(_)
                | SubmitError::Format(_)
                | SubmitError::Seal(_)),
            ) => broken(
                "the log takes what the engine decides: no gap, versions by one (FL-31)",
                format!("{error}: {:?}", std::error::Error::source(&error)),
            ),
        }
    }

    fn is_durable(&mut self, (through, home): (Seq, Home), health: StoreHealth) -> Flow {
        self.checks.durable = self.checks.durable.max(through);
        self.tell_cell(Input::Durable { through, home })?;
        self.store_is(health)
    }

    fn store_is(&mut self, health: StoreHealth) -> Flow {
        self.tell_cell(Input::Store(health))?;
        let at = later(self.now, 1_000);
        if let Some(shell) = &mut self.shell
            && health != StoreHealth::Up
            && !shell.drain_planned
        {
            shell.drain_planned = true;
            self.queue.plan(at, Happening::Drain(shell.life));
        }
        Ok(())
    }

    pub(crate) fn drain(&mut self, life: u64) -> Flow {
        let now = self.now;
        let Some(shell) = self.shell.as_mut().filter(|shell| shell.life == life) else { return Ok(()) };
        shell.drain_planned = false;
        match shell.writer.try_drain(now) {
            Ok(Some(drained)) => self.is_durable((drained.through, drained.home), drained.health),
            Ok(None) => {
                let health = shell.writer.health();
                self.store_is(health)
            }
            Err(error) => broken("the spool fits onto the log", format!("{error}")),
        }
    }

    /// The process is gone: memory, connections, everything but disk and spool.
    pub(crate) fn crash(&mut self, unsynced: Tail) {
        if self.shell.take().is_none() {
            return;
        }
        self.stats.crashes += 1;
        if unsynced == Tail::Kept {
            self.disk.spool.keep_unsynced_tail();
        } else {
            self.disk.spool.lose_unsynced_tail();
        }
        self.connections_end();
        let at = later(self.now, self.chance.between(400, 15_000));
        self.queue.plan(at, Happening::Fault(Fault::Start));
    }

    /// An orderly stop: what waits is written, the log is closed.
    pub(crate) fn restart(&mut self) -> Flow {
        self.commit_now()?;
        let now = self.now;
        if let Some(shell) = self.shell.take() {
            // A store that is down stays so; the spool has it all, or it was never acknowledged.
            let _closed = shell.writer.close(now);
            self.stats.restarts += 1;
            self.connections_end();
            self.queue.plan(later(now, 700), Happening::Fault(Fault::Start));
        }
        Ok(())
    }

    fn connections_end(&mut self) {
        self.pending.clear();
        self.checks.forget_life();
        let streams = std::mem::take(&mut self.gateway).streams;
        for stream in streams.into_values() {
            let failed = Happening::SendFails {
                phone: stream.phone,
                life: stream.life,
                path: stream.path,
                message: stream.hello,
            };
            self.queue.plan(later(self.now, 80), failed);
        }
        self.desks_are_cut_off();
    }

    /// The next life: from snapshot, log and spool.
    pub(crate) fn start_cell(&mut self) -> Flow {
        if self.shell.is_some() {
            return Ok(());
        }
        self.lives += 1;
        let begun = Shell::begin(&self.disk, (self.seed, self.lives), self.countries);
        let Ok(begun) = begun else {
            self.queue.plan(later(self.now, 1_000), Happening::Fault(Fault::Start));
            return Ok(());
        };
        if begun.stranded > 0 {
            return broken(
                "one engine writes: nothing in the spool is stranded",
                format!("{}", begun.stranded),
            );
        }
        self.checks.restored(&begun.stored, begun.fixes, &begun.proofs)?;
        self.shell = Some(begun.shell);
        let now = self.now;
        if let Some(shell) = &mut self.shell {
            shell.cell.start(now);
        }
        self.checks.began = now;
        self.pump()?;
        self.commit_now()?;
        if self.lives > 1 {
            self.queue.plan(later(now, 5), Happening::Compare);
            self.desks_come_back();
        }
        Ok(())
    }

    /// The snapshot is taken when the store has everything that the engine has put out.
    pub(crate) fn snapshot(&mut self) -> Flow {
        self.commit_now()?;
        if let Some(shell) = &mut self.shell
            && !shell.has_work()
            && shell.writer.health() == StoreHealth::Up
        {
            let live = shell.cell.live_records();
            if shell.writer.snapshot(&live).is_ok() {
                self.stats.snapshots += 1;
            }
        }
        Ok(())
    }
}
