//! Figures for Prometheus. Names as in the operations manual; never an id of a person, device or case as label.

use crate::api::dto::wall::rate_per_desk;
use crate::trackers::Figures;
use core::time::Duration;
use hoeder_engine::view::{PROOF_AGES_S, ProofAges, WallView};
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Arc, Mutex, PoisonError};

/// A histogram of how things are now, not of what was seen so far: made anew by each picture of the wall.
#[derive(Debug, Clone, Default)]
struct Ages(Arc<Mutex<ProofAges>>);

impl Ages {
    fn set(&self, ages: ProofAges) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = ages;
    }
}

impl EncodeMetric for Ages {
    #[expect(clippy::cast_precision_loss, reason = "bounds and sums of seconds, far below 2^52")]
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), core::fmt::Error> {
        let ages = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut buckets: Vec<(f64, u64)> = PROOF_AGES_S
            .iter()
            .zip(ages.within)
            .map(|(most, count)| (*most as f64, u64::from(count)))
            .collect();
        buckets.push((f64::INFINITY, u64::from(ages.older)));
        let count = buckets.iter().map(|(_, count)| count).sum();
        encoder.encode_histogram::<NoLabelSet>(ages.sum_s as f64, count, &buckets, None)
    }
    fn metric_type(&self) -> MetricType {
        MetricType::Histogram
    }
}

type Labels = [(&'static str, &'static str); 1];

/// All figures.
pub struct Metrics {
    registry: Registry,
    raised: Family<Labels, Counter>,
    stages: Family<Labels, Histogram>,
    open: Family<Labels, Gauge>,
    deliveries: Family<[(&'static str, &'static str); 2], Counter>,
    desks: Gauge,
    streams: Gauge,
    requests: Family<Labels, Counter>,
    messages: Family<Labels, Counter>,
    sign_ins: Family<Labels, Counter>,
    connections: Gauge,
    refused_connections: Counter,
    backlog: Gauge,
    store: Family<Labels, Gauge>,
    oldest_proof: Gauge,
    proof_ages: Ages,
    heard: Gauge,
    hidden: Gauge,
    rate: Histogram,
    flood: Gauge,
    commit: Histogram,
    trackers: Figures,
    tracking: Arc<crate::tracking::Figures>,
    voice: crate::voice::Meter,
    recording: Arc<crate::voice::recording::Figures>,
}

