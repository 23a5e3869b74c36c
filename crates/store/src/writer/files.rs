//! The bytes of documents: sealed with the key of their person and kept beside the log (GN-04, MS-23).
//!
//! They are never spooled: an alarm needs that room, and whoever files a document can give it again.
//! Never here: what a document is and who may read it (room `engine`).

use super::Writer;
use super::unit::Unit;
use crate::error::{AppendError, FileError, StoreError};
use crate::format::names::subject_text;
use crate::log::{Bundle, FileRow, KeyRow, MAX_FILE_BYTES};
use crate::record::Hash;
use hoeder_engine::entry::Subject;
use hoeder_engine::input::StoreHealth;
use hoeder_vocab::DocumentId;
use zeroize::Zeroizing;

impl Writer {
    /// Keeps the file of a document; returns once it is durable. The same file again changes nothing.
    ///
    /// Give it before the order that files the document, so that the log never names a file that is not there.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn put_file(
        &mut self,
        document: DocumentId,
        subject: Subject,
        clear: &[u8],
    ) -> Result<(), FileError> {
        if clear.is_empty() {
            return Err(FileError::Empty);
        }
        if clear.len() > MAX_FILE_BYTES {
            return Err(FileError::TooLarge { bytes: clear.len(), max: MAX_FILE_BYTES });
        }
        if self.health != StoreHealth::Up {
            return Err(FileError::Store(StoreError::Unavailable("the spool is in use".into())));
        }
        if let Some(kept) = self.log.file(document).map_err(FileError::Store)? {
            let same = self.vault.open_file(self.cell, &kept).map_err(FileError::Store)?;
            return match same {
                Some(same) if same.as_slice() == clear => Ok(()),
                Some(_) | None => Err(FileError::Exists(document)),
            };
        }
        let (made, file) =
            self.seal_file(document, &subject_text(subject), clear).map_err(FileError::Store)?;
        let keys: Vec<KeyRow> = made.into_iter().collect();
        let bundle = Bundle { keys: &keys, files: &[file], ..Bundle::default() };
        let Err(error) = self.log.commit(self.epoch, &bundle) else { return Ok(()) };
        if let AppendError::Unavailable(cause) = error {
            self.log_failed("a document was not kept".into());
            self.keep_keys(keys);
            return Err(FileError::Store(StoreError::Unavailable(cause)));
        }
        for key in &keys {
            drop(self.vault.forget(&key.subject));
        }
        Err(match error {
            AppendError::Fenced { .. } => FileError::Fenced(error),
            AppendError::Unavailable(_)
            | AppendError::Gap { .. }
            | AppendError::Version { .. }
            | AppendError::Link { .. }
            | AppendError::Conflict { .. }
            | AppendError::NoEpoch => FileError::Store(StoreError::Append(error)),
        })
    }

    /// A key that the log may have, or not, goes the way of a record: it is in the log before anything that it seals.
    fn keep_keys(&mut self, keys: Vec<KeyRow>) {
        let unit =
            Unit { cell: self.cell, keys, records: Vec::new(), fixes: Vec::new(), destroy: Vec::new() };
        if let Err(error) = self.hold_in_spool(unit) {
            self.cause = Some(Box::new(error));
        }
    }

    fn seal_file(
        &mut self,
        document: DocumentId,
        subject: &str,
        clear: &[u8],
    ) -> Result<(Option<KeyRow>, FileRow), StoreError> {
        let made = self.vault.ensure(subject, self.head.0.next())?;
        let sealed = (|| {
            let mut file = FileRow {
                document,
                subject: subject.to_owned(),
                from: self.vault.since(subject).ok_or(StoreError::Seal)?,
                nonce: self.vault.nonce()?,
                ciphertext: Vec::new(),
                hash: Hash::ZERO,
            };
            file.ciphertext =
                self.vault.seal(subject, file.nonce, &file.associated_data(self.cell), clear)?;
            file.hash = file.computed_hash(self.cell);
            Ok(file)
        })();
        match sealed {
            Ok(file) => Ok((made, file)),
            Err(error) => {
                if made.is_some() {
                    drop(self.vault.forget(subject));
                }
                Err(error)
            }
        }
    }

    /// The file of a document; `None` when it was never kept, or its key was destroyed.
    ///
    /// # Errors
    /// [`StoreError`]; `Damaged` when it was altered in the store.
    pub fn file(&mut self, document: DocumentId) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        match self.log.file(document)? {
            None => Ok(None),
            Some(file) => self.vault.open_file(self.cell, &file),
        }
    }
}
