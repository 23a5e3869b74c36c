//! What can be wrong with a handset and what happened to the watch over it. Stored for ever: room `store` holds the versioned form.

use hoeder_vocab::handset::{DailyReport, Trigger};
use hoeder_vocab::{AccountId, FixedAt, TestId, UtcMillis};

/// What is wrong with a handset. At most one open alert of a kind per handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
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
    /// Two paths are wanted and one of them is lost (T-ARC-5).
    PathLost,
    /// A test by appointment did not come.
    TestMissed,
}

impl AlertKind {
    /// All kinds, in the order in which one decision reports them.
    pub const ALL: [Self; 7] = [
        Self::Silent,
        Self::ReportMissing,
        Self::ReportBad,
        Self::ButtonUnlinked,
        Self::BatteryLow,
        Self::PathLost,
        Self::TestMissed,
    ];
}

/// What happened to the watch over one handset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupervisionEvent {
    /// The watch began (pairing, or the case became active).
    Started,
    /// The watch ended (revoked, or the case ended).
    Stopped,
    /// Something is wrong.
    AlertOpened {
        /// What.
        kind: AlertKind,
    },
    /// It went right again by itself. The alert stays open until a person closes it (FL-02).
    AlertCleared {
        /// What.
        kind: AlertKind,
    },
    /// It was wrong again while the alert was still open.
    AlertReturned {
        /// What.
        kind: AlertKind,
    },
    /// The alert grew older than a step of the ageing ladder.
    AlertAged {
        /// What.
        kind: AlertKind,
        /// 1, 2, 3 ..: the step reached.
        level: u8,
    },
    /// Somebody takes care of it.
    AlertOwned {
        /// What.
        kind: AlertKind,
        /// Who.
        by: AccountId,
    },
    /// A person closed it with a reason.
    AlertClosed {
        /// What.
        kind: AlertKind,
        /// Who.
        by: AccountId,
        /// Why, 1 to 500 characters, without personal data.
        reason: String,
    },
    /// A daily report came in.
    Reported(DailyReport),
    /// A self-test came in and is answered (AL-17, FL-05): never a dispatch.
    Tested {
        /// Which.
        test: TestId,
        /// By the phone's clock.
        sent_at: FixedAt,
        /// Was the button part of it?
        trigger: Trigger,
    },
    /// A test by appointment was agreed; it takes the place of an earlier one.
    TestPlanned {
        /// Which appointment.
        test: TestId,
        /// From when.
        from: UtcMillis,
        /// Until when.
        until: UtcMillis,
    },
    /// A self-test came at the appointment, or after it.
    PlannedTestAnswered {
        /// Which appointment.
        test: TestId,
    },
    /// The alert about a missed appointment was closed, and the appointment with it.
    PlannedTestDropped {
        /// Which appointment.
        test: TestId,
    },
}
