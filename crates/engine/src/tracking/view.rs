//! What screens are shown of tracking. A protected person's position is in it only while an incident of it is open (GN-03).
//!
//! Never here: deciding who sees it (`access`), making it (`cell`).

use super::mandate::{Age, Carrier, Mandate, NoticePolicy, Pair, Perimeter, Pilot};
use super::order::TrackUse;
use super::tracker::{CommandResult, CoverageChecked, DeviceCommand, FieldTest, Tracker};
use crate::protocol::Step;
use crate::roster::Language;
use crate::view::ZoneName;
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{
    AccountId, AlarmId, CarrierId, CaseId, CivilDate, FixedAt, IncidentId, MandateId, MeasureId, MessageId,
    PairId, PerimeterId, PersonId, Sensitive, TrackerId, UtcMillis, ZoneId,
};
use hoeder_watch::incident::{
    About, AlertFacts, CallResult, Callee, Channel, Delivery, HandOff, Instruction, Outcome, Revision,
    SetAside, Stage,
};
use hoeder_watch::track::{AlertKind, Queue};
use std::sync::Arc;

/// Somebody by name.
pub type NameOf = Option<Sensitive<String>>;

/// A carrier as a desk reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarrierName {
    /// Id.
    pub carrier: CarrierId,
    /// On which side.
    pub side: Side,
    /// Name; `None` once erased.
    pub name: NameOf,
    /// Phone number, E.164.
    pub phone: Option<Sensitive<String>>,
    /// In which language to speak.
    pub language: Option<Language>,
    /// Of age?
    pub age: Age,
    /// May the device notify? (EM-05)
    pub notice: NoticePolicy,
    /// The device that it carries now.
    pub tracker: Option<TrackerId>,
}

/// An alert of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertView {
    /// As last told; without the fixes that it rests on once the incident is closed (GN-03).
    pub facts: AlertFacts,
    /// In which queue.
    pub queue: Queue,
    /// First told.
    pub first_at: UtcMillis,
    /// Last raised.
    pub raised_at: UtcMillis,
    /// How often.
    pub times: u16,
    /// Over by the fixes since.
    pub cleared_at: Option<UtcMillis>,
    /// What late fixes showed of it.
    pub revised: Option<Revision>,
    /// Set aside by a person.
    pub set_aside: Option<SetAside>,
    /// How far it has grown.
    pub level: u8,
}

/// A step of the protocol of the leading alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertStepView {
    /// The step.
    pub step: Arc<Step>,
    /// Late from then on.
    pub due_at: Option<UtcMillis>,
    /// When it was done.
    pub done_at: Option<UtcMillis>,
    /// By whom.
    pub done_by: NameOf,
    /// Is it late now?
    pub late: bool,
}

/// Something on the timeline of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentEntry {
    /// An alert came, or came again.
    Raised(AlertKind),
    /// One became worse.
    Worse(AlertKind),
    /// One is over by the fixes.
    Cleared(AlertKind),
    /// Fixes that came late show that one began at another moment (was, is), or is not borne out.
    Revised(AlertKind, FixedAt, Option<FixedAt>),
    /// One grew to a level.
    Grew(AlertKind, u8),
    /// One was set aside.
    SetAside(AlertKind, Sensitive<String>),
    /// It rose to a queue.
    Rose(Queue),
    /// Somebody took it.
    Taken,
    /// It was given to somebody.
    HandedOver(NameOf),
    /// It rings again: its owner is gone, or did nothing.
    RingsAgain,
    /// Its owner was reminded.
    Reminded,
    /// Nobody took it in time.
    NotTaken,
    /// A step was done.
    Step(String),
    /// Somebody was called.
    Called(Callee, CallResult, Sensitive<String>),
    /// A note.
    Noted(Sensitive<String>),
    /// The police were told.
    HandedToPolice(Box<HandOff>),
    /// The protected person was told.
    Instructed(Instruction, Channel, MessageId),
    /// What became of that.
    Delivery(MessageId, Delivery),
    /// A person closed it.
    Closed(Outcome, Sensitive<String>),
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentLine {
    /// When the engine decided it.
    pub at: UtcMillis,
    /// Who; `None` is the guard or a timer.
    pub by: NameOf,
    /// What.
    pub what: IncidentEntry,
}

/// What was told to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstructedView {
    /// Which.
    pub message: MessageId,
    /// When.
    pub at: UtcMillis,
    /// What.
    pub instruction: Instruction,
    /// How.
    pub channel: Channel,
    /// How it is now, and since when.
    pub delivery: (Delivery, UtcMillis),
}

