//! The file of a measure as a desk reads it: every list of the law in its order, with the forms that filled them.

use super::decision::{
    ActivateForm, AgreeForm, DecideShortageForm, InvolveJudgeForm, OfferSupportForm, ReferChainForm, RuleForm,
};
use super::ending::{ContinueForm, EndCauseView, RecordBreachForm};
use super::event::{due_number, due_word};
use super::field::{CalendarDay, DistrictRef, DocumentRef, Number, OfficeRef, Remark, Said, Shape, ZoneRef};
use super::followup::{
    AnnounceFactForm, AnnounceTripForm, IncidentForm, MovedView, RecordRevisitForm, SharePlacesForm,
};
use super::hearing::{HearForm, SuspectMeasureForm};
use super::request::{CompetenceView, HandOverView, RequestForm, TakeOverForm};
use super::risk::{AntecedentsForm, AssessForm};
use super::task::{ReceiptKey, TaskKey};
use super::word::{DeviceBack, MeasureStage, Procedure, TripNotice};
use crate::api::dto::kinds::Role;
use hoeder_measure::decision::Ruled;
use hoeder_measure::due::Due;
use hoeder_measure::duration::{Extension, ExtensionCause, Term};
use hoeder_measure::ending::EndSteps;
use hoeder_measure::shortage::Shortage;
use hoeder_measure::state::{AskedToEnd, File, PlannedTrip, Release, Reopening, State};
use hoeder_vocab::CivilDate;
use serde::Serialize;
use utoipa::ToSchema;

/// How long a measure runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermView {
    /// The day of the grant.
    pub granted_on: CalendarDay,
    /// The last day.
    pub ends_on: CalendarDay,
    /// The first day of the month in which the evaluation is held.
    pub evaluation_from: CalendarDay,
    /// What was added, in order.
    pub extensions: Vec<ExtensionView>,
}

/// Nine months more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExtensionView {
    /// Its number, from 1.
    pub n: u16,
    /// Decided on, or the day on which the incident was recorded.
    pub on: CalendarDay,
    /// After which incident, by its number.
    pub incident: Option<u16>,
    /// By which ruling, by its number.
    pub ruling: Option<u16>,
    /// The end date before.
    pub from: CalendarDay,
    /// The end date after.
    pub to: CalendarDay,
}

impl From<&Term> for TermView {
    fn from(term: &Term) -> Self {
        Self {
            granted_on: Shape::show(&term.granted_on),
            ends_on: Shape::show(&term.ends_on),
            evaluation_from: Shape::show(&term.evaluation_from()),
            extensions: term.extensions.iter().map(ExtensionView::from).collect(),
        }
    }
}

impl From<&Extension> for ExtensionView {
    fn from(extension: &Extension) -> Self {
        let (incident, ruling) = match extension.cause {
            ExtensionCause::Incident(n) => (Some(n), None),
            ExtensionCause::Evaluation(n) => (None, Some(n)),
        };
        Self {
            n: extension.n,
            on: Shape::show(&extension.on),
            incident,
            ruling,
            from: Shape::show(&extension.from),
            to: Shape::show(&extension.to),
        }
    }
}

/// How far a measure is, with what belongs to that stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StateView {
    /// How far.
    pub stage: MeasureStage,
    /// Since when; absent before the first request.
    pub since: Option<CalendarDay>,
    /// Before the magistrate: with everything, or with what is available.
    pub procedure: Option<Procedure>,
    /// Why it ends or ended.
    pub end: Option<EndCauseView>,
    /// Which steps of the end were done.
    pub steps: Option<EndStepsView>,
    /// Last day of the supervised period after the end.
    pub supervised_until: Option<CalendarDay>,
}

impl StateView {
    fn at(stage: MeasureStage, since: Option<CivilDate>) -> Self {
        Self {
            stage,
            since: Shape::show(&since),
            procedure: None,
            end: None,
            steps: None,
            supervised_until: None,
        }
    }

    /// With its stage.
    #[must_use]
    pub fn of(stage: hoeder_measure::Stage, state: &State) -> Self {
        let stage = Shape::show(&stage);
        match state {
            State::Nothing => Self::at(stage, None),
            State::Requested { since } | State::Refused { since, .. } => Self::at(stage, Some(*since)),
            State::AwaitingDecision { since, procedure } => {
                Self { procedure: Some(Shape::show(procedure)), ..Self::at(stage, Some(*since)) }
            }
            State::Granted { since, .. } | State::Running { since, .. } => Self::at(stage, Some(since.day)),
            State::Ending { cause, steps, .. } => Self {
                end: Some(Shape::show(cause)),
                steps: Some(EndStepsView::from(steps)),
                ..Self::at(stage, Some(cause.since))
            },
            State::Ended { cause, on, supervised_until, .. } => Self {
                end: Some(Shape::show(cause)),
                supervised_until: Some(Shape::show(supervised_until)),
                ..Self::at(stage, Some(*on))
            },
            State::TransferredOut { on, .. } => Self::at(stage, Some(*on)),
        }
    }
}

