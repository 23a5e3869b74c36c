//! 7.4, 7.7 and 7.8.1-3: what a magistrate rules, how it is recorded, the user agreement, the activation, the judge and the DSO.
//!
//! Never here: whether the facts are an offence or proven (7.1, MS-16): no field asks for it.

use crate::by::By;
use crate::coded::coded;
use crate::ending::EarlyGround;
use crate::point::Point;
use crate::request::PvRef;
use hoeder_vocab::{AccountId, ButtonId, CivilDate, DocumentId, HandsetId, Sensitive, TestId};

/// Most rulings that one measure keeps.
pub const MAX_RULINGS: usize = 64;
/// Most referrals, offers, announced facts, wishes and releases that one measure keeps, each.
pub const MAX_LISTED: usize = 200;

coded! {
    /// The two procedures (MS-14).
    Procedure {
        /// With everything that 7.4 asks.
        Ordinary = "ordinary",
        /// With what is available; what is missing stays open as tasks.
        Urgent = "urgent",
    }

    /// A part of the file that the decision rests on.
    Part {
        /// The hearing of the person.
        Hearing = "hearing",
        /// The eight questions.
        Risk = "risk",
        /// The checklist of COL 15/2020, for former partners.
        Checklist = "checklist",
        /// Firearms, with who checks.
        Firearms = "firearms",
        /// Why other means do not suffice.
        Subsidiarity = "subsidiarity",
        /// Antecedents of three years.
        Antecedents = "antecedents",
        /// That a minor is able to use the alarm.
        MinorAble = "minor-able",
    }

    /// How the recorded oral ruling was met by the magistrate.
    Confirmation {
        /// So it was decided.
        AsRecorded = "as-recorded",
        /// It was not decided so.
        NotAsRecorded = "not-as-recorded",
    }

    /// Whether and how a third party that asked is told of the refusal (7.7): for the magistrate to say.
    TellThirdParty {
        /// No third party asked.
        NoThirdParty = "no-third-party",
        /// By the police, by word of mouth.
        ByPolice = "by-police",
        /// By letter of the office.
        ByLetter = "by-letter",
        /// Not told.
        NotTold = "not-told",
    }

    /// How the investigating judge is told (7.8.2).
    JudgeTold {
        /// In the requisition that opens the investigation.
        Requisition = "requisition",
        /// In a letter of its own.
        Letter = "letter",
    }

    /// Is the page of the phone safe from others (FL-36)?
    DeviceSafety {
        /// Checked: no shared account, no unknown app, own code.
        Checked = "checked",
        /// A phone on loan was given.
        LoanPhone = "loan-phone",
        /// The person knows of a doubt that could not be removed.
        Doubtful = "doubtful",
    }

    /// Do the usual places have coverage (FL-14)?
    Coverage {
        /// Tried at the usual places, good.
        Good = "good",
        /// A usual place has a gap, which the person knows.
        Gaps = "gaps",
        /// Not tried yet.
        NotTried = "not-tried",
    }
}

impl Part {
    /// Where it stands.
    #[must_use]
    pub const fn point(self) -> Point {
        match self {
            Self::Hearing => Point::new("7.4.1"),
            Self::Risk | Self::Checklist | Self::Firearms => Point::new("7.6"),
            Self::Subsidiarity => Point::new("6"),
            Self::Antecedents => Point::new("7.4.2"),
            Self::MinorAble => Point::new("7.9"),
        }
    }
}

/// What was ruled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// 7.8: the alarm is granted, for nine months.
    Grant,
    /// 7.7: refused for now.
    Refuse {
        /// What a third party hears of it.
        third_party: TellThirdParty,
    },
    /// 7.12.1: nine months more.
    Extend,
    /// 7.12.1: ends on the planned date.
    EndAsPlanned,
    /// 7.12.3: ends before.
    EndEarly {
        /// Why.
        ground: EarlyGround,
        /// Number of the marginal note, 1 to 40 characters.
        #[doc(alias = "kantschrift")]
        marginal_note: String,
    },
    /// The ending is taken back while the alarm is still on: new elements came.
    Resume,
}

