//! An incident of tracked people: its alerts, its protocol, what was done, and by whom.

use super::acts::{IncidentEntry, IncidentLine, Instructed, PoliceTold};
use super::alert::IncidentAlert;
use super::kinds::{
    CarrierAge, IncidentOutcome, IncidentStage, NoticePolicy, Side, TrackAlertKind, TrackQueue,
};
use super::mandate::Pair;
use super::open;
use super::overview::Burden;
use crate::api::dto::Time;
use crate::api::dto::alarm::ZoneName;
use crate::api::dto::kinds::Language;
use crate::api::dto::protocol::FourTexts;
use hoeder_engine::tracking::view;
use hoeder_watch::incident as watch;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What an incident is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum IncidentAbout {
    /// Two who must not meet.
    Pair {
        /// Which.
        pair: Uuid,
    },
    /// A carrier of no pair, or of more than one.
    Carrier {
        /// Who.
        carrier: Uuid,
    },
}

impl From<watch::About> for IncidentAbout {
    fn from(about: watch::About) -> Self {
        match about {
            watch::About::Pair(pair) => Self::Pair { pair: pair.as_uuid() },
            watch::About::Carrier(carrier) => Self::Carrier { carrier: carrier.as_uuid() },
        }
    }
}

/// A carrier as a desk reads it.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CarrierName {
    /// Id.
    pub carrier: Uuid,
    /// On which side.
    pub side: Side,
    /// Name; absent once erased.
    pub name: Option<String>,
    /// Phone number, E.164.
    pub phone: Option<String>,
    /// In which language to speak.
    pub language: Option<Language>,
    /// Of age?
    pub age: CarrierAge,
    /// May the device notify (EM-05)?
    pub notice: NoticePolicy,
    /// The device that is carried now.
    pub tracker: Option<Uuid>,
}

impl From<&view::CarrierName> for CarrierName {
    fn from(name: &view::CarrierName) -> Self {
        Self {
            carrier: name.carrier.as_uuid(),
            side: name.side.into(),
            name: open(&name.name),
            phone: open(&name.phone),
            language: name.language.map(Into::into),
            age: name.age.into(),
            notice: name.notice.into(),
            tracker: name.tracker.map(|tracker| tracker.as_uuid()),
        }
    }
}

/// A step of the protocol of the leading alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IncidentStep {
    /// Its id.
    pub id: String,
    /// What to do.
    pub title: FourTexts,
    /// How, or what to mind.
    pub hint: Option<FourTexts>,
    /// When it is due, once that counts.
    pub due_at: Option<Time>,
    /// When it was done.
    pub done_at: Option<Time>,
    /// By whom.
    pub done_by: Option<String>,
    /// Due and not done.
    pub late: bool,
}

impl From<&view::AlertStepView> for IncidentStep {
    fn from(view: &view::AlertStepView) -> Self {
        Self {
            id: view.step.id.clone(),
            title: FourTexts::from(&view.step.title),
            hint: view.step.hint.as_ref().map(FourTexts::from),
            due_at: view.due_at.map(Time),
            done_at: view.done_at.map(Time),
            done_by: open(&view.done_by),
            late: view.late,
        }
    }
}

/// One incident, whole.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Incident {
    /// Which.
    pub id: Uuid,
    /// About whom.
    pub about: IncidentAbout,
    /// Under which mandate.
    pub mandate: Option<Uuid>,
    /// Its reference.
    pub reference: Option<String>,
    /// In which queue.
    pub queue: TrackQueue,
    /// How far.
    pub stage: IncidentStage,
    /// Since when.
    pub opened_at: Time,
    /// Whose it is now.
    pub owner: Option<Uuid>,
    /// By name.
    pub owner_name: Option<String>,
    /// It calls for somebody since then.
    pub rings_since: Option<Time>,
    /// Cried out as not taken.
    pub cried_at: Option<Time>,
    /// The kind whose protocol is followed.
    pub lead: Option<TrackAlertKind>,
    /// Its carriers.
    pub carriers: Vec<CarrierName>,
    /// The pair, when it is about one.
    pub pair: Option<Pair>,
    /// The zone that intervenes.
    pub zone: Option<ZoneName>,
    /// Its alerts, the gravest first.
    pub alerts: Vec<IncidentAlert>,
    /// How many more there were than are kept.
    pub more_alerts: u32,
    /// The protocol.
    pub steps: Vec<IncidentStep>,
    /// What the police were told.
    pub police: Vec<PoliceTold>,
    /// What the person was told.
    pub instructions: Vec<Instructed>,
    /// What happened, in order.
    pub timeline: Vec<IncidentLine>,
    /// How burdened the protected person is (FL-04).
    pub burden: Option<Burden>,
    /// How it ended.
    pub outcome: Option<IncidentOutcome>,
    /// When.
    pub closed_at: Option<Time>,
}

impl From<&view::IncidentView> for Incident {
    fn from(view: &view::IncidentView) -> Self {
        Self {
            id: view.incident.as_uuid(),
            about: view.about.into(),
            mandate: view.mandate.map(|mandate| mandate.as_uuid()),
            reference: view.reference.clone(),
            queue: view.queue.into(),
            stage: view.stage.into(),
            opened_at: Time(view.opened_at),
            owner: view.owner.map(|owner| owner.as_uuid()),
            owner_name: open(&view.owner_name),
            rings_since: view.rings_since.map(Time),
            cried_at: view.cried_at.map(Time),
            lead: view.lead.map(Into::into),
            carriers: view.carriers.iter().map(CarrierName::from).collect(),
            pair: view.pair.as_ref().map(Pair::from),
            zone: view.zone.as_ref().map(ZoneName::from),
            alerts: view.alerts.iter().map(IncidentAlert::from).collect(),
            more_alerts: view.more_alerts,
            steps: view.steps.iter().map(IncidentStep::from).collect(),
            police: view.hand_offs.iter().map(|(at, told)| PoliceTold::new(*at, told)).collect(),
            instructions: view.instructions.iter().map(Instructed::from).collect(),
            timeline: view
                .timeline
                .iter()
                .map(|line| IncidentLine {
                    at: Time(line.at),
                    by: open(&line.by),
                    what: IncidentEntry::of(&line.what, line.at),
                })
                .collect(),
            burden: view.burden.as_ref().map(Burden::from),
            outcome: view.outcome.map(Into::into),
            closed_at: view.closed_at.map(Time),
        }
    }
}

impl core::fmt::Debug for Incident {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Incident").field("id", &self.id).finish_non_exhaustive()
    }
}
