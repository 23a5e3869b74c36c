//! The home in PostgreSQL 15 or newer, over one blocking connection.
//!
//! No TLS in this form: use a unix socket, a loopback address or a tunnel; `sslmode=require` in the URL is refused by the client.
//! A destroyed key may linger in dead rows and in the WAL of the server, still wrapped, until they are overwritten: keep the WAL
//! and backups no longer than an erasure may take, and the master key elsewhere.
//! Never here: statements (`sql`).

use crate::error::{Cause, StoreError};
use crate::sql::{Backend, Row, SqlLog, Value};
use postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use postgres::{Client, Config, NoTls, Statement};
use std::collections::BTreeMap;
use std::time::Duration;

/// The log in PostgreSQL.
pub type PostgresLog = SqlLog<Postgres>;

impl SqlLog<Postgres> {
    /// Connects, and makes the tables in the first schema of the search path when they are not there.
    ///
    /// The single writer of a cell is held by its epoch: every append locks and checks the row of the cell, so that a newer
    /// writer fences off an older one at once, without waiting for a session of a lost machine to end.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::SchemaTooNew`].
    pub fn connect(url: &str) -> Result<Self, StoreError> {
        let mut config: Config =
            url.parse().map_err(|e: postgres::Error| StoreError::Unavailable(Box::new(e)))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(PATIENCE);
        }
        config.keepalives_idle(PATIENCE);
        if config.get_application_name().is_none() {
            config.application_name("hoeder");
        }
        let mut backend = Postgres { config, client: None, statements: BTreeMap::new() };
        backend.revive().map_err(StoreError::Unavailable)?;
        SqlLog::over(backend)
    }
}

/// How long an attempt to connect may hold the writer up: a press may be next in the queue.
const CONNECT: Duration = Duration::from_secs(1);

/// How long the writer waits for a silent network before it turns to the spool.
const PATIENCE: Duration = Duration::from_secs(3);

/// Prepared statements kept; beyond, all are dropped and prepared again when used.
const STATEMENTS_MAX: usize = 128;

/// The connection.
pub struct Postgres {
    config: Config,
    client: Option<Client>,
    statements: BTreeMap<String, Statement>,
}

impl Postgres {
    fn client(&mut self) -> Result<&mut Client, Cause> {
        self.client.as_mut().ok_or_else(|| "not connected".into())
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, Cause> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        let statement = self.client()?.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Cause> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
            Self::Bytes(value) => value.to_sql(ty, out),
        }
    }
    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(ty)
    }
    postgres::types::to_sql_checked!();
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(row: &postgres::Row) -> Result<Row, Cause> {
    let mut values = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Value::Int),
            Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|value| Value::Int(i64::from(value))),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Bytes),
            _ => row.try_get::<_, Option<String>>(index)?.map(Value::Text),
        };
        values.push(value.unwrap_or(Value::Null));
    }
    Ok(values)
}

impl Backend for Postgres {
    const BYTES: &'static str = "BYTEA";
    const FOR_UPDATE: &'static str = " FOR UPDATE";

    fn begin(&mut self) -> Result<(), Cause> {
        self.batch("BEGIN")
    }

    fn commit(&mut self) -> Result<(), Cause> {
        self.batch("COMMIT")
    }

    fn rollback(&mut self) {
        if self.batch("ROLLBACK").is_err() {
            self.client = None;
            self.statements.clear();
        }
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Cause> {
        let statement = self.prepared(sql)?;
        Ok(self.client()?.execute(&statement, &parameters(values))?)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Cause> {
        let statement = self.prepared(sql)?;
        self.client()?.query(&statement, &parameters(values))?.iter().map(row).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), Cause> {
        Ok(self.client()?.batch_execute(sql)?)
    }

    fn revive(&mut self) -> Result<(), Cause> {
        if let Some(client) = &mut self.client
            && client.is_valid(CONNECT).is_ok()
        {
            return Ok(());
        }
        self.client = None;
        self.statements.clear();
        let mut client = self.config.connect(NoTls)?;
        // Acknowledged means durable (GN-05), whatever the server's default is. Sorting must not depend on its locale either,
        // which the statements take care of by ordering ids and numbers only.
        client.batch_execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'; \
             SET lock_timeout = '3s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s';",
        )?;
        self.client = Some(client);
        Ok(())
    }

    fn scrub(&mut self) -> Result<(), Cause> {
        Ok(())
    }
}
