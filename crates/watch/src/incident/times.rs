//! How long an incident may wait, by queue: a flood of devices that want care must not ring like danger (FL-01).
//!
//! Never here: the times of protocol steps (data of the engine).

use crate::track::Queue;
use core::time::Duration;

/// The times of one queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spans {
    /// Not taken: cried out after this long, and again after pauses that grow to an hour.
    pub not_taken: Duration,
    /// The owner has done nothing for this long: reminded.
    pub owner_reminded: Duration,
    /// The owner has done nothing for this long: it rings again.
    pub owner_returned: Duration,
}

/// The times of incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IncidentTimes {
    /// Somebody may meet somebody.
    pub danger: Spans,
    /// A rule is broken, or cannot be watched.
    pub tracking: Spans,
    /// A device needs care.
    pub technical: Spans,
    /// An alert about a dead device grows to its first, second, third and fourth level after so long; then each last span (FL-10).
    pub grows: [Duration; 4],
    /// The owner's last screen is gone for this long: the engine says [`super::IncidentCommand::LoseOwner`].
    pub owner_lost: Duration,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;

const fn spans(not_taken: u64, reminded: u64, returned: u64) -> Spans {
    Spans {
        not_taken: Duration::from_secs(not_taken),
        owner_reminded: Duration::from_secs(reminded),
        owner_returned: Duration::from_secs(returned),
    }
}

impl Default for IncidentTimes {
    fn default() -> Self {
        Self {
            danger: spans(MINUTE, 10 * MINUTE, 15 * MINUTE),
            tracking: spans(10 * MINUTE, HOUR, 2 * HOUR),
            technical: spans(4 * HOUR, 24 * HOUR, 48 * HOUR),
            grows: [
                Duration::from_secs(15 * MINUTE),
                Duration::from_secs(HOUR),
                Duration::from_secs(6 * HOUR),
                Duration::from_secs(24 * HOUR),
            ],
            owner_lost: Duration::from_secs(30),
        }
    }
}

impl IncidentTimes {
    /// Those of a queue.
    #[must_use]
    pub const fn of(&self, queue: Queue) -> Spans {
        match queue {
            Queue::Danger => self.danger,
            Queue::Tracking => self.tracking,
            Queue::Technical => self.technical,
        }
    }

    /// After how long since it was raised an alert grows beyond this level; `None` at the last one there is.
    #[must_use]
    pub fn grows_after(&self, level: u8) -> Option<Duration> {
        let [.., last] = self.grows;
        match self.grows.get(usize::from(level)) {
            Some(span) => Some(*span),
            // One more of the last span for each level beyond the written ones.
            None => {
                let beyond = u32::from(level).checked_sub(3)?;
                (level < u8::MAX).then(|| last.saturating_mul(beyond.saturating_add(1)))
            }
        }
    }
}