/// Which steps of the end were done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EndStepsView {
    /// Switched off on.
    pub switched_off: Option<CalendarDay>,
    /// Device back on.
    pub device_back: Option<CalendarDay>,
    /// How.
    pub how: Option<DeviceBack>,
    /// Number of the report.
    pub pv: Option<Number>,
}

impl From<&EndSteps> for EndStepsView {
    fn from(steps: &EndSteps) -> Self {
        Self {
            switched_off: Shape::show(&steps.switched_off),
            device_back: steps.device_back.as_ref().map(|(on, _)| Shape::show(on)),
            how: steps.device_back.as_ref().map(|(_, how)| Shape::show(how)),
            pv: Shape::show(&steps.pv),
        }
    }
}

/// A ruling in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuledView {
    /// Its number, from 1.
    pub n: u16,
    /// What was entered.
    pub decision: RuleForm,
    /// In which role it was entered.
    pub by: Option<Role>,
    /// Confirmed by the magistrate on.
    pub confirmed_on: Option<CalendarDay>,
    /// The magistrate said that it was not so, on.
    pub denied_on: Option<CalendarDay>,
}

impl From<&Ruled> for RuledView {
    fn from(ruled: &Ruled) -> Self {
        Self {
            n: ruled.n,
            decision: Shape::show(&ruled.decision),
            by: ruled.by.role().map(Role::from),
            confirmed_on: Shape::show(&ruled.confirmed_on),
            denied_on: Shape::show(&ruled.denied_on),
        }
    }
}

/// A text with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidOn {
    /// On which day.
    pub on: CalendarDay,
    /// What; may be empty.
    pub text: Remark,
}

impl From<&Reopening> for SaidOn {
    fn from(one: &Reopening) -> Self {
        Self { on: Shape::show(&one.on), text: Shape::show(&one.new_elements) }
    }
}

impl From<&AskedToEnd> for SaidOn {
    fn from(one: &AskedToEnd) -> Self {
        Self { on: Shape::show(&one.on), text: Shape::show(&one.note) }
    }
}

/// A missing device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShortageView {
    /// Since when.
    pub since: CalendarDay,
    /// Where.
    pub district: DistrictRef,
    /// What was decided.
    pub decided: Option<DecideShortageForm>,
}

impl From<&Shortage> for ShortageView {
    fn from(one: &Shortage) -> Self {
        Self {
            since: Shape::show(&one.since),
            district: Shape::show(&one.district),
            decided: Shape::show(&one.decided),
        }
    }
}

/// A trip in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TripView {
    /// Announced on.
    pub announced_on: CalendarDay,
    /// In time?
    pub notice: TripNotice,
    /// What.
    pub trip: AnnounceTripForm,
}

impl From<&PlannedTrip> for TripView {
    fn from(one: &PlannedTrip) -> Self {
        Self {
            announced_on: Shape::show(&one.announced_on),
            notice: Shape::show(&one.notice),
            trip: Shape::show(&one.trip),
        }
    }
}

/// A document that was released for the criminal file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReleaseView {
    /// On which day.
    pub on: CalendarDay,
    /// Which document.
    pub document: DocumentRef,
    /// Why.
    pub reason: Said,
}

impl From<&Release> for ReleaseView {
    fn from(one: &Release) -> Self {
        Self {
            on: Shape::show(&one.on),
            document: Shape::show(&one.document),
            reason: Shape::show(&one.reason),
        }
    }
}

/// A notice whose receipt was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptView {
    /// Of what.
    pub of: ReceiptKey,
    /// On which day.
    pub on: CalendarDay,
}

/// A task that was done and has no form of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettledView {
    /// Which.
    pub task: TaskKey,
    /// Done on.
    pub on: CalendarDay,
    /// Number of the report or the registration.
    pub reference: Option<Number>,
}

/// Something that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueView {
    /// On which day.
    pub on: CalendarDay,
    /// What: a stable word.
    pub kind: String,
    /// Its number, where there are several.
    pub n: Option<u16>,
    /// The point of the circular.
    pub point: String,
}

impl From<&Due> for DueView {
    fn from(due: &Due) -> Self {
        Self {
            on: Shape::show(&due.on),
            kind: due_word(due.kind).to_owned(),
            n: due_number(due.kind),
            point: due.point.to_string(),
        }
    }
}

