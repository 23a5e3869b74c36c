//! A measure that ran before it was kept here: its dates as the file of the zone says, taken in once and whole.
//!
//! The alarm of it is not on here before a test from end to end passed (7.8.1): it is granted, and waits for the agreement and
//! the activation. Never here: how a file is read, and rulings that are made from now on.

use crate::request::Request;
use hoeder_vocab::{CivilDate, Sensitive};

/// Most days of one kind that the record of a measure taken over holds.
pub const MAX_DAYS: usize = 64;

/// What the file of the zone says of a measure that runs (7.8.1, 7.10, 7.11.3, 7.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// The request: its day, its report, the person, the zone of residence.
    pub request: Request,
    /// The day of the grant.
    pub granted_on: CivilDate,
    /// The report in which the ruling stands, 1 to 40 characters.
    pub granted_pv: String,
    /// The magistrate who granted it, in a line.
    pub decided_by: Sensitive<String>,
    /// The day on which the user agreement was explained, when it is known; the signed copy is filed with the agreement here.
    pub agreed_on: Option<CivilDate>,
    /// Since when the alarm was on, with the device that the person carries.
    pub active_since: CivilDate,
    /// Number of that device, as its record says, 1 to 40 characters.
    pub device: String,
    /// Days of alarms and new facts, in order.
    pub incidents: Vec<CivilDate>,
    /// Days on which it was extended, in order: by an incident or a ruling.
    pub extended_on: Vec<CivilDate>,
    /// The last day, as the person was told.
    pub ends_on: CivilDate,
    /// Days of visits, in order: the first one is what the others are counted from.
    pub visits: Vec<CivilDate>,
    /// Reference of the registration in the ANG, when it is known, 1 to 40 characters.
    pub ang: Option<String>,
    /// The day on which the victim reception service was seized, when it is known.
    pub reception_on: Option<CivilDate>,
}

impl TakenOver {
    pub(crate) fn forget_words(&mut self) {
        self.request.forget_words();
        self.decided_by = Sensitive::default();
    }
}
