//! The words of the API for the enums of tracking, one to one in both directions.

use crate::api::dto::kinds::mirror;
use hoeder_engine::tracking::{door, mandate, order, tracker, view};
use hoeder_vocab::tracking;
use hoeder_watch::{incident, track};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mirror! {
    /// Which way somebody is carried in a mandate.
    Side = tracking::Side {
        /// Wears the band.
        Offender,
        /// Is protected.
        Protected,
    }
    /// Which rule of the guard.
    TrackAlertKind = track::AlertKind {
        /// Nearer than the alarm distance.
        Near,
        /// Nearer than the warning distance.
        Warning,
        /// On course to come too near before the police can be there.
        Approaching,
        /// Silent, and could be near.
        CouldBeNear,
        /// In an exclusion perimeter.
        Entered,
        /// Outside an inclusion perimeter.
        Left,
        /// In the buffer around an exclusion.
        InBuffer,
        /// Nothing heard.
        Silent,
        /// Heard, without positions.
        NoPosition,
        /// A strap cut or stretched, a housing opened.
        Tampered,
        /// Not worn or not carried, or two pieces apart.
        NotCarried,
        /// Shielded, jammed or forged signals.
        Disturbed,
        /// Positions that cannot be.
        Implausible,
        /// Battery low, or switched off.
        Battery,
        /// More alcohol than allowed.
        Alcohol,
        /// Readings of alcohol missing or disturbed.
        AlcoholMissing,
        /// Fell, or does not move.
        ManDown,
    }
    /// One of three queues (FL-01).
    TrackQueue = track::Queue {
        /// Somebody may meet somebody now.
        Danger,
        /// A rule of a mandate is broken, or cannot be watched.
        Tracking,
        /// A device needs care.
        Technical,
    }
    /// How sure the guard is.
    AlertSeverity = track::Severity {
        /// It may be so.
        Possible,
        /// It is so.
        Certain,
    }
    /// What a perimeter asks.
    PerimeterKind = track::PerimeterKind {
        /// Not to be entered.
        Exclusion,
        /// Not to be left.
        Inclusion,
        /// Around an exclusion: being in it is a warning.
        Buffer,
    }
    /// Who was called.
    Callee = incident::Callee {
        /// The protected person, or who cares for a minor.
        Protected,
        /// The carrier of the band.
        Offender,
        /// The police.
        Police,
        /// The judge, the prosecutor's office or the service that follows the mandate.
        Justice,
        /// The keeper of the devices.
        Technician,
        /// Somebody else.
        Other,
    }
    /// What came of a call.
    CallResult = incident::CallResult {
        /// Spoken with.
        Reached,
        /// Nobody answered.
        NoAnswer,
        /// It was not possible.
        Failed,
    }
    /// How an instruction goes to the person.
    InstructionChannel = incident::Channel {
        /// Somebody says it on the phone.
        Call,
        /// The device or application shows it.
        Device,
    }
    /// What became of an instruction.
    InstructionDelivery = incident::Delivery {
        /// On its way.
        Sent,
        /// The device has it.
        Delivered,
        /// Read or heard.
        Seen,
        /// It could not be brought.
        Failed,
    }
    /// How an incident ended.
    IncidentOutcome = incident::Outcome {
        /// A rule of the mandate was broken.
        Violation,
        /// Again and again, to torment: a possible new fact (FL-04).
        Harassment,
        /// Near without meaning to.
        Unintended,
        /// It was not so.
        FalseAlert,
        /// A device was the cause.
        Device,
        /// A test or an exercise.
        Test,
    }
    /// On what a mandate rests.
    MandateKind = mandate::MandateKind {
        /// Temporary home ban.
        HomeBan,
        /// Contact ban.
        ContactBan,
        /// Place ban.
        PlaceBan,
        /// Another decision of a court.
        CourtDecision,
        /// Granted on the application of the victim.
        VictimApplication,
    }
    /// For whom a mandate is (EM-06).
    TargetGroup = mandate::TargetGroup {
        /// Partner violence.
        PartnerViolence,
        /// Stalking.
        Stalking,
        /// Serious child abuse.
        ChildAbuse,
        /// Sexual violence.
        SexualViolence,
        /// A threatened witness.
        ThreatenedWitness,
    }
    /// What a mandate allows to be watched.
    ScopePart = mandate::ScopePart {
        /// The distance between two.
        Distance,
        /// Places.
        Places,
        /// Alcohol.
        Alcohol,
    }
    /// Does a mandate hold?
    MandateState = mandate::MandateState {
        /// Being prepared.
        Draft,
        /// From its start to its end.
        Granted,
        /// No more.
        Withdrawn,
    }
    /// Of age?
    CarrierAge = mandate::Age {
        /// Yes.
        Adult,
        /// Not yet: the device never notifies (EM-08).
        Minor,
    }
    /// May the device of a carrier ever notify (EM-05)?
    NoticePolicy = mandate::NoticePolicy {
        /// It may.
        Allowed,
        /// Never.
        Never,
    }
    /// Is it watched, as far as its mandate runs?
    Watched = mandate::Watched {
        /// Yes.
        Active,
        /// No longer.
        Ended,
    }
    /// The times of supervision of a device.
    TrackClass = mandate::TrackClass {
        /// Every minute or more often.
        Close,
        /// Every few minutes.
        Ordinary,
        /// Rarely.
        Sparse,
    }
    /// What a device can do.
    Capability = tracker::Capability {
        /// Is strapped on, and notices a cut.
        Strap,
        /// Has an alarm button.
        Button,
        /// Measures alcohol.
        Alcohol,
        /// Shows or says an instruction.
        Notice,
        /// Vibrates or sounds.
        Vibrate,
        /// Takes commands.
        Commands,
    }
    /// Where a device is.
    TrackerState = tracker::TrackerState {
        /// In stock.
        InStock,
        /// Issued.
        Issued,
        /// Returned, to be checked.
        Returned,
        /// Lost or broken.
        Retired,
    }
    /// Where a device that is taken back goes.
    TrackerGone = order::Gone {
        /// To be checked.
        Back,
        /// Into stock.
        ToStock,
        /// Lost or broken.
        ForGood,
    }
    /// What became of a command.
    CommandResult = tracker::CommandResult {
        /// On its way.
        Asked,
        /// The device has it.
        Taken,
        /// It could not be brought, or the device said no.
        Failed,
        /// It was written to the device. Where nobody confirms, this is the last that is known of it.
        Sent,
        /// The device was not reached in time.
        Expired,
    }
    /// What happened at the door of devices.
    DoorSign = door::DoorSign {
        /// No device of that number is registered.
        Unknown,
        /// The secret was missing or another.
        WrongSecret,
        /// It came from a network that it may not come from.
        OtherNetwork,
        /// It reported more than it may and was slowed down.
        Flooding,
        /// Its connection broke off without a goodbye.
        Lost,
    }
    /// How well a usual place is covered.
    TrackCoverage = tracker::Coverage {
        /// Well.
        Good,
        /// Coarse positions, or a network that comes and goes.
        Weak,
        /// Nothing comes from there.
        None,
    }
    /// Did a field test pass?
    FieldTestResult = tracker::FieldTest {
        /// Yes.
        Passed,
        /// No.
        Failed,
    }
    /// What alerts look like (FL-04).
    PatternKind = view::PatternKind {
        /// Along the border again and again.
        AtTheBorder,
        /// In the night again and again.
        AtNight,
        /// Closed as torment more than once.
        Confirmed,
    }
    /// For what somebody looks at tracks.
    TrackUse = order::TrackUse {
        /// Live.
        View,
        /// What was.
        Playback,
        /// Out of the system.
        Export,
    }
}

/// How far an incident is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentStage {
    /// Nobody has it.
    Open,
    /// Somebody has it.
    Owned,
    /// The police were told.
    WithPolice,
    /// Ended by a person.
    Closed,
}

impl From<incident::Stage> for IncidentStage {
    fn from(stage: incident::Stage) -> Self {
        match stage {
            // One of which only a number is known waits until somebody looks.
            incident::Stage::NotOpened | incident::Stage::Open => Self::Open,
            incident::Stage::Owned => Self::Owned,
            incident::Stage::WithPolice => Self::WithPolice,
            incident::Stage::Closed => Self::Closed,
        }
    }
}
