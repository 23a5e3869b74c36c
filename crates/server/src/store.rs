//! Opening the log of a data folder: the files and keys that the server and the command line share.

use crate::config::{Config, StoreChoice};
use hoeder_engine::entry::Entry;
use hoeder_store::{
    CheckpointKey, FileSpool, Log, MasterKey, Opening, OsEntropy, PostgresLog, Restored, SqliteLog,
    StoreError, Writer,
};
use hoeder_vocab::Purpose;
use hoeder_wire::SigningKey;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// The key over the keys of all subjects.
pub const MASTER_KEY: &str = "master.key";
/// The key that signs checkpoints.
pub const CHECKPOINT_KEY: &str = "checkpoint.key";
/// The key that signs answers to handsets.
pub const CELL_KEY: &str = "cell.key";
/// The spool file.
pub const SPOOL: &str = "spool";
/// Space set aside for the spool, bytes.
const SPOOL_BYTES: u64 = 16 * 1024 * 1024;

/// Opens the home of the log; blocking.
///
/// # Errors
/// [`StoreError`].
pub fn open_log(store: &StoreChoice, data: &Path) -> Result<Box<dyn Log>, StoreError> {
    match store {
        StoreChoice::Embedded => Ok(Box::new(SqliteLog::open(data)?)),
        StoreChoice::Postgres { url } => Ok(Box::new(PostgresLog::connect(url.reveal(Purpose::Transport))?)),
        StoreChoice::Given(open) => open.0(),
    }
}

/// Hands every entry of a log to `each`, in order, and writes nothing; blocking.
///
/// # Errors
/// [`StoreError`]; what was handed out until then is of no use.
pub fn look(config: &Config, log: &mut dyn Log, each: &mut dyn FnMut(Entry)) -> Result<(), StoreError> {
    let master = MasterKey::load_or_create(&config.data.join(MASTER_KEY), &mut OsEntropy)?;
    Writer::look(log, master, each)
}

/// The master key of a data folder, made at the first start; blocking.
///
/// # Errors
/// [`StoreError::KeyFile`], [`StoreError::NoRandomness`].
pub fn master_key(data: &Path) -> Result<MasterKey, StoreError> {
    MasterKey::load_or_create(&data.join(MASTER_KEY), &mut OsEntropy)
}

/// Opens the log as its one writer, with its spool and its keys; blocking.
///
/// # Errors
/// [`StoreError`].
pub fn open_writer(config: &Config) -> Result<(Writer, Restored), StoreError> {
    let mut entries = Vec::new();
    let (writer, restored) = replayed(config, begin_writing(config)?, &mut |entry| entries.push(entry))?;
    Ok((writer, Restored { entries, ..restored }))
}

/// Opens the log as its one writer, with its spool and its keys, without reading it yet; blocking.
///
/// # Errors
/// [`StoreError`].
pub fn begin_writing(config: &Config) -> Result<Opening, StoreError> {
    let data = &config.data;
    let spool = FileSpool::open(&data.join(SPOOL), SPOOL_BYTES).map_err(StoreError::Spool)?;
    let master = MasterKey::load_or_create(&data.join(MASTER_KEY), &mut OsEntropy)?;
    let log = open_log(&config.store, data)?;
    Writer::begin(log, Box::new(spool), master, config.cell.cell)
}

/// Reads the log, entry by entry; the writer signs from now on.
///
/// # Errors
/// [`StoreError`].
pub fn replayed(
    config: &Config,
    opening: Opening,
    each: &mut dyn FnMut(Entry),
) -> Result<(Writer, Restored), StoreError> {
    let (mut writer, restored) = opening.replay(each)?;
    writer.sign_with(CheckpointKey::load_or_create(&config.data.join(CHECKPOINT_KEY), &mut OsEntropy)?);
    Ok((writer, restored))
}

/// The key that signs answers to handsets: read, or made on the first start (mode 0600). Lose it, and every handset must be
/// paired again.
///
/// # Errors
/// When it cannot be read or made, or has not 32 bytes.
pub fn cell_key(data: &Path) -> io::Result<SigningKey> {
    let path = data.join(CELL_KEY);
    match std::fs::File::open(&path) {
        Ok(mut file) => {
            let mut seed = [0; 32];
            file.read_exact(&mut seed)?;
            Ok(SigningKey::from_seed(&seed))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let seed = crate::random::bytes().map_err(io::Error::other)?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&path)?;
            file.write_all(&seed)?;
            file.sync_all()?;
            Ok(SigningKey::from_seed(&seed))
        }
        Err(error) => Err(error),
    }
}
