//! Figures of the media server for Prometheus: packets and connections, never whose.

use super::around::Counts;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Packets by what became of them, and connections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter {
    packets: Family<[(&'static str, &'static str); 1], Counter>,
    connections: Gauge,
}

impl Meter {
    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register("voice_packets", "Packets of sound, by what became of them", self.packets.clone());
        registry.register("voice_connections", "Connections of sound", self.connections.clone());
    }

    pub(crate) fn count(&self, counts: Counts) {
        let Counts { received, forwarded, strange, unsent, connections } = counts;
        let named =
            [("received", received), ("forwarded", forwarded), ("strange", strange), ("unsent", unsent)];
        for (what, count) in named {
            self.packets.get_or_create(&[("what", what)]).inc_by(count);
        }
        self.connections.set(i64::try_from(connections).unwrap_or(i64::MAX));
    }
}
