//! What people order and ask about tracking. Each maps to one rule of `access` and one kind of art. 25.
//!
//! Never here: doing it (`cell`).

use super::mandate::{Carrier, Mandate, Pair, Perimeter, Pilot};
use super::tracker::{DeviceCommand, FieldTest, PlaceChecked, Tracker};
use hoeder_vocab::{
    AccountId, CarrierId, CaseId, IncidentId, MandateId, PairId, PerimeterId, PersonId, RoomId, Sensitive,
    TrackerId, UtcMillis,
};
use hoeder_watch::incident::{Call, HandOff, Outcome, Told};
use hoeder_watch::track::AlertKey;

/// An order about tracking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackingOrder {
    /// Make or change a pilot (EM-10).
    PutPilot(Pilot),
    /// Make or change a mandate (EM-01).
    PutMandate(Mandate),
    /// Make or change a carrier of a mandate.
    PutCarrier(Carrier),
    /// Make, change or end a pair.
    PutPair {
        /// Its whole new state.
        pair: Pair,
        /// Why, 1 to 2,000 characters.
        reason: Sensitive<String>,
    },
    /// Make or change a perimeter.
    PutPerimeter {
        /// Its whole new state.
        perimeter: Box<Perimeter>,
        /// Why, 1 to 2,000 characters.
        reason: Sensitive<String>,
    },
    /// Delete a perimeter: it is watched no longer, and stays in the log for evidence (T-NIJ-10).
    DeletePerimeter {
        /// Which.
        perimeter: PerimeterId,
        /// Why, 1 to 2,000 characters.
        reason: Sensitive<String>,
    },
    /// Register or change a device. `state` and `carriers` of a known one stay as they are.
    PutTracker(Tracker),
    /// Change a known device; its secret stays as it is, whatever the digest here says.
    ChangeTracker(Tracker),
    /// Issue a device to carriers. Their usual places must have been checked, or it is urgent (FL-14).
    IssueTracker {
        /// Which.
        tracker: TrackerId,
        /// To whom: one person, under one or more mandates.
        carriers: Vec<CarrierId>,
        /// Why it could not wait for the check; `None` asks for it.
        urgent: Option<Sensitive<String>>,
    },
    /// Take a device back, or out of use.
    ReturnTracker {
        /// Which.
        tracker: TrackerId,
        /// Is it lost or broken for good?
        gone: Gone,
    },
    /// Record a check of usual places (FL-14).
    CheckCoverage {
        /// Of whom.
        carrier: CarrierId,
        /// Where, and what was found.
        places: Vec<PlaceChecked>,
    },
    /// Record a field test, owed after each swap of a device (FL-12).
    TestTracker {
        /// Which device.
        tracker: TrackerId,
        /// What came of it.
        result: FieldTest,
        /// In words; may be empty.
        note: Sensitive<String>,
    },
    /// Ask something of a device.
    Command {
        /// Of which.
        tracker: TrackerId,
        /// What.
        command: DeviceCommand,
    },
    /// Something about an incident.
    Incident {
        /// Which.
        incident: IncidentId,
        /// What.
        order: IncidentOrder,
    },
}

impl From<TrackingOrder> for crate::input::Order {
    fn from(order: TrackingOrder) -> Self {
        Self::Tracking(Box::new(order))
    }
}

/// Where a device that is taken back goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gone {
    /// Back, to be checked.
    Back,
    /// Back in stock.
    ToStock,
    /// Lost or broken.
    ForGood,
}

/// An order about an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentOrder {
    /// Own it.
    Take,
    /// Give it to a colleague.
    HandOver {
        /// To whom.
        to: AccountId,
    },
    /// Be still on it.
    StayOn,
    /// Tick off a step of its protocol.
    DoStep {
        /// Its id.
        step: String,
    },
    /// Write down a call.
    Call(Call),
    /// Write on its timeline.
    Note(Sensitive<String>),
    /// Give it to the police (EM-04).
    HandToPolice(Box<HandOff>),
    /// Tell the protected person what to do (FL-34).
    Instruct(Told),
    /// The person said on the phone that it was understood, or could not be reached.
    Delivered {
        /// Which instruction.
        message: hoeder_vocab::MessageId,
        /// What became of it.
        delivery: hoeder_watch::incident::Delivery,
    },
    /// Let an alert wait that still stands: an override.
    SetAside {
        /// Which alert.
        key: AlertKey,
        /// Why.
        reason: Sensitive<String>,
    },
    /// End it.
    Close {
        /// How it ended.
        outcome: Outcome,
        /// Why, in words.
        reason: Sensitive<String>,
    },
}

/// For what somebody looks at tracks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackUse {
    /// Live, during an incident of it.
    View,
    /// What was, for a purpose that is stated.
    Playback,
    /// Out of the system.
    Export,
}

/// A question about tracking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackingQuery {
    /// The desk of the monitoring centre: open incidents by queue, counts, what is owed.
    Desk,
    /// One incident, whole.
    Incident(IncidentId),
    /// Mandates of my territory.
    Mandates,
    /// One mandate, with carriers, pairs and perimeters.
    Mandate(MandateId),
    /// Devices.
    Trackers,
    /// Whom the door of devices refused, slowed down or lost.
    DoorNotes,
    /// Pilots, with how many mandates each has.
    Pilots,
    /// May I follow this pair live? Only while an incident of it is open in the queues danger or tracking (GN-03).
    TrackView {
        /// Which pair.
        pair: PairId,
    },
    /// May I see or take away what was (the rows come from the store)?
    TrackPast {
        /// Playback or export; never view.
        how: TrackUse,
        /// Of whom.
        carriers: Vec<CarrierId>,
        /// From when.
        from: UtcMillis,
        /// Until when; at most 31 days later.
        until: UtcMillis,
        /// For what, 1 to 2,000 characters.
        why: Sensitive<String>,
    },
    /// May I reckon what a distance gives in minutes, on recorded tracks (FL-33)?
    WhatIf {
        /// Of which mandate.
        mandate: MandateId,
        /// For what, 1 to 2,000 characters.
        why: Sensitive<String>,
    },
    /// How burdened is this protected person by alerts, and what looks like torment (FL-04)?
    Burden(PersonId),
    /// One timeline of alarm and tracking of a case (EM-11).
    Protection(CaseId),
    /// Who must be looked after first when nothing works (FL-22).
    Contingency {
        /// For which control room; `None` is the own one, or that of the cell for who has none.
        room: Option<RoomId>,
    },
}
