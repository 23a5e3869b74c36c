//! The desk of the monitoring centre, what is owed, how burdened people are, and the list for when nothing works.

use super::incident::{CarrierName, IncidentAbout};
use super::kinds::{IncidentStage, PatternKind, TrackAlertKind, TrackQueue};
use crate::api::dto::Time;
use hoeder_engine::tracking::view;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// An incident in a queue: no names, no positions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IncidentRow {
    /// Which.
    pub id: Uuid,
    /// About whom.
    pub about: IncidentAbout,
    /// The mandate's reference.
    pub reference: Option<String>,
    /// In which queue.
    pub queue: TrackQueue,
    /// How far.
    pub stage: IncidentStage,
    /// The leading kind.
    pub lead: Option<TrackAlertKind>,
    /// Since when.
    pub opened_at: Time,
    /// Who has it.
    pub owner: Option<Uuid>,
    /// How many alerts of it still stand.
    pub stands: u32,
}

impl From<&view::IncidentRow> for IncidentRow {
    fn from(row: &view::IncidentRow) -> Self {
        Self {
            id: row.incident.as_uuid(),
            about: row.about.into(),
            reference: row.reference.clone(),
            queue: row.queue.into(),
            stage: row.stage.into(),
            lead: row.lead.map(Into::into),
            opened_at: Time(row.opened_at),
            owner: row.owner.map(|owner| owner.as_uuid()),
            stands: row.stands,
        }
    }
}

/// How full one queue is (FL-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct QueueCount {
    /// Open incidents.
    pub open: u32,
    /// Those that nobody has.
    pub waiting: u32,
    /// Those of which screens are not yet told one by one.
    pub held_back: u32,
    /// The oldest that nobody has.
    pub oldest_waiting: Option<Time>,
}

impl From<view::QueueCount> for QueueCount {
    fn from(count: view::QueueCount) -> Self {
        Self {
            open: count.open,
            waiting: count.waiting,
            held_back: count.held_back,
            oldest_waiting: count.oldest_waiting.map(Time),
        }
    }
}

/// The three queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct QueueCounts {
    /// Somebody may meet somebody.
    pub danger: QueueCount,
    /// A rule is broken, or cannot be watched.
    pub tracking: QueueCount,
    /// A device needs care.
    pub technical: QueueCount,
}

impl From<view::QueueCounts> for QueueCounts {
    fn from(counts: view::QueueCounts) -> Self {
        Self {
            danger: counts.danger.into(),
            tracking: counts.tracking.into(),
            technical: counts.technical.into(),
        }
    }
}

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TrackingTask {
    /// A field test after a device was issued (FL-12).
    FieldTest {
        /// Which device.
        tracker: Uuid,
        /// To whom.
        carriers: Vec<Uuid>,
        /// Since when.
        issued_at: Time,
        /// Late from then on.
        due_at: Time,
    },
    /// The usual places were not checked (FL-14).
    CoverageCheck {
        /// Of whom.
        carrier: Uuid,
    },
    /// A mandate runs, and a carrier has no device.
    NoDevice {
        /// Who.
        carrier: Uuid,
        /// Under which mandate.
        mandate: Uuid,
    },
    /// The ceiling of alerts was passed (FL-04).
    Burden {
        /// Whose.
        person: Uuid,
    },
}

impl From<&view::TrackingTask> for TrackingTask {
    fn from(task: &view::TrackingTask) -> Self {
        match task {
            view::TrackingTask::FieldTest { tracker, carriers, issued_at, due_at } => Self::FieldTest {
                tracker: tracker.as_uuid(),
                carriers: carriers.iter().map(|carrier| carrier.as_uuid()).collect(),
                issued_at: Time(*issued_at),
                due_at: Time(*due_at),
            },
            view::TrackingTask::CoverageCheck { carrier } => {
                Self::CoverageCheck { carrier: carrier.as_uuid() }
            }
            view::TrackingTask::NoDevice { carrier, mandate } => {
                Self::NoDevice { carrier: carrier.as_uuid(), mandate: mandate.as_uuid() }
            }
            view::TrackingTask::Burden { person } => Self::Burden { person: person.as_uuid() },
        }
    }
}

/// How burdened a protected person is (FL-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Burden {
    /// Who.
    pub person: Uuid,
    /// Alerts of danger about the person in the last 24 hours.
    pub alerts_day: u32,
    /// Of these in the night.
    pub alerts_night: u32,
    /// How often the person was called or told something in the last 24 hours.
    pub disturbed_day: u32,
    /// Of these in the night.
    pub disturbed_night: u32,
    /// Most that is borne by day.
    pub ceiling_day: u32,
    /// Most that is borne in a night.
    pub ceiling_night: u32,
    /// Is it passed?
    pub over: bool,
}

impl From<&view::BurdenView> for Burden {
    fn from(burden: &view::BurdenView) -> Self {
        Self {
            person: burden.person.as_uuid(),
            alerts_day: burden.alerts_day,
            alerts_night: burden.alerts_night,
            disturbed_day: burden.disturbed_day,
            disturbed_night: burden.disturbed_night,
            ceiling_day: burden.ceiling.0,
            ceiling_night: burden.ceiling.1,
            over: burden.over,
        }
    }
}

