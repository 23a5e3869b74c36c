//! The writer's thread: takes everything that waits, makes it durable in one commit, and tells the engine.
//!
//! Never here: a rule, or a decision to drop anything.

use super::engine::PROOFS_EVERY;
use super::files::FileWork;
use super::reader::chain;
use crate::clock;
use crate::metrics::Metrics;
use crate::voice::recording::RecordingWork;
use core::time::Duration;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use hoeder_engine::entry::{Entry, Event, Subject};
use hoeder_engine::input::{Proof, StoreHealth};
use hoeder_engine::output::StoredFix;
use hoeder_store::{Batch, SubmitError, Writer};
use hoeder_vocab::{HandsetId, Seq};
use hoeder_watch::alarm::{AlarmEvent, Home};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Most works in one commit.
const AT_ONCE: usize = 1_024;
/// Proofs of life written at once; small, as a press may wait behind it.
const PROOFS_AT_ONCE: usize = 256;
/// Read models follow once nothing has come for this long, so that at a press the processors belong to the press ..
const SETTLE_AFTER: Duration = Duration::from_millis(10);
/// .. or, where work never ends, after this long.
const SETTLE_AT_LAST: Duration = Duration::from_millis(500);
/// Records that read models take in at once; small, as a press may wait behind it.
const SETTLE_AT_ONCE: u32 = 16;
/// What only notes what happened, such as that an alarm is held, waits this long for company: nobody waits for it.
const LINGER: Duration = Duration::from_millis(5);

/// What the engine hands over.
pub(crate) enum WriterWork {
    /// An entry of the log.
    Entry(Box<Entry>),
    /// A position.
    Fix(Box<StoredFix>),
    /// Proofs of life: the newest of a handset counts.
    Proofs(Vec<Proof>),
    /// Destroy a key.
    Destroy(Subject),
    /// The records on which the engine's state rests, after everything before it.
    Snapshot(Vec<Seq>),
    /// Keep or give the file of a document, when nothing else waits.
    File(FileWork),
    /// A key of a recording, after everything before it: sound waits for it, and no disk is touched.
    Recording(RecordingWork),
    /// Nothing more comes.
    Finish,
}

/// What the engine hears.
pub(crate) enum Done {
    /// Everything up to this one is durable.
    Durable { through: Seq, home: Home },
    /// The store works, or does not.
    Store(StoreHealth),
    /// This life of the engine may not write any more.
    Fatal,
}

/// The writer with its connections.
pub(crate) struct WriterThread {
    pub(crate) writer: Writer,
    pub(crate) work: Receiver<WriterWork>,
    pub(crate) done: Sender<Done>,
    pub(crate) backlog: Arc<AtomicUsize>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) retry: Duration,
    /// What the engine was told last about the store.
    pub(crate) told: StoreHealth,
}

struct Gathered {
    batch: Batch,
    works: usize,
    /// Of which did not come from the engine.
    others: usize,
    recordings: Vec<RecordingWork>,
    snapshot: Option<Vec<Seq>>,
    finish: bool,
}

/// How many proofs of life to write.
#[derive(PartialEq, Eq)]
enum Proofs {
    All,
    UntilMoreWork,
}

/// Why the thread ends.
struct Ended;

/// Does it only note what happened? Nobody waits for it, and it promises nothing.
fn is_note(work: &WriterWork) -> bool {
    let WriterWork::Entry(entry) = work else { return false };
    matches!(&entry.event, Event::Alarm(_, AlarmEvent::Held { .. } | AlarmEvent::Shown { .. }))
}