fn seconds() -> Histogram {
    Histogram::new([0.001, 0.002, 0.005, 0.015, 0.05, 0.25, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut made = Self {
            registry: Registry::with_prefix("hoeder"),
            raised: Family::default(),
            stages: Family::new_with_constructor(seconds),
            open: Family::default(),
            deliveries: Family::default(),
            desks: Gauge::default(),
            streams: Gauge::default(),
            requests: Family::default(),
            messages: Family::default(),
            sign_ins: Family::default(),
            connections: Gauge::default(),
            refused_connections: Counter::default(),
            backlog: Gauge::default(),
            store: Family::default(),
            oldest_proof: Gauge::default(),
            proof_ages: Ages::default(),
            heard: Gauge::default(),
            hidden: Gauge::default(),
            rate: Histogram::new([0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 25.0, 50.0, 100.0]),
            flood: Gauge::default(),
            commit: seconds(),
            trackers: Figures::default(),
            tracking: Arc::default(),
            voice: crate::voice::Meter::default(),
            recording: Arc::default(),
        };
        let r = &mut made.registry;
        r.register("alarms_raised", "Alarms, by track", made.raised.clone());
        r.register_with_unit(
            "alarm_stage",
            "Time from receipt of an alarm to a stage",
            Unit::Seconds,
            made.stages.clone(),
        );
        r.register("alarms_open", "Open alarms, by state", made.open.clone());
        r.register(
            "delivery_attempts",
            "Frames for desks and downlinks, by outcome",
            made.deliveries.clone(),
        );
        r.register("desk_connected", "Connected screens", made.desks.clone());
        r.register("handset_streams", "Connected handset streams", made.streams.clone());
        r.register("http_requests", "Answers, by class of status", made.requests.clone());
        r.register("handset_messages", "Messages of handsets, by what was found", made.messages.clone());
        r.register("sign_ins", "Sign-ins, by outcome", made.sign_ins.clone());
        r.register("connections", "Open connections", made.connections.clone());
        r.register("connections_refused", "Connections refused at a limit", made.refused_connections.clone());
        r.register("writer_backlog", "Entries that wait for the store", made.backlog.clone());
        r.register("store_state", "1 for the state the store is in", made.store.clone());
        r.register_with_unit(
            "phone_oldest_proof_age",
            "Age of the oldest proof of life of a handset in use",
            Unit::Seconds,
            made.oldest_proof.clone(),
        );
        made.register_desks();
        let r = &mut made.registry;
        r.register_with_unit("commit", "Time of one commit of the log", Unit::Seconds, made.commit.clone());
        made.trackers.register(&mut made.registry);
        made.tracking.register(&mut made.registry);
        made.voice.register(&mut made.registry);
        made.recording.register(&mut made.registry);
        made
    }
}

impl Metrics {
    /// What the wall says of desks, load and proofs of life.
    fn register_desks(&mut self) {
        let r = &mut self.registry;
        r.register_with_unit(
            "phone_heartbeat_age",
            "Ages of the newest proofs of life of the handsets in use, as they are now",
            Unit::Seconds,
            self.proof_ages.clone(),
        );
        r.register("desk_audio_ready", "Desks at which an alarm would be heard", self.heard.clone());
        r.register(
            "desk_hidden",
            "Desks whose page is not in front, which browsers slow down",
            self.hidden.clone(),
        );
        r.register(
            "operator_alarm_rate_10m",
            "Alarms and alerts newly shown within ten minutes per staffed desk of the own room, every five seconds",
            self.rate.clone(),
        );
        r.register(
            "flood_active",
            "1 while the own room is shown more than it can take in",
            self.flood.clone(),
        );
    }
    /// The text for Prometheus.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }
    /// Those of tracking.
    pub(crate) const fn tracking(&self) -> &Arc<crate::tracking::Figures> {
        &self.tracking
    }
    /// Those of the recorder.
    pub(crate) const fn recording(&self) -> &Arc<crate::voice::recording::Figures> {
        &self.recording
    }
    /// Those of the listeners for trackers.
    pub(crate) fn trackers(&self) -> Figures {
        self.trackers.clone()
    }
    pub(crate) fn voice(&self, counts: crate::voice::Counts) {
        self.voice.count(counts);
    }
    pub(crate) fn requests(&self, status: u16) {
        let class = match status / 100 {
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            5 => "5xx",
            _ => "1xx",
        };
        self.requests.get_or_create(&[("class", class)]).inc();
    }
    pub(crate) fn message(&self, found: &'static str) {
        self.messages.get_or_create(&[("found", found)]).inc();
    }
    pub(crate) fn sign_in(&self, outcome: &'static str) {
        self.sign_ins.get_or_create(&[("outcome", outcome)]).inc();
    }
    pub(crate) fn desks(&self, change: i64) {
        self.desks.inc_by(change);
    }
    pub(crate) fn stream_opened(&self) {
        self.streams.inc();
    }
    pub(crate) fn stream_closed(&self) {
        self.streams.dec();
    }
    pub(crate) fn connection_opened(&self) {
        self.connections.inc();
    }
    pub(crate) fn connection_closed(&self) {
        self.connections.dec();
    }
    pub(crate) fn connection_refused(&self) {
        self.refused_connections.inc();
    }
    pub(crate) fn raised(&self, kind: &'static str) {
        self.raised.get_or_create(&[("kind", kind)]).inc();
    }
    pub(crate) fn stage(&self, stage: &'static str, after: Duration) {
        self.stages.get_or_create(&[("stage", stage)]).observe(after.as_secs_f64());
    }
    /// What a picture of the wall of the own room says.
    pub(crate) fn wall(&self, wall: &WallView) {
        self.open.get_or_create(&[("state", "ringing")]).set(i64::from(wall.ringing));
        self.open.get_or_create(&[("state", "owned")]).set(i64::from(wall.owned));
        let age = wall.oldest_proof.map_or(Duration::ZERO, |proof| wall.as_of.since(proof.0));
        self.oldest_proof.set(i64::try_from(age.as_secs()).unwrap_or(i64::MAX));
        self.proof_ages.set(wall.ages);
        self.rate.observe(rate_per_desk(wall));
        self.flood.set(i64::from(wall.flood.is_some()));
    }
    pub(crate) fn desks_heard(&self, desks: usize) {
        self.heard.set(i64::try_from(desks).unwrap_or(i64::MAX));
    }
    pub(crate) fn desks_hidden(&self, change: i64) {
        self.hidden.inc_by(change);
    }
    pub(crate) fn delivery(&self, channel: &'static str, outcome: &'static str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.deliveries.get_or_create(&[("channel", channel), ("outcome", outcome)]).inc_by(count);
    }
    pub(crate) fn backlog(&self, entries: usize) {
        self.backlog.set(i64::try_from(entries).unwrap_or(i64::MAX));
    }
    pub(crate) fn store(&self, state: &'static str) {
        for each in ["up", "spooling", "down"] {
            self.store.get_or_create(&[("state", each)]).set(i64::from(each == state));
        }
    }
    pub(crate) fn committed(&self, took: Duration) {
        self.commit.observe(took.as_secs_f64());
    }
}
