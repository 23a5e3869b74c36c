//! What people order, each already known and allowed by `access` or not.
//!
//! Never here: questions, and what no person says.

use crate::entry::Subject;
use crate::hotspot::HotspotOrder;
use crate::measures::MeasureOrder;
use crate::roster::{Account, Button, Case, District, Office, Person, Room, Zone};
use crate::tracking::TrackingOrder;
use crate::voice::VoiceOrder;
use hoeder_vocab::handset::{HandsetSettings, Said};
use hoeder_vocab::{
    AccountId, AlarmId, CaseId, CivilDate, DeskId, HandsetId, MessageId, OfficeId, PersonId, Sensitive,
    TestId, TripId, UtcMillis, ZoneId,
};
use hoeder_watch::alarm::{Outcome, Pv};
use hoeder_watch::supervision::AlertKind;
use hoeder_watch::talk::Asks;

/// An order of a signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// About an alarm or an alert.
    Alarm(AlarmOrder),
    /// About the roster.
    Roster(Box<RosterOrder>),
    /// About a hotspot.
    Hotspot(Box<HotspotOrder>),
    /// About what a person arranges or is told.
    Person(PersonOrder),
    /// About a desk.
    Desk(DeskOrder),
    /// About a measure.
    Measure(Box<MeasureOrder>),
    /// About tracking.
    Tracking(Box<TrackingOrder>),
    /// About the voice room of an alarm.
    Voice(Box<VoiceOrder>),
}

impl From<MeasureOrder> for Order {
    fn from(order: MeasureOrder) -> Self {
        Self::Measure(Box::new(order))
    }
}

impl From<HotspotOrder> for Order {
    fn from(order: HotspotOrder) -> Self {
        Self::Hotspot(Box::new(order))
    }
}

impl From<AlarmOrder> for Order {
    fn from(order: AlarmOrder) -> Self {
        Self::Alarm(order)
    }
}

impl From<PersonOrder> for Order {
    fn from(order: PersonOrder) -> Self {
        Self::Person(order)
    }
}

impl From<DeskOrder> for Order {
    fn from(order: DeskOrder) -> Self {
        Self::Desk(order)
    }
}

impl From<VoiceOrder> for Order {
    fn from(order: VoiceOrder) -> Self {
        Self::Voice(Box::new(order))
    }
}

impl From<RosterOrder> for Order {
    fn from(order: RosterOrder) -> Self {
        Self::Roster(Box::new(order))
    }
}

/// An order about what a person arranges or is told. Each maps to one rule of `access` and one kind of art. 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonOrder {
    /// Say something to the person during an alarm.
    SendMessage {
        /// Which alarm.
        alarm: AlarmId,
        /// Made by the shell.
        message: MessageId,
        /// What.
        said: Said,
        /// Does it want a yes or a no?
        asks: Asks,
    },
    /// Agree on a test by appointment.
    PlanTest {
        /// With which handset.
        handset: HandsetId,
        /// Made by the shell.
        test: TestId,
        /// From when.
        from: UtcMillis,
        /// Until when.
        until: UtcMillis,
    },
    /// Confirm having read of a trip.
    SeeTrip {
        /// Which.
        trip: TripId,
    },
}

