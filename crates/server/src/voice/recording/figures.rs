//! Figures of the recorder for `/metrics`. Never an id.

use core::time::Duration;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// What is counted.
#[derive(Debug)]
pub(crate) struct Figures {
    running: Gauge,
    stopped: Gauge,
    dropped: Counter,
    unsaid: Counter,
    turn: Histogram,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            running: Gauge::default(),
            stopped: Gauge::default(),
            dropped: Counter::default(),
            unsaid: Counter::default(),
            turn: Histogram::new([0.000_1, 0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 2.0, 10.0]),
        }
    }
}

impl Figures {
    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register("recordings", "Alarms whose sound is recorded or should be", self.running.clone());
        registry.register("recordings_stopped", "Those of which nothing is kept now", self.stopped.clone());
        registry.register(
            "recording_packets_dropped",
            "Packets of sound that were not kept, because no room was left for them",
            self.dropped.clone(),
        );
        registry.register(
            "recording_news_dropped",
            "Segments that the next start names, because the engine took nothing in",
            self.unsaid.clone(),
        );
        registry.register_with_unit(
            "recording_turn",
            "How long a thread that records was busy with one packet, the disk included",
            Unit::Seconds,
            self.turn.clone(),
        );
    }
    pub(super) fn running(&self, change: i64) {
        self.running.inc_by(change);
    }
    pub(super) fn stopped(&self, change: i64) {
        self.stopped.inc_by(change);
    }
    pub(super) fn dropped(&self, packets: u64) {
        self.dropped.inc_by(packets);
    }
    pub(super) fn unsaid(&self) {
        self.unsaid.inc();
    }
    pub(super) fn turn(&self, took: Duration) {
        self.turn.observe(took.as_secs_f64());
    }
    #[cfg(test)]
    pub(super) fn counted(&self) -> (i64, i64, u64) {
        (self.running.get(), self.stopped.get(), self.dropped.get())
    }
}