/// Everything that a measure holds besides its state. Lists are in the order in which things were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileView {
    /// The request.
    pub request: Option<RequestForm>,
    /// Which office and zone are competent, as computed at the request.
    pub competence: Option<CompetenceView>,
    /// The zone that manages the dossier now.
    pub zone: Option<ZoneRef>,
    /// The office that manages the measure now.
    pub office: Option<OfficeRef>,
    /// Hand-overs.
    pub hand_overs: Vec<HandOverView>,
    /// Reopenings after a refusal.
    pub reopenings: Vec<SaidOn>,
    /// What the magistrate asked for, instead of ruling.
    pub questions: Vec<Said>,
    /// Hearings.
    pub hearings: Vec<HearForm>,
    /// Assessments.
    pub assessments: Vec<AssessForm>,
    /// Numbers of the assessments in which a bomb was found.
    pub bombs: Vec<u16>,
    /// The last search for antecedents.
    pub antecedents: Option<AntecedentsForm>,
    /// Rulings.
    pub rulings: Vec<RuledView>,
    /// The user agreement.
    pub agreement: Option<AgreeForm>,
    /// The activation.
    pub activation: Option<ActivateForm>,
    /// The investigating judge.
    pub judge: Option<InvolveJudgeForm>,
    /// Measures towards the suspect.
    pub suspect: Vec<SuspectMeasureForm>,
    /// Referrals to and from the chain approach.
    pub chain: Vec<ReferChainForm>,
    /// Offers of the victim reception service.
    pub offers: Vec<OfferSupportForm>,
    /// The magistrate asked for a second offer near the end, on.
    pub second_offer_asked: Option<CalendarDay>,
    /// A missing device.
    pub shortage: Option<ShortageView>,
    /// Alarms and new facts.
    pub incidents: Vec<IncidentForm>,
    /// New facts told by the person.
    pub announced_facts: Vec<AnnounceFactForm>,
    /// Revisits.
    pub revisits: Vec<RecordRevisitForm>,
    /// Usual places shared.
    pub places: Option<SharePlacesForm>,
    /// Trips.
    pub trips: Vec<TripView>,
    /// Moves of residence.
    pub moves: Vec<MovedView>,
    /// Breaches of the agreement.
    pub breaches: Vec<RecordBreachForm>,
    /// The person asked to end.
    pub asked_to_end: Vec<SaidOn>,
    /// The passage to judicial tracking.
    pub continuation: Option<ContinueForm>,
    /// Documents released for the criminal file.
    pub releases: Vec<ReleaseView>,
    /// Notices and hand-overs whose receipt was confirmed.
    pub receipts: Vec<ReceiptView>,
    /// What the file of the zone said, when it ran before it was kept here.
    pub taken_over: Option<TakeOverForm>,
    /// Tasks that were done and have no form of their own.
    pub settled: Vec<SettledView>,
}

impl From<&File> for FileView {
    fn from(file: &File) -> Self {
        Self {
            request: Shape::show(&file.request),
            competence: Shape::show(&file.competence),
            zone: Shape::show(&file.zone),
            office: Shape::show(&file.office),
            hand_overs: Shape::show(&file.hand_overs),
            reopenings: file.reopenings.iter().map(SaidOn::from).collect(),
            questions: Shape::show(&file.questions),
            hearings: Shape::show(&file.hearings),
            assessments: Shape::show(&file.assessments),
            bombs: file.bombs.clone(),
            antecedents: Shape::show(&file.antecedents),
            rulings: file.rulings.iter().map(RuledView::from).collect(),
            agreement: Shape::show(&file.agreement),
            activation: Shape::show(&file.activation),
            judge: Shape::show(&file.judge),
            suspect: Shape::show(&file.suspect),
            chain: Shape::show(&file.chain),
            offers: Shape::show(&file.offers),
            second_offer_asked: Shape::show(&file.second_offer_asked),
            shortage: file.shortage.as_ref().map(ShortageView::from),
            incidents: Shape::show(&file.incidents),
            announced_facts: Shape::show(&file.announced_facts),
            revisits: Shape::show(&file.revisits),
            places: Shape::show(&file.places),
            trips: file.trips.iter().map(TripView::from).collect(),
            moves: Shape::show(&file.moves),
            breaches: Shape::show(&file.breaches),
            asked_to_end: file.asked_to_end.iter().map(SaidOn::from).collect(),
            continuation: Shape::show(&file.continuation),
            releases: file.releases.iter().map(ReleaseView::from).collect(),
            receipts: file
                .receipts
                .iter()
                .map(|(of, on)| ReceiptView { of: Shape::show(of), on: Shape::show(on) })
                .collect(),
            taken_over: file.taken_over.as_deref().map(TakeOverForm::show),
            settled: file
                .settled
                .iter()
                .map(|one| SettledView {
                    task: Shape::show(&one.task),
                    on: Shape::show(&one.on),
                    reference: Shape::show(&one.reference),
                })
                .collect(),
        }
    }
}
