//! Files of documents on their way to and from the writer, which has the keys: one at a time, after everything that waits.
//!
//! Never here: what a document is, or who may read it.

use super::writer::WriterWork;
use crate::problem::Problem;
use axum::http::StatusCode;
use bytes::Bytes;
use core::time::Duration;
use crossbeam_channel::Sender;
use hoeder_engine::entry::Subject;
use hoeder_store::error::FileError;
use hoeder_store::{StoreError, Writer};
use hoeder_vocab::DocumentId;
use tokio::sync::{Semaphore, oneshot};
use zeroize::Zeroizing;

/// Files that are held in memory at once; more are told to come back.
const AT_ONCE: usize = 4;
/// Longest wait for the writer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is asked of the writer about a file.
pub(crate) enum FileWork {
    /// Keep it; answered once it is durable.
    Put {
        /// Of which document.
        document: DocumentId,
        /// Whose key seals it.
        subject: Subject,
        /// The file.
        bytes: Bytes,
        /// Where the answer goes.
        answer: oneshot::Sender<Result<(), FileError>>,
    },
    /// Give it; `None` when it was never kept or its key was destroyed.
    Get {
        /// Of which document.
        document: DocumentId,
        /// Where the answer goes.
        answer: oneshot::Sender<Result<Option<Zeroizing<Vec<u8>>>, StoreError>>,
    },
}

impl FileWork {
    /// Does it. Whoever asked may have gone meanwhile.
    pub(crate) fn run(self, writer: &mut Writer) {
        match self {
            Self::Put { document, subject, bytes, answer } => {
                drop(answer.send(writer.put_file(document, subject, &bytes)));
            }
            Self::Get { document, answer } => drop(answer.send(writer.file(document))),
        }
    }
}

/// The way to the files.
pub struct Files {
    work: Sender<WriterWork>,
    slots: Semaphore,
}

impl Files {
    pub(crate) fn new(work: Sender<WriterWork>) -> Self {
        Self { work, slots: Semaphore::new(AT_ONCE) }
    }

    /// Keeps a file, durably.
    pub(crate) async fn put(
        &self,
        document: DocumentId,
        subject: Subject,
        bytes: Bytes,
    ) -> Result<(), Problem> {
        let _slot = self.slots.try_acquire().map_err(|_| Problem::busy())?;
        let (answer, answered) = oneshot::channel();
        self.send(FileWork::Put { document, subject, bytes, answer })?;
        match waited(answered).await? {
            Ok(()) => Ok(()),
            Err(FileError::Empty) => Err(Problem::invalid("body", "the file, which is not empty")),
            Err(FileError::TooLarge { max, .. }) => {
                Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("at most {max} bytes")))
            }
            Err(FileError::Exists(_)) => Err(Problem::new(
                StatusCode::CONFLICT,
                "document.exists",
                "another file is kept under this id: a document never changes",
            )),
            Err(error @ (FileError::Store(_) | FileError::Fenced(_))) => {
                tracing::warn!(error = %super::reader::chain(&error), "a document was not kept");
                Err(Problem::not_durable())
            }
        }
    }

    /// Gives a file; `None` when it was never kept, or its key was destroyed.
    pub(crate) async fn get(&self, document: DocumentId) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
        let _slot = self.slots.try_acquire().map_err(|_| Problem::busy())?;
        let (answer, answered) = oneshot::channel();
        self.send(FileWork::Get { document, answer })?;
        waited(answered).await?.map_err(|error| {
            tracing::error!(error = %super::reader::chain(&error), "a document cannot be read");
            Problem::internal()
        })
    }

    fn send(&self, work: FileWork) -> Result<(), Problem> {
        self.work.send(WriterWork::File(work)).map_err(|_| Problem::internal())
    }
}

async fn waited<T>(answered: oneshot::Receiver<T>) -> Result<T, Problem> {
    match tokio::time::timeout(PATIENCE, answered).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) | Err(_) => Err(Problem::not_durable()),
    }
}
