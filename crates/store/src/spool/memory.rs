//! The spool of a simulation: it can fail, be full, and lose what was not synced.
//!
//! Never here: files.

use super::Spool;
use crate::error::SpoolError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Disk {
    frames: Vec<Vec<u8>>,
    unsynced: Vec<Vec<u8>>,
    aside: Vec<Vec<u8>>,
    fail_next: u32,
    sync_fails_next: u32,
    limit: Option<usize>,
}

/// A spool in memory. A clone is another hand on the same disk: keep one to steer it and to open it again after a 'crash'.
#[derive(Debug, Clone, Default)]
pub struct MemorySpool(Arc<Mutex<Disk>>);

impl MemorySpool {
    /// Empty and healthy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// The next so many appends fail before anything is written.
    pub fn fail_next(&self, count: u32) {
        self.disk().fail_next = count;
    }
    /// The next so many appends are written but fail to sync: not acknowledged, and perhaps there after a crash.
    pub fn sync_fails_next(&self, count: u32) {
        self.disk().sync_fails_next = count;
    }
    /// Room for so many bytes; `None` is without limit.
    pub fn limit(&self, bytes: Option<usize>) {
        self.disk().limit = bytes;
    }
    /// A crash in which the disk lost what was not synced.
    pub fn lose_unsynced_tail(&self) {
        self.disk().unsynced.clear();
    }
    /// A crash in which the disk kept what was not synced.
    pub fn keep_unsynced_tail(&self) {
        let disk = &mut *self.disk();
        disk.frames.append(&mut disk.unsynced);
    }
    /// How many frames it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.disk().frames.len()
    }
    /// Holds it none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// How many frames were set aside.
    #[must_use]
    pub fn aside(&self) -> usize {
        self.disk().aside.len()
    }
}

impl Spool for MemorySpool {
    fn append(&mut self, frame: &[u8]) -> Result<(), SpoolError> {
        let disk = &mut *self.disk();
        if disk.fail_next > 0 {
            disk.fail_next -= 1;
            return Err(SpoolError::Io(std::io::Error::other("the simulated disk fails")));
        }
        let used: usize = disk.frames.iter().map(Vec::len).sum();
        if let Some(limit) = disk.limit
            && used + frame.len() > limit
        {
            let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
            return Err(SpoolError::Full { used: size(used), capacity: size(limit) });
        }
        // A frame written after an unsynced one overwrites it.
        disk.unsynced.clear();
        if disk.sync_fails_next > 0 {
            disk.sync_fails_next -= 1;
            disk.unsynced.push(frame.to_vec());
            return Err(SpoolError::Io(std::io::Error::other("the simulated disk does not sync")));
        }
        disk.frames.push(frame.to_vec());
        Ok(())
    }

    fn frames(&mut self) -> Result<Vec<Vec<u8>>, SpoolError> {
        Ok(self.disk().frames.clone())
    }

    fn reset(&mut self) -> Result<(), SpoolError> {
        let disk = &mut *self.disk();
        disk.frames.clear();
        disk.unsynced.clear();
        Ok(())
    }

    fn set_aside(&mut self) -> Result<(), SpoolError> {
        let disk = &mut *self.disk();
        disk.aside.append(&mut disk.frames);
        disk.unsynced.clear();
        Ok(())
    }

    fn torn_bytes(&self) -> u64 {
        0
    }
}
