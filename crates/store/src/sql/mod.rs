//! What both homes share: the tables and every statement, in the part of SQL that SQLite and PostgreSQL agree on.
//!
//! Parameters are `$1`, `$2` .. and must first appear in that order: SQLite numbers them by appearance.
//! Never here: how a connection is made (`sqlite`, `postgres`).

mod append;
mod files;
mod models;
mod rows;
mod service;
mod side;

use crate::error::{AppendError, Cause, StoreError};
use crate::log::{Step, Steps};
use hoeder_vocab::CellId;

/// Schema version that this program writes. A store with a newer one is refused untouched.
/// 2: read models follow the log by themselves, as far as `read_models` says.
/// 3: new columns of `history` and `cases`, and the tables `occurrences`, `hotspots`, `accounts`, `rooms`; all read models.
/// 4: deaf and silent desks in `occurrences`.
/// 5: the table `files`.
pub(crate) const SCHEMA: i64 = 5;

/// The oldest schema whose records this program brings over by building the read models anew.
const OLDEST: i64 = 1;

/// A value of a column or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    pub(crate) fn text(value: impl ToString) -> Self {
        Self::Text(value.to_string())
    }
    pub(crate) fn maybe_text(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Null, Self::text)
    }
    /// Numbers of records stay far below 2^63; above, the statement finds nothing.
    pub(crate) fn number(value: u64) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

pub(crate) type Row = Vec<Value>;

/// A value of a column, lent by the database until its next row.
#[derive(Debug, Clone, Copy)]
pub enum LentValue<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl Value {
    fn lent(&self) -> LentValue<'_> {
        match self {
            Self::Null => LentValue::Null,
            Self::Int(value) => LentValue::Int(*value),
            Self::Text(value) => LentValue::Text(value),
            Self::Bytes(value) => LentValue::Bytes(value),
        }
    }
}

/// Is shown one row after the other.
pub(crate) type EachRow<'a> = dyn FnMut(&[LentValue<'_>]) -> Result<(), StoreError> + 'a;

/// A connection to a database.
pub trait Backend: Send {
    /// The type of a column of bytes.
    const BYTES: &'static str;
    /// What makes a read inside a write transaction lock its row.
    const FOR_UPDATE: &'static str;
    fn begin(&mut self) -> Result<(), Cause>;
    fn commit(&mut self) -> Result<(), Cause>;
    fn rollback(&mut self);
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Cause>;
    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Cause>;
    /// Likewise, without keeping the rows.
    fn each(&mut self, sql: &str, values: &[Value], take: &mut EachRow<'_>) -> Result<(), StoreError> {
        for row in self.query(sql, values).map_err(StoreError::Unavailable)? {
            let row: Vec<LentValue<'_>> = row.iter().map(Value::lent).collect();
            take(&row)?;
        }
        Ok(())
    }
    /// Runs statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<(), Cause>;
    /// Opens the connection again when it is broken.
    fn revive(&mut self) -> Result<(), Cause>;
    /// After something was erased: leaves no copy of it behind where that is in our hands.
    fn scrub(&mut self) -> Result<(), Cause>;
}

