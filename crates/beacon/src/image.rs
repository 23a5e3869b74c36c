//! What survives a restart: the outbox as it is written to flash.
//!
//! Here: the content. Never here: its bytes - a shell writes them with the version, and reads older versions too.

use crate::outbox::Repeat;
use crate::persons::{AnnouncedTrip, Message, PlannedTest, SafetyTimer};
use hoeder_vocab::handset::{HandsetSettings, Press};
use hoeder_vocab::{AlarmId, Sensitive, TripId, UtcMillis};

/// An alarm in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmImage {
    /// As it was, and will be, sent: the same id after a restart.
    pub press: Press,
    /// Did the cell say that it is durable? Until then the press is sent again.
    pub held: bool,
    /// Did the cell say that an operator has taken it?
    pub someone_there: bool,
    /// Presses since then that the cell has not acknowledged, oldest first; at most `MAX_REPEATS`.
    pub repeats: Vec<Repeat>,
    /// Words that the cell has not acknowledged, oldest first; at most `MAX_WORDS`.
    pub words: Vec<Sensitive<String>>,
    /// The conversation, oldest first; at most `MAX_MESSAGES`.
    pub messages: Vec<Message>,
}

/// All that a restart needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxImage {
    /// [`OutboxImage::VERSION`] of the writer.
    pub version: u16,
    /// As last sent by the cell.
    pub settings: HandsetSettings,
    /// Was this handset taken out of use?
    pub revoked: bool,
    /// The alarm that runs.
    pub alarm: Option<AlarmImage>,
    /// When the daily report is, or was, due, by the phone's clock.
    pub report_due_at: UtcMillis,
    /// The last self-test that was answered, by the cell's clock.
    pub last_test: Option<UtcMillis>,
    /// The safety timer that runs.
    pub timer: Option<SafetyTimer>,
    /// Timers that the person ended and of which the cell does not know it yet, oldest first.
    pub timers_ended: Vec<AlarmId>,
    /// In the order of their announcement.
    pub trips: Vec<AnnouncedTrip>,
    /// Trips that were ended and of which the cell does not know it yet, oldest first.
    pub trips_ended: Vec<TripId>,
    /// The test by appointment that is to come.
    pub planned_test: Option<PlannedTest>,
}

impl OutboxImage {
    /// The version of this form.
    pub const VERSION: u16 = 2;
}
