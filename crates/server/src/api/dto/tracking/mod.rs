//! The shapes of tracking: incidents, mandates, devices, tracks.
//!
//! Here personal data leaves its wrapper, for whom `engine::access` allowed to see it. A position of a protected person is in
//! an incident that is open, and nowhere else (GN-03).

pub mod acts;
pub mod alert;
pub mod incident;
pub mod incident_orders;
pub mod kinds;
pub mod mandate;
pub mod outline;
pub mod overview;
pub mod track;
pub mod tracker;

use hoeder_vocab::{Purpose, Sensitive};

/// Why tracking data is opened.
pub(super) const WHY: Purpose = Purpose::AlarmHandling;

/// A name in words; `None` once erased.
pub(super) fn open(text: &Option<Sensitive<String>>) -> Option<String> {
    text.as_ref().map(|text| text.reveal(WHY).clone())
}
