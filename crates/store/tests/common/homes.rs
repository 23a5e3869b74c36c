//! The two homes of a log, SQLite always and PostgreSQL when `HOEDER_TEST_POSTGRES` holds its URL.
#![allow(clippy::print_stderr, reason = "a test binary says what it leaves out")]

use hoeder_store::{Log, PostgresLog, SqliteLog};
use std::sync::atomic::{AtomicU32, Ordering};

/// A place for a log that outlives its connections.
pub trait Place {
    fn connect(&self) -> Box<dyn Log>;
    /// Ends all connections from the side of the database; `false` when a home has no such side.
    fn vanish(&self) -> bool;
}

struct Folder(tempfile::TempDir);

impl Place for Folder {
    fn connect(&self) -> Box<dyn Log> {
        Box::new(SqliteLog::open(self.0.path()).unwrap())
    }
    fn vanish(&self) -> bool {
        false
    }
}

struct Schema {
    url: String,
    name: String,
    admin: std::cell::RefCell<postgres::Client>,
}

impl Schema {
    fn new(url: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut admin = postgres::Client::connect(url, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        Self { url: url.to_owned(), name, admin: admin.into() }
    }
    fn scoped(&self) -> String {
        if self.url.contains("://") {
            let joint = if self.url.contains('?') { '&' } else { '?' };
            format!("{}{joint}application_name={}&options=-csearch_path%3D{}", self.url, self.name, self.name)
        } else {
            format!("{} application_name={} options='-csearch_path={}'", self.url, self.name, self.name)
        }
    }
}

impl Place for Schema {
    fn connect(&self) -> Box<dyn Log> {
        Box::new(PostgresLog::connect(&self.scoped()).unwrap())
    }
    fn vanish(&self) -> bool {
        let ended = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{}'",
            self.name
        );
        self.admin.borrow_mut().batch_execute(&ended).unwrap();
        true
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        drop(self.admin.borrow_mut().batch_execute(&format!("DROP SCHEMA {} CASCADE", self.name)));
    }
}

pub fn on_each_home(promise: impl Fn(&dyn Place)) {
    promise(&Folder(tempfile::tempdir().unwrap()));
    match std::env::var("HOEDER_TEST_POSTGRES") {
        Ok(url) => promise(&Schema::new(&url)),
        Err(_) => eprintln!("PostgreSQL was left out: HOEDER_TEST_POSTGRES is not set"),
    }
}
