//! What a handset says to its cell (`Uplink`) and hears back (`Downlink`), as types; room `wire` has the bytes.
//!
//! Shared by `beacon` (which makes and reads them), `wire` and `engine`. Never here: JSON, signatures.

use crate::date::CivilDate;
use crate::ids::{AlarmId, MessageId, TestId, TripId};
use crate::position::Fix;
use crate::sensitive::Sensitive;
use crate::time::{FixedAt, UtcMillis};
use crate::units::Percent;
use core::time::Duration;

/// The longest text of a message, of the note of a safety timer and of the place of a trip, characters; at least one.
pub const MAX_TEXT_CHARS: usize = 300;
/// A safety timer runs for at most this long; a longer one is cut to it.
pub const LONGEST_TIMER: Duration = Duration::from_secs(24 * 3_600);
/// A safety timer that nobody ended is an alarm this long after its end.
pub const TIMER_GRACE: Duration = Duration::from_secs(60);
/// Trips of one handset that are announced at a time; a further one is refused.
pub const MAX_TRIPS: usize = 8;
/// Messages of one alarm; a further one is refused.
pub const MAX_MESSAGES: usize = 200;

/// What started an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// The portable button over Bluetooth.
    Button,
    /// Held on the phone's screen.
    Screen,
    /// Nobody: a safety timer ran out and the person had not checked in.
    MissedCheckIn,
}

/// A way from handset to cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// A wireless local network.
    Wifi,
    /// A mobile network.
    Cellular,
    /// Some internet connection, on a platform that does not say which: a web page.
    Internet,
}

impl Path {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Wifi, Self::Cellular, Self::Internet];

    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wifi => "wifi",
            Self::Cellular => "cellular",
            Self::Internet => "internet",
        }
    }
}

/// Within what time the cell knows of a fault of a handset (T-ARC-3; the reporting times of EN 50136-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SupervisionClass {
    /// 20 seconds.
    S20,
    /// 90 seconds.
    S90,
    /// 3 minutes.
    #[default]
    M3,
    /// 30 minutes.
    M30,
    /// 25 hours.
    H25,
}

impl SupervisionClass {
    /// All of them, shortest first.
    pub const ALL: [Self; 5] = [Self::S20, Self::S90, Self::M3, Self::M30, Self::H25];
    /// Heartbeats that go into the time of a class. One less may be lost without a fault being reported.
    pub const POLLS: u32 = 5;

    /// A fault is known within this time.
    #[must_use]
    pub const fn within(self) -> Duration {
        Duration::from_secs(match self {
            Self::S20 => 20,
            Self::S90 => 90,
            Self::M3 => 180,
            Self::M30 => 1_800,
            Self::H25 => 90_000,
        })
    }
    /// The longest pause between two heartbeats.
    #[must_use]
    pub const fn heartbeat_every(self) -> Duration {
        Duration::from_secs(match self {
            Self::S20 => 4,
            Self::S90 => 18,
            Self::M3 => 36,
            Self::M30 => 360,
            Self::H25 => 18_000,
        })
    }
    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::S20 => "s20",
            Self::S90 => "s90",
            Self::M3 => "m3",
            Self::M30 => "m30",
            Self::H25 => "h25",
        }
    }
}

/// Over how many ways a handset is watched (T-ARC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Paths {
    /// One that works is enough.
    #[default]
    One,
    /// Two must work: one that is lost is a fault.
    Two,
}

impl Paths {
    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
        }
    }
}

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident $side:ident $code:literal),+ $(,)?) => {
        /// Something that can be said without typing; the reader sees it in their own language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Template { $($(#[$doc])* $name),+ }

        impl Template {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// A stable name.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
            /// Which side says it.
            #[must_use]
            pub const fn side(self) -> Side {
                match self { $(Self::$name => Side::$side),+ }
            }
        }
    };
}

/// The two sides of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The control room.
    Desk,
    /// The person with the handset.
    Handset,
}

templates! {
    /// Are you alone?
    AreYouAlone Desk "are_you_alone",
    /// Is the suspect there?
    IsSuspectThere Desk "is_suspect_there",
    /// Can you hide?
    CanYouHide Desk "can_you_hide",
    /// Are you hurt?
    AreYouHurt Desk "are_you_hurt",
    /// The police are on their way.
    PoliceComing Desk "police_coming",
    /// Stay where you are.
    StayWhereYouAre Desk "stay_where_you_are",
    /// Leave now.
    LeaveNow Desk "leave_now",
    /// Is there a weapon?
    IsWeaponThere Desk "is_weapon_there",
    /// Yes.
    Yes Handset "yes",
    /// No.
    No Handset "no",
    /// The suspect is here.
    SuspectHere Handset "suspect_here",
    /// The suspect has gone.
    SuspectGone Handset "suspect_gone",
    /// I am hiding.
    IHide Handset "i_hide",
    /// I am hurt.
    IAmHurt Handset "i_am_hurt",
    /// Send help, there are children.
    SendHelpChildren Handset "send_help_children",
    /// There is a weapon.
    Weapon Handset "weapon",
}

