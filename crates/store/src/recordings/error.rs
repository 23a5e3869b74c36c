//! What can go wrong with recordings. No text here holds sound or a person.

use crate::error::StoreError;
use hoeder_watch::voice::{RecordingFault, Segment};
use std::io;

/// Why sound was not kept or not read.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The disk is full.
    #[error("there is no room for more sound: free the disk, or shorten the retention of recordings")]
    Full,
    /// The disk failed.
    #[error("the files of recordings cannot be used")]
    Io(#[source] io::Error),
    /// A key cannot be made, sealed or opened.
    #[error("the key of a recording cannot be used")]
    Key(#[source] StoreError),
    /// The file is none of ours, of another alarm, or of a newer version.
    #[error("that is not a recording of this alarm that this version reads")]
    NotOurs,
    /// It is as long as a recording may be.
    #[error("the recording is as long as a recording may be")]
    Limit,
    /// What was sealed was altered.
    #[error("the recording was altered")]
    Altered,
}

impl RecordingError {
    /// As wall and operator are told.
    #[must_use]
    pub const fn fault(&self) -> RecordingFault {
        match self {
            Self::Full => RecordingFault::DiskFull,
            Self::Limit => RecordingFault::Limit,
            Self::Key(_) => RecordingFault::NoKey,
            Self::Io(_) | Self::NotOurs | Self::Altered => RecordingFault::DiskFailed,
        }
    }
}

impl From<io::Error> for RecordingError {
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

/// Sound was not kept: since the last block that is durable. The next packet is another try.
#[derive(Debug, thiserror::Error)]
#[error("sound is not kept")]
pub struct Stopped {
    /// Why.
    #[source]
    pub error: RecordingError,
    /// The segment that ended with what is durable, if one was open.
    pub kept: Option<Box<Segment>>,
}
