//! One form for each command of the law: what a desk sends, and what a scenario file says.

use super::decision::{
    ActivateForm, AgreeForm, DecideShortageForm, InvolveJudgeForm, OfferSupportForm, ReferChainForm, RuleForm,
};
use super::ending::{ContinueForm, EndStepForm, RecordBreachForm};
use super::field::{At as _, Bad, DocumentRef, Number, OfficeRef, Remark, Said, Shape};
use super::followup::{
    AnnounceFactForm, AnnounceMoveForm, AnnounceTripForm, IncidentForm, MoveAnswerForm, RecordRevisitForm,
    SharePlacesForm,
};
use super::hearing::{HearForm, SuspectMeasureForm};
use super::request::{RequestForm, TakeOverForm};
use super::risk::{AntecedentsForm, AssessForm};
use super::task::{ReceiptKey, TaskKey};
use super::word::{Procedure, RulingConfirmation};
use hoeder_measure::Command;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is asked of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum CommandForm {
    /// 7.3: record a request.
    Request(RequestForm),
    /// 7.7: open a refused request again.
    Reopen {
        /// Which new elements.
        new_elements: Said,
    },
    /// 7.2.1: both offices agree that the one competent for the offence takes the measure.
    AgreeOffice {
        /// That office.
        office: OfficeRef,
        /// Why.
        reason: Said,
    },
    /// 7.3.2: confirm the receipt of a file or a notice.
    ConfirmReceipt {
        /// Of what.
        of: ReceiptKey,
    },
    /// 7.4.1: the person was heard.
    Hear(HearForm),
    /// 7.6: the situation was assessed.
    Assess(AssessForm),
    /// 7.4.2: the magistrate's office searched for antecedents.
    GiveAntecedents(AntecedentsForm),
    /// 7.4.1: put the file before the magistrate.
    PutBefore {
        /// With everything, or with what is available.
        procedure: Procedure,
    },
    /// 7.4.2: the magistrate asks for more instead of ruling.
    AskMore {
        /// What.
        question: Said,
    },
    /// 7.4, 7.7, 7.8, 7.12: enter a ruling.
    Rule(RuleForm),
    /// 7.8.1: the magistrate meets a ruling that an officer entered.
    ConfirmRuling {
        /// Which, from 1.
        n: u16,
        /// So, or not so.
        how: RulingConfirmation,
    },
    /// 7.8.1: the user agreement was explained and signed.
    Agree(AgreeForm),
    /// 7.8.1: the alarm was switched on.
    Activate(ActivateForm),
    /// 7.8.2: an investigating judge has the facts in hand; entered again when the judge was told.
    InvolveJudge(InvolveJudgeForm),
    /// 7.8.4: a measure towards the suspect.
    TrackSuspect {
        /// Which.
        measure: SuspectMeasureForm,
    },
    /// 7.8.6: a referral to or from the chain approach.
    ReferChain(ReferChainForm),
    /// 7.8.3: the victim reception service made an offer.
    OfferSupport(OfferSupportForm),
    /// 7.12.2: the magistrate asks for a second offer near the end.
    AskSecondOffer {},
    /// 7.8.7: no device is there.
    ReportShortage {},
    /// 7.8.7: the reference magistrate decides about it.
    DecideShortage(DecideShortageForm),
    /// 7.10.2: an alarm was closed, or a new fact was recorded.
    ReportIncident {
        /// What.
        incident: IncidentForm,
    },
    /// 7.11.3: the person told of a new fact.
    AnnounceFact(AnnounceFactForm),
    /// 7.11.3: the person was visited.
    RecordRevisit(RecordRevisitForm),
    /// 7.11.1: usual places were shared.
    SharePlaces(SharePlacesForm),
    /// 7.11.1: a stay elsewhere.
    AnnounceTrip(AnnounceTripForm),
    /// 7.2.3: a lasting change of residence.
    AnnounceMove(AnnounceMoveForm),
    /// 7.2.3: the office of the new residence keeps the measure or not.
    AnswerMove {
        /// Which move, from 1.
        n: u16,
        /// The answer.
        answer: MoveAnswerForm,
    },
    /// 7.12.3: the agreement was not kept.
    RecordBreach(RecordBreachForm),
    /// 7.12.3: the person asks to end.
    AskToEnd {
        /// In the person's words; may be empty.
        #[serde(default)]
        note: Remark,
    },
    /// 7.12.2: a step of the end was done.
    DoEndStep {
        /// Which.
        step: EndStepForm,
    },
    /// 7.12.3: judicial tracking runs for this person.
    Continue(ContinueForm),
    /// 7.8.4: a magistrate lets a document that speaks of the alarm into the criminal file.
    Release {
        /// Which document.
        document: DocumentRef,
        /// Why.
        reason: Said,
    },
    /// 7.8.1: a task without a form of its own was done.
    Settle {
        /// Which.
        task: TaskKey,
        /// Number of the report or the registration, where the task asks for one.
        reference: Option<Number>,
    },
    /// 7.8.1: a measure that ran before it was kept here; only the import gives it.
    TakeOver(TakeOverForm),
    /// 7.10.1: a day has passed. Said by the system, never by a desk.
    Tick {},
}

