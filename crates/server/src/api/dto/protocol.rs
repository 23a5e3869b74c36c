//! The steps of an alarm's protocol and what the teams found.

use super::Time;
use super::kinds::{AlarmKind, Outcome, StepAct};
use hoeder_engine::{protocol, view};
use hoeder_vocab::Purpose;
use hoeder_watch::alarm as watch;
use serde::Serialize;
use utoipa::ToSchema;

const WHY: Purpose = Purpose::AlarmHandling;

/// One text in the four languages of the desks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FourTexts {
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl From<&protocol::Words> for FourTexts {
    fn from(words: &protocol::Words) -> Self {
        Self { nl: words.nl.clone(), fr: words.fr.clone(), de: words.de.clone(), en: words.en.clone() }
    }
}

/// The steps that a control room takes at one kind of alarm, in words: sent once to each screen, so that a page of an alarm
/// stays small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Protocol {
    /// At which kind.
    pub kind: AlarmKind,
    /// In order.
    pub steps: Vec<StepWords>,
}

impl From<&protocol::Protocol> for Protocol {
    fn from(protocol: &protocol::Protocol) -> Self {
        Self {
            kind: protocol.kind.into(),
            steps: protocol.steps.iter().map(|step| StepWords::from(step.as_ref())).collect(),
        }
    }
}

/// A step in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepWords {
    /// Names it in the steps of an alarm, in the orders and in the timeline.
    pub id: String,
    /// What to do, as an order.
    pub title: FourTexts,
    /// How, or what to mind.
    pub hint: Option<FourTexts>,
}

impl From<&protocol::Step> for StepWords {
    fn from(step: &protocol::Step) -> Self {
        Self {
            id: step.id.clone(),
            title: FourTexts::from(&step.title),
            hint: step.hint.as_ref().map(FourTexts::from),
        }
    }
}

/// How far one step of the protocol of an alarm is. Nothing is held back for a step that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// Which step of the protocol of this kind of alarm.
    pub id: String,
    /// The act that does it; absent is ticked off.
    pub act: Option<StepAct>,
    /// When it is due, once that counts.
    pub due_at: Option<Time>,
    /// When it was done.
    pub done_at: Option<Time>,
    /// By whom.
    pub done_by: Option<String>,
    /// Due and not done.
    pub late: bool,
}

impl From<&view::StepView> for Step {
    fn from(view: &view::StepView) -> Self {
        Self {
            id: view.step.id.clone(),
            act: view.step.act.map(Into::into),
            due_at: view.due_at.map(Time),
            done_at: view.done_at.map(Time),
            done_by: view.done_by.as_ref().map(|name| name.reveal(WHY).clone()),
            late: view.late,
        }
    }
}

/// What a team found: a proposal for the close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// Call sign.
    pub unit: String,
    /// How the team would close it.
    pub outcome: Outcome,
    /// What it found, in words; may be empty.
    pub note: String,
    /// When it said so.
    pub at: Time,
}

impl From<&watch::Finding> for Finding {
    fn from(finding: &watch::Finding) -> Self {
        Self {
            unit: finding.unit.clone(),
            outcome: finding.outcome.into(),
            note: finding.note.reveal(WHY).clone(),
            at: Time(finding.at),
        }
    }
}
