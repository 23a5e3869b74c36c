//! What the guard says: which rule, about whom, resting on which fixes, since when, how sure, and why in words.
//!
//! Never here: what a control room does with it (`incident`).

use hoeder_vocab::tracking::TrackFix;
use hoeder_vocab::{CarrierId, DecidedAt, FixedAt, Metres, PairId, PerimeterId, ReceivedAt};

/// The three queues: a flood in one never delays another (FL-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Queue {
    /// Somebody may meet somebody now.
    Danger,
    /// A rule of a mandate is broken, or cannot be watched.
    Tracking,
    /// A device needs care.
    Technical,
}

/// How sure the guard is. Accuracy never drops an alert: it makes it 'possible' (T-NIJ-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It may be so: positions are too coarse, too old, or predicted.
    Possible,
    /// It is so.
    Certain,
}

/// Which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// Nearer than the alarm distance, on one usable fix (branch 'direct').
    Near,
    /// Nearer than the warning distance.
    Warning,
    /// On course to come nearer than the alarm distance before the police can be there (branch 'predicted').
    Approaching,
    /// Silent while closing, or silent so long that it could be near (branch 'unknown, could be near').
    CouldBeNear,
    /// In an exclusion perimeter.
    Entered,
    /// Outside an inclusion perimeter: gone, or not home in time.
    Left,
    /// In the buffer around an exclusion perimeter.
    InBuffer,
    /// Nothing heard (communication loss).
    Silent,
    /// Heard, without positions (location loss).
    NoPosition,
    /// A strap is cut or stretched, or a housing opened.
    Tampered,
    /// The two pieces are apart, or the device is not carried.
    NotCarried,
    /// Shielded, jammed or forged signals.
    Disturbed,
    /// Positions that cannot be: faster than an aircraft, or frozen while it moves.
    Implausible,
    /// Low or critical battery, or switched off.
    Battery,
    /// More alcohol than allowed.
    Alcohol,
    /// Readings of alcohol are missing or disturbed.
    AlcoholMissing,
    /// The carrier fell or does not move.
    ManDown,
}

/// One side of what an alert rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// Whose.
    pub carrier: CarrierId,
    /// The fix, with its accuracy.
    pub fix: TrackFix,
    /// When we had it; its age is counted to [`Alert::decided_at`].
    pub received_at: ReceivedAt,
}

/// What the guard computed, for the reason in words.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Judged {
    /// Metres between the two, or to the border.
    pub distance: Option<Metres>,
    /// The limit that was applied, without margin.
    pub limit: Option<Metres>,
    /// The margin that was added for the accuracy of both.
    pub margin: Option<Metres>,
    /// Closing speed in metres a second.
    pub closing_mps: Option<f64>,
    /// Seconds until they could be in contact.
    pub contact_s: Option<f64>,
    /// Chance that the true distance is below the limit, 0 to 1.
    pub chance: Option<f64>,
    /// How far a silent carrier can have come.
    pub reach: Option<Metres>,
}

/// One alert, or one change of it. The key is (kind, pair or carrier, perimeter): one is open at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Which rule.
    pub kind: AlertKind,
    /// How sure.
    pub severity: Severity,
    /// About which pair, for the rules of pairs.
    pub pair: Option<PairId>,
    /// About whom; the offender of the pair, or the silent one.
    pub carrier: CarrierId,
    /// About which perimeter.
    pub perimeter: Option<PerimeterId>,
    /// When it happened by the fixes: the interpolated crossing, or the sign's own time.
    pub since: FixedAt,
    /// When the guard said so.
    pub decided_at: DecidedAt,
    /// It was found in fixes that came late: not a live one.
    pub late: bool,
    /// What it rests on, at most one fix a side.
    pub evidence: [Option<Evidence>; 2],
    /// What was computed.
    pub judged: Judged,
}

/// What one open alert is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertKey {
    /// Which rule.
    pub kind: AlertKind,
    /// About which pair, for the rules of pairs.
    pub pair: Option<PairId>,
    /// About whom.
    pub carrier: CarrierId,
    /// About which perimeter.
    pub perimeter: Option<PerimeterId>,
}

/// What the guard has to say. Nothing is ever taken back: what is over is said to be over, and stays for a person (FL-02).
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A rule is broken from now on, or was once (late).
    Raised(Box<Alert>),
    /// It is worse than was said: surer, nearer by a quarter, or sooner.
    Worse(Box<Alert>),
    /// It is over by the fixes; the alert stays open for a person.
    Cleared {
        /// Which alert.
        key: AlertKey,
        /// When the guard said so.
        at: DecidedAt,
    },
    /// Fixes that came late show that it began at another moment, or never was. It stays for a person all the same.
    Revised {
        /// Which alert.
        key: AlertKey,
        /// When it was said to have begun ([`Alert::since`]).
        was: FixedAt,
        /// When it began; `None` is 'not borne out'.
        now: Option<FixedAt>,
        /// When the guard said so.
        at: DecidedAt,
    },
}

impl Alert {
    /// What it is known by while it is open.
    #[must_use]
    pub const fn key(&self) -> AlertKey {
        AlertKey { kind: self.kind, pair: self.pair, carrier: self.carrier, perimeter: self.perimeter }
    }
}

impl AlertKind {
    /// In which queue it stands.
    #[must_use]
    pub const fn queue(self) -> Queue {
        match self {
            Self::Near
            | Self::Warning
            | Self::Approaching
            | Self::CouldBeNear
            | Self::Entered
            | Self::ManDown => Queue::Danger,
            Self::Left
            | Self::InBuffer
            | Self::Silent
            | Self::NoPosition
            | Self::Tampered
            | Self::NotCarried
            | Self::Disturbed
            | Self::Implausible
            | Self::Alcohol
            | Self::AlcoholMissing => Queue::Tracking,
            Self::Battery => Queue::Technical,
        }
    }
}