impl Shape for CommandForm {
    type Of = Command;
    fn read(self) -> Result<Command, Bad> {
        Ok(match self {
            Self::Request(form) => Command::Request(form.read()?),
            Self::Reopen { new_elements } => {
                Command::Reopen { new_elements: new_elements.read().at("new_elements")? }
            }
            Self::AgreeOffice { office, reason } => {
                Command::AgreeOffice { office: office.read()?, reason: reason.read().at("reason")? }
            }
            Self::ConfirmReceipt { of } => Command::ConfirmReceipt { of: of.read().at("of")? },
            Self::Hear(form) => Command::Hear(form.read()?),
            Self::Assess(form) => Command::Assess(form.read()?),
            Self::GiveAntecedents(form) => Command::GiveAntecedents(form.read()?),
            Self::PutBefore { procedure } => {
                Command::PutBefore { procedure: procedure.read().at("procedure")? }
            }
            Self::AskMore { question } => Command::AskMore { question: question.read().at("question")? },
            Self::Rule(form) => Command::Rule(form.read()?),
            Self::ConfirmRuling { n, how } => Command::ConfirmRuling { n, how: how.read().at("how")? },
            Self::Agree(form) => Command::Agree(form.read()?),
            Self::Activate(form) => Command::Activate(form.read()?),
            Self::InvolveJudge(form) => Command::InvolveJudge(form.read()?),
            Self::TrackSuspect { measure } => Command::TrackSuspect(measure.read().at("measure")?),
            Self::ReferChain(form) => Command::ReferChain(form.read()?),
            Self::OfferSupport(form) => Command::OfferSupport(form.read()?),
            Self::AskSecondOffer {} => Command::AskSecondOffer,
            Self::ReportShortage {} => Command::ReportShortage,
            Self::DecideShortage(form) => Command::DecideShortage(form.read()?),
            Self::ReportIncident { incident } => Command::ReportIncident(incident.read().at("incident")?),
            Self::AnnounceFact(form) => Command::AnnounceFact(form.read()?),
            Self::RecordRevisit(form) => Command::RecordRevisit(form.read()?),
            Self::SharePlaces(form) => Command::SharePlaces(form.read()?),
            Self::AnnounceTrip(form) => Command::AnnounceTrip(form.read()?),
            Self::AnnounceMove(form) => Command::AnnounceMove(form.read()?),
            Self::AnswerMove { n, answer } => Command::AnswerMove { n, answer: answer.read().at("answer")? },
            Self::RecordBreach(form) => Command::RecordBreach(form.read()?),
            Self::AskToEnd { note } => Command::AskToEnd { note: note.read().at("note")? },
            Self::DoEndStep { step } => Command::DoEndStep(step.read().at("step")?),
            Self::Continue(form) => Command::Continue(form.read()?),
            Self::Release { document, reason } => {
                Command::Release { document: document.read()?, reason: reason.read().at("reason")? }
            }
            Self::Settle { task, reference } => Command::Settle {
                task: task.read().at("task")?,
                reference: reference.read().at("reference")?,
            },
            Self::TakeOver(form) => Command::TakeOver(Box::new(form.read()?)),
            Self::Tick {} => Command::Tick,
        })
    }

