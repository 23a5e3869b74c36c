//! What is asked of an alarm, in the imperative, and the ways in which a rule can say no.

use super::event::{AlarmKind, Bearer, Home, MistakeWord, Outcome, Pv};
use core::fmt;
use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{AccountId, AlarmId, DeskId, Fix, FixedAt, HandsetId, Percent, ReceivedAt, Sensitive};

/// The report that a close names.
pub type ClosePv = Pv;

/// The first message of an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// Which track.
    pub kind: AlarmKind,
    /// Whose.
    pub bearer: Option<Bearer>,
    /// The handset that the message names.
    pub claimed: HandsetId,
    /// What started it.
    pub trigger: Trigger,
    /// By the phone's clock.
    pub pressed_at: FixedAt,
    /// By the gateway's clock.
    pub received_at: ReceivedAt,
    /// Place at the press.
    pub fix: Option<Sensitive<Fix>>,
    /// Phone battery.
    pub battery: Option<Percent>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmCommand {
    /// The press. A second one with the same id is answered like the first.
    Raise(Raise),
    /// Pressed again, in the same alarm.
    PressAgain {
        /// By the phone's clock.
        pressed_at: FixedAt,
        /// By the gateway's clock.
        received_at: ReceivedAt,
    },
    /// The store or the spool has it.
    Hold {
        /// Where.
        home: Home,
    },
    /// A desk painted it.
    Show {
        /// Which screen.
        desk: DeskId,
        /// Who sits there.
        by: AccountId,
    },
    /// Another alarm of the case runs.
    Link {
        /// The other one.
        other: AlarmId,
    },
    /// Own it, from a colleague too while it was only just taken.
    Take {
        /// Who.
        by: AccountId,
    },
    /// Own it if nobody does: the order of somebody who saw it ring, and who lost the race when a colleague was first.
    TakeFree {
        /// Who.
        by: AccountId,
    },
    /// Give it to a colleague.
    HandOver {
        /// The owner.
        by: AccountId,
        /// The colleague.
        to: AccountId,
    },
    /// The owner's last desk has been gone for longer than the limit.
    LoseOwner,
    /// The owner is still on it.
    StayOn {
        /// The owner.
        by: AccountId,
    },
    /// The same press came with a good signature.
    Vouch {
        /// Whose it is.
        bearer: Bearer,
    },
    /// The present rung has no desk at all.
    NobodyThere,
    /// Send a team.
    Dispatch {
        /// By whom.
        by: AccountId,
        /// Call sign, 1 to 40 characters.
        unit: String,
    },
    /// The team is there.
    ArriveOnScene {
        /// Who reports it.
        by: AccountId,
        /// Call sign.
        unit: String,
    },
    /// A team goes.
    GoOnTheWay {
        /// Who says so.
        by: AccountId,
        /// Call sign.
        unit: String,
    },
    /// A team proposes how to close.
    ReportFinding {
        /// Who says so.
        by: AccountId,
        /// Call sign.
        unit: String,
        /// How it would close.
        outcome: Outcome,
        /// What it found, at most 2,000 characters; may be empty.
        note: Sensitive<String>,
    },
    /// A step of the protocol was done.
    DoStep {
        /// By whom.
        by: AccountId,
        /// Its id, 1 to 40 characters. That the protocol has it is for the engine to know.
        step: String,
    },
    /// Write on the timeline.
    Note {
        /// By whom.
        by: AccountId,
        /// 1 to 2,000 characters.
        text: Sensitive<String>,
    },
    /// A word typed on the phone.
    SayWord {
        /// What it is, compared by the engine.
        what: MistakeWord,
        /// The word.
        word: Sensitive<String>,
    },
    /// End it.
    Close {
        /// By whom.
        by: AccountId,
        /// How it ended.
        outcome: Outcome,
        /// The report.
        pv: ClosePv,
        /// Why, in words; required for an unidentified press that is closed without a team.
        note: Sensitive<String>,
    },
    /// Give the number of a report that was to follow.
    GivePv {
        /// By whom.
        by: AccountId,
        /// The number, 1 to 40 characters.
        number: String,
    },
    /// Time has passed: climb, or cry out a late milestone.
    Tick,
}

