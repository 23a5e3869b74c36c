//! How long a colleague at the monitoring centre takes over an incident that nobody has, and how it ends.
//!
//! Never here: doing it (the shell does, over the real interface).

use crate::chance::Chance;
use std::time::Duration;

/// What the colleague does with one incident. Each time counts from the step before, the first one from the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorScript {
    /// Until it is taken: slowly, so that who looks at the demo may be first.
    pub take_after: Duration,
    /// Until the protected person, or the wearer where nobody is protected, is called.
    pub call_after: Duration,
    /// What came of the call, in words.
    pub call_note: &'static str,
    /// Until the police are told, if it is danger.
    pub police_after: Duration,
    /// Call sign of the team.
    pub unit: String,
    /// From the moment on that all alerts are over, until it is closed.
    pub close_after: Duration,
    /// Why, in words.
    pub reason: &'static str,
}

const CALLS: [&str; 3] = [
    "Bereikt; blijft binnen met de deur op slot.",
    "Atteinte; reste chez elle.",
    "Erreicht; bleibt im Haus.",
];
const REASONS: [&str; 3] = [
    "Weer buiten de afstand; nagekeken met de ploeg.",
    "Éloigné de nouveau; suivi par la zone.",
    "Wieder im Rahmen des Mandats; Bericht folgt.",
];

/// The script for the n-th incident that the colleague sees.
#[must_use]
pub fn monitor_script(seed: u64, incident: u64) -> MonitorScript {
    let mut chance = Chance::new(seed ^ incident.wrapping_mul(0xCE77).wrapping_add(0x7EAC));
    let mut secs = |least, most| Duration::from_secs(chance.between(least, most));
    let (take_after, call_after) = (secs(75, 150), secs(10, 25));
    let (police_after, close_after) = (secs(10, 30), secs(60, 150));
    let unit = format!("Hoeder {}", chance.between(11, 15));
    MonitorScript {
        take_after,
        call_after,
        call_note: chance.pick(&CALLS).copied().unwrap_or_default(),
        police_after,
        unit,
        close_after,
        reason: chance.pick(&REASONS).copied().unwrap_or_default(),
    }
}
