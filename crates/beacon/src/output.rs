//! What the machine asks of the phone.
//!
//! Never here: how a screen draws it or a motor shakes it.

use crate::health::Health;
use crate::image::OutboxImage;
use crate::persons::{AnnouncedTrip, Message, PlannedTest, SafetyTimer};
use core::time::Duration;

use hoeder_vocab::handset::{Path, Uplink};
use hoeder_vocab::{Sensitive, UtcMillis};

/// The number of a message inside this machine, so that a failure or an answer can name it. Starts again after a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageNo(pub u64);

/// A discreet vibration that only the carrier feels (FL-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Haptic {
    /// The alarm is durable at the cell.
    Sent,
    /// An operator has taken it.
    SomeoneThere,
    /// The control room said or asked something.
    Question,
    /// The safety timer runs out in two minutes.
    TimerSoon,
}

impl Haptic {
    /// Milliseconds of shaking and resting in turns, beginning with shaking.
    #[must_use]
    pub const fn pattern_ms(self) -> &'static [u16] {
        match self {
            Self::Sent => &[150],
            Self::SomeoneThere => &[80, 120, 80, 120, 80],
            Self::Question => &[300, 150, 80],
            Self::TimerSoon => &[80, 400, 80, 400, 80],
        }
    }
}

/// What the screen shows. On every one of them 112 can be dialled with one tap, whatever this machine does (AL-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Screen {
    /// The everyday screen. During an alarm it is the only one and looks as it always does (AL-02).
    Neutral,
    /// The everyday screen with the line 'hold longer'.
    HeldTooShort,
    /// A self-test is under way.
    Testing,
    /// The self-test went through.
    TestAnswered {
        /// By the cell's clock.
        answered_at: UtcMillis,
    },
    /// Nobody answered the self-test in time.
    TestUnanswered,
    /// This handset is no longer in use; how to reach 112.
    Revoked,
}

/// Why to dial 112.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// A press has not been acknowledged, or cannot be sent at all.
    NotAcknowledged,
    /// This handset is no longer in use.
    Revoked,
}

/// Something to tell the person once. Never given while an alarm runs (AL-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// The alarm is not meant for use here; it is sent all the same (AL-14).
    OutsideBelgium,
    /// Back where the alarm works.
    BackInBelgium,
    /// As many trips as fit are announced: this one was not taken.
    TooManyTrips,
}

/// What to do, in this order. A step that fails or is slow never holds up the next one, least of all a `Send`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Write the outbox to flash, in place of the former image. Comes before the sending of what it holds.
    Persist(Box<OutboxImage>),
    /// Sign and send. The counter and the signature are the shell's, made anew for each attempt.
    Send {
        /// Over which path.
        path: Path,
        /// To name it in `SendFailed` and `Received`.
        message: MessageNo,
        /// What.
        uplink: Uplink,
        /// 1, 2, 3 .. for this message on this path; stays at 65,535.
        attempt: u16,
    },
    /// Shake, without a sound.
    Vibrate(Haptic),
    /// Change what is shown.
    Show(Screen),
    /// Make the way to 112 stand out. While an alarm runs it says nothing about an alarm: the ever-present 112 key is
    /// marked as it is whenever the phone has no connection (AL-02, AL-15).
    Advise112(Advice),
    /// The advice no longer holds.
    AdviceOver,
    /// Look for the position this often from now on.
    RequestFix {
        /// Pause between two fixes.
        every: Duration,
    },
    /// Stop looking for the position.
    StopFixes,
    /// The phone's own health changed.
    Health(Health),
    /// Tell the person.
    Notice(Notice),
    /// Should the page look like something else until a gesture? A change during an alarm waits for its end.
    Look {
        /// Is the discreet look wanted?
        discreet: bool,
    },
    /// The safety timer that runs, if any, changed.
    Timer(Option<SafetyTimer>),
    /// The test by appointment that is to come, if any, changed. A change during an alarm waits for its end.
    TestPlanned(Option<PlannedTest>),
    /// The announced trips changed.
    Trips(Vec<AnnouncedTrip>),
    /// The conversation changed; empty when no alarm runs. To be kept, and drawn only where the person asked for it:
    /// nothing of it appears by itself (AL-02).
    Conversation(Vec<Message>),
    /// What the control room is typing at this moment, if anything. To be drawn like the conversation, and not kept.
    Typing(Option<Sensitive<String>>),
}

impl Output {
    /// May it be done while an alarm runs without telling a bystander so (AL-02)? The shell may assert it.
    #[must_use]
    pub const fn is_discreet(&self) -> bool {
        match self {
            Self::Persist(_)
            | Self::Send { .. }
            | Self::Vibrate(_)
            | Self::Advise112(_)
            | Self::AdviceOver
            | Self::RequestFix { .. }
            | Self::StopFixes
            | Self::Health(_)
            | Self::Look { .. }
            | Self::TestPlanned(_)
            | Self::Timer(_)
            | Self::Trips(_)
            | Self::Conversation(_)
            | Self::Typing(_) => true,
            Self::Show(screen) => matches!(screen, Screen::Neutral),
            Self::Notice(_) => false,
        }
    }
}
