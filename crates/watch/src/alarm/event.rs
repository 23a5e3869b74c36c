//! What happened to an alarm, in the past tense. Stored for ever: room `store` holds the versioned form.

use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{
    AccountId, AlarmId, CaseId, DeskId, Fix, FixedAt, HandsetId, Percent, PersonId, ReceivedAt, Sensitive,
};

/// Which track an alarm runs on. Self-tests are not alarms at all (FL-05): see [`crate::supervision`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlarmKind {
    /// A protected person, a member of the household or a relative under one case pressed.
    Danger,
    /// A press from a device that nobody vouches for: unknown, revoked or wrongly signed. Shown all the same.
    Unidentified,
}

/// Whose alarm it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bearer {
    /// The case.
    pub case: CaseId,
    /// The person who carries the handset.
    pub person: PersonId,
    /// The handset.
    pub handset: HandsetId,
}

/// Where a record became durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// In the store.
    Store,
    /// In the spool file, because the store failed; drained into the store later.
    Spool,
}

/// Who is being called. Each rung keeps the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// The control room of the cell, and, for information, the duty desk of the zone of intervention (AL-07).
    OwnRoom,
    /// The neighbour control rooms as well.
    NeighbourRoom,
    /// The duty desk of the zone of intervention may and must take it.
    ZoneDuty,
    /// Everyone who is signed in; cannot be silenced.
    Everyone,
}

/// Why the ladder climbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClimbReason {
    /// No desk reported having painted it in time.
    NotShown,
    /// Painted, but nobody took it in time.
    NotTaken,
    /// There is no desk on this rung.
    NobodyThere,
    /// The owner's desk was gone for too long.
    OwnerLost,
}

/// The steps whose times are kept and, when late, cried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// Pressed, by the phone's clock.
    Pressed,
    /// Received by the gateway.
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

/// What a word typed after the press was (FL-07). Neither cancels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MistakeWord {
    /// The person says that it was a mistake.
    Mistake,
    /// The duress word: the person is being forced.
    Duress,
}

/// How an alarm ended (AL-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Real danger.
    RealDanger,
    /// The suspect was there, or was arrested.
    SuspectPresent,
    /// By accident. The only outcome, with test and technical, that does not extend the measure.
    FalseAlarm,
    /// Misuse; counted and shown to the magistrate.
    Misuse,
    /// Somebody used the real alarm to test.
    Test,
    /// A fault of a device or of the system.
    Technical,
}

