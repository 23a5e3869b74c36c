//! Notices: who must know of something, by which ways it went out and what came of it (FL-36).
//!
//! Never here: addresses (the shell's configuration) and texts. Outside the screens a notice names nobody and nothing.

use hoeder_measure::effect::{Notice, Recipient};
use hoeder_vocab::{MeasureId, NoticeId};

/// How often a notice is tried on one channel before it is given up; it stays in the inbox all the same.
pub const MAX_TRIES: u16 = 8;
/// Seconds until the next try, after the first, the second .. failure.
pub const PAUSES_S: [u64; 7] = [60, 300, 900, 3_600, 10_800, 21_600, 43_200];

/// A way out besides the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Electronic mail.
    Mail,
    /// A web hook.
    Hook,
}

impl Channel {
    /// All.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Hook];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Hook => "hook",
        }
    }
}

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryFailure {
    /// No address is configured for that desk: not tried again.
    NoAddress,
    /// Nobody answered.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// The other side said no for now.
    Refused,
    /// The other side said no for good: not tried again.
    Rejected,
}

impl DeliveryFailure {
    /// All.
    pub const ALL: [Self; 5] =
        [Self::NoAddress, Self::Unreachable, Self::TimedOut, Self::Refused, Self::Rejected];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoAddress => "no-address",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::Refused => "refused",
            Self::Rejected => "rejected",
        }
    }

    /// Would another try be of use?
    #[must_use]
    pub const fn passes(self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut | Self::Refused => true,
            Self::NoAddress | Self::Rejected => false,
        }
    }
}

/// What became of a notice on one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// Taken over by the next system.
    Delivered,
    /// Not yet; it is tried again.
    Failed {
        /// How often it was tried.
        tries: u16,
        /// Why the last one failed.
        why: DeliveryFailure,
    },
    /// Not tried again.
    GivenUp {
        /// How often it was tried.
        tries: u16,
        /// Why the last one failed.
        why: DeliveryFailure,
    },
}

/// A notice as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSent {
    /// Id.
    pub notice: NoticeId,
    /// About which measure.
    pub measure: MeasureId,
    /// To which place. There is no suspect among them (MS-23).
    pub to: Recipient,
    /// What.
    pub kind: Notice,
    /// By which ways besides the inbox.
    pub channels: Vec<Channel>,
}

/// A notice on its way out: the shell knows the address of the place and says nothing but that a message waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeOut {
    /// Which.
    pub notice: NoticeId,
    /// By which way.
    pub channel: Channel,
    /// To which place.
    pub to: Recipient,
    /// Which try this is, from 1.
    pub attempt: u16,
}

/// What the shell says of a try.
pub type NoticeResult = Result<(), DeliveryFailure>;
