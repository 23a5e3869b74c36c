//! Messages that cannot be read, kept as evidence in the data folder (FL-20): two files, the older one replaced by the newer.
//!
//! They may hold a position and a number, so only the owner of the folder reads them, and they never go to a log. A listener never
//! waits for the disk: what comes faster than it is written is counted and not kept. Never here: why a message cannot be read.

use super::door::Protocol;
use super::figures::Figures;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoeder_vocab::UtcMillis;
use hoeder_wire::tracker::Fault;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Messages that wait for the disk.
const WAITING: usize = 256;
/// Bytes that are kept of one message; of a longer one the beginning, with the hash of all of it.
const KEPT_BYTES: usize = 4_096;
const NEWER: &str = "tracker-quarantine.ndjson";
const OLDER: &str = "tracker-quarantine.older.ndjson";

/// A message that could not be read.
pub(super) struct Poison {
    pub(super) protocol: Protocol,
    pub(super) fault: Fault,
    pub(super) at: UtcMillis,
    bytes: Vec<u8>,
    length: usize,
    digest: [u8; 32],
}

/// The way to the files; a clone goes the same way.
#[derive(Debug, Clone)]
pub(super) struct Quarantine {
    way: mpsc::Sender<Poison>,
    figures: Figures,
}

impl Quarantine {
    /// Writes into this folder, from a thread of its own, until the last clone is gone.
    pub(super) fn start(folder: &Path, most_bytes: u64, figures: Figures) -> Self {
        let (way, mut end) = mpsc::channel::<Poison>(WAITING);
        let mut files = Files { folder: folder.to_owned(), most_bytes };
        let counted = figures.clone();
        tokio::task::spawn_blocking(move || {
            let mut told = false;
            while let Some(poison) = end.blocking_recv() {
                match files.keep(&poison) {
                    Ok(()) => counted.quarantined(poison.protocol, "kept"),
                    Err(error) => {
                        counted.quarantined(poison.protocol, "lost");
                        if !told {
                            tracing::warn!(%error, "a message of a tracker that cannot be read could not be kept");
                        }
                        told = true;
                    }
                }
            }
        });
        Self { way, figures }
    }
    /// Keeps a message.
    pub(super) fn keep(&self, protocol: Protocol, fault: Fault, at: UtcMillis, bytes: &[u8]) {
        let kept = bytes.get(..KEPT_BYTES).unwrap_or(bytes).to_vec();
        let digest = Sha256::digest(bytes).into();
        let poison = Poison { protocol, fault, at, bytes: kept, length: bytes.len(), digest };
        if self.way.try_send(poison).is_err() {
            self.figures.quarantined(protocol, "lost");
        }
    }
}

struct Files {
    folder: PathBuf,
    most_bytes: u64,
}

impl Files {
    fn keep(&mut self, poison: &Poison) -> io::Result<()> {
        let line = json!({
            "v": 1,
            "received_at": poison.at.to_string(),
            "protocol": poison.protocol.code(),
            "fault": poison.fault.code(),
            "length": poison.length,
            "sha256": STANDARD.encode(poison.digest),
            "bytes": STANDARD.encode(&poison.bytes),
        });
        let mut file = self.open()?;
        file.write_all(format!("{line}\n").as_bytes())
    }
    fn open(&self) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let newer = self.folder.join(NEWER);
        if fs::metadata(&newer).is_ok_and(|file| file.len() >= self.most_bytes) {
            fs::rename(&newer, self.folder.join(OLDER))?;
        }
        OpenOptions::new().create(true).append(true).mode(0o600).open(newer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_kept_within_two_files_that_only_the_owner_reads() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files { folder: folder.path().to_owned(), most_bytes: 2_000 };
        for n in 0..50_u8 {
            let poison = Poison {
                protocol: Protocol::Teltonika,
                fault: Fault::WrongChecksum,
                at: UtcMillis::from_unix_ms(i64::from(n)),
                bytes: vec![n; 100],
                length: 100,
                digest: [n; 32],
            };
            files.keep(&poison).unwrap();
        }
        let size = |name: &str| fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size(NEWER) < 2_500 && size(OLDER) < 2_500);
        let text = fs::read_to_string(folder.path().join(NEWER)).unwrap();
        let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(
            (last["fault"].as_str(), last["received_at"].as_str()),
            (Some("wrong_checksum"), Some("1970-01-01T00:00:00.049Z"))
        );
        assert_eq!(STANDARD.decode(last["bytes"].as_str().unwrap()).unwrap(), vec![49; 100]);
        assert_eq!(fs::metadata(folder.path().join(NEWER)).unwrap().permissions().mode() & 0o077, 0);
    }
}
