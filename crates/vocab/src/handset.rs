//! What a handset says to its cell (`Uplink`) and hears back (`Downlink`), as types; room `wire` has the bytes.
//!
//! Shared by `beacon` (which makes and reads them), `wire` and `engine`. Never here: JSON, signatures.

use crate::ids::{AlarmId, TestId};
use crate::position::Fix;
use crate::sensitive::Sensitive;
use crate::time::{FixedAt, UtcMillis};
use crate::units::Percent;

/// What started an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// The portable button over Bluetooth.
    Button,
    /// Held on the phone's screen.
    Screen,
}

/// An alarm as the handset sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// Made by the handset before the first attempt.
    pub alarm: AlarmId,
    /// By the phone's clock.
    pub pressed_at: FixedAt,
    /// What started it.
    pub trigger: Trigger,
    /// Last known place, if any.
    pub fix: Option<Sensitive<Fix>>,
    /// Phone battery.
    pub battery: Option<Percent>,
    /// How often this alarm was pressed again before it was acknowledged; 0 at first.
    pub repeats: u16,
}

/// The daily report (AL-16): what is useful for follow-up. `None` is 'could not be found out'.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DailyReport {
    /// Charge of the button.
    pub button_battery: Option<Percent>,
    /// Charge of the phone.
    pub phone_battery: Option<Percent>,
    /// Is the Bluetooth link to the button up?
    pub bluetooth_linked: Option<bool>,
    /// May the app read the position in the background?
    pub location_permitted: Option<bool>,
    /// Accuracy of the last fix, whole metres. Quality only: the report carries no position (GN-03).
    pub location_accuracy_m: Option<u32>,
    /// May the app use the microphone?
    pub microphone_permitted: Option<bool>,
    /// Version of the app, at most 32 characters.
    pub app_version: String,
    /// Last test that the server answered.
    pub last_test: Option<UtcMillis>,
    /// Kind of network: "wifi", "cellular", "none" or another word of at most 16 characters.
    pub network: String,
    /// Is 'do not disturb' on?
    pub do_not_disturb: Option<bool>,
}

/// From handset to cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uplink {
    /// Help.
    Press(Press),
    /// The button was pressed again while the alarm runs.
    PressedAgain {
        /// Which alarm.
        alarm: AlarmId,
        /// By the phone's clock.
        pressed_at: FixedAt,
    },
    /// Where the person is now; sent only while an alarm or a test runs (GN-03).
    Moved {
        /// For which alarm.
        alarm: AlarmId,
        /// Where.
        fix: Sensitive<Fix>,
        /// Phone battery.
        battery: Option<Percent>,
    },
    /// The person says that it was a mistake. Never cancels (FL-07). The word decides nothing on the phone: the cell compares it.
    Mistake {
        /// Which alarm.
        alarm: AlarmId,
        /// The word or PIN typed, at most 64 characters.
        word: Sensitive<String>,
    },
    /// Proof of life over the real path.
    Heartbeat {
        /// By the phone's clock.
        sent_at: FixedAt,
        /// Phone battery.
        battery: Option<Percent>,
        /// Charge of the button.
        button_battery: Option<Percent>,
        /// Is the button linked?
        button_linked: Option<bool>,
    },
    /// Once a day.
    DailyReport(DailyReport),
    /// The self-test gesture (FL-05): answered by the server, never a dispatch.
    SelfTest {
        /// Made by the handset.
        test: TestId,
        /// By the phone's clock.
        sent_at: FixedAt,
        /// Was the button used, so that the whole chain is proven?
        trigger: Trigger,
    },
    /// Opens a stream for downlinks.
    Hello,
}

/// How the handset behaves; set per person, sent at pairing and when it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HandsetSettings {
    /// How long to hold for an alarm: 1000 to 4000 ms.
    pub hold_ms: u16,
    /// May two short presses also raise an alarm?
    pub double_press: bool,
    /// Vibrate for 'sent' and 'someone is there' (FL-08)?
    pub haptics: bool,
    /// Milliseconds between two heartbeats.
    pub heartbeat_ms: u32,
}

impl Default for HandsetSettings {
    fn default() -> Self {
        Self { hold_ms: 2000, double_press: false, haptics: true, heartbeat_ms: 60_000 }
    }
}

/// From cell to handset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Downlink {
    /// The alarm is durable: stop retrying (first haptic).
    Held {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// An operator has taken it (second haptic).
    SomeoneThere {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// The police closed it: stop sending positions.
    Closed {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// The word was received. The same answer whatever the word was.
    WordReceived {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// The test went through and is durable.
    TestAnswered {
        /// Which test.
        test: TestId,
        /// By our clock.
        answered_at: UtcMillis,
    },
    /// The heartbeat was heard.
    Heard {
        /// By our clock, to measure the phone's.
        server_time: UtcMillis,
    },
    /// The report is durable.
    ReportReceived,
    /// New settings.
    Settings(HandsetSettings),
    /// This handset is no longer in use: stop, wipe, show how to reach 112.
    Revoked,
    /// The message was not accepted; the code says why. A press answered so was still shown to the room.
    Refused {
        /// Why.
        code: UplinkRefusal,
    },
}

/// Why the cell does not accept a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UplinkRefusal {
    /// No such handset is paired here.
    UnknownDevice,
    /// The handset was revoked.
    RevokedDevice,
    /// The signature is not that of the paired key.
    WrongSignature,
    /// This counter was used before.
    Replayed,
    /// The counter is too far behind the newest one.
    Stale,
    /// There is no such alarm, or it is closed.
    NoSuchAlarm,
    /// More messages than the limit; an alarm is never refused for this.
    TooMany,
}
