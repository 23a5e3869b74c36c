//! Tracking at work: its threads begun and ended, and the hands that others are given.
//!
//! Never here: judging, keeping.

use super::config::TrackingConfig;
use super::directory::Directory;
use super::door::Door;
use super::figures::{Figures, TrackingHealth};
use super::keeper::{Keeper, KeeperWork, tidy_files};
use super::link::CellLink;
use super::live::Live;
use super::placement::{Placement, Step};
use super::playback::Playback;
use super::recall::recall;
use super::shard::{Around, Control, Lanes, ShardThread};
use crate::clock;
use crate::runtime::reader::chain;
use core::time::Duration;
use crossbeam_channel::{Sender, unbounded};
use hoeder_store::KeyWrapping;
use hoeder_store::tracks::{CarrierKeys, Chores, TrackReader, TrackSettings, TrackWriter, TracksError};
use hoeder_vocab::{CarrierId, UtcMillis};
use hoeder_watch::track::Order;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// A stop of at most this long is none for the guards.
const SHORT_STOP: Duration = Duration::from_secs(60);
/// Most shards.
const MOST_SHARDS: usize = 64;

/// Why tracking does not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartTrackingError {
    /// The files of positions.
    #[error("the files of positions cannot be opened")]
    Tracks(#[from] TracksError),
    /// A thread cannot be started.
    #[error("a thread cannot be started")]
    Thread(#[source] io::Error),
}

/// Tracking at work.
pub struct Tracking {
    directory: Directory,
    placement: Mutex<Placement>,
    shards: Arc<Vec<Lanes>>,
    pub(super) figures: Arc<Figures>,
    door: Door,
    reader: TrackReader,
    keys: CarrierKeys,
    recall_since: UtcMillis,
    keeper: Sender<KeeperWork>,
    threads: Mutex<Threads>,
}

struct Threads {
    shards: Vec<JoinHandle<()>>,
    others: Vec<JoinHandle<()>>,
}

/// Opens the day files and says what was found wrong with them.
fn open_files(
    config: &TrackingConfig,
    wrapping: Box<dyn KeyWrapping>,
) -> Result<(TrackWriter, Chores), StartTrackingError> {
    let settings = TrackSettings {
        folder: config.folder.clone(),
        segment_bytes: config.segment_bytes,
        most_bytes: config.most_bytes,
    };
    let (writer, chores, recovered) = TrackWriter::open(settings, wrapping)?;
    if recovered.torn_bytes > 0 {
        tracing::warn!(
            bytes = recovered.torn_bytes,
            "unfinished positions, acknowledged to nobody, were cut off"
        );
    }
    if recovered.aside > 0 {
        tracing::error!(files = recovered.aside, "files of positions cannot be read and are set aside");
    }
    Ok((writer, chores))
}

impl Tracking {
    /// Opens the day files and starts the threads. Nothing is judged before [`Tracking::begin`].
    ///
    /// # Errors
    /// [`StartTrackingError`].
    pub fn start(
        config: &TrackingConfig,
        wrapping: Box<dyn KeyWrapping>,
        link: Arc<dyn CellLink>,
        figures: Arc<Figures>,
    ) -> Result<Self, StartTrackingError> {
        let (writer, chores) = open_files(config, wrapping)?;
        let keys = writer.keys();
        let reader = TrackReader::new(config.folder.clone(), keys.clone());
        let directory = Directory::default();
        let count = config.shards.clamp(1, MOST_SHARDS);
        let (lanes, ends): (Vec<_>, Vec<_>) =
            (0..).take(count).map(|n| Lanes::new(n, config.queue_reports, Arc::clone(&figures))).unzip();
        let shards = Arc::new(lanes);
        let (keeper, work) = unbounded();
        let now = clock::now();
        let recall_since = UtcMillis::from_unix_ms(
            now.unix_ms().saturating_sub(i64::try_from(config.recall.as_millis()).unwrap_or(i64::MAX)),
        );
        // After a short stop silences run on. After a long one everybody was unheard because nobody listened: they begin anew.
        let short = reader.last_receipt()?.is_some_and(|last| now.since(last.0) <= SHORT_STOP);
        let begin_at = if short { recall_since } else { now };
        let thread = |name: String| std::thread::Builder::new().name(name);
        let mut threads = Threads { shards: Vec::new(), others: Vec::new() };
        for (number, ends) in (0..).zip(ends) {
            let around = Around {
                shards: Arc::clone(&shards),
                directory: directory.clone(),
                link: Arc::clone(&link),
                figures: Arc::clone(&figures),
                keeper: keeper.clone(),
                begin_at,
            };
            let shard = ShardThread::new(number, config.rules.clone(), writer.sealer(), ends, around);
            let begun = thread(format!("hoeder-track-{number}")).spawn(move || shard.run());
            threads.shards.push(begun.map_err(StartTrackingError::Thread)?);
        }
        let keeping = Keeper {
            writer,
            work,
            figures: Arc::clone(&figures),
            keep_days: config.keep_days,
            shards: Arc::clone(&shards),
            erasing: Vec::new(),
        };
        let begun = thread(String::from("hoeder-tracks")).spawn(move || keeping.run());
        threads.others.push(begun.map_err(StartTrackingError::Thread)?);
        let begun = thread(String::from("hoeder-tidy")).spawn(move || tidy_files(&chores));
        threads.others.push(begun.map_err(StartTrackingError::Thread)?);
        let door = Door {
            directory: directory.clone(),
            shards: Arc::clone(&shards),
            figures: Arc::clone(&figures),
            link,
            device_batches: config.device_batches,
            gap: config.gap,
        };
        Ok(Self {
            placement: Mutex::new(Placement::new(count)),
            directory,
            shards,
            figures,
            door,
            reader,
            keys,
            recall_since,
            keeper,
            threads: Mutex::new(threads),
        })
    }

    /// Once the engine's orders of before the start were given: the guards hear the newest positions again, then what comes.
    /// Returns when all of it is on its way to the shards.
    pub fn begin(&self) {
        match recall(&self.reader, self.recall_since, &self.directory, &self.shards) {
            Ok(batches) => tracing::info!(batches, carriers = self.directory.carriers(), "tracking begins"),
            Err(error) => tracing::error!(
                error = %chain(&error),
                "positions of before the start cannot be read: the guards begin without them"
            ),
        }
        for shard in self.shards.iter() {
            shard.control(Control::Begin);
        }
    }

    /// An order of the engine.
    pub fn watch(&self, order: Order) {
        let steps = self.placement.lock().unwrap_or_else(PoisonError::into_inner).order(order);
        let tell = |shard: u32, control: Control| {
            if let Some(lanes) = usize::try_from(shard).ok().and_then(|shard| self.shards.get(shard)) {
                lanes.control(control);
            }
        };
        for step in steps {
            match step {
                Step::Order(shard, order) => tell(shard, Control::Order(order)),
                Step::Move { from, to, carriers } => tell(from, Control::Leave(to, carriers)),
                Step::Route(carrier, shard) => self.directory.route(carrier, shard),
            }
        }
    }

    /// The devices that may report.
    #[must_use]
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }
    /// Where batches come in.
    #[must_use]
    pub fn door(&self) -> Door {
        self.door.clone()
    }
    /// How things stand now.
    #[must_use]
    pub fn live(&self) -> Live {
        Live { directory: self.directory.clone(), shards: Arc::clone(&self.shards) }
    }
    /// What was.
    #[must_use]
    pub fn playback(&self) -> Playback {
        Playback(self.reader.clone())
    }
    /// For the wall.
    #[must_use]
    pub fn health(&self) -> TrackingHealth {
        self.figures.health(self.directory.carriers())
    }

    /// Destroys the key of a carrier: what was kept of it is read by nobody any more (GN-04). `false` when nothing was kept.
    ///
    /// # Errors
    /// [`TracksError::Io`]: it is not erased.
    pub fn erase(&self, carrier: CarrierId) -> Result<bool, TracksError> {
        let erased = self.keys.erase(carrier)?;
        for shard in self.shards.iter() {
            shard.control(Control::Forget(carrier));
        }
        Ok(erased)
    }

    /// The same without waiting; where the disk does not take it, it is tried again.
    pub fn erase_soon(&self, carrier: CarrierId) {
        if self.keeper.send(KeeperWork::Erase(carrier)).is_err() {
            tracing::error!("the keeper of positions is gone: a carrier is not erased");
        }
    }

    /// Ends in order: what came is judged and kept. Blocking. Did no thread fail?
    #[must_use]
    pub fn stop(&self) -> bool {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for shard in self.shards.iter() {
            shard.control(Control::Stop);
        }
        let shards = threads.shards.drain(..).fold(true, |fine, thread| thread.join().is_ok() & fine);
        let told = self.keeper.send(KeeperWork::Finish).is_ok();
        threads.others.drain(..).fold(shards & told, |fine, thread| thread.join().is_ok() & fine)
    }

    /// Has a thread ended although nobody stopped it?
    #[must_use]
    pub fn has_failed(&self) -> bool {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.shards.iter().chain(&threads.others).any(JoinHandle::is_finished)
    }
}
