//! Every date on which something of a measure falls due, computed from the state: so it is the same after a replay.
//!
//! Never here: timers.

use crate::point::Point;
use hoeder_vocab::{CivilDate, TripId};

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// Receipt of a hand-over, by its number.
    HandOver(u16),
    /// The alarm should be active (FL-23).
    Activation,
    /// A revisit, by its number.
    Revisit(u16),
    /// A trip begins.
    TripBegins(TripId),
    /// The person is back from a trip.
    TripEnds(TripId),
    /// A move of residence takes place, by its number.
    Move(u16),
    /// The month of the evaluation begins.
    EvaluationOpens,
    /// The measure ends.
    End,
    /// The contact ban ends.
    BanEnds,
    /// The supervised period after the end is over.
    SupervisionEnds,
}

/// A date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// On which day.
    pub on: CivilDate,
    /// What.
    pub kind: DueKind,
    /// Why.
    pub point: Point,
}
