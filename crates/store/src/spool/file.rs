//! The spool as a file, preallocated so that it also works on a full disk, and because appending then takes 0.1 ms.
//!
//! Layout: 64 bytes of head (`HOEDSPL1`, generation in 8 bytes big-endian, zeros), then frames: length (4 bytes big-endian),
//! SHA-256 over the digest before, the length and the payload, then the payload; a length of zero ends it.
//! Never here: what a payload means.

use super::Spool;
use crate::error::{Cause, SpoolError};
use crate::log::{Step, Steps};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Default size: about 16,000 records.
pub const SPOOL_BYTES: u64 = 16 * 1024 * 1024;

const MAGIC: &[u8; 8] = b"HOEDSPL1";
const HEAD: u64 = 64;
const FRAME_HEAD: u64 = 36;
static ZEROS: [u8; 65_536] = [0; 65_536];

/// A spool in a file.
pub struct FileSpool {
    path: PathBuf,
    file: File,
    capacity: u64,
    generation: u64,
    end: u64,
    digest: [u8; 32],
    torn: u64,
    steps: Option<Box<dyn Steps>>,
}

fn first_digest(generation: u64) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"hoeder-spool-1");
    hasher.update(generation.to_be_bytes());
    hasher.finalize().into()
}

fn next_digest(before: &[u8; 32], payload: &[u8]) -> Option<[u8; 32]> {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(u32::try_from(payload.len()).ok()?.to_be_bytes());
    hasher.update(payload);
    Some(hasher.finalize().into())
}

impl FileSpool {
    /// Opens the file, or makes it with this capacity in bytes. An unfinished frame at the end is cut off and counted.
    ///
    /// # Errors
    /// [`SpoolError::Io`], [`SpoolError::NotASpool`], [`SpoolError::InUse`].
    pub fn open(path: &Path, capacity: u64) -> Result<Self, SpoolError> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path);
        let file = file.map_err(SpoolError::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(SpoolError::InUse),
            Err(TryLockError::Error(error)) => return Err(SpoolError::Io(error)),
        }
        Self::opened(file, path, capacity).map_err(|error| {
            if error.kind() == ErrorKind::InvalidData { SpoolError::NotASpool } else { SpoolError::Io(error) }
        })
    }

    /// How many whole frames a spool file holds, also while an engine uses it; changes nothing.
    ///
    /// # Errors
    /// [`SpoolError::Io`], [`SpoolError::NotASpool`].
    pub fn peek(path: &Path) -> Result<usize, SpoolError> {
        let mut file = File::open(path).map_err(SpoolError::Io)?;
        let generation = read_head(&mut file).map_err(SpoolError::Io)?.ok_or(SpoolError::NotASpool)?;
        let capacity = file.metadata().map_err(SpoolError::Io)?.len();
        let mut spool = Self::over(file, path, capacity, generation);
        spool.scan().map(|frames| frames.len()).map_err(SpoolError::Io)
    }

    fn over(file: File, path: &Path, capacity: u64, generation: u64) -> Self {
        Self {
            path: path.to_owned(),
            file,
            capacity,
            generation,
            end: HEAD,
            digest: first_digest(generation),
            torn: 0,
            steps: None,
        }
    }

    /// With an observer of every step.
    #[must_use]
    pub fn with_steps(mut self, steps: Box<dyn Steps>) -> Self {
        self.steps = Some(steps);
        self
    }

    fn opened(mut file: File, path: &Path, capacity: u64) -> std::io::Result<Self> {
        let length = file.metadata()?.len();
        let mut head = [0; 16];
        let blank = length < HEAD || {
            file.read_exact(&mut head)?;
            head.iter().all(|byte| *byte == 0)
        };
        let generation = if blank {
            preallocate(&mut file, path, capacity)?;
            1
        } else {
            file.seek(SeekFrom::Start(0))?;
            read_head(&mut file)?.ok_or(ErrorKind::InvalidData)?
        };
        let capacity = file.metadata()?.len();
        let mut spool = Self::over(file, path, capacity, generation);
        spool.scan()?;
        spool.cut_tail()?;
        Ok(spool)
    }

    /// Finds the end of the last whole frame.
    fn scan(&mut self) -> std::io::Result<Vec<Vec<u8>>> {
        self.end = HEAD;
        self.digest = first_digest(self.generation);
        self.file.seek(SeekFrom::Start(HEAD))?;
        let mut frames = Vec::new();
        while let Some((payload, digest)) = self.next_frame()? {
            self.end += FRAME_HEAD + u64::try_from(payload.len()).unwrap_or(0);
            self.digest = digest;
            frames.push(payload);
        }
        Ok(frames)
    }

    fn next_frame(&mut self) -> std::io::Result<Option<(Vec<u8>, [u8; 32])>> {
        if self.end + FRAME_HEAD > self.capacity {
            return Ok(None);
        }
        let (mut length, mut digest) = ([0; 4], [0; 32]);
        self.file.read_exact(&mut length)?;
        self.file.read_exact(&mut digest)?;
        let length = u64::from(u32::from_be_bytes(length));
        if length == 0 || self.end + FRAME_HEAD + length > self.capacity {
            return Ok(None);
        }
        let mut payload = vec![0; usize::try_from(length).unwrap_or(0)];
        self.file.read_exact(&mut payload)?;
        Ok((next_digest(&self.digest, &payload) == Some(digest)).then_some((payload, digest)))
    }

    /// Wipes what stands after the last whole frame and counts it.
    fn cut_tail(&mut self) -> std::io::Result<()> {
        let mut rest = Vec::new();
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.read_to_end(&mut rest)?;
        let used = rest.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        self.torn = u64::try_from(used).unwrap_or(0);
        if used > 0 {
            wipe(&mut self.file, self.end, self.end + self.torn)?;
        }
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), SpoolError> {
        let reached: Result<(), Cause> = self.steps.as_mut().map_or(Ok(()), |steps| steps.reached(step));
        reached.map_err(|cause| SpoolError::Io(std::io::Error::other(cause)))
    }

    fn write_head(&mut self) -> std::io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(MAGIC)?;
        self.file.write_all(&self.generation.to_be_bytes())?;
        self.file.sync_data()
    }
}

