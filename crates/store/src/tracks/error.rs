//! What can go wrong with the files of tracks. No text here holds a place or a person.

use crate::error::StoreError;
use std::io;

/// Why positions were not kept or not read. What was being kept is acknowledged to nobody.
#[derive(Debug, thiserror::Error)]
pub enum TracksError {
    /// The disk, or the room that was given to tracks, is full.
    #[error("there is no room for more positions: free the disk, or shorten their retention")]
    Full,
    /// The disk failed.
    #[error("the files of positions cannot be used")]
    Io(#[source] io::Error),
    /// Another process writes here.
    #[error("another process keeps positions in this folder")]
    InUse,
    /// A file is none of ours, or of a newer version.
    #[error("{file} is not a file of positions that this version reads")]
    NotOurs {
        /// Its name, without folder.
        file: String,
    },
    /// A key cannot be made, wrapped or opened.
    #[error("the key of a carrier cannot be used")]
    Key(#[source] StoreError),
    /// No more carriers or blocks can be numbered.
    #[error("the files of positions have no numbers left: start the program again")]
    Exhausted,
}

impl From<io::Error> for TracksError {
    fn from(error: io::Error) -> Self {
        if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        ) {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}
