//! The one who writes: groups of blocks into the open segment, one flush for all of them; what a crash tore is cut off.
//!
//! Nothing is ever written into a segment of an earlier life. Never here: queues, retention's terms.

use super::TracksError;
use super::chore::{self, Chore, Chores, Kind};
use super::keys::CarrierKeys;
use super::seal::{Group, Life, Placed, SALT, Sealer};
use super::segment::{self, Day, HEAD, Head, Loaded, Name};
use crate::vault::{Entropy, KeyWrapping, OsEntropy};
use hoeder_vocab::UtcMillis;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

/// Smallest segment; a group that is larger gets one of its size.
const LEAST_SEGMENT: u32 = 64 << 10;
/// Largest segment.
const MOST_SEGMENT: u32 = 1 << 30;
const NEXT: &str = "next.zeros";

/// How positions are kept.
#[derive(Debug, Clone)]
pub struct TrackSettings {
    /// Their folder; made when absent.
    pub folder: PathBuf,
    /// Size of a segment; 64 KiB to 1 GiB.
    pub segment_bytes: u32,
    /// Most bytes of the folder; `None` is the disk's own end.
    pub most_bytes: Option<u64>,
}

impl TrackSettings {
    /// In this folder, with segments of 32 MiB.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, segment_bytes: 32 << 20, most_bytes: None }
    }
}

/// What was found at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recovered {
    /// Bytes of blocks, acknowledged to nobody, that a crash tore and that were cut off.
    pub torn_bytes: u64,
    /// Segments that were not closed.
    pub closed: u32,
    /// Segments whose head cannot be read, set aside under the ending `.aside`.
    pub aside: u32,
}

/// Where a write is, for who makes it fail in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackStep {
    /// A new segment is about to be made.
    BeforeSegment,
    /// Nothing of the group is written.
    BeforeWrite,
    /// Half of it is.
    HalfWritten,
    /// All of it is, and nothing flushed.
    BeforeSync,
    /// It is durable.
    AfterSync,
}

/// Hears of each step and may make it fail.
pub type TrackSteps = Box<dyn FnMut(TrackStep) -> std::io::Result<()> + Send>;

struct Open {
    name: Name,
    file: File,
    /// Up to here everything is durable.
    end: u32,
    /// Up to here it is written.
    written: u32,
    blocks: Vec<Placed>,
    /// Of which are durable.
    durable: usize,
}

/// Writes positions. One at a time has a folder.
pub struct TrackWriter {
    settings: TrackSettings,
    keys: CarrierKeys,
    life: Arc<Life>,
    open: Option<Open>,
    day: Option<Day>,
    next_number: u32,
    chores: Sender<Chore>,
    steps: Option<TrackSteps>,
    /// Held while the writer lives.
    _lock: File,
}