/// One incident, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentView {
    /// Which.
    pub incident: IncidentId,
    /// About whom.
    pub about: About,
    /// Under which mandate.
    pub mandate: Option<MandateId>,
    /// Its reference, for the desk.
    pub reference: Option<String>,
    /// In which queue.
    pub queue: Queue,
    /// How far.
    pub stage: Stage,
    /// Since when.
    pub opened_at: UtcMillis,
    /// Whose it is now.
    pub owner: Option<AccountId>,
    /// By name.
    pub owner_name: NameOf,
    /// Does it call for somebody, and was nobody there in time?
    pub rings_since: Option<UtcMillis>,
    /// Cried out as not taken at that moment.
    pub cried_at: Option<UtcMillis>,
    /// The kind whose protocol is followed.
    pub lead: Option<AlertKind>,
    /// Its carriers.
    pub carriers: Vec<CarrierName>,
    /// The pair, when it is about one.
    pub pair: Option<Pair>,
    /// The zone that intervenes.
    pub zone: Option<ZoneName>,
    /// Its alerts, the gravest first.
    pub alerts: Vec<AlertView>,
    /// How many more there were than are kept.
    pub more_alerts: u32,
    /// The protocol.
    pub steps: Vec<AlertStepView>,
    /// What the police were told.
    pub hand_offs: Vec<(UtcMillis, HandOff)>,
    /// What the person was told.
    pub instructions: Vec<InstructedView>,
    /// What happened, in order.
    pub timeline: Vec<IncidentLine>,
    /// Burden of the protected person (FL-04).
    pub burden: Option<BurdenView>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When.
    pub closed_at: Option<UtcMillis>,
}

/// An incident in a queue: no names, no positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// Which.
    pub incident: IncidentId,
    /// About whom.
    pub about: About,
    /// The mandate's reference.
    pub reference: Option<String>,
    /// In which queue.
    pub queue: Queue,
    /// How far.
    pub stage: Stage,
    /// The leading kind.
    pub lead: Option<AlertKind>,
    /// Since when.
    pub opened_at: UtcMillis,
    /// Who has it.
    pub owner: Option<AccountId>,
    /// Does an alert of it still stand?
    pub stands: u32,
}

/// How full one queue is (FL-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct QueueCount {
    /// Open incidents.
    pub open: u32,
    /// Those that nobody has.
    pub waiting: u32,
    /// Those of which screens are not yet told one by one, as the queue is flooded; each is in the list all the same.
    pub held_back: u32,
    /// The oldest that nobody has.
    pub oldest_waiting: Option<UtcMillis>,
}

/// The three queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct QueueCounts {
    /// Somebody may meet somebody.
    pub danger: QueueCount,
    /// A rule is broken, or cannot be watched.
    pub tracking: QueueCount,
    /// A device needs care.
    pub technical: QueueCount,
}

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackingTask {
    /// A field test after a device was issued or swapped (FL-12).
    FieldTest {
        /// Which device.
        tracker: TrackerId,
        /// To whom.
        carriers: Vec<CarrierId>,
        /// Since when.
        issued_at: UtcMillis,
        /// Late from then on.
        due_at: UtcMillis,
    },
    /// The usual places were not checked before a device was issued (FL-14).
    CoverageCheck {
        /// Of whom.
        carrier: CarrierId,
    },
    /// A mandate runs, and a carrier has no device.
    NoDevice {
        /// Who.
        carrier: CarrierId,
        /// Under which mandate.
        mandate: MandateId,
    },
    /// The ceiling of alerts was passed: look at the distances, or at torment (FL-04).
    Burden {
        /// Whose.
        person: PersonId,
    },
}

/// The desk of the monitoring centre.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrackingDesk {
    /// How full the queues are.
    pub counts: QueueCounts,
    /// Open incidents: danger first, the oldest first in each.
    pub incidents: Vec<IncidentRow>,
    /// What is owed.
    pub tasks: Vec<TrackingTask>,
    /// Torment by alerts.
    pub patterns: Vec<Pattern>,
}

/// A mandate in a list. A magistrate sees this and [`MandateView`], never a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateRow {
    /// The mandate.
    pub mandate: Mandate,
    /// Does it run now?
    pub runs: bool,
    /// Its zone.
    pub zone: Option<ZoneName>,
    /// How many carriers have a device.
    pub carriers: u32,
    /// How many pairs.
    pub pairs: u32,
}

/// A perimeter as it is, or as it was when it was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerimeterView {
    /// The perimeter.
    pub perimeter: Perimeter,
    /// When it was deleted, by whom and why; it is shown for evidence (T-NIJ-10).
    pub deleted: Option<(UtcMillis, NameOf, Sensitive<String>)>,
}

/// One mandate, whole; without any position of a carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateView {
    /// The mandate.
    pub row: MandateRow,
    /// Its carriers.
    pub carriers: Vec<(Carrier, CarrierName)>,
    /// Its pairs.
    pub pairs: Vec<Pair>,
    /// Its perimeters, also deleted ones.
    pub perimeters: Vec<PerimeterView>,
    /// Checks of usual places.
    pub coverage: Vec<CoverageChecked>,
    /// Its incidents, newest first.
    pub incidents: Vec<IncidentRow>,
    /// What is owed.
    pub tasks: Vec<TrackingTask>,
}

