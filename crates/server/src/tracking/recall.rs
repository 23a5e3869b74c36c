//! After a start: the guards hear the newest of everybody again, so that what began before the stop is judged on.
//!
//! What a guard says about it is told once per alert, as it stands at the end. Never here: reading files (`store`).

use super::directory::Directory;
use super::shard::{Control, Lanes};
use hoeder_store::tracks::{Stored, TrackReader, TracksError};
use hoeder_vocab::UtcMillis;
use hoeder_watch::track::{AlertKey, Change};
use std::collections::BTreeMap;

/// Newest batches of each carrier that are heard again.
const EACH: usize = 4;
/// Batches that a shard is given at once: it judges them while the next ones are read.
const PART: usize = 4_096;

/// Gives each shard what is its own, part by part as it is read, in the order in which it was received. How many batches.
pub(super) fn recall(
    reader: &TrackReader,
    since: UtcMillis,
    directory: &Directory,
    shards: &[Lanes],
) -> Result<u64, TracksError> {
    let mut parts: Vec<Vec<Stored>> = shards.iter().map(|_| Vec::new()).collect();
    let read = reader.newest(since, EACH, &mut |stored| {
        let shard = directory.shard(stored.carrier).and_then(|shard| usize::try_from(shard).ok());
        if stored.received_at.0 >= since
            && let Some((part, lanes)) = shard.and_then(|n| Some((parts.get_mut(n)?, shards.get(n)?)))
        {
            part.push(stored);
            if part.len() >= PART {
                give(lanes, std::mem::take(part));
            }
        }
    })?;
    if read.damaged > 0 {
        tracing::error!(batches = read.damaged, "positions are damaged on the disk and were left out");
    }
    for (lanes, part) in shards.iter().zip(parts) {
        give(lanes, part);
    }
    Ok(read.batches)
}

/// Files hold batches as they came, but for those that came together.
fn give(lanes: &Lanes, mut part: Vec<Stored>) {
    part.sort_by_key(|stored| stored.received_at);
    lanes.control(Control::Recall(part));
}

/// What was said during a recall, as it stands now.
#[derive(Default)]
pub(super) struct Standing(BTreeMap<AlertKey, Change>);

impl Standing {
    pub(super) fn put(&mut self, change: Change) {
        let (key, change) = match change {
            Change::Raised(alert) | Change::Worse(alert) => (alert.key(), Change::Raised(alert)),
            // What a person would have been told meanwhile was told before the stop.
            Change::Revised { .. } => return,
            Change::Cleared { key, at } => (key, Change::Cleared { key, at }),
        };
        self.0.insert(key, change);
    }
    pub(super) fn into_changes(self) -> impl Iterator<Item = Change> {
        self.0.into_values()
    }
}