/// Why a rule says no. Shown to the user; the point of the circular is part of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// There is no such alarm yet.
    NotRaised,
    /// It is closed.
    Closed,
    /// Somebody else owns it: ask for a hand-over.
    OwnedByAnother(AccountId),
    /// Nobody owns it yet: take it first.
    NotTaken,
    /// Circular 7.11.2 (AL-09): a team is sent systematically; dispatch before closing.
    NoTeamSent,
    /// The team was not sent.
    NotDispatched,
    /// Circular 7.11.2 (AL-10): the report's number or 'to follow' is needed, 1 to 40 characters.
    PvMissing,
    /// The report was given already, or none was due.
    PvNotDue,
    /// A text is empty or too long.
    TextLength {
        /// Most characters allowed.
        max: usize,
    },
    /// An unidentified press closed without a team needs a reason in words.
    ReasonMissing,
    /// One cannot hand over to oneself.
    ToOneself,
    /// More teams than one alarm can name.
    TooManyUnits {
        /// Most teams.
        max: usize,
    },
    /// More findings than one alarm can keep.
    TooManyFindings {
        /// Most findings.
        max: usize,
    },
    /// More steps than one alarm can keep.
    TooManySteps {
        /// Most steps.
        max: usize,
    },
}

impl Refusal {
    /// The point of the circular, where the rule has one.
    #[must_use]
    pub const fn paragraph(self) -> Option<&'static str> {
        match self {
            Self::NoTeamSent | Self::PvMissing => Some("7.11.2"),
            Self::NotRaised
            | Self::Closed
            | Self::OwnedByAnother(_)
            | Self::NotTaken
            | Self::NotDispatched
            | Self::PvNotDue
            | Self::TextLength { .. }
            | Self::ReasonMissing
            | Self::ToOneself
            | Self::TooManyUnits { .. }
            | Self::TooManyFindings { .. }
            | Self::TooManySteps { .. } => None,
        }
    }

    /// A stable name for the API and the logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotRaised => "alarm.not_raised",
            Self::Closed => "alarm.closed",
            Self::OwnedByAnother(_) => "alarm.owned_by_another",
            Self::NotTaken => "alarm.not_taken",
            Self::NoTeamSent => "alarm.no_team_sent",
            Self::NotDispatched => "alarm.not_dispatched",
            Self::PvMissing => "alarm.pv_missing",
            Self::PvNotDue => "alarm.pv_not_due",
            Self::TextLength { .. } => "text.length",
            Self::ReasonMissing => "alarm.reason_missing",
            Self::ToOneself => "alarm.to_oneself",
            Self::TooManyUnits { .. } => "alarm.too_many_units",
            Self::TooManyFindings { .. } => "alarm.too_many_findings",
            Self::TooManySteps { .. } => "alarm.too_many_steps",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRaised => "there is no such alarm",
            Self::Closed => "the alarm is closed",
            Self::OwnedByAnother(_) => "a colleague owns this alarm: ask for a hand-over",
            Self::NotTaken => "nobody owns this alarm yet: take it first",
            Self::NoTeamSent => "a team is sent to every alarm: dispatch one before closing",
            Self::NotDispatched => "no team was sent yet: dispatch first",
            Self::PvMissing => "give the number of the report (1 to 40 characters) or mark it as to follow",
            Self::PvNotDue => "no report is due for this alarm",
            Self::TextLength { max } => return write!(f, "the text must have 1 to {max} characters"),
            Self::ReasonMissing => "say in words why no team was sent to this unidentified press",
            Self::ToOneself => "hand over to a colleague, not to yourself",
            Self::TooManyUnits { max } => return write!(f, "an alarm names at most {max} teams"),
            Self::TooManyFindings { max } => return write!(f, "an alarm keeps at most {max} findings"),
            Self::TooManySteps { max } => return write!(f, "an alarm keeps at most {max} steps"),
        })
    }
}
