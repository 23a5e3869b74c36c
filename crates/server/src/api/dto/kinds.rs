//! The words of the API for the enums of the inner rooms, one to one in both directions where the API also takes them.

use hoeder_engine::{input, protocol, roster, view};
use hoeder_vocab as vocab;
use hoeder_watch::{alarm, supervision};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! mirror {
    ($($(#[$doc:meta])* $name:ident = $inner:path { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                match value { $(<$inner>::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),+ }
            }
        }
    )+};
}

/// How far an alarm is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has it, no team was sent.
    Ringing,
    /// Somebody has it, no team was sent.
    Taken,
    /// A team is on its way. May ring, when the owner was lost.
    Dispatched,
    /// A team is there. May ring, when the owner was lost.
    OnScene,
    /// Ended by the police.
    Closed,
}

impl From<alarm::Stage> for Stage {
    fn from(stage: alarm::Stage) -> Self {
        match stage {
            // An alarm of which only a number is known rings until somebody looks.
            alarm::Stage::NotRaised | alarm::Stage::Ringing => Self::Ringing,
            alarm::Stage::Taken => Self::Taken,
            alarm::Stage::Dispatched => Self::Dispatched,
            alarm::Stage::OnScene => Self::OnScene,
            alarm::Stage::Closed => Self::Closed,
        }
    }
}

