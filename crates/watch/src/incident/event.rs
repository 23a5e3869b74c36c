//! What can happen to an incident, and the words for it. Written down in the log; never given another meaning.
//!
//! Never here: rules.

use super::alert::{About, AlertFacts};
use crate::track::{AlertKey, Queue};
use hoeder_vocab::{AccountId, FixedAt, MessageId, Position, Sensitive, UtcMillis, ZoneId};

/// Who was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Callee {
    /// The protected person, or who cares for a minor.
    Protected,
    /// The carrier of the band.
    Offender,
    /// A control room or a zone of the police.
    Police,
    /// The judge, the prosecutor's office or the service that follows the mandate.
    Justice,
    /// The keeper of the devices.
    Technician,
    /// Somebody else.
    Other,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallResult {
    /// Spoken with.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// It was not possible: engaged, no line.
    Failed,
}

/// A call that somebody made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Whom.
    pub whom: Callee,
    /// What came of it.
    pub result: CallResult,
    /// In words; may be empty.
    pub note: Sensitive<String>,
}

/// What the police get to intervene between the two (EM-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOff {
    /// The zone that takes it, if one is known.
    pub zone: Option<ZoneId>,
    /// Where to, in words: 1 to 200 characters.
    pub place: Sensitive<String>,
    /// On the map.
    pub position: Option<Sensitive<Position>>,
    /// Which way the offender goes, whole degrees from north.
    pub direction_deg: Option<u16>,
    /// In how many minutes they could meet; `None` is not known.
    pub minutes: Option<u16>,
    /// Who answered, or the number of the intervention: 1 to 40 characters.
    pub reference: String,
}

/// What the protected person is asked to do. It says nothing of where the other is (FL-34).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Stay where you are, inside.
    Stay,
    /// Go there.
    LeaveTowards(Sensitive<String>),
    /// Nothing is to be done any more.
    AllClear,
}

/// How an instruction goes to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Somebody says it on the phone.
    Call,
    /// The device or application shows it.
    Device,
}

/// What became of an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// On its way.
    Sent,
    /// The device has it.
    Delivered,
    /// The person has read or heard it.
    Seen,
    /// It could not be brought.
    Failed,
}

/// What was told to the protected person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Made by the shell.
    pub message: MessageId,
    /// What.
    pub instruction: Instruction,
    /// How.
    pub channel: Channel,
}

/// An instruction in an incident, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instructed {
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
    /// What.
    pub told: Told,
    /// How it is now, and since when.
    pub delivery: (Delivery, UtcMillis),
}

/// A note on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
    /// What.
    pub text: Sensitive<String>,
}

/// How an incident ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A rule of the mandate was broken.
    Violation,
    /// A rule was broken again and again to torment: a possible new fact (FL-04).
    Harassment,
    /// They came near without meaning to, or the road went so.
    Unintended,
    /// It was not so.
    FalseAlert,
    /// A device was the cause, and works again or is replaced.
    Device,
    /// A test or an exercise.
    Test,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentEvent {
    /// The first alert about somebody of whom no incident was open.
    Opened {
        /// About whom.
        about: About,
    },
    /// The guard raised an alert, or raised it again.
    AlertRaised(Box<AlertFacts>),
    /// It became worse.
    AlertWorse(Box<AlertFacts>),
    /// It is over by the fixes. The incident stays (FL-02).
    AlertCleared {
        /// Which.
        key: AlertKey,
    },
    /// Fixes that came late show that it began at another moment, or never was. It is taken back by nobody but a person (FL-02).
    AlertRevised {
        /// Which.
        key: AlertKey,
        /// When it was said to have begun.
        was: FixedAt,
        /// When it began; `None` is 'not borne out'.
        now: Option<FixedAt>,
    },
    /// It still stands: a dead device is an alert that only grows (FL-10).
    AlertGrew {
        /// Which.
        key: AlertKey,
        /// How far: 1, 2 ..
        level: u8,
    },
    /// Somebody lets an alert wait that still stands.
    AlertSetAside {
        /// Which.
        key: AlertKey,
        /// Who.
        by: AccountId,
        /// Why.
        reason: Sensitive<String>,
    },
    /// It belongs in a graver queue from now on, and rings there.
    Rose {
        /// Which.
        to: Queue,
    },
    /// Somebody has it.
    Taken {
        /// Who.
        by: AccountId,
    },
    /// Somebody gave it to a colleague.
    HandedOver {
        /// From whom.
        from: AccountId,
        /// To whom.
        to: AccountId,
    },
    /// The owner's screens are gone: it rings again.
    OwnerLost {
        /// Who had it.
        owner: AccountId,
    },
    /// The owner did nothing for long.
    OwnerReminded {
        /// Who has it.
        owner: AccountId,
    },
    /// The owner did nothing for too long: it rings again.
    OwnershipReturned {
        /// Who had it.
        owner: AccountId,
    },
    /// The owner is still on it.
    StillOnIt {
        /// Who.
        by: AccountId,
    },
    /// Nobody took it in time: more are called.
    NotTaken,
    /// A step of the protocol was done.
    StepDone {
        /// Who.
        by: AccountId,
        /// Its id.
        step: String,
    },
    /// Somebody was called.
    Called {
        /// Who called.
        by: AccountId,
        /// Whom, and what came of it.
        call: Call,
    },
    /// Somebody wrote on the timeline.
    Noted {
        /// Who.
        by: AccountId,
        /// What.
        text: Sensitive<String>,
    },
    /// The police have it, with what they need.
    HandedToPolice {
        /// Who handed it over.
        by: AccountId,
        /// What they were told.
        hand_off: Box<HandOff>,
    },
    /// The protected person was told what to do.
    Instructed {
        /// By whom.
        by: AccountId,
        /// What.
        told: Told,
    },
    /// What became of it.
    InstructionDelivery {
        /// Which.
        message: MessageId,
        /// How it is now.
        delivery: Delivery,
    },
    /// A person closed it.
    Closed {
        /// Who.
        by: AccountId,
        /// How it ended.
        outcome: Outcome,
        /// Why, in words.
        reason: Sensitive<String>,
    },
}
