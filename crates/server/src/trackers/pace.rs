//! How fast one device may report: a bucket each, which all its connections share. Never here: what happens to a fast one.

use core::time::Duration;
use hoeder_vocab::tracking::DeviceNumber;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// Between two marks of one device that floods.
const MARK_EVERY: Duration = Duration::from_secs(60);
/// Buckets that are kept; at more, those that are full again are forgotten first, and if that is not enough the new one is its own.
const BUCKETS: usize = 200_000;

/// The bucket of one device.
#[derive(Debug)]
pub(super) struct Pace {
    per_second: f64,
    burst: f64,
    level: Mutex<Level>,
}

#[derive(Debug)]
struct Level {
    /// Reports that may come now; below 0 some came too early.
    left: f64,
    at: Instant,
    marked: Option<Instant>,
}

/// What a device must do after its reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pacing {
    /// Go on.
    Free,
    /// Wait.
    Wait {
        /// How long.
        pause: Duration,
        /// Is it the first time in a while? Then it is marked.
        first: bool,
    },
}

impl Pace {
    fn new(per_second: f64, burst: f64, now: Instant) -> Self {
        Self { per_second, burst, level: Mutex::new(Level { left: burst, at: now, marked: None }) }
    }
    /// Reports came.
    pub(super) fn came(&self, reports: usize, now: Instant) -> Pacing {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        let gained = now.saturating_duration_since(level.at).as_secs_f64() * self.per_second;
        let reports = u32::try_from(reports).map_or(f64::from(u32::MAX), f64::from);
        level.left = (level.left + gained).min(self.burst) - reports;
        level.at = now.max(level.at);
        if level.left >= 0.0 {
            return Pacing::Free;
        }
        let pause = Duration::from_secs_f64(-level.left / self.per_second);
        let first = level.marked.is_none_or(|last| now.saturating_duration_since(last) >= MARK_EVERY);
        if first {
            level.marked = Some(now);
        }
        Pacing::Wait { pause, first }
    }
    /// Takes back what [`Pace::came`] counted: the reports were not taken.
    pub(super) fn give_back(&self, reports: usize) {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.left = (level.left + u32::try_from(reports).map_or(0.0, f64::from)).min(self.burst);
    }
    fn is_full(&self, now: Instant) -> bool {
        let level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.left + now.saturating_duration_since(level.at).as_secs_f64() * self.per_second >= self.burst
    }
}

/// All buckets.
#[derive(Debug)]
pub(super) struct Paces {
    per_second: f64,
    burst: f64,
    devices: Mutex<BTreeMap<DeviceNumber, Arc<Pace>>>,
}

impl Paces {
    /// So many reports a second, and so many at once after a pause.
    pub(super) fn new(per_second: u32, burst: u32) -> Self {
        Self {
            per_second: f64::from(per_second.max(1)),
            burst: f64::from(burst.max(1)),
            devices: Mutex::default(),
        }
    }
    /// The bucket of a device.
    pub(super) fn of(&self, device: &DeviceNumber, now: Instant) -> Arc<Pace> {
        let mut devices = self.devices.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pace) = devices.get(device) {
            return Arc::clone(pace);
        }
        let fresh = Arc::new(Pace::new(self.per_second, self.burst, now));
        if devices.len() >= BUCKETS {
            devices.retain(|_, pace| Arc::strong_count(pace) > 1 || !pace.is_full(now));
        }
        if devices.len() < BUCKETS {
            devices.insert(device.clone(), Arc::clone(&fresh));
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FL-20: a million from one device in a minute are limited and marked once; another device goes on.
    #[test]
    fn a_device_that_floods_waits_and_is_marked_once_a_minute_and_others_are_free() {
        let (paces, begin) = (Paces::new(100, 20_000), Instant::now());
        let device = |text: &str| DeviceNumber::new(text).unwrap();
        let (mut now, mut marks, mut taken) = (begin, 0, 0_u32);
        while now < begin + Duration::from_secs(60) {
            taken += 100;
            if let Pacing::Wait { pause, first } = paces.of(&device("flood"), now).came(100, now) {
                marks += u32::from(first);
                now += pause;
            }
        }
        assert_eq!(marks, 1);
        assert!((26_000..=26_200).contains(&taken), "{taken}");
        assert_eq!(paces.of(&device("other"), now).came(255, now), Pacing::Free);
    }

    #[test]
    fn what_was_not_taken_is_given_back() {
        let (paces, now) = (Paces::new(1, 10), Instant::now());
        let pace = paces.of(&DeviceNumber::new("a").unwrap(), now);
        assert!(matches!(pace.came(11, now), Pacing::Wait { .. }));
        pace.give_back(11);
        assert_eq!(pace.came(10, now), Pacing::Free);
    }
}
