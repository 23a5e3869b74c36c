//! One thread that records: the recordings of the alarms that fall to it, a turn for each packet and for each second.
//!
//! Never here: waiting for anything but the disk.

use super::Figures;
use super::host::{Host, KeyAnswer, KeyAsk};
use super::lane::{LaneEnd, RecordWork};
use super::one::{One, Said};
use crate::clock;
use crate::runtime::reader::chain;
use core::time::Duration;
use crossbeam_channel::{Receiver, Sender, bounded, select};
use hoeder_engine::voice::VoiceNews;
use hoeder_store::recordings::{RecordingSteps, erase_key, sound_file, wrapped_key};
use hoeder_vocab::{AlarmId, UtcMillis};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Between two looks at the queue. To be woken for each packet would cost who hands them over more than all else that is done with it.
const LOOK: Duration = Duration::from_millis(20);
/// Between two ticks.
const TICK: Duration = Duration::from_secs(1);
/// Alarms that one thread records at once; the packets of further ones are counted and missing.
const MOST: usize = 512;
/// Alarms that closed and whose late packets are known as such.
const REMEMBERED: usize = 1_024;
/// Longest wait for a key when the thread ends.
const LAST_KEYS: Duration = Duration::from_secs(2);
/// Words for the engine that wait for it; further segments are named at the next start.
const OUTBOX: usize = 8_192;

/// Has something to say at each step of each write, for who makes it fail in a test.
pub(super) type Saboteur = Box<dyn Fn() -> RecordingSteps + Send>;

pub(super) struct Worker {
    folder: PathBuf,
    lane: LaneEnd,
    host: Arc<dyn Host>,
    figures: Arc<Figures>,
    keys: (Sender<KeyAnswer>, Receiver<KeyAnswer>),
    running: BTreeMap<AlarmId, One>,
    closed: VecDeque<AlarmId>,
    erasing: BTreeSet<AlarmId>,
    outbox: VecDeque<(AlarmId, VoiceNews)>,
    pub(super) saboteur: Option<Saboteur>,
}

impl Worker {
    pub(super) fn new(folder: PathBuf, lane: LaneEnd, host: Arc<dyn Host>, figures: Arc<Figures>) -> Self {
        Self {
            folder,
            lane,
            host,
            figures,
            keys: bounded(MOST),
            running: BTreeMap::new(),
            closed: VecDeque::new(),
            erasing: BTreeSet::new(),
            outbox: VecDeque::new(),
            saboteur: None,
        }
    }

    pub(super) fn run(mut self) {
        let mut next = Instant::now() + TICK;
        let (queue, keys, stop) = (self.lane.queue.clone(), self.keys.1.clone(), self.lane.stop.clone());
        loop {
            select! {
                recv(keys) -> answer => if let Ok(answer) = answer {
                    self.key(answer, clock::now());
                },
                recv(stop) -> _ => break,
                default(LOOK) => {}
            }
            // As much as waits now: a second passes and a key comes in between, however much comes.
            for work in queue.try_iter().take(queue.len()) {
                self.take(work, clock::now());
            }
            if Instant::now() >= next {
                next = Instant::now() + TICK;
                self.tick(clock::now());
            }
            self.tell();
        }
        self.finish(clock::now());
    }

    /// Whatever came is kept, then all recordings end.
    fn finish(&mut self, now: UtcMillis) {
        for work in self.lane.queue.clone().try_iter() {
            self.take(work, now);
        }
        while self.running.values().any(One::is_waiting)
            && let Ok(answer) = self.keys.1.recv_timeout(LAST_KEYS)
        {
            self.key(answer, now);
        }
        let alarms: Vec<AlarmId> = self.running.keys().copied().collect();
        for alarm in alarms {
            self.end(alarm, now);
        }
        self.erase();
        self.tell();
        if !self.outbox.is_empty() {
            tracing::warn!(
                segments = self.outbox.len(),
                "some segments are named in the log at the next start"
            );
        }
    }

    /// All that waits.
    #[cfg(test)]
    pub(super) fn turn(&mut self, now: UtcMillis) {
        for work in self.lane.queue.clone().try_iter() {
            self.take(work, now);
        }
        self.take_keys(now);
        self.tell();
    }

    pub(super) fn take(&mut self, work: RecordWork, now: UtcMillis) {
        match work {
            RecordWork::Packet { alarm, packet, after_gap } => {
                if self.closed.contains(&alarm) || self.erasing.contains(&alarm) {
                    return;
                }
                let begun = Instant::now();
                let begins = !self.running.contains_key(&alarm);
                if begins {
                    if self.running.len() >= MOST {
                        return self.figures.dropped(1);
                    }
                    self.running.insert(alarm, One::new(alarm, now));
                    self.figures.running(1);
                }
                self.with(alarm, |one, said| {
                    if after_gap {
                        one.cut(now, said);
                    }
                    one.packet(packet, said);
                });
                if begins {
                    self.ask(alarm, now);
                }
                self.figures.turn(begun.elapsed());
            }
            RecordWork::Lost(alarm) => self.with(alarm, |one, said| one.cut(now, said)),
            RecordWork::Closed(alarm) => self.close(alarm, now),
            RecordWork::Erase(alarm) => {
                self.close(alarm, now);
                self.end(alarm, now);
                self.erasing.insert(alarm);
                self.erase();
            }
            RecordWork::Settle(answer) => {
                self.tell();
                // Who asked may have gone meanwhile.
                let _gone = answer.send(self.outbox.is_empty());
            }
        }
    }