/// A home of the log over any backend.
pub struct SqlLog<B> {
    pub(crate) backend: B,
    cell: Option<CellId>,
    steps: Option<Box<dyn Steps>>,
    newest: append::Newest,
}

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS cells (cell TEXT PRIMARY KEY, epoch BIGINT NOT NULL, seq BIGINT NOT NULL,
  hash BYTES NOT NULL, restoring BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS records (cell TEXT NOT NULL, seq BIGINT NOT NULL, epoch BIGINT NOT NULL, stream TEXT NOT NULL,
  version BIGINT NOT NULL, kind TEXT NOT NULL, format BIGINT NOT NULL, actor TEXT NOT NULL, purpose TEXT NOT NULL,
  decided_ms BIGINT NOT NULL, open TEXT NOT NULL, subject TEXT, nonce BYTES, ciphertext BYTES,
  prev_hash BYTES NOT NULL, hash BYTES NOT NULL, PRIMARY KEY (cell, seq), UNIQUE (cell, stream, version));
CREATE TABLE IF NOT EXISTS keys (cell TEXT NOT NULL, subject TEXT NOT NULL, from_seq BIGINT NOT NULL,
  wrapped BYTES NOT NULL, PRIMARY KEY (cell, subject));
CREATE TABLE IF NOT EXISTS fixes (cell TEXT NOT NULL, nonce BYTES NOT NULL, day BIGINT NOT NULL, received_ms BIGINT NOT NULL,
  person TEXT, alarm TEXT NOT NULL, ciphertext BYTES NOT NULL, PRIMARY KEY (cell, nonce));
CREATE INDEX IF NOT EXISTS fixes_by_alarm ON fixes (cell, alarm, received_ms);
CREATE INDEX IF NOT EXISTS fixes_by_receipt ON fixes (cell, received_ms, nonce);
CREATE TABLE IF NOT EXISTS files (cell TEXT NOT NULL, document TEXT NOT NULL, subject TEXT NOT NULL, from_seq BIGINT NOT NULL,
  nonce BYTES NOT NULL, hash BYTES NOT NULL, ciphertext BYTES NOT NULL, PRIMARY KEY (cell, document));
CREATE INDEX IF NOT EXISTS files_by_subject ON files (cell, subject);
CREATE TABLE IF NOT EXISTS proofs (cell TEXT NOT NULL, handset TEXT NOT NULL, heard_ms BIGINT NOT NULL,
  PRIMARY KEY (cell, handset));
CREATE TABLE IF NOT EXISTS snapshots (cell TEXT PRIMARY KEY, through BIGINT NOT NULL, epoch BIGINT NOT NULL, live BYTES NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoints (cell TEXT NOT NULL, seq BIGINT NOT NULL, hash BYTES NOT NULL,
  public_key BYTES NOT NULL, signature BYTES NOT NULL, PRIMARY KEY (cell, seq));
CREATE TABLE IF NOT EXISTS access_log (cell TEXT NOT NULL, seq BIGINT NOT NULL, at_ms BIGINT NOT NULL, actor TEXT NOT NULL,
  purpose TEXT NOT NULL, log_kind TEXT NOT NULL, action TEXT NOT NULL, case_id TEXT, alarm TEXT, denied TEXT,
  recipients TEXT NOT NULL,
  PRIMARY KEY (cell, seq));
CREATE INDEX IF NOT EXISTS access_by_case ON access_log (cell, case_id, seq);
CREATE TABLE IF NOT EXISTS history (cell TEXT NOT NULL, alarm TEXT NOT NULL, seq BIGINT NOT NULL, track TEXT NOT NULL,
  case_id TEXT, pressed_ms BIGINT NOT NULL, received_ms BIGINT NOT NULL, held_ms BIGINT, shown_ms BIGINT, taken_ms BIGINT,
  dispatched_ms BIGINT, on_scene_ms BIGINT, closed_ms BIGINT, outcome TEXT, pv TEXT, presses BIGINT NOT NULL,
  delivered_ms BIGINT, taken_room TEXT, PRIMARY KEY (cell, alarm));
CREATE INDEX IF NOT EXISTS history_by_seq ON history (cell, seq);
CREATE INDEX IF NOT EXISTS history_by_receipt ON history (cell, received_ms);
CREATE TABLE IF NOT EXISTS cases (cell TEXT NOT NULL, case_id TEXT NOT NULL, zone TEXT NOT NULL, number TEXT,
  ended_ms BIGINT, PRIMARY KEY (cell, case_id));
CREATE TABLE IF NOT EXISTS occurrences (cell TEXT NOT NULL, seq BIGINT NOT NULL, at_ms BIGINT NOT NULL,
  what TEXT NOT NULL, case_id TEXT, PRIMARY KEY (cell, seq));
CREATE INDEX IF NOT EXISTS occurrences_by_time ON occurrences (cell, at_ms);
CREATE TABLE IF NOT EXISTS accounts (cell TEXT NOT NULL, account TEXT NOT NULL, room TEXT, PRIMARY KEY (cell, account));
CREATE TABLE IF NOT EXISTS rooms (cell TEXT NOT NULL, room TEXT NOT NULL, name TEXT, PRIMARY KEY (cell, room));
CREATE TABLE IF NOT EXISTS hotspots (cell TEXT NOT NULL, hotspot TEXT NOT NULL, zone TEXT NOT NULL, ended_ms BIGINT,
  PRIMARY KEY (cell, hotspot));
CREATE TABLE IF NOT EXISTS read_models (cell TEXT PRIMARY KEY, through BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS links (cell TEXT NOT NULL, thing TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (cell, thing));
";

impl<B: Backend> SqlLog<B> {
    /// Makes the tables, or refuses a store of a newer version.
    pub(crate) fn over(backend: B) -> Result<Self, StoreError> {
        let mut log = Self { backend, cell: None, steps: None, newest: append::Newest::default() };
        log.backend
            .batch("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
            .map_err(StoreError::Unavailable)?;
        let found = log.query("SELECT version FROM schema_version", &[])?;
        match found.first().map(Vec::as_slice) {
            None => log.create()?,
            Some([Value::Int(version)]) if *version == SCHEMA => {}
            Some([Value::Int(version)]) if (OLDEST..SCHEMA).contains(version) => log.migrate()?,
            Some([Value::Int(version)]) if *version > SCHEMA => {
                return Err(StoreError::SchemaTooNew { found: *version, known: SCHEMA });
            }
            Some(_) => return Err(rows::damaged("schema_version", "an unknown version")),
        }
        Ok(log)
    }

    fn create(&mut self) -> Result<(), StoreError> {
        let tables = TABLES.replace(" BYTES", &format!(" {}", B::BYTES));
        self.transact(|backend| {
            backend.batch(&tables)?;
            backend.execute("INSERT INTO schema_version (version) VALUES ($1)", &[Value::Int(SCHEMA)])?;
            Ok(())
        })
    }

    /// Between the schemas only read models and indexes differ, and the table of files is new: empty ones are made, and the
    /// read models follow the log from its beginning.
    fn migrate(&mut self) -> Result<(), StoreError> {
        let tables = TABLES.replace(" BYTES", &format!(" {}", B::BYTES));
        self.transact(|backend| {
            backend.batch("DROP INDEX IF EXISTS fixes_by_day; DROP TABLE IF EXISTS read_models")?;
            for table in crate::readmodel::TABLES {
                backend.batch(&format!("DROP TABLE IF EXISTS {table}"))?;
            }
            backend.batch(&tables)?;
            backend.execute("UPDATE schema_version SET version = $1", &[Value::Int(SCHEMA)]).map(|_| ())
        })
    }

    pub(crate) fn set_steps(&mut self, steps: Box<dyn Steps>) {
        self.steps = Some(steps);
    }

    fn step(&mut self, step: Step) -> Result<(), Cause> {
        self.steps.as_mut().map_or(Ok(()), |steps| steps.reached(step))
    }

    /// The cell that this log is bound to, as text.
    fn cell(&self) -> Result<Value, StoreError> {
        self.cell.map(Value::text).ok_or(StoreError::Append(AppendError::NoEpoch))
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.backend.query(sql, values).map_err(StoreError::Unavailable)
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.backend.execute(sql, values).map_err(StoreError::Unavailable)
    }

    /// Runs all of it in one write transaction.
    fn transact<T>(&mut self, work: impl FnOnce(&mut B) -> Result<T, Cause>) -> Result<T, StoreError> {
        self.backend.begin().map_err(StoreError::Unavailable)?;
        match work(&mut self.backend).and_then(|done| self.backend.commit().map(|()| done)) {
            Ok(done) => Ok(done),
            Err(cause) => {
                self.backend.rollback();
                Err(StoreError::Unavailable(cause))
            }
        }
    }
}
