//! Where positions are kept, for how long, and the maxima of the queues.
//!
//! Never here: rules of the guard (`watch`).

use core::time::Duration;
use hoeder_watch::track::Settings;
use std::path::PathBuf;

/// How tracking runs.
#[derive(Debug, Clone)]
pub struct TrackingConfig {
    /// Folder of the day files.
    pub folder: PathBuf,
    /// Days that are kept besides today (GN-04).
    pub keep_days: u16,
    /// Threads that judge; a pair lives in one of them.
    pub shards: usize,
    /// Reports that wait in one shard, of now and of a device's memory each; beyond, the sender is told to wait.
    pub queue_reports: usize,
    /// Batches of one device that wait at once.
    pub device_batches: usize,
    /// Size of a file of positions, bytes.
    pub segment_bytes: u32,
    /// Most bytes of the folder; `None` is the disk's own end.
    pub most_bytes: Option<u64>,
    /// A report made longer ago than this comes from a gap: it is judged after those of now.
    pub gap: Duration,
    /// After a start the guard hears again what came within this time.
    pub recall: Duration,
    /// The rules' point of operation.
    pub rules: Settings,
}

impl TrackingConfig {
    /// In this folder, with a shard per processor, 90 days kept.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            keep_days: 90,
            shards: std::thread::available_parallelism().map_or(1, usize::from),
            queue_reports: 50_000,
            device_batches: 8,
            segment_bytes: 32 << 20,
            most_bytes: None,
            gap: Duration::from_secs(120),
            recall: Duration::from_secs(15 * 60),
            rules: Settings::default(),
        }
    }
}
