//! Is a recording on disk the one that the log vouches for? No key is needed (FL-31).
//!
//! Never here: the log's own chain (`verify`).

use super::read::Loaded;
use hoeder_watch::voice::Segment;

/// What a comparison of a recording with the log found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Each segment that the log names is there, as it was.
    Intact {
        /// So many.
        segments: u32,
        /// And so many more at the end that the log does not name (yet): vouched for by the file alone.
        more: u32,
    },
    /// This segment is there and is another, or what is before it was changed.
    Altered {
        /// Which, from 1.
        segment: u32,
    },
    /// The log names it, and the file ends before it.
    Missing {
        /// Which, from 1.
        segment: u32,
    },
}

/// Compares a recording with the segments that the log names, in order.
#[must_use]
pub fn check(recording: &Loaded, named: &[Segment]) -> Finding {
    let found = recording.segments();
    for (place, segment) in named.iter().enumerate() {
        let number = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        match found.get(place) {
            None => return Finding::Missing { segment: number },
            Some(found) if found != segment => return Finding::Altered { segment: number },
            Some(_) => {}
        }
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Finding::Intact { segments: count(named.len()), more: count(found.len().saturating_sub(named.len())) }
}