impl TrackWriter {
    /// Opens a folder, with the keys of its carriers under this master key, and closes what a crash left open.
    ///
    /// # Errors
    /// [`TracksError`].
    pub fn open(
        mut settings: TrackSettings,
        wrapping: Box<dyn KeyWrapping>,
    ) -> Result<(Self, Chores, Recovered), TracksError> {
        settings.segment_bytes = settings.segment_bytes.clamp(LEAST_SEGMENT, MOST_SEGMENT);
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&settings.folder)?;
        let lock = lock(&settings.folder)?;
        let keys = CarrierKeys::open(&settings.folder, wrapping, Box::new(OsEntropy))?;
        let (recovered, last) = recover(&settings.folder)?;
        let mut salt = [0; SALT];
        OsEntropy.fill(&mut salt).map_err(TracksError::Key)?;
        let (chores, end) = channel();
        let writer = Self {
            keys,
            life: Arc::new(Life::new(salt)),
            open: None,
            day: last.map(|name| name.day),
            next_number: last.map_or(0, |name| name.number + 1),
            chores,
            steps: None,
            _lock: lock,
            settings,
        };
        writer.prepare();
        Ok((writer, Chores(end), recovered))
    }

    /// With an observer of every step.
    #[must_use]
    pub fn with_steps(mut self, steps: TrackSteps) -> Self {
        self.steps = Some(steps);
        self
    }
    /// The keys, to erase a carrier and to read.
    #[must_use]
    pub fn keys(&self) -> CarrierKeys {
        self.keys.clone()
    }
    /// Where the files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.settings.folder
    }
    /// Seals for a shard; its groups belong into this writer.
    #[must_use]
    pub fn sealer(&self) -> Sealer {
        Sealer::new(Arc::clone(&self.life), self.keys.clone())
    }

    /// Makes groups durable, with one flush. After an error none of them is acknowledged, and the next try begins a segment.
    ///
    /// # Errors
    /// [`TracksError::Full`], [`TracksError::Io`].
    pub fn append(&mut self, groups: &[Group]) -> Result<(), TracksError> {
        let done = self.keys.sync().and_then(|()| self.write_all(groups));
        if done.is_err() {
            self.abandon();
        }
        done
    }

    fn write_all(&mut self, groups: &[Group]) -> Result<(), TracksError> {
        for group in groups.iter().filter(|group| !group.is_empty()) {
            let received = group.received.map_or(UtcMillis::default(), |at| at.0);
            // A segment keeps at least as long as its day says, so a late group may lie in a later day, never in an earlier one.
            let day = self.day.map_or(Day::of(received), |day| day.max(Day::of(received)));
            let size = u32::try_from(group.bytes()).map_err(|_| TracksError::Full)?;
            let most = self.settings.segment_bytes;
            let fits = |open: &Open| open.name.day == day && open.written.saturating_add(size) <= most;
            if !self.open.as_ref().is_some_and(fits) {
                self.flush()?;
                self.rotate(day, received, size)?;
            }
            self.write(group, size)?;
        }
        self.flush()
    }

    fn write(&mut self, group: &Group, size: u32) -> Result<(), TracksError> {
        self.step(TrackStep::BeforeWrite)?;
        let Some(open) = &mut self.open else { return Err(TracksError::Full) };
        let (half, rest) = group.bytes.split_at(group.bytes.len() / 2);
        let at = u64::from(open.written);
        open.file.write_all_at(half, at)?;
        if let Some(steps) = &mut self.steps {
            steps(TrackStep::HalfWritten)?;
        }
        open.file.write_all_at(rest, at + u64::try_from(half.len()).unwrap_or(0))?;
        let begins = open.written;
        open.blocks.extend(group.blocks.iter().map(|block| Placed { at: block.at + begins, ..*block }));
        open.written += size;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), TracksError> {
        if self.open.as_ref().is_none_or(|open| open.written == open.end) {
            return Ok(());
        }
        self.step(TrackStep::BeforeSync)?;
        if let Some(open) = &mut self.open {
            open.file.sync_data()?;
            open.end = open.written;
            open.durable = open.blocks.len();
        }
        self.step(TrackStep::AfterSync)
    }

    fn step(&mut self, step: TrackStep) -> Result<(), TracksError> {
        match &mut self.steps {
            Some(steps) => Ok(steps(step)?),
            None => Ok(()),
        }
    }

    /// Closes the open segment and begins one for that day.
    fn rotate(&mut self, day: Day, begun: UtcMillis, needed: u32) -> Result<(), TracksError> {
        self.abandon();
        self.step(TrackStep::BeforeSegment)?;
        let bytes = self.settings.segment_bytes.max(needed.saturating_add(1024));
        self.check_room(u64::from(bytes))?;
        let folder = &self.settings.folder;
        let name = Name { day, number: self.next_number };
        let ready = folder.join(NEXT);
        let partial = folder.join("begun.part");
        let long_enough = ready.metadata().is_ok_and(|ready| ready.len() >= u64::from(bytes));
        let file = if long_enough && std::fs::rename(&ready, &partial).is_ok() {
            OpenOptions::new().read(true).write(true).open(&partial)?
        } else {
            chore::zeros(&partial, bytes)?
        };
        file.write_all_at(&Head { begun, salt: self.life.salt }.bytes(name), 0)?;
        file.sync_data()?;
        std::fs::rename(&partial, name.segment(folder))?;
        File::open(folder)?.sync_all()?;
        let start = u32::try_from(HEAD).unwrap_or_default();
        self.open = Some(Open { name, file, end: start, written: start, blocks: Vec::new(), durable: 0 });
        self.day = Some(day);
        self.next_number = self.next_number.checked_add(1).ok_or(TracksError::Exhausted)?;
        self.prepare();
        Ok(())
    }

    /// Does the folder have room for so many bytes more?
    fn check_room(&self, bytes: u64) -> Result<(), TracksError> {
        let Some(most) = self.settings.most_bytes else { return Ok(()) };
        let mut used = 0_u64;
        for entry in std::fs::read_dir(&self.settings.folder)? {
            let entry = entry?;
            if entry.file_name() != NEXT {
                used = used.saturating_add(entry.metadata()?.len());
            }
        }
        if used.saturating_add(bytes) > most { Err(TracksError::Full) } else { Ok(()) }
    }

    fn prepare(&self) {
        let path = self.settings.folder.join(NEXT);
        self.hand_over(Kind::Prepare { path, bytes: self.settings.segment_bytes });
    }

    /// Ends the open segment at what is durable.
    fn abandon(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.blocks.truncate(open.durable);
            let folder = &self.settings.folder;
            let (segment, index) = (open.name.segment(folder), open.name.index(folder));
            self.hand_over(Kind::Close { segment, index, blocks: open.blocks, end: open.end });
        }
    }

    fn hand_over(&self, chore: Kind) {
        // Without anybody who does chores they are done at the next start.
        drop(self.chores.send(Chore(chore)));
    }

    /// Deletes the days before `keep_days` days ago, whole; never the open segment. How many segments went.
    ///
    /// # Errors
    /// [`TracksError::Io`]; what was deleted is deleted.
    pub fn drop_days(&mut self, keep_days: u16, now: UtcMillis) -> Result<u32, TracksError> {
        let folder = &self.settings.folder;
        let first = Day::of(now).minus(keep_days);
        let open = self.open.as_ref().map(|open| open.name);
        let mut dropped = 0;
        for ending in ["trk", "aside"] {
            for name in segment::list(folder, ending)? {
                if name.day < first && Some(name) != open {
                    std::fs::remove_file(name.segment(folder).with_extension(ending))?;
                    dropped += 1;
                }
            }
        }
        for name in segment::list(folder, "idx")? {
            if !name.segment(folder).exists() {
                std::fs::remove_file(name.index(folder))?;
            }
        }
        Ok(dropped)
    }

    /// Ends this life in order: everything closed and indexed.
    ///
    /// # Errors
    /// [`TracksError`]; the next start makes up for it.
    pub fn close(mut self) -> Result<(), TracksError> {
        self.flush()?;
        let Some(open) = self.open.take() else { return Ok(()) };
        let folder = &self.settings.folder;
        chore::close(&open.name.segment(folder), &open.name.index(folder), open.blocks, open.end)
    }
}

fn lock(folder: &Path) -> Result<File, TracksError> {
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(TracksError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Cuts and indexes what has no index. The last segment of all.
fn recover(folder: &Path) -> Result<(Recovered, Option<Name>), TracksError> {
    for left in ["begun.part", "next.part"] {
        match std::fs::remove_file(folder.join(left)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    let mut recovered = Recovered::default();
    let names = segment::list(folder, "trk")?;
    for name in &names {
        let (path, index) = (name.segment(folder), name.index(folder));
        if index.exists() {
            continue;
        }
        let Some(loaded) = Loaded::read(&path)? else {
            std::fs::rename(&path, path.with_extension("aside"))?;
            recovered.aside += 1;
            continue;
        };
        let (blocks, end) = loaded.placed();
        recovered.torn_bytes += loaded.torn(end);
        recovered.closed += 1;
        chore::close(&path, &index, blocks, end)?;
    }
    Ok((recovered, names.last().copied()))
}
