//! The data folder: what lies where, and the lock that keeps two programs from writing to it at once.
//!
//! Never here: what the files hold.

use crate::config::Settings;
use crate::exit::{Code, Failure, Outcome};
use hoeder_engine::entry::Entry;
use hoeder_server::{StoreChoice, store};
use hoeder_store::{Log, Opening, Restored, StoreError, Writer};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Held by the server or by a command that writes.
const LOCK: &str = "in-use.lock";
/// Says that everything in the folder is invented.
pub(crate) const DEMO_MARK: &str = "THIS-IS-A-DEMO";

/// The right to write to a data folder, as long as it lives.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held, not read: the lock goes with the file")] File);

/// Makes the folder where it is absent, for its owner only.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make(data: &Path) -> Outcome<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(|e| Failure::failed(format!("the data folder {} cannot be made", data.display()), e))
}

/// Takes the lock.
///
/// # Errors
/// [`Code::Conflict`] when a server or another command has it.
pub(crate) fn lock(data: &Path) -> Outcome<Lock> {
    make(data)?;
    let path = data.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(|e| Failure::failed(format!("{} cannot be opened", path.display()), e))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::new(Code::Conflict, format!("another program works in {}", data.display()))
                .hint("a running server has its console for this (Administration); otherwise stop it first"))
        }
        Err(TryLockError::Error(e)) => {
            Err(Failure::failed(format!("{} cannot be locked", path.display()), e))
        }
    }
}

/// A folder in which nothing has begun yet is not made up by a command that only reads.
///
/// # Errors
/// [`Code::NotFound`].
pub(crate) fn must_exist(data: &Path) -> Outcome<()> {
    if data.is_dir() {
        return Ok(());
    }
    Err(Failure::new(Code::NotFound, format!("there is no data folder {}", data.display()))
        .hint("name it with --data or server.data"))
}

/// Opens the log for reading and for upkeep; the server may be running.
///
/// # Errors
/// [`Code::NotFound`] when there is none, [`Code::Unreachable`] when it does not answer.
pub(crate) fn open_log(settings: &Settings) -> Outcome<Box<dyn Log>> {
    if matches!(settings.server.store, StoreChoice::Embedded) {
        let file = settings.server.data.join(hoeder_store::sqlite::FILE);
        if !file.exists() {
            return Err(Failure::new(Code::NotFound, format!("there is no log {}", file.display()))
                .hint("name the data folder with --data or server.data"));
        }
    }
    open_or_make_log(settings)
}

/// Opens the log, made where it is absent, into which nothing else writes: hold the lock.
///
/// # Errors
/// [`Code::Unreachable`].
pub(crate) fn open_or_make_log(settings: &Settings) -> Outcome<Box<dyn Log>> {
    make(&settings.server.data)?;
    let mut log = store::open_log(&settings.server.store, &settings.server.data).map_err(not_opened)?;
    log.use_cell(settings.server.cell.cell);
    Ok(log)
}

/// Opens the log as its one writer, which signs: hold the lock.
///
/// # Errors
/// [`Code::Unreachable`], or a key file that cannot be used.
pub(crate) fn open_writer(settings: &Settings) -> Outcome<(Writer, Restored)> {
    make(&settings.server.data)?;
    store::open_writer(&settings.server).map_err(not_opened)
}

/// Likewise, without reading the log yet.
///
/// # Errors
/// As [`open_writer`].
pub(crate) fn begin_writing(settings: &Settings) -> Outcome<Opening> {
    make(&settings.server.data)?;
    store::begin_writing(&settings.server).map_err(not_opened)
}

/// Reads it, entry by entry: that of years does not fit into memory.
///
/// # Errors
/// As [`open_writer`].
pub(crate) fn replayed(
    settings: &Settings,
    opening: Opening,
    each: &mut dyn FnMut(Entry),
) -> Outcome<(Writer, Restored)> {
    store::replayed(&settings.server, opening, each).map_err(not_opened)
}

/// Hands every record to `each`, in order, and writes nothing: hold the lock. What a spool still holds is not among them.
///
/// # Errors
/// [`Code::NotFound`] when there is no log, [`Code::Unreachable`] when it does not answer.
pub(crate) fn look(settings: &Settings, each: &mut dyn FnMut(Entry)) -> Outcome<()> {
    let mut log = open_log(settings)?;
    store::look(&settings.server, log.as_mut(), each).map_err(not_opened)
}

fn not_opened(error: StoreError) -> Failure {
    let code = if matches!(error, StoreError::Unavailable(_)) { Code::Unreachable } else { Code::Failed };
    Failure::new(code, "the log cannot be opened").because(error)
}