    fn show(of: &Command) -> Self {
        match of {
            Command::Request(form) => Self::Request(Shape::show(form)),
            Command::Reopen { new_elements } => Self::Reopen { new_elements: Shape::show(new_elements) },
            Command::AgreeOffice { office, reason } => {
                Self::AgreeOffice { office: Shape::show(office), reason: Shape::show(reason) }
            }
            Command::ConfirmReceipt { of } => Self::ConfirmReceipt { of: Shape::show(of) },
            Command::Hear(form) => Self::Hear(Shape::show(form)),
            Command::Assess(form) => Self::Assess(Shape::show(form)),
            Command::GiveAntecedents(form) => Self::GiveAntecedents(Shape::show(form)),
            Command::PutBefore { procedure } => Self::PutBefore { procedure: Shape::show(procedure) },
            Command::AskMore { question } => Self::AskMore { question: Shape::show(question) },
            Command::Rule(form) => Self::Rule(Shape::show(form)),
            Command::ConfirmRuling { n, how } => Self::ConfirmRuling { n: *n, how: Shape::show(how) },
            Command::Agree(form) => Self::Agree(Shape::show(form)),
            Command::Activate(form) => Self::Activate(Shape::show(form)),
            Command::InvolveJudge(form) => Self::InvolveJudge(Shape::show(form)),
            Command::TrackSuspect(measure) => Self::TrackSuspect { measure: Shape::show(measure) },
            Command::ReferChain(form) => Self::ReferChain(Shape::show(form)),
            Command::OfferSupport(form) => Self::OfferSupport(Shape::show(form)),
            Command::AskSecondOffer => Self::AskSecondOffer {},
            Command::ReportShortage => Self::ReportShortage {},
            Command::DecideShortage(form) => Self::DecideShortage(Shape::show(form)),
            Command::ReportIncident(incident) => Self::ReportIncident { incident: Shape::show(incident) },
            Command::AnnounceFact(form) => Self::AnnounceFact(Shape::show(form)),
            Command::RecordRevisit(form) => Self::RecordRevisit(Shape::show(form)),
            Command::SharePlaces(form) => Self::SharePlaces(Shape::show(form)),
            Command::AnnounceTrip(form) => Self::AnnounceTrip(Shape::show(form)),
            Command::AnnounceMove(form) => Self::AnnounceMove(Shape::show(form)),
            Command::AnswerMove { n, answer } => Self::AnswerMove { n: *n, answer: Shape::show(answer) },
            Command::RecordBreach(form) => Self::RecordBreach(Shape::show(form)),
            Command::AskToEnd { note } => Self::AskToEnd { note: Shape::show(note) },
            Command::DoEndStep(step) => Self::DoEndStep { step: Shape::show(step) },
            Command::Continue(form) => Self::Continue(Shape::show(form)),
            Command::Release { document, reason } => {
                Self::Release { document: Shape::show(document), reason: Shape::show(reason) }
            }
            Command::Settle { task, reference } => {
                Self::Settle { task: Shape::show(task), reference: Shape::show(reference) }
            }
            Command::TakeOver(old) => Self::TakeOver(Shape::show(old.as_ref())),
            Command::Tick => Self::Tick {},
        }
    }
}
