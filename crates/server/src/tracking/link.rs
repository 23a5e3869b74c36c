//! The way from tracking to the engine of the cell: what a guard says, and presses. Tests and benches put their own in its place.
//!
//! Never here: a rule.

use crate::trackers::Note;
use core::future::Future;
use core::pin::Pin;
use hoeder_vocab::tracking::{DeviceNumber, TrackFix};
use hoeder_vocab::{FixedAt, Percent, ReceivedAt, Sensitive, TrackerId};
use hoeder_watch::track::Change;

/// The button of a device was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The number under which the device reports.
    pub device: DeviceNumber,
    /// The device; `None` when nobody vouches for it (AL-18).
    pub tracker: Option<TrackerId>,
    /// When, by its clock.
    pub pressed_at: FixedAt,
    /// When we had it.
    pub received_at: ReceivedAt,
    /// Where it was.
    pub fix: Option<Sensitive<TrackFix>>,
    /// Its charge.
    pub battery: Option<Percent>,
}

/// Whether a press is durable.
pub type Held = Pin<Box<dyn Future<Output = bool> + Send>>;

/// What takes alerts and presses.
pub trait CellLink: Send + Sync {
    /// Hands over what a guard says, without waiting; gives it back when there is no room now.
    ///
    /// # Errors
    /// The change itself: offer it again.
    fn change(&self, change: Box<Change>) -> Result<(), Box<Change>>;
    /// Hands over a press at once; the future resolves when it is durable.
    fn press(&self, press: Press) -> Held;
    /// Hands over something for the audit.
    fn note(&self, note: Note);
}
