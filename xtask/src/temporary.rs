//! Folders that are gone when the task is.
//!
//! What lives here: making a folder of our own, removing it, and sweeping those of tasks that were killed.
//! What never comes in: folders whose name does not carry our prefix.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const PREFIX: &str = "hoeder-xtask-";
static MADE: AtomicU32 = AtomicU32::new(0);

/// A folder in the system's place for temporary files, removed when this value goes.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    /// Makes an empty folder and removes those that a killed task of ours left behind.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn new(purpose: &str) -> Result<Self, String> {
        sweep(&std::env::temp_dir());
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("{PREFIX}{}-{purpose}-{number}", std::process::id()));
        fs::create_dir(&path).map_err(|e| format!("cannot make {}: {e}", path.display()))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // A second try comes with the next task's sweep.
        drop(fs::remove_dir_all(&self.path));
    }
}

/// Removes our folders whose process no longer runs. Only where `/proc` can tell.
fn sweep(place: &Path) {
    if !Path::new("/proc/self").exists() {
        return;
    }
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(owner_of) else { continue };
        if !Path::new("/proc").join(process.to_string()).exists() {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// The process that made the folder with this name, when it is one of ours.
fn owner_of(name: &str) -> Option<u32> {
    let (process, _purpose) = name.strip_prefix(PREFIX)?.split_once('-')?;
    process.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{TemporaryFolder, owner_of};

    #[test]
    fn a_folder_is_gone_when_its_value_is() {
        let folder = TemporaryFolder::new("proof").expect("a folder");
        let path = folder.path().to_owned();
        std::fs::write(path.join("file"), "content").expect("a file");
        assert!(path.exists());
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn only_our_own_folders_are_swept() {
        assert_eq!(owner_of("hoeder-xtask-4711-postgres-0"), Some(4711));
        assert_eq!(owner_of("hoeder-data"), None);
        assert_eq!(owner_of("hoeder-xtask-x-postgres"), None);
    }
}
