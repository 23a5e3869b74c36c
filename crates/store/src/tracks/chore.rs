//! Work on files that nobody waits for: the next segment made ready, the index of the last one. Done by a thread beside the writer.
//!
//! What was not done before a crash is done at the next start. Never here: threads.

use super::TracksError;
use super::index;
use super::seal::Placed;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

/// One piece of work.
pub struct Chore(pub(super) Kind);

pub(super) enum Kind {
    /// A file of zeros, so that writing into it is one write of data.
    Prepare { path: PathBuf, bytes: u32 },
    /// Cut a closed segment to its length and write its index.
    Close { segment: PathBuf, index: PathBuf, blocks: Vec<Placed>, end: u32 },
}

impl Chore {
    /// Does it.
    ///
    /// # Errors
    /// [`TracksError`]: nothing is lost by it, the writer and the next start make up for it.
    pub fn run(self) -> Result<(), TracksError> {
        match self.0 {
            Kind::Prepare { path, bytes } => {
                if path.exists() {
                    return Ok(());
                }
                let partial = path.with_extension("part");
                zeros(&partial, bytes).inspect_err(|_| drop(std::fs::remove_file(&partial)))?;
                Ok(std::fs::rename(&partial, &path)?)
            }
            Kind::Close { segment, index, blocks, end } => close(&segment, &index, blocks, end),
        }
    }
}

pub(super) fn close(segment: &Path, index: &Path, blocks: Vec<Placed>, end: u32) -> Result<(), TracksError> {
    let file = OpenOptions::new().write(true).open(segment)?;
    file.set_len(u64::from(end))?;
    file.sync_all()?;
    index::write(index, blocks, end)
}

/// Writes real zeros: a file of holes would fail on a full disk, and grow at each flush.
pub(super) fn zeros(path: &Path, bytes: u32) -> Result<File, TracksError> {
    static ZEROS: [u8; 262_144] = [0; 262_144];
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let mut left = usize::try_from(bytes).unwrap_or(0);
    while left > 0 {
        let part = left.min(ZEROS.len());
        file.write_all(ZEROS.get(..part).unwrap_or(&ZEROS))?;
        left -= part;
    }
    file.sync_all()?;
    Ok(file)
}

/// The chores of a writer, as they come.
pub struct Chores(pub(super) Receiver<Chore>);

impl Chores {
    /// Waits for the next one; `None` when the writer is gone.
    #[must_use]
    pub fn next(&self) -> Option<Chore> {
        self.0.recv().ok()
    }
    /// Does all that wait.
    ///
    /// # Errors
    /// [`TracksError`] of the first that fails; the others are left for the next start.
    pub fn run_waiting(&self) -> Result<(), TracksError> {
        while let Ok(chore) = self.0.try_recv() {
            chore.run()?;
        }
        Ok(())
    }
}
