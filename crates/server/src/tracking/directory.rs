//! The devices that may report: to which carriers of running mandates each belongs, in which shard these are, and how much it may send.
//!
//! Written by the engine's thread, read by every connection. Never here: credentials of devices (`trackers` checks them).

use crate::clock;
use crate::trackers::{Registered, SecretHash};
use hoeder_engine::tracking::TrackerLine;
use hoeder_engine::tracking::tracker::TrackerState;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{CarrierId, TrackerId, UtcMillis};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// A burst of a device is this many minutes of what it may send: what it gathered in a gap comes at once.
const BURST_MINUTES: u32 = 30;

/// One device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub tracker: TrackerId,
    /// Its carriers under mandates that run now. None: nothing of it is stored or judged (EM-01).
    pub carriers: Vec<CarrierId>,
    /// What it must bring to be let in.
    pub access: Registered,
    /// Most reports a minute.
    pub most_per_minute: u32,
    /// How often it is to report, seconds.
    pub every_s: u32,
}

/// A device with what it used of its share.
pub(super) struct Known {
    pub(super) device: Device,
    /// Batches under way.
    pub(super) under_way: Arc<AtomicUsize>,
    share: Arc<Mutex<Share>>,
}

#[derive(Clone, Copy)]
struct Share {
    /// Thousandths of a report.
    left: u64,
    at: UtcMillis,
}

/// One batch of a device that is under way; over when dropped.
pub(super) struct UnderWay(Arc<AtomicUsize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Known {
    fn new(device: Device) -> Self {
        let share = Share { left: Self::most(&device), at: clock::now() };
        Self { device, under_way: Arc::default(), share: Arc::new(Mutex::new(share)) }
    }
    fn most(device: &Device) -> u64 {
        u64::from(device.most_per_minute) * u64::from(BURST_MINUTES) * 1000
    }
    /// Takes a place among those under way.
    pub(super) fn enter(&self, most: usize) -> Option<UnderWay> {
        let entered = UnderWay(Arc::clone(&self.under_way));
        (self.under_way.fetch_add(1, Ordering::Relaxed) < most).then_some(entered)
    }
    /// May it send so many reports now? They are taken off its share; a batch larger than the share goes when it is full.
    pub(super) fn may_send(&self, reports: usize, now: UtcMillis) -> bool {
        let most = Self::most(&self.device);
        let mut share = self.share.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = u64::try_from(now.since(share.at).as_millis()).unwrap_or(u64::MAX);
        let more = passed.saturating_mul(u64::from(self.device.most_per_minute)) / 60;
        if more > 0 {
            share.left = share.left.saturating_add(more).min(most);
            share.at = now;
        }
        let wanted = u64::try_from(reports).unwrap_or(u64::MAX).saturating_mul(1000).min(most);
        let may = share.left >= wanted;
        if may {
            share.left -= wanted;
        }
        may
    }
}

/// Where the reports of a carrier go.
pub(super) type Shard = u32;

/// Devices and carriers. Clones share.
#[derive(Clone, Default)]
pub struct Directory {
    devices: Arc<RwLock<HashMap<DeviceNumber, Arc<Known>>>>,
    routes: Arc<RwLock<HashMap<CarrierId, Shard>>>,
}

impl Directory {
    /// A device reports, or reports for others than before.
    pub fn put(&self, number: DeviceNumber, device: Device) {
        let mut devices = self.devices.write().unwrap_or_else(PoisonError::into_inner);
        let known = match devices.get(&number) {
            // What it used of its share stays used.
            Some(before) if before.device.most_per_minute == device.most_per_minute => {
                Known { device, under_way: Arc::clone(&before.under_way), share: Arc::clone(&before.share) }
            }
            Some(_) | None => Known::new(device),
        };
        devices.insert(number, Arc::new(known));
    }
    /// What the engine says of a device.
    pub fn learn(&self, line: TrackerLine) {
        let carriers = match line.state {
            TrackerState::Issued => line.carriers,
            // It may go on reporting from a shelf: that is counted, and nobody's (EM-01).
            TrackerState::InStock | TrackerState::Returned => Vec::new(),
            TrackerState::Retired => return self.gone(&line.number),
        };
        let access =
            Registered { secret: line.secret_digest.map(SecretHash::from_bytes), networks: Vec::new() };
        let device = Device {
            tracker: line.tracker,
            carriers,
            access,
            most_per_minute: line.most_per_minute,
            every_s: line.interval_s,
        };
        self.put(line.number, device);
    }
    /// Nothing reports under this number any more.
    pub fn gone(&self, number: &DeviceNumber) {
        self.devices.write().unwrap_or_else(PoisonError::into_inner).remove(number);
    }
    pub(super) fn device(&self, number: &DeviceNumber) -> Option<Arc<Known>> {
        self.devices.read().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }
    pub(super) fn shard(&self, carrier: CarrierId) -> Option<Shard> {
        self.routes.read().unwrap_or_else(PoisonError::into_inner).get(&carrier).copied()
    }
    pub(super) fn route(&self, carrier: CarrierId, shard: Option<Shard>) {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        match shard {
            Some(shard) => routes.insert(carrier, shard),
            None => routes.remove(&carrier),
        };
    }
    /// How many carriers are watched.
    #[must_use]
    pub fn carriers(&self) -> usize {
        self.routes.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}