/// A device in the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackerView {
    /// The device; its digest is left out.
    pub tracker: Tracker,
    /// Since when it is issued.
    pub issued_at: Option<UtcMillis>,
    /// The last field test.
    pub tested: Option<(UtcMillis, FieldTest)>,
    /// The last command, and what became of it.
    pub command: Option<(UtcMillis, DeviceCommand, CommandResult)>,
}

/// A pilot and how full it is (EM-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PilotView {
    /// The pilot.
    pub pilot: Pilot,
    /// Mandates that hold now.
    pub holding: u32,
    /// All that it had.
    pub mandates: u32,
    /// Incidents under it, by queue.
    pub incidents: [u32; 3],
    /// Of these: closed as a violation or torment.
    pub violations: u32,
    /// Of these: closed as not so.
    pub false_alerts: u32,
}

/// That an account may follow or read tracks, and which: the positions come from the shards or the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackAllowed {
    /// How.
    pub how: TrackUse,
    /// Of whom.
    pub carriers: Vec<(CarrierId, Side)>,
    /// The pair, when it is followed live.
    pub pair: Option<PairId>,
    /// The incident that allows it, when it is followed live: when it is closed, following ends.
    pub incident: Option<IncidentId>,
    /// From when.
    pub from: UtcMillis,
    /// Until when.
    pub until: UtcMillis,
}

/// How burdened a protected person is (FL-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BurdenView {
    /// Who.
    pub person: PersonId,
    /// Alerts of danger about the person in the last 24 hours.
    pub alerts_day: u32,
    /// Of these in the night (22 to 7 in Europe/Brussels) that is or was last.
    pub alerts_night: u32,
    /// How often the person was called or told something in the last 24 hours.
    pub disturbed_day: u32,
    /// Of these in the night.
    pub disturbed_night: u32,
    /// Most that is borne, by day and by night.
    pub ceiling: (u32, u32),
    /// Is it passed?
    pub over: bool,
}

/// Alerts that look like torment: a possible new fact (FL-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Between whom.
    pub pair: PairId,
    /// What it looks like.
    pub kind: PatternKind,
    /// On which incidents it rests, oldest first.
    pub incidents: Vec<IncidentId>,
    /// The first of them.
    pub from: UtcMillis,
    /// The last of them.
    pub until: UtcMillis,
}

/// What alerts look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PatternKind {
    /// Along the border again and again without crossing it.
    AtTheBorder,
    /// In the night again and again.
    AtNight,
    /// Closed as torment more than once.
    Confirmed,
}

/// A stretch of the one timeline of alarm and tracking (EM-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protection {
    /// The alarm was on.
    Alarm {
        /// By which measure.
        measure: MeasureId,
        /// From this day on.
        from: CivilDate,
        /// First day without; `None`: still on.
        until: Option<CivilDate>,
    },
    /// Judicial tracking ran.
    Tracking {
        /// Under which mandate.
        mandate: MandateId,
        /// Its reference.
        reference: String,
        /// From when.
        from: UtcMillis,
        /// Until when; `None`: until withdrawn.
        until: Option<UtcMillis>,
        /// Are all its carriers watched now?
        watched: bool,
    },
    /// A press.
    Press {
        /// Which alarm.
        alarm: AlarmId,
        /// When.
        at: UtcMillis,
    },
    /// An incident.
    Incident {
        /// Which.
        incident: IncidentId,
        /// When.
        at: UtcMillis,
        /// In which queue.
        queue: Queue,
    },
}

/// One pair in the list for when nothing works (FL-22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContingencyLine {
    /// Its place in the list: 1 is looked after first.
    pub rank: u32,
    /// Points of risk, for the order only.
    pub risk: u32,
    /// Why, as stable words.
    pub because: Vec<&'static str>,
    /// The pair.
    pub pair: PairId,
    /// The case.
    pub case: CaseId,
    /// The zone that intervenes.
    pub zone: ZoneId,
    /// Who is protected.
    pub protected: CarrierName,
    /// Who wears the band.
    pub offender: CarrierName,
    /// An incident that is open.
    pub incident: Option<IncidentId>,
}

/// The list for when nothing works, as of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contingency {
    /// As of then.
    pub made_at: UtcMillis,
    /// The gravest first.
    pub lines: Vec<ContingencyLine>,
}

/// An instruction on its way to a device: never to one that may not notify (EM-05), and never with a place of the other (FL-34).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstructionOut {
    /// Of which incident.
    pub incident: IncidentId,
    /// Which.
    pub message: MessageId,
    /// To which device.
    pub tracker: TrackerId,
    /// What.
    pub instruction: Instruction,
    /// In which language.
    pub language: Language,
}

/// A deletion of a perimeter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerimeterDeleted {
    /// Which.
    pub perimeter: PerimeterId,
    /// By whom.
    pub by: AccountId,
    /// Why.
    pub reason: Sensitive<String>,
}