impl WriterThread {
    /// Runs until told to finish; then everything is in the store or in the spool.
    pub(crate) fn run(mut self) {
        let mut proofs: BTreeMap<HandsetId, Proof> = BTreeMap::new();
        let mut proofs_due = Instant::now();
        let mut next_try = Instant::now() + self.retry;
        // Since when the read models are behind.
        let mut behind: Option<Instant> = None;
        let mut files: VecDeque<FileWork> = VecDeque::new();
        self.metrics.store("up");
        loop {
            let wait = match (behind, proofs.is_empty()) {
                _ if !files.is_empty() => Duration::ZERO,
                (Some(_), _) => SETTLE_AFTER,
                (None, false) => PROOFS_EVERY,
                (None, true) => self.retry,
            };
            let first = match self.work.recv_timeout(wait) {
                Ok(first) => Some(first),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let quiet = first.is_none();
            let gathered = self.gather(first, &mut proofs, &mut files);
            if !gathered.batch.entries.is_empty() {
                behind.get_or_insert_with(Instant::now);
            }
            if self.submit(gathered.batch, gathered.works.saturating_sub(gathered.others)).is_err() {
                break;
            }
            gathered.recordings.into_iter().for_each(|work| work.run(&mut self.writer));
            if !proofs.is_empty() && (proofs_due.elapsed() >= PROOFS_EVERY || gathered.finish) {
                proofs_due = Instant::now();
                let which = if gathered.finish { Proofs::All } else { Proofs::UntilMoreWork };
                if self.write_proofs(&mut proofs, which).is_err() {
                    break;
                }
            }
            if let Some(live) = gathered.snapshot {
                self.snapshot(&live);
            }
            if behind.is_some_and(|since| quiet || since.elapsed() >= SETTLE_AT_LAST) {
                behind = self.settle();
            }
            if Instant::now() >= next_try {
                next_try = Instant::now() + self.retry;
                if self.drain().is_err() {
                    break;
                }
            }
            // One at a time: a press that came meanwhile goes first.
            if (self.work.is_empty() || gathered.finish)
                && let Some(file) = files.pop_front()
            {
                file.run(&mut self.writer);
            }
            self.tell();
            if gathered.finish {
                self.close();
                return;
            }
        }
        self.say(Done::Fatal);
    }

    fn gather(
        &self,
        first: Option<WriterWork>,
        proofs: &mut BTreeMap<HandsetId, Proof>,
        files: &mut VecDeque<FileWork>,
    ) -> Gathered {
        let mut gathered = Gathered {
            batch: Batch::default(),
            works: 0,
            others: 0,
            recordings: Vec::new(),
            snapshot: None,
            finish: false,
        };
        let mut next = first;
        let mut linger = Some(Instant::now() + LINGER);
        while let Some(work) = next {
            if !is_note(&work) {
                linger = None;
            }
            match work {
                WriterWork::Entry(entry) => gathered.batch.entries.push(*entry),
                WriterWork::Fix(fix) => gathered.batch.fixes.push(*fix),
                WriterWork::Proofs(news) => {
                    for proof in news {
                        let known = proofs.entry(proof.handset).or_insert(proof);
                        if proof.heard_at > known.heard_at {
                            *known = proof;
                        }
                    }
                }
                WriterWork::Destroy(subject) => gathered.batch.destroy.push(subject),
                WriterWork::Recording(work) => {
                    gathered.recordings.push(work);
                    gathered.others += 1;
                }
                WriterWork::Snapshot(live) => {
                    gathered.snapshot = Some(live);
                    return gathered;
                }
                WriterWork::File(file) => {
                    files.push_back(file);
                    gathered.others += 1;
                }
                WriterWork::Finish => {
                    gathered.finish = true;
                    return gathered;
                }
            }
            gathered.works += 1;
            if gathered.works >= AT_ONCE {
                break;
            }
            next = match linger {
                Some(until) => self.work.recv_deadline(until).ok(),
                None => self.work.try_recv().ok(),
            };
        }
        gathered
    }

    /// Lets the read models follow until there is other work; since when they are behind then.
    fn settle(&mut self) -> Option<Instant> {
        loop {
            match self.writer.settle(SETTLE_AT_ONCE) {
                Ok(true) => return None,
                Ok(false) => {}
                Err(error) => {
                    // The log is whole, and whoever asks for a read model brings it up: no alarm depends on it.
                    tracing::warn!(error = %chain(&error), "the read models cannot follow the log now");
                    return None;
                }
            }
            if !self.work.is_empty() {
                return Some(Instant::now());
            }
        }
    }

    fn submit(&mut self, batch: Batch, works: usize) -> Result<(), Ended> {
        let empty = batch.entries.is_empty() && batch.fixes.is_empty() && batch.destroy.is_empty();
        if !empty {
            let began = Instant::now();
            let submitted = self.writer.submit(batch);
            self.metrics.committed(began.elapsed());
            match submitted {
                Ok(done) => self.say_durable(done.through, done.home),
                Err(error) => self.failed(&error)?,
            }
        }
        let left = self.backlog.fetch_sub(works, Ordering::Relaxed).saturating_sub(works);
        self.metrics.backlog(left);
        Ok(())
    }

    fn write_proofs(&mut self, proofs: &mut BTreeMap<HandsetId, Proof>, which: Proofs) -> Result<(), Ended> {
        while let Some((handset, _)) = proofs.first_key_value() {
            let first = *handset;
            let some: Vec<Proof> =
                proofs.range(first..).take(PROOFS_AT_ONCE).map(|(_, proof)| *proof).collect();
            for proof in &some {
                proofs.remove(&proof.handset);
            }
            if let Err(error) = self.writer.submit(Batch { proofs: some, ..Batch::default() }) {
                self.failed(&error)?;
            }
            // A press that came meanwhile goes before the next proofs.
            if which == Proofs::UntilMoreWork && !self.work.is_empty() {
                break;
            }
        }
        Ok(())
    }

    fn failed(&self, error: &SubmitError) -> Result<(), Ended> {
        match error {
            SubmitError::Down { .. } => Ok(()),
            SubmitError::Fenced(_)
            | SubmitError::Rejected(_)
            | SubmitError::Format(_)
            | SubmitError::Seal(_) => {
                tracing::error!(error = %chain(error), "the log accepts nothing more from this server: it stops");
                Err(Ended)
            }
        }
    }

    fn drain(&mut self) -> Result<(), Ended> {
        match self.writer.try_drain(clock::now()) {
            Ok(None) => Ok(()),
            Ok(Some(drained)) => {
                if drained.records > 0 {
                    tracing::info!(records = drained.records, "the spool was brought into the store");
                }
                self.say_durable(drained.through, drained.home);
                Ok(())
            }
            Err(error) => self.failed(&error),
        }
    }

    fn snapshot(&mut self, live: &[Seq]) {
        if let Err(error) = self.writer.snapshot(live) {
            tracing::warn!(error = %chain(&error), "no snapshot now; the next start reads more of the log");
        }
    }

    /// How the store is comes first: whoever hears that it is held in the spool knows already why.
    fn say_durable(&mut self, through: Seq, home: Home) {
        self.tell();
        self.say(Done::Durable { through, home });
    }

    fn tell(&mut self) {
        let health = self.writer.health();
        if let Some(cause) = self.writer.take_cause() {
            tracing::warn!(error = %chain(cause.as_ref()), "the store failed");
        }
        if health == self.told {
            return;
        }
        self.told = health;
        match health {
            StoreHealth::Up => {
                self.metrics.store("up");
                tracing::info!("the store works again");
            }
            StoreHealth::Spooling => {
                self.metrics.store("spooling");
                tracing::error!("the store is down: alarms are held in the spool file; repair the store");
            }
            StoreHealth::Down => {
                self.metrics.store("down");
                tracing::error!(
                    "neither store nor spool works: alarms are shown but not held; free the disk now"
                );
            }
        }
        self.say(Done::Store(health));
    }

    fn close(self) {
        match self.writer.close(clock::now()) {
            Ok(()) => tracing::info!("the log is closed"),
            Err(error) => {
                tracing::warn!(error = %chain(&error), "the log is closed; what the spool holds is brought in at the next start");
            }
        }
    }

    fn say(&self, done: Done) {
        // The engine is gone only after it was told that all is done, or with the process.
        drop(self.done.send(done));
    }
}