/// An order about an alarm or an alert. Each maps to one rule of `access` and one kind of art. 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmOrder {
    /// Own an alarm, from a colleague too while it was only just taken.
    Take {
        /// Which.
        alarm: AlarmId,
    },
    /// Own it if nobody does.
    TakeFree {
        /// Which.
        alarm: AlarmId,
    },
    /// Give it to a colleague.
    HandOver {
        /// Which.
        alarm: AlarmId,
        /// To whom.
        to: AccountId,
    },
    /// Send a team.
    Dispatch {
        /// To which alarm.
        alarm: AlarmId,
        /// Call sign.
        unit: String,
    },
    /// The team is there.
    ArriveOnScene {
        /// At which alarm.
        alarm: AlarmId,
        /// Call sign.
        unit: String,
    },
    /// Be still on an alarm that one owns: its ownership is young again.
    StayOn {
        /// Which.
        alarm: AlarmId,
    },
    /// Tick off a step of the protocol.
    DoStep {
        /// Of which alarm.
        alarm: AlarmId,
        /// Its id.
        step: String,
    },
    /// A team goes.
    GoOnTheWay {
        /// To which alarm.
        alarm: AlarmId,
        /// Call sign.
        unit: String,
    },
    /// A team says what it found: a proposal for the close.
    ReportFinding {
        /// At which alarm.
        alarm: AlarmId,
        /// Call sign.
        unit: String,
        /// How it would close.
        outcome: Outcome,
        /// In words; may be empty.
        note: Sensitive<String>,
    },
    /// Write on the timeline.
    Note {
        /// Of which alarm.
        alarm: AlarmId,
        /// What.
        text: Sensitive<String>,
    },
    /// End an alarm.
    Close {
        /// Which.
        alarm: AlarmId,
        /// How it ended.
        outcome: Outcome,
        /// Its report.
        pv: Pv,
        /// Why, in words.
        note: Sensitive<String>,
    },
    /// Give the number of a report that was to follow.
    GivePv {
        /// Of which alarm.
        alarm: AlarmId,
        /// The number.
        number: String,
    },
    /// Confirm, as a magistrate, having been told how an alarm ended (AL-11).
    ConfirmReceipt {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// Take care of an alert about a handset.
    OwnAlert {
        /// Which handset.
        handset: HandsetId,
        /// Which alert.
        kind: AlertKind,
    },
    /// Close it with a reason.
    CloseAlert {
        /// Which handset.
        handset: HandsetId,
        /// Which alert.
        kind: AlertKind,
        /// Why.
        reason: String,
    },
}

/// An order about a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskOrder {
    /// Take notice that a colleague's desk is deaf or gone.
    Acknowledge {
        /// Which.
        desk: DeskId,
    },
}

/// An order that keeps the roster. Each maps to one rule of `access` and one kind of art. 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterOrder {
    /// Make or change a case.
    PutCase(Case),
    /// Make or change a person.
    PutPerson(Person),
    /// Put the suspect's photo on the card.
    PutPhoto {
        /// Of which case.
        case: CaseId,
        /// JPEG or PNG, at most 64 KiB.
        image: Sensitive<Vec<u8>>,
    },
    /// Give out a code to pair a handset.
    OpenPairing {
        /// For whom.
        person: PersonId,
        /// SHA-256 of the code, which the shell made.
        code_digest: [u8; 32],
        /// Until when; at most an hour from now.
        expires_at: UtcMillis,
    },
    /// Change how a handset behaves.
    SetHandset {
        /// Which.
        handset: HandsetId,
        /// How.
        settings: HandsetSettings,
    },
    /// Take a handset out of use.
    RevokeHandset {
        /// Which.
        handset: HandsetId,
    },
    /// Make, change or revoke a button.
    PutButton(Button),
    /// Make or change a room.
    PutRoom(Room),
    /// Make or change a zone.
    PutZone(Zone),
    /// Say to which prosecutor's office a zone belongs, and since when the alarm is rolled out there (circular 5.2, 7.2).
    PlaceZone {
        /// Which zone.
        zone: ZoneId,
        /// Its office.
        office: OfficeId,
        /// Since when; `None` is not yet.
        in_force_since: Option<CivilDate>,
    },
    /// Make or change an account.
    PutAccount(Account),
    /// Make or change a prosecutor's office.
    PutOffice(Office),
    /// Make or change a judicial district.
    PutDistrict(District),
    /// Destroy the key of a subject (GN-04): only for an ended case.
    Erase {
        /// Whose.
        subject: Subject,
    },
}
