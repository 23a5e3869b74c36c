//! What something cost: by the clock on the wall and in time of the processor, which other work on the machine does not change.
//!
//! Never here: what is measured.

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What something cost.
#[derive(Clone, Copy)]
pub(super) struct Spent {
    pub(super) wall: Duration,
    pub(super) processor: Duration,
}

fn used(of: ClockId) -> Duration {
    let time = clock_gettime(of);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or(0))
}

impl Spent {
    /// By this thread.
    pub(super) fn of(work: impl FnOnce()) -> Self {
        let (begun, before) = (Instant::now(), used(ClockId::ThreadCPUTime));
        work();
        Self { wall: begun.elapsed(), processor: used(ClockId::ThreadCPUTime).saturating_sub(before) }
    }
    /// By the whole process, since a beginning.
    pub(super) fn since((begun, before): (Instant, Duration)) -> Self {
        Self { wall: begun.elapsed(), processor: used(ClockId::ProcessCPUTime).saturating_sub(before) }
    }
    /// A beginning for [`Self::since`].
    pub(super) fn begin() -> (Instant, Duration) {
        (Instant::now(), used(ClockId::ProcessCPUTime))
    }
    /// So many a second of one processor.
    pub(super) fn rate(self, count: usize) -> Value {
        json!((count as f64 / self.processor.as_secs_f64().max(1e-9)).round())
    }
    /// So many a second on the wall.
    pub(super) fn wall_rate(self, count: usize) -> Value {
        json!((count as f64 / self.wall.as_secs_f64().max(1e-9)).round())
    }
    /// Microseconds of a processor for each.
    pub(super) fn each_us(self, count: usize) -> f64 {
        self.processor.as_secs_f64() * 1e6 / count as f64
    }
}

/// What this process holds in memory now, bytes.
pub(super) fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: Option<u64> = text.split_whitespace().nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0) * 4_096
}
