//! Figures of the listeners for trackers. Never an id of a device as label.

use super::door::Protocol;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

type ByProtocol = [(&'static str, &'static str); 1];
type ByKind = [(&'static str, &'static str); 2];

/// Counters and gauges; a clone counts the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    connections: Family<ByProtocol, Gauge>,
    reports: Family<ByProtocol, Counter>,
    presses: Family<ByProtocol, Counter>,
    faults: Family<ByKind, Counter>,
    not_let_in: Family<ByKind, Counter>,
    slowed: Family<ByProtocol, Counter>,
    held_up: Family<ByKind, Counter>,
    quarantined: Family<ByKind, Counter>,
    commands: Family<ByKind, Counter>,
    lost: Family<ByProtocol, Counter>,
    flooding: Counter,
}

impl Figures {
    /// Puts them among the others.
    pub(crate) fn register(&self, r: &mut Registry) {
        r.register("tracker_connections", "Open connections of trackers", self.connections.clone());
        r.register("tracker_reports", "Reports of trackers that are kept for good", self.reports.clone());
        r.register("tracker_presses", "Presses of trackers, also of strangers", self.presses.clone());
        r.register("tracker_faults", "Messages of trackers that cannot be read", self.faults.clone());
        r.register("tracker_not_let_in", "Devices that were not let in, by reason", self.not_let_in.clone());
        r.register("tracker_slowed", "Messages of devices that report too much", self.slowed.clone());
        r.register(
            "tracker_held_up",
            "Messages that were not taken at once, by reason",
            self.held_up.clone(),
        );
        r.register(
            "tracker_quarantined",
            "Messages that cannot be read, kept or not",
            self.quarantined.clone(),
        );
        r.register("tracker_lost", "Connections that broke off without a goodbye", self.lost.clone());
        r.register("tracker_flooding", "Marks of devices that report too much", self.flooding.clone());
        r.register("tracker_commands", "Commands to devices, by what became of them", self.commands.clone());
    }
    pub(super) fn connection(&self, protocol: Protocol, change: i64) {
        self.connections.get_or_create(&[("protocol", protocol.code())]).inc_by(change);
    }
    pub(super) fn taken(&self, protocol: Protocol, reports: usize) {
        let reports = u64::try_from(reports).unwrap_or(u64::MAX);
        self.reports.get_or_create(&[("protocol", protocol.code())]).inc_by(reports);
    }
    pub(super) fn presses(&self, protocol: Protocol, presses: usize) {
        let presses = u64::try_from(presses).unwrap_or(u64::MAX);
        self.presses.get_or_create(&[("protocol", protocol.code())]).inc_by(presses);
    }
    pub(super) fn fault(&self, protocol: Protocol, fault: &'static str) {
        self.faults.get_or_create(&[("protocol", protocol.code()), ("fault", fault)]).inc();
    }
    pub(super) fn not_let_in(&self, protocol: Protocol, doubt: &'static str) {
        self.not_let_in.get_or_create(&[("protocol", protocol.code()), ("doubt", doubt)]).inc();
    }
    pub(super) fn slowed(&self, protocol: Protocol) {
        self.slowed.get_or_create(&[("protocol", protocol.code())]).inc();
    }
    pub(super) fn lost(&self, protocol: Protocol) {
        self.lost.get_or_create(&[("protocol", protocol.code())]).inc();
    }
    pub(super) fn flooding(&self) {
        self.flooding.inc();
    }
    pub(super) fn held_up(&self, protocol: Protocol, why: &'static str) {
        self.held_up.get_or_create(&[("protocol", protocol.code()), ("why", why)]).inc();
    }
    pub(super) fn quarantined(&self, protocol: Protocol, outcome: &'static str) {
        self.quarantined.get_or_create(&[("protocol", protocol.code()), ("outcome", outcome)]).inc();
    }
    pub(super) fn command(&self, what: &'static str, step: &'static str) {
        self.commands.get_or_create(&[("command", what), ("step", step)]).inc();
    }
}
