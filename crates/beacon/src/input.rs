//! What the phone tells the machine.
//!
//! Never here: how the phone found out (touch events, radio frames, sockets).

use crate::output::MessageNo;
use hoeder_vocab::handset::{Downlink, Microphone, Path, Said, Trigger, Trip};
use hoeder_vocab::{AlarmId, Fix, MessageId, Percent, Sensitive, TestId, TripId, UtcMillis};

/// What a portable button reported. Buttons that tell only one kind of click report [`ButtonPress::Short`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ButtonPress {
    /// A click. Two of them may be a double press (`HandsetSettings::double_press`).
    Short,
    /// Two clicks that the button itself put together.
    Double,
    /// A press that the button itself found long: an alarm.
    Long,
    /// The button is being held, possibly reported again and again: an alarm, once.
    Hold,
}

/// Is the button in touch?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ButtonLink {
    /// Yes.
    Up,
    /// No: a press would not arrive (FL-10).
    Lost,
}

/// May the app use something of the phone?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Yes, also in the background.
    Granted,
    /// No.
    Denied,
}

/// Is 'do not disturb' on?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoNotDisturb {
    /// Yes.
    On,
    /// No.
    Off,
}

/// What comes in. Ids are made by the shell (UUIDv7), a new one for each input; most are never used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Time has passed; give it when `Beacon::poll_timeout` says so. Early or late is harmless.
    Tick,
    /// A finger went down on the alarm surface of the screen.
    ScreenDown {
        /// The id that an alarm from this gesture will carry.
        fresh: AlarmId,
    },
    /// The finger left it, or the platform took the touch away.
    ScreenUp,
    /// The portable button reported a press; frames received twice are already one.
    Button {
        /// Which kind.
        press: ButtonPress,
        /// The id that an alarm from this gesture will carry.
        fresh: AlarmId,
    },
    /// The self-test gesture, which differs from every alarm gesture (FL-05). Ignored while an alarm or a test runs.
    SelfTest {
        /// The id of the test.
        fresh: TestId,
        /// Was it made on the button, so that the whole chain is proven?
        trigger: Trigger,
    },
    /// The person typed a word after a press (FL-07). What it says is not looked at.
    WordTyped(Sensitive<String>),
    /// A fix, at most as often as asked for; others are harmless.
    Fixed(Sensitive<Fix>),
    /// The phone says that it cannot find its position.
    LocationLost,
    /// A path can be tried.
    PathUp(Path),
    /// A path is gone.
    PathDown(Path),
    /// A message did not leave, or the stream that a `Hello` opened has ended. The machine tries again in its own time.
    SendFailed {
        /// On which path.
        path: Path,
        /// Which message.
        message: MessageNo,
    },
    /// The cell said something.
    Received {
        /// On which path.
        path: Path,
        /// Which message it answers; `None` when it came by itself on the stream.
        answers: Option<MessageNo>,
        /// What.
        downlink: Downlink,
    },
    /// Charge of the phone.
    PhoneBattery(Percent),
    /// Charge of the button.
    ButtonBattery(Percent),
    /// The link to the button.
    ButtonLink(ButtonLink),
    /// May the app read the position, also in the background?
    Location(Permission),
    /// How an alarm would find the microphone.
    Microphone(Microphone),
    /// Do-not-disturb was switched.
    DoNotDisturb(DoNotDisturb),
    /// The person sets the safety timer, or moves the one that runs: that keeps its id. Ignored once revoked.
    SetTimer {
        /// The id of the alarm that it becomes if nobody checks in.
        fresh: AlarmId,
        /// Until when, by the phone's clock: drawn to now at least and `LONGEST_TIMER` from now at most.
        until: UtcMillis,
        /// For the control room; cut at its longest length.
        note: Option<Sensitive<String>>,
    },
    /// 'I am safe': ends the timer. It ends no alarm (FL-07).
    CheckIn,
    /// The person will be elsewhere. With `MAX_TRIPS` announced it is refused with a notice; one that ends before it
    /// begins is ignored.
    AnnounceTrip(Trip),
    /// A trip is over, or does not take place.
    EndTrip {
        /// Which.
        trip: TripId,
    },
    /// The person writes during an alarm; ignored without one. What it says is not looked at (FL-07).
    SayText {
        /// Names the message.
        fresh: MessageId,
        /// What; a text is cut at its longest length, an empty one ignored.
        said: Said,
    },
    /// What stands in the field where the person writes during an alarm, at every change of it; ignored without an alarm.
    /// `SayText` of a text ends the line and gives it to the message; its own `fresh` is then not used.
    Typing {
        /// Names the message that it will be, if a line begins.
        fresh: MessageId,
        /// The whole line; cut at its longest length.
        text: Sensitive<String>,
    },
    /// Yes or no to a question; the first answer counts.
    Answer {
        /// The question.
        message: MessageId,
        /// Yes?
        yes: bool,
    },
    /// The person looked at a message of the control room.
    MessageSeen {
        /// Which.
        message: MessageId,
    },
}
