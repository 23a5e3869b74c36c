//! The data folder: rights, room, how fast a write is durable, whether the spool is empty.
//!
//! Never here: what the log holds.

use super::Check;
use hoeder_server::store;
use hoeder_store::spool::{FileSpool, SPOOL_BYTES, Spool};
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

const LITTLE_ROOM: u64 = 1 << 30;
const NO_ROOM: u64 = 100 << 20;
const PROBE: &str = "doctor.probe";
const WRITES: usize = 64;
const BLOCK: [u8; 4096] = [0x48; 4096];
const SLOW: Duration = Duration::from_millis(10);
const TOO_SLOW: Duration = Duration::from_millis(250);

pub(super) fn folder(data: &Path, checks: &mut Vec<Check>) {
    let metadata = match std::fs::metadata(data) {
        Ok(metadata) if metadata.is_dir() => metadata,
        Ok(_) => {
            checks.push(Check::bad(
                "data folder",
                format!("{} is no folder", data.display()),
                "name a folder",
            ));
            return;
        }
        Err(error) => {
            let found = format!("{}: {error}", data.display());
            checks.push(Check::bad(
                "data folder",
                found,
                "make it, owned by the user of the server, mode 0700",
            ));
            return;
        }
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        checks.push(Check::good("data folder", format!("{}, mode {mode:04o}", data.display())));
    } else {
        let found = format!("{}, mode {mode:04o}: others can look inside", data.display());
        checks.push(Check::warning("data folder", found, "chmod 0700"));
    }
    keys(data, metadata.uid(), checks);
    room(data, checks);
}

fn keys(data: &Path, owner: u32, checks: &mut Vec<Check>) {
    for name in [store::MASTER_KEY, store::CHECKPOINT_KEY, store::CELL_KEY] {
        let Ok(metadata) = std::fs::metadata(data.join(name)) else { continue };
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let found = format!("{name} has mode {mode:04o}");
            checks.push(Check::bad("keys", found, "chmod 0600: the server refuses to start on it"));
        } else if metadata.uid() != owner {
            let found = format!("{name} belongs to another user than the folder");
            checks.push(Check::bad("keys", found, "chown it to the user of the server"));
        }
    }
}

fn room(data: &Path, checks: &mut Vec<Check>) {
    let free = match rustix::fs::statvfs(data) {
        Ok(stat) => stat.f_bavail.saturating_mul(stat.f_frsize),
        Err(error) => {
            checks.push(Check::warning("disk room", error.to_string(), "find out how much room there is"));
            return;
        }
    };
    let found = format!("{} MiB free", free >> 20);
    checks.push(if free < NO_ROOM {
        Check::bad(
            "disk room",
            found,
            "make room: the log cannot grow, presses go to the spool until that is full",
        )
    } else if free < LITTLE_ROOM {
        Check::warning("disk room", found, "make room before it runs out")
    } else {
        Check::good("disk room", found)
    });
}

/// How long until a small write is durable: every `held` waits for one.
pub(super) fn fsync(data: &Path, checks: &mut Vec<Check>) {
    let path = data.join(PROBE);
    let measured = durable_writes(&path);
    drop(std::fs::remove_file(&path));
    let mut times = match measured {
        Ok(times) => times,
        Err(error) => {
            let found = format!("a file in the data folder cannot be written: {error}");
            checks.push(Check::bad("fsync", found, "give the folder to the user of the server"));
            return;
        }
    };
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    let found =
        format!("{} us in the middle, {} us at the 95th of 100", at(50).as_micros(), at(95).as_micros());
    checks.push(if at(95) > TOO_SLOW {
        Check::bad("fsync", found, "use another disk: each press waits for one durable write")
    } else if at(95) > SLOW {
        Check::warning("fsync", found, "a faster disk makes `held` come sooner")
    } else {
        Check::good("fsync", found)
    });
}

fn durable_writes(path: &Path) -> io::Result<Vec<Duration>> {
    let mut file: File = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    for _ in 0..WRITES {
        file.write_all(&BLOCK)?;
    }
    file.sync_all()?;
    file.seek(SeekFrom::Start(0))?;
    let mut times = Vec::with_capacity(WRITES);
    for _ in 0..WRITES {
        let begun = Instant::now();
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

pub(super) fn spool(data: &Path, checks: &mut Vec<Check>) {
    let path = data.join(store::SPOOL);
    if !path.exists() {
        checks.push(Check::good("spool", "not made yet"));
        return;
    }
    let frames = FileSpool::open(&path, SPOOL_BYTES).and_then(|mut spool| spool.frames());
    checks.push(match frames {
        Ok(frames) if frames.is_empty() => Check::good("spool", "empty"),
        Ok(frames) => Check::warning(
            "spool",
            format!("{} frames wait for the store", frames.len()),
            "start the server with the store at hand: it brings them into the log",
        ),
        Err(error) => {
            Check::bad("spool", error.to_string(), "keep the file, make a new one: ask for help with the old")
        }
    });
}
