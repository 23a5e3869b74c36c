//! What comes into a cell.
//!
//! Never here: how it came (HTTP, WebSocket, a simulation).

mod orders;

pub use orders::{AlarmOrder, DeskOrder, Order, PersonOrder, RosterOrder};

use crate::duty::Readiness;
use crate::hotspot::LookUp;
use crate::measures::{Channel, MeasureFilter, NoticeResult, TakeOver};
pub use crate::roster::NewHandset;
pub use crate::tracking::TrackerPress;
use crate::tracking::tracker::{CommandResult, DeviceCommand};
use crate::tracking::{AtTheDoor, TrackingQuery};
use crate::voice::VoiceNews;
use hoeder_measure::Command;
use hoeder_vocab::handset::{Typed, Uplink, UplinkRefusal};
use hoeder_vocab::{
    AccountId, AlarmId, CaseId, DeskId, DocumentId, Fix, HandsetId, IncidentId, MeasureId, MessageId,
    NoticeId, OfficeId, ReceivedAt, RequestId, Sensitive, Seq, TrackerId,
};
use hoeder_watch::alarm::Home;
use hoeder_watch::incident::Delivery;
use hoeder_watch::track::Change;
use hoeder_watch::voice::{RecordingPurpose, RecordingUse};

/// What the gateway found out about the sender of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// The signature is that of the paired key and the counter is fresh.
    Verified(HandsetId),
    /// Nobody vouches for it: the handset that it names, and why not.
    Doubtful(HandsetId, UplinkRefusal),
}

/// A question of a signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Alarms that are open or were closed in the last day, without positions of closed ones.
    Alarms,
    /// One alarm, whole.
    Alarm(AlarmId),
    /// Cases of my territory: numbers and states.
    Cases,
    /// One case, whole.
    Case(CaseId),
    /// The photo of the suspect.
    Photo(CaseId),
    /// Alerts and open report tasks of my territory.
    Tasks,
    /// Accounts, rooms, zones.
    Administration,
    /// Outlines of the zones, for the map.
    ZoneShapes,
    /// Health of the chain, in counts.
    Wall,
    /// May I read the access log of this case (the rows come from a read model)?
    AccessLog {
        /// Of which case; `None` is all.
        case: Option<CaseId>,
    },
    /// May I read the history of alarms (the rows come from a read model)?
    AlarmHistory,
    /// Hotspots of my territory, also ended ones (AL-21).
    Hotspots,
    /// Which hotspots are at this number, place or address (AL-21)?
    HotspotLookUp(LookUp),
    /// May I read this report (the rows come from a read model)?
    Report(Report),
    /// Measures of my territory, what is due first on top.
    Measures(MeasureFilter),
    /// One measure, as far as my role goes.
    Measure(MeasureId),
    /// The measures of one case, newest first.
    MeasuresOf(CaseId),
    /// Measures of my territory by case number, report number or name: 2 to 100 characters.
    SearchMeasures(Sensitive<String>),
    /// Notices to my desk, newest first.
    Inbox,
    /// Counts of my office or district.
    Overview,
    /// What is due for my desk, by day.
    Calendar,
    /// May I read this document (its bytes are in the store)?
    Document(DocumentId),
    /// Offices and districts: public data.
    Offices,
    /// The magistrates of an office, by name.
    Magistrates(OfficeId),
    /// About tracking.
    Tracking(Box<TrackingQuery>),
    /// May I hear or take out the recording of this alarm (its sound is in the store)? Stated why.
    Recording(AlarmId, RecordingUse, RecordingPurpose),
}

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Report {
    /// How quickly alarms were answered: counts only (T-ARC-1).
    AnswerTimes,
    /// The month, case by case (ARC-05).
    Monthly,
    /// What made the most noise in a week.
    Noisiest,
}