/// The generation in the head; `None` when the file is no spool.
fn read_head(file: &mut File) -> std::io::Result<Option<u64>> {
    let (mut magic, mut generation) = ([0; 8], [0; 8]);
    file.read_exact(&mut magic)?;
    file.read_exact(&mut generation)?;
    Ok((&magic == MAGIC).then(|| u64::from_be_bytes(generation)))
}

/// Writes real zeros: a file of holes would fail on a full disk.
fn preallocate(file: &mut File, path: &Path, capacity: u64) -> std::io::Result<()> {
    wipe(file, 0, capacity.max(HEAD + FRAME_HEAD))?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(MAGIC)?;
    file.write_all(&1_u64.to_be_bytes())?;
    file.sync_all()?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn wipe(file: &mut File, from: u64, to: u64) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(from))?;
    let mut left = to.saturating_sub(from);
    while left > 0 {
        let part = usize::try_from(left).unwrap_or(usize::MAX).min(ZEROS.len());
        file.write_all(ZEROS.get(..part).unwrap_or(&ZEROS))?;
        left -= u64::try_from(part).unwrap_or(left);
    }
    file.sync_data()
}

impl Spool for FileSpool {
    fn append(&mut self, frame: &[u8]) -> Result<(), SpoolError> {
        let full = SpoolError::Full { used: self.end, capacity: self.capacity };
        let Ok(length) = u32::try_from(frame.len()) else { return Err(full) };
        let size = FRAME_HEAD + u64::from(length);
        // Four bytes more, so that the end of the last frame is always told from a torn one.
        if length == 0 || self.end + size + 4 > self.capacity {
            return Err(full);
        }
        let Some(digest) = next_digest(&self.digest, frame) else { return Err(full) };
        self.step(Step::SpoolBeforeWrite)?;
        let mut whole = length.to_be_bytes().to_vec();
        whole.extend_from_slice(&digest);
        whole.extend_from_slice(frame);
        let (half, rest) = whole.split_at(whole.len() / 2);
        self.file.seek(SeekFrom::Start(self.end)).map_err(SpoolError::Io)?;
        self.file.write_all(half).map_err(SpoolError::Io)?;
        self.step(Step::SpoolHalfWritten)?;
        self.file.write_all(rest).map_err(SpoolError::Io)?;
        self.step(Step::SpoolBeforeSync)?;
        self.file.sync_data().map_err(SpoolError::Io)?;
        self.end += size;
        self.digest = digest;
        self.step(Step::SpoolAfterSync)
    }

    fn frames(&mut self) -> Result<Vec<Vec<u8>>, SpoolError> {
        self.scan().map_err(SpoolError::Io)
    }

    fn reset(&mut self) -> Result<(), SpoolError> {
        if self.end == HEAD {
            return Ok(());
        }
        self.step(Step::SpoolBeforeReset)?;
        let used = self.end;
        self.generation += 1;
        self.write_head().map_err(SpoolError::Io)?;
        self.end = HEAD;
        self.digest = first_digest(self.generation);
        self.step(Step::SpoolHalfReset)?;
        wipe(&mut self.file, HEAD, used).map_err(SpoolError::Io)
    }

    fn set_aside(&mut self) -> Result<(), SpoolError> {
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".set-aside-{}", self.generation));
        std::fs::copy(&self.path, &name)
            .and_then(|_| File::open(&name)?.sync_all())
            .map_err(SpoolError::Io)?;
        self.reset()
    }

    fn torn_bytes(&self) -> u64 {
        self.torn
    }
}
