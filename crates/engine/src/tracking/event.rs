//! What can happen in tracking. The log keeps each; none is ever given another meaning.
//!
//! Never here: stored forms (room `store`).

use super::door::DoorNote;
use super::mandate::{Carrier, Mandate, Pair, Perimeter, Pilot};
use super::order::TrackUse;
use super::tracker::{CommandResult, CoverageChecked, DeviceCommand, FieldTest, Tracker, TrackerState};
use hoeder_vocab::{
    AccountId, CarrierId, IncidentId, PairId, PerimeterId, PersonId, Sensitive, TrackerId, UtcMillis,
};

/// That somebody followed, played back or took away tracks: the one entry of it, with why (T-NIJ-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackUsed {
    /// How.
    pub how: TrackUse,
    /// Of whom.
    pub carriers: Vec<CarrierId>,
    /// The pair, when it was followed live.
    pub pair: Option<PairId>,
    /// The incident that allowed it.
    pub incident: Option<IncidentId>,
    /// From when.
    pub from: UtcMillis,
    /// Until when.
    pub until: UtcMillis,
    /// For what.
    pub why: Sensitive<String>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackingEvent {
    /// A pilot was made or changed: its whole new state.
    PilotPut(Pilot),
    /// A mandate, likewise.
    MandatePut(Mandate),
    /// A carrier, likewise.
    CarrierPut(Carrier),
    /// A pair, likewise, with why.
    PairPut {
        /// The pair.
        pair: Pair,
        /// Why.
        reason: Sensitive<String>,
    },
    /// A perimeter, likewise, with why.
    PerimeterPut {
        /// The perimeter.
        perimeter: Box<Perimeter>,
        /// Why.
        reason: Sensitive<String>,
    },
    /// A perimeter is watched no longer. What it was stays (T-NIJ-10).
    PerimeterDeleted {
        /// Which.
        perimeter: PerimeterId,
        /// Whose.
        carrier: CarrierId,
        /// By whom.
        by: AccountId,
        /// Why.
        reason: Sensitive<String>,
    },
    /// A device was registered or changed: all but where it is.
    TrackerPut(Tracker),
    /// A device was issued.
    TrackerIssued {
        /// Which.
        tracker: TrackerId,
        /// To whom.
        carriers: Vec<CarrierId>,
    },
    /// A device was taken back.
    TrackerReturned {
        /// Which.
        tracker: TrackerId,
        /// Where it is now.
        to: TrackerState,
    },
    /// A device was issued although the usual places were not checked (FL-14).
    IssuedUrgently {
        /// Which.
        tracker: TrackerId,
        /// To whom.
        carrier: CarrierId,
        /// Why.
        reason: Sensitive<String>,
    },
    /// Usual places were checked (FL-14).
    CoverageChecked(CoverageChecked),
    /// A device was tried in the field (FL-12).
    FieldTested {
        /// Which.
        tracker: TrackerId,
        /// Who carried it.
        carrier: CarrierId,
        /// What came of it.
        result: FieldTest,
        /// By whom.
        by: AccountId,
        /// In words; may be empty.
        note: Sensitive<String>,
    },
    /// Something was asked of a device, or came of it (FL-31).
    Commanded {
        /// Which.
        tracker: TrackerId,
        /// What.
        command: DeviceCommand,
        /// What became of it.
        result: CommandResult,
    },
    /// Somebody used tracks.
    TrackUsed(TrackUsed),
    /// The ceiling of alerts of a protected person was passed (FL-04).
    BurdenPassed {
        /// Whose.
        person: PersonId,
        /// Alerts in the last 24 hours.
        day: u32,
        /// Alerts in the night.
        night: u32,
    },
    /// The door of devices refused somebody, slowed a device down or lost it.
    DoorNoted(DoorNote),
}