/// The official report (PV) of an alarm (AL-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pv {
    /// Its number.
    Number(String),
    /// To follow: an open task until the number is given.
    ToFollow,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmEvent {
    /// The first message of this alarm arrived.
    Raised {
        /// Which track.
        kind: AlarmKind,
        /// Whose; `None` for an unidentified press.
        bearer: Option<Bearer>,
        /// The handset that the message names, also when nobody vouches for it.
        claimed: HandsetId,
        /// What started it.
        trigger: Trigger,
        /// By the phone's clock.
        pressed_at: FixedAt,
        /// By the gateway's clock.
        received_at: ReceivedAt,
        /// Place at the press; `None` when missing or absurd.
        fix: Option<Sensitive<Fix>>,
        /// Phone battery.
        battery: Option<Percent>,
    },
    /// It is durable.
    Held {
        /// Where.
        home: Home,
    },
    /// A desk painted it.
    Shown {
        /// Which screen.
        desk: DeskId,
        /// Who sits there.
        by: AccountId,
    },
    /// Pressed again while it runs.
    PressedAgain {
        /// By the phone's clock.
        pressed_at: FixedAt,
        /// By the gateway's clock.
        received_at: ReceivedAt,
    },
    /// Another alarm of the same case runs as well (AL-20).
    Linked {
        /// The other one.
        other: AlarmId,
    },
    /// The ladder climbed.
    Climbed {
        /// To where.
        to: Rung,
        /// Why.
        why: ClimbReason,
    },
    /// Somebody owns it.
    Taken {
        /// Who.
        by: AccountId,
    },
    /// The owner gave it to a colleague.
    HandedOver {
        /// From whom.
        from: AccountId,
        /// To whom.
        to: AccountId,
    },
    /// Just after it was taken, a colleague took it over without asking.
    TakenOver {
        /// From whom.
        from: AccountId,
        /// By whom.
        by: AccountId,
    },
    /// The owner's desk was gone for too long: it rings again.
    OwnerLost {
        /// Who had it.
        owner: AccountId,
    },
    /// The owner has done nothing with it for long.
    OwnerReminded {
        /// Who has it.
        owner: AccountId,
    },
    /// The owner did nothing after the reminder either: it rings again, on the rung where it was.
    OwnershipReturned {
        /// Who had it.
        owner: AccountId,
    },
    /// The owner says to be still on it.
    StillOnIt {
        /// Who.
        by: AccountId,
    },
    /// A team is sent. More than one may follow.
    Dispatched {
        /// By whom.
        by: AccountId,
        /// Call sign of the team.
        unit: String,
    },
    /// A team is on the spot.
    OnScene {
        /// Who reported it.
        by: AccountId,
        /// Call sign of the team.
        unit: String,
    },
    /// A team says that it goes.
    OnTheWay {
        /// Who says so.
        by: AccountId,
        /// Call sign of the team.
        unit: String,
    },
    /// A team says what it found: a proposal for the close, and no close.
    Found {
        /// Who says so.
        by: AccountId,
        /// Call sign of the team.
        unit: String,
        /// How the team would close it.
        outcome: Outcome,
        /// What it found, in words; may be empty.
        note: Sensitive<String>,
    },
    /// A step of the protocol was done that no other act shows.
    StepDone {
        /// By whom.
        by: AccountId,
        /// Which: its id in the protocol.
        step: String,
    },
    /// A press that came first with a bad signature came again with a good one: it is this person's.
    Vouched {
        /// Whose.
        bearer: Bearer,
    },
    /// A note on the timeline.
    Noted {
        /// By whom.
        by: AccountId,
        /// The text, at most 2,000 characters.
        text: Sensitive<String>,
    },
    /// A word was typed or spoken after the press. Nothing is cancelled.
    WordSaid {
        /// What it was.
        what: MistakeWord,
        /// The word.
        word: Sensitive<String>,
    },
    /// A milestone is late.
    Overdue {
        /// Which.
        milestone: Milestone,
    },
    /// The police closed it.
    Closed {
        /// By whom.
        by: AccountId,
        /// How it ended.
        outcome: Outcome,
        /// Its report.
        pv: Pv,
        /// Why, in words.
        note: Sensitive<String>,
    },
    /// The number of a report that was to follow.
    PvGiven {
        /// By whom.
        by: AccountId,
        /// The number.
        number: String,
    },
}

impl AlarmEvent {
    /// Whose act this is, where it shows that this person works on the alarm: it makes an ownership young again.
    #[must_use]
    pub const fn act_of(&self) -> Option<AccountId> {
        match self {
            Self::StillOnIt { by }
            | Self::Dispatched { by, .. }
            | Self::OnScene { by, .. }
            | Self::OnTheWay { by, .. }
            | Self::Found { by, .. }
            | Self::StepDone { by, .. }
            | Self::Noted { by, .. } => Some(*by),
            // Coming to an alarm begins an ownership; leaving or ending it ends one.
            Self::Taken { .. }
            | Self::HandedOver { .. }
            | Self::TakenOver { .. }
            | Self::OwnerLost { .. }
            | Self::OwnerReminded { .. }
            | Self::OwnershipReturned { .. }
            | Self::Closed { .. }
            | Self::PvGiven { .. } => None,
            Self::Raised { .. }
            | Self::Held { .. }
            | Self::Shown { .. }
            | Self::PressedAgain { .. }
            | Self::Linked { .. }
            | Self::Climbed { .. }
            | Self::Vouched { .. }
            | Self::WordSaid { .. }
            | Self::Overdue { .. } => None,
        }
    }
}