/// What comes in.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A message of a handset, or of something that says so.
    Handset {
        /// To answer it.
        request: RequestId,
        /// From whom.
        claim: Claim,
        /// What.
        uplink: Uplink,
        /// When the gateway had all of it.
        received_at: ReceivedAt,
    },
    /// A code and a key: pair a handset.
    Pair {
        /// To answer it.
        request: RequestId,
        /// SHA-256 of the normalised code.
        code_digest: [u8; 32],
        /// The handset as it will be; its person is filled in by the engine.
        handset: NewHandset,
    },
    /// An order of a person.
    Order {
        /// To answer it.
        request: RequestId,
        /// Who orders.
        by: AccountId,
        /// What.
        order: Order,
    },
    /// A question of a person.
    Ask {
        /// To answer it.
        request: RequestId,
        /// Who asks.
        by: AccountId,
        /// What.
        query: Query,
    },
    /// An order of the machine's owner at its own keyboard (command line, first account, import).
    Bootstrap {
        /// To answer it.
        request: RequestId,
        /// What: only rooms, zones and accounts.
        order: Box<RosterOrder>,
    },
    /// The machine's owner brings in a measure that ran before it was kept here.
    TakeOver {
        /// To answer it.
        request: RequestId,
        /// The case, the person and what the file of the zone says.
        order: Box<TakeOver>,
    },
    /// A sign-in succeeded, failed or ended.
    Session(SessionChange),
    /// A screen connected.
    DeskUp {
        /// Which screen.
        desk: DeskId,
        /// Who sits there.
        account: AccountId,
        /// The last page of this life that an earlier connection of it had, if any.
        after: Option<u64>,
    },
    /// A screen says whether it can be heard; at least every few seconds.
    Ready {
        /// Which screen.
        desk: DeskId,
        /// What it says.
        readiness: Readiness,
    },
    /// Somebody leaves a screen in order.
    OffDuty {
        /// Which screen.
        desk: DeskId,
    },
    /// A screen disconnected or stopped answering.
    DeskDown {
        /// Which screen.
        desk: DeskId,
    },
    /// A screen has painted an alarm.
    Painted {
        /// Which screen.
        desk: DeskId,
        /// Which alarm.
        alarm: AlarmId,
    },
    /// The page of a team says where the team is, for the alarm that it is on.
    TeamAt {
        /// Which screen.
        desk: DeskId,
        /// For which alarm.
        alarm: AlarmId,
        /// Where; `None` when it says so no longer.
        place: Option<TeamPlace>,
    },
    /// Somebody types a message at a screen.
    Typing {
        /// Which screen.
        desk: DeskId,
        /// The line as it stands.
        typed: Typed,
    },
    /// Everything up to this number is durable.
    Durable {
        /// Up to and with this one.
        through: Seq,
        /// Where.
        home: Home,
    },
    /// The store works, or does not.
    Store(StoreHealth),
    /// A protected person does something with the own measure: announces a fact, a trip or a move, or asks to end.
    Person {
        /// To answer it.
        request: RequestId,
        /// From whom.
        claim: Claim,
        /// What: only what a person may.
        command: Box<Command>,
    },
    /// A protected person asks for the own measure.
    MyMeasure {
        /// To answer it.
        request: RequestId,
        /// From whom.
        claim: Claim,
    },
    /// The shell tried to send a notice.
    NoticeDone {
        /// Which.
        notice: NoticeId,
        /// By which way.
        channel: Channel,
        /// What came of it.
        result: NoticeResult,
    },
    /// The guard of a shard says something.
    TrackChange(Box<Change>),
    /// Somebody pressed the alarm button of a tracked device: a press like any other (AL-18).
    TrackerPressed {
        /// To answer it: with `Reply::Downlink`, once it is durable.
        request: RequestId,
        /// What.
        press: Box<TrackerPress>,
    },
    /// A device said what became of a command.
    CommandDone {
        /// Which device.
        tracker: TrackerId,
        /// What it was asked.
        command: DeviceCommand,
        /// What became of it.
        result: CommandResult,
    },
    /// The door of devices has something for the audit.
    DoorNoted(AtTheDoor),
    /// Something became of an instruction to a protected person.
    InstructionDone {
        /// Of which incident.
        incident: IncidentId,
        /// Which.
        message: MessageId,
        /// What.
        delivery: Delivery,
    },
    /// May the sound of this handset come into the room of this alarm? Answered with `Reply::Done`, or `Problem::NotFound`.
    OfferVoice {
        /// To answer it.
        request: RequestId,
        /// Whose signature it has.
        handset: HandsetId,
        /// Of which alarm.
        alarm: AlarmId,
    },
    /// The media server or the recorder says something of the voice room of an alarm.
    Voice(AlarmId, VoiceNews),
    /// No sound of alarms is moved here until the next start.
    SoundOff,
    /// Time has passed.
    Tick,
}

/// What happened at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionChange {
    /// Signed in.
    In(AccountId),
    /// Signed out.
    Out(AccountId),
    /// Failed; the account when the login exists.
    Failed(Option<AccountId>),
}

/// How the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreHealth {
    /// Appends reach the store.
    Up,
    /// Appends go to the spool.
    Spooling,
    /// Neither works: nothing is held.
    Down,
}

/// A handset as it is known after a restart, from the proofs table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Which.
    pub handset: HandsetId,
    /// Last heartbeat.
    pub heard_at: ReceivedAt,
}

/// Where a team said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamPlace {
    /// Its call sign, as the alarm has it.
    pub unit: String,
    /// Where, by the clock of its phone.
    pub fix: Sensitive<Fix>,
    /// When we received it.
    pub received_at: ReceivedAt,
}