coded! {
    /// [`Ruling`] without its data.
    RulingKind {
        /// Granted.
        Grant = "grant",
        /// Refused.
        Refuse = "refuse",
        /// Extended after the evaluation.
        Extend = "extend",
        /// Ends on its date.
        EndAsPlanned = "end-as-planned",
        /// Ends early.
        EndEarly = "end-early",
        /// Goes on after all.
        Resume = "resume",
    }
}

impl Ruling {
    /// Which kind.
    #[must_use]
    pub const fn kind(&self) -> RulingKind {
        match self {
            Self::Grant => RulingKind::Grant,
            Self::Refuse { .. } => RulingKind::Refuse,
            Self::Extend => RulingKind::Extend,
            Self::EndAsPlanned => RulingKind::EndAsPlanned,
            Self::EndEarly { .. } => RulingKind::EndEarly,
            Self::Resume => RulingKind::Resume,
        }
    }
}

/// A ruling as it is entered: by the magistrate, or by the officer who heard it (MS-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub ruling: Ruling,
    /// With what is available, or with everything.
    pub procedure: Procedure,
    /// On which day it was ruled. The nine months of a grant begin here.
    pub on: CivilDate,
    /// Which magistrate said it, when an officer enters it; `None` when the magistrate enters it.
    pub said_by: Option<AccountId>,
    /// The report in which it stands; needed when an officer enters it.
    pub pv: Option<PvRef>,
    /// Why, 1 to 10,000 characters.
    pub reason: Sensitive<String>,
}

/// A ruling in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Its number within the measure, from 1.
    pub n: u16,
    /// What was entered.
    pub decision: Decision,
    /// By whom.
    pub by: By,
    /// Confirmed by the magistrate on; at once when the magistrate entered it.
    pub confirmed_on: Option<CivilDate>,
    /// The magistrate said that it was not so.
    pub denied_on: Option<CivilDate>,
}

/// The user agreement (7.8.1, annex 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assent {
    /// Signed: everyone from sixteen on.
    Signed {
        /// The signed copy.
        document: DocumentId,
    },
    /// Explained and not signed: under sixteen (MS-09).
    Explained,
}

/// The form at the desk when the agreement is explained and signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// On which day.
    pub on: CivilDate,
    /// Signed or explained.
    pub assent: Assent,
    /// Version of the text, 1 to 40 characters.
    pub version: String,
    /// The planned end date that the person was told; must be the computed one.
    pub told_end: CivilDate,
}

/// The alarm is switched on (MS-18): only after an end-to-end test that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// On which day.
    pub on: CivilDate,
    /// The test; the world says that it passed, on which handset and when.
    pub test: TestId,
    /// The phone.
    pub handset: HandsetId,
    /// The button.
    pub button: Option<ButtonId>,
    /// Is the phone safe from others?
    pub device_safety: DeviceSafety,
    /// Coverage at the usual places.
    pub coverage: Coverage,
    /// The report of these steps, with the agreement attached; `None`: to follow.
    pub pv: Option<PvRef>,
}

/// An investigating judge has the facts in hand (7.8.2, MS-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgeInvolved {
    /// Since when.
    pub since: CivilDate,
    /// How and on which day the judge was told of the measure; `None`: to be done.
    pub told: Option<(JudgeTold, CivilDate)>,
}

coded! {
    /// What became of an offer of support (7.8.3).
    OfferOutcome {
        /// Accepted.
        Accepted = "accepted",
        /// Declined.
        Declined = "declined",
        /// No answer yet.
        NoAnswer = "no-answer",
    }

    /// Between the alarm and the chain approach (7.8.6, MS-25).
    ChainDirection {
        /// Referred to the chain approach.
        ToChain = "to-chain",
        /// The chain approach pointed to this situation.
        FromChain = "from-chain",
    }
}

/// An offer by the victim reception service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupportOffer {
    /// On which day.
    pub on: CivilDate,
    /// What became of it.
    pub outcome: OfferOutcome,
}

/// A referral. The alarm never waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReferral {
    /// On which day.
    pub on: CivilDate,
    /// Which way.
    pub direction: ChainDirection,
    /// In words; may be empty.
    pub note: Sensitive<String>,
}
