//! Stable words of tracking. A word once written is never given another meaning.
//!
//! Never here: whole events.

use crate::format::codes::{Code, codes};
use hoeder_engine::tracking::TrackUse;
use hoeder_engine::tracking::door::DoorSign;
use hoeder_engine::tracking::mandate::{
    Age, MandateKind, MandateState, NoticePolicy, ScopePart, TargetGroup, TrackClass, Watched,
};
use hoeder_engine::tracking::tracker::{Capability, CommandResult, Coverage, FieldTest, TrackerState};
use hoeder_vocab::tracking::{Motion, Side};
use hoeder_watch::incident::{CallResult, Callee, Channel, Delivery, Outcome};
use hoeder_watch::track::{AlertKind, PerimeterKind, Queue, Severity};

codes! {
    MandateKind {
        HomeBan = "home-ban", ContactBan = "contact-ban", PlaceBan = "place-ban", CourtDecision = "court-decision",
        VictimApplication = "victim-application",
    }
    MandateState { Draft = "draft", Granted = "granted", Withdrawn = "withdrawn" }
    TargetGroup {
        PartnerViolence = "partner-violence", Stalking = "stalking", ChildAbuse = "child-abuse",
        SexualViolence = "sexual-violence", ThreatenedWitness = "threatened-witness",
    }
    ScopePart { Distance = "distance", Places = "places", Alcohol = "alcohol" }
    NoticePolicy { Allowed = "allowed", Never = "never" }
    Age { Adult = "adult", Minor = "minor" }
    Watched { Active = "active", Ended = "ended" }
    Side { Offender = "offender", Protected = "protected" }
    PerimeterKind { Exclusion = "exclusion", Inclusion = "inclusion", Buffer = "buffer" }
    TrackClass { Close = "close", Ordinary = "ordinary", Sparse = "sparse" }
    Capability {
        Strap = "strap", Button = "button", Alcohol = "alcohol", Notice = "notice", Vibrate = "vibrate",
        Commands = "commands",
    }
    TrackerState { InStock = "in-stock", Issued = "issued", Returned = "returned", Retired = "retired" }
    CommandResult { Asked = "asked", Taken = "taken", Failed = "failed", Sent = "sent", Expired = "expired" }
    Coverage { Good = "good", Weak = "weak", None = "none" }
    DoorSign {
        Unknown = "unknown", WrongSecret = "wrong-secret", OtherNetwork = "other-network", Flooding = "flooding",
        Lost = "lost",
    }
    FieldTest { Passed = "passed", Failed = "failed" }
    TrackUse { View = "view", Playback = "playback", Export = "export" }
    Motion { Still = "still", Moving = "moving", Unknown = "unknown" }
    Queue { Danger = "danger", Tracking = "tracking", Technical = "technical" }
    Severity { Possible = "possible", Certain = "certain" }
    AlertKind {
        Near = "near", Warning = "warning", Approaching = "approaching", CouldBeNear = "could-be-near",
        Entered = "entered", Left = "left", InBuffer = "in-buffer", Silent = "silent", NoPosition = "no-position",
        Tampered = "tampered", NotCarried = "not-carried", Disturbed = "disturbed", Implausible = "implausible",
        Battery = "battery", Alcohol = "alcohol", AlcoholMissing = "alcohol-missing", ManDown = "man-down",
    }
    Callee {
        Protected = "protected", Offender = "offender", Police = "police", Justice = "justice",
        Technician = "technician", Other = "other",
    }
    CallResult { Reached = "reached", NoAnswer = "no-answer", Failed = "failed" }
    Channel { Call = "call", Device = "device" }
    Delivery { Sent = "sent", Delivered = "delivered", Seen = "seen", Failed = "failed" }
    Outcome {
        Violation = "violation", Harassment = "harassment", Unintended = "unintended", FalseAlert = "false-alert",
        Device = "device", Test = "test",
    }
}