mirror! {
    /// What an account may be.
    Role = vocab::Role {
        /// Takes alarms at a control room.
        Operator,
        /// Watches over a control room.
        Supervisor,
        /// The duty desk of a police zone.
        ZoneDuty,
        /// A patrol in the field.
        Patrol,
        /// Manages cases in a police zone.
        CaseOfficer,
        /// Decides on measures.
        Magistrate,
        /// Keeps accounts, rooms, zones and devices; sees no case.
        Administrator,
        /// Reads the access log.
        Auditor,
        /// A wall screen: health and counts.
        Wall,
        /// The victim reception service of an office.
        VictimReception,
        /// The reference magistrate of an office.
        ReferenceMagistrate,
        /// The contact person of a judicial district.
        DistrictSpoc,
        /// Takes incidents of tracked people at the monitoring centre.
        Monitor,
    }
    /// Which track an alarm runs on (AL-03): every alarm here is a mobile stalking alarm, marked as such.
    AlarmKind = alarm::AlarmKind {
        /// A protected person or a member of the household pressed.
        Danger,
        /// A press from a device that nobody vouches for.
        Unidentified,
    }
    /// How grave an alarm is, the gravest last: sorts the queue and nothing else.
    Gravity = alarm::Gravity {
        /// Nobody vouches for the device.
        Unidentified,
        /// Acute danger.
        Danger,
        /// The duress word was said.
        Duress,
    }
    /// Who is being called.
    Rung = alarm::Rung {
        /// The control room of the cell.
        OwnRoom,
        /// The neighbour rooms as well.
        NeighbourRoom,
        /// The duty desk of the zone of intervention.
        ZoneDuty,
        /// Everyone; cannot be silenced.
        Everyone,
    }
    /// A step whose time is kept.
    Milestone = alarm::Milestone {
        /// By the phone's clock.
        Pressed,
        /// By the gateway's clock.
        Received,
        /// Durable.
        Held,
        /// Painted on a desk.
        Shown,
        /// Owned by somebody.
        Taken,
        /// A team is sent.
        Dispatched,
        /// The team is there.
        OnScene,
        /// Closed by the police.
        Closed,
    }
    /// What started an alarm.
    Trigger = vocab::handset::Trigger {
        /// The button.
        Button,
        /// The screen of the handset.
        Screen,
        /// Nobody: a safety timer ran out and the person had not checked in.
        MissedCheckIn,
    }
    /// Within what time a fault of a handset is known.
    SupervisionClass = vocab::handset::SupervisionClass {
        /// 20 seconds.
        S20,
        /// 90 seconds.
        S90,
        /// 3 minutes.
        M3,
        /// 30 minutes.
        M30,
        /// 25 hours.
        H25,
    }
    /// Over how many ways a handset is watched.
    Paths = vocab::handset::Paths {
        /// One that works is enough.
        One,
        /// Two must work: one that is lost is an alert.
        Two,
    }
    /// An act on an alarm that does a step of its protocol.
    StepAct = protocol::Act {
        /// Somebody owns it.
        Take,
        /// A team is sent.
        Dispatch,
        /// A team is on the spot.
        OnScene,
        /// It is closed.
        Close,
        /// The person is asked something in text; may also be ticked off.
        Ask,
    }
    /// How an alarm ended (AL-13).
    Outcome = alarm::Outcome {
        /// Real danger.
        RealDanger,
        /// The suspect was there or was arrested.
        SuspectPresent,
        /// By accident.
        FalseAlarm,
        /// Misuse.
        Misuse,
        /// Somebody used the real alarm to test.
        Test,
        /// A fault.
        Technical,
    }
    /// What is doubtful about a place. Never a reason to wait.
    PlaceDoubt = view::PlaceDoubt {
        /// No place came with it.
        Missing,
        /// Old.
        Stale,
        /// Inaccurate.
        Coarse,
        /// Outside Belgium.
        Abroad,
        /// In no known zone.
        NoZone,
    }
    /// How a fix was made.
    FixSource = vocab::FixSource {
        /// Satellites.
        Gnss,
        /// Wi-Fi access points.
        Wifi,
        /// Cell masts.
        Cell,
        /// Mixed.
        Fused,
        /// Not said.
        Unknown,
    }
    /// The language of a person.
    Language = roster::Language {
        /// Nederlands.
        Dutch,
        /// Francais.
        French,
        /// Deutsch.
        German,
        /// English.
        English,
    }
    /// Why a person is in a case.
    PersonKind = roster::PersonKind {
        /// Carries an alarm by a measure of their own.
        Protected,
        /// A member of the household.
        Household,
    }
    /// An answer that must be given.
    Answer = roster::Answer {
        /// Yes.
        Yes,
        /// No.
        No,
        /// Not known.
        Unknown,
    }
    /// What a usual place is.
    PlaceKind = roster::PlaceKind {
        /// Where the person lives.
        Home,
        /// Work.
        Work,
        /// School or day care.
        School,
        /// Family or friends.
        Family,
        /// Another.
        Other,
    }
    /// Is a case running?
    CaseState = roster::CaseState {
        /// Alarms are expected.
        Active,
        /// Ended.
        Ended,
    }
    /// Is a device in use?
    DeviceState = roster::DeviceState {
        /// In use.
        Active,
        /// No longer.
        Revoked,
    }
    /// What a button speaks.
    ButtonKind = roster::ButtonKind {
        /// BTHome v2.
        Bthome,
        /// V.ALRT.
        Valrt,
        /// iTag, for practice only.
        Itag,
    }
    /// Can an account sign in?
    AccountState = roster::AccountState {
        /// Yes.
        Enabled,
        /// No.
        Disabled,
    }
    /// What is wrong with a handset.
    AlertKind = supervision::AlertKind {
        /// No heartbeat within the time of its class.
        Silent,
        /// The daily report is missing.
        ReportMissing,
        /// The daily report shows something that may stop an alarm.
        ReportBad,
        /// The link to the button is down.
        ButtonUnlinked,
        /// Phone or button battery low.
        BatteryLow,
        /// Two paths are wanted and one of them is lost.
        PathLost,
        /// A test by appointment did not come.
        TestMissed,
    }
    /// How the store is.
    StoreHealth = input::StoreHealth {
        /// Appends reach the store.
        Up,
        /// Appends go to the spool.
        Spooling,
        /// Neither works.
        Down,
    }
    /// The six kinds of art. 25 of Directive (EU) 2016/680.
    LogKind = vocab::LogKind {
        /// New data enters.
        Collection,
        /// Data changes.
        Alteration,
        /// Somebody reads.
        Consultation,
        /// Data leaves.
        Disclosure,
        /// Data is joined.
        Combination,
        /// Data is erased.
        Erasure,
    }
}
