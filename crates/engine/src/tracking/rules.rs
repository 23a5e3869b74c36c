//! What a cell is told once about tracking: times, ceilings, how much of a flood is told one by one, protocols.
//!
//! Never here: reading a file.

use super::protocol::AlertProtocol;
use core::time::Duration;
use hoeder_watch::incident::IncidentTimes;

/// Rules of tracking in a cell.
#[derive(Debug, Clone)]
pub struct TrackingRules {
    /// Times of incidents.
    pub times: IncidentTimes,
    /// The steps that a desk takes, one protocol a kind of alert; checked by [`super::protocol::check`]. None shows no steps.
    pub protocols: Vec<AlertProtocol>,
    /// Most news a second of incidents of the queue 'tracking', told one by one; the rest waits its turn and is counted (FL-01).
    pub tracking_per_s: u16,
    /// Likewise of the queue 'technical'. Danger is never held back.
    pub technical_per_s: u16,
    /// Most alerts of danger that a protected person bears in 24 hours (FL-04).
    pub burden_day: u32,
    /// Most in a night.
    pub burden_night: u32,
    /// A field test is owed within this time after a device was issued (FL-12).
    pub field_test_within: Duration,
    /// Most reports a minute that are taken from one device.
    pub most_reports_per_minute: u32,
}

impl Default for TrackingRules {
    fn default() -> Self {
        Self {
            times: IncidentTimes::default(),
            protocols: Vec::new(),
            tracking_per_s: 20,
            technical_per_s: 5,
            burden_day: 6,
            burden_night: 2,
            field_test_within: Duration::from_secs(24 * 3_600),
            most_reports_per_minute: 600,
        }
    }
}
