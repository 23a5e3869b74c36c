//! How the read models follow the log: by sequence, in transactions of their own, behind it by what was committed last.
//!
//! How far they are is a row beside them, written with them: a crash between log and read models loses nothing and counts
//! nothing twice. Never here: what they hold (`readmodel`).

use super::rows::Columns;
use super::{Backend, SqlLog, Value};
use crate::error::StoreError;
use crate::log::{Log as _, Step};
use crate::readmodel;
use hoeder_vocab::Seq;

/// Records in one transaction; a commit of the log may wait behind it.
const AT_ONCE: u32 = 500;

impl<B: Backend> SqlLog<B> {
    /// How far the read models are.
    fn models_through(&mut self, cell: &Value) -> Result<Seq, StoreError> {
        let rows =
            self.query("SELECT through FROM read_models WHERE cell = $1", std::slice::from_ref(cell))?;
        match rows.into_iter().next() {
            Some(row) => Ok(Seq(Columns::of("read_models", row).number()?)),
            None => Ok(Seq(0)),
        }
    }

    fn set_models_through(&mut self, cell: &Value, through: Seq) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO read_models (cell, through) VALUES ($1, $2) \
             ON CONFLICT (cell) DO UPDATE SET through = excluded.through",
            &[cell.clone(), Value::number(through.0)],
        )
        .map(|_| ())
    }

    /// Applies at most so many records; whether there are no more.
    pub(super) fn catch_up_by(&mut self, at_most: u32) -> Result<bool, StoreError> {
        let cell = self.cell()?;
        let through = self.models_through(&cell)?;
        if self.cell_row(&cell, "")?.is_none_or(|row| row.seq <= through) {
            return Ok(true);
        }
        self.step(Step::ModelsBeforeWrite).map_err(StoreError::Unavailable)?;
        self.in_transaction(|log| {
            // Another connection may have been here meanwhile: only what is read under the lock counts.
            let head = log.cell_row(&cell, B::FOR_UPDATE)?.map_or(Seq(0), |row| row.seq);
            let from = log.models_through(&cell)?.next();
            let records = log.read(from, at_most)?;
            for record in &records {
                readmodel::apply(&mut log.backend, record).map_err(StoreError::Unavailable)?;
            }
            let through = match records.last() {
                Some(last) => last.seq,
                None => head,
            };
            log.set_models_through(&cell, through)?;
            log.step(Step::ModelsBeforeCommit).map_err(StoreError::Unavailable)?;
            Ok(through >= head)
        })
    }

    pub(super) fn catch_up_wholly(&mut self) -> Result<(), StoreError> {
        while !self.catch_up_by(AT_ONCE)? {}
        Ok(())
    }

    pub(super) fn rebuild(&mut self) -> Result<(), StoreError> {
        let cell = self.cell()?;
        self.in_transaction(|log| {
            log.cell_row(&cell, B::FOR_UPDATE)?;
            for table in readmodel::TABLES {
                let sql = format!("DELETE FROM {table} WHERE cell = $1");
                log.execute(&sql, std::slice::from_ref(&cell))?;
            }
            let mut from = Seq(1);
            loop {
                let records = log.read(from, AT_ONCE)?;
                let Some(last) = records.last() else { break };
                from = last.seq.next();
                for record in &records {
                    readmodel::apply(&mut log.backend, record).map_err(StoreError::Unavailable)?;
                }
            }
            log.set_models_through(&cell, Seq(from.0.saturating_sub(1)))
        })
    }
}