impl Template {
    /// The template of that name, of that side.
    #[must_use]
    pub fn of_side(code: &str, side: Side) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.side() == side && t.code() == code)
    }
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// One of the ready texts.
    Template(Template),
    /// Words of one's own: 1 to [`MAX_TEXT_CHARS`] characters.
    Text(Sensitive<String>),
}

/// A line that is being typed, as far as it is: the whole of it, so that one that is lost does no harm. The newest counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// During which alarm.
    pub alarm: AlarmId,
    /// The id that the message will have if the line is sent.
    pub message: MessageId,
    /// Counts the changes of this line: of two the higher one is newer.
    pub edit: u32,
    /// At most [`MAX_TEXT_CHARS`] characters; empty when everything was erased.
    pub text: Sensitive<String>,
}

/// A journey that a person announces beforehand: during it the usual places of the card do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// Made by the handset.
    pub trip: TripId,
    /// The first day.
    pub from: CivilDate,
    /// The last day.
    pub until: CivilDate,
    /// Where to, in words: 1 to [`MAX_TEXT_CHARS`] characters.
    pub place: Sensitive<String>,
}

/// A safety timer as the handset sets it. It carries no position (GN-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerSet {
    /// The alarm that is raised when nobody checks in; made by the handset.
    pub alarm: AlarmId,
    /// By the phone's clock. Of two settings of one handset the newer counts.
    pub set_at: FixedAt,
    /// By our clock, as far as the phone knows it.
    pub until: UtcMillis,
    /// What the person wants us to know: at most [`MAX_TEXT_CHARS`] characters.
    pub note: Option<Sensitive<String>>,
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

/// The microphone of a handset, as an alarm would find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Microphone {
    /// The app may use it.
    Granted,
    /// The app may not.
    Denied,
    /// The phone would ask first, on its screen.
    Prompt,
    /// There is none.
    Absent,
}

impl Microphone {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Granted, Self::Denied, Self::Prompt, Self::Absent];

    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::Prompt => "prompt",
            Self::Absent => "absent",
        }
    }
    /// The state of that name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
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
    /// Can somebody listen during an alarm?
    pub microphone: Option<Microphone>,
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
        /// Over which path it was sent.
        path: Option<Path>,
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
    /// Sets the safety timer, or moves the one that runs.
    TimerSet(TimerSet),
    /// The person checked in: no alarm comes from this timer.
    TimerEnded {
        /// The alarm that it would have become.
        alarm: AlarmId,
    },
    /// The person will be elsewhere.
    Trip(Trip),
    /// The trip is over, or does not take place.
    TripEnded {
        /// Which.
        trip: TripId,
    },
    /// The person writes, where speaking is impossible.
    Text {
        /// During which alarm.
        alarm: AlarmId,
        /// Made by the handset: the same one twice is one message.
        message: MessageId,
        /// What.
        said: Said,
    },
    /// Yes or no to a question of the control room; the first answer counts.
    Answer {
        /// During which alarm.
        alarm: AlarmId,
        /// The question.
        message: MessageId,
        /// Yes?
        yes: bool,
    },
    /// The person looked at a message.
    MessageSeen {
        /// During which alarm.
        alarm: AlarmId,
        /// Which.
        message: MessageId,
    },
    /// The person is typing.
    Typing(Typed),
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
    /// Within what time the cell knows of a fault; five heartbeats go into it.
    pub class: SupervisionClass,
    /// Over how many ways it is watched.
    pub paths: Paths,
    /// Should the page look like something else until a gesture?
    pub discreet: bool,
}

impl Default for HandsetSettings {
    fn default() -> Self {
        Self {
            hold_ms: 2000,
            double_press: false,
            haptics: true,
            class: SupervisionClass::M3,
            paths: Paths::One,
            discreet: false,
        }
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
    /// The safety timer is durable: the cell raises the alarm by itself if nobody checks in.
    TimerHeld {
        /// The alarm that it would become.
        alarm: AlarmId,
    },
    /// The cell has no such timer running, or no longer.
    TimerOver {
        /// The alarm that it would have become.
        alarm: AlarmId,
    },
    /// The trip, or its end, is durable.
    TripReceived {
        /// Which.
        trip: TripId,
    },
    /// The control room says something.
    Message {
        /// During which alarm.
        alarm: AlarmId,
        /// Made by the cell: the same one twice is one message.
        message: MessageId,
        /// What.
        said: Said,
        /// Does it want a yes or a no?
        asks: bool,
    },
    /// The control room is typing.
    Typing(Typed),
    /// What the person said, answered or looked at is durable.
    TextReceived {
        /// During which alarm.
        alarm: AlarmId,
        /// The message, or the question that was answered.
        message: MessageId,
    },
    /// A test by appointment: a self-test within the window answers it.
    TestPlanned {
        /// Which appointment.
        test: TestId,
        /// From when.
        from: UtcMillis,
        /// Until when.
        until: UtcMillis,
    },
    /// There is no test by appointment any more.
    TestPlanOver,
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
