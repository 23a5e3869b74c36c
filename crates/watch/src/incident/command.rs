//! What can be asked of an incident, and every no.
//!
//! Never here: which command has its place when (`decide`).

use super::alert::{About, AlertFacts};
use super::event::{Call, Delivery, HandOff, Outcome, Told};
use crate::track::AlertKey;
use hoeder_vocab::{AccountId, FixedAt, MessageId, Sensitive};

/// Something that is asked of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentCommand {
    /// The guard raised an alert. The first one opens the incident.
    Raise {
        /// About whom the incident is.
        about: About,
        /// The alert.
        alert: Box<AlertFacts>,
    },
    /// The guard says that it is worse.
    Worsen(Box<AlertFacts>),
    /// The guard says that it is over, or its carrier is no longer watched.
    Clear(AlertKey),
    /// Fixes that came late show that it began at another moment, or never was.
    Revise {
        /// Which alert.
        key: AlertKey,
        /// When it was said to have begun.
        was: FixedAt,
        /// When it began; `None` is 'not borne out'.
        now: Option<FixedAt>,
    },
    /// Somebody has it.
    Take {
        /// Who.
        by: AccountId,
    },
    /// Somebody gives it to a colleague.
    HandOver {
        /// Who.
        by: AccountId,
        /// To whom.
        to: AccountId,
    },
    /// The owner's last screen is gone.
    LoseOwner,
    /// The owner is still on it.
    StayOn {
        /// Who.
        by: AccountId,
    },
    /// A step was done.
    DoStep {
        /// Who.
        by: AccountId,
        /// Its id.
        step: String,
    },
    /// Somebody was called.
    Call {
        /// Who called.
        by: AccountId,
        /// Whom, and what came of it.
        call: Call,
    },
    /// Write on the timeline.
    Note {
        /// Who.
        by: AccountId,
        /// What.
        text: Sensitive<String>,
    },
    /// Give it to the police, with what they need (EM-04).
    HandToPolice {
        /// Who.
        by: AccountId,
        /// What they are told.
        hand_off: Box<HandOff>,
    },
    /// Tell the protected person what to do (FL-34).
    Instruct {
        /// Who.
        by: AccountId,
        /// What.
        told: Told,
    },
    /// Something became of an instruction.
    Deliver {
        /// Which.
        message: MessageId,
        /// What.
        delivery: Delivery,
    },
    /// Let an alert wait that still stands (an override).
    SetAside {
        /// Who.
        by: AccountId,
        /// Which alert.
        key: AlertKey,
        /// Why.
        reason: Sensitive<String>,
    },
    /// End it.
    Close {
        /// Who.
        by: AccountId,
        /// How it ended.
        outcome: Outcome,
        /// Why, in words.
        reason: Sensitive<String>,
    },
    /// Time has passed.
    Tick,
}

/// A rule that says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// There is no such incident yet.
    NotOpened,
    /// It is closed.
    Closed,
    /// Nobody owns it yet: take it first.
    NotTaken,
    /// Somebody else owns it: ask for a hand-over.
    OwnedByAnother(AccountId),
    /// One cannot hand over to oneself.
    ToOneself,
    /// There is no such alert in it that still stands.
    NoSuchAlert,
    /// An alert still stands: it must be over, or set aside with a reason, before the incident is closed (FL-02).
    AlertStands,
    /// Nothing comes from the device: that is not set aside, it ends when the device is heard or its mandate ends (FL-10).
    DeviceDead,
    /// A reason in words is needed.
    ReasonMissing,
    /// A text is empty or too long.
    TextLength {
        /// Most characters allowed.
        max: usize,
    },
    /// A direction of more than 359 degrees, or more than a day of minutes.
    OutOfRange,
    /// There is no such instruction.
    NoSuchInstruction,
    /// More of something than one incident keeps.
    TooMany {
        /// Most.
        max: usize,
    },
}

impl Refusal {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOpened => "incident.not_opened",
            Self::Closed => "incident.closed",
            Self::NotTaken => "incident.not_taken",
            Self::OwnedByAnother(_) => "incident.owned_by_another",
            Self::ToOneself => "incident.to_oneself",
            Self::NoSuchAlert => "incident.no_such_alert",
            Self::AlertStands => "incident.alert_stands",
            Self::DeviceDead => "incident.device_dead",
            Self::ReasonMissing => "incident.reason_missing",
            Self::TextLength { .. } => "incident.text_length",
            Self::OutOfRange => "incident.out_of_range",
            Self::NoSuchInstruction => "incident.no_such_instruction",
            Self::TooMany { .. } => "incident.too_many",
        }
    }
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let text = match self {
            Self::NotOpened => "there is no such incident",
            Self::Closed => "the incident is closed",
            Self::NotTaken => "take the incident first",
            Self::OwnedByAnother(_) => "a colleague owns the incident: ask for a hand-over",
            Self::ToOneself => "hand over to a colleague",
            Self::NoSuchAlert => "the incident has no such alert that still stands",
            Self::AlertStands => {
                "an alert still stands: wait until it is over, or set it aside with a reason"
            }
            Self::DeviceDead => "nothing comes from the device: it must be heard again, or its mandate end",
            Self::ReasonMissing => "a reason in words is needed",
            Self::TextLength { max } => return write!(f, "1 to {max} characters are needed"),
            Self::OutOfRange => "0 to 359 degrees, and at most 1,440 minutes",
            Self::NoSuchInstruction => "there is no such instruction",
            Self::TooMany { max } => return write!(f, "an incident keeps at most {max} of these"),
        };
        f.write_str(text)
    }
}

impl core::error::Error for Refusal {}
