//! Keeps the sound of alarms: packets in, files of `store::recordings` out, word of each segment to the engine (FL-31).
//!
//! Whoever hands over a packet never waits, and neither an alarm nor a listener notices a disk that fails.
//! Never here: who may hear a recording, bytes on disk (`store`), the network.

mod figures;
mod hear;
mod hearings;
mod host;
mod lane;
mod look;
mod one;
mod pace;
mod thread;

#[cfg(test)]
mod tests;

pub(crate) use figures::Figures;
pub(crate) use hear::{CannotHear, Exported, Heard};
pub(crate) use hearings::{Hearing, Hearings};
pub(crate) use host::{KeyAsk, RecordingWork};

use crate::clock;
use crate::metrics::Metrics;
use crate::runtime::gate::Gate;
use crate::runtime::reader::chain;
use core::time::Duration;
use hoeder_engine::voice::RecordingFacts;
pub use hoeder_store::recordings::Packet;
use hoeder_vocab::AlarmId;
use host::{GateHost, Host};
use lane::Lane;
use look::Term;
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use thread::Worker;
use tokio::sync::Semaphore;

/// Rooms for which the queues are made: two seconds of all of them fit.
const ROOMS: usize = 200;
/// Packets that wait in all queues together; what comes on top is counted and missing.
const WAITING: usize = ROOMS * 50 * 2;

/// Where and for how long.
#[derive(Debug, Clone)]
pub struct RecordingSettings {
    /// The folder of the recordings.
    pub folder: PathBuf,
    /// How long after its last sound the recording of a closed alarm is kept, unless somebody holds it (GN-04).
    pub term: Duration,
    /// How often it is looked for recordings whose term is over.
    pub look_every: Duration,
    /// Threads that write: each waits for the disk once a second and room.
    pub threads: usize,
}

impl RecordingSettings {
    /// In this folder, for a year.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        let day = Duration::from_secs(86_400);
        Self { folder, term: day.saturating_mul(365), look_every: day, threads: 4 }
    }
}

/// The way to the threads that record. A clone is another way to the same.
#[derive(Clone)]
pub struct Recordings(Arc<Shared>);

struct Shared {
    folder: PathBuf,
    lanes: Vec<Lane>,
    host: Arc<dyn Host>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    term: Term,
    /// Recordings that are read at once.
    reading: Semaphore,
    hearings: Hearings,
}

impl Recordings {
    /// Begins to record, with the keys and the ear of the engine behind this gate. What is said of rooms that were open before
    /// waits there before anything of a new life.
    ///
    /// # Errors
    /// A thread cannot be started.
    pub(crate) fn begin(
        settings: &RecordingSettings,
        gate: &Arc<Gate>,
        metrics: &Metrics,
        known: &[RecordingFacts],
    ) -> io::Result<Self> {
        let host = Arc::new(GateHost(Arc::clone(gate)));
        Self::start(settings, host, Arc::clone(metrics.recording()), known)
    }

    /// Names in the log what an earlier life left unnamed, then begins to record.
    ///
    /// # Errors
    /// A thread cannot be started.
    fn start(
        settings: &RecordingSettings,
        host: Arc<dyn Host>,
        figures: Arc<Figures>,
        known: &[RecordingFacts],
    ) -> io::Result<Self> {
        if let Err(error) = make_folder(&settings.folder) {
            tracing::error!(error = %chain(&error), "the folder of recordings cannot be made: no sound is kept");
        }
        look::name_what_is_unnamed(&settings.folder, known, host.as_ref());
        let count = settings.threads.max(1);
        let mut lanes = Vec::with_capacity(count);
        let mut threads = Vec::with_capacity(count + 1);
        for number in 0..count {
            let (lane, ends) = Lane::new(WAITING / count, Arc::clone(&figures));
            let worker = Worker::new(settings.folder.clone(), ends, Arc::clone(&host), Arc::clone(&figures));
            threads.push(started(&format!("hoeder-rec-{number}"), move || worker.run())?);
            lanes.push(lane);
        }
        let (term, keeper) = Term::new(settings, Arc::clone(&host));
        threads.push(started("hoeder-rec-term", move || keeper.run(clock::now))?);
        let folder = settings.folder.clone();
        let (threads, reading) = (Mutex::new(threads), Semaphore::new(hear::AT_ONCE));
        let hearings = Hearings::default();
        Ok(Self(Arc::new(Shared { folder, lanes, host, threads, term, reading, hearings })))
    }

    /// A packet of the handset. Never waits: what finds no room is counted and becomes a gap.
    pub fn packet(&self, alarm: AlarmId, packet: Packet) {
        if let Some(lane) = self.lane(alarm) {
            lane.packet(alarm, packet);
        }
    }

    /// The microphone is lost: the segment ends.
    pub fn lost(&self, alarm: AlarmId) {
        if let Some(lane) = self.lane(alarm) {
            lane.lost(alarm);
        }
    }

    /// The alarm closed: its recording ends.
    pub fn closed(&self, alarm: AlarmId) {
        if let Some(lane) = self.lane(alarm) {
            lane.closed(alarm);
        }
    }

    /// Destroys the key of a recording (GN-04); tried again until it is done.
    pub fn erase(&self, alarm: AlarmId) {
        if let Some(lane) = self.lane(alarm) {
            lane.erase(alarm);
        }
    }

    /// Who hears which.
    pub(crate) fn hearings(&self) -> &Hearings {
        &self.0.hearings
    }

    /// Looks now for recordings whose term is over.
    pub fn look_for_terms(&self) {
        self.0.term.look();
    }

    /// Where they are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// Makes all that came durable, names it, and ends the threads. Before the engine stops.
    pub(crate) fn stop(&self) -> bool {
        self.0.term.stop();
        self.0.lanes.iter().for_each(Lane::stop);
        let threads = core::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let ended: Vec<bool> = threads.into_iter().map(|thread| thread.join().is_ok()).collect();
        ended.into_iter().all(|well| well)
    }

    fn lane(&self, alarm: AlarmId) -> Option<&Lane> {
        let count = u128::try_from(self.0.lanes.len()).ok()?;
        // The last bits of an id are random in all its versions that we make or get.
        let place = alarm.as_uuid().as_u128().checked_rem(count)?;
        self.0.lanes.get(usize::try_from(place).ok()?)
    }
}

impl core::fmt::Debug for Recordings {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Recordings[{} threads]", self.0.lanes.len())
    }
}

/// Only its owner reads it.
fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn started(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work)
}
