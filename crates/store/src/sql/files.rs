//! The table of documents: their sealed bytes, by document.
//!
//! Never here: opening them (`vault`), what they say.

use super::rows::Columns;
use super::{Backend, Row, SqlLog, Value};
use crate::error::{Cause, StoreError};
use crate::log::FileRow;
use hoeder_vocab::{DocumentId, Seq};

const COLUMNS: &str = "document, subject, from_seq, nonce, hash, ciphertext";

fn file(row: Row) -> Result<FileRow, StoreError> {
    let mut columns = Columns::of("files", row);
    Ok(FileRow {
        document: columns.parsed()?,
        subject: columns.text()?,
        from: Seq(columns.number()?),
        nonce: columns.array()?,
        hash: columns.hash()?,
        ciphertext: columns.bytes()?,
    })
}

impl<B: Backend> SqlLog<B> {
    pub(super) fn insert_file(&mut self, cell: &Value, file: &FileRow) -> Result<(), Cause> {
        let values = [
            cell.clone(),
            Value::text(file.document),
            Value::text(&file.subject),
            Value::number(file.from.0),
            Value::Bytes(file.nonce.to_vec()),
            Value::Bytes(file.hash.0.to_vec()),
            Value::Bytes(file.ciphertext.clone()),
        ];
        self.backend
            .execute(
                "INSERT INTO files (cell, document, subject, from_seq, nonce, hash, ciphertext) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                &values,
            )
            .map(|_| ())
    }

    pub(super) fn one_file(&mut self, document: DocumentId) -> Result<Option<FileRow>, StoreError> {
        let values = [self.cell()?, Value::text(document)];
        let sql = format!("SELECT {COLUMNS} FROM files WHERE cell = $1 AND document = $2");
        self.query(&sql, &values)?.pop().map(file).transpose()
    }

    pub(super) fn files_from(
        &mut self,
        after: Option<DocumentId>,
        limit: u32,
    ) -> Result<Vec<FileRow>, StoreError> {
        let after = after.map_or_else(|| Value::text(""), Value::text);
        let values = [self.cell()?, after, Value::Int(i64::from(limit))];
        let sql = format!(
            "SELECT {COLUMNS} FROM files WHERE cell = $1 AND document > $2 ORDER BY document LIMIT $3"
        );
        self.query(&sql, &values)?.into_iter().map(file).collect()
    }
}