/// Alerts that look like torment: a possible new fact (FL-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlertPattern {
    /// Between whom.
    pub pair: Uuid,
    /// What it looks like.
    pub kind: PatternKind,
    /// On which incidents it rests, oldest first.
    pub incidents: Vec<Uuid>,
    /// The first of them.
    pub from: Time,
    /// The last of them.
    pub until: Time,
}

impl From<&view::Pattern> for AlertPattern {
    fn from(pattern: &view::Pattern) -> Self {
        Self {
            pair: pattern.pair.as_uuid(),
            kind: pattern.kind.into(),
            incidents: pattern.incidents.iter().map(|incident| incident.as_uuid()).collect(),
            from: Time(pattern.from),
            until: Time(pattern.until),
        }
    }
}

/// How burdened somebody is, and what looks like torment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BurdenReport {
    /// The counts.
    pub burden: Burden,
    /// The patterns.
    pub patterns: Vec<AlertPattern>,
}

/// The desk of the monitoring centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackingDesk {
    /// How full the queues are.
    pub counts: QueueCounts,
    /// Open incidents: danger first, the oldest first in each.
    pub incidents: Vec<IncidentRow>,
    /// What is owed.
    pub tasks: Vec<TrackingTask>,
    /// Torment by alerts.
    pub patterns: Vec<AlertPattern>,
}

impl From<&view::TrackingDesk> for TrackingDesk {
    fn from(desk: &view::TrackingDesk) -> Self {
        Self {
            counts: desk.counts.into(),
            incidents: desk.incidents.iter().map(IncidentRow::from).collect(),
            tasks: desk.tasks.iter().map(TrackingTask::from).collect(),
            patterns: desk.patterns.iter().map(AlertPattern::from).collect(),
        }
    }
}

/// For which control room the list is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ContingencyOf {
    /// The room; absent is one's own, or that of the cell for who has none.
    pub room: Option<Uuid>,
}

/// One pair in the list for when nothing works (FL-22).
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContingencyLine {
    /// Its place: 1 is looked after first.
    pub rank: u32,
    /// Why, as stable words.
    pub because: Vec<String>,
    /// The pair.
    pub pair: Uuid,
    /// The case.
    pub case: Uuid,
    /// The zone that intervenes.
    pub zone: Uuid,
    /// Who is protected.
    pub protected: CarrierName,
    /// Who wears the band.
    pub offender: CarrierName,
    /// An incident that is open.
    pub incident: Option<Uuid>,
}

/// The list for when nothing works, as of a moment.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contingency {
    /// As of then.
    pub made_at: Time,
    /// The gravest first.
    pub lines: Vec<ContingencyLine>,
}

impl From<&view::Contingency> for Contingency {
    fn from(list: &view::Contingency) -> Self {
        let line = |line: &view::ContingencyLine| ContingencyLine {
            rank: line.rank,
            because: line.because.iter().map(|word| (*word).to_owned()).collect(),
            pair: line.pair.as_uuid(),
            case: line.case.as_uuid(),
            zone: line.zone.as_uuid(),
            protected: CarrierName::from(&line.protected),
            offender: CarrierName::from(&line.offender),
            incident: line.incident.map(|incident| incident.as_uuid()),
        };
        Self { made_at: Time(list.made_at), lines: list.lines.iter().map(line).collect() }
    }
}

/// A stretch of the one timeline of alarm and tracking (EM-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProtectionPart {
    /// The alarm was on.
    Alarm {
        /// By which measure.
        measure: Uuid,
        /// From this day on, as `2026-11-22`.
        from: String,
        /// First day without.
        until: Option<String>,
    },
    /// Judicial tracking ran.
    Tracking {
        /// Under which mandate.
        mandate: Uuid,
        /// Its reference.
        reference: String,
        /// From when.
        from: Time,
        /// Until when.
        until: Option<Time>,
        /// Are all its carriers watched now?
        watched: bool,
    },
    /// A press.
    Press {
        /// Which alarm.
        alarm: Uuid,
        /// When.
        at: Time,
    },
    /// An incident.
    Incident {
        /// Which.
        incident: Uuid,
        /// When.
        at: Time,
        /// In which queue.
        queue: TrackQueue,
    },
}

impl From<&view::Protection> for ProtectionPart {
    fn from(part: &view::Protection) -> Self {
        match part {
            view::Protection::Alarm { measure, from, until } => Self::Alarm {
                measure: measure.as_uuid(),
                from: from.to_string(),
                until: until.map(|day| day.to_string()),
            },
            view::Protection::Tracking { mandate, reference, from, until, watched } => Self::Tracking {
                mandate: mandate.as_uuid(),
                reference: reference.clone(),
                from: Time(*from),
                until: until.map(Time),
                watched: *watched,
            },
            view::Protection::Press { alarm, at } => Self::Press { alarm: alarm.as_uuid(), at: Time(*at) },
            view::Protection::Incident { incident, at, queue } => {
                Self::Incident { incident: incident.as_uuid(), at: Time(*at), queue: (*queue).into() }
            }
        }
    }
}
