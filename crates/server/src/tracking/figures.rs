//! Figures of tracking for `/metrics` and for the wall. Never an id of a device, a carrier or a pair.
//!
//! Never here: what is done about them.

use core::time::Duration;
use hoeder_vocab::UtcMillis;
use hoeder_watch::track::{Change, Queue, Taken};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

type By<const N: usize> = [(&'static str, &'static str); N];
type OfShard = [(&'static str, String); 2];

/// How tracking is, for the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackingHealth {
    /// Reports that wait in all shards.
    pub waiting: usize,
    /// Whether positions become durable now.
    pub keeping: bool,
    /// Carriers that are watched.
    pub carriers: usize,
    /// The longest that one of them was not heard; `None` when none was ever heard, or none is watched.
    pub oldest_heard: Option<UtcMillis>,
}

/// All figures of tracking.
#[derive(Debug)]
pub struct Figures {
    reports: Family<By<1>, Counter>,
    refused: Family<By<1>, Counter>,
    changes: Family<By<1>, Counter>,
    unsaid: Gauge,
    waiting: Family<OfShard, Gauge>,
    lag: Histogram,
    durable: Histogram,
    flush: Histogram,
    keeping: Gauge,
    outside: Counter,
    orders_refused: Counter,
    oldest: Gauge,
    up: AtomicBool,
    total: AtomicUsize,
    /// By shard.
    heard: Mutex<BTreeMap<u32, Option<UtcMillis>>>,
}

fn short() -> Histogram {
    Histogram::new([0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0, 60.0])
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            reports: Family::default(),
            refused: Family::default(),
            changes: Family::default(),
            unsaid: Gauge::default(),
            waiting: Family::default(),
            lag: short(),
            durable: short(),
            flush: short(),
            keeping: Gauge::default(),
            outside: Counter::default(),
            orders_refused: Counter::default(),
            oldest: Gauge::default(),
            up: AtomicBool::new(true),
            total: AtomicUsize::new(0),
            heard: Mutex::default(),
        }
    }
}

impl Figures {
    /// Puts them among the others.
    pub fn register(&self, registry: &mut Registry) {
        let r = registry.sub_registry_with_prefix("tracking");
        r.register("reports", "Reports of tracked devices, by what the guard found", self.reports.clone());
        r.register("refused", "Batches that were not taken, by reason", self.refused.clone());
        r.register("outside_mandate", "Reports that were neither stored nor judged", self.outside.clone());
        r.register("orders_refused", "Orders that the guard did not take", self.orders_refused.clone());
        r.register("changes", "What the guard said, by queue", self.changes.clone());
        r.register(
            "changes_waiting",
            "What the guard said and the engine had no room for",
            self.unsaid.clone(),
        );
        r.register("queue_reports", "Reports that wait, by shard and lane", self.waiting.clone());
        r.register_with_unit("lag", "From receipt to judgement", Unit::Seconds, self.lag.clone());
        r.register_with_unit("durable", "From receipt to durable", Unit::Seconds, self.durable.clone());
        r.register_with_unit("flush", "Time of one write of positions", Unit::Seconds, self.flush.clone());
        r.register("keeping", "1 while positions become durable", self.keeping.clone());
        r.register_with_unit(
            "oldest_heard",
            "Longest silence of a watched carrier",
            Unit::Seconds,
            self.oldest.clone(),
        );
        self.keeping.set(1);
    }
    pub(super) fn taken(&self, taken: Taken, count: u64) {
        let found = match taken {
            Taken::Fresh => "fresh",
            Taken::Late => "late",
            Taken::Duplicate => "duplicate",
            Taken::Unwatched => "unwatched",
            Taken::Refused(_) => "implausible",
            Taken::Flooded => "flooded",
        };
        self.reports.get_or_create(&[("found", found)]).inc_by(count);
    }
    pub(super) fn outside(&self, reports: usize) {
        self.outside.inc_by(u64::try_from(reports).unwrap_or(u64::MAX));
    }
    pub(super) fn refused(&self, why: &'static str) {
        self.refused.get_or_create(&[("why", why)]).inc();
    }
    pub(super) fn order_refused(&self) {
        self.orders_refused.inc();
    }
    pub(super) fn change(&self, change: &Change) {
        let kind = match change {
            Change::Raised(alert) | Change::Worse(alert) => alert.kind,
            Change::Revised { key, .. } | Change::Cleared { key, .. } => key.kind,
        };
        let queue = match kind.queue() {
            Queue::Danger => "danger",
            Queue::Tracking => "tracking",
            Queue::Technical => "technical",
        };
        self.changes.get_or_create(&[("queue", queue)]).inc();
    }
    pub(super) fn unsaid(&self, more: i64) {
        self.unsaid.inc_by(more);
    }
    pub(super) fn waiting(&self, shard: u32, lane: &'static str, reports: usize) {
        let label = [("shard", shard.to_string()), ("lane", lane.to_owned())];
        self.waiting.get_or_create(&label).set(i64::try_from(reports).unwrap_or(i64::MAX));
    }
    pub(super) fn total(&self) -> &AtomicUsize {
        &self.total
    }
    pub(super) fn lag(&self, lag: Duration) {
        self.lag.observe(lag.as_secs_f64());
    }
    pub(super) fn durable(&self, after: Duration) {
        self.durable.observe(after.as_secs_f64());
    }
    pub(super) fn flush(&self, took: Duration) {
        self.flush.observe(took.as_secs_f64());
    }
    /// Whether positions become durable. What it was before.
    pub(super) fn keeps(&self, up: Keeps) -> Keeps {
        let now = up == Keeps::Yes;
        self.keeping.set(i64::from(now));
        if self.up.swap(now, Ordering::Relaxed) { Keeps::Yes } else { Keeps::No }
    }
    pub(super) fn oldest(&self, shard: u32, heard: Option<UtcMillis>, now: UtcMillis) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).insert(shard, heard);
        let age = self.oldest_heard().map_or(Duration::ZERO, |heard| now.since(heard));
        self.oldest.set(i64::try_from(age.as_secs()).unwrap_or(i64::MAX));
    }
    fn oldest_heard(&self) -> Option<UtcMillis> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.values().flatten().copied().min()
    }
    /// How it is now.
    #[must_use]
    pub fn health(&self, carriers: usize) -> TrackingHealth {
        TrackingHealth {
            waiting: self.total.load(Ordering::Relaxed),
            keeping: self.up.load(Ordering::Relaxed),
            carriers,
            oldest_heard: self.oldest_heard(),
        }
    }
}

/// Do positions become durable?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    Yes,
    No,
}
