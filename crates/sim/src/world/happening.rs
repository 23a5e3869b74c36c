//! What is going to happen, in order of time: the scheduler jumps from one to the next.
//!
//! Never here: what it does.

use hoeder_beacon::{MessageNo, Path};
use hoeder_vocab::{AlarmId, DeskId, UtcMillis};
use std::collections::BTreeMap;
use std::time::Duration;

/// A message of a phone on its way to the gateway.
#[derive(Debug)]
pub(crate) struct Upward {
    pub(crate) phone: usize,
    pub(crate) life: u64,
    pub(crate) path: Path,
    pub(crate) message: MessageNo,
    pub(crate) bytes: String,
}

/// A message of the cell on its way to a phone.
#[derive(Debug)]
pub(crate) struct Downward {
    pub(crate) phone: usize,
    pub(crate) life: u64,
    pub(crate) path: Path,
    pub(crate) answers: Option<MessageNo>,
    pub(crate) bytes: String,
}

/// What a crash does with what was written and not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    Kept,
    Lost,
}

/// What a person or a phone does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    PressButton,
    HoldScreen,
    LetGo,
    TapTwice,
    Word {
        duress: bool,
    },
    /// A safety timer of so many milliseconds.
    SetTimer {
        ms: u64,
    },
    CheckIn,
    Say {
        duress: bool,
    },
    /// Looks at the newest message, and answers the newest question.
    Reply {
        yes: bool,
    },
    SelfTest,
    Dies {
        unsynced: Tail,
    },
    Wakes,
    PathDown(Path),
    PathUp(Path),
    ClockSet {
        to_ms: i64,
    },
    Battery(u8),
    ButtonLost,
    ButtonBack,
}

/// What a desk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeskAct {
    Connect,
    Disconnect,
    Paint(AlarmId),
    Take(AlarmId),
    HandOver(AlarmId),
    StayOn(AlarmId),
    Step(AlarmId),
    GoOnTheWay(AlarmId),
    Find(AlarmId),
    Note(AlarmId),
    Ask(AlarmId),
    Dispatch(AlarmId),
    Arrive(AlarmId),
    Close(AlarmId),
    GivePv(AlarmId),
    /// What makes a desk heard or deaf.
    Ear(EarAct),
}

/// What makes a desk heard or deaf, and what its colleagues do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EarAct {
    /// The page says whether it can be heard.
    SayReady,
    /// Somebody clicked and heard the check tone.
    Hear,
    /// The page was loaded anew, and nobody clicked.
    Suspend,
    /// The page stands still; its connection stays open for a while.
    Hang,
    /// Somebody leaves in order.
    LeaveDuty,
    /// Somebody takes notice of a colleague's lost desk.
    TakeNotice(DeskId),
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    StoreDown,
    StoreUp,
    /// The next so many commits fail, unwritten.
    CommitFails(u32),
    /// The next so many commits are written, and their answer is lost.
    AnswerLost(u32),
    SpoolFails(u32),
    SpoolDoesNotSync(u32),
    SpoolFull,
    SpoolHasRoom,
    /// The process is gone. What was not synced is kept or lost.
    Crash {
        unsynced: Tail,
    },
    /// It dies between the commit and knowing of it.
    CrashInCommit,
    /// An orderly stop and start.
    Restart,
    /// The engine begins its next life.
    Start,
    Snapshot,
    NetworkBad,
    NetworkGood,
    Stranger,
    Revoke(usize),
}

/// What happens next.
#[derive(Debug)]
pub(crate) enum Happening {
    PhoneTick(usize),
    PhoneAct(usize, Act),
    PhoneSyncs(usize, u64),
    PhoneFix(usize, u64),
    SendFails {
        phone: usize,
        life: u64,
        path: Path,
        message: MessageNo,
    },
    Upward(Box<Upward>),
    Downward(Box<Downward>),
    EngineTick(u64),
    Commit(u64),
    Drain(u64),
    Desk(usize, u64, DeskAct),
    /// Somebody looks at a measure and does what comes next.
    Clerk(usize),
    Fault(Fault),
    Compare,
}

/// What lies ahead. What falls on the same moment happens in the order in which it was planned.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    ahead: BTreeMap<(UtcMillis, u64), Happening>,
    planned: u64,
}

impl Queue {
    pub(crate) fn plan(&mut self, at: UtcMillis, happening: Happening) {
        self.planned += 1;
        self.ahead.insert((at, self.planned), happening);
    }
    pub(crate) fn next(&mut self, until: UtcMillis) -> Option<(UtcMillis, Happening)> {
        let (&(at, n), _) = self.ahead.first_key_value().filter(|((at, _), _)| *at <= until)?;
        self.ahead.remove(&(at, n)).map(|happening| (at, happening))
    }
}

/// The moment so many milliseconds later, or earlier.
pub(crate) fn shifted(at: UtcMillis, ms: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(at.unix_ms().saturating_add(ms))
}

/// The moment so many milliseconds later.
pub(crate) fn later(at: UtcMillis, ms: u64) -> UtcMillis {
    at.plus(Duration::from_millis(ms))
}
