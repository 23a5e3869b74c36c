//! What goes out of a cell, in the order in which the shell must do it: a page never waits for an append.

use crate::entry::Entry;
use crate::hotspot::{HotspotView, HotspotsFound};
use crate::input::{Proof, TeamPlace};
use crate::measures::{
    CalendarLine, DocumentView, MagistrateName, MeasureView, MeasuresFound, MyOwn, NoticeOut, NoticeView,
    OfficesView, OverviewView,
};
use crate::roster::{Account, AccountState, DeviceState};
use crate::tracking::TrackerLine;
use crate::tracking::door::DoorNote;
use crate::tracking::tracker::DeviceCommand;
use crate::tracking::view::{
    BurdenView, Contingency, IncidentView, InstructionOut, MandateRow, MandateView, Pattern, PilotView,
    Protection, QueueCounts, TrackAllowed, TrackerView, TrackingDesk,
};
use crate::view::{
    AdministrationView, AlarmLine, AlarmView, CaseLine, CaseView, MyDesk, TaskView, WallView, ZoneShapeView,
};
use crate::voice::{RecordingAllowed, VoiceGate};
use hoeder_vocab::UtcMillis;
use hoeder_vocab::handset::{Downlink, HandsetSettings};
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{
    AccountId, AlarmId, CellId, DeskId, Fix, HandsetId, IncidentId, MeasureId, MessageId, PersonId,
    ReceivedAt, RequestId, Sensitive, TrackerId,
};
use hoeder_watch::alarm::Refusal;
use hoeder_watch::track::Order;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedLine {
    /// The id that the message will have.
    pub message: MessageId,
    /// Who, at a desk; `None` is the person.
    pub by: Option<AccountId>,
    /// The name of that colleague.
    pub by_name: Option<Sensitive<String>>,
    /// As it stands.
    pub text: Sensitive<String>,
}

/// What a screen is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// An alarm is new or changed: its whole state.
    Alarm(Arc<AlarmView>),
    /// The person moved.
    Moved {
        /// In which alarm.
        alarm: AlarmId,
        /// Where.
        fix: Sensitive<Fix>,
        /// When we received it.
        received_at: ReceivedAt,
    },
    /// Where the teams of an alarm are that say so: all of them, each once, by call sign. No record holds it.
    Teams {
        /// Of which alarm.
        alarm: AlarmId,
        /// Where.
        teams: Vec<TeamPlace>,
    },
    /// What is being typed in an alarm: all lines as they stand. What is not sent becomes a record when it is left.
    Lines {
        /// Of which alarm.
        alarm: AlarmId,
        /// The person's first.
        lines: Vec<TypedLine>,
    },
    /// An alarm is no longer for this screen.
    Gone(AlarmId),
    /// Everything that is open was sent: the queue is complete.
    Complete,
    /// Health of the chain.
    Wall {
        /// As the room of these screens sees it.
        wall: Arc<WallView>,
        /// How these screens are themselves; `None` where nobody is called by sound.
        my_desk: Option<MyDesk>,
    },
    /// An incident of tracked people is new or changed: its whole state.
    Incident(Arc<IncidentView>),
    /// It is over, or no longer for this screen.
    IncidentGone(IncidentId),
    /// How full the queues of the monitoring centre are; what is counted as held back is in the list (FL-01).
    Queues(QueueCounts),
    /// The tasks of this screen changed: ask for them anew.
    TasksChanged,
    /// A self-test was answered; on its own track (AL-17).
    Tested {
        /// By which handset.
        handset: HandsetId,
        /// When.
        at: ReceivedAt,
    },
}

/// A position on its way to the fixes table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFix {
    /// Whose; `None` for an unidentified press.
    pub person: Option<PersonId>,
    /// For which alarm.
    pub alarm: AlarmId,
    /// Where and when.
    pub fix: Sensitive<Fix>,
    /// When we received it.
    pub received_at: ReceivedAt,
}