    pub(super) fn tick(&mut self, now: UtcMillis) {
        if let Some(spilled) = self.lane.spilled() {
            let waiting: Vec<RecordWork> = self.lane.queue.clone().try_iter().collect();
            waiting.into_iter().for_each(|work| self.take(work, now));
            spilled.closed.into_iter().for_each(|alarm| self.take(RecordWork::Closed(alarm), now));
            spilled.erase.into_iter().for_each(|alarm| self.take(RecordWork::Erase(alarm), now));
        }
        let alarms: Vec<AlarmId> = self.running.keys().copied().collect();
        for alarm in alarms {
            self.with(alarm, |one, said| one.tick(now, said));
            self.ask(alarm, now);
            self.end_if_over(alarm, now);
        }
        self.erase();
    }

    /// What is read from the disk to ask for a key is small; where it fails, the next second is another try.
    fn ask(&mut self, alarm: AlarmId, now: UtcMillis) {
        let wants = self.running.get_mut(&alarm).and_then(|one| one.wants_key(now));
        let Some(first_at) = wants else { return };
        match wrapped_key(&self.folder, alarm) {
            // Sound whose key is gone was erased: nothing is ever added to it.
            Ok(None) if sound_file(&self.folder, alarm).exists() => {
                self.key(KeyAnswer { alarm, given: None }, now);
            }
            Ok(wrapped) => {
                self.host.ask_key(KeyAsk { alarm, first_at, wrapped, answer: self.keys.0.clone() })
            }
            Err(error) => {
                tracing::error!(%alarm, error = %chain(&error), "the key of a recording cannot be read");
                self.key(KeyAnswer { alarm, given: None }, now);
            }
        }
    }

    fn key(&mut self, answer: KeyAnswer, now: UtcMillis) {
        if let Err(error) = super::make_folder(&self.folder) {
            tracing::debug!(error = %chain(&error), "the folder of recordings cannot be made");
        }
        let steps = self.saboteur.as_ref().map(|saboteur| saboteur());
        let folder = self.folder.clone();
        self.with(answer.alarm, |one, said| one.key(&folder, answer.given, (now, steps), said));
        self.end_if_over(answer.alarm, now);
    }

    /// A key that came while the queue was at work.
    fn take_keys(&mut self, now: UtcMillis) {
        for answer in self.keys.1.clone().try_iter() {
            self.key(answer, now);
        }
    }

    /// Sound that came a moment before the close still waits for its key; nothing is added to it.
    fn close(&mut self, alarm: AlarmId, now: UtcMillis) {
        self.take_keys(now);
        if let Some(one) = self.running.get_mut(&alarm) {
            one.close(now);
        }
        self.end_if_over(alarm, now);
        if !self.closed.contains(&alarm) {
            if self.closed.len() >= REMEMBERED {
                self.closed.pop_front();
            }
            self.closed.push_back(alarm);
        }
    }

    fn end_if_over(&mut self, alarm: AlarmId, now: UtcMillis) {
        if self.running.get(&alarm).is_some_and(|one| one.is_over(now)) {
            self.end(alarm, now);
        }
    }

    fn end(&mut self, alarm: AlarmId, now: UtcMillis) {
        self.with(alarm, |one, said| one.end(now, said));
        if let Some(one) = self.running.remove(&alarm) {
            self.figures.running(-1);
            self.figures.stopped(-i64::from(one.is_stopped()));
        }
    }

    fn erase(&mut self) {
        let folder = &self.folder;
        self.erasing.retain(|alarm| match erase_key(folder, *alarm) {
            Ok(_) => false,
            Err(error) => {
                tracing::error!(%alarm, error = %chain(&error), "the key of a recording cannot be destroyed now: it is tried again");
                true
            }
        });
    }

    fn with(&mut self, alarm: AlarmId, act: impl FnOnce(&mut One, &mut Said)) {
        let Some(one) = self.running.get_mut(&alarm) else { return };
        let (before, mut said) = (one.is_stopped(), Said::default());
        act(one, &mut said);
        self.figures.stopped(i64::from(one.is_stopped()) - i64::from(before));
        if said.dropped > 0 {
            self.figures.dropped(said.dropped);
        }
        for news in said.news {
            if self.outbox.len() >= OUTBOX {
                self.figures.unsaid();
            } else {
                self.outbox.push_back((alarm, news));
            }
        }
    }

    /// In order; what the engine has no room for waits.
    fn tell(&mut self) {
        while let Some((alarm, news)) = self.outbox.front() {
            if !self.host.tell(*alarm, *news) {
                return;
            }
            self.outbox.pop_front();
        }
    }
}
