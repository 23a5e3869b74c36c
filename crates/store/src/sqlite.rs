//! The embedded home: one file `hoeder.db` in a data folder, in WAL mode, synced at every commit.
//!
//! Never here: statements (`sql`).

use crate::error::{Cause, StoreError};
use crate::sql::{Backend, EachRow, LentValue, Row, SqlLog, Value};
use rusqlite::config::DbConfig;
use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The log in SQLite.
pub type SqliteLog = SqlLog<Sqlite>;

/// Name of the file in the data folder.
pub const FILE: &str = "hoeder.db";

/// How long a statement waits for another connection's lock; an append then turns to the spool.
const BUSY: Duration = Duration::from_secs(1);

/// How long wiping waits for readers: an alarm may be next in the queue.
const SCRUB_BUSY: Duration = Duration::from_millis(100);

impl SqlLog<Sqlite> {
    /// Opens the log in a folder, or makes it. The folder must exist.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::SchemaTooNew`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let connection = connect(&path).map_err(StoreError::Unavailable)?;
        SqlLog::over(Sqlite { connection, path: Some(path) })
    }

    /// A log in memory, for simulations and tests: durable in nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub fn in_memory() -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory().map_err(|e| StoreError::Unavailable(Box::new(e)))?;
        connection.set_prepared_statement_cache_capacity(64);
        SqlLog::over(Sqlite { connection, path: None })
    }

    /// Lets the file grow to at most that many pages of 4,096 bytes; an append beyond it fails like one on a full disk.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        self.backend.batch(&format!("PRAGMA max_page_count = {pages}")).map_err(StoreError::Unavailable)
    }
}

fn connect(path: &Path) -> Result<Connection, Cause> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Plans that do not depend on the values: no statement is compiled again because of them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // FULL in WAL mode syncs at every commit: acknowledged means durable (GN-05). secure_delete overwrites erased keys (GN-04).
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;",
    )?;
    Ok(connection)
}

/// The connection.
pub struct Sqlite {
    connection: Connection,
    path: Option<PathBuf>,
}

fn parameters(values: &[Value]) -> impl Iterator<Item = Cell> + '_ {
    values.iter().map(|value| match value {
        Value::Null => Cell::Null,
        Value::Int(value) => Cell::Integer(*value),
        Value::Text(value) => Cell::Text(value.clone()),
        Value::Bytes(value) => Cell::Blob(value.clone()),
    })
}

fn value(value: ValueRef<'_>) -> Result<Value, Cause> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(_) => return Err("a fraction in a column of whole numbers".into()),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text)?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

/// Columns of the widest row that is lent.
const LENT_COLUMNS: usize = 16;

fn lent(value: ValueRef<'_>) -> Result<LentValue<'_>, Cause> {
    Ok(match value {
        ValueRef::Null => LentValue::Null,
        ValueRef::Integer(value) => LentValue::Int(value),
        ValueRef::Real(_) => return Err("a fraction in a column of whole numbers".into()),
        ValueRef::Text(text) => LentValue::Text(std::str::from_utf8(text)?),
        ValueRef::Blob(bytes) => LentValue::Bytes(bytes),
    })
}

impl Sqlite {
    fn next_each(
        rows: &mut rusqlite::Rows<'_>,
        columns: usize,
        take: &mut EachRow<'_>,
    ) -> Result<Option<Result<(), StoreError>>, Cause> {
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut lent_row = [LentValue::Null; LENT_COLUMNS];
        let lent_row = lent_row.get_mut(..columns).ok_or("a row is too wide to be lent")?;
        for (column, place) in lent_row.iter_mut().enumerate() {
            *place = lent(row.get_ref(column)?)?;
        }
        Ok(Some(take(lent_row)))
    }
}

impl Backend for Sqlite {
    const BYTES: &'static str = "BLOB";
    const FOR_UPDATE: &'static str = "";

    fn begin(&mut self) -> Result<(), Cause> {
        Ok(self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([]).map(|_| ())?)
    }

    fn commit(&mut self) -> Result<(), Cause> {
        Ok(self.connection.prepare_cached("COMMIT")?.execute([]).map(|_| ())?)
    }

    fn rollback(&mut self) {
        // SQLite may have rolled back by itself (disk full); then there is nothing to do.
        if !self.connection.is_autocommit() {
            drop(self.connection.execute_batch("ROLLBACK"));
        }
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Cause> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let changed = statement.execute(rusqlite::params_from_iter(parameters(values)))?;
        Ok(u64::try_from(changed)?)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Cause> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(parameters(values)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cells: Result<Row, Cause> = (0..columns).map(|column| value(row.get_ref(column)?)).collect();
            found.push(cells?);
        }
        Ok(found)
    }

    fn each(&mut self, sql: &str, values: &[Value], take: &mut EachRow<'_>) -> Result<(), StoreError> {
        let unavailable = |error: rusqlite::Error| StoreError::Unavailable(Box::new(error));
        let mut statement = self.connection.prepare_cached(sql).map_err(unavailable)?;
        let columns = statement.column_count();
        let parameters = rusqlite::params_from_iter(parameters(values));
        let mut rows = statement.query(parameters).map_err(unavailable)?;
        while let Some(taken) = Self::next_each(&mut rows, columns, take).map_err(StoreError::Unavailable)? {
            taken?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), Cause> {
        Ok(self.connection.execute_batch(sql)?)
    }

    fn revive(&mut self) -> Result<(), Cause> {
        self.rollback();
        if self.query("SELECT 1", &[]).is_ok() {
            return Ok(());
        }
        if let Some(path) = &self.path {
            self.connection = connect(path)?;
        }
        Ok(())
    }

    fn scrub(&mut self) -> Result<(), Cause> {
        if self.path.is_some() {
            // Old pages must not stay readable in the WAL file. Busy readers only delay that to the next time.
            self.connection.busy_timeout(SCRUB_BUSY)?;
            let done = self.query("PRAGMA wal_checkpoint(TRUNCATE)", &[]);
            self.connection.busy_timeout(BUSY)?;
            done?;
        }
        Ok(())
    }
}