/// Why an order or a question was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A rule of the alarm says no.
    Rule(Refusal),
    /// The account may not; the reason is a stable code of `access`.
    Denied(&'static str),
    /// There is no such thing.
    NotFound,
    /// The data is not acceptable: the field and what to do.
    Invalid {
        /// Which field.
        field: &'static str,
        /// What is expected.
        expected: &'static str,
    },
    /// Somebody else was first: the code says with what.
    Conflict(&'static str),
    /// A rule of incidents says no.
    Incident(hoeder_watch::incident::Refusal),
    /// A rule of the circular says no: with its code, its point and what it is about.
    Refused(Box<hoeder_measure::Refusal>),
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Done and durable.
    Done,
    /// Not done.
    Problem(Problem),
    /// To a handset.
    Downlink(Downlink),
    /// Paired.
    Paired {
        /// The handset.
        handset: HandsetId,
        /// How it should behave.
        settings: HandsetSettings,
    },
    /// To `Query::Alarms`.
    Alarms(Vec<AlarmLine>),
    /// To `Query::Alarm`.
    Alarm(Arc<AlarmView>),
    /// To `Query::Cases`.
    Cases(Vec<CaseLine>),
    /// To `Query::Case`.
    Case(Box<CaseView>),
    /// To `Query::Photo`.
    Photo(Sensitive<Vec<u8>>),
    /// To `Query::Tasks`.
    Tasks(Vec<TaskView>),
    /// To `Query::Administration`.
    Administration(Box<AdministrationView>),
    /// To `Query::ZoneShapes`.
    ZoneShapes(Vec<ZoneShapeView>),
    /// To `Query::Wall`.
    Wall(Arc<WallView>),
    /// Allowed: the shell reads the rows from the read model, within this territory.
    Allowed(Scope),
    /// To `Query::AccessLog`: as `Allowed`, with the names of all accounts: empty once erased (GN-02).
    AccessLog {
        /// How far.
        scope: Scope,
        /// Who is who.
        names: BTreeMap<AccountId, Sensitive<String>>,
    },
    /// To `Query::Hotspots`.
    Hotspots(Vec<HotspotView>),
    /// To `Query::HotspotLookUp`.
    HotspotsFound(HotspotsFound),
    /// A measure was changed, durably, or was so already.
    MeasureDone {
        /// Which.
        measure: MeasureId,
        /// How many events it has now: the next `expected`.
        events: u64,
    },
    /// To `Query::Measures`, `Query::MeasuresOf` and `Query::SearchMeasures`.
    Measures(MeasuresFound),
    /// To `Query::Measure`.
    Measure(Box<MeasureView>),
    /// To `Query::Inbox`.
    Inbox(Vec<NoticeView>),
    /// To `Query::Overview`.
    Overview(Box<OverviewView>),
    /// To `Query::Calendar`.
    Calendar(Vec<CalendarLine>),
    /// To `Query::Document`: allowed, and logged; the bytes are in the store.
    Document(Box<DocumentView>),
    /// To `Query::Offices`.
    Offices(OfficesView),
    /// To `Query::Magistrates`: those who can sign in, by name.
    Magistrates(Vec<MagistrateName>),
    /// To `Input::MyMeasure`; `None`: there is neither a measure nor anything followed.
    MyMeasure(Option<Box<MyOwn>>),
    /// To `Query::Tracking`.
    Tracking(Box<TrackingReply>),
    /// To `Query::Recording`: allowed, and logged; the sound is in the store.
    Recording(Box<RecordingAllowed>),
}

/// The answer to a question about tracking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackingReply {
    /// The desk.
    Desk(TrackingDesk),
    /// One incident.
    Incident(Arc<IncidentView>),
    /// Mandates of the territory.
    Mandates(Vec<MandateRow>),
    /// One mandate.
    Mandate(Box<MandateView>),
    /// Devices.
    Trackers(Vec<TrackerView>),
    /// What the door of devices noted, the newest first.
    DoorNotes(Vec<(UtcMillis, DoorNote)>),
    /// Pilots.
    Pilots(Vec<PilotView>),
    /// Allowed, and logged: positions come from the shards or the store.
    Track(TrackAllowed),
    /// Burden, and what looks like torment.
    Burden(BurdenView, Vec<Pattern>),
    /// The one timeline of alarm and tracking, in order.
    Protection(Vec<Protection>),
    /// The list for when nothing works.
    Contingency(Contingency),
}

/// How far a permission to read a read model goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole cell.
    Cell(CellId),
    /// One case.
    Case(hoeder_vocab::CaseId),
    /// The cases and interventions of one zone.
    Zone(hoeder_vocab::ZoneId),
}

/// What the gateway must know to check a sender, and the door to check a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directory {
    /// A handset: its key and whether it is in use.
    Handset {
        /// Which.
        handset: HandsetId,
        /// Its Ed25519 key.
        public_key: [u8; 32],
        /// In use?
        state: DeviceState,
    },
    /// An account, with its password hash.
    Account(Box<Account>),
    /// Sessions of this account end now.
    Ended(AccountId, AccountState),
    /// A tracked device: its number, secret and the carriers that are watched now.
    Tracker(Box<TrackerLine>),
    /// Nothing reports under this number any more.
    TrackerGone(DeviceNumber),
}

/// What goes out.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Tell screens. Comes before the append of the same event.
    Page {
        /// A number that only grows, for resuming.
        number: u64,
        /// Which screens.
        desks: Vec<DeskId>,
        /// What.
        page: Page,
    },
    /// Write to the log, in this order.
    Append(Box<Entry>),
    /// Write to the fixes table.
    Fix(StoredFix),
    /// Write to the proofs table, whenever convenient: the newest counts.
    Proof(Proof),
    /// Tell a handset, if it is connected.
    Notify {
        /// Which.
        handset: HandsetId,
        /// What.
        downlink: Downlink,
    },
    /// Answer a request.
    Reply {
        /// Which.
        request: RequestId,
        /// With what.
        reply: Reply,
    },
    /// Keep the gateway's directory in step.
    Directory(Directory),
    /// Destroy the key of a subject, once the record of it is durable.
    DestroyKey(crate::entry::Subject),
    /// End the connection of these screens: their account may no longer.
    Disconnect(Vec<DeskId>),
    /// Send a notice, once its record is durable or not: it names nobody. Answered by `Input::NoticeDone`.
    Dispatch(NoticeOut),
    /// Watch this, or no longer: only ever under a mandate that runs (EM-01). All of them again after a start.
    Watch(Order),
    /// Ask something of a device. Answered by `Input::CommandDone`.
    Command {
        /// Which.
        tracker: TrackerId,
        /// Under which number it reports.
        number: DeviceNumber,
        /// What.
        command: DeviceCommand,
    },
    /// Bring an instruction to a device of a protected person. Answered by `Input::InstructionDone`.
    Instruct(Box<InstructionOut>),
    /// What may pass in the voice room of an alarm from now on. Those of open rooms again after a start.
    Voice(Box<VoiceGate>),
    /// Destroy the key of the recording of this alarm, once the record of it is durable.
    EraseRecording(AlarmId),
}
